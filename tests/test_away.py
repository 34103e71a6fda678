"""What is kept can be read while Tuya is away, also after a restart."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.components import media_source
from homeassistant.config_entries import ConfigEntryState
from homeassistant.setup import async_setup_component

from .conftest import Home, front_door, mock_entry
from .test_get_records import get_records
from .test_services import device_id
from .test_websocket import Card, users

ROOT = f"media-source://{DOMAIN}"


@pytest.fixture
async def kept(home: Home, tmp_path: Path) -> Home:
    """Return a running home with an access of Ana's and its picture."""
    home.hass.config.config_dir = str(tmp_path)
    assert await async_setup_component(home.hass, "media_source", {})
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=10)
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door(media=True))
    await home.start()
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()
    return home


@pytest.mark.parametrize("fault", [28841002, "http_500", 1106, 1010])
async def test_what_is_kept_is_read_while_tuya_is_away(
    kept: Home,
    fault: int | str,
    hass_ws_client: Callable[..., Any],
    hass_client_no_auth: Callable[[], Any],
) -> None:
    """A plan that has ended, a cloud that fails, an account that is not linked."""
    kept.cloud.fail_next(9_999, fault)
    await kept.restart(off_for=timedelta(minutes=5))
    assert kept.entry.state is ConfigEntryState.LOADED
    assert kept.state("event.front_door_access") == "unavailable"

    records = (await get_records(kept))["records"]
    assert [each["user"] for each in records] == ["Ana"]

    card = Card(kept, await hass_ws_client(kept.hass))
    page = await card.records()
    assert users(page) == ["Ana"]
    answer = await card.ask("pattern", device_ids=[device_id(kept)], weeks=1)
    assert [cell["user"] for cell in answer["result"]["cells"]] == ["Ana"]
    answer = await card.ask(
        "picture",
        device_id=device_id(kept),
        record_id=page["records"][0]["record_id"],
    )
    browser = await hass_client_no_auth()
    assert (await browser.get(answer["result"]["url"])).status == HTTPStatus.OK
    await card.client.close()

    root = await media_source.async_browse_media(kept.hass, ROOT)
    assert root.children is not None
    assert [child.title for child in root.children] == ["Front door"]

    # All goes on where it was.
    kept.cloud.recover()
    kept.cloud.add_unlock("Front door", "password", 3)
    await kept.poll(timedelta(hours=13))
    assert [(each.event_type, each.attributes["user"]) for each in kept.events] == [
        ("fingerprint", "Ana"),
        ("late", "Ben"),
    ]


async def test_a_card_hears_of_new_records_after_tuya_was_away(
    kept: Home, hass_ws_client: Callable[..., Any]
) -> None:
    """Its subscription stays through the restart and the outage."""
    card = Card(kept, await hass_ws_client(kept.hass))
    await card.ask("subscribe", device_ids=[device_id(kept)])
    kept.cloud.fail_next(9_999, "http_500")
    await kept.restart()
    assert {"type": "changed"} in await card.received()
    kept.cloud.recover()
    kept.cloud.add_unlock("Front door", "password", 3)
    await card.poll(timedelta(hours=13))
    await card.poll()
    sent = [
        record["user"]
        for news in await card.received()
        for record in news.get("records", [])
    ]
    assert sent == ["Ben"]
    await card.client.close()
