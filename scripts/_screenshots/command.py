"""The command line of what works with the demo in a browser, part by part."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine, Sequence
import os
import sys
from typing import Final

from scripts._demo.errors import DemoError
from scripts._demo.home import CACHE, Log
from scripts._demo.signals import until_stopped

STOPPED: Final = 130


def run_chosen[T](
    name: str,
    parts: dict[str, T],
    work: Callable[[Sequence[T], Log], Coroutine[None, None, None]],
    *,
    kind: str,
    description: str,
    arguments: Sequence[str] | None = None,
) -> int:
    """Read which parts are wanted, and do the work with them; return the exit code."""
    parser = argparse.ArgumentParser(prog=f"scripts/{name}", description=description)
    parser.add_argument("--list", action="store_true", help="print the names, and end")
    parser.add_argument("names", nargs="*", metavar=kind.upper(), help="default: all")
    options = parser.parse_args(arguments)
    if options.list:
        print("\n".join(parts))
        return 0
    if strange := set(options.names).difference(parts):
        parser.error(f"there is no {kind} {', '.join(sorted(strange))}")
    chosen = [
        part
        for each, part in parts.items()
        if not options.names or each in options.names
    ]
    log = Log(CACHE / f"{name}-{os.getpid()}.log")
    try:
        finished = asyncio.run(until_stopped(work(chosen, log)))
    except DemoError as error:
        print(f"error: {error}", file=sys.stderr)
        print(f"Home Assistant's log is {log.path}", file=sys.stderr)
        return 1
    log.path.unlink(missing_ok=True)
    return 0 if finished else STOPPED
