"""The card's files, and how the user interface comes to load them."""

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
import re
from typing import Any

import pytest

from custom_components.tuya_door_lock import frontend
from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL
from homeassistant.components.onboarding.const import STEPS
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .conftest import Home, mock_entry

CARD = "/tuya_door_lock/tuya-door-lock-card.js"
FOLDER = Path(frontend.__file__).parent / "www"
CONTENT = b"".join(
    (FOLDER / name).read_bytes() for name in ("loader.js", "tuya-door-lock-card.js")
)
LOADER = f"/tuya_door_lock/{sha256(CONTENT).hexdigest()[:8]}/loader.js"
# As much of Home Assistant's page as says what it loads.
PAGE = """
{%- for module in extra_modules | sort %}<script src="{{ module }}"></script>
{%- endfor %}"""


@pytest.fixture(name="user_interface")
async def fixture_user_interface(
    hass: HomeAssistant, hass_storage: dict[str, Any], tmp_path: Path
) -> None:
    """Set up Home Assistant's user interface, with a page of the test's own."""
    hass_storage["onboarding"] = {"version": 4, "data": {"done": STEPS}}
    folder = tmp_path / "hass_frontend"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    for name in ("static", "frontend_latest", "frontend_es5"):
        (folder / name).mkdir()
    config = {"development_repo": str(tmp_path), "extra_module_url": ["/local/own.js"]}
    assert await async_setup_component(hass, "frontend", {"frontend": config})


@pytest.fixture(name="loaded")
def fixture_loaded(
    user_interface: None, hass_client_no_auth: Callable[[], Any]
) -> Callable[[], Any]:
    """Return what asks Home Assistant's page for the modules that it loads."""

    async def modules() -> list[str]:
        client = await hass_client_no_auth()
        answer = await client.get("/")
        assert answer.status == HTTPStatus.OK
        return re.findall(r'src="([^"]*)"', await answer.text())

    return modules


async def test_the_file_is_served(
    running: Home, hass_client_no_auth: Callable[[], Any]
) -> None:
    """To everybody, always the newest: a list of resources names no version."""
    client = await hass_client_no_auth()
    answer = await client.get(CARD)
    assert answer.status == HTTPStatus.OK
    assert "javascript" in answer.headers["Content-Type"]
    assert "Cache-Control" not in answer.headers


async def test_the_dashboards_load_the_card_without_anybody_adding_it(
    home: Home, loaded: Callable[[], Any]
) -> None:
    """What the owner has added stays, and a restart of the entry adds nothing."""
    await home.start()
    assert await loaded() == ["/local/own.js", LOADER]
    await home.restart()
    assert await loaded() == ["/local/own.js", LOADER]


async def test_a_browser_keeps_what_the_page_loads(
    running: Home, hass_client_no_auth: Callable[[], Any]
) -> None:
    """The loader and the card beside it: their address changes with their content."""
    client = await hass_client_no_auth()
    for address in (LOADER, LOADER.replace("loader.js", "tuya-door-lock-card.js")):
        answer = await client.get(address)
        assert answer.status == HTTPStatus.OK
        assert "javascript" in answer.headers["Content-Type"]
        assert "max-age" in answer.headers["Cache-Control"]


async def test_entries_that_start_together_add_it_once(
    home: Home, base_url: str, loaded: Callable[[], Any]
) -> None:
    """Two projects of Tuya's, one card."""
    second = mock_entry(base_url)
    second.add_to_hass(home.hass)
    home.hass.config_entries.async_update_entry(second, unique_id="another")
    await home.start()
    await home.settle()
    assert second.state is ConfigEntryState.LOADED
    assert await loaded() == ["/local/own.js", LOADER]

    await home.hass.config_entries.async_remove(second.entry_id)
    assert await loaded() == ["/local/own.js", LOADER]


async def test_it_goes_with_the_last_entry_and_comes_with_the_next(
    home: Home, base_url: str, loaded: Callable[[], Any]
) -> None:
    """Without a restart in between; a reload leaves the open dashboards alone."""
    await home.start()
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert LOADER in await loaded()
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert await loaded() == ["/local/own.js"]

    home.entry = mock_entry(base_url)
    await home.start()
    assert await loaded() == ["/local/own.js", LOADER]


async def test_without_a_user_interface_there_is_nothing_to_do(home: Home) -> None:
    """A Home Assistant that nobody looks at."""
    await home.start()
    assert DATA_EXTRA_MODULE_URL not in home.hass.data
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert home.entry.state is ConfigEntryState.NOT_LOADED
