"""Tuya's Message Service: what devices report, within seconds.

Sources: Tuya's pages "Message Service", "Message Types" and "Message Queue SDK", and
its Python SDK `tuya-connector-python`. It is Apache Pulsar over a WebSocket: each
frame has to be acknowledged, else it comes again for two hours.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import md5
import json
import random
from typing import Any, Final

from aiohttp import (
    ClientError,
    ClientHandlerType,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientWebSocketResponse,
    WSMsgType,
    WSServerHandshakeError,
)
from yarl import URL

from .reports import DeviceReport, FrameError, open_frame, reports_of

# A frame that is larger breaks the connection, and would come again and again; one
# that is merely too large to be a report is acknowledged like any other.
SIZE_LIMIT: Final = 4 * 1024 * 1024
_LARGEST_FRAME: Final = 256 * 1024
_HEARTBEAT: Final = 30.0
_HANDSHAKE_LIMIT: Final = 30.0
_ACK_LIMIT_MS: Final = 30_000

_SHORTEST_WAIT: Final = 5.0
_LONGEST_WAIT: Final = 300.0
_JITTER: Final = 0.2
# A connection that holds that long was a good one.
_STEADY: Final = 300.0
# One that closes this soon, several times in a row, is closed by the other side.
_AT_ONCE: Final = 5.0
_OFTEN: Final = 3


class MessageEnvironment(StrEnum):
    """The two channels of a project, by the ends of their topics."""

    PRODUCTION = "event"
    """Every device of the project."""

    TEST = "event-test"
    """The devices that Tuya's console lists as test devices."""


class MessageServiceState(StrEnum):
    """What the connection does, or why there is none."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    REFUSED = "refused"
    """The service is not enabled for the project, or the secret is a wrong one."""

    WRONG_ENVIRONMENT = "wrong_environment"
    """The project does not have this channel."""

    CLOSED_AT_ONCE = "closed_at_once"
    """Another program reads the messages of the project, most likely."""

    UNREACHABLE = "unreachable"


_WAITS: Final = {
    MessageServiceState.REFUSED: 6 * 3600.0,
    MessageServiceState.WRONG_ENVIRONMENT: 1800.0,
}
"""How many seconds to wait with what only the owner can mend."""


async def refuse_redirects(
    request: ClientRequest, handler: ClientHandlerType
) -> ClientResponse:
    """Raise ClientError where a server sends on: the password is for it alone."""
    response = await handler(request)
    if 300 <= response.status < 400:
        response.close()
        raise ClientError("The server is another one")
    return response


class MessageService:
    """Reads the messages of a project for as long as it runs.

    Nothing of a message but which device reports which codes leaves this class, and
    nothing of it is logged.
    """

    def __init__(
        self,
        session: ClientSession,
        *,
        access_id: str,
        access_secret: str,
        url: str,
        environment: MessageEnvironment,
        on_report: Callable[[DeviceReport], object],
        on_state: Callable[[MessageServiceState], object],
        on_frame: Callable[[], object] = lambda: None,
        on_unreadable: Callable[[], object] = lambda: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Initialize with the project's credentials, and where to hand its reports.

        The session is one with `refuse_redirects`: no call of it can say so itself.
        `url` is the server's address without a path, `now` the cloud's time. The
        callbacks are called in the event loop and must not raise.
        """
        self._session = session
        self._access_id = access_id
        self._access_secret = access_secret
        self._url = url
        self._environment = environment
        self._on_report = on_report
        self._on_state = on_state
        self._on_frame = on_frame
        self._on_unreadable = on_unreadable
        self._now = now
        self._wait = wait
        self.state = MessageServiceState.CONNECTING
        self.frames = 0
        self.unreadable = 0
        """Frames that nobody could make out."""

    def __repr__(self) -> str:
        """Name the state and nothing that is secret."""
        return f"<{type(self).__name__} {self.state}>"

    async def run(self) -> None:
        """Connect, read, and connect again, until it is cancelled."""
        loop = asyncio.get_running_loop()
        failures = closed = 0
        while True:
            started = loop.time()
            frames = self.frames
            state = await self._read_until_closed()
            lasted = loop.time() - started
            if state is MessageServiceState.CONNECTED:
                is_at_once = lasted < _AT_ONCE and frames == self.frames
                closed = closed + 1 if is_at_once else 0
                state = (
                    MessageServiceState.CLOSED_AT_ONCE
                    if closed >= _OFTEN
                    else MessageServiceState.CONNECTING
                )
            failures = 0 if lasted >= _STEADY else failures + 1
            self._change(state)
            await self._wait(pause(failures, state))

    async def probe(self) -> MessageServiceState:
        """Connect once, read nothing, and return what came of it."""
        try:
            await (await self._connect(heartbeat=None)).close()
        except _HANDSHAKE_ERRORS as err:
            return _state_of(err)
        return MessageServiceState.CONNECTED

    async def _read_until_closed(self) -> MessageServiceState:
        try:
            socket = await self._connect(_HEARTBEAT)
        except _HANDSHAKE_ERRORS as err:
            return _state_of(err)
        # What was closed at once may be so again: what comes shows that it is not, or time.
        proof = asyncio.get_running_loop().call_later(
            _AT_ONCE, self._change, MessageServiceState.CONNECTED
        )
        if self.state is not MessageServiceState.CLOSED_AT_ONCE:
            self._change(MessageServiceState.CONNECTED)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._handle_frame(socket, message.data)
        except ClientError, OSError:
            # The connection broke between a frame and its acknowledgment.
            pass
        finally:
            proof.cancel()
            with suppress(ClientError, OSError):
                await socket.close()
        return MessageServiceState.CONNECTED

    async def _connect(self, heartbeat: float | None) -> ClientWebSocketResponse:
        async with asyncio.timeout(_HANDSHAKE_LIMIT):
            return await self._session.ws_connect(
                message_url(self._url, self._access_id, self._environment),
                headers={
                    "username": self._access_id,
                    "password": password(self._access_id, self._access_secret),
                },
                heartbeat=heartbeat,
                max_msg_size=SIZE_LIMIT,
            )

    async def _handle_frame(self, socket: ClientWebSocketResponse, text: str) -> None:
        """Acknowledge a frame, whatever is in it, and hand on what it reports."""
        self.frames += 1
        self._change(MessageServiceState.CONNECTED)
        self._on_frame()
        frame = _frame(text)
        if isinstance(message_id := frame.get("messageId"), str):
            # First of all: what is acknowledged after the limit would come again.
            await socket.send_str(json.dumps({"messageId": message_id}))
        if len(text) > _LARGEST_FRAME:
            frame.clear()
        try:
            body = open_frame(frame, self._access_secret)
        except FrameError:
            self.unreadable += 1
            self._on_unreadable()
            return
        for report in reports_of(body, _age(frame, self._now())):
            self._on_report(report)

    def _change(self, state: MessageServiceState) -> None:
        if state is not self.state:
            self.state = state
            self._on_state(state)


