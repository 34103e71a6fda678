"""The fingers, codes and cards that a lock's log has told of."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ..api.locks import LockUser
from ..api.records import LockRecord, UnlockMethod
from .privacy import Privacy, shortened

# Slots of a lock are few; a lock that tells of more must not fill the memory.
_MOST: Final = 1_000
_MEMBER: Final = "member:"
# Temporary codes come and go, and an unlock by several is no credential.
_LASTING: Final = frozenset(
    {
        UnlockMethod.CARD,
        UnlockMethod.EYE,
        UnlockMethod.FACE,
        UnlockMethod.FINGER_VEIN,
        UnlockMethod.FINGERPRINT,
        UnlockMethod.HAND,
        UnlockMethod.IDENTITY_CARD,
        UnlockMethod.KEY,
        UnlockMethod.PASSWORD,
        UnlockMethod.SPECIAL,
    }
)


def credential_key(method: UnlockMethod, slot: int) -> str:
    """Return what a credential of a lock is known by."""
    return f"{method}:{slot}"


def member_key(name: str) -> str:
    """Return what a member is known by who opens without a finger, code or card."""
    return f"{_MEMBER}{name}"


def member_of(key: str) -> str:
    """Return the member that a key stands for; no name where it is a credential's."""
    return key.removeprefix(_MEMBER) if key.startswith(_MEMBER) else ""


@dataclass(slots=True)
class Seen:
    """A credential, or a member, as the log has told of it."""

    method: UnlockMethod | None = None
    slot: int | None = None
    user: str | None = None
    """The name that Tuya has given last."""

    name: str | None = None
    last_used: datetime | None = None
    is_known: bool = False
    """Whether it has opened the lock before, or was a member's all along."""


class Credentials:
    """What is remembered of a lock's credentials, the last used at the end."""

    def __init__(self, privacy: Privacy = Privacy.NAMES) -> None:
        """Begin with nothing; `privacy` is what may be stored of names."""
        self._privacy = privacy
        self._seen: dict[str, Seen] = {}
        self._members_known = False

    def __len__(self) -> int:
        """Return how many credentials and members are remembered."""
        return len(self._seen)

    def __iter__(self) -> Iterator[Seen]:
        """Yield all credentials and members."""
        return iter(self._seen.values())

    def items(self) -> Iterable[tuple[str, Seen]]:
        """Return all credentials with their keys."""
        return self._seen.items()

    def get(self, key: str) -> Seen | None:
        """Return what is remembered of a credential."""
        return self._seen.get(key)

    def learn(self, records: Iterable[LockRecord]) -> None:
        """Remember whom Tuya names for a credential: alarms come without names."""
        for record in records:
            if (seen := self._touch(record)) is None:
                continue
            seen.user = record.user_name or seen.user
            seen.name = record.credential_name or seen.name
            if seen.last_used is None or record.occurred_at > seen.last_used:
                seen.last_used = record.occurred_at

    def learn_members(self, members: Iterable[LockUser]) -> None:
        """Take what Tuya lists first as known: it was there before we were."""
        for member in members:
            for owned in member.credentials:
                if owned.slot is None:
                    continue
                seen = self._seen.setdefault(
                    credential_key(owned.method, owned.slot),
                    Seen(owned.method, owned.slot),
                )
                seen.user = member.name or seen.user
                seen.name = owned.name or seen.name
                seen.is_known = seen.is_known or not self._members_known
        self._members_known = True

    def meet(self, record: LockRecord) -> bool:
        """Return whether a record is the first that a lasting credential has made."""
        seen = self._touch(record)
        if seen is None or seen.method not in _LASTING or seen.is_known:
            return False
        seen.is_known = True
        return True

    def forget_names(self, forget: Iterable[str], keys: Container[str] = ()) -> None:
        """Drop what Tuya calls somebody, and what it says of some credentials."""
        names = set(forget)
        for key, seen in list(self._seen.items()):
            if seen.user in names or key in keys:
                seen.user = seen.name = seen.last_used = None
                if seen.slot is None:
                    del self._seen[key]

    def as_dict(self) -> dict[str, Any]:
        """Return the credentials as JSON values, for storage.

        Where names are not wanted, who is known by a name alone is not stored.
        """
        with_names = self._privacy is Privacy.NAMES
        return {
            "members_known": self._members_known,
            "seen": {
                key: {
                    "method": seen.method,
                    "slot": seen.slot,
                    "user": shortened(seen.user, self._privacy),
                    "name": seen.name if with_names else None,
                    "last_used": seen.last_used and seen.last_used.isoformat(),
                    "is_known": seen.is_known,
                }
                for key, seen in self._seen.items()
                if with_names or seen.slot is not None
            },
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Go on from what `as_dict` gave."""
        seen: dict[str, Seen] = {}
        for key, values in stored["seen"].items():
            method, last_used = values["method"], values["last_used"]
            seen[key] = Seen(
                method and UnlockMethod(method),
                values["slot"],
                values["user"],
                values["name"],
                last_used and datetime.fromisoformat(last_used),
                values["is_known"],
            )
        self._seen, self._members_known = seen, stored["members_known"]

    def _touch(self, record: LockRecord) -> Seen | None:
        """Return what is remembered of a record's credential, now the last used."""
        if record.method is not None and record.slot is not None:
            key = credential_key(record.method, record.slot)
            new = Seen(record.method, record.slot)
        elif record.user_name is not None:
            key, new = member_key(record.user_name), Seen(user=record.user_name)
        else:
            return None
        seen = self._seen[key] = self._seen.pop(key, new)
        for oldest in list(self._seen)[:-_MOST]:
            del self._seen[oldest]
        return seen
