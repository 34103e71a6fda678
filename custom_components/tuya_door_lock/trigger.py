"""Triggers of automations: who opened a door, and what a lock raised an alarm for.

All that depends on Home Assistant's young trigger interface is here.
"""

from abc import abstractmethod
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Final, override

import voluptuous as vol

from homeassistant.components.event import ATTR_EVENT_TYPE, DOMAIN as EVENT_DOMAIN
from homeassistant.const import ATTR_ENTITY_ID, CONF_METHOD, CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
    TriggerConfig,
)
from homeassistant.helpers.typing import ConfigType

from .access_log.events import Notice
from .api.records import LockAlarm, UnlockMethod
from .const import DOMAIN
from .errors import async_message
from .people.persons import CONF_PERSON, PERSON_DOMAIN

CONF_ALARM: Final = "alarm"
CONF_TIMING: Final = "timing"
CONF_USER: Final = "user"


class Timing(StrEnum):
    """How soon after it has happened a record is reported."""

    LIVE = "live"
    LATE = "late"
    BOTH = "both"


# Who clears the offline passwords opens no door.
UNLOCKS: Final = tuple(
    method
    for method in UnlockMethod
    if method not in {UnlockMethod.OFFLINE_CLEAR, UnlockMethod.OFFLINE_CLEAR_SINGLE}
)
# Duress has a trigger of its own: what makes a noise must not happen to include it.
ALARMS: Final = (
    *(alarm for alarm in LockAlarm if alarm is not LockAlarm.DURESS),
    *Notice,
)

_TIMING_SCHEMA: Final = {
    vol.Optional(CONF_TIMING, default=Timing.LIVE): vol.Coerce(Timing),
}


class _RecordTrigger(StatelessEntityTriggerBase):
    """Triggers for records that an event entity of a lock announces."""

    _domain_specs = {EVENT_DOMAIN: DomainSpec()}
    _event: ClassVar[str]
    """The translation key of the event entity."""

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Refuse to wait for what the chosen entity never reports."""
        config = await super().async_validate_config(hass, config)
        registry = er.async_get(hass)
        for entity_id in config[CONF_TARGET].get(ATTR_ENTITY_ID, ()):
            entity = registry.async_get(entity_id)
            if entity and entity.platform == DOMAIN and not cls._is_wanted(entity):
                wrong_entity = ServiceValidationError(
                    translation_domain=DOMAIN,
                    translation_key="wrong_entity",
                    translation_placeholders={"entity": entity_id},
                )
                raise vol.Invalid(await async_message(hass, wrong_entity))
        return config

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Initialize the trigger."""
        super().__init__(hass, config)
        self._timing = self._options.get(CONF_TIMING, Timing.BOTH)

    @classmethod
    def _is_wanted(cls, entity: er.RegistryEntry) -> bool:
        """Return whether an entity announces the records of this trigger."""
        return entity.platform == DOMAIN and entity.translation_key == cls._event

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the one entity that is meant of each lock in the target."""
        registry = er.async_get(self._hass)
        return {
            entity_id
            for entity_id in super().entity_filter(entities)
            if (entity := registry.async_get(entity_id)) and self._is_wanted(entity)
        }

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the record is one that is waited for."""
        timing = Timing.LATE if state.attributes.get("late") else Timing.LIVE
        return self._timing in (timing, Timing.BOTH) and self._matches(state.attributes)

    @abstractmethod
    def _matches(self, record: Mapping[str, Any]) -> bool:
        """Return whether a record is of the chosen kinds."""


class UnlockedTrigger(_RecordTrigger):
    """Triggers when a person has opened a door."""

    _event = "access"
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS, default={}): {
                vol.Optional(CONF_METHOD, default=[]): vol.All(
                    cv.ensure_list, [vol.In(UNLOCKS)]
                ),
                vol.Optional(CONF_USER, default=[]): vol.All(
                    cv.ensure_list, [cv.string]
                ),
                vol.Optional(CONF_PERSON, default=[]): cv.entities_domain(
                    PERSON_DOMAIN
                ),
                **_TIMING_SCHEMA,
            },
        }
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Initialize the trigger."""
        super().__init__(hass, config)
        self._methods = self._options[CONF_METHOD] or UNLOCKS
        self._users = {name.strip().casefold() for name in self._options[CONF_USER]}
        self._persons = set(self._options[CONF_PERSON])

    @override
    def _matches(self, record: Mapping[str, Any]) -> bool:
        if record.get("method") not in self._methods:
            return False
        if not self._users and not self._persons:
            return True
        names = (record.get("user"), *record.get("participants", ()))
        return record.get("person") in self._persons or not self._users.isdisjoint(
            name.casefold() for name in names if name
        )


class AlarmTrigger(_RecordTrigger):
    """Triggers when a lock has raised an alarm."""

    _event = "alarm"
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS): {
                vol.Required(CONF_ALARM): vol.All(
                    cv.ensure_list, vol.Length(min=1), [vol.In(ALARMS)]
                ),
                **_TIMING_SCHEMA,
            },
        }
    )

    @override
    def _matches(self, record: Mapping[str, Any]) -> bool:
        alarm = record.get("notice") or record.get("alarm")
        return alarm in self._options[CONF_ALARM]


class DuressTrigger(_RecordTrigger):
    """Triggers when a person was forced to open a door, however long ago."""

    _event = "alarm"

    @override
    def _matches(self, record: Mapping[str, Any]) -> bool:
        return record.get(ATTR_EVENT_TYPE) == LockAlarm.DURESS


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "alarm": AlarmTrigger,
    "duress": DuressTrigger,
    "unlocked": UnlockedTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers of door locks."""
    return TRIGGERS
