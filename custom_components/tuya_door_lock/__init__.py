"""The Tuya Door Lock integration."""

import asyncio
from datetime import datetime
from typing import Final

from homeassistant.const import Platform
from homeassistant.core import CoreState, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType

from .access_log.store import TuyaStore
from .api.locks import TuyaLocks
from .clients import async_client
from .const import CONF_MESSAGE_SERVICE, DOMAIN, MESSAGES_OFF
from .coordinator import (
    TuyaDevicesCoordinator,
    TuyaDoorLockConfigEntry,
    TuyaRuntimeData,
)
from .first_polls import async_poll_first
from .followed_locks import async_delete_kept
from .frontend import async_add_card, async_remove_card, async_setup_frontend
from .helpers import device_entries
from .issues import async_delete_issues
from .people.assignments import Assignments
from .people.unlock_requests import UnlockRequests
from .person_changes import async_follow_persons
from .polling.hint_sources.message_listener import MessageListener
from .services import async_setup_services
from .views import async_setup_views
from .websocket_api import async_setup_websocket

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS: Final = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.SENSOR,
]

# Automations attach their triggers on the same event that says that Home Assistant
# has started: what happened while it was off waits until they have.
_SECONDS_FOR_AUTOMATIONS: Final = 5


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up the actions and what the card needs."""
    async_setup_services(hass)
    async_setup_websocket(hass)
    async_setup_views(hass)
    await async_setup_frontend(hass)
    return True


async def async_setup_entry(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry
) -> bool:
    """Set up the locks of a cloud project.

    Once locks are known, what is kept of them is there also while Tuya is not.
    """
    async_add_card(hass)
    api = TuyaLocks(async_client(hass, entry))
    requests = UnlockRequests(hass)
    devices = TuyaDevicesCoordinator(hass, entry, api, requests)
    locks = devices.locks
    entry.runtime_data = runtime = TuyaRuntimeData(devices)
    entry.async_on_unload(requests.async_listen())
    async_follow_persons(hass, entry)
    await devices.async_load()
    if devices.data:
        await asyncio.gather(
            devices.async_refresh(),
            async_poll_first(hass, locks, devices.last_polls, devices.reserve),
        )
    else:
        await devices.async_config_entry_first_refresh()

    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    _start_delivery(hass, entry)
    runtime.messages = messages = _message_listener(hass, entry)
    if messages is not None:
        messages.async_start()
    locks.async_start_hints(messages)
    return True


def _message_listener(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry
) -> MessageListener | None:
    """Return what listens to Tuya's Message Service, where the owner wants it."""
    if entry.options.get(CONF_MESSAGE_SERVICE, MESSAGES_OFF) == MESSAGES_OFF:
        return None
    runtime = entry.runtime_data
    return MessageListener(
        hass,
        entry,
        lambda: {lock_id: lock.looks for lock_id, lock in runtime.locks.items()},
        runtime.devices.client.now,
    )


def _start_delivery(hass: HomeAssistant, entry: TuyaDoorLockConfigEntry) -> None:
    """Deliver records from the moment on at which automations can see them."""
    locks = entry.runtime_data.locks
    if hass.state is CoreState.running:
        locks.async_start_delivery()
        return

    @callback
    def start(_now: datetime) -> None:
        locks.async_start_delivery()

    @callback
    def wait(_hass: HomeAssistant) -> None:
        entry.async_on_unload(async_call_later(hass, _SECONDS_FOR_AUTOMATIONS, start))

    entry.async_on_unload(async_at_started(hass, wait))


async def async_unload_entry(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry
) -> bool:
    """Unload the locks of a cloud project."""
    locks = entry.runtime_data.locks
    # A poll that ends meanwhile must not fire an event that no entity receives.
    locks.async_stop_delivery()
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        locks.async_start_delivery()
        return False
    await locks.async_save()
    return True


async def async_remove_entry(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry
) -> None:
    """Remove what was kept of the locks and the calls."""
    async_remove_card(hass, entry)
    async_delete_issues(hass, entry)
    for lock_id in device_entries(hass, entry.entry_id):
        await async_delete_kept(hass, entry, lock_id)
    await TuyaStore(hass, entry.entry_id).async_remove()


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry, device: dr.DeviceEntry
) -> bool:
    """Let the owner remove a lock that Tuya denies, and what is kept of it."""
    devices = entry.runtime_data.devices
    denied = [
        lock_id
        for _, lock_id in device.identifiers
        if lock_id in devices.listed.denied_since
    ]
    for lock_id in denied:
        devices.listed.forget(lock_id)
        await devices.locks.async_forget(lock_id)
        Assignments(hass, entry, lock_id).async_remove_all()
    return bool(denied)
