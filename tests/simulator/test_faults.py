"""The failures that can be ordered."""

import asyncio
import json

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout
from aiohttp.test_utils import TestServer
import pytest

from simulator import FRONT_DOOR, TuyaCloud

from .conftest import Caller

DEVICES = "/v1.0/iot-01/associated-users/devices"


async def fetch(caller: Caller) -> tuple[int, str, bytes]:
    """Ask for the devices and return status, content type and body."""
    headers = caller.headers("GET", DEVICES, {})
    url = caller.base.with_path(DEVICES)
    async with caller.session.get(url, headers=headers) as response:
        return response.status, response.content_type, await response.read()


async def test_a_code_is_answered_as_often_as_ordered(caller: Caller) -> None:
    """Answer a code with Tuya's text, then answer rightly again."""
    caller.cloud.fail_next(2, 500)
    for _ in range(2):
        answer = await caller.call(DEVICES)
        assert answer["code"] == 500
        assert answer["msg"] == "system error, please contact the admin"
    assert await caller.result(DEVICES)


async def test_a_code_may_have_a_text_of_its_own(caller: Caller) -> None:
    """Answer any code with any text."""
    caller.cloud.fail_next(1, 40000309, msg="too frequent")
    assert (await caller.call(DEVICES))["msg"] == "too frequent"
    caller.cloud.fail_next(1, 40000309)
    assert (await caller.call(DEVICES))["msg"] == "unknown error"


@pytest.mark.parametrize("path", ["/users", "/v1.0/smart-lock/*"])
async def test_a_fault_may_be_for_one_path(caller: Caller, path: str) -> None:
    """Limit a fault by a part of the path or a pattern."""
    caller.cloud.fail_next(1, 1111, path=path)
    assert await caller.result(DEVICES)
    users = f"/v1.0/smart-lock/devices/{FRONT_DOOR}/users"
    paging = {"page_no": 1, "page_size": 10}
    assert await caller.code(users, paging) == 1111
    assert await caller.result(users, paging)


async def test_a_fault_hits_the_token_call_too(stranger: Caller) -> None:
    """Count the token's call where no path is given."""
    stranger.cloud.fail_next(1, 1001)
    assert await stranger.code("/v1.0/token", {"grant_type": "1"}) == 1001


async def test_a_broken_server_answers_500_or_a_page(caller: Caller) -> None:
    """Answer without an envelope."""
    caller.cloud.fail_next(1, "http_500")
    caller.cloud.fail_next(1, "html")
    assert (await fetch(caller))[0] == 500
    status, content_type, body = await fetch(caller)
    assert (status, content_type) == (200, "text/html")
    assert body.startswith(b"<html>")
    assert [call.answer for call in caller.cloud.calls_of("devices")] == [
        "http_500",
        "html",
    ]


async def test_json_may_be_cut_or_of_another_shape(caller: Caller) -> None:
    """Answer something that says JSON and is not the envelope."""
    for fault in ("cut_json", "not_object", "no_success"):
        caller.cloud.fail_next(1, fault)
    status, content_type, body = await fetch(caller)
    assert (status, content_type) == (200, "application/json")
    with pytest.raises(ValueError, match="Unterminated"):
        json.loads(body)
    assert json.loads((await fetch(caller))[2]) == ["success", True]
    assert "success" not in json.loads((await fetch(caller))[2])


async def test_an_answer_may_be_huge(caller: Caller) -> None:
    """Answer many megabytes, which a client may stop reading."""
    caller.cloud.fail_next(2, "huge")
    assert len((await fetch(caller))[2]) > 16_000_000
    headers = caller.headers("GET", DEVICES, {})
    url = caller.base.with_path(DEVICES)
    async with caller.session.get(url, headers=headers) as response:
        assert await response.content.read(10)
        response.close()
    assert await caller.result(DEVICES)


async def test_a_connection_may_be_reset(caller: Caller) -> None:
    """Close the connection without an answer."""
    caller.cloud.fail_next(2, "reset")
    with pytest.raises(ClientConnectionError):
        await fetch(caller)


async def test_an_answer_may_be_slow(caller: Caller) -> None:
    """Answer rightly after a while."""
    caller.cloud.slow_seconds = 0.01
    caller.cloud.fail_next(1, "slow")
    status, _, body = await fetch(caller)
    assert status == 200
    assert json.loads(body)["success"] is True


def handlers() -> list[asyncio.Task[object]]:
    """Return the server's tasks, one for each connection."""
    return [task for task in asyncio.all_tasks() if "RequestHandler" in repr(task)]


async def test_a_hanging_call_ends_with_its_client(caller: Caller) -> None:
    """Leave nothing behind when the client loses patience."""
    caller.cloud.fail_next(1, "hang")
    [handler] = handlers()
    headers = caller.headers("GET", DEVICES, {})
    url = caller.base.with_path(DEVICES)
    with pytest.raises(TimeoutError):
        await caller.session.get(
            url, headers=headers, timeout=ClientTimeout(total=0.05)
        )
    assert caller.cloud.calls_of("devices")[0].answer == "hang"
    async with asyncio.timeout(10):
        await asyncio.wait([handler])
    assert handlers() == []
    assert await caller.result(DEVICES)


async def test_a_hanging_call_ends_with_the_server(
    cloud: TuyaCloud, server: TestServer, session: ClientSession, caller: Caller
) -> None:
    """Close the server at once although a client still waits."""
    cloud.fail_next(1, "hang")
    waiting = asyncio.create_task(fetch(caller))
    while not cloud.calls_of("devices"):
        await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await server.close()
        status, _, body = await waiting
    assert (status, body) == (503, b"")


@pytest.mark.parametrize(("count", "fault"), [(1, "nonsense"), (0, 500), (1, True)])
def test_a_fault_that_makes_no_sense_is_refused(
    cloud: TuyaCloud, count: int, fault: int | str
) -> None:
    """Refuse an unknown fault and a count of nothing."""
    with pytest.raises(ValueError, match=r"fault must|count must"):
        cloud.fail_next(count, fault)


async def test_recovery_forgets_faults(caller: Caller) -> None:
    """Answer rightly once all is in order again."""
    caller.cloud.fail_next(9, 500)
    caller.cloud.recover()
    assert await caller.result(DEVICES)
