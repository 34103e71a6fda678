"""Whose finger, code or card it is: what the owner says, and what follows from it."""

from datetime import timedelta
import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.tuya_door_lock import async_remove_config_entry_device
from custom_components.tuya_door_lock.const import (
    CONF_PEOPLE,
    CONF_PRIVACY,
    DOMAIN,
    EVENT_RECORD,
)
from custom_components.tuya_door_lock.coordinator import TuyaLockCoordinator
from custom_components.tuya_door_lock.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.tuya_door_lock.people.credentials import Credentials
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    restore_state,
)
from homeassistant.setup import async_setup_component
from simulator import Participant, Person

from .conftest import A_POLL_LATER, Home, front_door, mock_entry

FRONT = "bffrontdoor0000001"
ACCESS = "event.front_door_access"
LAST_USER = "sensor.front_door_last_unlocked_by"
PICTURE = "/local/ana.jpg"


@pytest.fixture
async def at_home(home: Home) -> Home:
    """Return a running home with two persons, of whom Tuya's cloud knows one."""
    persons = [
        {"id": "ana", "name": "Ana", "picture": PICTURE},
        {"id": "carla", "name": "Carla"},
    ]
    assert await async_setup_component(home.hass, "person", {"person": persons})
    await home.hass.config.async_set_time_zone("Europe/Berlin")
    for slot in (1, 7):
        home.cloud.add_unlock("Front door", "fingerprint", slot)
        home.freezer.tick(timedelta(seconds=1))
    home.freezer.tick(timedelta(minutes=30))
    await home.start()
    return home


def lock_of(home: Home) -> TuyaLockCoordinator:
    """Return the only lock."""
    [lock] = home.entry.runtime_data.locks.values()
    assert isinstance(lock, TuyaLockCoordinator)
    return lock


async def step(
    home: Home, shown: ConfigFlowResult, user_input: dict[str, Any]
) -> ConfigFlowResult:
    """Submit a page of the options."""
    return await home.hass.config_entries.options.async_configure(
        shown["flow_id"], user_input
    )


async def options(home: Home) -> ConfigFlowResult:
    """Open the options."""
    return await home.hass.config_entries.options.async_init(home.entry.entry_id)


async def people(home: Home) -> ConfigFlowResult:
    """Open the page with the people."""
    return await step(home, await options(home), {"next_step_id": "people"})


async def named(home: Home, key: str, **answer: str) -> ConfigFlowResult:
    """Give a name, and return the page after it."""
    page = await people(home)
    form = await step(home, page, {"credential": f"{FRONT} {key}"})
    assert form["step_id"] == "person"
    return await step(home, form, answer)


def lines(page: ConfigFlowResult) -> dict[str, str]:
    """Return the lines that can be chosen, by their values."""
    assert page["step_id"] == "people"
    assert page["data_schema"] is not None
    [selector] = page["data_schema"].schema.values()
    return {
        option["value"].removeprefix(f"{FRONT} "): option["label"]
        for option in selector.config["options"]
    }


def suggested(form: ConfigFlowResult) -> dict[str, str]:
    """Return what the fields hold when the form opens."""
    assert form["data_schema"] is not None
    return {
        str(key): key.description["suggested_value"]
        for key in form["data_schema"].schema
        if key.description
    }


async def test_all_that_opens_the_lock_is_listed(at_home: Home) -> None:
    """What Tuya calls it, whose it is, and when it was used, in the local time."""
    assert lines(await people(at_home)) == {
        "done": "done",
        "fingerprint:1": (
            "Front door: Fingerprint 1 (Right thumb) → Ana · 2026-11-23 09:00"
        ),
        "fingerprint:2": "Front door: Fingerprint 2 (Index) → Ben",
        "fingerprint:7": "Front door: Fingerprint 7 → ? · 2026-11-23 09:00",
        "password:3": "Front door: Password 3 (Ben's code) → Ben",
        "member:Ana": "Front door: Member Ana → Ana",
        "member:Ben": "Front door: Member Ben → Ben",
    }


async def test_a_member_without_a_credential_is_listed(at_home: Home) -> None:
    """Who opens with the app only, and is not in Tuya's list; one without a name is not."""
    at_home.cloud.find("Front door").people.append(Person("", "1009"))
    at_home.cloud.add_unlock("Front door", "app", None, person="Dora")
    await at_home.poll(timedelta(days=1, minutes=1))
    listed = lines(await people(at_home))
    assert [key for key in listed if key.startswith("member:")] == [
        "member:Ana",
        "member:Ben",
        "member:Dora",
    ]
    assert listed["member:Dora"] == (
        "Front door: Member Dora → Dora · 2026-11-23 09:30"
    )


