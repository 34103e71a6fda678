"""One pass over a stream of a lock's log: which of its rows are new.

Within a second rows are matched with what the stream has shown (matching.py). What it
shows for the first time is paired with what is known from others (pairing.py). What is
left is new.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Final, NamedTuple

from ..api.locks import LogPage
from ..api.records import LockRecord, RecordKind
from .matching import DAY, MINUTE, SECOND, Known, Place, Row, milliseconds, pair_alike
from .pairing import may_be_known, pair_across
from .tracker import READ_AGAIN, ReadPosition, Tracker

# The first look, and the furthest one after a long absence.
LONGEST_LOOK_BACK: Final = timedelta(days=30)
# A row that is further ahead does not tell how far the log has come.
_AHEAD: Final = 15 * MINUTE
# What happened so shortly before the watch began may have been uploaded after.
_BEFORE_THE_WATCH: Final = 10 * MINUTE


class TrackedRecord(NamedTuple):
    """A record, and the id that it keeps whatever becomes of its row."""

    record_id: str
    record: LockRecord


class ScanResult(NamedTuple):
    """What is to be delivered after a scan, oldest first."""

    new: tuple[TrackedRecord, ...]
    """Of all that is not marked as delivered, the kinds of the stream."""

    baseline: tuple[TrackedRecord, ...]
    """What had happened before anybody watched: it is known now, and no event."""

    incomplete_before: datetime | None
    """What is older may be left out: away for too long, or too many rows."""

    has_gone_silent: bool
    """Whether the stream shows nothing where it had rows."""


class LogScan:
    """One pass over a stream, page by page."""

    def __init__(
        self,
        tracker: Tracker,
        stream: str,
        kinds: frozenset[RecordKind],
        now: datetime,
        reserve: Callable[[int], bool] = lambda calls: True,
    ) -> None:
        """Decide how far back to look.

        `reserve` says whether so many calls may be spent on reading on behind what is
        known. Where they may not, a later scan does.
        """
        self._tracker = tracker
        self._stream = stream
        self._kinds = kinds
        self._now = now
        self._position = position = tracker.positions.get(stream)
        limit = milliseconds(now - LONGEST_LOOK_BACK)
        floor = min(tracker.floors.get(kind, 0) for kind in kinds)
        self._start = max(min(floor + DAY, milliseconds(now) - READ_AGAIN), limit)
        self.start = datetime.fromtimestamp(self._start / SECOND, UTC)
        """How far back the log is to be read."""

        begins_at = None if position is None else position.begins_at
        self._ancient_until = -1 if begins_at is None else min(begins_at, limit)
        self._strangers = [
            each
            for each in tracker.of_kinds(kinds)
            if stream not in each.seen
            and (each.is_ancient or each.ms >= self._start - DAY)
        ]
        self._is_full = (
            position is None
            or position.is_full_scan_due(now, reserve)
            # Another stream was read since: which of its records are here?
            or any(e.read_at > milliseconds(position.read_at) for e in self._strangers)
        )
        reads = [each.read_at for each in tracker.positions.values()]
        last_read = max((moment for moment in reads if moment != now), default=now)
        self._was_away = milliseconds(last_read) < limit
        self._rows: dict[Place, list[Row]] = {}
        self._shown: Counter[tuple[object, ...]] = Counter()
        self._times: list[int] = []
        self._pages: list[LogPage] = []
        self._stops_early = self._goes_on = self._page_has_new = False

    def add(self, page: LogPage) -> bool:
        """Take a page, and return whether the next one may hold anything new."""
        rows = [
            Row.of(record, number)
            for number, record in enumerate(page.records, len(self._times))
        ]
        is_known = [
            self._add_row(row)
            for row in self._without_repeats(rows, page)
            if row.ms < self._ancient_until
            or row.ms >= max(self._start, self._tracker.floor(row.place[0]))
        ]
        self._times += (row.ms for row in rows)
        self._pages.append(page)
        self._page_has_new = not all(is_known)
        # A log that sends its oldest first has what is new on its last page.
        is_descending = bool(rows) and rows[0].place[1] > rows[-1].place[1]
        ends = page.is_last or (is_descending and rows[0].ms < self._start)
        # New rows on top of known ones leave no gap; a late one may not be alone.
        leaves_no_gap = is_known[-1:] == [True] and is_known == sorted(is_known)
        self._stops_early = (
            is_descending and leaves_no_gap and not (ends or self._is_full)
        )
        self._goes_on = not (ends or self._stops_early)
        return self._goes_on

    def _add_row(self, row: Row) -> bool:
        """Take a row, and return whether the stream has shown as many in its place."""
        rows = self._rows.setdefault(row.place, [])
        rows.append(row)
        return len(rows) <= len(self._tracker.at(self._stream, row.place))

    def _without_repeats(self, rows: list[Row], page: LogPage) -> list[Row]:
        """Return the rows that no page before has shown.

        Pages shift while they are read, by as many rows as the log's total grows.
        Without a total, alike rows count as one: they come later, but not twice.
        """
        shift: float = inf
        if self._pages and page.total and self._pages[-1].total:
            shift = page.total - self._pages[-1].total
        before = self._shown.copy()
        repeats: Counter[str] = Counter()
        fresh: list[Row] = []
        for row in rows:
            what, _ = row.place
            if before[row.identity] and repeats[what] < shift:
                before[row.identity] -= 1
                repeats[what] += 1
            else:
                fresh.append(row)
        self._shown.update(row.identity for row in fresh)
        return fresh

    def finish(self, *, complete: bool) -> ScanResult:
        """Return what is to be delivered, and note how far the stream was read.

        Of a scan that broke off (`complete` false), what may be known from another
        stream waits until one reaches the end.
        """
        tracker, stream = self._tracker, self._stream
        ended = complete and not self._stops_early
        left = self._match(is_cut=not ended)
        waiting: set[Row] = set()
        if ended:
            pairs = dict(pair_across(left, self._strangers, stream))
            for row, known in pairs.items():
                tracker.link(known, row, stream)
            left = [row for row in left if row not in pairs]
        else:
            waiting = may_be_known(left, self._strangers, stream)
            left = [row for row in left if row not in waiting]
        had_rows = any(
            each.seen.get(stream, 0) > self._start + DAY
            for each in tracker.of_kinds(self._kinds)
        )
        baseline = self._add_new(left)
        is_settled = complete and not waiting
        self._note_position(ended=ended, is_settled=is_settled)
        if is_settled:
            ahead = milliseconds(self._now) + _AHEAD
            newest = max((ms for ms in self._times if ms <= ahead), default=None)
            tracker.forget(self._kinds, newest)
        new = [
            TrackedRecord(each.record_id, each.record)
            for each in tracker.of_kinds(self._kinds)
            if each.record is not None
        ]
        incomplete_before = self.start if self._was_away else None
        ran_out = complete and self._goes_on and self._page_has_new
        if ran_out or (self._position is None and not complete):
            oldest = min(self._times, default=self._start)
            incomplete_before = datetime.fromtimestamp(oldest / SECOND, UTC)
        is_empty = not any(page.records or page.skipped for page in self._pages)
        return ScanResult(
            tuple(sorted(new, key=lambda tracked: tracked.record.occurred_at)),
            tuple(baseline),
            incomplete_before=incomplete_before,
            has_gone_silent=ended and is_empty and had_rows,
        )

    def _match(self, *, is_cut: bool) -> list[Row]:
        """Match rows with what the stream has shown; return those left, oldest first.

        The second in which a scan ends may have more rows: which of them is which is
        not settled yet.
        """
        cut = min((second for _, second in self._rows), default=0) if is_cut else None
        left: list[Row] = []
        for place, rows in self._rows.items():
            pairs, rest = pair_alike(rows[::-1], self._tracker.at(self._stream, place))
            left += rest
            if place[1] != cut:
                for row, known in pairs:
                    known.update(row, self._stream)
        return sorted(left, key=lambda row: (row.ms, -row.number))

    def _add_new(self, rows: list[Row]) -> list[TrackedRecord]:
        """Take in rows that nobody knows; return those of before the watch."""
        tracker = self._tracker
        oldest: dict[str, int] = {}
        for each in tracker.of_kinds(self._kinds):
            oldest[each.what] = min(each.ms, oldest.get(each.what, each.ms))
        ids = tracker.new_ids(rows)
        read_at = max([milliseconds(self._now), *self._times])
        is_baseline = self._baseline_rule(oldest)
        baseline: list[TrackedRecord] = []
        for row in rows:
            known = Known(
                ids[row],
                row.place[0],
                read_at,
                row.details,
                {self._stream: row.ms},
                row.ms < self._ancient_until,
                row.record,
            )
            if is_baseline(row):
                baseline.append(TrackedRecord(known.record_id, row.record))
                known.record = None
            tracker.add(known)
        return baseline

    def _baseline_rule(self, oldest: Mapping[str, int]) -> Callable[[Row], bool]:
        """Return what tells whether a row nobody knows happened before the watch.

        A stream that is read for the first time may show a month of history, and may
        show what came late: a row is late if an older one of its kind is known.
        """
        tracker = self._tracker
        is_first = self._position is None
        began = tracker.watched_since
        if began is None or began > self._now:
            # One that lies ahead has begun under a wrong clock: it begins now.
            tracker.watched_since = self._now
            if began is None:
                return lambda row: True
            return lambda row: row.ms <= milliseconds(self._now) + _AHEAD
        if is_first and began == self._now:
            return lambda row: True
        watched = milliseconds(began)

        def is_baseline(row: Row) -> bool:
            if row.record.kind not in tracker.floors:
                return row.ms <= watched
            return (
                is_first
                and row.ms < watched - _BEFORE_THE_WATCH
                and row.ms < oldest.get(row.place[0], inf)
            )

        return is_baseline

    def _note_position(self, *, ended: bool, is_settled: bool) -> None:
        positions = self._tracker.positions
        position = positions.setdefault(self._stream, ReadPosition(self._now))
        position.read_at = self._now
        if not is_settled:
            position.full_scan_at = None
        elif ended:
            position.full_scan_at, position.pages = self._now, len(self._pages)
            if position.begins_at is None and self._pages and self._pages[-1].is_last:
                position.begins_at = min([self._start, *self._times])
