"""The users of a lock with their credentials, from Tuya's list and from the log."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from ..api.locks import Credential
from .credentials import credential_key, member_key
from .privacy import Privacy, shortened
from .resolver import NameResolver


class CredentialData(TypedDict):
    """A credential in the response of `get_users`."""

    method: str
    slot: int | None
    name: str | None
    owner: str | None
    """The name of the assignee."""

    person: str | None
    """The entity of the assignee, where it is a person of Home Assistant."""

    last_used: str | None
    """ISO 8601 with an offset."""


class UserData(TypedDict):
    """A user in the response of `get_users`."""

    name: str | None
    """Tuya's; None for the credentials without a user."""

    owner: str | None
    person: str | None
    member: bool
    """Whether Tuya lists the user."""

    last_used: str | None
    credentials: list[CredentialData]


class _AssigneeData(TypedDict):
    owner: str | None
    person: str | None


@dataclass(slots=True)
class _User:
    name: str | None
    is_member: bool = False
    credentials: list[Credential] = field(default_factory=list)


def users_of(resolver: NameResolver) -> list[UserData]:
    """Return the users of a lock, without Tuya's ids.

    The last one may have no name, and has the credentials without a user.
    """
    users = [
        _User(member.name, True, list(member.credentials))
        for member in resolver.members
    ]
    listed = {
        (owned.method, owned.slot) for user in users for owned in user.credentials
    }
    # Of members with the same name the first gets what the log shows of it.
    by_name = {user.name: user for user in reversed(users) if user.name}
    nobody = _User(None)
    for each in resolver.assignables().values():
        if each.method is not None and (each.method, each.slot) in listed:
            continue
        if each.user is None:
            user = nobody
        elif each.user in by_name:
            user = by_name[each.user]
        else:
            user = by_name[each.user] = _User(each.user)
            users.append(user)
        if each.method is not None:
            user.credentials.append(Credential(each.method, each.slot, each.name))
    if nobody.credentials:
        users.append(nobody)
    return [_user_data(resolver, user) for user in users]


def _user_data(resolver: NameResolver, user: _User) -> UserData:
    keys = [member_key(user.name)] if user.name else []
    own = [key for owned in user.credentials for key in _keys(owned)]
    return {
        "name": shortened(user.name, resolver.privacy),
        **_assignee_data(resolver, keys),
        "member": user.is_member,
        "last_used": _last_used(resolver, [*keys, *own]),
        "credentials": [
            _credential_data(resolver, owned)
            for owned in sorted(
                user.credentials, key=lambda owned: (owned.method, owned.slot or 0)
            )
        ],
    }


def _credential_data(resolver: NameResolver, owned: Credential) -> CredentialData:
    name = owned.name
    if name is None or resolver.privacy is not Privacy.NAMES:
        name = resolver.fallback_label(owned.method, owned.slot)
    return {
        "method": owned.method,
        "slot": owned.slot,
        "name": name,
        **_assignee_data(resolver, _keys(owned)),
        "last_used": _last_used(resolver, _keys(owned)),
    }


def _keys(owned: Credential) -> list[str]:
    """Return the key of a credential; none where the lock masks its slot."""
    return [] if owned.slot is None else [credential_key(owned.method, owned.slot)]


def _assignee_data(resolver: NameResolver, keys: Iterable[str]) -> _AssigneeData:
    if (assignee := resolver.find_assignee(keys)) is None:
        return {"owner": None, "person": None}
    return {
        "owner": shortened(assignee.name, resolver.privacy),
        "person": assignee.person if resolver.privacy is Privacy.NAMES else None,
    }


def _last_used(resolver: NameResolver, keys: Iterable[str]) -> str | None:
    states = [resolver.credentials.get(key) for key in keys]
    used = [state.last_used for state in states if state and state.last_used]
    return max(used).isoformat() if used else None
