"""The tokens of one project, as Tuya hands them out."""

from dataclasses import dataclass
import secrets
from typing import Final

from .clock import Clock
from .errors import TOKEN_EXPIRED, TOKEN_INVALID, TuyaError

LIFE: Final = 7200


@dataclass(slots=True)
class Token:
    """A pair of tokens and when the access token ends (seconds since 1970)."""

    access: str
    refresh: str
    ends_at: float


class Tokens:
    """Issue tokens and judge the ones that come back."""

    def __init__(self, clock: Clock) -> None:
        """Start with no token issued."""
        self._clock = clock
        self._current: Token | None = None
        self._expired: set[str] = set()

    def issue(self) -> Token:
        """Return the still valid token, else a new pair.

        Tuya answers a repeated `grant_type=1` with the same token and its remaining
        life, so several programs of one project share it.
        """
        if self._current is None or self.life(self._current) < 1:
            self._renew()
        assert self._current is not None
        return self._current

    def refresh(self, refresh_token: str) -> Token:
        """Swap a refresh token for a new pair; the old pair becomes invalid."""
        if self._current is None or self._current.refresh != refresh_token:
            raise TuyaError(TOKEN_INVALID)
        self._current = None
        return self.issue()

    def life(self, token: Token) -> int:
        """Return the remaining life in whole seconds."""
        return int(token.ends_at - self._clock.timestamp())

    def check(self, access_token: str) -> None:
        """Raise unless `access_token` is valid now."""
        if access_token in self._expired:
            raise TuyaError(TOKEN_EXPIRED)
        if self._current is None or self._current.access != access_token:
            raise TuyaError(TOKEN_INVALID)
        if self._clock.timestamp() >= self._current.ends_at:
            raise TuyaError(TOKEN_EXPIRED)

    def expire(self) -> None:
        """End the life of the current token at once."""
        if self._current is not None:
            self._expired.add(self._current.access)
            self._current = None

    def forget(self) -> None:
        """Make every token unknown, as when another program refreshed it."""
        self._current = None
        self._expired.clear()

    def _renew(self) -> None:
        self.expire()
        self._current = Token(
            access=secrets.token_hex(16),
            refresh=secrets.token_hex(16),
            ends_at=self._clock.timestamp() + LIFE,
        )
