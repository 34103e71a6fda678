"""Any JSON value as a row, or anywhere in one: records, and never an exception."""

from copy import deepcopy
from typing import Any

from hypothesis import example, given, strategies as st
import pytest

from custom_components.tuya_door_lock.api.records import Endpoint

from .rows import MILLISECONDS, check, read

TEXTS = st.text(st.characters(), max_size=300) | st.sampled_from(
    ["hijack", "alarm_lock", "unlock_card", "unlock_card-05", "0", "*", "\ud800"]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
    ),
    max_leaves=12,
)
ENDPOINTS = st.sampled_from(Endpoint)
MEDIA = {
    "file_key": "jxmgqs59gfr899qe",
    "file_url": "https://pictures.example/1",
    "media_key": "uwu5m7kvj45av47g",
    "media_url": "https://videos.example/2",
}
SAMPLES: dict[Endpoint, dict[str, Any]] = {
    Endpoint.OPEN_LOGS: {
        "media_infos": [MEDIA],
        "nick_name": "Ana",
        "status": {"code": "unlock_fingerprint", "value": "1"},
        "unlock_name": "Right thumb",
        "update_time": MILLISECONDS,
        "user_id": "30660001",
    },
    Endpoint.ALARM_LOGS: {
        "media_infos": [MEDIA],
        "nickName": "Ana",
        "status": [
            {"code": "hijack", "value": "unlock_fingerprint-02"},
            {"code": "alarm_lock", "value": "wrong_password"},
        ],
        "update_time": MILLISECONDS,
    },
    Endpoint.RECORDS: {
        "avatar": "https://pictures.example/ana",
        "dps": [{"unlock_fingerprint": 1}, {"hijack": True}],
        "gmt_create": MILLISECONDS,
        "media_info_list": [MEDIA],
        "member_bindable_flag": 1,
        "record_id": "162460b8-rec",
        "record_type": "alarm",
        "union_unlock_info": [
            {"opmode": "1", "unlock_name": "Right thumb", "user_name": "Ana"}
        ],
        "unlock_name": "Right thumb",
        "user_id": "30660001",
        "user_name": "Ana",
    },
}
type Place = tuple[str | int, ...]


def places(value: object, place: Place = ()) -> list[Place]:
    """Return every place in a JSON value, by its keys and indexes."""
    found = [place] if place else []
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in inner:
            found += places(each, (*place, key))
    return found


def replaced(sample: dict[str, Any], place: Place, value: object) -> dict[str, Any]:
    """Return a sample with another value in one place."""
    row: Any = deepcopy(sample)
    target = row
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    assert isinstance(row, dict)
    return row


for _endpoint in (Endpoint.DEVICE_LOG, Endpoint.DEVICE_ALARMS):
    SAMPLES[_endpoint] = {
        "update_time": 1790000000123,
        "status": {"code": "alarm_lock", "value": "wrong_password"},
    }


@pytest.mark.parametrize("endpoint", Endpoint)
def test_the_samples_make_records(endpoint: Endpoint) -> None:
    """Start from rows that are in order."""
    found = read(endpoint, SAMPLES[endpoint])
    assert found
    check(found)


@given(endpoint=ENDPOINTS, row=VALUES)
def test_any_value_can_be_a_row(endpoint: Endpoint, row: object) -> None:
    """Read whatever JSON can hold."""
    check(read(endpoint, row))


@given(endpoint=ENDPOINTS, data=st.data())
def test_any_value_can_be_anywhere_in_a_row(
    endpoint: Endpoint, data: st.DataObject
) -> None:
    """Read a row in which one value, at any depth, is another one."""
    sample = SAMPLES[endpoint]
    place = data.draw(st.sampled_from(places(sample)))
    check(read(endpoint, replaced(sample, place, data.draw(VALUES))))


@given(
    endpoint=ENDPOINTS,
    key=st.sampled_from(["status", "dps"]),
    codes=st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=4),
)
@example(Endpoint.RECORDS, "dps", [{"\ud800": "\udfff"}])
@example(
    Endpoint.OPEN_LOGS,
    "status",
    [{f"unlock_{'x' * 300}{number}": number} for number in range(3)],
)
def test_any_codes_can_be_in_a_row(
    endpoint: Endpoint, key: str, codes: list[dict[str, Any]]
) -> None:
    """Read codes and values that nobody ever saw."""
    check(read(endpoint, {"update_time": MILLISECONDS, key: codes}))


@given(first=VALUES, second=VALUES)
def test_reading_does_not_change_the_row(first: object, second: object) -> None:
    """Leave the row as it was, and read the same in it again."""
    row = {"update_time": MILLISECONDS, "status": first, "user_id": second}
    before = repr(row)
    found = read(Endpoint.OPEN_LOGS, row)
    assert repr(row) == before
    assert read(Endpoint.OPEN_LOGS, row) == found
