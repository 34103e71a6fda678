"""What a month of the benchmark can be varied by."""

import argparse
from collections.abc import Iterator
from typing import Final

ALLOWANCE: Final = 26_000
DAYS: Final = 31
ACCESSES_PER_DAY: Final = 30
# What users see between the report of a lock and its row.
SECONDS_TO_ROW: Final = (3.0, 30.0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command line."""
    parser.add_argument(
        "--allowance", type=int, default=ALLOWANCE, help="calls a month (26,000)"
    )
    parser.add_argument(
        "--one-call",
        action="store_true",
        help="locks whose log takes one call instead of two",
    )
    parser.add_argument(
        "--hints",
        action="store_true",
        help="listen to Tuya's Message Service too",
    )
    parser.add_argument(
        "--no-shadow",
        action="store_true",
        help="locks that do not say when their properties were reported",
    )
    parser.add_argument(
        "--accesses",
        type=int,
        default=ACCESSES_PER_DAY,
        help=f"of each lock in a day ({ACCESSES_PER_DAY})",
    )
    parser.add_argument(
        "--row-after",
        type=float,
        nargs=2,
        default=SECONDS_TO_ROW,
        metavar=("FROM", "TO"),
        help="seconds from a lock's report to its row (3 to 30, evenly)",
    )
    parser.add_argument(
        "--days", type=int, default=DAYS, help="how much of the month (all of it)"
    )


def as_arguments(options: argparse.Namespace) -> Iterator[str]:
    """Yield the options as a command line again."""
    for name in ("allowance", "accesses", "days"):
        yield from (f"--{name}", str(getattr(options, name)))
    yield from ("--row-after", *map(str, options.row_after))
    for name in ("one_call", "hints", "no_shadow"):
        if getattr(options, name):
            yield f"--{name.replace('_', '-')}"