_HANDSHAKE_ERRORS: Final = (ClientError, OSError, TimeoutError, ValueError)


def _state_of(err: Exception) -> MessageServiceState:
    match err:
        case WSServerHandshakeError(status=401 | 403):
            return MessageServiceState.REFUSED
        case WSServerHandshakeError(status=500):
            return MessageServiceState.WRONG_ENVIRONMENT
    return MessageServiceState.UNREACHABLE


def message_url(url: str, access_id: str, environment: MessageEnvironment) -> URL:
    """Return the address of a project's channel on a server."""
    return (
        URL(url)
        / "ws/v2/consumer/persistent"
        / access_id
        / "out"
        / environment.value
        / f"{access_id}-sub"
    ).with_query(ackTimeoutMillis=_ACK_LIMIT_MS, subscriptionType="Failover")


def password(access_id: str, access_secret: str) -> str:
    """Return what the service accepts as the password of a project."""
    inner = md5(access_secret.encode(), usedforsecurity=False).hexdigest()
    outer = md5((access_id + inner).encode(), usedforsecurity=False).hexdigest()
    return outer[8:24]


def pause(
    failures: int,
    state: MessageServiceState = MessageServiceState.CONNECTING,
    chance: Callable[[], float] = random.random,
) -> float:
    """Return how many seconds to wait in a state before connecting again.

    It is a fifth more or less, so that many homes do not come back at once.
    """
    wait = min(_SHORTEST_WAIT * 2.0 ** min(max(failures - 1, 0), 10), _LONGEST_WAIT)
    wait = _WAITS.get(state, wait)
    return wait * (1 - _JITTER + 2 * _JITTER * chance())


def _frame(text: str) -> dict[str, Any]:
    """Return a frame's JSON object, an empty one where it is none."""
    try:
        frame = json.loads(text)
    except ValueError, RecursionError:
        return {}
    return frame if isinstance(frame, dict) else {}


def _age(frame: dict[str, Any], now: datetime) -> float:
    """Return for how many seconds the service had kept a frame."""
    try:
        published = datetime.fromisoformat(frame["publishTime"])
        return max((now - published).total_seconds(), 0.0)
    except KeyError, TypeError, ValueError:
        return 0.0
