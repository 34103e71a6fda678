"""Tuya's errors as those of Home Assistant."""

from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers.translation import async_get_translations
from homeassistant.helpers.update_coordinator import UpdateFailed

from .api.errors import (
    Service,
    TuyaCredentialsError,
    TuyaError,
    TuyaParameterError,
    TuyaServiceNotSubscribedError,
    TuyaTransientError,
    TuyaUnsupportedError,
)
from .const import DOMAIN


def to_ha_error(err: TuyaError) -> HomeAssistantError:
    """Return the error to raise for one of Tuya's, with a text that says what to do.

    Wrong credentials are ConfigEntryAuthFailed, all others UpdateFailed. The translation
    keys are those of the config flow's errors as well.
    """
    if isinstance(err, TuyaUnsupportedError) and err.service is Service.IOT_CORE:
        err = _of_project(err)
    text: dict[str, Any] = {
        "translation_domain": DOMAIN,
        "translation_key": err.translation_key,
        "translation_placeholders": {"service": str(err.service), "error": str(err)},
    }
    if isinstance(err, TuyaCredentialsError):
        return ConfigEntryAuthFailed(**text)
    return UpdateFailed(**text, retry_after=err.retry_after)


async def async_message(
    hass: HomeAssistant, err: HomeAssistantError, language: str | None = None
) -> str:
    """Return the translated text of an error, by default in Home Assistant's language."""
    texts = await async_get_translations(
        hass, language or hass.config.language, "exceptions", [DOMAIN]
    )
    text = texts[f"component.{DOMAIN}.exceptions.{err.translation_key}.message"]
    return text.format(**err.translation_placeholders or {})


def _of_project(err: TuyaUnsupportedError) -> TuyaError:
    """Return what the error means for a call that is about no single lock."""
    if isinstance(err, TuyaParameterError):
        return TuyaTransientError(str(err), code=err.code)
    return TuyaServiceNotSubscribedError(str(err), code=err.code)


def not_a_lock(device: str) -> ServiceValidationError:
    """Return the error to raise for a device that is none of our locks."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="not_a_lock",
        translation_placeholders={"device": device},
    )


def not_allowed(context: Context, policy: str) -> Unauthorized:
    """Return the error to raise for a user without a right to a lock."""
    err = Unauthorized(context=context, permission=policy)
    # Without these the front end shows the name of the class.
    err.translation_domain, err.translation_key = DOMAIN, "not_allowed"
    return err
