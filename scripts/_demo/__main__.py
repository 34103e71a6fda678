"""The command line of `scripts/demo`."""

import argparse
import asyncio
from collections.abc import Sequence
import os
import sys
from typing import Final

from . import check, show
from .errors import DemoError
from .home import CACHE, USUAL_PORT, Log
from .signals import until_stopped

STOPPED_CHECK: Final = 130


def port_number(text: str) -> int:
    """Read a port from the command line."""
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, and show or check the demo."""
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Home Assistant with simulated door locks, to click through.",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="prove that each event reaches automations exactly once, and end",
    )
    parser.add_argument(
        "--port",
        type=port_number,
        default=USUAL_PORT,
        help="the port of Home Assistant if it is free (%(default)s), else any",
    )
    options = parser.parse_args(arguments)
    run = check.run if options.check else show.run
    log = Log(CACHE / f"demo-{os.getpid()}.log")
    finished, failed = True, False
    try:
        finished = asyncio.run(until_stopped(run(options.port, log)))
    except* DemoError as errors:
        failed = True
        report(log, [str(error) for error in errors.exceptions])
    if failed:
        return 1
    log.path.unlink(missing_ok=True)
    return STOPPED_CHECK if options.check and not finished else 0


def report(log: Log, errors: list[str]) -> None:
    """Say what went wrong, after what Home Assistant complained about."""
    sys.stdout.flush()
    lines: list[str] = []
    if log.path.exists():
        lines += [f"Home Assistant's log is {log.path}; its last complaints:"]
        lines += [f"  {text}" for text in log.last_words()]
    lines += [f"error: {error}" for error in errors]
    print("\n" + "\n".join(lines), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
