"""A month of the integration: the calls it makes, and how soon it reports what happens."""

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

from .month_options import add_arguments, as_arguments

LOCKS: Final = (1, 3, 10, 17, 50, 200)
HEAD: Final = """\
| Locks | Calls for a poll | Accesses a day | Messages | Calls | Share of {allowance:,} | \
Polled every | Unlock reported after: half of them | 95 % | longest | \
Alarm: half of them | 95 % | longest | Late | Lost | Twice |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: \
| ---: | ---: | ---: | ---: |"""


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
    parser.add_argument(
        "--jobs",
        type=int,
        default=os.process_cpu_count() or 1,
        help="months at the same time (as many as there are cores)",
    )
    add_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Let the months pass, print the table, and return 0 if each row came once."""
    begun = time.monotonic()
    months: list[dict[str, Any]] = []

    async def work() -> None:
        processes = asyncio.Semaphore(options.jobs)
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
    command += as_arguments(options)
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
        raise DemoError(f"{figures['strange']} events are of nothing that happened")
    return figures


def _line(month: dict[str, Any]) -> str:
    cells = (
        f"{month['locks']}",
        f"{month['calls_per_poll']}",
        f"{month['accesses']}",
        f"{month['messages']:,}",
        f"{month['calls']:,}",
        f"{month['calls'] / month['allowance']:.1%}"
        + (", with a repair" if month["warned"] else ""),
        _time(month["interval"]),
        *_delays(month["unlocks"]),
        *_delays(month["alarms"]),
        f"{month['late']:,} of {month['rows']:,}",
        f"{month['lost']}",
        f"{month['twice']}",
    )
    return f"| {' | '.join(cells)} |"


def _delays(seconds: list[float]) -> tuple[str, str, str]:
    """Return the middle of some delays, what 95 % stay below, and the longest."""
    delays = statistics.quantiles(seconds, n=20, method="inclusive")
    return _time(delays[9]), _time(delays[18]), _time(max(seconds))


def _time(seconds: float) -> str:
    """Return a time as it is read best."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes, seconds = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02} h"
