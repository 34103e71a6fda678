"""The endpoints about locks.

Sources: Tuya's pages "Unlocking & Alert History APIs", "Device Management" and
"Smart Lock Open APIs".
"""

from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
import re
from typing import Any, Final, Self

from .client import TuyaClient
from .device_log import device_log_pages, door_codes, door_lock_rows, is_unlock_code
from .errors import (
    Service,
    TuyaNoDataError,
    TuyaOfflineError,
    TuyaParameterError,
    TuyaTransientError,
)
from .masking import masked
from .records import (
    Endpoint,
    LockRecord,
    UnlockMethod,
    method_of,
    records_from_row,
    slot_of,
    text_of,
)

PAGE_SIZE: Final = 100
# Servers that send smaller pages count in tens.
_STEP: Final = 10
_LONGEST_NAME: Final = 100
MAX_PAGES: Final = 20

# Tuya's page "Standard Instruction Set", door locks. Accessories are left out:
# those that can unlock are known by their status.
LOCK_CATEGORIES: Final = frozenset(
    "bxx gyms hotelms jtmsbh jtmspro mk ms photolock videolock".split()
)

# `alarm-logs` leaves out what it does not count as common unless asked for it.
_ALARM_CODES: Final = ("alarm_lock", "hijack", "doorbell")
# `records` answers only for what it is asked for: the codes that the page lists,
# then those seen on locks.
_RECORD_CODES: Final = (
    *(
        f"unlock_{method}"
        for method in UnlockMethod
        if method not in {UnlockMethod.INSIDE, UnlockMethod.OTHER}
    ),
    *(
        f"unlock_{method}_kit"
        for method in (
            UnlockMethod.CARD,
            UnlockMethod.DOUBLE,
            UnlockMethod.FACE,
            UnlockMethod.FINGERPRINT,
            UnlockMethod.KEY,
            UnlockMethod.PASSWORD,
            UnlockMethod.PHONE_REMOTE,
            UnlockMethod.TELECONTROL,
            UnlockMethod.TEMPORARY,
        )
    ),
    "unlock_finger",
    "open_inside",
    *_ALARM_CODES,
)
# What a lock reports beside accesses and alarms: its state.
_STATE: Final = re.compile(
    "battery|residual_electricity|closed_opened|open_close|lock_motor_state|_switch$"
    "|^unlock_method_|^reply_|^initiative_message|^video_"
)
# In percent; the standard set has the first, other locks the others.
_BATTERY_CODES: Final = ("residual_electricity", "battery_percentage", "va_battery")
_BATTERY_STATE_CODE: Final = "battery_state"
_SAFE_ID: Final = re.compile(r"[A-Za-z0-9._~*-]{1,255}")
_LISTS: Final = ("logs", "records", "devices", "list")
# What is kept of a log for diagnostics.
_RECENT_ROWS: Final = 20
# In seconds, from the end of 1999 to 2100. A lock that was without a battery may count
# from 2000, and another be years ahead: a span around today would hide what they log.
_ALL_TIMES: Final = (946_598_400, 4_102_444_800)


