"""Tuya's error codes and the texts that come with them.

Source: Tuya's page "Global Error Codes"; the 2884xxxx codes as users report them.
"""

from typing import Final

SYSTEM_ERROR: Final = 500
NOT_EXIST: Final = 1000
TOKEN_MISSING: Final = 1002
GRANT_TYPE_INVALID: Final = 1003
SIGN_INVALID: Final = 1004
CLIENT_ID_INVALID: Final = 1005
TOKEN_EXPIRED: Final = 1010
TOKEN_INVALID: Final = 1011
TIME_INVALID: Final = 1013
PARAM_EMPTY: Final = 1100
PERMISSION_DENY: Final = 1106
PATH_INVALID: Final = 1108
PARAM_ILLEGAL: Final = 1109
NOT_SUPPORTED: Final = 2009
PLAN_EXPIRED: Final = 28841002
QUOTA_USED_UP: Final = 28841004
NOT_SUBSCRIBED: Final = 28841101
DATA_CENTER_SUSPENDED: Final = 28841107

MESSAGES: Final[dict[int, str]] = {
    SYSTEM_ERROR: "system error, please contact the admin",
    NOT_EXIST: "data not exist",
    1001: "secret invalid",
    TOKEN_MISSING: "access_token is null",
    GRANT_TYPE_INVALID: "grant type invalid",
    SIGN_INVALID: "sign invalid",
    CLIENT_ID_INVALID: "clientId invalid",
    TOKEN_EXPIRED: "token is expired",
    TOKEN_INVALID: "token invalid",
    1012: "token status is invalid",
    TIME_INVALID: "request time is invalid",
    PARAM_EMPTY: "param is empty",
    PERMISSION_DENY: "permission deny",
    PATH_INVALID: "uri path invalid",
    PARAM_ILLEGAL: "param is illegal",
    1110: "concurrent request over limit",
    1111: "system is busy",
    1114: "your ip(192.0.2.1) don't have access to this API",
    2001: "device is offline",
    2007: "your ip(192.0.2.1) cross-region access is not allowed",
    NOT_SUPPORTED: "not support this device",
    28841001: "No permissions. No cloud development plan is subscribed.",
    PLAN_EXPIRED: (
        "No permissions. Your subscription to cloud development plan has expired."
    ),
    QUOTA_USED_UP: "No permissions. Your quota of Trial Edition is used up.",
    NOT_SUBSCRIBED: "No permissions. This API is not subscribed.",
    28841105: "No permissions. This project is not authorized to call this API.",
    DATA_CENTER_SUSPENDED: (
        "No permission. The data center is suspended. Please go to the cloud "
        "development platform to enable the data center."
    ),
}


class TuyaError(Exception):
    """A failure that the envelope reports: `code` (int) and `msg`."""

    def __init__(self, code: int, msg: str | None = None) -> None:
        """Use Tuya's text for `code` unless another one is given."""
        self.code = code
        self.msg = MESSAGES.get(code, "unknown error") if msg is None else msg
        super().__init__(f"{code}: {self.msg}")
