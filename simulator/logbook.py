"""What is kept of an account: its devices, what they report, the logs of its locks."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
import itertools
from random import Random
from typing import Final, get_args
import uuid

from .clock import Clock
from .diary import Diary
from .media import take_picture
from .models import Device, Entry, Kind, Lock, LogName, Picture, RawEntry, Report, Value

LOGS: Final[tuple[LogName, ...]] = get_args(LogName.__value__)
# The lock still sleeps.
NEVER: Final = datetime.max.replace(tzinfo=UTC)


class Logbook:
    """The devices of one app account, and the logs of its locks.

    A method's argument `lock` is the lock itself, its id or its name.
    `listener` is called with a line of text for whatever happens, `on_report` with a
    device and what it has just reported, or reports at a time in the future, and
    `on_online` with a device that has come or gone, and whether it is there.

    Between a report and the row in each log pass as many seconds as are drawn from
    `row_delay`, the shortest and the longest, with `rng`.
    """

    def __init__(self, clock: Clock, seed: int) -> None:
        """Start without devices."""
        self.clock = clock
        self.diary = Diary(clock)
        self.rng = Random(seed)
        self.row_delay = (0.0, 0.0)
        self.on_report: Callable[[Device, Sequence[Report]], None] | None = None
        self.devices: dict[str, Device] = {}
        self.pictures: dict[str, Picture] = {}
        self.listener: Callable[[str], None] | None = None
        self.on_online: Callable[[Device, bool], None] | None = None
        self._logs: dict[str, list[Entry | RawEntry]] = {}
        self._reports: dict[str, list[Report]] = {}
        self._asleep: dict[str, list[Entry]] = {}
        self._numbers = itertools.count(1)

    @property
    def locks(self) -> list[Lock]:
        """Return the locks in the order in which they were added."""
        return [each for each in self.devices.values() if isinstance(each, Lock)]

    def add_device[D: Device](self, device: D) -> D:
        """Add a device to the linked account; raise ValueError if its id is taken."""
        if device.id in self.devices:
            raise ValueError(f"there is already a device {device.id}")
        self.devices[device.id] = device
        self._logs[device.id] = []
        self._reports[device.id] = []
        return device

    def add_lock(self, lock: Lock) -> Lock:
        """Add a lock to the linked account."""
        return self.add_device(lock)

    def remove_lock(self, lock: Lock | str) -> None:
        """Remove a lock from the account, with its log."""
        device_id = self.find(lock).id
        del self.devices[device_id]
        del self._logs[device_id]
        del self._reports[device_id]
        self._asleep.pop(device_id, None)

    def find(self, lock: Lock | str) -> Lock:
        """Return a lock by itself, its id or its name; raise LookupError if none."""
        for each in self.locks:
            if each is lock or lock in (each.id, each.name):
                return each
        wanted = lock.name if isinstance(lock, Lock) else lock
        raise LookupError(f"there is no lock {wanted!r}")

    def entries(self, lock: Lock | str) -> list[Entry | RawEntry]:
        """Return what the lock's log holds, also what is not visible yet."""
        return list(self._logs[self.find(lock).id])

    def visible(
        self, lock: Lock | str, log: LogName | None = None
    ) -> list[Entry | RawEntry]:
        """Return what a log shows so far, in the order of adding.

        Without a log it is what the lock has uploaded: no row may be there yet.
        """
        now = self.clock.now()
        return [each for each in self.entries(lock) if each.is_shown(log, now)]

    def report(
        self,
        device: Device | str,
        status: dict[str, Value],
        *,
        occurred_at: datetime | None = None,
        logged: bool = True,
    ) -> None:
        """Let a device report values that make no row in a lock's log.

        Unless `logged` it makes none in the device log either.
        """
        target = device if isinstance(device, Device) else self.devices[device]
        now = self.clock.now()
        reports = [
            Report(
                id=self._record_id(),
                code=code,
                value=value,
                occurred_at=occurred_at or now,
                uploaded_at=now,
                delay=self._draw(),
            )
            for code, value in status.items()
        ]
        if logged:
            self._reports[target.id] += reports
        self.say(f"{target.name}: reports {status}")
        if self.on_report is not None:
            self.on_report(target, reports)

    def reports(self, device: Device) -> list[Report]:
        """Return what a device has reported so far, in the order of arrival."""
        reports = list(self._reports[device.id])
        if isinstance(device, Lock):
            reports += [
                _report_of(each)
                for each in self.visible(device)
                if isinstance(each, Entry)
            ]
        return sorted(reports, key=lambda each: each.uploaded_at)

    def go_offline(self, lock: Lock | str) -> None:
        """Cut a lock off: what happens there stays in it until `go_online`."""
        target = self.find(lock)
        self._asleep.setdefault(target.id, [])
        self._set_online(target, online=False)

    def go_online(self, lock: Lock | str) -> None:
        """Let a lock upload what has happened while it was offline."""
        target = self.find(lock)
        self._set_online(target, online=True)
        now = self.clock.now()
        for entry in self._asleep.pop(target.id, []):
            entry.visible_at = now
            self._push(target, entry)

    def has_uploaded(self, picture: Picture) -> bool:
        """Return whether the file of a picture is there by now."""
        return picture.visible_at is None or picture.visible_at <= self.clock.now()

    def record(self, lock: Lock | str, record_id: str) -> Entry | None:
        """Return the visible entry with this record id."""
        for entry in self.visible(lock, "records"):
            if isinstance(entry, Entry) and entry.id == record_id:
                return entry
        return None

    def status_of(self, device: Device) -> dict[str, Value]:
        """Return what a device reports now; a lock's last codes never clear.

        `hijack` is a boolean here, unlike in the logs.
        """
        status = dict(device.status)
        for report in sorted(self.reports(device), key=lambda each: each.occurred_at):
            status[report.code] = report.value
        return status

    def say(self, line: str) -> None:
        """Note a line, and pass it to the listener, if there is one."""
        self.diary.add("event", line)
        if self.listener is not None:
            self.listener(line)

    def _record_id(self) -> str:
        return f"16{uuid.uuid4()}{next(self._numbers):06d}"

    def _entry(
        self,
        lock: Lock,
        *,
        kind: Kind,
        code: str,
        value: Value,
        occurred_at: datetime | None,
        visible_at: datetime | None,
        picture: bool | Picture,
    ) -> Entry:
        entry = Entry(
            id=self._record_id(),
            lock_id=lock.id,
            kind=kind,
            code=code,
            value=value,
            occurred_at=self.clock.now() if occurred_at is None else occurred_at,
            added_at=self.clock.now(),
            visible_at=visible_at,
        )
        if lock.id in self._asleep:
            entry.visible_at = NEVER
        if any(self.row_delay):
            entry.delays = {log: self._draw() for log in LOGS}
        if picture:
            entry.picture = take_picture() if picture is True else picture
            self.pictures[entry.picture.name] = entry.picture
        return entry

    def _draw(self) -> float:
        """Return for how many seconds a row lags behind its report."""
        return self.rng.uniform(*self.row_delay)

    def _set_online(self, lock: Lock, *, online: bool) -> None:
        lock.online = online
        self.say(f"{lock.name}: {'online' if online else 'offline'}")
        if self.on_online is not None:
            self.on_online(lock, online)

    def _push(self, lock: Lock, entry: Entry) -> None:
        if self.on_report is not None:
            self.on_report(lock, [_report_of(entry)])

    def _store(self, lock: Lock, entry: Entry, *, push: bool) -> None:
        self._logs[lock.id].append(entry)
        if entry.visible_at is NEVER:
            self._asleep[lock.id].append(entry)
        elif push:
            self._push(lock, entry)
        person = entry.person or lock.holder(entry.method, entry.slot)
        who = f" by {person.name}" if person else ""
        hidden = ", not uploaded yet" if entry not in self.visible(lock) else ""
        what = f"{lock.name}: {entry.code} {entry.value}{who}"
        self.say(f"{what} at {entry.local_time}{hidden}")


def _report_of(entry: Entry) -> Report:
    return Report(
        id=entry.id,
        code=entry.code,
        value=entry.reported,
        occurred_at=entry.occurred_at,
        uploaded_at=entry.uploaded_at,
        delay=entry.delays.get("device-logs", 0.0),
        in_shadow=entry.in_shadow,
    )
