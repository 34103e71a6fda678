"""What a person may have: the last access, and an event for each, if the owner wants."""

from datetime import timedelta
from typing import Any

import pytest

from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import State
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity_platform import async_get_platforms
from homeassistant.setup import async_setup_component

from .conftest import Home, front_door
from .persons import FRONT, adding, editing, held, lines, person, submitted, suggested
from .test_people import show

LAST_ACCESS = "sensor.ana_last_access"
ACCESS = "event.ana_access"
PICTURE = "/local/ana.jpg"


@pytest.fixture
async def at_home(home: Home) -> Home:
    """Return a running home with Ana as a person, and two locks that she has used."""
    persons = [{"id": "ana", "name": "Ana", "picture": PICTURE}]
    assert await async_setup_component(home.hass, "person", {"person": persons})
    home.cloud.add_lock(front_door("Back door"))
    for lock in ("Front door", "Back door"):
        home.cloud.add_unlock(lock, "fingerprint", 1)
        home.freezer.tick(timedelta(minutes=1))
    await home.start()
    return home


@pytest.fixture
async def ana(at_home: Home) -> Home:
    """Return the same home, in which Ana is a person with entities."""
    form = await submitted(at_home, await adding(at_home), persons=[])
    credentials = [f"{FRONT} member:Ana", "bfbackdoor0000001 fingerprint:1"]
    await submitted(
        at_home, form, person="person.ana", credentials=credentials, entities=True
    )
    return at_home


def state_of(home: Home, entity_id: str) -> State:
    """Return a state that is there."""
    state = home.hass.states.get(entity_id)
    assert state is not None
    return state


async def test_a_person_has_no_entities_unless_the_owner_wants_them(
    at_home: Home,
) -> None:
    """Nor ever a device: a person is no lock."""
    form = await submitted(at_home, await adding(at_home), persons=[])
    await submitted(at_home, form, person="person.ana", entities=False)
    assert at_home.hass.states.get(LAST_ACCESS) is None
    devices = len(dr.async_get(at_home.hass).devices)
    calls = len(at_home.cloud.calls)
    form = await editing(at_home, "Ana")
    await submitted(at_home, form, **suggested(form), entities=True)
    assert at_home.hass.states.get(ACCESS) is not None
    assert len(dr.async_get(at_home.hass).devices) == devices
    form = await editing(at_home, "Ana")
    assert suggested(form)["entities"] is True
    await submitted(at_home, form, **{**suggested(form), "entities": False})
    assert at_home.hass.states.get(ACCESS) is None
    assert er.async_get(at_home.hass).async_get(LAST_ACCESS) is None
    assert len(at_home.cloud.calls) == calls


async def test_they_show_what_is_kept_and_what_comes(ana: Home) -> None:
    """At whichever lock; with the person's picture."""
    state = state_of(ana, LAST_ACCESS)
    assert state.state == "2026-11-23T08:01:00+00:00"
    assert state.attributes["lock"] == "Back door"
    assert state.attributes["method"] == "fingerprint"
    assert state.attributes["credential"] == "Right thumb"
    assert state.attributes["device_class"] == "timestamp"
    assert state.attributes["friendly_name"] == "Ana last access"
    assert state.attributes["entity_picture"] == PICTURE
    # The event shows it, too; nothing fires for it.
    event = state_of(ana, ACCESS)
    assert event.state == "2026-11-23T08:01:00.000+00:00"
    assert event.attributes["event_type"] == "fingerprint"
    assert event.attributes["lock"] == "Back door"
    assert event.attributes["user"] == "Ana"
    assert ana.events == []
    entity = er.async_get(ana.hass).async_get(ACCESS)
    assert entity is not None
    assert entity.config_subentry_id == person(ana, "Ana").subentry_id
    assert entity.device_id is None

    ana.cloud.add_unlock("Front door", "password", 3)
    at = ana.cloud.clock.now()
    ana.cloud.add_unlock("Front door", "app", None, person="Ana")
    await ana.poll()
    state = state_of(ana, LAST_ACCESS)
    assert (state.state, state.attributes["lock"]) == (at.isoformat(), "Front door")
    event = state_of(ana, ACCESS)
    assert event.attributes["event_type"] == "app"
    assert event.attributes["lock"] == "Front door"
    assert event.attributes["user"] == "Ana"
    ana.cloud.add_unlock(
        "Front door", occurred_at=ana.cloud.clock.now() - timedelta(days=1)
    )
    await ana.poll()
    assert state_of(ana, ACCESS).attributes["event_type"] == "late"
    assert state_of(ana, LAST_ACCESS).state == at.isoformat()


