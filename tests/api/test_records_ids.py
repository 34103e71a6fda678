"""The ids that tell records apart, and find them again."""

from typing import Any

import pytest

from custom_components.tuya_door_lock.api.records import Endpoint, records_from_row

from .rows import MILLISECONDS, only, recorded


def row(**changes: object) -> dict[str, Any]:
    """Return a row of open-logs with changes."""
    return {
        "nick_name": "Ana",
        "status": {"code": "unlock_card", "value": "5"},
        "unlock_name": "Blue card",
        "update_time": MILLISECONDS,
        "user_id": "30660001",
    } | changes


def test_equal_rows_have_equal_ids() -> None:
    """Derive the same id from the same row, however its parts are written."""
    first = only(Endpoint.OPEN_LOGS, row())
    again = only(
        Endpoint.OPEN_LOGS,
        row(
            status=[{"code": "unlock_card", "value": 5}],
            update_time=MILLISECONDS // 1000,
            user_id=30660001,
            nick_name="Ana Maria",
            unlock_name="",
        ),
    )
    assert first.record_id == again.record_id
    assert first.anonymous_id == again.anonymous_id


@pytest.mark.parametrize(
    "changes",
    [
        {"update_time": MILLISECONDS + 1},
        {"status": {"code": "unlock_face", "value": "5"}},
        {"status": {"code": "unlock_card", "value": "6"}},
        {"user_id": "30660002"},
        {"user_id": "0"},
    ],
    ids=["time", "code", "value", "user", "nobody"],
)
def test_different_rows_have_different_ids(changes: dict[str, object]) -> None:
    """Tell apart what differs in time, code, value or user."""
    first = only(Endpoint.OPEN_LOGS, row())
    assert only(Endpoint.OPEN_LOGS, row(**changes)).record_id != first.record_id


def test_another_lock_has_other_ids() -> None:
    """Tell the same moment of two locks apart."""
    [here] = records_from_row("lock-1", Endpoint.OPEN_LOGS, row())
    [there] = records_from_row("lock-2", Endpoint.OPEN_LOGS, row())
    assert here.record_id != there.record_id
    assert here.anonymous_id != there.anonymous_id


@pytest.mark.parametrize("user_id", ["0", "", None, "30660002"])
def test_the_anonymous_id_does_not_know_the_user(user_id: object) -> None:
    """Recognise a row whose user was filled in later."""
    first = only(Endpoint.OPEN_LOGS, row())
    other = only(Endpoint.OPEN_LOGS, row(user_id=user_id))
    assert other.anonymous_id == first.anonymous_id
    assert other.record_id != first.record_id


def test_a_row_of_nobody_has_one_id() -> None:
    """Find a row without user under both of its ids."""
    record = only(Endpoint.OPEN_LOGS, row(user_id="0"))
    assert record.record_id == record.anonymous_id


def test_tuyas_id_is_kept() -> None:
    """Keep the id that Tuya gave, as an opaque text."""
    [record] = recorded({"unlock_card": 5}, record_id="162460b8-rec", user_id="1")
    assert record.record_id == "162460b8-rec"
    assert record.anonymous_id == "162460b8-rec"


def test_several_records_of_one_row_have_ids_of_their_own() -> None:
    """Give Tuya's id to the first alone, and the same ids every time."""
    dps: tuple[dict[str, object], ...] = (
        {"unlock_card": 5},
        {"hijack": True},
        {"hijack": "unlock_card-5"},
        {"doorbell": True},
    )
    found = recorded(*dps, record_id="1624" * 63)
    ids = [record.record_id for record in found]
    assert ids[0] == "1624" * 63
    assert len(set(ids)) == len(dps)
    assert max(map(len, ids)) <= 255
    assert ids == [record.record_id for record in recorded(*dps, record_id="1624" * 63)]
    other = recorded(*dps, record_id="1625" * 63)
    assert not set(ids) & {record.record_id for record in other}
