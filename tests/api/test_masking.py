"""Rows that are shown to who looks into a fault, with no person in them."""

from collections.abc import Iterator
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.api.masking import MASKED, masked

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def test_a_row_of_open_logs() -> None:
    """What happened stays, who it was goes."""
    assert masked(
        {
            "nick_name": "Ana",
            "status": {"code": "unlock_fingerprint", "value": "12"},
            "unlock_name": "Right thumb",
            "update_time": 1795417800000,
            "user_id": "30660001",
            "media_infos": [{"file_key": "k3y", "file_url": "https://a.example/b"}],
        }
    ) == {
        "nick_name": MASKED,
        "status": {"code": "unlock_fingerprint", "value": "12"},
        "unlock_name": MASKED,
        "update_time": 1795417800000,
        "user_id": MASKED,
        "media_infos": [{"file_key": MASKED, "file_url": MASKED}],
    }


def test_a_row_of_records() -> None:
    """The codes are the keys of `dps`; Tuya's own stars stay distinct from ours."""
    assert masked(
        {
            "avatar": "https://images.example/ana.png",
            "dps": [{"unlock_password": "*"}, {"hijack": "unlock_fingerprint-02"}],
            "gmt_create": 1795417800,
            "member_bindable_flag": 1,
            "record_id": "16a1b2",
            "record_type": "alarm",
            "union_unlock_info": [{"opmode": "1", "user_name": "Ben"}],
            "unlock_name": "",
            "user_id": "0",
        }
    ) == {
        "avatar": MASKED,
        "dps": [{"unlock_password": "*"}, {"hijack": "unlock_fingerprint-02"}],
        "gmt_create": 1795417800,
        "member_bindable_flag": 1,
        "record_id": MASKED,
        "record_type": "alarm",
        "union_unlock_info": [{"opmode": "1", "user_name": MASKED}],
        "unlock_name": "",
        "user_id": "0",
    }


@pytest.mark.parametrize(
    "row",
    [
        {"status": [{"code": "alarm_lock", "value": "flood"}]},
        {"status": [{"code": "doorbell", "value": True}]},
        {"status": {"code": "unlock_card_kit", "value": 7}},
        {"dps": [{"alarm_lock": "wrong_face", "unlock_finger": 3}]},
        {"dps": {"unlock_face": None}},
        {"update_time": "1795417800"},
    ],
)
def test_what_is_about_the_lock_alone_stays(row: dict[str, Any]) -> None:
    """Without the codes and the times a report would be worth nothing."""
    assert masked(row) == row


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("Ana", MASKED),
        (["Ana", 123], [MASKED, MASKED]),
        ({"status": "Ana"}, {"status": MASKED}),
        (
            {"status": {"code": "unlock_app", "value": "ana"}},
            {"status": {"code": "unlock_app", "value": MASKED}},
        ),
        (
            {"status": {"code": "unlock_password", "value": "1234"}},
            {"status": {"code": "unlock_password", "value": MASKED}},
        ),
        (
            {"status": {"code": "hijack", "value": "unlock_password-123456"}},
            {"status": {"code": "hijack", "value": MASKED}},
        ),
        (
            {"status": {"code": ["x"], "value": "x"}},
            {"status": {"code": ["x"], "value": MASKED}},
        ),
        ({"dps": [{"gmt_create": 1795417800}]}, {"dps": [{"gmt_create": MASKED}]}),
        ({"dps": [{"record_type": "ana"}]}, {"dps": [{"record_type": MASKED}]}),
        ({"code": "Ana Example"}, {"code": MASKED}),
        ({"code": "a" * 65}, {"code": MASKED}),
        ({"code": "49151123"}, {"code": MASKED}),
        ({"update_time": 4915112345678}, {"update_time": MASKED}),
        ({"update_time": "yesterday, Ana"}, {"update_time": MASKED}),
        ({"+491511234": 1}, {MASKED: MASKED}),
        ({"id4915112": 1}, {MASKED: MASKED}),
        ({"Ana": 1.5}, {MASKED: MASKED}),
    ],
)
def test_what_may_identify_a_person_goes(row: object, shown: object) -> None:
    """Whatever field it stands in."""
    assert masked(row) == shown


def test_what_is_deep_or_long_is_cut() -> None:
    """A strange answer costs neither the stack nor the memory."""
    deep: Any = {"code": "x"}
    for _ in range(500):
        deep = {"status": deep}
    assert masked(deep) == {
        "status": {"status": {"status": {"status": {"status": MASKED}}}}
    }
    assert len(masked({"dps": [True] * 1000})["dps"]) == 64
    assert len(masked({f"k{letter}": 0 for letter in map(chr, range(97, 123))})) == 26


def leaves(value: object) -> Iterator[str]:
    """Yield every text of a JSON value."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, str):
        yield value


def is_masked(value: object, shown: object, depth: int = 0) -> bool:
    """Return whether all that is shown of a value is its shape, its parts or stars."""
    if isinstance(value, (dict, list)) and depth >= 5:
        return shown == MASKED
    if isinstance(value, list):
        return (
            isinstance(shown, list)
            and len(shown) == min(len(value), 64)
            and all(
                is_masked(each, other, depth + 1)
                for each, other in zip(value[:64], shown, strict=True)
            )
        )
    if isinstance(value, dict):
        if not isinstance(shown, dict):
            return False
        names = {key if key in shown else MASKED for key in list(value)[:64]}
        return shown.keys() == names and all(
            is_masked(value[key], shown[key], depth + 1) for key in names - {MASKED}
        )
    nothing = value is None or isinstance(value, bool) or value in ("", 0, "0")
    return shown is value if nothing else shown in (MASKED, value)


@given(JSON)
def test_any_json_is_masked(row: object) -> None:
    """Nothing is raised or left out, and no text with more than a word's worth stays."""
    shown = masked(row)
    json.dumps(shown)
    assert is_masked(row, shown)
    for text in leaves(shown):
        assert text == MASKED or len(text) <= 64
        assert text == MASKED or not any(
            text[start : start + 4].isdecimal() and len(text[start : start + 4]) == 4
            for start in range(len(text))
        )
