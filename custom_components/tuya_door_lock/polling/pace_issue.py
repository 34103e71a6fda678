"""The repair that says that the quota affords only rare polls."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from .quota import Plan

_LONGEST_USUAL_INTERVAL: Final = timedelta(hours=1)


def _issue_id(entry: ConfigEntry) -> str:
    return f"{entry.entry_id}_rare_polls"


@callback
def async_update_pace_issue(
    hass: HomeAssistant,
    entry: ConfigEntry,
    plan: Plan,
    allowance: int,
    unused: Sequence[str],
) -> None:
    """Say what a larger plan would give, and which locks could be left out.

    `allowance` is the month's calls, `unused` names locks that nobody uses.
    """
    if plan.interval <= _LONGEST_USUAL_INTERVAL:
        async_delete_pace_issue(hass, entry)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry),
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="rare_polls_unused_locks" if unused else "rare_polls",
        # Rounded: each change of a text is a change of the repair.
        translation_placeholders={
            "name": entry.title,
            "allowance": f"{allowance:,}",
            "hours": f"{round(plan.interval / timedelta(hours=1) * 2) / 2:g}",
            "needed": f"{round(plan.hourly_allowance, -3):,}",
            "locks": ", ".join(unused),
        },
    )


@callback
def async_delete_pace_issue(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete the repair."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry))
