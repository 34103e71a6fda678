"""How soon an unlock is an event in Home Assistant, by what brings it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import statistics
import time
from typing import Final

from simulator import Entry

from .options import look_when_changed
from .stage import LockDevice, Stage

# From the finger to the row; with push, the message comes at once.
SECONDS_TO_ROW: Final = (1.0, 3.0)
SECONDS_TO_ARRIVE: Final = 45
CONTACT: Final = "input_boolean.door_contact"

type Trigger = Callable[[Stage, LockDevice], Awaitable[None]]
type Unlock = Callable[[str, bool], Awaitable[Callable[[], bool]]]


async def _nothing(scene: Stage, lock: LockDevice) -> None:
    """Leave it to the message."""


async def _open_the_door(scene: Stage, lock: LockDevice) -> None:
    await scene.client.act("input_boolean.toggle", entity_id=CONTACT)


async def _refresh(scene: Stage, lock: LockDevice) -> None:
    await scene.client.act("tuya_door_lock.refresh", device_id=[lock.device_id])


async def _poll(scene: Stage, lock: LockDevice) -> None:
    # As if the next poll came right after the row.
    await asyncio.sleep(SECONDS_TO_ROW[1])
    await scene.client.act(
        "homeassistant.update_entity", entity_id=lock.entities["last_unlocked_by"]
    )


@dataclass(frozen=True, slots=True)
class Source:
    """How Home Assistant finds out that there is something new.

    It is measured `times` times, the first time when nothing has happened at the lock
    for `quiet` seconds: a contact that opens after a row is not taken for a new access,
    and Home Assistant grants a poll that is asked for every ten seconds.
    """

    name: str
    push: bool
    trigger: Trigger
    lock: str = "Front door"
    times: int = 2
    quiet: float = 0.0


SOURCES: Final = (
    Source("Message Service", push=True, trigger=_nothing),
    Source("action refresh", push=False, trigger=_refresh),
    Source("poll after 3 s", push=False, trigger=_poll, times=1, quiet=11),
    Source(
        "entity that changes",
        push=False,
        trigger=_open_the_door,
        lock="Back door",
        times=1,
        quiet=31,
    ),
)


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds from the finger, and from the row, to the event."""

    from_finger: float
    from_row: float


class Delays:
    """The delays of unlocks, by what brings them."""

    def __init__(self, scene: Stage) -> None:
        """Prepare to measure."""
        self._scene = scene
        self._locks = {lock.name: lock for lock in scene.locks}
        self._last: dict[str, float] = {}
        self._found: dict[str, list[Delay]] = {}

    async def measure(self, unlock: Unlock) -> list[str]:
        """Measure each source; return what has not arrived.

        `unlock` opens a lock with or without a message, and returns what says whether
        the event is there.
        """
        begun = time.monotonic()
        self._last = dict.fromkeys(self._locks, begun)
        client, cloud = self._scene.client, self._scene.cloud
        await client.command("input_boolean/create", name="Door contact")
        lock_id = self._locks[SOURCES[-1].lock].id
        await look_when_changed(client, self._scene.entry_id, lock_id, CONTACT)
        cloud.row_delay = SECONDS_TO_ROW
        try:
            return [
                f"an unlock did not come by: {source.name}"
                for source in SOURCES
                for number in range(source.times)
                if not await self._measure(source, unlock, is_first=not number)
            ]
        finally:
            cloud.row_delay = (0.0, 0.0)

    async def _measure(self, source: Source, unlock: Unlock, *, is_first: bool) -> bool:
        lock = self._locks[source.lock]
        if is_first:
            rest = self._last[lock.name] + source.quiet - time.monotonic()
            await asyncio.sleep(max(0.0, rest))
        begun = time.monotonic()
        is_there = await unlock(lock.name, source.push)
        entry = self._scene.cloud.entries(lock.id)[-1]
        assert isinstance(entry, Entry)
        await source.trigger(self._scene, lock)
        while not is_there() and time.monotonic() < begun + SECONDS_TO_ARRIVE:
            await asyncio.sleep(0.02)
        self._last[lock.name] = time.monotonic()
        passed = self._last[lock.name] - begun
        abilities = self._scene.cloud.find(lock.id).abilities
        row = entry.delays["open-logs" if abilities.open_logs else "records"]
        delay = Delay(passed, max(0.0, passed - row))
        self._found.setdefault(source.name, []).append(delay)
        return is_there()

    def print(self) -> None:
        """Print the table."""
        row = "{:<22}{:>18}{:>18}"
        print(row.format("brought by", "finger to event", "row to event"))
        for name, delays in self._found.items():
            finger = statistics.median(each.from_finger for each in delays)
            from_row = statistics.median(each.from_row for each in delays)
            print(row.format(name, f"{finger:.2f} s", f"{from_row:.2f} s"))
