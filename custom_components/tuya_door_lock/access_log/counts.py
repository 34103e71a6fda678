"""How often a lock was opened, and how often somebody tried in vain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from ..api.records import RecordKind
from .alarms import ATTEMPTS
from .events import LockEvent


@dataclass(frozen=True, slots=True)
class Counts:
    """What was delivered since the lock is watched; it never falls."""

    accesses: int = 0
    failed_attempts: int = 0

    def plus(self, event: LockEvent) -> Counts:
        """Return the counts with a record that is delivered."""
        if event.kind is RecordKind.UNLOCK:
            return replace(self, accesses=self.accesses + 1)
        if event.alarm in ATTEMPTS:
            return replace(self, failed_attempts=self.failed_attempts + 1)
        return self

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Go on from what `dataclasses.asdict` gave; raise one of DAMAGED."""
        return cls(int(stored["accesses"]), int(stored["failed_attempts"]))
