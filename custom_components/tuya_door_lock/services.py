"""Actions of the Tuya Door Lock integration."""

import asyncio
from typing import Final

import voluptuous as vol

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, device_registry as dr

from .const import DOMAIN
from .coordinator import TuyaDoorLockConfigEntry, TuyaLockCoordinator

SERVICE_REFRESH: Final = "refresh"
ATTR_DELAY: Final = "delay"
ATTR_RETRIES: Final = "retries"

# A row is in Tuya's log some seconds after the door has opened, or some more.
_RETRY_DELAYS: Final = (10.0, 30.0, 60.0)

_REFRESH_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(ATTR_DELAY, default=0): vol.All(
            vol.Coerce(float), vol.Range(min=0, max=60)
        ),
        vol.Optional(ATTR_RETRIES, default=0): vol.All(
            vol.Coerce(int), vol.Range(min=0, max=len(_RETRY_DELAYS))
        ),
    }
)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN, SERVICE_REFRESH, _async_refresh, schema=_REFRESH_SCHEMA
    )


async def _async_refresh(call: ServiceCall) -> None:
    """Look into the logs of some locks, and again if nothing new has come."""
    delays = (call.data[ATTR_DELAY], *_RETRY_DELAYS[: call.data[ATTR_RETRIES]])
    locks = [
        _lock(call.hass, device_id)
        for device_id in dict.fromkeys(call.data[ATTR_DEVICE_ID])
    ]
    await asyncio.gather(*(lock.async_look(delays) for lock in locks))


@callback
def _lock(hass: HomeAssistant, device_id: str) -> TuyaLockCoordinator:
    """Return the coordinator of the lock that a device is."""
    device = dr.async_get(hass).async_get(device_id)
    entry: TuyaDoorLockConfigEntry
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        for domain, lock_id in device.identifiers if device else ():
            if domain == DOMAIN and lock_id in entry.runtime_data.data:
                return entry.runtime_data.data[lock_id]
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="not_a_lock",
        translation_placeholders={"device": (device and device.name) or device_id},
    )
