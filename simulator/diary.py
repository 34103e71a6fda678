"""What has happened lately, in lines for people."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
import itertools
from typing import Final, Literal

from .clock import Clock

type LineKind = Literal["event", "call", "message", "failed"]

KEPT: Final = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A line; its number grows from one to the next."""

    number: int
    at: datetime
    kind: LineKind
    text: str


class Diary:
    """The last lines."""

    def __init__(self, clock: Clock) -> None:
        """Start with none."""
        self._clock = clock
        self._lines: deque[Line] = deque(maxlen=KEPT)
        self._numbers = itertools.count(1)

    def add(self, kind: LineKind, text: str) -> None:
        """Add a line, now."""
        self._lines.append(Line(next(self._numbers), self._clock.now(), kind, text))

    def clear(self) -> None:
        """Forget all lines."""
        self._lines.clear()

    def after(self, number: int) -> list[Line]:
        """Return the lines after the one with a number, the oldest first."""
        return [line for line in self._lines if line.number > number]
