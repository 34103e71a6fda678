"""The places where Tuya's page "Unlocking & Alert History APIs" contradicts itself.

The tests are named by the places' numbers. Those about requests are in
`test_locks_contradictions.py`, the one about the envelope is in `test_client.py`.
"""

from datetime import UTC, datetime

import pytest

from custom_components.tuya_door_lock.api.records import (
    Duress,
    Endpoint,
    LockAlarm,
    LockRecord,
    Media,
    RecordKind,
    UnlockMethod,
)

from .rows import MILLISECONDS, alarms, only, opened, recorded


@pytest.mark.parametrize(
    "status",
    [
        {"code": "unlock_card", "value": "5"},
        [{"code": "unlock_card", "value": "5"}],
        [None, {"code": "unlock_card", "value": "5"}, "?"],
    ],
    ids=["object, as in three samples", "list, as in the tables", "list with strays"],
)
@pytest.mark.parametrize("endpoint", Endpoint)
def test_contradiction_01_status_is_an_object_or_a_list(
    endpoint: Endpoint, status: object
) -> None:
    """1: the tables declare a list, three of four samples show an object."""
    record = only(endpoint, {"update_time": MILLISECONDS, "status": status})
    assert (record.kind, record.method, record.slot) == ("unlock", "card", 5)


@pytest.mark.parametrize(
    "fields",
    [{}, {"status": None}, {"status": []}, {"status": {}}, {"status": "unlock_card"}],
    ids=["missing", "null", "empty list", "empty object", "text"],
)
@pytest.mark.parametrize(
    ("endpoint", "kind"),
    [
        (Endpoint.OPEN_LOGS, RecordKind.UNLOCK),
        (Endpoint.ALARM_LOGS, RecordKind.ALARM),
        (Endpoint.RECORDS, RecordKind.UNLOCK),
    ],
)
def test_contradiction_01_a_row_without_status_is_kept(
    endpoint: Endpoint, kind: RecordKind, fields: dict[str, object]
) -> None:
    """1: a row that does not say how is one of its log's all the same."""
    record = only(endpoint, {"update_time": MILLISECONDS} | fields)
    assert (record.kind, record.code, record.value) == (kind, "", None)
    assert record.method is (UnlockMethod.OTHER if kind == "unlock" else None)
    assert record.alarm is (LockAlarm.OTHER if kind == "alarm" else None)


@pytest.mark.parametrize(
    ("endpoint", "time", "expected"),
    [
        pytest.param(
            Endpoint.OPEN_LOGS,
            1612098422000,
            datetime(2021, 1, 31, 13, 7, 2, tzinfo=UTC),
            id="open-logs v1.0",
        ),
        pytest.param(
            Endpoint.OPEN_LOGS,
            1613978384000,
            datetime(2021, 2, 22, 7, 19, 44, tzinfo=UTC),
            id="open-logs v1.1",
        ),
        pytest.param(
            Endpoint.ALARM_LOGS,
            1543297979,
            datetime(2018, 11, 27, 5, 52, 59, tzinfo=UTC),
            id="alarm-logs v1.0",
        ),
        pytest.param(
            Endpoint.ALARM_LOGS,
            1613979671000,
            datetime(2021, 2, 22, 7, 41, 11, tzinfo=UTC),
            id="alarm-logs v1.1",
        ),
    ],
)
def test_contradiction_03_a_time_is_in_seconds_or_milliseconds(
    endpoint: Endpoint, time: int, expected: datetime
) -> None:
    """3: one of four samples has ten digits, the others thirteen."""
    assert only(endpoint, {"update_time": time}).occurred_at == expected


@pytest.mark.parametrize("code", ["unlock_finger", "unlock_fingerprint"])
def test_contradiction_04_unlock_finger_is_a_fingerprint(code: str) -> None:
    """4: the table says `unlock_fingerprint`, the sample `unlock_finger`."""
    record = opened(code, "123456")
    assert (record.method, record.slot, record.code) == ("fingerprint", 123456, code)


def test_contradiction_05_unlock_app_is_known() -> None:
    """5: the sample of v1.1 has a code that is not in its table."""
    record = opened(
        "unlock_app",
        "0",
        media_infos=[{"file_key": "uwu5m7kvj45av47g", "file_url": "https://..."}],
        nick_name="",
        unlock_name="",
        user_id="0",
    )
    assert (record.kind, record.method, record.value) == ("unlock", "app", "0")
    assert record.slot is None
    assert record.user_name is None
    assert record.user_id is None


