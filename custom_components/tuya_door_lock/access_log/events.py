"""What Home Assistant shows of a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import (
    Annotated,
    Any,
    Final,
    NotRequired,
    Self,
    TypedDict,
    cast,
    get_args,
    get_type_hints,
)

from homeassistant.components.event import DoorbellEventType

from ..api.records import LockAlarm, RecordKind, UnlockMethod

EVENT_LATE: Final = "late"


class Notice(StrEnum):
    """What an event says that is no record of the lock's log."""

    NEW_CREDENTIAL = "new_credential"
    REPEATED_ATTEMPTS = "repeated_attempts"


class Part(Enum):
    """Which events show a field in the attributes of their entity."""

    EVERY_EVENT = auto()
    PEOPLE = auto()
    """Every event but a ring: nobody knows who has rung."""

    METHOD = auto()
    CREDENTIAL = auto()
    ALARM = auto()
    IF_TRUE = auto()
    """Where the field says something out of the ordinary."""

    NO_EVENT = auto()
    """None: the entity says it by itself, or it is for the bus alone."""


PERSONAL: Final = "personal"
"""Marks a field from which it can be read who was at the door."""


class LockEventData(TypedDict):
    """What automations, scripts, the card and tables can read of an event.

    This is the one list of it: attributes, the columns of a table, and what privacy
    hides follow from the fields, their order and their marks.
    """

    occurred_at: Annotated[str, Part.EVERY_EVENT]
    """ISO 8601 with an offset."""

    user: Annotated[str | None, Part.PEOPLE, PERSONAL]
    person: Annotated[str | None, Part.PEOPLE, PERSONAL]
    kind: Annotated[RecordKind, Part.NO_EVENT]
    type: Annotated[str, Part.NO_EVENT]
    method: Annotated[UnlockMethod | None, Part.METHOD]
    alarm: Annotated[LockAlarm | None, Part.ALARM]
    credential: Annotated[str | None, Part.CREDENTIAL, PERSONAL]
    slot: Annotated[int | None, Part.CREDENTIAL, PERSONAL]
    participants: Annotated[list[str], Part.PEOPLE, PERSONAL]
    count: Annotated[int, Part.ALARM]
    late: Annotated[bool, Part.EVERY_EVENT]
    uncertain: Annotated[bool, Part.PEOPLE, PERSONAL]
    duress_suspected: Annotated[bool, Part.IF_TRUE]
    bindable: Annotated[bool, Part.IF_TRUE]
    picture: Annotated[bool, Part.EVERY_EVENT]
    notice: Annotated[Notice | None, Part.IF_TRUE]
    code: Annotated[str, Part.EVERY_EVENT]
    record_id: Annotated[str, Part.EVERY_EVENT]
    attempt: Annotated[NotRequired[int], Part.NO_EVENT]
    attempt_seconds: Annotated[NotRequired[int], Part.NO_EVENT]
    burst_id: Annotated[NotRequired[str], Part.NO_EVENT]


