"""What the journal takes as new, late and known."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import given, settings, strategies as st

from custom_components.tuya_door_lock.access_log.events import LockEvent
from custom_components.tuya_door_lock.access_log.journal import Finding, Journal
from custom_components.tuya_door_lock.api.records import (
    Endpoint,
    LockAlarm,
    LockRecord,
    RecordKind,
    UnlockMethod,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LOGS = Endpoint.OPEN_LOGS


def record(
    record_id: str, occurred_at: datetime = NOW, anonymous_id: str | None = None
) -> LockRecord:
    """Return an unlock."""
    return LockRecord(
        record_id=record_id,
        anonymous_id=anonymous_id or record_id,
        occurred_at=occurred_at,
        kind=RecordKind.UNLOCK,
        method=UnlockMethod.FINGERPRINT,
    )


def alarm(record_id: str, occurred_at: datetime) -> LockRecord:
    """Return an alarm."""
    return replace(
        record(record_id, occurred_at),
        kind=RecordKind.ALARM,
        method=None,
        alarm=LockAlarm.PRY,
    )


def entry(record_id: str, occurred_at: datetime, **values: Any) -> LockEvent:
    """Return what is shown of an unlock."""
    return LockEvent(
        record_id=record_id,
        occurred_at=occurred_at,
        **{"kind": RecordKind.UNLOCK, "method": UnlockMethod.CARD} | values,
    )


def read(
    journal: Journal,
    *pages: Iterable[LockRecord],
    now: datetime = NOW,
    endpoint: Endpoint = LOGS,
    complete: bool = True,
) -> Finding:
    """Read pages as far as the journal asks for them, and return what is told."""
    reading = journal.start_reading(endpoint, now)
    for page in pages:
        if not reading.add(page):
            break
    finding = reading.finish(complete=complete)
    told = [each for each in finding.new if journal.mark_delivered(each, endpoint)]
    return finding._replace(new=told)


def ids(records: Iterable[LockRecord]) -> list[str]:
    """Return the ids of records."""
    return [each.record_id for each in records]


def test_the_first_reading_is_the_baseline() -> None:
    """What was there before anybody watched is no news, wherever its clock is."""
    journal = Journal()
    finding = read(
        journal, [record("future", NOW + timedelta(hours=5)), record("past")]
    )
    assert finding.new == []
    assert ids(finding.baseline) == ["past", "future"]
    assert read(journal, [record("future", NOW + timedelta(hours=5))]).new == []


def test_new_records_come_oldest_first() -> None:
    """Tuya sends the newest first, and the later of two equal times first."""
    journal = Journal()
    read(journal)
    page = [
        record("d", NOW + timedelta(minutes=2)),
        record("c", NOW + timedelta(minutes=1)),
        record("b", NOW),
        record("a", NOW),
    ]
    assert ids(read(journal, page).new) == ["a", "b", "c", "d"]


def test_a_record_that_two_pages_show_is_one() -> None:
    """Pages shift while they are read."""
    journal = Journal()
    read(journal)
    finding = read(journal, [record("b"), record("a")], [record("a"), record("0")])
    assert sorted(ids(finding.new)) == ["0", "a", "b"]


def test_a_page_of_known_records_ends_a_reading() -> None:
    """Further pages cost calls and hold nothing new."""
    journal = Journal()
    read(journal, [record("a")])
    assert ids(read(journal, [record("b")], [record("a")], [record("c")]).new) == ["b"]


def test_a_sweep_reads_on_past_known_records() -> None:
    """Six hours later every page is read again, and a late row is met."""
    journal = Journal()
    read(journal, [record("a")])
    later = NOW + timedelta(hours=6)
    assert ids(read(journal, [record("a")], [record("late")], now=later).new) == [
        "late"
    ]


def test_a_reading_that_broke_off_is_done_again_to_the_end() -> None:
    """Known records on the first page do not hide what was never reached."""
    journal = Journal()
    read(journal, [record("a")])
    read(journal, [record("b")], complete=False)
    assert ids(read(journal, [record("b")], [record("c")], [record("a")]).new) == ["c"]


def test_a_baseline_that_broke_off_leaves_what_it_did_not_reach() -> None:
    """Rows from before the oldest that was read are as old news as the rest."""
    journal = Journal()
    read(journal, [record("b")], complete=False)
    older = record("a", NOW - timedelta(hours=1))
    assert read(journal, [record("b"), older]).new == []


def test_rows_up_to_the_overlap_late_are_new_and_older_ones_are_not() -> None:
    """Ids are remembered for seven days, and rows are taken for as long."""
    journal = Journal()
    read(journal)
    later = NOW + timedelta(days=10)
    read(journal, now=later)
    finding = read(
        journal,
        [
            record("in time", later - timedelta(days=7)),
            record("too late", later - timedelta(days=7, seconds=1)),
        ],
        now=later,
    )
    assert ids(finding.new) == ["in time"]


def test_nothing_is_forgotten_while_it_can_still_be_read() -> None:
    """A record at the edge of the overlap is not told again."""
    journal = Journal()
    read(journal)
    assert ids(read(journal, [record("a")]).new) == ["a"]
    week_later = NOW + timedelta(days=7)
    read(journal, [record(f"{n}", week_later) for n in range(300)], now=week_later)
    assert read(journal, [record("a")], now=week_later).new == []
    assert "a" in journal.as_dict()["delivered"]
    read(journal, now=week_later + timedelta(seconds=1))
    assert "a" not in journal.as_dict()["delivered"]


def test_the_last_records_are_known_whatever_the_clock_says() -> None:
    """It was years ahead for one poll."""
    journal = Journal()
    read(journal)
    read(journal, [record("a")])
    read(journal, now=NOW + timedelta(days=9000))
    later = NOW + timedelta(minutes=1)
    assert ids(read(journal, [record("b", later), record("a")], now=later).new) == ["b"]


def test_an_absence_is_read_back_to_where_it_began() -> None:
    """Off for three weeks, with the overlap before them."""
    journal = Journal()
    read(journal)
    reading = journal.start_reading(LOGS, NOW + timedelta(days=21))
    assert reading.start == NOW - timedelta(days=7)
    assert not reading.is_cut_off


def test_an_absence_is_read_back_30_days_at_most() -> None:
    """The reading knows that it leaves something out."""
    journal = Journal()
    read(journal)
    reading = journal.start_reading(LOGS, NOW + timedelta(days=60))
    assert reading.start == NOW + timedelta(days=30)
    assert reading.is_cut_off


def test_another_log_takes_over_where_the_first_was_left() -> None:
    """What the old source told under other ids is not told again."""
    journal = Journal()
    read(
        journal,
        [record("162460b8", NOW - timedelta(minutes=2, milliseconds=-300))],
        endpoint=Endpoint.RECORDS,
    )
    finding = read(
        journal,
        [
            record("new", NOW + timedelta(minutes=1)),
            record("uploaded only now", NOW - timedelta(minutes=1)),
            record("told", NOW - timedelta(minutes=2)),
            record("long past", NOW - timedelta(hours=1)),
        ],
        now=NOW + timedelta(minutes=2),
    )
    assert ids(finding.new) == ["uploaded only now", "new"]
    assert ids(finding.baseline) == ["long past"]


def test_a_log_of_another_kind_tells_what_happened_since_the_lock_is_watched() -> None:
    """The alarm log failed at first: its past is old news, what came since is not."""
    journal = Journal()
    read(journal)
    finding = read(
        journal,
        [
            alarm("since", NOW + timedelta(minutes=1)),
            alarm("before", NOW - timedelta(minutes=1)),
        ],
        endpoint=Endpoint.ALARM_LOGS,
        now=NOW + timedelta(minutes=2),
    )
    assert ids(finding.new) == ["since"]
    assert ids(finding.baseline) == ["before"]


def test_a_log_that_is_not_followed_any_more_begins_anew_when_it_is_again() -> None:
    """Its ids are gone: it must not tell its past."""
    journal = Journal()
    read(journal, endpoint=Endpoint.RECORDS)
    read(journal, endpoint=LOGS)
    journal.follow(endpoint for endpoint in (LOGS,))
    read(journal, now=NOW + timedelta(days=1))
    finding = read(
        journal,
        [record("past", NOW + timedelta(hours=23))],
        endpoint=Endpoint.RECORDS,
        now=NOW + timedelta(days=1, minutes=2),
    )
    assert finding.new == []


def test_a_log_that_was_left_for_a_while_tells_nothing_that_another_told() -> None:
    """A part of the other one failed, and so this one was not let go of."""
    journal = Journal()
    read(journal, endpoint=Endpoint.RECORDS)
    later = NOW + timedelta(hours=1)
    told = read(journal, [record("b7f2", later)], now=later + timedelta(minutes=1))
    assert ids(told.new) == ["b7f2"]
    again = read(
        journal,
        [record("new", later + timedelta(minutes=2)), record("162460b8", later)],
        endpoint=Endpoint.RECORDS,
        now=later + timedelta(minutes=3),
    )
    assert ids(again.new) == ["new"]


def test_a_page_that_a_broken_reading_told_is_not_told_by_another_log() -> None:
    """It broke off after page 1, and then the lock changed its ways."""
    journal = Journal()
    for endpoint in (LOGS, Endpoint.RECORDS):
        read(journal, endpoint=endpoint)
    later = NOW + timedelta(hours=1)
    told = read(journal, [record("b7f2", later)], now=later, complete=False)
    assert ids(told.new) == ["b7f2"]
    again = read(
        journal,
        [record("162460b8", later), record("162460b7", NOW + timedelta(minutes=1))],
        endpoint=Endpoint.RECORDS,
        now=later,
    )
    assert ids(again.new) == ["162460b7"]


def test_two_of_a_kind_in_one_second_are_two_in_another_log() -> None:
    """They are paired off one by one, and a third is new; so is another second's."""
    journal = Journal()
    for endpoint in (LOGS, Endpoint.RECORDS):
        read(journal, endpoint=endpoint)
    later = NOW + timedelta(minutes=1)
    read(journal, [record("b"), record("a")], now=later)
    pairs = [
        record("16-2", NOW + timedelta(milliseconds=700)),
        record("16-1", NOW + timedelta(milliseconds=300)),
    ]
    records = Endpoint.RECORDS
    assert ids(read(journal, pairs, endpoint=records, now=later).new) == []
    third = [record("16-4", NOW + timedelta(seconds=1)), record("16-3"), *pairs]
    assert ids(read(journal, third, endpoint=records, now=later).new) == [
        "16-3",
        "16-4",
    ]
    back = [record("d", NOW + timedelta(seconds=1)), record("c")]
    assert ids(read(journal, back, now=later).new) == []
    assert ids(read(journal, [record("e")], now=later).new) == ["e"]


