"""Constants of the Tuya Door Lock integration."""

from datetime import timedelta
import logging
from typing import Final

DOMAIN: Final = "tuya_door_lock"
LOGGER: Final = logging.getLogger(__package__)

CONF_ACCESS_ID: Final = "access_id"
CONF_ACCESS_SECRET: Final = "access_secret"
CONF_ALLOWANCE: Final = "allowance"
CONF_ATTEMPTS: Final = "attempts"
CONF_ATTEMPTS_MINUTES: Final = "attempts_minutes"
CONF_BASE_URL: Final = "base_url"
CONF_DATA_CENTER: Final = "data_center"
CONF_HINT_ENTITIES: Final = "hint_entities"
CONF_IGNORED_LOCKS: Final = "ignored_locks"
CONF_KEEP_PICTURES: Final = "keep_pictures"
CONF_KEEP_PICTURES_DAYS: Final = "keep_pictures_days"
CONF_LISTEN_TUYA: Final = "listen_tuya"
CONF_LOCKS: Final = "locks"
CONF_MESSAGE_SERVICE: Final = "message_service"
CONF_MESSAGE_URL: Final = "message_url"
CONF_PLAN_END: Final = "plan_end"
CONF_PRIVACY: Final = "privacy"
CONF_RETENTION: Final = "retention_days"

EVENT_RECORD: Final = f"{DOMAIN}_record"
SIGNAL_EVENT: Final = f"{DOMAIN}_event"
SIGNAL_FORGOTTEN: Final = f"{DOMAIN}_forgotten"
SIGNAL_HINT: Final = f"{DOMAIN}_hint"
SIGNAL_HISTORY_CHANGED: Final = f"{DOMAIN}_history_changed"
SIGNAL_PICTURE: Final = f"{DOMAIN}_picture"

DEFAULT_ATTEMPTS: Final = 4
DEFAULT_ATTEMPTS_MINUTES: Final = 5
DEFAULT_KEEP_PICTURES_DAYS: Final = 30
DEFAULT_RETENTION_DAYS: Final = 90

MESSAGES_OFF: Final = "off"

MOST_PICTURES: Final = 500

CUSTOM_DATA_CENTER: Final = "custom"

CONSOLE_URL: Final = "https://platform.tuya.com"
_DOCS_URL: Final = (
    "https://github.com/tuya-door-lock/home-assistant-tuya-door-lock/blob/main/docs"
)
AUTOMATIONS_URL: Final = f"{_DOCS_URL}/automations.md"
GUIDE_URL: Final = f"{_DOCS_URL}/setting-up-tuya.md"

LIVE_WINDOW: Final = timedelta(minutes=15)

# What a stored value raises that is damaged, or that another version has written.
DAMAGED: Final = (AttributeError, KeyError, TypeError, ValueError)
