"""When to look into the log of a lock after its hints.

Times are seconds of a monotonic clock.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ..api.records import Endpoint, RecordKind
from .hint_codes import Hint, HintSource, HintStrength
from .row_delays import SHORTEST_GAP, RowDelays

ENDPOINTS: Final[Mapping[RecordKind, Endpoint]] = {
    RecordKind.UNLOCK: Endpoint.OPEN_LOGS,
    RecordKind.ALARM: Endpoint.ALARM_LOGS,
    RecordKind.DOORBELL: Endpoint.ALARM_LOGS,
}
"""Which log has a record of a kind, where a lock has one for each."""

# Reports so close together are about one thing that happened at the door.
_ONE_ACCESS: Final = 3.0
# A value that is reported twice for one thing, the old one first, comes sooner again.
_ONE_REPORT: Final = 1.0
# What accompanies an access: a picture, the door that opens after the lock.
_ACCOMPANIES_FOR: Final = 30.0
_WEAK_AFTER_STRONG: Final = 10.0
_WEAK_LOOK: Final = 5.0
_SECOND_LOOK: Final = 10.0
# More accesses than that at once are looked for together.
_MOST_AWAITED: Final = 4


@dataclass(slots=True)
class Awaited:
    """A row that a hint has announced."""

    since: float
    source: HintSource
    is_strong: bool
    endpoints: frozenset[Endpoint]
    looks: deque[float]
    """The looks to come."""

    hinted: float
    """When the last hint of it came."""

    missing_until: float
    """Until when it was not in the log."""

    is_requested: bool = False
    """Whether whoever has asked for it waits."""

    names_alarm: bool = False
    """Whether a hint has named an alarm, beside others that may be of any log."""

    codes: frozenset[str] = frozenset()
    rows: int = 1
    """How many are to come: who fails to open a door tries again."""

    was_found: bool = False
    """Whether one of them has come."""

    def is_repeated(self, hint: Hint) -> bool:
        """Return whether a hint reports the same again, as of another attempt."""
        return (
            hint.source is self.source
            and not hint.accompanies
            and not self.codes.isdisjoint(hint.codes)
            and hint.received >= self.hinted + _ONE_REPORT
        )

    def is_covered(self, endpoints: frozenset[Endpoint]) -> bool:
        """Return whether a look at some logs, or at all (none), can show the row."""
        return not endpoints or (bool(self.endpoints) and self.endpoints <= endpoints)

    def may_be(self, kind: RecordKind) -> bool:
        """Return whether a record of a kind can be the one that was announced."""
        return not self.endpoints or ENDPOINTS[kind] in self.endpoints


@dataclass(slots=True)
class LookSchedule:
    """When to look into the log of a lock."""

    delays: RowDelays = field(default_factory=RowDelays)
    _awaited: list[Awaited] = field(default_factory=list)
    _last_strong: float | None = None
    last_found: float | None = None
    """When the last row that was found had been announced."""

    read_since: float | None = None
    """When the last read of the log began."""

    _read_endpoints: frozenset[Endpoint] = frozenset()
    _is_reading: bool = False

    @property
    def next_look(self) -> float | None:
        """Return when to look next; None without a reason, or while a read is made."""
        if self._is_reading or not self._awaited:
            return None
        looks = [each.looks[0] for each in self._awaited if each.looks]
        if not looks:
            return None
        if self.read_since is None or self.is_requested:
            return min(looks)
        return max(min(looks), self.read_since + SHORTEST_GAP)

    @property
    def endpoints(self) -> frozenset[Endpoint]:
        """Return which logs the next look has to read; empty for all of them."""
        return _all_of(each.endpoints for each in self._awaited)

    def add(self, hint: Hint, looks: float) -> bool:
        """Await the row of a hint; return whether no earlier hint has announced it.

        `looks` says how many it may take to find a row, on average.
        """
        now = hint.received
        is_strong = hint.strength is HintStrength.STRONG
        strong = [each for each in self._awaited if each.is_strong]
        if not is_strong:
            recent = (
                self._last_strong is not None
                and now < self._last_strong + _WEAK_AFTER_STRONG
            )
            is_covered = any(
                each.is_strong or (each.looks and each.looks[0] <= now + _WEAK_LOOK)
                for each in self._awaited
            )
            if is_covered or recent:
                return False
            return self._await(hint, [_WEAK_LOOK])
        self._last_strong = now
        if same := self._same(hint, strong):
            same.rows += same.is_repeated(hint)
            same.hinted = now
            same.is_requested |= hint.source is HintSource.REQUEST
            same.names_alarm |= Endpoint.ALARM_LOGS in hint.endpoints
            # A log that nobody named before may be the one with the row.
            both = same.endpoints and hint.endpoints
            same.endpoints = same.endpoints | hint.endpoints if both else frozenset()
            return False
        self._awaited = strong
        if (
            hint.accompanies
            and self.last_found is not None
            and now < self.last_found + _ACCOMPANIES_FOR
        ):
            return self._await(hint, [_SECOND_LOOK])
        at_once = [0.0] if hint.source is HintSource.REQUEST else []
        return self._await(hint, [*at_once, *self.delays.looks(looks)])

    def add_look(
        self,
        source: HintSource,
        at: float,
        endpoints: frozenset[Endpoint] = frozenset(),
    ) -> bool:
        """Look once at some logs, or all (none); False where a row is awaited already."""
        if self._awaited:
            return False
        self._awaited.append(Awaited(at, source, False, endpoints, deque([at]), at, at))
        return True

    def _same(self, hint: Hint, strong: list[Awaited]) -> Awaited | None:
        """Return the awaited row that a strong hint is about too."""
        for each in reversed(strong):
            # What is in two logs has a row in each, and they come one by one.
            is_alike = not (each.endpoints and hint.endpoints) or (
                each.endpoints == hint.endpoints
            )
            if (is_alike and hint.received < each.hinted + _ONE_ACCESS) or (
                hint.accompanies and hint.received < each.since + _ACCOMPANIES_FOR
            ):
                return each
        return strong[-1] if len(strong) >= _MOST_AWAITED else None

    def _await(self, hint: Hint, looks: Iterable[float]) -> bool:
        now = hint.received
        self._awaited.append(
            Awaited(
                now,
                hint.source,
                hint.strength is HintStrength.STRONG,
                hint.endpoints,
                deque(now + look for look in looks),
                now,
                now,
                hint.source is HintSource.REQUEST,
                Endpoint.ALARM_LOGS in hint.endpoints,
                hint.codes,
            )
        )
        return True

    def read_started(
        self, now: float, endpoints: frozenset[Endpoint] = frozenset()
    ) -> None:
        """Note that some logs, or all of them (none), are read from now on."""
        self._is_reading = True
        self.read_since = now
        self._read_endpoints = endpoints
        for each in self._awaited:
            if each.is_covered(endpoints):
                while each.looks and each.looks[0] < now + SHORTEST_GAP / 2:
                    each.looks.popleft()

    def read_finished(self, kinds: Iterable[RecordKind]) -> list[tuple[Awaited, bool]]:
        """Note what a read has found: the kinds of the new records, oldest first.

        Returns the rows that are awaited no longer, and whether each was found.
        """
        self._is_reading = False
        if (started := self.read_since) is None:
            return []
        outcome: list[tuple[Awaited, bool]] = []
        for kind in kinds:
            found = next(
                (
                    each
                    # Who names what has happened knows more than a door that opens.
                    for each in sorted(
                        self._awaited, key=lambda each: (not each.codes, each.since)
                    )
                    if each.since <= started and each.may_be(kind)
                ),
                None,
            )
            if found is None:
                continue
            self.last_found = found.since
            if found.is_strong and not found.was_found:
                self.delays.add(
                    found.missing_until - found.since, started - found.since
                )
            found.was_found = True
            found.rows -= 1
            if found.rows > 0 and found.looks:
                continue
            if len(found.endpoints) > 1 and found.looks:
                # The other log is to show something too.
                found.endpoints -= {ENDPOINTS[kind]}
                continue
            self._awaited.remove(found)
            outcome.append((found, True))
        for each in list(self._awaited):
            if each.since > started or not each.is_covered(self._read_endpoints):
                continue
            each.missing_until = started
            if not each.looks:
                self._awaited.remove(each)
                outcome.append((each, each.was_found))
        return outcome

    def read_failed(self) -> None:
        """Note that a read has shown nothing; the looks after it remain."""
        self._is_reading = False
        self._awaited = [each for each in self._awaited if each.looks]

    @property
    def is_requested(self) -> bool:
        """Return whether a row is awaited that was asked for."""
        return any(each.is_requested for each in self._awaited)

    @property
    def may_be_alarm(self) -> bool:
        """Return whether a row is awaited that was named as one of an alarm."""
        return any(
            each.names_alarm or Endpoint.ALARM_LOGS in each.endpoints
            for each in self._awaited
        )

    @property
    def strong_sources(self) -> frozenset[HintSource]:
        """Return which sources have announced what is still awaited."""
        return frozenset(each.source for each in self._awaited if each.is_strong)

    def put_off(self, until: float) -> list[Awaited]:
        """Look once for all that is awaited, and not before a time.

        Returns what is not awaited by itself any more.
        """
        if awaited := self.clear():
            first = min(awaited, key=lambda each: (not each.is_strong, each.since))
            first.endpoints = _all_of(each.endpoints for each in awaited)
            first.looks = deque([until])
            first.is_requested = False
            first.names_alarm = any(each.names_alarm for each in awaited)
            self._awaited = [first]
            awaited.remove(first)
        return awaited

    def clear(self) -> list[Awaited]:
        """Await nothing any more; return what was awaited."""
        awaited, self._awaited = self._awaited, []
        return awaited


def _all_of(endpoints: Iterable[frozenset[Endpoint]]) -> frozenset[Endpoint]:
    """Return the logs that any of some hints concern; empty for all of them."""
    wanted = list(endpoints)
    return frozenset().union(*wanted) if all(wanted) else frozenset()
