"""Which log endpoints a lock is read through."""

from datetime import datetime, timedelta
import json
from typing import Literal

from aiohttp import web
import pytest

from custom_components.tuya_door_lock.api.client import TuyaClient
from custom_components.tuya_door_lock.api.errors import (
    Service,
    TuyaAccountNotLinkedError,
    TuyaCredentialsError,
    TuyaError,
    TuyaPermissionError,
    TuyaPlanExpiredError,
    TuyaQuotaError,
    TuyaRateLimitError,
    TuyaServiceNotAuthorizedError,
    TuyaServiceNotSubscribedError,
    TuyaTransientError,
    TuyaUnsupportedError,
)
from custom_components.tuya_door_lock.api.locks import TuyaLocks
from custom_components.tuya_door_lock.api.records import Endpoint, RecordKind
from custom_components.tuya_door_lock.api.sources import Source, find_source
from custom_components.tuya_door_lock.api.streams import SPELLINGS, LogStream
from simulator import (
    BACK_DOOR,
    FRONT_DOOR,
    GARDEN_GATE,
    HOLIDAY_FLAT,
    Abilities,
    Lock,
    TuyaCloud,
)

from .conftest import Script

RECORDS_CAMEL, RECORDS_SNAKE = SPELLINGS[Endpoint.RECORDS]
OPEN_V11, _, OPEN_V10_MS, OPEN_V10_S = SPELLINGS[Endpoint.OPEN_LOGS]
ALARM_V11, ALARM_V11_DP_CODES, ALARM_V10, _ = SPELLINGS[Endpoint.ALARM_LOGS]
WEEK = timedelta(days=7)
NEW = "bf8h70newl0ck000008xyz"
EVERYTHING = Abilities(records=("camelCase", "snake_case"))


async def find(locks: TuyaLocks, lock_id: str = NEW, past: timedelta = WEEK) -> Source:
    """Find the source of a lock from its last days."""
    end = locks.client.now() + timedelta(minutes=1)
    return await find_source(locks, lock_id, end - past, end)


def add_lock(cloud: TuyaCloud, abilities: Abilities) -> Lock:
    """Add a lock without history."""
    return cloud.add_lock(Lock(NEW, "New door", abilities=abilities))


def add_raw_alarm(cloud: TuyaCloud, lock: Lock, occurred_at: datetime) -> None:
    """Let the alarm log alone show an alarm."""
    status = [{"code": "alarm_lock", "value": "pry"}]
    update_time = int(occurred_at.timestamp() * 1000)
    cloud.add_raw(lock, "alarm", {"status": status, "update_time": update_time})


@pytest.mark.parametrize(
    ("lock_id", "streams", "searching"),
    [
        pytest.param(
            FRONT_DOOR,
            (OPEN_V11, ALARM_V11),
            {"records": 2, "open-logs": 1, "alarm-logs": 1},
            id="both logs",
        ),
        pytest.param(
            BACK_DOOR,
            (RECORDS_CAMEL,),
            {"records": 1, "open-logs": 4, "alarm-logs": 4},
            id="records",
        ),
        pytest.param(
            GARDEN_GATE,
            (OPEN_V11, ALARM_V11),
            {"records": 2, "open-logs": 1, "alarm-logs": 1},
            id="logs v1.1",
        ),
        pytest.param(
            HOLIDAY_FLAT,
            (RECORDS_SNAKE,),
            {"records": 2, "open-logs": 4, "alarm-logs": 4},
            id="records snake_case",
        ),
    ],
)
async def test_each_lock_of_a_household_has_its_source(
    client: TuyaClient,
    locks: TuyaLocks,
    lock_id: str,
    streams: tuple[LogStream, ...],
    searching: dict[str, int],
) -> None:
    """Find what a lock answers, at the price of a few calls."""
    source = await find(locks, lock_id)
    assert source == Source(streams, is_confirmed=True)
    assert source.kinds == set(RecordKind)
    assert client.calls == {"token": 1} | searching


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("any", OPEN_V10_MS), ("ms", OPEN_V10_MS), ("s", OPEN_V10_S)],
)
async def test_an_old_lock_is_asked_in_its_unit_of_time(
    cloud: TuyaCloud,
    locks: TuyaLocks,
    unit: Literal["any", "ms", "s"],
    expected: LogStream,
) -> None:
    """Find a lock that answers v1.0 alone, in milliseconds or in seconds."""
    abilities = Abilities(
        open_logs=("v1.0",), alarm_logs=("v1.0",), open_logs_unit=unit
    )
    lock = add_lock(cloud, abilities)
    cloud.add_unlock(lock)
    cloud.add_attempt(lock)
    assert await find(locks) == Source((expected, ALARM_V10), is_confirmed=True)


