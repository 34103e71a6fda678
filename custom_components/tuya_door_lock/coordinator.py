"""Follows which locks there are, and plans how often they are polled."""

import asyncio
from collections.abc import Container, Mapping
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .access_log.journal import is_due
from .api.errors import TuyaAccountNotLinkedError, TuyaError, TuyaNoDataError
from .api.locks import Device, TuyaLocks
from .const import CONF_ALLOWANCE, CONF_IGNORED_LOCKS, DAMAGED, DOMAIN, LOGGER
from .errors import to_ha_error
from .helpers import device_of_lock, devices_of_locks
from .issues import async_create_issue_for, async_update_issues_of_list
from .lock_coordinator import TuyaLockCoordinator
from .people.assignments import People
from .people.unlock_requests import UnlockRequests
from .polling.quota import DEFAULT_ALLOWANCE, Budget, Demand, Ledger, Plan
from .stores import async_remove_stores, ledger_store

_LIST_INTERVAL: Final = timedelta(hours=1)
# How often the calls spent are counted and shown, and written down: a crash may
# lose what came since, and each writing wears out a card.
_COUNT_INTERVAL: Final = timedelta(minutes=1)
_WRITE_INTERVAL: Final = timedelta(minutes=15)
# An hourly list and a token every two hours; the members and the firmware of a lock.
_CALLS_PER_DAY: Final = 24 + 12
_CALLS_PER_DAY_AND_LOCK: Final = 2

type TuyaDoorLockConfigEntry = ConfigEntry[TuyaLockListCoordinator]


@callback
def loaded_locks(hass: HomeAssistant) -> list[TuyaLockCoordinator]:
    """Return the locks of all projects that are set up."""
    entries: list[TuyaDoorLockConfigEntry]
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    return [lock for entry in entries for lock in entry.runtime_data.data.values()]


