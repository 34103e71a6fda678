"""The lively household."""

import asyncio
from collections import Counter
from datetime import timedelta
from random import Random

from simulator import Entry, TuyaCloud, household, simulate_household
from simulator.activity import scene


async def test_people_come_and_go_until_cancelled(cloud: TuyaCloud) -> None:
    """Simulate without waiting, and end when cancelled."""
    lines: list[str] = []
    cloud.listener = lines.append
    task = asyncio.create_task(simulate_household(cloud, rng=Random(1), pace=0))
    while len(lines) < 50:
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()


async def test_a_cloud_without_locks_stays_quiet() -> None:
    """Go on where nobody lives."""
    cloud = TuyaCloud.empty()
    task = asyncio.create_task(simulate_household(cloud, rng=Random(1), pace=0))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def played(seed: int) -> list[Entry]:
    """Return what happens in two thousand scenes."""
    cloud = household()
    history = {id(entry) for lock in cloud.locks for entry in cloud.entries(lock)}
    rng = Random(seed)
    for _ in range(2000):
        scene(cloud, rng.choice(cloud.locks), rng)
    return [
        entry
        for lock in cloud.locks
        for entry in cloud.entries(lock)
        if isinstance(entry, Entry) and id(entry) not in history
    ]


def test_everything_happens_and_duress_is_rare() -> None:
    """See unlocks, alarms, rings, late uploads, pictures and little duress."""
    entries = played(7)
    kinds = Counter(entry.kind for entry in entries)
    assert kinds["unlock"] > kinds["alarm"] > kinds["doorbell"] > 0
    assert any(entry.picture for entry in entries)
    assert any(entry.kind == "unlock" and entry.slot == 7 for entry in entries)
    delays = [
        entry.visible_at - entry.occurred_at
        for entry in entries
        if entry.visible_at is not None
    ]
    assert any(delay > timedelta(minutes=10) for delay in delays)
    assert any(delay < timedelta(minutes=10) for delay in delays)
    assert 0 < sum(entry.duress for entry in entries) < 60


def test_a_seed_makes_it_repeatable() -> None:
    """Let the same happen twice."""
    first, second = (
        [(entry.lock_id, entry.code, entry.value) for entry in played(3)]
        for _ in range(2)
    )
    assert first == second