@pytest.mark.parametrize(
    ("shown", "expected", "is_confirmed", "calls"),
    [
        ("seconds", OPEN_V10_S, True, 4),
        ("milliseconds", OPEN_V10_MS, True, 3),
        ("nothing", OPEN_V10_MS, False, 4),
    ],
)
async def test_an_empty_answer_leaves_the_unit_of_time_in_doubt(
    script: Script,
    scripted_client: TuyaClient,
    shown: str,
    expected: LogStream,
    is_confirmed: bool,
    calls: int,
) -> None:
    """Ask v1.0 again in seconds where it shows nothing for milliseconds."""
    now = int(scripted_client.now().timestamp())

    def answer(request: web.Request) -> object:
        if "/v1.0/" not in request.path or "open-logs" not in request.path:
            return web.json_response({"success": False, "code": 1108})
        asked = "seconds" if len(request.query["end_time"]) == 10 else "milliseconds"
        return {"logs": [{"update_time": now}] if asked == shown else []}

    script.answer = answer
    source = await find(TuyaLocks(scripted_client))
    assert source == Source((expected,), is_confirmed=is_confirmed)
    assert scripted_client.calls["open-logs"] == calls


async def test_an_empty_answer_of_v11_is_not_asked_for_again(
    cloud: TuyaCloud, client: TuyaClient, locks: TuyaLocks
) -> None:
    """Spend no call on other spellings where the first one was understood."""
    add_lock(cloud, EVERYTHING)
    await find(locks)
    assert client.calls == {
        "token": 1,
        "records": 1,
        "open-logs": 1,
        "alarm-logs": 1,
    }


async def test_records_is_preferred_where_it_shows_all(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Read a lock with one call where that shows unlocks and alarms."""
    lock = add_lock(cloud, EVERYTHING)
    cloud.add_unlock(lock)
    cloud.add_attempt(lock)
    source = await find(locks)
    assert source == Source((RECORDS_CAMEL,), is_confirmed=True)
    assert source.kinds == set(RecordKind)


async def test_records_without_the_alarms_is_not_chosen(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Lose no alarm to an endpoint that shows only unlocks."""
    lock = add_lock(cloud, EVERYTHING)
    cloud.add_unlock(lock)
    add_raw_alarm(cloud, lock, cloud.clock.now())
    assert await find(locks) == Source((OPEN_V11, ALARM_V11), is_confirmed=True)


async def test_records_that_is_silent_is_not_chosen(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Leave an endpoint that answers and shows nothing."""
    abilities = Abilities(records=("camelCase",), silent=("records",))
    lock = add_lock(cloud, abilities)
    cloud.add_unlock(lock)
    source = await find(locks)
    assert source == Source((OPEN_V11, ALARM_V11), is_confirmed=True)


async def test_records_makes_up_for_missing_open_logs(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Read unlocks in records and alarms in their log where only these show them."""
    abilities = Abilities(open_logs=(), records=("snake_case",))
    lock = add_lock(cloud, abilities)
    cloud.add_unlock(lock)
    add_raw_alarm(cloud, lock, cloud.clock.now())
    source = await find(locks)
    assert source == Source((ALARM_V11, RECORDS_SNAKE), is_confirmed=True)
    assert source.kinds == set(RecordKind)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, (RECORDS_CAMEL,)), (4, (OPEN_V11, ALARM_V11))],
    ids=["at once", "later"],
)
async def test_records_with_the_times_of_filing_is_not_chosen(
    cloud: TuyaCloud,
    locks: TuyaLocks,
    seconds: int,
    expected: tuple[LogStream, ...],
) -> None:
    """Show no unlock at another time than that at which the door opened."""
    lock = add_lock(cloud, EVERYTHING)
    opened = cloud.clock.now_ms()
    status = {"code": "unlock_fingerprint", "value": "1"}
    cloud.add_raw(lock, "open", {"status": status, "update_time": opened})
    dps = [{"unlock_fingerprint": "1"}]
    filed = opened + seconds * 1000
    cloud.add_raw(lock, "records", {"dps": dps, "gmt_create": filed})
    assert (await find(locks)).streams == expected


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [(5, (RECORDS_CAMEL,)), (0, (OPEN_V11, ALARM_V11))],
    ids=["before the page", "on the page"],
)
async def test_what_lies_before_a_full_page_is_no_reason_against_records(
    cloud: TuyaCloud, locks: TuyaLocks, days_ago: int, expected: tuple[LogStream, ...]
) -> None:
    """Compare the endpoints only as far back as the page of records reaches."""
    lock = add_lock(cloud, EVERYTHING)
    now = cloud.clock.now()
    for minutes in range(120):
        cloud.add_unlock(lock, occurred_at=now - timedelta(minutes=minutes))
    add_raw_alarm(cloud, lock, now - timedelta(days=days_ago))
    assert (await find(locks)).streams == expected


