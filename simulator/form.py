"""The JSON body of a request to the control interface, read field by field."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from .cloud import TuyaCloud
from .models import Device, Lock, Value

MAX_AGO: Final = 10 * 366 * 86400.0


class BadInput(ValueError):
    """What a person got wrong in a request."""


class Form:
    """The JSON body of a control request, read field by field."""

    def __init__(self, cloud: TuyaCloud, content: dict[str, Any]) -> None:
        """Read a decoded body."""
        self._cloud = cloud
        self._content = content

    def lock(self) -> Lock:
        """Return the lock that `lock` names by id or name."""
        wanted = self.word("lock")
        try:
            return self._cloud.find(wanted)
        except LookupError as error:
            raise BadInput(str(error.args[0])) from None

    def word(self, name: str, default: str | None = None) -> str:
        """Return a text field that is not empty."""
        value = self._content.get(name, default)
        if not isinstance(value, str) or not value:
            raise BadInput(f"{name} must be a text")
        return value

    def number(self, name: str, default: int, *, minimum: int) -> int:
        """Return a whole number."""
        value = self._content.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
            raise BadInput(f"{name} must be a whole number from {minimum}")
        return value

    def time(self, default: float = 0.0) -> datetime:
        """Return the time `occurred_ago` seconds ago."""
        ago = self._content.get("occurred_ago", default)
        if isinstance(ago, bool) or not isinstance(ago, int | float):
            raise BadInput("occurred_ago must be a number of seconds")
        if not 0 <= ago <= MAX_AGO:
            raise BadInput("occurred_ago must be 0 or more, and at most ten years")
        return self._cloud.clock.now() - timedelta(seconds=ago)

    def flag(self, name: str, default: bool) -> bool:
        """Return a field that is true or false."""
        value = self._content.get(name, default)
        if not isinstance(value, bool):
            raise BadInput(f"{name} must be true or false")
        return value

    def span(self) -> tuple[float, float]:
        """Return `shortest` and `longest`, numbers of seconds."""
        span = [self._content.get(name, 0) for name in ("shortest", "longest")]
        for value in span:
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise BadInput("shortest and longest must be numbers of seconds")
        if not 0 <= span[0] <= span[1] <= MAX_AGO:
            raise BadInput("shortest and longest must be 0 or more, in this order")
        return float(span[0]), float(span[1])

    def choice[T: str](self, name: str, choices: Sequence[T], default: T) -> T:
        """Return one of some texts."""
        value = self._content.get(name, default)
        for each in choices:
            if each == value:
                return each
        raise BadInput(f"{name} must be one of {', '.join(choices)}")

    def choices[T: str](
        self, name: str, choices: Sequence[T], default: Sequence[T]
    ) -> list[T]:
        """Return some of some texts, in the order in which they are given."""
        values = self._content.get(name, list(default))
        if not isinstance(values, list) or not set(map(str, values)) <= set(choices):
            raise BadInput(f"{name} must be a list of {', '.join(choices)}")
        return [each for value in values for each in choices if each == value]

    def device(self) -> Device:
        """Return the device that `device` names by id or name."""
        wanted = self.word("device")
        for each in self._cloud.devices.values():
            if wanted in (each.id, each.name):
                return each
        raise BadInput(f"there is no device {wanted!r}")

    def status(self) -> dict[str, Value]:
        """Return codes with their values."""
        status = self._content.get("status")
        if not isinstance(status, dict) or not status:
            raise BadInput("status must be an object of codes and values")
        if not all(isinstance(each, str | int | bool) for each in status.values()):
            raise BadInput("a value of status is a text, a whole number or a boolean")
        return status

    def texts_or_none(self, name: str, default: set[str] | None) -> set[str] | None:
        """Return a set of texts, or None where it is null."""
        default_list = None if default is None else sorted(default)
        values = self._content.get(name, default_list)
        if values is None:
            return None
        if not isinstance(values, list) or not all(
            isinstance(each, str) for each in values
        ):
            raise BadInput(f"{name} must be a list of texts, or null")
        return set(values)

    def fault(self) -> int | str:
        """Return the fault, a code or a name."""
        value = self._content.get("fault")
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise BadInput("fault must be an error code or a name")
        return value

    def path(self) -> str | None:
        """Return the path that limits a fault, if one is given."""
        return None if self._content.get("path") is None else self.word("path")
