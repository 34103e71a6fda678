"""What Home Assistant shows of a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self

from homeassistant.components.event import DoorbellEventType

from ..api.records import LockAlarm, RecordKind, UnlockMethod

EVENT_LATE: Final = "late"


class Notice(StrEnum):
    """What a record is the occasion to say, in an event of its own."""

    NEW_CREDENTIAL = "new_credential"
    REPEATED_ATTEMPTS = "repeated_attempts"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEvent:
    """A record with names in place of ids."""

    record_id: str
    occurred_at: datetime
    kind: RecordKind
    method: UnlockMethod | None = None
    alarm: LockAlarm | None = None
    notice: Notice | None = None
    code: str = ""
    slot: int | None = None
    user: str | None = None
    person: str | None = None
    """The entity of the person that the owner has named for it."""

    credential: str | None = None
    participants: tuple[str, ...] = ()
    uncertain: bool = False
    """Whether the user is a guess."""

    duress_suspected: bool = False
    bindable: bool = False
    """Whether Tuya would link the record with a member."""

    picture: bool = False
    """Whether the lock has taken a picture."""

    late: bool = False
    count: int = 1
    """How many rows an entry stands for, where a lock repeats an alarm."""

    attempt: int = 0
    """How many attempts add up with this one."""

    attempt_seconds: int = 0
    """The time that lies between the first and the last of them."""

    @property
    def event_type(self) -> str:
        """Return the type of its event; the past never acts as the present.

        A duress alarm is one however late: somebody may still need help.
        """
        if self.late and self.alarm is not LockAlarm.DURESS:
            return EVENT_LATE
        return self.notice or self.alarm or self.method or DoorbellEventType.RING

    def as_data(self) -> dict[str, Any]:
        """Return what automations, scripts and the card can read of a record."""
        data: dict[str, Any] = {
            "record_id": self.record_id,
            "occurred_at": self.occurred_at.isoformat(),
            "kind": self.kind,
            "type": self.event_type,
            "method": self.method,
            "alarm": self.alarm,
            "notice": self.notice,
            "code": self.code,
            "slot": self.slot,
            "user": self.user,
            "person": self.person,
            "credential": self.credential,
            "participants": list(self.participants),
            "uncertain": self.uncertain,
            "duress_suspected": self.duress_suspected,
            "bindable": self.bindable,
            "picture": self.picture,
            "late": self.late,
            "count": self.count,
        }
        if self.attempt:
            data["attempt"] = self.attempt
            data["attempt_seconds"] = self.attempt_seconds
        return data

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as JSON values, without those that say nothing."""
        stored: dict[str, Any] = {
            each.name: value
            for each in fields(self)
            if (value := getattr(self, each.name)) != each.default
        }
        stored["occurred_at"] = self.occurred_at.isoformat()
        return stored

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the entry that `as_dict` gave."""
        types: dict[str, Callable[[Any], Any]] = {
            "occurred_at": datetime.fromisoformat,
            "kind": RecordKind,
            "method": UnlockMethod,
            "alarm": LockAlarm,
            "notice": Notice,
            "participants": tuple,
        }
        return cls(
            **{
                name: types[name](value) if name in types else value
                for name, value in stored.items()
            }
        )
