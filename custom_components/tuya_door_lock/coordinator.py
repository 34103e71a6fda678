"""The coordinator of a project: it lists the locks, and plans when they are polled."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .access_log.history import History
from .access_log.store import LockStore, TuyaStore
from .access_log.timing import is_due
from .api.client import count_calls
from .api.errors import TuyaAccountNotLinkedError, TuyaError
from .api.lock_list import LockList
from .api.locks import Device, TuyaLocks
from .const import CONF_ALLOWANCE, CONF_IGNORED_LOCKS, DAMAGED, DOMAIN, LOGGER
from .errors import to_ha_error
from .helpers import device_entries
from .issues import (
    async_clear_denied_issue,
    async_clear_issue_of,
    async_create_denied_issue,
    async_create_issue_for,
    async_create_store_issue,
    async_update_issues_of_list,
)
from .lock_coordinator import TuyaLockCoordinator
from .people.unlock_requests import UnlockRequests
from .pictures.fetcher import async_remove_pictures
from .polling.hint_sources.message_listener import MessageListener
from .polling.pace_issue import async_delete_pace_issue, async_update_pace_issue
from .polling.quota import DEFAULT_ALLOWANCE, Plan, Purpose, Quota
from .polling.retries import retry_after

_LIST_INTERVAL: Final = timedelta(hours=1)
# How often the calls spent are counted and shown, and written: a crash may lose what
# came since, and each writing wears out a card.
_COUNT_INTERVAL: Final = timedelta(minutes=1)
_WRITE_INTERVAL: Final = timedelta(minutes=15)
# So long Tuya must deny a lock before what is kept of it goes, and its owner is warned.
_DENIED_FOR: Final = timedelta(days=7)
_DENIED_NOTICE: Final = timedelta(days=1)
# Whatever happens at a lock that is used happens more often.
_UNUSED_FOR: Final = timedelta(days=30)

type TuyaDoorLockConfigEntry = ConfigEntry[TuyaRuntimeData]


@dataclass(slots=True)
class TuyaRuntimeData:
    """What runs for a project."""

    api: TuyaLocks
    devices: TuyaDevicesCoordinator
    requests: UnlockRequests
    locks: dict[str, TuyaLockCoordinator] = field(default_factory=dict)
    """The locks that are followed, by Tuya's id of the device."""

    messages: MessageListener | None = None
    """What Tuya's Message Service reports, where the owner wants it."""

    takes_hints: bool = False
    """Whether what says that a lock has something new is listened to."""

    delivers: bool = False
    """Whether entities and automations are there to receive an event."""

    @property
    def upkeep_interval(self) -> timedelta:
        """Return how often to read what changes rarely at a lock."""
        return self.devices.plan.upkeep_interval

    def reserve(self, calls: int, purpose: Purpose) -> bool:
        """Reserve calls before they are made; return False where they must not be."""
        return self.devices.reserve(calls, purpose)

    def is_denied(self, lock_id: str) -> bool:
        """Return whether Tuya says that the project may not see a lock."""
        return lock_id in self.devices.listed.denied_since

    @callback
    def async_start_delivery(self) -> None:
        """Let every lock deliver its records."""
        self.delivers = True
        for lock in self.locks.values():
            lock.async_start_delivery()

    @callback
    def async_start_hints(self) -> None:
        """Let every lock take hints."""
        self.takes_hints = True
        if self.messages is not None:
            self.messages.async_start()
        for lock in self.locks.values():
            lock.listeners.async_start(self.messages)

    @callback
    def async_stop_delivery(self) -> None:
        """Let no lock deliver any more: what a poll brings waits for a reload."""
        self.delivers = False
        for lock in self.locks.values():
            lock.delivery.is_started = False

    async def async_save(self) -> None:
        """Write what must outlive a restart."""
        for lock in list(self.locks.values()):
            await lock.async_save()


