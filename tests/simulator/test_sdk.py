"""Tuya's own Python SDK against the simulated cloud.

This is the proof that the simulator speaks Tuya's protocol, and not only ours.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
import json
from typing import Any

from aiohttp.test_utils import TestServer
import pytest
from tuya_connector import TuyaCloudPulsarTopic, TuyaOpenAPI, TuyaOpenPulsar

from simulator import ACCESS_ID, ACCESS_SECRET, BACK_DOOR, FRONT_DOOR, TuyaCloud

RANGE = {"start_time": 0, "end_time": 4_000_000_000_000}
PAGE = {"page_no": 1, "page_size": 50}


class Sdk:
    """The SDK in a thread of its own, since it blocks."""

    def __init__(self, executor: ThreadPoolExecutor, host: str, secret: str) -> None:
        """Point the SDK at the simulator; nothing else of it is changed."""
        self._executor = executor
        self.api = TuyaOpenAPI(host, ACCESS_ID, secret)

    async def run(self, method: str, *arguments: Any) -> dict[str, Any]:
        """Call a method of the SDK."""
        loop = asyncio.get_running_loop()
        function = getattr(self.api, method)
        answer: dict[str, Any] = await loop.run_in_executor(
            self._executor, function, *arguments
        )
        return answer


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    """Run the SDK in one thread, and end it."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


@pytest.fixture
async def sdk(server: TestServer, executor: ThreadPoolExecutor) -> Sdk:
    """Connect the SDK."""
    sdk = Sdk(executor, str(server.make_url("")), ACCESS_SECRET)
    assert (await sdk.run("connect"))["success"] is True
    return sdk


async def test_tuyas_sdk_lists_the_devices(cloud: TuyaCloud, sdk: Sdk) -> None:
    """Read the list of devices and one device."""
    answer = await sdk.run("get", "/v1.0/iot-01/associated-users/devices", {"size": 50})
    assert [each["id"] for each in answer["result"]["devices"]] == list(cloud.devices)
    answer = await sdk.run("get", f"/v1.0/devices/{FRONT_DOOR}")
    assert answer["result"]["name"] == "Front door"


@pytest.mark.parametrize("version", ["v1.0", "v1.1"])
async def test_tuyas_sdk_reads_the_logs(sdk: Sdk, version: str) -> None:
    """Read open-logs and alarm-logs, with a comma in the query."""
    path = f"/{version}/devices/{FRONT_DOOR}/door-lock"
    answer = await sdk.run("get", f"{path}/open-logs", PAGE | RANGE)
    assert answer["result"]["logs"][0]["nick_name"] == "Ana"
    query = PAGE | {"codes": "alarm_lock,hijack"}
    answer = await sdk.run("get", f"{path}/alarm-logs", query)
    assert answer["result"]["total"] == 2


async def test_tuyas_sdk_reads_and_allocates_records(
    cloud: TuyaCloud, sdk: Sdk
) -> None:
    """Read records in both spellings, and bind one to a member."""
    path = f"/v1.0/devices/{BACK_DOOR}/door-lock/records"
    codes = "unlock_fingerprint,unlock_password"
    camel = {
        "targetStandardDpCodes": codes,
        "startTime": 0,
        "endTime": 0,
        "pageNo": 1,
        "pageSize": 50,
    }
    snake = PAGE | {"target_standard_dp_codes": codes, "start_time": 0, "end_time": 0}
    answer = await sdk.run("get", path, camel)
    assert answer["result"] == (await sdk.run("get", path, snake))["result"]
    record = next(
        each for each in answer["result"]["records"] if each["member_bindable_flag"]
    )
    posted = await sdk.run(
        "post",
        f"{path}/{record['record_id']}/actions/allocate",
        {"user_id": "30660002"},
    )
    assert posted["result"] is True
    entry = cloud.record(BACK_DOOR, record["record_id"])
    assert entry is not None
    holder = cloud.find(BACK_DOOR).holder(entry.method, entry.slot)
    assert holder is not None
    assert holder.name == "Ben"


async def test_tuyas_sdk_connects_again_after_1010(cloud: TuyaCloud, sdk: Sdk) -> None:
    """Let the SDK do what it does with an expired token."""
    cloud.expire_tokens()
    path = f"/v1.0/devices/{FRONT_DOOR}"
    assert (await sdk.run("get", path))["code"] == 1010
    assert (await sdk.run("get", path))["success"] is True


async def test_tuyas_sdk_refreshes_its_token(cloud: TuyaCloud, sdk: Sdk) -> None:
    """Let the SDK use the refresh token when the end is near."""
    old = sdk.api.token_info.access_token
    sdk.api.token_info.expire_time = 0
    answer = await sdk.run("get", f"/v1.0/devices/{FRONT_DOOR}")
    assert answer["success"] is True
    assert sdk.api.token_info.access_token != old
    assert len(cloud.calls_of("token")) == 2


async def test_tuyas_sdk_is_refused_with_a_wrong_secret(
    server: TestServer, executor: ThreadPoolExecutor
) -> None:
    """Refuse the token call of a wrong secret."""
    sdk = Sdk(executor, str(server.make_url("")), "wrong")
    assert (await sdk.run("connect"))["code"] == 1004


@asynccontextmanager
async def listening(
    server: TestServer, topic: str, secret: str = ACCESS_SECRET
) -> AsyncIterator[asyncio.Queue[dict[str, Any]]]:
    """Let the SDK read the Message Service in its own thread."""
    queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    endpoint = str(server.make_url("/")).replace("http://", "ws://")
    sdk = TuyaOpenPulsar(ACCESS_ID, secret, endpoint, topic)
    sdk.add_message_listener(
        lambda text: loop.call_soon_threadsafe(queue.put_nowait, json.loads(text))
    )
    sdk.start()
    try:
        yield queue
    finally:
        sdk.stop()
        # Its thread looks every three seconds whether it is to end.
        await asyncio.to_thread(sdk.join)


async def test_tuyas_sdk_reads_the_message_service(
    cloud: TuyaCloud, server: TestServer
) -> None:
    """Read what locks report, and acknowledge it; the SDK knows ECB alone."""
    cloud.messages.encryption = "aes_ecb"
    counts = cloud.messages.topics["event"].counts
    async with (
        listening(server, TuyaCloudPulsarTopic.PROD) as queue,
        asyncio.timeout(20),
    ):
        cloud.add_unlock(FRONT_DOOR, "card", 5)
        cloud.add_duress(BACK_DOOR)
        bodies = [await queue.get() for _ in range(3)]
        while counts["acknowledged"] < 3:
            await asyncio.sleep(0.01)
    reported = [
        (body["devId"], body["status"][0]["code"], body["status"][0]["value"])
        for body in bodies
    ]
    assert reported == [
        (FRONT_DOOR, "unlock_card", 5),
        (BACK_DOOR, "unlock_fingerprint", 2),
        (BACK_DOOR, "hijack", True),
    ]


async def test_tuyas_sdk_is_refused_with_a_wrong_secret_by_the_message_service(
    cloud: TuyaCloud, server: TestServer
) -> None:
    """Answer 401, whatever is tried."""
    async with listening(server, "event", "wrong-secret-wrong-secret"):
        async with asyncio.timeout(20):
            while not cloud.handshakes:
                await asyncio.sleep(0.01)
    assert {call.answer for call in cloud.handshakes} == {401}
