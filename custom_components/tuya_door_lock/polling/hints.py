"""The hints of one lock: what they say of when to look into its log.

A hint never makes an event, a name or a state. It pulls a look forward, and the row
that the look finds is the truth. Times are seconds of a monotonic clock that the
caller hands in; nothing here waits, reads or writes.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
import math
import random
from typing import Any, Final

from ..api.records import Endpoint, RecordKind
from .hint_codes import Hint, HintSource, HintStrength
from .hint_health import HintHealth
from .look_schedule import Awaited, LookSchedule
from .quota import Purpose
from .row_delays import RowDelays

_DAY: Final = 86_400.0
# A message that comes again within this time is the same.
_SAME_MESSAGE: Final = 600.0
_MOST_MESSAGES: Final = 256
# A message that is older than the last read by more than this announces known rows.
_REPLAY_MARGIN: Final = 60.0
# How many looks it takes to find a row, on average: more find it no sooner.
_MOST_LOOKS: Final = 6.5
_USUAL_LOOKS: Final = 3.0
# Accesses that are planned for until a day has shown how many there are.
_USUAL_ACCESSES: Final = 30
# Fewer hints than that say little of how many rows will come.
_FEW_OUTCOMES: Final = 10
# What the last looks, for the slowest of the rows, add to an access.
_FOR_SLOW_ROWS: Final = 0.1
# Until a look is tried again for which no calls were left.
_LATER: Final = 600.0
# Looks that a lock may cause at once, and how soon it may cause another one.
_BUCKET: Final = 24.0
_REFILL_SECONDS: Final = 60.0
# Nine of ten rows that a poll was too early for are there by then.
_ROW_COMES_AFTER: Final = 20.0
# A source whose rows hardly ever come is looked into that often.
_BETWEEN_DOUBTED: Final = 1200.0
# Many homes lose their connection at the same moment.
_SPREAD: Final = 60.0
# A connection that comes and goes asks for no more looks than that.
_BETWEEN_GAPS: Final = 600.0


class _Bucket:
    """Looks that a lock may cause: some at once, and each minute another one."""

    def __init__(self) -> None:
        """Start with as many as it ever has."""
        self.tokens = _BUCKET
        self._filled_at = 0.0

    def fill(self, now: float) -> None:
        """Add those that have come since the last time."""
        self.tokens += (now - self._filled_at) / _REFILL_SECONDS
        self.tokens = min(self.tokens, _BUCKET)
        self._filled_at = now


class _LastDay:
    """Counts what came within the last day."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._counted: deque[tuple[float, int]] = deque()

    def add(self, now: float, count: int = 1) -> None:
        """Count something that comes now."""
        if count:
            self._counted.append((now, count))

    def total(self, now: float) -> int:
        """Return how much it was."""
        while self._counted and self._counted[0][0] <= now - _DAY:
            self._counted.popleft()
        return sum(count for _, count in self._counted)


