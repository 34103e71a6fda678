"""Whether the hints of a lock can be relied on, by evidence.

Times are seconds of a monotonic clock.
"""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
import statistics
from typing import Any, Final

from .hint_codes import HintSource
from .row_delays import LONGEST_DELAY

SAFETY_INTERVAL: Final = timedelta(minutes=30)
"""How rarely the log is polled where every row comes with a hint."""

_CONNECTED: Final = (HintSource.MESSAGE_SERVICE, HintSource.TUYA)
_EVIDENCE: Final = 10
_ENOUGH_HINTED: Final = 9
_OUTCOMES: Final = 20
_DELAYS: Final = 30
# Of a source that announces more rows than come, a hint is worth one look.
_FEW_FOUND: Final = 2


@dataclass(slots=True)
class SourceFigures:
    """What the hints of one source have brought."""

    is_connected: bool | None = None
    """None for a source that has no connection that can fail."""

    hints: int = 0
    last_hint: float | None = None
    last_strong: float | None = None
    dropped: int = 0
    """Hints that came to nothing: duplicates, too old, or more than can be afforded."""

    hinted: int = 0
    """Rows that it had announced."""

    unhinted: int = 0
    """Rows that it had not announced while it was connected."""

    delays: deque[float] = field(default_factory=lambda: deque(maxlen=_DELAYS))
    outcomes: deque[bool] = field(default_factory=lambda: deque(maxlen=_OUTCOMES))
    """Whether the rows that it announced came."""

    @property
    def is_doubtful(self) -> bool:
        """Return whether hardly any of the announced rows came."""
        return len(self.outcomes) == _OUTCOMES and sum(self.outcomes) <= _FEW_FOUND

    def as_dict(self, now: float) -> dict[str, Any]:
        """Return what diagnostics show."""
        return {
            "connected": self.is_connected,
            "hints": self.hints,
            "dropped": self.dropped,
            "seconds_since_last_hint": None
            if self.last_hint is None
            else round(now - self.last_hint),
            "rows_hinted": self.hinted,
            "rows_unhinted": self.unhinted,
            "median_seconds_to_row": round(statistics.median(self.delays), 1)
            if self.delays
            else None,
        }


class HintHealth:
    """Remembers which of the newest rows came with a hint, and by which sources."""

    def __init__(self) -> None:
        """Start without evidence."""
        self.sources = {
            source: SourceFigures(False if source in _CONNECTED else None)
            for source in HintSource
        }
        self._rows: deque[frozenset[HintSource]] = deque(maxlen=_EVIDENCE)
        self._is_reliable = False

    @property
    def is_listening(self) -> bool:
        """Return whether a source is connected that reports what happens."""
        return any(source.is_connected for source in self.sources.values())

    @property
    def is_reliable(self) -> bool:
        """Return whether hints announce the rows, and their sources are connected."""
        return self._is_reliable and (
            sum(any(map(self._is_up, row)) for row in self._rows) >= _ENOUGH_HINTED
        )

    def _is_up(self, source: HintSource) -> bool:
        return self.sources[source].is_connected is not False

    def add_row(
        self, now: float, awaited: Collection[HintSource] = frozenset()
    ) -> None:
        """Add a new row that was read now, and happened while hints could come.

        `awaited` are the sources that have announced something that was not found yet.
        """
        announced = set()
        for name, source in self.sources.items():
            last = source.last_strong
            # Whatever happens comes soon after a hint of what hints all the time.
            if (
                last is not None
                and not source.is_doubtful
                and (name in awaited or now - last <= LONGEST_DELAY)
            ):
                announced.add(name)
                source.hinted += 1
                source.delays.append(now - last)
            elif source.is_connected:
                source.unhinted += 1
        if self._is_reliable and not announced:
            self._is_reliable = False
            self._rows.clear()
        self._rows.append(frozenset(announced))
        if len(self._rows) == _EVIDENCE and sum(map(bool, self._rows)) >= (
            _ENOUGH_HINTED
        ):
            self._is_reliable = True

    def as_list(self) -> list[list[str]]:
        """Return the evidence as JSON values, for storage."""
        return [sorted(row) for row in self._rows]

    def restore(self, stored: Iterable[Iterable[str]]) -> None:
        """Restore the evidence that `as_list` gave.

        Raises TypeError or ValueError where it is something else.
        """
        rows = [frozenset(map(HintSource, row)) for row in stored]
        self._rows.extend(rows)
        self._is_reliable = (
            len(self._rows) == _EVIDENCE
            and sum(map(bool, self._rows)) >= _ENOUGH_HINTED
        )
