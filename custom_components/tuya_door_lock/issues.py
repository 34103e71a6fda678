"""What only the owner of a project can cure, shown for as long as it lasts."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.loader import async_get_loaded_integration
from homeassistant.util import dt as dt_util, slugify
from homeassistant.util.hass_dict import HassKey

from .api.devices import Device
from .api.errors import (
    Service,
    TuyaAccountNotLinkedError,
    TuyaClockError,
    TuyaCredentialsError,
    TuyaDataCenterError,
    TuyaError,
    TuyaIpNotAllowedError,
    TuyaPlanExpiredError,
    TuyaQuotaError,
    TuyaServiceNotAuthorizedError,
    TuyaServiceNotSubscribedError,
    TuyaUnknownIdError,
)
from .const import CONF_PLAN_END, CONSOLE_URL, DOMAIN
from .errors import to_ha_error
from .helpers import shown_name
from .lock_issues import async_delete_lock_issues

# What passes by itself is no repair, and wrong credentials are asked for instead.
_PROJECT_ISSUES: Final = frozenset(
    error.translation_key
    for error in (
        TuyaAccountNotLinkedError,
        TuyaClockError,
        TuyaDataCenterError,
        TuyaIpNotAllowedError,
        TuyaQuotaError,
    )
)
_SERVICE_ISSUES: Final = frozenset(
    error.translation_key
    for error in (
        TuyaPlanExpiredError,
        TuyaServiceNotAuthorizedError,
        TuyaServiceNotSubscribedError,
    )
)
_CREDENTIALS: Final = (
    TuyaCredentialsError.translation_key,
    TuyaUnknownIdError.translation_key,
)
_STORE_UNREADABLE: Final = "store_unreadable"
# Tuya extends a plan in minutes or in a working day, on demand.
_PLAN_END_NOTICE: Final = timedelta(days=14)
_MOST_RECENT: Final = 20
# Who reports, beside the locks.
_DENIED: Final = "denied "
_LIST: Final = "list"
_PLAN_END: Final = "plan end"


@dataclass(slots=True)
class Fault:
    """An error of one of the calls, however often it came."""

    lock_id: str | None
    error: str
    translation_key: str
    first_at: datetime
    last_at: datetime
    count: int = 0


@dataclass(slots=True)
class Faults:
    """What is wrong with a project, and what was of late."""

    issues: dict[str, str] = field(default_factory=dict)
    """The issue that each reporter has reported last."""

    recent: dict[tuple[str, str], Fault] = field(default_factory=dict)


class _Issue(NamedTuple):
    translation_key: str
    placeholders: dict[str, str]
    about: str | None = None
    """The service or the lock, where it is not the whole project."""

    severity: ir.IssueSeverity = ir.IssueSeverity.ERROR
    is_fixable: bool = True
    """Whether it helps to ask Tuya again."""

    def id_for(self, entry: ConfigEntry) -> str:
        """Return the id of the issue in Home Assistant's registry."""
        return "_".join(
            filter(None, (entry.entry_id, self.translation_key, self.about))
        )


_FAULTS: HassKey[dict[str, Faults]] = HassKey(f"{DOMAIN}_faults")


@callback
def async_create_issue_for(
    hass: HomeAssistant,
    entry: ConfigEntry,
    err: TuyaError,
    lock: Device | None = None,
) -> None:
    """Note an error of a lock, or of the list of locks.

    One that only the owner can cure becomes an issue. It stays until all who have
    reported it have reported something else: of two locks that share a fault, the
    one that works again says nothing about the other.
    """
    if not _is_up(entry):
        return
    _remember(_faults(hass, entry), err, lock)
    if (issue := _issue(hass, entry, err, lock)) is not None:
        _async_set_issue(hass, entry, lock.id if lock else _LIST, issue)
    if lock is None:
        _async_check_plan_end(hass, entry)


@callback
def async_clear_issue_of(hass: HomeAssistant, entry: ConfigEntry, lock: Device) -> None:
    """Note that the log of a lock could be read."""
    _async_clear_issue(hass, entry, lock.id)


@callback
def async_update_issues_of_list(
    hass: HomeAssistant, entry: ConfigEntry, lock_ids: Container[str]
) -> None:
    """Note that the list of locks could be read, and which are followed."""
    if not _is_up(entry):
        return
    for reporter in list(_faults(hass, entry).issues):
        if reporter != _PLAN_END and reporter.removeprefix(_DENIED) not in lock_ids:
            _async_clear_issue(hass, entry, reporter)
    async_delete_lock_issues(hass, entry, lock_ids)
    _async_check_plan_end(hass, entry)


@callback
def async_create_store_issue(
    hass: HomeAssistant, entry: ConfigEntry, what: str
) -> None:
    """Create the issue that a file of `what`, a lock or the project, was set aside.

    It stays over a restart: by then the new file can be read.
    """
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{entry.entry_id}_{_STORE_UNREADABLE}_{slugify(what)}",
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=_STORE_UNREADABLE,
        translation_placeholders={"what": what},
    )


@callback
def async_create_denied_issue(
    hass: HomeAssistant, entry: ConfigEntry, lock: Device, until: datetime
) -> None:
    """Create the issue that says when a lock that Tuya denies will be removed."""
    names = {
        "lock": shown_name(hass, entry.entry_id, lock),
        "date": dt_util.as_local(until).date().isoformat(),
    }
    _async_set_issue(
        hass, entry, _DENIED + lock.id, _Issue("lock_denied", names, lock.id)
    )


