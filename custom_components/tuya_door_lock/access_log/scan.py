"""Finds the new rows in one pass over a stream of a lock's log.

Rows are paired with records that the stream has shown before, then with those that only
other streams have shown. What is left is new.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Final, NamedTuple

from ..api.records import LockRecord, RecordKind
from ..api.streams import LogPage
from .pairing import DAY, SECOND, Pairing, Row
from .tracker import READ_AGAIN, ReadPosition, Tracker, milliseconds

# The first look, and the furthest one after a long absence.
LONGEST_LOOK_BACK: Final = timedelta(days=30)
# A lock's clock may run ahead of the cloud's.
LOOK_AHEAD: Final = timedelta(days=1)


class TrackedRecord(NamedTuple):
    """A record, and the id that it keeps however Tuya changes the row."""

    record_id: str
    record: LockRecord


class ScanResult(NamedTuple):
    """The result of a scan."""

    new: tuple[TrackedRecord, ...]
    """All that waits to be delivered, of the stream's kinds, oldest first."""

    baseline: tuple[TrackedRecord, ...]
    """What happened before the lock was added: known from now on, and no event."""

    incomplete_before: datetime | None
    """Older records may be missing: the absence was too long, or the rows too many."""

    has_gone_silent: bool
    """Whether the stream shows nothing where it had rows."""

    was_full: bool
    """Whether the stream was read to its end."""


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
        """Decide how far back to look; `is_full` reads on behind known rows."""
        self._tracker = tracker
        self._stream = stream
        self._kinds = kinds
        self._now = now
        self._now_ms = milliseconds(now)
        self._is_first = (position := tracker.positions.get(stream)) is None
        self._is_full = is_full or position is None or not position.is_settled
        furthest = now - LONGEST_LOOK_BACK
        reads = [each.read_at for each in tracker.positions.values()]
        last = max((read_at for read_at in reads if read_at != now), default=now)
        self._was_away = last < furthest
        floor = min(tracker.floors.get(kind, 0) for kind in kinds)
        self._start_ms = max(
            min(floor + DAY, self._now_ms - READ_AGAIN), milliseconds(furthest)
        )
        self.start = datetime.fromtimestamp(self._start_ms / SECOND, UTC)
        """How far back the log is to be read."""

        self._ancient_until = tracker.ancient_until(now)
        known = tracker.of_kinds(kinds)
        self._shown = [each for each in known if stream in each.seen]
        self._strangers = [each for each in known if stream not in each.seen]
        self._rows: list[Row] = []
        self._pairing = Pairing([], self._shown)
        self._identities: Counter[tuple[object, ...]] = Counter()
        self._times: list[int] = []
        self._total: int | None = None
        self._is_empty = True
        self._stops_early = self._goes_on = self._page_has_new = False

    def add(self, page: LogPage) -> bool:
        """Add a page; return whether the next one may have something new."""
        rows = [Row.of(record) for record in page.records]
        seconds = rows[0].ms // SECOND - rows[-1].ms // SECOND if rows else 0
        is_descending, is_ascending = seconds > 0, seconds < 0
        shift = 0 if is_ascending else self._shift(page.total)
        fresh = [
            row
            for row in self._without_repeats(rows, shift)
            if row.ms < self._ancient_until
            or row.ms >= max(self._start_ms, self._tracker.floor(row.what))
        ]
        # Of one moment, rows are in the order of the log.
        self._rows = self._rows + fresh if is_ascending else fresh[::-1] + self._rows
        oldest_first = sorted(self._rows, key=lambda row: row.ms)
        self._pairing = Pairing(oldest_first, self._shown)
        self._pairing.pair_within(self._stream)
        is_known = [row in self._pairing.pairs for row in fresh]
        self._times += (row.ms for row in rows)
        self._is_empty &= not (page.records or page.skipped)
        self._page_has_new = not all(is_known)
        # A log that sends its oldest first has what is new on its last page.
        ends = page.is_last or (is_descending and rows[0].ms < self._start_ms)
        # New rows on top of known ones leave no gap; a late one may not be alone.
        leaves_no_gap = is_known[-1:] == [True] and is_known == sorted(is_known)
        self._stops_early = (
            is_descending and leaves_no_gap and not (ends or self._is_full)
        )
        self._goes_on = not (ends or self._stops_early)
        return self._goes_on

    def _shift(self, total: int | None) -> float:
        """Return by how many rows the log has grown since its last page was read.

        A log that sends its oldest first grows at its end: no page of it shifts.
        """
        known, self._total = self._total, total
        return total - known if total and known else inf

    def _without_repeats(self, rows: list[Row], shift: float) -> list[Row]:
        """Return the rows that no page before has shown.

        While a log is read its pages shift by as many rows as it grows. Where that is
        unknown, alike rows count as one: the others come later, and none comes twice.
        """
        before = self._identities.copy()
        fresh: list[Row] = []
        for row in rows:
            if before[row.identity] and shift > 0:
                before[row.identity] -= 1
                shift -= 1
            else:
                fresh.append(row)
        self._identities.update(row.identity for row in fresh)
        return fresh

    def finish(self, *, complete: bool) -> ScanResult:
        """Return what is to be delivered, and note how far the stream was read.

        After a scan that broke off (`complete` is False) rows that may be known from
        another stream wait until a scan reaches the end.
        """
        tracker = self._tracker
        # With a clock that is behind, the log is read less far than another one was.
        reach = max([milliseconds(self._now + LOOK_AHEAD), *self._times])
        ended = (
            complete
            and not self._stops_early
            and all(each.ms <= reach for each in self._strangers)
        )
        expected_from = self._start_ms + DAY
        had_rows = any(each.seen[self._stream] > expected_from for each in self._shown)
        is_settled = not self._match(ended=ended) and complete
        baseline = self._add(self._pairing.rows)
        tracker.positions[self._stream] = ReadPosition(self._now, is_settled)
        if is_settled:
            newest = min(self._now_ms, max(self._times, default=0))
            tracker.forget(self._kinds, newest, self._ancient_until)
        waiting = [
            TrackedRecord(each.record_id, each.record)
            for each in tracker.of_kinds(self._kinds)
            if each.record is not None
        ]
        return ScanResult(
            tuple(sorted(waiting, key=lambda tracked: tracked.record.occurred_at)),
            tuple(baseline),
            incomplete_before=self._incomplete_before(complete=complete),
            has_gone_silent=ended and self._is_empty and had_rows,
            was_full=ended and is_settled,
        )

    def _incomplete_before(self, *, complete: bool) -> datetime | None:
        """Return before when records may be missing, None where all are there."""
        ran_out = complete and self._goes_on and self._page_has_new
        if ran_out or (self._is_first and not complete):
            oldest = min(self._times, default=self._start_ms)
            return datetime.fromtimestamp(oldest / SECOND, UTC)
        return self.start if self._was_away else None

    def _match(self, *, ended: bool) -> bool:
        """Pair the rows with known records; return whether some rows have to wait.

        Of a scan that has not reached the end, unread rows may fit better: only pairs
        of exactly the same time in the same stream are certain.
        """
        pairing, stream = self._pairing, self._stream
        certain = dict(pairing.pairs)
        pairing.pair_within(stream, SECOND)
        pairing.known = self._strangers
        pairing.pair_across(stream, self._start_ms)
        for row, known in (pairing.pairs if ended else certain).items():
            known.update(row, stream)
        return not ended and len(pairing.pairs) > len(certain)

    def _add(self, rows: list[Row]) -> list[TrackedRecord]:
        """Add rows to the known records; return those of the baseline.

        A stream that is read for the first time may show a month of history, and rows
        that came late. Where an older record of the same kind is known, a row is late.
        """
        tracker = self._tracker
        began = tracker.watched_since
        # One in the future was noted by a wrong clock.
        begins_now = began is None or began > self._now
        if began is None or begins_now:
            began = tracker.watched_since = self._now
        oldest: dict[str, int] = {}
        if rows:
            for each in tracker.of_kinds(self._kinds):
                oldest[each.what] = min(each.ms, oldest.get(each.what, each.ms))
        read_at = max([self._now_ms, *self._times])
        baseline = []
        for row in rows:
            added = tracker.add(row, self._stream, read_at)
            news_from: float = 0
            if begins_now or (self._is_first and began == self._now):
                news_from = inf
            elif self._is_first or row.record.kind not in tracker.floors:
                after_began = milliseconds(began) + 1
                news_from = min(after_began, oldest.get(row.what, after_began))
            if row.ms < news_from:
                baseline.append(TrackedRecord(added.record_id, row.record))
                added.record = None
        return baseline
