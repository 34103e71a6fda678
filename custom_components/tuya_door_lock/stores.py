"""What is remembered over a restart, and where."""

from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN
from .pictures.fetcher import async_remove_pictures

_STORAGE_VERSION: Final = 1


def journal_store(
    hass: HomeAssistant, entry_id: str, lock_id: str
) -> Store[dict[str, Any]]:
    """Return the place where the journal of a lock is kept."""
    return Store(
        hass,
        _STORAGE_VERSION,
        f"{DOMAIN}.{entry_id}.{lock_id}",
        private=True,
        atomic_writes=True,
    )


def history_store(
    hass: HomeAssistant, entry_id: str, lock_id: str
) -> Store[dict[str, Any]]:
    """Return the place where the records of a lock are kept."""
    return Store(
        hass,
        _STORAGE_VERSION,
        f"{DOMAIN}.{entry_id}.{lock_id}.history",
        private=True,
        atomic_writes=True,
        serialize_in_event_loop=False,
    )


async def async_remove_stores(hass: HomeAssistant, entry_id: str, lock_id: str) -> None:
    """Remove what was remembered of a lock."""
    await journal_store(hass, entry_id, lock_id).async_remove()
    await history_store(hass, entry_id, lock_id).async_remove()
    await async_remove_pictures(hass, entry_id, lock_id)


def ledger_store(hass: HomeAssistant, entry_id: str) -> Store[dict[str, Any]]:
    """Return the place where the calls of a project are counted."""
    return Store(
        hass,
        _STORAGE_VERSION,
        f"{DOMAIN}.{entry_id}",
        private=True,
        atomic_writes=True,
    )
