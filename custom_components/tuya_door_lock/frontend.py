"""Serves the card, and lets the user interface load it."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.frontend import (
    DATA_EXTRA_MODULE_URL,
    add_extra_js_url,
    remove_extra_js_url,
)
from homeassistant.components.http import StaticPathConfig
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

CARD_URL: Final = f"/{DOMAIN}/tuya-door-lock-card.js"

_FOLDER: Final = Path(__file__).parent / "www"
_CARD_FILE: Final = _FOLDER / "tuya-door-lock-card.js"
_LOADER_FILE: Final = _FOLDER / "loader.js"
_LOADER_URL: HassKey[str] = HassKey(f"{DOMAIN}_loader_url")


async def async_setup_frontend(hass: HomeAssistant) -> None:
    """Serve the card's files."""
    version = await hass.async_add_executor_job(_version)
    versioned_url = f"/{DOMAIN}/{version}"
    hass.data[_LOADER_URL] = f"{versioned_url}/{_LOADER_FILE.name}"
    await hass.http.async_register_static_paths(
        [
            StaticPathConfig(versioned_url, str(_FOLDER), cache_headers=True),
            # A resource that is listed by hand, as Cast needs it, names no version.
            StaticPathConfig(CARD_URL, str(_CARD_FILE), cache_headers=False),
        ]
    )


@callback
def async_add_card(hass: HomeAssistant) -> None:
    """Let the pages of the user interface load the card."""
    if DATA_EXTRA_MODULE_URL in hass.data:
        add_extra_js_url(hass, hass.data[_LOADER_URL])


@callback
def async_remove_card(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Let them load it no more once the last entry is removed."""
    others = {each.entry_id for each in hass.config_entries.async_entries(DOMAIN)}
    if others <= {entry.entry_id} and DATA_EXTRA_MODULE_URL in hass.data:
        remove_extra_js_url(hass, hass.data[_LOADER_URL])


def _version() -> str:
    """Return what changes with the files: a browser loads each version once."""
    content = _LOADER_FILE.read_bytes() + _CARD_FILE.read_bytes()
    return sha256(content).hexdigest()[:8]
