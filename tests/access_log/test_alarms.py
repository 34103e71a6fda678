"""Alarms that a lock repeats, and attempts that add up: which fire, how often."""

from datetime import UTC, datetime, timedelta
import json
from random import Random

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.access_log.alarms import Alarms
from custom_components.tuya_door_lock.access_log.events import LockEvent, Notice
from custom_components.tuya_door_lock.api.records import LockAlarm, RecordKind

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FIVE_MINUTES = timedelta(minutes=5)


def entry(alarm: LockAlarm, seconds: float) -> LockEvent:
    """Return an alarm so many seconds from now."""
    return LockEvent(
        record_id=f"{alarm}{seconds}",
        occurred_at=NOW + timedelta(seconds=seconds),
        kind=RecordKind.ALARM,
        alarm=alarm,
    )


def fired(
    alarms: Alarms, event: LockEvent, now: datetime | None = None
) -> list[LockEvent]:
    """Return the events that an alarm fires, where four attempts are many.

    It comes when it happens, or now where that lies ten years ahead.
    """
    if now is None:
        is_ahead = event.occurred_at - NOW > timedelta(days=365)
        now = NOW if is_ahead else event.occurred_at
    return alarms.add(event, now, attempts=4, within=FIVE_MINUTES)[1]


def fired_by(
    alarms: Alarms, alarm: LockAlarm, *seconds: float
) -> list[tuple[float, int]]:
    """Return when each event that fires happened, in seconds, and its count."""
    return [
        ((each.occurred_at - NOW).total_seconds(), each.count)
        for second in seconds
        for each in fired(alarms, entry(alarm, second))
    ]


def ended(alarms: Alarms, seconds: float) -> list[tuple[float, int]]:
    """Return the events of the bursts that have ended by then."""
    return [
        ((each.occurred_at - NOW).total_seconds(), each.count)
        for each in alarms.ended(NOW + timedelta(seconds=seconds))
    ]


def test_a_burst_is_reported_at_its_first_and_its_last_row() -> None:
    """A door left open, every 20 seconds."""
    alarms = Alarms()
    assert fired_by(alarms, LockAlarm.UNCLOSED_TIME, 0, 20, 40, 60) == [(0, 1)]
    assert ended(alarms, 120) == []
    assert ended(alarms, 121) == [(60, 4)]
    assert ended(alarms, 500) == []


def test_the_next_burst_ends_the_one_before() -> None:
    """Two openings between two polls are two bursts."""
    alarms = Alarms()
    assert fired_by(alarms, LockAlarm.UNCLOSED_TIME, 0, 20, 300, 320) == [
        (0, 1),
        (20, 2),
        (300, 1),
    ]
    assert ended(alarms, 400) == [(320, 2)]


def test_an_alarm_that_comes_once_is_reported_once() -> None:
    """No second event says that nothing was repeated."""
    alarms = Alarms()
    assert fired_by(alarms, LockAlarm.PRY, 0) == [(0, 1)]
    assert ended(alarms, 100) == []
    assert fired_by(alarms, LockAlarm.PRY, 200) == [(200, 1)]


def test_rows_out_of_order_are_counted_and_a_late_one_is_reported() -> None:
    """Within the burst it is one of its rows, long before it none."""
    alarms = Alarms()
    assert fired_by(alarms, LockAlarm.SHOCK, 300, 330, 310, 0) == [(300, 1), (0, 1)]
    assert ended(alarms, 400) == [(330, 3)]


def test_two_alarms_at_once_are_two_bursts() -> None:
    """Each has a first and a last row of its own."""
    alarms = Alarms()
    assert fired_by(alarms, LockAlarm.SHOCK, 0) == [(0, 1)]
    assert fired_by(alarms, LockAlarm.PRY, 1) == [(1, 1)]
    assert fired_by(alarms, LockAlarm.SHOCK, 10) == []
    assert ended(alarms, 100) == [(10, 2)]


