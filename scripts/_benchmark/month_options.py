"""What a month of the benchmark can be varied by."""

import argparse
from collections.abc import Iterator
from typing import Final

ALLOWANCE: Final = 26_000
DAYS: Final = 31
ACCESSES_PER_DAY: Final = 20
# A Wi-Fi lock uploads when it has slept its share.
SECONDS_TO_UPLOAD: Final = (0.0, 60.0)


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
        "--accesses",
        type=int,
        default=ACCESSES_PER_DAY,
        help=f"of each lock in a day ({ACCESSES_PER_DAY})",
    )
    parser.add_argument(
        "--upload",
        type=float,
        nargs=2,
        default=SECONDS_TO_UPLOAD,
        metavar=("FROM", "TO"),
        help="seconds until a row can be read (0 to 60, evenly)",
    )
    parser.add_argument(
        "--days", type=int, default=DAYS, help="how much of the month (all of it)"
    )


def as_arguments(options: argparse.Namespace) -> Iterator[str]:
    """Yield the options as a command line again."""
    for name in ("allowance", "accesses", "days"):
        yield from (f"--{name}", str(getattr(options, name)))
    yield from ("--upload", *map(str, options.upload))
    if options.one_call:
        yield "--one-call"
