"""Which rows of a stream are which known records: as many as can be, one to one.

Both are of one kind, and each known record has a span into which its row must fall:
the second in which the stream has shown it, or, where only others have, the times at
which this stream may show it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby, product
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
# A stream that counts seconds cuts off, rounds, or rounds up.
_ROUNDINGS: Final[tuple[Shift, ...]] = ((0, 0), (0, 500), (0, 999), (500, 0), (999, 0))
# One that tells when a row was filed mostly does so with the same delay (s).
_LONGEST_DELAY: Final = 60
_DELAYS_TRIED: Final = 4
# Neighbours in time that a row is compared with, and records that a search looks at.
_NEIGHBOURS: Final = 40
_MOST_TRIED: Final = 300
# More pairs of one moment are not compared one by one.
_MOST_COMPARED: Final = 10_000

type Place = tuple[str, int]
"""What happened, and in which second since 1970."""

type Span = tuple[int, int]
"""From when to when (ms), both included."""

type Shift = tuple[int, int]
"""Milliseconds to add to the time of a row, and to that of a known record."""

type Edge = tuple[Row, Known]
"""A row, and a record that it may be."""

type Pairs = dict[Row, Known]


@dataclass(slots=True, eq=False)
class Row:
    """A record as a page shows it; what it is compared by is computed once."""

    record: LockRecord
    number: int
    """Its place in the log as it is read: 0 is on top."""

    ms: int
    """Milliseconds since 1970."""

    what: str
    slot: int | None
    user: int | None
    """Decide which of several alike it is, and never how many there are."""

    @classmethod
    def of(cls, record: LockRecord, number: int) -> Row:
        """Return the row of a record."""
        ms = round(record.occurred_at.timestamp() * SECOND)
        return cls(record, number, ms, record.what, record.slot, _mark(record.user_id))

    @property
    def identity(self) -> tuple[object, ...]:
        """Return what is the same where another page shows the row again."""
        record = self.record
        return self.ms, self.what, record.value, record.slot, record.tuya_id

    @property
    def place(self) -> Place:
        """Return by what it is known."""
        return self.what, self.ms // SECOND


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

    slot: int | None
    user: int | None
    seen: dict[str, int]
    is_ancient: bool = False
    """Whether it happened before the log begins, by a lock's clock that was reset."""

    record: LockRecord | None = None
    """None once it is delivered."""

    ms: int = field(init=False)
    """When it happened, as exactly as a stream tells."""

    def __post_init__(self) -> None:
        """Find out which stream tells best when it happened."""
        self.ms = max(self.seen.items(), key=_exactness)[1]

    @property
    def is_filed(self) -> bool:
        """Return whether its time may be the one at which it was filed."""
        return all(map(shows_filing_times, self.seen))

    def update(self, row: Row, stream: str) -> None:
        """Note how a stream shows it now."""
        self.seen[stream] = row.ms
        self.slot, self.user = row.slot, row.user
        if self.record is not None:
            self.record = row.record
        self.__post_init__()

    def span(self, stream: str) -> Span:
        """Return when a stream may show it that has not shown it yet.

        Streams cut to seconds, round, or round up; and some tell when a row was filed.
        """
        second = self.ms // SECOND * SECOND
        begin, end = second - SECOND, second + 2 * SECOND - 1
        if self.is_filed:
            begin = self.ms - _LONGEST_FILING
        if shows_filing_times(stream):
            end = max(end, min(self.read_at + _SLACK, self.ms + _LONGEST_FILING))
        return begin, end


def shows_filing_times(stream: str) -> bool:
    """Return whether a stream may tell when a row was filed, not when it happened."""
    return not stream.startswith(_WITH_TIMES_OF_THE_LOCK)


def _exactness(seen: tuple[str, int]) -> tuple[bool, bool]:
    stream, ms = seen
    return not shows_filing_times(stream), ms % SECOND != 0


def _mark(identifier: str | None) -> int | None:
    """Return 16 bits that tell ids apart, and nobody whose they are."""
    return None if identifier is None else crc32(identifier.encode()) & 0xFFFF


