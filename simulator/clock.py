"""The cloud's own clock, which a test can set apart from the machine's."""

from datetime import UTC, datetime
import time


class Clock:
    """The cloud's time: the machine's plus a settable offset."""

    def __init__(self, offset: float = 0.0) -> None:
        """Start `offset` seconds ahead of the machine."""
        self.offset = offset

    def shift(self, seconds: float) -> None:
        """Move the clock by `seconds`, backwards if negative."""
        self.offset += seconds

    def timestamp(self) -> float:
        """Return the time in seconds since 1970."""
        return time.time() + self.offset

    def now(self) -> datetime:
        """Return the time as an aware UTC datetime."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def now_ms(self) -> int:
        """Return the time in milliseconds since 1970, as Tuya's `t` has it."""
        return int(self.timestamp() * 1000)
