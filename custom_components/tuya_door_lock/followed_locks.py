"""The locks of a project that are followed, and what is kept of those that are not."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .access_log.store import async_remove_files
from .api.devices import Device
from .api.lock_list import LockList
from .const import CONF_IGNORED_LOCKS, LOGGER
from .helpers import async_update_device_entry, device_entries
from .issues import (
    async_clear_denied_issue,
    async_clear_issue_of,
    async_create_denied_issue,
    async_update_issues_of_list,
)
from .lock_coordinator import TuyaLockCoordinator
from .pictures.fetcher import async_remove_pictures
from .polling.hint_sources.message_listener import MessageListener
from .project import Project

# So long Tuya must deny a lock before what is kept of it goes, and its owner is warned.
_DENIED_FOR: Final = timedelta(days=7)
_DENIED_NOTICE: Final = timedelta(days=1)


class FollowedLocks(Mapping[str, TuyaLockCoordinator]):
    """The coordinators of the locks that are followed, by Tuya's id of the device."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        project: Project,
        listed: LockList,
    ) -> None:
        """Initialize without locks: `listed` are those to choose from."""
        self._hass = hass
        self._entry = entry
        self._project = project
        self._listed = listed
        self._locks: dict[str, TuyaLockCoordinator] = {}
        self._delivers = False
        """Whether entities and automations are there to receive an event."""

        self._uses_hints = False
        """Whether hints are used."""

        self._messages: MessageListener | None = None

    @override
    def __getitem__(self, lock_id: str) -> TuyaLockCoordinator:
        return self._locks[lock_id]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._locks)

    @override
    def __len__(self) -> int:
        return len(self._locks)

    async def async_load(self) -> dict[str, Device]:
        """Follow the locks that were listed last, with what is kept of them."""
        followed = self._followed()
        await self._async_add(followed)
        return followed

    async def async_update(self, now: datetime) -> dict[str, Device]:
        """Follow the list as it is now; return the locks that are followed."""
        await self._async_update_denied(now)
        followed = self._followed()
        async_update_issues_of_list(self._hass, self._entry, followed)
        for lock_id in self._locks.keys() - followed.keys():
            await self._locks.pop(lock_id).async_shutdown()
        for lock_id in self._device_entries():
            if lock_id in self._ignored:
                await self.async_remove(lock_id)
        new = await self._async_add(followed)
        await asyncio.gather(*(lock.async_refresh() for lock in new))
        for lock in new:
            # Its first data are there before its entities are.
            lock.delivery.is_started = self._delivers
            if self._uses_hints:
                lock.listeners.async_start(self._messages)
        for lock_id, device in followed.items():
            lock = self._locks[lock_id]
            lock.device = device
            async_update_device_entry(
                self._hass, self._entry.entry_id, device, lock.details.firmware
            )
        return followed

    @callback
    def async_start_delivery(self) -> None:
        """Let every lock deliver its records."""
        self._delivers = True
        for lock in self.values():
            lock.async_start_delivery()

    @callback
    def async_stop_delivery(self) -> None:
        """Let no lock deliver any more: what a poll brings waits for a reload."""
        self._delivers = False
        for lock in self.values():
            lock.delivery.is_started = False

    @callback
    def async_start_hints(self, messages: MessageListener | None) -> None:
        """Let every lock use hints, those of the Message Service where wanted."""
        self._uses_hints, self._messages = True, messages
        for lock in self.values():
            lock.listeners.async_start(messages)

    async def async_save(self) -> None:
        """Write what must outlive a restart."""
        for lock in list(self.values()):
            await lock.store.async_save()

    async def async_remove(self, lock_id: str) -> None:
        """Remove a lock with its device, and what is kept of it."""
        if (device := self._device_entries().get(lock_id)) is not None:
            dr.async_get(self._hass).async_remove_device(device.id)
        await self.async_forget(lock_id)

    async def async_forget(self, lock_id: str) -> None:
        """Stop following a lock, and delete what is kept of it."""
        async_clear_denied_issue(self._hass, self._entry, lock_id)
        if (lock := self._locks.pop(lock_id, None)) is not None:
            await lock.async_shutdown()
            # A save that waits would write the file again after it was deleted.
            await lock.store.async_save()
        await async_delete_kept(self._hass, self._entry, lock_id)

    @property
    def _ignored(self) -> list[str]:
        """Return the ids of the locks that the options leave out."""
        ignored: list[str] = self._entry.options.get(CONF_IGNORED_LOCKS, [])
        return ignored

    def _device_entries(self) -> dict[str, dr.DeviceEntry]:
        return device_entries(self._hass, self._entry.entry_id)

    def _followed(self) -> dict[str, Device]:
        """Return the locks that the options and the device registry do not leave out."""
        entries = self._device_entries()
        disabled = {lock_id for lock_id, entry in entries.items() if entry.disabled}
        return {
            lock_id: device
            for lock_id, device in self._listed.devices.items()
            if lock_id not in self._ignored and lock_id not in disabled
        }

    async def _async_add(
        self, devices: Mapping[str, Device]
    ) -> list[TuyaLockCoordinator]:
        """Make a coordinator for each lock that has none, with what is kept of it."""
        new = []
        for lock_id, device in devices.items():
            if lock_id not in self._locks:
                lock = TuyaLockCoordinator(
                    self._hass, self._entry, self._project, device
                )
                await lock.async_load()
                self._locks[lock_id] = lock
                new.append(lock)
        return new

    async def _async_update_denied(self, now: datetime) -> None:
        """Warn of locks that Tuya denies, and remove those that it denies for a week."""
        denied_since = self._listed.denied_since
        for lock_id in self._listed.devices.keys() - denied_since.keys():
            async_clear_denied_issue(self._hass, self._entry, lock_id)
        entries = self._device_entries()
        for lock_id, since in list(denied_since.items()):
            device = self._listed.devices[lock_id]
            async_clear_issue_of(self._hass, self._entry, device)
            if now - since >= _DENIED_FOR:
                LOGGER.warning("%s is removed: Tuya has denied it", device.name)
                self._listed.forget(lock_id)
                await self.async_remove(lock_id)
            elif now - since >= _DENIED_NOTICE and lock_id in entries:
                async_create_denied_issue(
                    self._hass, self._entry, device, since + _DENIED_FOR
                )


async def async_delete_kept(
    hass: HomeAssistant, entry: ConfigEntry, lock_id: str
) -> None:
    """Delete what is kept of a lock, and its pictures."""
    await async_remove_files(hass, entry.entry_id, lock_id)
    await async_remove_pictures(hass, entry.entry_id, lock_id)
