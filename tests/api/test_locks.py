"""The endpoints: which locks there are, who may open them, and what their logs hold."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import json
from typing import Any

from aiohttp import web
import pytest

from custom_components.tuya_door_lock.api.client import TuyaClient
from custom_components.tuya_door_lock.api.devices import BatteryState
from custom_components.tuya_door_lock.api.errors import (
    Service,
    TuyaAccountNotLinkedError,
    TuyaError,
    TuyaNoDataError,
    TuyaParameterError,
    TuyaRateLimitError,
    TuyaTransientError,
    TuyaUnsupportedError,
)
from custom_components.tuya_door_lock.api.locks import Credential, LockUser, TuyaLocks
from custom_components.tuya_door_lock.api.records import Endpoint, UnlockMethod
from custom_components.tuya_door_lock.api.streams import SPELLINGS, LogPage, LogStream
from simulator import (
    BACK_DOOR,
    DESK_PLUG,
    FRONT_DOOR,
    GARDEN_GATE,
    HALL_LIGHT,
    HOLIDAY_FLAT,
    Device,
    Lock,
    Person,
    TuyaCloud,
)

from .conftest import Script

STREAMS = [
    stream
    for endpoint, spellings in SPELLINGS.items()
    for stream in spellings
    # The log of any device is paged otherwise: test_device_log.py.
    if endpoint not in (Endpoint.DEVICE_LOG, Endpoint.DEVICE_ALARMS)
]
OPEN_LOGS = SPELLINGS[Endpoint.OPEN_LOGS][0]
ALARM_LOGS = SPELLINGS[Endpoint.ALARM_LOGS][0]
RECORDS = SPELLINGS[Endpoint.RECORDS][0]
ODD_IDS = ["", "..", "../secret", "a/b", "a?b", "a b", "a%2Fb", "ü", "a\n", "x" * 256]
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def pages(
    locks: TuyaLocks,
    stream: LogStream = OPEN_LOGS,
    lock_id: str = FRONT_DOOR,
    *,
    end: datetime | None = None,
    days: int = 30,
) -> list[LogPage]:
    """Return the pages of a lock's log."""
    end = end or locks.client.now() + timedelta(minutes=1)
    start = end - timedelta(days=days)
    return [page async for page in locks.pages(lock_id, stream, start, end)]


def rows(first: int, count: int, *, ago: timedelta = timedelta()) -> list[Any]:
    """Return numbered rows of open-logs, the newest first."""
    newest = int((NOW - ago).timestamp())
    return [
        {
            "update_time": newest - number,
            "status": {"code": "unlock_card", "value": str(number % 7)},
        }
        for number in range(first, first + count)
    ]


def paged(
    size: int, total: int, hint: Callable[[int], dict[str, object]] = lambda read: {}
) -> Callable[[web.Request], object]:
    """Return an answer that pages through a log in steps of its own."""

    def answer(request: web.Request) -> object:
        first = (int(request.query["page_no"]) - 1) * size
        count = max(0, min(size, total - first))
        return {"logs": rows(first, count)} | hint(first + count)

    return answer


