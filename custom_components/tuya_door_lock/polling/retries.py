"""When to try again what has failed."""

from datetime import timedelta
from typing import Final

from ..api.backoff import RetryAllowance
from ..api.errors import TuyaError, TuyaUnsupportedError

_FIRST_RETRY: Final = 60.0
_LATEST_RETRY: Final = 900.0
# With few locks the next poll is soon enough.
_WORTH_A_RETRY: Final = 300.0
# A lock that answers no log may do so for a minute, or for good.
_FIRST_SEARCH: Final = 300.0
_LATEST_SEARCH: Final = 12 * 3600.0


def retry_after(
    error: TuyaError,
    failures: int,
    interval: timedelta,
    calls: int,
    retries: RetryAllowance,
) -> float | None:
    """Return in how many seconds to try again; None for at the next poll.

    `failures` is how many there were in a row with this one, `interval` the time
    until the next poll, and `calls` what another try costs, 0 where the failed one
    sent nothing. A try before the next poll is reserved from `retries`.
    """
    # Bounded before it is a number that no float can hold.
    factor = float(1 << min(failures - 1, 10))
    if isinstance(error, TuyaUnsupportedError):
        wait = min(_FIRST_SEARCH * factor, _LATEST_SEARCH)
    elif error.retry_after is not None:
        wait = error.retry_after
    else:
        wait = min(_FIRST_RETRY * factor, _LATEST_RETRY, interval.total_seconds())
    gained = interval.total_seconds() - wait
    if gained < 0:
        return wait
    if gained >= _WORTH_A_RETRY and (not calls or retries.reserve(calls)):
        return wait
    return None
