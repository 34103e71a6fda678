"""Coordinates the locks of a project: one coordinator for their list, one per lock."""

import asyncio
from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    Platform,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.helpers.dispatcher import (
    async_dispatcher_connect,
    async_dispatcher_send,
)
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.translation import async_translate_state
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .access_log.delivery import LockData, LogDelivery
from .access_log.events import LockEvent
from .access_log.history import History
from .access_log.reader import LogReader, LogUpdate
from .access_log.scan import LONGEST_LOOK_BACK, TrackedRecord
from .access_log.store import LockStore, TuyaStore
from .access_log.timing import is_due, is_late
from .access_log.tracker import Tracker
from .api.client import count_calls
from .api.errors import TuyaAccountNotLinkedError, TuyaError, TuyaNoDataError
from .api.locks import Device, TuyaLocks
from .api.records import Endpoint, LockRecord, RecordKind, UnlockMethod
from .const import (
    CONF_ALLOWANCE,
    CONF_ATTEMPTS,
    CONF_ATTEMPTS_MINUTES,
    CONF_HINT_ENTITIES,
    CONF_IGNORED_LOCKS,
    CONF_LISTEN_TUYA,
    CONF_PRIVACY,
    CONF_RETENTION,
    DAMAGED,
    DEFAULT_ATTEMPTS,
    DEFAULT_ATTEMPTS_MINUTES,
    DEFAULT_RETENTION_DAYS,
    DOMAIN,
    EVENT_RECORD,
    LOGGER,
    SIGNAL_EVENT,
)
from .errors import to_ha_error
from .issues import (
    async_clear_denied_issue,
    async_clear_issue_of,
    async_create_credential_issue,
    async_create_denied_issue,
    async_create_issue_for,
    async_create_store_issue,
    async_delete_credential_issues,
    async_update_issues_of_list,
)
from .people.assignments import Assignments
from .people.matcher import PersonMatcher
from .people.privacy import Privacy
from .people.resolver import NameResolver
from .people.unlock_requests import UnlockRequests
from .pictures.fetcher import LockPictures, async_remove_pictures
from .polling.counters import CallEstimate, LockDemand
from .polling.hint_codes import Hint, HintSource
from .polling.hint_health import SAFETY_INTERVAL
from .polling.hint_sources.entities import async_listen_to_entities
from .polling.hint_sources.message_listener import MessageListener
from .polling.hint_sources.tuya_integration import TuyaListener
from .polling.hinted_looks import HintedLooks
from .polling.hints import LockHints
from .polling.quota import DEFAULT_ALLOWANCE, Plan, Purpose, Quota
from .polling.retries import retry_after

