"""The signature, against vectors that Tuya published or its SDKs compute."""

import pytest

from custom_components.tuya_door_lock.api.signing import (
    canonical_path,
    sign,
    string_to_sign,
)

CLIENT_ID = "1KAD46OrT9HafiKdsXeg"
SECRET = "4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC"
TOKEN = "3f4eda2bdec17232f67c0b188af3eec1"
TIMESTAMP = "1588925778000"
DOOR_LOCK = "devices/vdevo153459260090544/door-lock"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "token", "expected"),
    [
        pytest.param(
            "GET",
            "/v1.0/token",
            {"grant_type": "1"},
            b"",
            "",
            "7BA26C076E5ECB1E959BE274A0FFB397B2B1865FC7BCED8F1C78AC5653C20CAA",
            id="A token",
        ),
        pytest.param(
            "GET",
            f"/v1.1/{DOOR_LOCK}/open-logs",
            {
                "start_time": "1588320000000",
                "page_no": "1",
                "show_media_info": "true",
                "page_size": "20",
                "end_time": "1588925778000",
            },
            b"",
            TOKEN,
            "F9555458104FED83FC060C0FF9D8C4EAD8020F2EBFF357864CFFB9089DD19131",
            id="B open-logs",
        ),
        pytest.param(
            "GET",
            f"/v1.0/{DOOR_LOCK}/records",
            {
                "target_standard_dp_codes": "unlock_password,unlock_card",
                "start_time": "0",
                "end_time": "0",
                "page_no": "1",
                "page_size": "10",
            },
            b"",
            TOKEN,
            "78B34A12E172C02FF8EA9081BE23CE2C56420F65459DB51188320546F21CECA2",
            id="C records",
        ),
        pytest.param(
            "POST",
            f"/v1.0/{DOOR_LOCK}/records/162460b8-rec/actions/allocate",
            {},
            b'{"user_id": "1980012"}',
            TOKEN,
            "43601E840D70D1C9E462E794122D419356665F55BC1A3E20CE7D37012E128111",
            id="D allocate",
        ),
        pytest.param(
            "GET",
            f"/v1.1/{DOOR_LOCK}/alarm-logs",
            {"page_size": "20", "page_no": "1", "codes": "hijack,alarm_lock"},
            b"",
            TOKEN,
            "37532FC4778591FF8993E91D0DFB0B851EB34FCDC25E0A62444F1C95A6A75053",
            id="E alarm-logs",
        ),
        pytest.param(
            "GET",
            "/v1.0/token/0930d55f368fe9791b752f2257e8a76b",
            None,
            b"",
            "",
            "222E251979CA1CDEDD4E6CAAAEE57BF8E151F27D5A93B9F0C4358A0074390E61",
            id="F refresh",
        ),
        pytest.param(
            "post",
            f"/v1.0/{DOOR_LOCK}/password-ticket",
            None,
            b"",
            TOKEN,
            "16400E3FFFAF6B1EFC19B17FB6B58E64374BB585FEF0FCFA8B16B64C5CA82677",
            id="G empty post",
        ),
    ],
)
def test_a_call_has_the_signature_that_tuyas_sdks_compute(
    method: str,
    path: str,
    query: dict[str, str] | None,
    body: bytes,
    token: str,
    expected: str,
) -> None:
    """Sign calls with and without a token, the query in any order."""
    text = string_to_sign(method, canonical_path(path, query), body=body)
    assert sign(CLIENT_ID, SECRET, TIMESTAMP, text, access_token=token) == expected


@pytest.mark.parametrize(
    ("path", "query", "token", "expected"),
    [
        pytest.param(
            "/v1.0/token",
            {"grant_type": "1"},
            "",
            "9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E",
            id="token",
        ),
        pytest.param(
            "/v2.0/apps/schema/users",
            {"page_size": "50", "page_no": "1"},
            TOKEN,
            "AE4481C692AA80B25F3A7E12C3A5FD9BBF6251539DD78E565A1A72A508A88784",
            id="business",
        ),
    ],
)
def test_nonce_and_signed_headers_give_the_signature_that_tuya_published(
    path: str, query: dict[str, str], token: str, expected: str
) -> None:
    """Sign with everything that may be in a signature."""
    headers = {
        "area_id": "29a33e8796834b1efa6",
        "call_id": "8afdb70ab2ed11eb85290242ac130003",
    }
    text = string_to_sign("GET", canonical_path(path, query), signed_headers=headers)
    signature = sign(
        CLIENT_ID,
        SECRET,
        TIMESTAMP,
        text,
        access_token=token,
        nonce="5138cc3a9033d69856923fd07b491173",
    )
    assert signature == expected


def test_the_text_to_sign_is_laid_out_as_tuyas_page_shows() -> None:
    """Put method, hash of the body, signed headers and address on their lines."""
    headers = {"area_id": "one", "call_id": "two"}
    path = "/v1.0/token?grant_type=1"
    assert string_to_sign("get", path) == f"GET\n{EMPTY}\n\n{path}"
    assert string_to_sign("GET", path, signed_headers=headers) == (
        f"GET\n{EMPTY}\narea_id:one\ncall_id:two\n\n{path}"
    )


def test_a_query_comes_out_sorted_in_ascii_order() -> None:
    """Sort capitals before small letters and before the underscore."""
    query = {"page_no": "1", "pageSize": "2", "endTime": "3", "page": "4", "Z": "5"}
    assert canonical_path("/v1.0/x", query) == (
        "/v1.0/x?Z=5&endTime=3&page=4&pageSize=2&page_no=1"
    )


def test_values_of_a_query_are_not_encoded() -> None:
    """Sign commas, spaces and letters of any language as they are."""
    query = {"b": "x y/z%+", "a": "unlock_card,ü"}
    assert canonical_path("/p", query) == "/p?a=unlock_card,ü&b=x y/z%+"


@pytest.mark.parametrize("query", [None, {}], ids=["none", "empty"])
def test_a_path_without_query_has_no_question_mark(
    query: dict[str, str] | None,
) -> None:
    """Leave a bare path alone."""
    assert canonical_path("/v1.0/x", query) == "/v1.0/x"
