"""The triggers: who opened a door, what a lock raised an alarm for, and duress."""

from datetime import timedelta
from typing import Any

import pytest
import voluptuous as vol

from custom_components.tuya_door_lock.const import DOMAIN
from custom_components.tuya_door_lock.people.persons import Assignee
from custom_components.tuya_door_lock.trigger import ALARMS, UNLOCKS, Timing
from homeassistant.const import ATTR_FRIENDLY_NAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.trigger import (
    async_get_all_descriptions,
    async_validate_trigger_config,
)
from homeassistant.setup import async_setup_component
from simulator import Participant

from .conftest import Home, front_door
from .persons import give
from .test_automations import Runs, automation

ACCESS = "event.front_door_access"
ALARM = "event.front_door_alarm"

WHO = "{{ trigger.to_state.attributes.user }}"
TYPE = "{{ trigger.to_state.attributes.event_type }}"


async def automate(home: Home, *automations: dict[str, Any]) -> Runs:
    """Set automations up that say when they ran."""
    assert await async_setup_component(
        home.hass, "automation", {"automation": list(automations)}
    )
    return Runs(home.hass)


def lock_device(home: Home, entity_id: str = ACCESS) -> str:
    """Return the device that the editor offers as a target."""
    entity = er.async_get(home.hass).async_get(entity_id)
    assert entity is not None
    assert entity.device_id is not None
    return entity.device_id


def unlocked(home: Home, name: str, what: str = WHO, **options: Any) -> dict[str, Any]:
    """Return an automation on the trigger "Tuya lock unlocked" of the lock."""
    return automation(
        name,
        what,
        trigger="tuya_door_lock.unlocked",
        target={"device_id": lock_device(home)},
        options=options,
    )


def alarm(home: Home, name: str, *alarms: str, **options: Any) -> dict[str, Any]:
    """Return an automation on the trigger "Tuya lock alarm" of the lock."""
    return automation(
        name,
        TYPE,
        trigger="tuya_door_lock.alarm",
        target={"device_id": lock_device(home)},
        options={"alarm": list(alarms), **options},
    )


async def test_each_unlock_of_a_poll_triggers_once(running: Home) -> None:
    """Three rows between two polls, two of them alike; alarms are none of it."""
    runs = await automate(
        running,
        unlocked(running, "all"),
        unlocked(running, "password", method="password"),
        unlocked(running, "card or app", method=["card", "app"]),
        automation(
            "without options",
            WHO,
            trigger="tuya_door_lock.unlocked",
            target={"entity_id": ACCESS},
        ),
    )
    now = running.cloud.clock.now()
    for seconds, method, slot in (
        (0, "fingerprint", 1),
        (20, "password", 3),
        (40, "fingerprint", 1),
    ):
        running.cloud.add_unlock(
            "Front door", method, slot, occurred_at=now + timedelta(seconds=seconds)
        )
    running.cloud.add_alarm("Front door", "pry")
    await running.poll()
    await running.poll()
    assert runs.of("all") == ["Ana", "Ben", "Ana"]
    assert runs.of("without options") == ["Ana", "Ben", "Ana"]
    assert runs.of("password") == ["Ben"]
    assert runs.of("card or app") == []


async def test_clearing_the_offline_passwords_opens_no_door(running: Home) -> None:
    """It stands in the log of accesses, and is none."""
    runs = await automate(running, unlocked(running, "all", TYPE))
    running.cloud.add_unlock("Front door", code="unlock_offline_clear")
    running.cloud.add_unlock("Front door", code="unlock_something_new")
    await running.poll()
    assert sorted(running.types) == ["offline_clear", "other"]
    assert runs.of("all") == ["other"]


async def test_an_unlock_is_reported_by_who_it_was(running: Home) -> None:
    """A name, one of several, in any case."""
    runs = await automate(
        running,
        unlocked(running, "ana", user="Ana"),
        unlocked(running, "both", user=[" ana ", "BEN"]),
        unlocked(running, "carla", user=["Carla"]),
        unlocked(running, "ana by password", user=["Ana"], method=["password"]),
    )
    running.cloud.add_unlock("Front door", "fingerprint", 1)
    await running.poll()
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll()
    running.cloud.add_unlock("Front door", "telepathy", None)
    await running.poll()
    assert runs.of("ana") == ["Ana"]
    assert runs.of("both") == ["Ana", "Ben"]
    assert runs.of("carla") == []
    assert runs.of("ana by password") == []


