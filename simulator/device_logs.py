"""What any device may be asked for: the log of its reports, and its shadow.

Sources: Tuya's pages "Query Device Logs" and "Query Properties" (of the shadow).
"""

from datetime import timedelta
from typing import Any, Final

from . import errors
from .cloud import TuyaCloud
from .errors import TuyaError
from .message_format import dp_id, milliseconds
from .models import Device, Lock, Report, Value
from .request import Request

# The kind of a row that is a report of a value.
REPORTED: Final = "7"
DEFAULT_SIZE: Final = 20
LARGEST_SIZE: Final = 100
RETENTION: Final = timedelta(days=7)
# When the values that a device has had from the beginning were reported.
PAIRED: Final = 1_735_689_600_000


def device_logs(cloud: TuyaCloud, request: Request, device: Device) -> dict[str, Any]:
    """Answer the reports within a required range, newest first, by row keys."""
    if isinstance(device, Lock) and not device.abilities.device_logs:
        raise TuyaError(device.abilities.refusal)
    kinds = request.text("type").split(",")
    since, until = request.integer("start_time"), request.integer("end_time")
    size = request.optional("size") or DEFAULT_SIZE
    if not 1 <= size <= LARGEST_SIZE:
        raise TuyaError(errors.PARAM_ILLEGAL)
    codes = request.words("codes")
    if cloud.before_answer is not None:
        cloud.before_answer(request.path)
    now = cloud.clock.now()
    found = [
        each
        for each in cloud.reports(device)
        if REPORTED in kinds
        and (not codes or each.code in codes)
        and since <= milliseconds(each.occurred_at) <= until
        and now - each.occurred_at <= RETENTION
        and (now - each.uploaded_at).total_seconds() >= each.delay
    ]
    if isinstance(device, Lock) and "device-logs" in device.abilities.silent:
        found = []
    # The sort is stable: of two at once, the one that came later is the newer.
    found.reverse()
    found.sort(key=lambda each: each.occurred_at, reverse=True)
    first = _first(found, request.values.get("start_row_key"))
    shown = found[first : first + size]
    rest = found[first + size :]
    return {
        "count": len(shown),
        "current_row_key": _row_key(shown[0]) if shown else "",
        "device_id": device.id,
        "has_next": bool(rest),
        "logs": [_row(each) for each in shown],
        "next_row_key": _row_key(rest[0]) if rest else "",
    }


def shadow(cloud: TuyaCloud, request: Request, device: Device) -> dict[str, Any]:
    """Answer the last value of each property, and when it was reported."""
    if isinstance(device, Lock) and not device.abilities.shadow:
        raise TuyaError(device.abilities.refusal)
    codes = request.words("codes")
    if cloud.before_answer is not None:
        cloud.before_answer(request.path)
    properties: dict[str, dict[str, Any]] = {
        code: _property(code, PAIRED, value) for code, value in device.status.items()
    }
    # As they arrive: what a lock uploads late replaces what it has uploaded before.
    times = {"paired": PAIRED, "answered": milliseconds(cloud.clock.now())}
    kind = device.abilities.shadow_time if isinstance(device, Lock) else "reported"
    for each in cloud.reports(device):
        if each.in_shadow:
            time = times.get(kind, milliseconds(each.occurred_at))
            properties[each.code] = _property(each.code, time, each.value)
    for code in device.unused if isinstance(device, Lock) else ():
        properties.setdefault(code, _property(code, PAIRED, None))
    return {
        "properties": [
            each for code, each in properties.items() if not codes or code in codes
        ]
    }


def _first(found: list[Report], key: str | None) -> int:
    if not key:
        return 0
    keys = [_row_key(each) for each in found]
    if key not in keys:
        raise TuyaError(errors.PARAM_ILLEGAL)
    return keys.index(key)


def _row_key(report: Report) -> str:
    return f"row-{report.id}-{report.code}"


def _row(report: Report) -> dict[str, Any]:
    return {
        "code": report.code,
        "event_from": "1",
        "event_id": int(REPORTED),
        "event_time": milliseconds(report.occurred_at),
        "status": "1",
        "value": _text(report.value),
    }


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _property(code: str, time: int, value: Value | None) -> dict[str, Any]:
    """Return a property; a raw one that was never reported has no value."""
    kind = "raw"
    if isinstance(value, bool):
        kind = "bool"
    elif isinstance(value, int):
        kind = "value"
    elif value is not None and not code.endswith("_kit"):
        kind = "enum"
    row = {
        "code": code,
        "custom_name": "",
        "dp_id": dp_id(code),
        "time": time,
        "type": kind,
    }
    return row if value is None else row | {"value": value}
