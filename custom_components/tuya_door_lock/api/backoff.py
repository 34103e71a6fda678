"""Leaving a cloud alone that refuses."""

from copy import copy
from dataclasses import dataclass
import time
from typing import Final

from .errors import (
    Service,
    TuyaAccountNotLinkedError,
    TuyaError,
    TuyaIpNotAllowedError,
    TuyaNoDataError,
    TuyaOfflineError,
    TuyaPermissionError,
    TuyaTokenError,
    TuyaTransientError,
    TuyaUnsupportedError,
)

_FIRST_PAUSE: Final = 60.0
_LONGEST_PAUSE: Final = 900.0
# How long to wait for the one call that finds out.
_AFTER_A_TRY: Final = 30.0
# One failure is nothing: a lock may be the cause of it, or a hiccup of the network.
_FAILURES_BEFORE_PAUSE: Final = 3
# A service can be refused for single endpoints: as many as a lock's log is tried by.
_REFUSALS_BEFORE_PAUSE: Final = 10


@dataclass(slots=True)
class _Trouble:
    """What a service has refused lately."""

    error: TuyaError
    failures: int = 0
    since: float = 0.0
    until: float = 0.0
    is_tried: bool = False
    """Whether a call is under way that finds out if the trouble is over."""


class Backoff:
    """Decides whether a service of Tuya's may be called.

    What concerns the whole project (quota, plan, rate limit, a cloud that is down)
    pauses all calls of the service, for the time that the error asks for and for
    longer each time. After a pause one call alone finds out whether it is over.
    What concerns one lock pauses nothing here.
    """

    def __init__(self) -> None:
        """Start without any trouble."""
        self._troubles: dict[Service, _Trouble] = {}

    def begin(self, service: Service) -> None:
        """Take note of a call that begins, or raise the error that forbids it."""
        trouble = self._troubles.get(service)
        if trouble is None or not trouble.until:
            return
        wait = trouble.until - time.time()
        if trouble.is_tried or wait > 0:
            refusal = copy(trouble.error)
            refusal.retry_after = max(wait, _AFTER_A_TRY)
            raise refusal
        trouble.is_tried = True

    def succeeded(self, service: Service) -> None:
        """Take note that the service works."""
        self._troubles.pop(service, None)

    def given_up(self, service: Service) -> None:
        """Take note of a call that ended without an answer of any kind."""
        if trouble := self._troubles.get(service):
            trouble.is_tried = False

    def failed(self, service: Service, error: TuyaError) -> None:
        """Take note of a call that failed."""
        if _concerns_one_lock(error):
            if (known := self._troubles.get(service)) and _may_pass(known.error):
                # Whatever it answered, it is not down.
                self.succeeded(service)
            else:
                self.given_up(service)
            return
        trouble = self._troubles.setdefault(service, _Trouble(error))
        trouble.error = error
        trouble.failures += 1
        trouble.is_tried = False
        doublings = trouble.failures - _failures_before_pause(error)
        if doublings < 0:
            return
        asked = error.retry_after or 0.0
        # Bounded before it is a number that no float can hold.
        growing = min(_FIRST_PAUSE * 2 ** min(doublings, 10), _LONGEST_PAUSE)
        trouble.since = time.time()
        trouble.until = trouble.since + max(asked, growing)

    def shorten(self, seconds: float) -> None:
        """Let no pause last longer than this from its beginning."""
        for trouble in self._troubles.values():
            trouble.until = min(trouble.until, trouble.since + seconds)


def _concerns_one_lock(error: TuyaError) -> bool:
    return isinstance(
        error,
        (
            TuyaAccountNotLinkedError,
            TuyaNoDataError,
            TuyaOfflineError,
            TuyaUnsupportedError,
        ),
    )


def _may_pass(error: TuyaError) -> bool:
    return isinstance(error, (TuyaTransientError, TuyaTokenError))


def _failures_before_pause(error: TuyaError) -> int:
    if _may_pass(error):
        return _FAILURES_BEFORE_PAUSE
    if isinstance(error, TuyaPermissionError) and not isinstance(
        error, TuyaIpNotAllowedError
    ):
        return _REFUSALS_BEFORE_PAUSE
    return 1
