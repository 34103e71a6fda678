"""Whose finger, code or card a record tells of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from .api.locks import Credential, LockUser
from .api.records import LockRecord, Participant, UnlockMethod
from .entries import JournalEntry
from .journal import Journal

# Temporary codes come and go: without an end the memory of them would grow.
_MOST_NAMES: Final = 200


@dataclass(slots=True)
class Names:
    """Puts names in the place of ids and slots, as far as they are known."""

    journal: Journal

    describe: Callable[[UnlockMethod | None], str | None]
    """Returns a method in the user's language."""

    users: tuple[LockUser, ...] = ()

    def learn(self, records: Iterable[LockRecord]) -> None:
        """Remember whom Tuya names for a credential: alarms come without names."""
        names = self.journal.names
        for record in records:
            if record.method is None or record.slot is None:
                continue
            if record.user_name or record.credential_name:
                key = f"{record.method}:{record.slot}"
                names.pop(key, None)
                names[key] = (record.user_name, record.credential_name)
        for key in list(names)[:-_MOST_NAMES]:
            del names[key]

    def entry(self, record: LockRecord, *, late: bool) -> JournalEntry:
        """Return what to show of a record.

        A duress alarm shows the finger or code that raised it.
        """
        method, slot = record.method, record.slot
        if record.duress is not None:
            method, slot = record.duress.method, record.duress.slot
        user, credential = self._known(record.user_id, method, slot)
        credential = record.credential_name or credential
        readable = self._readable(method, slot)
        return JournalEntry(
            record_id=record.record_id,
            occurred_at=record.occurred_at,
            kind=record.kind,
            method=method,
            alarm=record.alarm,
            code=record.code,
            slot=slot,
            user=record.user_name or user or credential or readable,
            credential=credential or readable,
            participants=tuple(
                name
                for participant in record.participants
                if (name := self._participant(participant))
            ),
            duress_suspected=record.duress_suspected,
            late=late,
        )

    def _known(
        self, user_id: str | None, method: UnlockMethod | None, slot: int | None
    ) -> tuple[str | None, str | None]:
        """Return the names of user and credential that the lock's list holds."""
        user: str | None = None
        credential: str | None = None
        for member in self.users:
            if user_id is not None and member.user_id == user_id:
                user = member.name
            for owned in member.credentials:
                if slot is not None and _same(owned, method, slot):
                    user, credential = user or member.name, owned.name
        learnt = self.journal.names.get(f"{method}:{slot}", (None, None))
        return user or learnt[0], credential or learnt[1]

    def _participant(self, participant: Participant) -> str | None:
        user, credential = self._known(None, participant.method, participant.slot)
        return (
            participant.user_name
            or user
            or participant.credential_name
            or credential
            or self._readable(participant.method, participant.slot)
        )

    def _readable(self, method: UnlockMethod | None, slot: int | None) -> str | None:
        described = self.describe(method)
        if slot is not None and described is not None:
            return f"{described} {slot}"
        return None if method is UnlockMethod.OTHER else described


def _same(owned: Credential, method: UnlockMethod | None, slot: int) -> bool:
    return owned.method is method and owned.slot == slot
