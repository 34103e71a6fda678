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
CONF_IGNORED_LOCKS: Final = "ignored_locks"
CONF_LOCKS: Final = "locks"
CONF_PLAN_END: Final = "plan_end"

DEFAULT_ATTEMPTS: Final = 4
DEFAULT_ATTEMPTS_MINUTES: Final = 5

CUSTOM_DATA_CENTER: Final = "custom"

CONSOLE_URL: Final = "https://platform.tuya.com"

LIVE_WINDOW: Final = timedelta(minutes=15)
