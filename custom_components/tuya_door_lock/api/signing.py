"""The signature of a request to Tuya's cloud, as pure functions.

Source: Tuya's page "Sign Requests" (new algorithm, for projects created after
2021-06-30).
"""

from collections.abc import Mapping
from hashlib import sha256
import hmac


def canonical_path(path: str, query: Mapping[str, str] | None = None) -> str:
    """Return path and query as Tuya signs them: keys sorted, values not encoded.

    Tuya's server sorts the query again before it checks the signature, so an
    unsorted one never passes, even when signed exactly as sent.
    """
    if not query:
        return path
    return f"{path}?{'&'.join(f'{key}={query[key]}' for key in sorted(query))}"


def string_to_sign(
    method: str,
    canonical: str,
    *,
    body: bytes = b"",
    signed_headers: Mapping[str, str] | None = None,
) -> str:
    """Return the part of the signed text that describes the request itself.

    `canonical` is what `canonical_path` returns; `signed_headers` are those that
    the request's `Signature-Headers` names, in that order.
    """
    headers = "".join(
        f"{name}:{value}\n" for name, value in (signed_headers or {}).items()
    )
    return f"{method.upper()}\n{sha256(body).hexdigest()}\n{headers}\n{canonical}"


def sign(
    client_id: str,
    secret: str,
    timestamp: str,
    to_sign: str,
    *,
    access_token: str = "",
    nonce: str = "",
) -> str:
    """Return the value of the `sign` header: HMAC-SHA256 in upper-case hex.

    `timestamp` is the `t` header (milliseconds since 1970). The call for a token
    is signed without an `access_token`.
    """
    message = f"{client_id}{access_token}{timestamp}{nonce}{to_sign}"
    return hmac.digest(secret.encode(), message.encode(), "sha256").hex().upper()
