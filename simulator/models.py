"""What lives in the cloud: devices, people, credentials, log entries."""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

type Version = Literal["v1.0", "v1.1"]
type Spelling = Literal["camelCase", "snake_case"]
type Unit = Literal["any", "s", "ms"]
type LogName = Literal["open-logs", "alarm-logs", "records", "device-logs"]
type Stream = Literal["open", "alarm", "records"]
type Kind = Literal["unlock", "alarm", "doorbell"]
type Value = str | int | bool
type ShadowTime = Literal["reported", "paired", "answered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """Which endpoints a lock answers, and how.

    `open_logs` and `alarm_logs` name the API versions, `records` the spellings of its
    parameters; an empty tuple means unsupported, answered with the code `refusal`.
    `media` adds pictures to rows. `open_logs_unit` is the unit that v1.0 of open-logs
    takes for its times; v1.1 always takes milliseconds. The endpoints in `silent`
    answer with success and no rows, as some locks do. `device_logs` and `shadow` are
    whether the two endpoints that every device may have are answered. The shadow's
    time of a property is when it was `reported`, as it should be, or always when the
    device was `paired`, or when the call is `answered`.
    """

    open_logs: tuple[Version, ...] = ("v1.0", "v1.1")
    alarm_logs: tuple[Version, ...] = ("v1.0", "v1.1")
    records: tuple[Spelling, ...] = ()
    users: bool = True
    media: bool = False
    open_logs_unit: Unit = "any"
    silent: tuple[LogName, ...] = ()
    device_logs: bool = False
    shadow: bool = False
    shadow_time: ShadowTime = "reported"
    refusal: int = 1108


@dataclass(frozen=True, slots=True)
class Credential:
    """Something that opens a lock: a method without `unlock_`, and its slot."""

    method: str
    slot: int
    name: str = ""
    duress: bool = False


@dataclass(slots=True, eq=False)
class Person:
    """A member of a lock; `name` is what `nick_name` and `user_name` show."""

    name: str
    user_id: str
    credentials: list[Credential] = field(default_factory=list)

    def credential(self, method: str, slot: int | None) -> Credential | None:
        """Return this person's credential in `slot`, if there is one."""
        for credential in self.credentials:
            if (credential.method, credential.slot) == (method, slot):
                return credential
        return None


@dataclass(frozen=True, slots=True)
class Participant:
    """One of the people of a combined unlocking, a row of `union_unlock_info`."""

    user_name: str
    opmode: str = "1"
    unlock_name: str = ""


@dataclass(slots=True, eq=False)
class Device:
    """Any device of the account; `status` is what it reports beside its logs."""

    id: str
    name: str
    category: str = "dj"
    home: str = "Town house"
    product_name: str = "Example device"
    model: str = "EX-1"
    online: bool = True
    gateway_id: str | None = None
    status: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Lock(Device):
    """A lock with its people; `people` may change while the cloud runs.

    `unused` names codes that the lock has and has never reported.
    """

    category: str = "ms"
    product_name: str = "Example lock"
    firmware: str | None = "1.4.2"
    abilities: Abilities = Abilities()
    people: list[Person] = field(default_factory=list)
    unused: tuple[str, ...] = ()

    def person(self, name: str) -> Person | None:
        """Return the member called `name`."""
        return next((each for each in self.people if each.name == name), None)

    def member(self, user_id: str) -> Person | None:
        """Return the member with this user id."""
        return next((each for each in self.people if each.user_id == user_id), None)

    def holder(self, method: str, slot: int | None) -> Person | None:
        """Return whose credential is in this slot; None for an unassigned one."""
        for person in self.people:
            if person.credential(method, slot):
                return person
        return None


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture: its name in the address, its key, and the encrypted file.

    Before `visible_at` the file is not there yet. A picture with a `url` lies
    elsewhere, one with `moved_to` answers with a redirect.
    """

    name: str
    key: str
    data: bytes = field(repr=False)
    visible_at: datetime | None = None
    url: str | None = None
    moved_to: str | None = None


@dataclass(slots=True, eq=False)
class Entry:
    """One thing that happened at a lock.

    An unlock is a row of open-logs, an alarm or a ring a row of alarm-logs, and all of
    them are rows of records. Before `visible_at` no endpoint shows it: the lock still
    sleeps. A log shows it `delays` seconds after that. `raised` is the alarm that an
    unlock under duress raised. The shadow knows of what is `in_shadow`.
    """

    id: str
    lock_id: str
    kind: Kind
    code: str
    value: Value
    occurred_at: datetime
    added_at: datetime
    visible_at: datetime | None = None
    method: str = ""
    slot: int | None = None
    person: Person | None = None
    duress: bool = False
    picture: Picture | None = None
    participants: tuple[Participant, ...] = ()
    raised: Entry | None = None
    in_shadow: bool = True
    delays: dict[LogName, float] = field(default_factory=dict)

    @property
    def uploaded_at(self) -> datetime:
        """Return when the cloud hears of it."""
        return self.visible_at or self.added_at

    @property
    def local_time(self) -> str:
        """Return when it was, in the words of the machine: 2026-11-23 17:04:09."""
        return self.occurred_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")

    def is_shown(self, log: LogName | None, now: datetime) -> bool:
        """Return whether a log has the row by now; without a log, the cloud itself."""
        delay = self.delays.get(log, 0.0) if log else 0.0
        if not delay:
            return self.visible_at is None or self.visible_at <= now
        return (now - self.uploaded_at).total_seconds() >= delay

    @property
    def reported(self) -> Value:
        """Return what the lock itself reports: not always what the logs show.

        A slot is a number, in codes that end in `_kit` the first four of six bytes;
        duress is a boolean.
        """
        if self.code == "hijack":
            return True
        if self.kind != "unlock":
            return self.value
        slot = self.slot or 0
        if not self.code.endswith("_kit"):
            return slot
        return base64.b64encode(slot.to_bytes(4) + bytes(2)).decode()


@dataclass(slots=True, eq=False)
class RawEntry:
    """A row that `stream` shows verbatim, whatever it is.

    It is shown for every filter of codes, and for every range of times unless it
    carries a plausible time of its own (`time_ms`).
    """

    id: str
    lock_id: str
    stream: Stream
    row: object
    occurred_at: datetime
    time_ms: int | None = None
    visible_at: datetime | None = None

    def is_shown(self, log: LogName | None, now: datetime) -> bool:
        """Return whether it is shown by now."""
        return self.visible_at is None or self.visible_at <= now


@dataclass(frozen=True, slots=True)
class Report:
    """What a device has reported of itself: a code, its value, and when that was.

    The cloud hears of it at `uploaded_at`; the device log shows it `delay` seconds
    later, and the shadow at once, if it knows of it.
    """

    id: str
    code: str
    value: Value
    occurred_at: datetime
    uploaded_at: datetime
    delay: float = 0.0
    in_shadow: bool = True


@dataclass(slots=True)
class Call:
    """One answered request; `answer` is None for success, else a code or a fault."""

    method: str
    path: str
    name: str
    query: dict[str, str] = field(default_factory=dict)
    answer: int | str | None = None
