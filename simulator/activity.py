"""A lively household in real time."""

import asyncio
from datetime import timedelta
from random import Random

from .cloud import TuyaCloud
from .media import Scene, picture_of
from .models import Lock, Picture

ATTEMPTS = ("wrong_password", "wrong_finger", "wrong_card")
VISITS = (Scene.COURIER, Scene.VISITOR)
ALARMS = ("unclosed_time", "low_battery", "pry", "tongue_bad")


async def simulate_household(
    cloud: TuyaCloud, *, rng: Random, pace: float = 1.0
) -> None:
    """Let people come and go until cancelled.

    Between two scenes pass 4 to 30 seconds times `pace`; with a pace of 0 no time
    passes, but other tasks get their turn.
    """
    while True:
        await asyncio.sleep(rng.uniform(4, 30) * pace)
        if cloud.locks:
            scene(cloud, rng.choice(cloud.locks), rng)


def scene(cloud: TuyaCloud, lock: Lock, rng: Random) -> None:
    """Let one thing happen at a lock: mostly a person comes in."""
    chance = rng.random()
    if chance < 0.60:
        _come_in(cloud, lock, rng)
    elif chance < 0.75:
        _mistype(cloud, lock, rng)
    elif chance < 0.85:
        if lock.abilities.media:
            cloud.add_ring(lock, picture=picture_of(rng.choice(VISITS)))
        else:
            cloud.add_unlock(lock, "app", None, person=_member(lock, rng))
    elif chance < 0.91:
        cloud.add_unlock(lock, "fingerprint", 7)
    elif chance < 0.95:
        _come_late(cloud, lock, rng)
    elif chance < 0.99:
        cloud.add_alarm(lock, rng.choice(ALARMS))
    else:
        cloud.add_duress(lock)


def _member(lock: Lock, rng: Random) -> str | None:
    return rng.choice(lock.people).name if lock.people else None


def _credential(lock: Lock, rng: Random) -> tuple[str, int]:
    known = [
        (each.method, each.slot)
        for person in lock.people
        for each in person.credentials
        if not each.duress
    ]
    return rng.choice(known) if known else ("fingerprint", 1)


def _come_in(cloud: TuyaCloud, lock: Lock, rng: Random) -> None:
    method, slot = _credential(lock, rng)
    seen = Scene.ANA if method == "face" else Scene.BEN
    cloud.add_unlock(lock, method, slot, picture=_picture(lock, seen))


def _picture(lock: Lock, scene: Scene) -> Picture | bool:
    return lock.abilities.media and picture_of(scene)


def _mistype(cloud: TuyaCloud, lock: Lock, rng: Random) -> None:
    alarm = rng.choice(ATTEMPTS)
    now = cloud.clock.now()
    for number in reversed(range(rng.randint(1, 3))):
        cloud.add_attempt(
            lock,
            alarm,
            occurred_at=now - timedelta(seconds=3 * number),
            picture=_picture(lock, Scene.STRANGER),
        )


def _come_late(cloud: TuyaCloud, lock: Lock, rng: Random) -> None:
    """Come in now and be uploaded later, or be uploaded now having come in before."""
    method, slot = _credential(lock, rng)
    now = cloud.clock.now()
    if rng.random() < 0.5:
        later = now + timedelta(seconds=rng.uniform(30, 180))
        cloud.add_unlock(lock, method, slot, visible_at=later)
    else:
        before = now - timedelta(minutes=rng.uniform(20, 90))
        cloud.add_unlock(lock, method, slot, occurred_at=before, visible_at=now)
