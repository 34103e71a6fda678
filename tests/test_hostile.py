"""Whatever the cloud sends: nothing raises, nothing floods, nothing blocks."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
import json
import logging
from random import Random
from typing import Any, Literal, Self, cast

from aiohttp import ClientSession, web
from hypothesis import example, given, settings, strategies as st
import pytest
from yarl import URL

from custom_components.tuya_door_lock.api.client import TuyaClient
from custom_components.tuya_door_lock.api.devices import Device
from custom_components.tuya_door_lock.api.errors import TuyaError
from custom_components.tuya_door_lock.api.locks import TuyaLocks
from custom_components.tuya_door_lock.api.records import (
    LONGEST_TEXT,
    Endpoint,
    LockRecord,
    records_from_row,
)
from custom_components.tuya_door_lock.api.streams import SPELLINGS
from custom_components.tuya_door_lock.const import DOMAIN, LOGGER
from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.json import json_bytes
from simulator import ACCESS_ID, ACCESS_SECRET, Lock, Person, TuyaCloud

from .api.rows import MILLISECONDS
from .api.test_records_any_json import SAMPLES, VALUES, Place, places, replaced
from .conftest import Home, front_door

ACCESS = "event.front_door_access"
SEED = 20_261_123
ROWS = 20_000
# Of each endpoint.
ANSWERS = 500
# What the integration may say about a poll: that it fails, or that it works again.
LINES_PER_POLL = 1
# What the recorder keeps of a state; of more it keeps nothing, and warns.
MOST_BYTES_OF_ATTRIBUTES = 16_384


def deep(depth: int) -> Any:
    """Return lists in lists."""
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


NAMES = (
    "<script>alert(1)</script>",
    "{{ states('sensor.a') }}",
    "line\nline\r\n\u2028line\x00\x1b[31m",
    "\u202eevom ot thgir\u202c \u200fאנה\u200e",
    "Ana " * 2_500,
    "👩‍👩‍👧‍👧" * 1_000,
    "\ud800\udfff lone",
    " \t\n",
    "a\x1fb",
    "../../etc/passwd",
    "%s %d {0} ${x}",
)
NUMBERS = (
    0,
    -1,
    1,
    2**31,
    -(2**31),
    2**53 + 1,
    2**63,
    10**15,
    10**18,
    10**4_000,
    -(10**4_000),
    0.5,
    -0.0,
    5e-324,
    1e308,
    float("inf"),
    float("-inf"),
    float("nan"),
    1e16,
)
HOSTILE: tuple[Any, ...] = (
    None,
    True,
    False,
    "",
    "0",
    "*",
    "-1",
    "1e9",
    "٣",
    "NaN",
    "hijack",
    "doorbell",
    "alarm_lock",
    "unlock_",
    "unlock_fingerprint-02",
    "unlock_fingerprint-999999999999",
    "9" * 5_000,
    *NAMES,
    *NUMBERS,
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    {"code": "hijack"},
    {"code": {"code": 1}, "value": [1]},
    [{"code": "unlock_card", "value": "5"}] * 3,
    {f"unlock_{number}": number for number in range(50)},
    deep(2_000),
    {"status": deep(100)},
    [None] * 1_000,
)


def copied_with(value: Any, place: Place, change: Callable[[Any, Any], None]) -> Any:
    """Return a value with a change at a place; only what lies above is copied."""
    copy = value.copy()
    key = place[0]
    if len(place) == 1:
        change(copy, key)
    else:
        copy[key] = copied_with(copy[key], place[1:], change)
    return copy


def mutated(random: Random, sample: Any, found: list[Place]) -> Any:
    """Return a sample that is wrong in up to three of the places in it."""

    def replace(container: Any, key: Any) -> None:
        container[key] = random.choice(HOSTILE)

    def remove(container: Any, key: Any) -> None:
        del container[key]

    def double(container: Any, key: Any) -> None:
        container[key] = [container[key]] * 2

    def rename(container: Any, key: Any) -> None:
        value = container[key]
        if isinstance(container, dict):
            del container[key]
            container[random.choice(NAMES)] = value

    changes = (replace, replace, replace, remove, double, rename)
    for _ in range(random.randint(1, 3)):
        # What an earlier change took away cannot be changed again.
        try:
            sample = copied_with(sample, random.choice(found), random.choice(changes))
        except AttributeError, IndexError, KeyError, TypeError:
            continue
    return sample


def mutated_rows(random: Random, count: int) -> Iterator[tuple[Endpoint, Any]]:
    """Yield wrong rows of all endpoints."""
    samples = [
        (endpoint, sample, places(sample)) for endpoint, sample in SAMPLES.items()
    ]
    for _ in range(count):
        endpoint, sample, found = random.choice(samples)
        row = mutated(random, sample, found)
        if random.random() < 0.3:
            # A row may come through an endpoint that shows others.
            endpoint = random.choice(tuple(Endpoint))
        yield endpoint, row


def check(record: LockRecord) -> None:
    """Assert that a record can be kept and shown."""
    assert record.occurred_at.utcoffset() == timedelta(0)
    for text in (
        record.tuya_id,
        record.code,
        record.value,
        record.credential_name,
        record.user_id,
        record.user_name,
    ):
        if text is not None:
            assert len(text) <= LONGEST_TEXT
            text.encode()


def test_20_000_wrong_rows_are_read() -> None:
    """None raises, and most of them still make records."""
    rows = 0
    telling = 0
    for endpoint, row in mutated_rows(Random(SEED), ROWS):
        found = records_from_row(endpoint, row)
        rows += 1
        telling += bool(found)
        for record in found:
            check(record)
    assert rows == ROWS
    assert telling > ROWS / 2


class Answer:
    """What a cloud answers, whoever asks: a session with nothing behind it."""

    status = 200
    headers: dict[str, str] = {}

    def __init__(self, token: bytes, other: bytes) -> None:
        """Set the answer to the call for a token, and to any other call."""
        self.content = self
        self._token = token
        self._other = other
        self._body = b""

    def request(self, _method: str, url: URL, **_: Any) -> Self:
        """Return the answer to a call."""
        self._body = self._token if url.name == "token" else self._other
        return self

    async def __aenter__(self) -> Self:
        """Begin to answer."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """End."""

    async def iter_chunked(self, _size: int) -> AsyncIterator[bytes]:
        """Yield the whole body."""
        yield self._body


def as_body(result: object) -> bytes:
    """Return a result in Tuya's envelope."""
    envelope = {"success": True, "t": MILLISECONDS, "result": result}
    return json.dumps(envelope).encode()


