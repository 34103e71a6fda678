"""What devices report through the Message Service, from frames as Tuya sends them."""

from base64 import b64encode
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.api.reports import (
    DeviceReport,
    FrameError,
    open_frame,
    reports_of,
)

# The secret of Tuya's own signing page. Both texts hold the same message.
SECRET = "4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC"
GCM = (
    "AAECAwQFBgcICQoLwMbydNZ7oC3wTxTDEhxXYlHfa1VDhNTgDyHZiHNIIoQipUnkEzfoTjB6syqVxBBl59"
    "ITz2ld6uggbnJJppZ/zCFFAqyqA0zbs/UeKKmf7E3CLd8AZTw8jVomevb2YFHCuVgwT4pU7vsm4TOftSBu"
    "vuWAnOMYyRZthVkjVeFEuA/XuXRUFhMvsQi0MqaSSO9NtTQDXW9O3TLDGPjUvNum8i7GZl2fkEjU6PebCN"
    "P4JQ=="
)
ECB = (
    "afj/ga3cw+RPXDqq8utjm/zcSe9RfeBwcpOI+HHNyv3snglVXEZTeym9OvlK4EgMn9VzbrgwLvCy0J7qEHj9"
    "hxxvgxvY567S3gMhXpHNp+1uC0U4nYEEMFA4o1GQl3qmFr4/r5slGsguyZv+2UuHkD9LoM0tG2FtqGwCKMrx"
    "7soXXNNP6CcHcwTTyAN+jRlRPhBsBL04w0MvbqxQqTVPRw=="
)
MESSAGE: dict[str, Any] = {
    "dataId": "AAXI3c1i6x01",
    "devId": "bf0000000000000lock1",
    "productKey": "p0000000",
    "status": [
        {"code": "unlock_fingerprint", "value": 11, "t": 1790000000123, "1": "11"}
    ],
}


def frame(data: object, properties: object = None) -> dict[str, Any]:
    """Return a frame as the service sends it."""
    envelope = {"data": data, "protocol": 4, "pv": "2.0", "sign": "-", "t": 1}
    return {
        "messageId": "CAAQAw==",
        "payload": b64encode(json.dumps(envelope).encode()).decode(),
        "properties": properties,
        "publishTime": "2026-09-30T08:00:00.000Z",
        "redeliveryCount": 0,
    }


def reported(body: dict[str, Any]) -> list[tuple[str, set[str], int | None]]:
    """Return device, codes and time of what a message reports."""
    return [
        (report.device_id, set(report.codes), report.event_ms)
        for report in reports_of(body, 0.0)
    ]


@pytest.mark.parametrize(
    ("data", "properties"),
    [
        (GCM, {"em": "aes_gcm"}),
        (ECB, {"em": "aes_ecb"}),
        (GCM, {}),
        (ECB, {}),
        (ECB, None),
        (GCM, {"em": "aes_ecb"}),
        (ECB, {"em": "aes_gcm"}),
        (GCM, {"em": 7}),
    ],
)
def test_a_message_is_read_in_whichever_mode(data: str, properties: object) -> None:
    """Believe the mode that opens it, whatever the frame says."""
    assert open_frame(frame(data, properties), SECRET) == MESSAGE


def test_the_report_of_an_unlock_names_the_code_and_not_the_finger() -> None:
    """Hand on what a hint needs."""
    assert list(reports_of(MESSAGE, 3.0)) == [
        DeviceReport(
            device_id="bf0000000000000lock1",
            codes=frozenset({"unlock_fingerprint"}),
            event_ms=1790000000123,
            message_id="AAXI3c1i6x01",
            age=3.0,
        )
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {
                "bizCode": "devicePropertyMessage",
                "bizData": {
                    "devId": "lock1",
                    "dataId": "00065C52",
                    "properties": [
                        {"code": "doorbell", "dpId": 53, "time": 1790360744191},
                        {"code": "hijack", "dpId": 24, "time": 1790360744200},
                    ],
                },
                "ts": 1790360744191,
            },
            ("lock1", {"doorbell", "hijack"}, 1790360744200),
        ),
        (
            {"devId": "lock1", "data": {"properties": [{"code": "unlock_card"}]}},
            ("lock1", {"unlock_card"}, None),
        ),
        (
            {
                "bizData": {
                    "devId": "lock1",
                    "status": [{"code": "a", "t": "1683796263"}],
                }
            },
            ("lock1", {"a"}, 1683796263000),
        ),
        (
            {"devId": "lock1", "status": [{"dpId": 3, "value": 7, "t": True}]},
            ("lock1", set(), None),
        ),
        (
            {"devId": "lock1", "bizCode": "online", "bizData": {"time": 146052438362}},
            ("lock1", set(), None),
        ),
        (
            {"bizCode": "deviceOnline", "bizData": {"devId": "lock1"}},
            ("lock1", set(), None),
        ),
        (
            {
                "bizCode": "event_notify",
                "bizData": {
                    "devId": "lock1",
                    "edata": "617bdf7a1684051778",
                    "etype": "ac_doorbell",
                },
            },
            ("lock1", {"ac_doorbell"}, None),
        ),
    ],
)
def test_each_shape_of_a_message_is_understood(
    body: dict[str, Any], expected: tuple[str, set[str], int | None]
) -> None:
    """Find device, codes and time wherever Tuya puts them."""
    assert reported(body) == [expected]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"status": [{"code": "unlock_card"}]},
        {"devId": 7, "status": [{"code": "unlock_card"}]},
        {"devId": "lock1", "bizCode": "offline"},
        {"devId": "lock1", "bizCode": "nameUpdate", "bizData": {"name": "Door"}},
        {"devId": "lock1", "status": "unlock_card"},
    ],
)
def test_what_reports_nothing_is_no_report(body: dict[str, Any]) -> None:
    """Leave out what has no device, or only news about the device itself."""
    assert reported(body) == []


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"payload": 7},
        {"payload": "not base64"},
        {"payload": b64encode(b"not JSON").decode()},
        {"payload": b64encode(b"[]").decode()},
        {"payload": b64encode(b"[" * 100_000).decode()},
        frame(None),
        frame(""),
        frame(b64encode(b"short").decode()),
        frame(b64encode(bytes(160)).decode()),
    ],
    ids=range(10),
)
def test_a_frame_that_is_none_says_so_and_quotes_nothing(
    broken: dict[str, Any],
) -> None:
    """Raise one error, with a text of its own."""
    with pytest.raises(FrameError) as caught:
        open_frame(broken, SECRET)
    assert SECRET not in str(caught.value)


def test_a_secret_of_another_length_opens_nothing() -> None:
    """Fail as with any other wrong key."""
    with pytest.raises(FrameError):
        open_frame(frame(GCM), "short")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "devId",
                    "status",
                    "bizData",
                    "properties",
                    "data",
                    "code",
                    "t",
                    "time",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=8), json_values), json_values)
def test_any_message_is_survived(body: dict[str, Any], more: Any) -> None:
    """Report text codes or nothing, and a code that is in order beside all else."""
    message = body | {"bizData": more, "devId": "lock1"}
    for report in reports_of(message, 0.0):
        assert report.device_id == "lock1"
        assert all(isinstance(code, str) and code for code in report.codes)
    [report] = reports_of(message | {"status": [{"code": "doorbell"}]}, 0.0)
    assert "doorbell" in report.codes
