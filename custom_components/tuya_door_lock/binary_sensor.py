"""Binary sensors of Tuya door locks: the duress alarm."""

from typing import Any, Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.records import RecordKind
from .coordinator import TuyaDoorLockConfigEntry
from .entity import TuyaDoorLockEntity, async_add_entities_of_locks, attributes_of

# The coordinator does the talking; the entities only read what it found.
PARALLEL_UPDATES = 0

DURESS: Final = BinarySensorEntityDescription(
    key="duress",
    translation_key="duress",
    device_class=BinarySensorDeviceClass.SAFETY,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the duress sensor of every lock."""
    async_add_entities_of_locks(
        entry,
        async_add_entities,
        lambda coordinator: [
            TuyaDoorLockDuressSensor(coordinator, DURESS, RecordKind.ALARM)
        ],
    )


class TuyaDoorLockDuressSensor(TuyaDoorLockEntity, BinarySensorEntity):
    """On from a duress alarm until somebody acknowledges it."""

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
        return None if duress is None else attributes_of(duress)
