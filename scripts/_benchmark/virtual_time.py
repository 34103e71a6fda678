"""A clock that jumps to whatever is due next, and calls that need no network.

Nothing that runs on `run` ever waits: where an event loop would sleep, the frozen
clock is moved to the end of the sleep. A month passes in minutes, in the same order
and with the same times as a real month.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import json
import math
import selectors
from typing import Any, Self, cast, override

from aiohttp import WSMessage, WSMsgType, web
from freezegun import freeze_time
from yarl import URL

from simulator import TuyaCloud, create_app
from simulator.messages import Environment
from simulator.topic import Consumer, Topic


class _Sleepless(selectors.DefaultSelector):
    """Moves the clock instead of waiting."""

    def __init__(self, tick: Callable[[timedelta], object]) -> None:
        """Keep what moves the clock."""
        super().__init__()
        self._tick = tick

    @override
    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is not None and timeout > 0:
            # At least by what the clock can show, or it would never get there.
            self._tick(timedelta(microseconds=math.ceil(timeout * 1e6)))
        return ready


class _Loop(asyncio.SelectorEventLoop):
    """Does at once what would go to a thread: no time passes meanwhile."""

    def __init__(self, selector: selectors.BaseSelector) -> None:
        """Begin to count time."""
        super().__init__(selector)
        self._begin = super().time()

    @override
    def time(self) -> float:
        """Return the time since the beginning.

        Since 1970 it would be so large that the loop's own rounding is lost in it.
        """
        return super().time() - self._begin

    @override
    def run_in_executor[*Ts, T](
        self, executor: Any, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as err:  # noqa: BLE001
            future.set_exception(err)
        return future


def run[T](begin: datetime, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine from a moment on, in virtual time."""
    with (
        freeze_time(begin) as clock,
        asyncio.Runner(loop_factory=lambda: _Loop(_Sleepless(clock.tick))) as runner,
    ):
        return runner.run(work())


class Answer:
    """What a client reads of a response."""

    def __init__(self, response: web.Response) -> None:
        """Keep what the server answers."""
        self.status = response.status
        self.headers = response.headers
        self.content = self
        self._body = response.body

    async def iter_chunked(self, size: int) -> AsyncIterator[bytes]:
        """Yield the whole body."""
        assert isinstance(self._body, bytes)
        yield self._body


@dataclass(frozen=True, slots=True)
class Request:
    """What a server's handler reads of a request that has no body."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    scheme: str
    host: str

    async def read(self) -> bytes:
        """Return the body."""
        return b""


class Socket:
    """What a client reads of the Message Service, and how it acknowledges that."""

    def __init__(self, cloud: TuyaCloud, topic: Topic) -> None:
        """Become a consumer of a topic."""
        self._cloud = cloud
        self._topic = topic
        self._wake = asyncio.Event()
        self._consumer = Consumer(None, self._wake.set, close=lambda code: None)
        topic.join(self._consumer, datetime.now(UTC))

    def __aiter__(self) -> Self:
        """Read until the client leaves."""
        return self

    async def __anext__(self) -> WSMessage:
        """Return the next frame, when it is due."""
        while True:
            self._wake.clear()
            now = datetime.now(UTC)
            if message := self._topic.next_message(self._consumer, now):
                frame = self._cloud.messages.frame(message)
                return WSMessage(WSMsgType.TEXT, frame, None)
            due = self._topic.next_at
            wait = (due - now).total_seconds() if due else None
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait)

    async def send_str(self, text: str) -> None:
        """Acknowledge a frame."""
        self._topic.acknowledge(self._consumer, json.loads(text)["messageId"])

    async def close(self) -> None:
        """Leave the topic."""
        self._topic.leave(self._consumer)


class Direct:
    """Stands in for a client's session: hands its requests to a cloud's handler."""

    def __init__(self, cloud: TuyaCloud) -> None:
        """Keep the cloud: the last route of its server answers the API."""
        self._cloud = cloud
        self._handler: Any = list(create_app(cloud).router.routes())[-1].handler

    @asynccontextmanager
    async def request(
        self, method: str, url: URL, *, headers: Mapping[str, str], **_: Any
    ) -> AsyncIterator[Answer]:
        """Answer a request that has no body."""
        request = Request(
            method, url.path, url.query, headers, url.scheme, url.host or ""
        )
        response = await self._handler(request)
        assert isinstance(response, web.Response)
        yield Answer(response)

    async def ws_connect(self, url: URL, **_: Any) -> Socket:
        """Connect to the Message Service."""
        environment = cast(Environment, url.parts[-2])
        return Socket(self._cloud, self._cloud.messages.topics[environment])
