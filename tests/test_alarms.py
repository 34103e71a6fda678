"""Alarms that a lock repeats, and attempts that add up."""

from datetime import UTC, datetime, timedelta
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.access_log.alarms import Alarms
from custom_components.tuya_door_lock.access_log.events import LockEvent, Notice
from custom_components.tuya_door_lock.api.records import LockAlarm, RecordKind

from .conftest import Home, mock_entry

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FIVE_MINUTES = timedelta(minutes=5)
ALARM = "event.front_door_alarm"


def entry(alarm: LockAlarm, seconds: float) -> LockEvent:
    """Return an alarm so many seconds from now."""
    return LockEvent(
        record_id=f"{alarm}{seconds}",
        occurred_at=NOW + timedelta(seconds=seconds),
        kind=RecordKind.ALARM,
        alarm=alarm,
    )


def told(alarms: Alarms, alarm: LockAlarm, *seconds: float) -> list[tuple[float, int]]:
    """Return when each entry that is told happened, in seconds, and its count."""
    return [
        ((each.occurred_at - NOW).total_seconds(), each.count)
        for second in seconds
        for each in alarms.take(entry(alarm, second), 4, FIVE_MINUTES)
    ]


def ended(alarms: Alarms, seconds: float) -> list[tuple[float, int]]:
    """Return what is told of the bursts that have ended by then."""
    return [
        ((each.occurred_at - NOW).total_seconds(), each.count)
        for each in alarms.ended(NOW + timedelta(seconds=seconds))
    ]


def test_a_burst_is_told_at_its_first_and_its_last_row() -> None:
    """A door left open, every 20 seconds."""
    alarms = Alarms()
    assert told(alarms, LockAlarm.UNCLOSED_TIME, 0, 20, 40, 60) == [(0, 1)]
    assert ended(alarms, 120) == []
    assert ended(alarms, 121) == [(60, 4)]
    assert ended(alarms, 500) == []


def test_the_next_burst_ends_the_one_before() -> None:
    """Two openings between two polls are two bursts."""
    alarms = Alarms()
    assert told(alarms, LockAlarm.UNCLOSED_TIME, 0, 20, 300, 320) == [
        (0, 1),
        (20, 2),
        (300, 1),
    ]
    assert ended(alarms, 400) == [(320, 2)]


def test_an_alarm_that_comes_once_is_told_once() -> None:
    """No second event says that nothing was repeated."""
    alarms = Alarms()
    assert told(alarms, LockAlarm.PRY, 0) == [(0, 1)]
    assert ended(alarms, 100) == []
    assert told(alarms, LockAlarm.PRY, 200) == [(200, 1)]


def test_rows_out_of_order_are_counted_and_a_late_one_is_told() -> None:
    """Within the burst it is one of its rows, long before it none."""
    alarms = Alarms()
    assert told(alarms, LockAlarm.SHOCK, 300, 330, 310, 0) == [(300, 1), (0, 1)]
    assert ended(alarms, 400) == [(330, 3)]


def test_two_alarms_at_once_are_two_bursts() -> None:
    """Each has a first and a last row of its own."""
    alarms = Alarms()
    assert told(alarms, LockAlarm.SHOCK, 0) == [(0, 1)]
    assert told(alarms, LockAlarm.PRY, 1) == [(1, 1)]
    assert told(alarms, LockAlarm.SHOCK, 10) == []
    assert ended(alarms, 100) == [(10, 2)]


@pytest.mark.parametrize(
    "alarm", [LockAlarm.DURESS, LockAlarm.WRONG_FINGER, LockAlarm.OTHER]
)
def test_what_must_not_be_missed_is_told_each_time(alarm: LockAlarm) -> None:
    """A cry for help, an attempt, and what nobody knows."""
    assert told(Alarms(), alarm, 0, 2, 4) == [(0, 1), (2, 1), (4, 1)]


def test_attempts_that_add_up_are_told_once_with_their_number() -> None:
    """Four within five minutes, whatever they were tried with."""
    alarms = Alarms()
    assert told(alarms, LockAlarm.WRONG_PASSWORD, 0, 10) == [(0, 1), (10, 1)]
    assert told(alarms, LockAlarm.WRONG_FINGER, 20) == [(20, 1)]
    fourth = list(alarms.take(entry(LockAlarm.WRONG_FINGER, 30), 4, FIVE_MINUTES))
    assert [each.notice for each in fourth] == [None, Notice.REPEATED_ATTEMPTS]
    assert fourth[1].count == 4
    assert fourth[1].alarm is LockAlarm.WRONG_FINGER
    assert fourth[0].record_id != fourth[1].record_id
    assert told(alarms, LockAlarm.WRONG_PASSWORD, 40, 50) == [(40, 1), (50, 1)]


def test_attempts_are_told_again_after_a_quiet_while() -> None:
    """Somebody comes back."""
    alarms = Alarms()
    told(alarms, LockAlarm.WRONG_CARD, 0, 1, 2, 3)
    assert told(alarms, LockAlarm.WRONG_CARD, 304, 305, 306, 307)[-1] == (307, 4)