_LIST_INTERVAL: Final = timedelta(hours=1)
# How often the calls spent are counted and shown, and written: a crash may lose what
# came since, and each writing wears out a card.
_COUNT_INTERVAL: Final = timedelta(minutes=1)
_WRITE_INTERVAL: Final = timedelta(minutes=15)
# The members and the firmware of a lock.
_CALLS_ABOUT_A_LOCK: Final = 2
_ABOUT_INTERVAL: Final = timedelta(days=1)
# The state of a lock is written with every new record, and all that is kept this often.
_SAVE_INTERVAL: Final = timedelta(days=1)
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
            lock.async_start_hints()

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
        self.listed: dict[str, Device] = {}
        """The locks of the last list, with those that are not followed."""

        self.denied_since: dict[str, datetime] = {}
        """Since when Tuya says of a lock that the project may not see it."""

        self.quota = Quota(int(entry.options.get(CONF_ALLOWANCE, DEFAULT_ALLOWANCE)))
        self._list_calls = 1
        self._failures = 0
        self._api = api
        self._store = TuyaStore(hass, entry.entry_id)
        self._has_news = False
        self._written_at: datetime | None = None
        self._issue_id = f"{entry.entry_id}_rare_polls"

    @property
    def _locks(self) -> dict[str, TuyaLockCoordinator]:
        return self.config_entry.runtime_data.locks

    @property
    def _delivers(self) -> bool:
        return self.config_entry.runtime_data.delivers

    async def async_load(self) -> None:
        """Go on from what is stored: the calls of the month, and the locks."""
        stored = await self._store.async_load_or_set_aside()
        if stored is not None:
            try:
                self.quota = Quota.from_dict(
                    self.quota.allowance, stored["calls"], self._api.client.calls
                )
                self.listed = {
                    lock_id: Device.from_dict(device)
                    for lock_id, device in stored["devices"].items()
                }
                self.denied_since = {
                    lock_id: datetime.fromisoformat(since)
                    for lock_id, since in stored["denied_since"].items()
                }
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
        listed = {lock.id: lock for lock in locks}
        for lock_id in self.denied_since.keys() & listed.keys():
            self._mark_allowed(lock_id)
        self.listed = listed | await self._async_missing(listed)
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
            self._locks[lock_id].delivery.is_started = self._delivers
            if self.config_entry.runtime_data.takes_hints:
                self._locks[lock_id].async_start_hints()
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
            for lock_id, device in self.listed.items()
            if lock_id not in ignored and lock_id not in disabled
        }

    async def _async_add_locks(self, devices: dict[str, Device]) -> None:
        """Make a coordinator for each lock that has none, with what is stored of it."""
        for lock_id, device in devices.items():
            if lock_id not in self._locks:
                lock = TuyaLockCoordinator(
                    self.hass, self.config_entry, self._api, device
                )
                await lock.async_load()
                self._locks[lock_id] = lock

    async def _async_missing(self, listed: Container[str]) -> dict[str, Device]:
        """Return the known locks that a list has left out: Tuya's lists have gaps.

        One that Tuya denies for a week is removed.
        """
        missing: dict[str, Device] = {}
        now = dt_util.utcnow()
        entries = self._entries()
        for lock_id, device in list(self.listed.items()):
            if lock_id in listed:
                continue
            if not self.reserve(1, Purpose.ABOUT):
                missing[lock_id] = device
                continue
            try:
                missing[lock_id] = await self._api.device(lock_id)
                self._mark_allowed(lock_id)
            except TuyaError as err:
                if not _is_denied(err):
                    missing[lock_id] = device
                    continue
                since = self.denied_since.setdefault(lock_id, now)
                async_clear_issue_of(self.hass, self.config_entry, device)
                if now - since >= _DENIED_FOR:
                    LOGGER.warning("%s is removed: Tuya has denied it", device.name)
                    await self.async_remove(lock_id)
                    continue
                missing[lock_id] = device
                if now - since >= _DENIED_NOTICE and (entry := entries.get(lock_id)):
                    async_create_denied_issue(
                        self.hass, self.config_entry, entry, since + _DENIED_FOR
                    )
        return missing

    def _mark_allowed(self, lock_id: str) -> None:
        """Keep that Tuya shows a lock."""
        self.denied_since.pop(lock_id, None)
        async_clear_denied_issue(self.hass, self.config_entry, lock_id)

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
        self._mark_allowed(lock_id)
        if (lock := self._locks.pop(lock_id, None)) is not None:
            await lock.async_shutdown()
            # What waits to be written would be written after.
            await lock.async_save()
        await async_remove_lock(self.hass, self.config_entry, lock_id)

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
        for lock_id, lock in self._locks.items():
            lock.update_interval = plan.intervals[lock_id]
            lock.hints.calls_per_day = self.quota.per_day(Purpose.HINT, now) / len(
                self._locks
            )
        if plan.interval <= _LIST_INTERVAL:
            self._async_delete_issue()
            return
        unused = [
            lock.device.name
            for lock in self._locks.values()
            if not lock.is_used_since(now - _UNUSED_FOR)
        ]
        ir.async_create_issue(
            self.hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key="rare_polls_unused_locks" if unused else "rare_polls",
            # Rounded: each change of a text is a change of the repair.
            translation_placeholders={
                "name": self.config_entry.title,
                "allowance": f"{self.quota.allowance:,}",
                "hours": f"{round(plan.interval / timedelta(hours=1) * 2) / 2:g}",
                "needed": f"{round(plan.hourly_allowance, -3):,}",
                "locks": ", ".join(unused),
            },
        )

    @callback
    def _async_delete_issue(self) -> None:
        ir.async_delete_issue(self.hass, DOMAIN, self._issue_id)

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
            {
                "calls": self.quota.as_dict(),
                "devices": {
                    lock_id: device.as_dict() for lock_id, device in self.listed.items()
                },
                "denied_since": {
                    lock_id: since.isoformat()
                    for lock_id, since in self.denied_since.items()
                },
            }
        )


