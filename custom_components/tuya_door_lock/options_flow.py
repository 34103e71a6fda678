"""Options flow of the Tuya Door Lock integration."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

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
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .api.locks import Device
from .api.records import UnlockMethod
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
    DOMAIN,
    MOST_PICTURES,
)
from .hint_options_flow import HintOptionsFlow
from .people.assignments import ASSIGNEE_SCHEMA
from .people.credentials import member_of
from .people.privacy import Privacy
from .people.resolver import Assignable
from .polling.quota import DEFAULT_ALLOWANCE

if TYPE_CHECKING:
    from .coordinator import TuyaDoorLockConfigEntry, TuyaLockCoordinator

CONF_CREDENTIAL: Final = "credential"
_DONE: Final = "done"
_PAGES_OF_LOCKS: Final = ("people", "tuya_integration", "hint_entities")
_TIME_FORMAT: Final = "%Y-%m-%d %H:%M"


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

    def __init__(self) -> None:
        """Initialize the flow."""
        super().__init__()
        self._key = ""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to change."""
        # Only of a lock that was reached is it known who opens it.
        pages = ["settings", "people", "privacy", "pictures"]
        pages += ["tuya_integration", "hint_entities", "message_service"]
        if not self._locks():
            pages = [page for page in pages if page not in _PAGES_OF_LOCKS]
        return self.async_show_menu(step_id="init", menu_options=pages)

    async def async_step_settings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how the locks are polled, and which ones."""
        options = self.config_entry.options
        # Only of a project that was reached are the locks known.
        locks = (
            self.config_entry.runtime_data.devices.listed
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

    async def async_step_people(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask which credential to name, until there is none left to name."""
        if user_input is not None:
            chosen = user_input[CONF_CREDENTIAL]
            if chosen == _DONE:
                # Each name was saved at once, and needs no reload.
                return self.async_create_entry(data=dict(self.config_entry.options))
            self._lock_id, _, self._key = chosen.partition(" ")
            return await self.async_step_person()
        member = await self._async_member()
        options = [
            SelectOptionDict(value=f"{lock_id} {key}", label=_label(lock, each, member))
            for lock_id, lock in self._locks().items()
            for key, each in _assignables(lock)
        ]
        schema = vol.Schema(
            {
                vol.Required(CONF_CREDENTIAL, default=_DONE): SelectSelector(
                    SelectSelectorConfig(
                        options=[SelectOptionDict(value=_DONE, label=_DONE), *options],
                        mode=SelectSelectorMode.LIST,
                        translation_key=CONF_CREDENTIAL,
                    )
                )
            }
        )
        return self.async_show_form(step_id="people", data_schema=schema)

    async def async_step_person(
        self, user_input: dict[str, str] | None = None
    ) -> ConfigFlowResult:
        """Ask who it is."""
        lock = self._locks().get(self._lock_id)
        each = dict(_assignables(lock)).get(self._key) if lock else None
        if lock is None or each is None:
            # It has gone while the page was open.
            return await self.async_step_people()
        suggested = lock.assignments.suggested_values(self._key, each.user)
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = lock.assignments.async_assign_from_form(
                self._key, user_input, was_empty=not suggested
            )
            if not errors:
                lock.async_close_credential_issues()
                return await self.async_step_people()
        return self.async_show_form(
            step_id="person",
            data_schema=self.add_suggested_values_to_schema(
                ASSIGNEE_SCHEMA, user_input or suggested
            ),
            errors=errors,
            description_placeholders={
                "credential": _label(lock, each, await self._async_member())
            },
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

    async def _async_member(self) -> str:
        """Return the text that tells a member from a credential."""
        texts = await async_get_translations(
            self.hass, self.hass.config.language, "selector", [DOMAIN]
        )
        return texts[f"component.{DOMAIN}.selector.{CONF_CREDENTIAL}.options.member"]


def _assignables(lock: TuyaLockCoordinator) -> list[tuple[str, Assignable]]:
    """Return what can be assigned, in the order in which a list shows it."""
    # What was assigned may be forgotten by now, and is to be taken away.
    assigned = {key: _forgotten(lock, key) for key in lock.assignments.by_key}
    return sorted(
        (assigned | lock.resolver.assignables()).items(),
        key=lambda item: (
            item[1].method is None,
            lock.resolver.fallback_label(item[1].method, None) or "",
            item[1].slot or 0,
            item[1].user or "",
        ),
    )


def _forgotten(lock: TuyaLockCoordinator, key: str) -> Assignable:
    """Return a credential or a member that only its assignment remembers."""
    assignee = lock.assignments.find([key])
    if member := member_of(key):
        return Assignable(user=member, assignee=assignee)
    method, _, slot = key.partition(":")
    return Assignable(UnlockMethod(method), int(slot), assignee=assignee)


def _label(lock: TuyaLockCoordinator, each: Assignable, member: str) -> str:
    """Return a line: what it is, what Tuya calls it, whose it is, when it was used."""
    label = lock.resolver.fallback_label(each.method, each.slot)
    what = label or member.format(name=each.user)
    whose = each.assignee.name if each.assignee else each.user
    names = ", ".join(
        name
        for name in (each.name, each.user if each.method else None)
        if name and name != whose
    )
    line = f"{lock.device.name}: {what}"
    if names:
        line += f" ({names})"
    line += f" → {whose or '?'}"
    if each.last_used:
        line += f" · {dt_util.as_local(each.last_used).strftime(_TIME_FORMAT)}"
    return line
