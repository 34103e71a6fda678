"""When something is due again, and what is too old to act as the present."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from ..const import LIVE_WINDOW

# What a lock and the cloud may take to show a record.
_POLL_MARGIN: Final = timedelta(minutes=2)


def is_due(last: datetime | None, interval: timedelta, now: datetime) -> bool:
    """Return whether something is due again; a time in the future is a wrong one."""
    return last is None or not timedelta(0) <= now - last < interval


def is_late(moment: datetime, now: datetime, window: timedelta = LIVE_WINDOW) -> bool:
    """Return whether something is too old, or too odd, to act as the present."""
    return abs(now - moment) > window


@dataclass(slots=True)
class LiveWindow:
    """How old a record may be that a poll brings, and still act as the present.

    With many locks polls are far apart: what came since the last one is live. What
    came while polls failed is late.
    """

    length: timedelta = LIVE_WINDOW
    polled_at: datetime | None = None
    """When the last poll that succeeded began."""

    _interval: timedelta = timedelta(0)

    def update(self, now: datetime, interval: timedelta | None) -> None:
        """Count a poll that succeeded, and the interval until the next one.

        The interval may have become another one since the last poll.
        """
        interval = interval or self._interval
        self.length = LIVE_WINDOW
        if self.polled_at is not None:
            since = min(now - self.polled_at, max(interval, self._interval))
            self.length = max(LIVE_WINDOW, since + _POLL_MARGIN)
        self.polled_at, self._interval = now, interval

    def expect_poll(self, interval: timedelta) -> None:
        """Note the interval after a first poll, which comes before any is planned."""
        self._interval = self._interval or interval

    def as_dict(self) -> dict[str, Any]:
        """Return the last poll: `polled_at` in ISO 8601 or None, `interval` in seconds."""
        return {
            "polled_at": self.polled_at and self.polled_at.isoformat(),
            "interval": self._interval.total_seconds(),
        }

    def restore(self, stored: dict[str, Any]) -> None:
        """Restore what `as_dict` gave: a reload is no reason to be late.

        Raises one of DAMAGED for anything else, and changes nothing.
        """
        at, interval = stored["polled_at"], timedelta(seconds=stored["interval"])
        self.polled_at, self._interval = at and datetime.fromisoformat(at), interval


# A late row behind a page of known ones is found by reading on.
_FULL_SCAN: Final = timedelta(hours=6)
_RARE_FULL_SCAN: Final = timedelta(hours=18)


@dataclass(frozen=True, slots=True)
class FullScan:
    """When a log was last read to its end, behind what is known."""

    at: datetime
    pages: int

    def is_due(self, now: datetime, reserve: Callable[[int], bool]) -> bool:
        """Return whether to read it to the end again: the longer, the more rarely.

        `reserve` says whether so many calls may be spent on it. Where they may not,
        it waits until it has waited for a day.
        """
        if is_due(self.at, _RARE_FULL_SCAN, now):
            return True
        further_calls = self.pages - 1
        interval = _FULL_SCAN * max(further_calls, 1)
        return is_due(self.at, interval, now) and (
            not further_calls or reserve(further_calls)
        )
