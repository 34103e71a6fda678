"""What Tuya's cloud knows about the locks of a project.

Sources: Tuya's pages "Unlocking & Alert History APIs", "Device Management" and
"Smart Lock Open APIs".
"""

from collections.abc import AsyncGenerator, Collection, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime
import re
from typing import Any, Final

from .client import TuyaClient
from .device_log import device_log_pages, door_codes, door_lock_rows, is_unlock_code
from .devices import Device, device_from_row
from .errors import (
    Service,
    TuyaNoDataError,
    TuyaOfflineError,
    TuyaParameterError,
    TuyaTransientError,
)
from .masking import masked
from .paging import MAX_PAGES, PAGE_SIZE, goes_on, objects_in, rows_in, total_of
from .records import (
    Endpoint,
    LockRecord,
    UnlockMethod,
    method_of,
    records_from_row,
    slot_of,
    text_of,
)
from .streams import RECORD_CODES, LogPage, LogStream

_SAFE_ID: Final = re.compile(r"[A-Za-z0-9._~*-]{1,255}")
# What is kept of a log for diagnostics.
_RECENT_ROWS: Final = 20


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
            for row in rows_in(result):
                if device := device_from_row(row):
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
        if (device := device_from_row(result)) is None:
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
                for module in objects_in(result)
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
            rows = rows_in(result)
            if rows == previous:
                # A server that ignores the page sends the same members for ever.
                break
            users += (_user(row) for row in rows if isinstance(row, dict))
            if not goes_on(result, len(rows), len(users)):
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
            pages = self._device_log_pages(lock_id, stream, start, end, codes)
        else:
            pages = self._door_log_pages(lock_id, stream, codes)
        async with aclosing(pages):
            async for page in pages:
                yield page

    async def _door_log_pages(
        self, lock_id: str, stream: LogStream, codes: Collection[str]
    ) -> AsyncGenerator[LogPage]:
        """Yield the pages of a door-lock log."""
        key = lock_id, stream.name
        previous: list[Any] = []
        on_page = read = 0
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
            rows = rows_in(result)
            read += len(rows)
            if page_no == 1:
                self._remember(lock_id, stream, rows)
            records, skipped = _records_in(stream, rows)
            # Some answers know no pages, and pictures have new addresses in each.
            shown = [replace(record, media=()) for record in records] or rows
            is_repeat = page_no > 1 and shown == previous
            has_next = not is_repeat and goes_on(result, len(rows), read)
            longest = self._longest_last_pages.get(key, 0)
            if has_next is None:
                # A page that is shorter than others is the last one.
                has_next = len(rows) >= max(longest, on_page)
            elif is_repeat or not rows:
                self._longest_last_pages[key] = max(longest, on_page)
            yield LogPage(records, skipped, not has_next, total_of(result, read))
            if not has_next:
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
        asked = door_codes((*RECORD_CODES, *codes))
        if stream.endpoint is Endpoint.DEVICE_ALARMS:
            asked = [code for code in asked if not is_unlock_code(code)]
        pages = device_log_pages(self.client, _in_path(lock_id), asked, start, end)
        is_first = True
        async with aclosing(pages):
            async for page in pages:
                rows = door_lock_rows(page.rows, asked)
                if is_first:
                    self._remember(lock_id, stream, rows)
                is_first = False
                records, skipped = _records_in(stream, rows)
                skipped += len(page.rows) - len(rows)
                yield LogPage(records, skipped, page.is_last)

    def _remember(self, lock_id: str, stream: LogStream, rows: list[Any]) -> None:
        """Keep the newest rows of a log for diagnostics."""
        if rows:
            recent = self._recent_rows.setdefault(lock_id, {})
            recent[stream.endpoint] = [masked(row) for row in rows[:_RECENT_ROWS]]

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


def _records_in(
    stream: LogStream, rows: Iterable[object]
) -> tuple[tuple[LockRecord, ...], int]:
    """Return the records in some rows, and how many rows make none."""
    found = [records_from_row(stream.endpoint, row) for row in rows]
    records = tuple(record for each in found for record in each)
    return records, sum(not each for each in found)


def _user(row: dict[str, Any]) -> LockUser:
    credentials = []
    for detail in objects_in(row.get("unlock_detail")):
        method = method_of(text_of(detail.get("dp_code")) or "")
        for unlock in objects_in(detail.get("unlock_list")):
            slot = slot_of(method, text_of(unlock.get("unlock_sn")))
            name = text_of(unlock.get("unlock_name"))
            credentials.append(Credential(method, slot, name))
    return LockUser(
        text_of(row.get("user_id")), text_of(row.get("nick_name")), tuple(credentials)
    )


def _in_path(identifier: str) -> str:
    """Return an id that can stand in a path unchanged, as signing needs it."""
    if not _SAFE_ID.fullmatch(identifier) or set(identifier) == {"."}:
        raise TuyaParameterError("Tuya's id cannot stand in an address")
    return identifier
