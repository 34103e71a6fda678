"""Home Assistant with the integration as it is in this checkout, to work on it."""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
import json
from pathlib import Path
from random import Random
import sys
from typing import Final

from simulator import household, simulate_household

from .errors import DemoError
from .home import HOST, ROOT, USUAL_PORT, free_port, home_assistant, store_http
from .signals import until_stopped
from .stage import WEEKS, served

CONFIG: Final = ROOT / "config"
RESTART: Final = 100
# Always the same: Home Assistant remembers it from one run to the next.
SIMULATOR_PORT: Final = 8126

FILES: Final = {
    "configuration.yaml": """\
# Yours to change: it is made once, and never overwritten.
# `default_config:` instead of the next lines brings all that a new installation has.
config:
frontend:
history:
logbook:
logger:
  default: info
  logs:
    custom_components.tuya_door_lock: debug
automation: !include automations.yaml
script: !include scripts.yaml
scene: !include scenes.yaml
""",
    "automations.yaml": "[]\n",
    "scripts.yaml": "",
    "scenes.yaml": "[]\n",
}


def prepare() -> int:
    """Make what is missing in the config folder; return Home Assistant's port."""
    CONFIG.mkdir(exist_ok=True)
    for name, content in FILES.items():
        if not (CONFIG / name).exists():
            (CONFIG / name).write_text(content)
    components = CONFIG / "custom_components"
    if not components.exists():
        components.unlink(missing_ok=True)
        components.symlink_to(Path("..") / "custom_components")
    settings = CONFIG / ".storage" / "http"
    if not settings.exists():
        # Before the onboarding, whoever opens the page first owns the house.
        store_http(CONFIG, free_port(USUAL_PORT))
    return int(json.loads(settings.read_text())["data"]["stable"]["server_port"])


async def run(*, simulator: bool) -> None:
    """Run Home Assistant, again whenever it asks for a restart."""
    port = prepare()
    async with AsyncExitStack() as stack:
        if simulator:
            await _simulate(stack)
        say(f"Home Assistant: http://{HOST}:{port}  (configuration: {CONFIG})")
        code = RESTART
        while code == RESTART:
            async with home_assistant(CONFIG) as process:
                code = await process.wait()
        if code:
            raise DemoError(f"Home Assistant ended with code {code}")


async def _simulate(stack: AsyncExitStack) -> None:
    cloud = household(weeks=WEEKS)
    try:
        url = await stack.enter_async_context(served(cloud, SIMULATOR_PORT))
    except OSError as err:
        raise DemoError(f"the simulator cannot listen: {err.strerror}") from err
    activity = asyncio.create_task(simulate_household(cloud, rng=Random()))
    stack.callback(activity.cancel)
    cloud.listener = lambda line: say(f"simulator: {line}")
    say("Tuya's cloud is simulated. In Home Assistant: Settings, Devices & services,")
    say("Add integration, Tuya Door Lock; and there:")
    say(f"  Access ID      {cloud.access_id}")
    say(f"  Access Secret  {cloud.access_secret}")
    say("  Data center    Another server")
    say(f"  Address        {url}  (in a browser: the doors, to press on)")


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, and run Home Assistant."""
    parser = argparse.ArgumentParser(
        prog="scripts/develop",
        description="Home Assistant with the integration as it is in this checkout.",
    )
    parser.add_argument(
        "--simulator", action="store_true", help="simulate Tuya's cloud as well"
    )
    options = parser.parse_args(arguments)
    try:
        asyncio.run(until_stopped(run(simulator=options.simulator)))
    except DemoError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
