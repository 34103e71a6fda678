"""Leaving a cloud alone that refuses."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.tuya_door_lock.api.backoff import Backoff
from custom_components.tuya_door_lock.api.errors import (
    Service,
    TuyaAccountNotLinkedError,
    TuyaError,
    TuyaNoDataError,
    TuyaPlanExpiredError,
    TuyaQuotaError,
    TuyaRateLimitError,
    TuyaServiceNotSubscribedError,
    TuyaTransientError,
    TuyaUnsupportedError,
)

CORE, LOCKS = Service.IOT_CORE, Service.SMART_LOCK


def is_paused(backoff: Backoff, service: Service = CORE) -> bool:
    """Return whether a call is refused; one that is not begins, and is given up."""
    try:
        backoff.begin(service)
    except TuyaError:
        return True
    backoff.given_up(service)
    return False


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (TuyaRateLimitError("slow down"), [60, 120, 240, 480, 900, 900]),
        (TuyaPlanExpiredError("expired"), [3600, 3600]),
        (TuyaQuotaError("used up"), [21600, 21600]),
        (TuyaTransientError("down"), [0, 0, 60, 120, 240, 480, 900, 900]),
    ],
)
def test_each_pause_is_longer_than_the_one_before_and_has_an_end(
    freezer: FrozenDateTimeFactory, error: TuyaError, seconds: list[float]
) -> None:
    """Seconds of pause after each refusal in a row."""
    backoff = Backoff()
    for pause in seconds:
        backoff.begin(CORE)
        backoff.failed(CORE, error)
        if pause:
            freezer.tick(timedelta(seconds=pause - 1))
            assert is_paused(backoff)
        freezer.tick(timedelta(seconds=1))
    assert not is_paused(backoff)


def test_one_call_alone_finds_out_whether_a_pause_is_over(
    freezer: FrozenDateTimeFactory,
) -> None:
    """A house full of locks does not ask all at once."""
    backoff = Backoff()
    backoff.failed(CORE, TuyaRateLimitError("slow down"))
    freezer.tick(timedelta(seconds=61))
    backoff.begin(CORE)
    with pytest.raises(TuyaRateLimitError) as caught:
        backoff.begin(CORE)
    assert caught.value.retry_after == 30
    backoff.succeeded(CORE)
    backoff.begin(CORE)
    backoff.begin(CORE)


def test_a_refused_call_is_told_how_long_is_left(
    freezer: FrozenDateTimeFactory,
) -> None:
    """Whoever waits that long finds the pause at its end."""
    backoff = Backoff()
    backoff.failed(CORE, TuyaPlanExpiredError("expired"))
    freezer.tick(timedelta(minutes=20))
    with pytest.raises(TuyaPlanExpiredError) as caught:
        backoff.begin(CORE)
    assert caught.value.retry_after == pytest.approx(2400)


@pytest.mark.parametrize(
    "error",
    [
        TuyaNoDataError("no such record"),
        TuyaUnsupportedError("no such endpoint"),
        TuyaAccountNotLinkedError("not your device"),
    ],
)
def test_what_concerns_one_lock_pauses_nothing(error: TuyaError) -> None:
    """The others go on; and the cloud has answered, so it is not down."""
    backoff = Backoff()
    for _ in range(2):
        backoff.failed(CORE, TuyaTransientError("down"))
    for _ in range(9):
        backoff.failed(CORE, error)
    backoff.failed(CORE, TuyaTransientError("down"))
    assert not is_paused(backoff)


def test_a_service_that_is_not_subscribed_does_not_pause_the_other() -> None:
    """The list of locks is of another service than their logs."""
    backoff = Backoff()
    error = TuyaServiceNotSubscribedError("not subscribed", service=LOCKS)
    for _ in range(9):
        backoff.failed(LOCKS, error)
        # Other endpoints of a lock are unknown, which says nothing about these.
        backoff.failed(LOCKS, TuyaUnsupportedError("no such endpoint"))
    assert not is_paused(backoff, LOCKS)
    backoff.failed(LOCKS, error)
    assert is_paused(backoff, LOCKS)
    assert not is_paused(backoff, CORE)


def test_a_call_that_is_cancelled_leaves_the_question_open(
    freezer: FrozenDateTimeFactory,
) -> None:
    """Home Assistant reloads while the call that finds out is under way."""
    backoff = Backoff()
    backoff.given_up(CORE)
    backoff.failed(CORE, TuyaRateLimitError("slow down"))
    freezer.tick(timedelta(seconds=61))
    backoff.begin(CORE)
    backoff.given_up(CORE)
    backoff.begin(CORE)


def test_a_pause_can_be_shortened(freezer: FrozenDateTimeFactory) -> None:
    """Whoever has renewed the plan does not wait for an hour."""
    backoff = Backoff()
    backoff.failed(CORE, TuyaPlanExpiredError("expired"))
    freezer.tick(timedelta(minutes=9))
    backoff.shorten(600)
    assert is_paused(backoff)
    freezer.tick(timedelta(minutes=1))
    assert not is_paused(backoff)