@pytest.mark.parametrize(
    ("value", "text", "slot"),
    [
        (123456, "123456", 123456),
        ("123456", "123456", 123456),
        ("0", "0", 0),
        ("*", "*", None),
        ("***", "***", None),
        (None, None, None),
        ("", None, None),
        (3.5, "3.5", None),
        ("12a", "12a", None),
        ("-1", "-1", None),
        ("1" * 10, "1" * 10, None),
        ({"no": 1}, None, None),
        ([1], None, None),
    ],
    ids=str,
)
def test_contradiction_06_a_value_is_a_number_a_text_or_masked(
    value: object, text: str | None, slot: int | None
) -> None:
    """6: the tables declare Long and Object, the samples show texts and a mask."""
    record = opened("unlock_card", value)
    assert (record.value, record.slot) == (text, slot)


@pytest.mark.parametrize("name", ["user_name", "nick_name", "nickName"])
@pytest.mark.parametrize("endpoint", Endpoint)
def test_contradiction_11_a_name_has_three_keys(endpoint: Endpoint, name: str) -> None:
    """11: the tables and samples spell the key of the name in three ways."""
    row = {"update_time": MILLISECONDS, name: "Ana"}
    assert only(endpoint, row).user_name == "Ana"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"nickName": "Ana", "nick_name": "Ben", "user_name": "Cleo"}, "Cleo"),
        ({"nickName": "Ana", "nick_name": "Ben", "user_name": ""}, "Ben"),
        ({"nickName": "Ana", "nick_name": None}, "Ana"),
        ({"nickName": "", "nick_name": " ", "user_name": ""}, None),
        ({}, None),
    ],
    ids=["all", "empty user_name", "null nick_name", "all empty", "none"],
)
def test_contradiction_11_the_first_name_that_is_not_empty_counts(
    names: dict[str, object], expected: str | None
) -> None:
    """11: `nick_name` is empty in every sample."""
    assert opened("unlock_card", "5", **names).user_name == expected


@pytest.mark.parametrize(
    ("user_id", "expected"),
    [
        ("0", None),
        (0, None),
        ("", None),
        (None, None),
        ("3066****", "3066****"),
        ("1980012", "1980012"),
        (1980012, "1980012"),
    ],
)
def test_contradiction_12_user_0_is_nobody_and_an_id_is_a_text(
    user_id: object, expected: str | None
) -> None:
    """12: samples show the text "0", a masked text and a number."""
    assert opened("unlock_card", "5", user_id=user_id).user_id == expected


def test_contradiction_15_an_unlock_filed_as_alarm_is_only_suspected() -> None:
    """15: the sample of records calls a mere `unlock_password` an alarm."""
    [record] = recorded(
        {"unlock_password": "*"},
        gmt_create=1624604728299,
        member_bindable_flag=0,
        record_id="162460b8cfcbb6-d583-11eb-adea-0242878ef26647****",
        record_type="alarm",
        unlock_name="Password 1",
        user_id="3066****",
        user_name="James",
    )
    assert record == LockRecord(
        tuya_id="162460b8cfcbb6-d583-11eb-adea-0242878ef26647****",
        occurred_at=datetime(2021, 6, 25, 7, 5, 28, 299000, tzinfo=UTC),
        kind=RecordKind.UNLOCK,
        method=UnlockMethod.PASSWORD,
        code="unlock_password",
        value="*",
        credential_name="Password 1",
        user_id="3066****",
        user_name="James",
        duress_suspected=True,
    )


