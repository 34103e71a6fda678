"""Whose finger, code or card it is: what the owner says, and what follows from it."""

from datetime import timedelta
import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.tuya_door_lock import async_remove_config_entry_device
from custom_components.tuya_door_lock.const import CONF_PRIVACY, DOMAIN, EVENT_RECORD
from custom_components.tuya_door_lock.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.tuya_door_lock.lock_coordinator import TuyaLockCoordinator
from custom_components.tuya_door_lock.people.persons import Assignee
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    restore_state,
)
from simulator import Participant

from .conftest import A_POLL_LATER, Home, front_door
from .persons import FRONT, PICTURE, give, held, named, person, start_with_persons

ACCESS = "event.front_door_access"
LAST_USER = "sensor.front_door_last_unlocked_by"


@pytest.fixture
async def at_home(home: Home) -> Home:
    """Return a running home with two persons, of whom Tuya's cloud knows one."""
    await start_with_persons(home)
    return home


def lock_of(home: Home) -> TuyaLockCoordinator:
    """Return the only lock."""
    [lock] = home.entry.runtime_data.locks.values()
    assert isinstance(lock, TuyaLockCoordinator)
    return lock


async def test_a_person_is_named_from_the_next_record_on(at_home: Home) -> None:
    """In the event, in the sensor with the picture, and on the bus."""
    seen = async_capture_events(at_home.hass, EVENT_RECORD)
    await named(at_home, "fingerprint:7", person="person.ana")
    entity = er.async_get(at_home.hass).async_get("person.ana")
    assert entity is not None
    assert person(at_home, "Ana").data == {
        "person": entity.id,
        "credentials": [f"{FRONT} fingerprint:7"],
    }
    # A sensor that changes would look like a person who comes.
    assert at_home.state(LAST_USER) == "Fingerprint 7"

    at_home.cloud.add_unlock("Front door", "fingerprint", 7)
    await at_home.poll()
    event = at_home.events[-1]
    assert event.attributes["user"] == "Ana"
    assert event.attributes["person"] == "person.ana"
    assert (seen[-1].data["user"], seen[-1].data["person"]) == ("Ana", "person.ana")
    state = at_home.hass.states.get(LAST_USER)
    assert state is not None
    assert state.state == "Ana"
    assert state.attributes["person"] == "person.ana"
    assert state.attributes["uncertain"] is False
    assert state.attributes["entity_picture"] == PICTURE


async def test_a_name_without_a_person_has_no_picture(at_home: Home) -> None:
    """The name is as it was typed, without the spaces around it."""
    await named(at_home, "fingerprint:7", name="  Neighbor ")
    at_home.cloud.add_unlock("Front door", "fingerprint", 7)
    await at_home.poll()
    state = at_home.hass.states.get(LAST_USER)
    assert state is not None
    assert (state.state, state.attributes["person"]) == ("Neighbor", None)
    assert "entity_picture" not in state.attributes


async def test_a_members_name_applies_to_all_that_is_theirs(at_home: Home) -> None:
    """A name for one credential comes before it."""
    await named(at_home, "member:Ben", name="Benjamin")
    await named(at_home, "fingerprint:2", name="Guest")
    at_home.cloud.add_unlock("Front door", "app", None, person="Ben")
    at_home.cloud.add_unlock("Front door", "password", 3)
    at_home.cloud.add_unlock("Front door", "fingerprint", 2)
    at_home.cloud.add_unlock(
        "Front door", "double", None, participants=[Participant("Ben", "2"), "Ana"]
    )
    await at_home.poll()
    assert [event.attributes["user"] for event in at_home.events[:3]] == [
        "Benjamin",
        "Benjamin",
        "Guest",
    ]


