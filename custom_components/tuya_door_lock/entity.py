"""Base entity of the Tuya Door Lock integration."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .api.locks import Device
from .api.records import RecordKind
from .const import DOMAIN
from .coordinator import TuyaDoorLockConfigEntry, TuyaLockListCoordinator
from .lock_coordinator import TuyaLockCoordinator


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


@dataclass(frozen=True, kw_only=True)
class TuyaLockStatusDescription(EntityDescription):
    """Describe an entity that shows a part of what the list tells of a lock."""

    is_told: Callable[[Device], bool]
    is_enabled: Callable[[Device], bool] = lambda _: True


@callback
def async_add_status_entities[DescriptionT: TuyaLockStatusDescription](
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entity: Callable[[TuyaLockCoordinator, DescriptionT], TuyaLockStatusEntity],
    descriptions: Iterable[DescriptionT],
) -> None:
    """Add an entity for all that is told of a lock, as soon as it is."""
    locks = entry.runtime_data
    known: set[tuple[str, str]] = set()

    @callback
    def add_new() -> None:
        there = {
            (lock_id, description.key): (coordinator, description)
            for lock_id, coordinator in locks.data.items()
            for description in descriptions
        }
        known.intersection_update(there)
        new = {
            key: (coordinator, description)
            for key, (coordinator, description) in there.items()
            if key not in known and description.is_told(coordinator.lock)
        }
        known.update(new)
        async_add_entities(entity(*each) for each in new.values())

    add_new()
    entry.async_on_unload(locks.async_add_listener(add_new))


def _device_info(coordinator: TuyaLockCoordinator) -> DeviceInfo:
    lock = coordinator.lock
    return DeviceInfo(
        identifiers={(DOMAIN, lock.id)},
        manufacturer="Tuya",
        model=lock.model,
        model_id=lock.category,
        name=lock.name,
        sw_version=coordinator.firmware,
    )


class TuyaDoorLockEntity(CoordinatorEntity[TuyaLockCoordinator]):
    """An entity of a lock that lives on one part of its log."""

    _attr_has_entity_name = True

    def __init__(
        self,
        coordinator: TuyaLockCoordinator,
        description: EntityDescription,
        kind: RecordKind | None = None,
    ) -> None:
        """Initialize the entity of a lock; without a kind it shows nothing of it."""
        super().__init__(coordinator)
        self.entity_description = description
        self.kind = kind
        self._shown: tuple[object, ...] = ()
        self._attr_unique_id = f"{coordinator.lock.id}_{description.key}"
        self._attr_device_info = _device_info(coordinator)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state only where something that it may show has changed.

        Every record updates all entities of the lock, and most show another part.
        """
        data = self.coordinator.data
        shown = (
            self.available,
            self.kind and data.last.get(self.kind),
            data.duress if self.kind is RecordKind.ALARM else None,
        )
        if shown != self._shown:
            self._shown = shown
            super()._handle_coordinator_update()

    @property
    @override
    def available(self) -> bool:
        """Return whether that part of the log can be read."""
        return super().available and self.kind in self.coordinator.data.told


class TuyaLockStatusEntity(CoordinatorEntity[TuyaLockListCoordinator]):
    """An entity of a lock that shows what the hourly list tells.

    Locks sleep, and the list keeps what they told before: that a lock cannot be
    reached makes nothing of this unavailable.
    """

    _attr_has_entity_name = True

    def __init__(
        self, lock: TuyaLockCoordinator, description: TuyaLockStatusDescription
    ) -> None:
        """Initialize the entity of a lock."""
        super().__init__(lock.config_entry.runtime_data)
        self.entity_description = description
        self._lock = lock
        self._attr_entity_registry_enabled_default = description.is_enabled(self.lock)
        self._attr_unique_id = f"{self.lock.id}_{description.key}"
        self._attr_device_info = _device_info(lock)

    @property
    def lock(self) -> Device:
        """Return the lock as the last list tells it."""
        return self._lock.lock