async def test_a_short_page_of_records_reaches_back_to_the_start(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Miss an old alarm in a page of records that has room for it."""
    lock = add_lock(cloud, EVERYTHING)
    cloud.add_unlock(lock)
    add_raw_alarm(cloud, lock, cloud.clock.now() - timedelta(days=5))
    assert (await find(locks)).streams == (OPEN_V11, ALARM_V11)


async def test_an_alarm_before_the_span_is_no_reason_against_records(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Leave out what the alarm log, which knows no times, shows of before."""
    lock = add_lock(cloud, EVERYTHING)
    cloud.add_unlock(lock)
    add_raw_alarm(cloud, lock, cloud.clock.now() - timedelta(days=30))
    assert (await find(locks)).streams == (RECORDS_CAMEL,)


@pytest.mark.parametrize(
    ("abilities", "streams", "confirmed_streams"),
    [
        pytest.param(
            Abilities(), (OPEN_V11, ALARM_V11), (OPEN_V11, ALARM_V11), id="logs"
        ),
        pytest.param(
            EVERYTHING, (OPEN_V11, ALARM_V11), (RECORDS_CAMEL,), id="everything"
        ),
        pytest.param(
            Abilities(open_logs=(), alarm_logs=(), records=("snake_case",)),
            (RECORDS_SNAKE,),
            (RECORDS_SNAKE,),
            id="records",
        ),
        pytest.param(
            Abilities(open_logs=(), records=("snake_case",)),
            (ALARM_V11, RECORDS_SNAKE),
            (RECORDS_SNAKE,),
            id="records and alarms",
        ),
        pytest.param(Abilities(alarm_logs=()), (OPEN_V11,), (OPEN_V11,), id="unlocks"),
    ],
)
async def test_a_lock_without_rows_is_settled_by_its_first(
    cloud: TuyaCloud,
    locks: TuyaLocks,
    abilities: Abilities,
    streams: tuple[LogStream, ...],
    confirmed_streams: tuple[LogStream, ...],
) -> None:
    """Read what answers, and decide once there are rows."""
    lock = add_lock(cloud, abilities)
    source = await find(locks)
    assert source == Source(streams, is_confirmed=False)
    cloud.add_unlock(lock)
    source = await find(locks)
    assert source == Source(confirmed_streams, is_confirmed=True)


async def test_a_source_knows_the_kinds_it_covers(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """A lock without an alarm log shows no alarms."""
    add_lock(cloud, Abilities(alarm_logs=()))
    assert (await find(locks)).kinds == {RecordKind.UNLOCK}
    assert Source((ALARM_V11,), is_confirmed=True).kinds == {
        RecordKind.ALARM,
        RecordKind.DOORBELL,
    }
    assert Source((), is_confirmed=True).kinds == frozenset()


@pytest.mark.parametrize("refusal", [1108, 2009, 1100, 1109])
async def test_a_lock_that_answers_nothing_is_unsupported(
    cloud: TuyaCloud, client: TuyaClient, locks: TuyaLocks, refusal: int
) -> None:
    """Raise after every spelling was refused."""
    add_lock(cloud, Abilities(open_logs=(), alarm_logs=(), refusal=refusal))
    with pytest.raises(TuyaUnsupportedError, match="none of Tuya's log") as caught:
        await find(locks)
    assert caught.value.service is Service.SMART_LOCK
    assert client.calls == {
        "token": 1,
        "records": 2,
        "open-logs": 4,
        "alarm-logs": 4,
        "device-logs": 1,
    }


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (1106, TuyaAccountNotLinkedError),
        (28841101, TuyaServiceNotSubscribedError),
        (28841105, TuyaServiceNotAuthorizedError),
    ],
)
async def test_a_permission_that_is_refused_everywhere_is_reported(
    cloud: TuyaCloud,
    locks: TuyaLocks,
    refusal: int,
    expected: type[TuyaPermissionError],
) -> None:
    """Raise what the owner can mend."""
    add_lock(cloud, Abilities(open_logs=(), alarm_logs=(), refusal=refusal))
    with pytest.raises(expected) as caught:
        await find(locks)
    assert caught.value.service is Service.SMART_LOCK


