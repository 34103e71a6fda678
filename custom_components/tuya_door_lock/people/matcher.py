"""Which events are of one person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..access_log.events import LockEvent
from .assignments import Assignments
from .credentials import member_of
from .persons import PERSON_DOMAIN, Assignee
from .privacy import initials
from .resolver import Assignable, NameResolver


@dataclass(frozen=True, slots=True)
class PersonMatcher:
    """Finds the events of one person at a lock."""

    names: frozenset[str]
    """What the owner and Tuya call the person, and their entity; casefolded."""

    initials: frozenset[str]
    """What privacy leaves of these names; none where nobody knows the person."""

    keys: frozenset[str]
    """The credentials and members that are the person's now."""

    assigned_keys: frozenset[str]
    """What the owner has assigned to the person."""

    initials_of_others: Mapping[str, str]
    """What privacy leaves of the names of others, by the keys that are theirs now."""

    is_known: bool
    """Whether the owner or Tuya has a name for the person now."""

    @classmethod
    def for_text(
        cls, text: str, resolver: NameResolver, assignments: Assignments
    ) -> Self:
        """Return the matcher for a name, or for the entity ID of a person.

        The owner's assignments come before Tuya's names.
        """
        called = {text.strip()} - {""}
        assignees = {
            key: assignee
            for key in assignments.by_key
            if (assignee := assignments.find([key])) is not None
        }
        theirs = {
            assignee
            for key, assignee in assignees.items()
            if not _folded(called).isdisjoint(_folded(_names(assignee, key)))
        }
        assigned = {key for key, assignee in assignees.items() if assignee in theirs}
        for key in assigned:
            called |= _names(assignees[key], key)
        names = _folded(called)
        users = {state.user for state in resolver.credentials if state.user}
        users |= {member.name for member in resolver.members if member.name}
        is_known = bool(assigned) or not _folded(users).isdisjoint(names)
        short = {initials(name) for name in called if not _is_entity(name)}
        holders = {
            key: holder
            for key, each in resolver.assignables().items()
            if (holder := _holder(each)) is not None
        }
        keys = {
            key
            for key, holder in holders.items()
            if key in assigned
            or (key not in assignments.by_key and holder.casefold() in names)
        }
        return cls(
            names,
            frozenset(short if is_known else ()),
            frozenset(keys),
            frozenset(assigned),
            {key: initials(holders[key]) for key in holders.keys() - keys},
            is_known,
        )

    def is_name(self, name: str | None) -> bool:
        """Return whether a name is one of the person's; initials are not enough."""
        return name is not None and name.casefold() in self.names

    def matches(self, event: LockEvent) -> bool:
        """Return whether an event is of the person."""
        return self._matches(
            (event.user, *event.participants),
            event.person,
            event.credential,
            f"{event.method}:{event.slot}",
        )

    def matches_attributes(self, attributes: Mapping[str, Any]) -> bool:
        """Return whether the attributes of an event entity are of the person."""
        return self._matches(
            (attributes.get("user"), *attributes.get("participants", ())),
            attributes.get("person"),
            attributes.get("credential"),
            f"{attributes.get('method')}:{attributes.get('slot')}",
        )

    def _matches(
        self,
        people: tuple[str | None, ...],
        person: str | None,
        credential: str | None,
        key: str,
    ) -> bool:
        """Return whether an event with these people, and of this credential, is theirs.

        A credential may have changed hands, so a name comes before it. Initials count
        as the person's, unless the credential is another's who has the same ones.
        """
        if self.is_name(person) or any(map(self.is_name, people)):
            return True
        if self.initials.intersection(people) - {self.initials_of_others.get(key)}:
            return True
        return key in self.keys and people[0] in (None, credential)


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(str.casefold, names))


def _names(assignee: Assignee, key: str) -> set[str]:
    """Return all names of an assignee, with the member whose key it is."""
    return {name for name in (assignee.name, assignee.person, member_of(key)) if name}


def _is_entity(name: str) -> bool:
    return name.startswith(f"{PERSON_DOMAIN}.")


def _holder(each: Assignable) -> str | None:
    """Return the name of the assignee, else that of the member."""
    return each.assignee.name if each.assignee else each.user
