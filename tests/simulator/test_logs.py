"""Open-logs, alarm-logs, records and allocate, against the samples of Tuya's page."""

from datetime import timedelta
from typing import Any

import pytest

from simulator import (
    BACK_DOOR,
    FRONT_DOOR,
    GARDEN_GATE,
    HOLIDAY_FLAT,
    Abilities,
    Entry,
    Lock,
    Participant,
    Person,
    TuyaCloud,
)

from .conftest import END, START, Caller

ALL = "unlock_fingerprint,unlock_password,unlock_card,unlock_app,alarm_lock,hijack"
RANGE = {"start_time": START, "end_time": END}
PAGE = {"page_no": 1, "page_size": 10}
CAMEL = {
    "targetStandardDpCodes": ALL,
    "startTime": 0,
    "endTime": 0,
    "pageNo": 1,
    "pageSize": 10,
}
SNAKE = {"target_standard_dp_codes": ALL, "start_time": 0, "end_time": 0} | PAGE


def ms(entry: Entry) -> int:
    """Return when an entry happened as the rows show it."""
    return round(entry.occurred_at.timestamp() * 1000)


@pytest.mark.parametrize("version", ["v1.0", "v1.1"])
async def test_an_unnamed_unlock_looks_like_tuyas_sample(
    cloud: TuyaCloud, caller: Caller, lock: Lock, version: str
) -> None:
    """Show empty names, user 0, a dict status and a string value."""
    entry = cloud.add_unlock(lock, "fingerprint", 7, code="unlock_finger")
    assert await caller.opened(lock, version) == [
        {
            "status": {"code": "unlock_finger", "value": "7"},
            "nick_name": "",
            "unlock_name": "",
            "update_time": ms(entry),
            "user_id": "0",
        }
    ]


async def test_a_named_unlock_carries_the_names(
    cloud: TuyaCloud, caller: Caller
) -> None:
    """Show whose credential it was."""
    front = cloud.find(FRONT_DOOR)
    cloud.add_unlock(front, "password", 3)
    row = (await caller.opened(front))[0]
    assert (row["nick_name"], row["user_id"]) == ("Ben", "30660002")
    assert row["unlock_name"] == "Ben's code"


@pytest.mark.parametrize(
    ("person", "shown"), [("Ana", "30660001"), (Person("Eve", "31"), "31")]
)
async def test_a_person_may_be_given_for_an_unlock(
    cloud: TuyaCloud, caller: Caller, person: str | Person, shown: str
) -> None:
    """Show a member, or a person who is none."""
    front = cloud.find(FRONT_DOOR)
    cloud.add_unlock(front, "app", None, person=person)
    row = (await caller.opened(front))[0]
    assert row["status"] == {"code": "unlock_app", "value": "0"}
    assert row["user_id"] == shown


def test_a_stranger_may_be_given_by_name(cloud: TuyaCloud, lock: Lock) -> None:
    """Invent a user id for a name that no member has."""
    entry = cloud.add_unlock(lock, person="Finn")
    assert entry.person is not None
    assert entry.person.name == "Finn"
    assert entry.person.user_id not in {"", "0"}


