"""The command line of `scripts/screenshots`."""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
import os
import sys
import time
from typing import Final

from scripts._demo import dashboard
from scripts._demo.errors import DemoError
from scripts._demo.evening import happen
from scripts._demo.home import CACHE, ROOT, Log, free_port
from scripts._demo.signals import until_stopped
from scripts._demo.stage import served, stage
from simulator import TuyaCloud

from .browser import Another, studio
from .shots import SHOTS, Shot, look

IMAGES: Final = ROOT / "docs" / "images"
# The hour at which it is always taken: the family is coming home.
HOUR: Final = 18
ANOTHER_PROJECT: Final = "simulatoraccessid002"
STOPPED: Final = 130


def move_to_the_evening() -> None:
    """Live in a time zone where it is early evening now."""
    ahead = (HOUR - datetime.now(UTC).hour + 11) % 24 - 11
    # POSIX counts to the west.
    os.environ["TZ"] = f"Etc/GMT{-ahead:+d}"
    time.tzset()


async def take(shots: Sequence[Shot], log: Log) -> None:
    """Take some pictures of the demo, in the order of the list."""
    another = TuyaCloud.household(access_id=ANOTHER_PROJECT)
    async with (
        stage(free_port(0), log, lived_in=True) as scene,
        served(another) as another_url,
        studio(scene, Another(another, another_url)) as camera,
    ):
        await dashboard.show(scene)
        # Each by itself: Activity shows when Home Assistant has heard of it.
        for _ in happen(scene.cloud):
            await look(scene)
        for shot in shots:
            path = IMAGES / f"{shot.name}.png"
            await camera.take(shot.take, path, frame=shot.frame, dark=shot.dark)
            size = path.stat().st_size / 1024
            print(f"{path.relative_to(ROOT)}  {size:.0f} KB", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, and take the pictures."""
    names = [shot.name for shot in SHOTS]
    parser = argparse.ArgumentParser(
        prog="scripts/screenshots", description="The pictures of the documents."
    )
    parser.add_argument("--list", action="store_true", help="tell the names, and end")
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    options = parser.parse_args(arguments)
    if options.list:
        print("\n".join(names))
        return 0
    if strange := set(options.names).difference(names):
        parser.error(f"there is no picture {', '.join(sorted(strange))}")
    shots = [shot for shot in SHOTS if not options.names or shot.name in options.names]
    move_to_the_evening()
    log = Log(CACHE / f"screenshots-{os.getpid()}.log")
    try:
        finished = asyncio.run(until_stopped(take(shots, log)))
    except DemoError as error:
        print(f"error: {error}", file=sys.stderr)
        print(f"Home Assistant's log is {log.path}", file=sys.stderr)
        return 1
    log.path.unlink(missing_ok=True)
    return 0 if finished else STOPPED


if __name__ == "__main__":
    sys.exit(main())
