"""Pictures in the container in which Tuya stores them.

Layout as clients of Tuya's cameras read it: 4 bytes version, 16 bytes IV, 44 reserved
bytes, then the JPEG in AES-128-CBC with PKCS#7 padding; the key is the 16 characters
of `file_key`.
"""

from functools import cache
import os
from pathlib import Path
import secrets
import string

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from .models import Picture

HEADER_SIZE = 64


@cache
def visitor() -> bytes:
    """Return the JPEG that every picture of the simulator shows."""
    return Path(__file__).with_name("visitor.jpg").read_bytes()


def encrypt(jpeg: bytes, key: str) -> bytes:
    """Put a JPEG into Tuya's container."""
    iv = os.urandom(16)
    padder = PKCS7(128).padder()
    padded = padder.update(jpeg) + padder.finalize()
    encryptor = Cipher(algorithms.AES128(key.encode()), modes.CBC(iv)).encryptor()
    version = (1).to_bytes(4, "little")
    header = (version + iv).ljust(HEADER_SIZE, b"\0")
    return header + encryptor.update(padded) + encryptor.finalize()


def take_picture() -> Picture:
    """Store a picture under a fresh name with a key of its own."""
    alphabet = string.ascii_lowercase + string.digits
    key = "".join(secrets.choice(alphabet) for _ in range(16))
    return Picture(f"{secrets.token_hex(12)}.jpg", key, encrypt(visitor(), key))
