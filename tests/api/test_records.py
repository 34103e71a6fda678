"""Unlocks, alarms and rings in the rows of Tuya's logs."""

import pytest

from custom_components.tuya_door_lock.api.records import (
    Duress,
    Endpoint,
    LockAlarm,
    Participant,
    UnlockMethod,
    method_of,
    slot_of,
)

from .rows import MILLISECONDS, MOMENT, alarms, only, opened, read, recorded


@pytest.mark.parametrize(
    ("code", "method"),
    [
        ("unlock_fingerprint", "fingerprint"),
        ("unlock_password", "password"),
        ("unlock_temporary", "temporary"),
        ("unlock_dynamic", "dynamic"),
        ("unlock_card", "card"),
        ("unlock_face", "face"),
        ("unlock_key", "key"),
        ("unlock_identity_card", "identity_card"),
        ("unlock_emergency", "emergency"),
        ("unlock_app", "app"),
        ("unlock_ble", "ble"),
        ("unlock_phone_remote", "phone_remote"),
        ("unlock_voice_remote", "voice_remote"),
        ("unlock_remote", "remote"),
        ("unlock_hand", "hand"),
        ("unlock_finger_vein", "finger_vein"),
        ("unlock_eye", "eye"),
        ("unlock_special", "special"),
        ("unlock_double", "double"),
        ("unlock_double_kit", "double"),
        ("unlock_offline_pd", "offline_pd"),
        ("unlock_offline_clear", "offline_clear"),
        ("unlock_offline_clear_single", "offline_clear_single"),
        ("unlock_geofence", "geofence"),
        ("unlock_fingerprint_kit", "fingerprint"),
        ("unlock_card_kit", "card"),
        ("unlock_password_kit", "password"),
        ("unlock_face_kit", "face"),
        ("unlock_key_kit", "key"),
        ("unlock_temporary_kit", "temporary"),
        ("unlock_phone_remote_kit", "phone_remote"),
        ("unlock_telecontrol_kit", "telecontrol"),
        ("open_inside", "inside"),
        ("card_unlock_user", "card"),
        ("face_unlock_user", "face"),
        ("fingerprint_unlock_user", "fingerprint"),
        ("hand_unlock_user", "hand"),
        ("password_unlock_user", "password"),
        ("unlock_toe", "other"),
        ("unlock_", "other"),
        ("lock_gesture", "other"),
        ("single_use_password", "other"),
        ("card", "other"),
        ("", "other"),
    ],
)
@pytest.mark.parametrize("endpoint", [Endpoint.OPEN_LOGS, Endpoint.RECORDS])
def test_a_code_names_the_method(endpoint: Endpoint, code: str, method: str) -> None:
    """Know Tuya's codes with and without `_kit`, and keep those that nobody knows."""
    status = {"code": code, "value": 3}
    record = only(endpoint, {"update_time": MILLISECONDS, "status": status})
    assert (record.kind, record.method, record.code) == ("unlock", method, code)
    assert record.alarm is None
    assert record.duress is None
    assert record.occurred_at == MOMENT
    assert method_of(code) == method


@pytest.mark.parametrize(
    ("method", "slot"),
    [
        (UnlockMethod.FINGERPRINT, 3),
        (UnlockMethod.TEMPORARY, 3),
        (UnlockMethod.OTHER, 3),
        (UnlockMethod.APP, None),
        (UnlockMethod.DYNAMIC, None),
        (UnlockMethod.INSIDE, None),
        (UnlockMethod.PHONE_REMOTE, None),
        (None, None),
    ],
)
def test_a_constant_is_no_slot(method: UnlockMethod | None, slot: int | None) -> None:
    """Read a number as a slot only where the lock gave it to a credential."""
    assert slot_of(method, "3") == slot


@pytest.mark.parametrize(
    ("flag", "bindable"),
    [(1, True), ("1", True), (True, True), (0, False), ("0", False), (None, False)],
)
def test_a_record_that_may_be_linked_says_so(flag: object, bindable: bool) -> None:
    """Read the flag as number, text or boolean."""
    [record] = recorded({"unlock_fingerprint": 7}, member_bindable_flag=flag)
    assert record.bindable is bindable


def test_several_unlock_codes_are_one_combined_unlock() -> None:
    """Read two credentials of one row as one unlock with two participants."""
    [record] = recorded({"unlock_fingerprint": 1}, {"unlock_password_kit": "*"})
    assert (record.kind, record.method) == ("unlock", "double")
    assert record.code == "unlock_fingerprint,unlock_password_kit"
    assert (record.value, record.slot) == (None, None)
    assert record.participants == (
        Participant(UnlockMethod.FINGERPRINT, 1),
        Participant(UnlockMethod.PASSWORD),
    )


