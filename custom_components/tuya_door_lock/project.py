"""What a lock needs of the project that it belongs to."""

from datetime import timedelta
from typing import Protocol

from .api.locks import TuyaLocks
from .people.unlock_requests import UnlockRequests
from .polling.quota import Purpose


class Project(Protocol):
    """What a lock needs of the project that it belongs to."""

    api: TuyaLocks
    requests: UnlockRequests

    @property
    def upkeep_interval(self) -> timedelta:
        """Return how often to read what changes rarely at a lock."""

    def reserve(self, calls: int, purpose: Purpose) -> bool:
        """Reserve calls before they are made; return False where they must not be."""

    def is_denied(self, lock_id: str) -> bool:
        """Return whether Tuya says that the project may not see a lock."""

    def async_list_again(self) -> None:
        """Read the list of locks soon: Tuya denies one that was in it."""

    def async_add_live_row(self) -> None:
        """Note that a poll has shown a live row: a message of it should have come."""
