"""The fingers, codes and cards that a lock's log has shown."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ..api.locks import LockUser
from ..api.records import LockRecord, UnlockMethod
from .privacy import Privacy, shortened

# Slots of a lock are few; a lock that shows more must not fill the memory.
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
    """Return the key of a credential of a lock, such as "fingerprint:1"."""
    return f"{method}:{slot}"


def member_key(name: str) -> str:
    """Return the key of a member, who may open without a finger, code or card."""
    return f"{_MEMBER}{name}"


def member_of(key: str) -> str:
    """Return the member whose key it is; an empty text for the key of a credential."""
    return key.removeprefix(_MEMBER) if key.startswith(_MEMBER) else ""


@dataclass(slots=True)
class CredentialState:
    """A credential, or a member who opens without one, as the log has shown it."""

    method: UnlockMethod | None = None
    slot: int | None = None
    user: str | None = None
    """The name that Tuya has given last."""

    name: str | None = None
    last_used: datetime | None = None
    is_known: bool = False
    """Whether it has opened the lock before, or was a member's from the start."""


class Credentials:
    """The credentials of a lock by their keys, the last used at the end."""

    def __init__(self, privacy: Privacy = Privacy.NAMES) -> None:
        """Initialize without credentials; `privacy` is what may be stored of names."""
        self._privacy = privacy
        self._states: dict[str, CredentialState] = {}
        self._members_known = False

    def __len__(self) -> int:
        """Return how many credentials and members are remembered."""
        return len(self._states)

    def __iter__(self) -> Iterator[CredentialState]:
        """Yield all credentials and members."""
        return iter(self._states.values())

    def items(self) -> Iterable[tuple[str, CredentialState]]:
        """Return all credentials and members with their keys."""
        return self._states.items()

    def get(self, key: str) -> CredentialState | None:
        """Return what is remembered of a credential."""
        return self._states.get(key)

    def update_from(self, records: Iterable[LockRecord], now: datetime) -> None:
        """Remember names and last use of credentials: alarms come without names.

        A lock's clock may be ahead: a use in the future counts as one of `now`, so that
        later ones are not older.
        """
        for record in records:
            if (state := self._touch(record)) is None:
                continue
            state.user = record.user_name or state.user
            state.name = record.credential_name or state.name
            used = min(record.occurred_at, now)
            if state.last_used is None or not used <= state.last_used <= now:
                state.last_used = used

    def update_from_members(self, members: Iterable[LockUser]) -> None:
        """Add the credentials that Tuya lists: they are no new ones."""
        for member in members:
            for owned in member.credentials:
                if owned.slot is None:
                    continue
                state = self._states.setdefault(
                    credential_key(owned.method, owned.slot),
                    CredentialState(owned.method, owned.slot),
                )
                state.user = member.name or state.user
                state.name = owned.name or state.name
                state.is_known = state.is_known or not self._members_known
        self._members_known = True

    def is_first_use(self, record: LockRecord) -> bool:
        """Return whether a record is the first that a lasting credential has made.

        From then on the credential is known.
        """
        state = self._touch(record)
        if state is None or state.method not in _LASTING or state.is_known:
            return False
        state.is_known = True
        return True

    def forget_names(self, names: Container[str], keys: Container[str] = ()) -> None:
        """Drop these names of Tuya's, and name and last use of some credentials.

        The credentials stay known, so that none counts as a new one.
        """
        for key, state in list(self._states.items()):
            if (state.user is not None and state.user in names) or key in keys:
                state.user = state.name = state.last_used = None
                if state.slot is None:
                    del self._states[key]

    def as_dict(self) -> dict[str, Any]:
        """Return the credentials as JSON values, for storage.

        `seen` has the fields of `CredentialState` by key, times in ISO 8601. Where names
        are not wanted, who is known by a name alone is not stored.
        """
        with_names = self._privacy is Privacy.NAMES
        return {
            "members_known": self._members_known,
            "seen": {
                key: {
                    "method": state.method,
                    "slot": state.slot,
                    "user": shortened(state.user, self._privacy),
                    "name": state.name if with_names else None,
                    "last_used": state.last_used and state.last_used.isoformat(),
                    "is_known": state.is_known,
                }
                for key, state in self._states.items()
                if with_names or state.slot is not None
            },
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Restore what `as_dict` gave; raises one of `DAMAGED` for anything else."""
        states: dict[str, CredentialState] = {}
        for key, values in stored["seen"].items():
            method, last_used = values["method"], values["last_used"]
            states[key] = CredentialState(
                method and UnlockMethod(method),
                values["slot"],
                values["user"],
                values["name"],
                last_used and datetime.fromisoformat(last_used),
                values["is_known"],
            )
        self._states, self._members_known = states, stored["members_known"]

    def _touch(self, record: LockRecord) -> CredentialState | None:
        """Return the state of a record's credential, and move it to the end."""
        if record.method is not None and record.slot is not None:
            key = credential_key(record.method, record.slot)
            new = CredentialState(record.method, record.slot)
        elif record.user_name is not None:
            key = member_key(record.user_name)
            new = CredentialState(user=record.user_name)
        else:
            return None
        state = self._states[key] = self._states.pop(key, new)
        for oldest in list(self._states)[:-_MOST]:
            del self._states[oldest]
        return state
