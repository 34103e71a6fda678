"""Somebody of whom the records, the members and the options of a lock tell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..access_log.events import LockEvent
from .assignments import Owner, People
from .credentials import credential_key, member_key, member_of
from .names import Names


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom a name, or the entity of a person, stands for at a lock."""

    names: frozenset[str]
    """What the owner and Tuya call them, and their person; casefolded."""

    keys: frozenset[str]
    """What is theirs now, of what the log has told of."""

    named: frozenset[str]
    """What the owner has named after them."""

    is_known: bool
    """Whether the owner or Tuya has a name for them now."""

    @classmethod
    def of(cls, text: str, names: Names, people: People) -> Self:
        """Return whom a text stands for; what the owner says comes before Tuya."""
        wanted = text.strip().casefold()
        owners = {key: owner for key in people.named if (owner := people.owner([key]))}
        called_by_key = {key: _called(owner, key) for key, owner in owners.items()}
        theirs = {
            owners[key] for key, called in called_by_key.items() if wanted in called
        }
        named = frozenset(key for key, owner in owners.items() if owner in theirs)
        called = {wanted}.union(*(called_by_key[key] for key in named)) - {""}
        users = list(_users(names))
        return cls(
            frozenset(called),
            frozenset(
                key
                for key, user in users
                if key in named or (key not in people.named and user in called)
            ),
            named,
            bool(named) or any(user in called for _, user in users),
        )

    def is_called(self, name: str | None) -> bool:
        """Return whether a name is one of theirs."""
        return name is not None and name.casefold() in self.names

    def is_in(self, entry: LockEvent) -> bool:
        """Return whether a record tells of them.

        A credential may have changed hands: a record that names somebody tells of
        nobody else.
        """
        if self._are_among((entry.user, entry.person, *entry.participants)):
            return True
        return (
            entry.method is not None
            and entry.slot is not None
            and entry.user in (None, entry.credential)
            and credential_key(entry.method, entry.slot) in self.keys
        )

    def is_in_attributes(self, attributes: Mapping[str, Any]) -> bool:
        """Return whether the attributes of an entity name them."""
        named = (attributes.get("user"), attributes.get("person"))
        return self._are_among((*named, *attributes.get("participants", ())))

    def _are_among(self, names: Iterable[str | None]) -> bool:
        return any(map(self.is_called, names))


def _called(owner: Owner, key: str) -> set[str]:
    """Return what somebody is called whose key it is."""
    names = (owner.name, owner.person, member_of(key))
    return {name.casefold() for name in names if name}


def _users(names: Names) -> Iterator[tuple[str, str]]:
    """Yield each credential and member with whom Tuya names for it, casefolded."""
    for member in names.users:
        if member.name is not None:
            yield member_key(member.name), member.name.casefold()
        for owned in member.credentials:
            if owned.slot is not None:
                key = credential_key(owned.method, owned.slot)
                yield key, (member.name or "").casefold()
    for key, seen in names.credentials.items():
        yield key, (seen.user or "").casefold()