class BatteryState(StrEnum):
    """How full a battery is, where a lock does not report it in percent."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    POWEROFF = "poweroff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device of one of the app accounts that are linked to the project."""

    id: str
    name: str
    category: str
    model: str | None
    product_id: str | None
    online: bool | None
    """None where Tuya does not say."""

    codes: frozenset[str]
    """The codes of its status."""

    battery: int | None = None
    """In percent, of what it reported last."""

    battery_state: BatteryState | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields of the device as JSON values."""
        return {**asdict(self), "codes": sorted(self.codes)}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """Return the device that `as_dict` gave."""
        state = stored["battery_state"]
        return cls(
            **{
                **stored,
                "codes": frozenset(stored["codes"]),
                "battery_state": state and BatteryState(state),
            }
        )

    @property
    def is_lock(self) -> bool:
        """Return whether Tuya counts it among the locks, or it reports unlocks."""
        return self.category in LOCK_CATEGORIES or any(
            code.startswith("unlock_") for code in self.codes
        )

    @property
    def reports_battery(self) -> bool:
        """Return whether it reports percent, be it that they are not known now."""
        return not self.codes.isdisjoint(_BATTERY_CODES)

    @property
    def reports_battery_state(self) -> bool:
        """Return whether it reports in words how full its battery is."""
        return _BATTERY_STATE_CODE in self.codes


@dataclass(frozen=True, slots=True)
class Credential:
    """A finger, code or card that a lock knows."""

    method: UnlockMethod
    slot: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class LockUser:
    """A member of a lock with the credentials that belong to them."""

    user_id: str | None = field(repr=False)
    name: str | None
    credentials: tuple[Credential, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStream:
    """One log endpoint in one of the spellings that locks insist on.

    Tuya's page spells its parameters in two styles, and leaves the
    unit of a time open.
    """

    endpoint: Endpoint
    version: str
    camel_case: bool = False
    in_seconds: bool = False
    codes_name: str = "codes"

    @property
    def name(self) -> str:
        """Return endpoint and version: no other spelling changes the answer."""
        return f"{self.endpoint} {self.version}"

    def path(self, lock_id: str) -> str:
        """Return the path of the endpoint for a lock."""
        return f"/{self.version}/devices/{lock_id}/door-lock/{self.endpoint}"

    def query(
        self, page_no: int, codes: Collection[str] = ()
    ) -> dict[str, str | int | bool]:
        """Return the parameters that ask for a page of a lock with these codes.

        They ask for all times: how far back to read is for the reader to say.
        """
        query: dict[str, str | int | bool]
        pages = {"page_no": page_no, "page_size": PAGE_SIZE}
        match self.endpoint:
            case Endpoint.RECORDS:
                query = {
                    "target_standard_dp_codes": ",".join(
                        dict.fromkeys(
                            (*_RECORD_CODES, *filter(_is_logged, sorted(codes)))
                        )
                    ),
                    **pages,
                    "start_time": 0,
                    "end_time": 0,
                }
                if self.camel_case:
                    return {_camel(name): value for name, value in query.items()}
                return query
            case Endpoint.OPEN_LOGS:
                start, end = (
                    seconds * (1 if self.in_seconds else 1000) for seconds in _ALL_TIMES
                )
                query = {**pages, "start_time": start, "end_time": end}
            case _:
                query = {**pages, self.codes_name: ",".join(_ALARM_CODES)}
        if self.version == "v1.0":
            return query
        media = "show_media_info"
        return query | {_camel(media) if self.camel_case else media: True}


SPELLINGS: Final[dict[Endpoint, tuple[LogStream, ...]]] = {
    Endpoint.RECORDS: (
        LogStream(endpoint=Endpoint.RECORDS, version="v1.0", camel_case=True),
        LogStream(endpoint=Endpoint.RECORDS, version="v1.0"),
    ),
    Endpoint.OPEN_LOGS: (
        LogStream(endpoint=Endpoint.OPEN_LOGS, version="v1.1"),
        LogStream(endpoint=Endpoint.OPEN_LOGS, version="v1.1", camel_case=True),
        LogStream(endpoint=Endpoint.OPEN_LOGS, version="v1.0"),
        LogStream(endpoint=Endpoint.OPEN_LOGS, version="v1.0", in_seconds=True),
    ),
    Endpoint.ALARM_LOGS: (
        LogStream(endpoint=Endpoint.ALARM_LOGS, version="v1.1"),
        LogStream(
            endpoint=Endpoint.ALARM_LOGS,
            version="v1.1",
            camel_case=True,
            codes_name="dp_codes",
        ),
        LogStream(endpoint=Endpoint.ALARM_LOGS, version="v1.0"),
        LogStream(endpoint=Endpoint.ALARM_LOGS, version="v1.0", codes_name="dp_codes"),
    ),
    Endpoint.DEVICE_LOG: (LogStream(endpoint=Endpoint.DEVICE_LOG, version="v1.0"),),
    Endpoint.DEVICE_ALARMS: (
        LogStream(endpoint=Endpoint.DEVICE_ALARMS, version="v1.0"),
    ),
}
"""The spellings of each endpoint, in the order in which to try them."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of a log, in the order in which Tuya sent it."""

    records: tuple[LockRecord, ...]
    skipped: int
    """Rows that make no record: without a time, or of something that did not happen."""
    is_last: bool
    """Whether the log ends here."""

    total: int | None = None
    """How many rows the log has, where Tuya gives a plausible number."""


