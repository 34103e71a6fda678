"""How many messages Tuya's Message Service sends, and for whom.

Messages and calls share the small pack of Tuya's free plan: a plug that reports its
power all day can use it up.
"""

from collections import Counter
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from .counters import DAY

# What Tuya names for its free plan.
_MESSAGES_OF_A_MONTH: Final = 68_000
_SHARE: Final = 0.5
_DAYS: Final = 30
_SHARE_OF_OTHERS: Final = 0.8
# Fewer say nothing about a day.
_ENOUGH: Final = 100
# A lock that is used has been used by then.
_SILENT_FOR: Final = DAY
_LONG_BREAK: Final = DAY / 24


class MessageWarning(StrEnum):
    """What the owner of a project should do something about."""

    OTHER_DEVICES = "messages_of_other_devices"
    SILENT = "messages_silent"
    TOO_MANY = "messages_too_many"


class _HourlyCounter:
    """Counts what came within about a day, however much it is."""

    def __init__(self) -> None:
        self._hours: Counter[int] = Counter()

    def add(self, now: datetime) -> None:
        self._hours[_hour(now)] += 1

    def total(self, now: datetime) -> int:
        last = _hour(now)
        for hour in [hour for hour in self._hours if not last - 24 < hour <= last]:
            del self._hours[hour]
        return self._hours.total()


def _hour(now: datetime) -> int:
    return int(now.timestamp() // 3600)


class MessageMeter:
    """Counts the messages of a day, and says what is wrong with them."""

    def __init__(self) -> None:
        """Start to count."""
        self._all = _HourlyCounter()
        self._of_locks = _HourlyCounter()
        self._of_others = _HourlyCounter()
        self._connected_at: datetime | None = None
        self._lost_at: datetime | None = None
        self._has_rows = False

    def connected(self, now: datetime, *, is_connected: bool) -> None:
        """Note that messages can come, or cannot; a short break does not count."""
        if not is_connected:
            self._lost_at = self._lost_at or now
            return
        if self._connected_at is None or (
            self._lost_at is not None and now - self._lost_at > _LONG_BREAK
        ):
            self._connected_at, self._has_rows = now, False
        self._lost_at = None

    def add(self, now: datetime) -> None:
        """Count a message, whatever is in it."""
        self._all.add(now)

    def add_report(self, now: datetime, *, is_lock: bool) -> None:
        """Count that a message is the report of a lock, or of another device."""
        (self._of_locks if is_lock else self._of_others).add(now)

    def add_row(self) -> None:
        """Note that a lock has a new row, of which a message should have come."""
        self._has_rows |= self._is_connected

    def warnings(self, now: datetime) -> set[MessageWarning]:
        """Return what is wrong with the messages of the last day."""
        total = self._all.total(now)
        found = set()
        if total * _DAYS > _MESSAGES_OF_A_MONTH * _SHARE:
            found.add(MessageWarning.TOO_MANY)
        if total >= _ENOUGH and (self._of_others.total(now) > total * _SHARE_OF_OTHERS):
            found.add(MessageWarning.OTHER_DEVICES)
        if (
            not total
            and self._has_rows
            and self._is_connected
            and self._connected_at is not None
            and now - self._connected_at >= _SILENT_FOR
        ):
            found.add(MessageWarning.SILENT)
        return found

    @property
    def _is_connected(self) -> bool:
        return self._connected_at is not None and self._lost_at is None

    def projected(self, now: datetime) -> int:
        """Return how many messages a month has, if each day is like the last."""
        return self._all.total(now) * _DAYS

    def diagnostics(self, now: datetime) -> dict[str, Any]:
        """Return the counts for diagnostics."""
        return {
            "last_day": self._all.total(now),
            "of_locks_last_day": self._of_locks.total(now),
            "of_others_last_day": self._of_others.total(now),
            "projected_month": self.projected(now),
        }