async def test_they_are_there_after_a_restart(ana: Home) -> None:
    """With the event that they had; if its record is not kept, with the last that is."""
    ana.cloud.add_unlock("Front door")
    await ana.poll()
    event, last = state_of(ana, ACCESS), state_of(ana, LAST_ACCESS)
    await ana.restart()
    assert state_of(ana, ACCESS).state == event.state
    assert state_of(ana, ACCESS).attributes == event.attributes
    assert state_of(ana, LAST_ACCESS).state == last.state
    lock = ana.entry.runtime_data.locks[FRONT]
    lock.history.change(lambda _: None)
    await lock.store.async_save()
    await ana.restart()
    assert state_of(ana, ACCESS).state == "2026-11-23T08:01:00.000+00:00"
    assert state_of(ana, ACCESS).attributes["lock"] == "Back door"
    for lock in ana.entry.runtime_data.locks.values():
        lock.history.change(lambda _: None)
        await lock.store.async_save()
    await ana.restart()
    assert state_of(ana, ACCESS).state == STATE_UNKNOWN


async def test_they_go_with_the_person_and_do_not_come_back_with_the_name(
    ana: Home,
) -> None:
    """Whoever is forgotten leaves no last event."""
    ana.cloud.add_unlock("Front door")
    await ana.poll()
    await ana.hass.services.async_call(
        "tuya_door_lock", "forget_person", {"user": "Ana"}, blocking=True
    )
    await ana.settle()
    assert held(ana) == {}
    assert ana.hass.states.get(ACCESS) is None
    assert er.async_get(ana.hass).async_get(LAST_ACCESS) is None
    form = await adding(ana)
    if form["step_id"] == "matches":
        form = await submitted(ana, form, persons=[])
    await submitted(ana, form, person="person.ana", entities=True)
    assert state_of(ana, ACCESS).state == STATE_UNKNOWN
    assert state_of(ana, LAST_ACCESS).state == STATE_UNKNOWN


async def test_they_follow_another_name(ana: Home) -> None:
    """The entities stay, under the new name."""
    ana.cloud.add_unlock("Front door")
    await ana.poll()
    event = state_of(ana, ACCESS)
    ana.hass.config_entries.async_update_subentry(
        ana.entry, person(ana, "Ana"), title="Mum"
    )
    await ana.settle()
    assert state_of(ana, LAST_ACCESS).attributes["friendly_name"] == "Mum last access"
    assert state_of(ana, ACCESS).attributes["friendly_name"] == "Mum access"
    # A record that names the entity is still hers.
    assert state_of(ana, ACCESS).state == event.state
    entries = ana.hass.config_entries
    entries.async_update_subentry(ana.entry, person(ana, "Mum"), title="Mom")
    entries.async_remove_subentry(ana.entry, person(ana, "Mom").subentry_id)
    await ana.settle()
    assert ana.hass.states.get(ACCESS) is None
    assert not [
        entity
        for platform in async_get_platforms(ana.hass, "tuya_door_lock")
        for entity in platform.entities
        if "ana" in entity
    ]


@pytest.mark.parametrize("privacy", ["initials", "none"])
async def test_where_no_names_are_shown_there_are_none(ana: Home, privacy: str) -> None:
    """And the form does not offer them; what was ticked is not forgotten."""
    await show(ana, privacy)
    assert ana.hass.states.get(ACCESS) is None
    assert ana.hass.states.get(LAST_ACCESS) is None
    form = await editing(ana, "Ana")
    assert form["data_schema"] is not None
    assert "entities" not in form["data_schema"].schema
    assert lines(form)
    answer: dict[str, Any] = {
        key: value for key, value in suggested(form).items() if key != "entities"
    }
    await submitted(ana, form, **answer)
    await show(ana, "names")
    assert ana.hass.states.get(ACCESS) is not None
