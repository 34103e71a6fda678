"""How calls are counted, and what a reading of a lock takes."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.polling.counters import (
    CallCounter,
    CallEstimate,
    LockDemand,
    RollingDayCounter,
    month_after,
    month_of,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
JANUARY = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-12-31T23:59:59+00:00", DECEMBER),
        ("2027-01-01T00:00:00+00:00", JANUARY),
        ("2027-01-01T00:30:00+01:00", DECEMBER),
        ("2026-12-31T19:00:00-05:00", JANUARY),
    ],
)
def test_the_month_is_that_of_utc(text: str, month: datetime) -> None:
    """Wherever Home Assistant is."""
    assert month_of(datetime.fromisoformat(text)) == month


@given(st.datetimes(datetime(2020, 1, 1), datetime(2099, 11, 30)))
def test_a_month_ends_where_the_next_begins(moment: datetime) -> None:
    """In February too."""
    month = month_of(moment.replace(tzinfo=UTC))
    assert month_of(month_after(month) - timedelta(microseconds=1)) == month
    assert month_of(month_after(month)) == month_after(month)


def test_calls_are_counted_by_kind_and_from_update_to_update() -> None:
    """The client goes on counting from its own start."""
    counter = CallCounter()
    client = Counter({"token": 1, "devices": 1})
    assert counter.update(client, DECEMBER) == 2
    assert counter.update(client, DECEMBER + HOUR) == 0
    client["open-logs"] += 5
    assert counter.update(client, DECEMBER + HOUR) == 5
    assert counter.of_month(DECEMBER) == {"token": 1, "devices": 1, "open-logs": 5}
    assert counter.spent(DECEMBER + DAY) == 7


def test_a_new_month_begins_with_nothing_spent() -> None:
    """Only what was counted since the last update is in it."""
    counter = CallCounter()
    client = Counter({"open-logs": 20_000})
    counter.update(client, JANUARY - HOUR)
    assert counter.update(client, JANUARY) == 0
    assert counter.spent(JANUARY) == 0
    client["open-logs"] += 3
    counter.update(client, JANUARY + HOUR)
    assert counter.spent(JANUARY + HOUR) == 3
    assert counter.spent(JANUARY - HOUR) == 20_000


def test_a_clock_that_steps_into_the_next_month_and_back_changes_no_count() -> None:
    """What was counted meanwhile belongs to the month that it was."""
    counter = CallCounter()
    client = Counter({"open-logs": 18_017})
    counter.update(client, DECEMBER - DAY)
    client["open-logs"] += 6
    counter.update(client, DECEMBER + DAY)
    assert counter.spent(DECEMBER + DAY) == 6
    counter.update(client, DECEMBER - DAY)
    assert counter.spent(DECEMBER - DAY) == 18_023
    counter.update(client, DECEMBER + HOUR)
    assert counter.spent(DECEMBER + HOUR) == 0


def test_a_clock_that_is_late_for_a_new_month_leaves_its_count() -> None:
    """After five days of December, a look back at November and forth again."""
    counter = CallCounter()
    client = Counter({"open-logs": 100})
    counter.update(client, DECEMBER)
    counter.update(client, DECEMBER + 5 * DAY)
    client["open-logs"] += 7
    counter.update(client, DECEMBER - DAY)
    client["open-logs"] += 1
    counter.update(client, DECEMBER + 5 * DAY)
    assert counter.spent(DECEMBER) == 108
    assert counter.spent(NOVEMBER) == 0


def test_an_adjustment_at_midnight_moves_nothing_twice() -> None:
    """Twenty minutes back, over the end of the month."""
    counter = CallCounter()
    client = Counter({"open-logs": 100})
    counter.update(client, DECEMBER - HOUR)
    client["open-logs"] += 20
    counter.update(client, DECEMBER + HOUR / 6)
    client["open-logs"] += 2
    counter.update(client, DECEMBER - HOUR / 6)
    assert counter.spent(NOVEMBER) == 122
    counter.update(client, DECEMBER)
    assert counter.spent(NOVEMBER) + counter.spent(DECEMBER) == 122


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(-60 * 24, 60 * 24)), max_size=30)
)
def test_no_step_of_a_clock_loses_or_doubles_a_call(
    steps: list[tuple[int, int]],
) -> None:
    """Whatever the clock shows, all months together have what was sent."""
    counter, client = CallCounter(), Counter[str]()
    for calls, hours in steps:
        client["open-logs"] += calls
        counter.update(client, DECEMBER + hours * HOUR)
    assert sum(each.total() for each in counter.months.values()) == client.total()


def test_few_months_are_kept() -> None:
    """A clock that runs through the years fills no disk."""
    counter = CallCounter()
    for month in range(100):
        counter.update(Counter({"token": month}), DECEMBER + month * 31 * DAY)
    assert len(counter.months) == 12


def test_a_count_outlives_a_restart() -> None:
    """The next client counts from zero; one that is kept is not counted twice."""
    counter = CallCounter()
    client = Counter({"open-logs": 100})
    counter.update(client, DECEMBER)
    stored = counter.as_dict()
    assert stored == {"2026-12-01T00:00:00+00:00": {"open-logs": 100}}

    restarted = CallCounter.from_dict(stored, Counter())
    restarted.update(Counter({"open-logs": 2}), DECEMBER + DAY)
    assert restarted.spent(DECEMBER) == 102

    kept = CallCounter.from_dict(stored, client)
    client["open-logs"] += 1
    kept.update(client, DECEMBER + DAY)
    assert kept.spent(DECEMBER) == 101


@given(
    st.lists(
        st.tuples(st.sampled_from(["token", "open-logs"]), st.integers(0, 50)),
        max_size=30,
    )
)
def test_no_call_is_counted_twice_or_left_out(calls: list[tuple[str, int]]) -> None:
    """However they fall between two updates, with a restart after each."""
    counter, client = CallCounter(), Counter[str]()
    for kind, count in calls:
        client[kind] += count
        counter.update(client, DECEMBER)
        counter = CallCounter.from_dict(counter.as_dict(), client)
    assert counter.of_month(DECEMBER) == Counter(
        {kind: sum(n for each, n in calls if each == kind) for kind, _ in calls}
    )


def test_a_day_later_nothing_counts_any_more() -> None:
    """Nor what a clock that was ahead has counted."""
    calls = RollingDayCounter()
    assert calls.total(DECEMBER) == 0
    calls.add(2, DECEMBER)
    calls.add(0, DECEMBER)
    calls.add(3, DECEMBER + HOUR)
    assert calls.total(DECEMBER + DAY - timedelta(seconds=1)) == 5
    assert calls.total(DECEMBER + DAY) == 3
    calls.add(1, DECEMBER + 9 * DAY)
    assert RollingDayCounter.from_list(calls.as_list()) == calls
    assert calls.total(DECEMBER + 9 * DAY) == 1
    assert calls.total(DECEMBER + 2 * DAY) == 0


def test_a_lock_asks_for_what_its_last_reading_took() -> None:
    """One that was never used is searched through every endpoint: eleven calls."""
    estimate = CallEstimate(3)
    assert estimate.demand(DECEMBER) == LockDemand(3)
    estimate.add(11, 0, DECEMBER)
    assert estimate.demand(DECEMBER) == LockDemand(11)
    estimate.add(2, 0, DECEMBER + HOUR)
    assert estimate.demand(DECEMBER + HOUR, DAY) == LockDemand(2, 0, DAY)


def test_a_lock_that_is_read_often_has_further_pages_by_day() -> None:
    """They come with the news, however often it is read."""
    estimate = CallEstimate(2)
    for reading in range(24):
        estimate.add(2, int(reading % 6 == 0), DECEMBER + reading * HOUR)
    assert estimate.demand(DECEMBER + 23 * HOUR) == LockDemand(2, 4, None, 1)
    # Those of 0, 6 and 12 hours are more than a day old.
    assert estimate.demand(DECEMBER + 37 * HOUR) == LockDemand(2, 1, None, 1)


def test_a_lock_that_is_read_rarely_has_further_pages_by_reading() -> None:
    """Each finds news: of the last eight, six took two calls more."""
    estimate = CallEstimate(2)
    for reading in range(10):
        estimate.add(2, 0 if reading < 4 else 2, DECEMBER + reading * DAY)
    assert estimate.demand(DECEMBER + 10 * DAY) == LockDemand(3.5, 0, None, 0.5)


def test_a_first_reading_to_the_end_of_a_long_log_says_little_of_the_next() -> None:
    """It comes with each start, and stands for a day's readings: for eight."""
    estimate = CallEstimate(2)
    estimate.add(2, 4, DECEMBER)
    assert estimate.demand(DECEMBER) == LockDemand(2.5, 0, None, 3.5)
    estimate.add(2, 0, DECEMBER + HOUR)
    assert estimate.demand(DECEMBER + HOUR) == LockDemand(2.5, 0, None, 3.5)
