"""The records of a lock, for as long as the owner wants them kept."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from ..const import DAMAGED
from .events import LockEvent

# Whatever a lock writes: what is kept of it stays this small.
MOST_RECORDS: Final = 20_000
# So many are written down with the journal, until all are.
_RECENT: Final = 100

_when = attrgetter("occurred_at")


class History:
    """What was told of a lock, oldest first.

    The whole is written down now and then, the last records with the journal:
    neither each unlock nor a crash costs much.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._entries: list[LockEvent] = []
        self._by_id: dict[str, LockEvent] = {}
        self._recent: dict[str, LockEvent] = {}
        self.complete_since: datetime | None = None
        """What was told before is not all kept; None where all is."""

    def __len__(self) -> int:
        """Return how many records are kept."""
        return len(self._entries)

    def __iter__(self) -> Iterator[LockEvent]:
        """Yield the records, oldest first."""
        return iter(self._entries)

    def __reversed__(self) -> Iterator[LockEvent]:
        """Yield the records, newest first."""
        return reversed(self._entries)

    def get(self, record_id: str) -> LockEvent | None:
        """Return a record, None where it is not kept."""
        return self._by_id.get(record_id)

    def between(self, start: datetime | None, end: datetime | None) -> list[LockEvent]:
        """Return the records from a time on and before another, oldest first."""
        first = bisect_left(self._entries, start, key=_when) if start else 0
        last = bisect_left(self._entries, end, key=_when) if end else len(self)
        return self._entries[first:last]

    def add(self, entry: LockEvent) -> bool:
        """Keep a record, and return whether the whole should be written down.

        One that is told again replaces what was told of it before.
        """
        self._keep(entry)
        self._recent.pop(entry.record_id, None)
        self._recent[entry.record_id] = entry
        if len(self) > MOST_RECORDS:
            self._drop(self._entries[: len(self) - MOST_RECORDS])
            self.lack(self._entries[0].occurred_at)
        return len(self._recent) > _RECENT

    def prune(self, before: datetime) -> None:
        """Drop what is older than a time."""
        self._drop(self.between(None, before))
        self.lack(before)

    def lack(self, before: datetime) -> None:
        """Take note that something from before a time is missing."""
        self.complete_since = max(before, self.complete_since or before)

    def change(self, change: Callable[[LockEvent], LockEvent | None]) -> int:
        """Let each record be what a function makes of it; None drops it.

        Returns how many have changed. The whole is to be written down then.
        """
        pairs = [(entry, change(entry)) for entry in self._entries]
        self._entries = [new for _, new in pairs if new is not None]
        self._by_id = {entry.record_id: entry for entry in self._entries}
        self._recent = {
            record_id: self._by_id[record_id]
            for record_id in self._recent
            if record_id in self._by_id
        }
        return sum(new is not entry for entry, new in pairs)

    def as_list(self) -> list[dict[str, Any]]:
        """Return all records as JSON values, for storage of the whole."""
        return self.whole()()

    def whole(self) -> Callable[[], list[dict[str, Any]]]:
        """Return what makes JSON values of the records of now, in any thread."""
        self._recent.clear()
        entries = list(self._entries)
        return lambda: [entry.as_dict() for entry in entries]

    def recent(self) -> list[dict[str, Any]]:
        """Return the records since the whole was written down, as JSON values."""
        return [entry.as_dict() for entry in self._recent.values()]

    def load(self, stored: Iterable[dict[str, Any]]) -> int:
        """Take back what `as_list` or `recent` gave; return how many were damaged."""
        damaged = 0
        for each in stored:
            try:
                entry = LockEvent.from_dict(each)
            except DAMAGED:
                damaged += 1
            else:
                self._keep(entry)
        return damaged

    def _keep(self, entry: LockEvent) -> None:
        if (known := self._by_id.get(entry.record_id)) is not None:
            self._entries.remove(known)
        self._by_id[entry.record_id] = entry
        insort(self._entries, entry, key=_when)

    def _drop(self, entries: list[LockEvent]) -> None:
        ids = {entry.record_id for entry in entries}
        self._entries = [each for each in self._entries if each.record_id not in ids]
        for record_id in ids:
            self._by_id.pop(record_id, None)
            self._recent.pop(record_id, None)