class TuyaLocks:
    """Reads what Tuya's cloud knows about the locks of a project.

    Every method raises a `TuyaError` when the call fails.
    """

    def __init__(self, client: TuyaClient) -> None:
        """Initialize with the project's session."""
        self.client = client
        self._recent_rows: dict[str, dict[Endpoint, list[Any]]] = {}
        self._longest_last_pages: dict[tuple[str, str], int] = {}

    def recent_rows(self, lock_id: str) -> dict[str, list[Any]]:
        """Return the newest rows, masked, by the name of the endpoint."""
        return {
            endpoint.value: list(rows)
            for endpoint, rows in self._recent_rows.get(lock_id, {}).items()
        }

    async def locks(self) -> list[Device]:
        """Return the locks among the devices of the linked app accounts."""
        return [device for device in await self.devices() if device.is_lock]

    async def devices(self) -> list[Device]:
        """Return all devices of the linked app accounts."""
        found: dict[str, Device] = {}
        query: dict[str, str | int | bool] = {"size": PAGE_SIZE}
        for _ in range(MAX_PAGES):
            result = await self.client.get(
                "/v1.0/iot-01/associated-users/devices", query, kind="devices"
            )
            for row in _rows(result):
                if device := _device(row):
                    found[device.id] = device
            more = result if isinstance(result, dict) else {}
            last_row_key = text_of(more.get("last_row_key"))
            # A pager that does not move on would read the same page for ever.
            if (
                not more.get("has_more")
                or last_row_key is None
                or last_row_key == query.get("last_row_key")
            ):
                break
            query["last_row_key"] = last_row_key
        return list(found.values())

    async def device(self, device_id: str) -> Device:
        """Return one device, whatever its category."""
        result = await self.client.get(
            f"/v1.0/devices/{_in_path(device_id)}", kind="device"
        )
        if (device := _device(result)) is None:
            raise TuyaTransientError("Tuya sent no device")
        return device

    async def firmware(self, device_id: str) -> str | None:
        """Return the version of a device's main module, where Tuya knows it."""
        result = await self.client.get(
            f"/v1.0/iot-03/devices/{_in_path(device_id)}/upgrade-infos",
            kind="upgrade-infos",
            optional=True,
        )
        return next(
            (
                text_of(module.get("current_version"))
                for module in _objects(result)
                if module.get("module_type") == 0
            ),
            None,
        )

    async def users(self, lock_id: str) -> list[LockUser]:
        """Return the members of a lock; few locks list them."""
        users: list[LockUser] = []
        previous: list[Any] = []
        for page_no in range(1, MAX_PAGES + 1):
            result = await self.client.get(
                f"/v1.0/smart-lock/devices/{_in_path(lock_id)}/users",
                {"page_no": page_no, "page_size": PAGE_SIZE},
                kind="users",
                service=Service.SMART_LOCK,
                optional=True,
            )
            rows = _rows(result)
            if rows == previous:
                # A server that ignores the page sends the same members for ever.
                break
            users += (_user(row) for row in rows if isinstance(row, dict))
            if not _continues(result, len(rows), len(users)):
                break
            previous = rows
        return users

    async def pages(
        self,
        lock_id: str,
        stream: LogStream,
        start: datetime,
        end: datetime,
        codes: Collection[str] = (),
    ) -> AsyncGenerator[LogPage]:
        """Yield the pages of a lock's log, mostly newest first.

        `codes` are those of the lock's status. The log of any device is asked for what
        lies between the two times, which Tuya bounds to a week, door-lock logs for all
        that they have. Ends with the log, or unfinished after `MAX_PAGES`: only a page
        with `is_last` says that the log was read to its end.
        """
        if stream.endpoint in (Endpoint.DEVICE_LOG, Endpoint.DEVICE_ALARMS):
            async for each in self._device_log_pages(
                lock_id, stream, start, end, codes
            ):
                yield each
            return
        read = 0
        previous: list[Any] = []
        on_page = 0
        key = lock_id, stream.name
        for page_no in range(1, MAX_PAGES + 1):
            try:
                result = await self.client.get(
                    stream.path(_in_path(lock_id)),
                    stream.query(page_no, codes),
                    kind=stream.endpoint,
                    service=Service.SMART_LOCK,
                )
            except TuyaNoDataError, TuyaOfflineError:
                result = None
            rows = _rows(result)
            read += len(rows)
            if rows and page_no == 1:
                recent = self._recent_rows.setdefault(lock_id, {})
                recent[stream.endpoint] = [masked(row) for row in rows[:_RECENT_ROWS]]
            records: list[LockRecord] = []
            skipped = 0
            for row in rows:
                found = records_from_row(stream.endpoint, row)
                records += found
                skipped += not found
            # Some answers know no pages, and pictures have new addresses in each.
            shown = [replace(record, media=()) for record in records] or rows
            is_repeat = page_no > 1 and shown == previous
            goes_on = not is_repeat and _goes_on(result, len(rows), read)
            longest = self._longest_last_pages.get(key, 0)
            if goes_on is None:
                # A page that is shorter than others is the last one.
                goes_on = len(rows) >= max(longest, on_page)
            elif is_repeat or not rows:
                self._longest_last_pages[key] = max(longest, on_page)
            yield LogPage(tuple(records), skipped, not goes_on, _total(result, read))
            if not goes_on:
                return
            previous, on_page = shown, len(rows)

    async def _device_log_pages(
        self,
        lock_id: str,
        stream: LogStream,
        start: datetime,
        end: datetime,
        codes: Collection[str],
    ) -> AsyncGenerator[LogPage]:
        """Yield the pages of the log that Tuya keeps of any device, newest first."""
        asked = door_codes((*_RECORD_CODES, *codes))
        if stream.endpoint is Endpoint.DEVICE_ALARMS:
            asked = [code for code in asked if not is_unlock_code(code)]
        pages = device_log_pages(self.client, _in_path(lock_id), asked, start, end)
        is_first = True
        async with aclosing(pages):
            async for page in pages:
                rows = door_lock_rows(page.rows, asked)
                if rows and is_first:
                    recent = self._recent_rows.setdefault(lock_id, {})
                    recent[stream.endpoint] = [
                        masked(row) for row in rows[:_RECENT_ROWS]
                    ]
                is_first = False
                found = [records_from_row(stream.endpoint, row) for row in rows]
                records = tuple(record for each in found for record in each)
                skipped = len(page.rows) - sum(map(bool, found))
                yield LogPage(records, skipped, page.is_last)

    async def allocate(
        self, lock_id: str, tuya_id: str, user_id: str, *, camel_case: bool = False
    ) -> None:
        """Link a record, and the credential that made it, with a member.

        Tuya has no call that undoes it.
        """
        result = await self.client.post(
            f"/v1.0/devices/{_in_path(lock_id)}/door-lock/records"
            f"/{_in_path(tuya_id)}/actions/allocate",
            {"userId" if camel_case else "user_id": user_id},
            kind="allocate",
            service=Service.SMART_LOCK,
        )
        if result is not True:
            raise TuyaNoDataError("Tuya did not link the record")


