"""Puts names into records: who has used a finger, a code or a card."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from ..access_log.events import LockEvent
from ..api.locks import LockUser
from ..api.records import LockRecord, UnlockMethod
from .credentials import Credentials, credential_key, member_key
from .persons import Assignee
from .privacy import Privacy, redact, redact_attributes
from .unlock_requests import UnlockRequest

# All of them together must fit into what Home Assistant keeps of a state.
_LONGEST_PARTICIPANT: Final = 100


class _Listed(NamedTuple):
    """A credential in Tuya's list of members."""

    user: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Assignable:
    """A credential or a member: what Tuya calls it, and to whom it is assigned."""

    method: UnlockMethod | None = None
    """None where it is a member, not a credential."""

    slot: int | None = None
    user: str | None = None
    """The member, as Tuya calls them."""

    name: str | None = None
    """The credential, as Tuya calls it."""

    last_used: datetime | None = None
    assignee: Assignee | None = None
    """The assignee of the credential, else of its member."""

    @property
    def is_named(self) -> bool:
        """Return whether Tuya or the owner has a name for it."""
        return bool(self.user or self.name or self.assignee)


class NameResolver:
    """Puts names in the place of a lock's ids and slots, as far as they are known.

    In this order: the owner's assignments, the record itself, Tuya's list of members,
    earlier records of the credential, and a guess.
    """

    def __init__(
        self,
        describe: Callable[[UnlockMethod | None], str | None],
        find_assignee: Callable[[Iterable[str]], Assignee | None] = lambda _: None,
        find_request: Callable[[LockRecord], UnlockRequest | None] = lambda _: None,
        privacy: Privacy = Privacy.NAMES,
    ) -> None:
        """Initialize with the functions that ask the sources.

        `describe` returns a method in the user's language, `find_assignee` the
        assignee of the first key that has one, and `find_request` the request of Home
        Assistant to which a record may be the answer.
        """
        self.find_assignee = find_assignee
        self.find_request = find_request
        self.privacy = privacy
        self.credentials = Credentials(privacy)
        self._describe = describe
        self._members: tuple[LockUser, ...] = ()
        self._listed: dict[str, _Listed] = {}
        self._names_by_id: dict[str, str | None] = {}

    @property
    def members(self) -> tuple[LockUser, ...]:
        """Return the members of the lock, as Tuya lists them."""
        return self._members

    @property
    def member_names(self) -> list[str]:
        """Return the names of the members, sorted: Tuya can link a record to them."""
        return sorted({member.name for member in self._members if member.name})

    def update_members(self, members: Iterable[LockUser]) -> None:
        """Replace the members by those whom Tuya lists now."""
        self._members = tuple(members)
        self._names_by_id = {
            member.user_id: member.name for member in self._members if member.user_id
        }
        self._listed = {}
        for member in self._members:
            for owned in member.credentials:
                if owned.slot is not None:
                    self._listed.setdefault(
                        credential_key(owned.method, owned.slot),
                        _Listed(member.name, owned.name),
                    )
        self.credentials.update_from_members(self._members)

    def event(
        self, record_id: str, record: LockRecord, *, late: bool = False
    ) -> LockEvent:
        """Return a record with names, as Home Assistant shows it.

        A duress alarm shows the finger or code that raised it.
        """
        method, slot = record.method, record.slot
        if record.duress is not None:
            method, slot = record.duress.method, record.duress.slot
        found = self._resolve(
            method,
            slot,
            user_id=record.user_id,
            user=record.user_name,
            name=record.credential_name,
        )
        label = self.fallback_label(method, slot)
        assignee = found.assignee
        request = self.find_request(record)
        is_guess = False
        if request is not None and not (assignee or found.user):
            assignee = request.by
            is_guess = assignee is not None
        event = LockEvent(
            record_id=record_id,
            tuya_id=record.tuya_id,
            occurred_at=record.occurred_at,
            kind=record.kind,
            method=method,
            alarm=record.alarm,
            code=record.code,
            slot=slot,
            user=assignee.name if assignee else found.user or found.name or label,
            person=assignee.person if assignee else None,
            credential=found.name or label,
            participants=tuple(self._participants(record)),
            uncertain=is_guess,
            unnamed=slot is not None and assignee is None and found.user is None,
            duress_suspected=record.duress_suspected,
            bindable=record.bindable,
            picture=any(media.file_url for media in record.media),
            late=late,
        )
        return self.redact(event)

    def rename(self, event: LockEvent) -> LockEvent:
        """Return a kept event with its credential's name of now, if it came without one.

        What came with a name keeps that name.
        """
        if not event.unnamed or event.method is None:
            return event
        assignee = self._resolve(event.method, event.slot).assignee
        renamed = replace(
            event,
            user=assignee.name if assignee else event.credential,
            person=assignee.person if assignee else None,
        )
        return event if renamed == event else self.redact(renamed)

    def update(self, event: LockEvent) -> LockEvent:
        """Return a kept event, renamed and redacted as the owner wants it now."""
        updated = self.redact(self.rename(event))
        return event if updated == event else updated

    def redact(self, event: LockEvent) -> LockEvent:
        """Return an event that shows no more of people than the owner allows now."""
        return redact(event, self.privacy, self.fallback_label)

    def redact_attributes(self, attributes: Mapping[str, Any]) -> dict[str, Any]:
        """Return attributes that show no more of people than the owner allows now."""
        return redact_attributes(attributes, self.privacy, self.fallback_label)

    def is_nameless(self, record: LockRecord) -> bool:
        """Return whether neither Tuya nor the owner has a name for a record."""
        return not self._resolve(
            record.method,
            record.slot,
            user_id=record.user_id,
            user=record.user_name,
            name=record.credential_name,
        ).is_named

    def is_first_use(self, record: LockRecord) -> bool:
        """Return whether nobody has used the credential of a record before."""
        return self.credentials.is_first_use(record)

    def is_named(self, method: UnlockMethod, slot: int) -> bool:
        """Return whether Tuya or the owner has a name for a credential."""
        return self._resolve(method, slot).is_named

    def assignables(self) -> dict[str, Assignable]:
        """Return all credentials of the lock, then all members, by their keys."""
        credentials: dict[str, Assignable] = {}
        members: dict[str, Assignable] = {}
        for key, state in self.credentials.items():
            if state.method is not None:
                credentials[key] = self._resolve(state.method, state.slot)
            elif state.user is not None:
                members[member_key(state.user)] = self._member(state.user)
        for member in self._members:
            if member.name is not None:
                members.setdefault(member_key(member.name), self._member(member.name))
        return credentials | members

    def fallback_label(
        self, method: UnlockMethod | None, slot: int | None
    ) -> str | None:
        """Return the label of a credential without a name, such as "Fingerprint 1"."""
        described = self._describe(method)
        if slot is not None and described is not None:
            return f"{described} {slot}"
        return None if method is UnlockMethod.OTHER else described

    def _resolve(
        self,
        method: UnlockMethod | None,
        slot: int | None,
        *,
        user_id: str | None = None,
        user: str | None = None,
        name: str | None = None,
    ) -> Assignable:
        """Return a credential with its names; `user` and `name` are the record's."""
        keys: list[str] = []
        last_used: datetime | None = None
        if user_id is not None:
            user = user or self._names_by_id.get(user_id)
        if method is not None and slot is not None:
            key = credential_key(method, slot)
            keys.append(key)
            listed = self._listed.get(key, _Listed())
            user, name = user or listed.user, name or listed.name
            if (state := self.credentials.get(key)) is not None:
                user, name = user or state.user, name or state.name
                last_used = state.last_used
        if user:
            keys.append(member_key(user))
        return Assignable(method, slot, user, name, last_used, self.find_assignee(keys))

    def _member(self, user: str) -> Assignable:
        state = self.credentials.get(member_key(user))
        return Assignable(
            user=user,
            last_used=state.last_used if state else None,
            assignee=self.find_assignee([member_key(user)]),
        )

    def _participants(self, record: LockRecord) -> Iterable[str]:
        """Yield the names of those who have unlocked together."""
        for each in record.participants:
            found = self._resolve(each.method, each.slot, user=each.user_name)
            name = (
                (found.assignee and found.assignee.name)
                or found.user
                or each.credential_name
                or found.name
                or self.fallback_label(each.method, each.slot)
            )
            if name:
                yield name[:_LONGEST_PARTICIPANT]
