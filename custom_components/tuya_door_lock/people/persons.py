"""The persons of a project: the owner has added them, each is a config subentry.

The title of the subentry is the person's name. Its data are the credentials and members
that are the person's, of any lock, as "<lock id> <key>", for a person of Home Assistant
the lasting id of their entity, and whether the person has entities. A credential
belongs to one person.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
import unicodedata

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    TextSelector,
)

CONF_CREDENTIALS: Final = "credentials"
CONF_ENTITIES: Final = "entities"
CONF_PERSON: Final = "person"
PERSON_DOMAIN: Final = "person"
SUBENTRY_PERSON: Final = "person"

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


def persons_of(entry: ConfigEntry) -> list[ConfigSubentry]:
    """Return the persons of a project."""
    return list(entry.get_subentries_of_type(SUBENTRY_PERSON))


def assignee_of(hass: HomeAssistant, person: ConfigSubentry) -> Assignee:
    """Return a person as an assignee, by name alone if Home Assistant has lost them."""
    stored = person.data.get(CONF_PERSON)
    return Assignee(
        person.title, stored and er.async_resolve_entity_id(er.async_get(hass), stored)
    )


def is_readable(name: str) -> bool:
    """Return whether a name is one line that can be read, and not too long."""
    return len(name) <= _LONGEST_NAME and not _UNREADABLE.intersection(
        map(unicodedata.category, name)
    )


def assignee_from_form(
    hass: HomeAssistant, form: Mapping[str, Any]
) -> tuple[Assignee | None, dict[str, str]]:
    """Return the assignee that a form names, None without one, and errors by field.

    The form's fields are CONF_PERSON, an entity ID, and CONF_NAME; each may be missing.
    """
    name = form.get(CONF_NAME, "").strip()
    if not is_readable(name):
        return None, {CONF_NAME: "invalid_name"}
    if (entity_id := form.get(CONF_PERSON)) is not None:
        state = hass.states.get(entity_id)
        return Assignee(state.name if state else entity_id, entity_id), {}
    return Assignee(name) if name else None, {}


def find_person(
    hass: HomeAssistant, entry: ConfigEntry, who: Assignee
) -> ConfigSubentry | None:
    """Return the person with the entity of an assignee, else the one with the name."""
    found = {person.subentry_id: person for person in persons_of(entry)}
    for person in found.values():
        if who.person and assignee_of(hass, person).person == who.person:
            return person
    for person in found.values():
        # Of two persons of Home Assistant with one name, each is another.
        is_other = who.person and assignee_of(hass, person).person
        if not is_other and person.title.casefold() == who.name.casefold():
            return person
    return None


def person_data(
    hass: HomeAssistant, who: Assignee, credentials: Iterable[str]
) -> dict[str, Any]:
    """Return CONF_CREDENTIALS, a list of keys, and CONF_PERSON where there is one."""
    data: dict[str, Any] = {CONF_CREDENTIALS: list(credentials)}
    if who.person is not None:
        entity = er.async_get(hass).async_get(who.person)
        data[CONF_PERSON] = entity.id if entity else who.person
    return data


@callback
def async_give(
    hass: HomeAssistant, entry: ConfigEntry, who: Assignee, credentials: Iterable[str]
) -> None:
    """Give credentials to a person, who is added if there is none yet."""
    person = find_person(hass, entry, who)
    theirs = dict.fromkeys(person.data[CONF_CREDENTIALS] if person else ())
    theirs |= dict.fromkeys(credentials)
    async_unassign(hass, entry, theirs, but_from=person)
    data = person_data(hass, who, theirs)
    if person is None:
        hass.config_entries.async_add_subentry(
            entry,
            ConfigSubentry(
                data=MappingProxyType(data),
                subentry_type=SUBENTRY_PERSON,
                title=who.name,
                unique_id=data.get(CONF_PERSON),
            ),
        )
    else:
        hass.config_entries.async_update_subentry(
            entry,
            person,
            data={**person.data, **data},
            unique_id=data.get(CONF_PERSON, person.unique_id),
        )


@callback
def async_unassign(
    hass: HomeAssistant,
    entry: ConfigEntry,
    credentials: Collection[str],
    *,
    but_from: ConfigSubentry | None = None,
) -> None:
    """Unassign credentials from all persons but one."""
    for person in persons_of(entry):
        held = person.data[CONF_CREDENTIALS]
        left = [each for each in held if each not in credentials]
        if left != held and person is not but_from:
            hass.config_entries.async_update_subentry(
                entry, person, data={**person.data, CONF_CREDENTIALS: left}
            )


@callback
def person_called(hass: HomeAssistant, name: str | None) -> Assignee | None:
    """Return the only person of Home Assistant with a name."""
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
    """Return the person of Home Assistant who is a user."""
    if user_id is None:
        return None
    for state in hass.states.async_all(PERSON_DOMAIN):
        if state.attributes.get("user_id") == user_id:
            return Assignee(state.name, state.entity_id)
    return None
