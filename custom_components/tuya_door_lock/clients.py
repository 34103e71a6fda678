"""The clients of the projects, which outlive a set-up that fails."""

from typing import Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from .api.client import TuyaClient
from .const import CONF_ACCESS_ID, CONF_ACCESS_SECRET, CONF_BASE_URL, DOMAIN

# Home Assistant tries a set-up again every minute or so, and shows no progress.
_LONGEST_PAUSE_AT_SETUP: Final = 600.0

_CLIENTS: Final[HassKey[dict[str, TuyaClient | None]]] = HassKey(f"{DOMAIN}_clients")


@callback
def async_client(hass: HomeAssistant, entry: ConfigEntry) -> TuyaClient:
    """Return the client of an entry, the same one while Home Assistant retries a set-up.

    A new client would not know of the pause that the cloud has asked for; this one asks
    every ten minutes. A reload by hand makes a new one, and so asks at once.
    """
    clients = hass.data.setdefault(_CLIENTS, {})
    if entry.entry_id not in clients:

        @callback
        def forget() -> None:
            # Between two tries of its own Home Assistant unloads nothing.
            if entry.state is ConfigEntryState.NOT_LOADED:
                clients[entry.entry_id] = None

        entry.async_on_state_change(forget)
    if (client := clients.get(entry.entry_id)) is not None:
        client.backoff.shorten(_LONGEST_PAUSE_AT_SETUP)
        return client
    client = clients[entry.entry_id] = TuyaClient(
        async_get_clientsession(hass),
        access_id=entry.data[CONF_ACCESS_ID],
        access_secret=entry.data[CONF_ACCESS_SECRET],
        base_url=entry.data[CONF_BASE_URL],
    )
    return client