RESULT_OF: dict[str, Any] = {
    "token": {"access_token": "5f0d", "expire_time": 7_200, "uid": "1"},
    "devices": {
        "devices": [
            {
                "id": "bffrontdoor0000001",
                "name": "Front door",
                "category": "ms",
                "product_name": "X1",
                "online": True,
                "status": [{"code": "residual_electricity", "value": 80}],
            }
        ],
        "has_more": True,
        "last_row_key": "row-1",
        "total": 1,
    },
    "device": {"id": "bffrontdoor0000001", "name": "Front door", "category": "ms"},
    "users": [
        {
            "user_id": "1001",
            "nick_name": "Ana",
            "unlock_detail": [
                {
                    "dp_code": "unlock_fingerprint",
                    "unlock_list": [{"unlock_sn": 1, "unlock_name": "Right thumb"}],
                }
            ],
        }
    ],
    "upgrade-infos": [{"module_type": 0, "current_version": "1.0.0"}],
    "open-logs": {"logs": [SAMPLES[Endpoint.OPEN_LOGS]] * 2, "total": 2},
    "alarm-logs": {"logs": [SAMPLES[Endpoint.ALARM_LOGS]] * 2, "total": 2},
    "records": {
        "records": [SAMPLES[Endpoint.RECORDS]] * 2,
        "total": 2,
        "has_more": True,
    },
    "allocate": True,
}
"""What each endpoint answers when all is in order."""


