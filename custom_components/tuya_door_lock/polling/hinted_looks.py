"""Looks into the log of a lock when its hints say so."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import async_call_at
from homeassistant.util import dt as dt_util

from ..api.records import Endpoint
from ..const import SIGNAL_HINT
from .hint_codes import Hint, HintSource
from .hints import LockHints


class HintedLooks:
    """Looks into the log of one lock at the times that its hints ask for."""

    def __init__(
        self,
        hass: HomeAssistant,
        lock_id: str,
        hints: LockHints,
        read: Callable[[frozenset[Endpoint]], Awaitable[object]],
    ) -> None:
        """Initialize with the hints, and what reads some logs of the lock, or all (none).

        `read` reports to the hints when it starts and what it has found, and raises
        nothing.
        """
        self.signal = f"{SIGNAL_HINT}_{lock_id}"
        """The dispatcher's signal that a hint has come."""

        self.hints = hints
        self.last_hint: datetime | None = None
        """When a hint came last, by Home Assistant's clock."""

        self._hass = hass
        self._read = read
        self._cancel: CALLBACK_TYPE | None = None
        self._is_stopped = False
        self._changed = asyncio.Event()

    @property
    def now(self) -> float:
        """Return the time by the clock of the hints, in seconds."""
        return self._hass.loop.time()

    @callback
    def async_add(self, hint: Hint) -> None:
        """Add a hint."""
        self.hints.add(hint)
        self.last_hint = dt_util.utcnow()
        async_dispatcher_send(self._hass, self.signal)
        self.async_update()

    @callback
    def async_set_connected(self, source: HintSource, is_connected: bool) -> None:
        """Note that a source can bring hints, or cannot."""
        self.hints.connected(source, self.now, is_connected=is_connected)
        self.async_update()

    @callback
    def async_update(self) -> None:
        """Look when it is due next: a hint or a read may have changed it."""
        self._async_cancel()
        self._changed.set()
        self._changed.clear()
        if self._is_stopped or (look := self.hints.next_look) is None:
            return
        if look <= self.now:
            self._cancel = self._hass.loop.call_soon(self._async_start).cancel
        else:
            self._cancel = async_call_at(self._hass, self._async_start, look)

    @callback
    def async_stop(self) -> None:
        """Look no more."""
        self._is_stopped = True
        self.async_update()

    async def async_wait_for_request(self) -> None:
        """Wait until what was asked for is there, or the last look has ended."""
        while self.hints.is_requested and not self._is_stopped:
            await self._changed.wait()

    @callback
    def _async_start(self, _now: datetime | None = None) -> None:
        self._cancel = None
        endpoints = self.hints.start_look(self.now)
        if endpoints is None:
            self.async_update()
        else:
            self._hass.async_create_task(self._async_look(endpoints), "hinted look")

    async def _async_look(self, endpoints: frozenset[Endpoint]) -> None:
        await self._read(endpoints)
        self.async_update()

    @callback
    def _async_cancel(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
