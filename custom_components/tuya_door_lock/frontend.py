"""Serves the card, and lets the dashboards load it."""

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from homeassistant.components.http import StaticPathConfig
from homeassistant.components.lovelace.const import CONF_RESOURCE_TYPE_WS, LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_ID, CONF_URL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

CARD_URL: Final = f"/{DOMAIN}/tuya-door-lock-card.js"

_CARD_FILE: Final = Path(__file__).parent / "www" / "tuya-door-lock-card.js"
_ISSUE: Final = "card_not_listed"
# Entries that are set up together must not add it twice.
_LOCK: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_card")


async def async_setup_frontend(hass: HomeAssistant) -> None:
    """Serve the card's file."""
    hass.data[_LOCK] = asyncio.Lock()
    # Without cache headers: a list in YAML names no version.
    await hass.http.async_register_static_paths(
        [StaticPathConfig(CARD_URL, str(_CARD_FILE), cache_headers=False)]
    )


async def async_add_card(hass: HomeAssistant) -> None:
    """Let the dashboards load the card, in the version that is there."""
    if (lovelace := hass.data.get(LOVELACE_DATA)) is None:
        return
    resources = lovelace.resources
    async with hass.data[_LOCK]:
        if not isinstance(resources, ResourceStorageCollection):
            _async_ask_for_card(hass, bool(_own(resources.async_items())))
            return
        # The list is empty until somebody asks for it.
        await resources.async_get_info()
        digest = await hass.async_add_executor_job(_digest)
        wanted = {CONF_RESOURCE_TYPE_WS: "module", CONF_URL: f"{CARD_URL}?v={digest}"}
        known = _own(resources.async_items())
        if not known:
            await resources.async_create_item(wanted)
        elif known[0][CONF_URL] != wanted[CONF_URL]:
            await resources.async_update_item(known[0][CONF_ID], wanted)
        for duplicate in known[1:]:
            await resources.async_delete_item(duplicate[CONF_ID])


async def async_remove_card(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Let the dashboards load the card no more, once the last entry is removed."""
    others = {each.entry_id for each in hass.config_entries.async_entries(DOMAIN)}
    if others - {entry.entry_id}:
        return
    ir.async_delete_issue(hass, DOMAIN, _ISSUE)
    lovelace = hass.data.get(LOVELACE_DATA)
    if lovelace and isinstance(lovelace.resources, ResourceStorageCollection):
        await lovelace.resources.async_get_info()
        for item in _own(lovelace.resources.async_items()):
            await lovelace.resources.async_delete_item(item[CONF_ID])


def _own(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries that load the card, whatever their version."""
    return [item for item in items if item[CONF_URL].partition("?")[0] == CARD_URL]


def _digest() -> str:
    """Return what changes with the file: a browser loads each version once."""
    return sha256(_CARD_FILE.read_bytes()).hexdigest()[:8]


@callback
def _async_ask_for_card(hass: HomeAssistant, is_listed: bool) -> None:
    """Say what to add, where the owner writes the list in YAML."""
    if is_listed:
        ir.async_delete_issue(hass, DOMAIN, _ISSUE)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        _ISSUE,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=_ISSUE,
        translation_placeholders={"url": CARD_URL},
    )
