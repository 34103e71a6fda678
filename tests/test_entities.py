"""The device of a lock and its entities."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from custom_components.tuya_door_lock.api.records import LockAlarm, UnlockMethod
from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.const import (
    ATTR_ENTITY_ID,
    EVENT_STATE_CHANGED,
    EVENT_STATE_REPORTED,
)
from homeassistant.core import Event, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from simulator import Abilities, Lock, Participant

from .conftest import Home, front_door

ACCESS = "event.front_door_access"
ALARM = "event.front_door_alarm"
DOORBELL = "event.front_door_doorbell"
DURESS = "binary_sensor.front_door_duress"
ACKNOWLEDGE = "button.front_door_acknowledge_duress"


def last(home: Home, entity_id: str = ACCESS) -> dict[str, Any]:
    """Return the attributes of an event entity's last event."""
    state = home.hass.states.get(entity_id)
    assert state is not None
    return dict(state.attributes)


async def test_a_lock_is_a_device_with_these_entities(running: Home) -> None:
    """Name, model, category and firmware as Tuya has them."""
    lock = running.cloud.find("Front door")
    device = dr.async_get(running.hass).async_get_device_by_identifier(
        (DOMAIN, lock.id), running.entry.entry_id
    )
    assert device is not None
    assert device.name == "Front door"
    assert device.manufacturer == "Tuya"
    assert device.model == "Wi-Fi lock X1"
    assert device.model_id == "ms"
    assert device.sw_version == "1.4.2"
    project = dr.async_get(running.hass).async_get_device_by_identifier(
        (DOMAIN, running.entry.entry_id), running.entry.entry_id
    )
    assert project is not None
    assert project.name == "Tuya"
    assert device.via_device_id == project.id

    entities = er.async_entries_for_device(
        er.async_get(running.hass), device.id, include_disabled_entities=True
    )
    assert {entity.entity_id for entity in entities if not entity.disabled} == {
        ACCESS,
        ALARM,
        DURESS,
        ACKNOWLEDGE,
        "button.front_door_refresh",
        "sensor.front_door_accesses",
        "sensor.front_door_failed_attempts",
        "sensor.front_door_last_unlocked_by",
    }
    assert {entity.entity_id for entity in entities if entity.disabled} == {
        "binary_sensor.front_door_connectivity",
        "sensor.front_door_last_alarm",
        "sensor.front_door_last_alarm_time",
        "sensor.front_door_last_credential",
        "sensor.front_door_last_hint",
        "sensor.front_door_last_read",
        "sensor.front_door_last_unlock",
        "sensor.front_door_last_unlock_method",
    }


async def test_the_event_types_are_the_methods_and_alarms_and_late(
    running: Home,
) -> None:
    """What the automation editor offers."""
    assert last(running, ACCESS)["event_types"] == [*UnlockMethod, "late"]
    assert last(running, ALARM)["event_types"] == [
        *LockAlarm,
        "new_credential",
        "repeated_attempts",
        "late",
    ]
    assert "duress" in last(running, ALARM)["event_types"]


@pytest.mark.parametrize(
    ("code", "event_type"),
    [
        ("unlock_fingerprint_kit", "fingerprint"),
        ("unlock_finger", "fingerprint"),
        ("unlock_app", "app"),
        ("unlock_something_new", "other"),
    ],
)
async def test_every_code_has_an_event_type(
    running: Home, code: str, event_type: str
) -> None:
    """An unknown one is `other`, and its code stays to be read."""
    running.cloud.add_unlock("Front door", code=code)
    await running.poll()
    assert running.types == [event_type]
    assert last(running)["code"] == code


async def test_an_unknown_alarm_is_reported_with_its_code(running: Home) -> None:
    """Nothing that a lock reports is dropped for not being known."""
    running.cloud.add_alarm("Front door", "flood")
    await running.poll()
    assert running.types == ["other"]
    assert last(running, ALARM)["alarm"] == "other"
    assert last(running, ALARM)["code"] == "flood"


async def test_a_combined_unlock_names_all_who_took_part(home: Home) -> None:
    """Two people, two fingers, one door."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(
        front_door(open_logs=(), alarm_logs=(), records=("snake_case",))
    )
    home.cloud.add_unlock("Front door")
    await home.start()
    home.cloud.add_unlock(
        "Front door",
        "double",
        participants=(
            Participant("Ana", unlock_name="Right thumb"),
            Participant("", unlock_name="Ben's code", opmode="2"),
        ),
    )
    await home.poll()
    assert home.types == ["double"]
    assert last(home)["participants"] == ["Ana", "Ben's code"]


async def test_an_unlock_that_tuya_files_as_an_alarm_is_marked(home: Home) -> None:
    """It may be duress, which Tuya does not say: marked, and no duress alarm."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door(open_logs=(), alarm_logs=(), records=("camelCase",)))
    home.cloud.add_unlock("Front door")
    await home.start()
    home.cloud.add_raw(
        "Front door",
        "records",
        {
            "dps": [{"unlock_password": "*"}],
            "gmt_create": home.cloud.clock.now_ms(),
            "record_id": "r1",
            "record_type": "alarm",
            "unlock_name": "Password 1",
            "user_id": "1001",
            "user_name": "Ana",
        },
    )
    await home.poll()
    assert home.types == ["password"]
    assert last(home)["duress_suspected"] is True
    assert last(home)["credential"] == "Password 1"
    assert home.state(DURESS) == "off"


