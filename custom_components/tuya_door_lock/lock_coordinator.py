"""The coordinator of one lock: it polls the log, and lets new records be delivered."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .access_log.delivery import LockData, LogDelivery
from .access_log.events import LockEvent
from .access_log.history import History
from .access_log.reader import LogReader, LogUpdate
from .access_log.scan import LONGEST_LOOK_BACK
from .access_log.store import LockStore
from .access_log.timing import is_due, is_late
from .access_log.tracker import Tracker
from .announcer import LockAnnouncer, describe_method
from .api.client import count_calls
from .api.errors import TuyaError
from .api.locks import Device
from .api.records import Endpoint, RecordKind
from .api.shadow import shadow_times
from .const import (
    CONF_ATTEMPTS,
    CONF_ATTEMPTS_MINUTES,
    CONF_HINT_ENTITIES,
    CONF_LISTEN_TUYA,
    CONF_PRIVACY,
    CONF_RETENTION,
    DEFAULT_ATTEMPTS,
    DEFAULT_ATTEMPTS_MINUTES,
    DEFAULT_RETENTION_DAYS,
    DOMAIN,
    LOGGER,
)
from .errors import to_ha_error
from .helpers import device_entry
from .issues import (
    async_clear_issue_of,
    async_create_issue_for,
    async_create_store_issue,
)
from .lock_issues import async_delete_credential_issues
from .people.about import CALLS_ABOUT_A_LOCK, LockAbout
from .people.assignments import Assignments
from .people.matcher import PersonMatcher
from .people.privacy import Privacy
from .people.resolver import NameResolver
from .pictures.fetcher import LockPictures
from .polling.counters import LockDemand
from .polling.hint_health import SAFETY_INTERVAL
from .polling.hint_sources.listeners import HintListeners
from .polling.hinted_looks import HintedLooks
from .polling.hints import LockHints
from .polling.log_polls import LogPolls
from .polling.quota import Purpose
from .polling.retries import retry_after
from .project import Project

_USUAL_INTERVAL: Final = timedelta(hours=1)
# The state of a lock is written with every new record, and all that is kept this often.
_SAVE_INTERVAL: Final = timedelta(days=1)


class TuyaLockCoordinator(DataUpdateCoordinator[LockData]):
    """Reads the log of one lock, and lets its new records be delivered."""

    config_entry: ConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        project: Project,
        device: Device,
    ) -> None:
        """Initialize the coordinator of a lock."""
        super().__init__(
            hass, LOGGER, config_entry=entry, name=f"{DOMAIN} {device.name}"
        )
        options = entry.options
        self.device = device
        """The lock as the last list shows it."""

        self.api = api = project.api
        self.history = History()
        self.pictures = LockPictures(hass, entry, device, self.history)
        self.assignments = Assignments(hass, entry, device.id)
        self.resolver = NameResolver(
            lambda method: describe_method(hass, method),
            self.assignments.find,
            lambda record: project.requests.find(device.id, record),
            Privacy(options.get(CONF_PRIVACY, Privacy.NAMES)),
        )
        self.tracker = Tracker(device.id)
        reserve = partial(project.reserve, purpose=Purpose.FULL_READING)
        self.reader = LogReader(
            api, device, self.tracker, reserve, lambda: project.upkeep_interval
        )
        self.polls = LogPolls(
            device.name,
            self.reader,
            lambda: shadow_times(api.client, device.id),
            reserve,
        )
        self.hints = LockHints(project.reserve, self.reader.calls_of)
        self.looks = HintedLooks(hass, self.hints, self._async_look)
        self.listeners = HintListeners(
            hass,
            device.id,
            self.looks,
            options.get(CONF_HINT_ENTITIES, {}).get(device.id, ()),
            may_subscribe=options.get(CONF_LISTEN_TUYA, False),
        )
        self.about = LockAbout(api, device, self.resolver)
        self.announcer = LockAnnouncer(
            hass,
            entry,
            lambda: self.device,
            self.resolver,
            self.pictures,
            clock=api.client.now,
            show=self.async_show,
        )
        self.delivery = LogDelivery(
            self.announcer,
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
                "shadow": self.polls.watch,
            },
        )
        self.data = self.delivery.data
        self.polled_at: datetime | None = None
        """When the last poll began."""

        self._saved_at: datetime | None = None
        self._failures = 0
        self._refresh: asyncio.Task[None] | None = None
        self._project = project
        self._asked: frozenset[Endpoint] | None = None
        """The logs that were asked for and are read next, empty for all."""

    @property
    def device_entry(self) -> dr.DeviceEntry | None:
        """Return the lock's device, None before its entities have made it."""
        return device_entry(self.hass, self.config_entry.entry_id, self.device.id)

    @property
    def complete_since(self) -> datetime | None:
        """Return from when on all that Tuya has shown is kept; None before a look."""
        if (watched := self.tracker.watched_since) is None:
            return None
        oldest = watched - LONGEST_LOOK_BACK
        return max(oldest, self.history.complete_since or oldest)

    def demand(self, now: datetime) -> LockDemand:
        """Return the calls that the lock asks for, as far as it was seen."""
        # Where hints are reliable, the log is polled beside them for safety only.
        is_reliable = self.hints.health.is_reliable
        return self.polls.demand(now, SAFETY_INTERVAL if is_reliable else None)

    def person(self, text: str) -> PersonMatcher:
        """Return whom a name, or the entity of a person, stands for at the lock."""
        return PersonMatcher.for_text(text, self.resolver, self.assignments)

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
        self.delivery.map_events(self.resolver.redact)
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
    def async_update_device(self, device: Device) -> None:
        """Follow a lock that got another name in the app, or other firmware."""
        self.device = device
        if entry := self.device_entry:
            dr.async_get(self.hass).async_update_device(
                entry.id, name=device.name, sw_version=self.about.firmware
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

    async def async_refresh_once(self) -> None:
        """Read the log now; those who ask while it is being read share the reading."""
        if self._refresh is None or self._refresh.done():
            self._asked = self._asked or frozenset()
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

    def reserve(self, calls: int, purpose: Purpose) -> bool:
        """Reserve calls before they are made; return False where they must not be."""
        return self._project.reserve(calls, purpose)

    @override
    async def async_shutdown(self) -> None:
        """Stop polling, delivering records, and fetching pictures."""
        # A poll that is under way ends later: whoever reads the log next delivers it.
        self.delivery.is_started = False
        self.pictures.async_stop()
        self.listeners.async_stop()
        self.looks.async_stop()
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
        self.polled_at = dt_util.utcnow()
        asked, self._asked = self._asked, None
        now = self.api.client.now()
        endpoints = await self.polls.async_logs_to_read(now) if asked is None else asked
        if endpoints is None:
            await self._async_add(self.reader.nothing_new(now), now)
            return self.delivery.data
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
            await self.polls.async_add(update, now, endpoints, is_planned=asked is None)
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
            self.update_interval or _USUAL_INTERVAL,
            min(calls, self.reader.calls_per_read),
            self.api.client.retries,
        )
        self._report(err)

    async def _async_add(self, update: LogUpdate, now: datetime) -> None:
        """Keep what a reading has brought until it is delivered."""
        self._failures = 0
        if update.errors:
            self._report(update.errors[0])
        elif update.is_whole:
            async_clear_issue_of(self.hass, self.config_entry, self.device)
        if update.incomplete_before is not None:
            self.history.mark_incomplete_before(update.incomplete_before)
        is_about_due = self.about.is_due(self._project.upkeep_interval, now)
        if is_about_due and self.reserve(CALLS_ABOUT_A_LOCK, Purpose.ABOUT):
            await self.about.async_read(now)
        self.resolver.credentials.update_from(
            [tracked.record for tracked in (*update.baseline, *update.new)], now
        )
        self.delivery.add(update, now)
        self.pictures.async_fetch_newest(
            (self.announcer.event_of(tracked, late=True), tracked.record)
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
        if live and self._project.messages is not None:
            self._project.messages.async_add_row()

    async def _async_look(self, endpoints: frozenset[Endpoint]) -> None:
        """Read what a hint has asked for, and all that has not been read for long."""
        interval = self.update_interval or _USUAL_INTERVAL
        now = self.api.client.now()
        self._asked = self.polls.logs_of_look(endpoints, interval, now)
        await self.async_refresh_once()
        # A reading that was under way may have shown it.
        self._asked = None

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
            await self.async_save()

    @callback
    def async_show(self) -> None:
        """Let the entities show what delivery now says."""
        self.data = self.delivery.data
        super().async_update_listeners()

    def _redact(self, event: LockEvent) -> LockEvent:
        """Return a kept event as the owner wants the people in it shown now."""
        shown = self.resolver.redact(self.resolver.rename(event))
        return event if shown == event else shown

    def _report(self, err: TuyaError) -> None:
        """Show what the owner can cure, unless the lock is gone meanwhile."""
        if not self._shutdown_requested and not self._project.is_denied(self.device.id):
            async_create_issue_for(self.hass, self.config_entry, err, self.device)
