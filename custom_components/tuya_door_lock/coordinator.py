"""The coordinator of a project: it lists the locks, and plans when they are polled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
import math
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.update_coordinator import UpdateFailed
from homeassistant.util import dt as dt_util

from .access_log.store import TuyaStore
from .access_log.timing import is_due
from .api.client import count_calls
from .api.devices import Device
from .api.errors import TuyaAccountNotLinkedError, TuyaError
from .api.lock_list import LockList
from .api.locks import TuyaLocks
from .const import CONF_ALLOWANCE, DAMAGED, DOMAIN
from .first_polls import LastPoll, last_polls_as_dict, last_polls_from_dict
from .followed_locks import FollowedLocks
from .issues import async_create_store_issue
from .people.unlock_requests import UnlockRequests
from .polling.hint_sources.message_listener import MessageListener
from .polling.pace_issue import async_delete_pace_issue, async_update_pace_issue
from .polling.quota import DEFAULT_ALLOWANCE, USUAL_INTERVAL, Plan, Purpose, Quota
from .update_coordinator import TuyaUpdateCoordinator

# How often the calls spent are counted and shown, and written: a crash may lose what
# came since, and each writing wears out a card.
_COUNT_INTERVAL: Final = timedelta(minutes=1)
_WRITE_INTERVAL: Final = timedelta(minutes=15)
# A lock that is denied asks for the list no sooner.
_BETWEEN_LISTS: Final = timedelta(minutes=10)
# Of what hints have, where there are several locks.
_SHARE_OF_ONE_LOCK: Final = 0.5
# Whatever happens at a lock that is used happens more often.
_UNUSED_FOR: Final = timedelta(days=30)

type TuyaDoorLockConfigEntry = ConfigEntry[TuyaRuntimeData]


@dataclass(slots=True)
class TuyaRuntimeData:
    """What runs for a project."""

    devices: TuyaDevicesCoordinator
    messages: MessageListener | None = None
    """What Tuya's Message Service reports, where the owner wants it."""

    @property
    def locks(self) -> FollowedLocks:
        """Return the locks that are followed."""
        return self.devices.locks