def test_an_unlock_and_an_alarm_that_nobody_knows_are_no_pair() -> None:
    """Both are of the type `other`, and of the same second."""
    journal = Journal()
    for endpoint in Endpoint:
        read(journal, endpoint=endpoint)
    unlock = replace(record("a"), method=UnlockMethod.OTHER)
    other = replace(alarm("b", NOW), alarm=LockAlarm.OTHER)
    later = NOW + timedelta(minutes=1)
    read(journal, [unlock], now=later, endpoint=Endpoint.RECORDS)
    found = read(journal, [other], now=later, endpoint=Endpoint.ALARM_LOGS)
    assert ids(found.new) == ["b"]


def test_what_two_logs_brought_before_it_was_delivered_is_told_once() -> None:
    """A lock changes its ways while it is read: both logs wait for delivery."""
    journal = Journal()
    for endpoint in (LOGS, Endpoint.RECORDS):
        read(journal, endpoint=endpoint)
    found = []
    for endpoint, name in ((LOGS, "b7f2"), (Endpoint.RECORDS, "162460b8")):
        reading = journal.start_reading(endpoint, NOW + timedelta(minutes=1))
        reading.add([record(name)])
        found.append(reading.finish(complete=True))
    assert [ids(finding.new) for finding in found] == [["b7f2"], ["162460b8"]]
    told = [journal.mark_delivered(each.new[0], each.endpoint) for each in found]
    assert told == [True, False]


