"""The flow that adds and changes a person: who it is, and what is theirs."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..const import AUTOMATIONS_URL, CONF_PRIVACY
from ..coordinator import TuyaDoorLockConfigEntry
from ..people.persons import (
    ASSIGNEE_SCHEMA,
    CONF_CREDENTIALS,
    CONF_ENTITIES,
    CONF_PERSON,
    Assignee,
    assignee_from_form,
    assignee_of,
    async_give,
    async_unassign,
    find_person,
    person_data,
    persons_of,
)
from ..people.privacy import Privacy
from .person_choices import async_choices, matches

CONF_PERSONS: Final = "persons"


def _tick_boxes(options: list[SelectOptionDict]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=options, multiple=True, mode=SelectSelectorMode.LIST
        )
    )


class PersonFlow(ConfigSubentryFlow):
    """Adds a person to a project, or changes one; nothing is reloaded for it."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for a person; before the first one, offer those who are called like members."""
        if not self._is_loaded:
            return self.async_abort(reason="not_loaded")
        if user_input is None:
            if not persons_of(self._entry) and matches(self.hass, self._entry):
                return await self.async_step_matches()
            if not await async_choices(self.hass, self._entry):
                return self.async_abort(reason="nothing_to_give")
        return await self._async_step("user", None, user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what has changed of a person."""
        if not self._is_loaded:
            return self.async_abort(reason="not_loaded")
        person = self._get_reconfigure_subentry()
        return await self._async_step("reconfigure", person, user_input)

    async def async_step_matches(
        self, user_input: dict[str, list[str]] | None = None
    ) -> SubentryFlowResult:
        """Offer the persons of Home Assistant who have the names of members."""
        found = matches(self.hass, self._entry)
        if user_input is None:
            options = [
                SelectOptionDict(
                    value=entity_id,
                    label=f"{match.who.name} · {', '.join(match.locks)}",
                )
                for entity_id, match in found.items()
            ]
            schema = vol.Schema(
                {vol.Optional(CONF_PERSONS, default=[*found]): _tick_boxes(options)}
            )
            return self.async_show_form(step_id="matches", data_schema=schema)
        chosen = found.keys() & set(user_input[CONF_PERSONS])
        for match in (found[entity_id] for entity_id in found if entity_id in chosen):
            async_give(self.hass, self._entry, match.who, match.credentials)
        if not chosen:
            return await self._async_step("user", None, None)
        return await self.async_step_added()

    async def async_step_added(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Say who is there by now, and ask whether that is all."""
        return self.async_show_menu(
            step_id="added",
            menu_options=["user", "done"],
            description_placeholders={
                "names": ", ".join(person.title for person in persons_of(self._entry))
            },
        )

    async def async_step_done(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """End without another person, and say where to go from here."""
        return self.async_abort(
            reason="persons_added",
            description_placeholders={"automations_url": AUTOMATIONS_URL},
        )

    @property
    def _entry(self) -> TuyaDoorLockConfigEntry:
        return self._get_entry()

    @property
    def _is_loaded(self) -> bool:
        """Return whether the locks, and what opens them, are loaded."""
        return self._entry.state is ConfigEntryState.LOADED

    @property
    def _shows_names(self) -> bool:
        """Return whether names are shown: only then a person may have entities."""
        privacy = self._entry.options.get(CONF_PRIVACY, Privacy.NAMES)
        return bool(privacy == Privacy.NAMES)

    async def _async_step(
        self,
        step_id: str,
        person: ConfigSubentry | None,
        user_input: dict[str, Any] | None,
    ) -> SubentryFlowResult:
        """Ask for a person who is new, or known; save who is named."""
        errors: dict[str, str] = {}
        if user_input is not None:
            who, errors = assignee_from_form(self.hass, user_input)
            if who is not None:
                known = find_person(self.hass, self._entry, who)
                if known is None or known is person:
                    return self._save(person, who, user_input)
                field = CONF_NAME if who.person is None else CONF_PERSON
                errors = {field: "already_added"}
            errors = errors or {"base": "nobody_named"}
        held = person.data[CONF_CREDENTIALS] if person else ()
        choices = await async_choices(self.hass, self._entry, held)
        fields: dict[Any, Any] = {vol.Optional(CONF_CREDENTIALS): _tick_boxes(choices)}
        if self._shows_names:
            fields[vol.Required(CONF_ENTITIES, default=False)] = BooleanSelector()
        schema = ASSIGNEE_SCHEMA.extend(fields)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                schema, user_input or self._initial_values(person)
            ),
            errors=errors,
        )

    def _initial_values(self, person: ConfigSubentry | None) -> Mapping[str, Any]:
        """Return the values that the form shows at first, by field."""
        if person is None:
            return {}
        who = assignee_of(self.hass, person)
        named = {CONF_PERSON: who.person} if who.person else {CONF_NAME: who.name}
        # What is stored of whom Home Assistant has no more names nobody.
        theirs = {
            name: value for name, value in person.data.items() if name != CONF_PERSON
        }
        return {**theirs, **named}

    def _save(
        self, person: ConfigSubentry | None, who: Assignee, user_input: dict[str, Any]
    ) -> SubentryFlowResult:
        """Add or change a person; what is ticked is nobody else's from now on."""
        credentials = user_input.get(CONF_CREDENTIALS, [])
        async_unassign(self.hass, self._entry, credentials, but_from=person)
        data = person_data(self.hass, who, credentials)
        kept = person.data.get(CONF_ENTITIES) if person else None
        if user_input.get(CONF_ENTITIES, kept):
            data[CONF_ENTITIES] = True
        if person is None:
            return self.async_create_entry(
                title=who.name, data=data, unique_id=data.get(CONF_PERSON)
            )
        is_same = who.person and assignee_of(self.hass, person).person == who.person
        return self.async_update_and_abort(
            self._entry,
            person,
            # A person of Home Assistant may have been renamed here.
            title=person.title if is_same else who.name,
            data=data,
            unique_id=data.get(CONF_PERSON),
        )
