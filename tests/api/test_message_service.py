"""The client of the Message Service, against a server on a socket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
import logging
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.tuya_door_lock.api import message_service
from custom_components.tuya_door_lock.api.message_service import (
    MessageEnvironment,
    MessageService,
    MessageServiceState,
    message_url,
    password,
    pause,
    refuse_redirects,
)
from custom_components.tuya_door_lock.api.reports import DeviceReport

from .test_reports import ECB, GCM, SECRET, frame

ACCESS_ID = "1KAD46OrT9HafiKdsXeg"
NOW = datetime(2026, 9, 30, 8, 0, 5, tzinfo=UTC)

type Script = Callable[[Server, web.WebSocketResponse], Awaitable[None]]


@dataclass
class Server:
    """What was asked of the server, and what it does next."""

    scripts: list[Script | int]
    """For each connection what happens on it, or the status that refuses it."""

    requests: list[web.Request] = field(default_factory=list)
    acks: list[Any] = field(default_factory=list)
    is_asked_again: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a second connection is made."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Accept or refuse a connection."""
        self.requests.append(request)
        if len(self.requests) > 1:
            self.is_asked_again.set()
        script = self.scripts.pop(0)
        if isinstance(script, int):
            return web.Response(status=script)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await script(self, socket)
        return socket


def sending(*frames: str | dict[str, Any]) -> Script:
    """Return a script that sends frames, and expects an acknowledgment for each."""

    async def script(server: Server, socket: web.WebSocketResponse) -> None:
        for each in frames:
            await socket.send_str(each if isinstance(each, str) else json.dumps(each))
            with_id = isinstance(each, dict)
            if with_id:
                server.acks.append(await socket.receive_json(timeout=5))
        await socket.close()

    return script


@dataclass
class Run:
    """What a client did until it had used up the scripts of its server."""

    reports: list[DeviceReport] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    service: MessageService = field(init=False)


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[str]:
    """Serve, and return the address."""
    app = web.Application()
    app.router.add_get("/{path:.*}", server.handle)
    test_server = TestServer(app)
    await test_server.start_server(access_log=None)
    yield str(test_server.make_url("")).replace("http", "ws")
    await test_server.close()


async def run(server: Server) -> Run:
    """Let a client connect for as often as the server has a script."""
    result = Run()
    done = asyncio.Event()

    async def wait(seconds: float) -> None:
        result.waits.append(seconds)
        if not server.scripts:
            done.set()
            await asyncio.Event().wait()

    async with (
        serving(server) as url,
        ClientSession(middlewares=(refuse_redirects,)) as session,
    ):
        result.service = MessageService(
            session,
            access_id=ACCESS_ID,
            access_secret=SECRET,
            url=url,
            environment=MessageEnvironment.TEST,
            on_report=result.reports.append,
            on_state=result.states.append,
            now=lambda: NOW,
            wait=wait,
        )
        task = asyncio.create_task(result.service.run())
        async with asyncio.timeout(20):
            await done.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return result


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None) -> None:
    """Let the tests connect to this machine."""


def test_the_password_is_the_one_of_tuyas_sdk() -> None:
    """Derive it from the Access ID and the hash of the secret."""
    assert password(ACCESS_ID, SECRET) == "7e3ee9916b8f32b8"


def test_the_address_names_project_channel_and_subscription() -> None:
    """Subscribe as Tuya's SDK does."""
    url = message_url("wss://mqe.tuyaeu.com:8285", "abc", MessageEnvironment.PRODUCTION)
    assert str(url) == (
        "wss://mqe.tuyaeu.com:8285/ws/v2/consumer/persistent/abc/out/event/abc-sub"
        "?ackTimeoutMillis=30000&subscriptionType=Failover"
    )


async def test_a_report_comes_with_its_age_and_is_acknowledged() -> None:
    """Show who one is, acknowledge, and hand on what was reported."""
    server = Server([sending(frame(GCM, {"em": "aes_gcm"}), frame(ECB))])
    result = await run(server)
    assert [
        (report.device_id, report.codes, report.age) for report in result.reports
    ] == 2 * [("bf0000000000000lock1", frozenset({"unlock_fingerprint"}), 5.0)]
    assert server.acks == 2 * [{"messageId": "CAAQAw=="}]
    [request] = server.requests
    assert request.headers["username"] == ACCESS_ID
    assert request.headers["password"] == "7e3ee9916b8f32b8"
    assert request.path.endswith(f"/{ACCESS_ID}/out/event-test/{ACCESS_ID}-sub")
    assert result.states == ["connected", "connecting"]