def test_what_was_found_and_never_delivered_is_found_again() -> None:
    """Off for ten days, and killed between the first poll and its delivery."""
    journal = Journal()
    read(journal)
    later = NOW + timedelta(days=10)
    missed = [record("a", NOW + timedelta(days=1))]
    reading = journal.start_reading(LOGS, later)
    reading.add(missed)
    assert ids(reading.finish(complete=True).new) == ["a"]
    again = Journal.from_dict(json.loads(json.dumps(journal.as_dict())))
    assert ids(read(again, missed, now=later + timedelta(minutes=1)).new) == ["a"]
    assert read(again, missed, now=later + timedelta(minutes=2)).new == []


def test_a_take_over_that_breaks_off_for_days_repeats_nothing() -> None:
    """What its first page told is known for as long as it may be read again."""
    journal = Journal()
    read(journal)
    alarms = [alarm("pry", NOW + timedelta(minutes=1))]
    for days in range(9):
        now = NOW + timedelta(days=days, minutes=2)
        unlocks = [record(f"{days}/{n}", now) for n in range(30)]
        read(journal, unlocks, now=now)
        found = read(
            journal, alarms, now=now, endpoint=Endpoint.ALARM_LOGS, complete=False
        )
        assert ids(found.new) == ([] if days else ["pry"])
        journal = Journal.from_dict(json.loads(json.dumps(journal.as_dict())))
    assert read(journal, alarms, now=now, endpoint=Endpoint.ALARM_LOGS).new == []
    read(journal, [record("last", now)], now=now)
    assert "pry" not in journal.as_dict()["delivered"]


