"""Which rows of a lock's log are new, in whatever order and through whatever stream."""

from datetime import datetime, timedelta
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.tuya_door_lock.access_log.scan import LogScan
from custom_components.tuya_door_lock.access_log.tracker import Tracker
from custom_components.tuya_door_lock.api.records import (
    LockAlarm,
    RecordKind,
    UnlockMethod,
)
from custom_components.tuya_door_lock.api.streams import LogPage

from .logs import (
    ALARMS,
    ALARMS_V10,
    KINDS,
    NOW,
    OPEN,
    OPEN_V10,
    RECORDS,
    ago,
    alarm,
    names,
    read,
    restarted,
    unlock,
)

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def tracker() -> Tracker:
    """Return the tracker of a lock that nobody has watched."""
    return Tracker("lock")


@pytest.fixture
def watching(tracker: Tracker) -> Tracker:
    """Return the tracker of a lock whose logs have been read while they were empty."""
    for stream in KINDS:
        read(tracker, stream=stream)
    return tracker


def test_the_first_reading_is_the_baseline(tracker: Tracker) -> None:
    """What was there before anybody watched is no news, wherever its clock is."""
    page = [unlock("future", NOW + 5 * 60 * MINUTE), unlock("past", ago(hours=1))]
    result = read(tracker, page)
    assert result.new == ()
    assert names(result.baseline) == ["past", "future"]
    assert read(tracker, page).new == ()


def test_new_records_come_oldest_first(watching: Tracker) -> None:
    """Tuya sends the newest first, and the later of two equal times first."""
    page = [
        unlock("d", NOW + 2 * MINUTE),
        unlock("c", NOW + MINUTE),
        unlock("b", slot=1),
        unlock("a", slot=2),
    ]
    assert names(read(watching, page).new) == ["a", "b", "c", "d"]


def test_an_empty_log_is_a_baseline_too(tracker: Tracker) -> None:
    """What comes after is news, be it that it had happened before."""
    read(tracker)
    result = read(tracker, [unlock("late", ago(minutes=30))], now=NOW + MINUTE)
    assert names(result.new) == ["late"]


def test_what_is_not_delivered_is_found_by_each_scan(watching: Tracker) -> None:
    """And once it is delivered, by none; what Tuya fills in meanwhile comes with it."""
    first = read(watching, [unlock("a")], delivers=False).new
    again = read(watching, [unlock("a", user_name="Ana", user_id="1001")]).new
    assert [each.record_id for each in again] == [each.record_id for each in first]
    assert again[0].record.user_name == "Ana"
    assert read(watching, [unlock("a")]).new == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"user_id": "1001", "user_name": "Ana"},
        {"user_id": None, "user_name": None},
        {"slot": None, "value": None},
        {"slot": 7, "user_id": "1002"},
        {"tuya_id": "162460b8"},
        {"code": "unlock_finger"},
    ],
    ids=["filled in", "deleted", "masked", "moved", "numbered", "spelled otherwise"],
)
@pytest.mark.parametrize("stream", [OPEN, RECORDS])
def test_a_row_that_tuya_changes_afterwards_is_the_same_record(
    watching: Tracker, stream: str, changes: dict[str, Any]
) -> None:
    """It is known by lock, second and what happened."""
    row: dict[str, Any] = {
        "slot": 3,
        "value": "3",
        "user_id": "1000",
        "code": "unlock_fingerprint",
    }
    read(watching, [unlock("a", **row)], stream=stream)
    assert read(watching, [unlock("a", **row | changes)], stream=stream).new == ()


