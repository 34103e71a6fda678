"""Hints from Home Assistant's own Tuya integration, and from xtend_tuya.

Both send a signal with each report of a device, with the codes in it. Home
Assistant's own is connected to the devices that it has entities for, and to no lock
but a few; it can be asked to be.

Nothing of those integrations is imported, and nothing of theirs is relied on: what is
not as it was leaves the locks to the plan.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import __version__
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later, async_track_time_interval

from ...const import LOGGER
from ..hint_codes import Hint, HintSource
from ..hinted_looks import HintedLooks

_TUYA: Final = "tuya"
_XTEND_TUYA: Final = "xtend_tuya"
_SIGNAL: Final = "tuya_entry_update_{}"
_CHECK_INTERVAL: Final = timedelta(minutes=5)
_STILL_CONNECTING: Final = 30


class TuyaCase(StrEnum):
    """What Home Assistant's own Tuya integration has to do with a lock."""

    NOT_SET_UP = "not_set_up"
    """It is not set up, or not loaded."""

    NOT_IN_ACCOUNT = "not_in_account"
    """It is, with an account that does not have the lock."""

    NOT_SUBSCRIBED = "not_subscribed"
    """It has the lock, and does not listen to it."""

    SUBSCRIBED = "subscribed"
    UNAVAILABLE = "unavailable"
    """It is not as this integration knows it."""


