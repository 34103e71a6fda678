"""Describes the records of locks as sentences on the Activity page."""

from collections.abc import Callable
from datetime import datetime
from math import ceil
from typing import Any, Final

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ICON,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.const import ATTR_DEVICE_ID, Platform
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_translate_state,
)
from homeassistant.util import dt as dt_util

from .access_log.events import Notice
from .api.records import LockAlarm, RecordKind
from .const import DOMAIN, EVENT_RECORD

# What happened within so many seconds happened at the time of its row.
_JUST_NOW: Final = 60
# Without one the page shows the integration's logo beside each row, duress or not.
_ICONS: Final[dict[str, str]] = {
    RecordKind.UNLOCK: "mdi:lock-open-variant",
    RecordKind.ALARM: "mdi:shield-alert",
    RecordKind.DOORBELL: "mdi:doorbell",
    LockAlarm.DURESS: "mdi:alarm-light",
    Notice.NEW_CREDENTIAL: "mdi:key-plus",
}


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[
        [str, str, Callable[[Event[dict[str, Any]]], dict[str, str]]], None
    ],
) -> None:
    """Describe the event of a record."""

    @callback
    def async_describe_record(event: Event[dict[str, Any]]) -> dict[str, str]:
        """Describe a record; the recorder calls this in a thread of its own, too."""
        data = event.data
        device = dr.async_get(hass).async_get(data[ATTR_DEVICE_ID])
        # Without the entity, whose name would stand before the sentence.
        return {
            LOGBOOK_ENTRY_NAME: (device and (device.name_by_user or device.name)) or "",
            LOGBOOK_ENTRY_MESSAGE: _Sentence(hass, data).message(),
            LOGBOOK_ENTRY_ICON: _icon(data),
        }

    async_describe_event(DOMAIN, EVENT_RECORD, async_describe_record)


def _icon(data: dict[str, Any]) -> str:
    """Return the icon of what has happened."""
    kind = data["kind"]
    return _ICONS.get(data["notice"] or data["alarm"] or kind, _ICONS[kind])


class _Sentence:
    """A record in words, in the language of Home Assistant."""

    def __init__(self, hass: HomeAssistant, data: dict[str, Any]) -> None:
        """Initialize with the data of an event."""
        self._hass = hass
        self._data = data
        self._texts = async_get_cached_translations(
            hass, hass.config.language, "common", DOMAIN
        )

    def message(self) -> str:
        """Return what has happened, and when unless that was just now."""
        message = self._what()
        if self._data["delay"] <= _JUST_NOW and not self._data["late"]:
            return message
        at = dt_util.as_local(datetime.fromisoformat(self._data["occurred_at"]))
        if not self._data["late"]:
            return self._text("at", message=message, time=f"{at:%H:%M}")
        if at.date() == dt_util.now().date():
            return self._text("late", message=message, time=f"{at:%H:%M}")
        return self._text(
            "late_other_day",
            message=message,
            date=f"{at:%Y-%m-%d}",
            time=f"{at:%H:%M}",
        )

    def _what(self) -> str:
        data = self._data
        if data["kind"] == RecordKind.DOORBELL:
            return self._text("rang")
        if data["kind"] == RecordKind.UNLOCK:
            return self._unlock()
        if data["notice"] == Notice.NEW_CREDENTIAL:
            return self._text("new_credential", credential=data["credential"] or "")
        if data["alarm"] != LockAlarm.DURESS:
            return self._alarm()
        if data["method"] is None:
            return self._text("duress")
        return self._text("duress_with", message=self._unlock())

    def _unlock(self) -> str:
        """Return who unlocked, how, and with which finger, code or card."""
        method, credential = self._data["method"], self._data["credential"]
        message = self._text(f"unlocked_{method}", user=self._who())
        label = self._label("last_unlock_method", method)
        if self._data["participants"] or credential in (None, label):
            return message
        return self._text("with_credential", message=message, credential=credential)

    def _who(self) -> str:
        *others, last = self._data["participants"] or [self._data["user"]]
        if others:
            return self._text("together", others=", ".join(others), last=last)
        if last in (None, self._data["credential"]):
            return self._text("someone")
        return self._text("probably", user=last) if self._data["uncertain"] else last

    def _alarm(self) -> str:
        data = self._data
        alarm = self._label("last_alarm", data["alarm"])
        if data["alarm"] == LockAlarm.OTHER:
            alarm = self._text("other_alarm", code=data["code"])
        attempt = data.get("attempt", 0)
        minutes = str(ceil(data.get("attempt_seconds", 0) / 60) or 1)
        if data["notice"] == Notice.REPEATED_ATTEMPTS:
            return self._text("attempts", count=str(attempt), minutes=minutes)
        if attempt > 1:
            return self._text(
                "attempt", alarm=alarm, count=str(attempt), minutes=minutes
            )
        if data["count"] > 1:
            return self._text("times", alarm=alarm, count=str(data["count"]))
        return alarm

    def _label(self, sensor: str, value: str) -> str:
        """Return what a sensor of the lock shows for a method or an alarm."""
        return async_translate_state(
            self._hass, value, Platform.SENSOR, DOMAIN, sensor, None
        )

    def _text(self, key: str, **placeholders: str) -> str:
        text = self._texts.get(f"component.{DOMAIN}.common.{key}", key)
        return text.format(**placeholders)
