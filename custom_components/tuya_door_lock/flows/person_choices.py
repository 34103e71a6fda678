"""What a person can be given: the credentials and members of all the project's locks."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import SelectOptionDict

from ..announcer import describe_method
from ..api.records import UnlockMethod
from ..coordinator import TuyaDoorLockConfigEntry
from ..helpers import async_selector_texts
from ..people.credentials import member_of
from ..people.persons import Assignee, find_person, person_called
from ..people.resolver import Assignable
from .local_time import async_time_format


@dataclass(frozen=True, slots=True)
class _Choice:
    """A credential or a member, and the lock that it opens."""

    value: str
    """As it is stored with a person."""

    lock: str
    """The name of the lock; empty where the lock is gone."""

    each: Assignable
    is_own: bool

    @property
    def place(self) -> tuple[object, ...]:
        """Return the sort key: without a person first, then the last used first."""
        each = self.each
        rank = 0
        if each.is_named or self.is_own:
            rank = 1 if self.is_own else 2 if each.assignee is None else 3
        used = each.last_used.timestamp() if each.last_used else 0
        method, slot = each.method or "", each.slot or 0
        return rank, -used, self.lock, method, slot, each.user or ""


@dataclass(frozen=True, slots=True)
class Match:
    """A person of Home Assistant who has the name of members, and what is theirs."""

    who: Assignee
    credentials: list[str]
    locks: list[str]


async def async_choices(
    hass: HomeAssistant, entry: TuyaDoorLockConfigEntry, own: Iterable[str] = ()
) -> list[SelectOptionDict]:
    """Return the options to tick, always with those that are a person's `own`."""
    texts = await async_selector_texts(hass, "credential")
    time_format = await async_time_format(hass)

    def text(key: str, **placeholders: str) -> str:
        return texts[key].format(**placeholders)

    def parts(choice: _Choice) -> Iterator[str]:
        each = choice.each
        if each.method is None:
            yield text("member", name=each.user or "")
        else:
            yield " ".join(
                str(part)
                for part in (describe_method(hass, each.method), each.slot)
                if part is not None
            )
        yield choice.lock or text("lock_gone")
        of_tuya = [each.name, each.user] if each.method else []
        if names := ", ".join(filter(None, of_tuya)):
            yield text("tuya", names=names)
        if each.last_used:
            yield text("used", time=time_format(each.last_used))
        if each.assignee:
            yield text("owner", name=each.assignee.name)

    own = list(own)
    known = list(_known(entry, own))
    known += _forgotten(entry, own, {choice.value for choice in known})
    return [
        SelectOptionDict(value=choice.value, label=" · ".join(parts(choice)))
        for choice in sorted(known, key=lambda choice: choice.place)
    ]


def matches(hass: HomeAssistant, entry: TuyaDoorLockConfigEntry) -> dict[str, Match]:
    """Return the persons of Home Assistant who are called like a member, by entity ID.

    Only where exactly one person has the name, and was not added before.
    """
    found: dict[str, Match] = {}
    for lock in entry.runtime_data.locks.values():
        for key, each in lock.resolver.assignables().items():
            if each.method is not None or each.assignee is not None:
                continue
            who = person_called(hass, each.user)
            if who is None or who.person is None or find_person(hass, entry, who):
                continue
            match = found.setdefault(who.person, Match(who, [], []))
            match.credentials.append(lock.assignments.stored(key))
            match.locks.append(lock.shown_name)
    return found


def _known(entry: TuyaDoorLockConfigEntry, own: Container[str]) -> Iterator[_Choice]:
    """Yield what opens the locks that are followed."""
    for lock in entry.runtime_data.locks.values():
        for key, each in lock.resolver.assignables().items():
            value = lock.assignments.stored(key)
            yield _Choice(value, lock.shown_name, each, value in own)


def _forgotten(
    entry: TuyaDoorLockConfigEntry, own: Iterable[str], known: Container[str]
) -> Iterator[_Choice]:
    """Yield those of a person that no followed lock has."""
    listed = entry.runtime_data.devices.listed.devices
    for value in own:
        if value in known:
            continue
        lock_id, _, key = value.partition(" ")
        method, _, slot = key.partition(":")
        each = (
            Assignable(user=member)
            if (member := member_of(key))
            else Assignable(UnlockMethod(method), int(slot))
        )
        name = listed[lock_id].name if lock_id in listed else ""
        yield _Choice(value, name, each, is_own=True)