def test_the_same_thing_twice_in_a_second_is_two_records(watching: Tracker) -> None:
    """Four wrong codes in 1.35 s, of a log that counts seconds: two and two."""
    wrong: dict[str, Any] = {"alarm": LockAlarm.WRONG_PASSWORD}
    shown = [alarm("2b", NOW + SECOND, **wrong), alarm("2a", NOW + SECOND, **wrong)]
    shown += [alarm("1b", **wrong), alarm("1a", **wrong)]
    new = read(watching, shown[3:], stream=ALARMS_V10).new
    new += read(watching, shown, stream=ALARMS_V10).new
    assert names(new) == ["1a", "1b", "2a", "2b"]
    assert len({each.record_id for each in new}) == 4
    assert read(watching, shown, stream=ALARMS_V10).new == ()


@pytest.mark.parametrize(
    ("known", "late"),
    [({"slot": 2}, {"slot": 1}), ({"user_id": "1002"}, {"user_id": "1001"})],
    ids=["slot", "user"],
)
@pytest.mark.parametrize("is_late_on_top", [True, False])
def test_details_decide_which_of_a_second_is_new(
    watching: Tracker,
    known: dict[str, Any],
    late: dict[str, Any],
    is_late_on_top: bool,
) -> None:
    """Two fingers within a second, or two phones, of which one is uploaded later."""
    read(watching, [unlock("a", **known)])
    again = restarted(watching)
    page = [unlock("a", **known), unlock("b", **late)]
    result = read(again, page[::-1] if is_late_on_top else page)
    assert names(result.new) == ["b"]


def test_a_page_of_known_records_ends_a_reading(watching: Tracker) -> None:
    """Further pages cost calls and hold nothing new."""
    known = [unlock("b"), unlock("a", ago(minutes=1))]
    read(watching, known)
    top = unlock("c", NOW + MINUTE)
    deeper = [unlock("late", ago(hours=1))]
    assert names(read(watching, [top], known, deeper).new) == ["c"]
    assert names(read(watching, [top, *known], deeper).new) == []


def test_a_late_row_between_known_ones_is_reason_to_read_on(watching: Tracker) -> None:
    """Where one was late, there may be more."""
    known = [unlock("b"), unlock("a", ago(minutes=2))]
    read(watching, known)
    late = unlock("late", ago(minutes=1))
    deeper = [unlock("later", ago(hours=1))]
    result = read(watching, [known[0], late, known[1]], deeper)
    assert names(result.new) == ["later", "late"]


def test_a_page_of_one_second_proves_nothing(watching: Tracker) -> None:
    """A burst may go on behind it."""
    read(watching, [unlock("a")])
    result = read(watching, [unlock("a")], [unlock("b", ago(seconds=1))])
    assert names(result.new) == ["b"]


def test_a_full_scan_finds_what_came_late_behind_known_rows(
    watching: Tracker,
) -> None:
    """A page of known rows ends any other."""
    known = [unlock("b"), unlock("a", ago(minutes=1))]
    late = [unlock("late", ago(days=2))]
    read(watching, known)
    assert names(read(watching, known, late).new) == []
    assert names(read(watching, known, late, is_full=True).new) == ["late"]


def test_a_log_that_sends_its_oldest_first_is_read_to_its_end(
    watching: Tracker,
) -> None:
    """What is new stands on its last page."""
    old = [unlock("a", ago(minutes=2)), unlock("b", ago(minutes=1))]
    read(watching, old)
    assert names(read(watching, old, [unlock("c")]).new) == ["c"]


def test_a_page_of_before_the_span_ends_a_scan(watching: Tracker) -> None:
    """Some answers know no times; a log that sends its oldest first goes on."""
    scan = LogScan(watching, ALARMS, KINDS[ALARMS], NOW)
    old = [alarm(str(days), ago(days=days)) for days in (31, 32, 33)]
    assert scan.add(LogPage(tuple(old[::-1]), 0, False))
    assert not scan.add(LogPage(tuple(old), 0, False))


def test_a_reading_that_broke_off_is_done_again_to_the_end(watching: Tracker) -> None:
    """Known records on the first page do not hide what was never reached."""
    first = [unlock("c"), unlock("b", ago(minutes=1))]
    assert names(read(watching, first, complete=False).new) == ["b", "c"]
    assert names(read(watching, first, [unlock("a", ago(minutes=2))]).new) == ["a"]


