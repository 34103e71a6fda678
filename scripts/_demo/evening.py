"""What has happened in the last minutes before anybody looks: always the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from simulator import BACK_DOOR, FRONT_DOOR, GARDEN_GATE, HOLIDAY_FLAT, TuyaCloud
from simulator.media import Scene, picture_of


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that has happened some minutes ago."""

    minutes_ago: float
    at: Callable[[TuyaCloud, datetime], object]


EVENING: Final = (
    # So long ago that it is reported late.
    Happening(
        75,
        lambda cloud, at: cloud.add_unlock(
            HOLIDAY_FLAT, "fingerprint", 4, occurred_at=at
        ),
    ),
    Happening(
        13, lambda cloud, at: cloud.add_unlock(FRONT_DOOR, "card", 6, occurred_at=at)
    ),
    Happening(
        11,
        lambda cloud, at: cloud.add_ring(
            GARDEN_GATE, occurred_at=at, picture=picture_of(Scene.COURIER)
        ),
    ),
    # A finger that nobody has a name for: a repair asks about it.
    Happening(
        9,
        lambda cloud, at: cloud.add_unlock(BACK_DOOR, "fingerprint", 9, occurred_at=at),
    ),
    Happening(
        7,
        lambda cloud, at: cloud.add_unlock(
            GARDEN_GATE, "face", 1, occurred_at=at, picture=picture_of(Scene.ANA)
        ),
    ),
    Happening(6, lambda cloud, at: cloud.add_unlock(BACK_DOOR, occurred_at=at)),
    Happening(2.4, lambda cloud, at: cloud.add_attempt(FRONT_DOOR, occurred_at=at)),
    Happening(
        2.2,
        lambda cloud, at: cloud.add_unlock(FRONT_DOOR, "password", 3, occurred_at=at),
    ),
)


def happen(cloud: TuyaCloud) -> Iterator[None]:
    """Let one thing after the other happen; what follows it is the caller's."""
    for each in EVENING:
        each.at(cloud, cloud.clock.now() - timedelta(minutes=each.minutes_ago))
        yield
