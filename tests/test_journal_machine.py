"""The journal against a model of Tuya's log, in whatever order things happen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import json
from typing import Any, Final
from unittest.mock import patch

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from custom_components.tuya_door_lock.access_log.events import LockEvent
from custom_components.tuya_door_lock.access_log.journal import Journal
from custom_components.tuya_door_lock.access_log.timing import is_late
from custom_components.tuya_door_lock.api.records import (
    Endpoint,
    LockAlarm,
    LockRecord,
    RecordKind,
    UnlockMethod,
)
from custom_components.tuya_door_lock.people.resolver import NameResolver

START: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
# What the documentation promises, in numbers of its own.
PROMISED_LATENESS: Final = timedelta(days=7)
LIVE: Final = timedelta(minutes=15)
LOOK_BACK: Final = timedelta(days=30)
HANDOVER: Final = timedelta(minutes=10)
LOOK_AHEAD: Final = timedelta(days=1)
SAVE_INTERVAL: Final = timedelta(days=1)
SWEEP: Final = timedelta(hours=7)
PAGE: Final = 3

TELLS: Final = {
    Endpoint.OPEN_LOGS: {RecordKind.UNLOCK},
    Endpoint.ALARM_LOGS: {RecordKind.ALARM},
    Endpoint.RECORDS: {RecordKind.UNLOCK, RecordKind.ALARM},
}
SOURCES: Final[tuple[tuple[Endpoint, ...], ...]] = (
    (Endpoint.OPEN_LOGS, Endpoint.ALARM_LOGS),
    (Endpoint.RECORDS,),
)
WHAT: Final = (
    UnlockMethod.FINGERPRINT,
    UnlockMethod.PASSWORD,
    LockAlarm.DURESS,
    LockAlarm.WRONG_FINGER,
)


@dataclass(slots=True)
class Row:
    """What happened at the lock, as the lock will upload it."""

    number: int
    what: UnlockMethod | LockAlarm
    happened: datetime
    uploaded: datetime
    user: str | None

    @property
    def kind(self) -> RecordKind:
        """Return what it is."""
        is_unlock = isinstance(self.what, UnlockMethod)
        return RecordKind.UNLOCK if is_unlock else RecordKind.ALARM

    @property
    def place(self) -> tuple[int, str]:
        """Return by what it is recognised in another log."""
        return int(self.happened.timestamp()), self.what

    def record(self, endpoint: Endpoint) -> LockRecord:
        """Return it as an endpoint shows it, under an id of the endpoint's own."""
        anonymous = f"{endpoint}/{self.number}"
        record_id = anonymous
        if endpoint is not Endpoint.RECORDS and self.user is not None:
            record_id = f"{anonymous}/{self.user}"
        return LockRecord(
            record_id=record_id,
            anonymous_id=anonymous,
            occurred_at=self.happened,
            kind=self.kind,
            method=self.what if isinstance(self.what, UnlockMethod) else None,
            alarm=self.what if isinstance(self.what, LockAlarm) else None,
            slot=self.number,
            user_id=self.user,
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A row that was handed on."""

    row: Row
    shown: Row
    """The row that the log showed: if it had another number, nobody could tell."""

    record_id: str
    user: str | None
    endpoint: Endpoint


ROWS: Final = st.tuples(
    st.sampled_from(WHAT),
    # Seconds since it happened: some at once, some by a clock that is ahead.
    st.sampled_from((0, 0, 0, 1, 60, 600, 3_600, -60, -3_600)),
    # Minutes until it is uploaded.
    st.sampled_from((0, 0, 0, 5, 20, 120, 1_440, 7 * 1_440 - 1, 7 * 1_440))
    | st.integers(0, 7 * 1_440),
    st.booleans(),
)
type Drawn = tuple[UnlockMethod | LockAlarm, int, int, bool]


class JournalMachine(RuleBasedStateMachine):
    """A lock that sleeps, a cloud that fails, and a Home Assistant that crashes."""

    def __init__(self) -> None:
        """Begin with a lock that nobody has watched."""
        super().__init__()
        self._few = patch(
            "custom_components.tuya_door_lock.access_log.journal._LEAST_REMEMBERED", 2
        )
        self._few.start()
        self.now = START
        self.rows: list[Row] = []
        self.source = SOURCES[0]
        self.journal = Journal()
        self.pending: dict[str, tuple[Row, LockRecord, Endpoint]] = {}
        self.saved: str | None = None
        self.saved_at: datetime | None = None
        self.told: list[Told] = []
        self.unsaved: list[int] = []
        """The rows that a crash may repeat."""

        self.told_ids: set[str] = set()
        self.unsaved_ids: list[str] = []
        self.repeatable: set[int] = set()
        self.excused: set[int] = set()
        """The rows that need not be told."""

        self.baseline: set[int] = set()
        """The rows that must not be told."""

        self.owed: set[int] = set()
        """What a reading that broke off has left to the next one."""

        self.is_settled = False
        self.watched_since: datetime | None = None
        self.read_until: dict[RecordKind, datetime] = {}
        self.first_read: set[Endpoint] = set()
        self.baseline_from = START - LOOK_BACK
        """How far the baseline was read: what is older is no news, however late."""

        self.saved_model: Any = None

    # What happens at the lock and in the cloud

    @initialize(drawn=st.lists(ROWS, max_size=5), source=st.sampled_from(SOURCES))
    def past(self, drawn: list[Drawn], source: tuple[Endpoint, ...]) -> None:
        """Let the lock have a past, or none."""
        self.source = source
        for what, ago, _, has_user in drawn:
            self._add((what, ago, 0, has_user))

    @rule(drawn=ROWS)
    def happen(self, drawn: Drawn) -> None:
        """Let something happen."""
        self._add(drawn)

    @rule(drawn=st.lists(ROWS, min_size=2, max_size=12))
    def happen_often(self, drawn: list[Drawn]) -> None:
        """Let more happen than a page holds."""
        for each in drawn:
            self._add(each)

    @rule(what=st.sampled_from(WHAT), count=st.integers(PAGE, 3 * PAGE))
    def happen_in_a_row(self, what: UnlockMethod | LockAlarm, count: int) -> None:
        """Let the same happen again and again, with nothing late about it."""
        for _ in range(count):
            self.now += timedelta(seconds=1)
            self._add((what, 0, 0, True))

    @rule(minutes=st.sampled_from((1, 5, 14, 16, 60, 120)))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: any(row.user is None for row in self.rows))
    @rule(data=st.data())
    def link(self, data: st.DataObject) -> None:
        """Let the owner link an unknown finger with a member."""
        unknown = [row for row in self.rows if row.user is None]
        data.draw(st.sampled_from(unknown)).user = "Ana"

    @rule()
    def change_source(self) -> None:
        """Let the lock get other firmware, that tells its log elsewhere."""
        self.source = SOURCES[1 - SOURCES.index(self.source)]

    # What Home Assistant does

    @rule(
        breaks_at=st.sampled_from((None, None, 0, 1, 1)),
        broken=st.sampled_from((0, 1)),
        between=st.lists(ROWS, max_size=2),
        crashes=st.sampled_from((False, False, False, True)),
        leaves=st.sampled_from((False, False, False, True)),
    )
    def poll(
        self,
        breaks_at: int | None,
        broken: int,
        between: list[Drawn],
        crashes: bool,
        leaves: bool = False,
    ) -> None:
        """Read the log, and hand on what is new; perhaps die before it is saved.

        A lock that leaves its source does so when a part of it has been read.
        """
        # No two polls are of the same moment.
        self.now += timedelta(seconds=1)
        arriving = iter(between)
        if not self.is_settled and not self._settle():
            self._save_daily()
            return
        prompt = self._prompt()
        told: set[RecordKind] = set()
        if leaves:
            self._read(self.source[0], None, arriving)
            self.change_source()
        for endpoint in self.source:
            is_broken = endpoint is self.source[broken % len(self.source)]
            fails = breaks_at if is_broken else None
            if self._read(endpoint, fails, arriving):
                told |= TELLS[endpoint]
        if breaks_at is None:
            self.journal.follow(self.source)
            self.first_read &= set(self.source)
        if not told:
            return
        delivered = self._deliver(told)
        if breaks_at is None:
            self._check_told(self.owed | prompt)
            self.owed.clear()
        if delivered:
            if crashes:
                self.crash()
            else:
                self._save()
        else:
            self._save_daily()

    @rule(minutes=st.sampled_from((0, 10, 600, 1_440, 5 * 1_440, 7 * 1_440)))
    def restart(self, minutes: int) -> None:
        """Stop in order, and start again."""
        self._save()
        self.now += timedelta(minutes=minutes)
        self._load()

    @rule(minutes=st.sampled_from((0, 10, 60)))
    def crash_while_idle(self, minutes: int) -> None:
        """Die, and start again."""
        self.now += timedelta(minutes=minutes)
        self.crash()

    @rule(days=st.integers(1, 4))
    def outage(self, days: int) -> None:
        """Let the cloud be away: no poll succeeds."""
        self.now += timedelta(days=days)

    def teardown(self) -> None:
        """Poll twice in peace, each time to the end, and look at everything."""
        try:
            for _ in range(2):
                self.now += SWEEP
                self.poll(breaks_at=None, broken=0, between=[], crashes=False)
            self._check_told(range(len(self.rows)))
        finally:
            self._few.stop()

    # The model

    def _add(self, drawn: Drawn) -> None:
        what, ago, minutes, has_user = drawn
        happened = self.now - timedelta(seconds=ago)
        self.rows.append(
            Row(
                number=len(self.rows),
                what=what,
                happened=happened,
                uploaded=self.now + timedelta(minutes=minutes),
                user="Ben" if has_user else None,
            )
        )

    def _shown(self, endpoint: Endpoint) -> list[Row]:
        """Return what an endpoint shows now, the newest first."""
        shown = [
            row
            for row in self.rows
            if row.uploaded <= self.now and row.kind in TELLS[endpoint]
        ]
        return sorted(shown, key=lambda row: (row.happened, row.number), reverse=True)

    def _prompt(self) -> set[int]:
        """Return the rows that were on top of the log when they came.

        They need no sweep to be found.
        """
        return {
            row.number
            for row in self.rows
            if row.uploaded == row.happened
            and not any(
                other.happened > row.happened and other.uploaded <= row.uploaded
                for other in self.rows
            )
        }

    def _settle(self) -> bool:
        """Find out where the log is, once it has a row; until then it is empty."""
        if any(self._shown(endpoint) for endpoint in self.source):
            self.is_settled = True
            return True
        self.watched_since = self.watched_since or self.now
        for endpoint in Endpoint:
            self.journal.start_reading(endpoint, self.now).finish(complete=True)
            self.first_read.add(endpoint)
            for kind in TELLS[endpoint]:
                self.read_until[kind] = self.now - HANDOVER
        return False

    def _read(
        self, endpoint: Endpoint, breaks_at: int | None, arriving: Iterator[Drawn]
    ) -> bool:
        """Read a log as the coordinator does; return whether it told anything."""
        reading = self.journal.start_reading(endpoint, self.now)
        is_first = endpoint not in self.first_read
        page_no = 0
        oldest = self.now
        seen: set[int] = set()
        is_complete = True
        while True:
            if page_no == breaks_at:
                if page_no == 0:
                    return False
                is_complete = False
                break
            shown = [
                row
                for row in self._shown(endpoint)
                if reading.start <= row.happened <= self.now + LOOK_AHEAD
            ]
            page = shown[page_no * PAGE : (page_no + 1) * PAGE]
            oldest = page[-1].happened if page else self.now
            if is_first and self.watched_since in (None, self.now):
                seen |= {row.number for row in page}
            page_no += 1
            goes_on = reading.add(row.record(endpoint) for row in page)
            if not goes_on or len(page) < PAGE:
                break
            if (arrives := next(arriving, None)) is not None:
                self._add(arrives)
        self.watched_since = self.watched_since or self.now
        self._excuse(endpoint, is_first=is_first)
        if not is_complete:
            self.owed |= {row.number for row in self._shown(endpoint)}
        takes_over = is_first and bool(self.read_until)
        if is_first and not is_complete and not takes_over:
            self.baseline_from = max(self.baseline_from, oldest)
        finding = reading.finish(complete=is_complete)
        if not self.read_until:
            self.baseline |= seen
        self._take(endpoint, finding.new)
        if takes_over and not is_complete:
            # It is the first reading again next time.
            return True
        self.first_read.add(endpoint)
        if is_complete or is_first:
            # What is not handed on yet may come through another log.
            until = min([self.now, *(each.occurred_at for each in finding.new)])
            until = max(until - HANDOVER, reading.start, self.baseline_from)
            for kind in TELLS[endpoint]:
                self.read_until[kind] = until
        return True

    def _excuse(self, endpoint: Endpoint, *, is_first: bool) -> None:
        """Note which rows nobody promises to tell."""
        for row in self.rows:
            if row.kind not in TELLS[endpoint]:
                continue
            if row.happened < self.now - LOOK_BACK:
                self.excused.add(row.number)
            if not is_first:
                continue
            until = self.read_until.get(row.kind)
            if until is not None:
                # The log takes over from another.
                is_old = row.happened <= until
            else:
                is_old = self.watched_since == self.now or row.happened <= (
                    self.watched_since or self.now
                )
            if is_old and row.uploaded <= self.now:
                self.excused.add(row.number)

    def _take(self, endpoint: Endpoint, new: list[LockRecord]) -> None:
        numbers = [record.slot for record in new]
        rows = [self.rows[number] for number in numbers if number is not None]
        # Oldest first, and rows of the same moment in the order of the lock.
        order = [(row.happened, row.number) for row in rows]
        assert order == sorted(order)
        for record in new:
            self.pending.pop(record.anonymous_id, None)
        for row, record in zip(rows, new, strict=True):
            assert row.uploaded <= self.now
            self.pending[record.record_id] = row, record, endpoint

    def _deliver(self, kinds: set[RecordKind]) -> bool:
        """Hand on what waits, as the coordinator does."""
        resolver = NameResolver(lambda method: method)
        delivered = False
        for row, record, endpoint in sorted(
            self.pending.values(), key=lambda each: each[1].occurred_at
        ):
            if record.kind not in kinds:
                continue
            del self.pending[record.record_id]
            if not self.journal.mark_delivered(record, endpoint):
                continue
            assert record.record_id not in self.told_ids, f"told twice: {row}"
            self.told_ids.add(record.record_id)
            self.unsaved_ids.append(record.record_id)
            shown, row = row, self._meant(row, endpoint)
            assert row.number not in self.baseline, f"from before: {row}"
            late = is_late(record.occurred_at, self.now)
            assert late is (abs(self.now - row.happened) > LIVE)
            entry = resolver.event(record.record_id, record, late=late)
            self._check_entry(row, entry)
            self._check_not_twice(row, shown, record, endpoint)
            self.told.append(Told(row, shown, record.record_id, shown.user, endpoint))
            self.unsaved.append(row.number)
            delivered = True
        return delivered

    def _meant(self, row: Row, endpoint: Endpoint) -> Row:
        """Return the row that is told, of those that only their number tells apart.

        Which of them another log told can only be counted.
        """
        for each in reversed(self.told):
            if (
                each.shown is row
                and each.endpoint is endpoint
                and each.row.number in self.repeatable
            ):
                return each.row
        told = {each.row.number for each in self.told}
        over = told - self.repeatable | self.baseline
        if row.number not in over | self.excused:
            return row
        return min(
            (
                each
                for each in self.rows
                if each.place == row.place
                and each.uploaded <= self.now
                and each.number not in over
            ),
            key=lambda each: (each.number in told, each.number in self.excused),
            default=row,
        )

    def _check_entry(self, row: Row, entry: LockEvent) -> None:
        assert (entry.alarm or entry.method) is row.what

    def _check_not_twice(
        self, row: Row, shown: Row, record: LockRecord, endpoint: Endpoint
    ) -> None:
        before = [each for each in self.told if each.row is row]
        if not before:
            return
        assert row.number in self.repeatable, f"told twice: {row}"
        self.repeatable.discard(row.number)
        last = before[-1]
        if (last.shown, last.user, last.endpoint) == (shown, shown.user, endpoint):
            assert last.record_id == record.record_id

    def _save_daily(self) -> None:
        if self.saved_at is None or self.now - self.saved_at >= SAVE_INTERVAL:
            self._save()

    def _save(self) -> None:
        self.saved = json.dumps(self.journal.as_dict())
        self.saved_at = self.now
        self.unsaved.clear()
        self.unsaved_ids.clear()
        self.saved_model = (
            self.is_settled,
            self.watched_since,
            dict(self.read_until),
            set(self.first_read),
            set(self.baseline),
        )

    def _load(self) -> None:
        self.pending.clear()
        self.journal = Journal()
        if self.saved is not None:
            self.journal = Journal.from_dict(json.loads(self.saved))

    def crash(self) -> None:
        """Die: what was not saved is forgotten."""
        self.repeatable |= set(self.unsaved)
        self.told_ids.difference_update(self.unsaved_ids)
        self.unsaved.clear()
        self.unsaved_ids.clear()
        if self.saved_model is None:
            self.saved_model = (False, None, {}, set(), set())
        (
            self.is_settled,
            self.watched_since,
            read_until,
            first_read,
            baseline,
        ) = self.saved_model
        self.read_until, self.first_read = dict(read_until), set(first_read)
        self.baseline = set(baseline)
        self.saved_at = None
        self._load()

    def _check_told(self, numbers: Iterable[int]) -> None:
        told = {each.row.number for each in self.told}
        for row in (self.rows[number] for number in numbers):
            assert (
                row.number in told
                or row.number in self.excused
                or row.uploaded > self.now
                or row.uploaded - row.happened > PROMISED_LATENESS
                or row.happened < self.baseline_from
            ), f"never told: {row}"


def test_the_journal_tells_every_row_once() -> None:
    """Whatever comes late, breaks off, dies or changes its ways."""
    run_state_machine_as_test(
        JournalMachine,
        settings=settings(
            max_examples=300,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
