"""The log that Tuya keeps of any device: what it reported, code by code.

For locks that answer no door-lock endpoint, or none that shows alarms. Sources:
Tuya's page "Query Device Logs", and programs that read such locks.
"""

from base64 import b64decode
from collections import defaultdict
from collections.abc import AsyncGenerator, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from .client import TuyaClient
from .errors import Service, TuyaNoDataError, TuyaOfflineError
from .paging import MAX_PAGES, PAGE_SIZE
from .records import text_of

# What is asked for: the reports of values.
_REPORTED: Final = 7
_SLOT_SIZE: Final = 4
# Two factors are two codes at once. A lock that sends more has sent every code it has.
_MOST_AT_ONCE: Final = 2
ALARM_CODES: Final = frozenset(
    {
        "alarm_lock",
        "alarm_lock_kit",
        "doorbell",
        "hijack",
        "lock_alarm_kit",
        "unlock_request",
    }
)
"""What a lock reports when there is an alarm, or when a person rings."""

_NO_UNLOCKS: Final = frozenset({"unlock_request", "unlock_switch"})


@dataclass(frozen=True, slots=True)
class DeviceLogPage:
    """A page of a device log, newest first."""

    rows: list[Any]
    is_last: bool


async def device_log_pages(
    client: TuyaClient,
    device_id: str,
    codes: Collection[str],
    start: datetime,
    end: datetime,
) -> AsyncGenerator[DeviceLogPage]:
    """Yield the pages of what a device reported of some codes between two times.

    Raises a `TuyaError` when a call fails. Tuya keeps about a week.
    """
    query: dict[str, str | int | bool] = {
        "type": _REPORTED,
        "size": PAGE_SIZE,
        "codes": ",".join(codes),
        "start_time": int(start.timestamp() * 1000),
        "end_time": int(end.timestamp() * 1000),
    }
    for _ in range(MAX_PAGES):
        try:
            result = await client.get(
                f"/v1.0/devices/{device_id}/logs",
                query,
                kind="device-logs",
                service=Service.IOT_CORE,
            )
        except TuyaNoDataError, TuyaOfflineError:
            result = None
        answer = result if isinstance(result, dict) else {}
        rows = answer.get("logs")
        key = text_of(answer.get("next_row_key"))
        is_last = (
            not answer.get("has_next")
            or key is None
            # A pager that does not move on would show the same page for ever.
            or key == query.get("start_row_key")
        )
        yield DeviceLogPage(rows if isinstance(rows, list) else [], is_last)
        if is_last or key is None:
            return
        query["start_row_key"] = key


def is_unlock_code(code: str) -> bool:
    """Return whether a report of a code says that the lock was opened.

    Access control calls it `card_unlock_user`; `unlock_method_` is about the
    enrolling of fingers and cards, and a person may be asking to be let in.
    """
    if code.startswith("unlock_method_") or code in _NO_UNLOCKS:
        return False
    return (
        code.startswith("unlock_")
        or code.endswith("_unlock_user")
        or code == "open_inside"
    )


def door_codes(codes: Iterable[str]) -> list[str]:
    """Return the unlock codes among some codes, and all alarm codes."""
    return sorted({code for code in codes if is_unlock_code(code)} | ALARM_CODES)


def door_lock_rows(
    rows: Iterable[object], codes: Collection[str]
) -> list[dict[str, Any]]:
    """Return rows of a device log as a door-lock endpoint would show them.

    Each is `{"update_time": milliseconds, "status": {"code": …, "value": …}}`.
    What was not asked for is left out: the log of a device has its settings too.
    More unlock codes at one moment than can be used at once are no access: the lock has
    sent the last value of each.
    """
    found: list[dict[str, Any]] = []
    at_once: defaultdict[object, set[str]] = defaultdict(set)
    for row in rows:
        code = text_of(row.get("code")) if isinstance(row, dict) else None
        if not isinstance(row, dict) or code is None or code not in codes:
            continue
        moment = row.get("event_time")
        found.append(
            {
                "update_time": moment,
                "status": {"code": code, "value": _value(code, row.get("value"))},
            }
        )
        if is_unlock_code(code) and isinstance(moment, int):
            at_once[moment].add(code)
    return [
        row
        for row in found
        if not is_unlock_code(row["status"]["code"])
        or len(at_once[row["update_time"]]) <= _MOST_AT_ONCE
    ]


def _value(code: str, value: object) -> str | None:
    """Return a value as text; codes that end in `_kit` have a slot in their bytes."""
    text = text_of(value)
    if text is None or not (code.startswith("unlock_") and code.endswith("_kit")):
        return text
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return text
    if len(data) < _SLOT_SIZE:
        return text
    return str(int.from_bytes(data[:_SLOT_SIZE]))
