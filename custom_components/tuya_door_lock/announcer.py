"""Fires the events of a lock: at its entities, then on the bus."""

from collections.abc import Callable
from datetime import datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.translation import async_translate_state
from homeassistant.util import dt as dt_util

from .access_log.events import LockEvent
from .api.devices import Device
from .api.records import LockRecord, RecordKind, UnlockMethod
from .const import DOMAIN, EVENT_RECORD, SIGNAL_EVENT, SIGNAL_FORGOTTEN
from .helpers import device_entry
from .lock_issues import (
    async_create_credential_issue,
    async_delete_credential_issues,
    async_update_clock_issue,
)
from .people.resolver import NameResolver
from .pictures.fetcher import LockPictures


class LockAnnouncer:
    """Fires the events of a lock, and does what follows them: pictures, issues."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        device: Callable[[], Device],
        resolver: NameResolver,
        pictures: LockPictures,
        *,
        clock: Callable[[], datetime],
        show: Callable[[], None],
    ) -> None:
        """Initialize with the lock as it is listed, its names and pictures.

        `clock` is the cloud's, `show` writes the states of the lock's entities.
        """
        self.async_show = show
        self.event_entity_ids: dict[RecordKind, str] = {}
        """The entities that fire the events, as far as they are enabled."""

        self._lock_id = lock_id = device().id
        self.event_signal = f"{SIGNAL_EVENT}_{entry.entry_id}_{lock_id}"
        """The dispatcher's signal that carries each `LockEvent` of the lock."""

        self.forgotten_signal = f"{SIGNAL_FORGOTTEN}_{lock_id}"
        """The dispatcher's signal that carries the `PersonMatcher` to forget."""

        self._hass = hass
        self._entry = entry
        self._device = device
        self._resolver = resolver
        self._pictures = pictures
        self._clock = clock

    @callback
    def async_announce(self, event: LockEvent) -> None:
        """Fire an event: at the entities, then on the bus."""
        async_dispatcher_send(self._hass, self.event_signal, event)
        entry = device_entry(self._hass, self._entry.entry_id, self._lock_id)
        delay = dt_util.utcnow() - event.occurred_at
        self._hass.bus.async_fire(
            EVENT_RECORD,
            {
                ATTR_DEVICE_ID: entry and entry.id,
                # Activity finds it by the entity, too.
                ATTR_ENTITY_ID: self.event_entity_ids.get(event.kind),
                "delay": max(round(delay.total_seconds()), 0),
                **event.as_data(),
            },
        )

    @callback
    def async_delivered(
        self, event: LockEvent, record: LockRecord, *, is_first_use: bool
    ) -> None:
        """Fetch the picture of a record; create the issues that it gives cause for."""
        self._pictures.async_fetch(event, record)
        async_update_clock_issue(
            self._hass, self._entry, self._device(), event.occurred_at, self.now()
        )
        if is_first_use and self._resolver.is_nameless(record):
            async_create_credential_issue(
                self._hass, self._entry, self._device(), event
            )

    @callback
    def async_delete_credential_issues(self) -> None:
        """Delete the issues of the credentials that have a name by now."""
        async_delete_credential_issues(
            self._hass, self._entry, self._device(), self._resolver.is_named
        )

    def now(self) -> tuple[datetime, datetime]:
        """Return the time by the cloud's clock, and by Home Assistant's."""
        return self._clock(), dt_util.utcnow()


def describe_method(hass: HomeAssistant, method: UnlockMethod | None) -> str | None:
    """Return a method in the language of Home Assistant."""
    if method is None:
        return None
    return async_translate_state(
        hass, method, Platform.SENSOR, DOMAIN, "last_unlock_method", None
    )