def ask(name: str, body: bytes) -> None:
    """Ask an endpoint that answers this, and check what comes of it."""
    if name == "token":
        session = Answer(body, as_body(RESULT_OF["devices"]))
    else:
        session = Answer(as_body(RESULT_OF["token"]), body)
    locks = TuyaLocks(
        TuyaClient(
            cast(ClientSession, session),
            access_id=ACCESS_ID,
            access_secret=ACCESS_SECRET,
            base_url="http://127.0.0.1",
        )
    )
    try:
        # Nothing is waited for, and so no loop is needed.
        asking(locks, name).send(None)
    except StopIteration:
        pass
    except TuyaError as err:
        str(err).encode()
    else:
        pytest.fail("it waits for something")


async def asking(locks: TuyaLocks, name: str) -> None:
    """Make all calls of an endpoint."""
    match name:
        case "token" | "devices":
            for device in await locks.devices():
                check_device(device)
        case "device":
            check_device(await locks.device("bffrontdoor0000001"))
        case "users":
            for user in await locks.users("lock"):
                check_texts(user.name, *(each.name for each in user.credentials))
        case "upgrade-infos":
            check_texts(await locks.firmware("lock"))
        case "allocate":
            await locks.allocate("lock", "record", "1001")
        case _:
            moment = datetime.fromtimestamp(MILLISECONDS / 1_000, UTC)
            day = timedelta(days=1)
            for stream in SPELLINGS[Endpoint(name)]:
                pages = locks.pages("lock", stream, moment - day, moment + day)
                async for page in pages:
                    for record in page.records:
                        check(record)
            json.dumps(locks.recent_rows("lock"))


def check_device(device: Device) -> None:
    """Assert that a device can be kept and shown."""
    check_texts(device.name, device.model, device.product_id, *device.codes)
    assert device.id


def check_texts(*texts: str | None) -> None:
    """Assert that texts can be kept and shown."""
    for text in filter(None, texts):
        assert len(text) <= LONGEST_TEXT
        text.encode()


@pytest.mark.parametrize("name", RESULT_OF)
@settings(max_examples=60)
@given(result=VALUES)
def test_any_result_is_read(name: str, result: object) -> None:
    """Of any call: it is understood, or a failure that the integration knows."""
    ask(name, as_body(result))


@pytest.mark.parametrize("name", RESULT_OF)
@settings(max_examples=60)
@given(data=st.data())
def test_any_value_can_be_anywhere_in_a_result(name: str, data: st.DataObject) -> None:
    """One value, at any depth of an answer in order, is another one."""
    place = data.draw(st.sampled_from(places({"result": RESULT_OF[name]})))
    changed = replaced({"result": RESULT_OF[name]}, place, data.draw(VALUES))
    ask(name, as_body(changed["result"]))


@pytest.mark.parametrize("name", RESULT_OF)
@settings(max_examples=60)
@given(body=st.binary() | VALUES.map(lambda value: json.dumps(value).encode()))
@example(body=b"")
@example(body=b"\xff\xfe" * 1_000)
@example(body=b"[" * 1_000_000)
@example(body=b'{"success":false,"code":' + b"9" * 4_000 + b"}")
@example(body='{"success":true,"result":[]}'.encode("utf-16"))
def test_any_body_is_read(name: str, body: bytes) -> None:
    """Whether it is JSON or not, an envelope or not, whatever its encoding."""
    ask(name, body)


@pytest.mark.parametrize("name", RESULT_OF)
def test_thousands_of_wrong_results_are_read(name: str) -> None:
    """Each is wrong in up to three places, with the worst that there is."""
    random = Random(SEED)
    sample = {"result": RESULT_OF[name]}
    found = [place for place in places(sample) if place != ("result",)] or [("result",)]
    for _ in range(ANSWERS):
        ask(name, as_body(mutated(random, sample, found).get("result")))


type Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def answers(cloud: TuyaCloud, monkeypatch: pytest.MonkeyPatch) -> dict[str, Change]:
    """Return how to change the cloud's answers, by the name of the endpoint."""
    changes: dict[str, Change] = {}
    json_response = web.json_response

    def respond(envelope: dict[str, Any]) -> web.Response:
        change = changes.get(cloud.calls[-1].name)
        if change is None:
            return json_response(envelope)
        changed = change(envelope)
        if not isinstance(changed, bytes):
            changed = json.dumps(changed).encode()
        return web.Response(body=changed, content_type="application/json")

    monkeypatch.setattr("simulator.server.web.json_response", respond)
    return changes


class Log:
    """What the integration says above debug."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        """Listen."""
        self._caplog = caplog

    def lines(self) -> int:
        """Return how many lines came since the last time, none with a traceback."""
        records = [
            record
            for record in self._caplog.records
            if record.name == LOGGER.name and record.levelno >= logging.INFO
        ]
        others = [
            record
            for record in self._caplog.records
            # Its loader greets every custom integration.
            if record.name not in (LOGGER.name, "homeassistant.loader")
            and record.levelno >= logging.WARNING
            and DOMAIN in record.getMessage()
        ]
        assert others == []
        for record in records:
            assert record.exc_info is None, record.getMessage()
            assert len(record.getMessage()) < 1_000
        self._caplog.clear()
        return len(records)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Log:
    """Return the log of the integration."""
    # What Home Assistant itself says at debug would take most of the time.
    caplog.set_level(logging.INFO)
    return Log(caplog)


def check_states(home: Home) -> None:
    """Assert that Home Assistant can keep and send each state."""
    for state in home.hass.states.async_all():
        assert len(state.state) <= MAX_LENGTH_STATE_STATE
        assert len(json_bytes(state.attributes)) <= MOST_BYTES_OF_ATTRIBUTES


async def check_that_it_works(home: Home) -> None:
    """Assert that an ordinary unlock fires once, and shows."""
    # After a failure, the next poll may wait.
    await home.poll(home.list_interval)
    home.events.clear()
    made = home.cloud.add_unlock("Front door", "password", 3)
    await home.poll()
    await home.poll()
    assert home.types == ["password"]
    assert home.events[0].attributes["late"] is False
    last = home.hass.states.get("sensor.front_door_last_unlocked_by")
    assert last is not None
    assert last.state == "Ben"
    assert last.attributes["occurred_at"] == made.occurred_at.isoformat()


RESULTS: tuple[Any, ...] = (
    None,
    True,
    NAMES[2],
    NAMES[4],
    10**4_000,
    float("nan"),
    [],
    {},
    [[]],
    [{}],
    deep(2_000),
    [None] * 1_000,
    {"logs": None, "records": None, "devices": None, "list": None},
    {"logs": "many", "total": "many"},
    {"logs": [[]], "total": 10**30},
    {"logs": [None, 1, "row", [], {}], "has_more": True},
    {"records": [{"update_time": 1}] * 200, "total": 10**6},
    {"devices": [{"id": "../x"}, {"id": ["a"]}, {"id": "a" * 200}, 7], "total": -1},
    {"access_token": 7, "expire_time": "soon"},
    {"access_token": "", "expire_time": 1e308},
    [{"unlock_detail": [{"dp_code": 7, "unlock_list": [{"unlock_sn": []}]}]}],
    [{"module_type": 0, "current_version": ["1"]}],
    [{"module_type": 0, "current_version": "\x00<b>" * 5_000}],
)
ENVELOPES: tuple[Any, ...] = (
    b"",
    b"\x00\xff\xfe" * 100,
    "\ufeff{}".encode(),
    '{"success":true,"result":[]}'.encode("utf-16"),
    b'{"success":true,"result":{"logs":[{"update_time":1,"update_time":"\xff"}]}}',
    b'{"success":true,"success":false,"code":0,"code":"28841002x"}',
    b'{"success":true,"result":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    b'{"success":true,"t":1e999,"result":NaN}',
    b'{"success":true,"t":' + b"9" * 5_000 + b"}",
    b'{"success":false,"code":' + b"9" * 4_000 + b',"msg":7}',
    {"success": "true", "result": []},
    {"success": False},
    {"success": False, "code": "no code", "msg": NAMES[2]},
    {"success": False, "code": [1110], "msg": {"a": 1}},
    {"success": False, "code": 10**18, "msg": "x" * 100_000},
    {"success": False, "code": 1e308},
    {"success": True, "t": -1, "result": {"total": 5, "logs": [None] * 5}},
    {"success": True, "t": "now", "result": None},
    [],
    7,
    None,
)


def as_result(value: Any) -> Change:
    """Return a change that puts a value in the place of the result."""
    return lambda envelope: envelope | {"result": value}


def as_answer(value: Any) -> Change:
    """Return a change that puts a value in the place of the whole answer."""
    return lambda _: value


CHANGES = {
    "result": [as_result(value) for value in RESULTS],
    "envelope": [as_answer(value) for value in ENVELOPES],
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(
    ("name", "interval"),
    [
        ("open-logs", timedelta(minutes=14)),
        ("alarm-logs", timedelta(minutes=14)),
        ("records", timedelta(minutes=14)),
        ("token", timedelta(hours=2)),
        ("devices", timedelta(hours=1, seconds=1)),
        ("users", timedelta(days=1)),
        ("upgrade-infos", timedelta(days=1)),
    ],
)
async def test_any_answer_is_survived(
    home: Home,
    answers: dict[str, Change],
    log: Log,
    name: str,
    interval: timedelta,
    changes: list[Change],
) -> None:
    """Poll by poll another one; and when the cloud is sane again, all works."""
    if name == "records":
        home.cloud.remove_lock("Front door")
        home.cloud.add_lock(
            front_door(open_logs=(), alarm_logs=(), records=("camelCase",))
        )
    home.cloud.add_unlock("Front door")
    await home.start()
    log.lines()
    lines = 0
    for change in changes:
        answers[name] = change
        await home.poll(interval)
        lines += log.lines()
        check_states(home)
    assert lines <= LINES_PER_POLL * len(changes)
    answers.clear()
    await check_that_it_works(home)


@pytest.mark.parametrize("fault", ["huge", "cut_json", "not_object", "no_success"])
async def test_a_fault_of_everything_is_said_once(
    running: Home, log: Log, fault: str
) -> None:
    """And when it is over, all works."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    log.lines()
    running.cloud.fail_next(1_000, fault)
    lines = 0
    for _ in range(6):
        await running.poll(running.list_interval)
        lines += log.lines()
    # The list of locks, and the lock.
    assert lines == 2
    running.cloud.faults.clear()
    await running.poll(running.list_interval)
    await check_that_it_works(running)


