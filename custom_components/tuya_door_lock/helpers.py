"""The devices of the locks."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .const import DOMAIN


def devices_of_locks(hass: HomeAssistant, entry_id: str) -> dict[str, dr.DeviceEntry]:
    """Return the devices of the locks, by lock: not the one of the project."""
    return {
        lock_id: device
        for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry_id)
        for _, lock_id in device.identifiers
        if lock_id != entry_id
    }


def device_of_lock(
    hass: HomeAssistant, entry_id: str, lock_id: str
) -> dr.DeviceEntry | None:
    """Return the device of a lock, None before its entities have made it."""
    return dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, lock_id), entry_id
    )
