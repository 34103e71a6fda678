"""The command line of `scripts/screenshots`."""

from collections.abc import Sequence
from datetime import UTC, datetime
import os
import sys
import time
from typing import Final

from scripts._demo import dashboard
from scripts._demo.evening import happen
from scripts._demo.home import ROOT, Log, free_port
from scripts._demo.stage import served, stage
from simulator import household

from .browser import Another, studio
from .command import run_chosen
from .shots import SHOTS, Shot, look

IMAGES: Final = ROOT / "docs" / "images"
# The hour at which it is always taken: the family is coming home.
HOUR: Final = 18
ANOTHER_PROJECT: Final = "simulatoraccessid002"


def move_to_the_evening() -> None:
    """Live in a time zone where it is early evening now."""
    ahead = (HOUR - datetime.now(UTC).hour + 11) % 24 - 11
    # POSIX counts to the west.
    os.environ["TZ"] = f"Etc/GMT{-ahead:+d}"
    time.tzset()


async def take(shots: Sequence[Shot], log: Log) -> None:
    """Take some pictures of the demo, in the order of the list."""
    move_to_the_evening()
    another = household(access_id=ANOTHER_PROJECT)
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
            await camera.take(shot.prepare, path, frame=shot.frame, dark=shot.dark)
            size = path.stat().st_size / 1024
            print(f"{path.relative_to(ROOT)}  {size:.0f} KB", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, and take the pictures."""
    return run_chosen(
        "screenshots",
        {shot.name: shot for shot in SHOTS},
        take,
        kind="picture",
        description="The pictures of the documents.",
        arguments=arguments,
    )


if __name__ == "__main__":
    sys.exit(main())
