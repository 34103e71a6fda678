"""Diagnostics: how the locks are read, and nothing of the people who open them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from .api.data_centers import data_center_of
from .const import (
    CONF_ACCESS_ID,
    CONF_ACCESS_SECRET,
    CONF_BASE_URL,
    CONF_HINT_ENTITIES,
    CONF_IGNORED_LOCKS,
    CONF_MESSAGE_URL,
    CUSTOM_DATA_CENTER,
)
from .coordinator import TuyaDevicesCoordinator, TuyaDoorLockConfigEntry
from .issues import recent_faults
from .lock_coordinator import TuyaLockCoordinator

# The address of another server than Tuya's may name who runs it.
_TO_REDACT: Final = {
    CONF_ACCESS_ID,
    CONF_ACCESS_SECRET,
    CONF_BASE_URL,
    CONF_HINT_ENTITIES,
    CONF_IGNORED_LOCKS,
    CONF_MESSAGE_URL,
}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry
) -> dict[str, Any]:
    """Return what is known of a project, also of one that cannot be set up.

    The keys are those of `_diagnostics`; names, ids, addresses and keys are redacted.
    """
    return _diagnostics(hass, entry)


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Return the same with one lock alone."""
    return _diagnostics(hass, entry, {lock_id for _, lock_id in device.identifiers})


def _diagnostics(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    only: set[str] | None = None,
) -> dict[str, Any]:
    loaded = entry.runtime_data if entry.state is ConfigEntryState.LOADED else None
    locks: Mapping[str, TuyaLockCoordinator] = loaded.locks if loaded else {}
    denied_since = loaded.devices.listed.denied_since if loaded else {}
    # A number in the place of each id, the same in every part.
    numbers = {lock_id: number for number, lock_id in enumerate(sorted(locks), 1)}
    return {
        "entry": {
            "state": entry.state.value,
            "reason": entry.reason,
            "data_center": data_center_of(entry.data[CONF_BASE_URL])
            or CUSTOM_DATA_CENTER,
            "data": async_redact_data(dict(entry.data), _TO_REDACT),
            "options": async_redact_data(dict(entry.options), _TO_REDACT),
        },
        "list": loaded and _list(loaded.devices),
        "calls": loaded and _calls(loaded.devices),
        "messages": loaded and loaded.messages and loaded.messages.diagnostics(),
        "locks": [
            {"lock": number, **_lock(locks[lock_id], denied_since.get(lock_id))}
            for lock_id, number in numbers.items()
            if only is None or lock_id in only
        ],
        "errors": [
            {
                "lock": fault.lock_id and numbers.get(fault.lock_id),
                "error": fault.error,
                "first_at": fault.first_at.isoformat(),
                "last_at": fault.last_at.isoformat(),
                "count": fault.count,
            }
            for fault in recent_faults(hass, entry)
            if only is None or fault.lock_id is None or fault.lock_id in only
        ],
    }


def _list(project: TuyaDevicesCoordinator) -> dict[str, Any]:
    return {
        "available": project.last_update_success,
        "locks": len(project.listed.devices),
        "followed": len(project.locks),
    }


def _calls(project: TuyaDevicesCoordinator) -> dict[str, Any]:
    return {
        "this_month": project.calls_by_kind,
        "spent": project.calls_spent,
        "left": project.calls_left,
        "projected": project.plan.projected,
        "interval": project.plan.interval.total_seconds(),
    }


def _lock(
    coordinator: TuyaLockCoordinator, denied_since: datetime | None
) -> dict[str, Any]:
    device = coordinator.device
    interval = coordinator.update_interval
    source = coordinator.reader.source
    return {
        "model": device.model,
        "category": device.category,
        "product_id": device.product_id,
        "online": device.online,
        "status_codes": sorted(device.codes),
        "firmware": coordinator.details.firmware,
        "available": coordinator.last_update_success,
        "denied_since": denied_since and denied_since.isoformat(),
        "readable": sorted(coordinator.data.readable_kinds),
        "interval": interval and interval.total_seconds(),
        "source": source and source.as_list(),
        "is_confirmed": source and source.is_confirmed,
        "positions": {
            stream: position.read_at.isoformat()
            for stream, position in coordinator.tracker.positions.items()
        },
        "known": len(coordinator.tracker),
        "kept": len(coordinator.history),
        "credentials": len(coordinator.resolver.credentials),
        "named": len(coordinator.assignments.by_key),
        "pending": len(coordinator.delivery),
        "cut_off": coordinator.reader.cut_off,
        "shadow": coordinator.polls.diagnostics(coordinator.api.client.now()),
        "hints": coordinator.hints.diagnostics(coordinator.looks.now),
        "tuya_integration": coordinator.listeners.tuya.case.value,
        "rows": coordinator.api.recent_rows(device.id),
    }
