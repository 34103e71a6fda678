"""The pages of the options that are about hints."""

from collections.abc import Mapping
from typing import Any

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlowWithReload,
)

from ..const import CONF_HINT_ENTITIES, CONF_MESSAGE_SERVICE, CONF_MESSAGE_URL
from ..coordinator import TuyaDoorLockConfigEntry
from ..lock_coordinator import TuyaLockCoordinator
from ..polling.hint_options import (
    CONF_LOCK,
    TUYA_INTEGRATION_SCHEMA,
    answer_errors,
    async_answers,
    async_entities_schema,
    async_try_environments,
    async_tuya_cases,
    lock_schema,
    message_errors,
    message_schema,
)


class HintOptionsFlow(OptionsFlowWithReload):
    """Asks which hints of new records to use."""

    config_entry: TuyaDoorLockConfigEntry

    def __init__(self) -> None:
        """Initialize the flow."""
        self._lock_id = ""

    async def async_step_tuya_integration(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what Home Assistant's Tuya integration has to do with the locks."""
        cases = [
            (lock.shown_name, lock.listeners.tuya.case)
            for lock in self._locks().values()
        ]
        return self._page(
            "tuya_integration",
            TUYA_INTEGRATION_SCHEMA,
            user_input,
            locks=await async_tuya_cases(self.hass, cases),
        )

    async def async_step_hint_entities(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask for which lock, where there are several."""
        names = {lock_id: lock.shown_name for lock_id, lock in self._locks().items()}
        if user_input is None and len(names) == 1:
            user_input = {CONF_LOCK: next(iter(names))}
        if user_input is not None:
            self._lock_id = user_input[CONF_LOCK]
            return await self.async_step_hint_entities_of_lock()
        return self.async_show_form(
            step_id="hint_entities", data_schema=lock_schema(names)
        )

    async def async_step_hint_entities_of_lock(
        self, user_input: dict[str, list[str]] | None = None
    ) -> ConfigFlowResult:
        """Ask for the entities whose changes are hints of a lock."""
        chosen: dict[str, list[str]] = dict(
            self.config_entry.options.get(CONF_HINT_ENTITIES, {})
        )
        schema = async_entities_schema(self.hass)
        if user_input is not None:
            chosen[self._lock_id] = user_input.get(CONF_HINT_ENTITIES, [])
            return self._save(
                schema,
                {
                    CONF_HINT_ENTITIES: {
                        key: each for key, each in chosen.items() if each
                    }
                },
            )
        lock = self._locks().get(self._lock_id)
        return self.async_show_form(
            step_id="hint_entities_of_lock",
            data_schema=self.add_suggested_values_to_schema(
                schema, {CONF_HINT_ENTITIES: chosen.get(self._lock_id, [])}
            ),
            description_placeholders={"lock": lock.shown_name if lock else ""},
        )

    async def async_step_message_service(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Try what Tuya's Message Service answers, and ask whether to listen to it."""
        options = self.config_entry.options
        shown = options if user_input is None else user_input
        errors = message_errors(user_input) if user_input is not None else {}
        address = None if errors else shown.get(CONF_MESSAGE_URL)
        answers = await async_try_environments(self.hass, self.config_entry, address)
        schema = message_schema(answers)
        if user_input is not None:
            errors = errors or answer_errors(user_input, answers)
            if not errors:
                return self._save(schema, user_input)
        kept = {
            key: shown[key]
            for key in (CONF_MESSAGE_SERVICE, CONF_MESSAGE_URL)
            if key in shown
        }
        return self.async_show_form(
            step_id="message_service",
            data_schema=self.add_suggested_values_to_schema(schema, kept),
            errors=errors,
            description_placeholders=await async_answers(self.hass, answers),
        )

    def _page(
        self,
        step_id: str,
        schema: vol.Schema,
        user_input: dict[str, Any] | None,
        **placeholders: str,
    ) -> ConfigFlowResult:
        """Show what some options are, and save what they are to be."""
        if user_input is not None:
            return self._save(schema, user_input)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                schema, self.config_entry.options
            ),
            description_placeholders=placeholders or None,
        )

    def _save(self, schema: vol.Schema, changed: dict[str, Any]) -> ConfigFlowResult:
        """Save the options of a page: an empty one is removed, a missing one stays."""
        kept = {
            key: value
            for key, value in self.config_entry.options.items()
            if key not in schema.schema
        }
        return self.async_create_entry(data=kept | changed)

    def _locks(self) -> Mapping[str, TuyaLockCoordinator]:
        if self.config_entry.state is not ConfigEntryState.LOADED:
            return {}
        return self.config_entry.runtime_data.locks
