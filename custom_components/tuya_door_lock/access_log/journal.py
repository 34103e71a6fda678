"""What is remembered of a lock: which of its records are new, and which are late."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Self

from ..api.records import Endpoint, LockRecord
from ..api.sources import KINDS
from .timing import is_due

# Locks sleep and upload late: every poll looks back this far again.
OVERLAP: Final = timedelta(days=7)
# The first look, and the furthest one after a long absence.
LONGEST_LOOK_BACK: Final = timedelta(days=30)
# Where one log takes over from another, what was not uploaded yet may be this old.
_HANDOVER: Final = timedelta(minutes=10)
# Whatever the clocks say: if one is set back, these are known all the same.
_LEAST_REMEMBERED: Final = 200
# A row that came late and lies behind a page of known rows is met by reading on.
_SWEEP_INTERVAL: Final = timedelta(hours=6)


class _Delivered(NamedTuple):
    """What a record told that was delivered, and through which log."""

    second: int
    what: str
    endpoint: Endpoint

    @classmethod
    def by(cls, record: LockRecord, endpoint: Endpoint) -> Self:
        """Return what a record tells through an endpoint."""
        what = " ".join(filter(None, (record.kind, record.method, record.alarm)))
        return cls(int(record.occurred_at.timestamp()), what, endpoint)


def _time(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)


@dataclass(slots=True)
class Mark:
    """How far an endpoint's log has been read."""

    since: datetime
    """Rows from before this are settled: their ids may be forgotten."""

    read_at: datetime
    told_until: datetime
    """What came later, another log that takes over has to tell."""

    complete: bool = True
    swept_at: datetime | None = None


