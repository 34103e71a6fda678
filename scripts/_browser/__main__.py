"""The command line of `scripts/browser`."""

from collections.abc import Sequence
from dataclasses import dataclass
import sys
import time
from typing import Final

from scripts._demo.errors import DemoError
from scripts._demo.home import Log, free_port
from scripts._demo.stage import Stage, served, stage
from scripts._screenshots.browser import Another, Frame, studio
from scripts._screenshots.command import run_chosen
from scripts._screenshots.shots import PHONE

from .guests import read_and_not_control, see_one_light_only
from .mending import leave_a_setup, reconfigure, try_again_now
from .persons import give_four_fingers, mind_the_persons
from .story import STEPS, Story, another_cloud, another_lock
from .visitor import visiting

DESKTOP: Final = Frame(1280, 900, 1)

# The story ends a plan, lets users ask for what they may not, and takes a cloud away
# when it is over.
EXPECTED: Final = (
    "The trial or subscription of IoT Core has ended",
    "Tuya's cloud could not be reached",
    "Unauthorized",
)


@dataclass(frozen=True, slots=True)
class Window:
    """A window on Home Assistant, and the lock that it shows."""

    name: str
    lock: str
    frame: Frame
    dark: bool


WINDOWS: Final = (
    Window("desktop-light", "Shed", DESKTOP, dark=False),
    Window("desktop-dark", "Cellar", DESKTOP, dark=True),
    Window("phone-light", "Garage", PHONE, dark=False),
    Window("phone-dark", "Attic", PHONE, dark=True),
)


async def visit(scene: Stage, window: Window) -> list[str]:
    """Live through the story in one window; return what was wrong."""
    number = WINDOWS.index(window) + 1
    lock = another_lock(number, window.lock)
    cloud = another_cloud(number, lock)
    async with served(cloud) as cloud_url:
        another = Another(cloud, cloud_url)
        async with (
            studio(scene, another) as camera,
            visiting(
                camera.browser, window.name, scene.url, window.frame, dark=window.dark
            ) as visitor,
        ):
            story = Story(visitor, scene, another, lock)
            *before, last = STEPS
            persons = (mind_the_persons, give_four_fingers)
            guests = (see_one_light_only, read_and_not_control)
            steps = (leave_a_setup, *before, *persons, *guests, last)
            for step in (*steps, reconfigure, try_again_now):
                begin = time.monotonic()
                await step(story)
                passed = time.monotonic() - begin
                print(f"{window.name}: {step.__name__}, {passed:.1f} s", flush=True)
            for remark in dict.fromkeys(visitor.remarks):
                print(f"  remark: {remark}")
            return [
                f"{window.name}: {each}" for each in dict.fromkeys(visitor.problems)
            ]


async def run(windows: Sequence[Window], log: Log) -> None:
    """Live through the story in each window; raises a DemoError where it is wrong."""
    async with stage(free_port(0), log, lived_in=True) as scene:
        problems = [each for window in windows for each in await visit(scene, window)]
    problems += [
        complaint
        for complaint in log.complaints()
        if not any(expected in complaint for expected in EXPECTED)
    ]
    if problems:
        raise DemoError("\n".join(problems))


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, and look through the windows."""
    return run_chosen(
        "browser",
        {window.name: window for window in WINDOWS},
        run,
        kind="window",
        description="The card and the setup in a browser.",
        arguments=arguments,
    )


if __name__ == "__main__":
    sys.exit(main())