def test_a_take_over_that_breaks_off_is_done_again() -> None:
    """What it did not reach was told by nobody."""
    journal = Journal()
    read(journal, [record("a")], endpoint=Endpoint.OPEN_LOGS)
    later = NOW + timedelta(days=3)
    rows = [record(str(hours), NOW + timedelta(hours=hours)) for hours in (3, 2, 1)]
    first = read(
        journal, rows[:1], now=later, endpoint=Endpoint.RECORDS, complete=False
    )
    second = read(
        journal, rows, now=later + timedelta(minutes=5), endpoint=Endpoint.RECORDS
    )
    assert ids(first.new) == ["3"]
    assert ids(second.new) == ["1", "2"]


def test_a_user_filled_in_later_makes_no_new_record() -> None:
    """The id without the user tells that it is the same row."""
    journal = Journal()
    read(journal)
    read(journal, [record("nobody")])
    assert read(journal, [record("ana", anonymous_id="nobody")]).new == []


def test_two_rows_that_differ_in_the_user_are_two() -> None:
    """Two people in the same second with the same code."""
    journal = Journal()
    read(journal)
    finding = read(journal, [record("ana", anonymous_id="x"), record("x")])
    assert sorted(ids(finding.new)) == ["ana", "x"]


def test_a_journal_comes_back_from_storage_as_it_was() -> None:
    """Through JSON, with all that it holds."""
    journal = Journal()
    read(journal, [record("a")])
    read(journal, [record("b")], complete=False)
    stored = json.loads(json.dumps(journal.as_dict()))

    again = Journal.from_dict(stored)
    assert again.as_dict() == journal.as_dict()
    assert read(again, [record("a"), record("b")]).new == []


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
def test_every_row_is_told_once_whatever_comes_late_and_breaks_off(
    rows: list[tuple[int, int]],
    gaps: list[int],
    page_size: int,
    broken: set[int],
    restarts: set[int],
) -> None:
    """Rows (minute of the unlock, minutes until its upload) and polls with gaps.

    A row comes four days late at most and two days pass between two polls, so that
    all lie within the overlap of seven.
    """
    journal = Journal()
    read(journal)
    log = [
        (NOW + timedelta(minutes=happened + delay), str(number), happened)
        for number, (happened, delay) in enumerate(rows, 1)
    ]
    told: list[str] = []
    now = NOW
    # The last polls come when everything is there, undisturbed, and sweep.
    for turn, gap in enumerate([*gaps, 8 * 24 * 60, 7 * 60]):
        now += timedelta(minutes=gap)
        visible = sorted(
            (
                record(name, NOW + timedelta(minutes=happened))
                for visible_at, name, happened in log
                if visible_at <= now
            ),
            key=lambda each: each.occurred_at,
            reverse=True,
        )
        if turn in restarts:
            journal = Journal.from_dict(json.loads(json.dumps(journal.as_dict())))
        pages = [
            visible[start : start + page_size]
            for start in range(0, len(visible), page_size)
        ]
        breaks_off = turn in broken and turn < len(gaps) and len(pages) > 1
        found = read(
            journal,
            *(pages[:1] if breaks_off else pages),
            now=now,
            complete=not breaks_off,
        ).new
        assert found == sorted(found, key=lambda each: each.occurred_at)
        told += ids(found)

    assert sorted(told) == sorted(name for at, name, _ in log if at <= now)