@pytest.mark.parametrize(
    ("row", "user", "credential"),
    [
        pytest.param(
            {
                "status": {"code": "unlock_fingerprint", "value": "1"},
                "nick_name": "Anna-Maria",
            },
            "Anna-Maria",
            "Right thumb",
            id="Tuya's own user name",
        ),
        pytest.param(
            {"status": {"code": "unlock_app", "value": "0"}, "user_id": "1002"},
            "Ben",
            "App",
            id="the lock's list, by the user",
        ),
        pytest.param(
            {"status": {"code": "unlock_password", "value": "3"}},
            "Ben",
            "Ben's code",
            id="the lock's list, by the credential",
        ),
        pytest.param(
            {
                "status": {"code": "unlock_card", "value": "8"},
                "unlock_name": "Blue card",
            },
            "Blue card",
            "Blue card",
            id="the name of the credential",
        ),
        pytest.param(
            {"status": {"code": "unlock_fingerprint_kit", "value": "7"}},
            "Fingerprint 7",
            "Fingerprint 7",
            id="nothing is named",
        ),
        pytest.param(
            {"status": {"code": "unlock_app", "value": "0"}, "user_id": "0"},
            "App",
            "App",
            id="nobody and nothing",
        ),
        pytest.param(
            {"status": {"code": "unlock_telepathy", "value": "x"}},
            None,
            None,
            id="nothing is known",
        ),
    ],
)
async def test_a_name_is_found_wherever_there_is_one(
    running: Home, row: dict[str, Any], user: str | None, credential: str | None
) -> None:
    """Tuya's user, the lock's list, the credential, else something readable."""
    running.cloud.add_raw(
        "Front door",
        "open",
        {"nick_name": "", "unlock_name": "", "user_id": "0"}
        | row
        | {"update_time": running.cloud.clock.now_ms()},
    )
    await running.poll()
    assert last(running)["user"] == user
    assert last(running)["credential"] == credential


