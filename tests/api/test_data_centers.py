"""Where a project can live, and which addresses a user may type."""

import pytest

from custom_components.tuya_door_lock.api.data_centers import (
    BASE_URLS,
    DataCenter,
    custom_base_url,
    custom_message_url,
    message_service_url,
    suggested_data_center,
)


def test_the_seven_data_centers_have_tuyas_hosts() -> None:
    """Know every center by the host that Tuya's SDKs use."""
    assert BASE_URLS == {
        DataCenter.CHINA: "https://openapi.tuyacn.com",
        DataCenter.WESTERN_AMERICA: "https://openapi.tuyaus.com",
        DataCenter.EASTERN_AMERICA: "https://openapi-ueaz.tuyaus.com",
        DataCenter.CENTRAL_EUROPE: "https://openapi.tuyaeu.com",
        DataCenter.WESTERN_EUROPE: "https://openapi-weaz.tuyaeu.com",
        DataCenter.INDIA: "https://openapi.tuyain.com",
        DataCenter.SINGAPORE: "https://openapi-sg.iotbing.com",
    }
    assert set(BASE_URLS) == set(DataCenter)
    assert len(DataCenter) == 7


@pytest.mark.parametrize(
    ("countries", "expected"),
    [
        ("CN", DataCenter.CHINA),
        ("IN", DataCenter.INDIA),
        (
            "US CA PR DO GT PE MX AR BR CL CO VE BO EC PY SR UY CW MY ID PH NZ TH JP KR"
            " VN HK MO TW MM ST GW IO FK GF TL NF NR PG SB VU CK NU KI TK PS SX SJ AX",
            DataCenter.WESTERN_AMERICA,
        ),
        (
            "DE FR GB IT ES NL BE AT CH PL SE NO DK FI IE PT CZ HU RO BG GR UA RU TR EG"
            " ZA NG KE IL SA AE AU SG PK LK BD KH LA BZ SV HN NI CR PA GY FJ JM BS AW",
            DataCenter.CENTRAL_EUROPE,
        ),
    ],
    ids=["china", "india", "western america", "central europe"],
)
def test_a_country_suggests_the_center_of_tuyas_table(
    countries: str, expected: DataCenter
) -> None:
    """Suggest where the app accounts of a country live."""
    found = {country: suggested_data_center(country) for country in countries.split()}
    assert found == dict.fromkeys(found, expected)


def test_without_a_country_central_europe_is_suggested() -> None:
    """Suggest something even where Home Assistant knows no country."""
    assert suggested_data_center(None) is DataCenter.CENTRAL_EUROPE


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://openapi.example.com", "https://openapi.example.com"),
        ("  https://openapi.example.com/ \n", "https://openapi.example.com"),
        ("https://proxy.example.com:8443/tuya/", "https://proxy.example.com:8443/tuya"),
        ("https://192.0.2.7", "https://192.0.2.7"),
        ("http://127.0.0.1:8099", "http://127.0.0.1:8099"),
        ("http://127.8.8.8", "http://127.8.8.8"),
        ("http://localhost:8099/", "http://localhost:8099"),
        ("http://LOCALHOST", "http://localhost"),
        ("http://[::1]:8099", "http://[::1]:8099"),
    ],
)
def test_https_and_this_machine_are_allowed(address: str, expected: str) -> None:
    """Accept a safe address, without what surrounds it."""
    assert custom_base_url(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "openapi.example.com",
        "//openapi.example.com",
        "https://",
        "https:///path",
        "https://[::1",
        "https://openapi.example.com:99999",
        "ftp://openapi.example.com",
        "ftp://127.0.0.1",
        "file:///etc/hosts",
        "http://openapi.example.com",
        "http://192.0.2.7",
        "http://[2001:db8::1]",
        "http://0.0.0.0",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "https://ana@openapi.example.com",
        "https://ana:word@openapi.example.com",
        "https://:word@openapi.example.com",
        "http://127.0.0.1@openapi.example.com",
        "https://openapi.example.com?key=value",
        "https://openapi.example.com#part",
    ],
)
def test_everything_else_is_refused(address: str) -> None:
    """Refuse what is no server's address, or would show the tokens to others."""
    with pytest.raises(ValueError):
        custom_base_url(address)


def test_each_data_center_has_a_message_service() -> None:
    """Know its server; where Tuya names none, by those who use it."""
    assert {
        data_center: message_service_url(url) for data_center, url in BASE_URLS.items()
    } == {
        DataCenter.CHINA: "wss://mqe.tuyacn.com:8285",
        DataCenter.WESTERN_AMERICA: "wss://mqe.tuyaus.com:8285",
        DataCenter.EASTERN_AMERICA: "wss://mqe.tuyaus.com:8285",
        DataCenter.CENTRAL_EUROPE: "wss://mqe.tuyaeu.com:8285",
        DataCenter.WESTERN_EUROPE: "wss://mqe.tuyaeu.com:8285",
        DataCenter.INDIA: "wss://mqe.tuyain.com:8285",
        DataCenter.SINGAPORE: "wss://mqe-sg.iotbing.com:8285",
    }


def test_a_server_of_ones_own_has_its_messages_at_the_same_address() -> None:
    """Use the scheme that belongs to it."""
    assert message_service_url("http://127.0.0.1:8300") == "ws://127.0.0.1:8300"
    assert message_service_url("https://tuya.example") == "wss://tuya.example"


def test_the_address_of_a_message_service_is_checked() -> None:
    """Accept what is encrypted, or on this machine."""
    assert custom_message_url(" wss://mqe.tuyawe.com:8285/ ") == (
        "wss://mqe.tuyawe.com:8285"
    )
    assert custom_message_url("ws://127.0.0.1:8300") == "ws://127.0.0.1:8300"
    for address in ("ws://mqe.tuyawe.com", "https://mqe.tuyawe.com", "mqe", ""):
        with pytest.raises(ValueError, match="no"):
            custom_message_url(address)
