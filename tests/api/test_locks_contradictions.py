"""The places where Tuya's page contradicts itself about requests and lists.

The tests are named by the places' numbers. Those about rows are in
`test_records_contradictions.py`.
"""

from collections.abc import Callable
import json

import pytest

from custom_components.tuya_door_lock.api.locks import TuyaLocks
from custom_components.tuya_door_lock.api.records import Endpoint
from custom_components.tuya_door_lock.api.streams import SPELLINGS, LogStream

from .conftest import Script
from .test_locks import ALARM_LOGS, NOW, OPEN_LOGS, RECORDS, STREAMS, paged, pages


def spelled(endpoint: Endpoint, name: str) -> set[str]:
    """Return the spellings of a parameter that an endpoint is tried with."""
    return {
        key
        for stream in SPELLINGS[endpoint]
        for key in stream.query(1)
        if key.lower().replace("_", "") == name
    }


def test_contradiction_02_times_are_asked_for_in_milliseconds_or_seconds() -> None:
    """2: the sample of v1.0 has ten digits, that of v1.1 thirteen."""
    found = [
        (stream.version, query["start_time"], query["end_time"])
        for stream in SPELLINGS[Endpoint.OPEN_LOGS]
        if (query := stream.query(1))
    ]
    assert set(found) == {
        ("v1.1", 946598400000, 4102444800000),
        ("v1.0", 946598400000, 4102444800000),
        ("v1.0", 946598400, 4102444800),
    }


@pytest.mark.parametrize("endpoint", [Endpoint.OPEN_LOGS, Endpoint.ALARM_LOGS])
def test_contradiction_07_pictures_are_asked_for_in_both_spellings(
    endpoint: Endpoint,
) -> None:
    """7: table and sample of both logs write the flag reversed."""
    assert spelled(endpoint, "showmediainfo") == {"show_media_info", "showMediaInfo"}
    assert all(
        ("show_media_info" in query) != ("showMediaInfo" in query)
        for stream in SPELLINGS[endpoint]
        if stream.version == "v1.1" and (query := stream.query(1))
    )


@pytest.mark.parametrize("version", ["v1.0", "v1.1"])
def test_contradiction_08_alarms_are_filtered_by_codes_or_dp_codes(
    version: str,
) -> None:
    """8: the tables say `dp_codes`, a sample and most clients say `codes`."""
    queries = [
        stream.query(1)
        for stream in SPELLINGS[Endpoint.ALARM_LOGS]
        if stream.version == version
    ]
    assert [
        [(name, query[name]) for name in ("codes", "dp_codes") if name in query]
        for query in queries
    ] == [
        [("codes", "alarm_lock,hijack,doorbell")],
        [("dp_codes", "alarm_lock,hijack,doorbell")],
    ]


def test_contradiction_09_records_is_asked_in_camel_case_or_snake_case() -> None:
    """9: the table writes snake_case, the sample camelCase, and never a mixture."""
    assert [sorted(stream.query(3)) for stream in SPELLINGS[Endpoint.RECORDS]] == [
        ["endTime", "pageNo", "pageSize", "startTime", "targetStandardDpCodes"],
        ["end_time", "page_no", "page_size", "start_time", "target_standard_dp_codes"],
    ]


@pytest.mark.parametrize(
    ("camel_case", "body"),
    [(False, {"user_id": "1980012"}), (True, {"userId": "1980012"})],
    ids=["table", "sample"],
)
async def test_contradiction_10_a_member_is_named_in_both_spellings(
    script: Script,
    scripted_locks: TuyaLocks,
    camel_case: bool,
    body: dict[str, str],
) -> None:
    """10: the table has `user_id`, the sample `userId`."""
    script.answer = lambda request: True
    await scripted_locks.allocate("a1", "rec", "1980012", camel_case=camel_case)
    [request] = script.seen
    assert json.loads(request.body) == body


