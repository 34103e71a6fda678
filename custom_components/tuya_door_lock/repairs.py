"""The flows that mend what Home Assistant calls repairs."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .actions import async_allocate
from .api.records import UnlockMethod
from .const import DOMAIN
from .coordinator import TuyaDoorLockConfigEntry
from .errors import async_message
from .lock_coordinator import TuyaLockCoordinator
from .people.credentials import credential_key
from .people.persons import ASSIGNEE_SCHEMA

_CONFIRM: Final = "confirm"
_MEMBER: Final = "member"


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: Mapping[str, Any] | None
) -> RepairsFlow:
    """Return the flow that mends an issue, or that closes a notice."""
    if data is None:
        return ConfirmRepairFlow()
    if "lock_id" in data:
        return NewCredentialFlow(data)
    return RetryFlow(data["entry_id"])


class RetryFlow(RepairsFlow):
    """Asks Tuya again at once, after something was mended there."""

    def __init__(self, entry_id: str) -> None:
        """Remember which project to try."""
        self._entry_id = entry_id
        self._placeholders: Mapping[str, str] | None = None

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Show the form."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask Tuya again; show the form with an error if it still fails."""
        errors: dict[str, str] = {}
        issues = ir.async_get(self.hass)
        issue = issues.async_get_issue(DOMAIN, self.issue_id)
        if issue is not None:
            self._placeholders = issue.translation_placeholders
        if user_input is not None:
            entry: TuyaDoorLockConfigEntry | None
            entry = self.hass.config_entries.async_get_entry(self._entry_id)
            if entry is None:
                return self.async_abort(reason="not_set_up")
            # A reload ends all pauses.
            await self.hass.config_entries.async_reload(entry.entry_id)
            if issues.async_get_issue(DOMAIN, self.issue_id) is not None:
                errors["base"] = "still_failing"
            elif _is_answered(entry):
                return self.async_create_entry(data={})
            else:
                errors["base"] = "not_asked"
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({}),
            errors=errors,
            description_placeholders=self._placeholders,
        )


def _is_answered(entry: TuyaDoorLockConfigEntry) -> bool:
    """Return whether Tuya has answered when the entry was set up."""
    return (
        entry.state is ConfigEntryState.LOADED
        and entry.runtime_data.devices.last_update_success
    )


class NewCredentialFlow(RepairsFlow):
    """Gives a credential to a person, here or at Tuya, or leaves it alone.

    Nothing of it happens by itself: what Tuya links stays linked.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Initialize with what the issue says of the credential."""
        self._entry_id: str = data["entry_id"]
        self._lock_id: str = data["lock_id"]
        self._record_id: str = data["record_id"]
        self._method = UnlockMethod(data["method"])
        self._slot: int = data["slot"]

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask what to do."""
        if (lock := self._lock()) is None:
            return self.async_abort(reason="not_followed")
        record = lock.history.get(self._record_id)
        is_bindable = (
            record is not None and record.bindable and lock.resolver.member_names
        )
        return self.async_show_menu(
            step_id="init",
            menu_options=["name", *(["allocate"] if is_bindable else []), "leave"],
            description_placeholders=self._placeholders(lock),
        )

    async def async_step_name(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask who it is, for Home Assistant alone."""
        if (lock := self._lock()) is None:
            return self.async_abort(reason="not_followed")
        errors: dict[str, str] = {}
        if user_input is not None:
            key = credential_key(self._method, self._slot)
            errors = lock.assignments.async_assign_from_form(
                key, user_input, was_empty=True
            )
            if not errors and lock.assignments.by_key.get(key):
                return self.async_create_entry(data={})
            errors = errors or {"base": "nobody_named"}
        return self.async_show_form(
            step_id="name",
            data_schema=self.add_suggested_values_to_schema(
                ASSIGNEE_SCHEMA, user_input or {}
            ),
            errors=errors,
            description_placeholders=self._placeholders(lock),
        )

    async def async_step_allocate(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask which of Tuya's members it is, and whether that is sure."""
        if (lock := self._lock()) is None:
            return self.async_abort(reason="not_followed")
        errors: dict[str, str] = {}
        placeholders = self._placeholders(lock)
        if user_input is not None:
            if _MEMBER not in user_input:
                errors[_MEMBER] = "no_member"
            if not user_input[_CONFIRM]:
                errors[_CONFIRM] = "not_confirmed"
            if not errors:
                try:
                    await async_allocate(lock, self._record_id, user_input[_MEMBER])
                except HomeAssistantError as err:
                    errors = {"base": "not_linked"}
                    placeholders["error"] = await async_message(self.hass, err)
                else:
                    return self.async_create_entry(data={})
        schema = vol.Schema(
            {
                # Of a field that is required the page would choose the first by itself.
                # The values are names: Tuya's ids stay here.
                vol.Optional(_MEMBER): SelectSelector(
                    SelectSelectorConfig(
                        options=lock.resolver.member_names,
                        mode=SelectSelectorMode.DROPDOWN,
                    )
                ),
                vol.Required(_CONFIRM, default=False): BooleanSelector(),
            }
        )
        return self.async_show_form(
            step_id="allocate",
            data_schema=self.add_suggested_values_to_schema(schema, user_input or {}),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def async_step_leave(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Leave the credential without a name: nothing asks for one again."""
        return self.async_create_entry(data={})

    def _lock(self) -> TuyaLockCoordinator | None:
        """Return the lock, None where it is not followed at the moment."""
        entry: TuyaDoorLockConfigEntry | None = (
            self.hass.config_entries.async_get_entry(self._entry_id)
        )
        if entry is None or entry.state is not ConfigEntryState.LOADED:
            return None
        return entry.runtime_data.locks.get(self._lock_id)

    def _placeholders(self, lock: TuyaLockCoordinator) -> dict[str, str]:
        return {
            "credential": lock.resolver.fallback_label(self._method, self._slot) or "",
            "lock": lock.shown_name,
        }
