"""Which of Tuya's log endpoints show what happens at a lock."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from .errors import Service, TuyaError, TuyaPermissionError, TuyaUnsupportedError
from .locks import TuyaLocks
from .records import Endpoint, LockRecord, RecordKind
from .streams import SPELLINGS, LogStream

KINDS: Final[dict[Endpoint, frozenset[RecordKind]]] = {
    Endpoint.OPEN_LOGS: frozenset({RecordKind.UNLOCK}),
    Endpoint.ALARM_LOGS: frozenset({RecordKind.ALARM, RecordKind.DOORBELL}),
    Endpoint.RECORDS: frozenset(RecordKind),
    Endpoint.DEVICE_LOG: frozenset(RecordKind),
    Endpoint.DEVICE_ALARMS: frozenset({RecordKind.ALARM, RecordKind.DOORBELL}),
}
"""The kinds of records that each endpoint shows."""

CALLS_OF_A_SEARCH: Final = 3
"""The calls that finding the source of most locks costs."""

# A log this far behind another one has stopped: rows may also be filed late.
_FAR_AHEAD: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Source:
    """The log streams that a lock is read through."""

    streams: tuple[LogStream, ...]

    is_confirmed: bool
    """Whether rows have shown that these are the right ones."""

    @property
    def kinds(self) -> frozenset[RecordKind]:
        """Return the kinds of records that the streams show."""
        return frozenset().union(*(KINDS[stream.endpoint] for stream in self.streams))

    def as_list(self) -> list[dict[str, Any]]:
        """Return each stream as `endpoint` and `spelling`, its place in `SPELLINGS`."""
        return [
            {
                "endpoint": stream.endpoint.value,
                "spelling": SPELLINGS[stream.endpoint].index(stream),
            }
            for stream in self.streams
        ]

    @classmethod
    def from_list(cls, stored: Iterable[Mapping[str, Any]]) -> Source:
        """Return a confirmed source from what `as_list` gave; raises for anything else."""
        streams = tuple(
            SPELLINGS[Endpoint(entry["endpoint"])][entry["spelling"]]
            for entry in stored
        )
        return cls(streams, is_confirmed=True)


async def find_source(
    locks: TuyaLocks,
    lock_id: str,
    start: datetime,
    end: datetime,
    codes: Collection[str] = (),
    refused: set[LogStream] | None = None,
) -> Source:
    """Find out how a lock's log can be read, from its newest rows.

    `codes` are those of the lock's status. `records` is the better one, since one
    call shows everything, but only where it shows each row that the others show, with
    the same time. While no endpoint has a row the source is not confirmed: a lock may
    answer an endpoint and never write to it.

    The streams in `refused` are left out, and those that the lock does not answer
    are added to them. Raises what the endpoints raised where none answers,
    TuyaUnsupportedError if that is all that they said.
    """
    search = _Search(
        locks, lock_id, start, end, codes, set() if refused is None else refused
    )
    # `records` comes last: a row that arrives meanwhile counts for it, not against it.
    probes = await search.probes(
        Endpoint.OPEN_LOGS, Endpoint.ALARM_LOGS, Endpoint.RECORDS
    )
    # Those of the log of any device say nothing about the log of a lock.
    refusals = list(search.refusals)
    kinds = frozenset().union(*(KINDS[probe.stream.endpoint] for probe in probes))
    if RecordKind.ALARM not in kinds:
        probes += await search.probes(
            Endpoint.DEVICE_ALARMS if probes else Endpoint.DEVICE_LOG
        )
    if not probes:
        # What the owner can mend is worth more than what the lock cannot do.
        raise next(
            (err for err in refusals if isinstance(err, TuyaPermissionError)),
            TuyaUnsupportedError(
                "This lock answers none of Tuya's log endpoints",
                service=Service.SMART_LOCK,
            ),
        )

    records = next(
        (probe for probe in probes if probe.stream.endpoint is Endpoint.RECORDS), None
    )
    if records is not None:
        others = [probe for probe in probes if probe is not records]
        if records.records and records.shows_all(others):
            probes = [records]
        elif not records.is_needed_beside(others):
            probes = others
    return Source(
        tuple(probe.stream for probe in probes),
        is_confirmed=any(probe.records for probe in probes),
    )


@dataclass(frozen=True, slots=True)
class _Probe:
    """What the first page of an endpoint showed."""

    stream: LogStream
    records: tuple[LockRecord, ...]
    reaches_back_to: datetime
    """From when on the page holds every row."""

    def shows_all(self, others: Iterable[_Probe]) -> bool:
        """Return whether it shows each row of others, with the same times."""
        shown = Counter(map(_place, self.records))
        for record in (record for other in others for record in other.records):
            if record.occurred_at < self.reaches_back_to:
                continue
            what, second = _place(record)
            # Where others count whole seconds, these may be rounded.
            seconds = [second]
            if not record.occurred_at.microsecond:
                seconds += (second - 1, second + 1)
            found = next((at for at in seconds if shown[what, at]), None)
            if found is None:
                return False
            shown[what, found] -= 1
        return True

    def is_needed_beside(self, others: Collection[_Probe]) -> bool:
        """Return whether others show no unlocks, or have no rows for a day that it has."""
        kinds = frozenset().union(*(KINDS[other.stream.endpoint] for other in others))
        newest: dict[RecordKind, datetime] = {}
        for record in (record for other in others for record in other.records):
            known = newest.get(record.kind, record.occurred_at)
            newest[record.kind] = max(known, record.occurred_at)
        return RecordKind.UNLOCK not in kinds or any(
            record.occurred_at
            > newest.get(record.kind, self.reaches_back_to) + _FAR_AHEAD
            for record in self.records
        )


def _place(record: LockRecord) -> tuple[str, int]:
    return record.what, int(record.occurred_at.timestamp())


@dataclass(slots=True)
class _Search:
    """A search for the streams that a lock answers."""

    locks: TuyaLocks
    lock_id: str
    start: datetime
    end: datetime
    codes: Collection[str]
    refused: set[LogStream]
    """The streams to leave out; those that the lock does not answer are added."""

    refusals: list[TuyaError] = field(default_factory=list)
    """What the streams raised that were refused."""

    async def probes(self, *endpoints: Endpoint) -> list[_Probe]:
        """Return what the endpoints showed that answer."""
        found = [await self._probe(endpoint) for endpoint in endpoints]
        return [probe for probe in found if probe is not None]

    async def _probe(self, endpoint: Endpoint) -> _Probe | None:
        """Return the first spelling that shows rows, else the first that answers."""
        answering: _Probe | None = None
        for stream in SPELLINGS[endpoint]:
            if answering is not None and (
                stream.version != answering.stream.version
                or stream.in_seconds == answering.stream.in_seconds
            ):
                # Of an answer without rows only the unit of the times is in doubt.
                continue
            if stream in self.refused:
                continue
            pages = self.locks.pages(
                self.lock_id, stream, self.start, self.end, self.codes
            )
            try:
                async with aclosing(pages):
                    page = await anext(pages)
            except (TuyaUnsupportedError, TuyaPermissionError) as err:
                self.refusals.append(err)
                if isinstance(err, TuyaUnsupportedError):
                    self.refused.add(stream)
                continue
            if page.records:
                # What a clock that was reset has dated says nothing of the span.
                times = (record.occurred_at for record in page.records)
                recent = (time for time in times if time >= self.start)
                oldest = min(recent, default=self.start)
                reaches_back_to = self.start if page.is_last else oldest
                return _Probe(stream, page.records, reaches_back_to)
            answering = answering or _Probe(stream, (), self.start)
        return answering
