"""What is known of a lock's records, so that each is delivered once."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from ..api.records import RecordKind
from .matching import DAY, SECOND, Details, Known, Place, Row

# Locks sleep and upload up to a week late, and a full scan may be a day away. What
# is known is kept for another day, since another stream may tell another time.
READ_AGAIN: Final = 8 * DAY
_KEPT: Final = READ_AGAIN + DAY
# A late row behind a page of known ones is found by reading on.
_FULL_SCAN: Final = timedelta(hours=6)
_RARE_FULL_SCAN: Final = timedelta(hours=18)
# Of one kind, be it that a door is left open for days.
_MOST_KNOWN: Final = 4_000


@dataclass(slots=True)
class ReadPosition:
    """How far a stream has been read."""

    read_at: datetime
    begins_at: int | None = None
    """Nothing was older (ms) when the log was first read to its end."""

    full_scan_at: datetime | None = None
    """None where the next scan has to go to the end."""

    pages: int = 1
    """How many the last full scan has read."""

    def is_full_scan_due(
        self, now: datetime, reserve: Callable[[int], bool] = lambda calls: True
    ) -> bool:
        """Return whether to read on behind known rows: the longer, the more rarely.

        `reserve` says whether so many calls may be spent on it. Where they may not,
        it waits until it has waited for a day.
        """
        interval = min(_FULL_SCAN * max(self.pages - 1, 1), _RARE_FULL_SCAN)
        last = self.full_scan_at
        if last is None or not timedelta(0) <= now - last < _RARE_FULL_SCAN:
            return True
        further_calls = self.pages - 1
        return now - last >= interval and (not further_calls or reserve(further_calls))


class Tracker:
    """What is known of one lock's records."""

    def __init__(self, lock_id: str) -> None:
        """Begin with a lock that nobody has watched."""
        self.watched_since: datetime | None = None
        self.positions: dict[str, ReadPosition] = {}
        self.floors: dict[str, int] = {}
        """What is older (ms) is neither known nor looked at. By kind, or by what."""

        self._lock_id = lock_id
        self._known: dict[str, Known] = {}
        self._places: dict[tuple[str, Place], list[Known]] = {}

    def mark_delivered(self, record_id: str) -> None:
        """Note that a record need not be delivered again."""
        if known := self._known.get(record_id):
            known.record = None

    def __len__(self) -> int:
        """Return how many records are known."""
        return len(self._known)

    @property
    def read_at(self) -> datetime | None:
        """Return when a log of the lock was last read."""
        return max((each.read_at for each in self.positions.values()), default=None)

    def of_kinds(self, kinds: frozenset[RecordKind]) -> list[Known]:
        """Return the known records of some kinds, in the order in which they came."""
        return [each for each in self._known.values() if each.kind in kinds]

    def at(self, stream: str, place: Place) -> list[Known]:
        """Return what a stream has shown in one place."""
        return self._places.get((stream, place), [])

    def add(self, known: Known) -> None:
        """Take in a record that was shown for the first time, or is restored."""
        self._known[known.record_id] = known
        for stream, ms in known.seen.items():
            place = known.what, ms // SECOND
            self._places.setdefault((stream, place), []).append(known)

    def link(self, known: Known, row: Row, stream: str) -> None:
        """Note that a stream shows a record that is known from others."""
        known.update(row, stream)
        self._places.setdefault((stream, row.place), []).append(known)

    def new_ids(self, rows: Iterable[Row]) -> dict[Row, str]:
        """Return an id for each row: of lock, what, second, and a number among equals.

        Nothing that a person types is in it, and nothing that Tuya changes later.
        """
        numbers: Counter[Place] = Counter()
        ids: dict[Row, str] = {}
        for row in sorted(rows, key=_order_in_a_second):
            what, second = row.place
            while row not in ids:
                text = f"{self._lock_id}\n{what}\n{second}\n{numbers[row.place]}"
                record_id = sha256(text.encode()).hexdigest()[:32]
                numbers[row.place] += 1
                if record_id not in self._known:
                    ids[row] = record_id
        return ids

    def floor(self, what: str) -> int:
        """Return before when (ms) nothing is known, nor looked at."""
        kind = what.partition(" ")[0]
        return max(self.floors.get(kind, 0), self.floors.get(what, 0))

    def forget(self, kinds: Iterable[RecordKind], newest: int | None) -> None:
        """Forget what lies far behind the newest row (ms), and never look at it again.

        No clock makes it forget. What waits for delivery stays.
        """
        oldest: dict[str, int] = {}
        times: dict[str, list[int]] = {}
        for each in self._known.values():
            if not each.is_ancient:
                times.setdefault(each.what, []).append(max(each.seen.values()))
                if each.record is not None:
                    oldest[each.kind] = min(each.ms, oldest.get(each.kind, each.ms))
        for kind in kinds:
            floor = self.floors.setdefault(kind, 0)
            if newest is not None:
                # Another stream may show what waits a little earlier.
                kept = min(newest - _KEPT, oldest.get(kind, newest) - 2 * DAY)
                self.floors[kind] = max(floor, kept)
        for what, seen in times.items():
            if len(seen) > _MOST_KNOWN:
                self.floors[what] = sorted(seen)[-_MOST_KNOWN]
        ancient = [each for each in self._known.values() if each.is_ancient]
        gone = ancient[:-_MOST_KNOWN] + [
            each
            for each in self._known.values()
            if not each.is_ancient and max(each.seen.values()) < self.floor(each.what)
        ]
        for each in gone:
            del self._known[each.record_id]
            for stream, ms in each.seen.items():
                place = stream, (each.what, ms // SECOND)
                self._places[place].remove(each)
                if not self._places[place]:
                    del self._places[place]

    def as_dict(self) -> dict[str, Any]:
        """Return what has to outlive a restart, as JSON values.

        What is not delivered yet is left out, and so is found again.
        """
        known = [each for each in self._known.values() if each.record is None]
        streams = list(dict.fromkeys(stream for each in known for stream in each.seen))
        return {
            "watched_since": self.watched_since and self.watched_since.isoformat(),
            "positions": {
                stream: [position.read_at.isoformat(), position.begins_at]
                for stream, position in self.positions.items()
            },
            "floors": self.floors,
            "streams": streams,
            "known": [
                [
                    each.record_id,
                    each.what,
                    each.read_at,
                    each.details,
                    [each.seen.get(stream) for stream in streams],
                    each.is_ancient,
                ]
                for each in known
            ],
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Go on from what `as_dict` gave."""
        since = stored["watched_since"]
        watched_since = since and datetime.fromisoformat(since)
        positions = {
            stream: ReadPosition(datetime.fromisoformat(read_at), begins_at)
            for stream, (read_at, begins_at) in stored["positions"].items()
        }
        floors = {str(what): int(ms) for what, ms in stored["floors"].items()}
        known = [
            Known(
                record_id,
                what,
                read_at,
                Details(*details),
                {
                    stream: ms
                    for stream, ms in zip(stored["streams"], times, strict=True)
                    if ms is not None
                },
                is_ancient,
            )
            for record_id, what, read_at, details, times, is_ancient in stored["known"]
        ]
        self.watched_since, self.positions, self.floors = (
            watched_since,
            positions,
            floors,
        )
        for each in known:
            self.add(each)


def _order_in_a_second(row: Row) -> tuple[int, int, str]:
    """Return what numbers equals: not the order of the log, and not the user."""
    slot = row.details.slot
    return row.ms, -1 if slot is None else slot, row.record.tuya_id or ""
