"""Whose finger, code or card a record tells of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from ..access_log.events import LockEvent
from ..api.locks import LockUser
from ..api.records import LockRecord, Participant, UnlockMethod
from .assignments import Owner
from .credentials import Credentials, credential_key, member_key
from .privacy import Privacy, private
from .unlock_requests import UnlockRequest

# All of them together must fit into what Home Assistant keeps of a state.
_LONGEST_PARTICIPANT: Final = 100


class _Known(NamedTuple):
    """What Tuya calls somebody, and what they open with."""

    user: str | None = None
    credential: str | None = None


class Nameable(NamedTuple):
    """A credential, or a member, and what Tuya calls it."""

    method: UnlockMethod | None = None
    slot: int | None = None
    user: str | None = None
    name: str | None = None
    last_used: datetime | None = None


@dataclass(slots=True)
class Names:
    """Puts names in the place of ids and slots, as far as they are known.

    What the owner says comes before what Tuya says, and that before a guess.
    """

    describe: Callable[[UnlockMethod | None], str | None]
    """Returns a method in the user's language."""

    owner: Callable[[Iterable[str]], Owner | None] = lambda _: None
    """Returns whom the options name for the first of some credentials."""

    asked: Callable[[LockRecord], UnlockRequest | None] = lambda _: None
    """Returns the request of Home Assistant's that a record may answer."""

    privacy: Privacy = Privacy.NAMES
    credentials: Credentials = field(default_factory=Credentials)
    users: tuple[LockUser, ...] = ()

    def entry(self, record: LockRecord, *, late: bool) -> LockEvent:
        """Return what to show of a record.

        A duress alarm shows the finger or code that raised it.
        """
        method, slot = record.method, record.slot
        if record.duress is not None:
            method, slot = record.duress.method, record.duress.slot
        known = self._known(record.user_id, method, slot)
        user = record.user_name or known.user
        credential = record.credential_name or known.credential
        readable = self.readable(method, slot)
        owner = self._owner(method, slot, user)
        request = self.asked(record)
        if owner is None and user is None and request is not None:
            owner = request.by
        entry = LockEvent(
            record_id=record.record_id,
            occurred_at=record.occurred_at,
            kind=record.kind,
            method=method,
            alarm=record.alarm,
            code=record.code,
            slot=slot,
            user=owner.name if owner else user or credential or readable,
            person=owner.person if owner else None,
            credential=credential or readable,
            participants=tuple(
                name[:_LONGEST_PARTICIPANT]
                for participant in record.participants
                if (name := self._participant(participant))
            ),
            uncertain=request is not None,
            duress_suspected=record.duress_suspected,
            bindable=record.bindable,
            picture=any(media.file_url for media in record.media),
            late=late,
        )
        return private(entry, self.privacy, self.readable)

    def is_nameless(self, record: LockRecord) -> bool:
        """Return whether neither Tuya nor the owner has a name for a record."""
        known = self._known(record.user_id, record.method, record.slot)
        user = record.user_name or known.user
        return not (
            user
            or record.credential_name
            or known.credential
            or self._owner(record.method, record.slot, None)
        )

    def is_named(self, method: UnlockMethod, slot: int) -> bool:
        """Return whether anybody has a name for a credential."""
        known = self._known(None, method, slot)
        return bool(known.user or known.credential or self._owner(method, slot, None))

    def nameable(self) -> dict[str, Nameable]:
        """Return what can be given a name: credentials first, then members."""
        found = {
            key: self._nameable(seen.method, seen.slot, seen.last_used)
            for key, seen in self.credentials.items()
            if seen.method is not None
        }
        members = {
            member_key(seen.user): Nameable(user=seen.user, last_used=seen.last_used)
            for _, seen in self.credentials.items()
            if seen.method is None and seen.user is not None
        }
        for user in self.users:
            if user.name is not None:
                members.setdefault(member_key(user.name), Nameable(user=user.name))
        return found | members

    def readable(self, method: UnlockMethod | None, slot: int | None) -> str | None:
        """Return what to call a credential that has no name."""
        described = self.describe(method)
        if slot is not None and described is not None:
            return f"{described} {slot}"
        return None if method is UnlockMethod.OTHER else described

    def _nameable(
        self, method: UnlockMethod, slot: int | None, last_used: datetime | None
    ) -> Nameable:
        known = self._known(None, method, slot)
        return Nameable(method, slot, known.user, known.credential, last_used)

    def _owner(
        self, method: UnlockMethod | None, slot: int | None, user: str | None
    ) -> Owner | None:
        """Return whom the owner has named for a credential, or for its member."""
        keys = []
        if method is not None and slot is not None:
            keys.append(credential_key(method, slot))
        if user is not None:
            keys.append(member_key(user))
        return self.owner(keys)

    def _known(
        self, user_id: str | None, method: UnlockMethod | None, slot: int | None
    ) -> _Known:
        """Return the names that the lock's list holds, or that its log has told."""
        user: str | None = None
        credential: str | None = None
        for member in self.users:
            if user_id is not None and member.user_id == user_id:
                user = member.name
            for owned in member.credentials:
                if slot is not None and (owned.method, owned.slot) == (method, slot):
                    user, credential = user or member.name, owned.name
        if method is not None and slot is not None:
            seen = self.credentials.get(credential_key(method, slot))
            if seen is not None:
                return _Known(user or seen.user, credential or seen.name)
        return _Known(user, credential)

    def _participant(self, participant: Participant) -> str | None:
        known = self._known(None, participant.method, participant.slot)
        user = participant.user_name or known.user
        if owner := self._owner(participant.method, participant.slot, user):
            return owner.name
        return (
            user
            or participant.credential_name
            or known.credential
            or self.readable(participant.method, participant.slot)
        )
