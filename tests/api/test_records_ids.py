"""What a record is known by: what happened, and Tuya's own id where it has one."""

import pytest

from custom_components.tuya_door_lock.api.records import Endpoint

from .rows import alarms, only, opened, recorded


@pytest.mark.parametrize("record_id", ["162460b8-rec", 162460, "1624" * 63])
def test_tuyas_id_is_kept(record_id: object) -> None:
    """Keep the id that Tuya gave, as an opaque text, for each record of its row."""
    found = recorded(
        {"unlock_card": 5}, {"hijack": True}, {"doorbell": True}, record_id=record_id
    )
    assert [record.tuya_id for record in found] == [str(record_id)] * 3
    assert "1624" not in repr(found)


@pytest.mark.parametrize("record_id", [None, "", "0", 0])
def test_a_row_may_have_no_id(record_id: object) -> None:
    """Read Tuya's word for "none" as none."""
    [record] = recorded({"unlock_card": 5}, record_id=record_id)
    assert record.tuya_id is None


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("unlock_fingerprint", "unlock fingerprint"),
        ("unlock_finger", "unlock fingerprint"),
        ("unlock_fingerprint_kit", "unlock fingerprint"),
        ("unlock_palm", "unlock palm"),
        ("unlock_palm_kit", "unlock palm"),
        ("palm_unlock_user", "unlock palm"),
    ],
)
def test_what_happened_is_the_same_however_it_is_spelled(code: str, what: str) -> None:
    """Say it as a later version would, that learns the method."""
    assert opened(code, 1).what == what


def test_an_alarm_is_no_unlock() -> None:
    """Distinguish what has no name yet."""
    [alarm] = alarms("alarm_lock", "palm")
    assert alarm.what == "alarm palm"
    ring = only(
        Endpoint.ALARM_LOGS,
        {"update_time": 1613978384000, "status": {"code": "doorbell", "value": True}},
    )
    assert ring.what == "doorbell "


@pytest.mark.parametrize(
    ("code", "value", "slot"),
    [
        ("unlock_temporary", "7", 7),
        ("unlock_temporary", "481516", None),
        ("unlock_password", "481516", None),
        ("unlock_fingerprint", "481516", 481516),
    ],
)
def test_what_a_person_types_is_no_slot(
    code: str, value: str, slot: int | None
) -> None:
    """A temporary code of more than three digits may be the code itself."""
    assert opened(code, value).slot == slot
