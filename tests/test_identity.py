"""Each record once, whatever becomes of its row, its log and its clock."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from simulator import Abilities, Credential

from .conftest import Home, front_door

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BOTH: dict[str, Any] = {"records": ("camelCase",)}
RECORDS: dict[str, Any] = BOTH | {"open_logs": (), "alarm_logs": ()}


def abilities(**values: Any) -> Abilities:
    """Return what a lock answers."""
    return front_door(**values).abilities


def record_ids(home: Home) -> list[str]:
    """Return the ids of the records that were delivered."""
    return [event.attributes["record_id"] for event in home.events]


async def test_weeks_of_records_do_not_come_again_for_one_refusal(home: Home) -> None:
    """40 accesses a day, a duress long ago; the lock's log moves away and back."""
    lock = home.cloud.find("Front door")
    await home.start()
    for day in range(14):
        now = home.cloud.clock.now()
        for number in range(40):
            slot = number % 2 + 1
            occurred_at = now + number * timedelta(minutes=30)
            home.cloud.add_unlock(lock, "fingerprint", slot, occurred_at=occurred_at)
        if not day:
            home.cloud.add_alarm(lock, "duress", occurred_at=now + HOUR)
        await home.poll(DAY)
    assert len(home.events) == 14 * 40 + 1
    for change in (RECORDS, {}, RECORDS, {}):
        lock.abilities = abilities(**change)
        await home.poll()
        await home.poll()
        await home.restart()
    assert len(home.events) == 14 * 40 + 1
    home.cloud.add_unlock(lock)
    await home.poll()
    assert home.types[-1] == "fingerprint"
    assert len(set(record_ids(home))) == len(home.events) == 14 * 40 + 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            {}, BOTH | {"silent": ("open-logs", "alarm-logs")}, id="to records"
        ),
        pytest.param(RECORDS, BOTH | {"silent": ("records",)}, id="to the logs"),
    ],
)
async def test_a_log_that_goes_silent_is_doubted_at_once(
    home: Home, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """It answers, and shows nothing, while another one has the rows."""
    lock = home.cloud.find("Front door")
    lock.abilities = abilities(**before)
    home.cloud.add_unlock(lock)
    await home.start()
    await home.poll(HOUR)
    lock.abilities = abilities(**after)
    for _ in range(6):
        home.cloud.add_unlock(lock, "password", 3)
        await home.poll()
    assert home.types == ["password"] * 6


async def test_a_log_that_was_emptied_is_doubted_ever_more_rarely(home: Home) -> None:
    """No other one has rows: a search is not worth its calls at every poll."""
    lock = home.cloud.find("Front door")
    home.cloud.add_unlock(lock)
    await home.start()
    lock.abilities = abilities(silent=("open-logs", "alarm-logs"))
    home.cloud.calls.clear()
    for _ in range(24):
        await home.poll(HOUR)
    searches = len(home.cloud.calls_of("records")) // 2
    assert 3 <= searches <= 8


async def test_what_tuya_changes_afterwards_does_not_come_again(running: Home) -> None:
    """A finger is enrolled, moves to another member, who is deleted at last."""
    lock = running.cloud.find("Front door")
    ana, ben = lock.people
    for slot in (1, 2, 9):
        running.freezer.tick(timedelta(minutes=1))
        running.cloud.add_unlock(lock, "fingerprint", slot)
    await running.poll()
    fired = len(running.events)
    ben.credentials.append(Credential("fingerprint", 9, "New one"))
    await running.poll(7 * HOUR)
    ana.credentials.append(ben.credentials.pop())
    await running.poll(7 * HOUR)
    lock.people.remove(ana)
    await running.poll(7 * HOUR)
    assert len(running.events) == fired
    await running.restart()
    await running.poll(7 * HOUR)
    assert len(running.events) == fired


async def test_alarms_do_not_come_again_in_whole_seconds(running: Home) -> None:
    """v1.1 is refused for a moment, v1.0 answers; a duress was acknowledged."""
    lock = running.cloud.find("Front door")
    for alarm in ("wrong_finger", "pry", "duress"):
        running.freezer.tick(timedelta(seconds=1, milliseconds=777))
        running.cloud.add_alarm(lock, alarm)
    await running.poll()
    assert running.types == ["wrong_finger", "pry", "duress"]
    await running.hass.services.async_call(
        "button",
        "press",
        {"entity_id": "button.front_door_acknowledge_duress"},
        blocking=True,
    )
    running.cloud.fail_next(3, 1108, path=f"v1.1/devices/{lock.id}/door-lock/alarm")
    running.cloud.calls.clear()
    await running.poll()
    assert any("v1.0" in call.path for call in running.cloud.calls_of("alarm-logs"))
    await running.poll()
    assert running.types == ["wrong_finger", "pry", "duress"]
    assert running.state("binary_sensor.front_door_duress") == "off"


async def test_the_same_finger_twice_in_a_moment_is_two_accesses(running: Home) -> None:
    """And four wrong codes within 1.35 s of a log that counts seconds are four."""
    lock = running.cloud.find("Front door")
    lock.abilities = abilities(alarm_logs=("v1.0",))
    await running.poll()
    running.cloud.add_unlock(lock)
    running.cloud.add_unlock(lock)
    for _ in range(4):
        running.freezer.tick(timedelta(milliseconds=450))
        running.cloud.add_alarm(lock, "wrong_password")
    await running.poll()
    assert running.types.count("fingerprint") == 2
    assert running.types.count("wrong_password") == 4
    assert len(set(record_ids(running))) == len(running.events)
    await running.poll(7 * HOUR)
    assert running.types.count("fingerprint") == 2


async def test_a_door_left_open_for_16_hours_costs_no_more_than_it_must(
    running: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """2,880 rows are more than a scan reads: no warning, and few more calls."""
    lock = running.cloud.find("Front door")
    for _ in range(16):
        now = running.cloud.clock.now()
        for number in range(180):
            running.cloud.add_alarm(
                lock, "unclosed_time", occurred_at=now + number * timedelta(seconds=20)
            )
        await running.poll(HOUR)
    running.cloud.calls.clear()
    for _ in range(24):
        await running.poll(HOUR)
    assert "older records are left out" not in caplog.text
    # One poll an hour, and two full scans of 20 pages at most.
    assert len(running.cloud.calls_of("alarm-logs")) <= 24 + 2 * 19


async def test_a_lock_whose_clock_was_reset_is_still_heard(running: Home) -> None:
    """It counts from 2000: what happens is late, and a duress is a duress."""
    lock = running.cloud.find("Front door")
    running.cloud.add_alarm(lock, "wrong_finger")
    await running.poll()
    reset = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    running.cloud.add_alarm(lock, "pry", occurred_at=reset)
    running.cloud.add_alarm(lock, "duress", occurred_at=reset + HOUR)
    await running.poll(7 * HOUR)
    assert running.types == ["wrong_finger", "late", "duress"]
    await running.poll(7 * HOUR)
    await running.restart()
    await running.poll(7 * HOUR)
    assert len(running.events) == 3


async def test_a_record_has_the_same_id_through_whichever_log(home: Home) -> None:
    """Tuya's own is beside it, and in no attribute."""
    lock = home.cloud.find("Front door")
    lock.abilities = abilities(**RECORDS)
    await home.start()
    entry = home.cloud.add_unlock(lock)
    await home.poll()
    [fired] = home.events
    assert entry.id not in str(fired.attributes)
    assert len(fired.attributes["record_id"]) == 32