class TuyaDevicesCoordinator(DataUpdateCoordinator[dict[str, Device]]):
    """Lists the locks of a project, and plans how often they are polled."""

    config_entry: TuyaDoorLockConfigEntry
    plan: Plan
    """How the rest of the month is spent."""

    def __init__(
        self, hass: HomeAssistant, entry: TuyaDoorLockConfigEntry, api: TuyaLocks
    ) -> None:
        """Initialize the coordinator of a project's list of locks."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"{DOMAIN} locks",
            update_interval=_LIST_INTERVAL,
        )
        self.data = {}
        self.listed = LockList(api)
        """The locks of the project, with those that are not followed."""

        self.quota = Quota(int(entry.options.get(CONF_ALLOWANCE, DEFAULT_ALLOWANCE)))
        self._list_calls = 1
        self._failures = 0
        self._api = api
        self._store = TuyaStore(hass, entry.entry_id)
        self._has_news = False
        self._written_at: datetime | None = None

    @property
    def _project(self) -> TuyaRuntimeData:
        return self.config_entry.runtime_data

    @property
    def _locks(self) -> dict[str, TuyaLockCoordinator]:
        return self._project.locks

    async def async_load(self) -> None:
        """Go on from what is stored: the calls of the month, and the locks."""
        stored = await self._store.async_load_or_set_aside()
        if stored is not None:
            try:
                self.quota = Quota.from_dict(
                    self.quota.allowance, stored["calls"], self._api.client.calls
                )
                self.listed.restore(stored)
            except DAMAGED as err:
                await self._store.async_set_aside(err)
        if self._store.is_set_aside:
            async_create_store_issue(
                self.hass, self.config_entry, self.config_entry.title
            )
        for at_unload in (
            self._async_save,
            self._async_delete_issue,
            async_track_time_interval(
                self.hass, self._async_count, _COUNT_INTERVAL, cancel_on_shutdown=True
            ),
            # Home Assistant stops without unloading.
            self.hass.bus.async_listen_once(
                EVENT_HOMEASSISTANT_FINAL_WRITE, self._async_save
            ),
        ):
            self.config_entry.async_on_unload(at_unload)
        self.data = self._followed()
        await self._async_add_locks(self.data)
        self._plan()

    @override
    async def _async_update_data(self) -> dict[str, Device]:
        """Read the list of locks, and keep a coordinator for each of them."""
        with count_calls() as counted:
            try:
                locks = await self._api.locks()
            except TuyaError as err:
                self._failures += 1
                err.retry_after = retry_after(
                    err,
                    self._failures,
                    self.update_interval or _LIST_INTERVAL,
                    counted.total(),
                    self._api.client.retries,
                )
                async_create_issue_for(self.hass, self.config_entry, err)
                raise to_ha_error(err) from err
        self._failures = 0
        self._list_calls = max(counted["devices"], 1)
        if not locks:
            no_locks = TuyaAccountNotLinkedError("Tuya lists no lock")
            async_create_issue_for(self.hass, self.config_entry, no_locks)
            raise UpdateFailed(translation_domain=DOMAIN, translation_key="no_locks")
        now = dt_util.utcnow()
        denied = set(self.listed.denied_since)
        await self.listed.async_update(
            locks, now, lambda: self.reserve(1, Purpose.ABOUT)
        )
        for lock_id in denied - self.listed.denied_since.keys():
            async_clear_denied_issue(self.hass, self.config_entry, lock_id)
        await self._async_see_to_denied(now)
        followed = self._followed()
        async_update_issues_of_list(self.hass, self.config_entry, followed)
        for lock_id in self._locks.keys() - followed.keys():
            await self._locks.pop(lock_id).async_shutdown()
        await self._async_remove_ignored()
        new = followed.keys() - self._locks.keys()
        await self._async_add_locks(followed)
        await asyncio.gather(*(self._locks[lock_id].async_refresh() for lock_id in new))
        for lock_id in new:
            # What it tells first is there before its entities are.
            self._locks[lock_id].delivery.is_started = self._project.delivers
            if self._project.takes_hints:
                self._locks[lock_id].listeners.async_start(self._project.messages)
        for lock_id, device in followed.items():
            self._locks[lock_id].async_update_device(device)
        self._count_calls()
        self._plan()
        return followed

    def _followed(self) -> dict[str, Device]:
        """Return the locks that the options and the device registry do not leave out."""
        ignored = self.config_entry.options.get(CONF_IGNORED_LOCKS, ())
        disabled = {
            lock_id for lock_id, entry in self._entries().items() if entry.disabled
        }
        return {
            lock_id: device
            for lock_id, device in self.listed.devices.items()
            if lock_id not in ignored and lock_id not in disabled
        }

    async def _async_add_locks(self, devices: dict[str, Device]) -> None:
        """Make a coordinator for each lock that has none, with what is stored of it."""
        for lock_id, device in devices.items():
            if lock_id not in self._locks:
                lock = TuyaLockCoordinator(
                    self.hass, self.config_entry, self._project, device
                )
                await lock.async_load()
                self._locks[lock_id] = lock

    async def _async_see_to_denied(self, now: datetime) -> None:
        """Warn of locks that Tuya denies, and remove those that it denies for a week."""
        entries = self._entries()
        for lock_id, since in list(self.listed.denied_since.items()):
            device = self.listed.devices[lock_id]
            async_clear_issue_of(self.hass, self.config_entry, device)
            if now - since >= _DENIED_FOR:
                LOGGER.warning("%s is removed: Tuya has denied it", device.name)
                self.listed.forget(lock_id)
                await self.async_remove(lock_id)
            elif now - since >= _DENIED_NOTICE and lock_id in entries:
                async_create_denied_issue(
                    self.hass, self.config_entry, entries[lock_id], since + _DENIED_FOR
                )

    async def _async_remove_ignored(self) -> None:
        """Remove what is kept of the locks that the options leave out."""
        ignored = self.config_entry.options.get(CONF_IGNORED_LOCKS, ())
        for lock_id in self._entries():
            if lock_id in ignored:
                await self.async_remove(lock_id)

    async def async_remove(self, lock_id: str) -> None:
        """Remove a lock with its device, and what is kept of it."""
        if (entry := self._entries().get(lock_id)) is not None:
            dr.async_get(self.hass).async_remove_device(entry.id)
        await self.async_forget_lock(lock_id)

    async def async_forget_lock(self, lock_id: str) -> None:
        """Stop following a lock, and delete what is kept of it."""
        async_clear_denied_issue(self.hass, self.config_entry, lock_id)
        if (lock := self._locks.pop(lock_id, None)) is not None:
            await lock.async_shutdown()
            # What waits to be written would be written after.
            await lock.async_save()
        await async_remove_files(self.hass, self.config_entry, lock_id)

    def _entries(self) -> dict[str, dr.DeviceEntry]:
        return device_entries(self.hass, self.config_entry.entry_id)

    def _plan(self) -> None:
        """Spread the calls that are left for polling over the month."""
        now = self._api.client.now()
        self.plan = plan = self.quota.plan(
            now,
            {lock_id: lock.demand(now) for lock_id, lock in self._locks.items()},
            list_calls=self._list_calls,
        )
        self.update_interval = plan.list_interval
        for_hints = self.quota.per_day(Purpose.HINT, now)
        accesses = sum(
            lock.hints.accesses_per_day(lock.looks.now) for lock in self._locks.values()
        )
        for lock_id, lock in self._locks.items():
            lock.update_interval = plan.intervals[lock_id]
            lock.hints.calls_per_access = for_hints / max(accesses, 1)
        async_update_pace_issue(
            self.hass,
            self.config_entry,
            plan,
            self.quota.allowance,
            [
                lock.device.name
                for lock in self._locks.values()
                if not lock.delivery.data.is_used_since(now - _UNUSED_FOR)
            ],
        )

    @callback
    def _async_delete_issue(self) -> None:
        async_delete_pace_issue(self.hass, self.config_entry)

    @property
    def calls_spent(self) -> int:
        """Return how many calls were made this month."""
        return self.quota.spent(self._api.client.now())

    @property
    def calls_by_kind(self) -> dict[str, int]:
        """Return how many calls of each kind were made this month."""
        return dict(self.quota.counter.of_month(self._api.client.now()))

    @property
    def calls_left(self) -> int:
        """Return how many calls of the month's allowance are left."""
        return self.quota.left(self._api.client.now())

    def reserve(self, calls: int, purpose: Purpose) -> bool:
        """Reserve calls before they are made; return False where they must not be."""
        self._count_calls()
        return self.quota.reserve(calls, purpose, self._api.client.now())

    def _count_calls(self) -> None:
        client = self._api.client
        if self.quota.count(client.calls, client.now()):
            self._has_news = True

    async def _async_count(self, _now: datetime) -> None:
        """Follow what polls and actions have spent since the last time."""
        self._count_calls()
        if self._has_news:
            self._has_news = False
            self._plan()
            self.async_update_listeners()
        if is_due(self._written_at, _WRITE_INTERVAL, self._api.client.now()):
            await self._async_save()

    async def _async_save(self, _event: Event | None = None) -> None:
        """Write what was spent, which counts until the month ends, and the locks."""
        self._count_calls()
        self._written_at = self._api.client.now()
        await self._store.async_save(
            {"calls": self.quota.as_dict(), **self.listed.as_dict()}
        )


async def async_remove_files(
    hass: HomeAssistant, entry: ConfigEntry, lock_id: str
) -> None:
    """Delete what is kept of a lock, and its pictures."""
    await LockStore(hass, entry.entry_id, lock_id, History(), {}).async_remove()
    await async_remove_pictures(hass, entry.entry_id, lock_id)
