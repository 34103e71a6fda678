"""Config flow of the Tuya Door Lock integration."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.core import callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.helpers.translation import async_get_translations

from .api.client import TuyaClient
from .api.data_centers import (
    BASE_URLS,
    DataCenter,
    custom_base_url,
    data_center_of,
    suggested_data_center,
)
from .api.errors import (
    TuyaAccountNotLinkedError,
    TuyaDataCenterError,
    TuyaError,
    TuyaUnknownIdError,
    TuyaUnsupportedError,
)
from .api.locks import Device, TuyaLocks
from .api.sources import find_source
from .const import (
    CONF_ACCESS_ID,
    CONF_ACCESS_SECRET,
    CONF_BASE_URL,
    CONF_DATA_CENTER,
    CONF_IGNORED_LOCKS,
    CONF_LOCKS,
    CONSOLE_URL,
    CUSTOM_DATA_CENTER,
    DOMAIN,
)
from .coordinator import TuyaDoorLockConfigEntry
from .errors import to_ha_error
from .options_flow import TuyaDoorLockOptionsFlow, locks_selector

# Enough to tell a lock without a log from a project without the service.
_LOCKS_TO_TRY: Final = 5
_LOG_TO_TRY: Final = timedelta(days=7)

_SECRET_SELECTOR: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)
_DATA_CENTER_SELECTOR: Final = SelectSelector(
    SelectSelectorConfig(
        options=[*DataCenter, CUSTOM_DATA_CENTER],
        mode=SelectSelectorMode.DROPDOWN,
        translation_key=CONF_DATA_CENTER,
    )
)
_USER_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ACCESS_ID): TextSelector(
            TextSelectorConfig(autocomplete="off")
        ),
        vol.Required(CONF_ACCESS_SECRET): _SECRET_SELECTOR,
        vol.Required(CONF_DATA_CENTER): _DATA_CENTER_SELECTOR,
    }
)
_RECONFIGURE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ACCESS_ID): TextSelector(TextSelectorConfig(read_only=True)),
        vol.Optional(CONF_ACCESS_SECRET): _SECRET_SELECTOR,
        vol.Required(CONF_DATA_CENTER): _DATA_CENTER_SELECTOR,
    }
)
_CUSTOM_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_BASE_URL): TextSelector(
            TextSelectorConfig(type=TextSelectorType.URL)
        )
    }
)
_REAUTH_SCHEMA: Final = vol.Schema({vol.Required(CONF_ACCESS_SECRET): _SECRET_SELECTOR})


class TuyaDoorLockConfigFlow(ConfigFlow, domain=DOMAIN):
    """Sets up a cloud project of Tuya's."""

    VERSION = 1

    def __init__(self) -> None:
        """Initialize the flow."""
        self._input: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._placeholders: dict[str, str] = {}
        self._locks: list[Device] = []

    @staticmethod
    @callback
    @override
    def async_get_options_flow(
        config_entry: TuyaDoorLockConfigEntry,
    ) -> TuyaDoorLockOptionsFlow:
        """Return the flow that changes the options."""
        return TuyaDoorLockOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask for the project's credentials and data centre."""
        if user_input is not None:
            # Credentials are pasted, often with a space at an end.
            self._input |= {key: value.strip() for key, value in user_input.items()}
            await self.async_set_unique_id(self._input[CONF_ACCESS_ID])
            self._abort_if_unique_id_configured()
            return await self._async_choose_server()
        suggested = {
            CONF_DATA_CENTER: suggested_data_center(self.hass.config.country)
        } | self._input
        return self._form("user", _USER_SCHEMA, suggested)

    async def async_step_custom(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask for the address of a data centre that is not in the list."""
        self._errors = {}
        if user_input is not None:
            self._input |= user_input
            try:
                self._input[CONF_BASE_URL] = custom_base_url(user_input[CONF_BASE_URL])
            except ValueError:
                self._errors = {CONF_BASE_URL: "invalid_address"}
            else:
                return await self._async_find_locks()
        return self._form("custom", _CUSTOM_SCHEMA, self._input)

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
                    data={
                        key: self._input[key]
                        for key in (CONF_ACCESS_ID, CONF_ACCESS_SECRET, CONF_BASE_URL)
                    },
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
        """Ask for another data centre or a new secret of the same project."""
        entry = self._get_reconfigure_entry()
        stored = _stored_project(entry)
        if user_input is not None:
            typed = {key: value.strip() for key, value in user_input.items()}
            await self.async_set_unique_id(typed[CONF_ACCESS_ID])
            self._abort_if_unique_id_mismatch(reason="wrong_project")
            # A secret that is left out stays.
            self._input = stored | {key: typed[key] for key in typed if typed[key]}
            return await self._async_choose_server()
        suggested = stored | self._input
        if suggested[CONF_ACCESS_SECRET] == stored[CONF_ACCESS_SECRET]:
            del suggested[CONF_ACCESS_SECRET]
        return self._form(
            "reconfigure", _RECONFIGURE_SCHEMA, suggested, name=entry.title
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Start to ask for a new secret."""
        self._input = dict(entry_data)
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask for the secret that Tuya's console now shows."""
        entry = self._get_reauth_entry()
        if user_input is not None:
            self._input[CONF_ACCESS_SECRET] = user_input[CONF_ACCESS_SECRET].strip()
            try:
                await TuyaLocks(self._client(self._input[CONF_BASE_URL])).devices()
            except TuyaError as err:
                self._set_error(err)
            else:
                return self.async_update_reload_and_abort(
                    entry,
                    data_updates={CONF_ACCESS_SECRET: self._input[CONF_ACCESS_SECRET]},
                )
        return self._form("reauth_confirm", _REAUTH_SCHEMA, {}, name=entry.title)

    async def _async_choose_server(self) -> ConfigFlowResult:
        """Go on with the chosen data centre, or ask for an address."""
        if self._input[CONF_DATA_CENTER] == CUSTOM_DATA_CENTER:
            return await self.async_step_custom()
        self._input[CONF_BASE_URL] = BASE_URLS[
            DataCenter(self._input[CONF_DATA_CENTER])
        ]
        return await self._async_find_locks()

    async def _async_find_locks(self) -> ConfigFlowResult:
        """Go on to the locks, or back to the form with what is wrong."""
        self._errors = {}
        locks = TuyaLocks(self._client(self._input[CONF_BASE_URL]))
        try:
            devices = await locks.devices()
            self._locks = [device for device in devices if device.is_lock]
            if self._locks:
                await self._async_try_logs(locks)
                if self.source == SOURCE_RECONFIGURE:
                    return await self._async_reconfigure()
                return await self.async_step_locks()
        except TuyaError as err:
            self._set_error(err)
            elsewhere = _may_be_elsewhere(err)
        else:
            self._errors = {"base": "no_locks" if devices else "account_not_linked"}
            elsewhere = True
        if elsewhere and (data_center := await self._async_search_elsewhere()):
            self._errors = {CONF_DATA_CENTER: "locks_elsewhere"}
            self._placeholders["data_center"] = await self._async_label(data_center)
            self._input[CONF_DATA_CENTER] = data_center
        if self.source == SOURCE_RECONFIGURE:
            return await self.async_step_reconfigure()
        return await self.async_step_user()

    async def _async_reconfigure(self) -> ConfigFlowResult:
        """Keep what has proved to work; a title that we gave follows it."""
        entry = self._get_reconfigure_entry()
        title = entry.title
        if title == await self._async_title(_stored_project(entry)):
            title = await self._async_title(self._input)
        return self.async_update_reload_and_abort(
            entry,
            title=title,
            data_updates={
                key: self._input[key] for key in (CONF_ACCESS_SECRET, CONF_BASE_URL)
            },
        )

    async def _async_try_logs(self, locks: TuyaLocks) -> None:
        """Raise a TuyaError unless the log of one of the first locks can be read.

        The service that the logs belong to is subscribed to on its own: without
        it the list of locks works, and nothing else.
        """
        now = locks.client.now()
        *others, last = self._locks[:_LOCKS_TO_TRY]
        for lock in others:
            with suppress(TuyaUnsupportedError):
                await find_source(locks, lock.id, now - _LOG_TO_TRY, now)
                return
        await find_source(locks, last.id, now - _LOG_TO_TRY, now)

    async def _async_search_elsewhere(self) -> DataCenter | None:
        """Return the data centre that has the project's locks after all."""
        if self._input[CONF_DATA_CENTER] == CUSTOM_DATA_CENTER:
            return None
        others = [
            data_center
            for data_center in DataCenter
            if data_center != self._input[CONF_DATA_CENTER]
        ]
        found = await asyncio.gather(
            *(
                TuyaLocks(self._client(BASE_URLS[data_center])).locks()
                for data_center in others
            ),
            return_exceptions=True,
        )
        return next(
            (
                data_center
                for data_center, locks in zip(others, found, strict=True)
                if isinstance(locks, list) and locks
            ),
            None,
        )

    async def _async_label(self, data_center: str) -> str:
        """Return the name that the form shows for a data centre."""
        translations = await async_get_translations(
            self.hass, self.hass.config.language, "selector", [DOMAIN]
        )
        key = f"component.{DOMAIN}.selector.{CONF_DATA_CENTER}.options.{data_center}"
        return translations.get(key, data_center)

    async def _async_title(self, project: Mapping[str, str]) -> str:
        data_center = project[CONF_DATA_CENTER]
        if data_center == CUSTOM_DATA_CENTER:
            return f"Tuya ({project[CONF_BASE_URL].partition('://')[2]})"
        return f"Tuya ({await self._async_label(data_center)})"

    def _client(self, base_url: str) -> TuyaClient:
        return TuyaClient(
            async_get_clientsession(self.hass),
            access_id=self._input[CONF_ACCESS_ID],
            access_secret=self._input[CONF_ACCESS_SECRET],
            base_url=base_url,
        )

    def _set_error(self, err: TuyaError) -> None:
        error = to_ha_error(err)
        self._errors = {"base": error.translation_key or "cannot_connect"}
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
                **self._placeholders,
                **placeholders,
            },
        )


def _stored_project(entry: TuyaDoorLockConfigEntry) -> dict[str, str]:
    """Return what the form of the first step would hold for an entry."""
    data_center = data_center_of(entry.data[CONF_BASE_URL]) or CUSTOM_DATA_CENTER
    return {**entry.data, CONF_DATA_CENTER: data_center}


def _may_be_elsewhere(err: TuyaError) -> bool:
    """Return whether a wrong data centre answers like this, too."""
    return isinstance(
        err, (TuyaAccountNotLinkedError, TuyaDataCenterError, TuyaUnknownIdError)
    )
