"""Who may pass: the checks before any endpoint is asked.

Sources: Tuya's pages "Sign Requests for Cloud Authorization" and "Global Error Codes".
"""

from typing import Final

from . import errors
from .cloud import TuyaCloud
from .errors import TuyaError
from .request import Request
from .signing import is_signed

TIME_TOLERANCE_MS: Final = 5 * 60 * 1000


def check(cloud: TuyaCloud, request: Request, *, with_token: bool) -> None:
    """Raise unless the request is from the project, timely, signed and with a token."""
    if request.headers.get("client_id") != cloud.access_id:
        raise TuyaError(errors.CLIENT_ID_INVALID)
    t = request.headers.get("t", "")
    if not (t.isascii() and t.isdigit() and len(t) <= 18):
        raise TuyaError(errors.TIME_INVALID)
    if abs(int(t) - cloud.clock.now_ms()) > TIME_TOLERANCE_MS:
        raise TuyaError(errors.TIME_INVALID)
    token = request.headers.get("access_token", "") if with_token else ""
    if with_token and not token:
        raise TuyaError(errors.TOKEN_MISSING)
    signed = is_signed(
        cloud.access_secret,
        headers=request.headers,
        method=request.method,
        path=request.path,
        query=request.query,
        body=request.body,
        access_token=token,
    )
    if not signed:
        raise TuyaError(errors.SIGN_INVALID)
    if with_token:
        cloud.tokens.check(token)
        if cloud.blocked is not None:
            raise TuyaError(cloud.blocked)