class TuyaLockListCoordinator(DataUpdateCoordinator[dict[str, TuyaLockCoordinator]]):
    """Follows which locks there are, and plans how often they are polled."""

    config_entry: TuyaDoorLockConfigEntry

    plan: Plan
    """How the rest of the month is spent; there from the first list on."""

    def __init__(
        self, hass: HomeAssistant, entry: TuyaDoorLockConfigEntry, locks: TuyaLocks
    ) -> None:
        """Initialize the coordinator of a project's locks."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"{DOMAIN} locks",
            update_interval=_LIST_INTERVAL,
        )
        self.data = {}
        self.known: dict[str, Device] = {}
        """The locks of the last list, with those that are not followed."""

        self.ledger = Ledger()
        self._ledger_store = ledger_store(hass, entry.entry_id)
        self._has_news = False
        self._written_at: datetime | None = None
        self._issue_id = f"{entry.entry_id}_allowance_exceeded"
        self._locks = locks
        self._budget = Budget(int(entry.options.get(CONF_ALLOWANCE, DEFAULT_ALLOWANCE)))
        self._delivers = False
        self._requests = UnlockRequests(hass)

    @callback
    def async_start_delivery(self) -> None:
        """Let every lock hand on its records."""
        self._delivers = True
        for coordinator in self.data.values():
            coordinator.async_start_delivery()

    async def async_stop_delivery(self) -> None:
        """Let no lock hand on a record any more, and write down what they have.

        Their entities go: what a poll under way brings waits for the next ones.
        """
        self._delivers = False
        for coordinator in self.data.values():
            coordinator.delivers = False
        for coordinator in self.data.values():
            await coordinator.async_save()

    @override
    async def _async_setup(self) -> None:
        """Go on counting where the last run ended."""
        if (stored := await self._ledger_store.async_load()) is not None:
            try:
                self.ledger = Ledger.from_dict(stored, self._locks.client.calls)
            except DAMAGED as err:
                LOGGER.error(
                    "What was counted of the calls is damaged (%s): the month's count"
                    " begins anew",
                    type(err).__name__,
                )
        for at_unload in (
            self._requests.async_listen(),
            self._async_save_ledger,
            self._async_delete_issue,
            async_track_time_interval(
                self.hass, self._async_count, _COUNT_INTERVAL, cancel_on_shutdown=True
            ),
            # Home Assistant stops without unloading.
            self.hass.bus.async_listen_once(
                EVENT_HOMEASSISTANT_FINAL_WRITE, self._async_save_ledger
            ),
        ):
            self.config_entry.async_on_unload(at_unload)

    @override
    async def _async_update_data(self) -> dict[str, TuyaLockCoordinator]:
        """Read the list of locks, and keep a coordinator for each of them."""
        try:
            locks = await self._locks.locks()
        except TuyaError as err:
            async_create_issue_for(self.hass, self.config_entry, err)
            raise to_ha_error(err) from err
        if not locks:
            no_locks = TuyaAccountNotLinkedError("Tuya lists no lock")
            async_create_issue_for(self.hass, self.config_entry, no_locks)
            raise UpdateFailed(translation_domain=DOMAIN, translation_key="no_locks")
        listed = {lock.id: lock for lock in locks}
        ignored = self.config_entry.options.get(CONF_IGNORED_LOCKS, ())
        await self._async_remove_ignored(ignored)
        self.known = listed | await self._async_missing(listed)
        wanted = {
            lock_id: lock
            for lock_id, lock in self.known.items()
            if lock_id not in ignored and not self._is_disabled(lock_id)
        }
        async_update_issues_of_list(self.hass, self.config_entry, wanted)
        for lock_id in self.data.keys() - wanted.keys():
            await self.data[lock_id].async_shutdown()
        coordinators = {
            lock_id: self.data.get(lock_id)
            or TuyaLockCoordinator(
                self.hass, self.config_entry, self._locks, lock, self._requests
            )
            for lock_id, lock in wanted.items()
        }
        await asyncio.gather(
            *(
                self._async_first_poll(coordinators[lock_id])
                for lock_id in coordinators.keys() - self.data.keys()
            )
        )
        for lock_id, lock in wanted.items():
            self._update_device(coordinators[lock_id], lock)
        self._note_calls()
        self._plan(coordinators)
        return coordinators

    async def _async_first_poll(self, coordinator: TuyaLockCoordinator) -> None:
        """Poll a new lock; one that fails shows it and leaves the others alone."""
        await coordinator.async_load()
        await coordinator.pictures.async_load()
        await coordinator.async_refresh()
        coordinator.delivers = self._delivers

    async def _async_missing(self, listed: Container[str]) -> dict[str, Device]:
        """Return the known locks that a list left out, and remove those that are gone.

        Tuya's lists have gaps: only what is denied when asked for itself is gone.
        """
        missing: dict[str, Device] = {}
        for lock_id, device in self._devices().items():
            if lock_id in listed:
                continue
            try:
                missing[lock_id] = await self._locks.device(lock_id)
            except TuyaError as err:
                if _is_gone(err):
                    LOGGER.info("%s was removed in the app", device.name)
                    await self._async_remove(device, lock_id)
                elif lock_id in self.data:
                    missing[lock_id] = self.data[lock_id].lock
        return missing

    async def _async_remove_ignored(self, ignored: Container[str]) -> None:
        """Remove the locks that the options do not follow any more."""
        for lock_id, device in self._devices().items():
            if lock_id in ignored:
                await self._async_remove(device, lock_id)

    def _devices(self) -> dict[str, dr.DeviceEntry]:
        return devices_of_locks(self.hass, self.config_entry.entry_id)

    async def _async_remove(self, device: dr.DeviceEntry, lock_id: str) -> None:
        """Remove a lock, and all that is known of it."""
        dr.async_get(self.hass).async_remove_device(device.id)
        if lock_id in self.data:
            coordinator = self.data.pop(lock_id)
            await coordinator.async_shutdown()
            # What waits to be written would be written after.
            await coordinator.async_save()
        People(self.hass, self.config_entry, lock_id).async_forget()
        await async_remove_stores(self.hass, self.config_entry.entry_id, lock_id)

    def _device(self, lock_id: str) -> dr.DeviceEntry | None:
        return device_of_lock(self.hass, self.config_entry.entry_id, lock_id)

    def _is_disabled(self, lock_id: str) -> bool:
        device = self._device(lock_id)
        return device is not None and device.disabled

    def _update_device(self, coordinator: TuyaLockCoordinator, lock: Device) -> None:
        """Follow a lock that got another name in the app, or other firmware."""
        coordinator.lock = lock
        if device := self._device(lock.id):
            dr.async_get(self.hass).async_update_device(
                device.id, name=lock.name, sw_version=coordinator.firmware
            )

    def _plan(self, coordinators: Mapping[str, TuyaLockCoordinator]) -> None:
        """Spread the calls that are left for polling over the month."""
        self.plan = plan = self._budget.plan(
            self._locks.client.now(),
            self.ledger.spent,
            Demand(
                sum(each.calls_per_poll for each in coordinators.values()),
                _CALLS_PER_DAY
                + _CALLS_PER_DAY_AND_LOCK * len(coordinators)
                + sum(each.further_calls_per_day for each in coordinators.values()),
            ),
        )
        for coordinator in coordinators.values():
            coordinator.update_interval = plan.interval
        if plan.projected <= self._budget.allowance:
            self._async_delete_issue()
            return
        ir.async_create_issue(
            self.hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key="allowance_exceeded",
            translation_placeholders={
                "name": self.config_entry.title,
                "allowance": f"{self._budget.allowance:,}",
                # Rounded: each change of a text is a change of the repair.
                "projected": f"{round(plan.projected, -2):,}",
            },
        )

    @callback
    def _async_delete_issue(self) -> None:
        ir.async_delete_issue(self.hass, DOMAIN, self._issue_id)

    @property
    def calls_left(self) -> int:
        """Return how many calls of the month's allowance are left."""
        return max(self._budget.allowance - self.ledger.spent, 0)

    def can_spare(self, calls: int) -> bool:
        """Return whether calls beside the plan leave the reserve to other programs."""
        self._note_calls()
        return self.ledger.spent + calls <= self._budget.own_share

    def _note_calls(self) -> None:
        client = self._locks.client
        if self.ledger.note(client.calls, client.now()):
            self._has_news = True

    async def _async_count(self, _now: datetime) -> None:
        """Follow what polls and actions have spent since the last time."""
        self._note_calls()
        if self._has_news:
            self._has_news = False
            self._plan(self.data)
            self.async_update_listeners()
        if is_due(self._written_at, _WRITE_INTERVAL, self._locks.client.now()):
            await self._async_save_ledger()

    async def _async_save_ledger(self, _event: Event | None = None) -> None:
        """Write down what was spent: it counts until the month ends."""
        self._note_calls()
        self._written_at = self._locks.client.now()
        await self._ledger_store.async_save(self.ledger.as_dict())


def _is_gone(err: TuyaError) -> bool:
    """Return whether a refusal means that no linked account has the device."""
    return isinstance(err, (TuyaAccountNotLinkedError, TuyaNoDataError))
