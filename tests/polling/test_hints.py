"""When a lock is looked at after its hints."""

from dataclasses import dataclass, field
from itertools import pairwise
import random
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.api.records import Endpoint, RecordKind
from custom_components.tuya_door_lock.polling.hint_codes import Hint, HintSource
from custom_components.tuya_door_lock.polling.hints import LockHints

OPEN, ALARM = frozenset({Endpoint.OPEN_LOGS}), frozenset({Endpoint.ALARM_LOGS})
ALL: frozenset[Endpoint] = frozenset()
BOTH = OPEN | ALARM
UNLOCK, DOORBELL = RecordKind.UNLOCK, RecordKind.DOORBELL
ALARM_ROW = RecordKind.ALARM


@dataclass
class Door:
    """A lock, its hints, and the clock on the wall; a read takes no time."""

    calls_left: int = 1_000_000
    now: float = 1000.0
    used_up: set[str] = field(default_factory=set)
    """The purposes that have no calls left."""

    asked: list[str] = field(default_factory=list)
    looks: list[tuple[float, frozenset[Endpoint]]] = field(default_factory=list)
    rows: list[tuple[float, RecordKind]] = field(default_factory=list)
    """When rows will be there."""

    seen: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the log as after a start."""
        self.hints = LockHints(
            self._reserve, lambda logs: 1 if logs else 2, lambda: 0.5
        )
        self.hints.connected(HintSource.TUYA, self.now, is_connected=True)
        self.poll()
        self.now = 2000.0

    def _reserve(self, calls: int, purpose: str) -> bool:
        if self.calls_left < calls or purpose in self.used_up:
            return False
        self.calls_left -= calls
        self.asked.append(purpose)
        return True

    def push(self, *codes: str, **more: Any) -> bool:
        """Let the lock report something."""
        source = more.pop("source", HintSource.TUYA)
        return self.hints.add(Hint.of_codes(source, codes, self.now, **more))

    def request(self) -> bool:
        """Ask for a look."""
        return self.hints.add(
            Hint(source=HintSource.REQUEST, received=self.now, accompanies=True)
        )

    def poll(self, endpoints: frozenset[Endpoint] = ALL) -> None:
        """Read the log, whoever asks for it."""
        self.hints.read_started(self.now, endpoints)
        found = [row for row in self.rows if row[0] <= self.now]
        self.rows = [row for row in self.rows if row[0] > self.now]
        self.seen += [self.now for _ in found]
        self.hints.read_finished(self.now, [kind for _, kind in found])

    def wait(self, seconds: float) -> None:
        """Let time pass, and look when the hints say so."""
        end = self.now + seconds
        while (look := self.hints.next_look) is not None and look <= end:
            self.now = max(look, self.now)
            endpoints = self.hints.start_look(self.now)
            if endpoints is None:
                continue
            self.looks.append((self.now - 2000, endpoints))
            self.poll(endpoints)
        self.now = end

    @property
    def times(self) -> list[float]:
        """Return when the log was looked at, from the first hint on."""
        return [time for time, _ in self.looks]


@pytest.fixture
def door() -> Door:
    """Return a door that nobody has opened."""
    return Door()


def test_a_row_is_looked_for_until_it_is_there(door: Door) -> None:
    """Look when rows usually come, and no more once it has come."""
    door.rows = [(2008, UNLOCK)]
    assert door.push("unlock_fingerprint")
    door.wait(600)
    assert door.looks == [(3, OPEN), (6, OPEN), (10, OPEN)]


def test_a_row_that_does_not_come_is_given_up(door: Door) -> None:
    """Leave it to the poll after a minute and a quarter."""
    door.push("doorbell")
    door.wait(600)
    assert door.looks == [(look, ALARM) for look in (3, 6, 10, 18, 30, 75)]
    assert door.hints.next_look is None


def test_later_reports_do_not_put_a_look_off(door: Door) -> None:
    """Look as planned however much a lock has to report."""
    door.rows = [(2005, UNLOCK)]
    door.push("unlock_fingerprint")
    for _ in range(50):
        door.wait(0.05)
        assert not door.push("unlock_fingerprint", "lock_motor_state")
    door.wait(60)
    assert door.times == [3, 6]


def test_a_weak_hint_is_worth_one_look(door: Door) -> None:
    """Look at all logs, once, after five seconds."""
    assert door.push("closed_opened")
    assert not door.push("residual_electricity")
    door.wait(600)
    assert door.looks == [(5, ALL)]


def test_a_weak_hint_beside_a_strong_one_is_worth_nothing(door: Door) -> None:
    """Take the door that opens for the end of the unlock, not for another one."""
    door.rows = [(2001, UNLOCK)]
    door.push("unlock_card")
    door.wait(9)
    assert not door.push("closed_opened")
    door.wait(60)
    assert door.times == [3]


def test_a_strong_hint_takes_the_place_of_a_weak_one(door: Door) -> None:
    """Look for the unlock, not once more for the battery before it."""
    door.push("residual_electricity")
    door.wait(1)
    door.rows = [(2002, UNLOCK)]
    assert door.push("unlock_card")
    door.wait(60)
    assert door.looks == [(4, OPEN)]


def test_two_people_who_enter_together_have_a_row_each(door: Door) -> None:
    """Look on where the first row is there and the second is not yet."""
    door.rows = [(2005, UNLOCK), (2021, UNLOCK)]
    door.push("unlock_fingerprint")
    door.wait(4)
    assert door.push("unlock_fingerprint")
    door.wait(600)
    assert not door.rows
    # 3, 6, 10, 18, 30 and 75 after the second of them, from the seventh second on.
    assert door.times == [3, 6, 8, 10, 14, 22]


def test_each_of_several_attempts_is_looked_for(door: Door) -> None:
    """Look on after the first row of somebody who tries one finger after the other."""
    door.rows = [(2004, ALARM_ROW), (2012, ALARM_ROW), (2027, ALARM_ROW)]
    for _ in range(3):
        door.push("alarm_lock")
        door.wait(2)
    door.wait(600)
    assert door.times == [3, 6, 10, 18, 30]
    assert not door.rows
    assert door.hints.next_look is None


def test_a_value_that_is_reported_twice_has_one_row(door: Door) -> None:
    """Take the value before, and the one that is meant, for one access."""
    door.rows = [(2004, UNLOCK)]
    door.push("unlock_fingerprint")
    door.wait(0.1)
    door.push("unlock_fingerprint")
    door.wait(600)
    assert door.times == [3, 6]


def test_one_unlock_that_two_sources_report_costs_one_look(door: Door) -> None:
    """Take what comes within three seconds for the same."""
    door.rows = [(2002, UNLOCK)]
    door.push("unlock_fingerprint")
    door.wait(1)
    door.push("unlock_fingerprint", source=HintSource.MESSAGE_SERVICE, event_ms=5)
    door.wait(600)
    assert door.times == [3]


def test_a_picture_after_its_row_is_worth_one_look(door: Door) -> None:
    """Look once more: it may be of something else."""
    door.rows = [(2002, UNLOCK)]
    door.push("unlock_face")
    door.wait(8)
    door.push("initiative_message")
    door.wait(600)
    assert door.looks == [(3, OPEN), (18, ALL)]


def test_a_picture_without_an_unlock_is_looked_for(door: Door) -> None:
    """Find whoever stands at the door by the picture alone."""
    door.rows = [(2025, DOORBELL)]
    door.push("initiative_message")
    door.wait(600)
    assert door.times == [3, 6, 10, 18, 30]


def test_a_ring_is_not_taken_for_the_unlock_that_was_announced(door: Door) -> None:
    """Look on until a row of the kind is there."""
    door.rows = [(2001, DOORBELL), (2009, UNLOCK)]
    door.push("unlock_fingerprint")
    door.wait(2)
    door.poll()
    door.wait(600)
    assert door.times == [4, 6, 10]


def test_a_poll_that_finds_the_row_ends_the_looks(door: Door) -> None:
    """Read nothing twice."""
    door.rows = [(2000, UNLOCK)]
    door.push("unlock_fingerprint")
    door.wait(1)
    door.poll()
    door.wait(600)
    assert door.looks == []


def test_nothing_is_read_while_a_read_is_made(door: Door) -> None:
    """Let the looks of a slow cloud wait for its answer."""
    door.push("unlock_fingerprint")
    door.wait(3.5)
    door.hints.read_started(door.now)
    door.push("alarm_lock")
    assert door.hints.next_look is None
    door.now += 15
    door.hints.read_finished(door.now, [])
    assert door.hints.next_look is not None


def test_a_request_is_looked_for_at_once_and_as_one(door: Door) -> None:
    """Look now, since a person waits, and go on as after a report."""
    assert door.request()
    assert door.hints.is_requested
    door.wait(12)
    assert door.looks == [(look, ALL) for look in (0, 3, 6, 10)]
    assert set(door.asked) == {"request"}
    door.wait(600)
    assert not door.hints.is_requested


def test_a_message_that_comes_again_is_no_other(door: Door) -> None:
    """Know it by its id, and an event by its code and time."""
    door.rows = [(2000, UNLOCK)]
    door.push("unlock_card", message_id="m1", event_ms=1_790_000_000_123)
    door.wait(20)
    assert not door.push("unlock_card", message_id="m1")
    assert not door.push("unlock_card", event_ms=1_790_000_000_123)
    assert door.push("unlock_card", message_id="m2", event_ms=1_790_000_020_123)
    door.wait(600)
    assert door.push("unlock_card", message_id="m1")


def test_what_waited_since_before_the_last_read_is_no_news(door: Door) -> None:
    """Take two hours of old messages for what they are."""
    door.poll()
    assert not door.push("unlock_card", age=61)
    assert door.push("unlock_card", age=59)


def test_an_old_event_is_news_where_its_message_is_new(door: Door) -> None:
    """Find the rows of a lock that was offline."""
    assert door.push("unlock_card", event_ms=1)


def test_nothing_is_asked_of_a_cloud_that_refuses(door: Door) -> None:
    """Wait for a poll that succeeds."""
    door.push("unlock_card")
    door.wait(3)
    door.hints.read_started(door.now)
    door.hints.read_failed(is_refused=True)
    assert door.hints.is_off
    assert not door.push("unlock_card")
    assert door.hints.next_look is None
    door.poll()
    assert not door.hints.is_off
    assert door.push("unlock_card")


def test_a_read_that_fails_by_chance_ends_nothing(door: Door) -> None:
    """Look again when the next look is due."""
    door.push("unlock_card")
    door.wait(2)
    door.hints.read_started(door.now)
    door.hints.read_failed(is_refused=False)
    door.rows = [(2002, UNLOCK)]
    door.wait(60)
    assert door.times == [4]


def test_a_used_up_quota_leaves_the_rows_to_the_poll(door: Door) -> None:
    """Spend what there is, and nothing more."""
    door.calls_left = 2
    door.push("unlock_card")
    door.wait(600)
    assert door.times == [3, 6]
    assert door.calls_left == 0


def test_a_look_that_nothing_is_left_for_is_made_up_for(door: Door) -> None:
    """Try again in ten minutes, once for all that was announced, unless it was polled."""
    door.calls_left = 0
    door.rows = [(2004, UNLOCK), (2100, DOORBELL)]
    door.push("unlock_card")
    door.wait(30)
    door.push("doorbell")
    door.wait(1200)
    assert door.looks == []
    door.calls_left = 1000
    door.wait(600)
    # 3 s after the ring, then 10 min later, and 10 min later again
    assert door.looks == [(33 + 1200, BOTH)]
    assert len(door.seen) == 2
    assert door.hints.next_look is None
    door.calls_left = 0
    door.push("unlock_card")
    door.rows = [(door.now + 4, UNLOCK)]
    door.wait(60)
    door.poll()
    assert door.hints.next_look is None
    assert len(door.seen) == 3


def test_a_row_that_was_announced_is_no_surprise_however_late_it_is_read(
    door: Door,
) -> None:
    """Rely on hints for which there were no calls at first."""
    use(door, 10)
    assert door.hints.health.is_reliable
    door.calls_left = 0
    door.rows = [(door.now + 4, UNLOCK)]
    door.push("unlock_card")
    door.wait(1800)
    door.poll()
    assert door.hints.health.is_reliable


def test_duress_is_looked_for_beside_the_unlock_that_comes_with_it(door: Door) -> None:
    """Let each log have the looks that its row takes, in one report or in two."""
    unlock, duress = "unlock_fingerprint", "hijack"
    for codes in ([[unlock, duress]], [[unlock], [duress]]):
        door.looks.clear()
        door.seen.clear()
        door.rows = [(door.now + 2, UNLOCK), (door.now + 25, RecordKind.ALARM)]
        start = door.now
        for report in codes:
            door.push(*report)
        door.wait(600)
        assert [seen - start for seen in door.seen] == [3, 30]
        assert door.hints.next_look is None


def test_a_thousand_hints_a_minute_cost_a_few_looks(door: Door) -> None:
    """Look no more often than a day of use explains."""
    for index in range(3000):
        door.push("unlock_fingerprint", event_ms=index)
        door.wait(0.06)
    door.wait(600)
    assert 10 < len(door.looks) < 40


def test_a_source_whose_rows_never_come_is_doubted(door: Door) -> None:
    """Look twice where twenty announced rows have not come, and not at the others."""
    for _ in range(20):
        door.push("doorbell", source=HintSource.ENTITY)
        door.wait(1800)
    door.looks.clear()
    door.push("doorbell", source=HintSource.ENTITY)
    door.wait(600)
    assert len(door.looks) == 2
    door.looks.clear()
    door.push("doorbell")
    door.wait(600)
    assert len(door.looks) == 6


def use_all_day(door: Door) -> None:
    """Let people open the door every half an hour for 18 hours."""
    for _ in range(36):
        door.rows.append((door.now + 4, UNLOCK))
        door.push("unlock_fingerprint")
        door.wait(1800)


def test_what_hints_all_the_time_is_looked_into_now_and_then(door: Door) -> None:
    """Leave the calls to a source whose rows come: a motion sensor says little."""
    for _ in range(24 * 60):
        door.hints.add(
            Hint(source=HintSource.ENTITY, received=door.now, accompanies=True)
        )
        door.wait(60)
    # Until it is doubted twenty times all six, then two each twenty minutes.
    assert len(door.looks) < 20 * 6 + 24 * 3 * 2
    door.looks.clear()
    door.rows = [(door.now + 4, UNLOCK)]
    begin = door.now - 2000
    door.push("unlock_card", source=HintSource.MESSAGE_SERVICE)
    door.wait(30)
    assert door.times == [begin + 3, begin + 6]
    assert door.hints.accesses_per_day(door.now) == 1


def test_a_crowd_is_no_reason_to_doubt(door: Door) -> None:
    """Look for whoever comes after two hundred people in a quarter of an hour."""
    for _ in range(200):
        door.rows.append((door.now + 5, UNLOCK))
        door.push("unlock_card")
        door.wait(4)
    door.wait(600)
    assert door.rows == []
    door.looks.clear()
    for _ in range(2):
        begin = door.now - 2000
        door.rows = [(door.now + 2, UNLOCK)]
        door.push("unlock_card")
        door.wait(100)
        assert door.rows == []
    assert door.times[-1] < begin + 10


def test_what_hints_all_the_time_is_no_evidence(door: Door) -> None:
    """Poll as without hints: each row comes soon after one, by chance."""
    for number in range(24 * 30):
        door.hints.add(
            Hint(source=HintSource.ENTITY, received=door.now, accompanies=True)
        )
        if number % 50 == 49:
            door.rows = [(door.now, UNLOCK)]
            door.poll()
        door.wait(60)
    assert not door.hints.health.is_reliable


def test_where_calls_are_scarce_accesses_are_left_to_the_polls(door: Door) -> None:
    """Spent on the first accesses of a day, they would make all others wait longer."""
    door.hints.is_scarce = True
    use_all_day(door)
    assert door.looks == []


def test_an_alarm_has_the_calls_that_accesses_have_not(door: Door) -> None:
    """It may be duress: what requests have left is for it too."""
    door.used_up = {"hint"}
    door.rows = [(door.now + 2, UNLOCK), (door.now + 2, RecordKind.ALARM)]
    door.push("unlock_fingerprint")
    door.wait(10)
    assert door.looks == []
    door.push("hijack")
    door.wait(20)
    assert door.rows == []
    assert set(door.asked) == {"request"}


def test_an_alarm_is_looked_for_where_calls_are_scarce(door: Door) -> None:
    """It may be duress."""
    door.hints.is_scarce = True
    use_all_day(door)
    asked = door.now
    door.rows.append((asked + 2, RecordKind.ALARM))
    door.push("hijack")
    door.wait(120)
    assert door.seen[-1] <= asked + 30
    assert door.rows == []


@pytest.mark.parametrize("apart", [1, 10])
def test_a_door_that_opens_hides_no_alarm_where_calls_are_scarce(
    door: Door, apart: float
) -> None:
    """The contact at the door may be of any log, and the alarm was named."""
    door.hints.is_scarce = True
    door.hints.add(Hint(source=HintSource.ENTITY, received=door.now))
    door.wait(apart)
    door.rows.append((door.now + 2, RecordKind.ALARM))
    door.push("hijack")
    door.wait(120)
    assert door.rows == []


def test_an_outage_is_looked_into_once_at_a_time_of_its_own(door: Door) -> None:
    """Look after a random part of a minute for what was missed."""
    door.hints.connected(HintSource.TUYA, door.now, is_connected=False)
    door.wait(100)
    door.hints.connected(HintSource.TUYA, door.now, is_connected=True)
    door.wait(600)
    assert door.looks == [(130, ALL)]


def test_a_weak_hint_does_not_wait_for_the_look_after_an_outage(door: Door) -> None:
    """Find at once what a lock reports that reports its battery alone."""
    for is_connected in (False, True):
        door.hints.connected(HintSource.TUYA, door.now, is_connected=is_connected)
    assert door.push("residual_electricity")
    assert not door.push("residual_electricity")
    door.wait(600)
    assert door.times == [5, 30]


def test_a_connection_that_flaps_causes_few_looks(door: Door) -> None:
    """Look once in ten minutes for what may have been missed."""
    for _ in range(600):
        door.hints.connected(HintSource.TUYA, door.now, is_connected=False)
        door.hints.connected(HintSource.TUYA, door.now + 1, is_connected=True)
        door.wait(6)
    assert 6 <= len(door.looks) <= 7


def use(door: Door, accesses: int, *, delay: float = 4, hinted: bool = True) -> None:
    """Let people open the door every half an hour."""
    for _ in range(accesses):
        door.rows = [(door.now + delay, UNLOCK)]
        if hinted:
            door.push("unlock_fingerprint")
        door.wait(1800)
        door.poll()


def test_hints_are_relied_on_after_ten_rows(door: Door) -> None:
    """Poll rarely only where evidence says that nothing is missed."""
    use(door, 9)
    assert not door.hints.health.is_reliable
    use(door, 1)
    assert door.hints.health.is_reliable


def test_one_of_ten_rows_may_come_unannounced(door: Door) -> None:
    """Rely on hints where nine of the last ten rows came with one."""
    use(door, 1, hinted=False)
    use(door, 9)
    assert door.hints.health.is_reliable


def test_the_first_row_without_a_hint_ends_the_reliance(door: Door) -> None:
    """Poll as before at once, and rely again after nine more rows."""
    use(door, 10)
    use(door, 1, hinted=False)
    assert not door.hints.health.is_reliable
    use(door, 8)
    assert not door.hints.health.is_reliable
    use(door, 1)
    assert door.hints.health.is_reliable


def test_hints_are_not_relied_on_while_their_source_is_away(door: Door) -> None:
    """Poll as before while the connection is lost, and rely on it when it is back."""
    use(door, 10)
    door.hints.connected(HintSource.TUYA, door.now, is_connected=False)
    assert not door.hints.health.is_reliable
    door.hints.connected(HintSource.TUYA, door.now, is_connected=True)
    assert door.hints.health.is_reliable


def test_another_source_covers_for_the_one_that_is_away(door: Door) -> None:
    """Rely on hints where each row came by two ways."""
    service = HintSource.MESSAGE_SERVICE
    door.hints.connected(service, door.now, is_connected=True)
    for _ in range(10):
        door.push("unlock_card", source=service)
        use(door, 1)
    door.hints.connected(HintSource.TUYA, door.now, is_connected=False)
    assert door.hints.health.is_reliable


def test_the_figures_say_what_each_source_has_brought(door: Door) -> None:
    """Count hints, rows with and without one, and how long they took."""
    use(door, 3)
    use(door, 1, hinted=False)
    figures = door.hints.diagnostics(door.now)
    assert figures["sources"][HintSource.TUYA] == {
        "connected": True,
        "hints": 3,
        "dropped": 0,
        "seconds_since_last_hint": 3600,
        "rows_hinted": 3,
        "rows_unhinted": 1,
        "median_seconds_to_row": 6,
    }


def test_what_is_known_of_the_hints_survives_a_restart(door: Door) -> None:
    """Go on with the delays and the evidence, not with what was awaited."""
    use(door, 12)
    door.push("unlock_card")
    other = Door()
    other.hints.restore(door.hints.as_dict())
    assert other.hints.health.is_reliable
    assert other.hints.next_look is None
    other.rows = [(2004, UNLOCK)]
    other.push("unlock_card")
    other.wait(600)
    assert other.times[0] > 3


@pytest.mark.parametrize(
    ("locks", "median", "most"), [(1, 3, 8), (3, 5, 15), (10, 10, 40)]
)
def test_the_looks_are_as_many_as_the_quota_affords(
    locks: int, median: float, most: float
) -> None:
    """Find rows that take 3 to 30 seconds within what a month's calls allow.

    30 accesses a day and lock; 26,000 calls a month, a fifth of them for others, 36 a
    day for lists and tokens and 2 for each lock, and polls every half an hour where
    that leaves more than two thirds of the calls to the hints.
    """
    per_lock = (26_000 * 0.8 / 31 - 36) / locks - 2
    affordable = max(per_lock - 48, 0.7 * per_lock)
    chance = random.Random(locks)
    door = Door()
    door.hints.calls_per_access = affordable / 30
    waits = []
    spent = door.calls_left
    for access in range(600):
        end = door.now + 2880
        row = door.now + chance.uniform(3, 30)
        door.rows = [(row, UNLOCK)]
        door.seen.clear()
        door.push("unlock_fingerprint")
        door.wait(end - door.now)
        if access >= 60:
            waits.append(door.seen[0] - row)
    waits.sort()
    assert waits[len(waits) // 2] <= median
    assert waits[int(0.95 * len(waits))] <= most
    assert (spent - door.calls_left) / 20 <= affordable


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("push"),
            st.lists(
                st.sampled_from(
                    ["unlock_card", "doorbell", "initiative_message", "closed_opened"]
                ),
                max_size=2,
            ),
        ),
        st.tuples(st.just("request"), st.none()),
        st.tuples(st.just("wait"), st.floats(0, 100)),
        st.tuples(st.just("row"), st.floats(0, 60)),
        st.tuples(st.just("poll"), st.none()),
        st.tuples(st.just("refused"), st.none()),
        st.tuples(st.just("flap"), st.none()),
    ),
    max_size=60,
)


@given(steps)
def test_whatever_happens_the_looks_end_and_stay_apart(
    happened: list[tuple[str, Any]],
) -> None:
    """Never look without a hint, in a tight loop, or for ever."""
    door = Door()
    hints = 0
    for what, how in happened:
        match what:
            case "push":
                hints += door.push(*how)
            case "request":
                hints += door.request()
            case "wait":
                door.wait(how)
            case "row":
                door.rows.append((door.now + how, UNLOCK))
            case "poll":
                door.poll()
            case "refused":
                door.hints.read_started(door.now)
                door.hints.read_failed(is_refused=True)
                door.poll()
            case _:
                hints += 1
                door.hints.connected(HintSource.TUYA, door.now, is_connected=False)
                door.hints.connected(HintSource.TUYA, door.now, is_connected=True)
    door.wait(700)
    assert door.hints.next_look is None
    assert len(door.looks) <= 7 * hints
    times = [time for time, _ in door.looks]
    # Whoever asks gets an answer at once.
    assert ("request", None) in happened or all(
        b - a > 2 - 1e-6 for a, b in pairwise(times)
    )