TIMES: tuple[Any, ...] = (
    0,
    -1,
    -1_795_420_800_000,
    1,
    1_000,
    946_684_800,
    4_075_000_000_000,
    4_075_000_000,
    4_102_444_799_999,
    4_102_444_800_000,
    10**16,
    10**30,
    1e308,
    float("inf"),
    float("nan"),
    "",
    "now",
    "0",
    "-5",
    "4075000000000",
    "2026-11-23T08:00:00Z",
    "1.8e12",
    "٣" * 13,
    "9" * 5_000,
    True,
    None,
    [],
    {},
)


def row_of(cloud: TuyaCloud, stream: str, time: object) -> dict[str, Any]:
    """Return an unlock by finger, or under duress, at any time."""
    if stream == "records":
        return {
            "dps": [{"unlock_fingerprint": "1"}],
            "gmt_create": time,
            "record_id": f"r{len(cloud.calls)}",
        }
    code = "hijack" if stream == "alarm" else "unlock_fingerprint"
    return {"status": {"code": code, "value": "1"}, "update_time": time}


@pytest.mark.parametrize("stream", ["open", "alarm", "records"])
async def test_no_time_blocks_what_comes_after(
    home: Home, log: Log, stream: Literal["open", "alarm", "records"]
) -> None:
    """A lock's clock may say anything, and its row is shown for any span."""
    if stream == "records":
        home.cloud.remove_lock("Front door")
        home.cloud.add_lock(
            front_door(open_logs=(), alarm_logs=(), records=("camelCase",))
        )
    home.cloud.add_unlock("Front door")
    await home.start()
    log.lines()
    for time in (*TIMES, home.cloud.clock.now_ms() + 20 * 3_600_000):
        row = row_of(home.cloud, stream, time)
        home.cloud.add_raw("Front door", stream, row).time_ms = None
        home.events.clear()
        await home.poll()
        # Help for somebody who is forced is never out of date.
        assert set(home.types) <= ({"duress"} if stream == "alarm" else {"late"})
        assert all(event.attributes["late"] for event in home.events)

        home.events.clear()
        made = home.cloud.add_unlock("Front door", "password", 3)
        await home.poll()
        assert home.types == ["password"], time
        assert home.events[0].attributes["late"] is False
        last = home.hass.states.get("sensor.front_door_last_unlocked_by")
        assert last is not None
        assert last.state == "Ben"
        assert last.attributes["occurred_at"] == made.occurred_at.isoformat()
        check_states(home)
    assert log.lines() == 0
    await home.restart(off_for=timedelta(days=1))
    await check_that_it_works(home)


