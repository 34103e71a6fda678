"""The Tuya Door Lock integration."""

from datetime import datetime
from typing import Final

from homeassistant.const import Platform
from homeassistant.core import CoreState, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType

from .api.locks import TuyaLocks
from .clients import async_client
from .const import DOMAIN
from .coordinator import TuyaDoorLockConfigEntry, TuyaLockListCoordinator
from .frontend import async_add_card, async_remove_card, async_setup_frontend
from .helpers import devices_of_locks
from .issues import async_delete_issues
from .services import async_setup_services
from .stores import async_remove_stores, ledger_store
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
    """Set up the locks of a cloud project."""
    async_add_card(hass)
    locks = TuyaLocks(async_client(hass, entry))
    coordinator = TuyaLockListCoordinator(hass, entry, locks)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator

    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    _start_delivery(hass, entry)
    return True


def _start_delivery(hass: HomeAssistant, entry: TuyaDoorLockConfigEntry) -> None:
    """Hand on records from the moment on at which automations can see them."""
    if hass.state is CoreState.running:
        entry.runtime_data.async_start_delivery()
        return

    @callback
    def start(_now: datetime) -> None:
        entry.runtime_data.async_start_delivery()

    @callback
    def wait(_hass: HomeAssistant) -> None:
        entry.async_on_unload(async_call_later(hass, _SECONDS_FOR_AUTOMATIONS, start))

    entry.async_on_unload(async_at_started(hass, wait))


async def async_unload_entry(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry
) -> bool:
    """Unload the locks of a cloud project."""
    await entry.runtime_data.async_stop_delivery()
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry
) -> None:
    """Remove what was remembered of the locks and the calls."""
    async_remove_card(hass, entry)
    async_delete_issues(hass, entry)
    for lock_id in devices_of_locks(hass, entry.entry_id):
        await async_remove_stores(hass, entry.entry_id, lock_id)
    await ledger_store(hass, entry.entry_id).async_remove()
