"""The demo itself: let people come and go, and print what automations see."""

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random
import sys
from typing import Final

from simulator import BACK_DOOR, FRONT_DOOR, TuyaCloud, simulate_household

from . import dashboard
from .client import Json
from .evening import happen
from .home import Log, free_port
from .stage import Sighting, Watcher, stage

# A scene every half a minute or so: what the plan of a home affords.
PACE: Final = 2
SECONDS_TO_ROW: Final = (1.0, 3.0)
SECONDS_UNTIL_DURESS: Final = 45

RED: Final = "\x1b[1;97;41m"
YELLOW: Final = "\x1b[33m"
DIM: Final = "\x1b[2m"
PLAIN: Final = "\x1b[0m"


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


async def run(port: int, log: Log) -> None:
    """Run the demo until it is cancelled."""
    say("Starting Home Assistant with four simulated locks ...")
    async with stage(free_port(port), log, lived_in=True) as scene:
        await dashboard.show(scene)
        states = await scene.client.command("get_states")
        watcher = Watcher(scene.locks, states)

        def show(change: Json) -> None:
            if (sighting := watcher.sighting(change)) is not None:
                say(line(sighting, datetime.now(UTC), colored=sys.stdout.isatty()))

        await scene.client.subscribe("state_changed", show)
        say(f"\n  Open  {scene.url}  (Home Assistant {scene.version}, no password)")
        say(f"  Open  {scene.cloud_url}  beside it: the doors, to press on")
        say("  Stop it with Ctrl-C; nothing is left behind.\n")
        say("What automations see:")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(scene.ended())
            tasks.create_task(_live(scene.cloud))


async def _live(cloud: TuyaCloud) -> None:
    """Begin with a few minutes that have just passed, then go on by chance.

    What happens is pushed, and read from the log as soon as its row is there.
    """
    cloud.row_delay = SECONDS_TO_ROW
    for _ in happen(cloud):
        pass
    await asyncio.sleep(4)
    cloud.add_unlock(FRONT_DOOR)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(simulate_household(cloud, rng=Random(), pace=PACE))
        await asyncio.sleep(SECONDS_UNTIL_DURESS)
        cloud.add_duress(BACK_DOOR)


def line(sighting: Sighting, now: datetime, *, colored: bool = False) -> str:
    """Say what happened, as the demo prints it."""
    attributes = sighting.attributes
    kinds = (attributes.get(name) for name in ("notice", "alarm", "method"))
    what = next(filter(None, kinds), sighting.type)
    if sighting.key == "doorbell":
        what = "ring"
    what = str(what).replace("_", " ")
    is_duress = attributes.get("alarm") == "duress"
    if is_duress:
        what = "DURESS"
    elif sighting.key == "alarm":
        what = f"alarm: {what}"
    parts = [
        sighting.lock.name,
        what,
        attributes.get("user"),
        f"{age(now - sighting.occurred_at)} ago",
        "late" if attributes["late"] else None,
    ]
    text = "  " + " · ".join(part for part in parts if part)
    if not colored:
        return f"{text}  !" if is_duress else text
    if is_duress:
        return f"{RED}{text} {PLAIN}"
    if sighting.key == "alarm":
        return f"{YELLOW}{text}{PLAIN}"
    return f"{DIM}{text}{PLAIN}" if attributes["late"] else text


def age(passed: timedelta) -> str:
    """Say how long something took, in its largest unit."""
    seconds = max(0, round(passed.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h"
