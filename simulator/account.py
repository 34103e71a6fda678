"""The linked app account: its devices, and what happens at its locks."""

from collections.abc import Callable, Iterable
from datetime import datetime
import itertools
from typing import Final
import uuid

from .clock import Clock
from .media import take_picture
from .models import (
    Device,
    Entry,
    Kind,
    Lock,
    Participant,
    Person,
    Picture,
    RawEntry,
    Stream,
    Value,
)

OPMODES: Final = {"fingerprint": "1", "password": "2", "card": "3"}


class Account:
    """The devices of one app account, and the logs of its locks.

    Every method that takes a lock takes the lock itself, its id or its name. Times are
    aware datetimes; where one is left out it is the cloud's own now. `picture` is True
    for an ordinary picture, or what `take_picture` returns for an odd one. `listener`
    is called with a line of text for whatever happens.
    """

    def __init__(self, clock: Clock) -> None:
        """Start without devices."""
        self.clock = clock
        self.devices: dict[str, Device] = {}
        self.pictures: dict[str, Picture] = {}
        self.listener: Callable[[str], None] | None = None
        self._logs: dict[str, list[Entry | RawEntry]] = {}
        self._numbers = itertools.count(1)

    @property
    def locks(self) -> list[Lock]:
        """Return the locks in the order in which they were added."""
        return [each for each in self.devices.values() if isinstance(each, Lock)]

    def add_device[D: Device](self, device: D) -> D:
        """Add a device to the linked account; raise ValueError if its id is taken."""
        if device.id in self.devices:
            raise ValueError(f"there is already a device {device.id}")
        self.devices[device.id] = device
        self._logs[device.id] = []
        return device

    def add_lock(self, lock: Lock) -> Lock:
        """Add a lock to the linked account."""
        return self.add_device(lock)

    def remove_lock(self, lock: Lock | str) -> None:
        """Remove a lock from the account, with its log."""
        device_id = self.find(lock).id
        del self.devices[device_id]
        del self._logs[device_id]

    def find(self, lock: Lock | str) -> Lock:
        """Return a lock by itself, its id or its name; raise LookupError if none."""
        for each in self.locks:
            if each is lock or lock in (each.id, each.name):
                return each
        wanted = lock.name if isinstance(lock, Lock) else lock
        raise LookupError(f"there is no lock {wanted!r}")

    def entries(self, lock: Lock | str) -> list[Entry | RawEntry]:
        """Return what the lock's log holds, also what is not visible yet."""
        return list(self._logs[self.find(lock).id])

    def visible(self, lock: Lock | str) -> list[Entry | RawEntry]:
        """Return what the lock has uploaded so far, in the order of adding."""
        now = self.clock.now()
        return [
            entry
            for entry in self.entries(lock)
            if entry.visible_at is None or entry.visible_at <= now
        ]

    def add_unlock(
        self,
        lock: Lock | str,
        method: str = "fingerprint",
        slot: int | None = 1,
        *,
        person: Person | str | None = None,
        occurred_at: datetime | None = None,
        visible_at: datetime | None = None,
        code: str | None = None,
        picture: bool | Picture = False,
        participants: Iterable[Participant | str] = (),
    ) -> Entry:
        """Let a person open the lock.

        `method` is Tuya's code without `unlock_`; `code` replaces the whole code. The
        person is whoever holds the credential unless one is named; a credential that
        nobody holds gives an unnamed row. With a `visible_at` in the future the row
        stays hidden until then; with an `occurred_at` in the past alone it is a late
        upload that shows at once. A participant may be given by the member's name.
        """
        target = self.find(lock)
        entry = self._entry(
            target,
            kind="unlock",
            code=code or f"unlock_{method}",
            value=str(slot or 0),
            occurred_at=occurred_at,
            visible_at=visible_at,
            picture=picture,
        )
        entry.method = method
        entry.slot = slot
        entry.person = self._person(target, person)
        entry.participants = tuple(
            self._participant(target, each) for each in participants
        )
        self._store(target, entry)
        return entry

    def add_alarm(
        self,
        lock: Lock | str,
        alarm: str = "wrong_password",
        *,
        occurred_at: datetime | None = None,
        visible_at: datetime | None = None,
        code: str = "alarm_lock",
        person: Person | str | None = None,
        picture: bool | Picture = False,
    ) -> Entry:
        """Let the lock raise an alarm; `alarm` is the value of `alarm_lock`."""
        target = self.find(lock)
        entry = self._entry(
            target,
            kind="alarm",
            code=code,
            value=alarm,
            occurred_at=occurred_at,
            visible_at=visible_at,
            picture=picture,
        )
        entry.person = self._person(target, person)
        self._store(target, entry)
        return entry

    def add_attempt(
        self,
        lock: Lock | str,
        alarm: str = "wrong_password",
        *,
        occurred_at: datetime | None = None,
        visible_at: datetime | None = None,
        picture: bool | Picture = False,
    ) -> Entry:
        """Let a person fail at the lock; `alarm` is one of the `wrong_…` values."""
        if not alarm.startswith("wrong_"):
            raise ValueError("an attempt is an alarm that begins with wrong_")
        return self.add_alarm(
            lock,
            alarm,
            occurred_at=occurred_at,
            visible_at=visible_at,
            picture=picture,
        )

    def add_duress(
        self,
        lock: Lock | str,
        method: str = "fingerprint",
        slot: int = 2,
        *,
        person: Person | str | None = None,
        occurred_at: datetime | None = None,
        visible_at: datetime | None = None,
        picture: bool | Picture = False,
    ) -> Entry:
        """Let a person open the lock under duress.

        Return the unlock, an ordinary row of open-logs; its `raised` is the alarm
        `hijack` of the same instant, with a value such as `unlock_fingerprint-02`.
        """
        unlock = self.add_unlock(
            lock,
            method,
            slot,
            person=person,
            occurred_at=occurred_at,
            visible_at=visible_at,
            picture=picture,
        )
        unlock.duress = True
        unlock.raised = self.add_alarm(
            lock,
            f"{unlock.code}-{slot:02d}",
            occurred_at=unlock.occurred_at,
            visible_at=visible_at,
            code="hijack",
            person=person or self.find(lock).holder(method, slot),
        )
        return unlock

    def add_ring(
        self,
        lock: Lock | str,
        *,
        occurred_at: datetime | None = None,
        visible_at: datetime | None = None,
        picture: bool | Picture = False,
    ) -> Entry:
        """Let a person ring the doorbell."""
        target = self.find(lock)
        entry = self._entry(
            target,
            kind="doorbell",
            code="doorbell",
            value=True,
            occurred_at=occurred_at,
            visible_at=visible_at,
            picture=picture,
        )
        self._store(target, entry)
        return entry

    def add_raw(self, lock: Lock | str, stream: Stream, row: object) -> RawEntry:
        """Put any row into an answer as it is, between the others by its time.

        A row without a plausible `update_time` or `gmt_create` takes its place by the
        time of adding and is shown for every range.
        """
        target = self.find(lock)
        entry = RawEntry(
            id=self._record_id(),
            lock_id=target.id,
            stream=stream,
            row=row,
            occurred_at=self.clock.now(),
            time_ms=_time_of(row),
        )
        self._logs[target.id].append(entry)
        self.say(f"{target.name}: a raw row in {stream}")
        return entry

    def has_uploaded(self, picture: Picture) -> bool:
        """Return whether the file of a picture is there by now."""
        return picture.visible_at is None or picture.visible_at <= self.clock.now()

    def record(self, lock: Lock | str, record_id: str) -> Entry | None:
        """Return the visible entry with this record id."""
        for entry in self.visible(lock):
            if isinstance(entry, Entry) and entry.id == record_id:
                return entry
        return None

    def status_of(self, device: Device) -> dict[str, Value]:
        """Return what a device reports now; a lock's last codes never clear.

        `hijack` is a boolean here, unlike in the logs.
        """
        status = dict(device.status)
        if not isinstance(device, Lock):
            return status
        shown = [each for each in self.visible(device) if isinstance(each, Entry)]
        for entry in sorted(shown, key=lambda each: each.occurred_at):
            if entry.code == "hijack":
                status["hijack"] = True
            elif entry.kind == "unlock":
                status[entry.code] = entry.slot or 0
            else:
                status[entry.code] = entry.value
        return status

    def say(self, line: str) -> None:
        """Pass a line to the listener, if there is one."""
        if self.listener is not None:
            self.listener(line)

    def _record_id(self) -> str:
        return f"16{uuid.uuid4()}{next(self._numbers):06d}"

    def _entry(
        self,
        lock: Lock,
        *,
        kind: Kind,
        code: str,
        value: Value,
        occurred_at: datetime | None,
        visible_at: datetime | None,
        picture: bool | Picture,
    ) -> Entry:
        entry = Entry(
            id=self._record_id(),
            lock_id=lock.id,
            kind=kind,
            code=code,
            value=value,
            occurred_at=self.clock.now() if occurred_at is None else occurred_at,
            visible_at=visible_at,
        )
        if picture:
            entry.picture = take_picture() if picture is True else picture
            self.pictures[entry.picture.name] = entry.picture
        return entry

    def _store(self, lock: Lock, entry: Entry) -> None:
        self._logs[lock.id].append(entry)
        person = entry.person or lock.holder(entry.method, entry.slot)
        who = f" by {person.name}" if person else ""
        hidden = ", not uploaded yet" if entry not in self.visible(lock) else ""
        when = entry.occurred_at.isoformat(timespec="seconds")
        self.say(f"{lock.name}: {entry.code} {entry.value}{who} at {when}{hidden}")

    def _person(self, lock: Lock, person: Person | str | None) -> Person | None:
        if not isinstance(person, str):
            return person
        return lock.person(person) or Person(person, f"39{next(self._numbers):06d}")

    def _participant(self, lock: Lock, each: Participant | str) -> Participant:
        if isinstance(each, Participant):
            return each
        person = lock.person(each)
        if person is None or not person.credentials:
            return Participant(each)
        credential = person.credentials[0]
        opmode = OPMODES.get(credential.method, "1")
        return Participant(each, opmode, credential.name)


def _time_of(row: object) -> int | None:
    if not isinstance(row, dict):
        return None
    value = row.get("update_time", row.get("gmt_create"))
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    in_ms = value if value > 100_000_000_000 else value * 1000
    return in_ms if 0 < in_ms < 100_000_000_000_000 else None
