"""What is remembered of a lock: which of its records are new, and which are late."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Self

from .api.records import Endpoint, LockAlarm, LockRecord, RecordKind, UnlockMethod
from .const import LIVE_WINDOW

# Locks sleep and upload late: every poll looks back this far again.
OVERLAP: Final = timedelta(days=7)
# The first look, and the furthest one after a long absence.
LONGEST_LOOK_BACK: Final = timedelta(days=30)
# A row that came late and lies behind a page of known rows is met by reading on.
_SWEEP_INTERVAL: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """What Home Assistant shows of a record: names in place of ids."""

    record_id: str
    occurred_at: datetime
    kind: RecordKind
    method: UnlockMethod | None = None
    alarm: LockAlarm | None = None
    code: str = ""
    slot: int | None = None
    user: str | None = None
    credential: str | None = None
    participants: tuple[str, ...] = ()
    duress_suspected: bool = False
    late: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as JSON values."""
        return asdict(self) | {
            "occurred_at": self.occurred_at.isoformat(),
            "participants": list(self.participants),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the entry that `as_dict` gave."""
        method, alarm = stored["method"], stored["alarm"]
        return cls(
            **{
                **stored,
                "occurred_at": datetime.fromisoformat(stored["occurred_at"]),
                "kind": RecordKind(stored["kind"]),
                "method": UnlockMethod(method) if method else None,
                "alarm": LockAlarm(alarm) if alarm else None,
                "participants": tuple(stored["participants"]),
            }
        )


def is_late(record: LockRecord, now: datetime, window: timedelta = LIVE_WINDOW) -> bool:
    """Return whether a record is too old, or too odd, to act as the present."""
    return abs(now - record.occurred_at) > window


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

    _delivered: dict[str, datetime] = field(default_factory=dict)
    marks: dict[Endpoint, Mark] = field(default_factory=dict)

    def is_new(self, record: LockRecord) -> bool:
        """Return whether a record was never delivered.

        A user whom Tuya fills in afterwards changes the derived id, not the record.
        """
        return not {record.record_id, record.anonymous_id} & self._delivered.keys()

    def remember(self, record: LockRecord) -> None:
        """Take a record as delivered."""
        self._delivered[record.record_id] = record.occurred_at

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
            "delivered": {
                record_id: occurred_at.isoformat()
                for record_id, occurred_at in self._delivered.items()
            },
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
            _delivered={
                record_id: datetime.fromisoformat(occurred_at)
                for record_id, occurred_at in stored["delivered"].items()
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
        oldest = min(mark.since for mark in self.marks.values())
        self._delivered = {
            record_id: occurred_at
            for record_id, occurred_at in self._delivered.items()
            if occurred_at >= oldest
        }


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
        self.start = max(mark.since, limit) if mark else limit
        self.is_cut_off = mark is not None and mark.since < limit
        """Whether Home Assistant was away for longer than is looked back."""

        self._sweeps = mark is None or (
            mark.swept_at is None or now - mark.swept_at >= _SWEEP_INTERVAL
        )

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
        baseline: list[LockRecord] = []
        since = max(self.start, self._now - OVERLAP)
        if mark is None:
            # A log that takes over from another goes on where that one was left.
            watched_from = max(
                (other.read_at for other in journal.marks.values()), default=self._now
            )
            for record in new:
                if watched_from == self._now or record.occurred_at <= watched_from:
                    baseline.append(record)
                    journal.remember(record)
            new = new[len(baseline) :]
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