async def test_a_person_is_named_from_the_next_record_on(at_home: Home) -> None:
    """In the event, in the sensor with the picture, and on the bus."""
    seen = async_capture_events(at_home.hass, EVENT_RECORD)
    page = await named(at_home, "fingerprint:7", person="person.ana")
    assert lines(page)["fingerprint:7"] == (
        "Front door: Fingerprint 7 → Ana · 2026-11-23 09:00"
    )
    entity = er.async_get(at_home.hass).async_get("person.ana")
    assert entity is not None
    assert at_home.entry.options[CONF_PEOPLE] == {
        FRONT: {"fingerprint:7": {"person": entity.id}}
    }
    # What happened before stays what it was.
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
    assert [each.user for each in lock_of(at_home).history] == [
        "Ana",
        "Fingerprint 7",
        "Ana",
    ]
    assert [each.person for each in lock_of(at_home).history] == [
        None,
        None,
        "person.ana",
    ]


async def test_several_are_named_in_a_row_without_a_reload(at_home: Home) -> None:
    """Each is saved at once; done changes nothing more."""
    calls = len(at_home.cloud.calls)
    page = await named(at_home, "fingerprint:7", name="  Neighbor ")
    form = await step(at_home, page, {"credential": f"{FRONT} password:3"})
    page = await step(at_home, form, {"person": "person.carla"})
    assert lines(page)["password:3"] == (
        "Front door: Password 3 (Ben's code, Ben) → Carla"
    )
    result = await step(at_home, page, {"credential": "done"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await at_home.settle()
    assert len(at_home.cloud.calls) == calls
    assert lock_of(at_home).assignments.by_key["fingerprint:7"] == {"name": "Neighbor"}

    at_home.cloud.add_unlock("Front door", "fingerprint", 7)
    at_home.cloud.add_unlock("Front door", "password", 3)
    await at_home.poll()
    assert [event.attributes["user"] for event in at_home.events] == [
        "Neighbor",
        "Carla",
    ]
    state = at_home.hass.states.get(LAST_USER)
    assert state is not None
    assert "entity_picture" not in state.attributes


async def test_the_form_suggests_who_it_may_be(at_home: Home) -> None:
    """The person that has Tuya's name, until something else was said."""
    for key, expected in (
        ("fingerprint:1", {"person": "person.ana"}),
        ("password:3", {}),
        ("fingerprint:7", {}),
    ):
        page = await people(at_home)
        form = await step(at_home, page, {"credential": f"{FRONT} {key}"})
        assert suggested(form) == expected
    await named(at_home, "fingerprint:1", name="Ana's mother")
    await named(at_home, "fingerprint:7", person="person.carla")
    for key, expected in (
        ("fingerprint:1", {"name": "Ana's mother"}),
        ("fingerprint:7", {"person": "person.carla"}),
    ):
        page = await people(at_home)
        form = await step(at_home, page, {"credential": f"{FRONT} {key}"})
        assert suggested(form) == expected


async def test_a_person_comes_before_a_name(at_home: Home) -> None:
    """The form says so."""
    await named(at_home, "fingerprint:7", person="person.carla", name="Neighbor")
    owner = lock_of(at_home).assignments.find(["fingerprint:7"])
    assert owner is not None
    assert (owner.name, owner.person) == ("Carla", "person.carla")


async def test_emptying_both_takes_the_name_away(at_home: Home) -> None:
    """What Tuya says is shown again."""
    await named(at_home, "fingerprint:1", name="Somebody")
    page = await named(at_home, "fingerprint:1")
    assert "→ Ana" in lines(page)["fingerprint:1"]
    assert at_home.entry.options[CONF_PEOPLE] == {}
    await named(at_home, "fingerprint:1", name="   ")
    assert at_home.entry.options[CONF_PEOPLE] == {}


async def test_an_untouched_form_changes_nothing(at_home: Home) -> None:
    """The browser posts what the fields hold: nothing while the person is missing."""
    await named(at_home, "fingerprint:7", person="person.carla")
    await named(at_home, "fingerprint:2", name="Guest")
    stored = at_home.entry.options[CONF_PEOPLE]
    await named(at_home, "fingerprint:7", person="person.carla")
    await named(at_home, "fingerprint:2", name="Guest")
    assert at_home.entry.options[CONF_PEOPLE] == stored
    at_home.hass.states.async_remove("person.carla")
    await named(at_home, "fingerprint:7")
    await named(at_home, "password:3")
    assert at_home.entry.options[CONF_PEOPLE] == stored


@pytest.mark.parametrize("name", ["x" * 101, "Ana\tLopez", "Ana\nLopez", "Ana\u2028"])
async def test_a_name_is_one_readable_line(at_home: Home, name: str) -> None:
    """What was typed stays in the form; ends are cut off without a word."""
    form = await named(at_home, "fingerprint:7", name=f"{name}.")
    assert form["step_id"] == "person"
    assert form["errors"] == {"name": "invalid_name"}
    assert suggested(form) == {"name": f"{name}."}
    assert CONF_PEOPLE not in at_home.entry.options
    page = await step(at_home, form, {"name": "x" * 100})
    assert f"→ {'x' * 100}" in lines(page)["fingerprint:7"]


async def test_a_members_name_applies_to_all_that_is_theirs(at_home: Home) -> None:
    """A name for one credential comes before it."""
    await named(at_home, "member:Ben", name="Benjamin")
    page = await named(at_home, "fingerprint:2", name="Guest")
    assert lines(page)["password:3"] == (
        "Front door: Password 3 (Ben's code, Ben) → Benjamin"
    )
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
    """And one that is gone is nobody: Tuya's name is shown again."""
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
    assert at_home.events[-1].attributes["user"] == "Ana"
    assert at_home.events[-1].attributes["person"] is None


async def test_what_is_named_can_be_named_anew_when_it_is_forgotten(
    home: Home,
) -> None:
    """The lock's log has told of neither of them."""
    home.entry = mock_entry(
        home.entry.data["base_url"],
        people={FRONT: {"card:9": {"name": "Carla"}, "member:Eva": {"name": "E"}}},
    )
    await home.start()
    page = await people(home)
    assert lines(page)["card:9"] == "Front door: Card 9 → Carla"
    assert lines(page)["member:Eva"] == "Front door: Member Eva → E"
    form = await step(home, page, {"credential": f"{FRONT} card:9"})
    assert "card:9" not in lines(await step(home, form, {}))


async def test_a_credential_that_has_gone_meanwhile_is_not_asked_about(
    at_home: Home,
) -> None:
    """The page is shown again, without it."""
    page = await people(at_home)
    lock_of(at_home).resolver.credentials = Credentials()
    page = await step(at_home, page, {"credential": f"{FRONT} fingerprint:7"})
    assert "fingerprint:7" not in lines(page)
    await at_home.hass.config_entries.async_unload(at_home.entry.entry_id)
    page = await step(at_home, page, {"credential": f"{FRONT} member:Ana"})
    assert list(lines(page)) == ["done"]


async def test_names_go_with_a_lock_that_the_owner_removes(at_home: Home) -> None:
    """The other one's stay, and nothing goes for what the cloud answers."""
    back = at_home.cloud.add_lock(front_door("Back door"))
    await at_home.poll(at_home.list_interval)
    page = await named(at_home, "fingerprint:1", name="A")
    form = await step(at_home, page, {"credential": f"{back.id} fingerprint:1"})
    await step(at_home, form, {"name": "B"})
    assert at_home.entry.options[CONF_PEOPLE] == {
        FRONT: {"fingerprint:1": {"name": "A"}},
        back.id: {"fingerprint:1": {"name": "B"}},
    }
    at_home.cloud.remove_lock(back)
    await at_home.poll(at_home.list_interval)
    assert at_home.entry.options[CONF_PEOPLE].keys() == {FRONT, back.id}
    device = dr.async_get(at_home.hass).async_get_device_by_identifier(
        (DOMAIN, back.id), at_home.entry.entry_id
    )
    assert device is not None
    assert await async_remove_config_entry_device(at_home.hass, at_home.entry, device)
    assert at_home.entry.options[CONF_PEOPLE] == {
        FRONT: {"fingerprint:1": {"name": "A"}}
    }


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
    # Repeated, it is still going on when the poll tells of it.
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
    await lock_of(crowded).async_save()
    found = await everything(crowded, hass_storage)
    holding = {where for where, text in found.items() if full_names(text)}
    prefix = f"{DOMAIN}.{crowded.entry.entry_id}.{FRONT}"
    assert holding == {"states", prefix, f"{prefix}.records", "core.restore_state"}


@pytest.mark.parametrize("privacy", ["initials", "none"])
async def test_with_privacy_no_full_name_is_left(
    crowded: Home, hass_storage: dict[str, Any], privacy: str
) -> None:
    """Not in what was kept, not in what comes, not after names are wanted again."""
    form = await step(crowded, await options(crowded), {"next_step_id": "privacy"})
    await step(crowded, form, {CONF_PRIVACY: privacy, "retention_days": 90})
    await crowded.settle()
    await crowded.poll(timedelta(minutes=1))
    found = await everything(crowded, hass_storage)
    assert {
        where: names for where in found if (names := full_names(found[where]))
    } == {}
    shown: dict[str, set[str | None]] = {
        "initials": {"A.", "A. L.", "B. W.", "C.", "D. K.", "Fingerprint 7"},
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
    form = await step(crowded, await options(crowded), {"next_step_id": "privacy"})
    await step(crowded, form, {CONF_PRIVACY: "names", "retention_days": 90})
    await crowded.settle()
    assert crowded.state(LAST_USER) == state.state
    crowded.cloud.add_unlock("Front door", "fingerprint", 7)
    await crowded.poll(timedelta(minutes=20))
    assert crowded.state(LAST_USER) == "Carla"
