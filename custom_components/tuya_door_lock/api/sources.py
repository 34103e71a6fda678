"""Which of Tuya's log endpoints tell what a lock does."""

from collections.abc import Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from .errors import Service, TuyaError, TuyaPermissionError, TuyaUnsupportedError
from .locks import PAGE_SIZE, SPELLINGS, LogStream, TuyaLocks
from .records import Endpoint, LockRecord, RecordKind

KINDS: Final[dict[Endpoint, frozenset[RecordKind]]] = {
    Endpoint.OPEN_LOGS: frozenset({RecordKind.UNLOCK}),
    Endpoint.ALARM_LOGS: frozenset({RecordKind.ALARM, RecordKind.DOORBELL}),
    Endpoint.RECORDS: frozenset(RecordKind),
}
"""What each endpoint tells."""


@dataclass(frozen=True, slots=True)
class Source:
    """The log streams that a lock is read through."""

    streams: tuple[LogStream, ...]

    settled: bool
    """Whether rows have shown that these are the right ones."""

    @property
    def calls(self) -> int:
        """Return how many calls a poll makes, searching included."""
        return len(self.streams) + (0 if self.settled else len(Endpoint))

    @property
    def kinds(self) -> frozenset[RecordKind]:
        """Return what the streams tell."""
        return frozenset().union(*(KINDS[stream.endpoint] for stream in self.streams))

    def as_list(self) -> list[dict[str, Any]]:
        """Return the streams as JSON values."""
        return [
            {
                "endpoint": stream.endpoint.value,
                "spelling": SPELLINGS[stream.endpoint].index(stream),
            }
            for stream in self.streams
        ]

    @classmethod
    def from_list(cls, stored: Iterable[Mapping[str, Any]]) -> Source:
        """Return a settled source from what `as_list` gave."""
        streams = tuple(
            SPELLINGS[Endpoint(entry["endpoint"])][entry["spelling"]]
            for entry in stored
        )
        return cls(streams, settled=True)


async def find_source(
    locks: TuyaLocks, lock_id: str, start: datetime, end: datetime
) -> Source:
    """Find out how a lock's log can be read, from its newest rows.

    `records` is the better one, since one call tells everything, but only where it
    shows all that the other two show. While no endpoint has a row the answer is
    not settled: a lock may answer an endpoint and never write to it.

    Raises what the endpoints raised where none answers, TuyaUnsupportedError if
    that is all that they said.
    """
    probes: dict[Endpoint, _Probe] = {}
    refusals: list[TuyaError] = []
    for endpoint in (Endpoint.RECORDS, Endpoint.OPEN_LOGS, Endpoint.ALARM_LOGS):
        probe = await _probe(locks, lock_id, endpoint, start, end, refusals)
        if probe is not None:
            probes[endpoint] = probe
    if not probes:
        # What the owner can mend is worth more than what the lock cannot do.
        raise next(
            (err for err in refusals if isinstance(err, TuyaPermissionError)),
            TuyaUnsupportedError(
                "This lock answers none of Tuya's log endpoints",
                service=Service.SMART_LOCK,
            ),
        )

    records = probes.pop(Endpoint.RECORDS, None)
    told_elsewhere = {
        record.kind
        for probe in probes.values()
        for record in probe.records
        if records is None or record.occurred_at >= records.reaches_back_to
    }
    if records is not None and records.records:
        told = {record.kind for record in records.records}
        if told_elsewhere <= told:
            return Source((records.stream,), settled=True)
    if records is not None and Endpoint.OPEN_LOGS not in probes:
        # Without open logs only `records` tells of unlocks.
        probes[Endpoint.RECORDS] = records
    return Source(
        tuple(probe.stream for probe in probes.values()),
        settled=any(probe.records for probe in probes.values()),
    )


@dataclass(frozen=True, slots=True)
class _Probe:
    """What the first page of an endpoint showed."""

    stream: LogStream
    records: tuple[LockRecord, ...]
    start: datetime

    @property
    def reaches_back_to(self) -> datetime:
        """Return from when on the page holds every row."""
        if len(self.records) < PAGE_SIZE:
            return self.start
        return min(record.occurred_at for record in self.records)


async def _probe(
    locks: TuyaLocks,
    lock_id: str,
    endpoint: Endpoint,
    start: datetime,
    end: datetime,
    refusals: list[TuyaError],
) -> _Probe | None:
    """Return the first spelling that shows rows, else the first that answers."""
    answering: _Probe | None = None
    for stream in SPELLINGS[endpoint]:
        if answering is not None and (
            stream.version != answering.stream.version
            or stream.in_seconds == answering.stream.in_seconds
        ):
            # Of an answer without rows only the unit of the times is in doubt.
            continue
        try:
            async with aclosing(locks.pages(lock_id, stream, start, end)) as pages:
                page = await anext(pages)
        except (TuyaUnsupportedError, TuyaPermissionError) as err:
            refusals.append(err)
            continue
        if page.records:
            return _Probe(stream, page.records, start)
        answering = answering or _Probe(stream, (), start)
    return answering
