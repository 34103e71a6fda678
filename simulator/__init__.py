"""Tuya's cloud on this machine, for demonstration, development and tests.

It speaks Tuya's protocol as Tuya's pages document it, checks every signature, and
misbehaves on request. It shares no code with the integration: two independent readings
of the same pages check each other.
"""

from .activity import simulate_household
from .clock import Clock
from .cloud import ACCESS_ID, ACCESS_SECRET, TuyaCloud
from .default_devices import (
    BACK_DOOR,
    DESK_PLUG,
    FRONT_DOOR,
    GARDEN_GATE,
    HALL_LIGHT,
    HOLIDAY_FLAT,
)
from .household import household
from .media import take_picture
from .models import (
    Abilities,
    Call,
    Credential,
    Device,
    Entry,
    Lock,
    Participant,
    Person,
    Picture,
    RawEntry,
)
from .server import create_app

__all__ = [
    "ACCESS_ID",
    "ACCESS_SECRET",
    "BACK_DOOR",
    "DESK_PLUG",
    "FRONT_DOOR",
    "GARDEN_GATE",
    "HALL_LIGHT",
    "HOLIDAY_FLAT",
    "Abilities",
    "Call",
    "Clock",
    "Credential",
    "Device",
    "Entry",
    "Lock",
    "Participant",
    "Person",
    "Picture",
    "RawEntry",
    "TuyaCloud",
    "create_app",
    "household",
    "simulate_household",
    "take_picture",
]