class TuyaDevicesCoordinator(TuyaUpdateCoordinator[dict[str, Device]]):
    """Lists the locks of a project, and plans how often they are polled."""

    config_entry: TuyaDoorLockConfigEntry
    plan: Plan
    """How the rest of the month is spent."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: TuyaDoorLockConfigEntry,
        api: TuyaLocks,
        requests: UnlockRequests,
    ) -> None:
        """Initialize the coordinator of a project's list of locks."""
        super().__init__(hass, entry, api.client, "locks", USUAL_INTERVAL)
        self.data = {}
        self.api = api
        self.requests = requests
        self.listed = LockList(api)
        """The locks of the project, with those that are not followed."""

        self.locks = FollowedLocks(hass, entry, self, self.listed)
        self.quota = Quota(int(entry.options.get(CONF_ALLOWANCE, DEFAULT_ALLOWANCE)))
        self.last_polls: dict[str, LastPoll] = {}
        """The last polls before the start, by lock."""

        self._list_calls = 1
        self._listed_at: datetime | None = None
        """When the list was asked for last."""

        self._store = TuyaStore(hass, entry.entry_id)
        self._has_news = False
        self._written_at: datetime | None = None

    async def async_load(self) -> None:
        """Restore the calls of the month and the locks."""
        stored = await self._store.async_load_or_set_aside()
        if stored is not None:
            try:
                self.quota = Quota.from_dict(
                    self.quota.allowance, stored["calls"], self.client.calls
                )
                self.listed.restore(stored)
                self.last_polls = last_polls_from_dict(stored.get("polls", {}))
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
        self.data = await self.locks.async_load()
        self._plan()

    @override
    async def _async_update_data(self) -> dict[str, Device]:
        """Read the list of locks, and keep a coordinator for each of them."""
        self._listed_at = self.client.now()
        with count_calls() as counted:
            try:
                listed = await self.api.locks()
            except TuyaError as err:
                raise self._failed(err, counted.total()) from err
        self._failures = 0
        self._list_calls = max(counted["devices"], 1)
        if not listed:
            self._async_report(TuyaAccountNotLinkedError("Tuya lists no lock"))
            raise UpdateFailed(translation_domain=DOMAIN, translation_key="no_locks")
        now = dt_util.utcnow()
        await self.listed.async_update(
            listed, now, lambda: self.reserve(1, Purpose.ABOUT)
        )
        followed = await self.locks.async_update(now)
        self._count_calls()
        self._plan()
        return followed

    @property
    def upkeep_interval(self) -> timedelta:
        """Return how often to read what changes rarely at a lock."""
        return self.plan.upkeep_interval

    def is_denied(self, lock_id: str) -> bool:
        """Return whether Tuya says that the project may not see a lock."""
        return lock_id in self.listed.denied_since

    @callback
    def async_list_again(self) -> None:
        """Read the list of locks soon: Tuya denies one that was in it."""
        if (
            self._listed_at is not None
            and is_due(self._listed_at, _BETWEEN_LISTS, self.client.now())
            and self.reserve(self._list_calls + 1, Purpose.ABOUT)
        ):
            self.config_entry.async_create_task(
                self.hass, self.async_request_refresh(), f"{DOMAIN} list"
            )

    @callback
    def async_add_live_row(self) -> None:
        """Note that a poll has shown a live row: a message of it should have come."""
        if (messages := self.config_entry.runtime_data.messages) is not None:
            messages.async_add_row()

    def _plan(self) -> None:
        """Spread the calls that are left for polling over the month."""
        now = self.client.now()
        self.plan = plan = self.quota.plan(
            now,
            {lock_id: lock.polls.demand(now) for lock_id, lock in self.locks.items()},
            list_calls=self._list_calls,
        )
        self.update_interval = plan.list_interval
        for_hints = self.quota.per_day(Purpose.HINT, now)
        accesses = sum(
            lock.hints.accesses_per_day(lock.looks.now) for lock in self.locks.values()
        )
        is_scarce = self.quota.is_scarce(accesses, now)
        most = self.quota.share_per_day(Purpose.HINT, now) * _SHARE_OF_ONE_LOCK
        for lock_id, lock in self.locks.items():
            lock.update_interval = interval = plan.intervals[lock_id]
            lock.delivery.window.expect_poll(interval)
            lock.hints.calls_per_access = for_hints / max(accesses, 1)
            lock.hints.is_scarce = is_scarce
            lock.hints.calls_per_day = most if len(self.locks) > 1 else math.inf
        async_update_pace_issue(
            self.hass,
            self.config_entry,
            plan,
            self.quota.allowance,
            [
                lock.shown_name
                for lock in self.locks.values()
                if not lock.delivery.data.is_used_since(now - _UNUSED_FOR)
            ],
        )

    @callback
    def _async_delete_issue(self) -> None:
        async_delete_pace_issue(self.hass, self.config_entry)

    @property
    def calls_spent(self) -> int:
        """Return how many calls were made this month."""
        return self.quota.spent(self.client.now())

    @property
    def calls_by_kind(self) -> dict[str, int]:
        """Return how many calls were made this month, by what they are counted as."""
        return dict(self.quota.counter.of_month(self.client.now()))

    @property
    def calls_left(self) -> int:
        """Return how many calls of the month's allowance are left."""
        return self.quota.left(self.client.now())

    def reserve(self, calls: int, purpose: Purpose) -> bool:
        """Reserve calls before they are made; return False where they must not be."""
        self._count_calls()
        return self.quota.reserve(calls, purpose, self.client.now())

    def _count_calls(self) -> None:
        if self.quota.count(self.client.calls, self.client.now()):
            self._has_news = True

    async def _async_count(self, _now: datetime) -> None:
        """Follow what polls and actions have spent since the last time."""
        self._count_calls()
        if self._has_news:
            self._has_news = False
            self._plan()
            self.async_update_listeners()
        if is_due(self._written_at, _WRITE_INTERVAL, self.client.now()):
            await self._async_save()

    async def _async_save(self, _event: Event | None = None) -> None:
        """Write what was spent, which counts until the month ends, and the locks."""
        self._count_calls()
        self._written_at = self.client.now()
        await self._store.async_save(
            {
                "calls": self.quota.as_dict(),
                **self.listed.as_dict(),
                "polls": last_polls_as_dict(self.locks),
            }
        )
