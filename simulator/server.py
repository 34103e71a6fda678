"""The HTTP side of the simulated cloud: the envelope, the faults, the pictures."""

import asyncio
from contextlib import suppress
from typing import Any, Final
import uuid

from aiohttp import web

from . import api, control
from .cloud import TuyaCloud
from .errors import TuyaError
from .faults import Fault
from .models import Call
from .request import Request

HUGE_CHUNKS: Final = 64
HUGE_CHUNK: Final = b"A" * 262_144
JSON: Final = "application/json"
NOTHING: Final = (503, "text/plain", "")
BROKEN: Final[dict[str, tuple[int, str, str]]] = {
    "cut_json": (200, JSON, '{"success":true,"t":1588925778000,"result":{"logs":[{"st'),
    "html": (200, "text/html", "<html><body>Service unavailable</body></html>"),
    "http_500": (500, "text/plain", "Internal Server Error"),
    "no_success": (200, JSON, '{"t":1588925778000,"result":{}}'),
    "not_object": (200, JSON, '["success",true]'),
}
CLOSING: Final = web.AppKey("closing", asyncio.Event)


def create_app(cloud: TuyaCloud) -> web.Application:
    """Build the server of a cloud: its API, its pictures and its control interface."""
    app = web.Application()
    app[CLOSING] = asyncio.Event()
    server = _Server(cloud)

    async def close(app: web.Application) -> None:
        app[CLOSING].set()

    app.on_shutdown.append(close)
    control.add_routes(app, cloud)
    app.router.add_get("/_media/{name}", server.media)
    app.router.add_route("*", "/{path:.*}", server.api)
    return app


class _Server:
    """Answer the calls to one cloud."""

    def __init__(self, cloud: TuyaCloud) -> None:
        self._cloud = cloud

    async def api(self, http: web.Request) -> web.StreamResponse:
        """Answer an API call, or fail it as scheduled."""
        found = api.find_route(http.method, http.path)
        call = Call(
            method=http.method,
            path=http.path,
            name=found[0].name if found else "unknown",
            query=dict(http.query),
        )
        body = await http.read()
        self._cloud.calls.append(call)
        fault = self._cloud.faults.consume(http.path)
        if fault is not None:
            call.answer = fault.kind
            if isinstance(fault.kind, str):
                failed = await self._fail(http, fault.kind)
                if failed is not None:
                    return failed
        request = Request(
            method=http.method,
            path=http.path,
            query=list(http.query.items()),
            headers=http.headers,
            body=body,
            base_url=f"{http.scheme}://{http.host}",
        )
        return web.json_response(self._envelope(request, call, fault))

    async def media(self, http: web.Request) -> web.StreamResponse:
        """Hand out an encrypted picture."""
        name = http.match_info["name"]
        self._cloud.picture_fetches.append(name)
        fault = self._cloud.faults.consume(http.path)
        if fault is not None and isinstance(fault.kind, str):
            failed = await self._fail(http, fault.kind)
            if failed is not None:
                return failed
        picture = self._cloud.pictures.get(name)
        if picture is None or not self._cloud.has_uploaded(picture):
            return web.Response(status=404, text="no such picture")
        if picture.moved_to is not None:
            return web.Response(status=302, headers={"Location": picture.moved_to})
        return web.Response(body=picture.data, content_type="application/octet-stream")

    def _envelope(
        self, request: Request, call: Call, fault: Fault | None
    ) -> dict[str, Any]:
        answer: dict[str, Any]
        try:
            answer = {"success": True, "result": self._result(request, fault)}
        except TuyaError as error:
            call.answer = error.code
            answer = {"success": False, "code": error.code, "msg": error.msg}
        return {**answer, "t": self._cloud.clock.now_ms(), "tid": uuid.uuid4().hex}

    def _result(self, request: Request, fault: Fault | None) -> object:
        if fault is not None and isinstance(fault.kind, int):
            raise TuyaError(fault.kind, fault.msg)
        return api.answer(self._cloud, request)

    async def _fail(self, http: web.Request, kind: str) -> web.StreamResponse | None:
        """Fail below the envelope; return None where the answer is to follow."""
        match kind:
            case "slow":
                await self._wait(http, self._cloud.slow_seconds)
                return None
            case "hang":
                await self._wait(http, None)
            case "reset":
                if http.transport is not None:
                    http.transport.abort()
            case "huge":
                return await self._huge(http)
        status, content_type, text = BROKEN.get(kind, NOTHING)
        return web.Response(status=status, content_type=content_type, text=text)

    async def _huge(self, http: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": JSON})
        with suppress(ConnectionError):
            await response.prepare(http)
            await response.write(b'{"success":true,"result":"')
            for _ in range(HUGE_CHUNKS):
                await response.write(HUGE_CHUNK)
            await response.write(b'"}')
        return response

    async def _wait(self, http: web.Request, seconds: float | None) -> None:
        """Wait for `seconds`, or until the client or the server goes away."""
        loop = asyncio.get_running_loop()
        end = None if seconds is None else loop.time() + seconds
        while http.transport is not None and not http.transport.is_closing():
            rest = 0.05 if end is None else min(0.05, end - loop.time())
            if rest <= 0:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(http.app[CLOSING].wait(), rest)
                return
