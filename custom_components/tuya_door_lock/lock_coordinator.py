"""The coordinator of one lock: it polls the log, and lets new records be delivered."""

from datetime import datetime
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .access_log.delivery import LockData
from .access_log.reader import LogUpdate
from .access_log.scan import LONGEST_LOOK_BACK
from .api.client import count_calls
from .api.devices import Device
from .api.errors import TuyaAccountNotLinkedError, TuyaError
from .api.records import RecordKind
from .const import LOGGER
from .helpers import device_entry, shown_name
from .issues import (
    async_clear_issue_of,
    async_create_issue_for,
    async_create_store_issue,
)
from .lock_parts import lock_parts
from .people.matcher import PersonMatcher
from .project import Project
from .update_coordinator import TuyaUpdateCoordinator


class TuyaLockCoordinator(TuyaUpdateCoordinator[LockData]):
    """Polls the log of one lock, and delivers what is new to its entities."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, project: Project, device: Device
    ) -> None:
        """Initialize the coordinator of a lock."""
        super().__init__(hass, entry, project.api.client, device.name)
        self.api = project.api
        self.device = device
        """The lock as the last list shows it."""

        self.polled_at: datetime | None = None
        """When the last poll began."""

        self.project = project
        parts = lock_parts(
            hass,
            entry,
            project,
            self,
            get_device=lambda: self.device,
            show=self.async_show,
        )
        self.tracker = parts.tracker
        self.history = parts.history
        self.reader = parts.reader
        self.assignments = parts.assignments
        self.resolver = parts.resolver
        self.details = parts.details
        self.pictures = parts.pictures
        self.announcer = parts.announcer
        self.delivery = parts.delivery
        self.polls = parts.polls
        self.hints = parts.polls.hints
        self.looks = parts.polls.looks
        self.listeners = parts.listeners
        self.store = parts.store
        self.data = self.delivery.data

    @property
    def device_entry(self) -> dr.DeviceEntry | None:
        """Return the lock's device, None before its entities have made it."""
        return device_entry(self.hass, self.config_entry.entry_id, self.device.id)

    @property
    def shown_name(self) -> str:
        """Return the name that the lock has in Home Assistant."""
        return shown_name(self.hass, self.config_entry.entry_id, self.device)

    @property
    def complete_since(self) -> datetime | None:
        """Return from when on all that Tuya has shown is kept; None before a look."""
        if (watched := self.tracker.watched_since) is None:
            return None
        oldest = watched - LONGEST_LOOK_BACK
        return max(oldest, self.history.complete_since or oldest)

    def person(self, text: str) -> PersonMatcher:
        """Return whom a name, or the entity of a person, stands for at the lock."""
        return PersonMatcher.for_text(text, self.resolver, self.assignments)

    async def async_load(self) -> None:
        """Restore what is known of the lock, as far as it can be read."""
        if await self.store.async_load():
            LOGGER.error(
                "What is remembered of %s is damaged: what cannot be read begins anew",
                self.shown_name,
            )
            self.history.mark_incomplete_before(self.client.now())
        if self.store.is_set_aside:
            async_create_store_issue(self.hass, self.config_entry, self.shown_name)
        self.delivery.map_events(self.resolver.redact)
        if self.history.change(self.resolver.update):
            # What is to be shown no more is not to lie on the disk either.
            await self.store.async_save()
        self.data = self.delivery.data
        if entry := self.device_entry:
            self.details.firmware = entry.sw_version
        await self.pictures.async_load()

    @override
    async def async_shutdown(self) -> None:
        """Stop polling, delivering records, and fetching pictures."""
        # A running poll ends later: what it brings is delivered after the next start.
        self.delivery.is_started = False
        self.pictures.async_stop()
        self.listeners.async_stop()
        self.looks.async_stop()
        await super().async_shutdown()

    @override
    async def _async_update_data(self) -> LockData:
        """Read the log, and keep what is new until it is delivered."""
        self.polled_at = dt_util.utcnow()
        now = self.client.now()
        with count_calls() as counted:
            try:
                async with self.polls.async_poll(now) as update:
                    await self._async_add(update, now)
            except TuyaError as err:
                calls = min(counted.total(), self.reader.calls_per_read)
                failed = self._failed(err, calls)
                if isinstance(err, TuyaAccountNotLinkedError) and self._failures == 1:
                    # Whether it is this lock alone, the list shows.
                    self.project.async_list_again()
                raise failed from err
        return self.delivery.data

    async def _async_add(self, update: LogUpdate, now: datetime) -> None:
        """Keep what a reading has brought until it is delivered."""
        self._failures = 0
        if update.errors:
            self._async_report(update.errors[0])
        elif update.is_whole:
            async_clear_issue_of(self.hass, self.config_entry, self.device)
        if update.incomplete_before is not None:
            self.history.mark_incomplete_before(update.incomplete_before)
        await self.details.async_update(now)
        self.resolver.credentials.update_from(
            [tracked.record for tracked in (*update.baseline, *update.new)], now
        )
        self.delivery.add(update, now)
        self.pictures.async_fetch_newest(
            (self.resolver.event(*tracked), tracked.record)
            for tracked in update.baseline
        )
        self.announcer.async_delete_credential_issues()
        await self.store.async_save_if_due()

    @callback
    @override
    def _async_report(self, err: TuyaError) -> None:
        """Show what the owner can cure, unless the lock is gone meanwhile."""
        if not self._shutdown_requested and not self.project.is_denied(self.device.id):
            async_create_issue_for(self.hass, self.config_entry, err, self.device)

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Write the recovered states first, and each new record by itself after.

        In one write with the recovery, Home Assistant's `event.received` would
        swallow the event; in one write with others, all but the last.
        """
        super().async_update_listeners()
        self._async_deliver()

    @callback
    def async_show(self) -> None:
        """Write the states of the entities from what delivery now has."""
        self.data = self.delivery.data
        super().async_update_listeners()

    @callback
    def async_start_delivery(self) -> None:
        """Deliver what came while nobody could receive it, and from now on at once."""
        self.delivery.is_started = True
        self._async_deliver()

    @callback
    def async_release(self, kind: RecordKind) -> None:
        """Deliver the records of a kind whose entity is there now."""
        self.delivery.release(kind)
        self._async_deliver()

    @callback
    def _async_deliver(self) -> None:
        """Let what waits be delivered, in slices, where entities can receive it."""
        if self.delivery.is_started and self.last_update_success:
            self.config_entry.async_create_task(
                self.hass, self.async_deliver_all(), f"{self.name} delivery"
            )

    async def async_deliver_all(self) -> None:
        """Deliver what waits, and write what was delivered."""
        if not await self.delivery.async_deliver():
            return
        self.store.async_delay_save()
        if self.delivery.has_much_unsaved:
            self.delivery.has_much_unsaved = False
            await self.store.async_save()
