"""When to try again what has failed."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.tuya_door_lock.api.backoff import RetryAllowance
from custom_components.tuya_door_lock.api.errors import (
    TuyaError,
    TuyaPlanExpiredError,
    TuyaRateLimitError,
    TuyaTransientError,
    TuyaUnsupportedError,
)
from custom_components.tuya_door_lock.polling.retries import retry_after

DOWN = TuyaTransientError("down")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("error", "minutes"),
    [
        (DOWN, [1, 2, 4, 8, 15, 15]),
        (TuyaUnsupportedError("no log"), [5, 10, 20, 40, 80, 160, 320, 640, 720, 720]),
        (TuyaRateLimitError("slow down"), [1, 1]),
        (TuyaPlanExpiredError("expired"), [60, 60]),
    ],
)
def test_each_try_comes_later_than_the_one_before(
    error: TuyaError, minutes: list[float]
) -> None:
    """Minutes first, and an end to it."""
    interval = timedelta(days=1)
    found = [
        retry_after(error, failures, interval, 1, RetryAllowance())
        for failures in range(1, len(minutes) + 1)
    ]
    assert found == [60 * each for each in minutes]
    assert retry_after(error, 10**6, interval, 0, RetryAllowance()) == found[-1]


@pytest.mark.parametrize(
    ("error", "seconds", "expected"),
    [
        # The next poll is soon enough, or sooner.
        (DOWN, 30, None),
        (DOWN, 359, None),
        (DOWN, 360, 60),
        # Whoever asks for a pause gets it.
        (TuyaRateLimitError("slow down"), 30, 60),
        (TuyaRateLimitError("slow down"), 300, None),
        (TuyaPlanExpiredError("expired"), 300, 3600),
        (TuyaUnsupportedError("no log"), 274, 300),
    ],
)
def test_only_a_poll_that_is_far_off_is_worth_a_try_before(
    error: TuyaError, seconds: float, expected: float | None
) -> None:
    """With few locks there is none."""
    interval = timedelta(seconds=seconds)
    assert retry_after(error, 1, interval, 2, RetryAllowance()) == expected


def test_early_tries_take_from_what_faults_may_cost(
    freezer: FrozenDateTimeFactory,
) -> None:
    """Six of two calls in an hour; where no call was made, none is taken."""
    retries = RetryAllowance()
    tries = [retry_after(DOWN, 1, HOUR, 2, retries) for _ in range(7)]
    assert tries == [60] * 6 + [None]
    assert retry_after(DOWN, 1, HOUR, 0, retries) == 60
    freezer.tick(HOUR)
    assert retry_after(DOWN, 1, HOUR, 2, retries) == 60
