"""The form of a message: its encryption, its bodies, its frame."""

import base64
from datetime import UTC, datetime
import json

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
import pytest

from simulator.message_format import (
    Encryption,
    encrypt,
    envelope,
    frame,
    online_body,
    password,
    status_body,
)
from simulator.models import Report

# The constants of Tuya's own page on signatures.
ACCESS_ID = "1KAD46OrT9HafiKdsXeg"
ACCESS_SECRET = "4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC"

PLAIN = (
    '{"dataId":"AAXI3c1i6x01","devId":"bf0000000000000lock1","productKey":'
    '"p0000000","status":[{"code":"unlock_fingerprint","value":11,'
    '"t":1790000000123,"1":"11"}]}'
)
GCM = (
    "AAECAwQFBgcICQoLwMbydNZ7oC3wTxTDEhxXYlHfa1VDhNTgDyHZiHNIIoQipUnkEzfoTjB6syqVxBBl"
    "59ITz2ld6uggbnJJppZ/zCFFAqyqA0zbs/UeKKmf7E3CLd8AZTw8jVomevb2YFHCuVgwT4pU7vsm4TOf"
    "tSBuvuWAnOMYyRZthVkjVeFEuA/XuXRUFhMvsQi0MqaSSO9NtTQDXW9O3TLDGPjUvNum8i7GZl2fkEjU"
    "6PebCNP4JQ=="
)
ECB = (
    "afj/ga3cw+RPXDqq8utjm/zcSe9RfeBwcpOI+HHNyv3snglVXEZTeym9OvlK4EgMn9VzbrgwLvCy0J7q"
    "EHj9hxxvgxvY567S3gMhXpHNp+1uC0U4nYEEMFA4o1GQl3qmFr4/r5slGsguyZv+2UuHkD9LoM0tG2Ft"
    "qGwCKMrx7soXXNNP6CcHcwTTyAN+jRlRPhBsBL04w0MvbqxQqTVPRw=="
)
MOMENT = datetime(2026, 9, 30, 8, tzinfo=UTC)
REPORT = Report(
    id="1",
    code="unlock_fingerprint",
    value=11,
    occurred_at=datetime.fromtimestamp(1_790_000_000.123, UTC),
    uploaded_at=MOMENT,
)


def test_the_password_is_made_as_tuyas_sdk_makes_it() -> None:
    """Hash the id with the hash of the secret, and send the middle of it."""
    assert password(ACCESS_ID, ACCESS_SECRET) == "7e3ee9916b8f32b8"


@pytest.mark.parametrize(
    ("encryption", "expected"), [("aes_gcm", GCM), ("aes_ecb", ECB)]
)
def test_bodies_are_encrypted_as_the_vectors_say(
    encryption: Encryption, expected: str
) -> None:
    """Encrypt with the middle of the secret, in both modes."""
    nonce = bytes(range(12))
    assert encrypt(PLAIN, ACCESS_SECRET, encryption, nonce=nonce) == expected


def test_a_legacy_report_reads_as_tuyas_page_has_it() -> None:
    """Name code, value and time of each, and once more by its number."""
    protocol, body = status_body(
        "legacy",
        device_id="bf0000000000000lock1",
        product_id="p0000000",
        data_id="AAXI3c1i6x01",
        reports=[REPORT],
    )
    assert protocol == 4
    assert json.dumps(body, separators=(",", ":")) == PLAIN


def test_a_new_report_has_its_properties_in_the_business_data() -> None:
    """Show what projects of the IoT Core family get."""
    protocol, body = status_body(
        "iot_core",
        device_id="lock",
        product_id="product",
        data_id="data",
        reports=[REPORT],
    )
    assert protocol == 1000
    assert body == {
        "bizCode": "devicePropertyMessage",
        "bizData": {
            "devId": "lock",
            "dataId": "data",
            "productId": "product",
            "properties": [
                {
                    "code": "unlock_fingerprint",
                    "dpId": 1,
                    "time": 1_790_000_000_123,
                    "value": 11,
                }
            ],
        },
        "ts": 1_790_000_000_123,
    }


def test_a_device_that_comes_or_goes_says_so_in_both_families() -> None:
    """Show protocol 20 and protocol 1001."""
    protocol, body = online_body(
        "legacy", device_id="lock", product_id="p", online=True, moment=MOMENT
    )
    assert (protocol, body["devId"], body["bizCode"]) == (20, "lock", "online")
    protocol, body = online_body(
        "iot_core", device_id="lock", product_id="p", online=False, moment=MOMENT
    )
    assert (protocol, body["bizCode"]) == (1001, "deviceOffline")
    assert body["bizData"]["devId"] == "lock"


def test_a_frame_is_pulsars() -> None:
    """Find the message id, the payload, the mode and the times where Pulsar has them."""
    content = envelope(
        4,
        {"devId": "lock"},
        access_secret=ACCESS_SECRET,
        encryption="aes_gcm",
        moment=MOMENT,
    )
    sent = json.loads(
        frame(
            content,
            message_id="CAAQAw==",
            properties={"em": "aes_gcm"},
            published_at=MOMENT,
            redeliveries=2,
        )
    )
    payload = json.loads(base64.b64decode(sent.pop("payload")))
    assert sent == {
        "messageId": "CAAQAw==",
        "properties": {"em": "aes_gcm"},
        "publishTime": "2026-09-30T08:00:00.000Z",
        "redeliveryCount": 2,
    }
    assert set(payload) == {"data", "protocol", "pv", "sign", "t"}
    assert payload["t"] == 1_790_755_200_000
    data = base64.b64decode(payload["data"])
    plain = AESGCM(b"qaEC1mWXOpVL3yV5").decrypt(data[:12], data[12:], None)
    assert json.loads(plain) == {"devId": "lock"}
