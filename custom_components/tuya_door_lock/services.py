"""Actions of the Tuya Door Lock integration."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, cast

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.const import ATTR_DEVICE_ID, CONF_METHOD
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.helpers.typing import VolSchemaType
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType

from .access_log.export import as_csv
from .access_log.history import Predicate
from .access_log.query import LONGEST_PAGE, USUAL_PAGE, Cursor, Query
from .actions import (
    async_allocate,
    async_forget_person,
    async_read_missing_members,
    async_remove_persons,
    knows_person,
)
from .api.records import LockAlarm, RecordKind, UnlockMethod
from .const import DOMAIN
from .lock_coordinator import TuyaLockCoordinator
from .looks import async_look_now, async_look_until_new, async_request_look
from .people.matcher import PersonMatcher
from .people.members import users_of
from .rights import async_get_locks, async_get_locks_of_call
from .views import picture_url

SERVICE_ALLOCATE_RECORD: Final = "allocate_record"
SERVICE_FORGET_PERSON: Final = "forget_person"
SERVICE_GET_PICTURE: Final = "get_picture"
SERVICE_GET_RECORDS: Final = "get_records"
SERVICE_GET_USERS: Final = "get_users"
SERVICE_REFRESH: Final = "refresh"

ATTR_ALARM: Final = "alarm"
ATTR_CONFIRM: Final = "confirm"
ATTR_CURSOR: Final = "cursor"
ATTR_FETCH: Final = "fetch"
ATTR_FORMAT: Final = "format"
ATTR_FROM: Final = "from"
ATTR_KIND: Final = "kind"
ATTR_LIMIT: Final = "limit"
ATTR_MEMBER: Final = "member"
ATTR_RECORD_ID: Final = "record_id"
ATTR_TO: Final = "to"
ATTR_USER: Final = "user"
ATTR_WAIT: Final = "wait"


class Format(StrEnum):
    """What the records are returned as."""

    JSON = "json"
    CSV = "csv"


def _some(choices: type[StrEnum]) -> VolSchemaType:
    return vol.All(cv.ensure_list, [vol.Coerce(choices)])


_TEXT: Final = vol.All(cv.string, str.strip, vol.Length(min=1, max=255))
_DEVICE_IDS: Final = vol.All(cv.ensure_list, [cv.string], vol.Length(min=1))
_LOCKS: Final = vol.Schema({vol.Required(ATTR_DEVICE_ID): _DEVICE_IDS})

_REFRESH_SCHEMA: Final = _LOCKS.extend(
    {vol.Optional(ATTR_WAIT, default=False): cv.boolean}
)
_GET_PICTURE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_RECORD_ID): _TEXT,
    }
)
_GET_RECORDS_SCHEMA: Final = _LOCKS.extend(
    {
        vol.Optional(ATTR_FROM): cv.datetime,
        vol.Optional(ATTR_TO): cv.datetime,
        vol.Optional(ATTR_KIND, default=[]): _some(RecordKind),
        vol.Optional(CONF_METHOD, default=[]): _some(UnlockMethod),
        vol.Optional(ATTR_ALARM, default=[]): _some(LockAlarm),
        vol.Optional(ATTR_USER): _TEXT,
        vol.Optional(ATTR_LIMIT, default=USUAL_PAGE): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=LONGEST_PAGE)
        ),
        # The last page has none: a script can hand on what it got.
        vol.Optional(ATTR_CURSOR): vol.Any(None, cv.string),
        vol.Optional(ATTR_FETCH, default=False): cv.boolean,
        vol.Optional(ATTR_FORMAT, default=Format.JSON): vol.Coerce(Format),
    }
)
_ALLOCATE_RECORD_SCHEMA: Final = _GET_PICTURE_SCHEMA.extend(
    {
        vol.Required(ATTR_MEMBER): _TEXT,
        vol.Optional(ATTR_CONFIRM, default=False): cv.boolean,
    }
)
_FORGET_PERSON_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_USER): _TEXT,
        vol.Optional(ATTR_DEVICE_ID): _DEVICE_IDS,
    }
)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions.

    What cannot be undone is for administrators; automations, which no user has
    called, may do it too.
    """
    hass.services.async_register(
        DOMAIN,
        SERVICE_REFRESH,
        _async_refresh,
        schema=_REFRESH_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_PICTURE,
        _async_get_picture,
        schema=_GET_PICTURE_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_RECORDS,
        _async_get_records,
        schema=_GET_RECORDS_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_USERS,
        _async_get_users,
        schema=_LOCKS,
        supports_response=SupportsResponse.ONLY,
    )
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_ALLOCATE_RECORD,
        _async_allocate_record,
        schema=_ALLOCATE_RECORD_SCHEMA,
    )
    async_register_admin_service(
        hass,
        DOMAIN,
        SERVICE_FORGET_PERSON,
        _async_forget_person,
        schema=_FORGET_PERSON_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )


async def _async_refresh(call: ServiceCall) -> ServiceResponse:
    """Look into the logs of some locks until something new is there.

    Returns at once, or with `wait` when the looks have ended, with what came.
    """
    locks = await _async_locks(call, POLICY_CONTROL)
    if not call.data[ATTR_WAIT]:
        for lock in locks.values():
            async_request_look(lock)
        return {"records": []} if call.return_response else None
    found = await _async_at_each(async_look_until_new(lock) for lock in locks.values())
    records: list[Any] = [
        {ATTR_DEVICE_ID: device_id, **event.as_data()}
        for device_id, events in zip(locks, found, strict=True)
        for event in events
    ]
    return {"records": records} if call.return_response else None


