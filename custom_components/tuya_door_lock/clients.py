"""The clients of the projects, which outlive a set-up that fails."""

from typing import Any, Final, NamedTuple

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from .api.client import TuyaClient
from .const import CONF_ACCESS_ID, CONF_ACCESS_SECRET, CONF_BASE_URL, DOMAIN

# Whoever has mended something and reloads wants to see it.
_LONGEST_PAUSE_AT_SETUP: Final = 600.0


class _Known(NamedTuple):
    """A client, and what it was made for."""

    data: dict[str, Any]
    client: TuyaClient


_CLIENTS: Final[HassKey[dict[str, _Known]]] = HassKey(f"{DOMAIN}_clients")


@callback
def async_client(hass: HomeAssistant, entry: ConfigEntry) -> TuyaClient:
    """Return the client of an entry: while set-up fails, the one that knows why.

    Home Assistant tries again every minute or so. A new client would ask a cloud that
    wants to be left alone each time; the old one asks every ten minutes.
    """
    clients = hass.data.setdefault(_CLIENTS, {})
    data = dict(entry.data)
    known = clients.get(entry.entry_id)
    if known is not None and known.data == data:
        known.client.backoff.shorten(_LONGEST_PAUSE_AT_SETUP)
        return known.client
    client = TuyaClient(
        async_get_clientsession(hass),
        access_id=data[CONF_ACCESS_ID],
        access_secret=data[CONF_ACCESS_SECRET],
        base_url=data[CONF_BASE_URL],
    )
    clients[entry.entry_id] = _Known(data, client)
    return client


@callback
def async_forget_client(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Let go of the client of an entry that ends, or that was proved to work."""
    hass.data.get(_CLIENTS, {}).pop(entry.entry_id, None)
