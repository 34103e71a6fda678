"""Every record once, and the past never as the present."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.tuya_door_lock.const import EVENT_RECORD
from custom_components.tuya_door_lock.event import TuyaDoorLockEvent
from homeassistant.core import CoreState
from homeassistant.helpers import entity_registry as er
from simulator import Abilities

from .conftest import A_POLL_LATER, Home, front_door

ACCESS = "event.front_door_access"
ALARM = "event.front_door_alarm"
DURESS = "binary_sensor.front_door_duress"
THREE_WEEKS = timedelta(days=21)


async def test_an_unlock_starts_an_automation_once_and_says_who_and_how(
    running: Home,
) -> None:
    """The main job: the door opened, and Home Assistant knows by whom."""
    made = running.cloud.add_unlock("Front door", "fingerprint", 1)
    await running.poll(timedelta(minutes=14))
    await running.poll()

    assert len(running.events) == 1
    event = running.events[0]
    assert event.entity_id == ACCESS
    assert event.event_type == "fingerprint"
    assert event.attributes["occurred_at"] == made.occurred_at.isoformat()
    assert event.attributes["method"] == "fingerprint"
    assert event.attributes["user"] == "Ana"
    assert event.attributes["credential"] == "Right thumb"
    assert event.attributes["slot"] == 1
    assert event.attributes["code"] == "unlock_fingerprint"
    assert event.attributes["participants"] == []
    assert event.attributes["late"] is False
    assert event.attributes["record_id"]
    assert "user_id" not in event.attributes
    last = running.hass.states.get("sensor.front_door_last_unlocked_by")
    assert last is not None
    assert last.state == "Ana"
    assert last.attributes["credential"] == "Right thumb"
    assert last.attributes["method"] == "fingerprint"
    assert last.attributes["occurred_at"] == "2026-11-23T08:00:00+00:00"


async def test_what_happened_before_the_lock_was_added_only_shows_in_the_sensors(
    home: Home,
) -> None:
    """The first poll is a baseline: nothing fires."""
    home.cloud.add_unlock(
        "Front door",
        "password",
        3,
        occurred_at=home.cloud.clock.now() - timedelta(hours=3),
    )
    home.cloud.add_alarm(
        "Front door",
        "wrong_finger",
        occurred_at=home.cloud.clock.now() - timedelta(days=20),
    )
    home.cloud.add_duress(
        "Front door", occurred_at=home.cloud.clock.now() - timedelta(days=21)
    )
    await home.start()
    await home.poll()

    assert home.events == []
    access = home.hass.states.get(ACCESS)
    assert access is not None
    assert access.state == "2026-11-23T05:00:00.000+00:00"
    assert access.attributes["event_type"] == "password"
    assert access.attributes["late"] is False
    last = home.hass.states.get("sensor.front_door_last_unlocked_by")
    assert last is not None
    assert last.state == "Ben"
    assert last.attributes["method"] == "password"
    assert home.state(DURESS) == "off"

    registry = er.async_get(home.hass)
    for name in ("last_unlock", "last_unlock_method", "last_alarm", "last_alarm_time"):
        registry.async_update_entity(f"sensor.front_door_{name}", disabled_by=None)
    await home.restart()
    await home.poll()
    assert home.state("sensor.front_door_last_unlock") == "2026-11-23T05:00:00+00:00"
    assert home.state("sensor.front_door_last_unlock_method") == "password"
    assert home.state("sensor.front_door_last_alarm") == "wrong_finger"
    alarm_time = home.state("sensor.front_door_last_alarm_time")
    assert alarm_time == "2026-11-03T08:00:00+00:00"


async def test_the_first_unlock_of_a_new_lock_is_no_baseline(running: Home) -> None:
    """An empty log is known to be empty: what comes then is new."""
    assert running.state("sensor.front_door_last_unlocked_by") == "unknown"
    running.cloud.add_unlock("Front door")
    await running.poll()

    assert running.types == ["fingerprint"]


async def test_several_rows_of_one_poll_each_start_an_automation_oldest_first(
    running: Home,
) -> None:
    """Two people and two wrong codes between two polls are four events."""
    now = running.cloud.clock.now()
    running.cloud.add_alarm("Front door", "wrong_password", occurred_at=now)
    running.cloud.add_alarm(
        "Front door", "wrong_finger", occurred_at=now + timedelta(seconds=10)
    )
    running.cloud.add_unlock(
        "Front door", "password", 3, occurred_at=now + timedelta(seconds=20)
    )
    running.cloud.add_unlock(
        "Front door", "fingerprint", 1, occurred_at=now + timedelta(seconds=30)
    )
    await running.poll()

    assert running.types == [
        "wrong_password",
        "wrong_finger",
        "password",
        "fingerprint",
    ]


async def test_rows_of_the_same_moment_are_two_events(running: Home) -> None:
    """Two fingers in the same second: both fire."""
    now = running.cloud.clock.now()
    running.cloud.add_unlock("Front door", "fingerprint", 1, occurred_at=now)
    running.cloud.add_unlock("Front door", "fingerprint", 2, occurred_at=now)
    await running.poll()
    await running.poll()

    assert [event.attributes["slot"] for event in running.events] == [1, 2]


async def test_a_poll_in_the_middle_of_a_delivery_repeats_nothing(
    running: Home,
) -> None:
    """What waits when a log is read may be delivered while the other log is read."""
    now = running.cloud.clock.now()
    for ago in range(1_000):
        running.cloud.add_unlock(
            "Front door", "fingerprint", 1, occurred_at=now - timedelta(seconds=ago)
        )
    running.freezer.tick(A_POLL_LATER)
    async_fire_time_changed(running.hass)
    while not running.events:
        await asyncio.sleep(0)
    await running.poll()

    ids = [event.attributes["record_id"] for event in running.events]
    assert len(ids) == len(set(ids)) == 1_000


async def test_a_row_that_is_uploaded_late_is_reported_as_late(running: Home) -> None:
    """Locks sleep: an unlock of an hour ago must not act as one of now."""
    now = running.cloud.clock.now()
    running.cloud.add_unlock(
        "Front door", occurred_at=now, visible_at=now + timedelta(hours=1)
    )
    running.cloud.add_unlock(
        "Front door", "password", 3, occurred_at=now + timedelta(minutes=20)
    )
    await running.poll(timedelta(minutes=25))
    assert running.types == ["password"]

    await running.poll(timedelta(minutes=40))
    assert running.types == ["password", "late"]
    late = running.events[1]
    assert late.attributes["late"] is True
    assert late.attributes["method"] == "fingerprint"
    assert late.attributes["user"] == "Ana"
    assert late.attributes["occurred_at"] == now.isoformat()
    # The sensors show the last unlock, not the one that was read last.
    assert running.state("sensor.front_door_last_unlocked_by") == "Ben"


async def test_a_row_that_is_six_days_late_is_still_reported(running: Home) -> None:
    """Every poll looks back over the overlap."""
    now = running.cloud.clock.now()
    running.cloud.add_alarm(
        "Front door",
        "wrong_card",
        occurred_at=now,
        visible_at=now + timedelta(days=6),
    )
    for _ in range(6):
        await running.poll(timedelta(days=1))
    await running.poll()

    assert running.types == ["late"]
    assert running.events[0].attributes["alarm"] == "wrong_card"


async def test_what_happened_while_home_assistant_was_off_is_reported_after(
    running: Home,
) -> None:
    """Off for two days: nothing lost, and only the last minutes act as now."""
    now = running.cloud.clock.now()
    for hours in (1, 24, 47):
        running.cloud.add_unlock(
            "Front door", "password", 3, occurred_at=now + timedelta(hours=hours)
        )
    running.cloud.add_unlock(
        "Front door", occurred_at=now + timedelta(hours=47, minutes=55)
    )
    await running.restart(off_for=timedelta(hours=48))

    assert running.types == ["late", "late", "late", "fingerprint"]
    await running.poll()
    assert len(running.events) == 4


async def test_a_reload_and_a_restart_repeat_nothing(running: Home) -> None:
    """What was delivered is remembered on disk."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    assert running.types == ["fingerprint"]

    await running.hass.config_entries.async_reload(running.entry.entry_id)
    await running.settle()
    await running.poll()
    await running.restart()
    await running.poll()

    assert running.types == ["fingerprint"]
    assert running.state("sensor.front_door_last_unlocked_by") == "Ana"