def pair_within(rows: list[Row], known: list[Known], stream: str) -> Pairs:
    """Pair rows, oldest first, with records that their stream has shown.

    They are of the same second; those pair first that have most in common.
    """
    known_at: dict[int, list[Known]] = defaultdict(list)
    for each in known:
        known_at[each.seen[stream] // SECOND].append(each)
    pairs: Pairs = {}
    for second, alike in groupby(rows, key=lambda row: row.ms // SECOND):
        if (shown := known_at.get(second)) is not None:
            group = list(alike)
            exact = _pair_moments(group, shown)
            left, others = _unpaired(group, shown, exact)
            pairs |= exact | _pair(_edges(left, others))
    return pairs


def pair_across(rows: list[Row], known: list[Known], stream: str) -> Pairs:
    """Pair as many rows as can be with records that only other streams have shown.

    Those of the same moment come first, then those that fall into one second in the
    way in which most do, then the nearest of the same slot.
    """
    exact = _pair_moments(rows, known)
    rows, known = _unpaired(rows, known, exact)
    known.sort(key=lambda each: each.ms)
    times = [each.ms for each in known]
    spans = [each.span(stream) for each in known]
    edges = [
        (row, known[index])
        for row in rows
        for index in _near(row, times)
        if spans[index][0] <= row.ms <= spans[index][1]
    ]
    pairs = _pair(edges, _likely_shift(edges))
    candidates: dict[Row, list[Known]] = defaultdict(list)
    for row, each in edges:
        candidates[row].append(each)
    row_of = {each: row for row, each in pairs.items()}
    for row in candidates:
        if row not in pairs:
            _make_room(row, candidates, pairs, row_of, set())
    return exact | pairs


def _pair_moments(rows: list[Row], known: list[Known]) -> Pairs:
    """Pair what is of one moment: no such pair is parted for another."""
    rows_at: dict[int, list[Row]] = defaultdict(list)
    known_at: dict[int, list[Known]] = defaultdict(list)
    for row in rows:
        rows_at[row.ms].append(row)
    for each in known:
        for ms in set(each.seen.values()):
            known_at[ms].append(each)
    return _pair(
        edge
        for ms, alike in rows_at.items()
        if ms in known_at
        for edge in _edges(alike, known_at[ms])
    )


def _unpaired(
    rows: list[Row], known: list[Known], pairs: Pairs
) -> tuple[list[Row], list[Known]]:
    """Return what is in no pair."""
    taken = set(pairs.values())
    return (
        [row for row in rows if row not in pairs],
        [each for each in known if each not in taken],
    )


def _edges(rows: list[Row], known: list[Known]) -> Iterable[Edge]:
    """Return which may be which: each with each, or in their order where many are."""
    if len(rows) * len(known) > _MOST_COMPARED:
        return zip(rows, known, strict=False)
    return product(rows, known)


def _near(row: Row, times: list[int]) -> range:
    """Return the indices of the times that are nearest to a row's."""
    middle = bisect_left(times, row.ms)
    return range(max(0, middle - _NEIGHBOURS), min(len(times), middle + _NEIGHBOURS))


def _likely_shift(edges: list[Edge]) -> Shift:
    """Return what to add to either, so that most of them fall into one second."""
    delays = Counter(row.ms // SECOND - known.ms // SECOND for row, known in edges)
    shifts = [
        *_ROUNDINGS,
        *(
            (-delay * SECOND, 0)
            for delay, _ in delays.most_common(_DELAYS_TRIED)
            if abs(delay) <= _LONGEST_DELAY
        ),
    ]
    rows, known = {row for row, _ in edges}, {known for _, known in edges}

    def explained(shift: Shift) -> int:
        shown = Counter((row.ms + shift[0]) // SECOND for row in rows)
        return (
            shown & Counter((each.ms + shift[1]) // SECOND for each in known)
        ).total()

    return max(shifts, key=explained)


def _pair(edges: Iterable[Edge], shift: Shift | None = None) -> Pairs:
    """Pair what may be the same, what differs least first."""

    def differences(edge: Edge) -> tuple[object, ...]:
        row, known = edge
        apart = 0
        if shift and (row.ms + shift[0]) // SECOND != (known.ms + shift[1]) // SECOND:
            apart = abs(row.ms - known.ms)
        return (
            apart != 0,
            row.slot != known.slot,
            apart,
            row.user != known.user,
        )

    pairs: Pairs = {}
    taken: set[Known] = set()
    for row, known in sorted(edges, key=differences):
        if row not in pairs and known not in taken:
            pairs[row] = known
            taken.add(known)
    return pairs


def _make_room(
    row: Row,
    candidates: Mapping[Row, list[Known]],
    pairs: Pairs,
    row_of: dict[Known, Row],
    tried: set[Known],
) -> bool:
    """Pair a row with a record whose own row can go elsewhere, and say whether one can.

    Without it a pair that is near may leave a row alone that has no other candidate.
    """
    for each in candidates[row]:
        if each not in tried and len(tried) < _MOST_TRIED:
            tried.add(each)
            if each not in row_of or _make_room(
                row_of[each], candidates, pairs, row_of, tried
            ):
                pairs[row], row_of[each] = each, row
                return True
    return False
