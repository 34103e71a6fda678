"""The texts of records: short, clean, and silent about secrets."""

from dataclasses import FrozenInstanceError, fields

import pytest

from custom_components.tuya_door_lock.api.records import Endpoint, LockRecord, text_of

from .rows import MILLISECONDS, check, opened, read, recorded

LONG = "x" * 10_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ana", "Ana"),
        ("  Ana \t Maria\r\n", "Ana Maria"),
        ("Ana\x00\x1b[31mMaria\x7f", "Ana [31mMaria"),
        ("Ana\u2028Maria\u0085", "Ana Maria"),
        ("Zoë 张 👩‍🔧", "Zoë 张 👩‍🔧"),
        ("Ana\ud800", "Ana?"),
        ("\udfff", "?"),
        (LONG, "x" * 255),
        (" " * 10_000, None),
        ("\x00", None),
        ("", None),
        (5, "5"),
        (True, "True"),
        (10**300, "1" + "0" * 254),
        (None, None),
        ([], None),
        ({}, None),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_a_text_is_one_short_clean_line(value: object, expected: str | None) -> None:
    """Remove what would break a log, a database or a line."""
    assert text_of(value) == expected


@pytest.mark.parametrize(
    "text",
    ["Ana\ud800", "a\x00b\nc", LONG, "\udc00" * 300],
    ids=["surrogate", "control characters", "long", "long surrogates"],
)
def test_every_text_of_a_record_is_clean(text: str) -> None:
    """Clean codes and values, names and ids, wherever they stand."""
    rows: list[dict[str, object]] = [
        {"update_time": MILLISECONDS, "status": {"code": text, "value": text}},
        {"update_time": MILLISECONDS, "dps": [{text: text}]},
        {"update_time": MILLISECONDS, "dps": [{f"unlock_{text}": text}]},
        {
            "update_time": MILLISECONDS,
            "status": {"code": "alarm_lock", "value": text},
            "nick_name": text,
            "record_id": text,
            "unlock_name": text,
            "user_id": text,
            "union_unlock_info": [
                {"opmode": text, "user_name": text, "unlock_name": text}
            ],
        },
    ]
    for each in rows:
        found = [read(endpoint, each) for endpoint in Endpoint]
        assert any(found)
        for records in found:
            check(records)


def test_a_record_shows_no_user_id_and_no_address() -> None:
    """Keep out of a log line what identifies a person or opens a picture."""
    [record] = recorded(
        {"unlock_face": 1},
        user_id="30660001",
        media_info_list=[
            {
                "file_url": "https://pictures.example/1",
                "file_key": "jxmgqs59gfr899qe",
                "media_url": "https://videos.example/2",
                "media_key": "uwu5m7kvj45av47g",
            }
        ],
    )
    assert record.user_id == "30660001"
    shown = f"{record!r} {record} {record.media!r}"
    for secret in ("30660001", "example", "jxmgqs59gfr899qe", "uwu5m7kvj45av47g"):
        assert secret not in shown


@pytest.mark.parametrize("name", [field.name for field in fields(LockRecord)])
def test_a_record_cannot_be_changed(name: str) -> None:
    """Freeze what passes from hand to hand."""
    with pytest.raises(FrozenInstanceError):
        setattr(opened("unlock_card", 5), name, None)