def test_two_fingers_are_a_combined_unlock_and_the_same_twice_is_not() -> None:
    """Count an unlock once, however often its row repeats it."""
    [two] = recorded({"unlock_fingerprint": 1}, {"unlock_fingerprint": 2})
    assert two.method is UnlockMethod.DOUBLE
    assert [each.slot for each in two.participants] == [1, 2]
    [one] = recorded({"unlock_fingerprint": 1}, {"unlock_fingerprint": "1"})
    assert (one.method, one.slot, one.participants) == ("fingerprint", 1, ())


@pytest.mark.parametrize("endpoint", [Endpoint.OPEN_LOGS, Endpoint.RECORDS])
def test_an_unknown_code_beside_a_known_one_is_no_second_unlock(
    endpoint: Endpoint,
) -> None:
    """Let a battery in a row neither combine an unlock nor make one."""
    battery = {"code": "battery_state", "value": "low"}
    finger = {"code": "unlock_fingerprint", "value": 1}
    pry = {"code": "alarm_lock", "value": "pry"}
    opening = only(endpoint, {"update_time": MILLISECONDS, "status": [battery, finger]})
    assert (opening.method, opening.slot, opening.participants) == (
        "fingerprint",
        1,
        (),
    )
    alarm = only(endpoint, {"update_time": MILLISECONDS, "status": [pry, battery]})
    assert (alarm.kind, alarm.alarm) == ("alarm", "pry")


def test_several_unknown_codes_are_one_record() -> None:
    """Keep a row of which nothing is known as one of its log's."""
    [record] = recorded({"lock_gesture": 1}, {"battery_state": "low"})
    assert (record.kind, record.method, record.code) == (
        "unlock",
        "other",
        "lock_gesture",
    )


def test_those_who_unlock_together_are_reported() -> None:
    """Read the participants, whose methods Tuya numbers or names."""
    [record] = recorded(
        {"unlock_double": 1},
        union_unlock_info=[
            {"opmode": "1", "unlock_name": "Right thumb", "user_name": "Ana"},
            {"opmode": 2, "unlock_name": "", "user_name": "Ben"},
            {"opmode": "3", "user_name": None},
            {"opmode": "unlock_face"},
            {"opmode": "9"},
            {},
            None,
            "Cleo",
        ],
    )
    assert record.method is UnlockMethod.DOUBLE
    assert record.participants == (
        Participant(UnlockMethod.FINGERPRINT, None, "Ana", "Right thumb"),
        Participant(UnlockMethod.PASSWORD, None, "Ben"),
        Participant(UnlockMethod.CARD),
        Participant(UnlockMethod.FACE),
        Participant(UnlockMethod.OTHER),
        Participant(UnlockMethod.OTHER),
    )


def test_named_participants_are_better_than_codes() -> None:
    """Prefer `union_unlock_info` to what the codes alone say."""
    [record] = recorded(
        {"unlock_fingerprint": 1},
        {"unlock_card": 5},
        union_unlock_info=[{"opmode": "1", "user_name": "Ana"}],
    )
    assert record.participants == (Participant(UnlockMethod.FINGERPRINT, None, "Ana"),)


@pytest.mark.parametrize("info", [None, "Ana", {"user_name": "Ana"}, 5, []])
def test_participants_of_another_shape_are_none(info: object) -> None:
    """Leave out what is no list of participants."""
    [record] = recorded({"unlock_double": 1}, union_unlock_info=info)
    assert record.participants == ()


@pytest.mark.parametrize("alarm", sorted(set(LockAlarm) - {"duress", "other"}))
@pytest.mark.parametrize("code", ["alarm_lock", "alarm_lock_kit", "lock_alarm_kit"])
def test_an_alarm_names_its_cause(code: str, alarm: str) -> None:
    """Know the values of `alarm_lock` in every log."""
    [record] = alarms(code, alarm)
    assert (record.kind, record.alarm, record.code) == ("alarm", alarm, alarm)
    assert record.value == alarm
    assert record.method is None
    assert record.duress is None
    [same] = recorded({code: alarm})
    assert (same.kind, same.alarm) == ("alarm", alarm)


@pytest.mark.parametrize(
    ("value", "code"),
    [("earthquake", "earthquake"), ("11", "11"), (11, "11"), (None, "alarm_lock")],
)
def test_an_unknown_alarm_is_other_and_keeps_its_word(value: object, code: str) -> None:
    """Raise an alarm also for a cause that nobody knows."""
    [record] = alarms("alarm_lock", value)
    assert (record.kind, record.alarm, record.code) == ("alarm", "other", code)


def test_an_alarm_may_stand_in_the_code() -> None:
    """Know a cause that comes as a code of its own, in any log, unless it is off."""
    [record] = recorded({"pry": True})
    assert (record.kind, record.alarm, record.code) == ("alarm", "pry", "pry")
    assert recorded({"pry": False}) == ()
    assert opened("low_battery", True).alarm is LockAlarm.LOW_BATTERY


