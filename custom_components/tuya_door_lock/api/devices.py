"""The devices of a project, as Tuya's list shows them."""

from dataclasses import asdict, dataclass
from enum import StrEnum
import re
from typing import Any, Final, Self

from .paging import objects_in
from .records import text_of

# Tuya's page "Standard Instruction Set", door locks. Accessories are left out:
# those that can unlock are known by their status.
LOCK_CATEGORIES: Final = frozenset(
    "bxx gyms hotelms jtmsbh jtmspro mk ms photolock videolock".split()
)

_LONGEST_NAME: Final = 100
# In percent; the standard set has the first, other locks the others.
_BATTERY_CODES: Final = ("residual_electricity", "battery_percentage", "va_battery")
_BATTERY_STATE_CODE: Final = "battery_state"


class BatteryState(StrEnum):
    """How full a battery is, where a lock does not report it in percent."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    POWEROFF = "poweroff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device of one of the app accounts that are linked to the project."""

    id: str
    name: str
    category: str
    model: str | None
    product_id: str | None
    online: bool | None
    """None where Tuya does not say."""

    codes: frozenset[str]
    """The codes of its status."""

    battery: int | None = None
    """In percent, of what it reported last."""

    battery_state: BatteryState | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields of the device as JSON values."""
        return {**asdict(self), "codes": sorted(self.codes)}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """Return the device that `as_dict` gave."""
        state = stored["battery_state"]
        return cls(
            **{
                **stored,
                "codes": frozenset(stored["codes"]),
                "battery_state": state and BatteryState(state),
            }
        )

    @property
    def is_lock(self) -> bool:
        """Return whether Tuya counts it among the locks, or it reports unlocks."""
        return self.category in LOCK_CATEGORIES or any(
            code.startswith("unlock_") for code in self.codes
        )

    @property
    def reports_battery(self) -> bool:
        """Return whether it reports percent, known now or not."""
        return not self.codes.isdisjoint(_BATTERY_CODES)

    @property
    def reports_battery_state(self) -> bool:
        """Return whether it reports in words how full its battery is."""
        return _BATTERY_STATE_CODE in self.codes


def device_from_row(row: object) -> Device | None:
    """Return the device in a row of the list; None where it has no usable id."""
    if not isinstance(row, dict):
        return None
    device_id = text_of(row.get("id"))
    # The id becomes part of addresses and of a file's name.
    if device_id is None or not re.fullmatch("[A-Za-z0-9_-]{1,64}", device_id):
        return None
    status = {
        code: text_of(entry.get("value"))
        for entry in objects_in(row.get("status"))
        if (code := text_of(entry.get("code")))
    }
    online = row.get("online")
    state = status.get(_BATTERY_STATE_CODE)
    return Device(
        id=device_id,
        # Entity ids are made of it, and must not pass 255 characters.
        name=(text_of(row.get("name")) or device_id)[:_LONGEST_NAME],
        category=text_of(row.get("category")) or "",
        model=text_of(row.get("product_name")) or text_of(row.get("model")),
        product_id=text_of(row.get("product_id")),
        online=online if isinstance(online, bool) else None,
        codes=frozenset(status),
        battery=next(
            (
                percent
                for code in _BATTERY_CODES
                if (percent := _percent(status.get(code))) is not None
            ),
            None,
        ),
        battery_state=BatteryState(state) if state and state in BatteryState else None,
    )


def _percent(value: str | None) -> int | None:
    """Return a charge, None for those that locks send when they know none."""
    if value is None or not re.fullmatch("[0-9]{1,3}", value) or int(value) > 100:
        return None
    return int(value)