async def _async_get_picture(call: ServiceCall) -> ServiceResponse:
    """Wait until the picture of a record is there, and return where it is."""
    [lock] = (await _async_locks(call, POLICY_READ)).values()
    file = await lock.pictures.async_find(call.data[ATTR_RECORD_ID])
    return {"picture": None if file is None else picture_url(lock.device.id, file)}


async def _async_get_records(call: ServiceCall) -> ServiceResponse:
    """Return a page of the records that are kept of some locks.

    To fetch what is new spends calls, as a refresh does.
    """
    locks = await _async_locks(
        call, POLICY_CONTROL if call.data[ATTR_FETCH] else POLICY_READ
    )
    query = Query(
        start=_time(call, ATTR_FROM),
        end=_time(call, ATTR_TO),
        kinds=frozenset(call.data[ATTR_KIND]),
        methods=frozenset(call.data[CONF_METHOD]),
        alarms=frozenset(call.data[ATTR_ALARM]),
        persons=_persons(call, locks),
    )
    if query.start and query.end and query.start >= query.end:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="empty_span"
        )
    after = _cursor(call)
    if call.data[ATTR_FETCH]:
        await _async_at_each(async_look_now(lock) for lock in locks.values())
    histories = {device_id: lock.history for device_id, lock in locks.items()}
    page = query.page(histories, after, call.data[ATTR_LIMIT])
    since = [lock.complete_since for lock in locks.values()]
    response: dict[str, Any] = {
        "records": page.records,
        "cursor": page.cursor and str(page.cursor),
        "total": page.total,
        "complete_since": None
        if None in since
        else max(filter(None, since)).isoformat(),
    }
    if call.data[ATTR_FORMAT] is Format.CSV:
        names = {device_id: lock.shown_name for device_id, lock in locks.items()}
        response["csv"] = as_csv(page.records, names)
    return response


async def _async_get_users(call: ServiceCall) -> ServiceResponse:
    """Return who can open some locks, and with what."""
    users: list[dict[str, Any]] = []
    locks = await _async_locks(call, POLICY_READ)
    for device_id, lock in locks.items():
        await async_read_missing_members(lock)
        users += (
            {ATTR_DEVICE_ID: device_id, **user} for user in users_of(lock.resolver)
        )
    return {"users": cast(list[JsonValueType], users)}


async def _async_allocate_record(call: ServiceCall) -> None:
    """Link a record, and the credential that made it, with a member."""
    if not call.data[ATTR_CONFIRM]:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="not_confirmed"
        )
    [lock] = (await _async_locks(call, POLICY_CONTROL)).values()
    await async_allocate(lock, call.data[ATTR_RECORD_ID], call.data[ATTR_MEMBER])


async def _async_forget_person(call: ServiceCall) -> ServiceResponse:
    """Erase a person's records at some locks, or at all of them, and the person."""
    user = call.data[ATTR_USER]
    at_all = ATTR_DEVICE_ID not in call.data
    chosen = (
        async_get_locks(call.hass, None)
        if at_all
        else await _async_locks(call, POLICY_CONTROL)
    )
    locks = [lock for lock in chosen.values() if knows_person(lock, user)]
    forgotten = await _async_at_each(async_forget_person(lock, user) for lock in locks)
    is_removed = at_all and async_remove_persons(call.hass, user)
    if not locks and not is_removed:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="nobody_known",
            translation_placeholders={"user": user},
        )
    return {"forgotten": sum(forgotten)} if call.return_response else None


async def _async_at_each[T](works: Iterable[Awaitable[T]]) -> list[T]:
    """Wait for work at several locks; raise the first error when all of it is done."""
    results: list[T] = []
    failures: list[BaseException] = []
    for result in await asyncio.gather(*works, return_exceptions=True):
        if isinstance(result, BaseException):
            failures.append(result)
        else:
            results.append(result)
    if failures:
        raise failures[0]
    return results


def _time(call: ServiceCall, name: str) -> datetime | None:
    """Return a time; one without a time zone is in that of Home Assistant."""
    return dt_util.as_local(call.data[name]) if name in call.data else None


def _persons(
    call: ServiceCall, locks: Mapping[str, TuyaLockCoordinator]
) -> dict[str, Predicate]:
    """Return the condition for each lock: is an event of the user, or credential?"""
    if (user := call.data.get(ATTR_USER)) is None:
        return {}

    def is_of(who: PersonMatcher) -> Predicate:
        return lambda event: who.is_name(event.credential) or who.matches(event)

    return {device_id: is_of(lock.person(user)) for device_id, lock in locks.items()}


def _cursor(call: ServiceCall) -> Cursor | None:
    if not (text := call.data.get(ATTR_CURSOR)):
        return None
    try:
        return Cursor.from_text(text)
    except ValueError as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="wrong_cursor"
        ) from err


async def _async_locks(
    call: ServiceCall, policy: str
) -> dict[str, TuyaLockCoordinator]:
    """Return the locks of a call, by device; raises Unauthorized without the right."""
    device_ids = call.data[ATTR_DEVICE_ID]
    if isinstance(device_ids, str):
        device_ids = [device_ids]
    return await async_get_locks_of_call(call.hass, call.context, device_ids, policy)
