"""The commands of the card: records, new ones, a table, the week's pattern, names."""

import asyncio
from collections import Counter
from collections.abc import Container
from datetime import timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.http.auth import async_sign_path
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import ATTR_DEVICE_ID, CONF_METHOD, CONF_NAME
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util

from .access_log.export import as_csv
from .access_log.query import LONGEST_PAGE, USUAL_PAGE, Cursor, Query, time_from_text
from .api.records import RecordKind, UnlockMethod
from .const import DOMAIN, EVENT_RECORD, SIGNAL_HISTORY_CHANGED
from .errors import not_a_lock
from .lock_coordinator import TuyaLockCoordinator
from .log_status import async_log_status
from .people.credentials import credential_key
from .people.persons import CONF_PERSON, PERSON_DOMAIN
from .rights import async_get_locks
from .views import picture_url

# As long as a person may look at it.
_SIGNED_FOR: Final = timedelta(hours=1)
_DEVICE_IDS: Final[VolDictType] = {vol.Required("device_ids"): [str]}
_CREDENTIAL: Final[VolDictType] = {
    vol.Required(ATTR_DEVICE_ID): str,
    vol.Required(CONF_METHOD): vol.Coerce(UnlockMethod),
    vol.Required("slot"): int,
}


_FILTER: Final[VolDictType] = {
    **_DEVICE_IDS,
    vol.Optional("start"): vol.All(str, time_from_text),
    vol.Optional("end"): vol.All(str, time_from_text),
    vol.Optional("kinds", default=[]): [vol.Coerce(RecordKind)],
    vol.Optional("methods", default=[]): [vol.Coerce(UnlockMethod)],
    vol.Optional("users", default=[]): [str],
    vol.Optional("search", default=""): vol.All(str, vol.Length(max=100)),
}


@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    for command in (
        _records,
        _export,
        _subscribe,
        _pattern,
        _picture,
        _assignment,
        _status,
        _name_credential,
    ):
        websocket_api.async_register_command(hass, command)


