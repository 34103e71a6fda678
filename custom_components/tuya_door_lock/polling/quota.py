"""One account of a project's calls: counted, planned, and reserved."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
import math
from typing import Any, Final, Self

from .counters import (
    DAY,
    CallCounter,
    LockDemand,
    RollingDayCounter,
    month_after,
    month_of,
)

# Tuya's IoT Core trial plan: when they are used up, Tuya stops the whole project.
DEFAULT_ALLOWANCE: Final = 26_000
SHORTEST_INTERVAL: Final = timedelta(seconds=30)

_HOUR: Final = timedelta(hours=1)
_LONGEST_MONTH: Final = timedelta(days=31)
_ENDLESS: Final = timedelta(days=366)
# What is left to the other programs that use the project.
_SHARE_OF_OTHERS: Final = 0.2
# Where an hourly list takes more than this of a month, it is read more rarely.
_SHARE_OF_LIST: Final = 0.1
# Of the list of locks, and of whatever has no plan yet.
USUAL_INTERVAL: Final = _HOUR
# Whatever was measured beside them, polls have the rest.
_SHARE_BESIDE_POLLS: Final = 0.7
# Its members and its firmware, each day.
_CALLS_ABOUT_A_LOCK: Final = 2
# A day's upkeep of a lock, of either share, with some room: with just enough calls the
# same locks would always come last.
_CALLS_OF_UPKEEP: Final = 5
# One every two hours.
_TOKENS_PER_DAY: Final = 12


class Purpose(StrEnum):
    """What calls are reserved for, beside the polls of the plan."""

    ABOUT = "about"
    """The members and the firmware of a lock, and how its log is best read."""

    FULL_READING = "full_reading"
    """What most likely shows nothing new: logs, further pages, a shadow on trial."""

    HINT = "hint"
    REQUEST = "request"


# What each may take of a day's calls, and what hints and requests may together:
# the rest is for polls.
_SHARE_OF_A_DAY: Final = {
    Purpose.ABOUT: 0.1,
    Purpose.FULL_READING: 0.1,
    Purpose.HINT: 0.75,
    Purpose.REQUEST: 0.25,
}
# The part of a share that is not planned: tomorrow's share may be smaller.
_LAST_OF_A_SHARE: Final = 0.1
_FORESEEN: Final = (Purpose.HINT, Purpose.REQUEST)
_SHARE_OF_FORESEEN: Final = 0.8
# Of a day's calls.
_MOST_KEPT_FOR_PAGES: Final = 0.1
# Of what is left of a month, where that is less than hourly polls take.
_KEPT_FOR_POLLS: Final = 0.75


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rest of a month is spent."""

    interval: timedelta
    """The time between two polls of a lock that has no hints."""

    projected: int
    """The calls that will have been spent when the month ends."""

    intervals: Mapping[str, timedelta]
    """The time between two polls, by lock."""

    list_interval: timedelta
    """The time between two readings of the list of locks."""

    upkeep_interval: timedelta
    """The time between two readings of what changes rarely at a lock."""

    hourly_allowance: int
    """How many calls a month, those left to others included, hourly polls take."""


