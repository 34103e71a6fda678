"""Events of Tuya door locks: accesses, alarms and rings."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.event import (
    DoorbellEventType,
    EventDeviceClass,
    EventEntityDescription,
    EventExtraStoredData,
)
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import (
    AddConfigEntryEntitiesCallback,
    async_get_current_platform,
)

from .access_log.events import EVENT_LATE, LockEvent, Notice
from .api.records import LockAlarm, RecordKind, UnlockMethod
from .const import DOMAIN
from .coordinator import TuyaDoorLockConfigEntry
from .entity import (
    KEY_DOORBELL,
    TuyaRecordDescription,
    TuyaRecordEntity,
    async_add_entities_of_locks,
    has_bell,
)
from .kept_event import KeptEventEntity
from .lock_coordinator import TuyaLockCoordinator
from .people.matcher import PersonMatcher
from .people.privacy import anonymize_attributes
from .person_entities import PersonAccess, async_add_person_entities

# The coordinator polls; the entities only announce what it delivers.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class TuyaDoorLockEventDescription(TuyaRecordDescription, EventEntityDescription):
    """Describe an event entity and the records that it announces."""


ACCESS: Final = TuyaDoorLockEventDescription(
    key="access",
    translation_key="access",
    event_types=[*UnlockMethod, EVENT_LATE],
    kind=RecordKind.UNLOCK,
)
ALARM: Final = TuyaDoorLockEventDescription(
    key="alarm",
    translation_key="alarm",
    event_types=[*LockAlarm, *Notice, EVENT_LATE],
    kind=RecordKind.ALARM,
)
DOORBELL: Final = TuyaDoorLockEventDescription(
    key=KEY_DOORBELL,
    translation_key="doorbell",
    device_class=EventDeviceClass.DOORBELL,
    event_types=[DoorbellEventType.RING, EVENT_LATE],
    kind=RecordKind.DOORBELL,
)
DESCRIPTIONS: Final = (ACCESS, ALARM, DOORBELL)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the events of every lock; the doorbell's with its first ring."""
    platform = async_get_current_platform()

    async def async_add_doorbell(coordinator: TuyaLockCoordinator) -> None:
        await platform.async_add_entities([TuyaDoorLockEvent(coordinator, DOORBELL)])
        coordinator.async_release(RecordKind.DOORBELL)

    @callback
    def entities_of(coordinator: TuyaLockCoordinator) -> list[TuyaDoorLockEvent]:
        events = [
            TuyaDoorLockEvent(coordinator, ACCESS),
            TuyaDoorLockEvent(coordinator, ALARM),
        ]
        if has_bell(coordinator):
            return [*events, TuyaDoorLockEvent(coordinator, DOORBELL)]
        # Most locks have no bell, and Tuya does not say which ones do.
        coordinator.delivery.hold(
            RecordKind.DOORBELL,
            lambda: entry.async_create_task(
                hass, async_add_doorbell(coordinator), f"{DOMAIN} doorbell"
            ),
        )
        return events

    async_add_entities_of_locks(entry, async_add_entities, entities_of)
    async_add_person_entities(
        hass, entry, async_add_entities, PersonAccess, Platform.EVENT
    )


class TuyaDoorLockEvent(TuyaRecordEntity, KeptEventEntity):
    """Announces each record of a kind once."""

    entity_description: TuyaDoorLockEventDescription

    @override
    def _last_kept(self) -> tuple[LockEvent, dict[str, Any]] | None:
        last = self.coordinator.data.last.get(self.entity_description.kind)
        return None if last is None else (last, last.as_attributes())

    @override
    async def async_get_last_event_data(self) -> EventExtraStoredData | None:
        """Return the last event, redacted as the owner wants it now."""
        data = await super().async_get_last_event_data()
        if data is None or not data.last_event_attributes:
            return data
        return EventExtraStoredData(
            data.last_event_type,
            self.coordinator.resolver.redact_attributes(data.last_event_attributes),
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the records of this kind."""
        await super().async_added_to_hass()
        kind = self.entity_description.kind
        self.coordinator.announcer.event_entity_ids[kind] = self.entity_id
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, self.coordinator.announcer.event_signal, self._async_announce
            )
        )
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass,
                self.coordinator.announcer.forgotten_signal,
                self._async_forget,
            )
        )

    @override
    def _shown_data(self) -> tuple[object, ...]:
        """Return nothing: each event comes by itself."""
        return ()

    @callback
    def _async_forget(self, who: PersonMatcher) -> None:
        """Remove a person's name from the last event, without firing it again."""
        attributes = self.extra_restore_state_data.last_event_attributes
        if attributes and who.matches_attributes(attributes):
            # Home Assistant hands out the attributes that it shows and restores.
            attributes |= anonymize_attributes(attributes)
            self.async_write_ha_state()

    @callback
    def _async_announce(self, event: LockEvent) -> None:
        """Announce a record of this kind in a state write of its own."""
        if event.kind is self.entity_description.kind:
            self._trigger_event(event.event_type, event.as_attributes())
            self.async_write_ha_state()
