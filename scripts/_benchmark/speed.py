"""Measures what the integration costs Home Assistant: time, memory, storage."""

import argparse
import asyncio
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import statistics
import time
from typing import Any, Final

from custom_components.tuya_door_lock.access_log.events import LockEvent
from custom_components.tuya_door_lock.access_log.history import MOST_RECORDS, History
from custom_components.tuya_door_lock.access_log.query import USUAL_PAGE, Query
from custom_components.tuya_door_lock.access_log.scan import LogScan
from custom_components.tuya_door_lock.access_log.tracker import Tracker
from custom_components.tuya_door_lock.api.records import (
    LockRecord,
    RecordKind,
    UnlockMethod,
)
from custom_components.tuya_door_lock.api.streams import LogPage
from scripts._demo.errors import DemoError
from scripts._demo.home import Log, config_folder, home_assistant
from scripts._demo.signals import until_stopped
from scripts._demo.stage import served
from simulator import Credential, Lock, Person, TuyaCloud

from . import CONFIGURATION
from .meter import DOMAIN as METER, RESULT

NUMBERS_OF_LOCKS: Final = (1, 10, 100)
SECONDS_TO_MEASURE: Final = 600
FULL_LOCKS: Final = 4
PAGES: Final = 20
QUERIES: Final = {
    "all of them": Query(),
    "those of a person": Query(users=frozenset({"Ana"})),
    "those with a word": Query(search="card 2"),
}
DAYS: Final = 31
ROWS_PER_DAY: Final = 30
METERED: Final = "{meter}: !include meter.yaml\n"


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the command line of this part."""
    parser = subparsers.add_parser(
        "speed", help="measure time on the loop, memory and storage"
    )
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    """Measure, and print the tables."""

    async def work() -> None:
        found = {number: await _measure(number) for number in NUMBERS_OF_LOCKS}
        print(
            "\n\n".join((_polls(found[1]), _locks(found), _storage(found[1]), _pages()))
        )

    return 0 if asyncio.run(until_stopped(work())) else 130


async def _measure(locks: int) -> dict[str, Any]:
    """Run a Home Assistant with so many locks, and return what its meter says."""
    print(f"Measuring with {_counted(locks)} ...", flush=True)
    cloud = TuyaCloud.empty()
    for number in range(1, locks + 1):
        lock = Lock(
            f"bfdoor{number:010d}",
            f"Door {number}",
            people=[Person("Ana", "1001", [Credential("fingerprint", 1, "Thumb")])],
        )
        cloud.add_lock(lock)
        cloud.add_unlock(lock, occurred_at=cloud.clock.now() - timedelta(days=1))
    async with served(cloud) as cloud_url:
        with _config_folder(cloud, cloud_url) as folder:
            log = Log(folder / "log")
            result = folder / RESULT
            async with (
                home_assistant(
                    folder, "--skip-pip", "--log-no-color", log=log.path
                ) as process,
                asyncio.timeout(SECONDS_TO_MEASURE),
            ):
                while not result.exists():
                    await asyncio.sleep(0.2)
                    if process.returncode is not None:
                        raise DemoError("\n".join(log.last_words()))
                await asyncio.sleep(0.2)
            found: dict[str, Any] = json.loads(result.read_text())
            return found


def _config_folder(cloud: TuyaCloud, cloud_url: str) -> AbstractContextManager[Path]:
    """Return a config folder with the integration and the meter in it."""
    settings = {
        "access_id": cloud.access_id,
        "access_secret": cloud.access_secret,
        "base_url": cloud_url,
        "locks": [lock.id for lock in cloud.locks],
        "polls": len(cloud.locks) == 1,
    }
    return config_folder(
        "speed",
        CONFIGURATION + METERED.format(meter=METER),
        components={METER: Path(__file__).with_name("meter")},
        files={"meter.yaml": json.dumps(settings)},
    )


def _counted(locks: int) -> str:
    return f"{locks} lock{'s' if locks > 1 else ''}"


def _table(*lines: tuple[object, ...]) -> str:
    head, *rest = lines
    rule = ("---", *("---:" for _ in head[1:]))
    return "\n".join(
        f"| {' | '.join(str(cell) for cell in line)} |" for line in (head, rule, *rest)
    )


def _polls(found: dict[str, Any]) -> str:
    """Return what a poll takes; a plain write of a state is the unit of the machine."""
    unit = found["plain_write"]
    return _table(
        (
            "A poll of one lock that brings",
            "loop time",
            "in one go",
            "in plain state writes",
            "state writes",
            "calls",
            "bytes saved",
        ),
        *(
            (
                name,
                f"{poll['loop'] * 1000:.1f} ms",
                f"{poll['turn'] * 1000:.1f} ms",
                f"{poll['loop'] / unit:.0f}",
                f"{poll['writes']:.1f}",
                f"{poll['calls']:.1f}",
                f"{poll['bytes']:.0f}",
            )
            for name, poll in found["polls"].items()
        ),
    )


def _locks(found: dict[int, dict[str, Any]]) -> str:
    return _table(
        ("Setting up", "time", "on the loop", "memory", "entities"),
        *(
            (
                _counted(number),
                f"{each['setup_wall']:.2f} s",
                f"{each['setup_loop']:.2f} s",
                f"{each['memory'] / 2**20:.1f} MiB",
                each["entities"],
            )
            for number, each in found.items()
        ),
    )


def _storage(found: dict[str, Any]) -> str:
    """Return how what is known of a lock grows over a month, and what is written."""
    sizes: list[int] = []
    written = 0
    tracker = Tracker("lock")
    stream, kinds = "open-logs v1.1", frozenset({RecordKind.UNLOCK})
    now = datetime(2026, 11, 1, tzinfo=UTC)
    LogScan(tracker, stream, kinds, now).finish(complete=True)
    rows: list[LockRecord] = []
    for number in range(DAYS * ROWS_PER_DAY):
        now += timedelta(days=1) / ROWS_PER_DAY
        rows.insert(0, _record(now))
        scan = LogScan(tracker, stream, kinds, now)
        shown = tuple(row for row in rows if row.occurred_at >= scan.start)
        scan.add(LogPage(shown, 0, True))
        for tracked in scan.finish(complete=True).new:
            tracker.mark_delivered(tracked.record_id)
        size = len(json.dumps(tracker.as_dict()))
        written += size
        if (number + 1) % ROWS_PER_DAY == 0:
            sizes.append(size)
    return _table(
        (f"What is known of a lock with {ROWS_PER_DAY} unlocks a day", "bytes"),
        *((f"after day {day}", sizes[day - 1]) for day in (1, 7, 8, 14, DAYS)),
        ("written per day, on average", written // DAYS),
    )


def _pages() -> str:
    """Return what a page of the card takes where much is kept."""
    histories = {f"door {number}": _full_history() for number in range(FULL_LOCKS)}
    total = sum(map(len, histories.values()))
    return _table(
        (f"A page of the card over {total:,} records", "loop time"),
        *(
            (name, f"{_page_time(query, histories) * 1000:.1f} ms")
            for name, query in QUERIES.items()
        ),
    )


def _full_history() -> History:
    """Return as many events as are kept of a lock, of thirty credentials."""
    methods = (UnlockMethod.FINGERPRINT, UnlockMethod.PASSWORD, UnlockMethod.CARD)
    users = ("Ana", "Ben", "Dora", None)
    first = datetime(2026, 8, 1, tzinfo=UTC)
    history = History()
    for number in range(MOST_RECORDS):
        slot = number % 30
        method = methods[slot % len(methods)]
        history.add(
            LockEvent(
                record_id=f"{number:032x}",
                occurred_at=first + timedelta(minutes=6) * number,
                kind=RecordKind.UNLOCK,
                method=method,
                slot=slot,
                code=f"unlock_{method}",
                user=users[slot % len(users)],
                credential=f"{method} {slot}",
            )
        )
    return history


def _page_time(query: Query, histories: Mapping[str, History]) -> float:
    """Return the seconds that the first page takes, with what can be chosen from."""

    def measure() -> float:
        begun = time.thread_time()
        query.page(histories, None, USUAL_PAGE)
        for history in histories.values():
            sorted(history.users)
            sorted(history.methods)
        return time.thread_time() - begun

    return statistics.median(measure() for _ in range(PAGES))


def _record(now: datetime) -> LockRecord:
    return LockRecord(
        occurred_at=now,
        kind=RecordKind.UNLOCK,
        method=UnlockMethod.FINGERPRINT,
    )
