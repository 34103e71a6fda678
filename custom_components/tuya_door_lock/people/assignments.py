"""To whom the owner has assigned the credentials and members of a lock."""

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

ASSIGNEE_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_PERSON): EntitySelector(
            EntitySelectorConfig(domain=PERSON_DOMAIN)
        ),
        vol.Optional(CONF_NAME): TextSelector(),
    }
)
"""Asks who a person is; where both are filled in, the person counts."""

_LONGEST_NAME: Final = 100
# Control characters, halves of characters, and ends of lines.
_UNREADABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Assignee:
    """To whom a credential or a member is assigned."""

    name: str
    person: str | None = None
    """The entity of a person of Home Assistant."""


@dataclass(frozen=True, slots=True)
class Assignments:
    """The assignments of one lock, which the options of its entry hold."""

    hass: HomeAssistant
    entry: ConfigEntry
    lock_id: str

    @property
    def by_key(self) -> Mapping[str, Mapping[str, str]]:
        """Return what is stored for each credential or member that is assigned.

        A person is stored by the lasting id of their entity, anybody else by a name.
        """
        stored: Mapping[str, Mapping[str, str]] = self.entry.options.get(
            CONF_PEOPLE, {}
        ).get(self.lock_id, {})
        return stored

    def find(self, keys: Iterable[str]) -> Assignee | None:
        """Return the assignee of the first key that has one."""
        stored = self.by_key
        for key in keys:
            if (assignee := self._assignee(stored.get(key, {}))) is not None:
                return assignee
        return None

    def suggested_values(self, key: str, user: str | None) -> dict[str, str]:
        """Return what a form holds at first for a credential of Tuya's user."""
        assignee = self.find([key])
        if assignee is None and key not in self.by_key:
            assignee = _person_called(self.hass, user)
        if assignee is None:
            return {}
        if assignee.person is not None:
            return {CONF_PERSON: assignee.person}
        return {CONF_NAME: assignee.name}

    @callback
    def async_assign_from_form(
        self, key: str, form: Mapping[str, str], *, was_empty: bool
    ) -> dict[str, str]:
        """Assign a credential or member as a form says; returns errors by field.

        A form that has been emptied takes the assignment away. One that `was_empty`
        from the start, and has not been filled in, changes nothing: the person may be
        missing for the moment.
        """
        name = form.get(CONF_NAME, "").strip()
        if len(name) > _LONGEST_NAME or _UNREADABLE.intersection(
            map(unicodedata.category, name)
        ):
            return {CONF_NAME: "invalid_name"}
        person = form.get(CONF_PERSON)
        if name or person or not was_empty:
            self.async_assign(key, name, person)
        return {}

    @callback
    def async_assign(self, key: str, name: str | None, person: str | None) -> None:
        """Assign a key to a person (an entity id), or to a name; else to nobody."""
        stored = dict(self.by_key)
        stored.pop(key, None)
        if person:
            entity = er.async_get(self.hass).async_get(person)
            stored[key] = {CONF_PERSON: entity.id if entity else person}
        elif name:
            stored[key] = {CONF_NAME: name}
        self._async_save(stored)

    @callback
    def async_remove_all(self) -> None:
        """Drop the assignments of a lock that is removed."""
        if self.by_key:
            self._async_save({})

    @callback
    def _async_save(self, stored: Mapping[str, Mapping[str, str]]) -> None:
        of_locks = {**self.entry.options.get(CONF_PEOPLE, {}), self.lock_id: stored}
        if not stored:
            del of_locks[self.lock_id]
        self.hass.config_entries.async_update_entry(
            self.entry, options={**self.entry.options, CONF_PEOPLE: of_locks}
        )

    def _assignee(self, stored: Mapping[str, str]) -> Assignee | None:
        if (person := stored.get(CONF_PERSON)) is None:
            return Assignee(stored[CONF_NAME]) if CONF_NAME in stored else None
        entity_id = er.async_resolve_entity_id(er.async_get(self.hass), person)
        state = self.hass.states.get(entity_id) if entity_id else None
        return Assignee(state.name, state.entity_id) if state else None


@callback
def _person_called(hass: HomeAssistant, name: str | None) -> Assignee | None:
    """Return the only person with a name."""
    if name is None:
        return None
    found = [
        Assignee(state.name, state.entity_id)
        for state in hass.states.async_all(PERSON_DOMAIN)
        if state.name.casefold() == name.casefold()
    ]
    return found[0] if len(found) == 1 else None


@callback
def person_of_user(hass: HomeAssistant, user_id: str | None) -> Assignee | None:
    """Return the person who is a user of Home Assistant."""
    if user_id is None:
        return None
    for state in hass.states.async_all(PERSON_DOMAIN):
        if state.attributes.get("user_id") == user_id:
            return Assignee(state.name, state.entity_id)
    return None
