"""What devices report through Tuya's Message Service: which codes, and when.

The values stay where they are: they may be those of the access before, and a picture
report holds keys. Sources: Tuya's page "Message Types" and messages of real devices.
"""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
import json
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES128
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.padding import PKCS7

from .records import text_of, time_of

_KEY: Final = slice(8, 24)
_NONCE_SIZE: Final = 12
_ONLINE: Final = frozenset({"deviceOnline", "online"})
_MOST_ITEMS: Final = 100


class FrameError(Exception):
    """A frame that cannot be read; the text quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """A report of a device: which codes, and when."""

    device_id: str
    codes: frozenset[str]
    """Empty where it only came online."""

    event_ms: int | None
    """When the newest of it happened, by the device or by the cloud."""

    message_id: str | None
    """The same for a message that comes twice."""

    age: float
    """For how many seconds the service had kept it."""


def open_frame(frame: dict[str, Any], access_secret: str) -> dict[str, Any]:
    """Return the body of the message in a frame: `reports_of` knows its fields.

    Raises FrameError where it is not one that this project can read.
    """
    envelope = _json_object(_decoded(frame.get("payload")))
    data = _decoded(envelope.get("data"))
    properties = frame.get("properties")
    mode = properties.get("em") if isinstance(properties, dict) else None
    readings = [_open_gcm, _open_ecb]
    if mode == "aes_ecb":
        readings.reverse()
    key = access_secret[_KEY].encode()
    # Where the frame names no mode, or a wrong one, the other is tried as well.
    for reading in readings:
        try:
            return _json_object(reading(key, data))
        except FrameError, InvalidTag, ValueError:
            continue
    raise FrameError("A message cannot be decrypted")


def _open_gcm(key: bytes, data: bytes) -> bytes:
    return AESGCM(key).decrypt(data[:_NONCE_SIZE], data[_NONCE_SIZE:], None)


def _open_ecb(key: bytes, data: bytes) -> bytes:
    # The mode is Tuya's choice; what it hides is a sign to look, no more.
    decryptor = Cipher(AES128(key), ECB()).decryptor()
    unpadder = PKCS7(AES128.block_size).unpadder()
    padded = decryptor.update(data) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def reports_of(body: dict[str, Any], age: float) -> Iterator[DeviceReport]:
    """Yield the report in a message, if there is one.

    `age` is for how many seconds the service had kept it.
    """
    parts = [
        part
        for part in (body, body.get("bizData"), body.get("data"))
        if isinstance(part, dict)
    ]
    device_id = _first(parts, "devId", "deviceId")
    if device_id is None:
        return
    items = [
        item
        for part in parts
        for name in ("status", "properties")
        if isinstance(found := part.get(name), list)
        for item in found[:_MOST_ITEMS]
        if isinstance(item, dict)
    ]
    event = _first(parts, "eventCode", "etype")
    if not items and event is None and body.get("bizCode") not in _ONLINE:
        return
    codes = {code for item in items if (code := text_of(item.get("code")))}
    times = [time_of(item.get(name)) for item in items for name in ("t", "time")]
    newest = max(filter(None, times), default=None)
    yield DeviceReport(
        device_id,
        frozenset(codes | ({event} if event else set())),
        None if newest is None else round(newest.timestamp() * 1000),
        _first(parts, "dataId"),
        age,
    )


def _first(parts: list[dict[str, Any]], *names: str) -> str | None:
    return next(
        (
            text
            for part in parts
            for name in names
            if isinstance(part.get(name), str) and (text := text_of(part[name]))
        ),
        None,
    )


def _decoded(value: object) -> bytes:
    if not isinstance(value, str):
        raise FrameError("A message has no data")
    try:
        return b64decode(value, validate=True)
    except ValueError:
        raise FrameError("A message is not in Base64") from None


def _json_object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError, RecursionError:
        raise FrameError("A message is not JSON") from None
    if not isinstance(found, dict):
        raise FrameError("A message is not an object")
    return found