def test_a_baseline_that_broke_off_goes_on_with_the_next_reading(
    tracker: Tracker,
) -> None:
    """What it did not reach is as old news as the rest, and what came since is not."""
    read(tracker, [unlock("b", ago(minutes=5))], complete=False)
    shown = [unlock("c", NOW + SECOND), unlock("b", ago(minutes=5))]
    result = read(tracker, shown, [unlock("a", ago(hours=1))], now=NOW + MINUTE)
    assert names(result.new) == ["c"]
    assert names(result.baseline) == ["a"]


@pytest.mark.parametrize("total", [None, 3])
def test_a_row_that_two_pages_show_is_one(watching: Tracker, total: int | None) -> None:
    """Pages shift while they are read."""
    a, b, c = (unlock(name, ago(minutes=n)) for n, name in enumerate("cba"))
    scan = LogScan(watching, OPEN, KINDS[OPEN], NOW)
    scan.add(LogPage((a, b), 0, False, total))
    scan.add(LogPage((b, c), 0, True, total and total + 1))
    assert names(scan.finish(complete=True).new) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("totals", "expected"),
    [((4, 4), 4), ((4, 5), 3), ((None, None), 2)],
    ids=["it stands still", "it has grown by one", "nobody knows"],
)
def test_alike_rows_on_both_sides_of_a_page_are_counted_by_the_total(
    watching: Tracker, totals: tuple[int | None, int | None], expected: int
) -> None:
    """What may be a repeat waits: it comes later, but not twice."""
    scan = LogScan(watching, OPEN_V10, KINDS[OPEN_V10], NOW)
    scan.add(LogPage((unlock("d"), unlock("c")), 0, False, totals[0]))
    scan.add(LogPage((unlock("b"), unlock("a")), 0, True, totals[1]))
    assert len(scan.finish(complete=True).new) == expected


@pytest.mark.parametrize("total", [None, 4])
def test_a_log_that_sends_its_oldest_first_repeats_nothing(
    watching: Tracker, total: int | None
) -> None:
    """It grows at its end: alike rows on both sides of a page are two."""
    scan = LogScan(watching, OPEN_V10, KINDS[OPEN_V10], NOW)
    alike = unlock("b"), unlock("c")
    scan.add(LogPage((unlock("a", ago(minutes=1)), alike[0]), 0, False, total))
    last = alike[1], unlock("d", NOW + SECOND)
    scan.add(LogPage(last, 0, True, total and total + 1))
    assert names(scan.finish(complete=True).new) == ["a", "b", "c", "d"]


def test_a_record_that_comes_a_week_late_is_new(watching: Tracker) -> None:
    """Also where it is only found a day later; what is older is forgotten."""
    read(watching, [unlock("newest")])
    now = NOW + DAY
    shown = [
        unlock("newest"),
        unlock("a week late", ago(days=7)),
        unlock("too late", ago(days=9)),
    ]
    assert names(read(watching, shown, now=now).new) == ["a week late"]


def test_what_is_forgotten_is_not_looked_at(watching: Tracker) -> None:
    """Both are one floor, nine days behind the newest row."""
    read(watching, [unlock("old")])
    later = NOW + 9 * DAY + SECOND
    read(watching, [unlock("new", later)], now=later)
    assert len(watching.as_dict()["known"]) == 1
    result = read(watching, [unlock("new", later), unlock("old")], now=later)
    assert result.new == ()


@pytest.mark.parametrize("days", [-9_000, -21, -1, 1, 40, 9_000])
def test_a_wrong_clock_forgets_nothing_and_hides_nothing(
    watching: Tracker, days: int
) -> None:
    """More than 200 rows a week, and one poll years away."""
    known = [unlock(str(n), ago(minutes=30 * n)) for n in range(400)]
    assert len(read(watching, known).new) == 400
    wrong = NOW + days * DAY
    read(watching, [each for each in known if each.occurred_at <= wrong], now=wrong)
    later = NOW + MINUTE
    result = read(watching, [unlock("new", later), *known], now=later)
    assert names(result.new) == ["new"]


