"""Base entity of the Tuya Door Lock integration."""

from collections.abc import Callable, Iterable
from typing import Any, override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .api.records import LockAlarm, RecordKind
from .const import DOMAIN
from .coordinator import TuyaDoorLockConfigEntry, TuyaLockCoordinator
from .entries import JournalEntry


@callback
def async_add_entities_of_locks(
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entities_of: Callable[[TuyaLockCoordinator], Iterable[TuyaDoorLockEntity]],
) -> None:
    """Add the entities of every lock, now and whenever a lock appears."""
    locks = entry.runtime_data
    known: set[str] = set()

    @callback
    def add_new() -> None:
        known.intersection_update(locks.data)
        new = sorted(locks.data.keys() - known)
        known.update(new)
        async_add_entities(
            entity for lock_id in new for entity in entities_of(locks.data[lock_id])
        )

    add_new()
    entry.async_on_unload(locks.async_add_listener(add_new))


def attributes_of(entry: JournalEntry) -> dict[str, Any]:
    """Return what an automation can read of a record."""
    attributes: dict[str, Any] = {
        "occurred_at": entry.occurred_at.isoformat(),
        "record_id": entry.record_id,
        "code": entry.code,
        "late": entry.late,
    }
    if entry.alarm is not None:
        attributes |= {"alarm": entry.alarm, "count": entry.count}
    if entry.kind is RecordKind.UNLOCK or entry.alarm is LockAlarm.DURESS:
        attributes |= {
            "method": entry.method,
            "slot": entry.slot,
            "credential": entry.credential,
        }
    elif entry.method is not None:
        attributes["method"] = entry.method
    if entry.kind is not RecordKind.DOORBELL:
        attributes |= {
            "user": entry.user,
            "participants": list(entry.participants),
        }
    if entry.duress_suspected:
        attributes["duress_suspected"] = True
    return attributes


class TuyaDoorLockEntity(CoordinatorEntity[TuyaLockCoordinator]):
    """An entity of a lock that lives on one part of its log."""

    _attr_has_entity_name = True

    def __init__(
        self,
        coordinator: TuyaLockCoordinator,
        description: EntityDescription,
        kind: RecordKind,
    ) -> None:
        """Initialize the entity of a lock."""
        super().__init__(coordinator)
        self.entity_description = description
        self.kind = kind
        self._shown: tuple[object, ...] = ()
        lock = coordinator.lock
        self._attr_unique_id = f"{lock.id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, lock.id)},
            manufacturer="Tuya",
            model=lock.model,
            model_id=lock.category,
            name=lock.name,
            sw_version=coordinator.firmware,
        )

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state only where something that it may show has changed.

        Every record updates all entities of the lock, and most show another part.
        """
        data = self.coordinator.data
        shown = (self.available, data.last.get(self.kind), data.duress)
        if shown != self._shown:
            self._shown = shown
            super()._handle_coordinator_update()

    @property
    @override
    def available(self) -> bool:
        """Return whether that part of the log can be read."""
        return super().available and self.kind in self.coordinator.data.told
