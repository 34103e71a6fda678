"""How long the rows of a lock take to appear after a hint, and when to look then."""

from collections import deque
from collections.abc import Iterable
from itertools import pairwise
import math
import statistics
from typing import Any, Final

# Until the delays of a lock are known: after how many seconds other programs read.
_USUAL: Final = (3.0, 6.0, 10.0, 18.0, 30.0)
_LAST_LOOK: Final = 75.0
_ENOUGH: Final = 10
_REMEMBERED: Final = 30
# Rows slower than this share of them are left to the last looks.
_MOST: Final = 0.95
_LONGER: Final = 1.5
# A row that takes longer has nothing to do with the hint.
LONGEST_DELAY: Final = 120.0
SHORTEST_GAP: Final = 2.0


class RowDelays:
    """The delays of a lock's rows, in seconds, each known as a span.

    A look that finds nothing and one that finds the row say between which two
    times the row has appeared, no more.
    """

    def __init__(self, spans: Iterable[tuple[float, float]] = ()) -> None:
        """Start with the spans that were known before, if any."""
        self._spans = deque(spans, maxlen=_REMEMBERED)
        self._appeared: list[tuple[float, float]] | None = None

    def __len__(self) -> int:
        """Return how many rows are known."""
        return len(self._spans)

    @property
    def median(self) -> float | None:
        """Return the delay that half of the rows stay below, None without rows."""
        if not self._spans:
            return None
        return statistics.median((start + end) / 2 for start, end in self._spans)

    def add(self, missing_until: float, seen_at: float) -> None:
        """Add a row that was missing at one time after its hint, and there at another."""
        if 0 <= missing_until < seen_at <= LONGEST_DELAY:
            self._spans.append((missing_until, seen_at))
            self._appeared = None

    def looks(self, per_row: float) -> tuple[float, ...]:
        """Return after how many seconds to look, at least once.

        `per_row` is how many looks a row may need on average: once it is found, there
        are no more. Between any two looks appear equally many rows, and all others
        before the first. The last looks are for rows that are slower than nearly all.
        """
        count = max(math.ceil(2 * per_row - 1), 1)
        if len(self) < _ENOUGH:
            count = min(max(int(2 * per_row - 1), 1), len(_USUAL))
            shares = (round(len(_USUAL) * part / count) for part in range(1, count + 1))
            return (*(_USUAL[share - 1] for share in shares), _LAST_LOOK)
        if self._appeared is None:
            self._appeared = _appeared(self._spans)
        part = 2 * (per_row - 1) / (count * (count - 1)) if count > 1 else 0
        found: list[float] = []
        for left in reversed(range(count)):
            look = _time_of(_MOST * (1 - left * part), self._appeared)
            if not found:
                found.append(look)
            elif look > found[-1]:
                found.append(max(look, found[-1] + SHORTEST_GAP))
        found.append(max(self._appeared[-1][1], found[-1] + SHORTEST_GAP))
        for look in (found[-1] * _LONGER, _LAST_LOOK):
            if found[-1] + SHORTEST_GAP <= look <= _LAST_LOOK:
                found.append(look)
        return tuple(found)

    def as_list(self) -> list[list[float]]:
        """Return the spans as JSON values, for storage."""
        return [[round(start, 1), round(end, 1)] for start, end in self._spans]

    @classmethod
    def from_list(cls, stored: Any) -> RowDelays:
        """Return what `as_list` gave.

        Raises TypeError or ValueError where it is something else.
        """
        delays = cls()
        for start, end in stored:
            delays.add(float(start), float(end))
        return delays


def _appeared(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return which share of the rows has appeared by which time, in order.

    Within its span a row is as likely at one moment as at another.
    """
    spans = list(spans)
    edges = sorted({edge for span in spans for edge in span})
    appeared = [(0.0, edges[0])]
    for left, right in pairwise(edges):
        share = sum(
            (right - left) / (end - start) / len(spans)
            for start, end in spans
            if start <= left and right <= end
        )
        appeared.append((appeared[-1][0] + share, right))
    return appeared


def _time_of(share: float, appeared: list[tuple[float, float]]) -> float:
    """Return the time by which a share of the rows has appeared."""
    for (before, left), (after, right) in pairwise(appeared):
        if after >= share - 1e-9:
            return left + (right - left) * min(
                (share - before) / max(after - before, 1e-9), 1.0
            )
    return appeared[-1][1]