def test_a_clock_that_was_wrong_at_the_first_poll_makes_no_month_of_news(
    tracker: Tracker,
) -> None:
    """The watch begins again where the clock is right."""
    read(tracker, now=NOW + 40 * DAY)
    shown = [unlock("since", NOW), *(unlock(f"{n}", ago(days=n)) for n in range(1, 9))]
    assert read(tracker, shown, now=NOW).new == ()
    later = NOW + MINUTE
    result = read(tracker, [unlock("new", later), *shown], now=later)
    assert names(result.new) == ["new"]


def test_an_absence_is_read_back_to_where_it_began(watching: Tracker) -> None:
    """Off for three weeks, with the overlap before them; 30 days at most."""
    read(watching, [unlock("a")])
    scan = LogScan(watching, OPEN, KINDS[OPEN], NOW + 21 * DAY)
    assert scan.start == NOW - 8 * DAY
    assert scan.finish(complete=True).incomplete_before is None
    scan = LogScan(watching, OPEN, KINDS[OPEN], NOW + 60 * DAY)
    assert scan.start == NOW + 30 * DAY
    assert scan.finish(complete=True).incomplete_before == NOW + 30 * DAY


def test_a_quiet_lock_is_read_far_back_and_leaves_nothing_out(
    watching: Tracker,
) -> None:
    """Nobody was there for two months, but its log was read each day."""
    read(watching, [unlock("a")])
    for days in range(60):
        result = read(watching, [unlock("a")], now=NOW + days * DAY)
        assert result.incomplete_before is None


def test_pages_that_run_out_over_known_rows_leave_nothing_out(
    watching: Tracker,
) -> None:
    """A door was left open for 16 hours: more rows than a scan reads."""
    rows = [alarm(str(n), ago(seconds=20 * n)) for n in range(2_880)]
    pages = [rows[start : start + 100] for start in range(0, 2_000, 100)]

    def scan(hours: int, *, is_full: bool = False) -> tuple[int, datetime | None]:
        now = NOW + timedelta(hours=hours)
        scan = LogScan(watching, ALARMS, KINDS[ALARMS], now, is_full=is_full)
        read = 0
        for page in pages:
            read += 1
            if not scan.add(LogPage(tuple(page), 0, False, 2_880)):
                break
        result = scan.finish(complete=True)
        for each in result.new:
            watching.mark_delivered(each.record_id)
        return read, result.incomplete_before

    # All of it at once is more than can be read.
    assert scan(0) == (20, rows[1_999].occurred_at)
    assert scan(1) == (1, None)
    assert scan(18, is_full=True) == (20, None)


def test_a_door_left_open_for_days_pushes_no_unlock_out(watching: Tracker) -> None:
    """Each kind is remembered for itself, and so is what is forgotten of it."""
    read(watching, [unlock("a", ago(days=2))], stream=RECORDS)
    rows = [alarm(str(n), ago(seconds=20 * n)) for n in range(5_000)]
    read(watching, rows, stream=RECORDS)
    assert len(watching.as_dict()["known"]) == 4_001
    result = read(watching, [*rows, unlock("a", ago(days=2))], stream=RECORDS)
    assert result.new == ()


def test_another_stream_shows_the_same_records(watching: Tracker) -> None:
    """Forth and back: what one has shown is no news through the other."""
    rows = [unlock("b", slot=1), unlock("a", ago(minutes=5), slot=2)]
    first = read(watching, rows).new
    later = NOW + MINUTE
    shown = [
        unlock("c", later, tuya_id="3"),
        unlock("b", slot=1, tuya_id="2"),
        unlock("a", ago(minutes=5), slot=None, tuya_id="1"),
    ]
    assert names(read(watching, shown, stream=RECORDS, now=later).new) == ["c"]
    assert read(watching, [unlock("c", later), *rows], now=later).new == ()
    assert len(first) == 2