async def test_the_locks_are_distinguished_from_the_other_devices(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """List all devices, and the locks among them."""
    found = {device.id for device in await locks.devices()}
    assert found == {
        FRONT_DOOR,
        HALL_LIGHT,
        BACK_DOOR,
        GARDEN_GATE,
        DESK_PLUG,
        HOLIDAY_FLAT,
    }
    found = {device.id for device in await locks.locks()}
    assert found == {FRONT_DOOR, BACK_DOOR, GARDEN_GATE, HOLIDAY_FLAT}


@pytest.mark.parametrize(
    ("category", "status", "is_lock"),
    [
        *(
            (category, {}, True)
            for category in (
                "ms",
                "bxx",
                "gyms",
                "jtmspro",
                "hotelms",
                "jtmsbh",
                "mk",
                "videolock",
                "photolock",
            )
        ),
        ("ms_category", {}, False),
        ("ms_category", {"unlock_card": 5}, True),
        ("", {"unlock_fingerprint_kit": 0}, True),
        ("dj", {"switch_led": True}, False),
        ("dj", {"relock_unlock_": True}, False),
    ],
)
async def test_a_lock_is_known_by_its_category_or_its_status(
    cloud: TuyaCloud,
    locks: TuyaLocks,
    category: str,
    status: dict[str, str | int | bool],
    is_lock: bool,
) -> None:
    """Count as locks what Tuya counts as such, and what reports unlocks."""
    cloud.add_device(Device("bf0new", "Newcomer", category=category, status=status))
    device = await locks.device("bf0new")
    assert device.is_lock is is_lock
    assert ("bf0new" in [each.id for each in await locks.locks()]) is is_lock
    assert device.codes == status.keys()


async def test_a_device_has_its_names_and_its_model(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Read name, category, model and whether it is online, and no key."""
    cloud.find(BACK_DOOR).online = False
    device = await locks.device(BACK_DOOR)
    assert (device.id, device.name, device.category, device.model, device.online) == (
        BACK_DOOR,
        "Back door",
        "jtmspro",
        "Example lock pro",
        False,
    )
    assert device.product_id == "fakeproduct00003"
    assert device == (await locks.devices())[2]
    assert (await locks.device(FRONT_DOOR)).online
    assert "fake-local-key" not in repr(device)


@pytest.mark.parametrize(
    ("row", "name", "model"),
    [
        ({"id": "a-1"}, "a-1", None),
        ({"id": 12, "name": " Shed\n", "model": "M1"}, "Shed", "M1"),
        ({"id": "a_1", "name": "", "product_name": "P", "model": "M1"}, "a_1", "P"),
        ({"id": "a1", "status": {"code": "unlock_card"}}, "a1", None),
        ({"id": "a1", "status": [None, 5, {}, {"code": None}]}, "a1", None),
        ({"id": "a1", "online": "yes", "category": None}, "a1", None),
    ],
    ids=["bare", "number", "product", "status object", "stray status", "types"],
)
async def test_a_sparse_device_is_read(
    script: Script,
    scripted_locks: TuyaLocks,
    row: dict[str, object],
    name: str,
    model: str | None,
) -> None:
    """Read a device with few fields."""
    script.answer = lambda request: row
    device = await scripted_locks.device("a1")
    assert (device.id, device.name, device.model) == (str(row["id"]), name, model)
    assert (device.category, device.codes, device.online) == ("", frozenset(), None)
    assert (device.battery, device.battery_state) == (None, None)
    assert not device.is_lock


@pytest.mark.parametrize(
    ("status", "battery"),
    [
        ({"residual_electricity": 78}, 78),
        ({"battery_percentage": "0"}, 0),
        ({"va_battery": 100}, 100),
        ({"residual_electricity": -1}, None),
        ({"residual_electricity": 101}, None),
        ({"residual_electricity": True}, None),
        ({"residual_electricity": "full"}, None),
        ({"residual_electricity": None}, None),
        ({"residual_electricity": -1, "va_battery": 40}, 40),
    ],
)
async def test_a_charge_is_read_in_percent_where_it_can_be_one(
    script: Script,
    scripted_locks: TuyaLocks,
    status: dict[str, object],
    battery: int | None,
) -> None:
    """A lock that knows none sends an impossible one; it has the sensor all the same."""
    script.answer = lambda request: {
        "id": "a1",
        "status": [{"code": code, "value": value} for code, value in status.items()],
    }
    device = await scripted_locks.device("a1")
    assert device.battery == battery
    assert device.reports_battery
    assert not device.reports_battery_state


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("high", BatteryState.HIGH),
        ("poweroff", BatteryState.POWEROFF),
        ("middle", None),
        (None, None),
    ],
)
async def test_a_charge_is_read_in_words(
    script: Script,
    scripted_locks: TuyaLocks,
    value: object,
    state: BatteryState | None,
) -> None:
    """Four words are known."""
    script.answer = lambda request: {
        "id": "a1",
        "status": [{"code": "battery_state", "value": value}],
    }
    device = await scripted_locks.device("a1")
    assert device.battery_state is state
    assert device.reports_battery_state
    assert not device.reports_battery


@pytest.mark.parametrize(
    "device_id", [*ODD_IDS[:-2], "a\nb", "x" * 65, "a.b", "a~b", "a*b"]
)
async def test_devices_with_odd_ids_are_left_out(
    cloud: TuyaCloud, locks: TuyaLocks, device_id: str
) -> None:
    """Let no id out that could lead a path astray."""
    cloud.add_device(Device(device_id, "Odd", category="ms"))
    assert len(await locks.devices()) == 6


@pytest.mark.parametrize("result", [None, True, [], "device", {}, {"id": "../a"}])
async def test_no_device_is_reported(
    script: Script, scripted_locks: TuyaLocks, result: object
) -> None:
    """Nor that there is none: what is gone would be removed with all its records."""
    script.answer = lambda request: result
    with pytest.raises(TuyaTransientError, match="no device"):
        await scripted_locks.device("a1")


async def test_a_lock_has_its_firmware(cloud: TuyaCloud, locks: TuyaLocks) -> None:
    """Read the version that the lock runs."""
    cloud.find(FRONT_DOOR).firmware = "2.0.7"
    assert await locks.firmware(FRONT_DOOR) == "2.0.7"
    cloud.find(FRONT_DOOR).firmware = None
    assert await locks.firmware(FRONT_DOOR) is None
    assert len(cloud.calls_of("upgrade-infos")) == 2


@pytest.mark.parametrize(
    ("result", "version"),
    [
        ([{"module_type": 0, "current_version": "1.2.3"}], "1.2.3"),
        (
            [
                {"module_type": 9, "current_version": "4.5"},
                {"module_type": 0, "current_version": " 1.2.3\n"},
            ],
            "1.2.3",
        ),
        ([{"module_type": 9, "current_version": "4.5"}], None),
        ([{"module_type": 0}], None),
        ([None, "1.2.3", {}], None),
        ([], None),
        ({"current_version": "1.2.3"}, None),
        (None, None),
    ],
    ids=[
        "main module",
        "several modules",
        "other module",
        "no version",
        "strays",
        "empty",
        "object",
        "null",
    ],
)
async def test_the_firmware_is_that_of_the_main_module(
    script: Script, scripted_locks: TuyaLocks, result: object, version: str | None
) -> None:
    """Read the version of a device's main module, where there is one."""
    script.answer = lambda request: result
    assert await scripted_locks.firmware("a1") == version
    [request] = script.seen
    assert request.url.path == "/v1.0/iot-03/devices/a1/upgrade-infos"


@pytest.mark.parametrize("identifier", ODD_IDS, ids=ascii)
async def test_an_odd_id_is_never_asked_for(
    client: TuyaClient, locks: TuyaLocks, identifier: str
) -> None:
    """Refuse an id that would change the address, before any call."""
    with pytest.raises(TuyaParameterError):
        await locks.device(identifier)
    with pytest.raises(TuyaParameterError):
        await locks.users(identifier)
    with pytest.raises(TuyaParameterError):
        await locks.firmware(identifier)
    with pytest.raises(TuyaParameterError):
        await pages(locks, lock_id=identifier, end=NOW)
    with pytest.raises(TuyaParameterError):
        await locks.allocate(identifier, "162460b8-rec", "30660001")
    with pytest.raises(TuyaParameterError):
        await locks.allocate(FRONT_DOOR, identifier, "30660001")
    assert client.calls.total() == 0


async def test_an_unknown_device_is_a_missing_permission(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Raise for a device that is not linked to the project."""
    with pytest.raises(TuyaAccountNotLinkedError):
        await locks.device("bf0unknown")
    cloud.unlink_account()
    assert await locks.devices() == []


async def test_devices_are_read_page_by_page(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Find a lock behind more than a hundred other devices."""
    for number in range(240):
        cloud.add_device(Device(f"bf0light{number}", f"Light {number}"))
    cloud.add_lock(Lock("bf0last", "Last"))
    assert len(await locks.devices()) == 247
    assert len(await locks.locks()) == 5
    calls = cloud.calls_of("devices")[:3]
    assert [call.query for call in calls] == [
        {"size": "100"},
        {"size": "100", "last_row_key": "row-bf0light93"},
        {"size": "100", "last_row_key": "row-bf0light193"},
    ]
    assert len(cloud.calls_of("devices")) == 6


async def test_a_paging_key_may_have_any_characters(
    cloud: TuyaCloud, locks: TuyaLocks
) -> None:
    """Send a key back as it came, with its spaces and signs."""
    for number in range(93):
        cloud.add_device(Device(f"bf0light{number}", f"Light {number}"))
    cloud.add_device(Device("xxx xxx+/=?%23#ü", "Odd"))
    cloud.add_lock(Lock("bf0last", "Last"))
    assert (await locks.devices())[-1].id == "bf0last"
    assert [call.answer for call in cloud.calls_of("devices")] == [None, None]


@pytest.mark.parametrize(
    ("more", "calls"),
    [
        ({"has_more": True, "last_row_key": "same"}, 2),
        ({"has_more": True, "last_row_key": ""}, 1),
        ({"has_more": True}, 1),
        ({"has_more": False, "last_row_key": "same"}, 1),
        ({"last_row_key": "same"}, 1),
    ],
    ids=["same key", "empty key", "no key", "no more", "no word"],
)
async def test_a_pager_that_does_not_move_on_is_stopped(
    script: Script, scripted_locks: TuyaLocks, more: dict[str, object], calls: int
) -> None:
    """Read no page for ever, and list a device once."""
    script.answer = lambda request: {"devices": [{"id": "a1"}, {"id": "a2"}]} | more
    assert [device.id for device in await scripted_locks.devices()] == ["a1", "a2"]
    assert len(script.seen) == calls


async def test_a_list_of_devices_without_end_is_left(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Stop at a bound where every page names another one."""
    script.answer = lambda request: {
        "devices": [{"id": f"a{len(script.seen)}"}],
        "has_more": True,
        "last_row_key": f"key{len(script.seen)}",
    }
    assert len(await scripted_locks.devices()) == 20
    assert len(script.seen) == 20


@pytest.mark.parametrize(
    "result",
    [None, [], {}, "devices", {"devices": None}, {"devices": "x"}, {"devices": [None]}],
    ids=repr,
)
async def test_no_devices_are_an_empty_list(
    script: Script, scripted_locks: TuyaLocks, result: object
) -> None:
    """Read what is no list of devices as none."""
    script.answer = lambda request: result
    assert await scripted_locks.devices() == []
    assert len(script.seen) == 1


async def test_a_bare_list_of_devices_is_read(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Read a result that is the list itself."""
    script.answer = lambda request: [{"id": "a1"}]
    assert [device.id for device in await scripted_locks.devices()] == ["a1"]


async def test_users_are_read_with_their_credentials(locks: TuyaLocks) -> None:
    """Return who may open a lock, and with what."""
    users = await locks.users(FRONT_DOOR)
    assert users == [
        LockUser(
            "30660001",
            "Ana",
            (
                Credential(UnlockMethod.FINGERPRINT, 1, "Right thumb"),
                Credential(UnlockMethod.FINGERPRINT, 2, "Left thumb"),
            ),
        ),
        LockUser(
            "30660002",
            "Ben",
            (
                Credential(UnlockMethod.PASSWORD, 3, "Ben's code"),
                Credential(UnlockMethod.CARD, 5, "Ben's card"),
            ),
        ),
        LockUser(
            "30660003",
            "Cleo",
            (Credential(UnlockMethod.TEMPORARY, 907, "Cleaning"),),
        ),
        LockUser(
            "30660004", "Dora", (Credential(UnlockMethod.CARD, 6, "Dora's card"),)
        ),
        LockUser(
            "30660005", "Mia", (Credential(UnlockMethod.FINGERPRINT, 4, "Index"),)
        ),
    ]
    assert "3066" not in repr(users)


async def test_users_are_read_page_by_page(
    cloud: TuyaCloud, locks: TuyaLocks, lab: Lock
) -> None:
    """Read all members of a lock that has many."""
    lab.people = [Person(f"Guest {number}", str(number)) for number in range(130)]
    assert [user.name for user in await locks.users(lab.id)] == [
        f"Guest {number}" for number in range(130)
    ]
    assert [call.query for call in cloud.calls_of("users")] == [
        {"page_no": "1", "page_size": "100"},
        {"page_no": "2", "page_size": "100"},
    ]


async def test_a_lock_without_users_api_says_so(locks: TuyaLocks) -> None:
    """Raise where a lock does not list its members."""
    with pytest.raises(TuyaUnsupportedError) as caught:
        await locks.users(GARDEN_GATE)
    assert caught.value.service is Service.SMART_LOCK


async def test_sparse_users_are_read(script: Script, scripted_locks: TuyaLocks) -> None:
    """Read members with few fields, and leave out what is none."""
    detail = {
        "dp_code": "unlock_face_kit",
        "unlock_list": [{"unlock_sn": "4", "unlock_name": ""}, {"unlock_sn": None}, 5],
    }
    script.answer = lambda request: {
        "records": [
            None,
            {},
            {"nick_name": "", "user_id": 0, "unlock_detail": "none"},
            {"nick_name": "Dora", "unlock_detail": [None, {}, detail]},
        ]
    }
    assert await scripted_locks.users("a1") == [
        LockUser(None, None, ()),
        LockUser("0", None, ()),
        LockUser(
            None,
            "Dora",
            (
                Credential(UnlockMethod.FACE, 4, None),
                Credential(UnlockMethod.FACE, None, None),
            ),
        ),
    ]


async def test_users_without_end_are_left(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Stop at a bound where a server always has more, and where it repeats itself."""
    pages = iter(range(100))
    script.answer = lambda request: {
        "records": [{"user_id": str(next(pages))}],
        "has_more": True,
    }
    assert len(await scripted_locks.users("a1")) == 20
    script.answer = lambda request: {"records": [{"user_id": "1"}], "has_more": True}
    assert len(await scripted_locks.users("a1")) == 1


@pytest.mark.parametrize(
    ("stream", "path", "query"),
    [
        pytest.param(
            SPELLINGS[Endpoint.RECORDS][0],
            "/v1.0/devices/{}/door-lock/records",
            {"pageNo", "pageSize", "startTime", "endTime", "targetStandardDpCodes"},
            id="records camelCase",
        ),
        pytest.param(
            SPELLINGS[Endpoint.RECORDS][1],
            "/v1.0/devices/{}/door-lock/records",
            {
                "page_no",
                "page_size",
                "start_time",
                "end_time",
                "target_standard_dp_codes",
            },
            id="records snake_case",
        ),
        pytest.param(
            SPELLINGS[Endpoint.OPEN_LOGS][0],
            "/v1.1/devices/{}/door-lock/open-logs",
            {"page_no", "page_size", "start_time", "end_time", "show_media_info"},
            id="open-logs v1.1",
        ),
        pytest.param(
            SPELLINGS[Endpoint.OPEN_LOGS][1],
            "/v1.1/devices/{}/door-lock/open-logs",
            {"page_no", "page_size", "start_time", "end_time", "showMediaInfo"},
            id="open-logs v1.1 camelCase",
        ),
        pytest.param(
            SPELLINGS[Endpoint.OPEN_LOGS][2],
            "/v1.0/devices/{}/door-lock/open-logs",
            {"page_no", "page_size", "start_time", "end_time"},
            id="open-logs v1.0",
        ),
        pytest.param(
            SPELLINGS[Endpoint.OPEN_LOGS][3],
            "/v1.0/devices/{}/door-lock/open-logs",
            {"page_no", "page_size", "start_time", "end_time"},
            id="open-logs v1.0 seconds",
        ),
        pytest.param(
            SPELLINGS[Endpoint.ALARM_LOGS][0],
            "/v1.1/devices/{}/door-lock/alarm-logs",
            {"page_no", "page_size", "codes", "show_media_info"},
            id="alarm-logs v1.1",
        ),
        pytest.param(
            SPELLINGS[Endpoint.ALARM_LOGS][1],
            "/v1.1/devices/{}/door-lock/alarm-logs",
            {"page_no", "page_size", "dp_codes", "showMediaInfo"},
            id="alarm-logs v1.1 dp_codes",
        ),
        pytest.param(
            SPELLINGS[Endpoint.ALARM_LOGS][2],
            "/v1.0/devices/{}/door-lock/alarm-logs",
            {"page_no", "page_size", "codes"},
            id="alarm-logs v1.0",
        ),
        pytest.param(
            SPELLINGS[Endpoint.ALARM_LOGS][3],
            "/v1.0/devices/{}/door-lock/alarm-logs",
            {"page_no", "page_size", "dp_codes"},
            id="alarm-logs v1.0 dp_codes",
        ),
    ],
)
async def test_each_endpoint_is_asked_in_each_spelling(
    cloud: TuyaCloud,
    locks: TuyaLocks,
    lab: Lock,
    stream: LogStream,
    path: str,
    query: set[str],
) -> None:
    """Ask as the page writes it here or there, and read the answer."""
    cloud.add_unlock(lab, "card", 5, occurred_at=cloud.clock.now() - DAY, picture=True)
    cloud.add_attempt(lab, occurred_at=cloud.clock.now() - DAY, picture=True)
    [page] = await pages(locks, stream, lab.id)
    kinds = {record.kind.value for record in page.records}
    assert (
        kinds
        == {
            Endpoint.RECORDS: {"unlock", "alarm"},
            Endpoint.OPEN_LOGS: {"unlock"},
            Endpoint.ALARM_LOGS: {"alarm"},
        }[stream.endpoint]
    )
    assert (page.skipped, page.is_last) == (0, True)
    [call] = cloud.calls_of(stream.endpoint)
    assert call.path == path.format(lab.id)
    assert call.query.keys() == query
    names = {name.lower().replace("_", ""): name for name in query}
    assert call.query[names["pageno"]] == "1"
    assert call.query[names["pagesize"]] == "100"
    assert call.query.get(names.get("showmediainfo", "")) in {None, "true"}
    pictures = stream.version == "v1.1" or stream.endpoint is Endpoint.RECORDS
    assert all(bool(record.media) is pictures for record in page.records)


def test_no_spelling_is_tried_twice() -> None:
    """Know ten different spellings of three endpoints."""
    assert len(STREAMS) == len(set(STREAMS)) == 10
    for endpoint, spellings in SPELLINGS.items():
        assert {stream.endpoint for stream in spellings} == {endpoint}


async def test_records_asks_for_every_code_that_locks_use(
    cloud: TuyaCloud, locks: TuyaLocks, lab: Lock
) -> None:
    """Name the codes of Tuya's page, those seen on locks, and the alarms."""
    await pages(locks, RECORDS, lab.id)
    [call] = cloud.calls_of("records")
    asked = call.query["targetStandardDpCodes"].split(",")
    wanted = (
        "unlock_fingerprint unlock_password unlock_temporary unlock_dynamic"
        " unlock_card unlock_face unlock_key unlock_identity_card unlock_emergency"
        " unlock_app unlock_phone_remote unlock_voice_remote unlock_hand"
        " unlock_finger_vein unlock_fingerprint_kit unlock_card_kit"
        " unlock_password_kit unlock_face_kit unlock_temporary_kit"
        " unlock_phone_remote_kit open_inside alarm_lock hijack doorbell"
    ).split()
    assert set(wanted) <= set(asked)
    assert len(asked) == len(set(asked))
    assert "unlock_other" not in asked


@pytest.mark.parametrize("stream", [OPEN_LOGS, RECORDS], ids=lambda each: each.endpoint)
async def test_a_short_page_ends_a_log(
    cloud: TuyaCloud, locks: TuyaLocks, lab: Lock, stream: LogStream
) -> None:
    """Read on after a full page and stop after a short one."""
    now = cloud.clock.now()
    for number in range(150):
        cloud.add_unlock(lab, "card", 5, occurred_at=now - timedelta(minutes=number))
    found = await pages(locks, stream, lab.id)
    assert [len(page.records) for page in found] == [100, 50]
    assert [page.is_last for page in found] == [False, True]
    times = [record.occurred_at for page in found for record in page.records]
    assert times == sorted(times, reverse=True)
    assert len(set(times)) == 150


async def test_an_empty_page_ends_a_log(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Stop where a full page was the last one."""
    script.answer = paged(100, 200)
    found = await pages(scripted_locks, end=NOW)
    assert [len(page.records) for page in found] == [100, 100, 0]
    assert [page.is_last for page in found] == [False, False, True]


async def test_a_log_without_end_is_left_unfinished(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Stop at a bound, and do not call it the end."""
    script.answer = paged(100, 10_000)
    found = await pages(scripted_locks, end=NOW)
    assert len(found) == len(script.seen) == 20
    assert not any(page.is_last for page in found)
    assert len({each.occurred_at for page in found for each in page.records}) == 2000


async def test_a_page_that_repeats_ends_a_log(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Stop where an answer does not know pages."""
    script.answer = lambda request: {"logs": rows(0, 100)}
    found = await pages(scripted_locks, end=NOW)
    assert [page.is_last for page in found] == [False, True]


async def test_a_log_that_ignores_pages_ends_though_its_pictures_are_signed_anew(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Compare the records, not the addresses of their pictures."""

    def answer(request: web.Request) -> object:
        shown = rows(0, 100)
        for number, row in enumerate(shown):
            url = f"https://pictures.example/{number}?sign={len(script.seen)}"
            row["media_infos"] = [{"file_url": url, "file_key": "key"}]
        return {"logs": shown, "total": 500}

    script.answer = answer
    found = await pages(scripted_locks, end=NOW)
    assert [page.is_last for page in found] == [False, True]


async def test_a_log_in_small_pages_without_a_total_is_read_to_its_end(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Ask for one page more where nothing says that a short one is the last."""
    script.answer = paged(50, 120)
    found = await pages(scripted_locks, end=NOW)
    assert [len(page.records) for page in found] == [50, 50, 20]
    assert found[-1].is_last


async def test_a_short_page_is_doubted_once(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Remember, for a log without a total, what has been the whole of it."""
    lengths = []
    for total in (30, 20, 29, 31, 31, 20):
        script.answer = paged(100, total)
        found = await pages(scripted_locks, end=NOW)
        lengths.append(len(found))
    assert lengths == [2, 1, 1, 2, 2, 1]


async def test_a_log_that_sends_its_oldest_first_is_not_ended_by_old_rows(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """What is within the span may come on a later page."""
    newest_first = rows(0, 250, ago=DAY)

    def answer(request: web.Request) -> object:
        first = (int(request.query["page_no"]) - 1) * 100
        shown = newest_first[::-1][first : first + 100]
        return {"records": shown, "total": 250}

    script.answer = answer
    found = await pages(scripted_locks, ALARM_LOGS, end=NOW, days=0)
    assert [len(page.records) for page in found] == [100, 100, 50]


async def test_a_total_is_given_where_it_can_be_one(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """Leave out a count of the page alone."""
    script.answer = paged(100, 150, lambda read: {"total": 150})
    assert [page.total for page in await pages(scripted_locks, end=NOW)] == [150, 150]
    script.answer = paged(100, 150, lambda read: {"total": "150"})
    assert [page.total for page in await pages(scripted_locks, end=NOW)] == [150, 150]
    script.answer = paged(100, 150, lambda read: {"total": 100})
    assert [page.total for page in await pages(scripted_locks, end=NOW)] == [100, None]


async def test_records_is_asked_for_the_codes_of_the_lock(
    script: Script, scripted_locks: TuyaLocks
) -> None:
    """A code that nobody has seen before is in its status, beside the state it is in."""
    codes = {"unlock_palm", "unlock_card", "va_battery", "closed_opened_kit"}
    async for _ in scripted_locks.pages(FRONT_DOOR, RECORDS, NOW - DAY, NOW, codes):
        pass
    asked = script.seen[0].url.query["targetStandardDpCodes"].split(",")
    assert asked[-1] == "unlock_palm"
    assert asked.count("unlock_card") == 1


async def test_rows_that_make_no_record_are_counted(
    cloud: TuyaCloud, locks: TuyaLocks, lab: Lock
) -> None:
    """Skip rows without a time or of something that did not happen, and say so."""
    off = {"code": "hijack", "value": False}
    now = cloud.clock.now_ms()
    cloud.add_unlock(lab, "card", 5)
    strange: list[object] = [None, "row", [], {}, {"status": off, "update_time": now}]
    for row in strange:
        cloud.add_raw(lab, "open", row)
    [page] = await pages(locks, OPEN_LOGS, lab.id)
    assert len(page.records) == 1
    assert page.skipped == 5


async def test_a_row_may_make_two_records(
    cloud: TuyaCloud, locks: TuyaLocks, lab: Lock
) -> None:
    """Give an unlock and its alarm as two records of one row."""
    row = {
        "gmt_create": cloud.clock.now_ms(),
        "dps": [{"unlock_fingerprint": 2}, {"hijack": True}],
    }
    cloud.add_raw(lab, "records", row)
    [page] = await pages(locks, RECORDS, lab.id)
    assert [record.kind for record in page.records] == ["unlock", "alarm"]
    assert page.skipped == 0


@pytest.mark.parametrize("stream", STREAMS)
async def test_no_data_is_an_empty_log(
    cloud: TuyaCloud, locks: TuyaLocks, lab: Lock, stream: LogStream
) -> None:
    """Read Tuya's "data not exist" as a log without rows."""
    cloud.fail_next(1, 1000, path=stream.endpoint)
    assert await pages(locks, stream, lab.id) == [LogPage((), 0, True)]


@pytest.mark.parametrize(
    "result",
    [None, True, "x", [], {}, {"logs": None}, {"logs": {"status": 1}}, {"total": 5}],
    ids=repr,
)
async def test_a_result_of_another_shape_is_an_empty_log(
    script: Script, scripted_locks: TuyaLocks, result: object
) -> None:
    """Read nothing where there is no list, and ask no further."""
    script.answer = lambda request: result
    assert await pages(scripted_locks, end=NOW) == [LogPage((), 0, True)]
    assert len(script.seen) == 1


@pytest.mark.parametrize("stream", [OPEN_LOGS, ALARM_LOGS, RECORDS])
async def test_a_failing_log_belongs_to_the_lock_service(
    cloud: TuyaCloud, locks: TuyaLocks, lab: Lock, stream: LogStream
) -> None:
    """Raise what the cloud answers, with the subscription that it needs."""
    cloud.fail_next(1, 1110, path=stream.endpoint)
    with pytest.raises(TuyaRateLimitError) as caught:
        await pages(locks, stream, lab.id)
    assert caught.value.service is Service.SMART_LOCK


async def test_calls_are_counted_by_endpoint(
    client: TuyaClient, locks: TuyaLocks, lab: Lock
) -> None:
    """Count each call as what it was for."""
    for stream in (OPEN_LOGS, ALARM_LOGS, RECORDS):
        await pages(locks, stream, lab.id)
    await locks.devices()
    await locks.device(lab.id)
    await locks.firmware(lab.id)
    await locks.users(lab.id)
    assert client.calls == {
        "token": 1,
        "open-logs": 1,
        "alarm-logs": 1,
        "records": 1,
        "devices": 1,
        "device": 1,
        "upgrade-infos": 1,
        "users": 1,
    }


@pytest.mark.parametrize("camel_case", [False, True], ids=["user_id", "userId"])
async def test_a_record_is_linked_with_a_member(
    cloud: TuyaCloud, client: TuyaClient, locks: TuyaLocks, camel_case: bool
) -> None:
    """Assign the credential of a record to a member."""
    entry = cloud.add_unlock(BACK_DOOR, "fingerprint", 8)
    [page] = await pages(locks, RECORDS, BACK_DOOR, days=1)
    record = next(each for each in page.records if each.tuya_id == entry.id)
    assert record.bindable
    assert record.tuya_id is not None
    await locks.allocate(BACK_DOOR, record.tuya_id, "30660002", camel_case=camel_case)
    holder = cloud.find(BACK_DOOR).holder("fingerprint", 8)
    assert holder is not None
    assert holder.name == "Ben"
    [call] = cloud.calls_of("allocate")
    assert call.method == "POST"
    assert call.path == (
        f"/v1.0/devices/{BACK_DOOR}/door-lock/records/{entry.id}/actions/allocate"
    )
    assert client.calls["allocate"] == 1


@pytest.mark.parametrize(
    ("slot", "user_id", "expected"),
    [
        (8, "39999999", TuyaParameterError),
        (8, "", TuyaParameterError),
        (1, "30660002", TuyaAccountNotLinkedError),
        (None, "30660002", TuyaNoDataError),
    ],
    ids=["unknown member", "no member", "linked already", "unknown record"],
)
async def test_a_record_that_cannot_be_linked_says_why(
    cloud: TuyaCloud,
    locks: TuyaLocks,
    slot: int | None,
    user_id: str,
    expected: type[TuyaError],
) -> None:
    """Raise what the cloud answers, and try it only once."""
    record_id = "162460b8-rec"
    if slot is not None:
        record_id = cloud.add_unlock(BACK_DOOR, "fingerprint", slot).id
    with pytest.raises(expected) as caught:
        await locks.allocate(BACK_DOOR, record_id, user_id)
    assert caught.value.service is Service.SMART_LOCK
    assert len(cloud.calls_of("allocate")) == 1


@pytest.mark.parametrize("result", [False, None, "true", 1, {}], ids=repr)
async def test_a_link_that_is_not_confirmed_failed(
    script: Script, scripted_locks: TuyaLocks, result: object
) -> None:
    """Believe only Tuya's `true`."""
    script.answer = lambda request: result
    with pytest.raises(TuyaNoDataError, match="did not link"):
        await scripted_locks.allocate("a1", "162460b8-rec", "30660001")
    [request] = script.seen
    assert json.loads(request.body) == {"user_id": "30660001"}
