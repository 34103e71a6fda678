"""Tuya's data centers: where a cloud project can live."""

from enum import StrEnum
from ipaddress import ip_address
from typing import Final

from yarl import URL


class DataCenter(StrEnum):
    """The seven data centers, by the names of Tuya's console."""

    CENTRAL_EUROPE = "central_europe"
    CHINA = "china"
    EASTERN_AMERICA = "eastern_america"
    INDIA = "india"
    SINGAPORE = "singapore"
    WESTERN_AMERICA = "western_america"
    WESTERN_EUROPE = "western_europe"


BASE_URLS: Final = {
    DataCenter.CENTRAL_EUROPE: "https://openapi.tuyaeu.com",
    DataCenter.CHINA: "https://openapi.tuyacn.com",
    DataCenter.EASTERN_AMERICA: "https://openapi-ueaz.tuyaus.com",
    DataCenter.INDIA: "https://openapi.tuyain.com",
    DataCenter.SINGAPORE: "https://openapi-sg.iotbing.com",
    DataCenter.WESTERN_AMERICA: "https://openapi.tuyaus.com",
    DataCenter.WESTERN_EUROPE: "https://openapi-weaz.tuyaeu.com",
}

# Where each keeps its messages. Tuya's pages have the first four of these servers;
# the others are what those who run projects there use.
_MESSAGE_HOSTS: Final = {
    DataCenter.CENTRAL_EUROPE: "mqe.tuyaeu.com",
    DataCenter.CHINA: "mqe.tuyacn.com",
    DataCenter.INDIA: "mqe.tuyain.com",
    DataCenter.WESTERN_AMERICA: "mqe.tuyaus.com",
    DataCenter.EASTERN_AMERICA: "mqe.tuyaus.com",
    DataCenter.SINGAPORE: "mqe-sg.iotbing.com",
    DataCenter.WESTERN_EUROPE: "mqe.tuyaeu.com",
}
_MESSAGE_PORT: Final = 8285

# For certain business apps: accounts of Smart Life and Tuya Smart are not there.
BUSINESS_DATA_CENTERS: Final = frozenset(
    {DataCenter.EASTERN_AMERICA, DataCenter.WESTERN_EUROPE}
)

# Tuya's table "Countries/Regions and Tuya Data Center", as ISO 3166 codes.
_WESTERN_AMERICA: Final = frozenset(
    "AR AX BO BR CA CK CL CO CW DO EC FK GF GT GW HK ID IO JP KI KR MM MO MX MY NF "
    "NR NU NZ PE PG PH PR PS PY SB SJ SR ST SX TH TK TL TW US UY VE VN VU".split()
)


def suggested_data_center(country: str | None) -> DataCenter:
    """Return where the app accounts of a country (ISO 3166) usually live."""
    if country == "CN":
        return DataCenter.CHINA
    if country == "IN":
        return DataCenter.INDIA
    if country in _WESTERN_AMERICA:
        return DataCenter.WESTERN_AMERICA
    return DataCenter.CENTRAL_EUROPE


def data_center_of(base_url: str) -> DataCenter | None:
    """Return the data center that has an address, None for another server."""
    return next((name for name, url in BASE_URLS.items() if url == base_url), None)


def message_service_url(base_url: str) -> str:
    """Return the address of the Message Service that belongs to a base URL.

    A server of one's own has both at the same address.
    """
    if (data_center := data_center_of(base_url)) is not None:
        return f"wss://{_MESSAGE_HOSTS[data_center]}:{_MESSAGE_PORT}"
    url = URL(base_url)
    return str(url.with_scheme("wss" if url.scheme == "https" else "ws")).rstrip("/")


def custom_message_url(address: str) -> str:
    """Return the address of a Message Service that a user typed.

    Raises ValueError unless it is wss, or ws on this machine: the handshake carries
    what lets others read the project's messages.
    """
    url = URL(address.strip())
    schemes = {"wss": "https", "ws": "http"}
    if url.scheme not in schemes:
        raise ValueError("not the address of a WebSocket")
    custom_base_url(str(url.with_scheme(schemes[url.scheme])))
    return str(url).rstrip("/")


def custom_base_url(address: str) -> str:
    """Return the base URL of an address that a user typed.

    Raises ValueError unless it is https, or http on this machine: the calls carry
    the tokens of a door.
    """
    url = URL(address.strip())
    if not url.host or url.user or url.password or url.query_string or url.fragment:
        raise ValueError("not the address of a server")
    if url.scheme != "https" and not (url.scheme == "http" and _is_loopback(url.host)):
        raise ValueError("neither https nor on this machine")
    return str(url).rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
