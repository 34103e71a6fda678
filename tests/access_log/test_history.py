"""The events of a lock that are kept, in memory and in two files."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.access_log.events import LockEvent
from custom_components.tuya_door_lock.access_log.history import MOST_RECORDS, History
from custom_components.tuya_door_lock.api.records import RecordKind, UnlockMethod

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def event(record_id: str, minutes: float = 0) -> LockEvent:
    """Return an unlock some minutes after the time of these tests."""
    return LockEvent(
        record_id=record_id,
        occurred_at=NOW + timedelta(minutes=minutes),
        kind=RecordKind.UNLOCK,
        method=UnlockMethod.FINGERPRINT,
    )


def ids(history: History) -> list[str]:
    """Return the ids of what is kept, oldest first."""
    return [each.record_id for each in history]


def unsaved(history: History) -> list[str]:
    """Return the ids of what is in no snapshot on the disk."""
    return [each["record_id"] for each in history.unsaved()["records"]]


def history_of(*events: LockEvent) -> History:
    """Return a history of some records."""
    history = History()
    for each in events:
        history.add(each)
    return history


def test_records_are_kept_in_the_order_in_which_they_happened() -> None:
    """Whatever the order in which they came."""
    history = history_of(event("c", 2), event("a"), event("b", 1))
    assert ids(history) == ["a", "b", "c"]
    assert len(history) == 3
    found = history.get("b")
    assert found is not None
    assert found.occurred_at == NOW + timedelta(minutes=1)
    assert history.get("d") is None


def test_a_record_that_is_reported_again_is_kept_once() -> None:
    """After a crash it comes with the same id."""
    history = history_of(event("a"), event("a", 5))
    assert ids(history) == ["a"]
    assert unsaved(history) == ["a"]


def test_a_span_holds_its_beginning_and_not_its_end() -> None:
    """None is without a limit."""
    history = history_of(*(event(str(number), number) for number in range(4)))
    found = history.between(NOW + timedelta(minutes=1), NOW + timedelta(minutes=3))
    assert [each.record_id for each in found] == ["1", "2"]
    assert len(history.between(None, None)) == 4


def test_what_is_too_old_is_dropped() -> None:
    """From memory, and from what is written down."""
    history = history_of(event("a"), event("b", 1))
    history.prune(NOW + timedelta(minutes=1))
    assert ids(history) == ["b"]
    assert unsaved(history) == ["b"]


def test_the_oldest_go_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A lock that writes without end fills no disk."""
    assert MOST_RECORDS == 20_000
    monkeypatch.setattr(
        "custom_components.tuya_door_lock.access_log.history.MOST_RECORDS", 3
    )
    history = history_of(*(event(str(number), number) for number in range(5)))
    assert ids(history) == ["2", "3", "4"]


def test_a_snapshot_is_due_after_many_records() -> None:
    """The small file holds the last hundred, no more."""
    history = History()
    due = [history.add(event(str(number), number)) for number in range(101)]
    assert due == [False] * 100 + [True]
    snapshot = history.snapshot()
    assert len(snapshot.as_dict()["records"]) == 101
    assert len(unsaved(history)) == 101
    history.mark_saved(snapshot)
    assert unsaved(history) == []
    assert not history.add(event("next", 200))


def test_a_snapshot_is_that_of_its_moment() -> None:
    """A thread writes it down while records go on coming, and one changes."""
    history = history_of(event("a"), event("b"))
    snapshot = history.snapshot()
    history.add(event("c", 1))
    history.add(event("b", 2))
    stored = snapshot.as_dict()
    assert [each["record_id"] for each in stored["records"]] == ["a", "b"]
    history.mark_saved(snapshot)
    assert unsaved(history) == ["c", "b"]


def test_records_can_be_changed_and_dropped() -> None:
    """Those that stay as they are do not count."""
    history = history_of(event("a"), event("b", 1), event("c", 2))

    def change(each: LockEvent) -> LockEvent | None:
        if each.record_id == "a":
            return None
        return replace(each, user="B.") if each.record_id == "b" else each

    assert history.change(change) == 2
    assert [each.user for each in history] == ["B.", None]
    assert history.get("a") is None
    assert unsaved(history) == ["b", "c"]


def test_who_and_how_is_known_without_looking_at_every_event() -> None:
    """As long as an event says so: kept, replaced, changed, dropped."""
    history = history_of(
        replace(event("a"), user="Ana"),
        replace(event("b", 1), participants=("Ana", "Ben"), method=UnlockMethod.DOUBLE),
        replace(event("c", 2), user="Carla", method=None, kind=RecordKind.ALARM),
    )
    assert history.users == {"Ana", "Ben", "Carla"}
    assert history.methods == {UnlockMethod.FINGERPRINT, UnlockMethod.DOUBLE}
    history.add(event("b", 1))
    assert history.users == {"Ana", "Carla"}
    assert history.methods == {UnlockMethod.FINGERPRINT}
    history.change(lambda each: None if each.user == "Carla" else each)
    history.prune(NOW + timedelta(minutes=1))
    assert history.users == set()
    assert history.methods == {UnlockMethod.FINGERPRINT}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "snapshot", "large", "small"]), st.integers(0, 20)
        )
    )
)
def test_a_crash_between_two_files_loses_nothing(steps: list[tuple[str, int]]) -> None:
    """Whichever was written last: what was in the small file once is found again.

    An event counts as kept from the moment on at which the small file holds it.
    """
    history = History()
    snapshot = history.snapshot()
    large = json.dumps(snapshot.as_dict())
    small = json.dumps(history.unsaved())
    kept: dict[str, LockEvent] = {}
    for number, (step, minutes) in enumerate(steps):
        if step == "add":
            history.add(event(str(number % 7), minutes))
        elif step == "snapshot":
            snapshot = history.snapshot()
        elif step == "large":
            large = json.dumps(snapshot.as_dict())
            history.mark_saved(snapshot)
        else:
            small = json.dumps(history.unsaved())
            kept = {each.record_id: each for each in history}
        back = History()
        assert back.restore(json.loads(large)) == back.restore(json.loads(small)) == 0
        found = {each.record_id: each for each in back}
        assert found.keys() >= kept.keys()
        assert step != "small" or found == kept
        times = [each.occurred_at for each in back]
        assert times == sorted(times)


def test_what_is_missing_is_known_from_either_file() -> None:
    """A crash in between makes no log whole that is not."""
    history = history_of(event("a"), event("b", 5))
    small = history.unsaved()
    history.prune(NOW + timedelta(minutes=1))
    back = History()
    back.restore(history.snapshot().as_dict())
    back.restore(small)
    assert back.complete_since == NOW + timedelta(minutes=1)


def test_a_damaged_event_is_left_out() -> None:
    """The others stay."""
    stored = history_of(event("a")).unsaved()
    stored["records"] += [
        "nonsense",
        {},
        {**stored["records"][0], "method": "teleport"},
    ]
    back = History()
    assert back.restore(stored) == 3
    assert ids(back) == ["a"]
