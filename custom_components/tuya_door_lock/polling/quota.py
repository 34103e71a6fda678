"""From the monthly allowance of calls to the time between two polls."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import math
from typing import Any, Final, Self

DEFAULT_ALLOWANCE: Final = 26_000
SHORTEST_INTERVAL: Final = timedelta(seconds=30)
# Polling slower than this saves nothing worth having: an allowance that small is
# used up by the calls that are not polls.
LONGEST_INTERVAL: Final = timedelta(hours=1)

_DAY: Final = timedelta(days=1)
_LONGEST_MONTH: Final = timedelta(days=31)


def month_of(moment: datetime) -> datetime:
    """Return the beginning of the calendar month (UTC) that a moment lies in."""
    return moment.astimezone(UTC).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )


@dataclass(frozen=True, slots=True)
class Demand:
    """The calls that the locks of a project ask for."""

    per_round: int
    """What it takes to poll every lock once."""

    per_day: int = 0
    """What comes on top, however often locks are polled."""


@dataclass(slots=True)
class LastDay:
    """Counts what came within the last day.

    Further pages are read where there is news, and four times a day: a poll more
    or less does not change how many they are.
    """

    _counted: deque[tuple[datetime, int]] = field(default_factory=deque)

    def add(self, count: int, now: datetime) -> None:
        """Count something that comes now."""
        self.total(now)
        if count:
            self._counted.append((now, count))

    def total(self, now: datetime) -> int:
        """Return how much it was until now; a time in the future was a wrong one."""
        while self._counted and not timedelta(0) <= now - self._counted[0][0] < _DAY:
            self._counted.popleft()
        return sum(count for _, count in self._counted)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rest of a month is spent."""

    interval: timedelta
    """The time between two rounds of polls."""

    projected: int
    """The calls that will have been spent when the month ends."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The calls that a project may make in a calendar month.

    A share of `reserve` is left to the other programs that use the project.
    Source: Tuya's IoT Core trial plan, about 26,000 calls a month, after which
    Tuya stops the whole project.
    """

    allowance: int = DEFAULT_ALLOWANCE
    reserve: float = 0.2

    @property
    def own_share(self) -> int:
        """Return how many of the calls are not left to others."""
        return int(self.allowance * (1 - self.reserve))

    def plan(self, now: datetime, spent: int, demand: Demand) -> Plan:
        """Spread what is left of the allowance over what is left of the month.

        Polls become more frequent when less was spent than planned, and less so
        when more was. They never end: an hourly look still finds every record.
        """
        month = month_of(now)
        left = month_of(month + _LONGEST_MONTH + _DAY) - now
        committed = spent + demand.per_day * (left / _DAY)
        usable = self.own_share - committed
        interval = LONGEST_INTERVAL
        if usable > 0:
            # In whole seconds, so that the plan rests while all goes by it.
            seconds = min(
                left.total_seconds() * demand.per_round / usable,
                LONGEST_INTERVAL.total_seconds(),
            )
            interval = max(timedelta(seconds=math.ceil(seconds)), SHORTEST_INTERVAL)
        polls = demand.per_round * (left / interval)
        return Plan(interval, math.ceil(committed + polls))


@dataclass(slots=True)
class Ledger:
    """The calls that were spent in a calendar month, over restarts."""

    month: datetime | None = None
    calls: Counter[str] = field(default_factory=Counter)
    """How many, by kind."""

    _noted: Counter[str] = field(default_factory=Counter)

    @property
    def spent(self) -> int:
        """Return how many calls were spent in all."""
        return self.calls.total()

    def note(self, counted: Counter[str], now: datetime) -> bool:
        """Take in what a client has counted so far; return whether that is news.

        What was counted since the last note goes to the month of this one: the two
        are a minute apart.
        """
        new = counted - self._noted
        self._noted = counted.copy()
        month = month_of(now)
        begins = month != self.month
        if begins:
            self.month = month
            self.calls.clear()
        self.calls += new
        return begins or bool(new)

    def as_dict(self) -> dict[str, Any]:
        """Return the ledger as JSON values, for storage."""
        return {
            "month": self.month and self.month.isoformat(),
            "calls": dict(self.calls),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any], counted: Counter[str]) -> Self:
        """Return the ledger that `as_dict` gave.

        `counted` is what the client has counted already: it is in there, since a
        client outlives the set-ups that fail.
        """
        month = stored["month"]
        return cls(
            month and datetime.fromisoformat(month),
            Counter(stored["calls"]),
            counted.copy(),
        )