@pytest.mark.parametrize(
    ("more", "less"), [(True, False), (1, 0)], ids=["boolean", "integer"]
)
async def test_contradiction_13_has_more_is_a_boolean_or_a_number(
    script: Script, scripted_locks: TuyaLocks, more: object, less: object
) -> None:
    """13: the table declares an integer, the sample shows `false`."""
    script.answer = paged(
        20, 50, lambda read: {"has_more": more if read < 50 else less}
    )
    found = await pages(scripted_locks, end=NOW)
    assert [len(page.records) for page in found] == [20, 20, 10]
    assert [page.is_last for page in found] == [False, False, True]


@pytest.mark.parametrize(
    ("size", "hint", "sizes"),
    [
        (20, lambda read: {"total": 50}, [20, 20, 10]),
        (20, lambda read: {"total": min(20, 70 - read)}, [20, 20, 10]),
        (20, lambda read: {"total": "50"}, [20, 20, 10]),
        (20, lambda read: {"total": None}, [20, 20, 10]),
        (20, lambda read: {}, [20, 20, 10]),
        (100, lambda read: {"total": 100}, [100, 50]),
        (100, lambda read: {"total": 0, "has_more": False}, [100, 50]),
    ],
    ids=[
        "overall, small steps",
        "of the page, small steps",
        "text",
        "null",
        "missing",
        "of the page, full",
        "nonsense, full",
    ],
)
async def test_contradiction_14_total_counts_the_log_or_the_page(
    script: Script,
    scripted_locks: TuyaLocks,
    size: int,
    hint: Callable[[int], dict[str, object]],
    sizes: list[int],
) -> None:
    """14: "the total number of returned items" can only make a log longer."""
    script.answer = paged(size, 50 if size == 20 else 150, hint)
    found = await pages(scripted_locks, end=NOW)
    assert [len(page.records) for page in found] == sizes
    assert found[-1].is_last


@pytest.mark.parametrize("stream", SPELLINGS[Endpoint.ALARM_LOGS])
def test_contradiction_16_alarms_are_asked_for_without_times(stream: LogStream) -> None:
    """16: the tables know no times, although clients send some."""
    asked = stream.query(1)
    assert asked
    assert not {"start_time", "end_time", "startTime", "endTime"} & set(asked)


@pytest.mark.parametrize(
    "record_id",
    [
        "162460b8cfcbb6-d583-11eb-adea-0242878ef26647****",
        "162315AAXEQDzL*****CRCxYNIADC506****",
        "16_a.b~c",
    ],
)
async def test_contradiction_22_a_record_id_is_an_opaque_text(
    script: Script, scripted_locks: TuyaLocks, record_id: str
) -> None:
    """22: the samples mix digits, letters, parts of a UUID and asterisks."""
    script.answer = lambda request: True
    await scripted_locks.allocate("a1", record_id, "1980012")
    [request] = script.seen
    assert request.url.raw_path == (
        f"/v1.0/devices/a1/door-lock/records/{record_id}/actions/allocate"
    )


@pytest.mark.parametrize("stream", STREAMS)
async def test_contradiction_23_parameters_are_in_the_address(
    script: Script, scripted_locks: TuyaLocks, stream: LogStream
) -> None:
    """23: "URL" in some tables and "QUERY" in another mean the same."""
    await pages(scripted_locks, stream, "a1", end=NOW)
    [request] = script.seen
    assert request.method == "GET"
    assert request.body == b""
    assert dict(request.url.query) == {
        name: "true" if value is True else str(value)
        for name, value in stream.query(1).items()
    }


def test_the_three_endpoints_are_first_asked_as_most_clients_do() -> None:
    """Begin with the spelling that is known to work on most locks."""
    assert (RECORDS.camel_case, RECORDS.version) == (True, "v1.0")
    assert (OPEN_LOGS.camel_case, OPEN_LOGS.version) == (False, "v1.1")
    assert (ALARM_LOGS.codes_name, ALARM_LOGS.version) == ("codes", "v1.1")