@dataclass(slots=True)
class Quota:
    """The calls that a project may make in a calendar month (UTC).

    Four fifths of the allowance are planned. Requests and hints have a share of each
    day; polls have all else, and what is unused of these shares. Reserved calls count
    as spent.
    """

    allowance: int = DEFAULT_ALLOWANCE
    counter: CallCounter = field(default_factory=CallCounter)
    _days: dict[Purpose, RollingDayCounter] = field(
        default_factory=lambda: {purpose: RollingDayCounter() for purpose in Purpose}
    )
    _reserved: int = 0
    """Calls that were reserved, and not counted yet."""

    _per_round: float = 0
    _next_round: float = 0
    """The most that may be due before the next plan counts it."""

    _others_per_day: float = 0

    @property
    def own_share(self) -> int:
        """Return how many calls of a month are not left to others."""
        return int(self.allowance * (1 - _SHARE_OF_OTHERS))

    def spent(self, now: datetime) -> int:
        """Return how many calls were spent this month."""
        return self.counter.spent(now)

    def left(self, now: datetime) -> int:
        """Return how many calls of the month's allowance are left."""
        return max(self.allowance - self.spent(now), 0)

    def count(self, counted: Counter[str], now: datetime) -> bool:
        """Count what a client has sent since the last time; return whether it did."""
        new = self.counter.update(counted, now)
        self._reserved = max(self._reserved - new, 0)
        return bool(new)

    def plan(
        self, now: datetime, locks: Mapping[str, LockDemand], *, list_calls: int = 1
    ) -> Plan:
        """Spread what is left of the month's share over what is left of the month.

        Polls become more frequent when less was spent than planned, and less so
        when more was. Locks that have hints leave what they do not need to those
        that have none. `list_calls` is what the list of locks takes.
        """
        demands = locks.values()
        month = month_of(now)
        length, left = month_after(month) - month, month_after(month) - now
        list_interval = max(
            USUAL_INTERVAL, length * (list_calls / (self.own_share * _SHARE_OF_LIST))
        )
        own_per_day = self.own_share * (DAY / length)
        upkeep_per_day = own_per_day * _SHARE_OF_A_DAY[Purpose.ABOUT]
        upkeep_interval = DAY * max(_CALLS_OF_UPKEEP * len(locks) / upkeep_per_day, 1)
        self._per_round = per_round = sum(each.calls_per_read for each in demands)
        # The next two readings of a lock may be the longest, before a plan counts them.
        # A list and a token cost all their calls, however little time is left. Of many
        # locks not all read much at once.
        further = min(
            2 * sum(each.further_at_once for each in demands),
            own_per_day * _MOST_KEPT_FOR_PAGES,
        )
        self._next_round = per_round + further + list_calls + 1
        self._others_per_day = others = min(
            _TOKENS_PER_DAY
            + list_calls * (DAY / list_interval)
            + _CALLS_ABOUT_A_LOCK * len(locks) * (DAY / upkeep_interval)
            + sum(each.further_per_day for each in demands),
            # Polls that are rarer need fewer tokens and further pages.
            own_per_day * _SHARE_BESIDE_POLLS,
        )
        spent = self.spent(now)
        committed = spent + (others + self._foreseen(now)) * (left / DAY)

        whole = min(
            length, _spread(self.own_share - others * (length / DAY), length, per_round)
        )
        if spent < self.own_share:
            calls = self.own_share - committed - self._next_round
            pace = _pace(calls, left, demands)
        else:
            # This was not planned. A part of what is left to others has to do.
            spare = _spread((self.allowance - committed) / 2, left, per_round)
            pace = max(_HOUR, whole, min(DAY, spare))
        # What does not fit into this month comes with the pace of the next one.
        pace = min(pace, left + whole)
        intervals = {
            lock_id: _in_seconds(max(pace, demand.safety_interval or pace))
            for lock_id, demand in locks.items()
        }
        polls = sum(
            demand.calls_per_read * (left / intervals[lock_id])
            for lock_id, demand in locks.items()
        )
        hourly = (per_round * 24 + others) * (_LONGEST_MONTH / DAY)
        return Plan(
            interval=min(intervals.values(), default=_in_seconds(pace)),
            intervals=intervals,
            list_interval=list_interval,
            upkeep_interval=upkeep_interval,
            projected=math.ceil(committed + polls),
            hourly_allowance=math.ceil(hourly / (1 - _SHARE_OF_OTHERS)),
        )

    def reserve(self, calls: int, purpose: Purpose, now: datetime) -> bool:
        """Reserve calls before they are made; return False where they must not be.

        They leave what hourly polls take until the month ends, or three quarters of
        what there is where that is less, and a round of polls; and each purpose has a
        share of a day.
        """
        left = month_after(month_of(now)) - now
        free = self._free(left, now)
        kept = min(self._per_round * (left / _HOUR), free * _KEPT_FOR_POLLS)
        kept = max(kept, min(self._next_round, free))
        if calls > free - kept:
            return False
        # The last hours of a month are no day: what came before them is spent.
        span = min(DAY, left)
        of_a_day = free * (span / left)
        used = self._days[purpose].total(now, span) + calls
        if used > of_a_day * _SHARE_OF_A_DAY[purpose]:
            return False
        if purpose in _FORESEEN and (
            self._foreseen(now, span) + calls > of_a_day * _SHARE_OF_FORESEEN
        ):
            return False
        self._days[purpose].add(calls, now)
        self._reserved += calls
        return True

    def is_scarce(self, accesses: int, now: datetime) -> bool:
        """Return whether hints cannot have a call for each access of a day."""
        return self.share_per_day(Purpose.HINT, now) < accesses

    def share_per_day(self, purpose: Purpose, now: datetime) -> float:
        """Return how many calls a purpose may make on each day left of the month."""
        left = month_after(month_of(now)) - now
        return max(self._free(left, now), 0) * (DAY / left) * _SHARE_OF_A_DAY[purpose]

    def per_day(self, purpose: Purpose, now: datetime) -> float:
        """Return how many calls a purpose should take in the day to come.

        A tenth of its share is kept back; they are fewer where a part of that tenth was
        spent within the last day.
        """
        span = min(DAY, month_after(month_of(now)) - now)
        share = self.share_per_day(purpose, now) * (span / DAY)
        unused = max(share - self._days[purpose].total(now, span), 0)
        most = share * (1 - _LAST_OF_A_SHARE)
        return min(most, unused / _LAST_OF_A_SHARE) * (DAY / span)

    def _free(self, left: timedelta, now: datetime) -> float:
        """Return what polls, and all that is reserved, have until the month ends."""
        return (
            self.own_share
            - self.spent(now)
            - self._reserved
            - self._others_per_day * (left / DAY)
        )

    def _foreseen(self, now: datetime, span: timedelta = DAY) -> int:
        """Return what hints and requests took in a span: the next will be alike."""
        return sum(self._days[purpose].total(now, span) for purpose in _FORESEEN)

    def as_dict(self) -> dict[str, Any]:
        """Return what was counted and reserved as JSON values, for storage."""
        return {
            "months": self.counter.as_dict(),
            "days": {
                purpose.value: counter.as_list()
                for purpose, counter in self._days.items()
            },
        }

    @classmethod
    def from_dict(
        cls, allowance: int, stored: Mapping[str, Any], counted: Counter[str]
    ) -> Self:
        """Return the quota that `as_dict` gave.

        `counted` is what the client has counted already, which is in there. Raises
        AttributeError, KeyError, TypeError or ValueError where it is damaged.
        """
        return cls(
            allowance,
            CallCounter.from_dict(stored["months"], counted),
            {
                purpose: RollingDayCounter.from_list(stored["days"][purpose.value])
                for purpose in Purpose
            },
        )


def _pace(calls: float, span: timedelta, demands: Collection[LockDemand]) -> timedelta:
    """Return the time between two polls of locks that are all polled alike.

    Those that may be polled more rarely are, and leave the rest of their calls.
    """
    per_round = sum(each.calls_per_read for each in demands)
    pace = _spread(calls, span, per_round)
    for demand in sorted(
        (each for each in demands if each.safety_interval),
        key=lambda each: each.safety_interval or DAY,
        reverse=True,
    ):
        interval = demand.safety_interval or DAY
        if interval <= pace:
            break
        calls -= demand.calls_per_read * (span / interval)
        per_round -= demand.calls_per_read
        pace = _spread(calls, span, per_round)
    return pace


def _spread(calls: float, span: timedelta, per_round: float) -> timedelta:
    """Return the time between two rounds of polls that may make some calls in a span."""
    if not per_round:
        return SHORTEST_INTERVAL
    if calls < 1:
        return _ENDLESS
    return span * (per_round / calls)


def _in_seconds(interval: timedelta) -> timedelta:
    """Return an interval rounded up, so that a plan that is kept stays the same."""
    seconds = timedelta(seconds=math.ceil(interval.total_seconds()))
    return max(seconds, SHORTEST_INTERVAL)
