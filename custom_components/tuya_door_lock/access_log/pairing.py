"""Which rows that a stream shows for the first time are known from another one."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Final

from .matching import DAY, MINUTE, SECOND, Known, Row, pair_alike, shows_filing_times

# What was read had been filed by then, give or take what two logs differ by.
_SLACK: Final = MINUTE
# The longest that a row may be filed after it happened.
_LONGEST_FILING: Final = 7 * DAY
# Milliseconds to add to both before they are cut to seconds: a stream that counts
# seconds cuts off, rounds, or rounds up.
_ROUNDINGS: Final = ((0, 0), (0, 500), (0, 999), (500, 0), (999, 0))
# A log that tells when a row was filed mostly does so with the same delay.
_LONGEST_DELAY: Final = 60
_DELAYS_TRIED: Final = 4
# Neighbours in time that a row is compared with, and how far a search goes on.
_NEIGHBOURS: Final = 40
_STEPS: Final = 1_000_000

type Pair = tuple[Row, Known]


def may_be_same(row: Row, known: Known, stream: str) -> bool:
    """Return whether a row of a stream may be a record known from another one."""
    ms = known.ms
    if abs(row.place[1] - ms // SECOND) <= 1:
        return True
    later = row.ms - ms
    if shows_filing_times(stream) and later > 0:
        return later <= _LONGEST_FILING and row.ms <= known.read_at + _SLACK
    return known.is_filed and 0 < -later <= _LONGEST_FILING


def pair_across(rows: list[Row], known: list[Known], stream: str) -> list[Pair]:
    """Pair rows of a stream with records known from others, as many as can be."""
    return [
        pair
        for alike, strangers in _by_what(rows, known)
        for pair in _pair(alike, strangers, stream)
    ]


def may_be_known(rows: list[Row], known: list[Known], stream: str) -> set[Row]:
    """Return the rows of a stream that may be records known from others."""
    return {
        row
        for alike, strangers in _by_what(rows, known)
        for row in alike
        if _candidates(row, strangers, [each.ms for each in strangers], stream)
    }


def _by_what(
    rows: list[Row], known: list[Known]
) -> Iterator[tuple[list[Row], list[Known]]]:
    """Yield rows and records that tell of the same, each sorted by time."""
    strangers: dict[str, list[Known]] = defaultdict(list)
    for each in sorted(known, key=lambda each: each.ms):
        strangers[each.what].append(each)
    ordered = sorted(rows, key=lambda row: (row.place[0], row.ms))
    for what, group in groupby(ordered, key=lambda row: row.place[0]):
        if what in strangers:
            yield list(group), strangers[what]


def _pair(rows: list[Row], known: list[Known], stream: str) -> list[Pair]:
    """Pair rows and records of one kind, both sorted by time: the surest first."""
    exact = _pair_by_time(rows, known, lambda row: row.ms, lambda ms: ms)
    rows, known = _left(rows, known, exact)
    if not rows or not known:
        return exact
    of_row, of_known = _likely_shift(rows, known, stream)
    pairs = _pair_by_time(
        rows,
        known,
        lambda row: (row.ms + of_row) // SECOND,
        lambda ms: (ms + of_known) // SECOND,
    )
    rows_left, known_left = _left(rows, known, pairs)
    if not rows_left or not known_left:
        return exact + pairs
    partner_of = dict(pairs)
    times = [each.ms for each in known]
    candidates = {row: _candidates(row, known, times, stream) for row in rows}
    row_of = {each: row for row, each in partner_of.items()}
    nearest = [
        (row.details.slot != each.details.slot, abs(row.ms - each.ms), row, each)
        for row in rows_left
        for each in candidates[row]
    ]
    for _, _, row, each in sorted(nearest, key=lambda edge: edge[:2]):
        if row not in partner_of and each not in row_of:
            partner_of[row], row_of[each] = each, row
    steps = iter(range(_STEPS))
    for row in rows_left:
        if row not in partner_of:
            _make_room(row, candidates, partner_of, row_of, steps)
    return exact + list(partner_of.items())


def _pair_by_time(
    rows: list[Row],
    known: list[Known],
    of_row: Callable[[Row], int],
    of_known: Callable[[int], int],
) -> list[Pair]:
    """Pair those that have a time in common, as two functions tell it."""
    known_at: dict[int, list[Known]] = defaultdict(list)
    for each in known:
        for time in {of_known(ms) for ms in each.seen.values()}:
            known_at[time].append(each)
    pairs: list[Pair] = []
    taken: set[Known] = set()
    for time, group in groupby(rows, key=of_row):
        free = [each for each in known_at[time] if each not in taken]
        found, _ = pair_alike(list(group), free)
        taken |= {each for _, each in found}
        pairs += found
    return pairs


def _left(
    rows: list[Row], known: list[Known], pairs: list[Pair]
) -> tuple[list[Row], list[Known]]:
    partner_of = dict(pairs)
    taken = set(partner_of.values())
    return (
        [row for row in rows if row not in partner_of],
        [each for each in known if each not in taken],
    )


def _likely_shift(rows: list[Row], known: list[Known], stream: str) -> tuple[int, int]:
    """Return what (ms) to add to either, so that most of them fall into one second."""
    times = [each.ms for each in known]
    shifts = list(_ROUNDINGS)
    if shows_filing_times(stream) or any(each.is_filed for each in known):
        delays = Counter(
            row.place[1] - times[index] // SECOND
            for row in rows
            for index in _near(row.ms, times)
        )
        shifts += (
            (-delay * SECOND, 0)
            for delay, _ in delays.most_common(_DELAYS_TRIED)
            if abs(delay) <= _LONGEST_DELAY
        )

    def explained(shift: tuple[int, int]) -> int:
        shown = Counter((row.ms + shift[0]) // SECOND for row in rows)
        return (shown & Counter((ms + shift[1]) // SECOND for ms in times)).total()

    return max(shifts, key=explained)


def _candidates(
    row: Row, known: list[Known], times: list[int], stream: str
) -> list[Known]:
    return [
        known[index]
        for index in _near(row.ms, times)
        if may_be_same(row, known[index], stream)
    ]


def _near(ms: int, times: list[int]) -> range:
    """Return the indices of the times that are nearest to one."""
    middle = bisect_left(times, ms)
    return range(max(0, middle - _NEIGHBOURS), min(len(times), middle + _NEIGHBOURS))


def _make_room(
    row: Row,
    candidates: Mapping[Row, list[Known]],
    partner_of: dict[Row, Known],
    row_of: dict[Known, Row],
    steps: Iterator[int],
) -> None:
    """Find a partner for a row whose candidates are all taken by rows that can move.

    It is an augmenting path of a matching: without it a pair that is near may leave
    a row alone that has no other candidate.
    """
    reached_from: dict[Known, Row] = {}
    movable = [row]
    for mover in movable:
        for each in candidates[mover]:
            if next(steps, None) is None:
                return
            if each in reached_from:
                continue
            reached_from[each] = mover
            if each in row_of:
                movable.append(row_of[each])
                continue
            # Each on the way takes what it has reached, and leaves what it had.
            free: Known | None = each
            while free is not None:
                mover = reached_from[free]
                left = partner_of.get(mover)
                partner_of[mover], row_of[free] = free, mover
                free = left
            return