class TuyaListener:
    """Takes what Home Assistant's Tuya integrations report of one lock as hints."""

    def __init__(
        self,
        hass: HomeAssistant,
        lock_id: str,
        looks: HintedLooks,
        *,
        may_subscribe: bool,
    ) -> None:
        """Initialize with the lock, and whether to have it listened to."""
        self.case = TuyaCase.NOT_SET_UP
        self._hass = hass
        self._lock_id = lock_id
        self._looks = looks
        self._may_subscribe = may_subscribe
        self._is_subscribing = False
        self._was_surprised = False
        self._was_online: bool | None = None
        self._has_signals = False
        self._unsubscribe: list[CALLBACK_TYPE] = []
        self._cancel_retry: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Listen, and find out whether there is something to listen to."""
        self._unsubscribe = [
            async_dispatcher_connect(
                self._hass, _SIGNAL.format(self._lock_id), self._async_reported
            ),
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
            ),
            async_track_time_interval(
                self._hass, self._async_check, _CHECK_INTERVAL, cancel_on_shutdown=True
            ),
        ]
        self._async_check()

    @callback
    def async_stop(self) -> None:
        """Listen no more.

        What Home Assistant's integration listens to stays: another may rely on it.
        """
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._async_cancel_retry()

    @callback
    def _async_reported(self, *args: Any) -> None:
        """Handle a report; what comes with it has changed with the versions."""
        codes = args[0] if args and isinstance(args[0], list | tuple | set) else ()
        stamps = args[1] if len(args) > 1 and isinstance(args[1], dict) else {}
        if args and args[0] is None:
            # News about the device come also of those that nobody listens to.
            if not self._came_online():
                return
        else:
            self._has_signals = True
        self._async_update_connection()
        self._looks.async_add(
            Hint.of_codes(
                HintSource.TUYA,
                [code for code in codes if isinstance(code, str)],
                self._looks.now,
                event_ms=max(
                    (
                        stamp
                        for stamp in stamps.values()
                        if isinstance(stamp, int) and not isinstance(stamp, bool)
                    ),
                    default=None,
                ),
            )
        )

    def _came_online(self) -> bool:
        """Return whether a report without codes says that the lock is back."""
        was_online, self._was_online = self._was_online, self._is_online()
        return was_online is False and self._was_online is True

    def _is_online(self) -> bool | None:
        online = self._ask(lambda _, device: device.online)
        return online if isinstance(online, bool) else None

    @callback
    def _async_entry_changed(
        self, _change: ConfigEntryChange, entry: ConfigEntry
    ) -> None:
        if entry.domain in (_TUYA, _XTEND_TUYA):
            self._async_check()

    @callback
    def _async_check(self, _now: datetime | None = None) -> None:
        """Find out which case holds, and have the lock listened to where it may be."""
        self._async_cancel_retry()
        self.case = self._find_case()
        if self._was_online is None:
            self._was_online = self._is_online()
        if self.case is TuyaCase.NOT_SUBSCRIBED and self._may_subscribe:
            self._async_subscribe()
        self._async_update_connection()

    @callback
    def _async_update_connection(self) -> None:
        entries = self._hass.config_entries
        has_xtend = bool(entries.async_loaded_entries(_XTEND_TUYA))
        has_tuya = bool(entries.async_loaded_entries(_TUYA))
        # The device may be followed in a way that cannot be seen from here.
        self._has_signals &= has_xtend or has_tuya
        is_subscribed = self.case is TuyaCase.SUBSCRIBED and self._is_connected()
        self._looks.async_set_connected(
            HintSource.TUYA, is_subscribed or self._has_signals
        )

    def _is_connected(self) -> bool:
        """Return whether the connection that reports come through is up."""
        return bool(self._ask(_is_connected))

    def _find_case(self) -> TuyaCase:
        if not self._hass.config_entries.async_loaded_entries(_TUYA):
            return TuyaCase.NOT_SET_UP
        self.case = TuyaCase.NOT_IN_ACCOUNT
        case: TuyaCase = self._ask(self._case_of) or self.case
        if case is TuyaCase.NOT_SUBSCRIBED and self._was_surprised:
            # Nobody can ask for it from here.
            return TuyaCase.UNAVAILABLE
        return case

    def _case_of(self, manager: Any, device: Any) -> TuyaCase:
        is_subscribed = device.set_up and self._lock_id in _subscribed(manager.mq)
        return TuyaCase.SUBSCRIBED if is_subscribed else TuyaCase.NOT_SUBSCRIBED

    def _devices(self) -> Iterator[tuple[Any, Any]]:
        """Yield the lock as other integrations' objects, with their managers."""
        for entry in self._hass.config_entries.async_loaded_entries(_TUYA):
            manager = getattr(getattr(entry, "runtime_data", None), "manager", None)
            device = getattr(manager, "device_map", {}).get(self._lock_id)
            if device is not None:
                yield manager, device

    def _ask(self, question: Callable[[Any, Any], Any]) -> Any:
        """Return what a function finds out from manager and device, None for none."""
        try:
            found = next(self._devices(), None)
            return question(*found) if found is not None else None
        except Exception as err:  # noqa: BLE001
            self.case = self._surprised_by(err)
            return None

    @callback
    def _async_subscribe(self) -> None:
        """Ask for the lock to be listened to, as with one that has entities."""
        subscribe = self._ask(self._prepare)
        if subscribe is not None and not self._is_subscribing:
            self._is_subscribing = True
            self._hass.async_create_task(
                self._async_run(subscribe), "listen to a lock through Tuya"
            )

    def _prepare(self, manager: Any, device: Any) -> Callable[[], object] | None:
        """Mark the lock as wanted, and return what subscribes to it by now."""
        device.set_up = True
        mq = manager.mq
        if mq is None or mq.client is None or mq.mq_config is None:
            # Before it is connected, it would remember the lock and then raise.
            self._async_retry()
            return None
        if self._lock_id in _subscribed(mq):
            self.case = TuyaCase.SUBSCRIBED
            return None
        return partial(mq.subscribe_device, self._lock_id, device)

    async def _async_run(self, subscribe: Callable[[], object]) -> None:
        try:
            await self._hass.async_add_executor_job(subscribe)
        except Exception as err:  # noqa: BLE001
            self.case = self._surprised_by(err)
        else:
            self.case = self._find_case()
        finally:
            self._is_subscribing = False
        self._async_update_connection()

    @callback
    def _async_retry(self) -> None:
        self._cancel_retry = async_call_later(
            self._hass, _STILL_CONNECTING, self._async_check
        )

    @callback
    def _async_cancel_retry(self) -> None:
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None

    def _surprised_by(self, err: Exception) -> TuyaCase:
        """Leave that integration alone, whatever it has become."""
        if not self._was_surprised:
            LOGGER.debug(
                "Home Assistant's Tuya integration of %s is not as expected: %s",
                __version__,
                type(err).__name__,
            )
        self._was_surprised = True
        self._may_subscribe = False
        return TuyaCase.UNAVAILABLE


def _is_connected(manager: Any, _device: Any) -> bool:
    """Return whether a manager's connection is up; for moments it has none."""
    client = manager.mq and manager.mq.client
    return client is not None and client.is_connected()


def _subscribed(mq: Any) -> set[str]:
    """Return the devices that a connection of Tuya's library listens to."""
    return {device.id for device in list(mq.device)} if mq is not None else set()
