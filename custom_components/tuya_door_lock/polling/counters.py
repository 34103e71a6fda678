"""Counts calls: by month and kind, within a day, and for one reading of a lock."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Self

DAY: Final = timedelta(days=1)

# As many as a clock may stray into without pushing the right one out.
_MONTHS_KEPT: Final = 12
# With fewer readings in a day, the calls of one say more than their sum.
_READINGS_OF_A_DAY: Final = 8


def month_of(moment: datetime) -> datetime:
    """Return the beginning of the calendar month (UTC) that a moment lies in."""
    return moment.astimezone(UTC).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )


def month_after(month: datetime) -> datetime:
    """Return the beginning of the month after the one that begins at a moment."""
    return month_of(month + 32 * DAY)


@dataclass(slots=True)
class CallCounter:
    """Counts the calls of a project by calendar month and kind, over restarts.

    Each month keeps its own count, so that a clock that steps over the end of a
    month and back changes none of them.
    """

    months: dict[datetime, Counter[str]] = field(default_factory=dict)
    """How many calls of each kind, by the beginning of the month."""

    _seen: Counter[str] = field(default_factory=Counter)
    """What the client had counted at the last update."""

    _visit: _Visit | None = None

    def update(self, counted: Counter[str], now: datetime) -> int:
        """Add what a client has counted since the last update; return how many.

        They go to the month of this update: the two are a minute apart.
        """
        new = counted - self._seen
        self._seen = counted.copy()
        month = month_of(now)
        if self._visit is None or self._visit.month != month:
            self._visit = self._enter(self._visit, month, now)
        self._visit.last_at = now
        self._visit.calls += new
        calls = self.months.pop(month, Counter())
        self.months[month] = calls + new
        while len(self.months) > _MONTHS_KEPT:
            del self.months[next(iter(self.months))]
        return new.total()

    def _enter(self, left: _Visit | None, month: datetime, now: datetime) -> _Visit:
        """Begin to count in another month.

        Where the clock returns to a month within a day, it was wrong meanwhile: what
        was counted in the other month belongs to this one.
        """
        if (
            left is not None
            and left.came_from == month
            and left.last_at - left.entered_at < DAY
        ):
            self.months[left.month] -= left.calls
            self.months[month] = self.months.get(month, Counter()) + left.calls
        return _Visit(month, left.month if left else None, now, now)

    def of_month(self, now: datetime) -> Counter[str]:
        """Return how many calls of each kind were counted in the month of a moment."""
        return self.months.get(month_of(now), Counter())

    def spent(self, now: datetime) -> int:
        """Return how many calls were counted in the month of a moment."""
        return self.of_month(now).total()

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Return the counts as JSON values: by month, then by kind."""
        return {month.isoformat(): dict(calls) for month, calls in self.months.items()}

    @classmethod
    def from_dict(
        cls, stored: Mapping[str, Mapping[str, int]], counted: Counter[str]
    ) -> Self:
        """Return the counter that `as_dict` gave.

        `counted` is what the client has counted already: it is in there, since a
        client outlives the set-ups that fail.
        """
        months = {
            datetime.fromisoformat(month): Counter(calls)
            for month, calls in stored.items()
        }
        return cls(months, counted.copy())


@dataclass(slots=True)
class _Visit:
    """What was counted in a month since the clock has shown it."""

    month: datetime
    came_from: datetime | None
    entered_at: datetime
    last_at: datetime
    calls: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class RollingDayCounter:
    """Counts what came within the last day."""

    _counted: deque[tuple[datetime, int]] = field(default_factory=deque)

    def add(self, count: int, now: datetime) -> None:
        """Count something that comes now."""
        self.total(now)
        if count:
            self._counted.append((now, count))

    def total(self, now: datetime, span: timedelta = DAY) -> int:
        """Return how much it was in a span until now, of a day at most.

        A time in the future was a wrong one.
        """
        while self._counted and not timedelta(0) <= now - self._counted[0][0] < DAY:
            self._counted.popleft()
        return sum(count for moment, count in self._counted if now - moment < span)

    def as_list(self) -> list[tuple[str, int]]:
        """Return what was counted as JSON values: pairs of a time and a number."""
        return [(moment.isoformat(), count) for moment, count in self._counted]

    @classmethod
    def from_list(cls, stored: Iterable[tuple[str, int]]) -> Self:
        """Return the counter that `as_list` gave."""
        return cls(
            deque((datetime.fromisoformat(moment), count) for moment, count in stored)
        )


@dataclass(frozen=True, slots=True)
class LockDemand:
    """The calls that a lock asks for."""

    calls_per_read: float
    """The calls that read its log once."""

    further_per_day: float = 0
    """What comes on top, however often it is read."""

    safety_interval: timedelta | None = None
    """How rarely it may be read, where hints say when there is something new."""

    further_at_once: float = 0
    """The most that came on top of a single reading."""


@dataclass(slots=True)
class CallEstimate:
    """Measures how many calls the readings of a lock's log make.

    Further pages are read where there is news, and four times a day: their number does
    not depend on how often a lock is read. Where it is read a few times a day, each
    reading finds news, and further pages belong to each.
    """

    first_calls: int
    """The calls of the last reading without further pages: one for each stream, more
    during a search for the source."""

    _readings: deque[tuple[datetime, int]] = field(default_factory=deque)

    def add(self, first_calls: int, further_calls: int, now: datetime) -> None:
        """Add the calls of a reading: for the first pages, and for further ones."""
        self.first_calls = first_calls
        self._readings.append((now, further_calls))
        while len(self._readings) > _READINGS_OF_A_DAY and not (
            timedelta(0) <= now - self._readings[0][0] < DAY
        ):
            self._readings.popleft()

    def demand(
        self, now: datetime, safety_interval: timedelta | None = None
    ) -> LockDemand:
        """Return what the lock asks for as far as it was seen until now."""
        of_a_day = [
            further
            for moment, further in self._readings
            if timedelta(0) <= now - moment < DAY
        ]
        each = [further for _, further in self._readings] or [0]
        if len(of_a_day) >= _READINGS_OF_A_DAY:
            in_each, per_day = 0.0, sum(of_a_day)
        else:
            # The first ones after a start read to the end: others do not.
            in_each, per_day = sum(each) / max(len(each), _READINGS_OF_A_DAY), 0
        return LockDemand(
            self.first_calls + in_each, per_day, safety_interval, max(each) - in_each
        )
