"""What is remembered of names."""

from datetime import UTC, datetime

from custom_components.tuya_door_lock.api.records import (
    LockRecord,
    RecordKind,
    UnlockMethod,
)
from custom_components.tuya_door_lock.journal import Journal
from custom_components.tuya_door_lock.names import Names


def unlock(slot: int, name: str | None) -> LockRecord:
    """Return an unlock with a temporary code."""
    return LockRecord(
        record_id=f"{slot}",
        anonymous_id=f"{slot}",
        occurred_at=datetime(2026, 11, 23, tzinfo=UTC),
        kind=RecordKind.UNLOCK,
        method=UnlockMethod.TEMPORARY,
        slot=slot,
        user_name=name,
    )


def test_the_names_of_temporary_codes_do_not_pile_up() -> None:
    """The last 200 stay; one that is used again counts as new."""
    journal = Journal()
    names = Names(journal, lambda method: method and "Temporary password")
    names.learn([unlock(slot, f"Guest {slot}") for slot in range(200)])
    names.learn([unlock(0, "Guest 0"), unlock(200, "Guest 200"), unlock(300, None)])

    assert len(journal.names) == 200
    assert "temporary:1" not in journal.names
    assert "temporary:0" in journal.names
    assert names.entry(unlock(200, None), late=False).user == "Guest 200"
    assert names.entry(unlock(1, None), late=False).user == "Temporary password 1"