async def test_a_person_stays_the_same_under_another_entity_id(at_home: Home) -> None:
    """Of one whom Home Assistant has no more, the name stays."""
    await named(at_home, "fingerprint:1", person="person.carla")
    registry = er.async_get(at_home.hass)
    registry.async_update_entity("person.carla", new_entity_id="person.c")
    await at_home.settle()
    at_home.cloud.add_unlock("Front door", "fingerprint", 1)
    await at_home.poll()
    assert at_home.events[-1].attributes["person"] == "person.c"

    registry.async_remove("person.c")
    await at_home.settle()
    at_home.cloud.add_unlock("Front door", "fingerprint", 1)
    await at_home.poll()
    assert at_home.events[-1].attributes["user"] == "Carla"
    assert at_home.events[-1].attributes["person"] is None


async def test_a_person_is_renamed_with_home_assistants(at_home: Home) -> None:
    """At once, and without a call; a new state alone is no new name."""
    await named(at_home, "fingerprint:1", person="person.carla")
    await named(at_home, "fingerprint:2", name="Guest")
    calls = len(at_home.cloud.calls)
    registry = er.async_get(at_home.hass)
    registry.async_update_entity("person.carla", name="Carla Kim")
    await at_home.settle()
    assert held(at_home) == {
        "Carla Kim": ["fingerprint:1"],
        "Guest": ["fingerprint:2"],
    }
    assert len(at_home.cloud.calls) == calls
    subentry = person(at_home, "Carla Kim")
    at_home.hass.config_entries.async_update_subentry(
        at_home.entry, subentry, title="Aunt"
    )
    at_home.hass.states.async_set("person.carla", "home", {"friendly_name": "Carla K"})
    at_home.hass.states.async_set("person.carla", "away", {"friendly_name": "Carla K"})
    await at_home.settle()
    assert "Carla K" in held(at_home)


async def test_renaming_and_deleting_a_person_holds_at_once(at_home: Home) -> None:
    """Home Assistant's own page does both without asking this integration."""
    await named(at_home, "fingerprint:1", name="Granny")
    calls = len(at_home.cloud.calls)
    entries = at_home.hass.config_entries
    entries.async_update_subentry(at_home.entry, person(at_home, "Granny"), title="Oma")
    assert len(at_home.cloud.calls) == calls
    at_home.cloud.add_unlock("Front door", "fingerprint", 1)
    await at_home.poll()
    assert at_home.events[-1].attributes["user"] == "Oma"

    calls = len(at_home.cloud.calls)
    entries.async_remove_subentry(at_home.entry, person(at_home, "Oma").subentry_id)
    assert len(at_home.cloud.calls) == calls
    at_home.cloud.add_unlock("Front door", "fingerprint", 1)
    await at_home.poll()
    assert at_home.events[-1].attributes["user"] == "Ana"


async def test_names_go_with_a_lock_that_the_owner_removes(at_home: Home) -> None:
    """The other one's stay, and nothing goes for what the cloud answers."""
    back = at_home.cloud.add_lock(front_door("Back door"))
    await at_home.poll(at_home.list_interval)
    give(at_home, Assignee("A"), "fingerprint:1")
    give(at_home, Assignee("A"), "fingerprint:1", lock=back.id)
    both = [f"{FRONT} fingerprint:1", f"{back.id} fingerprint:1"]
    assert person(at_home, "A").data["credentials"] == both
    at_home.cloud.remove_lock(back)
    await at_home.poll(at_home.list_interval)
    assert person(at_home, "A").data["credentials"] == both
    device = dr.async_get(at_home.hass).async_get_device_by_identifier(
        (DOMAIN, back.id), at_home.entry.entry_id
    )
    assert device is not None
    assert await async_remove_config_entry_device(at_home.hass, at_home.entry, device)
    assert person(at_home, "A").data["credentials"] == both[:1]


def full_names(text: str) -> set[str]:
    """Return the names of the people of these tests that a text holds."""
    names = ("Ana Lopez", "Right thumb", "Ben Weiss", "Ben's code", "Carla", "Dora Kim")
    return {name for name in names if name in text}


