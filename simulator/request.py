"""A request freed from HTTP, and its parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
import re

from . import errors
from .errors import TuyaError


@dataclass(slots=True)
class Request:
    """A request as it arrived: the path and the query decoded, the body raw."""

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes
    base_url: str
    values: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Index the query by name."""
        self.values = dict(self.query)

    def text(self, name: str) -> str:
        """Return a required parameter; raise 1100 where it is missing or empty."""
        value = self.values.get(name, "")
        if not value:
            raise TuyaError(errors.PARAM_EMPTY)
        return value

    def integer(self, name: str, *, minimum: int = 0) -> int:
        """Return a required number; raise 1109 where it is none or too small."""
        value = self.text(name)
        if not re.fullmatch(r"-?[0-9]{1,18}", value) or int(value) < minimum:
            raise TuyaError(errors.PARAM_ILLEGAL)
        return int(value)

    def optional(self, name: str) -> int | None:
        """Return a number that may be left out."""
        return self.integer(name) if self.values.get(name) else None

    def words(self, *names: str) -> list[str]:
        """Return a comma-separated list from the first of `names` that is given."""
        for name in names:
            if value := self.values.get(name):
                return value.split(",")
        return []
