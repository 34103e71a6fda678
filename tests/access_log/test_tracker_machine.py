"""The tracker against a model of Tuya's logs, in whatever order things happen.

What is unavoidable, since the logs do not show it, has a name:

before the watch
    What had happened before anybody watched, and came after, when another log was
    read for the first time, or before one was read to its end: it may be history.
alike
    Of rows of one kind, near in time, it is undefined which one is delivered where one
    of them is known: the number is right. Where no log counts whole seconds, they have
    the same slot.
renamed
    After a crash a record may come again under another id where logs that count whole
    seconds were read.

Logs that round their times, or tell when a row was filed, are simulated instead
(test_tracker_simulation.py): of alike rows a second apart no rule is right each time.
"""

from datetime import timedelta
import os
from typing import Final

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from custom_components.tuya_door_lock.access_log.scan import TrackedRecord
from custom_components.tuya_door_lock.api.records import LockAlarm, UnlockMethod
from custom_components.tuya_door_lock.api.sources import KINDS as STREAM_KINDS
from custom_components.tuya_door_lock.polling.hint_codes import Hint, HintSource
from scripts._benchmark.identity_model import (
    DAY,
    HOUR,
    KINDS,
    MINUTE,
    NEW_LOGS,
    OLD_LOGS,
    RECORDS,
    SECOND,
    START,
    Row,
    Source,
    WatchedLock,
    What,
)

# What the documentation promises, in a number of its own.
PROMISED_LATENESS: Final = timedelta(days=7) // timedelta(milliseconds=1)
SOURCES: Final = (NEW_LOGS, OLD_LOGS, RECORDS)
WHAT: Final[tuple[What, ...]] = (
    UnlockMethod.FINGERPRINT,
    UnlockMethod.PASSWORD,
    LockAlarm.DURESS,
    LockAlarm.WRONG_FINGER,
)
# What hints are about: either log, both, or any.
CODES: Final = ("unlock_fingerprint", "alarm_lock", "closed_opened")
USERS: Final = st.sampled_from((None, "1001", "1002"))

type Drawn = tuple[What, int, int, str | None, int]
ROWS: Final = st.tuples(
    st.sampled_from(WHAT),
    # Milliseconds since it happened: some at once, some by a clock that is ahead.
    st.sampled_from((0, 0, 1, 300, SECOND, MINUTE, 10 * MINUTE, HOUR, -MINUTE, -HOUR)),
    # Until it is uploaded.
    st.sampled_from((0, 0, 0, 5 * MINUTE, 2 * HOUR, DAY, PROMISED_LATENESS))
    | st.integers(0, PROMISED_LATENESS),
    USERS,
    st.integers(1, 2),
)


