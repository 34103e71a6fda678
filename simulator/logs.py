"""The log endpoints: which entries a request asks for, newest first, by pages.

Source: Tuya's page "Unlocking & Alert History APIs".
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from . import errors, rows
from .cloud import TuyaCloud
from .errors import TuyaError
from .models import Entry, Lock, LogName, RawEntry, Spelling, Stream, Unit, Version
from .request import Request

PAGE_CAP: Final = 100
MS_FROM: Final = 100_000_000_000

SPELLINGS: Final[dict[Spelling, tuple[str, str, str, str, str]]] = {
    "camelCase": (
        "targetStandardDpCodes",
        "startTime",
        "endTime",
        "pageNo",
        "pageSize",
    ),
    "snake_case": (
        "target_standard_dp_codes",
        "start_time",
        "end_time",
        "page_no",
        "page_size",
    ),
}

STREAMS: Final[dict[LogName, Stream]] = {
    "open-logs": "open",
    "alarm-logs": "alarm",
    "records": "records",
}

type Stored = Entry | RawEntry
type Span = tuple[int | None, int | None]
type Wanted = Callable[[Entry], bool]


def open_logs(
    cloud: TuyaCloud, request: Request, lock: Lock, version: Version
) -> dict[str, Any]:
    """Answer `{logs, total}`: the unlocks, within a required range."""
    abilities = lock.abilities
    if version not in abilities.open_logs:
        raise TuyaError(abilities.refusal)
    number = request.integer("page_no", minimum=1)
    size = request.integer("page_size", minimum=1)
    since, until = request.integer("start_time"), request.integer("end_time")
    if version == "v1.0":
        since = _milliseconds(since, abilities.open_logs_unit, end=False)
        until = _milliseconds(until, abilities.open_logs_unit, end=True)
    base_url = _media_base(request, lock) if version == "v1.1" else None
    found = _select(
        cloud,
        request,
        lock,
        name="open-logs",
        span=(since, until),
        wanted=lambda entry: entry.kind == "unlock",
    )
    shown = [
        entry.row
        if isinstance(entry, RawEntry)
        else rows.open_row(lock, entry, base_url=base_url)
        for entry in _page(found, number, size)
    ]
    return {"logs": shown, "total": len(found)}


def alarm_logs(
    cloud: TuyaCloud, request: Request, lock: Lock, version: Version
) -> dict[str, Any]:
    """Answer `{records, total}`: alarms and rings, filtered if the request says so."""
    if version not in lock.abilities.alarm_logs:
        raise TuyaError(lock.abilities.refusal)
    number = request.integer("page_no", minimum=1)
    size = request.integer("page_size", minimum=1)
    since, until = request.optional("start_time"), request.optional("end_time")
    if version == "v1.0":
        since = since and _milliseconds(since, "any", end=False)
        until = until and _milliseconds(until, "any", end=True)
    codes = request.words("codes", "dp_codes")
    base_url = _media_base(request, lock) if version == "v1.1" else None
    found = _select(
        cloud,
        request,
        lock,
        name="alarm-logs",
        span=(since or None, until or None),
        wanted=lambda entry: (
            entry.kind != "unlock" and (not codes or entry.code in codes)
        ),
    )
    shown = [
        entry.row
        if isinstance(entry, RawEntry)
        else rows.alarm_row(lock, entry, version, base_url=base_url)
        for entry in _page(found, number, size)
    ]
    return {"records": shown, "total": len(found)}


def records(cloud: TuyaCloud, request: Request, lock: Lock) -> dict[str, Any]:
    """Answer `{has_more, records, total, total_pages}`: whatever has one of the codes.

    Times are in milliseconds, and 0 leaves the range open on that side.
    """
    codes, start_time, end_time, page_no, page_size = _spelling(request, lock)
    number = request.integer(page_no, minimum=1)
    size = min(request.integer(page_size, minimum=1), PAGE_CAP)
    wanted = request.words(codes)
    found = _select(
        cloud,
        request,
        lock,
        name="records",
        span=(
            request.integer(start_time) or None,
            request.integer(end_time) or None,
        ),
        wanted=lambda entry: entry.code in wanted,
    )
    shown = [
        entry.row
        if isinstance(entry, RawEntry)
        else rows.record_row(lock, entry, base_url=request.base_url)
        for entry in _page(found, number, size)
    ]
    return {
        "has_more": number * size < len(found),
        "records": shown,
        "total": len(found),
        "total_pages": -(-len(found) // size),
    }


def _spelling(request: Request, lock: Lock) -> tuple[str, str, str, str, str]:
    if not lock.abilities.records:
        raise TuyaError(lock.abilities.refusal)
    complete = [
        spelling
        for spelling, names in SPELLINGS.items()
        if all(request.values.get(name) for name in names)
    ]
    if not complete:
        raise TuyaError(errors.PARAM_EMPTY)
    for spelling in complete:
        if spelling in lock.abilities.records:
            return SPELLINGS[spelling]
    raise TuyaError(errors.PARAM_ILLEGAL)


def _milliseconds(value: int, unit: Unit, *, end: bool) -> int:
    """Convert a bound of v1.0; an end in seconds includes its whole second."""
    if not value:
        return value
    given: Unit = "s" if value < MS_FROM else "ms"
    if unit not in {"any", given}:
        raise TuyaError(errors.PARAM_ILLEGAL)
    if given == "ms":
        return value
    return value * 1000 + (999 if end else 0)


def _media_base(request: Request, lock: Lock) -> str | None:
    asked = "true" in (
        request.values.get("show_media_info"),
        request.values.get("showMediaInfo"),
    )
    return request.base_url if asked and lock.abilities.media else None


def _within(time: int, span: Span) -> bool:
    since, until = span
    return (since is None or time >= since) and (until is None or time <= until)


def _select(
    cloud: TuyaCloud,
    request: Request,
    lock: Lock,
    *,
    name: LogName,
    span: Span,
    wanted: Wanted,
) -> list[Stored]:
    """Return the visible entries that a request asks for, newest first."""
    if cloud.before_answer is not None:
        cloud.before_answer(request.path)
    if name in lock.abilities.silent:
        return []
    found: list[tuple[int, int, Stored]] = []
    for index, entry in enumerate(cloud.visible(lock, name)):
        if isinstance(entry, RawEntry):
            if entry.stream != STREAMS[name]:
                continue
            time = entry.time_ms
            if time is None:
                found.append((rows.milliseconds(entry), index, entry))
                continue
        else:
            if not wanted(entry):
                continue
            time = rows.milliseconds(entry)
        if _within(time, span):
            found.append((time, index, entry))
    found.sort(key=lambda item: item[:2], reverse=True)
    return [entry for _, _, entry in found]


def _page(found: Sequence[Stored], number: int, size: int) -> Sequence[Stored]:
    size = min(size, PAGE_CAP)
    return found[(number - 1) * size : number * size]
