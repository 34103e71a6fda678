"""The Message Service over a WebSocket: who may come in, and what arrives, once."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
import json
import time
from typing import Any

from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from freezegun.api import FrozenDateTimeFactory
import pytest

from simulator import (
    ACCESS_ID,
    ACCESS_SECRET,
    BACK_DOOR,
    FRONT_DOOR,
    HALL_LIGHT,
    TuyaCloud,
)
from simulator.message_format import JUNK, Family, password
from simulator.messages import Environment

from .conftest import Caller

KEY = ACCESS_SECRET[8:24].encode()


class Reader:
    """A client of the queue, as simple as it can be."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        """Read a connection."""
        self.socket = socket

    async def frame(self) -> dict[str, Any]:
        """Return the next frame, without an acknowledgment."""
        async with asyncio.timeout(5):
            content: dict[str, Any] = await self.socket.receive_json()
        return content

    async def acknowledge(self, frame: dict[str, Any], **more: str) -> None:
        """Say that a frame has arrived."""
        await self.socket.send_json({**more, "messageId": frame["messageId"]})

    async def body(self) -> dict[str, Any]:
        """Acknowledge the next frame and return what is in it."""
        frame = await self.frame()
        await self.acknowledge(frame)
        return decrypted(frame)

    async def values(self) -> list[tuple[str, object]]:
        """Acknowledge the next frame and return its codes and values."""
        return [(each["code"], each["value"]) for each in (await self.body())["status"]]

    async def is_quiet(self, seconds: float = 0.1) -> bool:
        """Return whether nothing comes for a while, on the machine's own clock."""
        task = asyncio.create_task(self.socket.receive())
        await asyncio.to_thread(time.sleep, seconds)
        is_quiet = not task.done()
        task.cancel()
        return is_quiet


def decrypted(frame: dict[str, Any]) -> dict[str, Any]:
    """Return the body of a frame, whatever it says of its mode."""
    envelope = json.loads(base64.b64decode(frame["payload"]))
    data = base64.b64decode(envelope["data"])
    try:
        plain = AESGCM(KEY).decrypt(data[:12], data[12:], None)
    except InvalidTag:
        decryptor = Cipher(algorithms.AES128(KEY), modes.ECB()).decryptor()
        padded = decryptor.update(data) + decryptor.finalize()
        plain = padded[: -padded[-1]]
    body: dict[str, Any] = json.loads(plain)
    return body


def path(topic: str = "event", access_id: str = ACCESS_ID) -> str:
    """Return the path of a consumer."""
    return f"/ws/v2/consumer/persistent/{access_id}/out/{topic}/{access_id}-sub"


@asynccontextmanager
async def reading(
    caller: Caller,
    topic: Environment = "event",
    *,
    ack_timeout: int = 30_000,
    heartbeat: float | None = None,
) -> AsyncIterator[Reader]:
    """Connect as a client does that knows the secret."""
    query = {"ackTimeoutMillis": str(ack_timeout), "subscriptionType": "Failover"}
    async with caller.session.ws_connect(
        caller.base.with_path(path(topic)).with_query(query),
        headers={
            "username": ACCESS_ID,
            "password": password(ACCESS_ID, ACCESS_SECRET),
        },
        heartbeat=heartbeat,
    ) as socket:
        yield Reader(socket)


async def status_of(caller: Caller, where: str, **headers: str) -> int:
    """Return the status that a handshake is refused with."""
    known = {"username": ACCESS_ID, "password": password(ACCESS_ID, ACCESS_SECRET)}
    query = {"ackTimeoutMillis": "30000", "subscriptionType": "Failover"}
    with pytest.raises(WSServerHandshakeError) as raised:
        await caller.session.ws_connect(
            caller.base.with_path(where).with_query(query), headers=known | headers
        )
    return raised.value.status


async def until_connected(cloud: TuyaCloud, count: int) -> None:
    """Wait until so many consumers are there."""
    async with asyncio.timeout(5):
        while len(cloud.messages.topics["event"].consumers) != count:
            await asyncio.sleep(0)


