"""Decides which records of a lock fire, when, live or late, and only once."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from ..api.records import LockAlarm, LockRecord, RecordKind
from ..const import LIVE_WINDOW
from .alarms import Alarms
from .counts import Counts
from .events import LockEvent, Notice
from .history import History
from .reader import LogUpdate
from .scan import TrackedRecord
from .timing import LiveWindow, is_late
from .tracker import Tracker

# So many records are delivered before others have their turn on the event loop.
_SLICE: Final = 20


@dataclass(frozen=True, slots=True)
class LockData:
    """What the entities of a lock show between two events."""

    last: Mapping[RecordKind, LockEvent] = field(default_factory=dict)
    """The last access, alarm and ring."""

    duress: LockEvent | None = None
    """The duress alarm that nobody has acknowledged yet."""

    readable_kinds: frozenset[RecordKind] = frozenset()
    """What the last poll could read of the lock's log."""

    counts: Counts = field(default_factory=Counts)
    """What was delivered, shown once for several records."""

    @property
    def has_rung(self) -> bool:
        """Return whether the lock's doorbell has ever rung."""
        return RecordKind.DOORBELL in self.last

    def is_used_since(self, moment: datetime) -> bool:
        """Return whether anything happened at the lock since a moment."""
        return any(event.occurred_at >= moment for event in self.last.values())


class EventFactory(Protocol):
    """What puts names into records."""

    def event(
        self, record_id: str, record: LockRecord, *, late: bool = False
    ) -> LockEvent:
        """Return a record with names."""

    def is_first_use(self, record: LockRecord) -> bool:
        """Return whether nobody has used the credential of a record before."""


class DeliveryTarget(Protocol):
    """What delivery calls: entities, the bus, pictures."""

    def async_show(self) -> None:
        """Write the states of the lock's entities."""

    def async_announce(self, event: LockEvent) -> None:
        """Fire an event: at the entities, then on the bus."""

    def async_delivered(
        self, event: LockEvent, record: LockRecord, *, is_first_use: bool
    ) -> None:
        """Do what follows a record that was delivered, such as fetch its picture."""

    def now(self) -> tuple[datetime, datetime]:
        """Return the time by the cloud's clock, and by Home Assistant's."""


