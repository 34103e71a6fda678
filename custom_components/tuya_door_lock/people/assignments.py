"""Who the owner says that a credential belongs to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
import unicodedata

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    TextSelector,
)

from ..const import CONF_PEOPLE

CONF_PERSON: Final = "person"
PERSON_DOMAIN: Final = "person"

OWNER_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_PERSON): EntitySelector(
            EntitySelectorConfig(domain=PERSON_DOMAIN)
        ),
        vol.Optional(CONF_NAME): TextSelector(),
    }
)
"""What a form asks for to learn who somebody is; a person comes before a name."""

_LONGEST_NAME: Final = 100
# Control characters, halves of characters, and ends of lines.
_UNREADABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody whom a credential belongs to."""

    name: str
    person: str | None = None
    """The entity of a person of Home Assistant's."""


@dataclass(frozen=True, slots=True)
class People:
    """The names that the options of an entry hold for the credentials of a lock."""

    hass: HomeAssistant
    entry: ConfigEntry
    lock_id: str

    @property
    def named(self) -> Mapping[str, Mapping[str, str]]:
        """Return name or person by credential."""
        named: Mapping[str, Mapping[str, str]] = self.entry.options.get(
            CONF_PEOPLE, {}
        ).get(self.lock_id, {})
        return named

    def owner(self, keys: Iterable[str]) -> Owner | None:
        """Return who is named for the first of some credentials that has a name."""
        named = self.named
        for key in keys:
            if (owner := self._owner(named.get(key, {}))) is not None:
                return owner
        return None

    def suggested(self, key: str, user: str | None) -> dict[str, str]:
        """Return what a form holds at first for a credential of a user of Tuya's."""
        if (owner := self.owner([key])) is None:
            owner = _person_called(self.hass, user)
        if owner is None:
            return {}
        return {CONF_PERSON: owner.person} if owner.person else {CONF_NAME: owner.name}

    @callback
    def async_take(self, key: str, form: Mapping[str, str]) -> dict[str, str]:
        """Let a credential belong to whom a form names; returns what is wrong."""
        name = form.get(CONF_NAME, "").strip()
        if len(name) > _LONGEST_NAME or _UNREADABLE.intersection(
            map(unicodedata.category, name)
        ):
            return {CONF_NAME: "invalid_name"}
        self.async_name(key, name, form.get(CONF_PERSON))
        return {}

    @callback
    def async_name(self, key: str, name: str | None, person: str | None) -> None:
        """Let a credential belong to a person or a name; to nobody without both.

        `person` is an entity id. It is kept as the entity's lasting id.
        """
        named = dict(self.named)
        named.pop(key, None)
        if person:
            entity = er.async_get(self.hass).async_get(person)
            named[key] = {CONF_PERSON: entity.id if entity else person}
        elif name:
            named[key] = {CONF_NAME: name}
        self._async_save(named)

    @callback
    def async_forget(self) -> None:
        """Drop the names of a lock that is removed."""
        if self.named:
            self._async_save({})

    @callback
    def _async_save(self, named: Mapping[str, Mapping[str, str]]) -> None:
        people = {**self.entry.options.get(CONF_PEOPLE, {}), self.lock_id: named}
        if not named:
            del people[self.lock_id]
        self.hass.config_entries.async_update_entry(
            self.entry, options={**self.entry.options, CONF_PEOPLE: people}
        )

    def _owner(self, named: Mapping[str, str]) -> Owner | None:
        if (person := named.get(CONF_PERSON)) is None:
            return Owner(named[CONF_NAME]) if CONF_NAME in named else None
        entity_id = er.async_resolve_entity_id(er.async_get(self.hass), person)
        state = self.hass.states.get(entity_id) if entity_id else None
        return Owner(state.name, state.entity_id) if state else None


@callback
def _person_called(hass: HomeAssistant, name: str | None) -> Owner | None:
    """Return the only person with a name."""
    found = [
        Owner(state.name, state.entity_id)
        for state in hass.states.async_all(PERSON_DOMAIN)
        if name is not None and state.name.casefold() == name.casefold()
    ]
    return found[0] if len(found) == 1 else None


@callback
def person_of_user(hass: HomeAssistant, user_id: str | None) -> Owner | None:
    """Return the person who is a user of Home Assistant's."""
    for state in hass.states.async_all(PERSON_DOMAIN):
        if user_id is not None and state.attributes.get("user_id") == user_id:
            return Owner(state.name, state.entity_id)
    return None
