"""Leaving a cloud alone that refuses."""

from datetime import timedelta
import time

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.tuya_door_lock.api.backoff import TOKEN, Backoff, RetryAllowance
from custom_components.tuya_door_lock.api.errors import (
    Service,
    TuyaAccountNotLinkedError,
    TuyaClockError,
    TuyaDataCenterError,
    TuyaError,
    TuyaIpNotAllowedError,
    TuyaNoDataError,
    TuyaPlanExpiredError,
    TuyaQuotaError,
    TuyaRateLimitError,
    TuyaServiceNotSubscribedError,
    TuyaTokenError,
    TuyaTransientError,
    TuyaUnsupportedError,
)

CORE, LOCKS = Service.IOT_CORE, Service.SMART_LOCK
LIST, OPEN, ALARM, USERS = "devices", "open-logs", "alarm-logs", "users"


def is_paused(backoff: Backoff, service: Service = CORE, kind: str = LIST) -> bool:
    """Return whether a call is refused; one that is not begins, and is given up."""
    try:
        backoff.before_call(service, kind)
    except TuyaError:
        return True
    backoff.on_cancelled(service, kind)
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
        backoff.before_call(CORE, LIST)
        backoff.on_failure(CORE, LIST, error)
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
    backoff.on_failure(CORE, LIST, TuyaRateLimitError("slow down"))
    freezer.tick(timedelta(seconds=61))
    backoff.before_call(CORE, LIST)
    with pytest.raises(TuyaRateLimitError) as caught:
        backoff.before_call(CORE, LIST)
    assert caught.value.retry_after == 30
    backoff.on_success(CORE, LIST)
    backoff.before_call(CORE, LIST)
    backoff.before_call(CORE, LIST)


def test_a_refused_call_says_how_long_is_left(
    freezer: FrozenDateTimeFactory,
) -> None:
    """Whoever waits that long finds the pause at its end."""
    backoff = Backoff()
    backoff.on_failure(CORE, LIST, TuyaPlanExpiredError("expired"))
    freezer.tick(timedelta(minutes=20))
    with pytest.raises(TuyaPlanExpiredError) as caught:
        backoff.before_call(CORE, LIST)
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
        backoff.on_failure(CORE, LIST, TuyaTransientError("down"))
    for _ in range(9):
        backoff.on_failure(CORE, LIST, error)
    backoff.on_failure(CORE, LIST, TuyaTransientError("down"))
    assert not is_paused(backoff)


def test_an_endpoint_that_is_not_subscribed_does_not_pause_another() -> None:
    """Each of its four spellings is tried before it is left alone."""
    backoff = Backoff()
    error = TuyaServiceNotSubscribedError("not subscribed", service=LOCKS)
    for _ in range(3):
        backoff.on_failure(LOCKS, OPEN, error)
        # Other endpoints of a lock are unknown, which says nothing about these.
        backoff.on_failure(LOCKS, OPEN, TuyaUnsupportedError("no such endpoint"))
    assert not is_paused(backoff, LOCKS, OPEN)
    backoff.on_failure(LOCKS, OPEN, error)
    assert is_paused(backoff, LOCKS, OPEN)
    assert not is_paused(backoff, LOCKS, ALARM)
    assert not is_paused(backoff, CORE)


@pytest.mark.parametrize(
    "error",
    [
        TuyaTransientError("down"),
        TuyaTokenError("token is invalid"),
        TuyaRateLimitError("slow down"),
        TuyaClockError("request time is invalid"),
    ],
)
def test_an_endpoint_that_fails_leaves_the_others_alone(error: TuyaError) -> None:
    """Whatever becomes of the list, the logs are read."""
    backoff = Backoff()
    for _ in range(9):
        backoff.on_failure(LOCKS, OPEN, error)
    assert is_paused(backoff, LOCKS, OPEN)
    assert not is_paused(backoff, LOCKS, ALARM)


