"""Polls the locks: one coordinator for their list, and one for each lock."""

import asyncio
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE, Platform
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.storage import Store
from homeassistant.helpers.translation import async_translate_state
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .api.errors import (
    Remedy,
    TuyaError,
    TuyaNoDataError,
    TuyaPermissionError,
    TuyaUnsupportedError,
)
from .api.locks import MAX_PAGES, Device, LogStream, TuyaLocks
from .api.records import Endpoint, LockAlarm, LockRecord, RecordKind, UnlockMethod
from .api.sources import KINDS, Source, find_source
from .budget import DEFAULT_ALLOWANCE, Budget, Demand, Ledger, Plan
from .const import (
    CONF_ALLOWANCE,
    CONF_ATTEMPTS,
    CONF_ATTEMPTS_MINUTES,
    CONF_IGNORED_LOCKS,
    DEFAULT_ATTEMPTS,
    DEFAULT_ATTEMPTS_MINUTES,
    DOMAIN,
    LIVE_WINDOW,
    LOGGER,
)
from .entries import JournalEntry
from .helpers import failure
from .journal import LONGEST_LOOK_BACK, Finding, Journal, is_due, is_late
from .names import Names
from .repairs import async_report, async_report_cure, async_report_list

_LIST_INTERVAL: Final = timedelta(hours=1)
# How often the calls spent are counted, shown and written down.
_COUNT_INTERVAL: Final = timedelta(minutes=1)
_ABOUT_INTERVAL: Final = timedelta(days=1)
# An hourly list and a token every two hours; the members and the firmware of a lock.
_CALLS_PER_DAY: Final = 24 + 12
_CALLS_PER_DAY_AND_LOCK: Final = 2
_SOURCE_INTERVAL: Final = timedelta(days=7)
# A lock's clock may run ahead of the cloud's.
_LOOK_AHEAD: Final = timedelta(days=1)
_SAVE_DELAY: Final = 1
# The journal is saved with every new record, and without any this often.
_SAVE_INTERVAL: Final = timedelta(days=1)
# What a lock and the cloud may take to show a record.
_POLL_MARGIN: Final = timedelta(minutes=2)
_STORAGE_VERSION: Final = 1

type TuyaDoorLockConfigEntry = ConfigEntry[TuyaLockListCoordinator]


def journal_store(
    hass: HomeAssistant, entry_id: str, lock_id: str
) -> Store[dict[str, Any]]:
    """Return the place where the journal of a lock is kept."""
    return Store(
        hass,
        _STORAGE_VERSION,
        f"{DOMAIN}.{entry_id}.{lock_id}",
        private=True,
        atomic_writes=True,
    )


def ledger_store(hass: HomeAssistant, entry_id: str) -> Store[dict[str, Any]]:
    """Return the place where the calls of a project are counted."""
    return Store(
        hass,
        _STORAGE_VERSION,
        f"{DOMAIN}.{entry_id}",
        private=True,
        atomic_writes=True,
    )


def devices_of_locks(hass: HomeAssistant, entry_id: str) -> dict[str, dr.DeviceEntry]:
    """Return the devices of the locks, by lock: not the one of the project."""
    return {
        lock_id: device
        for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry_id)
        for _, lock_id in device.identifiers
        if lock_id != entry_id
    }


@dataclass(frozen=True, slots=True)
class LockData:
    """What the entities of a lock show between two events."""

    last: Mapping[RecordKind, JournalEntry] = field(default_factory=dict)
    duress: JournalEntry | None = None
    told: frozenset[RecordKind] = frozenset()
    """What the last poll could read of the lock's log."""