def _rows(result: object) -> list[Any]:
    """Return the list that a result is, or holds."""
    if isinstance(result, dict):
        result = next((result[key] for key in _LISTS if result.get(key)), None)
    return result if isinstance(result, list) else []


def _continues(result: object, on_page: int, read: int) -> bool:
    """Return whether a list goes on behind a page, a short one only if it says so."""
    return bool(_goes_on(result, on_page, read))


def _goes_on(result: object, on_page: int, read: int) -> bool | None:
    """Return whether a list may go on behind a page, None where that is unknown.

    A full page may have a next one. Servers may page in smaller steps than they are
    asked for: then only the total says so, which not all of them send.
    """
    if not on_page:
        return False
    more = result if isinstance(result, dict) else {}
    if on_page >= PAGE_SIZE or more.get("has_more") in (True, 1):
        return True
    total = _total(result, read)
    if total is not None and not _may_count_page(total, on_page):
        return total > read
    return False if "has_more" in more else None


def _is_logged(code: str) -> bool:
    """Return whether a lock's log may have rows of a code of its status."""
    return not _STATE.search(code)


def _total(result: object, read: int) -> int | None:
    """Return how many rows a log has; a count of the page alone is none."""
    total = text_of(result.get("total")) if isinstance(result, dict) else None
    return (
        int(total) if total and total.isdecimal() and int(total) >= read > 0 else None
    )


