"""The polls of a lock's log that the plan makes: by its shadow alone where that does.

Of a lock that keeps two logs, a look at its shadow is one call in place of two. The
shadow tells of nothing but that something has happened: the rows are the truth.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from ..access_log.reader import LogReader, LogUpdate
from ..access_log.timing import is_due
from ..api.errors import TuyaError, TuyaPermissionError, TuyaUnsupportedError
from ..api.records import Endpoint, LockRecord
from ..const import LOGGER
from .counters import CallEstimate, LockDemand
from .shadow_watch import ShadowState, ShadowWatch

# The logs are read all the same, so that nothing can stay unseen for longer.
_READ_ALL_THE_SAME: Final = timedelta(hours=6)


class LogPolls:
    """Decides what a poll of a lock has to read, and measures what polls take."""

    def __init__(
        self,
        name: str,
        reader: LogReader,
        ask_shadow: Callable[[], Awaitable[dict[str, int]]],
        reserve: Callable[[int], bool],
    ) -> None:
        """Take the lock's name and reader, and what asks for the times of its shadow.

        `reserve` says whether so many calls may be spent to find out if the shadow can
        be relied on.
        """
        self.watch = ShadowWatch()
        self._name = name
        self._reader = reader
        self._ask_shadow = ask_shadow
        self._reserve = reserve
        self._estimate = CallEstimate(reader.calls_per_read)
        self._read_at: datetime | None = None
        """When all logs were read last."""

        self._polled_at: datetime | None = None
        """When all logs were read last, or the shadow in their place."""

        self._known: set[str] = set()
        """What was read already and may be read again, until it is delivered."""

    def demand(self, now: datetime, safety_interval: timedelta | None) -> LockDemand:
        """Return the calls that the polls of the lock ask for."""
        self._estimate.first_calls = self._calls_per_poll(now)
        return self._estimate.demand(now, safety_interval)

    async def async_logs_to_read(self, now: datetime) -> frozenset[Endpoint] | None:
        """Return which logs a poll has to read, empty for all; None where nothing moved."""
        if not self._is_relied_on(now):
            return frozenset()
        is_answered = await self._async_ask(now)
        if not is_answered or is_due(self._read_at, _READ_ALL_THE_SAME, now):
            return frozenset()
        self._polled_at = now
        if logs := self.watch.logs_to_read:
            # A duress alarm comes with an access. Its property may not be in the
            # shadow: no lock has shown one often enough to prove it.
            return frozenset() if Endpoint.OPEN_LOGS in logs else logs
        self.watch.add_poll(has_news=False)
        self._estimate.add(1, 0, now)
        return None

    def logs_of_look(
        self, logs: frozenset[Endpoint], interval: timedelta, now: datetime
    ) -> frozenset[Endpoint]:
        """Return which logs a look for a hint has to read, empty for all.

        Each look puts the next poll off: the logs that it leaves out must not wait for
        as long as people come and go.
        """
        return frozenset() if is_due(self._polled_at, interval, now) else logs

    async def async_add(
        self,
        update: LogUpdate,
        now: datetime,
        logs: frozenset[Endpoint],
        *,
        is_planned: bool,
    ) -> None:
        """Note what was read of some logs, or all (none), for the plan or for a hint.

        On trial, the shadow is asked whether it shows that.
        """
        records = self._new_records(update)
        # What was there before is read once.
        further = 0 if update.baseline else update.further_calls
        state = self._state(now)
        if state is ShadowState.RELIED_ON and is_planned:
            self.watch.add_poll(has_news=bool(self.watch.logs_to_read))
            further += self._reader.calls_of(logs)
        elif is_planned:
            self.watch.add_poll(has_news=bool(records))
        calls = self._calls_per_poll(now)
        if update.is_whole:
            self._polled_at = now
        if not update.errors:
            if update.is_whole:
                self._read_at = now
            if state is ShadowState.RELIED_ON:
                self.watch.add_rows(records, now, logs)
            elif state is ShadowState.ON_TRIAL and records and self._reserve(1):
                self.watch.add_rows(records, now, logs)
                # It is reserved, and a trial has an end: no poll costs more by it.
                await self._async_ask(now)
        if is_planned or update.is_whole:
            self._estimate.add(calls, further, now)

    def _calls_per_poll(self, now: datetime) -> int:
        return 1 if self._is_relied_on(now) else self._reader.calls_per_read

    def _is_relied_on(self, now: datetime) -> bool:
        return self._state(now) is ShadowState.RELIED_ON

    def _state(self, now: datetime) -> ShadowState | None:
        """Return what the shadow is good for; None where it would save no call."""
        source = self._reader.source
        if (
            source is None
            or not source.is_confirmed
            or len(source.streams) < 2
            or self._reader.is_partial
        ):
            return None
        return self.watch.state(now)

    async def _async_ask(self, now: datetime) -> bool:
        """Look at the shadow; return whether it was answered."""
        try:
            times = await self._ask_shadow()
        except TuyaError as err:
            LOGGER.debug("The shadow of %s cannot be read: %s", self._name, err)
            refusals = TuyaPermissionError, TuyaUnsupportedError
            self.watch.failed(now, is_refused=isinstance(err, refusals))
            return False
        self.watch.update(times, now)
        return True

    def _new_records(self, update: LogUpdate) -> list[LockRecord]:
        """Return what no reading before has brought: what waits comes with each."""
        known, ids = self._known, {record_id for record_id, _ in update.new}
        self._known = ids if update.is_whole else known | ids
        return [record for record_id, record in update.new if record_id not in known]

    def diagnostics(self, now: datetime) -> dict[str, Any]:
        """Return for diagnostics what the shadow is good for."""
        return {"state": self._state(now), **self.watch.diagnostics()}
