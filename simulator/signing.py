"""Tuya's request signature, computed from what arrived.

Source: Tuya's page "Sign Requests for Cloud Authorization": HMAC-SHA256 in
upper-case hex over client id, access token, time, nonce and the string to sign.
"""

from collections.abc import Iterable, Mapping
import hashlib
import hmac


def string_to_sign(
    method: str,
    path: str,
    query: Iterable[tuple[str, str]],
    body: bytes,
    signed_headers: Iterable[tuple[str, str]] = (),
) -> str:
    """Build the string to sign from a decoded path and a decoded query.

    The query is sorted by key here, whatever its order on the wire, and its values
    are not percent-encoded.
    """
    pairs = sorted(query, key=lambda pair: pair[0])
    url = path
    if pairs:
        url += "?" + "&".join(f"{key}={value}" for key, value in pairs)
    headers = "".join(f"{key}:{value}\n" for key, value in signed_headers)
    content = hashlib.sha256(body).hexdigest()
    return f"{method.upper()}\n{content}\n{headers}\n{url}"


def sign(
    secret: str,
    *,
    client_id: str,
    t: str,
    text: str,
    access_token: str = "",
    nonce: str = "",
) -> str:
    """Sign `text`; a token call has no access token in it."""
    message = f"{client_id}{access_token}{t}{nonce}{text}"
    digest = hmac.new(secret.encode(), message.encode(), hashlib.sha256)
    return digest.hexdigest().upper()


def named_headers(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the headers that `Signature-Headers` names, in its order."""
    names = headers.get("Signature-Headers", "")
    return [(name, headers.get(name, "")) for name in names.split(":") if name]


def is_signed(
    secret: str,
    *,
    headers: Mapping[str, str],
    method: str,
    path: str,
    query: Iterable[tuple[str, str]],
    body: bytes,
    access_token: str,
) -> bool:
    """Return whether the `sign` header is the signature of this very request."""
    if headers.get("sign_method") != "HMAC-SHA256":
        return False
    expected = sign(
        secret,
        client_id=headers.get("client_id", ""),
        t=headers.get("t", ""),
        text=string_to_sign(method, path, query, body, named_headers(headers)),
        access_token=access_token,
        nonce=headers.get("nonce", ""),
    )
    return hmac.compare_digest(expected.encode(), headers.get("sign", "").encode())
