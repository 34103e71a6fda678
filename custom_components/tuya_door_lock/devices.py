"""Home Assistant's devices of the locks, and what is kept of each."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .access_log.history import History
from .access_log.store import LockStore
from .const import DOMAIN
from .pictures.fetcher import async_remove_pictures


def device_entry(
    hass: HomeAssistant, entry_id: str, lock_id: str
) -> dr.DeviceEntry | None:
    """Return the device of a lock, None before its entities have made it."""
    return dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, lock_id), entry_id
    )


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
