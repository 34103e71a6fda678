"""The known records of a lock, so that each is delivered once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from operator import attrgetter
from typing import Any, Final

from ..api.records import RecordKind
from .pairing import DAY, Known, Row

# Locks sleep and upload up to a week late, and a full scan may be a day away. Known
# records are kept for another day, since another stream may show another time.
READ_AGAIN: Final = 8 * DAY
_KEPT: Final = READ_AGAIN + DAY
# Of one method or alarm: a door that is left open for days pushes no unlock out.
_MOST_KNOWN: Final = 4_000
# No log goes back so far: a row that does is of a lock whose clock was reset.
_ANCIENT: Final = 365 * DAY

# What is stored of a known record: the rest follows from it.
_stored = attrgetter("what", "first_ms", "number", "read_at", "details", "seen")


@dataclass(slots=True)
class ReadPosition:
    """How far a stream has been read."""

    read_at: datetime
    is_settled: bool = False
    """Whether the last scan left no unread rows, and none that wait to be paired."""


class Tracker:
    """The known records of one lock, and how far its streams have been read."""

    def __init__(self, lock_id: str) -> None:
        """Initialize without records."""
        self.watched_since: datetime | None = None
        """When the log was first read; None before."""

        self.positions: dict[str, ReadPosition] = {}
        self.floors: dict[str, int] = {}
        """What is older (ms) is forgotten and ignored. By kind, or by `what`."""

        self._lock_id = lock_id
        self._known: dict[str, Known] = {}

    def mark_delivered(self, record_id: str) -> None:
        """Note that a record need not be delivered again."""
        if known := self._known.get(record_id):
            known.record = None

    def is_waiting(self, record_id: str) -> bool:
        """Return whether a record is still to be delivered."""
        known = self._known.get(record_id)
        return known is not None and known.record is not None

    def __len__(self) -> int:
        """Return how many records are known."""
        return len(self._known)

    @property
    def read_at(self) -> datetime | None:
        """Return when a log of the lock was last read."""
        return max((each.read_at for each in self.positions.values()), default=None)

    def of_kinds(self, kinds: frozenset[RecordKind]) -> list[Known]:
        """Return the known records of some kinds, in the order in which they came."""
        return [each for each in self._known.values() if _kind(each.what) in kinds]

    def add(self, row: Row, stream: str, read_at: int) -> Known:
        """Add a row that is no known record."""
        number = 0
        while (record_id := self._record_id(row.what, row.ms, number)) in self._known:
            number += 1
        seen = {stream: row.ms}
        known = self._known[record_id] = Known(
            record_id, row.what, row.ms, number, read_at, row.details, seen, row.record
        )
        return known

    def _record_id(self, what: str, first_ms: int, number: int) -> str:
        """Return an id made of nothing that is typed, or that Tuya changes later.

        It has the milliseconds: after a crash a second may show more records.
        """
        text = f"{self._lock_id}\n{what}\n{first_ms}\n{number}"
        return sha256(text.encode()).hexdigest()[:32]

    def ancient_until(self, now: datetime) -> int:
        """Return the time (ms) before which only a clock that was reset dates records."""
        return milliseconds(self.watched_since or now) - _ANCIENT

    def floor(self, what: str) -> int:
        """Return the time (ms) before which records are forgotten and ignored."""
        return max(self.floors.get(_kind(what), 0), self.floors.get(what, 0))

    def forget(
        self, kinds: frozenset[RecordKind], newest: int, ancient_until: int
    ) -> None:
        """Forget what is much older than the newest row (ms), and ignore it from now on.

        Only rows decide, no clock. What waits for delivery stays.
        """
        kept = newest - _KEPT
        times: dict[str, list[int]] = defaultdict(list)
        for each in self.of_kinds(kinds):
            if each.first_ms >= ancient_until:
                times[each.what].append(max(each.seen.values()))
                if each.record is not None:
                    # Another stream may show what waits a little earlier.
                    kept = min(kept, each.ms - 2 * DAY)
        for kind in kinds:
            self.floors[kind] = max(self.floors.get(kind, 0), kept)
        for what, seen in times.items():
            if len(seen) > _MOST_KNOWN:
                self.floors[what] = sorted(seen)[-_MOST_KNOWN]
        self._known = {
            record_id: each
            for record_id, each in self._known.items()
            if each.first_ms < ancient_until
            or max(each.seen.values()) >= self.floor(each.what)
        }

    def as_dict(self) -> dict[str, Any]:
        """Return what has to outlive a restart, as JSON values.

        A record that is not delivered yet is left out: the next scan finds it again.
        """
        return {
            "watched_since": self.watched_since and self.watched_since.isoformat(),
            "positions": {
                stream: position.read_at.isoformat()
                for stream, position in self.positions.items()
            },
            "floors": self.floors,
            "known": [
                _stored(each) for each in self._known.values() if each.record is None
            ],
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Restore what `as_dict` gave; raise one of DAMAGED, and change nothing."""
        since = stored["watched_since"]
        watched_since = since and datetime.fromisoformat(since)
        positions = {
            stream: ReadPosition(datetime.fromisoformat(read_at))
            for stream, read_at in stored["positions"].items()
        }
        floors = {str(what): int(ms) for what, ms in stored["floors"].items()}
        known: dict[str, Known] = {}
        for what, first_ms, number, read_at, details, seen in stored["known"]:
            record_id = self._record_id(what, first_ms, number)
            times = {str(stream): int(ms) for stream, ms in seen.items()}
            slot, user = details
            known[record_id] = Known(
                record_id,
                str(what),
                int(first_ms),
                number,
                int(read_at),
                (slot, user),
                times,
            )
        self.watched_since, self.positions = watched_since, positions
        self.floors, self._known = floors, known


def milliseconds(moment: datetime) -> int:
    """Return milliseconds since 1970."""
    return round(moment.timestamp() * 1_000)


def _kind(what: str) -> str:
    return what.partition(" ")[0]
