"""A record's picture: what is fetched, what is opened, and what is refused."""

import asyncio
from collections.abc import AsyncIterator, Callable
import logging
import socket
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from custom_components.tuya_door_lock.api.errors import TuyaMediaError
from custom_components.tuya_door_lock.api.media import (
    SIZE_LIMIT,
    Picture,
    fetch_picture,
    open_picture,
)
from custom_components.tuya_door_lock.api.records import Media
from simulator import take_picture
from simulator.media import encrypt, visitor

from .test_secrets import shown

MEDIA = "custom_components.tuya_door_lock.api.media"
KEY = "uwu5m7kvj45av47g"
NAME = "e1b0c5.jpg"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0"

type Handler = Callable[[web.Request], web.StreamResponse]


class Store:
    """Where pictures are kept: answers what a test wants, and notes what it is asked."""

    def __init__(self, server: TestServer) -> None:
        """Hand out one encrypted picture."""
        self._server = server
        self.seen: list[web.Request] = []
        self.answer: Handler = lambda request: web.Response(
            body=encrypt(visitor(), KEY), content_type="text/html"
        )

    @property
    def port(self) -> int:
        """Return the port that it listens on."""
        assert self._server.port is not None
        return self._server.port

    @property
    def base_url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    def media(self, path: str = f"/{NAME}?q-sign=%2Fa%20b+c") -> Media:
        """Return the pictures of a row."""
        return Media(file_url=self.base_url + path, file_key=KEY)


@pytest.fixture
async def store(socket_enabled: None) -> AsyncIterator[Store]:
    """Serve pictures on this machine."""
    app = web.Application()
    store = Store(server := TestServer(app))

    async def handle(request: web.Request) -> web.StreamResponse:
        store.seen.append(request)
        return store.answer(request)

    app.router.add_route("*", "/{path:.*}", handle)
    await server.start_server(access_log=None)
    yield store
    await server.close()


def assert_silent(error: BaseException, store: Store) -> None:
    """Assert that neither address nor key can end in a log."""
    text = shown(error)
    for secret in (NAME, KEY, "q-sign", "127.0.0.1", str(store.port)):
        assert secret not in text


async def test_a_picture_is_fetched_and_decrypted(store: Store) -> None:
    """What it is, its own first bytes say, and not the server."""
    picture = await fetch_picture(store.media(), base_url=store.base_url)
    assert picture == Picture(visitor(), "image/jpeg")
    assert "JFIF" not in repr(picture)
    [request] = store.seen
    # The address holds a signature of itself: it must arrive as it came.
    assert request.raw_path == f"/{NAME}?q-sign=%2Fa%20b+c"
    assert set(request.headers) == {"Host", "Accept", "Accept-Encoding", "User-Agent"}


async def test_an_address_with_odd_characters_is_quoted(store: Store) -> None:
    """Nothing of it ends up outside of the path."""
    media = store.media("/é 1.jpg\r\nCookie: a=b")
    await fetch_picture(media, base_url=store.base_url)
    [request] = store.seen
    assert request.raw_path.startswith("/%C3%A9%201.jpg")
    assert "Cookie" not in request.headers


async def test_cookies_are_neither_kept_nor_sent(store: Store) -> None:
    """Not even from one redirect to the next."""
    redirect = web.Response(status=302, headers={"Location": "/next"})
    redirect.set_cookie("tracker", "1")
    image = store.answer
    store.answer = lambda request: image(request) if len(store.seen) > 1 else redirect
    await fetch_picture(store.media(), base_url=store.base_url)
    assert [request.path for request in store.seen] == [f"/{NAME}", "/next"]
    assert not any("Cookie" in request.headers for request in store.seen)


@pytest.mark.parametrize(("redirects", "arrives"), [(3, True), (4, False)])
async def test_redirects_are_followed_three_times(
    store: Store, redirects: int, arrives: bool
) -> None:
    """And no more: something goes round in circles."""
    image = store.answer
    store.answer = lambda request: (
        image(request)
        if len(store.seen) > redirects
        else web.Response(status=302, headers={"Location": f"/{len(store.seen)}%2F"})
    )
    if arrives:
        await fetch_picture(store.media(), base_url=store.base_url)
        assert store.seen[-1].raw_path == f"/{redirects}%2F"
        return
    with pytest.raises(TuyaMediaError) as caught:
        await fetch_picture(store.media(), base_url=store.base_url)
    assert_silent(caught.value, store)