def _may_count_page(total: int, on_page: int) -> bool:
    """Return whether a total may be that of the page, as Tuya's page may mean it.

    It matters where pages are smaller than asked for: in round numbers.
    """
    return total == on_page and on_page % _STEP == 0


def _device(row: object) -> Device | None:
    if not isinstance(row, dict):
        return None
    device_id = text_of(row.get("id"))
    # The id becomes part of addresses and of a file's name.
    if device_id is None or not re.fullmatch("[A-Za-z0-9_-]{1,64}", device_id):
        return None
    status = {
        code: text_of(entry.get("value"))
        for entry in _objects(row.get("status"))
        if (code := text_of(entry.get("code")))
    }
    online = row.get("online")
    state = status.get(_BATTERY_STATE_CODE)
    return Device(
        id=device_id,
        # Entity ids are made of it, and must not pass 255 characters.
        name=(text_of(row.get("name")) or device_id)[:_LONGEST_NAME],
        category=text_of(row.get("category")) or "",
        model=text_of(row.get("product_name")) or text_of(row.get("model")),
        product_id=text_of(row.get("product_id")),
        online=online if isinstance(online, bool) else None,
        codes=frozenset(status),
        battery=next(
            (
                percent
                for code in _BATTERY_CODES
                if (percent := _percent(status.get(code))) is not None
            ),
            None,
        ),
        battery_state=BatteryState(state) if state and state in BatteryState else None,
    )


def _percent(value: str | None) -> int | None:
    """Return a charge, None for those that locks send when they know none."""
    if value is None or not re.fullmatch("[0-9]{1,3}", value) or int(value) > 100:
        return None
    return int(value)


def _user(row: dict[str, Any]) -> LockUser:
    credentials = []
    for detail in _objects(row.get("unlock_detail")):
        method = method_of(text_of(detail.get("dp_code")) or "")
        for unlock in _objects(detail.get("unlock_list")):
            slot = slot_of(method, text_of(unlock.get("unlock_sn")))
            name = text_of(unlock.get("unlock_name"))
            credentials.append(Credential(method, slot, name))
    return LockUser(
        text_of(row.get("user_id")), text_of(row.get("nick_name")), tuple(credentials)
    )


def _objects(value: object) -> list[dict[str, Any]]:
    return [
        entry
        for entry in (value if isinstance(value, list) else [])
        if isinstance(entry, dict)
    ]


def _in_path(identifier: str) -> str:
    """Return an id that can stand in a path unchanged, as signing needs it."""
    if not _SAFE_ID.fullmatch(identifier) or set(identifier) == {"."}:
        raise TuyaParameterError("Tuya's id cannot stand in an address")
    return identifier


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
