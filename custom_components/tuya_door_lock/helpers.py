"""Finding the locks that run, and what names their entities."""

from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .coordinator import TuyaDoorLockConfigEntry, TuyaLockCoordinator


def unique_id(lock_id: str, key: str) -> str:
    """Return the unique id of an entity of a lock, or of a project."""
    return f"{lock_id}_{key}"


@callback
def loaded_locks(hass: HomeAssistant) -> list[TuyaLockCoordinator]:
    """Return the locks of all projects that are set up."""
    entries: list[TuyaDoorLockConfigEntry]
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    return [lock for entry in entries for lock in entry.runtime_data.locks.values()]
