"""The HTTP side of the simulated cloud: the envelope, the faults, the pictures."""

import asyncio
from typing import Any
import uuid

from aiohttp import web

from . import api, breakage, control, message_service, page
from .breakage import CLOSING
from .cloud import TuyaCloud
from .errors import TuyaError
from .faults import Fault
from .models import Call
from .request import Request


def create_app(cloud: TuyaCloud) -> web.Application:
    """Build the server of a cloud: its API, its messages, its pictures, its page."""
    app = web.Application()
    app[CLOSING] = asyncio.Event()
    server = _Server(cloud)

    async def close(app: web.Application) -> None:
        app[CLOSING].set()

    app.on_shutdown.append(close)
    control.add_routes(app, cloud)
    message_service.add_routes(app, cloud)
    page.add_routes(app, cloud, server.api)
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
                self._note(call)
                failed = await breakage.fail(
                    http, fault.kind, slow_seconds=self._cloud.slow_seconds
                )
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
            failed = await breakage.fail(
                http, fault.kind, slow_seconds=self._cloud.slow_seconds
            )
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
        self._note(call)
        return {**answer, "t": self._cloud.clock.now_ms(), "tid": uuid.uuid4().hex}

    def _note(self, call: Call) -> None:
        """Write a line about an answered call."""
        names = [
            device.name
            for device in self._cloud.devices.values()
            if device.id in call.path
        ]
        subject = " ".join(["asked for", call.name, *(f"of {name}" for name in names)])
        if call.answer is None:
            self._cloud.diary.add("call", subject)
        else:
            self._cloud.diary.add("failed", f"{subject}: answered {call.answer}")

    def _result(self, request: Request, fault: Fault | None) -> object:
        if fault is not None and isinstance(fault.kind, int):
            raise TuyaError(fault.kind, fault.msg)
        return api.answer(self._cloud, request)