class LockHints:
    """Decides from the hints of one lock when to look at which of its logs."""

    def __init__(
        self,
        reserve: Callable[[int, Purpose], bool],
        calls: Callable[[frozenset[Endpoint]], int],
        spread: Callable[[], float] = random.random,
    ) -> None:
        """Initialize with functions of the quota and of the reader.

        `reserve` is asked for the calls of each look before it is made; `calls` says
        how many calls a look at some logs, or at all (an empty set), makes. `spread`
        gives a number from 0 to 1 that differs from home to home.
        """
        self.calls_per_access: float | None = None
        """What the plan has for finding a row; None for no plan."""

        self.calls_per_day = math.inf
        """What they may take of a day: hints without rows leave some to other locks."""

        self.is_scarce = False
        """Whether there are too few calls to look for each access: polls find them."""

        self.health = HintHealth()
        self._reserve = reserve
        self._calls = calls
        self._spread = spread
        self._schedule = LookSchedule()
        self._messages: OrderedDict[object, float] = OrderedDict()
        self._announced = _LastDay()
        self._found = _LastDay()
        self._spent = _LastDay()
        self._bucket = _Bucket()
        self._last_read: float | None = None
        self._is_off = False
        self._lost: set[HintSource] = set()
        self._no_gap_look_before = 0.0
        self._doubted_until = 0.0
        self._first_hint: float | None = None
        self._reserved = 0

    @property
    def is_off(self) -> bool:
        """Return whether the cloud wants to be left alone, whatever hints say."""
        return self._is_off

    @property
    def next_look(self) -> float | None:
        """Return when to look next, None where no hint asks for it."""
        return self._schedule.next_look

    @property
    def is_requested(self) -> bool:
        """Return whether a look that was requested has not found its row yet."""
        return self._schedule.is_requested

    def add(self, hint: Hint) -> bool:
        """Add a hint; return whether it asks for a look that nobody asked for yet."""
        source = self.health.sources[hint.source]
        if self._is_repeated(hint) or hint.strength is HintStrength.IGNORED:
            source.dropped += 1
            return False
        source.hints += 1
        source.last_hint = hint.received
        if self._first_hint is None:
            self._first_hint = hint.received
        self._reserved = max(self._reserved, hint.reserved)
        # Whoever asks may have mended it.
        is_off = self._is_off and hint.source is not HintSource.REQUEST
        if is_off or self._is_replayed(hint):
            source.dropped += 1
            return False
        if hint.strength is HintStrength.STRONG:
            if source.is_doubtful and self._is_doubted(hint):
                source.outcomes.append(False)
                source.dropped += 1
                return False
            source.last_strong = hint.received
        looks = 1.0 if source.is_doubtful else self._affordable(hint)
        if not self._schedule.add(hint, looks):
            return False
        if hint.strength is HintStrength.STRONG:
            self._announced.add(hint.received)
        return True

    def connected(self, source: HintSource, now: float, *, is_connected: bool) -> None:
        """Note that a source can bring hints, or cannot.

        What it missed meanwhile is looked for once, at a time that differs from home
        to home.
        """
        state = self.health.sources[source]
        if is_connected and source in self._lost:
            self._lost.discard(source)
            look = max(
                now + _SPREAD * self._spread(),
                min(self._no_gap_look_before, now + _BETWEEN_GAPS),
            )
            if self._schedule.add_look(source, look):
                self._no_gap_look_before = look + _BETWEEN_GAPS
        if state.is_connected and not is_connected:
            self._lost.add(source)
        state.is_connected = is_connected

    def look_again(self, now: float, endpoints: frozenset[Endpoint]) -> None:
        """Look once more for rows that the shadow has shown and some logs have not."""
        source = self.health.sources[HintSource.SHADOW]
        source.hints += 1
        source.last_hint = now
        look = now + _ROW_COMES_AFTER
        self._schedule.add_look(HintSource.SHADOW, look, endpoints)

    def start_look(self, now: float) -> frozenset[Endpoint] | None:
        """Return the logs to read now (empty for all of them), and count the look.

        None where it is too early, or where it would cost more than is planned: it
        is then tried again later, unless a poll comes first.
        """
        if (look := self.next_look) is None or now < look:
            return None
        endpoints = self._schedule.endpoints
        purpose = Purpose.REQUEST if self.is_requested else Purpose.HINT
        if self._is_off and not self.is_requested:
            for each in self._schedule.clear():
                self.health.sources[each.source].dropped += 1
            return None
        self._bucket.fill(now)
        calls = self._calls(endpoints)
        # An alarm may be duress, and there are few of them.
        is_urgent = self.is_requested or self._schedule.may_be_alarm
        if self._bucket.tokens < 1:
            merged = self._schedule.put_off(now + _LATER)
            last_found = self._schedule.last_found
            if last_found is None or last_found < now - _LATER:
                # So many looks say that what was announced does not come.
                self._add_outcomes((each, False) for each in merged)
            return None
        if (self.is_scarce and not is_urgent) or not (
            self._has_calls(calls, purpose, now)
            or (is_urgent and self._has_calls(calls, Purpose.REQUEST, now))
        ):
            self._schedule.put_off(now + _LATER)
            return None
        self._bucket.tokens -= 1
        return endpoints

    def read_started(
        self, now: float, endpoints: frozenset[Endpoint] = frozenset()
    ) -> None:
        """Note that the log is read from now on, whoever has asked for it."""
        self._schedule.read_started(now, endpoints)

    def read_finished(
        self, now: float, kinds: Iterable[RecordKind], *, is_whole: bool = True
    ) -> None:
        """Note which new records a read has found, of those that happened just now.

        `is_whole` says whether all logs were read, not only those of a hint.
        """
        found = list(kinds)
        self._found.add(now, len(found))
        # What was there before anybody listened cannot have had a hint.
        if self._last_read is not None:
            announced = self._schedule.strong_sources
            for _ in found:
                self.health.add_row(now, announced)
        self._is_off = False
        if is_whole:
            self._last_read = self._schedule.read_since
        self._add_outcomes(self._schedule.read_finished(found))

    def _add_outcomes(self, outcomes: Iterable[tuple[Awaited, bool]]) -> None:
        """Note of the rows that are awaited no longer whether they were found."""
        for each, was_found in outcomes:
            if each.is_strong:
                self.health.sources[each.source].outcomes.append(was_found)

    def read_failed(self, *, is_refused: bool) -> None:
        """Note that the log could not be read, and whether to leave the cloud alone.

        Where the cloud refuses, hints count for nothing until a read succeeds.
        """
        self._schedule.read_failed()
        if is_refused:
            self._is_off = True
            self._schedule.clear()

    def _is_doubted(self, hint: Hint) -> bool:
        """Return whether to leave a hint of a doubtful source to the polls.

        Now and then one is looked into: a source may have become a good one.
        """
        if hint.source is HintSource.REQUEST or Endpoint.ALARM_LOGS in hint.endpoints:
            return False
        if hint.received < self._doubted_until:
            return True
        self._doubted_until = hint.received + _BETWEEN_DOUBTED
        return False

    def _is_repeated(self, hint: Hint) -> bool:
        """Return whether a source has sent a message again, or another has sent it."""
        now = hint.received
        while self._messages:
            key, seen = next(iter(self._messages.items()))
            if now - seen < _SAME_MESSAGE and len(self._messages) <= _MOST_MESSAGES:
                break
            del self._messages[key]
        keys: list[object] = []
        if hint.message_id is not None:
            keys.append(hint.message_id)
        is_known = any(key in self._messages for key in keys)
        if hint.event_ms is not None and hint.codes:
            events = [(code, hint.event_ms) for code in hint.codes]
            is_known = is_known or all(key in self._messages for key in events)
            keys += events
        for key in keys:
            self._messages.setdefault(key, now)
        return is_known

    def _is_replayed(self, hint: Hint) -> bool:
        """Return whether a source had kept the hint until after a read of its row.

        The time of the message decides, never that of the event: a lock that was
        offline reports old events, and their rows are new.
        """
        return (
            self._last_read is not None
            and hint.age > 0
            and hint.received - hint.age < self._last_read - _REPLAY_MARGIN
        )

    def accesses_per_day(self, now: float) -> int:
        """Return among how many rows a day's looks are shared; 0 before the first hint.

        Neither hints without a row make calls scarce, nor rows without a hint.
        """
        if self._first_hint is None:
            return 0
        accesses = min(self._announced.total(now), self._found.total(now))
        is_known = now - self._first_hint >= _DAY
        return max(accesses, 1 if is_known else _USUAL_ACCESSES)

    def _affordable(self, hint: Hint) -> float:
        """Return how many looks the plan affords on average until a row is found."""
        if self.calls_per_access is None:
            return _USUAL_LOOKS
        per_access = self.calls_per_access / self._calls(hint.endpoints)
        outcomes = self.health.sources[hint.source].outcomes
        missing = outcomes.count(False) / max(len(outcomes), _FEW_OUTCOMES)
        # A row that does not come costs all looks: twice the average, and one more.
        looks = (per_access - _FOR_SLOW_ROWS - missing) / (1 + missing)
        return min(max(looks, 1.0), _MOST_LOOKS)

    def _has_calls(self, calls: int, purpose: Purpose, now: float) -> bool:
        """Reserve calls, as far as they were not reserved with the hint."""
        reserved = min(self._reserved, calls)
        self._reserved -= reserved
        if calls == reserved:
            return True
        is_hint = purpose is Purpose.HINT
        if is_hint and self._spent.total(now) + calls > self.calls_per_day:
            return False
        is_reserved = self._reserve(calls - reserved, purpose)
        if is_reserved and is_hint:
            self._spent.add(now, calls)
        return is_reserved

    def diagnostics(self, now: float) -> dict[str, Any]:
        """Return for diagnostics what hints have brought."""
        return {
            "is_off": self._is_off,
            "is_reliable": self.health.is_reliable,
            "calls_per_access": self.calls_per_access
            and round(self.calls_per_access, 1),
            "median_seconds_to_row": self._schedule.delays.median,
            "looks": [
                round(look, 1) for look in self._schedule.delays.looks(_USUAL_LOOKS)
            ],
            "sources": {
                source.value: each.as_dict(now)
                for source, each in self.health.sources.items()
                if each.hints or each.is_connected is not None
            },
        }

    def as_dict(self) -> dict[str, Any]:
        """Return what is worth keeping over a restart, as JSON values."""
        return {
            "delays": self._schedule.delays.as_list(),
            "evidence": self.health.as_list(),
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Restore what `as_dict` gave.

        Raises KeyError, TypeError or ValueError where it is something else.
        """
        delays = RowDelays.from_list(stored["delays"])
        self.health.restore(stored["evidence"])
        self._schedule.delays = delays
