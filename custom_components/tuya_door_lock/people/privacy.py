"""How much of the people at the door Home Assistant shows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from ..access_log.events import WITHOUT_PEOPLE, LockEvent
from ..api.records import LockRecord, UnlockMethod


class Privacy(StrEnum):
    """What is shown in place of a name."""

    NAMES = "names"
    INITIALS = "initials"
    NONE = "none"


type FallbackLabel = Callable[[UnlockMethod | None, int | None], str | None]
"""Returns a credential by its method and slot, in the user's language."""


def redact(event: LockEvent, privacy: Privacy, label: FallbackLabel) -> LockEvent:
    """Return an event that shows no more of people than `privacy` allows.

    An event that was redacted before stays the same.
    """
    if privacy is Privacy.NAMES:
        return event
    described = label(event.method, event.slot)
    return replace(
        event,
        user=_user(event.user, privacy, described),
        person=None,
        credential=described,
        participants=tuple(_names(event.participants, privacy)),
        # What is shortened stays so.
        unnamed=event.unnamed and event.is_nameless,
    )


def redact_attributes(
    attributes: Mapping[str, Any], privacy: Privacy, label: FallbackLabel
) -> dict[str, Any]:
    """Return attributes of an event that show no more of people than is allowed."""
    if privacy is Privacy.NAMES:
        return dict(attributes)
    method: str | None = attributes.get("method")
    described = label(
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


def anonymize(event: LockEvent) -> LockEvent:
    """Return an event without anything that says who it was."""
    return replace(event, **WITHOUT_PEOPLE)


def anonymize_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes of an event without anything that says who it was."""
    return {name: WITHOUT_PEOPLE.get(name, value) for name, value in attributes.items()}


def anonymize_record(record: LockRecord) -> LockRecord:
    """Return a record without anything that says who it was."""
    return replace(
        record,
        value=None,
        slot=None,
        credential_name=None,
        user_id=None,
        user_name=None,
        participants=(),
        duress=record.duress and replace(record.duress, slot=None),
    )


def shortened(name: str | None, privacy: Privacy) -> str | None:
    """Return a name, its initials, or None."""
    if name is None or privacy is Privacy.NONE:
        return None
    return name if privacy is Privacy.NAMES else initials(name)


def initials(name: str) -> str:
    """Return a name as "A. L."; initials stay the same."""
    return " ".join(
        f"{next((char for char in word if char.isalnum()), word[0]).upper()}."
        for word in name.split()
    )


def _user(user: str | None, privacy: Privacy, described: str | None) -> str | None:
    """Return the user to show; a credential in place of a name stays."""
    return described if user == described else shortened(user, privacy) or described


def _names(names: Iterable[str], privacy: Privacy) -> list[str]:
    return [short for name in names if (short := shortened(name, privacy))]
