"""Alarms that a lock repeats, and attempts that add up."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Self

from ..api.records import LockAlarm, UnlockMethod
from .events import LockEvent, Notice

# A lock repeats an alarm every few seconds for as long as its cause lasts.
_BURST_GAP: Final = timedelta(minutes=1)
ATTEMPTS: Final = {
    LockAlarm.WRONG_CARD: UnlockMethod.CARD,
    LockAlarm.WRONG_FACE: UnlockMethod.FACE,
    LockAlarm.WRONG_FINGER: UnlockMethod.FINGERPRINT,
    LockAlarm.WRONG_FINGER_VEIN: UnlockMethod.FINGER_VEIN,
    LockAlarm.WRONG_HAND: UnlockMethod.HAND,
    LockAlarm.WRONG_PASSWORD: UnlockMethod.PASSWORD,
}
# Each row of these fires: duress, and unknown alarms.
_SINGLE: Final = frozenset({LockAlarm.DURESS, LockAlarm.OTHER})
# The last ones that came, whatever their times: a wrong clock pushes none out.
_MOST_BURSTS: Final = 20
_MOST_ATTEMPTS: Final = 100


@dataclass(slots=True)
class Burst:
    """Rows of one alarm that follow each other within `_BURST_GAP`."""

    id: str
    """The record id of the row that came first."""

    began_at: datetime
    last: LockEvent
    """The latest row, which fires with the count when the burst has ended."""

    came_at: datetime
    """When a row has come, by the cloud's clock."""

    count: int = 1
    is_open: bool = True

    def holds(self, event: LockEvent) -> bool:
        """Return whether an event is one of these rows."""
        return (
            event.alarm is self.last.alarm
            and self.began_at - _BURST_GAP
            <= event.occurred_at
            <= self.last.occurred_at + _BURST_GAP
        )

    def end(self) -> Iterator[LockEvent]:
        """End the burst; yield its last row with the count of all."""
        self.is_open = False
        if self.count > 1:
            yield replace(self.last, count=self.count)

    def has_ended(self, now: datetime) -> bool:
        """Return whether no row has followed for long; one from the future counts as now."""
        quiet_for = now - min(self.last.occurred_at, self.came_at)
        return not timedelta(0) <= quiet_for <= _BURST_GAP


@dataclass(slots=True)
class Attempt:
    """An attempt to open that the lock has refused."""

    at: datetime
    burst_id: str
    """The record id of the first attempt of those that follow each other."""

    is_alerted: bool = False
    """Whether an event has said of these attempts that they are repeated."""


