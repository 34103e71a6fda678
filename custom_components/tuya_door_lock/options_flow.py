"""Options flow of the Tuya Door Lock integration."""

from collections.abc import Iterable
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.const import UnitOfTime
from homeassistant.helpers.selector import (
    DateSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .api.devices import Device
from .const import (
    CONF_ALLOWANCE,
    CONF_ATTEMPTS,
    CONF_ATTEMPTS_MINUTES,
    CONF_IGNORED_LOCKS,
    CONF_KEEP_PICTURES,
    CONF_KEEP_PICTURES_DAYS,
    CONF_LOCKS,
    CONF_PLAN_END,
    CONF_PRIVACY,
    CONF_RETENTION,
    DEFAULT_ATTEMPTS,
    DEFAULT_ATTEMPTS_MINUTES,
    DEFAULT_KEEP_PICTURES_DAYS,
    DEFAULT_RETENTION_DAYS,
    MOST_PICTURES,
)
from .coordinator import TuyaDoorLockConfigEntry
from .flows.hint_options import HintOptionsFlow
from .people.privacy import Privacy
from .polling.quota import DEFAULT_ALLOWANCE


def _whole_number(minimum: int, maximum: int, unit: str | None = None) -> vol.All[Any]:
    """Return a field for a whole number: the selector itself gives fractions."""
    config = NumberSelectorConfig(
        min=minimum, max=maximum, step=1, mode=NumberSelectorMode.BOX
    )
    if unit is not None:
        config["unit_of_measurement"] = unit
    return vol.All(NumberSelector(config), vol.Coerce(int))


def locks_selector(locks: Iterable[Device]) -> SelectSelector:
    """Return a field to choose locks."""
    return SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(
                    value=lock.id,
                    label=f"{lock.name} ({lock.model or lock.category})",
                )
                for lock in locks
            ],
            multiple=True,
            mode=SelectSelectorMode.LIST,
        )
    )


_SETTINGS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ALLOWANCE, default=DEFAULT_ALLOWANCE): _whole_number(
            1_000, 1_000_000
        ),
        vol.Optional(CONF_PLAN_END): DateSelector(),
        vol.Required(CONF_ATTEMPTS, default=DEFAULT_ATTEMPTS): _whole_number(2, 20),
        vol.Required(
            CONF_ATTEMPTS_MINUTES, default=DEFAULT_ATTEMPTS_MINUTES
        ): _whole_number(1, 60, UnitOfTime.MINUTES),
    }
)
_PRIVACY_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_PRIVACY, default=Privacy.NAMES.value): SelectSelector(
            SelectSelectorConfig(
                options=[*Privacy],
                mode=SelectSelectorMode.LIST,
                translation_key=CONF_PRIVACY,
            )
        ),
        vol.Required(CONF_RETENTION, default=DEFAULT_RETENTION_DAYS): _whole_number(
            1, 3_650, UnitOfTime.DAYS
        ),
    }
)
_PICTURES_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_KEEP_PICTURES, default=0): _whole_number(0, MOST_PICTURES),
        vol.Required(
            CONF_KEEP_PICTURES_DAYS, default=DEFAULT_KEEP_PICTURES_DAYS
        ): _whole_number(1, 365, UnitOfTime.DAYS),
    }
)


class TuyaDoorLockOptionsFlow(HintOptionsFlow):
    """Changes how the locks of a project are followed."""

    config_entry: TuyaDoorLockConfigEntry

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to change."""
        of_locks = ["tuya_integration", "hint_entities"] if self._locks() else []
        pages = ["settings", "privacy", "pictures", *of_locks, "message_service"]
        return self.async_show_menu(step_id="init", menu_options=pages)

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how the locks are polled, and which ones."""
        options = self.config_entry.options
        # Only of a project that was reached are the locks known.
        locks = (
            self.config_entry.runtime_data.devices.listed.devices
            if self.config_entry.state is ConfigEntryState.LOADED
            else {}
        )
        ignored = set(options.get(CONF_IGNORED_LOCKS, ()))
        schema = _SETTINGS_SCHEMA
        if locks:
            schema = schema.extend(
                {vol.Required(CONF_LOCKS): locks_selector(locks.values())}
            )
        errors: dict[str, str] = {}
        if user_input is not None:
            chosen = set(user_input.get(CONF_LOCKS, ()))
            if chosen or not locks:
                ignored = ignored - locks.keys() | (locks.keys() - chosen)
                changed = {
                    key: user_input[key] for key in user_input if key != CONF_LOCKS
                }
                return self._save(
                    schema, changed | {CONF_IGNORED_LOCKS: sorted(ignored)}
                )
            errors = {CONF_LOCKS: "no_lock_chosen"}
        followed = {CONF_LOCKS: sorted(locks.keys() - ignored)}
        return self.async_show_form(
            step_id="settings",
            data_schema=self.add_suggested_values_to_schema(
                schema, user_input or {**options, **followed}
            ),
            errors=errors,
        )

    async def async_step_privacy(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how much of the people is shown, and for how long."""
        return self._page("privacy", _PRIVACY_SCHEMA, user_input)

    async def async_step_pictures(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how many pictures are kept."""
        return self._page("pictures", _PICTURES_SCHEMA, user_input)
