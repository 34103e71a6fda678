"""The Message Service on the wire: Pulsar's WebSocket API, as Tuya's SDKs use it.

Sources: `TuyaOpenPulsar` of tuya-connector-python for the address and the headers,
Pulsar's page "WebSocket API" for the frames, users' reports for the refusals: 401 for
a wrong password, 500 for an environment that the project does not have.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
import hmac
import json
import re
from typing import Final, cast

from aiohttp import WSCloseCode, WSMsgType, web

from . import breakage
from .cloud import TuyaCloud
from .message_format import password
from .messages import Environment
from .models import Call
from .topic import Consumer, Message, Topic

PATH: Final = "/ws/v2/consumer/persistent/{access_id}/out/{topic}/{subscription}"
NAME: Final = "message-service"
ABNORMAL: Final = 1006
# How often is looked whether the clock, which a test may move, has come to a time.
SECONDS_BETWEEN_LOOKS: Final = 0.02
CONNECTIONS: Final = web.AppKey("connections", set[web.WebSocketResponse])


def add_routes(app: web.Application, cloud: TuyaCloud) -> None:
    """Add the Message Service of a cloud to its server."""
    connections: set[web.WebSocketResponse] = set()
    app[CONNECTIONS] = connections

    async def consume(http: web.Request) -> web.StreamResponse:
        call = Call(http.method, http.path, NAME, dict(http.query))
        cloud.handshakes.append(call)
        fault = cloud.faults.consume(http.path)
        if fault is not None and isinstance(fault.kind, str):
            call.answer = fault.kind
            failed = await breakage.fail(
                http, fault.kind, slow_seconds=cloud.slow_seconds
            )
            if failed is not None:
                return failed
        status = _refusal(cloud, http.match_info, http.headers)
        if fault is not None and isinstance(fault.kind, int):
            status = fault.kind
        if status is None and _ack_timeout(http.query) is None:
            status = 400
        if status is not None:
            call.answer = status
            cloud.say(f"message service: a consumer is answered {status}")
            return web.Response(status=status)
        return await _Connection(cloud, http).serve()

    async def close(app: web.Application) -> None:
        for connection in list(connections):
            await connection.close(code=WSCloseCode.GOING_AWAY)

    app.router.add_get(PATH, consume)
    app.on_shutdown.append(close)


def _refusal(
    cloud: TuyaCloud, parts: Mapping[str, str], headers: Mapping[str, str]
) -> int | None:
    """Return the status that refuses a consumer; None where it may come in."""
    expected = password(cloud.access_id, cloud.access_secret).encode()
    known = (
        cloud.messages.enabled
        and headers.get("username") == cloud.access_id
        and hmac.compare_digest(headers.get("password", "").encode(), expected)
        and parts["access_id"] == cloud.access_id
        and parts["subscription"] == f"{cloud.access_id}-sub"
    )
    if not known:
        return 401
    return None if parts["topic"] in cloud.messages.environments else 500


def _ack_timeout(query: Mapping[str, str]) -> timedelta | None:
    """Return after how long a message comes again; None for a query that is wrong."""
    milliseconds = query.get("ackTimeoutMillis", "0")
    if query.get("subscriptionType") != "Failover":
        return None
    if not re.fullmatch(r"[0-9]{1,9}", milliseconds):
        return None
    return timedelta(milliseconds=int(milliseconds))


class _Connection:
    """One consumer on its WebSocket."""

    def __init__(self, cloud: TuyaCloud, http: web.Request) -> None:
        """Prepare to answer a request that may come in."""
        self._cloud = cloud
        self._http = http
        self._topic_name = cast(Environment, http.match_info["topic"])
        self._topic: Topic = cloud.messages.topics[self._topic_name]
        self._wake = asyncio.Event()
        self._socket = web.WebSocketResponse(autoping=False)
        # Zero is Pulsar's word for never.
        self._consumer = Consumer(
            ack_timeout=_ack_timeout(http.query) or None,
            wake=self._wake.set,
            close=self._close,
        )
        self._closing: asyncio.Task[None] | None = None

    async def serve(self) -> web.WebSocketResponse:
        """Send messages and read acknowledgments until one side ends it."""
        await self._socket.prepare(self._http)
        connections = self._http.app[CONNECTIONS]
        connections.add(self._socket)
        self._topic.join(self._consumer, self._cloud.clock.now())
        self._cloud.say(f"message service: a consumer of {self._topic_name} is there")
        sender = asyncio.create_task(self._send())
        try:
            await self._read()
        finally:
            sender.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await sender
            self._topic.leave(self._consumer)
            connections.discard(self._socket)
            self._cloud.say(f"message service: a consumer of {self._topic_name} left")
        return self._socket

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                self._handle(message.data)
            elif message.type is WSMsgType.PING and not self._cloud.messages.silent:
                await self._socket.pong(message.data)

    def _handle(self, text: str) -> None:
        """Read an acknowledgment, a rejection, or something that means nothing here."""
        try:
            content = json.loads(text)
        except ValueError:
            return
        if not isinstance(content, dict) or not isinstance(
            content.get("messageId"), str
        ):
            return
        message_id = content["messageId"]
        match content.get("type"):
            case None:
                self._topic.acknowledge(self._consumer, message_id)
            case "negativeAcknowledge":
                self._topic.reject(self._consumer, message_id, self._cloud.clock.now())

    async def _send(self) -> None:
        while True:
            self._wake.clear()
            if not self._cloud.messages.silent:
                await self._send_what_is_due()
            waits = self._topic.is_waiting(self._consumer)
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    self._wake.wait(), SECONDS_BETWEEN_LOOKS if waits else None
                )

    async def _send_what_is_due(self) -> None:
        while self._consumer.raw:
            raw = self._consumer.raw.pop(0)
            if isinstance(raw, bytes):
                await self._socket.send_bytes(raw)
            else:
                await self._socket.send_str(raw)
        while message := self._topic.next_message(
            self._consumer, self._cloud.clock.now()
        ):
            await self._socket.send_str(self._cloud.messages.frame(message))
            self._note(message)

    def _note(self, message: Message) -> None:
        """Write a line about a message that was sent."""
        device = self._cloud.devices.get(message.device_id)
        name = device.name if device else message.device_id
        self._cloud.diary.add("message", f"pushed a message of {name}")

    def _close(self, code: int) -> None:
        if code == ABNORMAL:
            if self._http.transport is not None:
                self._http.transport.abort()
        else:
            self._closing = asyncio.create_task(self._end(code))

    async def _end(self, code: int) -> None:
        await self._socket.close(code=code)
