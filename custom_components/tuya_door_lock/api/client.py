"""One cloud project's session with Tuya's OpenAPI."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
import json
import time
from typing import Any, Final
from urllib.parse import quote

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from yarl import URL

from .backoff import Backoff
from .errors import (
    SIGNATURE_CODES,
    Service,
    TuyaClockError,
    TuyaConnectionError,
    TuyaCredentialsError,
    TuyaError,
    TuyaRateLimitError,
    TuyaTokenError,
    TuyaTransientError,
    error_from_code,
)
from .signing import canonical_path, sign, string_to_sign

type Query = Mapping[str, str | int | bool]

TIME_LIMIT: Final = 20.0
SIZE_LIMIT: Final = 4 * 1024 * 1024

# A token that dies between signing and arriving costs a call and a replay.
_TOKEN_MARGIN: Final = 120.0
# A pause that a proxy asks for is honoured, but not for ever.
_LONGEST_RETRY_AFTER: Final = 3600.0
# Tuya limits calls per second and project; a house full of locks stays below it.
_PARALLEL_CALLS: Final = 4
# What a call's address keeps as it is; a key of the paging may hold anything.
_UNQUOTED: Final = "/?&=,*"
# Outside of these (2020 to 2100) the answer's `t` is no time in milliseconds.
_PLAUSIBLE_MS: Final = range(1_577_836_800_000, 4_102_444_800_000)


class TuyaClient:
    """Signs, sends and counts the calls of one cloud project.

    Every method that calls raises a `TuyaError`. The token comes from
    `grant_type=1` alone: refreshing one would log out every other program that
    uses the project.
    """

    def __init__(
        self,
        session: ClientSession,
        *,
        access_id: str,
        access_secret: str,
        base_url: str,
    ) -> None:
        """Take the session to use, the project's credentials and data centre."""
        self._session = session
        self._access_id = access_id
        self._access_secret = access_secret
        self.base_url = base_url.rstrip("/")
        self._clock_offset_ms = 0
        self._token = ""
        self._token_expires = 0.0
        self._token_lock = asyncio.Lock()
        self._token_failures = 0
        self._token_error: TuyaError | None = None
        self._slots = asyncio.Semaphore(_PARALLEL_CALLS)
        self.backoff = Backoff()
        self.calls: Counter[str] = Counter()
        """How many calls were sent, by kind: each counts against the quota."""

    def __repr__(self) -> str:
        """Name the data centre and nothing that is secret."""
        return f"<{type(self).__name__} {self.base_url}>"

    def now(self) -> datetime:
        """Return the cloud's time, as far as its answers have told it."""
        return datetime.fromtimestamp(self._now_ms() / 1000, UTC)

    async def get(
        self,
        path: str,
        query: Query | None = None,
        *,
        kind: str,
        service: Service = Service.IOT_CORE,
    ) -> Any:
        """Return the `result` of a GET; `kind` is what it is counted as."""
        return await self._call("GET", path, query or {}, b"", kind, service)

    async def post(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        kind: str,
        service: Service = Service.IOT_CORE,
    ) -> Any:
        """Return the `result` of a POST of JSON."""
        return await self._call(
            "POST", path, {}, json.dumps(body).encode(), kind, service
        )

    async def _call(
        self,
        method: str,
        path: str,
        query: Query,
        body: bytes,
        kind: str,
        service: Service,
    ) -> Any:
        """Send a call unless the cloud is to be left alone."""
        canonical = canonical_path(path, _as_text(query))
        self.backoff.begin(service)
        try:
            result = await self._replayed(method, canonical, body, kind, service)
        except TuyaError as err:
            self.backoff.failed(service, err)
            raise
        except asyncio.CancelledError:
            self.backoff.given_up(service)
            raise
        self.backoff.succeeded(service)
        return result

    async def _replayed(
        self, method: str, canonical: str, body: bytes, kind: str, service: Service
    ) -> Any:
        """Send a call with a token, and once more where a new token may help."""
        token = await self._valid_token()
        try:
            return await self._send(method, canonical, body, kind, service, token)
        except TuyaTokenError:
            # Another caller may have fetched a new one meanwhile.
            if self._token == token:
                self._token = ""
        token = await self._valid_token()
        return await self._send(method, canonical, body, kind, service, token)

    async def _valid_token(self) -> str:
        """Return a token with life left, fetched once however many ask."""
        failures = self._token_failures
        async with self._token_lock:
            if self._token and time.time() < self._token_expires:
                return self._token
            if self._token_error and self._token_failures != failures:
                # The fetch that this caller waited for failed for all of them.
                raise self._token_error
            try:
                await self._fetch_token()
            except TuyaError as err:
                self._token_failures += 1
                self._token_error = err
                raise
            self._token_error = None
            return self._token

    async def _fetch_token(self) -> None:
        sent = time.time()
        try:
            result = await self._ask_for_token()
        except TuyaCredentialsError as err:
            if err.code not in SIGNATURE_CODES:
                raise
            # Tuya has refused a good secret for a moment: twice is a refusal.
            result = await self._ask_for_token()
        try:
            token, life = result["access_token"], float(result["expire_time"])
        except KeyError, TypeError, ValueError, OverflowError:
            token, life = "", 0.0
        if not isinstance(token, str) or not token:
            raise TuyaTransientError("Tuya sent no usable token")
        self._token = token
        # Tuya hands out a running token again with what is left of its life.
        self._token_expires = sent + life - min(_TOKEN_MARGIN, life / 2)

    async def _ask_for_token(self) -> Any:
        canonical = canonical_path("/v1.0/token", {"grant_type": "1"})
        return await self._send("GET", canonical, b"", "token", Service.IOT_CORE, "")

    async def _send(
        self,
        method: str,
        canonical: str,
        body: bytes,
        kind: str,
        service: Service,
        token: str,
    ) -> Any:
        """Send a call, and once more where only the clock was wrong."""
        try:
            return await self._send_once(method, canonical, body, kind, service, token)
        except TuyaClockError:
            # The refusal itself has told the cloud's time.
            return await self._send_once(method, canonical, body, kind, service, token)

    async def _send_once(
        self,
        method: str,
        canonical: str,
        body: bytes,
        kind: str,
        service: Service,
        token: str,
    ) -> Any:
        async with self._slots:
            self.calls[kind] += 1
            try:
                async with self._session.request(
                    method,
                    # Tuya decodes what it gets and checks the signature of that.
                    URL(self.base_url + quote(canonical, _UNQUOTED), encoded=True),
                    data=body or None,
                    headers=self._headers(method, canonical, body, token),
                    timeout=ClientTimeout(total=TIME_LIMIT),
                    allow_redirects=False,
                ) as response:
                    answer = await _read_answer(response)
            except TimeoutError:
                raise TuyaConnectionError(
                    f"Tuya's cloud did not answer within {TIME_LIMIT:.0f} s"
                ) from None
            except ClientError, OSError, ValueError:
                # The library's own texts may hold the address with its query.
                raise TuyaConnectionError("Tuya's cloud could not be reached") from None
        self._learn_clock(answer.get("t"))
        if answer["success"]:
            return answer.get("result")
        raise error_from_code(answer.get("code"), service=service, token_call=not token)

    def _headers(
        self, method: str, canonical: str, body: bytes, token: str
    ) -> dict[str, str]:
        timestamp = str(self._now_ms())
        headers = {
            "client_id": self._access_id,
            "sign": sign(
                self._access_id,
                self._access_secret,
                timestamp,
                string_to_sign(method, canonical, body=body),
                access_token=token,
            ),
            "sign_method": "HMAC-SHA256",
            "t": timestamp,
            "lang": "en",
        }
        if token:
            headers["access_token"] = token
        if body:
            headers["Content-Type"] = "application/json"
        return headers

    def _now_ms(self) -> int:
        return int(time.time() * 1000) + self._clock_offset_ms

    def _learn_clock(self, cloud_ms: object) -> None:
        if isinstance(cloud_ms, int) and cloud_ms in _PLAUSIBLE_MS:
            self._clock_offset_ms = cloud_ms - int(time.time() * 1000)


def _as_text(query: Query) -> dict[str, str]:
    """Return the query as Tuya spells its values."""
    return {
        key: str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in query.items()
    }


async def _read_answer(response: ClientResponse) -> dict[str, Any]:
    """Return an answer's JSON object, known to have a boolean `success`.

    Tuya sends errors with HTTP 200 too, so the status only tells something where
    the body is not Tuya's.
    """
    if response.status == 429:
        error = TuyaRateLimitError("Tuya's cloud asks for a pause (HTTP 429)")
        asked = response.headers.get("Retry-After", "")
        if asked.isdecimal():
            error.retry_after = min(max(float(asked), 1.0), _LONGEST_RETRY_AFTER)
        raise error
    raw = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        raw += chunk
        if len(raw) > SIZE_LIMIT:
            raise TuyaTransientError("Tuya's answer is too large")
    try:
        answer = json.loads(raw)
    except ValueError, RecursionError:
        raise TuyaTransientError(
            f"Tuya's answer is not JSON (HTTP {response.status})"
        ) from None
    if not isinstance(answer, dict) or not isinstance(answer.get("success"), bool):
        raise TuyaTransientError(
            f"Tuya's answer is not one of its API (HTTP {response.status})"
        )
    return answer