@pytest.mark.parametrize(
    "error",
    [
        TuyaDataCenterError("elsewhere"),
        TuyaIpNotAllowedError("not from here"),
        TuyaPlanExpiredError("expired"),
        TuyaQuotaError("used up"),
    ],
)
def test_what_concerns_the_project_pauses_the_service(error: TuyaError) -> None:
    """One endpoint has said it for all of them."""
    backoff = Backoff()
    backoff.on_failure(LOCKS, OPEN, error)
    assert is_paused(backoff, LOCKS, ALARM)
    backoff.on_success(LOCKS, ALARM)
    assert not is_paused(backoff, LOCKS, OPEN)


@pytest.mark.parametrize("error", [TuyaPlanExpiredError("no"), TuyaQuotaError("no")])
def test_an_optional_call_pauses_nothing_but_itself(error: TuyaError) -> None:
    """Few locks answer for their members, and no log has to wait for that."""
    backoff = Backoff()
    backoff.on_failure(LOCKS, USERS, error, optional=True)
    assert is_paused(backoff, LOCKS, USERS)
    assert not is_paused(backoff, LOCKS, OPEN)


def test_a_token_is_fetched_for_the_call_that_ends_a_pause(
    freezer: FrozenDateTimeFactory,
) -> None:
    """The list finds out whether the plan was renewed, and needs a token for it."""
    backoff = Backoff()
    backoff.on_failure(CORE, LIST, TuyaPlanExpiredError("expired"))
    freezer.tick(timedelta(hours=1))
    backoff.before_call(CORE, LIST)
    assert not is_paused(backoff, CORE, TOKEN)


def test_a_call_that_is_cancelled_leaves_the_question_open(
    freezer: FrozenDateTimeFactory,
) -> None:
    """Home Assistant reloads while the trial call runs."""
    backoff = Backoff()
    backoff.on_cancelled(CORE, LIST)
    backoff.on_failure(CORE, LIST, TuyaRateLimitError("slow down"))
    freezer.tick(timedelta(seconds=61))
    backoff.before_call(CORE, LIST)
    assert is_paused(backoff)
    backoff.on_cancelled(CORE, LIST)
    assert not is_paused(backoff)


def test_a_pause_can_be_shortened(freezer: FrozenDateTimeFactory) -> None:
    """Whoever has renewed the plan does not wait for an hour."""
    backoff = Backoff()
    backoff.on_failure(CORE, LIST, TuyaPlanExpiredError("expired"))
    freezer.tick(timedelta(minutes=9))
    backoff.shorten(600)
    assert is_paused(backoff)
    freezer.tick(timedelta(minutes=1))
    assert not is_paused(backoff)


def test_a_clock_that_is_set_back_prolongs_no_pause(
    freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does one that is set forward end it: a pause has its length."""
    backoff = Backoff()
    backoff.on_failure(CORE, LIST, TuyaRateLimitError("slow down"))
    for hours in (-8, 8):
        monkeypatch.setattr(time, "time", lambda hours=hours: hours * 3600.0)
        assert is_paused(backoff)
    freezer.tick(timedelta(seconds=60))
    assert not is_paused(backoff)
    backoff.on_failure(CORE, LIST, TuyaRateLimitError("slow down"))
    assert is_paused(backoff)
    freezer.tick(timedelta(seconds=120))
    assert not is_paused(backoff)


def test_twelve_calls_an_hour_may_be_spent_on_faults(
    freezer: FrozenDateTimeFactory,
) -> None:
    """Those of an hour ago are forgotten."""
    retries = RetryAllowance()
    assert retries.reserve(11)
    freezer.tick(timedelta(minutes=30))
    assert not retries.reserve(2)
    assert retries.reserve(1)
    assert not retries.reserve(1)
    freezer.tick(timedelta(minutes=30))
    assert not retries.reserve(12)
    assert retries.reserve(11)
