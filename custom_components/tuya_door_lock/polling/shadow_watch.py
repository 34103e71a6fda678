"""What the shadow of a lock says of its logs, and whether that can be relied on.

The shadow has the time of each property's last report. Times of rows and of properties
are milliseconds since 1970, by the lock's clock. Nothing here waits, reads or writes.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from ..access_log.timing import is_due
from ..api.device_log import ALARM_CODES, is_unlock_code
from ..api.records import Endpoint, LockRecord, RecordKind
from .look_schedule import ENDPOINTS

EVIDENCE: Final[Mapping[Endpoint, int]] = {
    Endpoint.OPEN_LOGS: 10,
    Endpoint.ALARM_LOGS: 3,
}
"""How many rows of each log, one after the other, the shadow must have shown."""

# Some logs count whole seconds, and some of them round.
_SAME: Final = 2000
# A record of these has their value in place of the code.
_TELL_BY_VALUE: Final = frozenset({"alarm_lock", "alarm_lock_kit", "lock_alarm_kit"})
# A property may move some seconds before its row is there; after this, there is none.
_ROW_COMES_WITHIN: Final = timedelta(minutes=2)
_POLLS_REMEMBERED: Final = 48
_FEWEST_POLLS: Final = 8
# Where a poll reads a log on average, the shadow saves nothing.
_MOST_LOGS_PER_POLL: Final = 1
# What a device does not answer may change with its firmware, or with the project.
_REFUSAL_KEPT: Final = timedelta(days=7)
_FIRST_PAUSE: Final = timedelta(hours=1)
_LONGEST_PAUSE: Final = timedelta(days=1)


class ShadowState(StrEnum):
    """What a shadow is good for."""

    BUSY = "busy"
    """For nothing, as long as most polls find something new."""

    FAILED = "failed"
    ON_TRIAL = "on_trial"
    REFUSED = "refused"
    RELIED_ON = "relied_on"


class ShadowWatch:
    """Compares what a lock's shadow says with the rows of its logs.

    On trial, the logs are read by each poll, and the shadow after what they have shown:
    a row is proof where the property that it is about has the row's own time. Where the
    newest rows of both logs were proof, the shadow is relied on: the logs are read when
    a property has moved. The first row whose property has not moved ends that, and the
    trial begins anew.
    """

    def __init__(self) -> None:
        """Start on trial, without any proof."""
        self.taken_back = 0
        """How often a row came that the shadow had not shown."""

        self._times: dict[str, int] = {}
        self._moved: frozenset[str] = frozenset()
        """What has moved at the last look at the shadow, with a row that is unknown."""

        self._passed: dict[str, tuple[int, int]] = {}
        """From when to when a property has moved last, by its code."""

        self._awaited: dict[str, datetime] = {}
        """Since when a row is missing, by the code of the property that has moved."""

        self._unchecked: dict[tuple[Endpoint, frozenset[str]], list[int]] = {}
        """The times of new rows, by log and by the properties that may show them."""

        self._shown: Counter[Endpoint] = Counter()
        self._logs_of_polls: deque[int] = deque(maxlen=_POLLS_REMEMBERED)
        self._failed_at: datetime | None = None
        self._pause = _FIRST_PAUSE
        self._is_refused = False

    @property
    def is_proved(self) -> bool:
        """Return whether the shadow has shown the newest rows of both logs."""
        return all(self._shown[log] >= rows for log, rows in EVIDENCE.items())

    @property
    def logs_to_read(self) -> frozenset[Endpoint]:
        """Return the logs that a property which has moved announces a row of."""
        return frozenset(map(_log_of, self._awaited))

    def state(self, now: datetime) -> ShadowState:
        """Return what the shadow is good for now."""
        wait = _REFUSAL_KEPT if self._is_refused else self._pause
        if not is_due(self._failed_at, wait, now):
            return ShadowState.REFUSED if self._is_refused else ShadowState.FAILED
        polls = len(self._logs_of_polls)
        logs = sum(self._logs_of_polls)
        if polls >= _FEWEST_POLLS and logs >= polls * _MOST_LOGS_PER_POLL:
            return ShadowState.BUSY
        return ShadowState.RELIED_ON if self.is_proved else ShadowState.ON_TRIAL

    def add_poll(self, logs: int) -> None:
        """Note how many logs a poll of the plan had to read beside the shadow."""
        self._logs_of_polls.append(logs)

    def add_rows(
        self,
        records: Iterable[LockRecord],
        now: datetime,
        logs: frozenset[Endpoint] = frozenset(),
    ) -> None:
        """Note the new rows of some logs, or of all of them (none), that were read now."""
        announced = self._moved | self._awaited.keys()
        for record in records:
            codes = _properties_of(record)
            time = round(record.occurred_at.timestamp() * 1000)
            found = self._matching(codes, [time])
            for code in found:
                self._awaited.pop(code, None)
            if self._is_passed(codes, time):
                # It was shown until a later one was, both between two looks.
                continue
            if not self.is_proved or announced.isdisjoint(codes):
                key = ENDPOINTS[record.kind], codes
                self._unchecked.setdefault(key, []).append(time)
        for code, since in list(self._awaited.items()):
            is_read = not logs or _log_of(code) in logs
            if is_read and is_due(since, _ROW_COMES_WITHIN, now):
                del self._awaited[code]

    def update(self, times: Mapping[str, int], now: datetime) -> None:
        """Add the times of a look at the shadow, and check the new rows by them.

        Any other time is a move, also an older one: a lock that was offline reports
        what happened long ago.
        """
        self._failed_at, self._pause, self._is_refused = None, _FIRST_PAUSE, False
        before, self._times = (
            self._times,
            {
                code: time
                for code, time in times.items()
                if is_unlock_code(code) or code in ALARM_CODES
            },
        )
        moved = {code for code, time in self._times.items() if before.get(code) != time}
        self._passed |= {
            code: (before[code], self._times[code]) for code in moved & before.keys()
        }
        was_proved = self.is_proved
        unchecked, self._unchecked = self._unchecked, {}
        for (log, codes), rows in unchecked.items():
            if found := self._matching(codes, rows):
                self._shown[log] += len(rows)
                # Its row is there.
                moved -= found
            elif not was_proved:
                self._shown[log] = 0
            elif moved.isdisjoint(codes):
                self.taken_back += 1
                self._shown.clear()
        self._moved = frozenset(moved)
        if self.is_proved:
            self._awaited |= dict.fromkeys(moved, now)
        else:
            self._awaited.clear()

    def failed(self, now: datetime, *, is_refused: bool) -> None:
        """Note that the shadow was not answered: it is left alone for a while.

        `is_refused` says whether it is no use to ask for it again soon.
        """
        if self._failed_at is not None:
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        self._failed_at, self._is_refused = now, is_refused
        self._unchecked.clear()
        self._awaited.clear()

    def _matching(self, codes: Iterable[str], rows: Iterable[int]) -> set[str]:
        """Return the properties that have the time of one of some rows."""
        return {
            code
            for code in codes
            if (time := self._times.get(code)) is not None
            and any(abs(time - row) <= _SAME for row in rows)
        }

    def _is_passed(self, codes: Iterable[str], time: int) -> bool:
        """Return whether a property has moved past the time of a row."""
        spans = (self._passed.get(code, (0, 0)) for code in codes)
        return any(before < time < after - _SAME for before, after in spans)

    def diagnostics(self) -> dict[str, Any]:
        """Return for diagnostics what the shadow has shown."""
        return {
            "rows_shown": {log.value: self._shown[log] for log in EVIDENCE},
            "taken_back": self.taken_back,
        }

    def as_dict(self) -> dict[str, Any]:
        """Return what is worth keeping over a restart, as JSON values."""
        return {
            "shown": {log.value: rows for log, rows in self._shown.items()},
            "taken_back": self.taken_back,
            "failed_at": self._failed_at and self._failed_at.isoformat(),
            "is_refused": self._is_refused,
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Restore what `as_dict` gave.

        What has moved meanwhile is not known: the first look finds that all has.
        """
        shown = Counter(
            {Endpoint(log): int(rows) for log, rows in stored["shown"].items()}
        )
        taken_back = int(stored["taken_back"])
        failed_at = stored["failed_at"]
        self._failed_at = failed_at and datetime.fromisoformat(failed_at)
        self._is_refused = bool(stored["is_refused"])
        self._shown, self.taken_back = shown, taken_back


def _log_of(code: str) -> Endpoint:
    """Return the log of the rows that a property announces."""
    return Endpoint.OPEN_LOGS if is_unlock_code(code) else Endpoint.ALARM_LOGS


def _properties_of(record: LockRecord) -> frozenset[str]:
    """Return the codes of the properties that a record may be a report of."""
    if record.kind is RecordKind.UNLOCK:
        # Two factors are two reports.
        return frozenset(record.code.split(","))
    return _TELL_BY_VALUE | ALARM_CODES.intersection({record.code})