class TuyaLockCoordinator(DataUpdateCoordinator[LockData]):
    """Reads the log of one lock, and lets its new records be delivered."""

    config_entry: TuyaDoorLockConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: TuyaDoorLockConfigEntry,
        api: TuyaLocks,
        device: Device,
    ) -> None:
        """Initialize the coordinator of a lock."""
        super().__init__(
            hass, LOGGER, config_entry=entry, name=f"{DOMAIN} {device.name}"
        )
        options = entry.options
        self.device = device
        """The lock as the last list shows it."""

        self.firmware: str | None = None
        self.event_entity_ids: dict[RecordKind, str] = {}
        """The entities that fire the events, as far as they are enabled."""

        self.history = History()
        self.pictures = LockPictures(hass, entry, device, self.history)
        self.assignments = Assignments(hass, entry, device.id)
        self.resolver = NameResolver(
            self._describe,
            self.assignments.find,
            lambda record: entry.runtime_data.requests.find(device.id, record),
            Privacy(options.get(CONF_PRIVACY, Privacy.NAMES)),
        )
        self.tracker = Tracker(device.id)
        self.reader = LogReader(api, device, self.tracker)
        self.hints = LockHints(self._reserve, self.reader.calls_of)
        self.looks = HintedLooks(hass, self.hints, self._async_look)
        self.tuya_listener = TuyaListener(
            hass,
            device.id,
            self.looks,
            may_subscribe=options.get(CONF_LISTEN_TUYA, False),
        )
        self.delivery = LogDelivery(
            self,
            self.tracker,
            self.history,
            attempts=int(options.get(CONF_ATTEMPTS, DEFAULT_ATTEMPTS)),
            attempts_within=timedelta(
                minutes=options.get(CONF_ATTEMPTS_MINUTES, DEFAULT_ATTEMPTS_MINUTES)
            ),
        )
        self.store = LockStore(
            hass,
            entry.entry_id,
            device.id,
            self.history,
            {
                "reader": self.reader,
                "records": self.tracker,
                "delivery": self.delivery,
                "credentials": self.resolver.credentials,
                "hints": self.hints,
            },
        )
        self.data = self.delivery.data
        self.api = api
        self._polled_at: datetime | None = None
        self._about_read_at: datetime | None = None
        self._saved_at: datetime | None = None
        self._estimate = CallEstimate(self.reader.calls_per_read)
        self._failures = 0
        self._refresh: asyncio.Task[None] | None = None
        # A reading may end after the entry was unloaded.
        self._runtime = entry.runtime_data
        self._hinted: frozenset[Endpoint] = frozenset()
        self._stop_listening: CALLBACK_TYPE | None = None

    @property
    def safety_interval(self) -> timedelta | None:
        """Return how rarely the log may be polled beside the hints, where they come."""
        return SAFETY_INTERVAL if self.hints.health.is_reliable else None

    @property
    def device_entry(self) -> dr.DeviceEntry | None:
        """Return the lock's device, None before its entities have made it."""
        return device_entries(self.hass, self.config_entry.entry_id).get(self.device.id)

    @property
    def event_signal(self) -> str:
        """Return the dispatcher's signal that carries each `LockEvent` of the lock."""
        return f"{SIGNAL_EVENT}_{self.config_entry.entry_id}_{self.device.id}"

    @property
    def has_rung(self) -> bool:
        """Return whether the lock's doorbell has ever rung."""
        return RecordKind.DOORBELL in self.delivery.data.last

    @property
    def complete_since(self) -> datetime | None:
        """Return from when on all that Tuya has shown is kept; None before a look."""
        if (watched := self.tracker.watched_since) is None:
            return None
        oldest = watched - LONGEST_LOOK_BACK
        return max(oldest, self.history.complete_since or oldest)

    def demand(self, now: datetime) -> LockDemand:
        """Return the calls that the lock asks for, as far as it was seen."""
        self._estimate.first_calls = self.reader.calls_per_read
        demand = self._estimate.demand(now)
        return replace(demand, safety_interval=self.safety_interval)

    def is_used_since(self, moment: datetime) -> bool:
        """Return whether anything happened at the lock since a moment."""
        return any(
            event.occurred_at >= moment for event in self.delivery.data.last.values()
        )

    @property
    def next_poll(self) -> datetime | None:
        """Return when the log is polled next; None before it was ever polled."""
        interval = self.update_interval
        failure = self.last_exception
        if isinstance(failure, UpdateFailed) and failure.retry_after is not None:
            interval = timedelta(seconds=failure.retry_after)
        if self._polled_at is None or interval is None:
            return None
        return self._polled_at + interval

    def person(self, text: str) -> PersonMatcher:
        """Return whom a name, or the entity of a person, stands for at the lock."""
        return PersonMatcher.for_text(text, self.resolver, self.assignments)

    def diagnostics(self) -> dict[str, Any]:
        """Return how the lock is read and what is remembered of it, without names."""
        source = self.reader.source
        return {
            "source": source and source.as_list(),
            "is_settled": source and source.settled,
            "positions": {
                stream: position.read_at.isoformat()
                for stream, position in self.tracker.positions.items()
            },
            "known": len(self.tracker),
            "kept": len(self.history),
            "credentials": len(self.resolver.credentials),
            "named": len(self.assignments.by_key),
            "pending": len(self.delivery),
            "cut_off": self.reader.cut_off,
            "hints": self.hints.figures(self.looks.now),
            "tuya_integration": self.tuya_listener.case.value,
            "rows": self.api.recent_rows(self.device.id),
        }

    async def async_load(self) -> None:
        """Restore what is known of the lock, as far as it can be read."""
        if await self.store.async_load():
            LOGGER.error(
                "What is remembered of %s is damaged: what cannot be read begins anew",
                self.device.name,
            )
            self.history.mark_incomplete_before(self.api.client.now())
        if self.store.is_set_aside:
            async_create_store_issue(self.hass, self.config_entry, self.device.name)
        self.delivery.map_events(self._redact)
        if self.history.change(self._redact):
            # What is to be shown no more is not to lie on the disk either.
            await self.async_save()
        self.data = self.delivery.data
        await self.pictures.async_load()

    async def async_save(self) -> None:
        """Write what must outlive a restart."""
        self._saved_at = now = self.api.client.now()
        keep = self.config_entry.options.get(CONF_RETENTION, DEFAULT_RETENTION_DAYS)
        self.history.prune(now - timedelta(days=keep))
        await self.store.async_save()

    @callback
    def async_start_hints(self) -> None:
        """Take hints, once the log was read: what comes before it would be late."""
        self.tuya_listener.async_start()
        entities = self.config_entry.options.get(CONF_HINT_ENTITIES, {})
        if chosen := entities.get(self.device.id):
            self._stop_listening = async_listen_to_entities(
                self.hass, chosen, self.looks
            )
        messages = self._runtime.messages
        if messages is not None and messages.is_connected:
            self.looks.async_set_connected(
                HintSource.MESSAGE_SERVICE, is_connected=True
            )

    @callback
    def async_update_device(self, device: Device) -> None:
        """Follow a lock that got another name in the app, or other firmware."""
        self.device = device
        if entry := self.device_entry:
            dr.async_get(self.hass).async_update_device(
                entry.id, name=device.name, sw_version=self.firmware
            )

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

    async def async_look_now(self) -> None:
        """Read the log now.

        Raises HomeAssistantError where that would spend more calls than planned, or
        where the log cannot be read.
        """
        self.require_calls(self.reader.calls_per_read)
        await self.async_refresh_once()
        self._require_success()

    @callback
    def async_request_look(self) -> None:
        """Read the log now, and again until something new is there.

        Raises HomeAssistantError where that would spend more calls than planned.
        """
        calls = self.reader.calls_per_read
        self.require_calls(calls)
        now = self.looks.now
        self.looks.async_add(
            Hint(source=HintSource.REQUEST, received=now, reserved=calls)
        )

    async def async_look_until_new(self) -> list[LockEvent]:
        """Read the log until something new is there; return it, or what came of it.

        Raises HomeAssistantError where that would spend more calls than planned, or
        where the log cannot be read.
        """
        found: list[LockEvent] = []

        @callback
        def collect(event: LockEvent) -> None:
            found.append(event)

        unsubscribe = async_dispatcher_connect(self.hass, self.event_signal, collect)
        try:
            self.async_request_look()
            await self.looks.async_wait_for_request()
            self._require_success()
            await self._async_deliver_all()
        finally:
            unsubscribe()
        return found

    def _require_success(self) -> None:
        if not self.last_update_success:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="refresh_failed",
                translation_placeholders={
                    "lock": self.device.name,
                    "error": str(self.last_exception),
                },
            )

    async def async_refresh_once(self) -> None:
        """Read the log now; those who ask while it is being read share the reading."""
        if self._refresh is None or self._refresh.done():
            self._refresh = self.hass.async_create_task(
                self.async_refresh(), f"{self.name} refresh"
            )
        await asyncio.shield(self._refresh)

    async def async_acknowledge_duress(self) -> None:
        """Let the duress alarm be over."""
        self.delivery.acknowledge_duress()
        self.async_show()
        await self.store.async_save_state()

    @callback
    def async_close_credential_issues(self) -> None:
        """Ask no more about the credentials that have a name by now."""
        async_delete_credential_issues(
            self.hass, self.config_entry, self.device, self.resolver.is_named
        )

    def require_calls(self, calls: int) -> None:
        """Reserve calls for a request, or raise HomeAssistantError."""
        if not self._reserve(calls, Purpose.REQUEST):
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="no_calls_to_spare",
                translation_placeholders={"lock": self.device.name},
            )

    def _reserve(self, calls: int, purpose: Purpose) -> bool:
        return self._runtime.devices.reserve(calls, purpose)

    @override
    async def async_shutdown(self) -> None:
        """Stop polling, delivering records, and fetching pictures."""
        # A poll that is under way ends later: whoever reads the log next delivers it.
        self.delivery.is_started = False
        self.pictures.async_stop()
        self.tuya_listener.async_stop()
        self.looks.async_stop()
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        await super().async_shutdown()

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
        """Read the log, and let the hints know what came of it."""
        self._polled_at = dt_util.utcnow()
        endpoints, self._hinted = self._hinted, frozenset()
        now = self.api.client.now()
        self.hints.read_started(self.looks.now, endpoints)
        is_refused = False
        try:
            with count_calls() as counted:
                try:
                    update = await self.reader.async_read(now, endpoints)
                except TuyaError as err:
                    is_refused = err.retry_after is not None
                    self._failed(err, counted.total())
                    raise to_ha_error(err) from err
            await self._async_add(update, now)
        except BaseException:
            self.hints.read_failed(is_refused=is_refused)
            raise
        else:
            self._async_update_hints(update, now)
        finally:
            self.looks.async_update()
        return self.delivery.data

    def _failed(self, err: TuyaError, calls: int) -> None:
        """Put the next poll off after a reading that has failed, and report why."""
        self._failures += 1
        err.retry_after = retry_after(
            err,
            self._failures,
            self.update_interval or _LIST_INTERVAL,
            min(calls, self.reader.calls_per_read),
            self.api.client.retries,
        )
        self._report(err)

    async def _async_add(self, update: LogUpdate, now: datetime) -> None:
        """Keep what a reading has brought until it is delivered."""
        self._failures = 0
        if update.is_whole:
            # What was there before is read once.
            further_pages = 0 if update.baseline else update.further_pages
            self._estimate.add(self.reader.calls_per_read, further_pages, now)
        if update.errors:
            self._report(update.errors[0])
        elif update.is_whole:
            async_clear_issue_of(self.hass, self.config_entry, self.device)
        if update.incomplete_before is not None:
            self.history.mark_incomplete_before(update.incomplete_before)
        await self._async_read_about(now)
        self.resolver.credentials.update_from(
            [tracked.record for tracked in (*update.baseline, *update.new)], now
        )
        self.delivery.add(update, now)
        self.pictures.async_fetch_newest(
            (self.event_of(tracked, late=True), tracked.record)
            for tracked in update.baseline
        )
        self.async_close_credential_issues()
        self.delivery.window.update(now, self.update_interval)
        if is_due(self._saved_at, _SAVE_INTERVAL, now):
            await self.async_save()

    @callback
    def _async_update_hints(self, update: LogUpdate, now: datetime) -> None:
        """Let the hints know which new records a reading has shown."""
        live = [
            record.kind
            for _, record in update.new
            if not is_late(record.occurred_at, now, self.delivery.window.length)
        ]
        self.hints.read_finished(self.looks.now, live, is_whole=update.is_whole)
        if live and self._runtime.messages is not None:
            self._runtime.messages.async_add_row()

    async def _async_look(self, endpoints: frozenset[Endpoint]) -> None:
        """Read what a hint has asked for."""
        self._hinted = endpoints
        await self.async_refresh_once()
        # A reading that was under way may have shown it.
        self._hinted = frozenset()

    async def _async_read_about(self, now: datetime) -> None:
        """Read members and firmware once a day: neither is worth a failure."""
        if not is_due(self._about_read_at, _ABOUT_INTERVAL, now):
            return
        if not self._reserve(_CALLS_ABOUT_A_LOCK, Purpose.ABOUT):
            return
        self._about_read_at = now
        try:
            await self.async_read_members()
        except TuyaError as err:
            LOGGER.debug("The members of %s cannot be read: %s", self.device.name, err)
        try:
            self.firmware = await self.api.firmware(self.device.id)
        except TuyaError as err:
            LOGGER.debug("The firmware of %s cannot be read: %s", self.device.name, err)

    async def async_read_members(self) -> None:
        """Read the members of the lock; raises a TuyaError where that fails."""
        self.resolver.update_members(await self.api.users(self.device.id))

    @callback
    def _async_deliver(self) -> None:
        """Let what waits be delivered, in slices, where entities can receive it."""
        if self.delivery.is_started and self.last_update_success:
            self.config_entry.async_create_task(
                self.hass, self._async_deliver_all(), f"{self.name} delivery"
            )

    async def _async_deliver_all(self) -> None:
        if not await self.delivery.async_deliver():
            return
        self.store.async_delay_save()
        if self.delivery.has_much_unsaved:
            self.delivery.has_much_unsaved = False
            await self.async_save()

    def event_of(self, tracked: TrackedRecord, *, late: bool) -> LockEvent:
        """Return a record with names."""
        return self.resolver.event(tracked.record_id, tracked.record, late=late)

    def is_first_use(self, record: LockRecord) -> bool:
        """Return whether nobody has used the credential of a record before."""
        return self.resolver.credentials.is_first_use(record)

    @callback
    def async_show(self) -> None:
        """Let the entities show what delivery now says."""
        self.data = self.delivery.data
        super().async_update_listeners()

    @callback
    def async_announce(self, event: LockEvent) -> None:
        """Fire an event: at the entities, then on the bus."""
        async_dispatcher_send(self.hass, self.event_signal, event)
        entry = self.device_entry
        delay = dt_util.utcnow() - event.occurred_at
        self.hass.bus.async_fire(
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
        """Fetch the picture of a record; ask whose a new credential is."""
        self.pictures.async_fetch(event, record)
        if is_first_use and self.resolver.is_nameless(record):
            async_create_credential_issue(
                self.hass, self.config_entry, self.device, event
            )

    def now(self) -> tuple[datetime, datetime]:
        """Return the time by the cloud's clock, and by Home Assistant's."""
        return self.api.client.now(), dt_util.utcnow()

    def _redact(self, event: LockEvent) -> LockEvent:
        """Return an event as the owner wants the people in it shown now."""
        shown = self.resolver.redact(event)
        return event if shown == event else shown

    def _describe(self, method: UnlockMethod | None) -> str | None:
        if method is None:
            return None
        return async_translate_state(
            self.hass, method, Platform.SENSOR, DOMAIN, "last_unlock_method", None
        )

    def _report(self, err: TuyaError) -> None:
        """Show what the owner can cure, unless the lock is gone meanwhile."""
        denied = self.config_entry.runtime_data.devices.denied_since
        if not self._shutdown_requested and self.device.id not in denied:
            async_create_issue_for(self.hass, self.config_entry, err, self.device)


def device_entries(hass: HomeAssistant, entry_id: str) -> dict[str, dr.DeviceEntry]:
    """Return the devices of an entry's locks, by Tuya's id: not the project's."""
    return {
        lock_id: device
        for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry_id)
        for _, lock_id in device.identifiers
        if lock_id != entry_id
    }


async def async_remove_lock(
    hass: HomeAssistant, entry: ConfigEntry, lock_id: str
) -> None:
    """Delete the files and the pictures of a lock."""
    await LockStore(hass, entry.entry_id, lock_id, History(), {}).async_remove()
    await async_remove_pictures(hass, entry.entry_id, lock_id)


def _is_denied(err: TuyaError) -> bool:
    """Return whether a refusal means that no linked account has the device."""
    return isinstance(err, (TuyaAccountNotLinkedError, TuyaNoDataError))
