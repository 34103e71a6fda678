"""Config flow of the Tuya Door Lock integration."""

from collections.abc import Mapping
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    FlowType,
    SubentryFlowContext,
)
from homeassistant.core import callback
from homeassistant.data_entry_flow import AbortFlow, FlowResultType

from .api.data_centers import (
    BASE_URLS,
    DataCenter,
    custom_base_url,
    data_center_of,
    suggested_data_center,
)
from .api.devices import Device
from .api.errors import TuyaError, TuyaTransientError, TuyaUnknownIdError
from .const import (
    AUTOMATIONS_URL,
    CONF_ACCESS_ID,
    CONF_ACCESS_SECRET,
    CONF_BASE_URL,
    CONF_DATA_CENTER,
    CONF_IGNORED_LOCKS,
    CONF_LOCKS,
    CONSOLE_URL,
    CUSTOM_DATA_CENTER,
    DOMAIN,
    GUIDE_URL,
)
from .coordinator import TuyaDoorLockConfigEntry
from .errors import to_ha_error
from .flows.person import PersonFlow
from .flows.project_check import (
    async_search_elsewhere,
    async_try_logs,
    locks_of,
    may_be_elsewhere,
)
from .flows.project_forms import (
    CUSTOM_SCHEMA,
    REAUTH_ID_SCHEMA,
    REAUTH_SCHEMA,
    RECONFIGURE_SCHEMA,
    USER_SCHEMA,
)
from .helpers import async_selector_texts, device_entries
from .issues import is_unknown_id_latest
from .options_flow import TuyaDoorLockOptionsFlow, locks_selector
from .people.persons import SUBENTRY_PERSON

_STORED: Final = (CONF_ACCESS_ID, CONF_ACCESS_SECRET, CONF_BASE_URL)