class LogDelivery:
    """Delivers the new records of one lock, oldest first, each once."""

    def __init__(
        self,
        target: DeliveryTarget,
        names: EventFactory,
        tracker: Tracker,
        history: History,
        *,
        attempts: int,
        attempts_within: timedelta,
    ) -> None:
        """Initialize with what fires and names events, and what is known and kept.

        That many failed `attempts` `within` that time make a notice.
        """
        self.is_started = False
        """Whether entities and automations are there to receive an event."""

        self.delivered = 0
        """How many records were delivered since Home Assistant has started."""

        self.has_much_unsaved = False
        """Whether all that is kept should be written, not only what is new."""

        self.window = LiveWindow()
        self.data = LockData()
        self._target = target
        self._names = names
        self._tracker = tracker
        self._history = history
        self._attempts = attempts
        self._attempts_within = attempts_within
        self._alarms = Alarms()
        self._pending: dict[str, TrackedRecord] = {}
        self._changed: set[str] = set()
        self._notices: list[LockEvent] = []
        self._held: dict[RecordKind, Callable[[], object] | None] = {}
        self._running = asyncio.Lock()

    def __len__(self) -> int:
        """Return how many records wait to be delivered."""
        return len(self._pending)

    def hold(self, kind: RecordKind, on_first: Callable[[], object]) -> None:
        """Hold records of a kind back until their entity is there; `on_first` adds it."""
        self._held[kind] = on_first

    def release(self, kind: RecordKind) -> None:
        """Hold records of a kind back no longer."""
        self._held.pop(kind, None)

    def add(self, update: LogUpdate, now: datetime) -> None:
        """Keep what a reading brought until it is delivered.

        The baseline, from before the lock was added, only shows in the sensors.
        """
        # Where a log replaces another, its past is kept already.
        known = set(self.data.last)
        for tracked in update.baseline:
            self._names.is_first_use(tracked.record)
            # Nobody could have reported it sooner: it is history, and not late.
            event = self._names.event(*tracked)
            if event.kind not in known:
                self._history.add(event)
            self._update_last(event, now)
        # Tuya may have filled in meanwhile who it was, and what waited when its log was
        # read may have been delivered while another one was.
        self._pending |= {
            tracked.record_id: tracked
            for tracked in update.new
            if tracked.record_id not in self._changed
            and self._tracker.is_waiting(tracked.record_id)
        }
        self.show_readable(update.kinds)

    def show_readable(self, kinds: frozenset[RecordKind]) -> LockData:
        """Keep what can be read of the lock's log; return what its entities show."""
        self.data = replace(self.data, readable_kinds=kinds)
        return self.data

    async def async_deliver(self) -> bool:
        """Deliver what can be; return whether anything was.

        A record of a kind that cannot be read right now waits: its entities are
        unavailable, and would lose it. Between slices others have their turn.
        """
        delivered = False
        async with self._running:
            while self._deliver_slice():
                delivered = True
                await asyncio.sleep(0)
            if self.is_started and RecordKind.ALARM in self.data.readable_kinds:
                now, _ = self._target.now()
                notices, self._notices = self._notices, []
                for event in (*notices, *self._alarms.ended(now)):
                    self._announce(event)
                    delivered = True
        return delivered

    def acknowledge_duress(self) -> None:
        """End the duress alarm."""
        self.data = replace(self.data, duress=None)

    def map_records(self, change: Callable[[str, LockRecord], LockRecord]) -> None:
        """Apply a function of id and record to each record that waits.

        What it has changed stays so, whatever the log shows until it is delivered.
        """
        for record_id, record in self._pending.values():
            if (changed := change(record_id, record)) != record:
                self._pending[record_id] = TrackedRecord(record_id, changed)
                self._changed.add(record_id)

    def map_events(self, change: Callable[[LockEvent], LockEvent]) -> None:
        """Apply a function to each event that is shown or held back."""
        self.data = replace(
            self.data,
            last={kind: change(event) for kind, event in self.data.last.items()},
            duress=self.data.duress and change(self.data.duress),
        )
        self._alarms.map_events(change)
        self._notices = [change(event) for event in self._notices]

    def as_dict(self) -> dict[str, Any]:
        """Return what must outlive a restart as JSON values.

        `last` and `notices` are lists of events as `LockEvent.as_dict` gives them,
        `duress` is one or None; `alarms`, `counts` and `window` are their own.
        """
        duress = self.data.duress
        return {
            "last": [event.as_dict() for event in self.data.last.values()],
            "duress": duress and duress.as_dict(),
            "alarms": self._alarms.as_dict(),
            "counts": asdict(self.data.counts),
            "notices": [event.as_dict() for event in self._notices],
            "window": self.window.as_dict(),
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Restore what `as_dict` gave; raise one of DAMAGED, and change nothing."""
        last = [LockEvent.from_dict(event) for event in stored["last"]]
        duress = stored["duress"]
        data = LockData(
            {event.kind: event for event in last},
            duress and LockEvent.from_dict(duress),
            counts=Counts.from_dict(stored["counts"]),
        )
        alarms = Alarms.from_dict(stored["alarms"])
        notices = [LockEvent.from_dict(event) for event in stored["notices"]]
        self.window.restore(stored["window"])
        self.data, self._alarms, self._notices = data, alarms, notices

    def _deliver_slice(self) -> bool:
        """Deliver the oldest records that wait; return whether there was one."""
        ready = sorted(
            (
                pending
                for pending in self._pending.values()
                if self.is_started and self._is_ready(pending.record)
            ),
            key=lambda pending: pending.record.occurred_at,
        )
        # What a record starts may end the delivery.
        delivered = [
            self._deliver(tracked) for tracked in ready[:_SLICE] if self.is_started
        ]
        counts = self.data.counts.plus(delivered)
        if counts != self.data.counts:
            self.data = replace(self.data, counts=counts)
            self._target.async_show()
        return bool(ready) and self.is_started

    def _is_ready(self, record: LockRecord) -> bool:
        if record.kind not in self.data.readable_kinds:
            return False
        if record.kind not in self._held:
            return True
        on_first = self._held[record.kind]
        self._held[record.kind] = None
        if on_first is not None:
            on_first()
        return False

    def _deliver(self, tracked: TrackedRecord) -> LockEvent:
        """Fire a record; return its event."""
        record_id, record = tracked
        del self._pending[record_id]
        self._changed.discard(record_id)
        self._tracker.mark_delivered(record_id)
        now, _ = self._target.now()
        is_late = self._is_late(record.occurred_at)
        event = self._names.event(record_id, record, late=is_late)
        events = [event]
        if event.kind is RecordKind.ALARM:
            event, events = self._alarms.add(
                event, now, attempts=self._attempts, within=self._attempts_within
            )
        self.delivered += 1
        # The sensors show it before any automation starts for it.
        self._update_last(event, now)
        if event.alarm is LockAlarm.DURESS:
            self.data = replace(self.data, duress=event)
        self._target.async_show()
        self.has_much_unsaved |= self._history.add(event)
        is_first_use = event.kind is RecordKind.UNLOCK and self._names.is_first_use(
            record
        )
        if is_first_use:
            events.append(_new_credential(event))
        for each in events:
            if each.kind in self.data.readable_kinds:
                self._announce(each)
            else:
                # Its entity is unavailable, and would lose it.
                self._notices.append(each)
        self._target.async_delivered(event, record, is_first_use=is_first_use)
        return event

    def _announce(self, event: LockEvent) -> None:
        if self._is_late(event.occurred_at):
            # The end of a burst waits for a poll that succeeds, however long.
            event = replace(event, late=True)
        self._target.async_announce(event)

    def _is_late(self, moment: datetime) -> bool:
        """Return whether a time is past by either clock: one of them may be wrong."""
        return any(
            is_late(moment, now, self.window.length) for now in self._target.now()
        )

    def _update_last(self, event: LockEvent, now: datetime) -> None:
        """Make an event the last of its kind, unless a later one is known.

        One from the future is an event like any other, but here it would hide all
        that come after it.
        """
        last = self.data.last.get(event.kind)
        if event.occurred_at - now <= LIVE_WINDOW and (
            last is None or event.occurred_at >= last.occurred_at
        ):
            self.data = replace(self.data, last={**self.data.last, event.kind: event})


def _new_credential(event: LockEvent) -> LockEvent:
    """Return the event that says that nobody has used a credential before."""
    return replace(
        event,
        record_id=f"{event.record_id}:new",
        kind=RecordKind.ALARM,
        notice=Notice.NEW_CREDENTIAL,
    )