def test_attempts_far_apart_do_not_add_up() -> None:
    """A finger that is not read well, every two minutes."""
    assert told(Alarms(), LockAlarm.WRONG_FINGER, 0, 120, 240, 360, 480) == [
        (0, 1),
        (120, 1),
        (240, 1),
        (360, 1),
        (480, 1),
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([LockAlarm.UNCLOSED_TIME, LockAlarm.PRY]),
            st.integers(0, 600),
        ),
        max_size=30,
    ),
    st.sets(st.integers(0, 29)),
)
def test_every_row_is_counted_once_over_restarts(
    rows: list[tuple[LockAlarm, int]], restarts: set[int]
) -> None:
    """What is told at first and at last adds up to all rows."""
    alarms = Alarms()
    announced: list[LockEvent] = []
    for number, (alarm, second) in enumerate(sorted(rows, key=lambda row: row[1])):
        announced += alarms.take(entry(alarm, second), 4, FIVE_MINUTES)
        if number in restarts:
            alarms = Alarms.from_dict(json.loads(json.dumps(alarms.as_dict())))
    announced += alarms.ended(NOW + timedelta(hours=1))
    single = sum(each.count == 1 for each in announced)
    repeated = sum(each.count - 1 for each in announced)
    assert single + repeated == len(rows)


async def test_a_door_left_open_is_two_events_with_a_count(running: Home) -> None:
    """The lock reports it every few seconds for as long as it lasts."""
    now = running.cloud.clock.now()
    for seconds in range(0, 300, 5):
        running.cloud.add_alarm(
            "Front door", "unclosed_time", occurred_at=now + timedelta(seconds=seconds)
        )
    await running.poll()
    await running.poll()
    assert running.types == ["unclosed_time", "unclosed_time"]
    first, last = running.events
    assert first.attributes["count"] == 1
    assert last.attributes["count"] == 60
    assert first.attributes["occurred_at"] == now.isoformat()
    assert last.attributes["occurred_at"] == (now + timedelta(seconds=295)).isoformat()


async def test_a_burst_that_goes_on_over_a_restart_is_one(running: Home) -> None:
    """Its beginning was told, and is not told again."""
    running.cloud.add_alarm("Front door", "unclosed_time")
    await running.poll(timedelta(minutes=14))
    now = running.cloud.clock.now()
    running.cloud.add_alarm("Front door", "pry", occurred_at=now)
    await running.poll(timedelta(seconds=40))
    await running.restart()
    running.cloud.add_alarm(
        "Front door", "pry", occurred_at=now + timedelta(seconds=50)
    )
    await running.poll()
    assert running.types == ["unclosed_time", "pry", "pry"]
    assert running.events[2].attributes["count"] == 2


async def test_repeated_attempts_are_an_event_of_their_own(running: Home) -> None:
    """Four wrong codes came before: the owner hears of each, and of all."""
    now = running.cloud.clock.now()
    for seconds in range(4):
        running.cloud.add_attempt(
            "Front door",
            "wrong_password",
            occurred_at=now + timedelta(seconds=seconds),
        )
    await running.poll()
    assert running.types == [*["wrong_password"] * 4, "repeated_attempts"]
    attributes = running.events[-1].attributes
    assert attributes["count"] == 4
    assert attributes["alarm"] == "wrong_password"
    assert attributes["method"] == "password"
    assert running.state("sensor.front_door_last_alarm") == "wrong_password"


async def test_how_many_attempts_are_repeated_is_an_option(home: Home) -> None:
    """Two within ten minutes."""
    home.entry = mock_entry(
        home.entry.data["base_url"], attempts=2, attempts_minutes=10
    )
    await home.start()
    now = home.cloud.clock.now()
    for minutes in (0, 9):
        home.cloud.add_attempt(
            "Front door", "wrong_card", occurred_at=now + timedelta(minutes=minutes)
        )
    await home.poll()
    assert home.types == ["wrong_card", "wrong_card", "repeated_attempts"]


async def leave_open(home: Home) -> None:
    """Let a burst go on while the alarms are read."""
    now = home.cloud.clock.now()
    for seconds in (800, 830):
        home.cloud.add_alarm(
            "Front door", "pry", occurred_at=now + timedelta(seconds=seconds)
        )
    await home.poll()
    assert home.types == ["pry"]


async def test_the_end_of_a_burst_that_is_long_ago_is_told_as_late(
    running: Home,
) -> None:
    """Home Assistant was off meanwhile: it must not act as the present."""
    await leave_open(running)
    await running.restart(off_for=timedelta(days=1))
    await running.poll()
    assert running.types == ["pry", "late"]
    assert running.events[1].attributes["count"] == 2


async def test_the_end_of_a_burst_waits_until_alarms_can_be_read(
    running: Home,
) -> None:
    """Told while the entity is unavailable it would start no automation."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.events.clear()
    await leave_open(running)
    running.cloud.fail_next(99, "http_500", path="alarm-logs")
    await running.poll()
    assert running.state(ALARM) == "unavailable"
    running.cloud.recover()
    await running.poll()
    assert running.types == ["pry", "late"]
    assert running.events[1].attributes["count"] == 2
