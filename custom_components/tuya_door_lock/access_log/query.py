"""Looks up the records that are kept, page by page."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, Self

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.util import dt as dt_util

from ..api.records import LockAlarm, RecordKind, UnlockMethod
from ..lock_coordinator import TuyaLockCoordinator
from .events import LockEvent

_when = attrgetter("occurred_at")


class Cursor(NamedTuple):
    """The place of a record among those of several locks.

    What comes in between two pages changes nothing in it.
    """

    occurred_at: datetime
    device_id: str
    record_id: str

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the cursor that `str` gave; raises ValueError for any other text."""
        occurred_at, device_id, record_id = text.split(" ", 2)
        try:
            moment = dt_util.as_utc(datetime.fromisoformat(occurred_at))
        except OverflowError as err:
            raise ValueError("There is no such time") from err
        return cls(moment, device_id, record_id)

    def __str__(self) -> str:
        """Return the cursor as a text."""
        return f"{self.occurred_at.isoformat()} {self.device_id} {self.record_id}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the records that were found, newest first."""

    records: list[dict[str, Any]]
    cursor: Cursor | None
    """Where the next page begins, None after the last one."""

    total: int
    """How many were found for all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which records to look up."""

    start: datetime | None = None
    end: datetime | None = None
    kinds: frozenset[RecordKind] = frozenset()
    methods: frozenset[UnlockMethod] = frozenset()
    alarms: frozenset[LockAlarm] = frozenset()
    user: str | None = None

    def page(
        self,
        locks: Mapping[str, TuyaLockCoordinator],
        after: Cursor | None,
        limit: int,
    ) -> Page:
        """Return so many records of some locks, by device, from a place on."""
        found = {device_id: self._entries(lock) for device_id, lock in locks.items()}
        rest = [
            (place, entry)
            for device_id, entries in found.items()
            for entry in _around(entries, after, limit + 1)
            if (place := Cursor(entry.occurred_at, device_id, entry.record_id))
            and (after is None or place < after)
        ]
        rest.sort(key=itemgetter(0), reverse=True)
        return Page(
            [
                {ATTR_DEVICE_ID: place.device_id, **entry.as_data()}
                for place, entry in rest[:limit]
            ],
            rest[limit - 1][0] if len(rest) > limit else None,
            sum(map(len, found.values())),
        )

    def _entries(self, lock: TuyaLockCoordinator) -> list[LockEvent]:
        entries = [
            entry
            for entry in lock.history.between(self.start, self.end)
            if self._fits(entry)
        ]
        if self.user is None:
            return entries
        who = lock.somebody(self.user)
        return [
            entry
            for entry in entries
            if who.is_called(entry.credential) or who.is_in(entry)
        ]

    def _fits(self, entry: LockEvent) -> bool:
        """Return whether a record is of a kind that is asked for.

        Methods are of accesses and alarms are of alarms: asked for both, both come.
        """
        if self.kinds and entry.kind not in self.kinds:
            return False
        if not self.methods and not self.alarms:
            return True
        if entry.kind is RecordKind.UNLOCK:
            return entry.method in self.methods
        return entry.alarm in self.alarms


def _around(
    entries: list[LockEvent], after: Cursor | None, count: int
) -> list[LockEvent]:
    """Return so many entries from before a place, and all of its very time.

    A lock's whole history would take long to compare and sort for each page.
    """
    begin = end = len(entries)
    if after is not None:
        begin = bisect_left(entries, after.occurred_at, key=_when)
        end = bisect_right(entries, after.occurred_at, key=_when)
    if (first := max(begin - count, 0)) > 0:
        first = bisect_left(entries, entries[first].occurred_at, key=_when)
    return entries[first:end]
