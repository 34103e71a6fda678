"""Adding and changing persons: one form with all that opens the locks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_door_lock.const import CONF_IGNORED_LOCKS
from custom_components.tuya_door_lock.people.persons import Assignee
from homeassistant.auth.models import User
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from simulator import Person

from .conftest import Home, front_door, mock_entry
from .persons import (
    FRONT,
    adding,
    editing,
    give,
    held,
    lines,
    named,
    person,
    start_with_persons,
    submitted,
    suggested,
)

BACK = "bfbackdoor0000001"


@pytest.fixture
async def at_home(home: Home) -> Home:
    """Return a running home with two persons, of whom Tuya's cloud knows one."""
    await start_with_persons(home)
    return home


@pytest.fixture
async def form(at_home: Home) -> Any:
    """Return the form that adds a person, after the page with those that match."""
    return await submitted(at_home, await adding(at_home), persons=[])


async def test_all_that_opens_the_locks_is_listed(at_home: Home, form: Any) -> None:
    """Those without a name come first, then those that were used last."""
    assert form["step_id"] == "user"
    assert lines(form) == {
        "fingerprint:7": "Fingerprint 7 · Front door · used 11/23/2026, 9:00\xa0AM",
        "fingerprint:1": (
            "Fingerprint 1 · Front door · Tuya: Right thumb, Ana"
            " · used 11/23/2026, 9:00\xa0AM"
        ),
        "member:Ana": "Member Ana · Front door",
        "member:Ben": "Member Ben · Front door",
        "fingerprint:2": "Fingerprint 2 · Front door · Tuya: Index, Ben",
        "password:3": "Password 3 · Front door · Tuya: Ben's code, Ben",
    }
    at_home.cloud.find("Front door").people.append(Person("", "1009"))
    at_home.cloud.add_unlock("Front door", "app", None, person="Dora")
    await at_home.poll(timedelta(days=1, minutes=1))
    give(at_home, Assignee("Benjamin"), "member:Ben")
    listed = lines(await adding(at_home))
    assert [key for key in listed if key.startswith("member:")] == [
        "member:Dora",
        "member:Ana",
        "member:Ben",
    ]
    assert listed["member:Dora"] == (
        "Member Dora · Front door · used 11/23/2026, 9:30\xa0AM"
    )
    assert listed["password:3"].endswith(" · now Benjamin")


async def test_a_lock_is_listed_with_the_name_that_its_owner_gave_to_it(
    at_home: Home,
) -> None:
    """Not with the one of the app, which is nowhere else in Home Assistant."""
    devices = dr.async_get(at_home.hass)
    [lock] = [
        device
        for device in dr.async_entries_for_config_entry(devices, at_home.entry.entry_id)
        if device.name == "Front door"
    ]
    devices.async_update_device(lock.id, name_by_user="Main entrance")
    listed = lines(await submitted(at_home, await adding(at_home), persons=[]))
    assert listed["member:Ana"] == "Member Ana · Main entrance"


async def test_one_form_gives_a_person_what_is_theirs_at_all_locks(
    at_home: Home,
) -> None:
    """No call is made, and nothing is reloaded."""
    at_home.cloud.add_lock(front_door("Back door"))
    await at_home.poll(at_home.list_interval)
    calls = len(at_home.cloud.calls)
    shown = await submitted(at_home, await adding(at_home), persons=[])
    four = [f"{lock} {key}" for lock in (FRONT, BACK) for key in ("fingerprint:1",)]
    four += [f"{lock} fingerprint:2" for lock in (FRONT, BACK)]
    result = await submitted(at_home, shown, person="person.carla", credentials=four)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Carla"
    assert person(at_home, "Carla").data["credentials"] == four
    assert len(at_home.cloud.calls) == calls
    for lock, slot in (("Front door", 1), ("Back door", 2)):
        at_home.cloud.add_unlock(lock, "fingerprint", slot)
    await at_home.poll()
    assert [event.attributes["user"] for event in at_home.events] == ["Carla", "Carla"]


async def test_a_credential_that_is_reassigned_leaves_its_person(at_home: Home) -> None:
    """A credential belongs to one person, and the form says to whom."""
    await named(at_home, "fingerprint:7", "fingerprint:2", name="Guest")
    form = await adding(at_home)
    # The page with those that match is for the beginning.
    assert form["step_id"] == "user"
    assert lines(form)["fingerprint:7"].endswith(" · now Guest")
    assert list(lines(form))[-1] == "fingerprint:2"
    await named(at_home, "fingerprint:7", person="person.carla")
    assert held(at_home) == {"Guest": ["fingerprint:2"], "Carla": ["fingerprint:7"]}
    await named(at_home, "fingerprint:7", name="Guest")
    assert held(at_home) == {"Guest": ["fingerprint:2", "fingerprint:7"], "Carla": []}


