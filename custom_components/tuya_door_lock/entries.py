"""What Home Assistant shows of a record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from .api.records import LockAlarm, RecordKind, UnlockMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """A record with names in place of ids."""

    record_id: str
    occurred_at: datetime
    kind: RecordKind
    method: UnlockMethod | None = None
    alarm: LockAlarm | None = None
    code: str = ""
    slot: int | None = None
    user: str | None = None
    credential: str | None = None
    participants: tuple[str, ...] = ()
    duress_suspected: bool = False
    late: bool = False
    count: int = 1
    """How many rows an entry stands for, where a lock repeats an alarm."""

    repeated_attempts: bool = False
    """Whether it announces that attempts have added up, beside the last of them."""

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as JSON values."""
        return asdict(self) | {
            "occurred_at": self.occurred_at.isoformat(),
            "participants": list(self.participants),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the entry that `as_dict` gave."""
        method, alarm = stored["method"], stored["alarm"]
        return cls(
            **{
                **stored,
                "occurred_at": datetime.fromisoformat(stored["occurred_at"]),
                "kind": RecordKind(stored["kind"]),
                "method": UnlockMethod(method) if method else None,
                "alarm": LockAlarm(alarm) if alarm else None,
                "participants": tuple(stored["participants"]),
            }
        )
