"""The first polls after a start: what was read shortly before is not read again."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import CoreState, HassJob, HomeAssistant
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .access_log.timing import is_due
from .api.records import RecordKind
from .lock_coordinator import TuyaLockCoordinator
from .polling.quota import Purpose


@dataclass(frozen=True, slots=True)
class LastPoll:
    """The last poll of a lock, which a start need not repeat."""

    at: datetime
    """By Home Assistant's clock."""

    kinds: frozenset[RecordKind]
    """What it could read."""


def last_polls_as_dict(locks: Mapping[str, TuyaLockCoordinator]) -> dict[str, Any]:
    """Return the last polls by lock id: `at` in ISO 8601, `kinds` as a list.

    Polls are left out that have failed, also in part, or have brought what is not
    delivered: only another poll brings that again.
    """
    polls: dict[str, Any] = {}
    for lock_id, lock in locks.items():
        at = lock.delivery.window.polled_at
        is_whole = lock.last_update_success and not lock.reader.is_partial
        if at is not None and is_whole and not len(lock.delivery):
            at += dt_util.utcnow() - lock.client.now()
            kinds = sorted(lock.delivery.data.readable_kinds)
            polls[lock_id] = {"at": at.isoformat(), "kinds": kinds}
    return polls


def last_polls_from_dict(stored: Mapping[str, Any]) -> dict[str, LastPoll]:
    """Return what `last_polls_as_dict` gave; raises one of DAMAGED for anything else."""
    return {
        lock_id: LastPoll(
            datetime.fromisoformat(poll["at"]),
            frozenset(map(RecordKind, poll["kinds"])),
        )
        for lock_id, poll in stored.items()
    }


async def async_poll_first(
    hass: HomeAssistant,
    locks: Mapping[str, TuyaLockCoordinator],
    last_polls: Mapping[str, LastPoll],
    reserve: Callable[[int, Purpose], bool],
) -> None:
    """Poll the locks that are due, and the others too where there are calls for all.

    Each of those that have to wait shows what is kept of it, and is polled at the time
    planned before the start. Calls are reserved as a request after a reload, as a full
    reading when Home Assistant starts.
    """
    now = dt_util.utcnow()
    waiting = {
        lock: last
        for lock_id, lock in locks.items()
        if (last := last_polls.get(lock_id))
        # What is not remembered has to be read.
        and lock.reader.read_at is not None
        and not lock.store.is_set_aside
        and not is_due(last.at, _interval(lock), now)
    }
    is_reload = hass.state is CoreState.running
    purpose = Purpose.REQUEST if is_reload else Purpose.FULL_READING
    if reserve(sum(lock.reader.calls_per_read for lock in waiting), purpose):
        waiting.clear()
    for lock, last in waiting.items():
        _async_wait(lock, last, now)
    polled = [lock for lock in locks.values() if lock not in waiting]
    await asyncio.gather(*(lock.async_refresh() for lock in polled))


def _interval(lock: TuyaLockCoordinator) -> timedelta:
    return lock.update_interval or timedelta(0)


def _async_wait(lock: TuyaLockCoordinator, last: LastPoll, now: datetime) -> None:
    """Show what is kept of a lock, and poll it when it is due."""
    lock.polled_at = last.at
    lock.delivery.window.polled_at = last.at + (lock.client.now() - now)
    lock.data = lock.delivery.show_readable(last.kinds)
    if lock.config_entry.pref_disable_polling:
        return

    async def poll(_now: datetime) -> None:
        # A hint may have come before.
        if lock.polled_at == last.at:
            await lock.async_refresh()

    lock.config_entry.async_on_unload(
        async_call_later(
            lock.hass,
            last.at + _interval(lock) - now,
            HassJob(poll, f"{lock.name} first poll", cancel_on_shutdown=True),
        )
    )
