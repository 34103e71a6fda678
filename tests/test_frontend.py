"""The card's file, and how the dashboards come to load it."""

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from custom_components.tuya_door_lock import frontend
from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .conftest import Home, mock_entry

FILE = Path(frontend.__file__).parent / "www" / "tuya-door-lock-card.js"
PATH = "/tuya_door_lock/tuya-door-lock-card.js"
URL = f"{PATH}?v={sha256(FILE.read_bytes()).hexdigest()[:8]}"
ISSUE = (DOMAIN, "card_not_listed")


async def dashboards(hass: HomeAssistant, config: dict[str, Any] | None = None) -> None:
    """Set the dashboards up."""
    assert await async_setup_component(hass, "lovelace", {"lovelace": config or {}})


async def resources(hass: HomeAssistant) -> list[str]:
    """Return what the dashboards load."""
    collection = hass.data[LOVELACE_DATA].resources
    await collection.async_get_info()
    return [item["url"] for item in collection.async_items()]


def stored(hass_storage: dict[str, Any], *urls: str) -> None:
    """Let the dashboards have these resources."""
    hass_storage["lovelace_resources"] = {
        "version": 1,
        "key": "lovelace_resources",
        "data": {
            "items": [
                {"id": str(number), "type": "module", "url": url}
                for number, url in enumerate(urls)
            ]
        },
    }


async def test_the_file_is_served(
    running: Home, hass_client_no_auth: Callable[[], Any]
) -> None:
    """To everybody: a browser loads it before somebody has logged in."""
    client = await hass_client_no_auth()
    answer = await client.get(URL)
    assert answer.status == HTTPStatus.OK
    assert "javascript" in answer.headers["Content-Type"]
    assert "Cache-Control" not in answer.headers
    assert "customCards" in await answer.text()


async def test_the_file_asks_nobody_else_for_anything() -> None:
    """It works where there is no internet, and tells nobody of who looks at it."""
    text = FILE.read_text(encoding="utf-8")
    for word in ("import(", "unpkg", "jsdelivr", "fetch(", "XMLHttpRequest"):
        assert word not in text


async def test_the_dashboards_load_the_card_without_anybody_adding_it(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """What the owner has added stays, and a restart adds nothing."""
    stored(hass_storage, "/local/other.js")
    await dashboards(home.hass)
    await home.start()
    assert await resources(home.hass) == ["/local/other.js", URL]
    await home.restart()
    assert await resources(home.hass) == ["/local/other.js", URL]
    items = home.hass.data[LOVELACE_DATA].resources.async_items()
    assert items[1]["type"] == "module"


async def test_a_new_version_takes_the_place_of_the_old_one(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """Of several, as a copied configuration may have them, one is left."""
    stored(hass_storage, f"{PATH}?v=old", "/local/other.js", PATH, f"{PATH}?v=older")
    await dashboards(home.hass)
    await home.start()
    assert await resources(home.hass) == [URL, "/local/other.js"]


async def test_entries_that_start_together_add_it_once(
    home: Home, base_url: str, hass_storage: dict[str, Any]
) -> None:
    """Two projects of Tuya's, one card."""
    await dashboards(home.hass)
    second = mock_entry(base_url)
    second.add_to_hass(home.hass)
    home.hass.config_entries.async_update_entry(second, unique_id="another")
    await home.start()
    await home.settle()
    assert second.state is ConfigEntryState.LOADED
    assert await resources(home.hass) == [URL]

    await home.hass.config_entries.async_remove(second.entry_id)
    assert await resources(home.hass) == [URL]


async def test_it_goes_with_the_last_entry_and_comes_with_the_next(
    home: Home, base_url: str, hass_storage: dict[str, Any]
) -> None:
    """Without a restart in between; a reload leaves the open dashboards alone."""
    stored(hass_storage, "/local/other.js")
    await dashboards(home.hass)
    await home.start()
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert URL in await resources(home.hass)
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert await resources(home.hass) == ["/local/other.js"]

    home.entry = mock_entry(base_url)
    await home.start()
    assert await resources(home.hass) == ["/local/other.js", URL]


@pytest.mark.parametrize("url", [PATH, f"{PATH}?v=1"])
async def test_a_list_in_yaml_is_left_alone(home: Home, url: str) -> None:
    """It has the card already."""
    listed = [{"url": url, "type": "module"}]
    await dashboards(home.hass, {"resource_mode": "yaml", "resources": listed})
    await home.start()
    assert await resources(home.hass) == [url]
    assert ir.async_get(home.hass).async_get_issue(*ISSUE) is None


async def test_the_owner_of_a_list_in_yaml_is_told_what_to_add(home: Home) -> None:
    """Until it is there, or the integration is gone."""
    hass = home.hass
    await dashboards(hass, {"resource_mode": "yaml", "resources": []})
    await home.start()
    issue = ir.async_get(hass).async_get_issue(*ISSUE)
    assert issue is not None
    assert issue.translation_placeholders == {"url": PATH}

    hass.data[LOVELACE_DATA].resources.async_items().append(
        {"url": PATH, "type": "module"}
    )
    await home.restart()
    assert ir.async_get(hass).async_get_issue(*ISSUE) is None

    hass.data[LOVELACE_DATA].resources.async_items().clear()
    await home.restart()
    assert ir.async_get(hass).async_get_issue(*ISSUE) is not None
    await hass.config_entries.async_remove(home.entry.entry_id)
    assert ir.async_get(hass).async_get_issue(*ISSUE) is None


async def test_without_dashboards_there_is_nothing_to_do(home: Home) -> None:
    """A Home Assistant without a user interface."""
    await home.start()
    assert LOVELACE_DATA not in home.hass.data
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert home.entry.state is ConfigEntryState.NOT_LOADED
