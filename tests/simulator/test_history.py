"""What has happened in the household before anybody watches."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from freezegun.api import FrozenDateTimeFactory
import pytest

from simulator import (
    BACK_DOOR,
    FRONT_DOOR,
    GARDEN_GATE,
    HOLIDAY_FLAT,
    Entry,
    TuyaCloud,
    household,
)

type Past = dict[str, list[Entry]]


@pytest.fixture
def past(freezer: FrozenDateTimeFactory) -> Past:
    """Return what has happened at each lock by a Monday evening."""
    freezer.move_to("2026-11-23T19:00:00")
    return past_of(household(weeks=4))


def past_of(cloud: TuyaCloud) -> Past:
    """Return what has happened at each lock."""
    return {
        lock.id: [each for each in cloud.entries(lock) if isinstance(each, Entry)]
        for lock in cloud.locks
    }


def local(entry: Entry) -> datetime:
    """Return the time on the wall."""
    return entry.occurred_at.astimezone()


def test_it_fills_four_weeks_and_ends_a_while_ago(past: Past) -> None:
    """Leave the present to those who let it happen."""
    now = datetime.now().astimezone()
    for entries in past.values():
        ages = [now - entry.occurred_at for entry in entries]
        assert min(ages) > timedelta(minutes=30)
        assert max(ages) < timedelta(days=28)
        assert all(first > second for first, second in pairwise(ages))
    assert min(len(past[lock]) for lock in (FRONT_DOOR, BACK_DOOR, GARDEN_GATE)) > 28


def test_nobody_comes_at_night(past: Past) -> None:
    """Let a household sleep from half past eleven to half past six."""
    minutes = [
        at.hour * 60 + at.minute
        for entries in past.values()
        for at in map(local, entries)
    ]
    assert min(minutes) > 6 * 60 + 30
    assert max(minutes) < 23 * 60 + 30


def test_a_school_day_has_its_rhythm(past: Past) -> None:
    """See the child come home at the hour that belongs to the day."""
    child = [
        local(each) for each in past[FRONT_DOOR] if each.value == "4" and each.slot
    ]
    hours = {day: set[int]() for day in range(5)}
    for at in child:
        if at.weekday() in hours:
            rounded = at + timedelta(minutes=15)
            hours[at.weekday()].add(rounded.hour)
    assert hours == {0: {15}, 1: {17}, 2: {13}, 3: {17}, 4: {15}}


def test_the_cleaner_comes_on_wednesdays_with_a_temporary_code(past: Past) -> None:
    """See the code on one day of the week alone."""
    days = Counter(
        local(each).weekday() for each in past[FRONT_DOOR] if each.method == "temporary"
    )
    assert days == {2: 8}


def test_a_weekend_by_the_sea_leaves_the_town_house_empty(past: Past) -> None:
    """Be in one home at a time."""
    away = {
        local(each).date() for each in past[HOLIDAY_FLAT] if local(each).weekday() == 5
    }
    assert len(away) == 1
    away |= {day + timedelta(days=1) for day in away}
    at_home = {
        local(each).date()
        for lock in (FRONT_DOOR, BACK_DOOR, GARDEN_GATE)
        for each in past[lock]
    }
    assert not away & at_home


def test_what_happens_now_and_then_has_happened(past: Past) -> None:
    """Find something for each page of the integration."""
    front, back, gate, flat = past.values()
    values = Counter(entry.value for entry in front)
    assert values["unclosed_time"] == 18
    assert values["wrong_password"] >= 4
    assert any(entry.value == "7" for entry in front)
    assert any(len(entry.participants) == 2 for entry in back)
    assert any(entry.method == "app" for entry in back)
    assert any(entry.value == "low_battery" for entry in flat)
    seen = Counter(entry.kind for entry in gate if entry.picture)
    assert seen["alarm"] == 1
    assert seen["doorbell"] > 4
    assert seen["unlock"] > 15


def test_it_is_the_same_each_time(past: Past) -> None:
    """Show everybody the same household."""
    first, again = (
        {
            lock: [(each.occurred_at, each.code, each.value) for each in entries]
            for lock, entries in each_past.items()
        }
        for each_past in (past, past_of(household(weeks=4)))
    )
    assert all(first.values())
    assert first == again


def test_a_duress_code_is_never_used(past: Past) -> None:
    """Begin without an alarm that nobody has seen to."""
    assert [any(each.duress for each in entries) for entries in past.values()] == [
        False
    ] * 4