def test_weeks_of_records_do_not_come_again_through_another_stream(
    tracker: Tracker,
) -> None:
    """40 accesses a day, and one answer that the lock does not support its log."""
    rows = [unlock(str(n), ago(minutes=36 * n), slot=n % 5) for n in range(40 * 13)]
    for day in range(13, -1, -1):
        now = ago(days=day)
        shown = [row for row in rows if row.occurred_at <= now]
        read(
            tracker, [row for row in shown if row.occurred_at > now - 8 * DAY], now=now
        )
    now = NOW + MINUTE
    assert read(tracker, rows, stream=RECORDS, now=now).new == ()
    assert read(tracker, rows, stream=OPEN_V10, now=now).new == ()
    now = NOW + 2 * MINUTE
    assert names(read(tracker, [unlock("new", now), *rows], now=now).new) == ["new"]


def test_the_same_alarms_in_whole_seconds_are_no_news(watching: Tracker) -> None:
    """v1.1 is refused for a moment, and v1.0 counts seconds."""
    times = [ago(minutes=7 * n, milliseconds=137 * n) for n in range(30)]
    read(watching, [alarm(str(n), at) for n, at in enumerate(times)], stream=ALARMS)
    whole = [
        alarm(str(n), at.replace(microsecond=0), slot=None)
        for n, at in enumerate(times)
    ]
    now = NOW + MINUTE
    assert read(watching, whole, stream=ALARMS_V10, now=now).new == ()


@pytest.mark.parametrize("rounding", [0, 500, 999])
def test_a_burst_is_paired_as_the_stream_seems_to_round(
    watching: Tracker, rounding: int
) -> None:
    """A late one among attempts that follow each other within a second is new."""
    times = [ago(milliseconds=1_350 * n + 77) for n in range(8)]
    read(
        watching,
        [alarm(str(n), at) for n, at in enumerate(times) if n != 4],
        stream=ALARMS,
    )
    shown = [
        alarm(str(n), (at + timedelta(milliseconds=rounding)).replace(microsecond=0))
        for n, at in enumerate(times)
    ]
    result = read(watching, shown, stream=ALARMS_V10, now=NOW + SECOND)
    assert names(result.new) == ["4"]


def test_records_with_times_of_filing_are_no_news(watching: Tracker) -> None:
    """Some at once, some when the lock woke up; what happened since is."""
    read(watching, [unlock("b", ago(hours=1)), unlock("a", ago(hours=5))])
    now = NOW + 5 * MINUTE
    shown = [
        unlock("c", now, tuya_id="3"),
        unlock("b", ago(hours=1) + 3 * SECOND, tuya_id="2"),
        unlock("a", ago(hours=2), tuya_id="1"),
    ]
    assert names(read(watching, shown, stream=RECORDS, now=now).new) == ["c"]


def test_no_pair_of_one_moment_is_parted_for_another(watching: Tracker) -> None:
    """What a log leaves out could have been filed when others were, which are there."""
    read(watching, [unlock("b", ago(days=3)), unlock("left out", ago(days=7.5))])
    now = NOW + SECOND
    shown = [unlock("new", now), unlock("b", ago(days=3))]
    assert names(read(watching, shown, stream=RECORDS, now=now).new) == ["new"]


def test_records_that_were_filed_late_are_known_when_another_log_has_the_time(
    watching: Tracker,
) -> None:
    """The other way round."""
    read(watching, [unlock("b"), unlock("a", ago(hours=2))], stream=RECORDS)
    now = NOW + MINUTE
    shown = [
        unlock("c", now),
        unlock("b", ago(seconds=3)),
        unlock("a", ago(hours=5)),
    ]
    assert names(read(watching, shown, now=now).new) == ["c"]


