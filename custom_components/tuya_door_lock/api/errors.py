"""Tuya's error codes as one small tree of exceptions.

Sources: Tuya's page "Global Error Codes" and codes seen in the field. Codes
decide, texts never: Tuya localises the texts.
"""

from enum import StrEnum
from typing import ClassVar, Final

_MINUTE: Final = 60.0
_HOUR: Final = 3600.0


class Service(StrEnum):
    """The services of Tuya's platform that a project must have subscribed to."""

    IOT_CORE = "IoT Core"
    SMART_LOCK = "Smart Lock Open Service"


class TuyaError(Exception):
    """A call to Tuya's cloud did not give a result.

    `code` is Tuya's error code where it sent one, `service` the service that the
    call belongs to. `retry_after` is how many seconds to leave the cloud alone,
    or None where the normal rhythm will do. `translation_key` names the text that
    says what is wrong and what to do.
    """

    retry_after: float | None = None
    translation_key: ClassVar[str] = "no_useful_answer"

    def __init__(
        self,
        message: str,
        *,
        code: int | None = None,
        service: Service = Service.IOT_CORE,
    ) -> None:
        """Keep Tuya's code and the service beside the text."""
        super().__init__(message)
        self.code = code
        self.service = service


class TuyaTransientError(TuyaError):
    """The cloud or the network is out of order: try again later."""


class TuyaConnectionError(TuyaTransientError):
    """The cloud could not be reached, or did not answer in time."""

    translation_key = "cannot_connect"


class TuyaCredentialsError(TuyaError):
    """Tuya does not know the Access ID, or the Access Secret does not fit it."""

    translation_key = "wrong_access_secret"


class TuyaUnknownIdError(TuyaCredentialsError):
    """Tuya does not know the Access ID, at least not in this data center."""

    translation_key = "unknown_access_id"


class TuyaTokenError(TuyaError):
    """The token is not valid any more."""


class TuyaClockError(TuyaError):
    """This machine's clock is too far from the cloud's."""

    translation_key = "clock_wrong"


class TuyaDataCenterError(TuyaError):
    """The project does not live in this data center."""

    retry_after = _HOUR
    translation_key = "wrong_data_center"


class TuyaPermissionError(TuyaError):
    """The project may not make this call."""

    retry_after = _HOUR


class TuyaAccountNotLinkedError(TuyaPermissionError):
    """No app account that is linked to the project has the device."""

    translation_key = "account_not_linked"


class TuyaIpNotAllowedError(TuyaPermissionError):
    """The project has a list of allowed addresses, and this one is not in it."""

    translation_key = "ip_not_allowed"


class TuyaServiceNotAuthorizedError(TuyaPermissionError):
    """The service is subscribed, but the project may not use it."""

    translation_key = "service_not_authorized"


class TuyaServiceNotSubscribedError(TuyaPermissionError):
    """The project has no subscription to the service."""

    translation_key = "service_not_subscribed"


class TuyaPlanExpiredError(TuyaError):
    """The project's cloud plan, or the service's subscription, has ended."""

    retry_after = _HOUR
    translation_key = "plan_expired"


class TuyaQuotaError(TuyaError):
    """The month's calls are used up."""

    retry_after = 6 * _HOUR
    translation_key = "quota_used_up"


class TuyaRateLimitError(TuyaError):
    """Too many calls at once."""

    retry_after = _MINUTE
    translation_key = "too_many_calls"


class TuyaNoDataError(TuyaError):
    """What was asked for does not exist."""


class TuyaOfflineError(TuyaError):
    """The lock sleeps, as battery locks do: its log is in the cloud all the same."""


class TuyaUnsupportedError(TuyaError):
    """This lock does not answer this endpoint."""

    # Finding out whether it answers by now costs a dozen calls.
    retry_after = 12 * _HOUR
    translation_key = "unsupported"


class TuyaParameterError(TuyaUnsupportedError):
    """This lock does not accept the parameters in this spelling."""


class TuyaMediaError(TuyaError):
    """A picture could not be fetched, or is none: no call of the API, no quota."""


SIGNATURE_CODES: Final = frozenset({1004, -9999999})
"""What Tuya answers where the signature of a call does not fit."""

# A longer number is none of Tuya's codes; it would only fill the log.
_LONGEST_CODE: Final = 40
_PLAN_CODES: Final = frozenset({28841001, 28841002, 28841003})
_CLASSES: Final[dict[int, type[TuyaError]]] = {
    code: error
    for error, codes in {
        TuyaCredentialsError: (1001, 1008),
        TuyaUnknownIdError: (1005,),
        TuyaTokenError: (*SIGNATURE_CODES, 1002, 1010, 1011, 1012, 1014, 1400),
        TuyaClockError: (1013,),
        TuyaDataCenterError: (2007, 2406, 28841107),
        TuyaAccountNotLinkedError: (1106,),
        TuyaIpNotAllowedError: (1114,),
        TuyaServiceNotAuthorizedError: (28841105,),
        TuyaServiceNotSubscribedError: (28841101, 28841106, 60009001),
        TuyaPlanExpiredError: (*_PLAN_CODES, 28841102, 28841103),
        TuyaQuotaError: (28841004, 28841104),
        TuyaRateLimitError: (1110, 1111, 1112, 1113, 1199, 40000309),
        TuyaNoDataError: (1000,),
        TuyaOfflineError: (2001,),
        TuyaUnsupportedError: (1108, 2009),
        TuyaParameterError: (1100, 1101, 1102, 1104, 1109),
    }.items()
    for code in codes
}


def error_from_code(
    code: object, *, service: Service = Service.IOT_CORE, token_call: bool = False
) -> TuyaError:
    """Return the exception for the `code` of an answer, an int or its text.

    A signature that fails on the call for a token (`token_call`) means a wrong
    secret; on any other call the token is the first suspect.
    """
    try:
        number = int(code) if isinstance(code, int | str) else None
    except ValueError:
        number = None
    if number is None:
        return TuyaTransientError("Tuya refused the call without an error code")
    error_class = _CLASSES.get(number, TuyaTransientError)
    if token_call and number in SIGNATURE_CODES:
        error_class = TuyaCredentialsError
    if number in _PLAN_CODES:
        # Whichever service was called, it is the plan of the whole project.
        service = Service.IOT_CORE
    return error_class(
        f"Tuya answered with error code {str(number)[:_LONGEST_CODE]}",
        code=number,
        service=service,
    )
