"""The persons to whom the credentials and members of a lock belong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant, callback

from .persons import (
    CONF_CREDENTIALS,
    CONF_PERSON,
    Assignee,
    assignee_from_form,
    assignee_of,
    async_give,
    async_unassign,
    person_called,
    persons_of,
)


@dataclass(frozen=True, slots=True)
class Assignments:
    """What belongs to whom at one lock, as the persons of its project say."""

    hass: HomeAssistant
    entry: ConfigEntry
    lock_id: str

    @property
    def by_key(self) -> dict[str, ConfigSubentry]:
        """Return the persons by the keys of their credentials and members."""
        prefix = self.stored("")
        return {
            each.removeprefix(prefix): person
            for person in persons_of(self.entry)
            for each in person.data[CONF_CREDENTIALS]
            if each.startswith(prefix)
        }

    def stored(self, key: str) -> str:
        """Return the key as a person's data store it, with the id of the lock."""
        return f"{self.lock_id} {key}"

    def find(self, keys: Iterable[str]) -> Assignee | None:
        """Return the assignee of the first key that has one."""
        by_key = self.by_key
        for key in keys:
            if (person := by_key.get(key)) is not None:
                return assignee_of(self.hass, person)
        return None

    def suggested_values(self, key: str, user: str | None) -> dict[str, str]:
        """Return CONF_PERSON or CONF_NAME, as a form shows at first, or nothing.

        `user` is Tuya's name for the credential with that key.
        """
        assignee = self.find([key]) or person_called(self.hass, user)
        if assignee is None:
            return {}
        if assignee.person is not None:
            return {CONF_PERSON: assignee.person}
        return {CONF_NAME: assignee.name}

    @callback
    def async_assign_from_form(
        self, key: str, form: Mapping[str, str], *, was_empty: bool
    ) -> dict[str, str]:
        """Assign a credential or member as a form says; returns error keys by field.

        An emptied form removes the assignment. A form that `was_empty` from the start
        and still is changes nothing.
        """
        who, errors = assignee_from_form(self.hass, form)
        if not errors and (who or not was_empty):
            self.async_assign(key, who)
        return errors

    @callback
    def async_assign(self, key: str, who: Assignee | None) -> None:
        """Assign a credential or member; None removes the assignment."""
        if who is None:
            async_unassign(self.hass, self.entry, [self.stored(key)])
        else:
            async_give(self.hass, self.entry, who, [self.stored(key)])

    @callback
    def async_forget(self, keys: Iterable[str]) -> None:
        """Unassign credentials, and remove persons who have none left."""
        by_key = self.by_key
        assigned = {key: by_key[key] for key in keys if key in by_key}
        async_unassign(self.hass, self.entry, list(map(self.stored, assigned)))
        for person in {each.subentry_id: each for each in assigned.values()}.values():
            if not person.data[CONF_CREDENTIALS]:
                self.hass.config_entries.async_remove_subentry(
                    self.entry, person.subentry_id
                )

    @callback
    def async_remove_all(self) -> None:
        """Unassign all credentials and members of a lock that is removed."""
        async_unassign(self.hass, self.entry, list(map(self.stored, self.by_key)))