async def test_a_refused_permission_is_worth_more_than_an_unsupported_endpoint(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Raise the permission although another refusal came first."""
    add_lock(cloud, Abilities(open_logs=(), alarm_logs=()))
    cloud.fail_next(9, 28841101, path="alarm-logs")
    with pytest.raises(TuyaPermissionError):
        await find(locks)


@pytest.mark.parametrize("refusal", [1106, 28841101, 28841105])
async def test_a_permission_refused_for_one_endpoint_is_no_failure(
    cloud: TuyaCloud, locks: TuyaLocks, refusal: int
) -> None:
    """Read what a lock does answer."""
    lock = add_lock(cloud, EVERYTHING)
    cloud.add_unlock(lock)
    cloud.fail_next(9, refusal, path="records")
    cloud.fail_next(9, refusal, path="alarm-logs")
    assert await find(locks) == Source((OPEN_V11,), is_confirmed=True)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (28841004, TuyaQuotaError),
        (28841002, TuyaPlanExpiredError),
        (1001, TuyaCredentialsError),
        (1110, TuyaRateLimitError),
        (500, TuyaTransientError),
    ],
)
@pytest.mark.parametrize("path", ["records", "open-logs", "alarm-logs"])
async def test_what_no_other_spelling_helps_against_ends_the_search(
    cloud: TuyaCloud, locks: TuyaLocks, code: int, expected: type[TuyaError], path: str
) -> None:
    """Raise at once what has nothing to do with the lock."""
    cloud.fail_next(9, code, path=f"{BACK_DOOR}/door-lock/{path}")
    with pytest.raises(expected):
        await find(locks, BACK_DOOR)
    assert len(cloud.calls_of(path)) == 1


async def test_the_second_spelling_of_the_alarm_log_is_found(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Ask with `dp_codes` where `codes` is refused."""
    lock = add_lock(cloud, Abilities())
    cloud.add_unlock(lock)
    cloud.fail_next(1, 1109, path="alarm-logs")
    assert (await find(locks)).streams == (OPEN_V11, ALARM_V11_DP_CODES)


@pytest.mark.parametrize(
    "streams",
    [
        (),
        *((stream,) for spellings in SPELLINGS.values() for stream in spellings),
        (OPEN_V10_S, ALARM_V10),
        (ALARM_V11, RECORDS_SNAKE),
    ],
)
def test_a_source_survives_being_stored(streams: tuple[LogStream, ...]) -> None:
    """Store a source as JSON and know it again."""
    source = Source(streams, is_confirmed=True)
    assert Source.from_list(json.loads(json.dumps(source.as_list()))) == source


def test_a_source_is_stored_by_names_that_stay() -> None:
    """Store what later versions must be able to read."""
    assert Source((OPEN_V10_S, ALARM_V11), is_confirmed=False).as_list() == [
        {"endpoint": "open-logs", "spelling": 3},
        {"endpoint": "alarm-logs", "spelling": 0},
    ]
    assert Source((RECORDS_SNAKE,), is_confirmed=True).as_list() == [
        {"endpoint": "records", "spelling": 1}
    ]