async def test_an_unlock_arrives_as_the_lock_reports_it(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Get the slot as a number, with the time of the lock."""
    async with reading(stranger) as reader:
        entry = cloud.add_unlock(FRONT_DOOR, "card", 5)
        frame = await reader.frame()
        body = decrypted(frame)
    assert frame["properties"] == {"em": "aes_gcm"}
    assert frame["redeliveryCount"] == 0
    assert body["devId"] == FRONT_DOOR
    at = round(entry.occurred_at.timestamp() * 1000)
    assert body["status"] == [{"code": "unlock_card", "value": 5, "t": at, "5": "5"}]


async def test_each_kind_of_event_has_the_value_of_its_lock(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Report duress by a boolean and a slot of a kit by six bytes."""
    async with reading(stranger) as reader:
        cloud.add_duress(FRONT_DOOR)
        assert await reader.values() == [("unlock_fingerprint", 2)]
        assert await reader.values() == [("hijack", True)]
        cloud.add_attempt(FRONT_DOOR)
        assert await reader.values() == [("alarm_lock", "wrong_password")]
        cloud.add_ring(FRONT_DOOR)
        assert await reader.values() == [("doorbell", True)]
        cloud.add_unlock(FRONT_DOOR, "password_kit", 1)
        assert await reader.values() == [("unlock_password_kit", "AAAAAQAA")]


async def test_the_past_of_the_household_is_not_reported(stranger: Caller) -> None:
    """Begin with an empty queue."""
    async with reading(stranger) as reader:
        assert await reader.is_quiet()


@pytest.mark.parametrize(
    ("where", "headers"),
    [
        (path(), {"password": "0123456789abcdef"}),
        (path(), {"username": "nobody"}),
        (path(access_id="another"), {}),
        (path().removesuffix("-sub"), {}),
    ],
    ids=["password", "username", "project", "subscription"],
)
async def test_a_stranger_is_answered_401(
    stranger: Caller, where: str, headers: dict[str, str]
) -> None:
    """Let in only who knows the secret, and only to its own project."""
    assert await status_of(stranger, where, **headers) == 401


async def test_a_service_that_is_not_enabled_is_answered_401(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Refuse everybody until the service is switched on."""
    cloud.messages.enabled = False
    assert await status_of(stranger, path()) == 401


async def test_an_environment_that_does_not_exist_is_answered_500(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Distinguish a wrong environment from a wrong secret."""
    cloud.messages.environments = {"event-test"}
    assert await status_of(stranger, path()) == 500
    assert await status_of(stranger, path("nowhere")) == 500
    async with reading(stranger, "event-test") as reader:
        assert await reader.is_quiet()
    assert [call.answer for call in cloud.handshakes] == [500, 500, None]


async def test_handshakes_fail_when_they_are_to(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Answer a status that is asked for, and drop a connection."""
    cloud.fail_next(1, 503, path="/ws/")
    assert await status_of(stranger, path()) == 503
    cloud.fail_next(1, "http_500", path="/ws/")
    assert await status_of(stranger, path()) == 500
    async with reading(stranger) as reader:
        assert await reader.is_quiet()


@pytest.mark.parametrize(
    "query",
    [
        {"subscriptionType": "Shared"},
        {"subscriptionType": "Failover", "ackTimeoutMillis": "soon"},
    ],
)
async def test_a_wrong_query_is_answered_400(
    stranger: Caller, query: dict[str, str]
) -> None:
    """Check what Pulsar checks."""
    with pytest.raises(WSServerHandshakeError) as raised:
        await stranger.session.ws_connect(
            stranger.base.with_path(path()).with_query(query),
            headers={
                "username": ACCESS_ID,
                "password": password(ACCESS_ID, ACCESS_SECRET),
            },
        )
    assert raised.value.status == 400


async def test_what_is_not_acknowledged_comes_again_after_the_timeout(
    cloud: TuyaCloud, stranger: Caller, freezer: FrozenDateTimeFactory
) -> None:
    """Deliver it with its id and a count until it is acknowledged."""
    async with reading(stranger, ack_timeout=3000) as reader:
        cloud.add_unlock(FRONT_DOOR)
        first = await reader.frame()
        assert await reader.is_quiet()
    async with reading(stranger, ack_timeout=3000) as reader:
        again = await reader.frame()
        assert (again["messageId"], again["redeliveryCount"]) == (first["messageId"], 1)
        freezer.tick(3.1)
        again = await reader.frame()
        assert again["redeliveryCount"] == 2
        assert again["publishTime"] == first["publishTime"]
        await reader.acknowledge(again)
        await reader.socket.send_str("no acknowledgment")
        freezer.tick(60)
        assert await reader.is_quiet()
    counts = cloud.messages.topics["event"].counts
    assert counts == {
        "published": 1,
        "delivered": 1,
        "redelivered": 2,
        "acknowledged": 1,
    }


async def test_a_rejected_message_comes_again_after_a_minute(
    cloud: TuyaCloud, stranger: Caller, freezer: FrozenDateTimeFactory
) -> None:
    """Know Pulsar's negative acknowledgment."""
    async with reading(stranger) as reader:
        cloud.add_unlock(FRONT_DOOR)
        frame = await reader.frame()
        await reader.acknowledge(frame, type="negativeAcknowledge")
        [consumer] = cloud.messages.topics["event"].consumers
        while consumer.unacknowledged:
            await asyncio.sleep(0)
        freezer.tick(59)
        assert await reader.is_quiet()
    async with reading(stranger) as reader:
        freezer.tick(2)
        assert (await reader.frame())["messageId"] == frame["messageId"]


async def test_the_first_consumer_receives_and_the_second_waits(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Keep Failover: the second gets what the first has left."""
    async with reading(stranger) as first:
        await until_connected(cloud, 1)
        async with reading(stranger) as second:
            await until_connected(cloud, 2)
            cloud.add_unlock(FRONT_DOOR)
            assert (await first.body())["devId"] == FRONT_DOOR
            cloud.add_unlock(BACK_DOOR)
            await first.frame()
            await first.socket.close()
            assert (await second.body())["devId"] == BACK_DOOR
            assert await second.is_quiet()


async def test_unread_messages_are_kept_for_two_hours(
    cloud: TuyaCloud, stranger: Caller, freezer: FrozenDateTimeFactory
) -> None:
    """Deliver after an outage what is younger, and nothing else."""
    cloud.add_unlock(FRONT_DOOR)
    freezer.tick(timedelta(hours=1, minutes=59))
    cloud.add_unlock(BACK_DOOR)
    freezer.tick(timedelta(minutes=2))
    async with reading(stranger) as reader:
        frame = await reader.frame()
        assert decrypted(frame)["devId"] == BACK_DOOR
        published = datetime.fromisoformat(frame["publishTime"])
        assert datetime.now(UTC) - published > timedelta(minutes=1)
        await reader.acknowledge(frame)
        assert await reader.is_quiet()


async def test_a_gap_can_lose_what_nobody_reads(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Lose what happens between two connections, as other queues do."""
    cloud.messages.topics["event"].keeps_unread = False
    async with reading(stranger):
        await until_connected(cloud, 1)
    await until_connected(cloud, 0)
    cloud.add_unlock(FRONT_DOOR)
    async with reading(stranger) as reader:
        cloud.add_unlock(BACK_DOOR)
        assert (await reader.body())["devId"] == BACK_DOOR


@pytest.mark.parametrize("encryption", ["aes_gcm", "aes_ecb"])
@pytest.mark.parametrize("announcement", ["right", "missing", "wrong"])
async def test_a_frame_may_be_silent_or_wrong_about_its_mode(
    cloud: TuyaCloud, stranger: Caller, encryption: Any, announcement: Any
) -> None:
    """Encrypt in one mode, and announce it, nothing, or the other one."""
    cloud.messages.encryption = encryption
    cloud.messages.announcement = announcement
    async with reading(stranger) as reader:
        cloud.add_unlock(FRONT_DOOR)
        frame = await reader.frame()
    data = base64.b64decode(json.loads(base64.b64decode(frame["payload"]))["data"])
    is_gcm = len(data) % 16 != 0
    assert is_gcm is (encryption == "aes_gcm")
    said = frame["properties"].get("em")
    if announcement == "missing":
        assert said is None
    else:
        assert (said == encryption) is (announcement == "right")
    assert decrypted(frame)["devId"] == FRONT_DOOR


@pytest.mark.parametrize(
    ("families", "protocols"),
    [(("legacy",), [4]), (("iot_core",), [1000]), (("legacy", "iot_core"), [4, 1000])],
)
async def test_a_message_comes_in_the_families_of_the_project(
    cloud: TuyaCloud,
    stranger: Caller,
    families: tuple[Family, ...],
    protocols: list[int],
) -> None:
    """Come twice where both are configured, with one data id."""
    cloud.messages.families = families
    async with reading(stranger) as reader:
        cloud.add_unlock(FRONT_DOOR)
        frames = [await reader.frame() for _ in protocols]
    contents = [json.loads(base64.b64decode(each["payload"])) for each in frames]
    assert [each["protocol"] for each in contents] == protocols
    bodies = [decrypted(each) for each in frames]
    ids = {each.get("dataId") or each["bizData"]["dataId"] for each in bodies}
    assert len(ids) == 1


async def test_the_test_environment_carries_the_test_devices_alone(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Filter there by device; in production everything comes."""
    cloud.messages.test_devices = {BACK_DOOR}
    async with reading(stranger, "event-test") as test, reading(stranger) as production:
        cloud.report(HALL_LIGHT, {"switch_led": False})
        cloud.add_unlock(FRONT_DOOR)
        cloud.add_unlock(BACK_DOOR)
        assert (await test.body())["devId"] == BACK_DOOR
        assert [(await production.body())["devId"] for _ in range(3)] == [
            HALL_LIGHT,
            FRONT_DOOR,
            BACK_DOOR,
        ]
    assert cloud.messages.topics["event"].by_device == {
        HALL_LIGHT: 1,
        FRONT_DOOR: 1,
        BACK_DOOR: 1,
    }


async def test_without_a_rule_it_connects_and_stays_silent(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Publish nothing until a messaging rule is in effect."""
    cloud.messages.rules = {"event-test"}
    async with reading(stranger) as reader:
        cloud.add_unlock(FRONT_DOOR)
        assert await reader.is_quiet()


async def test_without_a_plan_nothing_is_published(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Fall silent when the quota is gone, and come back with it."""
    cloud.spend_quota()
    cloud.add_unlock(FRONT_DOOR)
    cloud.recover()
    cloud.deny(FRONT_DOOR)
    cloud.add_unlock(FRONT_DOOR)
    cloud.allow(FRONT_DOOR)
    cloud.add_unlock(BACK_DOOR)
    async with reading(stranger) as reader:
        assert (await reader.body())["devId"] == BACK_DOOR


async def test_messages_may_overtake_each_other(
    cloud: TuyaCloud, stranger: Caller, freezer: FrozenDateTimeFactory
) -> None:
    """Draw each message's delay anew: of 20 some change places."""
    cloud.messages.push_delay = (0, 30)
    for slot in range(20):
        cloud.add_unlock(FRONT_DOOR, "card", slot)
    freezer.tick(31)
    async with reading(stranger) as reader:
        values = [(await reader.values())[0][1] for _ in range(20)]
    assert sorted(map(int, map(str, values))) == list(range(20))
    assert values != sorted(map(int, map(str, values)))


async def test_the_value_before_may_come_first(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Report the person before, then who has opened, as some locks do."""
    cloud.messages.stale_first = True
    async with reading(stranger) as reader:
        cloud.add_unlock(FRONT_DOOR, "fingerprint", 1)
        cloud.add_unlock(FRONT_DOOR, "fingerprint", 4)
        values = [await reader.values() for _ in range(4)]
    # The first of all is of the household's past.
    assert values == [[("unlock_fingerprint", slot)] for slot in (1, 1, 1, 4)]


async def test_a_row_may_come_without_a_push_and_a_push_without_a_row(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Let each come alone."""
    before = len(cloud.entries(FRONT_DOOR))
    async with reading(stranger) as reader:
        cloud.add_unlock(FRONT_DOOR, push=False)
        assert len(cloud.entries(FRONT_DOOR)) == before + 1
        cloud.report(FRONT_DOOR, {"unlock_card": 5, "residual_electricity": 77})
        assert await reader.values() == [
            ("unlock_card", 5),
            ("residual_electricity", 77),
        ]
    assert len(cloud.entries(FRONT_DOOR)) == before + 1
    assert cloud.status_of(cloud.find(FRONT_DOOR))["residual_electricity"] == 77


async def test_a_sleeping_lock_reports_when_it_wakes(
    cloud: TuyaCloud, stranger: Caller, freezer: FrozenDateTimeFactory
) -> None:
    """Push when the cloud hears of it, with the time of the lock."""
    now = cloud.clock.now()
    cloud.add_unlock(FRONT_DOOR, visible_at=now + timedelta(minutes=5))
    async with reading(stranger) as reader:
        assert await reader.is_quiet()
    async with reading(stranger) as reader:
        freezer.tick(timedelta(minutes=5, seconds=1))
        body = await reader.body()
    assert body["status"][0]["t"] == round(now.timestamp() * 1000)


async def test_a_lock_that_was_offline_says_so_and_uploads(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Keep what happens in the lock, and report it when it is back."""
    async with reading(stranger) as reader:
        cloud.go_offline(FRONT_DOOR)
        assert (await reader.body())["bizCode"] == "offline"
        entry = cloud.add_unlock(FRONT_DOOR)
        assert entry not in cloud.visible(FRONT_DOOR)
        cloud.go_online(FRONT_DOOR)
        assert (await reader.body())["bizCode"] == "online"
        assert await reader.values() == [("unlock_fingerprint", 1)]
        assert entry in cloud.visible(FRONT_DOOR)


@pytest.mark.parametrize("kind", [kind for kind in JUNK if kind != "huge"])
async def test_junk_comes_between_messages(
    cloud: TuyaCloud, stranger: Caller, kind: str
) -> None:
    """Send what no client can make sense of, and go on."""
    async with reading(stranger) as reader:
        await until_connected(cloud, 1)
        assert cloud.messages.send_junk(kind)
        async with asyncio.timeout(5):
            message = await reader.socket.receive()
        assert message.data == JUNK[kind]
        cloud.add_unlock(FRONT_DOOR)
        assert (await reader.body())["devId"] == FRONT_DOOR


async def test_a_frame_may_be_larger_than_a_client_accepts(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Exceed a megabyte."""
    assert len(JUNK["huge"]) > 2**20
    async with reading(stranger) as reader:
        await until_connected(cloud, 1)
        cloud.messages.send_junk("huge")
        async with asyncio.timeout(5):
            assert len((await reader.socket.receive()).data) > 2**20
    await until_connected(cloud, 0)
    assert not cloud.messages.send_junk("huge")
    with pytest.raises(ValueError, match="kind must be one of not_json"):
        cloud.messages.send_junk("rubbish")


async def test_a_message_may_be_repeated(cloud: TuyaCloud, stranger: Caller) -> None:
    """Deliver the last one again although it was acknowledged."""
    assert not cloud.messages.topics["event"].repeat()
    async with reading(stranger) as reader:
        cloud.add_unlock(FRONT_DOOR)
        first = await reader.frame()
        await reader.acknowledge(first)
        assert cloud.messages.topics["event"].repeat()
        again = await reader.frame()
    assert (again["messageId"], again["redeliveryCount"]) == (first["messageId"], 1)


@pytest.mark.parametrize("code", [1000, 1006])
async def test_a_connection_may_end(
    cloud: TuyaCloud, stranger: Caller, code: int
) -> None:
    """End with a farewell or without one."""
    async with reading(stranger) as reader:
        await until_connected(cloud, 1)
        cloud.messages.disconnect(code)
        async with asyncio.timeout(5):
            message = await reader.socket.receive()
        assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED)
        assert reader.socket.close_code == code
    await until_connected(cloud, 0)


async def test_a_silent_connection_answers_no_ping(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Stand still, so that a client must notice by itself."""
    cloud.messages.silent = True
    async with reading(stranger, heartbeat=0.05) as reader:
        cloud.add_unlock(FRONT_DOOR)
        async with asyncio.timeout(5):
            message = await reader.socket.receive()
        assert message.type in (WSMsgType.ERROR, WSMsgType.CLOSED)
    cloud.messages.silent = False
    async with reading(stranger, heartbeat=0.05) as reader:
        assert (await reader.body())["devId"] == FRONT_DOOR
        assert await reader.is_quiet(0.3)
