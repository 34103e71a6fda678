"""Tuya's codes as exceptions: the code decides, the text never."""

import pytest

from custom_components.tuya_door_lock.api.errors import (
    Service,
    TuyaAccountNotLinkedError,
    TuyaClockError,
    TuyaCredentialsError,
    TuyaDataCenterError,
    TuyaError,
    TuyaIpNotAllowedError,
    TuyaNoDataError,
    TuyaOfflineError,
    TuyaParameterError,
    TuyaPermissionError,
    TuyaPlanExpiredError,
    TuyaQuotaError,
    TuyaRateLimitError,
    TuyaServiceNotAuthorizedError,
    TuyaServiceNotSubscribedError,
    TuyaTokenError,
    TuyaTransientError,
    TuyaUnknownIdError,
    TuyaUnsupportedError,
    error_from_code,
)

CODES: dict[int, type[TuyaError]] = {
    500: TuyaTransientError,
    1000: TuyaNoDataError,
    1001: TuyaCredentialsError,
    1002: TuyaTokenError,
    1003: TuyaTransientError,
    1004: TuyaTokenError,
    1005: TuyaUnknownIdError,
    1008: TuyaCredentialsError,
    1010: TuyaTokenError,
    1011: TuyaTokenError,
    1012: TuyaTokenError,
    1013: TuyaClockError,
    1014: TuyaTokenError,
    1100: TuyaParameterError,
    1101: TuyaParameterError,
    1102: TuyaParameterError,
    1104: TuyaParameterError,
    1106: TuyaAccountNotLinkedError,
    1107: TuyaTransientError,
    1108: TuyaUnsupportedError,
    1109: TuyaParameterError,
    1110: TuyaRateLimitError,
    1111: TuyaRateLimitError,
    1112: TuyaRateLimitError,
    1113: TuyaRateLimitError,
    1114: TuyaIpNotAllowedError,
    1199: TuyaRateLimitError,
    1400: TuyaTokenError,
    2001: TuyaOfflineError,
    2007: TuyaDataCenterError,
    2009: TuyaUnsupportedError,
    2017: TuyaTransientError,
    2406: TuyaDataCenterError,
    40000309: TuyaRateLimitError,
    40000901: TuyaTransientError,
    60001001: TuyaTransientError,
    60009001: TuyaServiceNotSubscribedError,
    28841001: TuyaPlanExpiredError,
    28841002: TuyaPlanExpiredError,
    28841003: TuyaPlanExpiredError,
    28841004: TuyaQuotaError,
    28841101: TuyaServiceNotSubscribedError,
    28841102: TuyaPlanExpiredError,
    28841103: TuyaPlanExpiredError,
    28841104: TuyaQuotaError,
    28841105: TuyaServiceNotAuthorizedError,
    28841106: TuyaServiceNotSubscribedError,
    28841107: TuyaDataCenterError,
    -9999999: TuyaTokenError,
}


@pytest.mark.parametrize("as_text", [False, True], ids=["number", "text"])
@pytest.mark.parametrize(("code", "expected"), CODES.items(), ids=map(str, CODES))
def test_a_code_has_one_class(
    code: int, expected: type[TuyaError], as_text: bool
) -> None:
    """Find the code's class, whether it comes as a number or as text."""
    error = error_from_code(str(code) if as_text else code)
    assert type(error) is expected
    assert error.code == code
    assert str(code) in str(error)


@pytest.mark.parametrize("code", [1004, -9999999])
def test_a_bad_signature_on_the_token_call_means_a_wrong_secret(code: int) -> None:
    """Suspect the secret only where no token is involved."""
    assert type(error_from_code(code, token_call=True)) is TuyaCredentialsError


@pytest.mark.parametrize("code", [1005, 1010, 1013, 28841002])
def test_other_codes_mean_the_same_on_the_token_call(code: int) -> None:
    """Let the token call change nothing but the signature's meaning."""
    assert type(error_from_code(code, token_call=True)) is CODES[code]


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (1106, "account_not_linked"),
        (1114, "ip_not_allowed"),
        (60009001, "service_not_subscribed"),
        (28841101, "service_not_subscribed"),
        (28841105, "service_not_authorized"),
        (28841106, "service_not_subscribed"),
    ],
)
def test_a_missing_permission_says_what_to_do(code: int, key: str) -> None:
    """Each has a text of its own, and all are permissions."""
    error = error_from_code(code)
    assert isinstance(error, TuyaPermissionError)
    assert error.translation_key == key


@pytest.mark.parametrize("service", Service)
@pytest.mark.parametrize("code", [28841101, 28841102, 1108, 500])
def test_an_error_names_the_service_of_its_call(code: int, service: Service) -> None:
    """Keep which subscription the call belongs to."""
    assert error_from_code(code, service=service).service is service


@pytest.mark.parametrize("code", [28841001, 28841002, 28841003])
def test_the_plan_is_that_of_the_project(code: int) -> None:
    """Name IoT Core, whichever service was called."""
    assert error_from_code(code, service=Service.SMART_LOCK).service is Service.IOT_CORE


def test_the_service_is_iot_core_unless_said_otherwise() -> None:
    """Name the service that every project needs."""
    assert error_from_code(500).service is Service.IOT_CORE
    assert TuyaError("unsaid").service is Service.IOT_CORE


@pytest.mark.parametrize("code", [7, 99999999, -1, 10**30])
def test_an_unknown_code_is_transient_and_kept(code: int) -> None:
    """Try again later on a code that no page names."""
    error = error_from_code(code)
    assert type(error) is TuyaTransientError
    assert error.code == code


@pytest.mark.parametrize(
    "code",
    [None, "", "busy", "1004x", 1004.5, [1004], {"code": 1004}, "9" * 5000],
    ids=["null", "empty", "word", "mixed", "float", "list", "object", "endless"],
)
def test_what_is_no_code_is_transient_without_one(code: object) -> None:
    """Try again later where a code makes no sense."""
    error = error_from_code(code)
    assert type(error) is TuyaTransientError
    assert error.code is None
    assert str(error) == "Tuya refused the call without an error code"


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (TuyaTransientError, None),
        (TuyaCredentialsError, None),
        (TuyaUnknownIdError, None),
        (TuyaTokenError, None),
        (TuyaClockError, None),
        (TuyaNoDataError, None),
        (TuyaRateLimitError, 60),
        (TuyaDataCenterError, 3600),
        (TuyaPermissionError, 3600),
        (TuyaPlanExpiredError, 3600),
        (TuyaUnsupportedError, 12 * 3600),
        (TuyaParameterError, 12 * 3600),
        (TuyaQuotaError, 6 * 3600),
    ],
)
def test_an_error_says_how_long_to_wait(
    error: type[TuyaError], seconds: float | None
) -> None:
    """Wait hours for a quota, an hour for the owner, a minute for a limit."""
    assert error("now").retry_after == seconds


@pytest.mark.parametrize("code", CODES)
def test_only_credentials_ask_for_new_ones(code: int) -> None:
    """Ask for no new login because of a plan, a quota or a region."""
    wrong = isinstance(error_from_code(code), TuyaCredentialsError)
    assert wrong == (code in {1001, 1005, 1008})


def test_every_error_is_a_tuya_error() -> None:
    """Let one `except` catch all of them."""
    assert all(issubclass(error, TuyaError) for error in CODES.values())
    assert issubclass(TuyaUnknownIdError, TuyaCredentialsError)
    assert issubclass(TuyaParameterError, TuyaUnsupportedError)
