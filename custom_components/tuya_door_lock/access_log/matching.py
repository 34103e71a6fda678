"""Which rows of a stream are which known records, within one second of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import product
from typing import Final, NamedTuple

from ..api.records import Endpoint, LockRecord, RecordKind

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
DAY: Final = 24 * 60 * MINUTE
# These streams tell when something happened; others may tell when it was filed.
_WITH_TIMES_OF_THE_LOCK: Final = (Endpoint.OPEN_LOGS, Endpoint.ALARM_LOGS)
# More pairs of one second are not compared one by one.
_MOST_COMPARED: Final = 10_000

type Place = tuple[str, int]
"""What happened, and in which second since 1970."""


class Details(NamedTuple):
    """What decides which of several alike a row is, and never how many there are."""

    slot: int | None
    user: int | None
    tuya_id: int | None


@dataclass(slots=True, eq=False)
class Row:
    """A record as a page shows it; what it is compared by is computed once."""

    record: LockRecord
    number: int
    """Its place in the log as it is read: 0 is on top."""

    ms: int
    """Milliseconds since 1970."""

    place: Place
    details: Details

    @classmethod
    def of(cls, record: LockRecord, number: int) -> Row:
        """Return the row of a record."""
        ms = milliseconds(record.occurred_at)
        return cls(
            record,
            number,
            ms,
            (record.what, ms // SECOND),
            Details(record.slot, _mark(record.user_id), _mark(record.tuya_id)),
        )

    @property
    def identity(self) -> tuple[object, ...]:
        """Return what is the same where another page shows the row again."""
        record = self.record
        detail = record.code, record.value, record.slot, record.tuya_id
        return self.ms, self.place, *detail


@dataclass(slots=True, eq=False)
class Known:
    """A record that was shown, and at which time (ms) each stream showed it."""

    record_id: str
    what: str
    read_at: int
    """By when (ms) it was in the cloud."""

    details: Details
    seen: dict[str, int] = field(default_factory=dict)
    is_ancient: bool = False
    """Whether it happened before the log begins, by a lock's clock that was reset."""

    record: LockRecord | None = None
    """None once it is delivered."""

    @property
    def kind(self) -> RecordKind:
        """Return what kind of record it is."""
        return RecordKind(self.what.partition(" ")[0])

    @property
    def ms(self) -> int:
        """Return when it happened, as exactly as a stream tells."""
        return max(
            self.seen.items(),
            key=lambda each: (not shows_filing_times(each[0]), each[1] % SECOND != 0),
        )[1]

    @property
    def is_filed(self) -> bool:
        """Return whether its time may be the one at which it was filed."""
        return all(map(shows_filing_times, self.seen))

    def update(self, row: Row, stream: str) -> None:
        """Note how a stream shows it now."""
        self.seen[stream] = row.ms
        self.details = row.details
        if self.record is not None:
            self.record = row.record


def milliseconds(moment: datetime) -> int:
    """Return a time in milliseconds since 1970."""
    return round(moment.timestamp() * SECOND)


def shows_filing_times(stream: str) -> bool:
    """Return whether a stream may tell when a row was filed, not when it happened."""
    return not stream.startswith(_WITH_TIMES_OF_THE_LOCK)


def _mark(identifier: str | None) -> int | None:
    """Return 16 bits that tell ids apart, and nobody whose they are."""
    if identifier is None:
        return None
    return int.from_bytes(sha256(identifier.encode()).digest()[:2])


def pair_alike(
    rows: Sequence[Row], known: Sequence[Known]
) -> tuple[list[tuple[Row, Known]], list[Row]]:
    """Pair rows with known records, those first that have most in common.

    Both are given oldest first: of alike rows the older ones are known. Returns as
    many pairs as can be, and the rows that are left.
    """
    edges: Iterable[tuple[Row, Known]] = product(rows, known)
    if len(rows) * len(known) > _MOST_COMPARED:
        edges = zip(rows, known, strict=False)
    elif len(rows) > 1 or len(known) > 1:
        edges = sorted(edges, key=_in_common, reverse=True)
    partner_of: dict[Row, Known] = {}
    free = set(known)
    for row, each in edges:
        if row not in partner_of and each in free:
            partner_of[row] = each
            free.remove(each)
    return list(partner_of.items()), [row for row in rows if row not in partner_of]


def _in_common(edge: tuple[Row, Known]) -> tuple[bool, ...]:
    """Return what a row and a known record have in common, what matters most first."""
    row, known = edge
    slot, user, tuya_id = row.details
    return (
        tuya_id is not None and tuya_id == known.details.tuya_id,
        row.ms in known.seen.values(),
        slot == known.details.slot,
        user == known.details.user,
    )
