"""How often a lock was opened, and how often an attempt failed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..api.records import RecordKind
from .alarms import ATTEMPTS
from .events import LockEvent


@dataclass(frozen=True, slots=True)
class Counts:
    """What was delivered since the lock is watched; it never falls."""

    accesses: int = 0
    failed_attempts: int = 0

    def plus(self, events: Collection[LockEvent]) -> Counts:
        """Return the counts with events that were delivered."""
        accesses = sum(event.kind is RecordKind.UNLOCK for event in events)
        failed_attempts = sum(event.alarm in ATTEMPTS for event in events)
        return Counts(self.accesses + accesses, self.failed_attempts + failed_attempts)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `dataclasses.asdict` gave; raises one of DAMAGED for others."""
        return cls(int(stored["accesses"]), int(stored["failed_attempts"]))
