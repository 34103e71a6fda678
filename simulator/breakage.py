"""Answers that fail below Tuya's envelope, as servers and networks do."""

import asyncio
from contextlib import suppress
from typing import Final

from aiohttp import web

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


async def fail(
    http: web.Request, kind: str, *, slow_seconds: float
) -> web.StreamResponse | None:
    """Fail below the envelope; return None where the answer is to follow."""
    match kind:
        case "slow":
            await wait(http, slow_seconds)
            return None
        case "hang":
            await wait(http, None)
        case "reset":
            if http.transport is not None:
                http.transport.abort()
        case "huge":
            return await _huge(http)
    status, content_type, text = BROKEN.get(kind, NOTHING)
    return web.Response(status=status, content_type=content_type, text=text)


async def _huge(http: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": JSON})
    with suppress(ConnectionError):
        await response.prepare(http)
        await response.write(b'{"success":true,"result":"')
        for _ in range(HUGE_CHUNKS):
            await response.write(HUGE_CHUNK)
        await response.write(b'"}')
    return response


async def wait(http: web.Request, seconds: float | None) -> None:
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
