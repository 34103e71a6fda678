"""Events of Tuya door locks: accesses, alarms and rings."""

from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.event import (
    DoorbellEventType,
    EventDeviceClass,
    EventEntity,
    EventEntityDescription,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.records import LockAlarm, RecordKind, UnlockMethod
from .coordinator import TuyaDoorLockConfigEntry, TuyaLockCoordinator
from .entity import TuyaDoorLockEntity, async_add_entities_of_locks, attributes_of
from .entries import JournalEntry

# The coordinator does the talking; the entities only pass on what it found.
PARALLEL_UPDATES = 0

EVENT_LATE: Final = "late"
EVENT_REPEATED_ATTEMPTS: Final = "repeated_attempts"


@dataclass(frozen=True, kw_only=True)
class TuyaDoorLockEventDescription(EventEntityDescription):
    """Describe an event entity and the records that it announces."""

    kind: RecordKind


DESCRIPTIONS: Final = (
    TuyaDoorLockEventDescription(
        key="access",
        translation_key="access",
        event_types=[*UnlockMethod, EVENT_LATE],
        kind=RecordKind.UNLOCK,
    ),
    TuyaDoorLockEventDescription(
        key="alarm",
        translation_key="alarm",
        event_types=[*LockAlarm, EVENT_REPEATED_ATTEMPTS, EVENT_LATE],
        kind=RecordKind.ALARM,
    ),
    TuyaDoorLockEventDescription(
        key="doorbell",
        translation_key="doorbell",
        device_class=EventDeviceClass.DOORBELL,
        event_types=[DoorbellEventType.RING, EVENT_LATE],
        kind=RecordKind.DOORBELL,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the events of every lock."""
    async_add_entities_of_locks(
        entry,
        async_add_entities,
        lambda coordinator: (
            TuyaDoorLockEvent(coordinator, description) for description in DESCRIPTIONS
        ),
    )


class TuyaDoorLockEvent(TuyaDoorLockEntity, EventEntity):
    """Announces each record of a kind once."""

    def __init__(
        self,
        coordinator: TuyaLockCoordinator,
        description: TuyaDoorLockEventDescription,
    ) -> None:
        """Initialize the event entity of a lock."""
        super().__init__(coordinator, description, description.kind)
        if description.kind is RecordKind.DOORBELL:
            # Most locks have no bell. The first ring enables the entity.
            self._attr_entity_registry_enabled_default = coordinator.has_rung

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the records of this kind."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.async_subscribe(self.kind, self._async_announce)
        )

    @callback
    def _async_announce(self, entry: JournalEntry) -> None:
        """Announce a record in a state write of its own."""
        self._trigger_event(_event_type(entry), attributes_of(entry))
        self.async_write_ha_state()


def _event_type(entry: JournalEntry) -> str:
    """Return the type of an event; the past never acts as the present.

    A duress alarm is one however late: somebody may still need help.
    """
    if entry.late and entry.alarm is not LockAlarm.DURESS:
        return EVENT_LATE
    if entry.repeated_attempts:
        return EVENT_REPEATED_ATTEMPTS
    return entry.alarm or entry.method or DoorbellEventType.RING
