"""Unique ids of entities, devices of locks, and texts of selectors."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.translation import async_get_translations

from .api.devices import Device
from .const import DOMAIN


def unique_id(owner_id: str, key: str) -> str:
    """Return the unique id of an entity of a lock, or of a project (its entry's id)."""
    return f"{owner_id}_{key}"


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


def shown_name(hass: HomeAssistant, entry_id: str, lock: Device) -> str:
    """Return the name that a lock has in Home Assistant, where its owner may rename it."""
    entry = device_entry(hass, entry_id, lock.id)
    return (entry and entry.name_by_user) or lock.name


@callback
def async_update_device_entry(
    hass: HomeAssistant, entry_id: str, device: Device, firmware: str | None
) -> None:
    """Give a lock's device the name that the lock has in the app, and its firmware."""
    if entry := device_entry(hass, entry_id, device.id):
        dr.async_get(hass).async_update_device(
            entry.id, name=device.name, sw_version=firmware
        )


async def async_selector_texts(hass: HomeAssistant, name: str) -> dict[str, str]:
    """Return the texts of a selector's options, in the language of Home Assistant."""
    texts = await async_get_translations(
        hass, hass.config.language, "selector", [DOMAIN]
    )
    prefix = f"component.{DOMAIN}.selector.{name}.options."
    return {
        key.removeprefix(prefix): text
        for key, text in texts.items()
        if key.startswith(prefix)
    }