@pytest.mark.parametrize(
    ("record_type", "suspected"),
    [
        ("alarm", True),
        (2, True),
        ("2", True),
        ("unlock", False),
        (1, False),
        ("1", False),
        ("", False),
        (None, False),
    ],
)
def test_contradiction_15_the_type_is_a_word_or_a_number(
    record_type: object, suspected: bool
) -> None:
    """15: the valid values are not on the page; Tuya's SDK counts 1 and 2."""
    [record] = recorded({"unlock_card": 5}, record_type=record_type)
    assert record.kind is RecordKind.UNLOCK
    assert record.duress is None
    assert record.duress_suspected is suspected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("unlock_fingerprint-02", Duress(UnlockMethod.FINGERPRINT, 2)),
        ("unlock_finger-7", Duress(UnlockMethod.FINGERPRINT, 7)),
        ("unlock_password-010", Duress(UnlockMethod.PASSWORD, 10)),
        ("unlock_finger_vein-00", Duress(UnlockMethod.FINGER_VEIN, 0)),
        ("unlock_fingerprint_kit-3", Duress(UnlockMethod.FINGERPRINT, 3)),
        ("unlock_toe-4", Duress(UnlockMethod.OTHER, 4)),
        ("unlock_app-4", Duress(UnlockMethod.APP)),
        (True, Duress()),
        ("true", Duress()),
        ("unlock_fingerprint", Duress()),
        ("unlock_fingerprint-", Duress()),
        ("fingerprint-02", Duress()),
        ("someone", Duress()),
        (1, Duress()),
        (None, Duress()),
    ],
    ids=str,
)
def test_contradiction_17_hijack_is_a_code_with_a_slot_or_true(
    value: object, expected: Duress
) -> None:
    """17: the log names the finger, while the same code is a boolean elsewhere."""
    [record] = alarms("hijack", value)
    assert record.kind is RecordKind.ALARM
    assert record.alarm is LockAlarm.DURESS
    assert record.code == "hijack"
    assert record.method is None
    assert record.duress == expected
    assert not record.duress_suspected


@pytest.mark.parametrize(
    "value", [False, "false", "False", "FALSE", 0, "0"], ids=lambda value: repr(value)
)
@pytest.mark.parametrize("code", ["hijack", "doorbell", "unlock_request"])
def test_contradiction_17_what_is_false_did_not_happen(
    code: str, value: object
) -> None:
    """17: raise no alarm from a boolean that is off."""
    assert alarms(code, value) == ()
    assert recorded({code: value}) == ()


@pytest.mark.parametrize("key", ["media_infos", "media_info_list"])
@pytest.mark.parametrize("endpoint", Endpoint)
def test_contradiction_18_pictures_have_two_keys(endpoint: Endpoint, key: str) -> None:
    """18: the endpoints name the list in two ways, and samples omit half its keys."""
    row = {
        "update_time": MILLISECONDS,
        key: [
            {"file_key": "jxmgqs59gfr899qe", "file_url": "https://pictures.example/1"},
            {"media_key": "uwu5m7kvj45av47g", "media_url": "https://videos.example/2"},
        ],
    }
    assert only(endpoint, row).media == (
        Media(file_url="https://pictures.example/1", file_key="jxmgqs59gfr899qe"),
        Media(media_url="https://videos.example/2", media_key="uwu5m7kvj45av47g"),
    )


@pytest.mark.parametrize(
    "entries",
    [
        None,
        "https://pictures.example/1",
        {"file_url": "https://pictures.example/1"},
        [],
        [None, "x", 1, {}],
        [{"file_key": "jxmgqs59gfr899qe"}],
        [{"file_url": "", "media_url": None}],
        [{"file_url": 7, "media_url": ["https://pictures.example/1"]}],
    ],
    ids=["null", "text", "object", "empty", "strays", "key only", "blank", "types"],
)
def test_contradiction_18_a_picture_without_address_is_none(entries: object) -> None:
    """18: a list without an address shows no picture."""
    assert opened("unlock_face", 1, media_infos=entries).media == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"dps": [{"unlock_card": "5"}]},
        {"dps": {"unlock_card": "5"}},
        {"dps": [{"code": "unlock_card", "value": "5"}]},
        {"dps": [{"unlock_card": "5"}], "status": []},
        {"dps": [{"unlock_card": "5"}], "status": {"code": "unlock_card", "value": 5}},
    ],
    ids=["as documented", "one object", "code and value", "empty status", "both"],
)
def test_contradiction_19_dps_map_codes_to_values(fields: dict[str, object]) -> None:
    """19: records has objects with one key where the others have code and value."""
    record = only(Endpoint.RECORDS, {"gmt_create": MILLISECONDS} | fields)
    assert (record.method, record.value, record.slot) == ("card", "5", 5)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Password 1", "Password 1"), ("", None), (None, None)],
)
@pytest.mark.parametrize("endpoint", Endpoint)
def test_contradiction_20_an_unlock_name_is_a_credentials_name_or_empty(
    endpoint: Endpoint, name: object, expected: str | None
) -> None:
    """20: records shows the name that a person gave, open-logs mostly nothing."""
    row = {"update_time": MILLISECONDS, "unlock_name": name}
    assert only(endpoint, row).credential_name == expected