async def test_alarms_look_like_tuyas_samples(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Show v1.0 as a dict in seconds and v1.1 as a list in milliseconds."""
    entry = cloud.add_attempt(lock)
    status = {"code": "alarm_lock", "value": "wrong_password"}
    assert await caller.alarms(lock, "v1.0") == [
        {"status": status, "update_time": ms(entry) // 1000}
    ]
    assert await caller.alarms(lock, "v1.1") == [
        {"nick_name": "", "status": [status], "update_time": ms(entry)}
    ]


async def test_a_record_looks_like_tuyas_sample(
    cloud: TuyaCloud, caller: Caller
) -> None:
    """Show single-key dps with a masked password, and page information."""
    back = cloud.find(BACK_DOOR)
    entry = cloud.add_unlock(back, "password", 1)
    result = await caller.records(back, ALL, page_size=1)
    assert result["has_more"] is True
    assert result["total"] == result["total_pages"] > 1
    [row] = result["records"]
    assert row == {
        "avatar": "https://images.example/avatar/30660002.png",
        "dps": [{"unlock_password": "*"}],
        "gmt_create": ms(entry),
        "member_bindable_flag": 0,
        "record_id": entry.id,
        "record_type": "unlock",
        "unlock_name": "Password 1",
        "user_id": "30660002",
        "user_name": "Ben",
    }


async def test_duress_is_an_ordinary_unlock_and_an_alarm_of_the_same_time(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Show duress in all three logs."""
    entry = cloud.add_duress(lock)
    assert entry.raised is not None
    [unlock] = await caller.opened(lock)
    assert unlock["status"] == {"code": "unlock_fingerprint", "value": "2"}
    [alarm] = await caller.alarms(lock)
    assert alarm["status"] == [{"code": "hijack", "value": "unlock_fingerprint-02"}]
    assert alarm["update_time"] == unlock["update_time"] == ms(entry)
    result = await caller.records(lock, ALL)
    assert [(row["record_type"], row["dps"]) for row in result["records"]] == [
        ("alarm", [{"hijack": "unlock_fingerprint-02"}]),
        ("alarm", [{"unlock_fingerprint": "2"}]),
    ]
    assert [row["record_id"] for row in result["records"]] == [
        entry.raised.id,
        entry.id,
    ]


async def test_a_ring_is_true(cloud: TuyaCloud, caller: Caller, lock: Lock) -> None:
    """Show the doorbell in alarm-logs, also when filtered for it."""
    cloud.add_ring(lock)
    cloud.add_alarm(lock, "pry")
    for query in ({"codes": "doorbell"}, {"dp_codes": "doorbell,hijack"}):
        [row] = await caller.alarms(lock, **query)
        assert row["status"] == [{"code": "doorbell", "value": True}]
    assert len(await caller.alarms(lock)) == 2


async def test_combined_unlocking_names_its_participants(
    cloud: TuyaCloud, caller: Caller
) -> None:
    """Show who took part in `union_unlock_info`."""
    back = cloud.find(BACK_DOOR)
    participants = ("Ana", "Ben", "Gus", Participant("Hal", "3", "Card 9"))
    cloud.add_unlock(back, participants=participants)
    result = await caller.records(back, ALL)
    assert result["records"][0]["union_unlock_info"] == [
        {"user_name": "Ana", "opmode": "1", "unlock_name": "Right thumb"},
        {"user_name": "Ben", "opmode": "2", "unlock_name": "Password 1"},
        {"user_name": "Gus", "opmode": "1", "unlock_name": ""},
        {"user_name": "Hal", "opmode": "3", "unlock_name": "Card 9"},
    ]


@pytest.mark.parametrize("version", ["v1.0", "v1.1"])
@pytest.mark.parametrize("missing", [*PAGE, *RANGE])
async def test_open_logs_needs_all_its_parameters(
    caller: Caller, version: str, missing: str
) -> None:
    """Answer 1100 where one is missing."""
    query = {name: value for name, value in (PAGE | RANGE).items() if name != missing}
    path = f"/{version}/devices/{FRONT_DOOR}/door-lock/open-logs"
    assert await caller.code(path, query) == 1100


@pytest.mark.parametrize(
    "wrong", [{"page_no": 0}, {"page_size": 0}, {"page_no": "x"}, {"start_time": "1.5"}]
)
async def test_a_parameter_of_the_wrong_kind_is_illegal(
    caller: Caller, wrong: dict[str, Any]
) -> None:
    """Answer 1109 to what is no number or out of range."""
    path = f"/v1.1/devices/{FRONT_DOOR}/door-lock/open-logs"
    assert await caller.code(path, PAGE | RANGE | wrong) == 1109


async def test_rows_come_newest_first_within_the_range(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Filter by the row's own time, both ends included."""
    now = cloud.clock.now()
    entries = [
        cloud.add_unlock(lock, slot=hour, occurred_at=now - timedelta(hours=hour))
        for hour in (2, 1, 3)
    ]
    rows = await caller.opened(lock)
    assert [row["status"]["value"] for row in rows] == ["1", "2", "3"]
    rows = await caller.opened(lock, start_time=ms(entries[0]), end_time=ms(entries[1]))
    assert [row["status"]["value"] for row in rows] == ["1", "2"]
    cloud.add_alarm(lock, "pry", occurred_at=now - timedelta(hours=2))
    assert len(await caller.alarms(lock, start_time=ms(entries[0]))) == 1
    assert await caller.alarms(lock, start_time=ms(entries[1])) == []
    result = await caller.records(lock, ALL, start_time=ms(entries[1]))
    assert result["total"] == 1


async def test_the_old_version_accepts_seconds_and_milliseconds(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Read the unit from the size in v1.0, and never in v1.1."""
    entry = cloud.add_unlock(lock)
    seconds = ms(entry) // 1000
    span = {"start_time": seconds, "end_time": seconds}
    assert len(await caller.opened(lock, "v1.0", **span)) == 1
    assert len(await caller.opened(lock, "v1.0")) == 1
    assert await caller.opened(lock, "v1.1", **span) == []


async def test_a_lock_may_refuse_milliseconds(caller: Caller, lock: Lock) -> None:
    """Answer 1109 to the unit that a lock does not accept."""
    path = f"/v1.0/devices/{lock.id}/door-lock/open-logs"
    lock.abilities = Abilities(open_logs_unit="s")
    assert await caller.code(path, PAGE | RANGE) == 1109
    in_seconds = {"start_time": START // 1000, "end_time": END // 1000}
    assert await caller.result(path, PAGE | in_seconds)
    lock.abilities = Abilities(open_logs_unit="ms")
    assert await caller.code(path, PAGE | in_seconds) == 1109
    assert await caller.result(path, PAGE | RANGE)


async def test_a_page_holds_a_hundred_rows_at_most(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Cap a larger page without a word, and count all rows in `total`."""
    for _ in range(103):
        cloud.add_unlock(lock)
    path = f"/v1.1/devices/{lock.id}/door-lock/open-logs"
    query = {"page_no": 1, "page_size": 500} | RANGE
    first = await caller.result(path, query)
    second = await caller.result(path, query | {"page_no": 2})
    beyond = await caller.result(path, query | {"page_no": 3})
    assert [len(page["logs"]) for page in (first, second, beyond)] == [100, 3, 0]
    assert first["total"] == second["total"] == 103
    result = await caller.records(lock, ALL, page_size=500)
    assert (len(result["records"]), result["has_more"]) == (100, True)
    assert result["total_pages"] == 2


async def test_pages_shift_when_a_row_arrives_between_two_calls(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Show a row twice, as an offset pager does."""
    for slot in range(1, 5):
        cloud.add_unlock(lock, slot=slot)
    pages: list[list[str]] = []

    def arrive(path: str) -> None:
        assert path.endswith("/open-logs")
        if pages:
            cloud.add_unlock(lock, slot=9)

    cloud.before_answer = arrive
    for number in (1, 2):
        rows = await caller.opened(lock, page_no=number, page_size=2)
        pages.append([row["status"]["value"] for row in rows])
    assert pages == [["4", "3"], ["3", "2"]]


async def test_a_late_upload_is_hidden_until_the_lock_wakes(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Show the row at `visible_at`, with the time at which it happened."""
    now = cloud.clock.now()
    entry = cloud.add_unlock(lock, visible_at=now + timedelta(minutes=4))
    assert await caller.opened(lock) == []
    assert (await caller.records(lock, ALL))["total"] == 0
    cloud.clock.shift(240)
    [row] = await caller.opened(lock)
    assert row["update_time"] == ms(entry)
    assert entry.occurred_at - now < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("row", "time"),
    [
        ("not a row", None),
        (None, None),
        ({"status": None, "update_time": "yesterday"}, None),
        ({"status": [], "update_time": True}, None),
        ({"status": {}, "update_time": 10**30}, None),
        ({"gmt_create": 1_800_000_000_000}, 1_800_000_000_000),
        ({"update_time": 1_800_000_000}, 1_800_000_000_000),
    ],
)
async def test_a_raw_row_is_shown_verbatim(
    cloud: TuyaCloud, caller: Caller, lock: Lock, row: object, time: int | None
) -> None:
    """Put any row into each answer, placed by its own time if it has one."""
    entry = cloud.add_raw(lock, "open", row)
    cloud.add_raw(lock, "alarm", row)
    cloud.add_raw(lock, "records", row)
    assert entry.time_ms == time
    assert await caller.opened(lock) == [row]
    assert await caller.alarms(lock) == [row]
    assert (await caller.records(lock, ALL))["records"] == [row]
    early = await caller.opened(lock, end_time=1_750_000_000_000)
    assert early == ([] if time else [row])


@pytest.mark.parametrize(
    ("lock_id", "query", "code"),
    [
        (BACK_DOOR, CAMEL, None),
        (BACK_DOOR, SNAKE, None),
        (HOLIDAY_FLAT, SNAKE, None),
        (HOLIDAY_FLAT, CAMEL, 1109),
        (HOLIDAY_FLAT, CAMEL | SNAKE, None),
        (HOLIDAY_FLAT, PAGE, 1100),
        (FRONT_DOOR, SNAKE, 1108),
    ],
)
async def test_a_lock_accepts_the_spelling_it_knows(
    caller: Caller, lock_id: str, query: dict[str, Any], code: int | None
) -> None:
    """Accept camelCase or snake_case as the lock is made."""
    path = f"/v1.0/devices/{lock_id}/door-lock/records"
    assert (await caller.call(path, query)).get("code") == code


async def test_records_have_only_the_codes_asked_for(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Filter rows by `target_standard_dp_codes`."""
    cloud.add_unlock(lock)
    cloud.add_unlock(lock, "card", 5)
    cloud.add_alarm(lock, "pry")
    result = await caller.records(lock, "unlock_card,alarm_lock")
    assert [row["dps"] for row in result["records"]] == [
        [{"alarm_lock": "pry"}],
        [{"unlock_card": "5"}],
    ]


@pytest.mark.parametrize(
    ("lock_id", "path"),
    [
        (BACK_DOOR, "/v1.1/devices/{}/door-lock/open-logs"),
        (BACK_DOOR, "/v1.0/devices/{}/door-lock/alarm-logs"),
        (GARDEN_GATE, "/v1.0/devices/{}/door-lock/open-logs"),
        (GARDEN_GATE, "/v1.0/devices/{}/door-lock/alarm-logs"),
    ],
)
async def test_an_unsupported_endpoint_answers_1108(
    caller: Caller, lock_id: str, path: str
) -> None:
    """Refuse what the lock cannot do."""
    assert await caller.code(path.format(lock_id), PAGE | RANGE) == 1108


async def test_a_lock_may_refuse_with_another_code_or_be_silent(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Imitate locks that answer 2009, or success without rows."""
    cloud.add_unlock(lock)
    lock.abilities = Abilities(open_logs=(), refusal=2009)
    path = f"/v1.1/devices/{lock.id}/door-lock/open-logs"
    assert await caller.code(path, PAGE | RANGE) == 2009
    lock.abilities = Abilities(records=("snake_case",), silent=("records",))
    assert (await caller.records(lock, ALL))["total"] == 0
    assert len(await caller.opened(lock)) == 1


async def allocate(
    caller: Caller, lock: Lock, record_id: str, body: object
) -> dict[str, Any]:
    """Bind a record to a member."""
    path = f"/v1.0/devices/{lock.id}/door-lock/records/{record_id}/actions/allocate"
    return await caller.call(path, method="POST", body=body)


@pytest.mark.parametrize("field", ["user_id", "userId"])
async def test_allocating_names_every_row_of_the_credential(
    cloud: TuyaCloud, caller: Caller, field: str
) -> None:
    """Bind a record's credential to a member, once."""
    back = cloud.find(BACK_DOOR)
    entry = cloud.add_unlock(back, "fingerprint", 8)
    cloud.add_unlock(back, "fingerprint", 8)
    before = (await caller.records(back, ALL))["records"]
    assert [row["member_bindable_flag"] for row in before[:2]] == [1, 1]
    answer = await allocate(caller, back, entry.id, {field: "30660001"})
    assert answer["result"] is True
    after = (await caller.records(back, ALL))["records"]
    assert [row["user_name"] for row in after[:2]] == ["Ana", "Ana"]
    assert [row["member_bindable_flag"] for row in after[:2]] == [0, 0]
    again = await allocate(caller, back, entry.id, {field: "30660001"})
    assert again["code"] == 1106


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"userId": 30660001}, None),
        ({}, 1100),
        ({"user_id": ""}, 1100),
        ({"user_id": True}, 1109),
        ({"user_id": "404"}, 1109),
        (["30660001"], 1109),
        (None, 1109),
    ],
)
async def test_a_strange_allocation_is_refused(
    cloud: TuyaCloud, caller: Caller, body: object, code: int | None
) -> None:
    """Accept a number as Tuya's sample has it, and nothing that is no member."""
    back = cloud.find(BACK_DOOR)
    entry = cloud.add_unlock(back, "fingerprint", 8)
    assert (await allocate(caller, back, entry.id, body)).get("code") == code


