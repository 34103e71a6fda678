"""What is remembered of a lock: which of its records are new, and which are late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Self

from .alarms import Alarms
from .api.records import Endpoint, LockRecord, RecordKind
from .api.sources import KINDS
from .const import LIVE_WINDOW
from .entries import JournalEntry

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


def is_late(record: LockRecord, now: datetime, window: timedelta = LIVE_WINDOW) -> bool:
    """Return whether a record is too old, or too odd, to act as the present."""
    return abs(now - record.occurred_at) > window


def is_due(last: datetime | None, interval: timedelta, now: datetime) -> bool:
    """Return whether something is due again; a time in the future is a wrong one."""
    return last is None or not timedelta(0) <= now - last < interval


class _Delivered(NamedTuple):
    """A record that was delivered: when it happened, and what it told."""

    timestamp: float
    what: str


def _what(record: LockRecord) -> str:
    return record.method or record.alarm or record.kind


def _time(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)


@dataclass(slots=True)
class Mark:
    """How far an endpoint's log has been read."""

    since: datetime
    """Rows from before this are settled: their ids may be forgotten."""

    read_at: datetime
    complete: bool = True
    swept_at: datetime | None = None


@dataclass(slots=True)
class Journal:
    """The memory of one lock's log.

    A record is new when its id was never delivered and it lies within the span
    that ids are remembered for. Nothing is forgotten before a reading that
    reached the end of the span.
    """

    last: dict[RecordKind, JournalEntry] = field(default_factory=dict)
    """The last access, alarm and ring."""

    duress: JournalEntry | None = None
    """The duress alarm that nobody has acknowledged yet."""

    names: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """User and credential name last seen for "<method>:<slot>"."""

    source: list[dict[str, Any]] | None = None
    """How the log is read, as `Source.as_list` tells it."""

    source_found_at: datetime | None = None
    alarms: Alarms = field(default_factory=Alarms)
    watched_since: datetime | None = None
    _delivered: dict[str, _Delivered] = field(default_factory=dict)
    marks: dict[Endpoint, Mark] = field(default_factory=dict)

    def is_new(self, record: LockRecord) -> bool:
        """Return whether a record was never delivered.

        A user whom Tuya fills in afterwards changes the derived id, not the record.
        """
        return not {record.record_id, record.anonymous_id} & self._delivered.keys()

    def remember(self, record: LockRecord) -> None:
        """Take a record as delivered."""
        self._delivered[record.record_id] = _Delivered(
            record.occurred_at.timestamp(), _what(record)
        )

    def shows(self, record: LockRecord) -> bool:
        """Return whether what a record tells was delivered, under whatever id.

        Each endpoint has ids of its own for the same unlock.
        """
        second, what = int(record.occurred_at.timestamp()), _what(record)
        return any(
            int(delivered.timestamp) == second and delivered.what == what
            for delivered in self._delivered.values()
        )

    def show(self, entry: JournalEntry, now: datetime) -> None:
        """Let an entry be the last of its kind, unless a later one is known.

        One from the future is an event like any other, but here it would hide all
        that come after it.
        """
        last = self.last.get(entry.kind)
        if entry.occurred_at - now <= LIVE_WINDOW and (
            last is None or entry.occurred_at >= last.occurred_at
        ):
            self.last[entry.kind] = entry

    def follow(self, endpoints: Iterable[Endpoint]) -> None:
        """Let go of the logs that are not read any more."""
        followed = set(endpoints)
        self.marks = {
            endpoint: mark
            for endpoint, mark in self.marks.items()
            if endpoint in followed
        }

    def start_reading(self, endpoint: Endpoint, now: datetime) -> Reading:
        """Return a reading of an endpoint's log as it is `now`."""
        return Reading(self, endpoint, now)

    def as_dict(self) -> dict[str, Any]:
        """Return the journal as JSON values, for storage."""
        return {
            "last": [entry.as_dict() for entry in self.last.values()],
            "duress": self.duress and self.duress.as_dict(),
            "names": {key: list(names) for key, names in self.names.items()},
            "source": self.source,
            "source_found_at": self.source_found_at
            and self.source_found_at.isoformat(),
            "alarms": self.alarms.as_dict(),
            "watched_since": self.watched_since and self.watched_since.isoformat(),
            "delivered": self._delivered,
            "marks": {
                endpoint.value: {
                    "since": mark.since.isoformat(),
                    "read_at": mark.read_at.isoformat(),
                    "complete": mark.complete,
                }
                for endpoint, mark in self.marks.items()
            },
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the journal that `as_dict` gave."""
        duress = stored["duress"]
        return cls(
            last={
                entry.kind: entry
                for entry in map(JournalEntry.from_dict, stored["last"])
            },
            duress=duress and JournalEntry.from_dict(duress),
            names={key: (user, name) for key, (user, name) in stored["names"].items()},
            source=stored["source"],
            source_found_at=_time(stored["source_found_at"]),
            alarms=Alarms.from_dict(stored["alarms"]),
            watched_since=_time(stored["watched_since"]),
            _delivered={
                record_id: _Delivered(*delivered)
                for record_id, delivered in stored["delivered"].items()
            },
            marks={
                Endpoint(endpoint): Mark(
                    datetime.fromisoformat(mark["since"]),
                    datetime.fromisoformat(mark["read_at"]),
                    mark["complete"],
                )
                for endpoint, mark in stored["marks"].items()
            },
        )

    def forget(self) -> None:
        """Drop the ids that no later reading asks for."""
        oldest = min(mark.since for mark in self.marks.values()).timestamp()
        ids = sorted(self._delivered, key=lambda each: self._delivered[each].timestamp)
        for record_id in ids[:-_LEAST_REMEMBERED]:
            if self._delivered[record_id].timestamp < oldest:
                del self._delivered[record_id]


class Finding(NamedTuple):
    """What a reading brought, oldest first."""

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
        for record in new:
            if mark is not None and self._was_told_since(mark, record):
                journal.remember(record)
        new = [record for record in new if journal.is_new(record)]
        baseline: list[LockRecord] = []
        since = max(self.start, self._now - OVERLAP)
        if mark is None:
            journal.watched_since = journal.watched_since or self._now
            baseline = [record for record in new if not self._is_news(record)]
            for record in baseline:
                journal.remember(record)
            new = [record for record in new if journal.is_new(record)]
            if not complete and journal.marks:
                # The log that this one takes over from still tells what is known.
                return Finding(new, baseline)
            if not complete:
                # What was not reached lies before, and is no news either.
                since = records[0].occurred_at if records else self._now
            mark = journal.marks[self._endpoint] = Mark(since, self._now)
            mark.swept_at = self._now
        elif complete:
            mark.since, mark.read_at, mark.complete = since, self._now, True
            if self._sweeps:
                mark.swept_at = self._now
            journal.forget()
        else:
            mark.complete = False
        return Finding(new, baseline)

    def _was_told_since(self, mark: Mark, record: LockRecord) -> bool:
        """Return whether another log told of a record after this one was left."""
        return any(
            other.read_at > mark.read_at and record.kind in KINDS[endpoint]
            for endpoint, other in self._journal.marks.items()
        ) and self._journal.shows(record)

    def _is_news(self, record: LockRecord) -> bool:
        """Return whether a record of a log that is read first happened since.

        Of what another log told until now, this one tells nothing twice.
        """
        journal = self._journal
        told_until = max(
            (
                mark.read_at
                for endpoint, mark in journal.marks.items()
                if record.kind in KINDS[endpoint]
            ),
            default=None,
        )
        if told_until is not None:
            since = told_until - _HANDOVER
            return record.occurred_at > since and not journal.shows(record)
        return (
            journal.watched_since is not None
            and journal.watched_since < self._now
            and record.occurred_at > journal.watched_since
        )