@pytest.fixture
async def crowded(at_home: Home) -> Home:
    """Return a home in which full names are everywhere that names can be."""
    ana, ben = at_home.cloud.find("Front door").people
    ana.name, ben.name = "Ana Lopez", "Ben Weiss"
    await at_home.poll(timedelta(days=1, minutes=1))
    await named(at_home, "fingerprint:7", person="person.carla")
    for unlock in (
        {"slot": 1},
        {"method": "password", "slot": 3},
        {"slot": 7},
        {"method": "app", "slot": None, "person": "Dora Kim"},
        {"method": "double", "slot": None, "participants": [ana.name, ben.name]},
    ):
        at_home.cloud.add_unlock("Front door", **unlock)
    # Repeated, it is still going on when the poll finds it.
    for seconds in (0, 5):
        at_home.cloud.add_alarm(
            "Front door",
            "unclosed_time",
            person=ben,
            occurred_at=at_home.cloud.clock.now()
            + A_POLL_LATER
            - timedelta(seconds=seconds),
        )
    at_home.cloud.add_duress("Front door")
    await at_home.poll()
    return at_home


async def show(home: Home, privacy: str) -> None:
    """Say in the options how much of a name is shown."""
    options = home.hass.config_entries.options
    flow_id = (await options.async_init(home.entry.entry_id))["flow_id"]
    await options.async_configure(flow_id, {"next_step_id": "privacy"})
    await options.async_configure(
        flow_id, {CONF_PRIVACY: privacy, "retention_days": 90}
    )
    await home.settle()


async def everything(home: Home, stored: dict[str, Any]) -> dict[str, str]:
    """Return all that Home Assistant shows and stores, but for its configuration."""
    await restore_state.async_get(home.hass).async_dump_states()
    diagnostics = await async_get_config_entry_diagnostics(home.hass, home.entry)
    return {
        "states": "\n".join(
            f"{state.entity_id} {state.state} {state.attributes}"
            for state in home.hass.states.async_all()
            if state.domain != "person"
        ),
        "diagnostics": json.dumps(diagnostics),
        **{
            key: json.dumps(
                [each for each in data["data"] if "person." not in str(each["state"])]
                if key == restore_state.STORAGE_KEY
                else data,
                default=str,
            )
            for key, data in stored.items()
            if key not in ("core.config_entries", "core.entity_registry")
        },
    }


async def test_names_are_shown_and_kept_as_they_are(
    crowded: Home, hass_storage: dict[str, Any]
) -> None:
    """That is what the next test is about; diagnostics never hold them."""
    await lock_of(crowded).store.async_save()
    found = await everything(crowded, hass_storage)
    holding = {where for where, text in found.items() if full_names(text)}
    prefix = f"{DOMAIN}.{crowded.entry.entry_id}.{FRONT}"
    assert holding == {"states", prefix, f"{prefix}.records", "core.restore_state"}


@pytest.mark.parametrize("privacy", ["initials", "none"])
async def test_with_privacy_no_full_name_is_left(
    crowded: Home, hass_storage: dict[str, Any], privacy: str
) -> None:
    """Not in what was kept, not in what comes, not after names are wanted again."""
    await show(crowded, privacy)
    await crowded.poll(timedelta(minutes=1))
    found = await everything(crowded, hass_storage)
    assert {
        where: names for where in found if (names := full_names(found[where]))
    } == {}
    shown: dict[str, set[str | None]] = {
        "initials": {"A.", "A. L.", "B. W.", "C.", "D. K."},
        "none": {"Fingerprint 1", "Fingerprint 2", "Fingerprint 7", "Password 3", "App"}
        | {None},
    }
    assert {each.user for each in lock_of(crowded).history} == shown[privacy] | {
        "Combined unlocking"
    }

    crowded.cloud.add_unlock("Front door", "fingerprint", 7)
    await crowded.poll(timedelta(minutes=20))
    state = crowded.hass.states.get(LAST_USER)
    assert state is not None
    assert state.state == {"initials": "C.", "none": "Fingerprint 7"}[privacy]
    assert state.attributes["person"] is None
    assert "entity_picture" not in state.attributes

    # Names are wanted again: what was shortened stays so.
    await show(crowded, "names")
    assert crowded.state(LAST_USER) == state.state
    crowded.cloud.add_unlock("Front door", "fingerprint", 7)
    await crowded.poll(timedelta(minutes=20))
    assert crowded.state(LAST_USER) == "Carla"
