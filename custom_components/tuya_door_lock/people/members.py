"""Who can open a lock, and with what: as Tuya lists it, and as the log has told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..api.locks import Credential
from .credentials import Seen, credential_key, member_key
from .names import Names
from .privacy import Privacy, shortened


@dataclass(slots=True)
class _User:
    name: str | None
    is_member: bool = False
    credentials: list[Credential] = field(default_factory=list)


def users_of(names: Names) -> list[dict[str, Any]]:
    """Return the users of a lock as JSON values, without Tuya's ids.

    At the end comes one without a name: the credentials that nobody is known for.
    """
    users = [
        _User(member.name, True, list(member.credentials)) for member in names.users
    ]
    listed = {
        (owned.method, owned.slot) for user in users for owned in user.credentials
    }
    by_name = {user.name: user for user in users[::-1] if user.name}
    nobody = _User(None)
    for seen in names.credentials:
        if seen.method and (seen.method, seen.slot) in listed:
            continue
        user = by_name.get(seen.user) if seen.user else nobody
        if user is None:
            user = by_name[seen.user or ""] = _User(seen.user)
            users.append(user)
        if seen.method:
            user.credentials.append(Credential(seen.method, seen.slot, seen.name))
    if nobody.credentials:
        users.append(nobody)
    return [_user(names, user) for user in users]


def _user(names: Names, user: _User) -> dict[str, Any]:
    key = member_key(user.name) if user.name else None
    own = [_key(owned) for owned in user.credentials]
    return {
        "name": shortened(user.name, names.privacy),
        **_owner(names, key),
        "member": user.is_member,
        "last_used": _last_used(names, [key, *own]),
        "credentials": [
            _credential(names, owned)
            for owned in sorted(
                user.credentials, key=lambda owned: (owned.method, owned.slot or 0)
            )
        ],
    }


def _credential(names: Names, owned: Credential) -> dict[str, Any]:
    name = owned.name
    if name is None or names.privacy is not Privacy.NAMES:
        name = names.readable(owned.method, owned.slot)
    return {
        "method": owned.method,
        "slot": owned.slot,
        "name": name,
        **_owner(names, _key(owned)),
        "last_used": _last_used(names, [_key(owned)]),
    }


def _key(owned: Credential) -> str | None:
    return None if owned.slot is None else credential_key(owned.method, owned.slot)


def _owner(names: Names, key: str | None) -> dict[str, str | None]:
    owner = names.owner([key]) if key else None
    return {
        "owner": shortened(owner.name, names.privacy) if owner else None,
        "person": owner.person if owner and names.privacy is Privacy.NAMES else None,
    }


def _last_used(names: Names, keys: Iterable[str | None]) -> str | None:
    seen: list[Seen | None] = [names.credentials.get(key) for key in keys if key]
    used = [each.last_used for each in seen if each and each.last_used]
    return max(used).isoformat() if used else None
