"""Unlocks, and words for their methods."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from custom_components.tuya_door_lock.api.records import (
    LockRecord,
    RecordKind,
    UnlockMethod,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def unlock(
    slot: int | None,
    name: str | None = None,
    method: UnlockMethod = UnlockMethod.FINGERPRINT,
    **changes: Any,
) -> LockRecord:
    """Return an unlock."""
    record = LockRecord(
        occurred_at=NOW,
        kind=RecordKind.UNLOCK,
        method=method,
        slot=slot,
        user_name=name,
    )
    return replace(record, **changes)


def describe(method: UnlockMethod | None) -> str | None:
    """Return a method as a user would read it."""
    return method and method.replace("_", " ").capitalize()
