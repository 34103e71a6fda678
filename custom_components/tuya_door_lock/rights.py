"""Which locks a user may read or control, by actions, card, media and pictures alike."""

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.http import KEY_HASS_USER, current_request
from homeassistant.components.websocket_api import current_connection
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import UnknownUser
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .const import DOMAIN
from .coordinator import TuyaDoorLockConfigEntry
from .errors import not_a_lock, not_allowed
from .helpers import unique_id
from .lock_coordinator import TuyaLockCoordinator


@callback
def async_current_user() -> User | None:
    """Return who has sent the websocket command or the request that is handled now.

    None is Home Assistant itself, such as an automation.
    """
    if (connection := current_connection.get()) is not None:
        return connection.user
    if (request := current_request.get()) is not None:
        user: User | None = request.get(KEY_HASS_USER)
        return user
    return None


@callback
def async_get_locks(
    hass: HomeAssistant, user: User | None, policy: str = POLICY_READ
) -> dict[str, TuyaLockCoordinator]:
    """Return the locks that a user may read or control, by their devices' ids.

    `policy` is one of Home Assistant's, POLICY_READ or POLICY_CONTROL. Without a user
    it is Home Assistant itself who asks, and may do everything.
    """
    entries: list[TuyaDoorLockConfigEntry]
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    return {
        device.id: lock
        for entry in entries
        for lock in entry.runtime_data.locks.values()
        if (device := lock.device_entry) is not None
        and _is_allowed(hass, user, lock, policy)
    }


async def async_get_locks_of_call(
    hass: HomeAssistant, context: Context, device_ids: list[str], policy: str
) -> dict[str, TuyaLockCoordinator]:
    """Return the locks of an action's devices, by device id, in their order.

    Raises ServiceValidationError where a device is no lock, Unauthorized where who has
    called the action may not do it with all of them.
    """
    user: User | None = None
    if context.user_id is not None:
        user = await hass.auth.async_get_user(context.user_id)
        if user is None:
            raise UnknownUser(context=context, permission=policy)
    locks = async_get_locks(hass, None)
    for device_id in device_ids:
        if (lock := locks.get(device_id)) is None:
            device = dr.async_get(hass).async_get(device_id)
            raise not_a_lock((device and device.name) or device_id)
        if not _is_allowed(hass, user, lock, policy):
            raise not_allowed(context, policy)
    return {device_id: locks[device_id] for device_id in device_ids}


def _is_allowed(
    hass: HomeAssistant, user: User | None, lock: TuyaLockCoordinator, policy: str
) -> bool:
    """Return whether a user has a right to the entity that announces the accesses."""
    if user is None:
        return True
    entity_id = er.async_get(hass).async_get_entity_id(
        Platform.EVENT, DOMAIN, unique_id(lock.device.id, "access")
    )
    return entity_id is not None and user.permissions.check_entity(entity_id, policy)
