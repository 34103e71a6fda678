"""Pictures in the container in which Tuya stores them.

Layout as clients of Tuya's cameras read it: 4 bytes version, 16 bytes IV, 44 reserved
bytes, then the JPEG in AES-128-CBC with PKCS#7 padding; the key is the 16 characters
of `file_key`.
"""

from dataclasses import replace
from enum import StrEnum
from functools import cache
import os
from pathlib import Path
import secrets
import string
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from .models import Picture

HEADER_SIZE: Final = 64


class Scene(StrEnum):
    """What a picture of the garden gate shows."""

    ANA = "ana"
    BEN = "ben"
    COURIER = "courier"
    STRANGER = "stranger"
    VISITOR = "visitor"


@cache
def _jpeg(scene: Scene) -> bytes:
    return Path(__file__).with_name(f"{scene}.jpg").read_bytes()


def visitor() -> bytes:
    """Return the JPEG that a picture shows where no other one is given."""
    return _jpeg(Scene.VISITOR)


def picture_of(scene: Scene) -> Picture:
    """Return a picture of a scene at the garden gate."""
    return take_picture(_jpeg(scene))


def encrypt(image: bytes, key: str, header_size: int = HEADER_SIZE) -> bytes:
    """Put an image into Tuya's container."""
    iv = os.urandom(16)
    padder = PKCS7(128).padder()
    padded = padder.update(image) + padder.finalize()
    encryptor = Cipher(algorithms.AES128(key.encode()), modes.CBC(iv)).encryptor()
    version = (1).to_bytes(4, "little")
    header = (version + iv).ljust(header_size, b"\0")
    return header + encryptor.update(padded) + encryptor.finalize()


def take_picture(
    image: bytes | None = None, *, header_size: int = HEADER_SIZE, **oddities: Any
) -> Picture:
    """Return a picture under a fresh name with a key of its own.

    `oddities` are fields of the picture that are to be otherwise.
    """
    alphabet = string.ascii_lowercase + string.digits
    key = "".join(secrets.choice(alphabet) for _ in range(16))
    data = encrypt(visitor() if image is None else image, key, header_size)
    return replace(Picture(f"{secrets.token_hex(12)}.jpg", key, data), **oddities)