@dataclass(slots=True)
class Journal:
    """The memory of one lock's log.

    A record is new when its id was never delivered and it lies within the span
    that ids are remembered for. Nothing is forgotten before a reading that
    reached the end of the span.

    Each endpoint has ids of its own for the same unlock: what one of them told,
    another does not tell again.
    """

    watched_since: datetime | None = None
    marks: dict[Endpoint, Mark] = field(default_factory=dict)
    half_read: set[Endpoint] = field(default_factory=set)
    """The logs whose first reading broke off: it will be as long again."""

    _delivered: dict[str, _Delivered] = field(default_factory=dict)
    _counts: Counter[_Delivered] = field(init=False, repr=False, compare=False)
    """How many of a kind were delivered: two may happen in one second."""

    def __post_init__(self) -> None:
        """Count what was delivered."""
        self._counts = Counter(self._delivered.values())

    def is_new(self, record: LockRecord) -> bool:
        """Return whether a record was never delivered.

        A user whom Tuya fills in afterwards changes the derived id, not the record.
        """
        return not {record.record_id, record.anonymous_id} & self._delivered.keys()

    def mark_delivered(self, record: LockRecord, endpoint: Endpoint) -> bool:
        """Take a record as delivered, and return whether it has still to be told."""
        if self.pairs_off(record, endpoint):
            return False
        self._add(record, _Delivered.by(record, endpoint))
        return True

    def pairs_off(self, record: LockRecord, endpoint: Endpoint) -> bool:
        """Take a record that another endpoint told; return whether one did.

        One did where it delivered more of the same than this one.
        """
        delivered = _Delivered.by(record, endpoint)
        told = max(self._counts[delivered._replace(endpoint=each)] for each in Endpoint)
        if self._counts[delivered] == told:
            return False
        self._add(record, delivered)
        return True

    def _add(self, record: LockRecord, delivered: _Delivered) -> None:
        self._delivered[record.record_id] = delivered
        self._counts[delivered] += 1

    def follow(self, endpoints: Iterable[Endpoint]) -> None:
        """Let go of the logs that are not read any more."""
        followed = set(endpoints)
        self.marks = {
            endpoint: mark
            for endpoint, mark in self.marks.items()
            if endpoint in followed
        }
        self.half_read &= followed

    def start_reading(self, endpoint: Endpoint, now: datetime) -> Reading:
        """Return a reading of an endpoint's log as it is `now`."""
        return Reading(self, endpoint, now)

    def as_dict(self) -> dict[str, Any]:
        """Return the journal as JSON values, for storage."""
        return {
            "watched_since": self.watched_since and self.watched_since.isoformat(),
            "delivered": self._delivered,
            "marks": {
                endpoint.value: {
                    "since": mark.since.isoformat(),
                    "read_at": mark.read_at.isoformat(),
                    "told_until": mark.told_until.isoformat(),
                    "complete": mark.complete,
                }
                for endpoint, mark in self.marks.items()
            },
            "half_read": sorted(self.half_read),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the journal that `as_dict` gave."""
        return cls(
            watched_since=_time(stored["watched_since"]),
            _delivered={
                record_id: _Delivered(second, what, Endpoint(endpoint))
                for record_id, (second, what, endpoint) in stored["delivered"].items()
            },
            marks={
                Endpoint(endpoint): Mark(
                    datetime.fromisoformat(mark["since"]),
                    datetime.fromisoformat(mark["read_at"]),
                    datetime.fromisoformat(mark["told_until"]),
                    mark["complete"],
                )
                for endpoint, mark in stored["marks"].items()
            },
            half_read=set(map(Endpoint, stored["half_read"])),
        )

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Go on from what `as_dict` gave."""
        known = self.from_dict(stored)
        for each in fields(self):
            setattr(self, each.name, getattr(known, each.name))

    def forget(self, now: datetime) -> None:
        """Drop the ids that no later reading asks for.

        Those of a second stay or go together, since they are counted.
        """
        seconds = sorted(each.second for each in self._delivered.values())
        since = [mark.since for mark in self.marks.values()]
        if self.half_read:
            since.append(now - LONGEST_LOOK_BACK)
        kept = [int(min(since).timestamp()), *seconds[-_LEAST_REMEMBERED:][:1]]
        self._delivered = {
            record_id: delivered
            for record_id, delivered in self._delivered.items()
            if delivered.second >= min(kept)
        }
        self._counts = Counter(self._delivered.values())


class Finding(NamedTuple):
    """What a reading brought, oldest first."""

    endpoint: Endpoint
    new: list[LockRecord]
    baseline: list[LockRecord]
    """What was there before anybody watched."""


class Reading:
    """One pass over an endpoint's log, page by page, newest first."""

    def __init__(self, journal: Journal, endpoint: Endpoint, now: datetime) -> None:
        """Decide how far back to look."""
        self._journal = journal
        self._endpoint = endpoint
        self._now = now
        self._mark = mark = journal.marks.get(endpoint)
        self._records: dict[str, LockRecord] = {}
        limit = now - LONGEST_LOOK_BACK
        since = mark.since if mark else limit
        if since > now:
            # A wrong clock has set this mark: it would hide all until then.
            since = now - OVERLAP
        self.start = max(since, limit)
        self.is_cut_off = mark is not None and mark.since < limit
        """Whether Home Assistant was away for longer than is looked back."""

        self._sweeps = mark is None or is_due(mark.swept_at, _SWEEP_INTERVAL, now)

    def add(self, records: Iterable[LockRecord]) -> bool:
        """Take a page, and return whether the next one may hold anything new.

        Pages shift while they are read: a row may come twice, and none is missed
        as long as the reading goes on until it meets nothing but the known.
        """
        page_has_new = False
        for record in records:
            if record.occurred_at < self.start:
                continue
            self._records.setdefault(record.record_id, record)
            page_has_new = page_has_new or self._journal.is_new(record)
        reliable = self._mark is not None and self._mark.complete
        return page_has_new or self._sweeps or not reliable

    def finish(self, *, complete: bool) -> Finding:
        """Return what was found, and note how far the log was read.

        The first reading of a log is the baseline: what is in it happened before
        anybody was watching, and is taken as known. A reading that broke off
        (`complete` false) is begun anew next time.
        """
        journal, mark = self._journal, self._mark
        # Of equal times Tuya sends the later one first.
        records = list(self._records.values())[::-1]
        records.sort(key=lambda record: record.occurred_at)
        # Before anything is forgotten: a reading may reach further back than the next.
        new = [record for record in records if journal.is_new(record)]
        new = [each for each in new if not journal.pairs_off(each, self._endpoint)]
        baseline: list[LockRecord] = []
        if mark is None:
            journal.watched_since = journal.watched_since or self._now
            baseline = [record for record in new if not self._is_news(record)]
            for record in baseline:
                journal.mark_delivered(record, self._endpoint)
            new = [record for record in new if journal.is_new(record)]
        # What is new is not delivered yet, and found again if it never is.
        oldest = min([self._now, *(record.occurred_at for record in new)])
        told_until = max(oldest - _HANDOVER, self.start)
        since = min(max(self.start, self._now - OVERLAP), told_until)
        if mark is None and not complete and journal.marks:
            # The log that this one takes over from still tells what is known.
            journal.half_read.add(self._endpoint)
        elif mark is None:
            if not complete:
                # What was not reached lies before, and is no news either.
                since = records[0].occurred_at if records else self._now
                told_until = max(told_until, since)
            journal.marks[self._endpoint] = Mark(
                since, self._now, told_until, swept_at=self._now
            )
            journal.half_read.discard(self._endpoint)
        elif complete:
            mark.since, mark.read_at, mark.told_until = since, self._now, told_until
            mark.complete = True
            if self._sweeps:
                mark.swept_at = self._now
            journal.forget(self._now)
        else:
            mark.complete = False
        return Finding(self._endpoint, new, baseline)

    def _is_news(self, record: LockRecord) -> bool:
        """Return whether a record of a log that is read first happened since.

        Where it takes over from another, what that one had read long ago is not.
        """
        journal = self._journal
        told_until = max(
            (
                mark.told_until
                for endpoint, mark in journal.marks.items()
                if record.kind in KINDS[endpoint]
            ),
            default=None,
        )
        if told_until is not None:
            return record.occurred_at > told_until
        return (
            journal.watched_since is not None
            and journal.watched_since < self._now
            and record.occurred_at > journal.watched_since
        )