async def test_a_person_is_changed(at_home: Home) -> None:
    """From a name to another, to a person, and back; the form holds what is."""
    await named(at_home, "fingerprint:7", name="Neighbor")
    form = await editing(at_home, "Neighbor")
    assert form["step_id"] == "reconfigure"
    theirs = [f"{FRONT} fingerprint:7"]
    assert suggested(form) == {"name": "Neighbor", "credentials": theirs}
    # Its own come before what has a name already.
    assert list(lines(form))[0] == "fingerprint:7"
    result = await submitted(at_home, form, name="Neighbour", credentials=theirs)
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "reconfigure_successful",
    )
    assert held(at_home) == {"Neighbour": ["fingerprint:7"]}
    form = await editing(at_home, "Neighbour")
    await submitted(at_home, form, person="person.carla", credentials=theirs)
    form = await editing(at_home, "Carla")
    assert suggested(form)["person"] == "person.carla"
    # Whoever was renamed on Home Assistant's own page is called so.
    at_home.hass.config_entries.async_update_subentry(
        at_home.entry, person(at_home, "Carla"), title="Auntie"
    )
    await submitted(at_home, form, person="person.carla")
    assert held(at_home) == {"Auntie": []}
    form = await editing(at_home, "Auntie")
    await submitted(at_home, form, name="Guest", credentials=theirs)
    assert person(at_home, "Guest").data == {"credentials": theirs}


async def test_whom_home_assistant_has_no_more_is_changed_by_their_name(
    at_home: Home,
) -> None:
    """What was stored of them is a number, which the form would make their name."""
    await named(at_home, "fingerprint:1", person="person.carla")
    er.async_get(at_home.hass).async_remove("person.carla")
    await at_home.settle()
    form = await editing(at_home, "Carla")
    theirs = [f"{FRONT} fingerprint:1"]
    assert suggested(form) == {"name": "Carla", "credentials": theirs}
    await submitted(at_home, form, **suggested(form))
    assert held(at_home) == {"Carla": ["fingerprint:1"]}


async def test_a_person_comes_before_a_name(at_home: Home, form: Any) -> None:
    """The form says so."""
    result = await submitted(at_home, form, person="person.carla", name="Neighbor")
    assert result["title"] == "Carla"


async def test_nobody_is_added_twice(at_home: Home) -> None:
    """Neither the same person nor the same name."""
    await named(at_home, person="person.carla")
    await named(at_home, name="Guest")
    for answer, errors in (
        ({"person": "person.carla"}, {"person": "already_added"}),
        ({"name": "GUEST"}, {"name": "already_added"}),
        ({"name": "Carla"}, {"name": "already_added"}),
        ({}, {"base": "nobody_named"}),
    ):
        shown = await submitted(at_home, await adding(at_home), **answer)
        assert shown["errors"] == errors
        assert suggested(shown) == answer | {"entities": False}
    shown = await submitted(at_home, await editing(at_home, "Guest"), name="carla")
    assert shown["errors"] == {"name": "already_added"}
    assert set(held(at_home)) == {"Carla", "Guest"}


@pytest.mark.parametrize("name", ["x" * 101, "Ana\tLopez", "Ana\nLopez", "Ana\u2028"])
async def test_a_name_is_one_readable_line(at_home: Home, form: Any, name: str) -> None:
    """What was typed and ticked stays in the form."""
    answer = {"name": f"{name}.", "credentials": [f"{FRONT} fingerprint:7"]}
    shown = await submitted(at_home, form, **answer)
    assert shown["errors"] == {"name": "invalid_name"}
    assert suggested(shown) == answer | {"entities": False}
    assert held(at_home) == {}
    await submitted(at_home, shown, name="x" * 100)
    assert held(at_home) == {"x" * 100: []}