_MARKS: Final[dict[str, tuple[object, ...]]] = {
    name: get_args(hint)[1:]
    for name, hint in get_type_hints(LockEventData, include_extras=True).items()
}
FIELDS: Final = tuple(
    name for name in _MARKS if name in LockEventData.__required_keys__
)
"""The fields that every event has, in their order."""


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
    user: str | None = field(default=None, repr=False)
    person: str | None = field(default=None, repr=False)
    """The entity of the person that the owner has named for it."""

    credential: str | None = field(default=None, repr=False)
    participants: tuple[str, ...] = field(default=(), repr=False)
    uncertain: bool = False
    """Whether the user is a guess."""

    duress_suspected: bool = False
    bindable: bool = False
    """Whether Tuya would link the record with a member."""

    picture: bool = False
    """Whether the lock has taken a picture."""

    late: bool = False
    count: int = 1
    """How many rows an event stands for, where a lock repeats an alarm."""

    attempt: int = 0
    """How many attempts add up with this one."""

    attempt_seconds: int = 0
    """The time that lies between the first and the last of them."""

    burst_id: str | None = None
    """The record id of the first of the alarms, or attempts, that belong together."""

    unnamed: bool = False
    """Whether it came without a name: its credential's person names it afterwards."""

    tuya_id: str | None = field(default=None, repr=False)
    """Tuya's own id of the row, to link it with a member; kept, and never shown."""

    @property
    def event_type(self) -> str:
        """Return the type of its event; the past never acts as the present.

        A duress alarm is one however late: a person may still need help.
        """
        if self.late and self.alarm is not LockAlarm.DURESS:
            return EVENT_LATE
        return self.notice or self.alarm or self.method or DoorbellEventType.RING

    @property
    def people(self) -> tuple[str, ...]:
        """Return who is named, alone or with others."""
        named = () if self.user is None else (self.user,)
        return named + self.participants

    @property
    def is_nameless(self) -> bool:
        """Return whether its credential stands in for a person whom nobody names."""
        return self.user is not None and self.user == self.credential

    def as_data(self) -> LockEventData:
        """Return what automations, scripts, the card and tables can read of it."""
        data: dict[str, Any] = {
            name: _AS_DATA[name](self) if name in _AS_DATA else getattr(self, name)
            for name in FIELDS
        }
        if self.attempt:
            data["attempt"] = self.attempt
            data["attempt_seconds"] = self.attempt_seconds
        if self.burst_id is not None:
            data["burst_id"] = self.burst_id
        return cast(LockEventData, data)

    def as_attributes(self) -> dict[str, Any]:
        """Return the attributes of the entity that fires it.

        These are the fields of `LockEventData` that can apply to the event, in order.
        """
        has_credential = (
            self.kind is RecordKind.UNLOCK
            or self.alarm is LockAlarm.DURESS
            or self.notice is Notice.NEW_CREDENTIAL
        )
        applies = {
            Part.EVERY_EVENT: True,
            Part.PEOPLE: self.kind is not RecordKind.DOORBELL,
            Part.METHOD: has_credential or self.method is not None,
            Part.CREDENTIAL: has_credential,
            Part.ALARM: self.alarm is not None,
            Part.NO_EVENT: False,
        }
        return {
            name: value
            for name, value in self.as_data().items()
            if applies.get(_PARTS[name], bool(value))
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the fields that differ from their default as JSON values, for storage.

        `occurred_at` is in ISO 8601.
        """
        stored: dict[str, Any] = {
            each.name: value
            for each in fields(self)
            if (value := getattr(self, each.name)) != each.default
        }
        stored["occurred_at"] = self.occurred_at.isoformat()
        return stored

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the event that `as_dict` gave; raises one of `DAMAGED` for others."""
        return cls(
            **{
                name: _FROM_DICT[name](value) if name in _FROM_DICT else value
                for name, value in stored.items()
            }
        )


_AS_DATA: Final[dict[str, Callable[[LockEvent], object]]] = {
    "occurred_at": lambda event: event.occurred_at.isoformat(),
    "type": lambda event: event.event_type,
    "participants": lambda event: list(event.participants),
}
_FROM_DICT: Final[dict[str, Callable[[Any], Any]]] = {
    "occurred_at": datetime.fromisoformat,
    "kind": RecordKind,
    "method": UnlockMethod,
    "alarm": LockAlarm,
    "notice": Notice,
    "participants": tuple,
}
_PARTS: Final = {
    name: next(mark for mark in marks if isinstance(mark, Part))
    for name, marks in _MARKS.items()
}
WITHOUT_PEOPLE: Final[Mapping[str, Any]] = {
    each.name: each.default
    for each in fields(LockEvent)
    if PERSONAL in _MARKS.get(each.name, ())
}
"""The personal fields of an event that says nothing of who it was."""
