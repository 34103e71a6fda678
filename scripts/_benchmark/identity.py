"""Counts what is lost or comes twice where logs are late, change and distort.

Each run is a lock of its own with some dozens of rows: polls with pages of a few rows,
scans that break off, crashes, wrong clocks, sources that swap. Nothing but the tracker
is at work.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from custom_components.tuya_door_lock.access_log.scan import TrackedRecord
from custom_components.tuya_door_lock.api.records import LockAlarm, UnlockMethod

from .identity_model import (
    DAY,
    HOUR,
    MINUTE,
    NEW_LOGS,
    OLD_LOGS,
    RECORDS,
    SECOND,
    Row,
    Source,
    Tally,
    WatchedLock,
    What,
)

DEFAULT_RUNS: Final = 1_000
LATEST_UPLOAD: Final = 5 * DAY
WHAT: Final[tuple[What, ...]] = (
    UnlockMethod.FINGERPRINT,
    UnlockMethod.FINGERPRINT,
    UnlockMethod.APP,
    LockAlarm.DURESS,
    LockAlarm.WRONG_FINGER,
)
USERS: Final = (None, "1001", "1002")


@dataclass(frozen=True, slots=True)
class Distortion:
    """How the logs of a class distort what happened."""

    name: str
    sources: tuple[Source, ...] = (NEW_LOGS, OLD_LOGS, RECORDS)
    swaps: bool = True
    rounding: int = 0
    filing: str = "at once"
    """When `records` says that a row was: at once, after 4 s, within 30 s, at upload."""

    lag: int = 0
    deletes: bool = False
    absence: int = 0
    steps: int = 60


CLASSES: Final = (
    Distortion("One source", swaps=False),
    Distortion("Sources swap, same times", sources=(NEW_LOGS, RECORDS)),
    Distortion("Sources swap, v1.0 cuts to seconds"),
    Distortion("Sources swap, v1.0 rounds", rounding=500),
    Distortion("Sources swap, v1.0 rounds up", rounding=999),
    Distortion("Sources swap, `records` 4 s later", filing="4 s"),
    Distortion("Sources swap, `records` up to 30 s later", filing="30 s"),
    Distortion(
        "Sources swap, v1.0 rounds up, `records` at upload",
        rounding=999,
        filing="upload",
    ),
    Distortion(
        "Sources swap, v1.0 rounds, absences of 8 days",
        rounding=500,
        absence=8 * DAY,
        steps=100,
    ),
    Distortion(
        "Sources swap, v1.0 rounds up, logs lag up to 60 s", rounding=999, lag=MINUTE
    ),
    Distortion("One source, rows deleted", swaps=False, deletes=True),
)


class Simulation:
    """What happens to one lock, by chance."""

    def __init__(self, distortion: Distortion, random: Random) -> None:
        """Begin with a lock that has a past."""
        self._distortion = distortion
        self._random = random
        self._lock = WatchedLock(
            random.choice(distortion.sources),
            distortion.rounding,
            DAY if distortion.filing == "upload" else MINUTE,
        )
        for _ in range(random.randrange(6)):
            happened = self._lock.now - random.randrange(20 * DAY)
            self._happen(happened, happened + random.choice((0, 2 * HOUR)))

    def run(self) -> Tally:
        """Let things happen, then poll in peace, and count."""
        for _ in range(self._distortion.steps):
            self._step()
        self._lock.now += LATEST_UPLOAD + HOUR
        for _ in range(3):
            self._lock.now += 7 * HOUR
            self._poll_in_peace()
        return self._lock.tally()

    def _step(self) -> None:
        random, lock, distortion = self._random, self._lock, self._distortion
        match random.randrange(22):
            case 0 | 1 | 2 | 3:
                self._happen_now()
            case 4 | 5:
                what = random.choice(WHAT)
                apart = random.choice((0, 300, SECOND, 3 * SECOND, 20 * SECOND))
                for _ in range(random.randrange(2, 9)):
                    self._happen_now(what)
                    lock.now += apart
            case 6 | 7:
                lock.now += random.choice((SECOND, MINUTE, 20 * MINUTE, 5 * HOUR, DAY))
            case 8 if lock.rows:
                # A user is filled in, moves or is deleted.
                random.choice(lock.rows).user = random.choice(USERS)
            case 9 if distortion.swaps:
                lock.source = random.choice(distortion.sources)
            case 10:
                if random.random() < 0.5:
                    lock.save()
                lock.restart()
            case 11 if distortion.deletes and lock.rows:
                random.choice(lock.rows).deleted = True
            case 12 if distortion.absence and random.random() < 0.3:
                lock.now += distortion.absence
            case _:
                lock.now += random.choice((2 * SECOND, 5 * MINUTE, HOUR))
                self._poll()

    def _happen_now(self, what: What | None = None) -> None:
        late = self._random.choice((0, 0, 0, 0, 90 * SECOND, 2 * HOUR, LATEST_UPLOAD))
        happened = self._lock.now + self._random.randrange(SECOND)
        self._happen(happened, happened + self._random.randint(0, late), what)

    def _happen(self, happened: int, uploaded: int, what: What | None = None) -> None:
        self._lock.rows.append(self._row(happened, uploaded, what))

    def _row(self, happened: int, uploaded: int, what: What | None = None) -> Row:
        random, distortion = self._random, self._distortion
        what = what or random.choice(WHAT)
        filed_after = {
            "at once": 0,
            "4 s": 4 * SECOND,
            "30 s": random.randrange(30 * SECOND),
            "upload": uploaded - happened,
        }[distortion.filing]
        streams = {stream for source in distortion.sources for stream in source}
        return Row(
            len(self._lock.rows),
            what,
            happened,
            max(uploaded, happened + filed_after),
            random.choice(USERS),
            None if what is UnlockMethod.APP else random.choice((1, 2)),
            filed_after,
            random.random(),
            {
                stream: random.randint(0, distortion.lag)
                for stream in sorted(streams)
                if distortion.lag
            },
        )

    def _arrivals(self) -> Iterator[Row]:
        while True:
            if self._random.random() < 0.2:
                self._lock.now += 200
                now = self._lock.now
                late = self._random.choice((0, 0, 2 * HOUR))
                yield self._row(now - self._random.randint(0, late), now)
            else:
                yield from ()
                return

    def _poll(self) -> None:
        random, lock = self._random, self._lock
        clock = lock.now
        if random.random() < 0.04:
            clock += random.choice((-21, -1, 1, 9, 40)) * DAY
        page_size = random.choice((3, 4, 7, 100))
        has_total = random.random() < 0.8
        found: list[TrackedRecord] = []
        for stream in lock.source:
            result = lock.read(
                stream,
                self._arrivals(),
                clock=clock,
                page_size=page_size,
                has_total=has_total,
                breaks_at=random.randrange(3) if random.random() < 0.15 else None,
            )
            found += result.new if result else ()
            if self._distortion.swaps and random.random() < 0.03:
                lock.source = random.choice(self._distortion.sources)
        if random.random() < 0.9:
            lock.deliver(iter(found))
        if random.random() < 0.7:
            lock.save()

    def _poll_in_peace(self) -> None:
        for stream in self._lock.source:
            if result := self._lock.read(stream, iter(())):
                self._lock.deliver(iter(result.new))
        self._lock.save()


def simulate(distortion: Distortion, runs: int) -> Tally:
    """Return what became of the rows of some locks."""
    tally = Tally()
    for number in range(runs):
        tally.add(Simulation(distortion, Random(f"{distortion.name} {number}")).run())
    return tally


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the command line of this part."""
    parser = subparsers.add_parser(
        "identity", help="count what is lost or comes twice where logs distort"
    )
    parser.add_argument(
        "--runs",
        type=int,
        default=DEFAULT_RUNS,
        help=f"locks of each class (default {DEFAULT_RUNS})",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Simulate, and print the table."""
    print(
        "| Logs | Locks | Rows | Lost | of these before the watch | Twice"
        " | Another of its kind twice instead | of these with another slot |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        flush=True,
    )
    for distortion in CLASSES:
        tally = simulate(distortion, options.runs)
        print(
            f"| {distortion.name} | {tally.runs:,} | {tally.rows:,} | {tally.lost}"
            f" | {tally.before_watch} | {tally.twice} | {tally.swapped}"
            f" | {tally.unlike} |",
            flush=True,
        )
    return 0
