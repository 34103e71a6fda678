"""What a lock's log shows, for the tests of what becomes of it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
import json
from typing import Any, Final

from custom_components.tuya_door_lock.access_log.scan import (
    LogScan,
    ScanResult,
    TrackedRecord,
)
from custom_components.tuya_door_lock.access_log.tracker import Tracker
from custom_components.tuya_door_lock.api.records import (
    LockAlarm,
    LockRecord,
    RecordKind,
    UnlockMethod,
)
from custom_components.tuya_door_lock.api.streams import LogPage

NOW: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
OPEN: Final = "open-logs v1.1"
OPEN_V10: Final = "open-logs v1.0"
ALARMS: Final = "alarm-logs v1.1"
ALARMS_V10: Final = "alarm-logs v1.0"
RECORDS: Final = "records v1.0"
KINDS: Final = {
    OPEN: frozenset({RecordKind.UNLOCK}),
    OPEN_V10: frozenset({RecordKind.UNLOCK}),
    ALARMS: frozenset({RecordKind.ALARM, RecordKind.DOORBELL}),
    ALARMS_V10: frozenset({RecordKind.ALARM, RecordKind.DOORBELL}),
    RECORDS: frozenset(RecordKind),
}


def ago(**units: float) -> datetime:
    """Return a time before NOW."""
    return NOW - timedelta(**units)


def unlock(name: str, at: datetime = NOW, **values: Any) -> LockRecord:
    """Return an unlock with a name by which no record is recognized."""
    fields: dict[str, Any] = {
        "occurred_at": at,
        "kind": RecordKind.UNLOCK,
        "method": UnlockMethod.FINGERPRINT,
        "credential_name": name,
    }
    return LockRecord(**fields | values)


def alarm(name: str, at: datetime = NOW, **values: Any) -> LockRecord:
    """Return an alarm."""
    fields = {"kind": RecordKind.ALARM, "method": None, "alarm": LockAlarm.PRY}
    return unlock(name, at, **{**fields, **values})


def read(
    tracker: Tracker,
    *pages: Iterable[LockRecord],
    now: datetime = NOW,
    stream: str = OPEN,
    complete: bool = True,
    total: int | None = None,
    delivers: bool = True,
    is_full: bool = False,
) -> ScanResult:
    """Read pages as far as they are asked for, and deliver what is new."""
    scan = LogScan(tracker, stream, KINDS[stream], now, is_full=is_full)
    for number, page in enumerate(pages, 1):
        is_last = complete and number == len(pages)
        if not scan.add(LogPage(tuple(page), 0, is_last, total)):
            break
    result = scan.finish(complete=complete)
    if delivers:
        for tracked in result.new:
            tracker.mark_delivered(tracked.record_id)
    return result


def names(records: Iterable[TrackedRecord]) -> list[str | None]:
    """Return the names of records."""
    return [tracked.record.credential_name for tracked in records]


def restarted(tracker: Tracker) -> Tracker:
    """Return a tracker as it comes back from storage."""
    again = Tracker("lock")
    again.restore(json.loads(json.dumps(tracker.as_dict())))
    return again
