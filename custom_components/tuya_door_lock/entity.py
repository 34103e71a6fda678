"""Base entity of the Tuya Door Lock integration."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, override

from homeassistant.const import Platform
from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .api.devices import Device
from .api.records import RecordKind
from .const import DOMAIN
from .coordinator import TuyaDevicesCoordinator, TuyaDoorLockConfigEntry
from .helpers import unique_id
from .lock_coordinator import TuyaLockCoordinator

KEY_DOORBELL: Final = "doorbell"


@callback
def async_add_entities_of_locks(
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entities_of: Callable[[TuyaLockCoordinator], Iterable[Entity]],
) -> None:
    """Add the entities of every lock, now and whenever a lock appears."""
    locks = entry.runtime_data.locks
    known: set[str] = set()

    @callback
    def add_new() -> None:
        known.intersection_update(locks)
        new = sorted(locks.keys() - known)
        known.update(new)
        async_add_entities(
            entity for lock_id in new for entity in entities_of(locks[lock_id])
        )

    add_new()
    entry.async_on_unload(entry.runtime_data.devices.async_add_listener(add_new))


@callback
def async_add_entities_later[DescriptionT: EntityDescription](
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entity: Callable[[TuyaLockCoordinator, DescriptionT], Entity],
    descriptions: Iterable[DescriptionT],
    exists_fn: Callable[[TuyaLockCoordinator, DescriptionT], bool],
    signal_of: Callable[[TuyaLockCoordinator], str] | None = None,
) -> None:
    """Add an entity of every lock for each description, as soon as it exists.

    That is checked at a signal of the lock, or without one at each list of devices.
    """

    @callback
    def entities_of(lock: TuyaLockCoordinator) -> list[Entity]:
        missing = list(descriptions)

        @callback
        def existing() -> list[Entity]:
            found = [each for each in missing if exists_fn(lock, each)]
            missing[:] = [each for each in missing if each not in found]
            return [entity(lock, each) for each in found]

        @callback
        def add_existing(*_: object) -> None:
            if entities := existing():
                async_add_entities(entities)

        entities = existing()
        if missing:
            # A listener of the lock's coordinator would let it poll, even for a
            # disabled device.
            entry.async_on_unload(
                async_dispatcher_connect(lock.hass, signal_of(lock), add_existing)
                if signal_of
                else entry.runtime_data.devices.async_add_listener(add_existing)
            )
        return entities

    async_add_entities_of_locks(entry, async_add_entities, entities_of)


def is_registered(lock: TuyaLockCoordinator, platform: Platform, key: str) -> bool:
    """Return whether a lock has had an entity before."""
    registry = er.async_get(lock.hass)
    entity_id = registry.async_get_entity_id(
        platform, DOMAIN, unique_id(lock.device.id, key)
    )
    return entity_id is not None


def has_bell(lock: TuyaLockCoordinator) -> bool:
    """Return whether a lock has ever rung: Tuya does not say which ones have a bell."""
    return lock.delivery.data.has_rung or is_registered(
        lock, Platform.EVENT, KEY_DOORBELL
    )


@dataclass(frozen=True, kw_only=True)
class TuyaLockStatusDescription(EntityDescription):
    """Describe an entity that shows a lock's state in the list of devices."""

    exists_fn: Callable[[Device], bool]
    is_enabled: Callable[[Device], bool] = lambda _: True


def has_status(
    lock: TuyaLockCoordinator, description: TuyaLockStatusDescription
) -> bool:
    """Return whether a lock has a state in the list of devices."""
    return description.exists_fn(lock.device)


def project_device_info(entry: TuyaDoorLockConfigEntry) -> DeviceInfo:
    """Return what the device registry shows of a project."""
    return DeviceInfo(
        entry_type=dr.DeviceEntryType.SERVICE,
        identifiers={(DOMAIN, entry.entry_id)},
        manufacturer="Tuya",
        name=entry.title,
    )


def _device_info(coordinator: TuyaLockCoordinator) -> DeviceInfo:
    device = coordinator.device
    entry = coordinator.config_entry
    project = dr.async_get(coordinator.hass).async_get_or_create(
        config_entry_id=entry.entry_id, **project_device_info(entry)
    )
    return DeviceInfo(
        identifiers={(DOMAIN, device.id)},
        manufacturer="Tuya",
        model=device.model,
        model_id=device.category,
        name=device.name,
        sw_version=coordinator.details.firmware,
        via_device_id=project.id,
    )


class TuyaDoorLockEntity(CoordinatorEntity[TuyaLockCoordinator]):
    """An entity of a lock; what it shows or does needs no answer of the cloud."""

    _attr_has_entity_name = True

    def __init__(
        self, coordinator: TuyaLockCoordinator, description: EntityDescription
    ) -> None:
        """Initialize the entity of a lock."""
        super().__init__(coordinator)
        self.entity_description = description
        self._shown: tuple[object, ...] = ()
        self._attr_unique_id = unique_id(coordinator.device.id, description.key)
        self._attr_device_info = _device_info(coordinator)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state only where something that it may show has changed.

        Every record updates all entities of the lock, and most show another part.
        """
        shown = (self.available, *self._shown_data())
        if shown != self._shown:
            self._shown = shown
            super()._handle_coordinator_update()

    def _shown_data(self) -> tuple[object, ...]:
        """Return what the entity may show of the coordinator's data."""
        return ()

    @property
    @override
    def available(self) -> bool:
        """Return True: what it shows stays valid during an outage."""
        return True


@dataclass(frozen=True, kw_only=True)
class TuyaRecordDescription(EntityDescription):
    """Describe an entity that shows records of a kind."""

    kind: RecordKind


class TuyaRecordEntity(TuyaDoorLockEntity):
    """An entity that shows one kind of record of a lock, such as its accesses."""

    entity_description: TuyaRecordDescription

    @override
    def _shown_data(self) -> tuple[object, ...]:
        """Return the last record of that kind."""
        return (self.coordinator.data.last.get(self.entity_description.kind),)

    @property
    @override
    def available(self) -> bool:
        """Return whether records of that kind can be read."""
        return self.coordinator.last_update_success and self.is_readable

    @property
    def is_readable(self) -> bool:
        """Return whether the lock has a log that shows records of that kind."""
        return self.entity_description.kind in self.coordinator.data.readable_kinds


class TuyaLockStatusEntity(CoordinatorEntity[TuyaDevicesCoordinator]):
    """An entity that shows a lock's state in the hourly list of devices.

    Locks sleep, and the list keeps what they reported before: it stays available while
    a lock cannot be reached.
    """

    _attr_has_entity_name = True

    def __init__(
        self, lock: TuyaLockCoordinator, description: TuyaLockStatusDescription
    ) -> None:
        """Initialize the entity of a lock."""
        super().__init__(lock.config_entry.runtime_data.devices)
        self.entity_description = description
        self._lock = lock
        self._attr_entity_registry_enabled_default = description.is_enabled(self.device)
        self._attr_unique_id = unique_id(self.device.id, description.key)
        self._attr_device_info = _device_info(lock)

    @property
    @override
    def available(self) -> bool:
        """Return False where Tuya denies the lock: what it showed last may be outdated."""
        return (
            super().available
            and self._lock.device.id not in self.coordinator.listed.denied_since
        )

    @property
    def device(self) -> Device:
        """Return the lock as the last list shows it."""
        return self._lock.device
