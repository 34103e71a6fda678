"""Issues that the owner solves at the lock itself."""

from collections.abc import Callable, Collection, Container
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .access_log.events import LockEvent
from .api.devices import Device
from .api.records import UnlockMethod
from .const import DOMAIN
from .helpers import shown_name

_NEW_CREDENTIAL: Final = "new_credential"
_LOCK_CLOCK_WRONG: Final = "lock_clock_wrong"
# Locks upload late by weeks at most, and none uploads what will be.
_WRONG_BY: Final = timedelta(days=365)


@callback
def async_create_credential_issue(
    hass: HomeAssistant, entry: ConfigEntry, lock: Device, record: LockEvent
) -> None:
    """Create the issue that asks whose a nameless finger, code or card is."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{entry.entry_id}_{_NEW_CREDENTIAL}_{lock.id}_{record.method}_{record.slot}",
        data={
            "entry_id": entry.entry_id,
            "lock_id": lock.id,
            "record_id": record.record_id,
            "method": record.method,
            "slot": record.slot,
        },
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=_NEW_CREDENTIAL,
        translation_placeholders={
            "credential": record.credential or "",
            "lock": shown_name(hass, entry.entry_id, lock),
        },
    )


@callback
def async_delete_credential_issues(
    hass: HomeAssistant,
    entry: ConfigEntry,
    lock: Device,
    is_named: Callable[[UnlockMethod, int], bool],
) -> None:
    """Delete the issues of the credentials that have a name by now."""
    _async_delete_matching(
        hass,
        entry,
        (_NEW_CREDENTIAL,),
        lambda data: (
            data["lock_id"] == lock.id
            and is_named(UnlockMethod(data["method"]), data["slot"])
        ),
    )


@callback
def async_update_clock_issue(
    hass: HomeAssistant,
    entry: ConfigEntry,
    lock: Device,
    occurred_at: datetime,
    clocks: Collection[datetime],
) -> None:
    """Create the issue of a clock that is wrong by years, or delete it once it is right.

    `clocks` are the times by the cloud's and Home Assistant's clock, one of which may
    be wrong itself. What happened before a wrong record came says nothing of today.
    """
    issue_id = f"{entry.entry_id}_{_LOCK_CLOCK_WRONG}_{lock.id}"
    if all(abs(now - occurred_at) > _WRONG_BY for now in clocks):
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            data={
                "entry_id": entry.entry_id,
                "lock_id": lock.id,
                "since": max(clocks).isoformat(),
            },
            is_fixable=False,
            is_persistent=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=_LOCK_CLOCK_WRONG,
            translation_placeholders={
                "lock": shown_name(hass, entry.entry_id, lock),
                "date": dt_util.as_local(occurred_at).date().isoformat(),
            },
        )
        return
    issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    if (
        issue is not None
        and issue.data is not None
        and occurred_at >= datetime.fromisoformat(str(issue.data["since"]))
    ):
        ir.async_delete_issue(hass, DOMAIN, issue_id)


@callback
def async_delete_lock_issues(
    hass: HomeAssistant, entry: ConfigEntry, lock_ids: Container[str]
) -> None:
    """Delete the issues of locks other than the followed ones, `lock_ids`."""
    _async_delete_matching(
        hass,
        entry,
        (_NEW_CREDENTIAL, _LOCK_CLOCK_WRONG),
        lambda data: data["lock_id"] not in lock_ids,
    )


@callback
def _async_delete_matching(
    hass: HomeAssistant,
    entry: ConfigEntry,
    keys: Collection[str],
    is_settled: Callable[[Any], bool],
) -> None:
    """Delete the issues of some kinds that are settled, by their data."""
    for issue in list(ir.async_get(hass).issues.values()):
        if (
            issue.domain == DOMAIN
            and issue.translation_key in keys
            and issue.data
            and issue.data["entry_id"] == entry.entry_id
            and is_settled(issue.data)
        ):
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