async def test_a_long_absence_is_read_back_page_by_page(running: Home) -> None:
    """More rows than fit on a page came while nobody looked."""
    now = running.cloud.clock.now()
    for minutes in range(250):
        running.cloud.add_unlock(
            "Front door", occurred_at=now + timedelta(minutes=minutes)
        )
    await running.restart(off_for=timedelta(hours=10))

    fired = [event.attributes["occurred_at"] for event in running.events]
    assert len(fired) == 250
    assert fired == sorted(fired)
    await running.poll()
    assert len(running.events) == 250


async def test_an_absence_beyond_the_bound_is_logged(
    running: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Off for two months: the last 30 days are read, and the log says so."""
    now = running.cloud.clock.now()
    running.cloud.add_unlock("Front door", occurred_at=now + timedelta(days=1))
    running.cloud.add_unlock("Front door", occurred_at=now + timedelta(days=59))
    await running.restart(off_for=timedelta(days=60))

    assert running.types == ["late"]
    bound = "open-logs of Front door are read back over 30 days and 20 pages at most"
    assert caplog.text.count(bound) == 1
    await running.poll()
    assert caplog.text.count(bound) == 1


async def test_more_pages_than_are_read_are_logged(
    running: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """2,000 rows are read at once: the log says that there were more."""
    now = running.cloud.clock.now()
    for minutes in range(2_050):
        running.cloud.add_unlock(
            "Front door", occurred_at=now + timedelta(minutes=minutes)
        )
    await running.restart(off_for=timedelta(days=2))

    assert len(running.events) == 2_000
    assert "read back over 30 days and 20 pages at most" in caplog.text
    await running.poll()
    assert len(running.events) == 2_000


async def test_pages_that_shift_while_they_are_read_lose_nothing(
    running: Home,
) -> None:
    """A row that comes in between two pages pushes the others along."""
    now = running.cloud.clock.now()
    for minutes in range(150):
        running.cloud.add_unlock(
            "Front door", occurred_at=now + timedelta(minutes=minutes)
        )
    shifted = 0

    def before_answer(path: str) -> None:
        nonlocal shifted
        if "open-logs" in path and shifted < 3:
            shifted += 1
            running.cloud.add_unlock(
                "Front door",
                "password",
                3,
                occurred_at=now + timedelta(hours=5, minutes=shifted),
            )

    running.cloud.before_answer = before_answer
    await running.restart(off_for=timedelta(hours=6))
    running.cloud.before_answer = None
    await running.poll()

    fired = [event.attributes["record_id"] for event in running.events]
    assert len(fired) == len(set(fired)) == 150 + shifted


async def test_a_reading_that_breaks_off_is_begun_anew(running: Home) -> None:
    """The second page fails: what it holds comes with the next poll."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.events.clear()
    now = running.cloud.clock.now()
    for minutes in range(150):
        running.cloud.add_unlock(
            "Front door", occurred_at=now + timedelta(minutes=minutes)
        )

    def before_answer(path: str) -> None:
        running.cloud.before_answer = None
        running.cloud.fail_next(1, 500, path="open-logs")

    running.cloud.before_answer = before_answer
    await running.restart(off_for=timedelta(hours=3))
    assert len(running.events) == 100
    await running.poll()

    assert len(running.events) == 150
    fired = [event.attributes["record_id"] for event in running.events]
    assert len(set(fired)) == 150


async def test_a_late_row_behind_a_page_of_known_ones_is_found(running: Home) -> None:
    """Polls stop at what they know; now and then one reads on."""
    now = running.cloud.clock.now()
    for minutes in range(150):
        running.cloud.add_unlock(
            "Front door", occurred_at=now + timedelta(minutes=minutes)
        )
    await running.poll(timedelta(hours=3))
    assert len(running.events) == 150

    running.cloud.add_alarm(
        "Front door", "pry", occurred_at=now, visible_at=now + timedelta(hours=3)
    )
    running.cloud.add_unlock(
        "Front door",
        "password",
        3,
        occurred_at=now,
        visible_at=now + timedelta(hours=3),
    )
    await running.poll()
    assert running.types[150:] == ["late"]
    await running.poll(timedelta(hours=6))
    assert running.types[150:] == ["late", "late"]


async def test_a_user_that_is_filled_in_afterwards_is_no_new_record(
    running: Home,
) -> None:
    """The owner links an unknown finger to a member: old rows get a user."""
    row = {
        "status": {"code": "unlock_fingerprint", "value": "9"},
        "nick_name": "",
        "unlock_name": "",
        "update_time": int(running.cloud.clock.now().timestamp() * 1000),
        "user_id": "0",
    }
    running.cloud.add_raw("Front door", "open", row)
    await running.poll()
    assert running.types == ["fingerprint", "new_credential"]

    row |= {"user_id": "1003", "nick_name": "Cleo"}
    await running.poll()
    assert running.types == ["fingerprint", "new_credential"]


async def test_the_first_event_after_an_outage_starts_an_automation(
    running: Home,
) -> None:
    """The recovered state is written first, and the event after it."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.cloud.fail_next(40, "http_500")
    await running.poll()
    assert running.state(ACCESS) == "unavailable"

    running.cloud.faults.clear()
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll(timedelta(minutes=14))

    assert running.types == ["fingerprint", "password"]


async def test_alarms_that_cannot_be_read_do_not_hold_back_accesses(
    running: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Half of the log fails: the other half works, and what fails shows it."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.events.clear()
    running.cloud.fail_next(2, 500, path="alarm-logs")
    running.cloud.add_unlock("Front door")
    running.cloud.add_alarm("Front door", "pry")
    await running.poll()
    assert running.types == ["fingerprint"]
    assert running.state(ALARM) == "unavailable"
    assert running.state(ACCESS) != "unavailable"
    await running.poll()
    await running.poll()

    assert running.types == ["fingerprint", "late"]
    assert caplog.text.count("Only a part of the log of Front door") == 1
    assert caplog.text.count("The whole log of Front door can be read again") == 1


async def test_a_record_with_an_impossible_time_blocks_nothing(running: Home) -> None:
    """A lock whose clock says 2099 fires as late, and later ones are still shown."""
    running.cloud.add_raw(
        "Front door",
        "open",
        {
            "status": {"code": "unlock_fingerprint", "value": "1"},
            "update_time": 4_075_000_000_000,
        },
    )
    await running.poll()
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll()

    assert running.types[-1] == "password"
    assert running.state("sensor.front_door_last_unlocked_by") == "Ben"
    assert set(running.types) <= {"late", "password"}


@pytest.mark.parametrize(
    "abilities",
    [
        pytest.param({}, id="open-logs and alarm-logs"),
        pytest.param(
            {"open_logs": ("v1.0",), "alarm_logs": ("v1.0",)},
            id="open-logs and alarm-logs v1.0",
        ),
        pytest.param(
            {"open_logs": (), "alarm_logs": (), "records": ("camelCase",)},
            id="records in camelCase",
        ),
        pytest.param(
            {"open_logs": (), "alarm_logs": (), "records": ("snake_case",)},
            id="records in snake_case",
        ),
    ],
)
async def test_a_duress_alarm_is_reported_with_the_finger_that_raised_it(
    home: Home, abilities: dict[str, Any]
) -> None:
    """However the lock reports it, and however late."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door(**abilities))
    home.cloud.add_unlock(
        "Front door", occurred_at=home.cloud.clock.now() - timedelta(hours=1)
    )
    await home.start()
    now = home.cloud.clock.now()
    home.cloud.add_duress("Front door", "fingerprint", 2, occurred_at=now)
    await home.poll(timedelta(hours=2))
    await home.poll()

    assert home.types == ["late", "duress"]
    access, duress = home.events
    assert access.entity_id == ACCESS
    assert duress.entity_id == ALARM
    assert duress.attributes["alarm"] == "duress"
    assert duress.attributes["method"] == "fingerprint"
    assert duress.attributes["slot"] == 2
    assert duress.attributes["credential"] == "Index"
    assert duress.attributes["user"] == "Ben"
    assert duress.attributes["late"] is True
    assert home.state(DURESS) == "on"


async def test_a_host_clock_that_ntp_corrects_blocks_nothing(running: Home) -> None:
    """A host without a battery starts three weeks behind, and jumps when it hears NTP."""
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll()
    running.freezer.tick(-THREE_WEEKS.total_seconds())
    running.cloud.clock.shift(THREE_WEEKS.total_seconds())
    await running.restart()
    await running.poll()
    running.freezer.tick(THREE_WEEKS)
    running.cloud.clock.shift(-THREE_WEEKS.total_seconds())
    await running.poll()
    for _ in range(3):
        running.cloud.add_unlock("Front door", "password", 3)
        await running.poll()
    assert running.types == ["password"] * 4


@pytest.mark.no_fail_on_log_exception
async def test_a_record_that_cannot_be_shown_leaves_those_after_it_alone(
    running: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor does it keep anybody from it who listens to the bus."""
    announce = TuyaDoorLockEvent.async_write_ha_state

    def fail(entity: TuyaDoorLockEvent) -> None:
        if entity.state_attributes.get("event_type") == "password":
            raise ValueError("no such event")
        announce(entity)

    monkeypatch.setattr(TuyaDoorLockEvent, "async_write_ha_state", fail)
    on_bus = async_capture_events(running.hass, EVENT_RECORD)
    now = running.cloud.clock.now()
    running.cloud.add_unlock("Front door", "password", 3, occurred_at=now)
    running.cloud.add_unlock("Front door", occurred_at=now + timedelta(seconds=1))
    await running.poll()
    assert running.types == ["fingerprint"]
    assert [event.data["type"] for event in on_bus] == ["password", "fingerprint"]
    assert "ValueError: no such event" in caplog.text


async def test_a_poll_that_ends_while_the_entities_go_loses_nothing(
    running: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it brings is delivered after the reload, and only then."""
    on_bus = async_capture_events(running.hass, EVENT_RECORD)
    [lock] = running.entry.runtime_data.locks.values()
    unload = running.hass.config_entries.async_unload_platforms

    async def slowly(*args: Any) -> bool:
        is_unloaded = await unload(*args)
        await lock.async_refresh()
        return is_unloaded

    running.cloud.add_unlock("Front door")
    monkeypatch.setattr(running.hass.config_entries, "async_unload_platforms", slowly)
    await running.restart()
    assert running.types == ["fingerprint"]
    assert len(on_bus) == 1


async def test_a_record_that_waits_is_reported_once_when_another_log_is_read(
    running: Home,
) -> None:
    """Home Assistant takes its time to start, and each log has ids of its own."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.events.clear()
    running.cloud.add_unlock("Front door", "password", 3)
    running.hass.set_state(CoreState.starting)
    await running.restart()
    lock = running.cloud.find("Front door")
    lock.abilities = Abilities(open_logs=(), alarm_logs=(), records=("snake_case",))
    await running.poll()
    assert running.types == []
    running.hass.set_state(CoreState.running)
    running.entry.runtime_data.locks.async_start_delivery()
    await running.settle()
    assert running.types == ["password"]
