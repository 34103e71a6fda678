"""A record's picture: fetched from where Tuya keeps it, and decrypted.

Tuya's cameras store a picture as 4 bytes of version, 16 bytes of IV, 44 reserved
bytes, and then the image in AES-128-CBC; the key is the 16 characters of `file_key`.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
import re
import socket
from ssl import SSLContext
from typing import Final

from aiohttp import (
    AddrInfoType,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
    ThreadedResolver,
)
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES128
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7
from yarl import URL

from .errors import TuyaMediaError
from .records import Media

TIME_LIMIT: Final = 20.0
SIZE_LIMIT: Final = 8 * 1024 * 1024

_MOST_REDIRECTS: Final = 3
# The usual length first; the others have been seen with cameras.
_HEADER_SIZES: Final = (64, 68, 72, 60, 56, 76, 80)
_KEY_SIZE: Final = 16
_IV: Final = slice(4, 20)
_FORMATS: Final = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff.*\xff\xd9", re.DOTALL),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR", re.DOTALL),
    "image/webp": re.compile(rb"RIFF.{4}WEBPVP8[ LX]", re.DOTALL),
}
# An address of this form stays as it is: it carries a signature of its own text.
_QUOTED: Final = re.compile("[!-~]+")
# Behind NAT64, the public Internet of old has these addresses.
_NAT64: Final = IPv6Network("64:ff9b::/96")
# Private as well, and older than the word for it.
_SITE_LOCAL: Final = IPv6Network("fec0::/10")

type _Server = tuple[IPv4Address | IPv6Address, int | None]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that a lock has taken."""

    data: bytes = field(repr=False)
    content_type: str


async def fetch_picture(
    media: Media, *, base_url: str, ssl: SSLContext | bool = True
) -> Picture:
    """Return the picture of a record, or raise a `TuyaMediaError`.

    The addresses die within the hour. As they come from outside, this connects to
    public servers only, and to the project's own where that runs on this machine.
    """
    try:
        address = media.file_url or ""
        url = URL(address, encoded=bool(_QUOTED.fullmatch(address)))
        if url.scheme not in {"http", "https"}:
            raise TuyaMediaError("The picture is not on the web")
        async with (
            # A session of its own: a shared one would connect to anything, and
            # send its cookies along.
            ClientSession(
                connector=_connector(base_url, ssl),
                cookie_jar=DummyCookieJar(),
                auto_decompress=False,
                requote_redirect_url=False,
            ) as session,
            session.get(
                url,
                headers={"Accept-Encoding": "identity"},
                # The one that is too many counts as well.
                max_redirects=_MOST_REDIRECTS + 1,
                timeout=ClientTimeout(total=TIME_LIMIT),
            ) as response,
        ):
            data = await _read(response)
    except TimeoutError:
        raise TuyaMediaError(
            f"The picture did not come within {TIME_LIMIT:.0f} s"
        ) from None
    except ClientError, OSError, ValueError:
        # The library's own texts may hold the address.
        raise TuyaMediaError(
            "The picture could not be fetched from a public server"
        ) from None
    return await asyncio.to_thread(open_picture, data, media.file_key)


def open_picture(data: bytes, key: str | None) -> Picture:
    """Return the picture that a file holds, encrypted or as it is."""
    for plain in _readings(data, key):
        for content_type, image in _FORMATS.items():
            if image.match(plain):
                return Picture(plain, content_type)
    raise TuyaMediaError("The file is no picture, or its key does not fit")


def _readings(data: bytes, key: str | None) -> Iterator[bytes]:
    """Yield what a file may be: plain, or decrypted after a header."""
    yield data
    secret = (key or "").encode(errors="replace")
    if len(secret) != _KEY_SIZE:
        return
    for size in _HEADER_SIZES:
        if not (body := data[size:]):
            continue
        decryptor = Cipher(AES128(secret), CBC(data[_IV])).decryptor()
        unpadder = PKCS7(AES128.block_size).unpadder()
        try:
            padded = decryptor.update(body) + decryptor.finalize()
            yield unpadder.update(padded) + unpadder.finalize()
        except ValueError:
            # Not a whole number of blocks, or no padding: not this length.
            continue


async def _read(response: ClientResponse) -> bytes:
    if response.status != 200:
        raise TuyaMediaError(f"The picture is not there (HTTP {response.status})")
    raw = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        raw += chunk
        if len(raw) > SIZE_LIMIT:
            raise TuyaMediaError("The picture is too large")
    return bytes(raw)


def _connector(base_url: str, ssl: SSLContext | bool) -> TCPConnector:
    """Return a connector that looks at each address right before it connects.

    Checking the name beforehand would not do: it may resolve to another address when
    the connection is made.
    """
    own_server = _loopback_server(base_url)

    def guarded_socket(info: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, peer = info
        address = ip_address(peer[0])
        if not _is_public(address) and (address, peer[1]) != own_server:
            raise OSError("not a public address")
        return socket.socket(family=family, type=kind, proto=protocol)

    return TCPConnector(
        resolver=ThreadedResolver(), socket_factory=guarded_socket, ssl=ssl
    )


def _loopback_server(base_url: str) -> _Server | None:
    """Return the address of a cloud on this machine, as a demonstration has one."""
    url = URL(base_url)
    try:
        address = ip_address(url.host or "")
    except ValueError:
        return None
    return (address, url.port) if address.is_loopback else None


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if address in _NAT64:
        address = IPv4Address(address.packed[-4:])
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address in _SITE_LOCAL
    )