@callback
def async_clear_denied_issue(
    hass: HomeAssistant, entry: ConfigEntry, lock_id: str
) -> None:
    """Note that Tuya shows a lock again."""
    _async_clear_issue(hass, entry, _DENIED + lock_id)


@callback
def async_delete_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget the faults of an entry that is removed, and delete its issues."""
    hass.data.get(_FAULTS, {}).pop(entry.entry_id, None)
    for issue in list(ir.async_get(hass).issues.values()):
        if issue.domain == DOMAIN and issue.issue_id.startswith(entry.entry_id):
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


def recent_faults(hass: HomeAssistant, entry: ConfigEntry) -> list[Fault]:
    """Return the last errors, the latest one last."""
    return list(_faults(hass, entry).recent.values())


def is_unknown_id_latest(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Return whether Tuya refuses the Access ID, rather than the secret."""
    refused = [
        fault.translation_key
        for fault in recent_faults(hass, entry)
        if fault.translation_key in _CREDENTIALS
    ]
    return refused[-1:] == [TuyaUnknownIdError.translation_key]


def has_issue(hass: HomeAssistant, entry: ConfigEntry, lock: Device) -> bool:
    """Return whether an issue says what keeps the log of a lock from being read."""
    return not {lock.id, _LIST}.isdisjoint(_faults(hass, entry).issues)


def _faults(hass: HomeAssistant, entry: ConfigEntry) -> Faults:
    """Return the faults of an entry, which outlive an attempt to set it up."""
    projects = hass.data.setdefault(_FAULTS, {})
    if (faults := projects.get(entry.entry_id)) is None:
        faults = projects[entry.entry_id] = Faults()

        @callback
        def clear() -> None:
            # Unloaded, disabled or removed, also while it waits for a retry.
            if entry.state is ConfigEntryState.NOT_LOADED:
                for reporter in list(faults.issues):
                    _async_clear_issue(hass, entry, reporter)

        entry.async_on_state_change(clear)
    return faults


def _is_up(entry: ConfigEntry) -> bool:
    """Return whether an entry is up: a poll may end after it was unloaded."""
    return entry.state in (ConfigEntryState.SETUP_IN_PROGRESS, ConfigEntryState.LOADED)


def _remember(faults: Faults, err: TuyaError, lock: Device | None) -> None:
    now = dt_util.utcnow()
    key = (lock.id if lock else _LIST, str(err))
    fault = faults.recent.pop(key, None) or Fault(
        lock.id if lock else None, str(err), err.translation_key, now, now
    )
    fault.last_at = now
    fault.count += 1
    faults.recent[key] = fault
    for oldest in list(faults.recent)[:-_MOST_RECENT]:
        del faults.recent[oldest]


@callback
def _issue(
    hass: HomeAssistant, entry: ConfigEntry, err: TuyaError, lock: Device | None
) -> _Issue | None:
    """Return the issue for an error, None where the owner cannot cure it."""
    key = to_ha_error(err).translation_key
    if key in _PROJECT_ISSUES:
        return _Issue(key, {})
    if key in _SERVICE_ISSUES:
        return _service_issue(key, err.service)
    if key == "unsupported" and lock is not None:
        name = shown_name(hass, entry.entry_id, lock)
        names = {"lock": name, "service": err.service.value}
        return _Issue("no_log", names, lock.id)
    return None


def _service_issue(key: str, service: Service) -> _Issue:
    return _Issue(key, {"service": service.value}, service.name.lower())


@callback
def _async_set_issue(
    hass: HomeAssistant, entry: ConfigEntry, reporter: str, issue: _Issue
) -> None:
    """Set the issue of a reporter, in place of the one that it has set before."""
    issues = _faults(hass, entry).issues
    issue_id = issue.id_for(entry)
    if issues.get(reporter) != issue_id:
        _async_clear_issue(hass, entry, reporter)
    issues[reporter] = issue_id
    integration = async_get_loaded_integration(hass, DOMAIN)
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data={"entry_id": entry.entry_id},
        is_fixable=issue.is_fixable,
        learn_more_url=f"{integration.documentation}#troubleshooting",
        severity=issue.severity,
        translation_key=issue.translation_key,
        translation_placeholders={
            "console_url": CONSOLE_URL,
            "name": entry.title,
            **issue.placeholders,
        },
    )


@callback
def _async_clear_issue(hass: HomeAssistant, entry: ConfigEntry, reporter: str) -> None:
    """Delete the issue of a reporter, unless another one has set it, too."""
    issues = _faults(hass, entry).issues
    issue_id = issues.pop(reporter, None)
    if issue_id is not None and issue_id not in issues.values():
        ir.async_delete_issue(hass, DOMAIN, issue_id)


@callback
def _async_check_plan_end(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Warn before the plan ends, as far as the options say when that is."""
    plan_end = entry.options.get(CONF_PLAN_END)
    expired = _service_issue("plan_expired", Service.IOT_CORE).id_for(entry)
    if (
        plan_end is None
        or date.fromisoformat(plan_end) - dt_util.now().date() > _PLAN_END_NOTICE
        or expired in _faults(hass, entry).issues.values()
    ):
        _async_clear_issue(hass, entry, _PLAN_END)
        return
    _async_set_issue(
        hass,
        entry,
        _PLAN_END,
        _Issue(
            "plan_ends",
            {"date": plan_end},
            severity=ir.IssueSeverity.WARNING,
            is_fixable=False,
        ),
    )
