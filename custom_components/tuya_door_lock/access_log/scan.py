"""One pass over a stream of a lock's log: which of its rows are new.

Rows are matched with what the stream has shown. What it shows for the first time is
paired with what is known from others. What is left is new.
"""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Final, NamedTuple

from ..api.locks import LogPage
from ..api.records import LockRecord, RecordKind
from .pairing import DAY, MINUTE, SECOND, Known, Place, Row, pair_across, pair_within
from .tracker import READ_AGAIN, ReadPosition, Tracker

# The first look, and the furthest one after a long absence.
LONGEST_LOOK_BACK: Final = timedelta(days=30)
# A lock's clock may run ahead of the cloud's.
LOOK_AHEAD: Final = timedelta(days=1)
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

    was_full: bool
    """Whether it has read to the end."""


class LogScan:
    """One pass over a stream, page by page."""

    def __init__(
        self,
        tracker: Tracker,
        stream: str,
        kinds: frozenset[RecordKind],
        now: datetime,
        *,
        is_full: bool = False,
    ) -> None:
        """Decide how far back to look; `is_full` reads on behind what is known."""
        self._tracker = tracker
        self._stream = stream
        self._kinds = kinds
        self._now = now
        self._now_ms = _milliseconds(now)
        self._position = position = tracker.positions.get(stream)
        limit = _milliseconds(now - LONGEST_LOOK_BACK)
        floor = min(tracker.floors.get(kind, 0) for kind in kinds)
        self._start = max(min(floor + DAY, self._now_ms - READ_AGAIN), limit)
        self.start = datetime.fromtimestamp(self._start / SECOND, UTC)
        """How far back the log is to be read."""

        begins_at = None if position is None else position.begins_at
        self._ancient_until = -1 if begins_at is None else min(begins_at, limit)
        self._shown: dict[str, list[Known]] = defaultdict(list)
        self._strangers: dict[str, list[Known]] = defaultdict(list)
        self._unread: Counter[Place] = Counter()
        self._is_full = is_full or position is None or not position.is_settled
        for each in tracker.of_kinds(kinds):
            if stream in each.seen:
                self._shown[each.what].append(each)
                self._unread[each.what, each.seen[stream] // SECOND] += 1
            elif each.is_ancient or each.ms >= self._start - DAY:
                self._strangers[each.what].append(each)
                # Another stream was read since: which of its records are here?
                self._is_full |= position is not None and each.read_at > _milliseconds(
                    position.read_at
                )
        reads = [each.read_at for each in tracker.positions.values()]
        last_read = max((moment for moment in reads if moment != now), default=now)
        self._was_away = _milliseconds(last_read) < limit
        self._rows: list[Row] = []
        self._identities: Counter[tuple[object, ...]] = Counter()
        self._times: list[int] = []
        self._pages: list[LogPage] = []
        self._stops_early = self._goes_on = self._page_has_new = False

    def add(self, page: LogPage) -> bool:
        """Take a page, and return whether the next one may hold anything new."""
        rows = [
            Row.of(record, number)
            for number, record in enumerate(page.records, len(self._times))
        ]
        fresh = [
            row
            for row in self._without_repeats(rows, page)
            if row.ms < self._ancient_until
            or row.ms >= max(self._start, self._tracker.floor(row.what))
        ]
        is_known = []
        for row in fresh:
            is_known.append(self._unread[row.place] > 0)
            self._unread[row.place] -= 1
        self._rows += fresh
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

    def _without_repeats(self, rows: list[Row], page: LogPage) -> list[Row]:
        """Return the rows that no page before has shown.

        Pages shift while they are read, by as many rows as the log's total grows.
        Without a total, alike rows count as one: they come later, but not twice.
        """
        shift: float = inf
        if self._pages and page.total and self._pages[-1].total:
            shift = page.total - self._pages[-1].total
        before = self._identities.copy()
        repeats: Counter[str] = Counter()
        fresh: list[Row] = []
        for row in rows:
            if before[row.identity] and repeats[row.what] < shift:
                before[row.identity] -= 1
                repeats[row.what] += 1
            else:
                fresh.append(row)
        self._identities.update(row.identity for row in fresh)
        return fresh

    def finish(self, *, complete: bool) -> ScanResult:
        """Return what is to be delivered, and note how far the stream was read.

        Of a scan that broke off (`complete` false), what may be known from another
        stream waits until one reaches the end.
        """
        tracker, stream = self._tracker, self._stream
        ended = complete and not self._stops_early
        had_rows = any(
            each.seen[stream] > self._start + DAY
            for shown in self._shown.values()
            for each in shown
        )
        new, may_be_known = self._match(ended=ended)
        baseline = self._add(new)
        is_settled = complete and not may_be_known
        self._note_position(ended=ended, is_settled=is_settled)
        if is_settled:
            ahead = self._now_ms + _AHEAD
            newest = max((ms for ms in self._times if ms <= ahead), default=None)
            tracker.forget(self._kinds, newest)
        waiting = [
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
            tuple(sorted(waiting, key=lambda tracked: tracked.record.occurred_at)),
            tuple(baseline),
            incomplete_before=incomplete_before,
            has_gone_silent=ended and is_empty and had_rows,
            was_full=ended and is_settled,
        )

    def _match(self, *, ended: bool) -> tuple[list[Row], bool]:
        """Return the rows that nobody knows, and whether others may be known.

        The second in which a scan breaks off may have more rows: which of them is which
        is not settled yet. Nor is it for what lies beyond the scan, which by a clock
        that is behind is all that came since.
        """
        reach: float = -inf
        if ended:
            ahead = _milliseconds(self._now + LOOK_AHEAD)
            reach = max([ahead, *self._times])
        cut = 0
        if not ended:
            cut = SECOND + min(
                (row.ms // SECOND * SECOND for row in self._rows), default=0
            )
        rows_of: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(self._rows, key=_order):
            rows_of[row.what].append(row)
        new: list[Row] = []
        may_be_known = False
        for what, rows in rows_of.items():
            pairs = pair_within(rows, self._shown[what], self._stream)
            left = [row for row in rows if row not in pairs]
            in_reach: list[Known] = []
            beyond: list[Known] = []
            for each in self._strangers[what]:
                (in_reach if each.ms <= reach else beyond).append(each)
            pairs |= pair_across(left, in_reach, self._stream)
            spans = [each.span(self._stream) for each in beyond]
            for row in left:
                if row in pairs:
                    continue
                if any(begin <= row.ms <= end for begin, end in spans):
                    may_be_known = True
                else:
                    new.append(row)
            for row, known in pairs.items():
                if row.ms >= cut:
                    known.update(row, self._stream)
        return sorted(new, key=_order), may_be_known

    def _add(self, rows: list[Row]) -> list[TrackedRecord]:
        """Take in rows that nobody knows; return those of before the watch.

        A stream that is read for the first time may show a month of history, and may
        show what came late: a row is late if an older one of its kind is known.
        """
        tracker = self._tracker
        began = tracker.watched_since
        is_first = self._position is None
        if began is None or began > self._now:
            # One that lies ahead has begun under a wrong clock: it begins now.
            tracker.watched_since = self._now
        watched = inf if began is None else _milliseconds(began)

        def begins(row: Row) -> float:
            """Return from when on it is news."""
            if began is None or (is_first and began == self._now):
                return inf
            if began > self._now:
                return self._now_ms + _AHEAD + 1
            if row.record.kind not in tracker.floors:
                return watched + 1
            if not is_first:
                return 0
            known = self._shown[row.what] + self._strangers[row.what]
            return min([watched - _BEFORE_THE_WATCH, *(each.ms for each in known)])

        read_at = max([self._now_ms, *self._times])
        first = {row: begins(row) for row in rows}
        added = tracker.add(rows, self._stream, read_at, self._ancient_until)
        baseline = []
        for row, known in zip(rows, added, strict=True):
            if row.ms < first[row]:
                baseline.append(TrackedRecord(known.record_id, row.record))
                known.record = None
        return baseline

    def _note_position(self, *, ended: bool, is_settled: bool) -> None:
        positions = self._tracker.positions
        position = positions.setdefault(self._stream, ReadPosition(self._now))
        position.read_at, position.is_settled = self._now, is_settled
        if (
            ended
            and position.begins_at is None
            and self._pages
            and self._pages[-1].is_last
        ):
            position.begins_at = min([self._start, *self._times])


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * SECOND)


def _order(row: Row) -> tuple[int, int]:
    """Return the order in which things happened: a log has the newest on top."""
    return row.ms, -row.number