def test_what_came_late_in_the_very_poll_in_which_the_source_changes_is_new(
    tracker: Tracker,
) -> None:
    """It happened before the last look, and no stream has shown it."""
    read(tracker, now=ago(hours=1))
    read(tracker, [unlock("a", ago(minutes=10))])
    shown = [unlock("late", ago(minutes=5)), unlock("a", ago(minutes=10))]
    result = read(tracker, shown, stream=OPEN_V10, now=NOW + MINUTE)
    assert names(result.new) == ["late"]


def test_a_log_with_a_longer_memory_does_not_deliver_its_past(tracker: Tracker) -> None:
    """A month before the watch; what came late, between known ones, is news."""
    read(tracker, [unlock("known", ago(days=2))])
    shown = [
        unlock("since", NOW + SECOND),
        unlock("late", ago(days=1)),
        unlock("known", ago(days=2)),
        *(unlock(f"{n} days", ago(days=n)) for n in range(3, 20)),
    ]
    result = read(tracker, shown, stream=RECORDS, now=NOW + MINUTE)
    assert names(result.new) == ["late", "since"]
    assert names(result.baseline) == [f"{n} days" for n in range(11, 2, -1)]


def test_a_log_of_another_kind_delivers_what_happened_since_the_lock_is_watched(
    tracker: Tracker,
) -> None:
    """The alarm log failed at first: its past is old news, what came since is not."""
    read(tracker)
    now = NOW + 2 * MINUTE
    shown = [alarm("since", NOW + MINUTE), alarm("before", ago(minutes=1))]
    result = read(tracker, shown, stream=ALARMS, now=now)
    assert names(result.new) == ["since"]
    assert names(result.baseline) == ["before"]


def test_an_unlock_and_an_alarm_that_nobody_knows_are_no_pair(
    watching: Tracker,
) -> None:
    """Both are of the type `other`, and of the same second."""
    other = unlock("a", method=UnlockMethod.OTHER, code="unlock_new")
    read(watching, [other], stream=RECORDS)
    result = read(
        watching, [alarm("b", alarm=LockAlarm.OTHER, code="new")], stream=ALARMS
    )
    assert names(result.new) == ["b"]


def test_what_two_logs_brought_before_it_was_delivered_is_one(
    watching: Tracker,
) -> None:
    """A lock begins to answer through another log while it is read."""
    first = read(watching, [unlock("a")], delivers=False).new
    second = read(watching, [unlock("a", tuya_id="1")], stream=RECORDS).new
    assert [each.record_id for each in first] == [each.record_id for each in second]
    assert second[0].record.tuya_id == "1"


def test_what_may_be_known_from_another_log_waits_for_a_scan_to_the_end(
    watching: Tracker,
) -> None:
    """A scan that broke off delivers what cannot be known, and pairs nothing."""
    read(watching, [unlock("a", slot=1)])
    now = NOW + MINUTE
    page = [unlock("new", now, slot=1), unlock("late", ago(milliseconds=-500), slot=2)]
    first = read(watching, page, stream=OPEN_V10, now=now, complete=False)
    assert names(first.new) == ["new"]
    second = read(watching, [*page, unlock("a", slot=1)], stream=OPEN_V10, now=now)
    assert names(second.new) == ["late"]


def test_a_log_gone_silent_is_noticed(watching: Tracker) -> None:
    """Where it had rows within the span, and not where they have grown old."""
    read(watching, [unlock("a", ago(days=1))])
    assert read(watching, now=NOW + MINUTE).has_gone_silent
    assert not read(watching, stream=ALARMS, now=NOW + MINUTE).has_gone_silent
    assert not read(watching, [unlock("a", ago(days=1))]).has_gone_silent
    assert not read(watching, now=NOW + 60 * DAY).has_gone_silent