async def test_nothing_that_comes_ends_the_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Acknowledge what can be, count it, log nothing, and read the next."""
    caplog.set_level(logging.DEBUG)
    junk = frame("bm90aGluZw==")
    large = frame(GCM) | {"messageId": "large", "more": "x" * 1_100_000}
    server = Server(
        [sending("no JSON", "[]", "{}", "[" * 10_000, {**junk}, large, frame(GCM))]
    )
    result = await run(server)
    assert len(result.reports) == 1
    assert [ack["messageId"] for ack in server.acks] == [
        "CAAQAw==",
        "large",
        "CAAQAw==",
    ]
    assert result.service.frames == 7
    assert result.service.unreadable == 6
    assert "custom_components" not in caplog.text


async def test_a_server_that_answers_no_ping_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Connect again, where what comes can be read."""
    monkeypatch.setattr(message_service, "_HEARTBEAT", 0.2)

    async def be_silent(server: Server, socket: web.WebSocketResponse) -> None:
        await server.is_asked_again.wait()

    result = await run(Server([be_silent, sending(frame(GCM))]))
    assert result.states == ["connected", "connecting"] * 2
    assert len(result.reports) == 1


async def test_a_frame_beyond_all_measure_costs_a_connection_only() -> None:
    """Come back after five megabytes."""

    async def flood(server: Server, socket: web.WebSocketResponse) -> None:
        await socket.send_str("x" * 5_000_000)
        await socket.receive(timeout=5)

    result = await run(Server([flood, sending(frame(GCM))]))
    assert len(result.reports) == 1


@pytest.mark.parametrize(
    ("status", "state", "wait"),
    [
        (401, "refused", 6 * 3600),
        (500, "wrong_environment", 1800),
    ],
)
async def test_a_refusal_says_what_the_owner_can_do(
    status: int, state: str, wait: float
) -> None:
    """Wait long for what only the owner can mend, then try again."""
    result = await run(Server([status, sending(frame(GCM))]))
    assert result.states == [state, "connected", "connecting"]
    assert 0.8 * wait <= result.waits[0] <= 1.2 * wait


async def test_a_server_out_of_order_is_asked_ever_more_rarely() -> None:
    """Start with five seconds, and double."""
    result = await run(Server([503, 502, 404]))
    assert result.states == ["unreachable"]
    for waited, expected in zip(result.waits, (5, 10, 20), strict=True):
        assert 0.8 * expected <= waited <= 1.2 * expected


async def test_a_connection_that_closes_at_once_has_a_rival() -> None:
    """Say so after three times, and no more once a frame has come."""
    server = Server([sending(), sending(), sending(), sending(frame(GCM))])
    result = await run(server)
    assert result.states == [
        *["connected", "connecting"] * 2,
        "connected",
        "closed_at_once",
        "connected",
        "connecting",
    ]


async def test_a_rival_that_stays_is_named_all_the_time() -> None:
    """Call no connection a good one that is closed at once again."""
    result = await run(Server([sending()] * 6))
    assert result.states == [
        *["connected", "connecting"] * 2,
        "connected",
        "closed_at_once",
    ]


@pytest.mark.parametrize(
    ("script", "state"),
    [
        (sending(), MessageServiceState.CONNECTED),
        (401, MessageServiceState.REFUSED),
        (500, MessageServiceState.WRONG_ENVIRONMENT),
        (502, MessageServiceState.UNREACHABLE),
    ],
)
async def test_a_channel_can_be_tried(
    script: Script | int, state: MessageServiceState
) -> None:
    """Find out which channel a project has."""
    async with serving(Server([script])) as url, ClientSession() as session:
        service = MessageService(
            session,
            access_id=ACCESS_ID,
            access_secret=SECRET,
            url=url,
            environment=MessageEnvironment.TEST,
            on_report=lambda report: None,
            on_state=lambda state: None,
        )
        assert await service.probe() is state
        assert ACCESS_ID not in repr(service)


def test_a_pause_grows_to_five_minutes_and_differs_from_home_to_home() -> None:
    """Spread what would come back at the same moment."""
    lost = MessageServiceState.CONNECTING
    failures = 0, 1, 2, 3, 7, 99
    pauses = [pause(each, lost, lambda: 0.5) for each in failures]
    assert pauses == [5, 5, 10, 20, 300, 300]
    assert pause(1, lost, lambda: 0.0) == 4
    assert pause(1, lost, lambda: 1.0) == pytest.approx(6)
    assert pause(1, MessageServiceState.REFUSED, lambda: 0.0) == 17_280
