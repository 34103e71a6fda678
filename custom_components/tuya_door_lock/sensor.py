"""Sensors of Tuya door locks: the last access and the last alarm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.records import LockAlarm, RecordKind, UnlockMethod
from .coordinator import TuyaDoorLockConfigEntry, TuyaLockCoordinator
from .entity import TuyaDoorLockEntity, async_add_entities_of_locks
from .journal import JournalEntry

# The coordinator does the talking; the entities only read what it found.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class TuyaDoorLockSensorDescription(SensorEntityDescription):
    """Describe a sensor and the record that it reads."""

    kind: RecordKind
    value_fn: Callable[[JournalEntry], datetime | str | None]


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


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of every lock."""
    async_add_entities_of_locks(
        entry,
        async_add_entities,
        lambda coordinator: (
            TuyaDoorLockSensor(coordinator, description) for description in DESCRIPTIONS
        ),
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
