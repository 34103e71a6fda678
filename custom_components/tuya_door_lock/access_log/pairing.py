"""Which rows of a stream are which known records: as many as can be, one to one.

Rows are of the second in which their stream has shown the record before. What only
other streams have shown may be there at another time, which has its bounds.
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
# These streams tell when something happened; others may tell when it was filed.
_WITH_TIMES_OF_THE_LOCK: Final = (Endpoint.OPEN_LOGS, Endpoint.ALARM_LOGS)
# What was read had been filed by then, give or take what two logs differ by.
_SLACK: Final = MINUTE
_LONGEST_FILING: Final = 7 * DAY
# What to add to times (ms) before they are cut to the seconds that a stream counts: it
# cuts off, rounds, or rounds up; or it counts none.
_ROUNDINGS: Final = (0, 500, 999, None)

# The slot, and a mark of the user.
type Details = tuple[int | None, int | None]
# Of two records of one moment: which details are most likely those of a row.
_LIKENESSES: Final[tuple[Callable[[Details], object], ...]] = (
    lambda details: details,
    lambda details: details[0],
    lambda details: None,
)


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
        # What is kept tells two users apart, and not who they are.
        mark = None if user is None else crc32(user.encode()) & 0xFFFF
        return cls(record, ms, record.what, (record.slot, mark))

    @property
    def identity(self) -> tuple[object, ...]:
        """Return what is the same where another page shows the row again."""
        record = self.record
        return self.ms, self.what, record.value, record.slot, record.tuya_id


@dataclass(slots=True, eq=False)
class Known:
    """A record that was shown, and at which time (ms) each stream showed it."""

    record_id: str
    what: str
    first_ms: int
    """The time that was first shown of it."""

    number: int
    """Its number among those of its kind that had the same time first."""

    read_at: int
    """By when (ms) it was in the cloud."""

    details: Details
    seen: dict[str, int]
    record: LockRecord | None = None
    """None once it is delivered."""

    @property
    def ms(self) -> int:
        """Return when it happened, from a stream that tells it where one has."""
        return min(self.seen.items(), key=lambda seen: _shows_filing_times(seen[0]))[1]

    def update(self, row: Row, stream: str) -> None:
        """Note how a stream shows it now."""
        self.seen[stream] = row.ms
        self.details = row.details
        if self.record is not None:
            self.record = row.record

    def span(self, stream: str, start: int) -> tuple[int, int]:
        """Return from when to when (ms) a stream may show it that has not shown it yet.

        Streams cut to seconds, round, or round up; and some tell when a row was filed.
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
    """Return whether a stream may tell when a row was filed, not when it happened."""
    return not stream.startswith(_WITH_TIMES_OF_THE_LOCK)


class Pairing:
    """Rows of a stream, oldest first, and the known records that they may be."""

    def __init__(self, rows: Iterable[Row], known: Iterable[Known]) -> None:
        """Begin with none that is paired."""
        self.rows = list(rows)
        self.known = list(known)
        """Those that are in no pair, like `rows`."""

        self.pairs: dict[Row, Known] = {}

    def pair_within(self, stream: str, unit: int = 1) -> None:
        """Pair rows with records that their stream has shown at the same time.

        `unit` is how many milliseconds make one.
        """
        self._pair_equal(lambda known: known.seen[stream], unit)

    def pair_across(self, stream: str, start: int) -> None:
        """Pair as many rows as can be with records that only other streams have shown.

        Those of the same moment come first. Of several ways to pair the others, one is
        chosen that finds most: of these, one in which most are of the same second as
        the stream rounds, and then one in which they are nearest.

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
        """Pair, in their order, what is of one time: first what has the same details.

        Times are rounded to so many milliseconds.
        """
        for likeness in _LIKENESSES:
            if not self.rows:
                return
            alike: dict[object, list[Known]] = defaultdict(list)
            for known in reversed(self.known):
                time = (time_of(known) + rounding) // unit
                alike[known.what, time, likeness(known.details)].append(known)
            pairs = {}
            for row in self.rows:
                time = (row.ms + rounding) // unit
                if found := alike.get((row.what, time, likeness(row.details))):
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