@pytest.mark.parametrize(
    "alarm", [LockAlarm.DURESS, LockAlarm.WRONG_FINGER, LockAlarm.OTHER]
)
def test_what_must_not_be_missed_is_reported_each_time(alarm: LockAlarm) -> None:
    """Duress, an attempt, and an unknown alarm."""
    assert fired_by(Alarms(), alarm, 0, 2, 4) == [(0, 1), (2, 1), (4, 1)]


def test_attempts_that_add_up_are_reported_once_with_their_number() -> None:
    """Four within five minutes, whatever they were tried with."""
    alarms = Alarms()
    assert fired_by(alarms, LockAlarm.WRONG_PASSWORD, 0, 10) == [(0, 1), (10, 1)]
    assert fired_by(alarms, LockAlarm.WRONG_FINGER, 20) == [(20, 1)]
    fourth = fired(alarms, entry(LockAlarm.WRONG_FINGER, 30))
    assert [each.notice for each in fourth] == [None, Notice.REPEATED_ATTEMPTS]
    assert fourth[1].count == 4
    assert fourth[1].alarm is LockAlarm.WRONG_FINGER
    assert fourth[0].record_id != fourth[1].record_id
    assert fired_by(alarms, LockAlarm.WRONG_PASSWORD, 40, 50) == [(40, 1), (50, 1)]


def test_attempts_are_reported_again_after_a_quiet_while() -> None:
    """The same person comes back."""
    alarms = Alarms()
    fired_by(alarms, LockAlarm.WRONG_CARD, 0, 1, 2, 3)
    assert fired_by(alarms, LockAlarm.WRONG_CARD, 304, 305, 306, 307)[-1] == (307, 4)


