"""Tuya's errors as those of Home Assistant."""

from typing import Final, NamedTuple

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    HomeAssistantError,
    ServiceValidationError,
)
from homeassistant.helpers.translation import async_get_translations
from homeassistant.helpers.update_coordinator import UpdateFailed

from .api.data_centers import BASE_URLS
from .api.errors import (
    Remedy,
    Service,
    TuyaClockError,
    TuyaCredentialsError,
    TuyaDataCenterError,
    TuyaError,
    TuyaParameterError,
    TuyaPermissionError,
    TuyaPlanExpiredError,
    TuyaQuotaError,
    TuyaRateLimitError,
    TuyaTransientError,
    TuyaUnknownIdError,
    TuyaUnsupportedError,
)
from .const import CUSTOM_DATA_CENTER, DOMAIN


class _Text(NamedTuple):
    translation_domain: str
    translation_key: str


_TEXTS: Final[dict[type[TuyaError], _Text]] = {
    TuyaClockError: _Text(translation_domain=DOMAIN, translation_key="clock_wrong"),
    TuyaCredentialsError: _Text(
        translation_domain=DOMAIN, translation_key="wrong_access_secret"
    ),
    TuyaDataCenterError: _Text(
        translation_domain=DOMAIN, translation_key="wrong_data_center"
    ),
    TuyaError: _Text(translation_domain=DOMAIN, translation_key="cannot_connect"),
    TuyaPlanExpiredError: _Text(
        translation_domain=DOMAIN, translation_key="plan_expired"
    ),
    TuyaQuotaError: _Text(translation_domain=DOMAIN, translation_key="quota_used_up"),
    TuyaRateLimitError: _Text(
        translation_domain=DOMAIN, translation_key="too_many_calls"
    ),
    TuyaUnknownIdError: _Text(
        translation_domain=DOMAIN, translation_key="unknown_access_id"
    ),
    TuyaUnsupportedError: _Text(
        translation_domain=DOMAIN, translation_key="unsupported"
    ),
}
_REMEDIES: Final[dict[Remedy, _Text]] = {
    Remedy.ALLOW_IP: _Text(translation_domain=DOMAIN, translation_key="ip_not_allowed"),
    Remedy.AUTHORIZE_SERVICE: _Text(
        translation_domain=DOMAIN, translation_key="service_not_authorized"
    ),
    Remedy.LINK_ACCOUNT: _Text(
        translation_domain=DOMAIN, translation_key="account_not_linked"
    ),
    Remedy.SUBSCRIBE_SERVICE: _Text(
        translation_domain=DOMAIN, translation_key="service_not_subscribed"
    ),
}


def failure(err: TuyaError) -> HomeAssistantError:
    """Return the error to raise for one of Tuya's: what is wrong, and what to do.

    Only wrong credentials ask for new ones. The keys are those of the config
    flow's errors as well.
    """
    if isinstance(err, TuyaUnsupportedError) and err.service is Service.IOT_CORE:
        err = _of_project(err)
    if isinstance(err, TuyaPermissionError):
        text = _REMEDIES[err.remedy]
    else:
        text = next(_TEXTS[kind] for kind in type(err).__mro__ if kind in _TEXTS)
    placeholders = {"service": str(err.service), "error": str(err)}
    if isinstance(err, TuyaCredentialsError):
        return ConfigEntryAuthFailed(
            translation_domain=text.translation_domain,
            translation_key=text.translation_key,
            translation_placeholders=placeholders,
        )
    return UpdateFailed(
        translation_domain=text.translation_domain,
        translation_key=text.translation_key,
        translation_placeholders=placeholders,
        retry_after=err.retry_after,
    )


async def async_message(hass: HomeAssistant, err: HomeAssistantError) -> str:
    """Return the text of an error of ours, in the language of Home Assistant."""
    texts = await async_get_translations(
        hass, hass.config.language, "exceptions", [DOMAIN]
    )
    text = texts[f"component.{DOMAIN}.exceptions.{err.translation_key}.message"]
    return text.format(**err.translation_placeholders or {})


def _of_project(err: TuyaUnsupportedError) -> TuyaError:
    """Return what it means when it was no lock that was asked."""
    if isinstance(err, TuyaParameterError):
        return TuyaTransientError(str(err), code=err.code)
    missing = TuyaPermissionError(str(err), code=err.code)
    missing.remedy = Remedy.SUBSCRIBE_SERVICE
    return missing


def not_a_lock(device: str) -> ServiceValidationError:
    """Return the error to raise for a device that is none of our locks."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="not_a_lock",
        translation_placeholders={"device": device},
    )


def data_center_of(base_url: str) -> str:
    """Return the name of the data centre that has an address."""
    return next(
        (name for name, url in BASE_URLS.items() if url == base_url), CUSTOM_DATA_CENTER
    )
