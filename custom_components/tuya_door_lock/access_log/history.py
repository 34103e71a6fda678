"""The events of a lock, for as long as the owner wants them kept."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from ..api.records import UnlockMethod
from ..const import DAMAGED
from .events import LockEvent

# Whatever a lock writes: what is kept of it stays this small.
MOST_RECORDS: Final = 20_000
# So many are written down with the small file, until all are.
_MOST_UNSAVED: Final = 100

type Predicate = Callable[[LockEvent], bool]

_order = attrgetter("occurred_at", "record_id")
# All but the time that an event can be found by: of thousands, few differ in it.
_traits = attrgetter(
    "kind",
    "method",
    "alarm",
    "slot",
    "user",
    "person",
    "credential",
    "participants",
    "code",
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All events of a moment, to be written down while others come."""

    events: tuple[LockEvent, ...]
    complete_since: datetime | None

    def as_dict(self) -> dict[str, Any]:
        """Return `complete_since` and the events, as `records`, as JSON values.

        That is slow where there are many, and works in any thread.
        """
        return _as_dict(self.events, self.complete_since)


class History:
    """The events of a lock that are kept, oldest first.

    Two files hold it: a large one with all events, written now and then, and a small
    one with those that are `unsaved`, written each time. An event leaves the small
    file only after `mark_saved` has said that it is in the large one. So a crash
    loses none, whichever file was written last, and one that is in both is read once.
    """

    def __init__(self) -> None:
        """Initialize without events."""
        self._events: list[LockEvent] = []
        self._by_id: dict[str, LockEvent] = {}
        self._unsaved: dict[str, LockEvent] = {}
        self._alike: dict[tuple[object, ...], list[LockEvent]] = {}
        self.complete_since: datetime | None = None
        """Some events from before are not kept; None where all are."""

    def __len__(self) -> int:
        """Return how many events are kept."""
        return len(self._events)

    def __iter__(self) -> Iterator[LockEvent]:
        """Yield the events, oldest first."""
        return iter(self._events)

    @property
    def users(self) -> set[str]:
        """Return who is in the events, alone or with others."""
        return {user for alike in self._alike.values() for user in alike[0].people}

    @property
    def nameless(self) -> set[str]:
        """Return those of the users that are credentials without a person."""
        events = [alike[0] for alike in self._alike.values()]
        named = {
            user for event in events if not event.is_nameless for user in event.people
        }
        return {event.user for event in events if event.user} - named

    @property
    def methods(self) -> set[UnlockMethod]:
        """Return the methods of the events."""
        found = {alike[0].method for alike in self._alike.values()}
        return {method for method in found if method is not None}

    def get(self, record_id: str) -> LockEvent | None:
        """Return an event, None where it is not kept."""
        return self._by_id.get(record_id)

    def between(self, start: datetime | None, end: datetime | None) -> list[LockEvent]:
        """Return the events from a time on and before another, oldest first."""
        return _between(self._events, start, end)

    def find(
        self, fits: Predicate, start: datetime | None, end: datetime | None
    ) -> list[list[LockEvent]]:
        """Return the events of a span that fit, in lists that are oldest first each.

        `fits` is called once for events that differ in time and id only: it must look
        at people, credential, code, and at what has happened.
        """
        return [
            _between(alike, start, end)
            for alike in self._alike.values()
            if fits(alike[0])
        ]

    def add(self, event: LockEvent) -> bool:
        """Keep an event, and return whether a snapshot should be written down.

        One that comes again replaces what was kept of it before.
        """
        self._keep(event)
        self._unsaved.pop(event.record_id, None)
        self._unsaved[event.record_id] = event
        if len(self) > MOST_RECORDS:
            self._drop_oldest(len(self) - MOST_RECORDS)
            self.mark_incomplete_before(self._events[0].occurred_at)
        return len(self._unsaved) > _MOST_UNSAVED

    def prune(self, before: datetime) -> None:
        """Drop what is older than a time."""
        self._drop_oldest(len(self.between(None, before)))
        self.mark_incomplete_before(before)

    def mark_incomplete_before(self, moment: datetime) -> None:
        """Note that something from before a time is not kept."""
        self.complete_since = max(moment, self.complete_since or moment)

    def change(self, change: Callable[[LockEvent], LockEvent | None]) -> int:
        """Apply a function to each event; None drops it.

        Returns how many have changed. A snapshot is to be written down then.
        """
        pairs = [(event, change(event)) for event in self._events]
        self._replace_all(new for _, new in pairs if new is not None)
        self._unsaved = {
            record_id: self._by_id[record_id]
            for record_id in self._unsaved
            if record_id in self._by_id
        }
        return sum(new is not event for event, new in pairs)

    def snapshot(self) -> Snapshot:
        """Return all events of now, to be written down."""
        return Snapshot(tuple(self._events), self.complete_since)

    def mark_saved(self, snapshot: Snapshot) -> None:
        """Note that a snapshot is on the disk."""
        saved = {event.record_id: event for event in snapshot.events}
        self._unsaved = {
            record_id: event
            for record_id, event in self._unsaved.items()
            if saved.get(record_id) is not event
        }

    def unsaved(self) -> dict[str, Any]:
        """Return the same of the events that are in no snapshot on the disk."""
        return _as_dict(self._unsaved.values(), self.complete_since)

    def restore(self, stored: Mapping[str, Any], *, unsaved: bool = False) -> int:
        """Add what `Snapshot.as_dict` or `unsaved` gave, the snapshot first.

        Returns how many events were damaged; raises one of `DAMAGED` where more is.
        """
        known = dict(self._by_id)
        damaged = 0
        if stored["complete_since"] is not None:
            self.mark_incomplete_before(
                datetime.fromisoformat(stored["complete_since"])
            )
        for each in stored["records"]:
            try:
                event = LockEvent.from_dict(each)
            except DAMAGED:
                damaged += 1
            else:
                known[event.record_id] = event
                if unsaved:
                    self._unsaved[event.record_id] = event
        self._replace_all(known.values())
        return damaged

    def _replace_all(self, events: Iterable[LockEvent]) -> None:
        """Keep these events, and no others."""
        self._events = sorted(events, key=_order)
        self._by_id = {event.record_id: event for event in self._events}
        self._alike = {}
        for event in self._events:
            self._alike.setdefault(_traits(event), []).append(event)

    def _keep(self, event: LockEvent) -> None:
        if (known := self._by_id.get(event.record_id)) is not None:
            _remove(self._events, known)
            self._forget_alike(known)
        self._by_id[event.record_id] = event
        insort(self._events, event, key=_order)
        insort(self._alike.setdefault(_traits(event), []), event, key=_order)

    def _drop_oldest(self, number: int) -> None:
        for event in self._events[:number]:
            del self._by_id[event.record_id]
            self._unsaved.pop(event.record_id, None)
            self._forget_alike(event)
        del self._events[:number]

    def _forget_alike(self, event: LockEvent) -> None:
        alike = self._alike[_traits(event)]
        _remove(alike, event)
        if not alike:
            del self._alike[_traits(event)]


def _between(
    events: list[LockEvent], start: datetime | None, end: datetime | None
) -> list[LockEvent]:
    first = bisect_left(events, (start, ""), key=_order) if start else 0
    last = bisect_left(events, (end, ""), key=_order) if end else len(events)
    return events[first:last]


def _remove(events: list[LockEvent], event: LockEvent) -> None:
    """Remove an event from those that are sorted."""
    del events[bisect_left(events, _order(event), key=_order)]


def _as_dict(
    events: Iterable[LockEvent], complete_since: datetime | None
) -> dict[str, Any]:
    return {
        "records": [event.as_dict() for event in events],
        "complete_since": complete_since.isoformat() if complete_since else None,
    }
