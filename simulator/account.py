"""The linked app account, and what may happen at its locks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from .logbook import Logbook
from .models import Entry, Lock, Participant, Person, Picture, RawEntry, Stream

OPMODES: Final = {"fingerprint": "1", "password": "2", "card": "3"}


class Account(Logbook):
    """An app account at whose locks people come and go.

    A method's argument `lock` is the lock itself, its id or its name. Times are
    aware datetimes; where one is left out it is the cloud's own now. `picture` is True
    for an ordinary picture, or what `take_picture` returns for an odd one. Without
    `push` the row comes, and nothing is reported.
    """

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
        push: bool = True,
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
        self._store(target, entry, push=push)
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
        push: bool = True,
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
        self._store(target, entry, push=push)
        return entry

    def add_attempt(
        self,
        lock: Lock | str,
        alarm: str = "wrong_password",
        *,
        occurred_at: datetime | None = None,
        visible_at: datetime | None = None,
        picture: bool | Picture = False,
        push: bool = True,
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
            push=push,
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
        push: bool = True,
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
            push=push,
        )
        unlock.duress = True
        unlock.raised = self.add_alarm(
            lock,
            f"{unlock.code}-{slot:02d}",
            occurred_at=unlock.occurred_at,
            visible_at=visible_at,
            code="hijack",
            person=person or self.find(lock).holder(method, slot),
            push=push,
        )
        return unlock

    def add_ring(
        self,
        lock: Lock | str,
        *,
        occurred_at: datetime | None = None,
        visible_at: datetime | None = None,
        picture: bool | Picture = False,
        push: bool = True,
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
        self._store(target, entry, push=push)
        return entry

    def add_raw(self, lock: Lock | str, stream: Stream, row: object) -> RawEntry:
        """Put any row into an answer as it is, between the others by its time.

        A row without a plausible `update_time` or `gmt_create` is sorted by the
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
