"""When the log of a lock was read, when it will be, and why it could not be."""

from datetime import datetime, timedelta
from typing import TypedDict

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.update_coordinator import UpdateFailed

from .errors import async_message
from .issues import has_issue
from .lock_coordinator import TuyaLockCoordinator


class LogStatus(TypedDict):
    """What the foot of the card says of a lock; times are ISO 8601 in UTC."""

    last_read: str | None
    """When its log was read, also before a restart; None where it never was."""

    next_read: str | None
    """When it will be, unless a hint pulls that forward."""

    is_listening: bool
    """Whether a source of hints is connected."""

    error: str | None
    """Why it could not be read the last time, in the language of the user."""

    needs_owner: bool
    """Whether a repair, or a new secret, can help."""


async def async_log_status(
    hass: HomeAssistant, lock: TuyaLockCoordinator, language: str
) -> LogStatus:
    """Return the status of a lock's log."""
    failure = None if lock.last_update_success else lock.last_exception
    return {
        "last_read": _text(lock.reader.read_at),
        "next_read": _text(_next_poll(lock)),
        "is_listening": lock.hints.health.is_listening,
        "error": None
        if failure is None
        else await _async_reason(hass, failure, language),
        "needs_owner": isinstance(failure, ConfigEntryAuthFailed)
        or (failure is not None and has_issue(hass, lock.config_entry, lock.device)),
    }


def _next_poll(lock: TuyaLockCoordinator) -> datetime | None:
    """Return when a log is polled next; None before it was ever polled."""
    interval = lock.update_interval
    failure = lock.last_exception
    if isinstance(failure, UpdateFailed) and failure.retry_after is not None:
        interval = timedelta(seconds=failure.retry_after)
    if lock.polled_at is None or interval is None:
        return None
    return lock.polled_at + interval


async def _async_reason(
    hass: HomeAssistant, failure: BaseException, language: str
) -> str:
    if isinstance(failure, HomeAssistantError) and failure.translation_key is not None:
        return await async_message(hass, failure, language)
    return str(failure)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