class TuyaDoorLockConfigFlow(ConfigFlow, domain=DOMAIN):
    """Sets up a cloud project of Tuya's."""

    VERSION = 1

    def __init__(self) -> None:
        """Initialize the flow."""
        self._input: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._placeholders: dict[str, str] = {}
        self._locks: list[Device] = []
        self._is_address_known = False
        """Whether the typed address is right, and something else is wrong."""

    @staticmethod
    @callback
    @override
    def async_get_options_flow(
        config_entry: TuyaDoorLockConfigEntry,
    ) -> TuyaDoorLockOptionsFlow:
        """Return the flow that changes the options."""
        return TuyaDoorLockOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return what can be added to a project."""
        return {SUBENTRY_PERSON: PersonFlow}

    @override
    async def async_step_user(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask for the project's credentials and data center."""
        if user_input is not None:
            # Credentials are pasted, often with a space at an end.
            self._input |= {key: value.strip() for key, value in user_input.items()}
            # A flow that was left half-done, in a closed tab, blocks no new one.
            await self.async_set_unique_id(
                self._input[CONF_ACCESS_ID], raise_on_progress=False
            )
            self._abort_if_unique_id_configured()
            return await self._async_choose_server()
        suggested = {
            CONF_DATA_CENTER: suggested_data_center(self.hass.config.country)
        } | self._input
        return self._form("user", USER_SCHEMA, suggested)

    async def async_step_custom(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask for the address of a data center that is not in the list."""
        self._errors = {}
        if user_input is not None:
            self._input |= user_input
            try:
                self._input[CONF_BASE_URL] = custom_base_url(user_input[CONF_BASE_URL])
            except ValueError:
                self._errors = {CONF_BASE_URL: "invalid_address"}
            else:
                return await self._async_find_locks()
        return self._form("custom", CUSTOM_SCHEMA, self._input)

    async def async_step_locks(
        self, user_input: dict[str, list[str]] | None = None
    ) -> ConfigFlowResult:
        """Ask which of the locks to follow."""
        self._errors = {}
        found = {lock.id for lock in self._locks}
        if user_input is not None:
            if chosen := found.intersection(user_input[CONF_LOCKS]):
                return self.async_create_entry(
                    title=await self._async_title(self._input),
                    description_placeholders={"automations_url": AUTOMATIONS_URL},
                    data={key: self._input[key] for key in _STORED},
                    # Kept as what is left out: a lock that is added later appears.
                    options={CONF_IGNORED_LOCKS: sorted(found - chosen)},
                )
            self._errors = {CONF_LOCKS: "no_lock_chosen"}
        schema = vol.Schema(
            {
                vol.Required(CONF_LOCKS, default=sorted(found)): locks_selector(
                    self._locks
                )
            }
        )
        return self._form("locks", schema, user_input or {})

    async def async_step_reconfigure(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask for another data center, a new secret or the right Access ID."""
        entry = self._get_reconfigure_entry()
        stored = _stored_project(entry)
        if user_input is not None:
            self._input = stored | self._input | _typed(user_input)
            if CONF_ACCESS_SECRET not in user_input:
                # The page leaves out what was not touched or was emptied.
                self._input[CONF_ACCESS_SECRET] = stored[CONF_ACCESS_SECRET]
            await self._async_keep_unique(entry)
            return await self._async_choose_server()
        suggested = stored | self._input
        if suggested[CONF_ACCESS_SECRET] == stored[CONF_ACCESS_SECRET]:
            del suggested[CONF_ACCESS_SECRET]
        return self._form(
            "reconfigure", RECONFIGURE_SCHEMA, suggested, name=entry.title
        )

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Ask for persons next, if members or credentials are known by now."""
        flow = await self.hass.config_entries.subentries.async_init(
            (result["result"].entry_id, SUBENTRY_PERSON),
            context=SubentryFlowContext(source=SOURCE_USER),
        )
        if flow["type"] is not FlowResultType.ABORT:
            result["next_flow"] = FlowType.CONFIG_SUBENTRIES_FLOW, flow["flow_id"]
        return result

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Start to ask for what Tuya refuses."""
        self._input = dict(entry_data)
        if is_unknown_id_latest(self.hass, self._get_reauth_entry()):
            return await self.async_step_reauth_id()
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask for the secret that Tuya's console now shows."""
        entry = self._get_reauth_entry()
        if user_input is not None:
            if result := await self._async_reauthenticate(entry, user_input):
                return result
            if self._errors == {"base": TuyaUnknownIdError.translation_key}:
                return await self.async_step_reauth_id()
        return self._form("reauth_confirm", REAUTH_SCHEMA, {}, name=entry.title)

    async def async_step_reauth_id(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask for the Access ID, where it is the one that Tuya does not know."""
        entry = self._get_reauth_entry()
        if user_input is not None and (
            result := await self._async_reauthenticate(entry, user_input)
        ):
            return result
        suggested = {CONF_ACCESS_ID: self._input[CONF_ACCESS_ID]}
        return self._form("reauth_id", REAUTH_ID_SCHEMA, suggested, name=entry.title)

    async def _async_reauthenticate(
        self, entry: TuyaDoorLockConfigEntry, user_input: dict[str, str]
    ) -> ConfigFlowResult | None:
        """Save what was typed if it works; otherwise note the error."""
        self._errors = {}
        self._input |= _typed(user_input)
        await self._async_keep_unique(entry)
        try:
            devices = await locks_of(self.hass, self._input).devices()
        except TuyaError as err:
            self._set_error(err)
            return None
        if self._is_another_project(entry, {device.id for device in devices}):
            self._errors = {"base": "wrong_project"}
            return None
        return self.async_update_reload_and_abort(
            entry,
            unique_id=self._input[CONF_ACCESS_ID],
            data_updates={
                key: self._input[key] for key in (CONF_ACCESS_ID, CONF_ACCESS_SECRET)
            },
        )

    async def _async_keep_unique(self, entry: TuyaDoorLockConfigEntry) -> None:
        """Abort the flow where another entry has the Access ID."""
        other = await self.async_set_unique_id(
            self._input[CONF_ACCESS_ID], raise_on_progress=False
        )
        if other is not None and other.entry_id != entry.entry_id:
            raise AbortFlow("already_configured")

    def _is_another_project(
        self, entry: TuyaDoorLockConfigEntry, device_ids: set[str]
    ) -> bool:
        """Return whether another Access ID is that of a project with other locks."""
        known = device_entries(self.hass, entry.entry_id).keys()
        return (
            self._input[CONF_ACCESS_ID] != entry.unique_id
            and bool(known)
            and known.isdisjoint(device_ids)
        )

    async def _async_choose_server(self) -> ConfigFlowResult:
        """Look for locks in the chosen data center, or ask for an address first."""
        if self._input[CONF_DATA_CENTER] == CUSTOM_DATA_CENTER:
            if self._is_address_known:
                return await self._async_find_locks()
            return await self.async_step_custom()
        self._input[CONF_BASE_URL] = BASE_URLS[
            DataCenter(self._input[CONF_DATA_CENTER])
        ]
        return await self._async_find_locks()

    async def _async_find_locks(self) -> ConfigFlowResult:
        """Ask which locks to follow, or show the form with what is wrong."""
        self._errors = {}
        self._is_address_known = False
        locks = locks_of(self.hass, self._input)
        try:
            devices = await locks.devices()
            self._locks = [device for device in devices if device.is_lock]
            if self._locks:
                await async_try_logs(locks, self._locks)
                if self.source != SOURCE_RECONFIGURE:
                    return await self.async_step_locks()
                if result := await self._async_reconfigure():
                    return result
        except TuyaError as err:
            self._set_error(err)
            elsewhere = may_be_elsewhere(err)
            self._is_address_known = (
                self._input[CONF_DATA_CENTER] == CUSTOM_DATA_CENTER
                and not elsewhere
                and not isinstance(err, TuyaTransientError)
            )
        else:
            elsewhere = not self._locks
            if elsewhere:
                self._errors = {"base": "no_locks" if devices else "account_not_linked"}
        if (
            elsewhere
            and self._input[CONF_DATA_CENTER] != CUSTOM_DATA_CENTER
            and (
                data_center := await async_search_elsewhere(
                    self.hass, self._input, DataCenter(self._input[CONF_DATA_CENTER])
                )
            )
        ):
            self._errors = {CONF_DATA_CENTER: "locks_elsewhere"}
            names = await async_selector_texts(self.hass, CONF_DATA_CENTER)
            self._placeholders["data_center"] = names[data_center]
            self._input[CONF_DATA_CENTER] = data_center
        if self.source == SOURCE_RECONFIGURE:
            return await self.async_step_reconfigure()
        return await self.async_step_user()

    async def _async_reconfigure(self) -> ConfigFlowResult | None:
        """Save what has worked; a title that the owner has not changed follows."""
        entry = self._get_reconfigure_entry()
        if self._is_another_project(entry, {lock.id for lock in self._locks}):
            self._errors = {"base": "wrong_project"}
            return None
        title = entry.title
        if title == await self._async_title(_stored_project(entry)):
            title = await self._async_title(self._input)
        return self.async_update_reload_and_abort(
            entry,
            unique_id=self._input[CONF_ACCESS_ID],
            title=title,
            data_updates={key: self._input[key] for key in _STORED},
        )

    async def _async_title(self, project: Mapping[str, str]) -> str:
        titles = await async_selector_texts(self.hass, "project")
        title = titles[project[CONF_DATA_CENTER]]
        return title.format(host=project[CONF_BASE_URL].partition("://")[2])

    def _set_error(self, err: TuyaError) -> None:
        error = to_ha_error(err)
        self._errors = {"base": str(error.translation_key)}
        self._placeholders |= error.translation_placeholders or {}

    def _form(
        self,
        step_id: str,
        schema: vol.Schema,
        suggested: Mapping[str, Any],
        **placeholders: str,
    ) -> ConfigFlowResult:
        """Show a form with what was typed before and what is wrong with it."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors=self._errors,
            description_placeholders={
                "console_url": CONSOLE_URL,
                "guide_url": GUIDE_URL,
                **self._placeholders,
                **placeholders,
            },
        )


def _typed(user_input: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed or pasted, without spaces around it."""
    return {key: text for key, value in user_input.items() if (text := value.strip())}


def _stored_project(entry: TuyaDoorLockConfigEntry) -> dict[str, str]:
    """Return what the form of the first step would hold for an entry."""
    data_center = data_center_of(entry.data[CONF_BASE_URL]) or CUSTOM_DATA_CENTER
    return {**entry.data, CONF_DATA_CENTER: data_center}
