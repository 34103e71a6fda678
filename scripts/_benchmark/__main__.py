"""The command line of `scripts/benchmark`."""

import argparse
from collections.abc import Sequence
import sys

from scripts._demo.errors import DemoError

from . import identity, kill, month, speed


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, and run a part."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark", description="Measures the integration."
    )
    parts = parser.add_subparsers(required=True, metavar="PART")
    for part in (month, speed, kill, identity):
        part.add_parser(parts)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except* DemoError as errors:
        for error in errors.exceptions:
            print(f"error: {error}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