def test_an_id_is_the_same_after_a_crash_though_tuya_filled_in_the_user(
    watching: Tracker,
) -> None:
    """Before it was saved."""
    saved = restarted(watching)
    (before,) = read(watching, [unlock("a", slot=3, value="3")]).new
    changed = unlock("a", slot=3, user_id="1001", value="*", tuya_id="162460b8")
    (after,) = read(saved, [changed]).new
    assert before.record_id == after.record_id


def test_an_id_is_the_same_after_a_crash_though_more_of_its_second_is_shown(
    watching: Tracker,
) -> None:
    """Of a burst, an earlier one is uploaded after."""
    saved = restarted(watching)
    (before,) = read(watching, [unlock("b", ago(milliseconds=300))]).new
    burst = [unlock("b", ago(milliseconds=300)), unlock("a", ago(milliseconds=700))]
    first, second = read(saved, burst).new
    assert second.record_id == before.record_id != first.record_id


def test_an_id_reveals_nothing_that_was_typed(watching: Tracker) -> None:
    """Two rows that differ in the typed code alone have the same id."""
    ids = set()
    for code in ("481516", "2342"):
        tracker = restarted(watching)
        method: dict[str, Any] = {
            "method": UnlockMethod.TEMPORARY,
            "code": "unlock_temporary",
        }
        (new,) = read(tracker, [unlock("a", value=code, **method)]).new
        ids.add(new.record_id)
        assert code not in json.dumps(tracker.as_dict())
    assert len(ids) == 1


def test_two_locks_have_ids_of_their_own() -> None:
    """Doors that open at once are two records."""
    ids = set()
    for lock_id in ("front", "back"):
        tracker = Tracker(lock_id)
        read(tracker)
        ids.add(read(tracker, [unlock("a")]).new[0].record_id)
    assert len(ids) == 2


def test_what_was_found_and_never_delivered_is_found_again(watching: Tracker) -> None:
    """Off for ten days, and killed between the first poll and its delivery."""
    later = NOW + 10 * DAY
    missed = [unlock("a", NOW + DAY)]
    (first,) = read(watching, missed, now=later, delivers=False).new
    again = restarted(watching)
    (second,) = read(again, missed, now=later + MINUTE).new
    assert first.record_id == second.record_id
    assert read(again, missed, now=later + 2 * MINUTE).new == ()


def test_a_lock_whose_clock_was_reset_still_delivers_what_happens(
    tracker: Tracker,
) -> None:
    """Its rows are of 2000, older than all that the log had: they are no history."""
    history = [alarm(str(n), ago(days=n)) for n in range(60)]
    read(tracker, history, stream=ALARMS)
    reset = NOW.replace(year=2000)
    shown = [*history, alarm("pry", reset), alarm("first", reset - MINUTE)]
    now = NOW + MINUTE
    result = read(tracker, shown, stream=ALARMS, now=now)
    assert names(result.new) == ["first", "pry"]
    tracker = restarted(tracker)
    assert read(tracker, shown, stream=ALARMS, now=now + MINUTE).new == ()
    duress = alarm("duress", reset - 2 * MINUTE, alarm=LockAlarm.DURESS)
    result = read(tracker, [*shown, duress], stream=ALARMS, now=now + 30 * DAY)
    assert names(result.new) == ["duress"]


def test_a_log_that_shows_more_of_its_past_is_no_reset_clock(
    tracker: Tracker,
) -> None:
    """Nobody has seen where it begins."""
    history = [alarm(str(n), ago(days=n)) for n in range(200)]
    read(tracker, history[:100], history[100:], stream=ALARMS, complete=False)
    read(tracker, history[:100], stream=ALARMS, complete=False)
    now = NOW + 7 * timedelta(hours=1)
    scan = LogScan(tracker, ALARMS, KINDS[ALARMS], now)
    assert scan.add(LogPage(tuple(history[:100]), 0, False))
    assert not scan.add(LogPage(tuple(history[100:]), 0, False))
    assert scan.finish(complete=True).new == ()
    later = read(tracker, history, stream=ALARMS, now=now + DAY)
    assert later.new == ()


