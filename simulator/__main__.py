"""Serve the simulated cloud: `python -m simulator`."""

import argparse
import asyncio
from collections.abc import Sequence
import contextlib
from random import Random
import signal

from aiohttp import web

from .activity import simulate_household
from .household import household
from .server import create_app

HOST = "127.0.0.1"
DEFAULT_PORT = 8126


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


def port_number(text: str) -> int:
    """Read a port from the command line."""
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port


async def serve(*, port: int, activity: bool, seed: int | None) -> None:
    """Serve the default household until interrupted."""
    cloud = household(weeks=4)
    runner = web.AppRunner(create_app(cloud), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, HOST, port)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    task: asyncio.Task[None] | None = None
    try:
        await site.start()
        say("Tuya's cloud, simulated. Nothing here is real; stop it with Ctrl-C.")
        say(
            f"Address:       http://{HOST}:{runner.addresses[0][1]}  (open it: doors to press on)"
        )
        say(f"Access ID:     {cloud.access_id}")
        say(f"Access Secret: {cloud.access_secret}")
        for lock in cloud.locks:
            say(f"Lock:          {lock.id}  {lock.name} ({lock.home})")
        cloud.listener = say
        if activity:
            task = asyncio.create_task(simulate_household(cloud, rng=Random(seed)))
        await stop.wait()
    finally:
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await runner.cleanup()
    say("Stopped.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator", description="Tuya's cloud on this machine"
    )
    parser.add_argument(
        "--port", type=port_number, default=DEFAULT_PORT, help="0 uses any free port"
    )
    parser.add_argument(
        "--activity", action="store_true", help="let people come and go"
    )
    parser.add_argument("--seed", type=int, help="make the activity repeatable")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(
            serve(port=options.port, activity=options.activity, seed=options.seed)
        )
    except KeyboardInterrupt:
        say("Stopped.")
    except OSError as error:
        parser.exit(1, f"Cannot listen on port {options.port}: {error.strerror}\n")


if __name__ == "__main__":
    main()
