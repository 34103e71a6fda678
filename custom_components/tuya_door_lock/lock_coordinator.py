"""Reads the log of one lock, and hands on each new record once."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID, Platform
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.translation import async_translate_state
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util.logging import catch_log_exception

from .access_log.events import LockEvent, Notice
from .access_log.history import History
from .access_log.journal import (
    LONGEST_LOOK_BACK,
    Finding,
    Journal,
    LiveWindow,
    is_due,
    is_late,
)
from .api.errors import (
    TuyaError,
    TuyaNoDataError,
    TuyaParameterError,
    TuyaUnsupportedError,
)
from .api.locks import MAX_PAGES, Device, LogStream, TuyaLocks
from .api.records import Endpoint, LockAlarm, LockRecord, RecordKind, UnlockMethod
from .api.sources import KINDS, Source, find_source
from .const import (
    CONF_ATTEMPTS,
    CONF_ATTEMPTS_MINUTES,
    CONF_PRIVACY,
    CONF_RETENTION,
    DAMAGED,
    DEFAULT_ATTEMPTS,
    DEFAULT_ATTEMPTS_MINUTES,
    DEFAULT_RETENTION_DAYS,
    DOMAIN,
    EVENT_RECORD,
    LOGGER,
    SIGNAL_FORGOTTEN,
    SIGNAL_HISTORY_CHANGED,
)
from .errors import to_ha_error
from .helpers import device_of_lock
from .issues import (
    async_clear_issue_of,
    async_create_credential_issue,
    async_create_issue_for,
    async_delete_credential_issues,
)
from .people.assignments import People
from .people.credentials import Credentials
from .people.names import Names
from .people.privacy import Privacy, anonymous, private
from .people.somebody import Somebody
from .people.unlock_requests import UnlockRequests
from .pictures.fetcher import LockPictures
from .polling.quota import LastDay
from .stores import history_store, journal_store

if TYPE_CHECKING:
    from .coordinator import TuyaDoorLockConfigEntry

_ABOUT_INTERVAL: Final = timedelta(days=1)
_SOURCE_INTERVAL: Final = timedelta(days=7)
# A lock's clock may run ahead of the cloud's.
_LOOK_AHEAD: Final = timedelta(days=1)
_SAVE_DELAY: Final = 1
# The journal is saved with every new record, and all that is kept this often.
_SAVE_INTERVAL: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LockData:
    """What the entities of a lock show between two events."""

    last: Mapping[RecordKind, LockEvent] = field(default_factory=dict)
    duress: LockEvent | None = None
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
        requests: UnlockRequests,
    ) -> None:
        """Initialize the coordinator of a lock."""
        super().__init__(hass, LOGGER, config_entry=entry, name=f"{DOMAIN} {lock.name}")
        self.data = LockData()
        self.delivers = False
        """Whether entities and automations are there to be handed a record."""

        self.lock = lock
        self.firmware: str | None = None
        self._locks = locks
        self.history = History()
        """What was told of the lock, as long as it is kept."""

        self.pictures = LockPictures(hass, entry, lock, self.history)
        self.people = People(hass, entry, lock.id)
        self.names = Names(
            self._describe,
            self.people.owner,
            lambda record: requests.find(lock.id, record),
            Privacy(entry.options.get(CONF_PRIVACY, Privacy.NAMES)),
        )
        self._store = journal_store(hass, entry.entry_id, lock.id)
        self._history_store = history_store(hass, entry.entry_id, lock.id)
        self._history_lock = asyncio.Lock()
        self._journal = Journal()
        self._window = LiveWindow()
        self._further_pages = LastDay()
        self._source: Source | None = None
        self._pending: dict[str, tuple[LockRecord, Endpoint]] = {}
        self._subscribers: dict[Callable[[LockEvent], object], RecordKind] = {}
        self._about_read_at: datetime | None = None
        self._saved_at: datetime | None = None
        self._is_partial = False
        self._delivered = 0
        self._refreshed: asyncio.Event | None = None
        self._cut_off: dict[str, str] = {}

    @property
    def calls_per_poll(self) -> int:
        """Return how many calls a poll of this lock makes."""
        return self._source.calls if self._source else len(Endpoint)

    @property
    def further_calls_per_day(self) -> int:
        """Return how many calls of the last day have read more than a first page."""
        return self._further_pages.total(self._locks.client.now())

    @property
    def has_rung(self) -> bool:
        """Return whether the lock's doorbell was ever heard of."""
        return RecordKind.DOORBELL in self._journal.last

    @property
    def device(self) -> dr.DeviceEntry | None:
        """Return the lock's device, None before its entities have made it."""
        return device_of_lock(self.hass, self.config_entry.entry_id, self.lock.id)

    @property
    def members(self) -> list[str]:
        """Return the names of those to whom Tuya can link a record."""
        return sorted({user.name for user in self.names.users if user.name})

    @property
    def polled_at(self) -> datetime | None:
        """Return when a log of the lock was last read."""
        return max(
            (mark.read_at for mark in self._journal.marks.values()), default=None
        )

    @property
    def complete_since(self) -> datetime | None:
        """Return from when on all that Tuya has shown is kept; None before a look."""
        if (watched := self._journal.watched_since) is None:
            return None
        oldest = watched - LONGEST_LOOK_BACK
        return max(oldest, self.history.complete_since or oldest)

    def somebody(self, text: str) -> Somebody:
        """Return whom a name, or the entity of a person, stands for at the lock."""
        return Somebody.of(text, self.names, self.people)

    def figures(self) -> dict[str, Any]:
        """Return how the lock is read and what is remembered of it, without names."""
        journal = self._journal.as_dict()
        return {
            "source": self._source and self._source.as_list(),
            "is_settled": self._source and self._source.settled,
            "marks": journal["marks"],
            "remembered": len(journal["delivered"]),
            "kept": len(self.history),
            "credentials": len(self.names.credentials),
            "named": len(self.people.named),
            "pending": len(self._pending),
            "cut_off": self._cut_off,
            "rows": self._locks.recent_rows(self.lock.id),
        }

    async def async_load(self) -> None:
        """Read what is remembered of the lock, as far as it can be read."""
        stored = await self._store.async_load()
        damaged = self._restore_history(await self._history_store.async_load())
        if stored is not None:
            try:
                damaged += self._take_back(stored)
            except DAMAGED as err:
                # Its text may quote what is stored.
                LOGGER.error(
                    "What is remembered of %s is damaged (%s): what the lock's log"
                    " tells now is taken as known",
                    self.lock.name,
                    type(err).__name__,
                )
                damaged += 1
        if damaged:
            self.history.mark_incomplete_before(self._locks.client.now())
        self._journal.change(self._private)
        if self.history.change(self._private):
            # What is to be shown no more is not to lie on the disk either.
            await self.async_save()
        self.data = self._shown(frozenset())

    def _take_back(self, stored: Mapping[str, Any]) -> int:
        """Take back what `_stored` gave; return how many records were damaged."""
        journal = Journal.from_dict(stored)
        credentials = Credentials.from_dict(stored["credentials"])
        source = Source.from_list(journal.source) if journal.source else None
        damaged = self.history.restore(stored["unsaved"])
        self._journal, self._source = journal, source
        self.names.credentials = credentials
        return damaged

    def _restore_history(self, stored: dict[str, Any] | None) -> int:
        """Read what is kept of the lock; returns how many records were damaged."""
        if stored is None:
            return 0
        try:
            return self.history.restore(stored)
        except DAMAGED:
            return 1

    async def async_save(self) -> None:
        """Write down what must outlive a restart."""
        self._saved_at = now = self._locks.client.now()
        keep = self.config_entry.options.get(CONF_RETENTION, DEFAULT_RETENTION_DAYS)
        self.history.prune(now - timedelta(days=keep))
        await self._async_save_history()
        await self._async_save_journal()

    async def _async_save_history(self) -> None:
        """Write down all that is kept, one time after the other.

        Only what is on the disk leaves the journal: whenever Home Assistant is killed,
        one of the two files holds it.
        """
        async with self._history_lock:
            snapshot = self.history.snapshot()
            stored = await self.hass.async_add_executor_job(snapshot.as_dict)
            await self._history_store.async_save(stored)
            self.history.mark_saved(snapshot)

    async def _async_save_journal(self) -> None:
        await self._store.async_save(self._stored())

    def _stored(self) -> dict[str, Any]:
        return self._journal.as_dict() | {
            "credentials": self.names.credentials.as_dict(self.names.privacy),
            "unsaved": self.history.unsaved(),
        }

    def _private(self, entry: LockEvent) -> LockEvent:
        """Return an entry as the owner wants the people in it shown now."""
        shown = private(entry, self.names.privacy, self.names.readable)
        return entry if shown == entry else shown

    @callback
    def async_subscribe(
        self, kind: RecordKind, subscriber: Callable[[LockEvent], None]
    ) -> CALLBACK_TYPE:
        """Call a subscriber with each new record of a kind; returns the way out."""
        # Whatever becomes of one, the records after it are told.
        guarded = catch_log_exception(
            subscriber, lambda _: f"An event of {self.lock.name} failed"
        )
        self._subscribers[guarded] = kind

        @callback
        def unsubscribe() -> None:
            del self._subscribers[guarded]

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
            self._require_calls(self.calls_per_poll)
            delivered = self._delivered
            await self._async_refresh_together()
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

    async def _async_refresh_together(self) -> None:
        """Read the log; who asks while it is being read waits for the same read."""
        if self._refreshed is not None:
            await self._refreshed.wait()
            return
        self._refreshed = asyncio.Event()
        try:
            await self.async_refresh()
        finally:
            self._refreshed.set()
            self._refreshed = None

    async def async_acknowledge_duress(self) -> None:
        """Take note that somebody has seen to the duress alarm."""
        self._journal.duress = None
        self._async_show()
        await self._async_save_journal()

    async def async_know_users(self) -> None:
        """Read the members of the lock where nobody is known who opens it.

        Raises HomeAssistantError where no call is left for it, or where it fails.
        """
        if self.names.users or len(self.names.credentials):
            return
        self._require_calls(1)
        try:
            await self._async_ask_for_members()
        except TuyaUnsupportedError:
            # Few locks tell their members.
            return
        except TuyaError as err:
            raise to_ha_error(err) from err

    def knows(self, text: str) -> bool:
        """Return whether a name, or the entity of a person, stands for anybody."""
        who = self.somebody(text)
        return who.is_known or any(who.is_in(each) for each in self.history)

    async def async_forget_person(self, text: str) -> int:
        """Erase somebody's records, also on the disk; returns how many they were.

        Their ids stay known: what Tuya's log still shows does not come again.
        """
        who = self.somebody(text)
        forgotten = {each.record_id for each in self.history if who.is_in(each)}

        def nameless(entry: LockEvent) -> LockEvent:
            return anonymous(entry) if who.is_in(entry) else entry

        self._journal.change(nameless)
        self.history.change(
            lambda entry: None if entry.record_id in forgotten else entry
        )
        credentials = self.names.credentials
        credentials.forget_names(
            [
                seen.user
                for seen in credentials
                if seen.user and who.is_called(seen.user)
            ],
            who.keys,
        )
        for key in who.named:
            self.people.async_name(key, None, None)
        self._async_show()
        async_dispatcher_send(self.hass, f"{SIGNAL_FORGOTTEN}_{self.lock.id}", who)
        async_dispatcher_send(self.hass, SIGNAL_HISTORY_CHANGED, self.lock.id)
        await self.async_save()
        shown = set(forgotten)
        if (last := self.pictures.last) and last.entry and who.is_in(last.entry):
            # A picture may be there for longer than its record is kept.
            shown.add(last.entry.record_id)
        await self.pictures.async_forget(shown)
        return len(forgotten)

    @callback
    def async_report_names(self) -> None:
        """Let those be asked about no more who have a name by now."""
        async_delete_credential_issues(
            self.hass, self.config_entry, self.lock, self.names.is_named
        )

    async def async_allocate(self, record_id: str, member: str) -> None:
        """Let Tuya link a record, and the credential behind it, with a member.

        Tuya has no call that takes it back. Raises ServiceValidationError where
        record and member do not make it clear what is meant, HomeAssistantError
        where Tuya refuses or no call is left for it.
        """
        named = {"lock": self.lock.name, "member": member}
        entry = self.history.get(record_id)
        if entry is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="record_not_found",
                translation_placeholders=named,
            )
        if not entry.bindable:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="record_not_bindable",
                translation_placeholders=named,
            )
        wanted = member.strip().casefold()
        user_ids = [
            user.user_id
            for user in self.names.users
            if user.user_id and user.name and user.name.strip().casefold() == wanted
        ]
        if not user_ids:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="member_not_found",
                translation_placeholders=named,
            )
        if len(user_ids) > 1:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="member_not_unique",
                translation_placeholders=named,
            )
        self._require_calls(1)
        try:
            await self._async_allocate(record_id, user_ids[0])
        except (TuyaNoDataError, TuyaUnsupportedError) as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="record_not_linked",
                translation_placeholders={"lock": self.lock.name, "error": str(err)},
            ) from err
        except TuyaError as err:
            raise to_ha_error(err) from err

        def linked(each: LockEvent) -> LockEvent:
            same = entry.slot is not None and entry.slot == each.slot
            if each.record_id == record_id or (same and entry.method is each.method):
                return replace(each, bindable=False)
            return each

        self.history.change(linked)
        async_dispatcher_send(self.hass, SIGNAL_HISTORY_CHANGED, self.lock.id)
        await self.async_save()
        await self._async_read_members()
        self.async_report_names()

    async def _async_allocate(self, record_id: str, user_id: str) -> None:
        """Make the call in the spelling of Tuya's table, else in that of its sample."""
        try:
            await self._locks.allocate(self.lock.id, record_id, user_id)
        except TuyaParameterError:
            await self._locks.allocate(
                self.lock.id, record_id, user_id, camel_case=True
            )

    def _require_calls(self, calls: int) -> None:
        """Raise HomeAssistantError where so many calls would exceed the plan."""
        if not self.config_entry.runtime_data.can_spare(calls):
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="no_calls_to_spare",
                translation_placeholders={"lock": self.lock.name},
            )

    @override
    async def async_shutdown(self) -> None:
        """Stop polling, handing on records, and fetching pictures."""
        # A poll that is under way ends later: whoever reads the log next tells of it.
        self.delivers = False
        self.pictures.async_stop()
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
            raise to_ha_error(err) from err
        if errors:
            self._report(errors[0])
        else:
            async_clear_issue_of(self.hass, self.config_entry, self.lock)
        if not told:
            raise to_ha_error(errors[0]) from errors[0]
        self._log_partial(errors)
        if not errors and source.settled:
            self._journal.follow(stream.endpoint for stream in source.streams)
        self.async_report_names()
        self._window.polled(now, self.update_interval)
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
                self._further_pages.add(pages_read - 1, now)
                is_first = not self._journal.marks
                finding = reading.finish(complete=False)
                if is_first:
                    self.history.mark_incomplete_before(_oldest(finding, now))
                return finding
        self._further_pages.add(pages_read - 1, now)
        finding = reading.finish(complete=True)
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
            self.history.mark_incomplete_before(
                reading.start if is_whole else _oldest(finding, now)
            )
        return finding

    def _take(self, finding: Finding, now: datetime) -> None:
        """Keep what is new; what was there before only shows in the sensors."""
        credentials = self.names.credentials
        credentials.learn(finding.baseline + finding.new)
        baseline: list[tuple[LockEvent, LockRecord]] = []
        # Where a log takes over from another, its past is kept already.
        known = set(self._journal.last)
        for record in finding.baseline:
            credentials.meet(record)
            entry = self.names.entry(record, late=True)
            if record.kind not in known:
                self.history.add(entry)
            self._journal.show(entry, now)
            baseline.append((entry, record))
        self.pictures.async_take_baseline(baseline)
        for record in finding.new:
            # A user whom Tuya fills in meanwhile changes the id, not the record.
            self._pending.pop(record.anonymous_id, None)
        self._pending |= {
            record.record_id: (record, finding.endpoint) for record in finding.new
        }

    async def _async_read_about(self, now: datetime) -> None:
        """Read members and firmware once a day: neither is worth a failure."""
        if not is_due(self._about_read_at, _ABOUT_INTERVAL, now):
            return
        self._about_read_at = now
        await self._async_read_members()
        try:
            self.firmware = await self._locks.firmware(self.lock.id)
        except TuyaError as err:
            LOGGER.debug("%s does not tell its firmware: %s", self.lock.name, err)

    async def _async_read_members(self) -> None:
        try:
            await self._async_ask_for_members()
        except TuyaError as err:
            LOGGER.debug("%s does not tell its members: %s", self.lock.name, err)

    async def _async_ask_for_members(self) -> None:
        self.names.users = tuple(await self._locks.users(self.lock.id))
        self.names.credentials.learn_members(self.names.users)

    @callback
    def _async_deliver(self) -> None:
        """Hand on each pending record, oldest first, with a state write of its own.

        A record of a kind that cannot be read right now waits: its entities are
        unavailable, and would lose it.
        """
        if not self.delivers or not self.last_update_success:
            return
        now = self._locks.client.now()
        delivered = is_much_unsaved = False
        for record, endpoint in sorted(
            self._pending.values(), key=lambda pending: pending[0].occurred_at
        ):
            if record.kind not in self.data.told or self._waits_for_doorbell(record):
                continue
            del self._pending[record.record_id]
            if not self._journal.take(record, endpoint):
                continue
            entry = self.names.entry(
                record, late=is_late(record.occurred_at, now, self._window.length)
            )
            self._delivered += 1
            self._async_show_entry(entry, now)
            is_much_unsaved = self.history.add(entry) or is_much_unsaved
            for told in self._told(entry, record):
                self._async_announce(told, now)
            self.pictures.async_take(entry, record)
            delivered = True
        if RecordKind.ALARM in self.data.told:
            for told in self._journal.alarms.ended(now):
                self._async_announce(told, now)
                delivered = True
        if delivered:
            # At once, but after the automations that this has started: of a crash in
            # between, records may come again, and none may be lost.
            self._store.async_delay_save(self._stored, _SAVE_DELAY)
        if is_much_unsaved and not self._history_lock.locked():
            self.config_entry.async_create_background_task(
                self.hass, self._async_save_history(), f"{DOMAIN} history"
            )

    def _told(self, entry: LockEvent, record: LockRecord) -> Iterable[LockEvent]:
        """Return the events that an entry makes: an alarm may be held back."""
        if entry.kind is RecordKind.UNLOCK and self.names.credentials.meet(record):
            if self.names.is_nameless(record):
                async_create_credential_issue(
                    self.hass, self.config_entry, self.lock, entry
                )
            return [entry, _new_credential(entry)]
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
    def _async_show_entry(self, entry: LockEvent, now: datetime) -> None:
        """Let the sensors show an entry, before any automation starts for it."""
        self._journal.show(entry, now)
        if entry.alarm is LockAlarm.DURESS:
            self._journal.duress = entry
        self._async_show()

    @callback
    def _async_announce(self, entry: LockEvent, now: datetime) -> None:
        """Tell the entities of an entry, then whoever listens to the bus."""
        if is_late(entry.occurred_at, now, self._window.length):
            # The end of a burst waits for a poll that succeeds, as long as it takes.
            entry = replace(entry, late=True)
        device = self.device
        for subscriber, kind in list(self._subscribers.items()):
            if kind is entry.kind:
                subscriber(entry)
        self.hass.bus.async_fire(
            EVENT_RECORD,
            {ATTR_DEVICE_ID: device and device.id, **entry.as_data()},
        )

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
            async_create_issue_for(self.hass, self.config_entry, err, self.lock)

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


def _oldest(finding: Finding, now: datetime) -> datetime:
    """Return when the first of the records happened that a reading has brought."""
    records = finding.baseline + finding.new
    return min((record.occurred_at for record in records), default=now)


def _new_credential(entry: LockEvent) -> LockEvent:
    """Return the event that says that nobody has used a credential before."""
    return replace(
        entry,
        record_id=f"{entry.record_id}:new",
        kind=RecordKind.ALARM,
        notice=Notice.NEW_CREDENTIAL,
    )
