"""Failures that a test or a person can schedule."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

KINDS: Final = frozenset(
    {
        "cut_json",
        "hang",
        "html",
        "http_500",
        "huge",
        "no_success",
        "not_object",
        "reset",
        "slow",
    }
)


@dataclass(slots=True)
class Fault:
    """A failure for the next `count` calls whose path matches."""

    count: int
    kind: int | str
    msg: str | None
    path: str | None

    def hits(self, path: str) -> bool:
        """Return whether a call of this path is to fail."""
        if self.path is None:
            return path.startswith("/v")
        return self.path in path or fnmatchcase(path, self.path)


class Faults:
    """The failures still to come, the oldest first."""

    def __init__(self) -> None:
        """Start with none."""
        self._pending: list[Fault] = []

    def schedule(self, fault: Fault) -> None:
        """Add a failure; raise ValueError where it makes no sense."""
        known = isinstance(fault.kind, int) or fault.kind in KINDS
        if not known or isinstance(fault.kind, bool):
            names = ", ".join(sorted(KINDS))
            raise ValueError(f"fault must be an error code or one of {names}")
        if fault.count < 1:
            raise ValueError("count must be 1 or more")
        self._pending.append(fault)

    def consume(self, path: str) -> Fault | None:
        """Use up one failure for a call of this path, if one is due."""
        for fault in self._pending:
            if fault.hits(path):
                fault.count -= 1
                if not fault.count:
                    self._pending.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forget all that is still to come."""
        self._pending.clear()