async def test_only_an_unassigned_unlock_can_be_allocated(
    cloud: TuyaCloud, caller: Caller
) -> None:
    """Answer 1000 for an unknown record, and deny an alarm or an owned unlock."""
    back = cloud.find(BACK_DOOR)
    body = {"user_id": "30660001"}
    assert (await allocate(caller, back, "nothing", body))["code"] == 1000
    for entry in (cloud.add_unlock(back), cloud.add_alarm(back)):
        assert (await allocate(caller, back, entry.id, body))["code"] == 1106
    front = cloud.find(FRONT_DOOR)
    assert (await allocate(caller, front, "nothing", body))["code"] == 1108


async def test_an_attempt_is_a_wrong_something(cloud: TuyaCloud, lock: Lock) -> None:
    """Refuse an attempt that is none."""
    with pytest.raises(ValueError, match="wrong_"):
        cloud.add_attempt(lock, "pry")


async def test_answered_calls_are_counted_by_name(caller: Caller) -> None:
    """Count every API call, with the code of a failure."""
    await caller.opened(caller.cloud.find(FRONT_DOOR))
    await caller.code("/v1.0/nothing")
    assert [call.name for call in caller.cloud.calls] == [
        "token",
        "open-logs",
        "unknown",
    ]
    [call] = caller.cloud.calls_of("open-logs")
    assert call.path == f"/v1.1/devices/{FRONT_DOOR}/door-lock/open-logs"
    assert call.query["page_no"] == "1"
    assert call.answer is None
    assert caller.cloud.calls_of("unknown")[0].answer == 1108
