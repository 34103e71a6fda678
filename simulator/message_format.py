"""What a message of Tuya's Message Service looks like, from its body to its frame.

Sources: Tuya's pages "Message Types" (both families of bodies) and "Get Messages" (the
envelope), Tuya's SDKs (the encryption), and Pulsar's page on its WebSocket API.
"""

import base64
from collections.abc import Sequence
from datetime import datetime
import hashlib
import json
import os
from typing import Any, Final, Literal

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7

from .models import Report

type Encryption = Literal["aes_gcm", "aes_ecb"]
type Family = Literal["legacy", "iot_core"]
type Body = dict[str, Any]

NONCE_SIZE: Final = 12

# The numbers of Tuya's standard lock; another code gets one that no lock has.
DP_IDS: Final = {
    "unlock_fingerprint": 1,
    "unlock_password": 2,
    "unlock_temporary": 3,
    "unlock_dynamic": 4,
    "unlock_card": 5,
    "unlock_face": 6,
    "unlock_key": 7,
    "alarm_lock": 8,
    "unlock_request": 9,
    "battery_state": 11,
    "residual_electricity": 12,
    "unlock_app": 15,
    "hijack": 16,
    "open_inside": 17,
    "closed_opened": 18,
    "doorbell": 19,
}
OTHER_DP_ID: Final = 101


def dp_id(code: str) -> int:
    """Return the number of a code."""
    return DP_IDS.get(code, OTHER_DP_ID)


def milliseconds(moment: datetime) -> int:
    """Return a time in milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def password(access_id: str, access_secret: str) -> str:
    """Return the password of the connection."""
    inner = hashlib.md5(access_secret.encode()).hexdigest()
    return hashlib.md5((access_id + inner).encode()).hexdigest()[8:24]


def status_body(
    family: Family,
    *,
    device_id: str,
    product_id: str,
    data_id: str,
    reports: Sequence[Report],
) -> tuple[int, Body]:
    """Return the protocol and the body of what a device reports."""
    if family == "legacy":
        status = [
            {
                "code": each.code,
                "value": each.value,
                "t": milliseconds(each.occurred_at),
                str(dp_id(each.code)): _text(each.value),
            }
            for each in reports
        ]
        return 4, {
            "dataId": data_id,
            "devId": device_id,
            "productKey": product_id,
            "status": status,
        }
    properties = [
        {
            "code": each.code,
            "dpId": dp_id(each.code),
            "time": milliseconds(each.occurred_at),
            "value": each.value,
        }
        for each in reports
    ]
    return 1000, {
        "bizCode": "devicePropertyMessage",
        "bizData": {
            "devId": device_id,
            "dataId": data_id,
            "productId": product_id,
            "properties": properties,
        },
        "ts": max(each["time"] for each in properties),
    }


def online_body(
    family: Family,
    *,
    device_id: str,
    product_id: str,
    online: bool,
    moment: datetime,
) -> tuple[int, Body]:
    """Return the protocol and the body of a device that has come or gone."""
    time = milliseconds(moment)
    if family == "legacy":
        return 20, {
            "devId": device_id,
            "productKey": product_id,
            "bizCode": "online" if online else "offline",
            "bizData": {"time": time},
        }
    return 1001, {
        "bizCode": "deviceOnline" if online else "deviceOffline",
        "bizData": {"devId": device_id, "productId": product_id, "time": time},
        "ts": time,
    }


def encrypt(
    text: str, access_secret: str, encryption: Encryption, *, nonce: bytes | None = None
) -> str:
    """Encrypt a body with the middle of the secret; return it in base64."""
    key = access_secret[8:24].encode()
    if encryption == "aes_gcm":
        nonce = os.urandom(NONCE_SIZE) if nonce is None else nonce
        data = nonce + AESGCM(key).encrypt(nonce, text.encode(), None)
    else:
        padder = PKCS7(128).padder()
        padded = padder.update(text.encode()) + padder.finalize()
        encryptor = Cipher(algorithms.AES128(key), modes.ECB()).encryptor()
        data = encryptor.update(padded) + encryptor.finalize()
    return base64.b64encode(data).decode()


def envelope(
    protocol: int,
    body: Body,
    *,
    access_secret: str,
    encryption: Encryption,
    moment: datetime,
) -> Body:
    """Wrap an encrypted body; the signature is one that no SDK of Tuya's checks."""
    content = {
        "data": encrypt(
            json.dumps(body, separators=(",", ":")), access_secret, encryption
        ),
        "protocol": protocol,
        "pv": "2.0",
        "t": milliseconds(moment),
    }
    pairs = [f"{name}={content[name]}" for name in sorted(content)]
    signed = "||".join([*pairs, access_secret[8:24]])
    return {**content, "sign": hashlib.md5(signed.encode()).hexdigest()}


def frame(
    content: Body,
    *,
    message_id: str,
    properties: dict[str, str],
    published_at: datetime,
    redeliveries: int,
) -> str:
    """Return what goes over the wire, as Pulsar's WebSocket API has it."""
    payload = base64.b64encode(json.dumps(content, separators=(",", ":")).encode())
    published = published_at.isoformat(timespec="milliseconds")
    return json.dumps(
        {
            "messageId": message_id,
            "payload": payload.decode(),
            "properties": properties,
            "publishTime": published.replace("+00:00", "Z"),
            "redeliveryCount": redeliveries,
        }
    )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _junk_payload(content: str) -> str:
    payload = base64.b64encode(content.encode()).decode()
    return json.dumps({"messageId": "SlVOSw==", "payload": payload})


JUNK: Final[dict[str, str | bytes]] = {
    "not_json": "this is not JSON",
    "array": '["messageId", "payload"]',
    "binary": b"\x00\x01\x02 not text",
    "no_id": '{"payload": "e30="}',
    "no_payload": '{"messageId": "SlVOSw=="}',
    "bad_base64": '{"messageId": "SlVOSw==", "payload": "%%%"}',
    "payload_not_json": _junk_payload("no JSON here either"),
    "no_data": _junk_payload('{"protocol": 4, "pv": "2.0", "t": 1790000000999}'),
    "undecryptable": _junk_payload(
        '{"data": "bm90IGVuY3J5cHRlZA==", "protocol": 4, "pv": "2.0"}'
    ),
    "huge": json.dumps({"messageId": "SlVOSw==", "payload": "A" * 1_150_000}),
}
"""Frames that no client can make sense of, by what is wrong with them."""