class TrackerMachine(RuleBasedStateMachine):
    """A lock that sleeps, a cloud that fails, and a Home Assistant that crashes."""

    lock: WatchedLock

    @initialize(
        source=st.sampled_from(SOURCES),
        past=st.lists(ROWS, max_size=5),
    )
    def begin(self, source: Source, past: list[Drawn]) -> None:
        """Let the lock have a past, or none."""
        self.lock = WatchedLock(source)
        self.moments: set[int] = set()
        self.counts_seconds = source is OLD_LOGS
        for what, ago, _, user, slot in past:
            self._happen((what, ago, 0, user, slot))

    @rule(drawn=ROWS)
    def happen(self, drawn: Drawn) -> None:
        """Let something happen."""
        self._happen(drawn)

    @rule(drawn=st.lists(ROWS, min_size=2, max_size=12))
    def happen_often(self, drawn: list[Drawn]) -> None:
        """Let more happen than a page holds."""
        for each in drawn:
            self._happen(each)

    @rule(
        what=st.sampled_from(WHAT),
        count=st.integers(2, 9),
        apart=st.sampled_from((0, 300, SECOND, 3 * SECOND, 20 * SECOND)),
    )
    def happen_in_a_row(self, what: What, count: int, apart: int) -> None:
        """Let the same happen again and again."""
        for number in range(count):
            self.lock.now += apart
            self._happen((what, 0, 0, "1001", 1 + number % 2))

    @rule(minutes=st.sampled_from((1, 14, 60, 120, 600)))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self._pass(minutes * MINUTE)

    @rule(days=st.integers(1, 4))
    def outage(self, days: int) -> None:
        """Let the cloud be away: no poll succeeds."""
        self._pass(days * DAY)

    @precondition(lambda self: self.lock.rows)
    @rule(data=st.data(), user=USERS)
    def change_user(self, data: st.DataObject, user: str | None) -> None:
        """Let a user be filled in, a finger move to another one, or go with them."""
        data.draw(st.sampled_from(self.lock.rows)).user = user

    @rule(source=st.sampled_from(SOURCES))
    def change_source(self, source: Source) -> None:
        """Let the log be read elsewhere."""
        self.lock.source = source
        self.counts_seconds |= source is OLD_LOGS

    @rule(
        page_size=st.sampled_from((3, 4, 7, 100)),
        has_total=st.booleans(),
        breaks_at=st.sampled_from((None, None, 0, 1, 1, 2)),
        broken=st.integers(0, 1),
        between=st.lists(ROWS, max_size=2),
        days=st.sampled_from((0, 0, 0, 0, -21, -1, 1, 40)),
        end=st.sampled_from(("saved", "saved", "delivered", "waits", "crashed")),
    )
    def poll(
        self,
        page_size: int,
        has_total: bool,
        breaks_at: int | None,
        broken: int,
        between: list[Drawn],
        days: int,
        end: str,
    ) -> None:
        """Read the log by a clock that may be wrong, and deliver; perhaps die then."""
        lock = self.lock
        # No two polls are of the same moment.
        lock.now += SECOND
        arriving = (self._row(drawn) for drawn in between)
        found: list[TrackedRecord] = []
        # The first poll decides what is the past, by the clock that there is.
        is_watched = lock.tracker.watched_since is not None
        clock = lock.now + days * DAY * is_watched
        for number, stream in enumerate(lock.source):
            result = lock.read(
                stream,
                arriving,
                clock=clock,
                page_size=page_size,
                # Without it, alike rows on both sides of a page count as one.
                has_total=has_total or page_size < 100,
                breaks_at=breaks_at if number == broken % len(lock.source) else None,
            )
            found += result.new if result else ()
        for row in arriving:
            lock.rows.append(row)
        if end == "waits":
            return
        lock.deliver(iter(found))
        if end == "saved":
            lock.save()
        elif end == "crashed":
            lock.restart()

    @precondition(lambda self: self.lock.tracker.watched_since is not None)
    @rule(
        codes=st.sets(st.sampled_from(CODES), max_size=2),
        times=st.integers(1, 3),
        page_size=st.sampled_from((3, 100)),
        breaks_at=st.sampled_from((None, None, 0, 1)),
        arriving=st.lists(ROWS, max_size=3),
        end=st.sampled_from(("saved", "waits", "crashed")),
    )
    def hint(
        self,
        codes: set[str],
        times: int,
        page_size: int,
        breaks_at: int | None,
        arriving: list[Drawn],
        end: str,
    ) -> None:
        """Read what a hint is about, again and again, and not what others are about.

        Rows come while it is read; the hint may be wrong, and come after a change of
        source, twice, or while nothing of a poll was delivered yet.
        """
        lock = self.lock
        kinds = frozenset().union(
            *(
                STREAM_KINDS[endpoint]
                for endpoint in Hint.of_codes(HintSource.TUYA, codes, 0.0).endpoints
            )
        )
        hinted = [stream for stream in lock.source if KINDS[stream] & kinds]
        rows = (self._row(drawn) for drawn in arriving)
        found: list[TrackedRecord] = []
        for number in range(times):
            lock.now += 2 * SECOND
            for stream in hinted or lock.source:
                result = lock.read(
                    stream,
                    rows,
                    page_size=page_size,
                    breaks_at=breaks_at if number == 0 else None,
                )
                found += result.new if result else ()
            if end == "saved":
                lock.deliver(iter(found))
                lock.save()
                found.clear()
        lock.rows += rows
        if end == "crashed":
            lock.deliver(iter(found))
            lock.restart()

    @rule(minutes=st.sampled_from((0, 10, 600, 1_440, 5 * 1_440, 7 * 1_440)))
    def restart(self, minutes: int) -> None:
        """Stop in order, and start again."""
        self.lock.save()
        self._pass(minutes * MINUTE)
        self.lock.restart()

    @rule()
    def crash(self) -> None:
        """Die, and start again: what was not saved is forgotten."""
        self.lock.restart()

    def teardown(self) -> None:
        """Poll in peace when all is uploaded, and look at everything."""
        if not hasattr(self, "lock"):
            return
        lock = self.lock
        lock.now = max([lock.now, *(row.uploaded for row in lock.rows)])
        for _ in range(3):
            lock.now += 7 * HOUR
            for stream in lock.source:
                result = lock.read(stream, iter(()))
                assert result is not None
                lock.deliver(iter(result.new))
            lock.save()
        tally = lock.tally()
        assert tally.lost == tally.before_watch, "never delivered"
        assert tally.twice == 0, "delivered twice"
        if not self.counts_seconds:
            assert tally.unlike == 0, "another one in its place"
            assert lock.renamed == [], "renamed"

    def _pass(self, milliseconds: int) -> None:
        """Let time pass, and never so much that a scan cannot look back at all."""
        self.lock.now = max(
            self.lock.now, min(self.lock.now + milliseconds, START + 20 * DAY)
        )

    def _happen(self, drawn: Drawn) -> None:
        self.lock.rows.append(self._row(drawn))

    def _row(self, drawn: Drawn) -> Row:
        what, ago, late, user, slot = drawn
        number = len(self.lock.rows)
        happened = self.lock.now - ago
        # No two happen in the same millisecond.
        while happened in self.moments:
            happened += 1
        self.moments.add(happened)
        return Row(
            number,
            what,
            happened,
            max(happened, self.lock.now + late),
            user,
            slot,
            order=number,
        )


