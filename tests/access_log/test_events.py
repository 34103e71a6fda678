"""What Home Assistant shows of a record: one definition, and all that follows from it."""

from dataclasses import MISSING, fields
from datetime import UTC, datetime
import json
from pathlib import Path
import re
from types import UnionType
from typing import Any, get_args, get_type_hints

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.access_log.events import (
    FIELDS,
    WITHOUT_PEOPLE,
    LockEvent,
    LockEventData,
    Notice,
)
from custom_components.tuya_door_lock.access_log.export import as_csv
from custom_components.tuya_door_lock.api.records import (
    LockAlarm,
    RecordKind,
    UnlockMethod,
)

TYPES = Path(__file__).parents[2] / "card" / "src" / "types.ts"

EVENTS = st.builds(
    LockEvent,
    record_id=st.text(),
    occurred_at=st.datetimes(timezones=st.just(UTC)),
    kind=st.sampled_from(RecordKind),
    method=st.none() | st.sampled_from(UnlockMethod),
    alarm=st.none() | st.sampled_from(LockAlarm),
    notice=st.none() | st.sampled_from(Notice),
    code=st.text(),
    slot=st.none() | st.integers(),
    user=st.none() | st.text(),
    person=st.none() | st.text(),
    credential=st.none() | st.text(),
    participants=st.lists(st.text()).map(tuple),
    uncertain=st.booleans(),
    duress_suspected=st.booleans(),
    bindable=st.booleans(),
    picture=st.booleans(),
    late=st.booleans(),
    count=st.integers(1, 9),
    attempt=st.integers(0, 9),
    attempt_seconds=st.integers(0, 300),
    burst_id=st.none() | st.text(),
    tuya_id=st.none() | st.text(),
)


def event(kind: RecordKind, **said: Any) -> LockEvent:
    """Return an event of a kind."""
    return LockEvent(
        record_id="r1",
        occurred_at=datetime(2026, 11, 23, 8, tzinfo=UTC),
        kind=kind,
        **said,
    )


@given(EVENTS)
def test_an_event_comes_back_from_storage_as_it_was(kept: LockEvent) -> None:
    """Through JSON, with all of its fields."""
    assert LockEvent.from_dict(json.loads(json.dumps(kept.as_dict()))) == kept


@given(EVENTS)
def test_the_data_of_an_event_are_what_their_type_says(shown: LockEvent) -> None:
    """Field by field: the same names, and JSON values of these types."""
    data = shown.as_data()
    hints = get_type_hints(LockEventData)
    wanted = set(FIELDS)
    if shown.attempt:
        wanted |= {"attempt", "attempt_seconds"}
    if shown.burst_id is not None:
        wanted.add("burst_id")
    assert data.keys() == wanted
    for name, value in data.items():
        hint = hints[name]
        types = get_args(hint) if isinstance(hint, UnionType) else (hint,)
        plain = tuple(list if each == list[str] else each for each in types)
        assert isinstance(value, plain), name
    assert json.loads(json.dumps(data)) == data


@given(EVENTS)
def test_tuyas_own_id_is_never_shown(shown: LockEvent) -> None:
    """It is kept to link a record with a member, and for nothing else."""
    assert "tuya_id" not in shown.as_data()
    assert "tuya_id" not in shown.as_attributes()
    assert "tuya_id" not in repr(shown)


def test_the_data_are_all_fields_of_an_event_but_what_is_for_the_log_alone() -> None:
    """And `type`, which follows from the others."""
    assert {each.name for each in fields(LockEvent)} ^ set(
        get_type_hints(LockEventData)
    ) == {"type", "tuya_id", "unnamed"}


def test_what_can_be_read_of_people_has_a_default_that_says_nothing() -> None:
    """So that an event can be shown, and kept, without them."""
    assert WITHOUT_PEOPLE == {
        "user": None,
        "person": None,
        "credential": None,
        "slot": None,
        "participants": (),
        "uncertain": False,
    }
    assert MISSING not in WITHOUT_PEOPLE.values()


OF_EVERY_EVENT = {"occurred_at", "late", "picture", "code", "record_id"}
OF_PEOPLE = {"user", "person", "participants", "uncertain"}
OF_CREDENTIALS = {"method", "slot", "credential"}


@pytest.mark.parametrize(
    ("shown", "further"),
    [
        (event(RecordKind.DOORBELL), set()),
        (
            event(RecordKind.UNLOCK, method=UnlockMethod.CARD),
            OF_PEOPLE | OF_CREDENTIALS,
        ),
        (
            event(RecordKind.UNLOCK, bindable=True, duress_suspected=True),
            OF_PEOPLE | OF_CREDENTIALS | {"bindable", "duress_suspected"},
        ),
        (
            event(RecordKind.ALARM, alarm=LockAlarm.PRY),
            OF_PEOPLE | {"alarm", "count"},
        ),
        (
            event(RecordKind.ALARM, alarm=LockAlarm.DURESS),
            OF_PEOPLE | OF_CREDENTIALS | {"alarm", "count"},
        ),
        (
            event(
                RecordKind.ALARM,
                alarm=LockAlarm.WRONG_CARD,
                method=UnlockMethod.CARD,
                notice=Notice.REPEATED_ATTEMPTS,
            ),
            OF_PEOPLE | {"alarm", "count", "method", "notice"},
        ),
        (
            event(RecordKind.ALARM, notice=Notice.NEW_CREDENTIAL, slot=7),
            OF_PEOPLE | OF_CREDENTIALS | {"notice"},
        ),
    ],
    ids=lambda each: each.event_type if isinstance(each, LockEvent) else "",
)
def test_attributes_are_what_can_apply(shown: LockEvent, further: set[str]) -> None:
    """No part that is empty for each event of its kind."""
    assert shown.as_attributes().keys() == OF_EVERY_EVENT | further


def test_a_table_has_a_column_for_each_field() -> None:
    """When, where and who first, as people read it."""
    [header, *_] = as_csv([], {}).splitlines()
    columns = header.split(",")
    assert columns[:4] == ["occurred_at", "lock", "user", "person"]
    assert set(columns) == {*FIELDS, "lock", "device_id"}


def test_the_card_knows_the_fields_and_which_may_be_missing() -> None:
    """Its type is written by hand, in another language."""
    text = TYPES.read_text("utf-8")
    [body] = re.findall(
        r"interface \w+ \{\n((?:(?!\n\}).)*\brecord_id:.*?)\n\}", text, re.DOTALL
    )
    lines = re.findall(r"^  (\w+)(\??): (.+);$", body, re.MULTILINE)
    card = {name: (bool(optional), "null" in kind) for name, optional, kind in lines}
    assert card.pop("device_id") == (False, False)
    assert card == {
        name: (name not in FIELDS, type(None) in get_args(hint))
        for name, hint in get_type_hints(LockEventData).items()
    }