@dataclass(slots=True)
class Alarms:
    """Decides which alarms fire, and with which count, in whatever order they come.

    The first row of a burst fires at once. Those after it are held back; the last one
    fires with the count of all, as soon as the burst has ended. Attempts fire each.
    """

    _bursts: list[Burst] = field(default_factory=list)
    _attempts: list[Attempt] = field(default_factory=list)

    def add(
        self, event: LockEvent, now: datetime, *, attempts: int, within: timedelta
    ) -> tuple[LockEvent, list[LockEvent]]:
        """Return an alarm as it is to be kept, and the events that it fires, in order.

        `attempts` refused ones `within` a time fire one event more, and no other until
        as long has passed without any. `now` is a time of the cloud's clock.
        """
        if event.alarm is None or event.alarm in _SINGLE:
            return event, [event]
        if (method := ATTEMPTS.get(event.alarm)) is not None:
            return self._add_attempt(event, method, attempts, within)
        burst = next((each for each in self._bursts if each.holds(event)), None)
        if burst is None:
            event = replace(event, burst_id=event.record_id)
            before = list(self._ends_of_earlier(event))
            self._bursts.append(Burst(event.record_id, event.occurred_at, event, now))
            del self._bursts[:-_MOST_BURSTS]
            return event, [*before, event]
        event = replace(event, burst_id=burst.id)
        burst.began_at = min(burst.began_at, event.occurred_at)
        if event.occurred_at > burst.last.occurred_at:
            burst.last = event
        if not burst.is_open:
            # Its end has fired already: what comes late fires by itself.
            return event, [event]
        burst.count += 1
        burst.came_at = now
        return event, []

    def ended(self, now: datetime) -> Iterator[LockEvent]:
        """Yield the last rows of the bursts that have ended, with their counts."""
        for burst in self._bursts:
            if burst.is_open and burst.has_ended(now):
                yield from burst.end()

    def map_events(self, change: Callable[[LockEvent], LockEvent]) -> None:
        """Apply a function to each alarm that waits for the end of its burst."""
        for burst in self._bursts:
            burst.last = change(burst.last)

    def as_dict(self) -> dict[str, Any]:
        """Return what is remembered as JSON values, for storage.

        `bursts` is a list of the fields of `Burst`, `attempts` one of the time, the
        burst's id and whether a notice has fired. Times are in ISO 8601.
        """
        return {
            "bursts": [
                {
                    "id": burst.id,
                    "began_at": burst.began_at.isoformat(),
                    "last": burst.last.as_dict(),
                    "came_at": burst.came_at.isoformat(),
                    "count": burst.count,
                    "is_open": burst.is_open,
                }
                for burst in self._bursts
            ],
            "attempts": [
                [attempt.at.isoformat(), attempt.burst_id, attempt.is_alerted]
                for attempt in self._attempts
            ],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `as_dict` gave; raises one of `DAMAGED` for anything else."""
        return cls(
            [
                Burst(
                    burst["id"],
                    datetime.fromisoformat(burst["began_at"]),
                    LockEvent.from_dict(burst["last"]),
                    datetime.fromisoformat(burst["came_at"]),
                    burst["count"],
                    burst["is_open"],
                )
                for burst in stored["bursts"]
            ],
            [
                Attempt(datetime.fromisoformat(at), burst_id, is_alerted)
                for at, burst_id, is_alerted in stored["attempts"]
            ],
        )

    def _ends_of_earlier(self, event: LockEvent) -> Iterator[LockEvent]:
        """Yield the last rows of the bursts that an alarm ends by beginning another."""
        for burst in self._bursts:
            if (
                burst.is_open
                and burst.last.alarm is event.alarm
                and burst.last.occurred_at < event.occurred_at
            ):
                yield from burst.end()

    def _add_attempt(
        self,
        event: LockEvent,
        method: UnlockMethod,
        attempts: int,
        within: timedelta,
    ) -> tuple[LockEvent, list[LockEvent]]:
        """Return an attempt, and what it fires: itself, and a notice of many."""
        attempt = Attempt(event.occurred_at, event.record_id)
        self._attempts.append(attempt)
        del self._attempts[:-_MOST_ATTEMPTS]
        series = _series_of(attempt, self._attempts, within)
        attempt.burst_id = next(
            each.burst_id for each in self._attempts if each in series
        )
        count, span = _densest(attempt.at, [each.at for each in series], within)
        event = replace(event, burst_id=attempt.burst_id)
        fired = replace(event, attempt=count, attempt_seconds=int(span.total_seconds()))
        was_alerted = any(each.is_alerted for each in series)
        for each in series:
            each.is_alerted = was_alerted or count >= attempts
        if was_alerted or not attempt.is_alerted:
            return event, [fired]
        alert = replace(
            fired,
            record_id=f"{event.record_id}:repeated",
            method=method,
            count=count,
            notice=Notice.REPEATED_ATTEMPTS,
        )
        return event, [fired, alert]


def _series_of(
    attempt: Attempt, attempts: list[Attempt], within: timedelta
) -> list[Attempt]:
    """Return the attempts that follow each other within a time, one of them given."""
    series: list[Attempt] = []
    for each in sorted(attempts, key=lambda each: each.at):
        if series and each.at - series[-1].at > within:
            if attempt in series:
                break
            series = []
        series.append(each)
    return series


def _densest(
    moment: datetime, times: list[datetime], within: timedelta
) -> tuple[int, timedelta]:
    """Return the largest group of sorted times within a time that has `moment` in it.

    As their number, and the time between the first and the last of them.
    """
    best = 1, timedelta(0)
    for first, begin in enumerate(times):
        if begin <= moment <= begin + within:
            end = bisect_right(times, begin + within)
            best = max(best, (end - first, times[end - 1] - begin))
    return best