def test_the_tracker_delivers_every_row_once() -> None:
    """Whatever comes late, breaks off, crashes or changes its log."""
    run_state_machine_as_test(
        TrackerMachine,
        settings=settings(
            max_examples=int(os.environ.get("TRACKER_EXAMPLES", "300")),
            stateful_step_count=int(os.environ.get("TRACKER_STEPS", "40")),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_clock_that_is_behind_confuses_no_row_with_a_later_one() -> None:
    """Until it is right, the log ends before what another one has shown."""
    machine = TrackerMachine()
    machine.begin(NEW_LOGS, [])
    unlock: Drawn = (UnlockMethod.FINGERPRINT, 0, 0, None, 1)
    machine.happen_often([unlock, unlock, unlock])
    machine.outage(6)
    machine.happen(unlock)
    machine.change_source(RECORDS)

    def poll(*, breaks_at: int | None, days: int) -> None:
        machine.poll(3, False, breaks_at, 0, [], days, "saved")

    # The oldest of the four is on the page that it does not come to.
    poll(breaks_at=1, days=0)
    machine.change_source(NEW_LOGS)
    machine.outage(14)
    poll(breaks_at=None, days=-21)
    machine.teardown()


def test_what_lies_before_a_scan_pairs_with_no_late_row() -> None:
    """It could have been filed when a row happened that came a week late."""
    machine = TrackerMachine()
    machine.begin(NEW_LOGS, [])
    unlock: Drawn = (UnlockMethod.FINGERPRINT, 0, 0, None, 1)
    late: Drawn = (UnlockMethod.FINGERPRINT, 0, PROMISED_LATENESS, None, 1)
    # It comes while the log is read, and is found days later.
    machine.poll(3, False, None, 0, [unlock], 0, "saved")
    machine.outage(4)
    machine.happen(late)
    machine.outage(4)
    machine.happen_often([unlock, unlock])
    machine.hint(set(), 1, 3, None, [], "saved")
    machine.change_source(RECORDS)
    machine.teardown()
