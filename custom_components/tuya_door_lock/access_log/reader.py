"""Reads the log of one lock, through the endpoints that show it."""

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from ..api.backoff import TOKEN
from ..api.client import count_calls
from ..api.devices import Device
from ..api.errors import TuyaError, TuyaPermissionError, TuyaUnsupportedError
from ..api.locks import TuyaLocks
from ..api.paging import MAX_PAGES
from ..api.records import Endpoint, RecordKind
from ..api.sources import CALLS_OF_A_SEARCH, KINDS, Source, find_source
from ..api.streams import SPELLINGS, LogStream
from ..const import LOGGER
from .scan import LONGEST_LOOK_BACK, LOOK_AHEAD, LogScan, ScanResult, TrackedRecord
from .timing import FullScan, is_due
from .tracker import Tracker

_FIRST_DOUBT: Final = timedelta(minutes=15)
_LONGEST_DOUBT: Final = timedelta(days=1)
# What a lock does not answer may change with its firmware: asked again a day later,
# then ever more rarely.
_FIRST_REFUSAL: Final = timedelta(days=1)
_LONGEST_REFUSAL: Final = timedelta(days=8)
_CALLS_PER_SEARCH: Final = sum(map(len, SPELLINGS.values()))


@dataclass(slots=True)
class LogUpdate:
    """What one reading of a lock's log brought."""

    new: list[TrackedRecord] = field(default_factory=list)
    """What has to be delivered, oldest first within a log."""

    baseline: list[TrackedRecord] = field(default_factory=list)
    """What was there before the lock was added."""

    kinds: frozenset[RecordKind] = frozenset()
    """What could be read."""

    errors: list[TuyaError] = field(default_factory=list)
    """What failed, one for each log."""

    further_calls: int = 0
    """How many calls did more than read the first page of each log."""

    has_gone_silent: bool = False
    """Whether a log shows nothing where it had rows."""

    incomplete_before: datetime | None = None
    """What is older was left out; None where nothing was."""

    is_whole: bool = True
    """Whether all logs were to be read, not only those of a hint."""

    def mark_incomplete(self, before: datetime) -> None:
        """Note that something older than a time was left out."""
        self.incomplete_before = max(before, self.incomplete_before or before)


