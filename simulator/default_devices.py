"""The default devices: two homes, four locks, invented people."""

from typing import Final

from .cloud import TuyaCloud
from .models import Abilities, Credential, Device, Lock, Person

FRONT_DOOR: Final = "bf1a70d00rfr0nt0001xyz"
BACK_DOOR: Final = "bf2b70d00rback00002xyz"
GARDEN_GATE: Final = "bf3c70gateg4rden003xyz"
HOLIDAY_FLAT: Final = "bf4d70flath0liday04xyz"
HALL_LIGHT: Final = "bf5e70lighthall0005xyz"
ACCESS_TERMINAL: Final = "bf8a70term0ffice0008xyz"
DESK_PLUG: Final = "bf6f70plugdesk00006xyz"


def _ana(*credentials: Credential) -> Person:
    return Person("Ana", "30660001", list(credentials))


def _ben(*credentials: Credential) -> Person:
    return Person("Ben", "30660002", list(credentials))


def _dora(*credentials: Credential) -> Person:
    return Person("Dora", "30660004", list(credentials))


def _mia(*credentials: Credential) -> Person:
    return Person("Mia", "30660005", list(credentials))


def front_door() -> Lock:
    """Build the Wi-Fi lock of the town house: both logs in both versions, users."""
    return Lock(
        id=FRONT_DOOR,
        name="Front door",
        category="ms",
        product_name="Example Wi-Fi lock",
        abilities=Abilities(),
        people=[
            _ana(
                Credential("fingerprint", 1, "Right thumb"),
                Credential("fingerprint", 2, "Left thumb", duress=True),
            ),
            _ben(
                Credential("password", 3, "Ben's code"),
                Credential("card", 5, "Ben's card"),
            ),
            Person("Cleo", "30660003", [Credential("temporary", 907, "Cleaning")]),
            _dora(Credential("card", 6, "Dora's card")),
            _mia(Credential("fingerprint", 4, "Index")),
        ],
        status={"residual_electricity": 78, "hijack": False, "doorbell": False},
    )


def back_door() -> Lock:
    """Build the lock pro of the town house: records only, in either spelling."""
    return Lock(
        id=BACK_DOOR,
        name="Back door",
        category="jtmspro",
        product_name="Example lock pro",
        abilities=Abilities(
            open_logs=(), alarm_logs=(), records=("camelCase", "snake_case")
        ),
        people=[
            _ana(
                Credential("fingerprint", 1, "Right thumb"),
                Credential("fingerprint", 2, "Left thumb", duress=True),
            ),
            _ben(Credential("password", 1, "Password 1")),
            _mia(Credential("fingerprint", 3, "Index")),
        ],
        status={"residual_electricity": 54, "hijack": False},
    )


def garden_gate() -> Lock:
    """Build the video lock of the town house: logs v1.1 with pictures, no users."""
    return Lock(
        id=GARDEN_GATE,
        name="Garden gate",
        category="videolock",
        product_name="Example video lock",
        abilities=Abilities(
            open_logs=("v1.1",), alarm_logs=("v1.1",), users=False, media=True
        ),
        people=[
            _ana(Credential("face", 1, "Ana's face")),
            _ben(Credential("card", 2, "Ben's card")),
        ],
        status={"battery_state": "high", "hijack": False, "doorbell": False},
    )


def holiday_flat() -> Lock:
    """Build the lock of another home, behind a gateway: records in snake_case only."""
    return Lock(
        id=HOLIDAY_FLAT,
        name="Holiday flat",
        category="jtmspro",
        home="Holiday home",
        product_name="Example Bluetooth lock",
        gateway_id="bf7a70gatewayflat07xyz",
        abilities=Abilities(open_logs=(), alarm_logs=(), records=("snake_case",)),
        people=[
            _ana(Credential("password", 1, "Password 1")),
            _dora(Credential("fingerprint", 4, "Index")),
        ],
        status={"residual_electricity": 31, "hijack": False},
    )


def access_terminal() -> Lock:
    """Build an access-control terminal: no door-lock endpoint, the device log alone.

    It is none of the default devices.
    """
    return Lock(
        id=ACCESS_TERMINAL,
        name="Office",
        category="mk",
        product_name="Example terminal",
        abilities=Abilities(
            open_logs=(), alarm_logs=(), users=False, device_logs=True, shadow=True
        ),
        people=[
            _ana(Credential("fingerprint_kit", 1)),
            _ben(Credential("card_kit", 2), Credential("password_kit", 3)),
        ],
        status={"residual_electricity": 88},
        unused=("unlock_method_create", "unlock_face_kit"),
    )


def add_default_devices(cloud: TuyaCloud) -> None:
    """Add the devices of both homes: four locks, a light and a plug."""
    cloud.add_lock(front_door())
    cloud.add_device(
        Device(
            HALL_LIGHT,
            "Hall light",
            category="dj",
            product_name="Example light",
            status={"switch_led": True, "bright_value": 640},
        )
    )
    cloud.add_lock(back_door())
    cloud.add_lock(garden_gate())
    cloud.add_device(
        Device(
            DESK_PLUG,
            "Desk plug",
            category="cz",
            product_name="Example plug",
            status={"switch_1": False},
        )
    )
    cloud.add_lock(holiday_flat())
