"""A month of the integration: the calls it makes, and how soon it tells what happens."""

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from typing import Any, Final

from scripts._demo.errors import DemoError
from scripts._demo.home import ROOT
from scripts._demo.signals import until_stopped

LOCKS: Final = (1, 3, 10, 50)
ALLOWANCE: Final = 26_000
HEAD: Final = """\
| Locks | Calls | Share of {allowance:,} | Polled every | Live after: half of them | \
95 % | longest | Late | Lost | Twice |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the command line of this part."""
    parser = subparsers.add_parser(
        "month", help="let a month pass, and count its calls and its events"
    )
    parser.add_argument(
        "--locks", type=int, action="append", help="how many; may be given repeatedly"
    )
    parser.add_argument("--allowance", type=int, default=ALLOWANCE)
    parser.add_argument(
        "--one-call",
        action="store_true",
        help="locks whose log takes one call instead of two",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Let the months pass, print the table, and return 0 if each row came once."""
    begun = time.monotonic()
    months: list[dict[str, Any]] = []

    async def work() -> None:
        processes = asyncio.Semaphore(os.process_cpu_count() or 1)
        # The longest first.
        counts = sorted(options.locks or LOCKS, reverse=True)
        results = await asyncio.gather(
            *(_month(processes, locks, options) for locks in counts)
        )
        months.extend(reversed(results))

    asyncio.run(until_stopped(work()))
    if not months:
        return 130
    print("\n" + HEAD.format(allowance=options.allowance))
    for month in months:
        print(_line(month))
    print(f"\nTook {time.monotonic() - begun:.0f} s.")
    return int(any(month[key] for month in months for key in ("lost", "twice")))


async def _month(
    processes: asyncio.Semaphore, locks: int, options: argparse.Namespace
) -> dict[str, Any]:
    """Let a month pass in a process of its own, and return its figures."""
    command = ["-m", "scripts._benchmark.month_of", str(locks)]
    command += ["--allowance", str(options.allowance)]
    if options.one_call:
        command.append("--one-call")
    async with processes:
        print(f"A month with {locks} locks ...", file=sys.stderr, flush=True)
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        try:
            output, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode:
        raise DemoError(f"the month with {locks} locks ended with an error")
    figures: dict[str, Any] = json.loads(output)
    if figures["strange"]:
        raise DemoError(f"{figures['strange']} events tell of nothing that happened")
    return figures


def _line(month: dict[str, Any]) -> str:
    delays = statistics.quantiles(month["live"], n=20, method="inclusive")
    cells = (
        f"{month['locks']}",
        f"{month['calls']:,}",
        f"{month['calls'] / month['allowance']:.0%}"
        + (", with a warning" if month["warned"] else ""),
        _time(month["interval"]),
        _time(delays[9]),
        _time(delays[18]),
        _time(max(month["live"])),
        f"{month['late']:,} of {month['rows']:,}",
        f"{month['lost']}",
        f"{month['twice']}",
    )
    return f"| {' | '.join(cells)} |"


def _time(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes}:{seconds:02} min"
