"""Looks up the events that are kept, page by page."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import Any, Final, NamedTuple, Self

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.util import dt as dt_util

from ..api.records import LockAlarm, RecordKind, UnlockMethod
from .events import LockEvent
from .history import History, Predicate

USUAL_PAGE: Final = 100
LONGEST_PAGE: Final = 1_000


def time_from_text(text: str) -> datetime:
    """Return a time from ISO 8601, in UTC; raises ValueError for any other text."""
    try:
        return dt_util.as_utc(datetime.fromisoformat(text))
    except OverflowError as err:
        raise ValueError("There is no such time") from err


class Cursor(NamedTuple):
    """The place of an event among those of several locks.

    Events that come between two pages do not move it.
    """

    occurred_at: datetime
    device_id: str
    record_id: str

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the cursor that `str` gave; raises ValueError for any other text."""
        time, device_id, record_id = text.split(" ", 2)
        return cls(time_from_text(time), device_id, record_id)

    def __str__(self) -> str:
        """Return the cursor as a text."""
        return f"{self.occurred_at.isoformat()} {self.device_id} {self.record_id}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the events that were found, newest first."""

    records: list[dict[str, Any]]
    """The data of each event (`LockEventData`) with its `device_id`."""

    cursor: Cursor | None
    """Where the next page begins, None after the last one."""

    total: int
    """How many were found for all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which events to look up: those that fulfill every condition given."""

    start: datetime | None = None
    end: datetime | None = None
    kinds: frozenset[RecordKind] = frozenset()
    methods: frozenset[UnlockMethod] = frozenset()
    alarms: frozenset[LockAlarm] = frozenset()
    users: frozenset[str] = frozenset()
    """Names as they are shown, any of which an event names."""

    persons: Mapping[str, Predicate] = field(default_factory=dict)
    """Whether an event is a person's, by the device of its lock."""

    search: str = ""
    """A part of a word of an event, casefolded."""

    def page(
        self, histories: Mapping[str, History], after: Cursor | None, limit: int
    ) -> Page:
        """Return at most `limit` events, newest first, from `after` on.

        `histories` are those of the locks, by device id.
        """
        found = [
            (device_id, events)
            for device_id, history in histories.items()
            for events in self._find(device_id, history)
        ]
        newest_first = merge(
            *(_before(after, device_id, events) for device_id, events in found),
            key=itemgetter(0),
            reverse=True,
        )
        rest = list(islice(newest_first, limit + 1))
        return Page(
            [
                {ATTR_DEVICE_ID: place.device_id, **event.as_data()}
                for place, event in rest[:limit]
            ],
            rest[limit - 1][0] if len(rest) > limit else None,
            sum(len(events) for _, events in found),
        )

    def _find(self, device_id: str, history: History) -> list[list[LockEvent]]:
        """Return what is asked for of a lock, in lists that are oldest first each."""
        filters = [*self._filters(device_id)]
        if not filters:
            return [history.between(self.start, self.end)]
        return history.find(
            lambda event: all(fits(event) for fits in filters), self.start, self.end
        )

    def _filters(self, device_id: str) -> Iterator[Predicate]:
        """Yield the conditions that an event has to fulfill."""
        if self.kinds:
            yield lambda event: event.kind in self.kinds
        if self.methods or self.alarms:
            yield self._matches_what
        if self.users:
            yield lambda event: not self.users.isdisjoint(event.people)
        if device_id in self.persons:
            yield self.persons[device_id]
        if self.search:
            yield lambda event: any(self.search in word for word in _words(event))

    def _matches_what(self, event: LockEvent) -> bool:
        """Return whether the method or the alarm of an event is asked for.

        Methods are of accesses and alarms are of alarms: asked for both, both come.
        """
        if event.kind is RecordKind.UNLOCK:
            return event.method in self.methods
        return event.alarm in self.alarms


def _words(event: LockEvent) -> Iterator[str]:
    """Yield what an event can be found by, casefolded."""
    what = f"{event.method or ''} {event.alarm or ''} {event.kind}".replace("_", " ")
    for word in (*event.people, event.credential or "", event.code, what):
        yield word.casefold()


def _before(
    after: Cursor | None, device_id: str, events: list[LockEvent]
) -> Iterator[tuple[Cursor, LockEvent]]:
    """Yield the events of a lock that come after a place, newest first."""
    end = len(events)
    if after is not None:
        end = bisect_left(events, after, key=lambda event: _place(device_id, event))
    for event in reversed(events[:end]):
        yield _place(device_id, event), event


def _place(device_id: str, event: LockEvent) -> Cursor:
    return Cursor(event.occurred_at, device_id, event.record_id)