def test_attempts_far_apart_do_not_add_up() -> None:
    """A finger that is not read well, every two minutes."""
    assert fired_by(Alarms(), LockAlarm.WRONG_FINGER, 0, 120, 240, 360, 480) == [
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
    """The counts at first and at last add up to all rows."""
    alarms = Alarms()
    announced: list[LockEvent] = []
    for number, (alarm, second) in enumerate(sorted(rows, key=lambda row: row[1])):
        announced += fired(alarms, entry(alarm, second))
        if number in restarts:
            alarms = Alarms.from_dict(json.loads(json.dumps(alarms.as_dict())))
    announced += alarms.ended(NOW + timedelta(hours=1))
    single = sum(each.count == 1 for each in announced)
    repeated = sum(each.count - 1 for each in announced)
    assert single + repeated == len(rows)


@given(st.permutations([0, 15, 30, 45, 60, 90]))
def test_repeated_attempts_are_said_once_in_whatever_order_they_come(
    seconds: list[int],
) -> None:
    """A lock uploads what it has recorded when it wakes, or later."""
    alarms = Alarms()
    events = [
        each
        for second in seconds
        for each in fired(alarms, entry(LockAlarm.WRONG_PASSWORD, second))
    ]
    assert [each.notice for each in events].count(Notice.REPEATED_ATTEMPTS) == 1
    assert sum(each.notice is None for each in events) == 6


def test_an_attempt_of_yesterday_leaves_the_count_of_today_alone() -> None:
    """It was uploaded late, between the third and the fourth."""
    alarms = Alarms()
    fired_by(alarms, LockAlarm.WRONG_PASSWORD, 0, 10, 20, -86_400)
    fourth = fired(alarms, entry(LockAlarm.WRONG_PASSWORD, 30))
    assert [each.notice for each in fourth] == [None, Notice.REPEATED_ATTEMPTS]
    assert (fourth[1].attempt, fourth[1].attempt_seconds) == (4, 30)


def test_a_long_series_of_attempts_is_said_once() -> None:
    """A robot tries a code every two seconds for an hour; the last 100 are remembered."""
    alarms = Alarms()
    events = [
        each
        for second in range(0, 3_600, 2)
        for each in fired(alarms, entry(LockAlarm.WRONG_PASSWORD, second))
    ]
    assert sum(each.notice is not None for each in events) == 1
    assert len({each.burst_id for each in events}) == 1


TEN_YEARS = 10 * 365 * 86_400


def test_an_alarm_from_the_future_does_not_end_folding() -> None:
    """The clock of the lock was ten years ahead for a moment."""
    alarms = Alarms()
    assert fired_by(alarms, LockAlarm.PRY, TEN_YEARS) == [(TEN_YEARS, 1)]
    assert fired_by(alarms, LockAlarm.PRY, 0, 20, 40) == [(0, 1)]
    assert ended(alarms, 101) == [(40, 3)]
    assert fired_by(alarms, LockAlarm.PRY, 300, 310) == [(300, 1)]
    assert ended(alarms, 371) == [(310, 2)]


def test_a_burst_from_the_future_ends_when_no_more_of_it_comes() -> None:
    """Its own times say nothing about when that is."""
    alarms = Alarms()
    assert fired_by(alarms, LockAlarm.PRY, TEN_YEARS, TEN_YEARS + 5) == [(TEN_YEARS, 1)]
    assert ended(alarms, 60) == []
    assert ended(alarms, 61) == [(TEN_YEARS + 5, 2)]


def test_a_clock_that_is_set_back_ends_what_goes_on() -> None:
    """It would go on for as long as the clock was ahead."""
    alarms = Alarms()
    fired_by(alarms, LockAlarm.PRY, 0, 20)
    assert ended(alarms, -3_600) == [(20, 2)]


def test_a_row_that_comes_after_the_end_of_its_burst_fires_by_itself() -> None:
    """The end has said its number already."""
    alarms = Alarms()
    fired_by(alarms, LockAlarm.PRY, 0, 20)
    assert ended(alarms, 100) == [(20, 2)]
    assert fired_by(alarms, LockAlarm.PRY, 10) == [(10, 1)]
    assert ended(alarms, 100) == []


def bursts(*events: LockEvent) -> list[str | None]:
    """Return to which burst each event is kept as belonging."""
    alarms = Alarms()
    return [
        alarms.add(event, NOW, attempts=4, within=FIVE_MINUTES)[0].burst_id
        for event in events
    ]


def test_what_belongs_together_is_kept_so() -> None:
    """So the card has nothing to decide."""
    assert bursts(
        entry(LockAlarm.PRY, 0),
        entry(LockAlarm.SHOCK, 5),
        entry(LockAlarm.PRY, 30),
        entry(LockAlarm.PRY, 300),
    ) == ["pry0", "shock5", "pry0", "pry300"]
    assert bursts(
        entry(LockAlarm.WRONG_CARD, 0),
        entry(LockAlarm.WRONG_PASSWORD, 200),
        entry(LockAlarm.WRONG_PASSWORD, 501),
        entry(LockAlarm.DURESS, 502),
        entry(LockAlarm.OTHER, 503),
    ) == ["wrong_card0", "wrong_card0", "wrong_password501", None, None]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([LockAlarm.UNCLOSED_TIME, LockAlarm.PRY]),
            st.integers(-300, 300) | st.just(TEN_YEARS),
        ),
        max_size=30,
    ),
    st.randoms(use_true_random=False),
)
def test_every_row_is_counted_once_in_whatever_order_it_comes(
    rows: list[tuple[LockAlarm, int]], random: Random
) -> None:
    """Whether its burst goes on or has ended, and over restarts."""
    alarms = Alarms()
    announced: list[LockEvent] = []
    for number, (alarm, second) in enumerate(rows):
        now = NOW + timedelta(seconds=20 * number)
        announced += fired(alarms, entry(alarm, second), now)
        if random.random() < 0.3:
            announced += alarms.ended(now)
        if random.random() < 0.2:
            alarms = Alarms.from_dict(json.loads(json.dumps(alarms.as_dict())))
    announced += alarms.ended(NOW + timedelta(hours=1))
    single = sum(each.count == 1 for each in announced)
    repeated = sum(each.count - 1 for each in announced)
    assert single + repeated == len(rows)