@pytest.mark.parametrize(
    ("record_type", "kind"),
    [("alarm", "alarm"), ("unlock", "unlock"), (None, "unlock")],
)
def test_an_unknown_code_in_records_is_what_its_type_says(
    record_type: object, kind: str
) -> None:
    """Let the type decide where the code says nothing."""
    [record] = recorded({"shed_door": 4}, record_type=record_type)
    assert (record.kind, record.code, record.value) == (kind, "shed_door", "4")


def test_an_unknown_code_in_the_alarm_log_is_an_alarm() -> None:
    """Keep a strange row of the alarm log as an alarm, unless it is off."""
    [record] = alarms("shed_door", "open")
    assert (record.kind, record.alarm, record.code, record.value) == (
        "alarm",
        "other",
        "shed_door",
        "open",
    )
    assert alarms("shed_door", False) == ()


def test_an_unlock_in_the_alarm_log_is_an_unlock() -> None:
    """Believe the code more than the log that it stands in."""
    [record] = alarms("unlock_card", 5)
    assert (record.kind, record.method, record.slot) == ("unlock", "card", 5)


def test_every_alarm_of_a_row_is_reported() -> None:
    """Read two alarms of one row as two records."""
    status = [
        {"code": "alarm_lock", "value": "wrong_password"},
        {"code": "alarm_lock", "value": "pry"},
        {"code": "hijack", "value": "unlock_card-5"},
    ]
    found = read(Endpoint.ALARM_LOGS, {"update_time": MILLISECONDS, "status": status})
    assert [record.alarm for record in found] == ["wrong_password", "pry", "duress"]


@pytest.mark.parametrize("value", ["hijack", "duress"])
def test_duress_may_be_a_value_of_alarm_lock(value: str) -> None:
    """Read the alarm by its value."""
    [record] = alarms("alarm_lock", value)
    assert (record.kind, record.alarm, record.duress) == ("alarm", "duress", Duress())


@pytest.mark.parametrize(
    "value", [True, "true", "unlock_fingerprint-02"], ids=lambda value: str(value)
)
def test_an_unlock_with_hijack_is_an_unlock_and_a_duress_alarm(value: object) -> None:
    """Make both records, the unlock first and unsuspicious, the alarm with the finger."""
    unlock, alarm = recorded(
        {"hijack": value},
        {"unlock_fingerprint": 2},
        record_type="alarm",
        record_id="1624-1",
        user_name="Ana",
    )
    assert (unlock.kind, unlock.method, unlock.slot) == ("unlock", "fingerprint", 2)
    assert not unlock.duress_suspected
    assert unlock.duress is None
    assert unlock.tuya_id == alarm.tuya_id == "1624-1"
    assert (alarm.kind, alarm.alarm) == ("alarm", "duress")
    assert alarm.duress == Duress(UnlockMethod.FINGERPRINT, 2)
    assert alarm.user_name == "Ana"


def test_a_finger_that_hijack_names_is_not_replaced() -> None:
    """Believe the alarm about its own finger, whatever else the row says."""
    _, alarm = recorded({"hijack": "unlock_fingerprint-02"}, {"unlock_card": 5})
    assert alarm.duress == Duress(UnlockMethod.FINGERPRINT, 2)


def test_another_alarm_beside_an_unlock_has_no_duress() -> None:
    """Let only hijack have the unlock's finger."""
    unlock, alarm = recorded(
        {"unlock_fingerprint": 2}, {"alarm_lock": "low_battery"}, record_type="alarm"
    )
    assert (alarm.alarm, alarm.duress) == ("low_battery", None)
    assert unlock.duress_suspected


def test_an_unlock_with_hijack_off_is_only_an_unlock() -> None:
    """Raise no alarm from a row that says that there was none."""
    [record] = recorded({"unlock_card": 5}, {"hijack": False})
    assert (record.kind, record.method, record.duress) == ("unlock", "card", None)


@pytest.mark.parametrize("value", [True, "true", 1, "1", None], ids=repr)
def test_a_doorbell_rings(value: object) -> None:
    """Read a ring however it is written."""
    [record] = alarms("doorbell", value)
    assert (record.kind, record.code) == ("doorbell", "doorbell")
    assert (record.method, record.alarm, record.slot) == (None, None, None)
    assert recorded({"doorbell": value})[0].kind == "doorbell"


def test_a_doorbell_may_be_a_value_of_alarm_lock() -> None:
    """Read a ring that some locks send as an alarm."""
    [record] = alarms("alarm_lock", "doorbell")
    assert (record.kind, record.alarm, record.code) == ("doorbell", None, "doorbell")


@pytest.mark.parametrize("value", [1, 30, "90", True], ids=repr)
def test_a_request_for_entry_is_a_ring(value: object) -> None:
    """Read a running countdown as a ring, not as an unlock."""
    [record] = recorded({"unlock_request": value})
    assert (record.kind, record.code, record.method) == (
        "doorbell",
        "unlock_request",
        None,
    )