def test_a_tracker_comes_back_from_storage_as_it_was(watching: Tracker) -> None:
    """Through JSON, with all that it knows."""
    read(watching, [unlock("b", slot=3, user_id="1"), unlock("a", ago(days=1))])
    read(watching, [unlock("b", slot=3, tuya_id="7")], stream=RECORDS)
    again = restarted(watching)
    assert again.as_dict() == watching.as_dict()
    assert again.watched_since == NOW
    assert read(again, [unlock("b", slot=3)], now=NOW + MINUTE).new == ()


def test_a_hostile_log_costs_no_time(watching: Tracker) -> None:
    """Thousands of equal rows, or of rows that could all be each other."""
    same = [unlock(str(n)) for n in range(2_000)]
    assert len(read(watching, same, stream=RECORDS).new) == 2_000
    assert read(watching, same, stream=RECORDS).new == ()
    burst = [alarm(str(n), ago(seconds=n)) for n in range(2_000)]
    read(watching, burst, stream=ALARMS)
    filed = [alarm(str(n), ago(seconds=n - 4.3)) for n in range(2_000)]
    now = NOW + MINUTE
    assert len(read(watching, filed, stream=RECORDS, now=now).new) == 0


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, 7 * 24 * 60), st.integers(0, 4 * 24 * 60)),
        max_size=40,
    ),
    st.lists(st.integers(1, 2 * 24 * 60), min_size=1, max_size=30),
    st.integers(1, 7),
    st.sets(st.integers(0, 30)),
    st.sets(st.integers(0, 30)),
)
def test_every_row_is_new_once_whatever_comes_late_and_breaks_off(
    rows: list[tuple[int, int]],
    gaps: list[int],
    page_size: int,
    broken: set[int],
    restarts: set[int],
) -> None:
    """Rows (minute of the unlock, minutes until its upload) and polls with gaps.

    A row comes four days late at most and two days pass between two polls, so that
    all lie within the overlap.
    """
    tracker = Tracker("lock")
    read(tracker)
    log = [
        (NOW + (happened + delay) * MINUTE, str(number), happened)
        for number, (happened, delay) in enumerate(rows, 1)
    ]
    delivered: list[str | None] = []
    now = NOW
    # The last polls come when everything is there, undisturbed, and read it all.
    for turn, gap in enumerate([*gaps, 8 * 24 * 60, 7 * 60]):
        now += gap * MINUTE
        visible = [
            unlock(name, NOW + happened * MINUTE, slot=int(name))
            for visible_at, name, happened in log
            if visible_at <= now
        ]
        visible.sort(key=lambda each: each.occurred_at, reverse=True)
        if turn in restarts:
            tracker = restarted(tracker)
        pages = [
            visible[start : start + page_size]
            for start in range(0, len(visible), page_size)
        ]
        breaks_off = turn in broken and turn < len(gaps) and len(pages) > 1
        new = read(
            tracker,
            *(pages[:1] if breaks_off else pages),
            now=now,
            complete=not breaks_off,
            is_full=True,
        ).new
        times = [each.record.occurred_at for each in new]
        assert times == sorted(times)
        delivered += names(new)
    assert sorted(filter(None, delivered)) == sorted(
        name for at, name, _ in log if at <= now
    )


def test_kinds_of_a_stream_are_all_that_a_scan_returns(watching: Tracker) -> None:
    """What waits of another kind is for the scan of its own stream."""
    read(watching, [alarm("a")], stream=ALARMS, delivers=False)
    assert read(watching, [unlock("u")]).new[0].record.kind is RecordKind.UNLOCK
    assert names(read(watching, [alarm("a")], stream=ALARMS).new) == ["a"]
