"""A project's session: its token, its clock, its calls and what may go wrong."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
import json
import time

from aiohttp import ClientSession, web
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.tuya_door_lock.api.client import TuyaClient, count_calls
from custom_components.tuya_door_lock.api.errors import (
    Service,
    TuyaClockError,
    TuyaCredentialsError,
    TuyaError,
    TuyaPlanExpiredError,
    TuyaRateLimitError,
    TuyaTokenError,
    TuyaTransientError,
    TuyaUnknownIdError,
)
from simulator import ACCESS_ID, ACCESS_SECRET, FRONT_DOOR, TuyaCloud
from simulator.signing import is_signed

from .conftest import Script

DEVICES = "/v1.0/iot-01/associated-users/devices"
TOKEN = "/v1.0/token"
CLIENT = "custom_components.tuya_door_lock.api.client"
# More than the five minutes that Tuya tolerates.
WRONG_CLOCKS = [timedelta(days=-400), timedelta(minutes=-6), timedelta(minutes=6)]


def answer_json(answer: object, _request: web.Request) -> web.Response:
    """Answer every request alike."""
    return web.json_response(answer)


async def devices(client: TuyaClient) -> object:
    """Make a call that needs a token."""
    return await client.get(DEVICES, kind="devices")


def answers(cloud: TuyaCloud, name: str) -> list[int | str | None]:
    """Return how the calls of an endpoint were answered: None for success."""
    return [call.answer for call in cloud.calls_of(name)]


async def test_many_callers_fetch_one_token(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Fetch a token once, however many calls need it at the same time."""
    found = await asyncio.gather(*(devices(client) for _ in range(20)))
    assert len(found) == 20
    assert answers(cloud, "token") == [None]
    assert answers(cloud, "devices") == [None] * 20
    assert client.calls == {"token": 1, "devices": 20}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (1001, TuyaCredentialsError),
        (28841002, TuyaPlanExpiredError),
        ("http_500", TuyaTransientError),
    ],
)
async def test_many_callers_share_a_failed_fetch(
    cloud: TuyaCloud, client: TuyaClient, fault: int | str, expected: type[TuyaError]
) -> None:
    """Ask once for a token that is refused, and raise for every caller."""
    cloud.fail_next(99, fault, path=TOKEN)
    found = await asyncio.gather(
        *(devices(client) for _ in range(20)), return_exceptions=True
    )
    assert {type(each) for each in found} == {expected}
    assert answers(cloud, "token") == [fault]
    assert client.calls == {"token": 1}


async def test_a_later_caller_asks_again(cloud: TuyaCloud, client: TuyaClient) -> None:
    """Let a failed fetch stand only for those who waited for it."""
    cloud.fail_next(2, 500, path=TOKEN)
    for _ in range(2):
        with pytest.raises(TuyaTransientError):
            await devices(client)
    assert await devices(client)
    assert answers(cloud, "token") == [500, 500, None]


