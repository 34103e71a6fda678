"""Looking up what is kept, of several locks, page by page."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.access_log.events import LockEvent
from custom_components.tuya_door_lock.access_log.history import History
from custom_components.tuya_door_lock.access_log.query import Cursor, Query
from custom_components.tuya_door_lock.api.records import (
    LockAlarm,
    RecordKind,
    UnlockMethod,
)

NOW: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)

EVENTS = st.builds(
    LockEvent,
    record_id=st.sampled_from("abcdefgh"),
    occurred_at=st.integers(0, 5).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    kind=st.sampled_from(RecordKind),
    method=st.sampled_from([None, UnlockMethod.CARD, UnlockMethod.APP]),
    alarm=st.sampled_from([None, LockAlarm.PRY]),
    user=st.sampled_from([None, "Ana", "Ben"]),
    participants=st.sampled_from([(), ("Ana", "Ben")]),
    credential=st.sampled_from([None, "Card 7"]),
)
LOCKS = st.dictionaries(st.sampled_from(["front", "back"]), st.lists(EVENTS))
QUERIES = st.builds(
    Query,
    start=st.none() | st.just(NOW + timedelta(minutes=1)),
    end=st.none() | st.just(NOW + timedelta(minutes=4)),
    kinds=st.frozensets(st.sampled_from(RecordKind), max_size=2),
    methods=st.frozensets(st.sampled_from([UnlockMethod.CARD]), max_size=1),
    alarms=st.frozensets(st.sampled_from([LockAlarm.PRY]), max_size=1),
    users=st.frozensets(st.sampled_from(["Ana", "Carla"]), max_size=1),
    search=st.sampled_from(["", "card", "ana", "pry"]),
)


def histories_of(locks: dict[str, list[LockEvent]]) -> dict[str, History]:
    """Return the histories of some locks."""
    histories = {device_id: History() for device_id in locks}
    for device_id, events in locks.items():
        for event in events:
            histories[device_id].add(event)
    return histories


def fits(query: Query, event: LockEvent) -> bool:
    """Return whether an event is asked for, without any index."""
    people = {event.user, *event.participants}
    words = [
        *(name for name in people if name),
        event.credential or "",
        event.code,
        f"{event.method or ''} {event.alarm or ''} {event.kind}".replace("_", " "),
    ]
    of_way = (
        event.method in query.methods
        if event.kind is RecordKind.UNLOCK
        else event.alarm in query.alarms
    )
    return (
        (query.start is None or event.occurred_at >= query.start)
        and (query.end is None or event.occurred_at < query.end)
        and (not query.kinds or event.kind in query.kinds)
        and (not (query.methods or query.alarms) or of_way)
        and (not query.users or bool(query.users & people))
        and any(query.search in word.casefold() for word in words)
    )


def all_pages(
    query: Query, histories: dict[str, History], limit: int
) -> Iterable[tuple[datetime, str, str]]:
    """Yield the place of each event of all pages."""
    cursor: Cursor | None = None
    while True:
        page = query.page(histories, cursor, limit)
        assert len(page.records) <= limit
        for record in page.records:
            moment = datetime.fromisoformat(record["occurred_at"])
            yield moment, record["device_id"], record["record_id"]
        if page.cursor is None:
            return
        cursor = Cursor.from_text(str(page.cursor))


@given(LOCKS, QUERIES, st.integers(1, 4))
def test_the_pages_hold_each_event_that_is_asked_for_once(
    locks: dict[str, list[LockEvent]], query: Query, limit: int
) -> None:
    """Newest first, also where many have happened at one time."""
    histories = histories_of(locks)
    expected = sorted(
        (
            (event.occurred_at, device_id, event.record_id)
            for device_id, history in histories.items()
            for event in history
            if fits(query, event)
        ),
        reverse=True,
    )
    assert list(all_pages(query, histories, limit)) == expected
    assert query.page(histories, None, limit).total == len(expected)


def test_a_person_is_whom_each_lock_knows_by_the_name() -> None:
    """The same finger may be of others at another door."""
    events = [
        LockEvent(
            record_id=f"r{slot}",
            occurred_at=NOW,
            kind=RecordKind.UNLOCK,
            method=UnlockMethod.FINGERPRINT,
            slot=slot,
        )
        for slot in (1, 2)
    ]
    histories = histories_of({"front": events, "back": events})
    query = Query(
        persons={
            "front": lambda event: event.slot == 1,
            "back": lambda event: event.slot == 2,
        }
    )
    found = [
        (record["device_id"], record["slot"])
        for record in query.page(histories, None, 9).records
    ]
    assert found == [("front", 1), ("back", 2)]


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-11-23", "x y z", "0001-01-01T00:00:00+23:59 a b"]
)
def test_what_is_no_place_is_refused(text: str) -> None:
    """A cursor comes from a script, and may be anything."""
    with pytest.raises(ValueError, match=r".+"):
        Cursor.from_text(text)
