"""Sensors: the last access and alarm of a lock, and the calls of a project."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .api.records import LockAlarm, RecordKind, UnlockMethod
from .const import DOMAIN
from .coordinator import (
    TuyaDoorLockConfigEntry,
    TuyaLockCoordinator,
    TuyaLockListCoordinator,
)
from .entity import TuyaDoorLockEntity, async_add_entities_of_locks
from .entries import JournalEntry

# The coordinator does the talking; the entities only read what it found.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class TuyaDoorLockSensorDescription(SensorEntityDescription):
    """Describe a sensor and the record that it reads."""

    kind: RecordKind
    value_fn: Callable[[JournalEntry], datetime | str | None]


@dataclass(frozen=True, kw_only=True)
class TuyaProjectSensorDescription(SensorEntityDescription):
    """Describe a sensor of a project and where its value comes from."""

    entity_category: EntityCategory | None = EntityCategory.DIAGNOSTIC
    value_fn: Callable[[TuyaLockListCoordinator], float]


DESCRIPTIONS: Final = (
    TuyaDoorLockSensorDescription(
        key="last_unlock_method",
        translation_key="last_unlock_method",
        device_class=SensorDeviceClass.ENUM,
        kind=RecordKind.UNLOCK,
        options=list(UnlockMethod),
        value_fn=lambda entry: entry.method,
    ),
    TuyaDoorLockSensorDescription(
        key="last_unlocked_by",
        translation_key="last_unlocked_by",
        kind=RecordKind.UNLOCK,
        value_fn=lambda entry: entry.user,
    ),
    TuyaDoorLockSensorDescription(
        key="last_unlock",
        translation_key="last_unlock",
        device_class=SensorDeviceClass.TIMESTAMP,
        kind=RecordKind.UNLOCK,
        value_fn=lambda entry: entry.occurred_at,
    ),
    TuyaDoorLockSensorDescription(
        key="last_credential",
        translation_key="last_credential",
        kind=RecordKind.UNLOCK,
        value_fn=lambda entry: entry.credential,
    ),
    TuyaDoorLockSensorDescription(
        key="last_alarm",
        translation_key="last_alarm",
        device_class=SensorDeviceClass.ENUM,
        kind=RecordKind.ALARM,
        options=list(LockAlarm),
        value_fn=lambda entry: entry.alarm,
    ),
    TuyaDoorLockSensorDescription(
        key="last_alarm_time",
        translation_key="last_alarm_time",
        device_class=SensorDeviceClass.TIMESTAMP,
        kind=RecordKind.ALARM,
        value_fn=lambda entry: entry.occurred_at,
    ),
)

PROJECT_DESCRIPTIONS: Final = (
    TuyaProjectSensorDescription(
        key="calls_this_month",
        translation_key="calls_this_month",
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda project: project.ledger.spent,
    ),
    TuyaProjectSensorDescription(
        key="projected_calls",
        translation_key="projected_calls",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda project: project.plan.projected,
    ),
    TuyaProjectSensorDescription(
        key="polling_interval",
        translation_key="polling_interval",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda project: project.plan.interval.total_seconds(),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of every lock, and those of the project."""
    async_add_entities_of_locks(
        entry,
        async_add_entities,
        lambda coordinator: (
            TuyaDoorLockSensor(coordinator, description) for description in DESCRIPTIONS
        ),
    )
    async_add_entities(
        TuyaProjectSensor(entry.runtime_data, description)
        for description in PROJECT_DESCRIPTIONS
    )


class TuyaDoorLockSensor(TuyaDoorLockEntity, SensorEntity):
    """Shows a part of the last record of a kind."""

    entity_description: TuyaDoorLockSensorDescription

    def __init__(
        self,
        coordinator: TuyaLockCoordinator,
        description: TuyaDoorLockSensorDescription,
    ) -> None:
        """Initialize the sensor of a lock."""
        super().__init__(coordinator, description, description.kind)

    @property
    @override
    def native_value(self) -> datetime | str | None:
        """Return the value of the sensor."""
        entry = self.coordinator.data.last.get(self.kind)
        return None if entry is None else self.entity_description.value_fn(entry)


class TuyaProjectSensor(CoordinatorEntity[TuyaLockListCoordinator], SensorEntity):
    """Shows how many calls a project makes, and how often its locks are polled."""

    _attr_has_entity_name = True
    entity_description: TuyaProjectSensorDescription

    def __init__(
        self,
        coordinator: TuyaLockListCoordinator,
        description: TuyaProjectSensorDescription,
    ) -> None:
        """Initialize the sensor of a project."""
        super().__init__(coordinator)
        self.entity_description = description
        entry = coordinator.config_entry
        self._attr_unique_id = f"{entry.entry_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            entry_type=DeviceEntryType.SERVICE,
            identifiers={(DOMAIN, entry.entry_id)},
            manufacturer="Tuya",
            name=entry.title,
        )

    @property
    @override
    def available(self) -> bool:
        """Return True: it is counted here, whether or not the cloud answers."""
        return True

    @property
    @override
    def native_value(self) -> float:
        """Return the value of the sensor."""
        return self.entity_description.value_fn(self.coordinator)
