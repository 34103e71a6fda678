"""What the codes that a lock reports say about its log.

A lock reports each change as a code and a value. The value is never used: it may be
the one of the access before. The code says which log to read, and how soon.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final, Self

from ..api.device_log import ALARM_CODES, is_unlock_code
from ..api.records import Endpoint


class HintSource(StrEnum):
    """Where a hint comes from."""

    ENTITY = "entity"
    MESSAGE_SERVICE = "message_service"
    REQUEST = "request"
    SHADOW = "shadow"
    """A property has moved whose row was not there yet."""

    TUYA = "tuya"


class HintStrength(IntEnum):
    """How likely it is that a row follows."""

    IGNORED = 0
    WEAK = 1
    STRONG = 2


# A picture or video was taken: of an unlock or of a ring, some seconds after it.
_PICTURE_CODE: Final = "initiative_message"
_SETTINGS: Final = frozenset({"language", "unlock_switch", "volume"})
_SETTING_ENDINGS: Final = ("_language", "_song", "_volume")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A sign that a lock's log may have something new."""

    source: HintSource
    received: float
    """When it came, in seconds of a monotonic clock."""

    strength: HintStrength = HintStrength.STRONG
    endpoints: frozenset[Endpoint] = frozenset()
    """The logs that it concerns; empty for all of them."""

    accompanies: bool = False
    """Whether it may belong to an access that another hint has announced."""

    codes: frozenset[str] = frozenset()
    event_ms: int | None = None
    """When the source says that it happened, in milliseconds since 1970."""

    message_id: str | None = None
    """What the source calls the message, the same when it sends it again."""

    age: float = 0.0
    """How many seconds the message waited with the source before it came."""

    reserved: int = 0
    """How many calls were reserved for it already."""

    @classmethod
    def of_codes(
        cls,
        source: HintSource,
        codes: Iterable[str],
        received: float,
        *,
        event_ms: int | None = None,
        message_id: str | None = None,
        age: float = 0.0,
    ) -> Self:
        """Return the hint that a report of a lock is, by the codes in it.

        Without codes it is a weak one: a report of something that has no name.
        """
        reported = frozenset(codes)
        strength = max(map(_strength, reported), default=HintStrength.WEAK)
        strong = {code for code in reported if _strength(code) is HintStrength.STRONG}
        return cls(
            source=source,
            received=received,
            strength=strength,
            endpoints=_endpoints(strong),
            accompanies=strong == {_PICTURE_CODE},
            codes=reported,
            event_ms=event_ms,
            message_id=message_id,
            age=age,
        )


def _strength(code: str) -> HintStrength:
    if is_unlock_code(code) or code in ALARM_CODES or code == _PICTURE_CODE:
        return HintStrength.STRONG
    if (
        code in _SETTINGS
        or code.startswith("unlock_method_")
        or code.endswith(_SETTING_ENDINGS)
    ):
        return HintStrength.IGNORED
    return HintStrength.WEAK


def _endpoints(strong: set[str]) -> frozenset[Endpoint]:
    """Return the logs that strong codes concern; empty where it may be any."""
    if not strong or _PICTURE_CODE in strong:
        return frozenset()
    return frozenset(
        Endpoint.OPEN_LOGS if is_unlock_code(code) else Endpoint.ALARM_LOGS
        for code in strong
    )