async def test_a_duress_alarm_of_a_lock_without_a_list_is_named_from_what_it_reported(
    home: Home,
) -> None:
    """Alarms come without names: earlier unlocks with the finger have them."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door(users=False))
    home.cloud.add_unlock("Front door", "fingerprint", 2)
    await home.start()
    home.cloud.add_duress("Front door", "fingerprint", 2)
    await home.poll()
    assert last(home, ALARM)["user"] == "Ben"
    assert last(home, ALARM)["credential"] == "Index"


async def test_a_duress_alarm_stays_until_it_is_acknowledged(running: Home) -> None:
    """Over polls, restarts and an outage, and quietly."""
    running.cloud.add_duress("Front door")
    await running.poll()
    assert running.types == ["fingerprint", "duress"]
    assert running.state(DURESS) == "on"
    # Another alarm does not hide who was forced.
    running.cloud.add_alarm("Front door", "pry")
    await running.poll()
    assert last(running, DURESS)["user"] == "Ben"
    assert last(running, DURESS)["method"] == "fingerprint"

    await running.restart(off_for=timedelta(hours=1))
    assert running.state(DURESS) == "on"
    running.cloud.fail_next(99, "http_500")
    await running.poll()
    assert running.state(ALARM) == "unavailable"
    assert running.state(DURESS) == "on"

    calls = len(running.cloud.calls)
    await running.hass.services.async_call(
        "button", "press", {ATTR_ENTITY_ID: ACKNOWLEDGE}, blocking=True
    )
    assert len(running.cloud.calls) == calls
    running.cloud.faults.clear()
    await running.poll()
    assert running.state(DURESS) == "off"
    await running.restart()
    assert running.state(DURESS) == "off"
    assert running.types == ["fingerprint", "duress", "pry"]
    assert "user" not in last(running, DURESS)


async def test_a_record_writes_only_the_states_that_show_it(running: Home) -> None:
    """The others stay untouched, and a poll that finds nothing writes none at all."""
    written: list[str] = []

    @callback
    def is_of_the_lock(data: Mapping[str, Any]) -> bool:
        return ".front_door_" in data["entity_id"]

    @callback
    def note(event: Event[Any]) -> None:
        written.append(event.data["entity_id"])

    await running.poll()
    for name in (EVENT_STATE_CHANGED, EVENT_STATE_REPORTED):
        running.hass.bus.async_listen(name, note, event_filter=is_of_the_lock)
    await running.poll()
    assert written == []
    running.cloud.add_unlock("Front door")
    await running.poll()
    assert sorted(written) == [
        "event.front_door_access",
        "sensor.front_door_accesses",
        "sensor.front_door_last_unlocked_by",
    ]


async def test_the_sensors_are_right_after_a_restart_without_a_cloud(
    running: Home,
) -> None:
    """What was known is shown as soon as the cloud answers again."""
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll()
    running.cloud.fail_next(1, 500, path="open-logs")
    await running.restart()
    assert running.state("sensor.front_door_last_unlocked_by") == "unavailable"
    await running.poll()
    assert running.state("sensor.front_door_last_unlocked_by") == "Ben"


async def test_an_event_entity_shows_what_is_kept_where_nothing_can_be_restored(
    running: Home,
) -> None:
    """Off in an outage, Home Assistant keeps no time: not even a restart is one."""
    assert running.state(ACCESS) == "unknown"
    running.cloud.add_unlock("Front door", "password", 3)
    running.freezer.tick(timedelta(minutes=2))
    await running.poll(timedelta(minutes=2))
    came = running.state(ACCESS)
    await running.restart()
    assert running.state(ACCESS) == came
    running.cloud.fail_next(99, "http_500")
    await running.poll()
    assert running.state(ACCESS) == "unavailable"
    await running.restart()
    running.cloud.faults.clear()
    await running.poll()
    assert running.state(ACCESS) == "2026-11-23T08:00:00.000+00:00"
    assert last(running)["event_type"] == "password"
    assert last(running)["user"] == "Ben"
    assert running.types == ["password"]


async def test_a_doorbell_that_has_rung_before_is_enabled(home: Home) -> None:
    """Its log shows that the lock has a bell."""
    home.cloud.add_ring(
        "Front door", occurred_at=home.cloud.clock.now() - timedelta(days=1)
    )
    await home.start()
    assert home.state(DOORBELL) == "2026-11-22T08:00:00.000+00:00"
    home.cloud.add_ring("Front door")
    await home.poll()
    assert home.types == ["ring"]
    assert home.events[0].entity_id == DOORBELL
    assert home.events[0].attributes["device_class"] == "doorbell"

    home.cloud.add_ring("Front door")
    await home.poll(timedelta(hours=1))
    assert home.types == ["ring", "late"]


async def test_the_first_ring_adds_the_doorbell_and_is_not_lost(
    running: Home,
) -> None:
    """At once, without a reload and its calls."""
    running.cloud.add_ring("Front door")
    running.cloud.add_unlock("Front door")
    running.cloud.calls.clear()
    await running.poll()
    assert sorted(running.types) == ["fingerprint", "ring"]
    assert running.state(DOORBELL) != "unknown"
    assert "devices" not in {call.name for call in running.cloud.calls}


async def test_the_first_ring_is_no_news_where_new_entities_are_disabled(
    running: Home,
) -> None:
    """The entity is there for whoever wants it, and nothing waits for it."""
    running.hass.config_entries.async_update_entry(
        running.entry, pref_disable_new_entities=True
    )
    running.cloud.add_ring("Front door")
    await running.poll()
    entity = er.async_get(running.hass).async_get(DOORBELL)
    assert entity is not None
    assert entity.disabled
    [lock] = running.entry.runtime_data.locks.values()
    assert len(lock.delivery) == 0


async def test_a_doorbell_that_the_user_disabled_stays_so(running: Home) -> None:
    """And its rings are no news when it is enabled much later."""
    running.cloud.add_ring("Front door")
    await running.poll()
    running.events.clear()
    er.async_get(running.hass).async_update_entity(
        DOORBELL, disabled_by=er.RegistryEntryDisabler.USER
    )
    running.cloud.add_ring("Front door")
    await running.poll()
    await running.poll()
    entity = er.async_get(running.hass).async_get(DOORBELL)
    assert entity is not None
    assert entity.disabled_by is er.RegistryEntryDisabler.USER
    er.async_get(running.hass).async_update_entity(DOORBELL, disabled_by=None)
    await running.poll(timedelta(seconds=31))
    assert running.types == []


async def test_a_row_that_says_that_nothing_happened_is_none(running: Home) -> None:
    """`hijack` and `doorbell` are also reported when they end."""
    now = running.cloud.clock.now_ms()
    for code in ("hijack", "doorbell"):
        running.cloud.add_raw(
            "Front door",
            "alarm",
            {"status": [{"code": code, "value": False}], "update_time": now},
        )
    await running.poll()
    assert running.types == []
    assert running.state(DURESS) == "off"


async def test_what_cannot_be_read_at_all_is_unavailable(home: Home) -> None:
    """A lock without an alarm log has accesses, and no alarm that looks fine."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(
        Lock("bfx1", "Front door", abilities=Abilities(alarm_logs=()), people=[])
    )
    home.cloud.add_unlock("Front door")
    await home.start()
    assert home.state(ACCESS) == "2026-11-23T08:00:00.000+00:00"
    assert home.state(ALARM) == "unavailable"
    assert home.state(DURESS) == "unavailable"
