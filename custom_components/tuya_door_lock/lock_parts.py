"""Builds the parts of a lock, and connects them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .access_log.delivery import LogDelivery
from .access_log.history import History
from .access_log.reader import LogReader
from .access_log.store import LockStore
from .access_log.tracker import Tracker
from .announcer import LockAnnouncer, describe_method
from .api.devices import Device
from .const import (
    CONF_ATTEMPTS,
    CONF_ATTEMPTS_MINUTES,
    CONF_PRIVACY,
    CONF_RETENTION,
    DEFAULT_ATTEMPTS,
    DEFAULT_ATTEMPTS_MINUTES,
    DEFAULT_RETENTION_DAYS,
)
from .people.assignments import Assignments
from .people.details import LockDetails
from .people.privacy import Privacy
from .people.resolver import NameResolver
from .pictures.fetcher import LockPictures
from .polling.hint_sources.listeners import HintListeners
from .polling.hints import LockHints
from .polling.log_polls import LogPolls, Poller
from .polling.quota import Purpose
from .project import Project


@dataclass(frozen=True, slots=True)
class LockParts:
    """The parts of one lock: what reads, remembers, names and delivers its records."""

    tracker: Tracker
    history: History
    reader: LogReader
    assignments: Assignments
    resolver: NameResolver
    details: LockDetails
    pictures: LockPictures
    announcer: LockAnnouncer
    delivery: LogDelivery
    polls: LogPolls
    listeners: HintListeners
    store: LockStore


def lock_parts(
    hass: HomeAssistant,
    entry: ConfigEntry,
    project: Project,
    poller: Poller,
    *,
    get_device: Callable[[], Device],
    show: Callable[[], None],
) -> LockParts:
    """Return the parts of a lock that `poller` polls, as the options want them.

    `get_device` returns the lock as the last list shows it; `show` writes the states
    of its entities.
    """
    options, api, device = entry.options, project.api, get_device()
    reserve_full = partial(project.reserve, purpose=Purpose.FULL_READING)

    def upkeep_interval() -> timedelta:
        return project.upkeep_interval

    tracker, history = Tracker(device.id), History()
    reader = LogReader(api, device, tracker, reserve_full, upkeep_interval)
    assignments = Assignments(hass, entry, device.id)
    resolver = NameResolver(
        partial(describe_method, hass),
        assignments.find,
        partial(project.requests.find, device.id),
        Privacy(options.get(CONF_PRIVACY, Privacy.NAMES)),
    )
    details = LockDetails(
        api,
        device,
        resolver,
        upkeep_interval,
        partial(project.reserve, purpose=Purpose.ABOUT),
    )
    pictures = LockPictures(hass, entry, device, history)
    announcer = LockAnnouncer(
        hass,
        entry,
        get_device,
        resolver,
        pictures,
        clock=api.client.now,
        show=show,
    )
    delivery = LogDelivery(
        announcer,
        resolver,
        tracker,
        history,
        attempts=int(options.get(CONF_ATTEMPTS, DEFAULT_ATTEMPTS)),
        attempts_within=timedelta(
            minutes=options.get(CONF_ATTEMPTS_MINUTES, DEFAULT_ATTEMPTS_MINUTES)
        ),
    )
    hints = LockHints(project.reserve, reader.calls_of)
    polls = LogPolls(
        hass,
        poller,
        api.client,
        device,
        reader,
        hints,
        delivery.window,
        reserve=reserve_full,
        on_live_row=project.async_add_live_row,
    )
    listeners = HintListeners(hass, entry, device.id, polls.looks)
    store = LockStore(
        hass,
        entry.entry_id,
        device.id,
        history,
        {
            "reader": reader,
            "records": tracker,
            "delivery": delivery,
            "credentials": resolver.credentials,
            "hints": hints,
            "shadow": polls.watch,
        },
        retention=timedelta(days=options.get(CONF_RETENTION, DEFAULT_RETENTION_DAYS)),
        clock=api.client.now,
    )
    return LockParts(
        tracker,
        history,
        reader,
        assignments,
        resolver,
        details,
        pictures,
        announcer,
        delivery,
        polls,
        listeners,
        store,
    )