class LogReader:
    """Finds out how a lock's log can be read, and reads what is new in it."""

    def __init__(
        self,
        api: TuyaLocks,
        lock: Device,
        tracker: Tracker,
        reserve: Callable[[int], bool],
        upkeep_interval: Callable[[], timedelta],
    ) -> None:
        """Initialize with the cloud to ask, and what is known of the lock's records.

        `reserve` says whether so many calls may be spent on what is most likely
        known, `upkeep_interval` how often to check how the log is read.
        """
        self._api = api
        self._lock = lock
        self._tracker = tracker
        self._reserve = reserve
        self._upkeep_interval = upkeep_interval
        self._found_at: datetime | None = None
        self._calls: int | None = None
        """How many calls the last reading made without further pages."""

        self._refused: set[LogStream] = set()
        """What the lock did not answer when its log was searched."""

        self._refused_at: datetime | None = None
        """When all of it was tried last; None to try all of it with the next search."""

        self._refusals_kept = _FIRST_REFUSAL
        self._search_error: TuyaError | None = None
        """What the last search raised; None where it found a source."""

        self._full_scans: dict[str, FullScan] = {}
        self._doubt_after = _FIRST_DOUBT
        self._kinds: frozenset[RecordKind] = frozenset()
        self._unchanged_at: datetime | None = None
        self.is_partial = False
        """Whether a part of the log cannot be read."""

        self.source: Source | None = None
        self.cut_off: dict[str, str] = {}
        """When a log was longer than is read, by endpoint."""

    @property
    def calls_per_read(self) -> int:
        """Return how many calls a reading makes at least: measured where it searches."""
        if self.source and self.source.is_confirmed:
            return len(self.source.streams)
        return CALLS_OF_A_SEARCH if self._calls is None else self._calls

    def calls_of(self, endpoints: frozenset[Endpoint]) -> int:
        """Return how many calls it costs to read some endpoints, or all if empty."""
        if self.source is None or not self.source.is_confirmed:
            return self.calls_per_read
        return len(_streams(self.source, endpoints))

    @property
    def read_at(self) -> datetime | None:
        """Return when a log of the lock was last read, or known to have nothing new."""
        times = [self._tracker.read_at, self._unchanged_at]
        return max(filter(None, times), default=None)

    def nothing_new(self, now: datetime) -> LogUpdate:
        """Return the update of a log that is known to have nothing new."""
        self._unchanged_at = now
        return LogUpdate(kinds=self._kinds, is_whole=False)

    async def async_read(
        self, now: datetime, endpoints: frozenset[Endpoint] = frozenset()
    ) -> LogUpdate:
        """Read some endpoints of the lock, or all if empty, back to what is known.

        Raises a TuyaError where nothing at all can be read.
        """
        update = LogUpdate()
        is_confirmed = self.source is not None and self.source.is_confirmed
        with count_calls() as counted:
            await self._async_read(now, endpoints, update)
        del counted[TOKEN]
        if update.is_whole:
            self._calls = counted.total() - update.further_calls
            if is_confirmed:
                # A check of a known source is an extra, a search is not.
                update.further_calls = counted.total() - self.calls_per_read
        return update

    async def _async_read(
        self, now: datetime, endpoints: frozenset[Endpoint], update: LogUpdate
    ) -> None:
        source = await self._async_source(now)
        if endpoints and source.is_confirmed:
            streams = _streams(source, endpoints)
            update.is_whole = len(streams) == len(source.streams)
            source = replace(source, streams=streams)
        await self._async_read_all(source, now, update)
        for err in update.errors:
            if isinstance(err, TuyaUnsupportedError):
                await self._async_search_again(err, now, update)
                update.is_whole = True
                break
        if not update.kinds:
            raise update.errors[0]
        if not update.is_whole:
            # What was not asked for is as readable as it was.
            asked = frozenset().union(
                *(KINDS[each.endpoint] for each in source.streams)
            )
            update.kinds |= self._kinds - asked
            self._kinds = update.kinds
            return
        await self._async_doubt(now, update)
        self._kinds = update.kinds
        self._log_partial(update.errors)

    async def _async_search_again(
        self, error: TuyaError, now: datetime, update: LogUpdate
    ) -> None:
        """Search anew how to read a lock that refuses its source, and read it.

        In a minute in which Tuya answers nonsense, many locks seem to do so: there are
        only as many searches as faults may cost, and the known source is tried again.
        """
        known, self.source = self.source, None
        self._search_error = error
        self._refused_at = None
        try:
            source = await self._async_source(now)
        except TuyaError as err:
            self.source = known
            if not update.kinds and not isinstance(err, TuyaUnsupportedError):
                raise
        else:
            await self._async_read_all(source, now, update)

    async def _async_doubt(self, now: datetime, update: LogUpdate) -> None:
        """Look for another log where one shows nothing that had rows.

        The lock may write elsewhere now; or it is empty, and asked ever more rarely.
        """
        if not update.has_gone_silent:
            self._doubt_after = _FIRST_DOUBT
            return
        if not is_due(self._found_at, self._doubt_after, now):
            return
        self._doubt_after = min(2 * self._doubt_after, _LONGEST_DOUBT)
        self._refused_at = None
        known = self.source
        source = await self._async_source(now, is_doubted=True)
        if source != known:
            await self._async_read_all(source, now, update)

    def as_dict(self) -> dict[str, Any]:
        """Return how the log is read as JSON values, for storage.

        `source` is a list as `Source.as_list` gives it, `found_at` a time in ISO 8601;
        each may be None.
        """
        confirmed = self.source if self.source and self.source.is_confirmed else None
        return {
            "source": confirmed and confirmed.as_list(),
            "found_at": self._found_at and self._found_at.isoformat(),
        }

    def restore(self, stored: dict[str, Any]) -> None:
        """Restore what `as_dict` gave; raise one of DAMAGED, and change nothing."""
        streams, at = stored["source"], stored["found_at"]
        source = Source.from_list(streams) if streams else None
        self._found_at = at and datetime.fromisoformat(at)
        self.source = source

    async def _async_source(self, now: datetime, *, is_doubted: bool = False) -> Source:
        """Return how the log is read: found out once, remembered, checked daily."""
        known = self.source if self.source and self.source.is_confirmed else None
        if known and not is_doubted and not self._is_check_due(now):
            return known
        try:
            found = await self._async_find(now)
        except TuyaError as err:
            if isinstance(err, (TuyaPermissionError, TuyaUnsupportedError)):
                self._search_error = err
            if known is None:
                raise
            return known
        self._search_error = None
        if found.is_confirmed:
            if found != known:
                LOGGER.debug("%s is read through %s", self._lock.name, found.as_list())
        elif known is not None:
            return known
        self.source = found
        return found

    def _is_check_due(self, now: datetime) -> bool:
        """Return whether to check how the log is read, and reserve its calls."""
        return is_due(self._found_at, self._upkeep_interval(), now) and self._reserve(
            CALLS_OF_A_SEARCH
        )

    async def _async_find(self, now: datetime) -> Source:
        """Search how the log can be read; searches after a failed one are retries."""
        if is_due(self._refused_at, self._refusals_kept, now):
            self._refusals_kept = (
                _FIRST_REFUSAL
                if self._refused_at is None
                else min(2 * self._refusals_kept, _LONGEST_REFUSAL)
            )
            self._refused.clear()
            self._refused_at = now
        retries = self._api.client.retries
        is_again = self._search_error is not None
        if self._search_error and not retries.reserve(_CALLS_PER_SEARCH):
            raise self._search_error
        self._found_at = now
        with count_calls() as counted:
            try:
                return await find_source(
                    self._api,
                    self._lock.id,
                    now - LONGEST_LOOK_BACK,
                    now + LOOK_AHEAD,
                    self._lock.codes,
                    self._refused,
                )
            except TuyaUnsupportedError:
                # All was refused: the next search tries all again.
                self._refused_at = None
                raise
            finally:
                if is_again:
                    retries.release(_CALLS_PER_SEARCH - counted.total())

    async def _async_read_all(
        self, source: Source, now: datetime, update: LogUpdate
    ) -> None:
        """Read all logs of a source into an update."""
        update.kinds, update.errors = frozenset(), []
        for stream in source.streams:
            try:
                result = await self._async_read_stream(stream, now, update)
            except TuyaError as err:
                update.errors.append(err)
                continue
            update.kinds |= KINDS[stream.endpoint]
            update.baseline += result.baseline
            update.new += result.new
            update.has_gone_silent |= result.has_gone_silent
            if result.incomplete_before is not None:
                update.mark_incomplete(result.incomplete_before)

    async def _async_read_stream(
        self, stream: LogStream, now: datetime, update: LogUpdate
    ) -> ScanResult:
        """Read one log back to what is known."""
        full_scan = self._full_scans.get(stream.name)
        scan = LogScan(
            self._tracker,
            stream.name,
            KINDS[stream.endpoint],
            now,
            is_full=full_scan is None or full_scan.is_due(now, self._reserve),
        )
        pages = self._api.pages(
            self._lock.id, stream, scan.start, now + LOOK_AHEAD, self._lock.codes
        )
        pages_read = 0
        complete = True
        async with aclosing(pages):
            try:
                async for page in pages:
                    pages_read += 1
                    if not scan.add(page):
                        break
            except TuyaError:
                if not pages_read:
                    raise
                # The newest page holds what matters most; the rest is read again.
                complete = False
        update.further_calls += max(pages_read - 1, 0)
        result = scan.finish(complete=complete)
        if result.was_full:
            self._full_scans[stream.name] = FullScan(now, pages_read)
        if complete and result.incomplete_before is not None:
            self.cut_off[stream.endpoint.value] = now.isoformat()
            LOGGER.warning(
                "The %s of %s are read back over %s days and %s pages at most:"
                " older records are left out",
                stream.endpoint,
                self._lock.name,
                LONGEST_LOOK_BACK.days,
                MAX_PAGES,
            )
        return result

    def _log_partial(self, errors: list[TuyaError]) -> None:
        """Log once when a part of the log cannot be read, and once when it can."""
        if errors and not self.is_partial:
            LOGGER.warning(
                "Only a part of the log of %s can be read: %s",
                self._lock.name,
                errors[0],
            )
        elif self.is_partial and not errors:
            LOGGER.info("The whole log of %s can be read again", self._lock.name)
        self.is_partial = bool(errors)


def _streams(source: Source, endpoints: frozenset[Endpoint]) -> tuple[LogStream, ...]:
    """Return the streams with the kinds of some endpoints, or all if there are none."""
    kinds = frozenset().union(*(KINDS[endpoint] for endpoint in endpoints))
    found = tuple(each for each in source.streams if KINDS[each.endpoint] & kinds)
    return found or source.streams
