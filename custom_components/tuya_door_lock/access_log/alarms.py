"""Alarms that a lock repeats, and attempts that add up."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Self

from ..api.records import LockAlarm, UnlockMethod
from .events import LockEvent, Notice

# A lock repeats an alarm every few seconds for as long as its cause lasts.
_BURST_GAP: Final = timedelta(minutes=1)
_ATTEMPTS: Final = {
    LockAlarm.WRONG_CARD: UnlockMethod.CARD,
    LockAlarm.WRONG_FACE: UnlockMethod.FACE,
    LockAlarm.WRONG_FINGER: UnlockMethod.FINGERPRINT,
    LockAlarm.WRONG_FINGER_VEIN: UnlockMethod.FINGER_VEIN,
    LockAlarm.WRONG_HAND: UnlockMethod.HAND,
    LockAlarm.WRONG_PASSWORD: UnlockMethod.PASSWORD,
}
# Each of these is told by itself: an attempt, a cry for help, and what nobody knows.
_SINGLE: Final = _ATTEMPTS.keys() | {LockAlarm.DURESS, LockAlarm.OTHER}


@dataclass(slots=True)
class Burst:
    """An alarm that is being repeated."""

    last: LockEvent
    count: int = 1


@dataclass(slots=True)
class Alarms:
    """Decides which alarms are told, and with which count.

    The first row of a burst is told at once. Those after it are held back; the last
    one is told with the count of all, as soon as the burst has ended.
    """

    _bursts: dict[LockAlarm, Burst] = field(default_factory=dict)
    _attempts: list[datetime] = field(default_factory=list)
    _attempts_told: bool = False

    def take(
        self, entry: LockEvent, attempts: int, within: timedelta
    ) -> Iterator[LockEvent]:
        """Yield what to tell for an alarm, oldest first.

        After so many `attempts` `within` a time one entry more says so, once until
        nobody has tried for as long.
        """
        alarm = entry.alarm or LockAlarm.OTHER
        if alarm in _ATTEMPTS:
            yield from self._add_attempt(entry, _ATTEMPTS[alarm], attempts, within)
            return
        if alarm in _SINGLE:
            yield entry
            return
        burst = self._bursts.get(alarm)
        if burst is not None:
            gap = entry.occurred_at - burst.last.occurred_at
            if abs(gap) <= _BURST_GAP:
                burst.count += 1
                if gap > timedelta(0):
                    burst.last = entry
                return
            if gap < timedelta(0):
                # It came late, and the burst that is going on is none of its own.
                yield entry
                return
            yield from _end(burst)
        self._bursts[alarm] = Burst(entry)
        yield entry

    def ended(self, now: datetime) -> Iterator[LockEvent]:
        """Yield the last rows of the bursts that have ended."""
        for alarm, burst in list(self._bursts.items()):
            if now - burst.last.occurred_at > _BURST_GAP:
                del self._bursts[alarm]
                yield from _end(burst)

    def change(self, change: Callable[[LockEvent], LockEvent]) -> None:
        """Let each alarm that goes on be what a function makes of it."""
        for burst in self._bursts.values():
            burst.last = change(burst.last)

    def as_dict(self) -> dict[str, Any]:
        """Return what goes on as JSON values, for storage."""
        return {
            "bursts": [
                [burst.last.as_dict(), burst.count] for burst in self._bursts.values()
            ],
            "attempts": [attempt.isoformat() for attempt in self._attempts],
            "attempts_told": self._attempts_told,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `as_dict` gave."""
        bursts = [
            Burst(LockEvent.from_dict(last), count) for last, count in stored["bursts"]
        ]
        return cls(
            {burst.last.alarm: burst for burst in bursts if burst.last.alarm},
            [datetime.fromisoformat(attempt) for attempt in stored["attempts"]],
            stored["attempts_told"],
        )

    def _add_attempt(
        self,
        entry: LockEvent,
        method: UnlockMethod,
        attempts: int,
        within: timedelta,
    ) -> Iterator[LockEvent]:
        """Yield an attempt, and the entry that says so when they have added up."""
        before = [
            attempt
            for attempt in self._attempts
            if abs(entry.occurred_at - attempt) <= within
        ]
        if not before:
            self._attempts_told = False
        self._attempts = [*before, entry.occurred_at]
        entry = replace(
            entry,
            attempt=len(self._attempts),
            attempt_seconds=int(
                (max(self._attempts) - min(self._attempts)).total_seconds()
            ),
        )
        yield entry
        if len(self._attempts) >= attempts and not self._attempts_told:
            self._attempts_told = True
            yield replace(
                entry,
                record_id=f"{entry.record_id}:repeated",
                method=method,
                count=len(self._attempts),
                notice=Notice.REPEATED_ATTEMPTS,
            )


def _end(burst: Burst) -> Iterator[LockEvent]:
    if burst.count > 1:
        yield replace(burst.last, count=burst.count)