async def test_any_answer_about_a_lock_that_a_list_left_out_is_survived(
    home: Home, answers: dict[str, Change], log: Log
) -> None:
    """It is asked for by itself, and only a clear word removes it."""
    home.cloud.add_lock(front_door("Garage"))
    home.cloud.add_unlock("Front door")
    await home.start()
    garage = home.cloud.find("Garage").id

    def without_front_door(envelope: dict[str, Any]) -> object:
        devices = envelope["result"]["devices"]
        listed = [device for device in devices if device["id"] == garage]
        return envelope | {"result": envelope["result"] | {"devices": listed}}

    answers["devices"] = without_front_door
    log.lines()
    lines = 0
    changes = [each for kind in CHANGES.values() for each in kind]
    for change in changes:
        answers["device"] = change
        await home.poll(home.list_interval)
        lines += log.lines()
    assert lines <= LINES_PER_POLL * len(changes)
    assert len(home.cloud.calls_of("device")) >= len(changes) / 2
    check_states(home)
    answers.clear()
    await check_that_it_works(home)


async def test_any_answer_to_a_link_is_survived(
    home: Home, answers: dict[str, Change], log: Log
) -> None:
    """Whoever asked for it sees that it failed; nothing else happens."""
    home.cloud.remove_lock("Front door")
    lock = front_door(open_logs=(), alarm_logs=(), records=("camelCase",))
    home.cloud.add_lock(lock)
    await home.start()
    home.cloud.add_unlock(lock, "fingerprint", 9)
    await home.poll()
    device = dr.async_get(home.hass).async_get_device_by_identifier(
        (DOMAIN, lock.id), home.entry.entry_id
    )
    assert device is not None
    data = {
        "device_id": device.id,
        "record_id": home.events[0].attributes["record_id"],
        "member": "Ana",
        "confirm": True,
    }
    log.lines()
    # Tuya says that it did link the record with `true` alone.
    changes = [each for kind in CHANGES.values() for each in kind]
    del changes[RESULTS.index(True)]
    for change in changes:
        answers["allocate"] = change
        with pytest.raises(HomeAssistantError) as raised:
            await home.hass.services.async_call(
                DOMAIN, "allocate_record", data, blocking=True
            )
        assert len(str(raised.value)) < 1_000
        # A cloud that does not answer is left alone for a while.
        await home.poll(timedelta(hours=1))
    assert log.lines() == 0
    assert len(home.cloud.calls_of("allocate")) >= len(changes)
    answers.clear()
    await check_that_it_works(home)


