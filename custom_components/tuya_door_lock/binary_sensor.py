"""Binary sensors of Tuya door locks: the duress alarm, and whether one is online."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.records import RecordKind
from .coordinator import TuyaDoorLockConfigEntry
from .entity import (
    TuyaLockStatusDescription,
    TuyaLockStatusEntity,
    TuyaRecordDescription,
    TuyaRecordEntity,
    async_add_entities_later,
    async_add_entities_of_locks,
    has_status,
)

# The coordinators poll; the entities only show their data.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class TuyaRecordBinarySensorDescription(
    TuyaRecordDescription, BinarySensorEntityDescription
):
    """Describe a binary sensor of records of a kind."""


DURESS: Final = TuyaRecordBinarySensorDescription(
    key="duress",
    translation_key="duress",
    device_class=BinarySensorDeviceClass.SAFETY,
    kind=RecordKind.ALARM,
)


@dataclass(frozen=True, kw_only=True)
class TuyaLockStatusBinarySensorDescription(
    TuyaLockStatusDescription, BinarySensorEntityDescription
):
    """Describe a binary sensor that shows a lock's state in the list of devices."""


CONNECTIVITY: Final = TuyaLockStatusBinarySensorDescription(
    key="connectivity",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
    # A lock that sleeps is offline: it says little, and changes often.
    is_enabled=lambda _: False,
    exists_fn=lambda lock: lock.online is not None,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors of every lock."""
    async_add_entities_of_locks(
        entry,
        async_add_entities,
        lambda coordinator: [TuyaDoorLockDuressSensor(coordinator, DURESS)],
    )
    async_add_entities_later(
        entry,
        async_add_entities,
        TuyaLockConnectivitySensor,
        [CONNECTIVITY],
        has_status,
    )


class TuyaDoorLockDuressSensor(TuyaRecordEntity, BinarySensorEntity):
    """On from a duress alarm until a person acknowledges it."""

    entity_description: TuyaRecordBinarySensorDescription

    @override
    def _shown_data(self) -> tuple[object, ...]:
        """Return the alarm."""
        return (self.coordinator.data.duress,)

    @property
    @override
    def available(self) -> bool:
        """Return True where an alarm is known, whatever the cloud says now."""
        return self.is_on or super().available

    @property
    @override
    def is_on(self) -> bool:
        """Return whether there is a duress alarm that nobody acknowledged."""
        return self.coordinator.data.duress is not None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return who was forced, and when: other alarms may have come since."""
        duress = self.coordinator.data.duress
        return None if duress is None else duress.as_attributes()


class TuyaLockConnectivitySensor(TuyaLockStatusEntity, BinarySensorEntity):
    """On while the cloud can reach the lock."""

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the lock was online at the last look."""
        return self.device.online
