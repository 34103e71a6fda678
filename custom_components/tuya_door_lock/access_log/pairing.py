"""Finds out which rows of a stream are known records: as many as can be, one to one.

A stream always shows a record in the same second. A record that only other streams have
shown may have another time in this one, within bounds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import product
from operator import itemgetter
from typing import Final
from zlib import crc32

from ..api.records import Endpoint, LockRecord

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
DAY: Final = 24 * 60 * MINUTE
# These streams show when something happened; others may show when it was filed.
_WITH_TIMES_OF_THE_LOCK: Final = (Endpoint.OPEN_LOGS, Endpoint.ALARM_LOGS)
# A record is filed before it is read, but two logs may differ by this.
_SLACK: Final = MINUTE
_LONGEST_FILING: Final = 7 * DAY
# Added to times (ms) before they are cut to seconds, for a stream that cuts them off,
# rounds, or rounds up. None pairs by spans alone: no other way may find as many pairs.
_ROUNDINGS: Final = (0, 500, 999, None)

type Details = tuple[int | None, int | None]
"""The slot, and a checksum of the user's id."""


@dataclass(slots=True, eq=False)
class Row:
    """A record as a page shows it."""

    record: LockRecord
    ms: int
    """Milliseconds since 1970."""

    what: str
    details: Details

    @classmethod
    def of(cls, record: LockRecord) -> Row:
        """Return the row of a record."""
        ms = round(record.occurred_at.timestamp() * SECOND)
        user = record.user_id
        # It distinguishes two users, and does not identify them.
        checksum = None if user is None else crc32(user.encode()) & 0xFFFF
        return cls(record, ms, record.what, (record.slot, checksum))

    @property
    def identity(self) -> tuple[object, ...]:
        """Return what does not change where another page shows the row again."""
        record = self.record
        return self.ms, self.what, record.value, record.slot, record.tuya_id


@dataclass(slots=True, eq=False)
class Known:
    """A record that a stream has shown."""

    record_id: str
    what: str
    first_ms: int
    """The time that the first stream showed."""

    number: int
    """Its number among records with the same `what` and `first_ms`."""

    read_at: int
    """When it was first read (ms): it had been filed by then."""

    details: Details
    seen: dict[str, int]
    """The time (ms) at which each stream shows it."""

    record: LockRecord | None = None
    """What waits to be delivered; None afterwards."""

    @property
    def ms(self) -> int:
        """Return when it happened (ms), from a stream that shows that if there is one."""
        return min(self.seen.items(), key=lambda seen: _shows_filing_times(seen[0]))[1]

    def update(self, row: Row, stream: str) -> None:
        """Note how a stream shows it now."""
        self.seen[stream] = row.ms
        self.details = row.details
        if self.record is not None:
            self.record = row.record

    def span(self, stream: str, start: int) -> tuple[int, int]:
        """Return the first and last time (ms) at which another stream may show it.

        Streams cut to seconds, round, or round up; and some show when a row was filed.
        What happened before the `start` of the scan is most likely not shown at all.
        """
        ms = self.ms
        second = ms // SECOND * SECOND
        begin, end = second - SECOND, second + 2 * SECOND - 1
        if all(map(_shows_filing_times, self.seen)):
            begin = ms - _LONGEST_FILING
        if _shows_filing_times(stream):
            end = max(end, min(self.read_at + _SLACK, ms + _LONGEST_FILING))
        if ms < start:
            end = min(end, start + DAY)
        return begin, end


def _shows_filing_times(stream: str) -> bool:
    """Return whether a stream may show when a row was filed, not when it happened."""
    return not stream.startswith(_WITH_TIMES_OF_THE_LOCK)


class Pairing:
    """Pairs rows of a stream, oldest first, with known records."""

    def __init__(self, rows: Iterable[Row], known: Iterable[Known]) -> None:
        """Initialize without pairs."""
        self.rows = list(rows)
        """The rows in no pair."""

        self.known = list(known)
        """The known records in no pair."""

        self.pairs: dict[Row, Known] = {}

    def pair_within(self, stream: str, unit: int = 1) -> None:
        """Pair rows with records that the stream has shown at the same time.

        Times are compared in units of so many milliseconds.
        """
        self._pair_equal(lambda known: known.seen[stream], unit)

    def pair_across(self, stream: str, start: int) -> None:
        """Pair as many rows as can be with records that only other streams have shown.

        Those of the same moment come first. The others are paired in several ways: the
        one with most pairs wins, then the one with most pairs in the same second, as
        the stream rounds, then the one whose pairs are nearest in time.

        `start` is how far back (ms) the stream was read.
        """
        self._pair_equal(lambda known: known.ms)
        if not (self.rows and self.known):
            return
        ways = []
        for rounding, direction in product(_ROUNDINGS, (-1, 1)):
            way = Pairing(self.rows, self.known)
            if rounding is not None:
                way._pair_equal(lambda known: known.ms, SECOND, rounding)
            same_second = len(way.pairs)
            way._pair_spans(stream, start, direction)
            apart = sum(abs(row.ms - known.ms) for row, known in way.pairs.items())
            ways.append((len(way.pairs), same_second, -apart, way.pairs))
        self._add(max(ways, key=itemgetter(0, 1, 2))[3])

    def _pair_equal(
        self, time_of: Callable[[Known], int], unit: int = 1, rounding: int = 0
    ) -> None:
        """Pair, in their order, what has the same time: first what has the same details.

        Times (ms) are compared in units, after `rounding` was added.
        """
        for with_details in (True, False):
            alike: dict[object, list[Known]] = defaultdict(list)
            for known in reversed(self.known):
                time = (time_of(known) + rounding) // unit
                alike[known.what, time, with_details and known.details].append(known)
            pairs = {}
            for row in self.rows:
                time = (row.ms + rounding) // unit
                if found := alike.get((row.what, time, with_details and row.details)):
                    pairs[row] = found.pop()
            self._add(pairs)

    def _pair_spans(self, stream: str, start: int, direction: int) -> None:
        """Pair rows with records into whose spans they fall, in either direction of time.

        Each row takes the record whose span ends first: no other way finds more pairs.
        """
        spans = []
        for number, known in enumerate(self.known):
            begin, end = sorted(direction * ms for ms in known.span(stream, start))
            spans.append((begin, end, number, known))
        spans.sort(reverse=True)
        begun: dict[str, list[tuple[int, int, Known]]] = defaultdict(list)
        pairs = {}
        for row in self.rows[::direction]:
            ms = direction * row.ms
            while spans and spans[-1][0] <= ms:
                _, end, number, known = spans.pop()
                heappush(begun[known.what], (end, number, known))
            candidates = begun[row.what]
            while candidates and row not in pairs:
                end, _, known = heappop(candidates)
                if end >= ms:
                    pairs[row] = known
        self._add(pairs)

    def _add(self, pairs: dict[Row, Known]) -> None:
        self.pairs |= pairs
        taken = set(pairs.values())
        self.rows = [row for row in self.rows if row not in pairs]
        self.known = [known for known in self.known if known not in taken]