async def test_what_is_of_a_lock_that_is_not_followed_or_gone_stays(
    home: Home,
) -> None:
    """Also what the lock's log has never shown."""
    home.cloud.add_lock(front_door("Back door"))
    home.entry = mock_entry(home.entry.data["base_url"], **{CONF_IGNORED_LOCKS: [BACK]})
    await home.start()
    give(home, Assignee("Eva"), "card:9", "member:Eva")
    give(home, Assignee("Eva"), "fingerprint:1", lock=BACK)
    give(home, Assignee("Eva"), "fingerprint:4", lock="bfgone")
    form = await editing(home, "Eva")
    listed = lines(form)
    assert listed["card:9"] == "Card 9 · Front door"
    assert listed["member:Eva"] == "Member Eva · Front door"
    assert listed[f"{BACK} fingerprint:1"] == "Fingerprint 1 · Back door"
    assert listed["bfgone fingerprint:4"] == "Fingerprint 4 · Lock that is gone"
    before = person(home, "Eva").data
    await submitted(home, form, **suggested(form))
    assert person(home, "Eva").data == before


@pytest.mark.parametrize(
    ("then", "shown"), [("user", ("user", None)), ("done", (None, "persons_added"))]
)
async def test_those_who_match_are_added_first(
    at_home: Home, then: str, shown: tuple[str | None, str | None]
) -> None:
    """A member who has the name of exactly one person, as long as nobody was added."""
    form = await adding(at_home)
    assert form["step_id"] == "matches"
    assert lines(form, "persons") == {"person.ana": "Ana · Front door"}
    menu = await submitted(at_home, form, persons=["person.ana"])
    assert menu["type"] is FlowResultType.MENU
    assert menu["menu_options"] == ["user", "done"]
    assert menu["description_placeholders"] == {"names": "Ana"}
    assert held(at_home) == {"Ana": ["member:Ana"]}
    result = await submitted(at_home, menu, next_step_id=then)
    assert (result.get("step_id"), result.get("reason")) == shown


async def test_whose_name_is_that_of_several_persons_matches_nobody(
    home: Home,
) -> None:
    """It is asked for, then."""
    for entity_id in ("person.ana", "person.ana_2"):
        home.hass.states.async_set(entity_id, "home", {"friendly_name": "Ana"})
    await home.start()
    assert (await adding(home))["step_id"] == "user"


async def test_without_anything_to_give_it_says_so(home: Home) -> None:
    """A new lock of which nobody knows anything, and a project that is not loaded."""
    home.cloud.find("Front door").people.clear()
    await home.start()
    result = await adding(home)
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "nothing_to_give",
    )
    give(home, Assignee("Eva"), "card:9")
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    for shown in (await adding(home), await editing(home, "Eva")):
        assert shown["reason"] == "not_loaded"


FLOW = "/api/config/config_entries/subentries/flow"


@pytest.mark.parametrize(
    ("profile", "written"),
    [
        ({}, "11/23/2026, 9:00\xa0AM"),
        ({"language": "de"}, "23.11.2026, 09:00"),
        ({"language": "de", "time_format": "12"}, "23.11.2026, 9:00\xa0AM"),
        ({"language": "en", "time_format": "24"}, "11/23/2026, 09:00"),
        ({"language": "en", "date_format": "DMY"}, "23/11/2026, 9:00\xa0AM"),
        ({"language": "en", "date_format": "language"}, "11/23/2026, 9:00\xa0AM"),
        ({"language": "sv", "date_format": "system"}, "2026-11-23, 09:00"),
    ],
)
async def test_times_are_written_as_in_the_users_profile(
    at_home: Home,
    hass_client: ClientSessionGenerator,
    hass_admin_user: User,
    hass_storage: dict[str, Any],
    profile: dict[str, str],
    written: str,
) -> None:
    """The browser asks, so it is known who does."""
    hass_storage[f"frontend.user_data_{hass_admin_user.id}"] = {
        "version": 1,
        "data": {"language": profile},
    }
    assert await async_setup_component(at_home.hass, "config", {})
    give(at_home, Assignee("Guest"))
    client = await hass_client()
    answer = await client.post(
        FLOW, json={"handler": [at_home.entry.entry_id, "person"]}
    )
    [options] = [
        field["selector"]["select"]["options"]
        for field in (await answer.json())["data_schema"]
        if field["name"] == "credentials"
    ]
    assert options[0]["label"] == f"Fingerprint 7 · Front door · used {written}"


async def test_only_an_administrator_adds_a_person(
    at_home: Home,
    hass_client: Callable[..., Any],
    hass_read_only_access_token: str,
) -> None:
    """Whoever may see the records may not change whom they name."""
    assert await async_setup_component(at_home.hass, "config", {})
    client = await hass_client(hass_read_only_access_token)
    answer = await client.post(
        FLOW, json={"handler": [at_home.entry.entry_id, "person"]}
    )
    assert answer.status == 401
