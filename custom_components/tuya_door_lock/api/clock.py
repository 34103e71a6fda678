"""The cloud's time, as its answers state it."""

import time
from typing import Final

# Tuya refuses a call whose time is further from its own.
_TOLERANCE_MS: Final = 5 * 60 * 1000
# Outside of these (2020 to 2100) the answer's `t` is no time in milliseconds.
_PLAUSIBLE_MS: Final = range(1_577_836_800_000, 4_102_444_800_000)


class CloudClock:
    """Keeps the cloud's time between its answers, whatever this machine's clock does.

    The time in the answer to an accepted call is near the time of the call. One that is
    not comes from a wrong clock, and counts only if the next answer confirms it.
    """

    def __init__(self) -> None:
        """Initialize with this machine's time."""
        self._offset_ms: float | None = None
        """From monotonic time to the cloud's; None before its first answer."""

        self._doubted_ms: float | None = None

    def now_ms(self) -> int:
        """Return the time in milliseconds since 1970."""
        if self._offset_ms is None:
            return int(time.time() * 1000)
        return int(time.monotonic() * 1000 + self._offset_ms)

    def update(self, answered_ms: object, *, is_refusal: bool = False) -> None:
        """Follow the time in an answer, where it can be one.

        `is_refusal` says that it came with the refusal of this clock's time.
        """
        if not isinstance(answered_ms, int) or answered_ms not in _PLAUSIBLE_MS:
            return
        offset = answered_ms - time.monotonic() * 1000
        is_confirmed = self._doubted_ms is not None and (
            abs(offset - self._doubted_ms) <= _TOLERANCE_MS
        )
        is_near = abs(answered_ms - self.now_ms()) <= _TOLERANCE_MS
        if is_refusal or is_near or is_confirmed:
            self._offset_ms, self._doubted_ms = offset, None
        else:
            self._doubted_ms = offset
