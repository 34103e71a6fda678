"""Whether the shadow of a lock can be relied on, and which logs it asks to read."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.api.records import (
    Endpoint,
    LockAlarm,
    LockRecord,
    RecordKind,
)
from custom_components.tuya_door_lock.polling.shadow_watch import (
    ShadowState,
    ShadowWatch,
)

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OPEN = frozenset({Endpoint.OPEN_LOGS})
ALARM = frozenset({Endpoint.ALARM_LOGS})
FINGER, CARD, ALARM_CODE = "unlock_fingerprint", "unlock_card", "alarm_lock"


def ms(moment: datetime) -> int:
    """Return a time as the shadow has it."""
    return round(moment.timestamp() * 1000)


def unlock(moment: datetime, code: str = FINGER) -> LockRecord:
    """Return the record of an access."""
    return LockRecord(occurred_at=moment, kind=RecordKind.UNLOCK, code=code)


def alarm(moment: datetime, code: str = "wrong_password") -> LockRecord:
    """Return the record of an alarm, whose code is the value of its property."""
    return LockRecord(
        occurred_at=moment,
        kind=RecordKind.ALARM,
        alarm=LockAlarm.WRONG_PASSWORD,
        code=code,
    )


def check(
    watch: ShadowWatch, rows: Iterable[LockRecord], times: dict[str, int]
) -> None:
    """Let rows be read, and then the shadow, as on trial."""
    watch.add_rows(rows, NOW)
    watch.update(times, NOW)


def proved() -> ShadowWatch:
    """Return the watch of a shadow that has shown ten accesses and three alarms."""
    watch = ShadowWatch()
    for number in range(10):
        at = NOW - (20 - number) * MINUTE
        check(watch, [unlock(at)], {FINGER: ms(at), ALARM_CODE: 1})
    for number in range(3):
        at = NOW - (5 - number) * MINUTE
        check(watch, [alarm(at)], {FINGER: ms(NOW - 11 * MINUTE), ALARM_CODE: ms(at)})
    assert watch.is_proved
    return watch


def times(**moved: datetime) -> dict[str, int]:
    """Return what the shadow of `proved` shows now, with some properties moved."""
    still = {FINGER: ms(NOW - 11 * MINUTE), ALARM_CODE: ms(NOW - 3 * MINUTE)}
    return still | {code: ms(moment) for code, moment in moved.items()}


def test_ten_accesses_and_three_alarms_are_proof() -> None:
    """Of both logs: an alarm may be kept from the shadow that shows each access."""
    watch = ShadowWatch()
    for number in range(30):
        assert watch.state(NOW) is ShadowState.ON_TRIAL
        at = NOW + number * MINUTE
        check(watch, [unlock(at)], {FINGER: ms(at)})
    for number in range(3):
        assert watch.state(NOW) is ShadowState.ON_TRIAL
        at = NOW + (30 + number) * MINUTE
        check(watch, [alarm(at)], {ALARM_CODE: ms(at)})
    assert watch.state(NOW) is ShadowState.RELIED_ON
    assert watch.logs_to_read == set()


def test_a_row_whose_property_has_another_time_begins_the_proof_anew() -> None:
    """Of its log: nine were right, and one was not."""
    watch = ShadowWatch()
    for number in range(9):
        at = NOW + number * MINUTE
        check(watch, [unlock(at)], {FINGER: ms(at)})
    check(watch, [unlock(NOW + 10 * MINUTE)], {FINGER: ms(NOW + 11 * MINUTE)})
    assert watch.diagnostics()["rows_shown"] == {"open-logs": 0, "alarm-logs": 0}
    at = NOW + 12 * MINUTE
    check(watch, [unlock(at)], {FINGER: ms(at)})
    assert watch.diagnostics()["rows_shown"] == {"open-logs": 1, "alarm-logs": 0}


@pytest.mark.parametrize(("seconds", "shown"), [(0, 1), (2, 1), (-2, 1), (3, 0)])
def test_logs_that_round_are_right(seconds: int, shown: int) -> None:
    """A log that counts whole seconds may be off by as much."""
    watch = ShadowWatch()
    check(watch, [unlock(NOW)], {FINGER: ms(NOW + timedelta(seconds=seconds))})
    assert watch.diagnostics()["rows_shown"]["open-logs"] == shown


def test_several_rows_at_once_are_shown_by_the_newest() -> None:
    """A property has one time: that of its last report."""
    watch = ShadowWatch()
    rows = [unlock(NOW - MINUTE), unlock(NOW), unlock(NOW - MINUTE, CARD)]
    check(watch, rows, {FINGER: ms(NOW), CARD: ms(NOW - MINUTE)})
    assert watch.diagnostics()["rows_shown"]["open-logs"] == 3


def test_two_factors_are_two_properties() -> None:
    """One of them shows the row."""
    watch = ShadowWatch()
    check(watch, [unlock(NOW, f"{FINGER},{CARD}")], {CARD: ms(NOW)})
    assert watch.diagnostics()["rows_shown"]["open-logs"] == 1


@pytest.mark.parametrize("code", ["hijack", "doorbell", "alarm_lock", "alarm_lock_kit"])
def test_an_alarm_may_be_a_property_of_its_own_or_a_value(code: str) -> None:
    """`hijack` is both, and so is a ring."""
    watch = ShadowWatch()
    check(watch, [alarm(NOW, "hijack" if code == "hijack" else "doorbell")], {})
    check(
        watch,
        [alarm(NOW, "hijack" if code == "hijack" else "doorbell")],
        {code: ms(NOW)},
    )
    assert watch.diagnostics()["rows_shown"]["alarm-logs"] == 1


def test_a_property_that_moves_asks_for_its_log() -> None:
    """Also one that moves to an older time, and one that was never there."""
    watch = proved()
    watch.update(times(), NOW)
    assert watch.logs_to_read == set()
    watch.update(times(unlock_fingerprint=NOW - timedelta(hours=3)), NOW)
    assert watch.logs_to_read == OPEN
    watch.update(times(unlock_fingerprint=NOW, doorbell=NOW), NOW)
    assert watch.logs_to_read == OPEN | ALARM


@pytest.mark.parametrize(
    "code", ["residual_electricity", "unlock_method_create", "unlock_switch"]
)
def test_what_tells_of_no_access_asks_for_nothing(code: str) -> None:
    """A battery is no row, and neither is a finger that is enrolled."""
    watch = proved()
    watch.update(times() | {code: ms(NOW)}, NOW)
    assert watch.logs_to_read == set()


def test_a_row_ends_the_wait_for_it_and_for_no_other() -> None:
    """The log shows the one before first."""
    watch = proved()
    watch.update(times(unlock_fingerprint=NOW), NOW)
    watch.add_rows([unlock(NOW - MINUTE)], NOW, OPEN)
    assert watch.logs_to_read == OPEN
    watch.add_rows([unlock(NOW)], NOW, OPEN)
    assert watch.logs_to_read == set()
    # What came between two looks was shown by the move.
    watch.update(times(unlock_fingerprint=NOW), NOW)
    assert watch.is_proved


def test_a_row_that_a_later_one_has_overtaken_is_no_reason_for_doubt() -> None:
    """Its property has shown it until the later one came, both since the last look."""
    watch = proved()
    watch.update(times(), NOW)
    watch.update(times(unlock_fingerprint=NOW), NOW)
    watch.add_rows([unlock(NOW)], NOW)
    watch.update(times(unlock_fingerprint=NOW), NOW + MINUTE)
    watch.add_rows([unlock(NOW - MINUTE)], NOW + MINUTE)
    watch.update(times(unlock_fingerprint=NOW), NOW + 2 * MINUTE)
    assert watch.is_proved
    # It has never stood there.
    watch.add_rows([unlock(NOW - 30 * MINUTE)], NOW + 2 * MINUTE)
    watch.update(times(unlock_fingerprint=NOW), NOW + 3 * MINUTE)
    assert not watch.is_proved


def test_a_report_without_a_row_is_given_up() -> None:
    """Once its log was read two minutes later; reading the other one is no reason."""
    watch = proved()
    watch.update(times(unlock_fingerprint=NOW), NOW)
    watch.add_rows([], NOW, OPEN)
    watch.add_rows([], NOW + 3 * MINUTE, ALARM)
    assert watch.logs_to_read == OPEN
    watch.add_rows([], NOW + 3 * MINUTE)
    assert watch.logs_to_read == set()
    assert watch.is_proved


def test_a_row_that_was_known_before_the_move_is_not_looked_for() -> None:
    """A hint has brought it."""
    watch = proved()
    watch.add_rows([unlock(NOW)], NOW, OPEN)
    watch.update(times(unlock_fingerprint=NOW), NOW)
    assert watch.logs_to_read == set()
    assert watch.is_proved


def test_the_first_row_that_was_not_shown_ends_it() -> None:
    """With all that was proved before."""
    watch = proved()
    watch.add_rows([unlock(NOW, CARD)], NOW)
    assert watch.is_proved
    watch.update(times(unlock_fingerprint=NOW), NOW)
    assert watch.state(NOW) is ShadowState.ON_TRIAL
    assert watch.diagnostics() == {
        "rows_shown": {"open-logs": 0, "alarm-logs": 0},
        "taken_back": 1,
    }
    assert watch.logs_to_read == set()


def test_a_refusal_is_kept_for_a_week_and_a_fault_for_longer_each_time() -> None:
    """What is answered ends both."""
    watch = ShadowWatch()
    hour = timedelta(hours=1)
    watch.failed(NOW, is_refused=True)
    assert watch.state(NOW + 167 * hour) is ShadowState.REFUSED
    assert watch.state(NOW + 168 * hour) is ShadowState.ON_TRIAL

    watch = ShadowWatch()
    for pause in (1, 2, 4, 8, 16, 24, 24):
        watch.failed(NOW, is_refused=False)
        assert watch.state(NOW + pause * hour - MINUTE) is ShadowState.FAILED
        assert watch.state(NOW + pause * hour) is ShadowState.ON_TRIAL
    watch.update({}, NOW)
    assert watch.state(NOW) is ShadowState.ON_TRIAL


def test_polls_that_read_as_many_logs_do_without() -> None:
    """One for each poll, as soon as eight polls are known."""
    watch = proved()
    for _ in range(7):
        watch.add_poll(1)
    assert watch.state(NOW) is ShadowState.RELIED_ON
    watch.add_poll(1)
    assert watch.state(NOW) is ShadowState.BUSY
    watch.add_poll(0)
    assert watch.state(NOW) is ShadowState.RELIED_ON
    watch.add_poll(2)
    assert watch.state(NOW) is ShadowState.BUSY


def test_what_was_proved_is_kept() -> None:
    """And what has moved meanwhile is not known: everything may have."""
    kept = proved()
    kept.failed(NOW, is_refused=True)
    watch = ShadowWatch()
    watch.restore(kept.as_dict())
    assert watch.state(NOW) is ShadowState.REFUSED
    later = NOW + timedelta(days=8)
    assert watch.state(later) is ShadowState.RELIED_ON
    watch.update(times(), later)
    assert watch.logs_to_read == OPEN | ALARM


def test_what_is_damaged_changes_nothing() -> None:
    """The shadow is on trial as at first."""
    watch = ShadowWatch()
    for stored in ({}, {"shown": 7}, proved().as_dict() | {"failed_at": "yesterday"}):
        with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
            watch.restore(stored)
    assert watch.as_dict() == ShadowWatch().as_dict()


# What happens, by the minute: nothing, an access with one of two codes, an alarm. The
# shadow shows each at once, its row comes as many polls later.
HAPPENINGS = st.lists(
    st.tuples(st.sampled_from([None, FINGER, CARD, ALARM_CODE]), st.integers(0, 1)),
    max_size=60,
)


@given(HAPPENINGS)
def test_no_row_of_a_right_shadow_stays_unread(
    happenings: list[tuple[str | None, int]],
) -> None:
    """Each is read by the poll after its row has come, at the latest."""
    watch = proved()
    shown = times()
    watch.update(shown, NOW)
    waiting: list[tuple[int, LockRecord]] = []
    for minute, (code, delay) in enumerate(happenings, 1):
        now = NOW + 2 * minute * MINUTE
        if code:
            at = now - MINUTE
            shown = shown | {code: ms(at)}
            record = alarm(at) if code == ALARM_CODE else unlock(at, code)
            waiting.append((minute + delay, record))
        watch.update(shown, now)
        assert watch.is_proved
        logs = watch.logs_to_read
        readable = [
            each
            for each in waiting
            if each[0] <= minute
            and (
                Endpoint.OPEN_LOGS
                if each[1].kind is RecordKind.UNLOCK
                else Endpoint.ALARM_LOGS
            )
            in logs
        ]
        if logs:
            watch.add_rows([record for _, record in readable], now, logs)
        waiting = [each for each in waiting if each not in readable]
        assert all(due > minute for due, _ in waiting)


@given(HAPPENINGS, st.integers(1, 60))
def test_a_shadow_that_hides_a_row_is_taken_back_with_it(
    happenings: list[tuple[str | None, int]], hidden: int
) -> None:
    """Whatever else it shows: a property that stands still has not shown its row."""
    watch = proved()
    shown = times()
    watch.update(shown, NOW)
    for minute, (code, _) in enumerate(happenings, 1):
        now = NOW + 2 * minute * MINUTE
        at = now - MINUTE
        rows = [alarm(at) if code == ALARM_CODE else unlock(at, code)] if code else []
        if minute == hidden:
            rows.append(unlock(at, "unlock_face"))
        if code:
            shown = shown | {code: ms(at)}
        watch.update(shown, now)
        assert watch.taken_back == (minute > hidden)
        if watch.taken_back:
            break
        watch.add_rows(rows, now)
    watch.update(shown, NOW + timedelta(days=1))
    assert watch.taken_back == (hidden <= len(happenings))
