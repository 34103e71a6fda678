"""Leaving a cloud alone that refuses."""

from collections import deque
from copy import copy
from dataclasses import dataclass
import time
from typing import Final

from .errors import (
    Service,
    TuyaAccountNotLinkedError,
    TuyaDataCenterError,
    TuyaError,
    TuyaIpNotAllowedError,
    TuyaNoDataError,
    TuyaOfflineError,
    TuyaPermissionError,
    TuyaPlanExpiredError,
    TuyaQuotaError,
    TuyaTokenError,
    TuyaTransientError,
    TuyaUnsupportedError,
)

TOKEN: Final = "token"
"""The kind of the calls for a token: any other call depends on them."""

_OF_ONE_LOCK: Final = (
    TuyaAccountNotLinkedError,
    TuyaNoDataError,
    TuyaOfflineError,
    TuyaUnsupportedError,
)
_OF_THE_PROJECT: Final = (
    TuyaDataCenterError,
    TuyaIpNotAllowedError,
    TuyaPlanExpiredError,
    TuyaQuotaError,
)
_PASSING: Final = (TuyaTransientError, TuyaTokenError)
_FIRST_PAUSE: Final = 60.0
_LONGEST_PAUSE: Final = 900.0
# How long to wait for the one call that finds out.
_AFTER_A_PROBE: Final = 30.0
# One failure is nothing: a lock may be the cause of it, or a hiccup of the network.
_FAILURES_BEFORE_PAUSE: Final = 3
# A permission may be missing for one spelling of an endpoint: there are four of each.
_REFUSALS_BEFORE_PAUSE: Final = 4
_RETRIES_PER_HOUR: Final = 12
_HOUR: Final = 3600.0

type _Scope = tuple[Service, str | None]


@dataclass(slots=True)
class _FailureState:
    """What an endpoint, or a whole service, has refused lately; times are monotonic."""

    error: TuyaError
    failures: int = 0
    since: float = 0.0
    until: float | None = None
    """When the pause ends; None while there is none."""

    is_probed: bool = False
    """Whether a call is under way that finds out if it works again."""


class Backoff:
    """Decides whether an endpoint of Tuya's may be called.

    What concerns the whole project (its quota, its plan, its data center) pauses all
    calls of a service, anything else the endpoint that has answered it: for the time
    that the error asks for, and for longer each time. After a pause one call alone
    finds out whether it is over. What concerns one lock pauses nothing here.
    """

    def __init__(self) -> None:
        """Start without any failure."""
        self._states: dict[_Scope, _FailureState] = {}

    def before_call(self, service: Service, kind: str) -> None:
        """Note that a call begins, or raise the error that forbids it."""
        states = [
            state
            for scope in _scopes(service, kind)
            if (state := self._states.get(scope)) and state.until is not None
        ]
        for state in states:
            wait = (state.until or 0.0) - time.monotonic()
            if state.is_probed or wait > 0:
                refusal = copy(state.error)
                refusal.retry_after = max(wait, _AFTER_A_PROBE)
                raise refusal
        for state in states:
            state.is_probed = True

    def on_success(self, service: Service, kind: str) -> None:
        """Note that an endpoint works, and so does its service."""
        for scope in _scopes(service, kind):
            self._states.pop(scope, None)

    def on_cancelled(self, service: Service, kind: str) -> None:
        """Note that a call ended without an answer of any kind."""
        for scope in _scopes(service, kind):
            if state := self._states.get(scope):
                state.is_probed = False

    def on_failure(
        self, service: Service, kind: str, error: TuyaError, *, optional: bool = False
    ) -> None:
        """Note that a call failed; one that is `optional` says nothing of its service."""
        self.on_cancelled(service, kind)
        scope: _Scope = (service, kind)
        if isinstance(error, _OF_ONE_LOCK):
            if (known := self._states.get(scope)) and isinstance(known.error, _PASSING):
                # Whatever it answered, it is not down.
                del self._states[scope]
            return
        if isinstance(error, _OF_THE_PROJECT) and kind != TOKEN and not optional:
            scope = (service, None)
        state = self._states.setdefault(scope, _FailureState(error))
        state.error = error
        state.failures += 1
        doublings = state.failures - _failures_before_pause(error)
        if doublings < 0:
            return
        asked = error.retry_after or 0.0
        # Bounded before it is a number that no float can hold.
        growing = min(_FIRST_PAUSE * 2 ** min(doublings, 10), _LONGEST_PAUSE)
        state.since = time.monotonic()
        state.until = state.since + max(asked, growing)

    def shorten(self, seconds: float) -> None:
        """Let no pause last longer than this from its beginning."""
        for state in self._states.values():
            if state.until is not None:
                state.until = min(state.until, state.since + seconds)


class RetryAllowance:
    """Bounds what a fault costs beyond the calls that are planned anyway.

    Repeated calls, fresh tokens, searches and early polls are reserved here: so many
    in an hour, whatever the cloud answers.
    """

    def __init__(self) -> None:
        """Start with all of it."""
        self._reserved: deque[float] = deque()

    def reserve(self, calls: int) -> bool:
        """Reserve calls, and return whether so many were left."""
        now = time.monotonic()
        while self._reserved and now - self._reserved[0] >= _HOUR:
            self._reserved.popleft()
        if len(self._reserved) + calls > _RETRIES_PER_HOUR:
            return False
        self._reserved.extend([now] * calls)
        return True

    def release(self, calls: int) -> None:
        """Give back what was reserved last and not needed."""
        for _ in range(min(calls, len(self._reserved))):
            self._reserved.pop()


def _scopes(service: Service, kind: str) -> tuple[_Scope, ...]:
    """Return what can forbid a call: its endpoint, and its service.

    A token is fetched for whatever service asks, so that its calls stand alone.
    """
    if kind == TOKEN:
        return ((service, kind),)
    return ((service, None), (service, kind))


def _failures_before_pause(error: TuyaError) -> int:
    if isinstance(error, _PASSING):
        return _FAILURES_BEFORE_PAUSE
    if isinstance(error, TuyaPermissionError) and not isinstance(
        error, _OF_THE_PROJECT
    ):
        return _REFUSALS_BEFORE_PAUSE
    return 1