async def test_a_caller_that_gives_up_leaves_the_fetch_to_the_next(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Fetch the token for those who still wait."""
    cloud.fail_next(1, "hang", path=TOKEN)
    first = asyncio.create_task(devices(client))
    while not cloud.calls:
        await asyncio.sleep(0)
    second = asyncio.create_task(devices(client))
    await asyncio.sleep(0)
    first.cancel()
    assert await second
    assert first.cancelled()
    assert answers(cloud, "token") == ["hang", None]


async def test_a_token_is_kept_almost_to_its_end(
    cloud: TuyaCloud, client: TuyaClient, freezer: FrozenDateTimeFactory
) -> None:
    """Renew a token one to two minutes before its two hours are over."""
    await devices(client)
    freezer.tick(7200 - 125)
    await devices(client)
    assert len(cloud.calls_of("token")) == 1
    freezer.tick(65)
    await devices(client)
    assert len(cloud.calls_of("token")) == 2
    assert answers(cloud, "devices") == [None] * 3


async def test_a_token_with_little_life_left_is_used(
    cloud: TuyaCloud, client: TuyaClient, freezer: FrozenDateTimeFactory
) -> None:
    """Do not ask anew for every call where Tuya hands out a token that ends soon."""
    cloud.tokens.issue()
    freezer.tick(7200 - 50)
    await devices(client)
    await devices(client)
    assert len(cloud.calls_of("token")) == 1
    freezer.tick(49)
    await devices(client)
    assert len(cloud.calls_of("token")) == 2
    freezer.tick(10)
    await devices(client)
    assert cloud.calls[-1].answer is None


@pytest.mark.parametrize("code", [1002, 1004, 1010, 1011, 1012, 1014, 1400, -9999999])
async def test_a_token_that_dies_is_replaced_once(
    cloud: TuyaCloud, client: TuyaClient, code: int
) -> None:
    """Fetch another token and replay the call."""
    await devices(client)
    cloud.fail_next(1, code, path=DEVICES)
    assert await devices(client)
    assert answers(cloud, "devices") == [None, code, None]
    assert answers(cloud, "token") == [None, None]


@pytest.mark.parametrize("code", [1010, 1011])
async def test_a_token_that_the_cloud_forgot_is_replaced(
    cloud: TuyaCloud, client: TuyaClient, code: int
) -> None:
    """Live through a token that has expired or was renewed by another program."""
    await devices(client)
    cloud.expire_tokens() if code == 1010 else cloud.invalidate_tokens()
    assert await devices(client)
    assert answers(cloud, "devices") == [None, code, None]
    assert answers(cloud, "token") == [None, None]


@pytest.mark.parametrize("code", [1004, 1010, 1011])
async def test_a_call_is_not_replayed_twice(
    cloud: TuyaCloud, client: TuyaClient, code: int
) -> None:
    """Give up where a new token does not help."""
    cloud.fail_next(99, code, path=DEVICES)
    with pytest.raises(TuyaTokenError):
        await devices(client)
    assert answers(cloud, "devices") == [code, code]
    assert answers(cloud, "token") == [None, None]


async def test_many_callers_replace_a_dead_token_once(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Fetch one new token although the old one ended for several calls."""
    await devices(client)
    cloud.expire_tokens()
    await asyncio.gather(*(devices(client) for _ in range(4)))
    assert answers(cloud, "token") == [None, None]
    assert answers(cloud, "devices").count(None) == 5


async def test_a_late_refusal_does_not_replace_a_new_token(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Keep the token that another call has fetched meanwhile."""
    late = asyncio.Event()

    async def refuse() -> AsyncIterator[bytes]:
        await late.wait()
        yield b'{"success":false,"code":1010}'

    def answer(request: web.Request) -> object:
        if request.headers["access_token"] == "new":
            return request.path
        if request.path == "/late":
            return web.Response(body=refuse())
        return web.json_response({"success": False, "code": 1010})

    script.answer = answer
    waiting = asyncio.create_task(scripted_client.get("/late", kind="late"))
    while not script.seen:
        await asyncio.sleep(0)
    script.token = {"access_token": "new", "expire_time": 7200}
    assert await scripted_client.get("/early", kind="early") == "/early"
    late.set()
    assert await waiting == "/late"
    assert scripted_client.calls == {"token": 2, "early": 2, "late": 2}


async def test_a_token_is_never_refreshed(
    cloud: TuyaCloud, client: TuyaClient, freezer: FrozenDateTimeFactory
) -> None:
    """Leave the refresh token alone: using it would log out other programs."""
    await devices(client)
    freezer.tick(7200)
    await devices(client)
    cloud.expire_tokens()
    await devices(client)
    asked = [(call.path, call.query) for call in cloud.calls_of("token")]
    assert asked == [(TOKEN, {"grant_type": "1"})] * 3


@pytest.mark.parametrize(
    "result",
    [
        None,
        True,
        "token",
        [],
        ["access_token", "expire_time"],
        {},
        {"access_token": "abc"},
        {"expire_time": 7200},
        {"access_token": "", "expire_time": 7200},
        {"access_token": None, "expire_time": 7200},
        {"access_token": 5, "expire_time": 7200},
        {"access_token": "abc", "expire_time": None},
        {"access_token": "abc", "expire_time": "soon"},
        {"access_token": "abc", "expire_time": 10**400},
    ],
    ids=lambda value: repr(value)[:50],
)
async def test_a_token_of_another_shape_is_no_token(
    script: Script, scripted_client: TuyaClient, result: object
) -> None:
    """Refuse what cannot be a token, without a call that needs one."""
    script.token = result
    with pytest.raises(TuyaTransientError, match="no usable token"):
        await devices(scripted_client)
    assert script.seen == []
    assert scripted_client.calls == {"token": 1}


async def test_a_tokens_life_may_be_a_text(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Read the seconds however they are written."""
    script.token = {"access_token": "abc", "expire_time": "7200"}
    await devices(scripted_client)
    await devices(scripted_client)
    assert scripted_client.calls == {"token": 1, "devices": 2}


@pytest.mark.parametrize(
    ("access_id", "access_secret", "expected", "calls"),
    [
        # One refusal of a signature is doubted.
        (ACCESS_ID, "another-secret", TuyaCredentialsError, 2),
        ("another-id", ACCESS_SECRET, TuyaUnknownIdError, 1),
        ("id-of-ünknown", "sécret", TuyaUnknownIdError, 1),
    ],
    ids=["wrong secret", "unknown id", "letters"],
)
async def test_wrong_credentials_are_reported(
    cloud: TuyaCloud,
    session: ClientSession,
    base_url: str,
    access_id: str,
    access_secret: str,
    expected: type[TuyaError],
    calls: int,
) -> None:
    """Distinguish a wrong secret from an unknown id."""
    client = TuyaClient(
        session, access_id=access_id, access_secret=access_secret, base_url=base_url
    )
    with pytest.raises(TuyaCredentialsError) as caught:
        await devices(client)
    assert type(caught.value) is expected
    assert len(cloud.calls) == calls


async def test_one_refused_signature_of_a_token_call_is_doubted(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Ask once more before the owner has to type a secret that was right."""
    cloud.fail_next(1, 1004, path=TOKEN)
    assert await devices(client)
    assert answers(cloud, "token") == [1004, None]


async def test_where_no_retry_is_left_a_refused_signature_stays_doubtful(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Try again with the next poll, and ask nobody for another secret."""
    client.retries.reserve(12)
    cloud.fail_next(1, 1004, path=TOKEN)
    with pytest.raises(TuyaTokenError):
        await devices(client)
    assert answers(cloud, "token") == [1004]


async def test_fresh_tokens_that_are_refused_in_a_row_are_fetched_no_more(
    cloud: TuyaCloud, client: TuyaClient, freezer: FrozenDateTimeFactory
) -> None:
    """After three it is not the token; another one is tried after half an hour."""
    cloud.fail_next(10**6, 1010, path=DEVICES)
    for _ in range(12):
        with pytest.raises(TuyaTokenError):
            await devices(client)
        # As long as the longest pause.
        freezer.tick(901)
    # The first one, three that were as bad, and then one each half an hour; for each
    # the call is made once more, but where its two hours were over anyway.
    assert len(cloud.calls_of("token")) == 4 + 4
    assert len(cloud.calls_of("devices")) == 12 + 3 + 3

    # Another endpoint is not concerned.
    assert await client.get(f"/v1.0/devices/{FRONT_DOOR}", kind="device")
    cloud.faults.clear()
    freezer.tick(900)
    assert await devices(client)
    cloud.expire_tokens()
    assert await devices(client)


async def test_repeated_calls_have_an_end(cloud: TuyaCloud, client: TuyaClient) -> None:
    """Repeat no more than 12 calls an hour, tokens included."""
    await devices(client)
    for path in (DEVICES, FRONT_DOOR, "/v1.0/x", "/v1.0/y", "/v1.0/z"):
        cloud.fail_next(9, 1010, path=path)
    before = len(cloud.calls)
    for path in (DEVICES, f"/v1.0/devices/{FRONT_DOOR}", "/v1.0/x", "/v1.0/y"):
        for _ in range(2):
            with pytest.raises(TuyaTokenError):
                await client.get(path, kind=path)
    assert len(cloud.calls) - before == 8 + 12


async def test_a_clock_that_is_set_back_lets_no_token_live_longer(
    cloud: TuyaCloud,
    client: TuyaClient,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Count a token's life in time that passes, and go on knowing the cloud's."""
    await devices(client)
    with monkeypatch.context() as patch:
        now = time.time()
        cloud.clock.shift(8 * 3600)
        patch.setattr(time, "time", lambda: now - 8 * 3600)
        assert await devices(client)
        assert answers(cloud, "devices") == [None, None]
        freezer.tick(7200)
        patch.setattr(time, "time", lambda: now - 6 * 3600)
        assert await devices(client)
    assert answers(cloud, "token") == [None, None]
    assert answers(cloud, "devices") == [None, None, None]


async def test_an_answer_from_another_day_moves_no_clock(
    script: Script, scripted_client: TuyaClient, freezer: FrozenDateTimeFactory
) -> None:
    """Believe a time that contradicts the call only when the next one says the same."""
    here = scripted_client.now()
    stated = [timedelta(days=-1), timedelta(0), timedelta(days=-1), timedelta(hours=2)]
    for off in stated:
        answer = {"success": True, "t": int((here + off).timestamp() * 1000)}
        script.answer = partial(answer_json, answer)
        await devices(scripted_client)
        assert abs(scripted_client.now() - here) < timedelta(seconds=1)
    freezer.tick(60)
    await devices(scripted_client)
    assert abs(scripted_client.now() - here - timedelta(hours=2)) < timedelta(seconds=1)


@pytest.mark.parametrize("shift", WRONG_CLOCKS, ids=str)
async def test_a_wrong_clock_heals_itself(
    cloud: TuyaCloud, client: TuyaClient, shift: timedelta
) -> None:
    """Learn the cloud's time from its first refusal, at the price of one call."""
    cloud.clock.shift(shift.total_seconds())
    assert await devices(client)
    assert answers(cloud, "token") == [1013, None]
    assert client.calls == {"token": 2, "devices": 1}
    assert await devices(client)
    assert client.calls == {"token": 2, "devices": 2}
    assert abs(client.now() - cloud.clock.now()) < timedelta(minutes=1)


@pytest.mark.parametrize("shift", WRONG_CLOCKS[1:], ids=str)
async def test_a_clock_that_goes_wrong_later_heals_itself(
    cloud: TuyaCloud, client: TuyaClient, shift: timedelta
) -> None:
    """Repeat a call with the time that its refusal stated, with the same token."""
    await devices(client)
    cloud.clock.shift(shift.total_seconds())
    assert await devices(client)
    assert answers(cloud, "devices") == [None, 1013, None]
    assert client.calls == {"token": 1, "devices": 3}


async def test_a_clock_that_stays_wrong_is_reported(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Give up where the cloud's own time does not please it."""
    cloud.fail_next(99, 1013)
    with pytest.raises(TuyaClockError):
        await devices(client)
    assert answers(cloud, "token") == [1013, 1013]


async def test_now_is_aware_and_follows_the_cloud(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Return this machine's time until the cloud has stated another."""
    here = client.now()
    assert here.utcoffset() == timedelta(0)
    cloud.clock.shift(7200)
    await devices(client)
    assert client.now() - here >= timedelta(hours=2)


@pytest.mark.parametrize(
    "stated", [None, 0, 1, True, "1613978384000", 1613978384, 10**15, -1, 1.5, [], {}]
)
async def test_an_impossible_time_of_the_cloud_is_ignored(
    script: Script, scripted_client: TuyaClient, stated: object
) -> None:
    """Keep the clock where an answer's time cannot be one."""
    before = scripted_client.now()
    script.answer = lambda request: web.json_response({"success": True, "t": stated})
    assert await devices(scripted_client) is None
    assert abs(scripted_client.now() - before) < timedelta(hours=1)


async def test_the_body_that_is_sent_is_the_body_that_is_signed(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Send the very bytes whose hash is in the signature."""
    body = {"user_id": "1980012", "name": "Zoë \ud800", "list": [1, None, True]}
    await scripted_client.post("/v1.0/x/actions/y", body, kind="y")
    [request] = script.seen
    assert json.loads(request.body) == body
    assert request.method == "POST"
    assert request.headers["Content-Type"] == "application/json"
    assert is_signed(
        ACCESS_SECRET,
        headers=request.headers,
        method=request.method,
        path=request.url.path,
        query=[],
        body=request.body,
        access_token="scripted-token",
    )
    assert scripted_client.calls == {"token": 1, "y": 1}


async def test_a_query_is_sorted_and_signed_as_it_is_understood(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Sign what the server reads, whatever characters a value has."""
    query: dict[str, str | int | bool] = {
        "show_media_info": True,
        "other": False,
        "page_no": 1,
        "codes": "hijack,alarm_lock",
        "last_row_key": "xxx xxx+a/b==?%41#ü~*",
    }
    await scripted_client.get("/v1.0/x", query, kind="x")
    [request] = script.seen
    assert list(request.url.query.items()) == [
        ("codes", "hijack,alarm_lock"),
        ("last_row_key", "xxx xxx+a/b==?%41#ü~*"),
        ("other", "false"),
        ("page_no", "1"),
        ("show_media_info", "true"),
    ]
    assert "codes=hijack,alarm_lock&" in request.url.raw_query_string
    assert is_signed(
        ACCESS_SECRET,
        headers=request.headers,
        method="GET",
        path="/v1.0/x",
        query=list(request.url.query.items()),
        body=b"",
        access_token="scripted-token",
    )


async def test_a_call_carries_only_the_headers_that_tuya_asks_for(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Send the token and never the secret."""
    await devices(scripted_client)
    [request] = script.seen
    assert request.body == b""
    assert request.headers["client_id"] == ACCESS_ID
    assert request.headers["sign_method"] == "HMAC-SHA256"
    assert request.headers["access_token"] == "scripted-token"
    assert request.headers["lang"] == "en"
    assert len(request.headers["t"]) == 13
    assert "Content-Type" not in request.headers
    assert ACCESS_SECRET not in request.headers.values()


async def test_a_result_may_be_missing(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Return nothing where a success has no result."""
    script.answer = lambda request: web.json_response({"success": True})
    assert await devices(scripted_client) is None


async def test_contradiction_21_an_error_has_a_code_and_a_success_has_none(
    script: Script, scripted_client: TuyaClient
) -> None:
    """21: the page calls the code empty on success, where it is absent."""
    success: dict[str, object] = {
        "result": {"total": 1},
        "success": True,
        "t": 1614063791358,
    }
    failure: dict[str, object] = {
        "success": False,
        "code": 500,
        "msg": "system error, please contact the admin",
    }
    script.answer = lambda request: web.json_response(success)
    assert await devices(scripted_client) == {"total": 1}
    for empty in ("", None):
        success |= {"code": empty, "msg": empty}
        assert await devices(scripted_client) == {"total": 1}
    script.answer = lambda request: web.json_response(failure)
    for code in (500, "500"):
        failure["code"] = code
        with pytest.raises(TuyaTransientError) as caught:
            await devices(scripted_client)
        assert caught.value.code == 500


async def test_calls_are_counted_by_kind_also_when_they_fail(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Count what counts against the quota: everything that was sent."""
    await devices(client)
    await client.get(f"/v1.0/devices/{FRONT_DOOR}", kind="device")
    for fault in (500, "html", 1010):
        cloud.fail_next(1, fault, path=FRONT_DOOR)
    for _ in range(2):
        with pytest.raises(TuyaTransientError):
            await client.get(f"/v1.0/devices/{FRONT_DOOR}", kind="device")
    await client.get(f"/v1.0/devices/{FRONT_DOOR}", kind="device")
    assert client.calls == {"token": 2, "devices": 1, "device": 5}
    assert client.calls.total() == len(cloud.calls)


async def test_the_calls_of_a_task_can_be_counted(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Leave out those that other tasks make meanwhile."""

    async def count(times: int) -> dict[str, int]:
        with count_calls() as counted:
            for _ in range(times):
                await devices(client)
        return counted

    await devices(client)
    two, three = await asyncio.gather(count(2), count(3))
    assert (two, three) == ({"devices": 2}, {"devices": 3})
    assert client.calls["devices"] == 6


async def test_a_call_that_waits_is_spared_where_those_before_it_fail(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Four run at a time, and three failures are enough."""
    await devices(client)
    cloud.fail_next(99, "http_500")
    found = await asyncio.gather(
        *(devices(client) for _ in range(20)), return_exceptions=True
    )
    assert all(isinstance(each, TuyaTransientError) for each in found)
    assert 4 <= client.calls["devices"] - 1 <= 7


async def test_few_calls_run_at_the_same_time(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Stay below Tuya's limit of calls per second with many locks."""
    running = 0
    most = 0
    gate = asyncio.Event()

    async def watch(request: web.Request) -> AsyncIterator[bytes]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await gate.wait()
        running -= 1
        yield b'{"success":true}'

    script.answer = lambda request: web.Response(body=watch(request))
    calls = [asyncio.create_task(devices(scripted_client)) for _ in range(12)]
    while most < 4:
        await asyncio.sleep(0)
    for _ in range(20):
        await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*calls)
    assert most == 4
    assert scripted_client.calls == {"token": 1, "devices": 12}


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("http_500", "not JSON (HTTP 500)"),
        ("html", "not JSON (HTTP 200)"),
        ("cut_json", "not JSON (HTTP 200)"),
        ("not_object", "not one of its API (HTTP 200)"),
        ("no_success", "not one of its API (HTTP 200)"),
        ("reset", "could not be reached"),
        ("huge", "too large"),
    ],
)
@pytest.mark.parametrize("path", [TOKEN, DEVICES], ids=["token", "devices"])
async def test_a_broken_answer_is_transient(
    cloud: TuyaCloud, client: TuyaClient, fault: str, text: str, path: str
) -> None:
    """Say in a few words what came back, and be ready for the next call."""
    # The HTTP library itself tries a reset connection a second time.
    cloud.fail_next(2 if fault == "reset" else 1, fault, path=path)
    with pytest.raises(TuyaTransientError) as caught:
        await devices(client)
    assert text in str(caught.value)
    assert caught.value.code is None
    assert caught.value.retry_after is None
    assert await devices(client)


async def test_a_cloud_that_hangs_is_left(
    cloud: TuyaCloud, client: TuyaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give up waiting after the limit."""
    await devices(client)
    cloud.fail_next(1, "hang")
    with monkeypatch.context() as patch:
        patch.setattr(f"{CLIENT}.TIME_LIMIT", 0.05)
        async with asyncio.timeout(10):
            with pytest.raises(TuyaTransientError, match="did not answer within 0 s"):
                await devices(client)
    assert await devices(client)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b'{"success": NONE}',
        b"1" * 5000,
    ],
    ids=["empty", "bytes", "endless nesting", "word", "endless number"],
)
async def test_what_is_not_json_is_transient(
    script: Script, scripted_client: TuyaClient, body: bytes
) -> None:
    """Live through whatever a body holds."""
    script.answer = lambda request: web.Response(body=body, status=203)
    with pytest.raises(TuyaTransientError, match=r"not JSON \(HTTP 203\)"):
        await devices(scripted_client)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        True,
        "success",
        {},
        {"success": None},
        {"success": "true"},
        {"success": 1},
        {"Success": True},
    ],
    ids=repr,
)
async def test_json_without_a_boolean_success_is_transient(
    script: Script, scripted_client: TuyaClient, answer: object
) -> None:
    """Trust only an answer that says whether it is a success."""
    script.answer = lambda request: web.json_response(answer)
    with pytest.raises(TuyaTransientError, match=r"not one of its API \(HTTP 200\)"):
        await devices(scripted_client)


async def test_an_answer_decides_whatever_its_http_status(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Believe Tuya's envelope more than the status around it."""
    script.answer = lambda request: web.json_response(
        {"success": False, "code": 28841002}, status=403
    )
    with pytest.raises(TuyaPlanExpiredError):
        await devices(scripted_client)


async def test_an_answer_up_to_the_limit_is_read(
    script: Script, scripted_client: TuyaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read as many bytes as are allowed, and not one more."""
    body = b'{"success":true,"result":"abc"}'
    script.answer = lambda request: web.Response(body=body)
    await devices(scripted_client)
    monkeypatch.setattr(f"{CLIENT}.SIZE_LIMIT", len(body))
    assert await devices(scripted_client) == "abc"
    monkeypatch.setattr(f"{CLIENT}.SIZE_LIMIT", len(body) - 1)
    with pytest.raises(TuyaTransientError, match="too large"):
        await devices(scripted_client)


async def test_a_redirect_is_not_followed(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Carry the token to no other address."""
    script.answer = lambda request: web.Response(
        status=307, headers={"Location": "/elsewhere"}
    )
    with pytest.raises(TuyaTransientError, match=r"not JSON \(HTTP 307\)"):
        await devices(scripted_client)
    assert [request.url.path for request in script.seen] == [DEVICES]


@pytest.mark.parametrize(
    "base_url",
    ["http://127.0.0.1:1", "http://[", "https://", "nonsense", "http://host\n"],
)
async def test_a_cloud_that_is_not_there_is_transient(
    session: ClientSession, base_url: str
) -> None:
    """Name the address that does not answer, even one that is none."""
    client = TuyaClient(
        session, access_id=ACCESS_ID, access_secret=ACCESS_SECRET, base_url=base_url
    )
    with pytest.raises(TuyaTransientError, match="could not be reached"):
        await devices(client)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 60),
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "86400"}, 3600),
        ({"Retry-After": "9" * 400}, 3600),
        ({"Retry-After": "-5"}, 60),
        ({"Retry-After": "soon"}, 60),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, 60),
    ],
    ids=["none", "30", "0", "a day", "for ever", "negative", "word", "date"],
)
async def test_http_429_asks_for_a_pause(
    script: Script, scripted_client: TuyaClient, headers: dict[str, str], seconds: float
) -> None:
    """Honour the pause that a server asks for, within reason."""
    script.answer = lambda request: web.Response(status=429, headers=headers)
    with pytest.raises(TuyaRateLimitError, match="429") as caught:
        await devices(scripted_client)
    assert caught.value.retry_after == seconds
    assert len(script.seen) == 1


async def test_one_pause_does_not_change_the_next(
    script: Script, scripted_client: TuyaClient
) -> None:
    """Keep a pause that was asked for with its own error."""
    script.answer = lambda request: web.Response(
        status=429, headers={"Retry-After": "5"}
    )
    with pytest.raises(TuyaRateLimitError):
        await devices(scripted_client)
    assert TuyaRateLimitError("next").retry_after == 60


async def test_an_error_knows_its_call(cloud: TuyaCloud, client: TuyaClient) -> None:
    """Keep Tuya's code and the call's service, and never Tuya's own text."""
    cloud.fail_next(1, 28841102, path=DEVICES, msg="call +390000000000 now")
    with pytest.raises(TuyaPlanExpiredError) as caught:
        await client.get(DEVICES, kind="devices", service=Service.SMART_LOCK)
    assert caught.value.code == 28841102
    assert caught.value.service is Service.SMART_LOCK
    assert "call" not in str(caught.value)


async def test_a_failed_token_call_belongs_to_iot_core(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Name the service that hands out tokens, whatever the call was for."""
    cloud.fail_next(1, 28841102, path=TOKEN)
    with pytest.raises(TuyaPlanExpiredError) as caught:
        await client.get(DEVICES, kind="devices", service=Service.SMART_LOCK)
    assert caught.value.service is Service.IOT_CORE


def test_the_client_shows_nothing_but_its_address(client: TuyaClient) -> None:
    """Name the data center alone, without its last slash."""
    assert not client.base_url.endswith("/")
    assert repr(client) == f"<TuyaClient {client.base_url}>"
    assert isinstance(client.now(), datetime)
