"""The polls of a lock's log: what each has to read, and what the hints learn from it.

Of a lock that keeps two logs, a look at its shadow is one call in place of two. The
shadow only shows that something has happened: the rows are the truth.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from homeassistant.core import HomeAssistant

from ..access_log.reader import LogReader, LogUpdate
from ..access_log.timing import LiveWindow, is_due, is_late
from ..api.client import TuyaClient
from ..api.devices import Device
from ..api.errors import TuyaError, TuyaPermissionError, TuyaUnsupportedError
from ..api.records import Endpoint, LockRecord
from ..api.shadow import shadow_times
from ..const import LOGGER
from .counters import CallEstimate, LockDemand
from .hint_health import SAFETY_INTERVAL
from .hinted_looks import HintedLooks
from .hints import LockHints
from .look_schedule import ENDPOINTS
from .quota import USUAL_INTERVAL
from .shadow_watch import ShadowState, ShadowWatch

# The logs are read all the same, so that nothing can stay unseen for longer.
_READ_ALL_THE_SAME: Final = timedelta(hours=6)
# Of what has happened within that, a row may still be missing while others are there.
_ROWS_COME_WITHIN: Final = timedelta(minutes=1)
# A duress alarm comes with an access. Its property may not be in the shadow: no lock
# has shown one often enough to prove it.
_LOGS_ABOUT: Final = {
    Endpoint.OPEN_LOGS: frozenset({Endpoint.OPEN_LOGS, Endpoint.ALARM_LOGS}),
    Endpoint.ALARM_LOGS: frozenset({Endpoint.ALARM_LOGS}),
}
_ALL: Final = _LOGS_ABOUT[Endpoint.OPEN_LOGS]


class Poller(Protocol):
    """What polls a lock, such as its coordinator."""

    @property
    def update_interval(self) -> timedelta | None:
        """Return the time between two polls, once it is planned."""

    async def async_refresh(self) -> None:
        """Poll now; raises nothing."""


class LogPolls:
    """Decides what a poll of a lock has to read, and counts the calls of polls."""

    def __init__(
        self,
        hass: HomeAssistant,
        poller: Poller,
        client: TuyaClient,
        lock: Device,
        reader: LogReader,
        hints: LockHints,
        window: LiveWindow,
        *,
        reserve: Callable[[int], bool],
        on_live_row: Callable[[], object],
    ) -> None:
        """Initialize with who polls, whom to ask for the shadow, and the lock's parts.

        `window` says what is live, `reserve` whether so many calls may be spent to
        find out if the shadow can be relied on; `on_live_row` is called for a poll
        that has shown what happened just now.
        """
        self.hints = hints
        self.looks = HintedLooks(hass, lock.id, hints, self._async_look)
        self.watch = ShadowWatch()
        self._hass = hass
        self._poller = poller
        self._client = client
        self._lock = lock
        self._reader = reader
        self._window = window
        self._reserve = reserve
        self._on_live_row = on_live_row
        self._asked: frozenset[Endpoint] | None = None
        """The logs that are read next, empty for all; None where the plan decides."""

        self._reading: asyncio.Task[None] | None = None
        self._estimate = CallEstimate(reader.calls_per_read)
        self._read_at: datetime | None = None
        """When all logs were read last."""

        self._polled_at: datetime | None = None
        """When all logs were read last, or the shadow in their place."""

        self._due: frozenset[Endpoint] = frozenset()
        """The logs that may have more about what was found than they have shown."""

        self._known: set[str] = set()
        """What was read already and may be read again, until it is delivered."""

    def demand(self, now: datetime) -> LockDemand:
        """Return the calls that the polls of the lock ask for."""
        self._estimate.first_calls = self._calls_per_poll(now)
        # Where hints are reliable, the log is polled beside them for safety only.
        is_reliable = self.hints.health.is_reliable
        return self._estimate.demand(now, SAFETY_INTERVAL if is_reliable else None)

    async def async_read_now(self, logs: frozenset[Endpoint] = frozenset()) -> None:
        """Read some logs, or all (none), now; who asks meanwhile shares the reading."""
        if self._reading is None or self._reading.done():
            self._asked = logs
            self._reading = self._hass.async_create_task(
                self._poller.async_refresh(), f"{self._lock.name} refresh"
            )
        await asyncio.shield(self._reading)

    @asynccontextmanager
    async def async_poll(self, now: datetime) -> AsyncIterator[LogUpdate]:
        """Read what the plan or a request asks for; yield what it brought.

        The hints are informed when the caller has kept it. Raises a TuyaError where
        nothing can be read.
        """
        asked, self._asked = self._asked, None
        logs = await self._async_logs_to_read(now) if asked is None else asked
        if logs is None:
            yield self._reader.nothing_new(now)
            self._window.update(now, self._poller.update_interval)
            return
        self.hints.read_started(self.looks.now, logs)
        try:
            update = await self._reader.async_read(now, logs)
            await self._async_add(update, now, logs, is_planned=asked is None)
            yield update
        except BaseException as err:
            is_refused = isinstance(err, TuyaError) and err.retry_after is not None
            self.hints.read_failed(is_refused=is_refused)
            raise
        else:
            self._window.update(now, self._poller.update_interval)
            self._add_live_rows(update, now)
        finally:
            self.looks.async_update()

    def _add_live_rows(self, update: LogUpdate, now: datetime) -> None:
        """Let the hints know which new records happened just now."""
        live = [
            record.kind
            for _, record in update.new
            if not is_late(record.occurred_at, now, self._window.length)
        ]
        self.hints.read_finished(self.looks.now, live, is_whole=update.is_whole)
        if live:
            self._on_live_row()

    async def _async_look(self, logs: frozenset[Endpoint]) -> None:
        """Read what a hint has asked for, and all that has not been read for long."""
        interval = self._poller.update_interval or USUAL_INTERVAL
        # Each look puts the next poll off: the logs that it leaves out must not wait
        # for as long as people come and go.
        is_poll_due = is_due(self._polled_at, interval, self._client.now())
        await self.async_read_now(frozenset() if is_poll_due else logs)

    async def _async_logs_to_read(self, now: datetime) -> frozenset[Endpoint] | None:
        """Return which logs a poll has to read, empty for all; None for none of them."""
        if not self._is_relied_on(now):
            return frozenset()
        is_answered = await self._async_ask(now)
        if not is_answered or is_due(self._read_at, _READ_ALL_THE_SAME, now):
            return frozenset()
        self._polled_at = now
        moved = map(_LOGS_ABOUT.__getitem__, self.watch.logs_to_read)
        if logs := self._due.union(*moved):
            return logs if logs < _ALL else frozenset()
        self.watch.add_poll(0)
        self._estimate.add(1, 0, now)
        return None

    async def _async_add(
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
            self.watch.add_poll(self._reader.calls_of(logs))
            further += self._reader.calls_of(logs)
        elif is_planned:
            self.watch.add_poll(len(frozenset().union(*map(_logs_about, records))))
        calls = self._calls_per_poll(now)
        if update.is_whole:
            self._polled_at = now
        if not update.errors:
            if update.is_whole:
                self._read_at = now
            self._update_due(records, now, logs or _ALL)
            if state is ShadowState.RELIED_ON:
                self.watch.add_rows(records, now, logs)
            elif state is ShadowState.ON_TRIAL and records and self._reserve(1):
                self.watch.add_rows(records, now, logs)
                # It is reserved, and a trial has an end: no poll costs more by it.
                await self._async_ask(now)
            if is_planned and (missing := self.watch.logs_to_read):
                self.hints.look_again(self.looks.now, missing)
        if is_planned or update.is_whole:
            self._estimate.add(calls, further, now)

    def _update_due(
        self, records: list[LockRecord], now: datetime, read: frozenset[Endpoint]
    ) -> None:
        """Note what is to be read once more, after some logs have shown new records."""
        due = self._due - read
        for record in records:
            is_over = record.occurred_at < now - _ROWS_COME_WITHIN
            due |= _logs_about(record) - (read if is_over else frozenset())
        self._due = due

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
            times = await shadow_times(self._client, self._lock.id)
        except TuyaError as err:
            LOGGER.debug("The shadow of %s cannot be read: %s", self._lock.name, err)
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


def _logs_about(record: LockRecord) -> frozenset[Endpoint]:
    """Return the logs that may have more about the access or alarm of a record."""
    return _LOGS_ABOUT[ENDPOINTS[record.kind]]
