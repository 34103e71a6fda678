"""The signature, against vectors that Tuya published or its SDKs compute."""

import pytest

from simulator.signing import named_headers, sign, string_to_sign

CLIENT_ID = "1KAD46OrT9HafiKdsXeg"
SECRET = "4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC"
TOKEN = "3f4eda2bdec17232f67c0b188af3eec1"
T = "1588925778000"
DEVICE = "vdevo153459260090544"
DOOR_LOCK = f"devices/{DEVICE}/door-lock"


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "expected"),
    [
        (
            "GET",
            f"/v1.1/{DOOR_LOCK}/open-logs",
            [
                ("start_time", "1588320000000"),
                ("page_no", "1"),
                ("show_media_info", "true"),
                ("page_size", "20"),
                ("end_time", "1588925778000"),
            ],
            b"",
            "F9555458104FED83FC060C0FF9D8C4EAD8020F2EBFF357864CFFB9089DD19131",
        ),
        (
            "GET",
            f"/v1.0/{DOOR_LOCK}/records",
            [
                ("end_time", "0"),
                ("page_no", "1"),
                ("page_size", "10"),
                ("start_time", "0"),
                ("target_standard_dp_codes", "unlock_password,unlock_card"),
            ],
            b"",
            "78B34A12E172C02FF8EA9081BE23CE2C56420F65459DB51188320546F21CECA2",
        ),
        (
            "POST",
            f"/v1.0/{DOOR_LOCK}/records/162460b8-rec/actions/allocate",
            [],
            b'{"user_id": "1980012"}',
            "43601E840D70D1C9E462E794122D419356665F55BC1A3E20CE7D37012E128111",
        ),
        (
            "GET",
            f"/v1.1/{DOOR_LOCK}/alarm-logs",
            [("codes", "hijack,alarm_lock"), ("page_no", "1"), ("page_size", "20")],
            b"",
            "37532FC4778591FF8993E91D0DFB0B851EB34FCDC25E0A62444F1C95A6A75053",
        ),
        (
            "POST",
            f"/v1.0/{DOOR_LOCK}/password-ticket",
            [],
            b"",
            "16400E3FFFAF6B1EFC19B17FB6B58E64374BB585FEF0FCFA8B16B64C5CA82677",
        ),
    ],
    ids=["open-logs", "records", "allocate", "alarm-logs", "empty post"],
)
def test_a_business_call_has_the_signature_that_tuyas_sdks_compute(
    method: str, path: str, query: list[tuple[str, str]], body: bytes, expected: str
) -> None:
    """Sign calls with a token, the query in any order."""
    text = string_to_sign(method, path, query, body)
    signature = sign(SECRET, client_id=CLIENT_ID, t=T, text=text, access_token=TOKEN)
    assert signature == expected


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        (
            "/v1.0/token",
            [("grant_type", "1")],
            "7BA26C076E5ECB1E959BE274A0FFB397B2B1865FC7BCED8F1C78AC5653C20CAA",
        ),
        (
            "/v1.0/token/0930d55f368fe9791b752f2257e8a76b",
            [],
            "222E251979CA1CDEDD4E6CAAAEE57BF8E151F27D5A93B9F0C4358A0074390E61",
        ),
    ],
    ids=["get", "refresh"],
)
def test_a_token_call_has_the_signature_that_tuyas_sdks_compute(
    path: str, query: list[tuple[str, str]], expected: str
) -> None:
    """Sign calls without a token."""
    text = string_to_sign("GET", path, query, b"")
    assert sign(SECRET, client_id=CLIENT_ID, t=T, text=text) == expected


@pytest.mark.parametrize(
    ("path", "query", "token", "expected"),
    [
        (
            "/v1.0/token",
            [("grant_type", "1")],
            "",
            "9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E",
        ),
        (
            "/v2.0/apps/schema/users",
            [("page_size", "50"), ("page_no", "1")],
            TOKEN,
            "AE4481C692AA80B25F3A7E12C3A5FD9BBF6251539DD78E565A1A72A508A88784",
        ),
    ],
    ids=["token", "business"],
)
def test_nonce_and_signed_headers_give_the_signature_that_tuya_published(
    path: str, query: list[tuple[str, str]], token: str, expected: str
) -> None:
    """Sign with everything that may be in a signature."""
    headers = {
        "Signature-Headers": "area_id:call_id",
        "area_id": "29a33e8796834b1efa6",
        "call_id": "8afdb70ab2ed11eb85290242ac130003",
    }
    text = string_to_sign("GET", path, query, b"", named_headers(headers))
    signature = sign(
        SECRET,
        client_id=CLIENT_ID,
        t=T,
        text=text,
        access_token=token,
        nonce="5138cc3a9033d69856923fd07b491173",
    )
    assert signature == expected
