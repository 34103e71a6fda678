"""A lock whose logs are late, change and distort, and the tracker that reads them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
from typing import Final

from custom_components.tuya_door_lock.access_log.scan import (
    LogScan,
    ScanResult,
    TrackedRecord,
)
from custom_components.tuya_door_lock.access_log.timing import FullScan
from custom_components.tuya_door_lock.access_log.tracker import Tracker
from custom_components.tuya_door_lock.api.records import (
    LockAlarm,
    LockRecord,
    RecordKind,
    UnlockMethod,
)
from custom_components.tuya_door_lock.api.streams import LogPage

START: Final = 1_795_000_000_000
SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

_UNLOCKS: Final = frozenset({RecordKind.UNLOCK})
_ALARMS: Final = frozenset({RecordKind.ALARM, RecordKind.DOORBELL})
KINDS: Final = {
    "open-logs v1.1": _UNLOCKS,
    "alarm-logs v1.1": _ALARMS,
    "open-logs v1.0": _UNLOCKS,
    "alarm-logs v1.0": _ALARMS,
    "records v1.0": _UNLOCKS | _ALARMS,
}
type Source = tuple[str, ...]
NEW_LOGS: Final[Source] = ("open-logs v1.1", "alarm-logs v1.1")
OLD_LOGS: Final[Source] = ("open-logs v1.0", "alarm-logs v1.0")
RECORDS: Final[Source] = ("records v1.0",)

type What = UnlockMethod | LockAlarm


@dataclass(slots=True, eq=False)
class Row:
    """What happened at the lock; times are milliseconds since 1970."""

    number: int
    what: What
    happened: int
    uploaded: int
    user: str | None
    slot: int | None
    filed_after: int = 0
    """How much later `records` says that it was."""

    order: float = 0.0
    """Where it stands within its second."""

    lags: dict[str, int] = field(default_factory=dict)
    """How much later a stream shows it than it was uploaded."""

    deleted: bool = False

    @property
    def kind(self) -> RecordKind:
        """Return what kind of record it is."""
        is_unlock = isinstance(self.what, UnlockMethod)
        return RecordKind.UNLOCK if is_unlock else RecordKind.ALARM


@dataclass(slots=True)
class Tally:
    """What became of the rows."""

    runs: int = 0
    rows: int = 0
    lost: int = 0
    """Never delivered, while no other of its kind was twice."""

    before_watch: int = 0
    """Of these, how many happened before the watch."""

    twice: int = 0
    """Delivered twice, while no other of its kind was lost."""

    swapped: int = 0
    """Delivered again in place of another one of the kind near in time."""

    unlike: int = 0
    """Of these, how many have another slot."""

    repeated: int = 0
    """Delivered again after a crash."""

    renamed: int = 0
    """Of these, how many under another id."""

    def add(self, other: Tally) -> None:
        """Add up."""
        for name in Tally.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class WatchedLock:
    """A lock, its logs in the cloud, and who reads them."""

    source: Source
    rounding: int = 0
    """What v1.0 adds to the milliseconds before it cuts them off."""

    swap_reach: int = MINUTE
    """How far apart two of a kind may be of which one is taken for the other."""

    now: int = START
    rows: list[Row] = field(default_factory=list)
    tracker: Tracker = field(default_factory=lambda: Tracker("lock"))
    baseline: dict[str, int] = field(default_factory=dict)
    """The number of the row that was there before the watch, by record id."""

    delivered: dict[str, int] = field(default_factory=dict)
    """The number of the row that was delivered, by record id."""

    too_old: set[int] = field(default_factory=set)
    """The rows that a scan would have had to look back for over 30 days."""

    repeated: int = 0
    renamed: list[Row] = field(default_factory=list)
    _saved: str | None = None
    _saved_baseline: dict[str, int] = field(default_factory=dict)
    _unsaved: dict[str, int] = field(default_factory=dict)
    _forgotten: dict[int, str] = field(default_factory=dict)
    _full_scans: dict[str, FullScan] = field(default_factory=dict)

    def read(
        self,
        stream: str,
        arrivals: Iterator[Row],
        *,
        clock: int | None = None,
        page_size: int = 100,
        has_total: bool = True,
        breaks_at: int | None = None,
    ) -> ScanResult | None:
        """Read a stream at a time of Home Assistant's clock, perhaps not to the end.

        Between two pages a row arrives.
        """
        clock = self.now if clock is None else clock
        now = datetime.fromtimestamp(clock / SECOND, UTC)
        self.too_old |= {
            row.number for row in self.rows if row.happened < self.now - 30 * DAY
        }
        full = self._full_scans.get(stream)
        is_full = full is None or full.is_due(now, lambda calls: True)
        scan = LogScan(self.tracker, stream, KINDS[stream], now, is_full=is_full)
        page_no = 0
        while page_no != breaks_at:
            log = self._log(stream, scan, clock)
            records = log[page_no * page_size : (page_no + 1) * page_size]
            page_no += 1
            is_last = page_no * page_size >= len(log)
            total = len(log) if has_total else None
            if not scan.add(LogPage(tuple(records), 0, is_last, total)):
                result = scan.finish(complete=True)
                if result.was_full:
                    self._full_scans[stream] = FullScan(now, page_no)
                return self._note(result)
            if (arrival := next(arrivals, None)) is not None:
                self.rows.append(arrival)
        return self._note(scan.finish(complete=False)) if page_no else None

    def _note(self, result: ScanResult) -> ScanResult:
        self.baseline |= {
            tracked.record_id: _number(tracked) for tracked in result.baseline
        }
        order = [tracked.record.occurred_at for tracked in result.new]
        assert order == sorted(order), "not the oldest first"
        return result

    def _log(self, stream: str, scan: LogScan, clock: int) -> list[LockRecord]:
        shown = [
            (self._time(row, stream), row)
            for row in self.rows
            if row.kind in KINDS[stream]
            and row.uploaded + row.lags.get(stream, 0) <= self.now
            and not row.deleted
        ]
        shown.sort(key=lambda each: (each[0] // SECOND, each[1].order), reverse=True)
        start = round(scan.start.timestamp() * SECOND)
        return [
            self._record(row, ms, stream)
            for ms, row in shown
            if start <= ms <= clock + DAY
        ]

    def _time(self, row: Row, stream: str) -> int:
        if stream in OLD_LOGS:
            return (row.happened + self.rounding) // SECOND * SECOND
        return row.happened + (row.filed_after if stream in RECORDS else 0)

    def _record(self, row: Row, ms: int, stream: str) -> LockRecord:
        # Some values are masked in `records`.
        is_masked = stream in RECORDS and row.number % 5 == 0
        return LockRecord(
            tuya_id=f"tuya-{row.number}" if stream in RECORDS else None,
            occurred_at=datetime.fromtimestamp(ms / SECOND, UTC),
            kind=row.kind,
            method=row.what if isinstance(row.what, UnlockMethod) else None,
            alarm=row.what if isinstance(row.what, LockAlarm) else None,
            code=str(row.what),
            slot=None if is_masked else row.slot,
            user_id=row.user,
            # Nothing compares it: it says which row this is.
            credential_name=str(row.number),
        )

    def deliver(self, new: Iterator[TrackedRecord]) -> list[Row]:
        """Hand records on; return their rows."""
        rows: list[Row] = []
        for record_id, tracked in {each.record_id: each for each in new}.items():
            assert record_id not in self.delivered, "one id for two records"
            number = _number(tracked)
            self.tracker.mark_delivered(record_id)
            self.delivered[record_id] = self._unsaved[record_id] = number
            if (before := self._forgotten.pop(number, None)) is not None:
                self.repeated += 1
                if before != record_id:
                    self.renamed.append(self.rows[number])
            rows.append(self.rows[number])
        return rows

    def save(self) -> None:
        """Write down what is known."""
        self._saved = json.dumps(self.tracker.as_dict())
        self._saved_baseline = dict(self.baseline)
        self._unsaved.clear()

    def restart(self) -> None:
        """Start with what is written down: what came since may come again."""
        for record_id, number in self._unsaved.items():
            del self.delivered[record_id]
            self._forgotten[number] = record_id
        self._unsaved.clear()
        self._full_scans.clear()
        self.baseline = dict(self._saved_baseline)
        self.tracker = Tracker("lock")
        if self._saved is not None:
            self.tracker.restore(json.loads(self._saved))

    def tally(self) -> Tally:
        """Return what became of the rows, all of which can have been shown by now."""
        times = Counter(self.delivered.values()) + Counter(self.baseline.values())
        lost = [row for row in self.rows if not times[row.number] and not row.deleted]
        twice = [row for row in self.rows for _ in range(times[row.number] - 1)]
        swapped = unlike = 0
        for is_alike in (True, False):
            for row in list(twice):
                for other in lost:
                    apart = abs(other.happened - row.happened)
                    if (
                        other.what is row.what
                        and apart < self.swap_reach
                        and (other.slot == row.slot) is is_alike
                    ):
                        lost.remove(other)
                        twice.remove(row)
                        swapped += 1
                        unlike += not is_alike
                        break
        lost = [row for row in lost if row.number not in self.too_old]
        watched = self.tracker.watched_since
        began = watched.timestamp() * SECOND if watched else self.now
        return Tally(
            1,
            len(self.rows),
            len(lost),
            sum(row.happened < began for row in lost),
            len(twice),
            swapped,
            unlike,
            self.repeated,
            len(self.renamed),
        )


def _number(tracked: TrackedRecord) -> int:
    return int(tracked.record.credential_name or "")
