"""Entities of a person: the last access, and an event for each access.

These entities belong to the person's subentry and to no device: a person is no lock.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigSubentry,
)
from homeassistant.const import (
    ATTR_DEVICE_ID,
    ATTR_ENTITY_PICTURE,
    CONF_METHOD,
    Platform,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .access_log.events import EVENT_LATE, LockEvent
from .access_log.history import Predicate
from .api.records import RecordKind, UnlockMethod
from .const import CONF_PRIVACY, EVENT_RECORD, LIVE_WINDOW, SIGNAL_HISTORY_CHANGED
from .coordinator import TuyaDoorLockConfigEntry
from .kept_event import KeptEventEntity
from .lock_coordinator import TuyaLockCoordinator
from .people.persons import CONF_ENTITIES, assignee_of, persons_of
from .people.privacy import Privacy

ATTR_LOCK: Final = "lock"
_CREDENTIAL: Final = "credential"


class PersonEntity(Entity):
    """An entity of a person."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, entry: TuyaDoorLockConfigEntry, person: ConfigSubentry) -> None:
        """Initialize the entity; a person who is renamed gets another one."""
        self._entry = entry
        self._person = person
        self._name = person.title
        self._attr_unique_id = f"{person.subentry_id}_{self.translation_key}"
        self._attr_translation_placeholders = {"person": person.title}

    @property
    @override
    def entity_picture(self) -> str | None:
        """Return the picture of the person."""
        entity_id = assignee_of(self.hass, self._person).person
        state = self.hass.states.get(entity_id) if entity_id else None
        return state.attributes.get(ATTR_ENTITY_PICTURE) if state else None

    def accesses_at(self, lock: TuyaLockCoordinator) -> Predicate:
        """Return a condition: is an event of a lock an access of the person?"""
        who = lock.person(self._name)
        return lambda event: event.kind is RecordKind.UNLOCK and who.matches(event)

    def last_access(self) -> tuple[TuyaLockCoordinator, LockEvent] | None:
        """Return the last access of the person that is kept, and where it was.

        One of a clock that is ahead would hide all others.
        """
        until = dt_util.utcnow() + LIVE_WINDOW
        return max(
            (
                (lock, events[-1])
                for lock in self._entry.runtime_data.locks.values()
                for events in lock.history.find(self.accesses_at(lock), None, until)
                if events
            ),
            key=lambda found: found[1].occurred_at,
            default=None,
        )

    @callback
    def _async_listen(
        self, handler: Callable[[TuyaLockCoordinator, LockEvent], None]
    ) -> None:
        """Call a handler for each access of the person, once the lock has fired it."""

        @callback
        def record_fired(event: Event[dict[str, Any]]) -> None:
            for lock in self._entry.runtime_data.locks.values():
                device = lock.device_entry
                if device is None or device.id != event.data[ATTR_DEVICE_ID]:
                    continue
                record = lock.history.get(event.data["record_id"])
                if record is not None and self.accesses_at(lock)(record):
                    handler(lock, record)

        self.async_on_remove(self.hass.bus.async_listen(EVENT_RECORD, record_fired))


class PersonLastAccess(PersonEntity, SensorEntity):
    """Shows when a person has last opened a lock, of all that is kept."""

    _attr_device_class = SensorDeviceClass.TIMESTAMP
    _attr_translation_key = "person_last_access"

    @override
    async def async_added_to_hass(self) -> None:
        """Show what is kept, and follow what comes and goes."""
        await super().async_added_to_hass()
        self._async_listen(self._async_update)
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, SIGNAL_HISTORY_CHANGED, self._async_update
            )
        )
        self._find()

    @callback
    def _async_update(self, *_: object) -> None:
        """Find it anew: a record has come, or some have changed."""
        self._find()
        self.async_write_ha_state()

    def _find(self) -> None:
        """Find the last access."""
        self._attr_native_value = None
        self._attr_extra_state_attributes = {}
        if (last := self.last_access()) is not None:
            lock, record = last
            self._attr_native_value = record.occurred_at
            self._attr_extra_state_attributes = {
                ATTR_LOCK: lock.shown_name,
                CONF_METHOD: record.method,
                _CREDENTIAL: record.credential,
            }


class PersonAccess(PersonEntity, KeptEventEntity):
    """Announces each access of a person, at whichever lock."""

    _attr_event_types = [*UnlockMethod, EVENT_LATE]
    _attr_translation_key = "person_access"

    @override
    def _last_kept(self) -> tuple[LockEvent, dict[str, Any]] | None:
        if (last := self.last_access()) is None:
            return None
        lock, record = last
        return record, _attributes(lock, record)

    @override
    def _is_valid(self, attributes: Mapping[str, Any]) -> bool:
        """Return whether the record of an event is kept, and the person's still."""
        return any(
            (record := lock.history.get(attributes.get("record_id", ""))) is not None
            and self.accesses_at(lock)(record)
            for lock in self._entry.runtime_data.locks.values()
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the locks."""
        await super().async_added_to_hass()
        self._async_listen(self._async_announce)

    @callback
    def _async_announce(self, lock: TuyaLockCoordinator, record: LockEvent) -> None:
        self._trigger_event(record.event_type, _attributes(lock, record))
        self.async_write_ha_state()


def _attributes(lock: TuyaLockCoordinator, record: LockEvent) -> dict[str, Any]:
    """Return what the event of a person shows of an access."""
    return {ATTR_LOCK: lock.shown_name, **record.as_attributes()}


@callback
def async_add_person_entities(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    make: type[PersonLastAccess | PersonAccess],
    platform: Platform,
) -> None:
    """Add an entity for each person who is to have one, now and whenever that changes."""
    added: dict[str, tuple[object, PersonEntity]] = {}

    def wanted() -> dict[str, ConfigSubentry]:
        if entry.options.get(CONF_PRIVACY, Privacy.NAMES) != Privacy.NAMES:
            return {}
        return {
            person.subentry_id: person
            for person in persons_of(entry)
            if person.data.get(CONF_ENTITIES)
        }

    @callback
    def update() -> None:
        persons = wanted()
        _async_remove_others(hass, entry, platform, persons)
        for subentry_id in added.keys() - persons.keys():
            del added[subentry_id]
        for subentry_id, person in persons.items():
            who = person.title, assignee_of(hass, person)
            old = added.get(subentry_id)
            if old is not None and old[0] == who:
                continue
            new = make(entry, person)
            added[subentry_id] = who, new
            if old is None:
                async_add_entities([new], config_subentry_id=subentry_id)
            else:
                entry.async_create_task(hass, replace(old[1], new, subentry_id))

    async def replace(old: PersonEntity, new: PersonEntity, subentry_id: str) -> None:
        """Replace an entity by one of another name."""
        await old.async_remove()
        if subentry_id in entry.subentries:
            async_add_entities([new], config_subentry_id=subentry_id)

    @callback
    def entry_changed(_change: ConfigEntryChange, changed: ConfigEntry) -> None:
        if changed is entry:
            update()

    update()
    entry.async_on_unload(
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed)
    )


@callback
def _async_remove_others(
    hass: HomeAssistant,
    entry: ConfigEntry,
    platform: Platform,
    persons: Iterable[str],
) -> None:
    """Remove the entities of those who are to have none any more."""
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        if (
            entity.domain == platform
            and entity.config_subentry_id is not None
            and entity.config_subentry_id not in persons
        ):
            registry.async_remove(entity.entity_id)
