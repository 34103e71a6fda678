"""One cloud project's session with Tuya's OpenAPI."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
import time
from typing import Any, Final
from urllib.parse import quote

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from yarl import URL

from .backoff import TOKEN, Backoff, RetryAllowance
from .clock import CloudClock
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
# After as many fresh tokens as this that were no good it is not the token; another
# one is tried when it is as old as this.
_TOKENS_IN_A_ROW: Final = 3
_TOKEN_TRIED_FOR: Final = 1800.0


@dataclass(frozen=True, slots=True)
class _Call:
    """A call as it is signed, sent and counted."""

    method: str
    canonical: str
    kind: str
    service: Service
    body: bytes = b""


@dataclass(frozen=True, slots=True, eq=False)
class _Token:
    """A token, and when it was fetched and ends in monotonic time."""

    text: str = field(default="", repr=False)
    fetched_at: float = 0.0
    expires_at: float = 0.0


class _NoTokenError(Exception):
    """There is no token to make a call with."""

    def __init__(self, cause: TuyaError) -> None:
        """Keep what the call for the token raised."""
        super().__init__()
        self.cause = cause


_COUNTED: ContextVar[Counter[str] | None] = ContextVar("counted", default=None)


@contextmanager
def count_calls() -> Iterator[Counter[str]]:
    """Count by kind the calls that a task makes in a block, and those it starts."""
    counted: Counter[str] = Counter()
    outer = _COUNTED.get()
    token = _COUNTED.set(counted)
    try:
        yield counted
    finally:
        _COUNTED.reset(token)
        if outer is not None:
            outer.update(counted)


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
        """Initialize with a session, the project's credentials and its data center."""
        self._session = session
        self._access_id = access_id
        self._access_secret = access_secret
        self.base_url = base_url.rstrip("/")
        self._clock = CloudClock()
        self._token = _Token()
        self._token_lock = asyncio.Lock()
        self._token_failures = 0
        self._token_error: TuyaError | None = None
        self._rejected_tokens: Counter[str] = Counter()
        """How many fresh tokens in a row were no good, by kind of call."""

        self._slots = asyncio.Semaphore(_PARALLEL_CALLS)
        self.backoff = Backoff()
        self.retries = RetryAllowance()
        self.calls: Counter[str] = Counter()
        """How many calls were sent, by kind: each counts against the quota."""

    def __repr__(self) -> str:
        """Name the data center and nothing that is secret."""
        return f"<{type(self).__name__} {self.base_url}>"

    def now(self) -> datetime:
        """Return the cloud's time, as far as its answers have shown it."""
        return datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC)

    async def get(
        self,
        path: str,
        query: Query | None = None,
        *,
        kind: str,
        service: Service = Service.IOT_CORE,
        optional: bool = False,
    ) -> Any:
        """Return the `result` of a GET; raises a `TuyaError`.

        `kind` is what it is counted as. The failures of a call that is `optional`
        say nothing of any other.
        """
        call = _Call("GET", canonical_path(path, _as_text(query or {})), kind, service)
        return await self._make(call, optional=optional)

    async def post(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        kind: str,
        service: Service = Service.IOT_CORE,
    ) -> Any:
        """Return the `result` of a POST of JSON; raises a `TuyaError`.

        `kind` is what it is counted as.
        """
        call = _Call(
            "POST", canonical_path(path, {}), kind, service, json.dumps(body).encode()
        )
        return await self._make(call)

    async def _make(self, call: _Call, *, optional: bool = False) -> Any:
        """Make a call unless a pause forbids it."""
        backoff = self.backoff
        failures = self._token_failures
        async with self._slots:
            # What has failed while this one waited counts for it, too.
            backoff.before_call(call.service, call.kind)
            try:
                result = await self._send_with_token(call, failures)
            except _NoTokenError as err:
                # It is the call for the token that has failed.
                backoff.on_cancelled(call.service, call.kind)
                raise err.cause from None
            except TuyaError as err:
                backoff.on_failure(call.service, call.kind, err, optional=optional)
                raise
            except asyncio.CancelledError:
                backoff.on_cancelled(call.service, call.kind)
                raise
            backoff.on_success(call.service, call.kind)
        self._rejected_tokens.pop(call.kind, None)
        return result

    async def _send_with_token(self, call: _Call, failures: int) -> Any:
        """Send a call with a token, and once more where a new token may help."""
        token = await self._valid_token(failures)
        try:
            return await self._send(call, token.text)
        except TuyaTokenError:
            if not self._may_retry(call.kind, token):
                raise
        if self._token is token:
            self._token = _Token()
        token = await self._valid_token(self._token_failures)
        try:
            return await self._send(call, token.text)
        except TuyaTokenError:
            self._rejected_tokens[call.kind] += 1
            raise

    def _may_retry(self, kind: str, token: _Token) -> bool:
        """Return whether a call may be repeated that has refused a token.

        A token that another call has fetched meanwhile costs nothing. Where fresh
        ones are refused again and again, it is not the token.
        """
        if self._token is not token:
            return self.retries.reserve(1)
        if (
            self._rejected_tokens[kind] >= _TOKENS_IN_A_ROW
            and time.monotonic() - token.fetched_at < _TOKEN_TRIED_FOR
        ):
            return False
        return self.retries.reserve(2)

    async def _valid_token(self, failures: int) -> _Token:
        """Return a token with life left, fetched once however many ask.

        `failures` is how many fetches had failed when the caller began to wait.
        """
        async with self._token_lock:
            if self._token.text and time.monotonic() < self._token.expires_at:
                return self._token
            if self._token_error and self._token_failures != failures:
                # The fetch that this caller waited for failed for all of them.
                raise _NoTokenError(self._token_error)
            try:
                self._token = await self._fetch_token()
            except TuyaError as err:
                self._token_failures += 1
                self._token_error = err
                raise _NoTokenError(err) from None
            self._token_error = None
            return self._token

    async def _fetch_token(self) -> _Token:
        backoff = self.backoff
        backoff.before_call(Service.IOT_CORE, TOKEN)
        sent = time.monotonic()
        try:
            token = _token_of(await self._send_for_token(), sent)
        except TuyaError as err:
            backoff.on_failure(Service.IOT_CORE, TOKEN, err)
            raise
        except asyncio.CancelledError:
            backoff.on_cancelled(Service.IOT_CORE, TOKEN)
            raise
        backoff.on_success(Service.IOT_CORE, TOKEN)
        return token

    async def _send_for_token(self) -> Any:
        """Ask for a token, and once more where it is doubtful that the secret is wrong."""
        call = _Call(
            "GET",
            canonical_path("/v1.0/token", {"grant_type": "1"}),
            TOKEN,
            Service.IOT_CORE,
        )
        try:
            return await self._send(call, "")
        except TuyaCredentialsError as err:
            if err.code not in SIGNATURE_CODES:
                raise
            if not self.retries.reserve(1):
                raise TuyaTokenError(str(err), code=err.code) from None
        return await self._send(call, "")

    async def _send(self, call: _Call, token: str) -> Any:
        """Send a call, and once more where only the clock was wrong."""
        try:
            return await self._send_once(call, token)
        except TuyaClockError:
            if not self.retries.reserve(1):
                raise
        # The refusal itself has shown the cloud's time.
        return await self._send_once(call, token)

    async def _send_once(self, call: _Call, token: str) -> Any:
        self.calls[call.kind] += 1
        if (counted := _COUNTED.get()) is not None:
            counted[call.kind] += 1
        try:
            async with self._session.request(
                call.method,
                # Tuya decodes what it gets and checks the signature of that.
                URL(self.base_url + quote(call.canonical, _UNQUOTED), encoded=True),
                data=call.body or None,
                headers=self._headers(call, token),
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
        if answer["success"]:
            self._clock.update(answer.get("t"))
            return answer.get("result")
        error = error_from_code(
            answer.get("code"), service=call.service, token_call=not token
        )
        self._clock.update(
            answer.get("t"), is_refusal=isinstance(error, TuyaClockError)
        )
        raise error

    def _headers(self, call: _Call, token: str) -> dict[str, str]:
        timestamp = str(self._clock.now_ms())
        headers = {
            "client_id": self._access_id,
            "sign": sign(
                self._access_id,
                self._access_secret,
                timestamp,
                string_to_sign(call.method, call.canonical, body=call.body),
                access_token=token,
            ),
            "sign_method": "HMAC-SHA256",
            "t": timestamp,
            "lang": "en",
        }
        if token:
            headers["access_token"] = token
        if call.body:
            headers["Content-Type"] = "application/json"
        return headers


def _token_of(result: Any, sent: float) -> _Token:
    """Return the token in an answer to a call that was sent at a monotonic time."""
    try:
        token, life = result["access_token"], float(result["expire_time"])
    except KeyError, TypeError, ValueError, OverflowError:
        token, life = "", 0.0
    if not isinstance(token, str) or not token:
        raise TuyaTransientError("Tuya sent no usable token")
    # Tuya hands out a running token again with what is left of its life.
    return _Token(token, sent, sent + life - min(_TOKEN_MARGIN, life / 2))


def _as_text(query: Query) -> dict[str, str]:
    """Return the query as Tuya spells its values."""
    return {
        key: str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in query.items()
    }


async def _read_answer(response: ClientResponse) -> dict[str, Any]:
    """Return an answer's JSON object, known to have a boolean `success`.

    Tuya sends errors with HTTP 200 too, so the status only matters where
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
