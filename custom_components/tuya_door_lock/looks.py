"""Looks into the log of a lock that a person or an automation has asked for."""

from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .access_log.events import LockEvent
from .const import DOMAIN
from .lock_coordinator import TuyaLockCoordinator
from .polling.hint_codes import Hint, HintSource
from .polling.quota import Purpose


async def async_look_now(lock: TuyaLockCoordinator) -> None:
    """Read the log of a lock now.

    Raises HomeAssistantError where that would spend more calls than planned, or
    where the log cannot be read.
    """
    require_calls(lock, lock.reader.calls_per_read)
    await lock.polls.async_read_now()
    _require_success(lock)


@callback
def async_request_look(lock: TuyaLockCoordinator) -> None:
    """Read the log of a lock now, and again until something new is there.

    Raises HomeAssistantError where that would spend more calls than planned.
    """
    # Requests at the same time share their looks.
    calls = 0 if lock.hints.is_requested else lock.reader.calls_per_read
    require_calls(lock, calls)
    lock.looks.async_add(
        Hint(source=HintSource.REQUEST, received=lock.looks.now, reserved=calls)
    )


async def async_look_until_new(lock: TuyaLockCoordinator) -> list[LockEvent]:
    """Read the log of a lock until something new is there; return its events.

    Raises HomeAssistantError where that would spend more calls than planned, or
    where the log cannot be read.
    """
    found: list[LockEvent] = []

    @callback
    def collect(event: LockEvent) -> None:
        found.append(event)

    unsubscribe = async_dispatcher_connect(
        lock.hass, lock.announcer.event_signal, collect
    )
    try:
        async_request_look(lock)
        await lock.looks.async_wait_for_request()
        _require_success(lock)
        await lock.async_deliver_all()
    finally:
        unsubscribe()
    return found


def require_calls(lock: TuyaLockCoordinator, calls: int) -> None:
    """Reserve calls for a request, or raise HomeAssistantError."""
    if not lock.project.reserve(calls, Purpose.REQUEST):
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="no_calls_to_spare",
            translation_placeholders={"lock": lock.shown_name},
        )


def _require_success(lock: TuyaLockCoordinator) -> None:
    if not lock.last_update_success:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="refresh_failed",
            translation_placeholders={
                "lock": lock.shown_name,
                "error": str(lock.last_exception),
            },
        )
