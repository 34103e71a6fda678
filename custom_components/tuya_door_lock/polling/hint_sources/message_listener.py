"""Hints from Tuya's Message Service, for all locks of a project."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from aiohttp import ClientSession

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.loader import async_get_loaded_integration

from ...api.data_centers import message_service_url
from ...api.message_service import (
    MessageEnvironment,
    MessageService,
    MessageServiceState,
    refuse_redirects,
)
from ...api.reports import DeviceReport
from ...const import (
    CONF_ACCESS_ID,
    CONF_ACCESS_SECRET,
    CONF_BASE_URL,
    CONF_MESSAGE_SERVICE,
    CONF_MESSAGE_URL,
    DOMAIN,
    LOGGER,
)
from ..hint_codes import Hint, HintSource
from ..hinted_looks import HintedLooks
from ..message_meter import MessageMeter

_CHECK_INTERVAL: Final = timedelta(minutes=15)
_HELP: Final = "{}/blob/main/docs/push.md"
# What the owner can mend, by the state that shows it.
_ISSUES: Final = {
    MessageServiceState.REFUSED: "messages_refused",
    MessageServiceState.WRONG_ENVIRONMENT: "messages_wrong_environment",
    MessageServiceState.CLOSED_AT_ONCE: "messages_closed_at_once",
}


@callback
def async_message_session(
    hass: HomeAssistant, *, auto_cleanup: bool = True
) -> ClientSession:
    """Return a session for the Message Service; see `async_create_clientsession`."""
    return async_create_clientsession(
        hass, auto_cleanup=auto_cleanup, middlewares=(refuse_redirects,)
    )


def message_service(
    session: ClientSession,
    entry: ConfigEntry,
    environment: MessageEnvironment,
    *,
    url: str | None = None,
    on_report: Callable[[DeviceReport], object] = lambda report: None,
    on_state: Callable[[MessageServiceState], object] = lambda state: None,
    **more: Any,
) -> MessageService:
    """Return the client of a project's messages, which does not run yet."""
    return MessageService(
        session,
        access_id=entry.data[CONF_ACCESS_ID],
        access_secret=entry.data[CONF_ACCESS_SECRET],
        url=url or message_service_url(entry.data[CONF_BASE_URL]),
        environment=environment,
        on_report=on_report,
        on_state=on_state,
        **more,
    )


class MessageListener:
    """Takes what a project's locks report through the Message Service as hints."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        looks: Callable[[], Mapping[str, HintedLooks]],
        now: Callable[[], datetime],
    ) -> None:
        """Initialize with the project, its locks by Tuya's id, and the cloud's time."""
        self.environment = MessageEnvironment(entry.options[CONF_MESSAGE_SERVICE])
        self.meter = MessageMeter()
        self._hass = hass
        self._entry = entry
        self._looks = looks
        self._now = now
        self._issues: set[str] = set()
        self._logged: set[str] = set()
        self._service = message_service(
            async_message_session(hass),
            entry,
            self.environment,
            url=entry.options.get(CONF_MESSAGE_URL),
            on_report=self._async_reported,
            on_state=self._async_state_changed,
            on_frame=lambda: self.meter.add(now()),
            on_unreadable=self._async_unreadable,
            now=now,
        )

    @property
    def is_connected(self) -> bool:
        """Return whether messages can come."""
        return self._service.state is MessageServiceState.CONNECTED

    @callback
    def async_start(self) -> None:
        """Listen for as long as the entry is loaded."""
        self._entry.async_create_background_task(
            self._hass, self._service.run(), f"{DOMAIN} messages"
        )
        self._entry.async_on_unload(
            async_track_time_interval(
                self._hass, self._async_check, _CHECK_INTERVAL, cancel_on_shutdown=True
            )
        )
        self._entry.async_on_unload(self._async_stop)

    @callback
    def async_add_row(self) -> None:
        """Note that a lock has a new row: a message of it should have come."""
        self.meter.add_row()

    def diagnostics(self) -> dict[str, Any]:
        """Return for diagnostics how messages come, without a word of them."""
        return {
            "environment": self.environment.value,
            "state": self._service.state.value,
            "frames": self._service.frames,
            "unreadable": self._service.unreadable,
            **self.meter.diagnostics(self._now()),
        }

    @callback
    def _async_reported(self, report: DeviceReport) -> None:
        looks = self._looks().get(report.device_id)
        self.meter.add_report(self._now(), is_lock=looks is not None)
        if looks is None:
            self._log_once("Messages of %s are of other devices: they are only counted")
        else:
            looks.async_add(
                Hint.of_codes(
                    HintSource.MESSAGE_SERVICE,
                    report.codes,
                    looks.now,
                    event_ms=report.event_ms,
                    message_id=report.message_id,
                    age=report.age,
                )
            )

    @callback
    def _async_unreadable(self) -> None:
        self._log_once("A message of %s cannot be read: more are only counted")

    def _log_once(self, text: str) -> None:
        """Log what may happen again and again; diagnostics say how often."""
        if text not in self._logged:
            self._logged.add(text)
            LOGGER.info(text, self._entry.title)

    @callback
    def _async_state_changed(self, state: MessageServiceState) -> None:
        LOGGER.debug("The Message Service of %s is %s", self._entry.title, state)
        if not self.is_connected:
            self._log_once(
                "The messages of %s have stopped: it connects again, each time"
            )
        self.meter.connected(self._now(), is_connected=self.is_connected)
        for looks in self._looks().values():
            looks.async_set_connected(HintSource.MESSAGE_SERVICE, self.is_connected)
        if state is not MessageServiceState.CONNECTING:
            self._async_check()

    @callback
    def _async_check(self, _now: datetime | None = None) -> None:
        """Show what the owner can mend, and nothing that is mended."""
        found: set[str] = set(self.meter.warnings(self._now()))
        if issue := _ISSUES.get(self._service.state):
            found.add(issue)
        for key in self._issues - found:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id(key))
        integration = async_get_loaded_integration(self._hass, DOMAIN)
        help_url = _HELP.format(integration.documentation)
        for key in found:
            # Rounded: each change of a text is a change of the repair.
            projected = round(self.meter.projected(self._now()), -3)
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                self._issue_id(key),
                is_fixable=False,
                severity=ir.IssueSeverity.WARNING,
                translation_key=key,
                translation_placeholders={
                    "name": self._entry.title,
                    "projected": f"{projected:,}",
                },
                learn_more_url=help_url,
            )
        self._issues = found

    @callback
    def _async_stop(self) -> None:
        for key in self._issues:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id(key))

    def _issue_id(self, key: str) -> str:
        return f"{self._entry.entry_id}_{key}"