async def test_a_cloud_whose_time_was_wrong_once_blocks_nothing(running: Home) -> None:
    """For a while its answers are from 2076."""
    ahead = timedelta(days=50 * 365)
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll()
    running.cloud.clock.shift(ahead.total_seconds())
    await running.poll()
    await running.poll()
    running.cloud.clock.shift(-ahead.total_seconds())
    await running.poll()
    await running.poll()
    for _ in range(3):
        running.cloud.add_unlock("Front door", "password", 3)
        await running.poll()
    assert running.types == ["password"] * 4


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
async def test_any_name_can_be_shown(home: Home, log: Log, name: str) -> None:
    """Of a lock, a person and a finger."""
    lock = Lock(
        "bfstrange0000001",
        name,
        people=[Person(name, "1001")],
    )
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(lock)
    row = {
        "status": {"code": name, "value": name},
        "nick_name": name,
        "unlock_name": name,
        "user_id": name,
    }
    await home.start()
    now = home.cloud.clock.now_ms()
    known = {"status": {"code": "unlock_fingerprint", "value": "1"}}
    home.cloud.add_raw(lock, "open", row | {"update_time": now})
    home.cloud.add_raw(lock, "open", row | known | {"update_time": now + 1})
    home.cloud.add_raw(lock, "alarm", row | {"update_time": now + 2})
    await home.poll(timedelta(minutes=5))
    await home.poll()
    fired = [event.event_type for event in home.events]
    assert [each for each in fired if each != "new_credential"] == [
        "other",
        "fingerprint",
        "other",
    ]
    check_states(home)
    shown = {each.entity_id: each.state for each in home.hass.states.async_all()}
    await home.restart()
    await home.poll()
    assert [event.event_type for event in home.events] == fired
    check_states(home)
    for entity_id, state in shown.items():
        if entity_id.startswith("sensor.") and "last_" in entity_id:
            assert home.state(entity_id) == state
    device = dr.async_get(home.hass).async_get_device_by_identifier(
        (DOMAIN, lock.id), home.entry.entry_id
    )
    assert device is not None
    assert device.name
    assert "\n" not in device.name
    assert len(device.name) <= LONGEST_TEXT
    assert log.lines() == 0


async def test_any_number_of_long_names_can_be_shown(home: Home, log: Log) -> None:
    """Twenty people with a name of 255 emoji have opened the lock together."""
    home.cloud.remove_lock("Front door")
    lock = front_door(open_logs=(), alarm_logs=(), records=("camelCase",))
    home.cloud.add_lock(lock)
    home.cloud.add_unlock(lock, occurred_at=home.cloud.clock.now() - timedelta(days=1))
    await home.start()
    home.cloud.add_raw(
        lock,
        "records",
        {
            "dps": [{"unlock_double": 1}],
            "gmt_create": home.cloud.clock.now_ms(),
            "record_id": "r1",
            "union_unlock_info": [
                {"opmode": "1", "unlock_name": "\U0001f600" * 300, "user_name": name}
                for name in [chr(0x1F600 + number) * 300 for number in range(30)]
            ],
        },
    )
    await home.poll()
    assert home.types[:1] == ["double"]
    check_states(home)
    assert log.lines() == 0


async def test_a_lock_that_changes_while_it_is_read_reports_nothing_twice(
    running: Home,
) -> None:
    """Its open log has answered; its alarm log no longer does, and records does."""
    lock = running.cloud.find("Front door")
    running.cloud.add_unlock(lock)
    await running.poll()

    def before_answer(path: str) -> None:
        if "open-logs" in path:
            lock.abilities = front_door(
                open_logs=(), alarm_logs=(), records=("camelCase",)
            ).abilities

    running.cloud.before_answer = before_answer
    running.events.clear()
    running.cloud.add_unlock(lock, "password", 3)
    await running.poll()
    await running.poll()
    assert running.types == ["password"]
    assert running.cloud.calls_of("records")


async def test_a_user_who_is_filled_in_while_a_record_waits_makes_no_second_one(
    running: Home,
) -> None:
    """It has been read, and its entity is not there yet."""
    lock = running.cloud.find("Front door")
    running.cloud.add_unlock(lock)
    await running.poll()
    running.events.clear()
    coordinator = running.entry.runtime_data.locks[lock.id]
    coordinator.delivery.is_started = False
    made = running.cloud.add_unlock(lock, "fingerprint", 1, person=Person("", "0"))
    await running.poll()
    assert running.events == []
    made.person = lock.people[0]
    await running.poll()
    coordinator.async_start_delivery()
    await running.settle()
    assert [event.attributes["user"] for event in running.events] == ["Ana"]
