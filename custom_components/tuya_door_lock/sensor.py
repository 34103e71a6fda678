"""Sensors: a lock's last access and alarm, counts, battery; a project's calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    ATTR_ENTITY_PICTURE,
    PERCENTAGE,
    EntityCategory,
    Platform,
    UnitOfTime,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .access_log.events import LockEvent
from .api.devices import BatteryState, Device
from .api.records import LockAlarm, RecordKind, UnlockMethod
from .coordinator import TuyaDevicesCoordinator, TuyaDoorLockConfigEntry
from .count_sensors import COUNT_DESCRIPTIONS, TuyaCountSensor
from .entity import (
    TuyaDoorLockEntity,
    TuyaLockStatusDescription,
    TuyaLockStatusEntity,
    TuyaRecordDescription,
    TuyaRecordEntity,
    async_add_entities_later,
    async_add_entities_of_locks,
    has_bell,
    has_status,
    project_device_info,
)
from .helpers import unique_id
from .person_entities import PersonLastAccess, async_add_person_entities

# The coordinators poll; the entities only show their data.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class TuyaDoorLockSensorDescription(TuyaRecordDescription, SensorEntityDescription):
    """Describe a sensor and the record that it reads."""

    value_fn: Callable[[LockEvent], datetime | str | None]
    attributes_fn: Callable[[LockEvent], dict[str, Any] | None] = lambda _: None


@dataclass(frozen=True, kw_only=True)
class TuyaLockStatusSensorDescription(
    TuyaLockStatusDescription, SensorEntityDescription
):
    """Describe a sensor that shows a lock's state in the list of devices."""

    entity_category: EntityCategory | None = EntityCategory.DIAGNOSTIC
    value_fn: Callable[[Device], int | str | None]


@dataclass(frozen=True, kw_only=True)
class TuyaProjectSensorDescription(SensorEntityDescription):
    """Describe a sensor of a project and where its value comes from."""

    entity_category: EntityCategory | None = EntityCategory.DIAGNOSTIC
    value_fn: Callable[[TuyaDevicesCoordinator], float]


LAST_USER: Final = TuyaDoorLockSensorDescription(
    key="last_unlocked_by",
    translation_key="last_unlocked_by",
    kind=RecordKind.UNLOCK,
    value_fn=lambda event: event.user,
    attributes_fn=lambda event: {
        "person": event.person,
        "uncertain": event.uncertain,
        "method": event.method,
        "credential": event.credential,
        "occurred_at": event.occurred_at.isoformat(),
    },
)

# Each change of a sensor is a row in Activity, beside the sentence and the event: what
# these show is in attributes already, of the sensor above and of the events.
DESCRIPTIONS: Final = (
    TuyaDoorLockSensorDescription(
        key="last_unlock_method",
        translation_key="last_unlock_method",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.ENUM,
        kind=RecordKind.UNLOCK,
        options=list(UnlockMethod),
        value_fn=lambda event: event.method,
    ),
    TuyaDoorLockSensorDescription(
        key="last_unlock",
        translation_key="last_unlock",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.TIMESTAMP,
        kind=RecordKind.UNLOCK,
        value_fn=lambda event: event.occurred_at,
    ),
    TuyaDoorLockSensorDescription(
        key="last_credential",
        translation_key="last_credential",
        entity_registry_enabled_default=False,
        kind=RecordKind.UNLOCK,
        value_fn=lambda event: event.credential,
    ),
    TuyaDoorLockSensorDescription(
        key="last_alarm",
        translation_key="last_alarm",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.ENUM,
        kind=RecordKind.ALARM,
        options=list(LockAlarm),
        value_fn=lambda event: event.alarm,
        attributes_fn=lambda event: {"occurred_at": event.occurred_at.isoformat()},
    ),
    TuyaDoorLockSensorDescription(
        key="last_alarm_time",
        translation_key="last_alarm_time",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.TIMESTAMP,
        kind=RecordKind.ALARM,
        value_fn=lambda event: event.occurred_at,
    ),
)

LAST_RING: Final = TuyaDoorLockSensorDescription(
    key="last_ring",
    translation_key="last_ring",
    device_class=SensorDeviceClass.TIMESTAMP,
    kind=RecordKind.DOORBELL,
    value_fn=lambda event: event.occurred_at,
)

STATUS_DESCRIPTIONS: Final = (
    TuyaLockStatusSensorDescription(
        key="battery",
        device_class=SensorDeviceClass.BATTERY,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        exists_fn=lambda lock: lock.reports_battery,
        value_fn=lambda lock: lock.battery,
    ),
    TuyaLockStatusSensorDescription(
        key="battery_state",
        translation_key="battery_state",
        device_class=SensorDeviceClass.ENUM,
        options=list(BatteryState),
        exists_fn=lambda lock: lock.reports_battery_state,
        # It says less than the percent, where a lock reports both.
        is_enabled=lambda lock: not lock.reports_battery,
        value_fn=lambda lock: lock.battery_state,
    ),
)

