"""A name applies to what is kept: records that came without one get it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.tuya_door_lock.const import DOMAIN
from custom_components.tuya_door_lock.people.persons import Assignee
from homeassistant.components import media_source
from homeassistant.setup import async_setup_component

from .conftest import Home, front_door, mock_entry
from .persons import FRONT, adding, editing, give, named, person, submitted
from .test_people import show
from .test_services import device_id
from .test_websocket import Card


@pytest.fixture
async def kept(home: Home, tmp_path: Path) -> Home:
    """Return a home that keeps pictures, and records of an unknown and of Ana's finger."""
    home.hass.config.config_dir = str(tmp_path)
    home.hass.states.async_set("person.ana", "home", {"friendly_name": "Ana"})
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door(media=True))
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=9)
    await home.start()
    for slot in (7, 1):
        home.cloud.add_unlock("Front door", "fingerprint", slot, picture=True)
        await home.poll()
    return home


def users(home: Home) -> list[str | None]:
    """Return the users of the records that are kept, oldest first."""
    return [event.user for event in home.entry.runtime_data.locks[FRONT].history]


async def test_records_without_a_name_get_it_wherever_they_are_shown(
    kept: Home, hass_ws_client: WebSocketGenerator
) -> None:
    """In the card, the pattern, the media browser and the action, at once."""
    assert await async_setup_component(kept.hass, "media_source", {})
    card = Card(kept, await hass_ws_client(kept.hass))
    door = card.device_id("Front door")
    await card.ask("subscribe", device_ids=[door])
    assert (await card.records())["nameless"] == ["Fingerprint 7"]
    events = len(kept.events)
    await card.ask(
        "name_credential",
        device_id=door,
        method="fingerprint",
        slot=7,
        person="person.ana",
    )
    assert {"type": "changed"} in await card.received()
    page = await card.records(users=["Ana"])
    assert (page["total"], page["nameless"]) == (2, [])
    assert [record["person"] for record in page["records"]] == [None, "person.ana"]
    pattern = await card.ask("pattern", device_ids=[door], weeks=1)
    assert {cell["user"] for cell in pattern["result"]["cells"]} == {"Ana"}
    day = await media_source.async_browse_media(
        kept.hass, f"media-source://{DOMAIN}/{FRONT}/2026-11-23"
    )
    assert {child.title.partition(" ")[2] for child in day.children or ()} == {
        "Ana, Fingerprint"
    }
    found = await kept.hass.services.async_call(
        DOMAIN,
        "get_records",
        {"device_id": device_id(kept), "user": "person.ana"},
        blocking=True,
        return_response=True,
    )
    assert found is not None
    assert found["total"] == 2
    # Nobody has come: no event, and no sensor that changes.
    assert len(kept.events) == events
    await card.client.close()


async def test_a_name_that_was_wrong_can_be_removed(kept: Home) -> None:
    """What had a name when it came keeps it."""
    await named(kept, "fingerprint:7", "fingerprint:1", name="Carla")
    assert users(kept) == ["Carla", "Ana"]
    kept.cloud.add_unlock("Front door", "fingerprint", 7)
    await kept.poll()
    kept.hass.config_entries.async_update_subentry(
        kept.entry, person(kept, "Carla"), title="Clara"
    )
    assert users(kept) == ["Clara", "Ana", "Carla"]
    await named(kept, "fingerprint:7", name="Neighbor")
    assert users(kept) == ["Neighbor", "Ana", "Carla"]
    form = await editing(kept, "Neighbor")
    await submitted(kept, form, name="Neighbor")
    assert users(kept) == ["Fingerprint 7", "Ana", "Carla"]
    kept.hass.config_entries.async_remove_subentry(
        kept.entry, person(kept, "Neighbor").subentry_id
    )
    assert users(kept) == ["Fingerprint 7", "Ana", "Carla"]


async def test_a_restart_keeps_the_name_and_finds_another(kept: Home) -> None:
    """Also where the person has changed while nothing was loaded."""
    await named(kept, "fingerprint:7", name="Carla")
    await kept.restart()
    assert users(kept) == ["Carla", "Ana"]
    await kept.hass.config_entries.async_unload(kept.entry.entry_id)
    kept.hass.config_entries.async_update_subentry(
        kept.entry, person(kept, "Carla"), title="Clara"
    )
    await kept.hass.config_entries.async_setup(kept.entry.entry_id)
    await kept.settle()
    assert users(kept) == ["Clara", "Ana"]


@pytest.mark.parametrize(
    ("privacy", "shown"), [("initials", "C."), ("none", "Fingerprint 7")]
)
async def test_what_is_shortened_stays_so(kept: Home, privacy: str, shown: str) -> None:
    """Whether it was named before, or while no names are shown."""
    await named(kept, "fingerprint:7", name="Carla")
    kept.cloud.add_unlock("Front door", "fingerprint", 8)
    await kept.poll()
    assert users(kept) == ["Carla", "Ana", "Fingerprint 8"]
    await show(kept, privacy)
    assert users(kept)[0] == shown
    give(kept, Assignee("Dora"), "fingerprint:8")
    later = {"initials": "D.", "none": "Fingerprint 8"}[privacy]
    assert users(kept)[2] == later
    await show(kept, "names")
    assert users(kept)[0] == shown
    assert users(kept)[2] == later


async def test_what_came_without_a_name_is_named_when_names_are_shown_again(
    kept: Home,
) -> None:
    """Nothing of it was ever shortened."""
    await show(kept, "none")
    await show(kept, "names")
    await named(kept, "fingerprint:7", name="Carla")
    assert users(kept)[0] == "Carla"


async def test_the_erased_stay_nameless(kept: Home) -> None:
    """Whoever gets the finger afterwards."""
    await named(kept, "fingerprint:7", name="Carla")
    response: Any = await kept.hass.services.async_call(
        DOMAIN,
        "forget_person",
        {"user": "carla"},
        blocking=True,
        return_response=True,
    )
    assert response == {"forgotten": 1}
    assert not kept.entry.subentries
    assert users(kept) == ["Ana"]
    assert (await adding(kept))["step_id"] in ("user", "matches")
    await kept.poll(timedelta(minutes=1))