PRIVATE = [
    "http://127.0.0.1:1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0.0.0.0/",
    "http://10.1.2.3/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://localhost/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:192.168.1.1]/",
    "http://[64:ff9b::192.168.1.1]/",
    "http://[2002:c0a8:101::]/",
    "http://[fc00::1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
]


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note where a socket was opened to, and let none be."""
    opened: list[Any] = []

    def refuse(*args: Any, **kwargs: Any) -> socket.socket:
        opened.append(kwargs)
        raise OSError("no socket in this test")

    monkeypatch.setattr(f"{MEDIA}.socket.socket", refuse)
    return opened


@pytest.mark.parametrize("address", PRIVATE)
async def test_a_private_address_is_not_connected_to(
    connected: list[Any], address: str
) -> None:
    """Whoever writes the rows must not reach into the house."""
    with pytest.raises(TuyaMediaError, match="from a public server"):
        await fetch_picture(
            Media(file_url=address), base_url="https://openapi.tuyaeu.com"
        )
    assert connected == []


@pytest.mark.parametrize(
    "address",
    [
        "http://8.8.8.8/",
        "https://[2001:4860:4860::8888]/",
        "http://[64:ff9b::8.8.8.8]/",
    ],
)
async def test_a_public_address_is_connected_to(
    connected: list[Any], address: str
) -> None:
    """So that the test before this one proves something."""
    with pytest.raises(TuyaMediaError):
        await fetch_picture(Media(file_url=address), base_url="http://127.0.0.1:1")
    assert len(connected) == 1


@pytest.mark.parametrize("address", PRIVATE)
async def test_a_redirect_to_a_private_address_is_not_followed(
    store: Store, address: str
) -> None:
    """A public server may be the helper of a bad one."""
    store.answer = lambda request: web.Response(
        status=302, headers={"Location": address}
    )
    with pytest.raises(TuyaMediaError, match="from a public server") as caught:
        await fetch_picture(store.media(), base_url=store.base_url)
    assert len(store.seen) == 1
    assert_silent(caught.value, store)


async def test_a_name_that_resolves_to_a_private_address_is_not_connected_to(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it resolved to a public one a moment ago."""
    asked: list[str] = []

    async def resolve(host: str, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        kind = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
        return [(*kind, ("127.0.0.1", store.port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    media = Media(file_url=f"http://pictures.example:{store.port}/{NAME}", file_key=KEY)
    with pytest.raises(TuyaMediaError, match="from a public server") as caught:
        await fetch_picture(media, base_url="https://openapi.tuyaeu.com")
    assert asked == ["pictures.example"]
    assert store.seen == []
    assert_silent(caught.value, store)


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:1", "http://localhost:{port}"])
async def test_another_server_on_this_machine_is_not_connected_to(
    store: Store, base_url: str
) -> None:
    """Only the one that the project itself lives on, at its very address."""
    with pytest.raises(TuyaMediaError, match="from a public server"):
        await fetch_picture(store.media(), base_url=base_url.format(port=store.port))
    assert store.seen == []


@pytest.mark.parametrize(
    "address",
    [None, "", "/1.jpg", "file:///etc/passwd", "ftp://8.8.8.8/1.jpg", "ws://8.8.8.8/"],
)
async def test_only_the_web_is_fetched_from(address: str | None) -> None:
    """No file of this machine, and no other protocol."""
    with pytest.raises(TuyaMediaError, match="not on the web"):
        await fetch_picture(Media(file_url=address), base_url="http://127.0.0.1:1")


@pytest.mark.parametrize(
    "address", ["http://[", "https://", "http://a:b/", "http://é["]
)
async def test_an_address_that_is_none_is_an_ordinary_failure(address: str) -> None:
    """Whatever the row holds."""
    with pytest.raises(TuyaMediaError):
        await fetch_picture(Media(file_url=address), base_url="http://127.0.0.1:1")


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://[", "ws://8.8.8.8/"]
)
async def test_a_redirect_to_nowhere_is_not_followed(
    store: Store, location: str
) -> None:
    """The address of a redirect is no more trusted than the first."""
    store.answer = lambda request: web.Response(
        status=302, headers={"Location": location}
    )
    with pytest.raises(TuyaMediaError) as caught:
        await fetch_picture(store.media(), base_url=store.base_url)
    assert_silent(caught.value, store)


@pytest.mark.parametrize("status", [204, 301, 403, 404, 500])
async def test_a_picture_that_is_not_there_is_a_failure(
    store: Store, status: int
) -> None:
    """Not uploaded yet, or its address has died."""
    store.answer = lambda request: web.Response(status=status)
    with pytest.raises(TuyaMediaError, match=f"HTTP {status}") as caught:
        await fetch_picture(store.media(), base_url=store.base_url)
    assert_silent(caught.value, store)


@pytest.mark.parametrize(("excess", "arrives"), [(0, True), (1, False)])
async def test_a_picture_has_8_mib_at_most(
    store: Store, excess: int, arrives: bool
) -> None:
    """What is larger is no picture of a lock."""
    image = visitor() + bytes(SIZE_LIMIT + excess - len(visitor()))
    store.answer = lambda request: web.Response(body=image)
    if arrives:
        picture = await fetch_picture(store.media(), base_url=store.base_url)
        assert len(picture.data) == 8 * 1024 * 1024
        return
    with pytest.raises(TuyaMediaError, match="too large") as caught:
        await fetch_picture(store.media(), base_url=store.base_url)
    assert_silent(caught.value, store)


async def test_a_picture_that_takes_too_long_is_given_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty seconds, redirects and all."""
    monkeypatch.setattr(f"{MEDIA}.TIME_LIMIT", 0.1)
    store.answer = lambda request: web.Response(body=_Endless())
    with pytest.raises(TuyaMediaError, match="did not come within") as caught:
        await fetch_picture(store.media(), base_url=store.base_url)
    assert_silent(caught.value, store)


class _Endless:
    """A body that never ends."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b"\xff"
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<html><body>Sign in</body></html>", id="html"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xd8\xff\xe0", id="cut off"),
        pytest.param(b"GIF89a", id="another format"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(encrypt(visitor(), "another-key-here"), id="wrong key"),
        pytest.param(encrypt(visitor(), KEY)[:-1], id="cut off, encrypted"),
        pytest.param(encrypt(b"hello", KEY), id="no image, encrypted"),
        pytest.param(bytes(64), id="a header alone"),
    ],
)
async def test_what_is_no_picture_is_a_failure(store: Store, body: bytes) -> None:
    """Whatever the server calls it."""
    store.answer = lambda request: web.Response(body=body, content_type="image/jpeg")
    with pytest.raises(TuyaMediaError, match="no picture, or its key") as caught:
        await fetch_picture(store.media(), base_url=store.base_url)
    assert_silent(caught.value, store)


async def test_nothing_is_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither on success nor on failure, at any level."""
    caplog.set_level(logging.DEBUG)
    await fetch_picture(store.media(), base_url=store.base_url)
    store.answer = lambda request: web.Response(status=404)
    with pytest.raises(TuyaMediaError):
        await fetch_picture(store.media(), base_url=store.base_url)
    for secret in (KEY, "q-sign", "JFIF"):
        assert secret not in caplog.text


@pytest.mark.parametrize("size", [64, 68, 72, 60, 56, 76, 80])
def test_a_header_may_have_another_length(size: int) -> None:
    """Seen with cameras, whose container this is."""
    picture = take_picture(header_size=size)
    assert open_picture(picture.data, picture.key).data == visitor()


@pytest.mark.parametrize(
    ("image", "content_type"),
    [(visitor(), "image/jpeg"), (PNG, "image/png"), (WEBP, "image/webp")],
)
@pytest.mark.parametrize("encrypted", [True, False])
def test_the_formats(image: bytes, content_type: str, encrypted: bool) -> None:
    """Encrypted or not."""
    data = encrypt(image, KEY) if encrypted else image
    assert open_picture(data, KEY) == Picture(image, content_type)


@pytest.mark.parametrize("key", [None, "", "short", KEY * 2, "é" * 16, "\ud800" * 15])
def test_a_key_that_is_none_opens_only_what_is_plain(key: str | None) -> None:
    """Whatever the row holds."""
    assert open_picture(visitor(), key).data == visitor()
    with pytest.raises(TuyaMediaError):
        open_picture(encrypt(visitor(), KEY), key)