LAST_HINT: Final = SensorEntityDescription(
    key="last_hint",
    translation_key="last_hint",
    device_class=SensorDeviceClass.TIMESTAMP,
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
)

LAST_READ: Final = SensorEntityDescription(
    key="last_read",
    translation_key="last_read",
    device_class=SensorDeviceClass.TIMESTAMP,
    entity_category=EntityCategory.DIAGNOSTIC,
    # Each poll changes it, and each change is a row in Activity.
    entity_registry_enabled_default=False,
)

PROJECT_DESCRIPTIONS: Final = (
    TuyaProjectSensorDescription(
        key="calls_this_month",
        translation_key="calls_this_month",
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda project: project.calls_spent,
    ),
    TuyaProjectSensorDescription(
        key="calls_left",
        translation_key="calls_left",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda project: project.calls_left,
    ),
    TuyaProjectSensorDescription(
        key="calls_allowed",
        translation_key="calls_allowed",
        value_fn=lambda project: project.quota.allowance,
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
        suggested_display_precision=0,
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
            TuyaLastUserSensor(coordinator, LAST_USER),
            TuyaLastHintSensor(coordinator, LAST_HINT),
            TuyaLastReadSensor(coordinator, LAST_READ),
            *(
                TuyaDoorLockSensor(coordinator, description)
                for description in DESCRIPTIONS
            ),
            *(
                TuyaCountSensor(coordinator, description)
                for description in COUNT_DESCRIPTIONS
            ),
        ),
    )
    async_add_entities_later(
        entry,
        async_add_entities,
        TuyaDoorLockSensor,
        [LAST_RING],
        lambda coordinator, _: has_bell(coordinator),
        lambda coordinator: coordinator.announcer.event_signal,
    )
    async_add_entities_later(
        entry, async_add_entities, TuyaLockStatusSensor, STATUS_DESCRIPTIONS, has_status
    )
    async_add_person_entities(
        hass, entry, async_add_entities, PersonLastAccess, Platform.SENSOR
    )
    async_add_entities(
        TuyaProjectSensor(entry.runtime_data.devices, description)
        for description in PROJECT_DESCRIPTIONS
    )


class TuyaDoorLockSensor(TuyaRecordEntity, SensorEntity):
    """Shows a part of the last record of a kind."""

    entity_description: TuyaDoorLockSensorDescription

    @property
    def event(self) -> LockEvent | None:
        """Return the event that the sensor shows a part of."""
        return self.coordinator.data.last.get(self.entity_description.kind)

    @property
    @override
    def native_value(self) -> datetime | str | None:
        """Return the value of the sensor."""
        event = self.event
        return None if event is None else self.entity_description.value_fn(event)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return what belongs to the value."""
        event = self.event
        return None if event is None else self.entity_description.attributes_fn(event)


class TuyaLastUserSensor(TuyaDoorLockSensor):
    """Shows who has opened the lock, as the person that the owner has named."""

    @property
    @override
    def entity_picture(self) -> str | None:
        """Return the picture of the person."""
        event = self.event
        if event is None or event.person is None:
            return None
        person = self.hass.states.get(event.person)
        return None if person is None else person.attributes.get(ATTR_ENTITY_PICTURE)


class TuyaLastReadSensor(TuyaDoorLockEntity, SensorEntity):
    """Shows when the lock's log was last read."""

    @override
    def _shown_data(self) -> tuple[object, ...]:
        """Return the time."""
        return (self.native_value,)

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return when it was read, also before a restart."""
        return self.coordinator.reader.read_at


class TuyaLastHintSensor(TuyaDoorLockEntity, SensorEntity):
    """Shows when something last said that the lock's log may have something new."""

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the hints: most of them come before the log is read."""
        await super().async_added_to_hass()
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, self.coordinator.looks.signal, self.async_write_ha_state
            )
        )

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return when the last hint came."""
        return self.coordinator.looks.last_hint


class TuyaLockStatusSensor(TuyaLockStatusEntity, SensorEntity):
    """Shows how full the battery of a lock is."""

    entity_description: TuyaLockStatusSensorDescription

    @property
    @override
    def native_value(self) -> int | str | None:
        """Return the value of the sensor."""
        return self.entity_description.value_fn(self.device)


class TuyaProjectSensor(CoordinatorEntity[TuyaDevicesCoordinator], SensorEntity):
    """Shows how many calls a project makes, and how often its locks are polled."""

    _attr_has_entity_name = True
    entity_description: TuyaProjectSensorDescription

    def __init__(
        self,
        coordinator: TuyaDevicesCoordinator,
        description: TuyaProjectSensorDescription,
    ) -> None:
        """Initialize the sensor of a project."""
        super().__init__(coordinator)
        self.entity_description = description
        entry = coordinator.config_entry
        self._attr_unique_id = unique_id(entry.entry_id, description.key)
        self._attr_device_info = project_device_info(entry)

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