class TuyaLockCoordinator(DataUpdateCoordinator[LockData]):
    """Reads the log of one lock, and hands on each new record once."""

    config_entry: TuyaDoorLockConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: TuyaDoorLockConfigEntry,
        locks: TuyaLocks,
        lock: Device,
    ) -> None:
        """Initialize the coordinator of a lock."""
        super().__init__(hass, LOGGER, config_entry=entry, name=f"{DOMAIN} {lock.name}")
        self.data = LockData()
        self.delivers = False
        """Whether entities and automations are there to be handed a record."""

        self.lock = lock
        self.firmware: str | None = None
        self._locks = locks
        self._store = journal_store(hass, entry.entry_id, lock.id)
        self._journal = Journal()
        self._names = Names(self._journal, self._describe)
        self._source: Source | None = None
        self._pending: dict[str, LockRecord] = {}
        self._subscribers: dict[Callable[[JournalEntry], None], RecordKind] = {}
        self._about_read_at: datetime | None = None
        self._saved_at: datetime | None = None
        self._is_partial = False
        self._delivered = 0
        self._cut_off: dict[str, str] = {}

    @property
    def calls_per_poll(self) -> int:
        """Return how many calls a poll of this lock makes."""
        return self._source.calls if self._source else len(Endpoint)

    @property
    def has_rung(self) -> bool:
        """Return whether the lock's doorbell was ever heard of."""
        return RecordKind.DOORBELL in self._journal.last

    @property
    def polled_at(self) -> datetime | None:
        """Return when a log of the lock was last read."""
        return max(
            (mark.read_at for mark in self._journal.marks.values()), default=None
        )

    def figures(self) -> dict[str, Any]:
        """Return how the lock is read and what is remembered of it, without names."""
        journal = self._journal.as_dict()
        return {
            "source": self._source and self._source.as_list(),
            "is_settled": self._source and self._source.settled,
            "marks": journal["marks"],
            "remembered": len(journal["delivered"]),
            "pending": len(self._pending),
            "cut_off": self._cut_off,
            "rows": self._locks.recent_rows(self.lock.id),
        }

    async def async_load(self) -> None:
        """Read what is remembered of the lock."""
        if (stored := await self._store.async_load()) is None:
            return
        self._journal = Journal.from_dict(stored)
        self._names = Names(self._journal, self._describe)
        if self._journal.source is not None:
            self._source = Source.from_list(self._journal.source)
        self.data = self._shown(frozenset())

    async def async_save(self) -> None:
        """Write down what must outlive a restart."""
        self._saved_at = self._locks.client.now()
        await self._store.async_save(self._journal.as_dict())

    @callback
    def async_subscribe(
        self, kind: RecordKind, subscriber: Callable[[JournalEntry], None]
    ) -> CALLBACK_TYPE:
        """Call a subscriber with each new record of a kind; returns the way out."""
        self._subscribers[subscriber] = kind

        @callback
        def unsubscribe() -> None:
            del self._subscribers[subscriber]

        return unsubscribe

    @callback
    def async_start_delivery(self) -> None:
        """Hand on what came while nobody could take it, and from now on at once."""
        self.delivers = True
        self._async_deliver()

    async def async_look(self, delays: Iterable[float]) -> None:
        """Read the log after each of some delays (seconds), until it brings news.

        Raises HomeAssistantError where that would spend more calls than planned, or
        where the log cannot be read.
        """
        for delay in delays:
            await asyncio.sleep(delay)
            if self.config_entry.state is not ConfigEntryState.LOADED:
                return
            if not self.config_entry.runtime_data.can_spare(self.calls_per_poll):
                raise HomeAssistantError(
                    translation_domain=DOMAIN,
                    translation_key="no_calls_to_spare",
                    translation_placeholders={"lock": self.lock.name},
                )
            delivered = self._delivered
            await self.async_refresh()
            if not self.last_update_success:
                raise HomeAssistantError(
                    translation_domain=DOMAIN,
                    translation_key="refresh_failed",
                    translation_placeholders={
                        "lock": self.lock.name,
                        "error": str(self.last_exception),
                    },
                )
            if self._delivered != delivered:
                return

    async def async_acknowledge_duress(self) -> None:
        """Take note that somebody has seen to the duress alarm."""
        self._journal.duress = None
        self._async_show()
        await self.async_save()

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Write the recovered states first, and each new record by itself after.

        In one write with the recovery, Home Assistant's `event.received` would
        swallow the event; in one write with others, all but the last.
        """
        super().async_update_listeners()
        self._async_deliver()

    @override
    async def _async_update_data(self) -> LockData:
        """Read the log, and keep what is new until it is delivered."""
        now = self._locks.client.now()
        await self._async_read_about(now)
        try:
            source = await self._async_source(now)
            told, errors = await self._async_read_all(source, now)
            if any(isinstance(err, TuyaUnsupportedError) for err in errors):
                # The lock has changed its ways: find out the new ones at once.
                self._source = None
                source = await self._async_source(now)
                told, errors = await self._async_read_all(source, now)
        except TuyaError as err:
            self._report(err)
            raise failure(err) from err
        if errors:
            self._report(errors[0])
        else:
            async_report_cure(self.hass, self.config_entry, self.lock)
        if not told:
            raise failure(errors[0]) from errors[0]
        self._log_partial(errors)
        if not errors and source.settled:
            self._journal.follow(stream.endpoint for stream in source.streams)
        if is_due(self._saved_at, _SAVE_INTERVAL, now):
            await self.async_save()
        return self._shown(told)

    async def _async_source(self, now: datetime) -> Source:
        """Return how the log is read: found out once, remembered, checked weekly."""
        known = self._source if self._source and self._source.settled else None
        journal = self._journal
        if known and not is_due(journal.source_found_at, _SOURCE_INTERVAL, now):
            return known
        journal.source_found_at = now
        try:
            found = await find_source(
                self._locks, self.lock.id, now - LONGEST_LOOK_BACK, now + _LOOK_AHEAD
            )
        except TuyaError:
            if known is None:
                raise
            return known
        if found.settled:
            if found != known:
                LOGGER.debug("%s is read through %s", self.lock.name, found.as_list())
            if known is None:
                # The marks of the other logs were for as long as all were empty.
                journal.follow(stream.endpoint for stream in found.streams)
            journal.source = found.as_list()
        elif known is not None:
            return known
        else:
            # An empty log is a baseline too: whatever comes after is new,
            # through whichever endpoint it comes.
            for endpoint in Endpoint:
                journal.start_reading(endpoint, now).finish(complete=True)
        self._source = found
        return found

    async def _async_read_all(
        self, source: Source, now: datetime
    ) -> tuple[frozenset[RecordKind], list[TuyaError]]:
        """Read all logs of a lock; returns what they told, and what failed."""
        told: frozenset[RecordKind] = frozenset()
        errors: list[TuyaError] = []
        for stream in source.streams:
            try:
                finding = await self._async_read(stream, now)
            except TuyaError as err:
                errors.append(err)
                continue
            told |= KINDS[stream.endpoint]
            self._take(finding, now)
        return told, errors

    async def _async_read(self, stream: LogStream, now: datetime) -> Finding:
        """Read one log back to what is known."""
        reading = self._journal.start_reading(stream.endpoint, now)
        pages = self._locks.pages(
            self.lock.id, stream, reading.start, now + _LOOK_AHEAD
        )
        pages_read = 0
        is_whole = False
        async with aclosing(pages):
            try:
                async for page in pages:
                    pages_read += 1
                    if not reading.add(page.records) or page.is_last:
                        is_whole = True
                        break
            except TuyaError:
                if not pages_read:
                    raise
                # The newest page holds what matters most; the rest is read again.
                return reading.finish(complete=False)
        if reading.is_cut_off or not is_whole:
            self._cut_off[stream.endpoint.value] = now.isoformat()
            LOGGER.warning(
                "The %s of %s are read back over %s days and %s pages at most:"
                " older records are left out",
                stream.endpoint,
                self.lock.name,
                LONGEST_LOOK_BACK.days,
                MAX_PAGES,
            )
        return reading.finish(complete=True)

    def _take(self, finding: Finding, now: datetime) -> None:
        """Keep what is new; what was there before only shows in the sensors."""
        self._names.learn(finding.baseline + finding.new)
        for record in finding.baseline:
            self._journal.show(self._names.entry(record, late=True), now)
        self._pending |= {record.record_id: record for record in finding.new}

    async def _async_read_about(self, now: datetime) -> None:
        """Read members and firmware once a day: neither is worth a failure."""
        if not is_due(self._about_read_at, _ABOUT_INTERVAL, now):
            return
        self._about_read_at = now
        try:
            self._names.users = tuple(await self._locks.users(self.lock.id))
        except TuyaError as err:
            LOGGER.debug("%s does not tell its members: %s", self.lock.name, err)
        try:
            self.firmware = await self._locks.firmware(self.lock.id)
        except TuyaError as err:
            LOGGER.debug("%s does not tell its firmware: %s", self.lock.name, err)

    @callback
    def _async_deliver(self) -> None:
        """Hand on each pending record, oldest first, with a state write of its own.

        A record of a kind that cannot be read right now waits: its entities are
        unavailable, and would lose it.
        """
        if not self.delivers or not self.last_update_success:
            return
        now = self._locks.client.now()
        # With many locks polls are far apart: what came since the last one is no past.
        window = max(LIVE_WINDOW, (self.update_interval or LIVE_WINDOW) + _POLL_MARGIN)
        delivered = False
        for record in sorted(
            self._pending.values(), key=lambda record: record.occurred_at
        ):
            if record.kind not in self.data.told or self._waits_for_doorbell(record):
                continue
            del self._pending[record.record_id]
            entry = self._names.entry(record, late=is_late(record, now, window))
            self._journal.remember(record)
            self._delivered += 1
            self._async_show_entry(entry, now)
            for told in self._told(entry):
                self._async_announce(told)
            delivered = True
        for told in self._journal.alarms.ended(now):
            self._async_announce(told)
            delivered = True
        if delivered:
            # At once, but after the automations that this has started: of a crash in
            # between, records may come again, and none may be lost.
            self._saved_at = now
            self._store.async_delay_save(self._journal.as_dict, _SAVE_DELAY)

    def _told(self, entry: JournalEntry) -> Iterable[JournalEntry]:
        """Return the events that an entry makes: an alarm may be held back."""
        if entry.kind is not RecordKind.ALARM:
            return [entry]
        options = self.config_entry.options
        return self._journal.alarms.take(
            entry,
            int(options.get(CONF_ATTEMPTS, DEFAULT_ATTEMPTS)),
            timedelta(
                minutes=options.get(CONF_ATTEMPTS_MINUTES, DEFAULT_ATTEMPTS_MINUTES)
            ),
        )

    @callback
    def _async_show_entry(self, entry: JournalEntry, now: datetime) -> None:
        """Let the sensors show an entry, before any automation starts for it."""
        self._journal.show(entry, now)
        if entry.alarm is LockAlarm.DURESS:
            self._journal.duress = entry
        self._async_show()

    @callback
    def _async_announce(self, entry: JournalEntry) -> None:
        for subscriber, kind in list(self._subscribers.items()):
            if kind is entry.kind:
                subscriber(entry)

    @callback
    def _async_show(self) -> None:
        """Let the entities show what the journal now says."""
        self.data = self._shown(self.data.told)
        super().async_update_listeners()

    def _shown(self, told: frozenset[RecordKind]) -> LockData:
        return LockData(dict(self._journal.last), self._journal.duress, told)

    def _waits_for_doorbell(self, record: LockRecord) -> bool:
        """Return whether a ring has to wait for the entity that announces it.

        The entity is disabled on locks that never rang. The first ring enables it,
        upon which Home Assistant reloads the entry, and finds the ring again.
        """
        if record.kind is not RecordKind.DOORBELL:
            return False
        registry = er.async_get(self.hass)
        entity_id = registry.async_get_entity_id(
            Platform.EVENT, DOMAIN, f"{self.lock.id}_{RecordKind.DOORBELL}"
        )
        entity = registry.async_get(entity_id) if entity_id else None
        if entity is None or record.kind in self._subscribers.values():
            return False
        if entity.disabled_by is er.RegistryEntryDisabler.INTEGRATION:
            registry.async_update_entity(entity.entity_id, disabled_by=None)
            return True
        return entity.disabled_by is None

    def _describe(self, method: UnlockMethod | None) -> str | None:
        if method is None:
            return None
        return async_translate_state(
            self.hass, method, Platform.SENSOR, DOMAIN, "last_unlock_method", None
        )

    def _report(self, err: TuyaError) -> None:
        """Show what the owner can cure, unless the lock is gone meanwhile."""
        if not self._shutdown_requested:
            async_report(self.hass, self.config_entry, err, self.lock)

    def _log_partial(self, errors: list[TuyaError]) -> None:
        """Log once when a part of the log cannot be read, and once when it can."""
        if errors and not self._is_partial:
            LOGGER.warning(
                "Only a part of the log of %s can be read: %s",
                self.lock.name,
                errors[0],
            )
        elif self._is_partial and not errors:
            LOGGER.info("The whole log of %s can be read again", self.lock.name)
        self._is_partial = bool(errors)


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
        self._issue_id = f"{entry.entry_id}_allowance_exceeded"
        self._locks = locks
        self._budget = Budget(int(entry.options.get(CONF_ALLOWANCE, DEFAULT_ALLOWANCE)))
        self._delivers = False

    @callback
    def async_start_delivery(self) -> None:
        """Let every lock hand on its records."""
        self._delivers = True
        for coordinator in self.data.values():
            coordinator.async_start_delivery()

    @override
    async def _async_setup(self) -> None:
        """Go on counting where the last run ended."""
        if (stored := await self._ledger_store.async_load()) is not None:
            self.ledger = Ledger.from_dict(stored, self._locks.client.calls)
        for at_unload in (
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
            async_report(self.hass, self.config_entry, err)
            raise failure(err) from err
        if not locks:
            no_locks = TuyaPermissionError("Tuya lists no lock")
            async_report(self.hass, self.config_entry, no_locks)
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
        async_report_list(self.hass, self.config_entry, wanted)
        for lock_id in self.data.keys() - wanted.keys():
            await self.data[lock_id].async_shutdown()
        coordinators = {
            lock_id: self.data.get(lock_id)
            or TuyaLockCoordinator(self.hass, self.config_entry, self._locks, lock)
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
        await self._async_save_ledger()
        self._plan(coordinators)
        return coordinators

    async def _async_first_poll(self, coordinator: TuyaLockCoordinator) -> None:
        """Poll a new lock; one that fails shows it and leaves the others alone."""
        await coordinator.async_load()
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
            await self.data.pop(lock_id).async_shutdown()
        await journal_store(
            self.hass, self.config_entry.entry_id, lock_id
        ).async_remove()

    def _device(self, lock_id: str) -> dr.DeviceEntry | None:
        return dr.async_get(self.hass).async_get_device_by_identifier(
            (DOMAIN, lock_id), self.config_entry.entry_id
        )

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
                _CALLS_PER_DAY + _CALLS_PER_DAY_AND_LOCK * len(coordinators),
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
            self._plan(self.data)
            self.async_update_listeners()
            await self._async_save_ledger()

    async def _async_save_ledger(self, _event: Event | None = None) -> None:
        """Write down what was spent: it counts until the month ends."""
        self._note_calls()
        self._has_news = False
        await self._ledger_store.async_save(self.ledger.as_dict())


def _is_gone(err: TuyaError) -> bool:
    """Return whether a refusal means that no linked account has the device."""
    return isinstance(err, TuyaNoDataError) or (
        isinstance(err, TuyaPermissionError) and err.remedy is Remedy.LINK_ACCOUNT
    )