@callback
@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/records",
        **_FILTER,
        vol.Optional("before"): vol.All(str, Cursor.from_text),
        vol.Optional("limit", default=USUAL_PAGE): vol.All(
            int, vol.Range(min=1, max=LONGEST_PAGE)
        ),
    }
)
def _records(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send a page of the records of some locks, newest first."""
    locks = _locks(hass, connection, msg["device_ids"])
    histories = {device_id: lock.history for device_id, lock in locks.items()}
    page = _query(msg).page(histories, msg.get("before"), msg["limit"])
    users = set[str]().union(*(each.users for each in histories.values()))
    nameless = set[str]().union(*(each.nameless for each in histories.values()))
    methods = set[str]().union(*(each.methods for each in histories.values()))
    connection.send_result(
        msg["id"],
        {
            "records": page.records,
            "cursor": page.cursor and str(page.cursor),
            "users": sorted(users - nameless, key=str.casefold),
            "nameless": sorted(nameless, key=str.casefold),
            "methods": sorted(methods),
            "total": page.total,
        },
    )


@websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/export", **_FILTER})
@websocket_api.async_response
async def _export(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send all records that a filter lets through as a table."""
    locks = _locks(hass, connection, msg["device_ids"])
    histories = {device_id: lock.history for device_id, lock in locks.items()}
    names = {device_id: lock.shown_name for device_id, lock in locks.items()}
    query = _query(msg)
    page = query.page(histories, None, LONGEST_PAGE)
    records = page.records
    while page.cursor is not None:
        # Others get their turn in between.
        await asyncio.sleep(0)
        page = query.page(histories, page.cursor, LONGEST_PAGE)
        records += page.records
    table = await hass.async_add_executor_job(as_csv, records, names)
    connection.send_result(msg["id"], {"csv": table})


def _query(msg: dict[str, Any]) -> Query:
    """Return what a command that has a filter asks for."""
    return Query(
        start=msg.get("start"),
        end=msg.get("end"),
        kinds=frozenset(msg["kinds"]),
        methods=frozenset(msg["methods"]),
        users=frozenset(msg["users"]),
        search=msg["search"].strip().casefold(),
    )


@callback
@websocket_api.websocket_command(
    {vol.Required("type"): f"{DOMAIN}/subscribe", **_DEVICE_IDS}
)
def _subscribe(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send each new record of some locks, and when records that were sent have changed.

    Locks are looked up for each event: an entry may be reloaded meanwhile.
    """

    def locks() -> dict[str, TuyaLockCoordinator]:
        # Rights may have changed since.
        return _locks(hass, connection, msg["device_ids"])

    @callback
    def send(news: dict[str, Any]) -> None:
        connection.send_message(websocket_api.event_message(msg["id"], news))

    @callback
    def send_event(event: Event) -> None:
        device_id = event.data[ATTR_DEVICE_ID]
        lock = locks().get(device_id)
        found = lock.history.get(event.data["record_id"]) if lock else None
        if found is None:
            # The user may not see it, or it is a notice, whose record has been sent.
            return
        if event.data["count"] > 1:
            # The end of a burst, whose records were kept without an event.
            send({"type": "changed"})
            return
        record = {ATTR_DEVICE_ID: device_id, **found.as_data()}
        send({"type": "records", "records": [record]})

    @callback
    def history_changed(lock_id: str) -> None:
        if any(lock.device.id == lock_id for lock in locks().values()):
            send({"type": "changed"})

    @callback
    def entry_changed(_change: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Send that names or privacy have changed in the options, or a reload."""
        if (
            entry.domain == DOMAIN
            and entry.state is ConfigEntryState.LOADED
            and any(lock.config_entry is entry for lock in locks().values())
        ):
            send({"type": "changed"})

    stops = [
        hass.bus.async_listen(EVENT_RECORD, send_event),
        async_dispatcher_connect(hass, SIGNAL_HISTORY_CHANGED, history_changed),
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed),
    ]

    @callback
    def unsubscribe() -> None:
        for stop in stops:
            stop()

    connection.subscriptions[msg["id"]] = unsubscribe
    connection.send_result(msg["id"])


@callback
@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/pattern",
        **_DEVICE_IDS,
        vol.Required("weeks"): vol.All(int, vol.Range(min=1, max=12)),
    }
)
def _pattern(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send how often each user has opened in each hour of the week."""
    since = dt_util.utcnow() - timedelta(weeks=msg["weeks"])
    counts: Counter[tuple[int, int, str | None]] = Counter()
    for lock in _locks(hass, connection, msg["device_ids"]).values():
        for event in lock.history.between(since, None):
            if event.kind is RecordKind.UNLOCK:
                when = dt_util.as_local(event.occurred_at)
                # Who opens together comes together.
                for user in event.participants or (event.user,):
                    counts[when.weekday(), when.hour, user] += 1
    cells = [
        {"weekday": weekday, "hour": hour, "user": user, "count": count}
        for (weekday, hour, user), count in counts.items()
    ]
    connection.send_result(msg["id"], {"cells": cells})


@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/picture",
        vol.Required(ATTR_DEVICE_ID): str,
        vol.Required("record_id"): str,
    }
)
@websocket_api.async_response
async def _picture(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send the signed address of a record's picture; None where none is kept."""
    device_id = msg[ATTR_DEVICE_ID]
    url: str | None = None
    if (lock := _locks(hass, connection, [device_id]).get(device_id)) is not None:
        for file in await hass.async_add_executor_job(lock.pictures.folder.files):
            if file.shows(msg["record_id"]):
                url = async_sign_path(
                    hass, picture_url(lock.device.id, file), _SIGNED_FOR
                )
    connection.send_result(msg["id"], {"url": url})


@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/status",
        **_DEVICE_IDS,
        vol.Required("language"): vol.All(str, vol.Match(r"^[A-Za-z-]{2,20}$")),
    }
)
@websocket_api.async_response
async def _status(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send the `LogStatus` of some locks, by device."""
    locks = _locks(hass, connection, msg["device_ids"])
    status = {
        device_id: await async_log_status(hass, lock, msg["language"])
        for device_id, lock in locks.items()
    }
    connection.send_result(msg["id"], {"status": status})


@callback
@websocket_api.require_admin
@websocket_api.websocket_command(
    {vol.Required("type"): f"{DOMAIN}/assignment", **_CREDENTIAL}
)
def _assignment(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send the `person` or the `name` that the form for a credential holds at first."""
    lock = _lock(hass, connection, msg[ATTR_DEVICE_ID])
    key = credential_key(msg[CONF_METHOD], msg["slot"])
    each = lock.resolver.assignables().get(key)
    connection.send_result(
        msg["id"], lock.assignments.suggested_values(key, each.user if each else None)
    )


@callback
@websocket_api.require_admin
@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/name_credential",
        **_CREDENTIAL,
        vol.Optional(CONF_NAME): vol.Any(None, str),
        vol.Optional(CONF_PERSON): vol.Any(None, cv.entity_domain(PERSON_DOMAIN)),
    }
)
def _name_credential(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Assign a credential to a person or a name.

    An empty or null field removes the assignment; without both fields nothing changes.
    """
    lock = _lock(hass, connection, msg[ATTR_DEVICE_ID])
    key = credential_key(msg[CONF_METHOD], msg["slot"])
    form: dict[str, str] = {
        name: msg[name] for name in (CONF_NAME, CONF_PERSON) if msg.get(name)
    }
    was_empty = CONF_NAME not in msg and CONF_PERSON not in msg
    if lock.assignments.async_assign_from_form(key, form, was_empty=was_empty):
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="invalid_name"
        )
    connection.send_result(msg["id"])


@callback
def _lock(
    hass: HomeAssistant, connection: websocket_api.ActiveConnection, device_id: str
) -> TuyaLockCoordinator:
    """Return a lock that a user may see, by its device."""
    if (lock := _locks(hass, connection, [device_id]).get(device_id)) is None:
        raise not_a_lock(device_id)
    return lock


@callback
def _locks(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    device_ids: Container[str],
) -> dict[str, TuyaLockCoordinator]:
    """Return those of some locks that a user may see, by their devices."""
    locks = async_get_locks(hass, connection.user)
    return {
        device_id: lock for device_id, lock in locks.items() if device_id in device_ids
    }