async def test_a_name_is_also_one_of_those_who_opened_together(home: Home) -> None:
    """Combined unlocking, with a record of its own."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(
        front_door(open_logs=(), alarm_logs=(), records=("snake_case",))
    )
    home.cloud.add_unlock("Front door")
    await home.start()
    runs = await automate(
        home, unlocked(home, "ben", TYPE, user="Ben"), unlocked(home, "all", TYPE)
    )
    home.cloud.add_unlock(
        "Front door",
        "double",
        participants=(Participant("Ana"), Participant("Ben", opmode="2")),
    )
    await home.poll()
    assert runs.of("all") == ["double"]
    assert runs.of("ben") == ["double"]


async def test_a_person_is_whom_the_owner_has_added(home: Home) -> None:
    """Persons and names are alternatives."""
    home.hass.states.async_set("person.ben", "home", {ATTR_FRIENDLY_NAME: "Benjamin"})
    await home.start()
    give(home, Assignee("Benjamin", "person.ben"), "password:3")
    runs = await automate(
        home,
        unlocked(home, "ben", person="person.ben"),
        unlocked(home, "ben or ana", person=["person.ben"], user=["Ana"]),
        unlocked(home, "carla", person=["person.carla"]),
    )
    home.cloud.add_unlock("Front door", "password", 3)
    await home.poll()
    home.cloud.add_unlock("Front door", "fingerprint", 1)
    await home.poll()
    assert runs.of("ben") == ["Benjamin"]
    assert runs.of("ben or ana") == ["Benjamin", "Ana"]
    assert runs.of("carla") == []


async def test_the_past_triggers_only_when_it_is_asked_for(running: Home) -> None:
    """No door opens because of yesterday."""
    method = "{{ trigger.to_state.attributes.method }}"
    runs = await automate(
        running,
        unlocked(running, "usual", method),
        unlocked(running, "live", method, timing="live"),
        unlocked(running, "late", method, timing="late"),
        unlocked(running, "both", method, timing="both"),
        unlocked(running, "late card", method, timing="late", method=["card"]),
    )
    yesterday = running.cloud.clock.now() - timedelta(days=1)
    running.cloud.add_unlock("Front door", "password", 3, occurred_at=yesterday)
    running.cloud.add_unlock("Front door", "fingerprint", 1)
    await running.poll()
    assert running.types == ["late", "fingerprint"]
    assert runs.of("usual") == runs.of("live") == ["fingerprint"]
    assert runs.of("late") == ["password"]
    assert runs.of("both") == ["password", "fingerprint"]
    assert runs.of("late card") == []


async def test_alarms_trigger_by_what_they_are(running: Home) -> None:
    """Also those that only the integration knows: it counts and remembers."""
    runs = await automate(
        running,
        alarm(running, "force", "pry", "shock"),
        alarm(running, "attempts", "repeated_attempts"),
        alarm(running, "new", "new_credential"),
        alarm(running, "one", "wrong_password"),
    )
    running.cloud.add_alarm("Front door", "pry")
    now = running.cloud.clock.now()
    for seconds in range(4):
        running.cloud.add_attempt(
            "Front door",
            "wrong_password",
            occurred_at=now + timedelta(seconds=seconds),
        )
    running.cloud.add_unlock("Front door", "fingerprint", 9)
    await running.poll()
    assert runs.of("force") == ["pry"]
    assert runs.of("attempts") == ["repeated_attempts"]
    assert runs.of("new") == ["new_credential"]
    assert runs.of("one") == ["wrong_password"] * 4


async def test_late_alarms_trigger_only_when_they_are_asked_for(running: Home) -> None:
    """And stay distinct, although all of them are of the type `late`."""
    what = "{{ trigger.to_state.attributes.get('notice') or trigger.to_state.attributes.alarm }}"
    runs = await automate(
        running,
        alarm(running, "usual", *ALARMS),
        alarm(running, "late attempts", "repeated_attempts", timing="late"),
        alarm(running, "late", "pry", "wrong_password", timing="late")
        | {
            "actions": [
                {
                    "event": "automation_ran",
                    "event_data": {"name": "late", "what": what},
                }
            ]
        },
    )
    then = running.cloud.clock.now() - timedelta(hours=3)
    running.cloud.add_alarm("Front door", "pry", occurred_at=then)
    for seconds in range(4):
        running.cloud.add_attempt(
            "Front door",
            "wrong_password",
            occurred_at=then + timedelta(seconds=10 + seconds),
        )
    await running.poll()
    assert running.types == ["late"] * 6
    assert runs.of("usual") == []
    assert runs.of("late attempts") == ["late"]
    assert runs.of("late") == ["pry", *["wrong_password"] * 4]


async def test_duress_triggers_however_late_and_as_nothing_else(
    running: Home,
) -> None:
    """A person may still need help; a siren must not happen to include it."""
    runs = await automate(
        running,
        automation(
            "duress",
            "{{ trigger.to_state.attributes.user }}"
            " {{ trigger.to_state.attributes.late }}",
            trigger="tuya_door_lock.duress",
            target={"device_id": lock_device(running)},
        ),
        alarm(running, "siren", *ALARMS, timing="both"),
    )
    running.cloud.add_duress("Front door", "fingerprint", 2)
    running.cloud.add_alarm("Front door", "pry")
    await running.poll()
    running.cloud.add_duress("Front door", "fingerprint", 2)
    await running.restart(off_for=timedelta(hours=5))
    assert runs.of("duress") == ["Ben False", "Ben True"]
    assert runs.of("siren") == ["pry"]


async def test_an_outage_hides_no_record_and_makes_up_none(running: Home) -> None:
    """The first event after it is seen, its end and a restart trigger nothing."""
    runs = await automate(running, unlocked(running, "all"))
    running.cloud.add_unlock("Front door", "fingerprint", 1)
    await running.poll()
    for _ in range(2):
        running.cloud.fail_next(99, "http_500")
        await running.poll()
        assert running.state(ACCESS) == "unavailable"
        running.cloud.faults.clear()
        await running.poll()
        await running.restart()
    assert runs.of("all") == ["Ana"]

    running.cloud.fail_next(99, "http_500")
    await running.poll()
    running.cloud.faults.clear()
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll()
    assert runs.of("all") == ["Ana", "Ben"]


async def test_an_area_means_the_locks_in_it(running: Home) -> None:
    """Of all that is there, the one entity that reports it, and no entity of others."""
    registry = er.async_get(running.hass)
    stranger = registry.async_get_or_create("event", "other", "1")
    for entity_id in (ACCESS, ALARM, stranger.entity_id):
        registry.async_update_entity(entity_id, area_id="hall")
    runs = await automate(
        running,
        automation(
            "hall",
            TYPE,
            trigger="tuya_door_lock.unlocked",
            target={"area_id": "hall", "entity_id": stranger.entity_id},
        ),
    )
    shown = {"event_type": "fingerprint", "method": "fingerprint"}
    for state in ("2026-11-23T08:00:00", "2026-11-23T08:00:01"):
        running.hass.states.async_set(stranger.entity_id, state, shown)
    running.cloud.add_unlock("Front door", "password", 3)
    running.cloud.add_alarm("Front door", "pry")
    await running.poll()
    assert runs.of("hall") == ["password"]


@pytest.mark.parametrize(
    ("name", "target", "options", "error"),
    [
        ("unlocked", {"entity_id": ALARM}, {}, "Choose the lock itself"),
        ("alarm", {"entity_id": ACCESS}, {"alarm": "pry"}, "does not report"),
        ("duress", {"entity_id": ACCESS}, {}, "does not report"),
        ("unlocked", {"entity_id": ACCESS}, {"method": ["magic"]}, "method"),
        ("unlocked", {"entity_id": ACCESS}, {"person": ["light.hall"]}, "light.hall"),
        ("unlocked", {"entity_id": ACCESS}, {"timing": "soon"}, "timing"),
        ("alarm", {"entity_id": ALARM}, {}, "alarm"),
        ("alarm", {"entity_id": ALARM}, {"alarm": []}, "alarm"),
        ("alarm", {"entity_id": ALARM}, {"alarm": ["duress"]}, "alarm"),
        ("duress", {"entity_id": ALARM}, {"timing": "live"}, "timing"),
    ],
)
async def test_what_could_never_trigger_is_refused(
    running: Home,
    name: str,
    target: dict[str, Any],
    options: dict[str, Any],
    error: str,
) -> None:
    """The editor says so, instead of a trigger that waits for ever."""
    with pytest.raises(vol.Invalid, match=error):
        await async_validate_trigger_config(
            running.hass,
            cv.TRIGGER_SCHEMA(
                {"trigger": f"{DOMAIN}.{name}", "target": target, "options": options}
            ),
        )


async def test_the_editor_offers_what_the_triggers_accept(
    running: Home, hass: HomeAssistant
) -> None:
    """The same methods, alarms and timings, and our event entities as targets."""
    assert await async_setup_component(hass, "automation", {})
    described = {
        name.removeprefix(f"{DOMAIN}."): description
        for name, description in (await async_get_all_descriptions(hass)).items()
        if name.startswith(DOMAIN) and description is not None
    }
    assert described.keys() == {"alarm", "duress", "unlocked"}
    for description in described.values():
        assert description["target"] == {
            "entity": [{"domain": ["event"], "integration": DOMAIN}]
        }

    def offered(name: str, field: str) -> set[str]:
        options = described[name]["fields"][field]["selector"]["select"]["options"]
        assert len(options) == len(set(options))
        return set(options)

    assert offered("unlocked", "method") == set(UNLOCKS)
    assert offered("alarm", "alarm") == set(ALARMS)
    assert offered("unlocked", "timing") == set(Timing)
    assert offered("alarm", "timing") == set(Timing)
