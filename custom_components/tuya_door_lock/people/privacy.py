"""How much of the people at the door Home Assistant shows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from ..access_log.events import WITHOUT_PEOPLE, LockEvent
from ..api.records import UnlockMethod


class Privacy(StrEnum):
    """What is shown in place of a name."""

    NAMES = "names"
    INITIALS = "initials"
    NONE = "none"


type Describe = Callable[[UnlockMethod | None, int | None], str | None]
"""Returns a credential by its method and slot, in the user's language."""


def private(entry: LockEvent, privacy: Privacy, describe: Describe) -> LockEvent:
    """Return an entry with no more of the people in it than is wanted.

    What has been shortened stays as it is, however often it is asked for.
    """
    if privacy is Privacy.NAMES:
        return entry
    described = describe(entry.method, entry.slot)
    return replace(
        entry,
        user=_user(entry.user, privacy, described),
        person=None,
        credential=described,
        participants=tuple(_names(entry.participants, privacy)),
    )


def private_attributes(
    attributes: Mapping[str, Any], privacy: Privacy, describe: Describe
) -> dict[str, Any]:
    """Return the attributes of an entry with no more in them than is wanted."""
    if privacy is Privacy.NAMES:
        return dict(attributes)
    method: str | None = attributes.get("method")
    described = describe(
        UnlockMethod(method) if method and method in UnlockMethod else None,
        attributes.get("slot"),
    )
    shown = {
        "user": _user(attributes.get("user"), privacy, described),
        "person": None,
        "credential": described,
        "participants": _names(attributes.get("participants", ()), privacy),
    }
    return {name: shown.get(name, value) for name, value in attributes.items()}


def shortened(name: str | None, privacy: Privacy) -> str | None:
    """Return what is left of a name."""
    if name is None or privacy is Privacy.NONE:
        return None
    return name if privacy is Privacy.NAMES else initials(name)


def _user(user: str | None, privacy: Privacy, described: str | None) -> str | None:
    """Return whom to show: a credential is nobody's name."""
    return described if user == described else shortened(user, privacy) or described


def _names(names: Iterable[str], privacy: Privacy) -> list[str]:
    return [short for name in names if (short := shortened(name, privacy))]


def anonymous(entry: LockEvent) -> LockEvent:
    """Return an entry that tells what has happened, and nothing of who it was."""
    return replace(entry, **WITHOUT_PEOPLE)


def anonymous_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of an entry, and nothing of who it was."""
    return {name: WITHOUT_PEOPLE.get(name, value) for name, value in attributes.items()}


def initials(name: str) -> str:
    """Return a name as "A. L."; a name that is short already stays the same."""
    return " ".join(
        f"{next((char for char in word if char.isalnum()), word[0]).upper()}."
        for word in name.split()
    )
