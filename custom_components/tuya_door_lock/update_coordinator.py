"""What both coordinators do where Tuya answers with an error."""

from datetime import timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from .api.client import TuyaClient
from .api.errors import TuyaError
from .const import DOMAIN, LOGGER
from .errors import to_ha_error
from .issues import async_create_issue_for
from .polling.quota import USUAL_INTERVAL
from .polling.retries import retry_after


class TuyaUpdateCoordinator[DataT](DataUpdateCoordinator[DataT]):
    """Polls Tuya's cloud: after a failure sooner or later than planned."""

    config_entry: ConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: TuyaClient,
        name: str,
        interval: timedelta | None = None,
    ) -> None:
        """Initialize a coordinator whose interval the quota's plan sets."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"{DOMAIN} {name}",
            update_interval=interval,
        )
        self.client = client
        self._failures = 0
        """How many polls have failed in a row."""

    def _failed(self, err: TuyaError, calls: int) -> HomeAssistantError:
        """Report why a poll failed that took some calls; return the error to raise."""
        self._failures += 1
        err.retry_after = retry_after(
            err,
            self._failures,
            self.update_interval or USUAL_INTERVAL,
            calls,
            self.client.retries,
        )
        self._async_report(err)
        return to_ha_error(err)

    @callback
    def _async_report(self, err: TuyaError) -> None:
        """Show what the owner of the project can cure."""
        async_create_issue_for(self.hass, self.config_entry, err)
