"""Kills Home Assistant again and again while it works, and counts what it delivers."""

import argparse
import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, suppress
from datetime import datetime, timedelta
import json
import os
from pathlib import Path
from random import Random
import signal
import time
from typing import Any, Final

from scripts._demo.errors import DemoError
from scripts._demo.home import Log, config_folder, home_assistant
from scripts._demo.signals import until_stopped
from scripts._demo.stage import served
from simulator import Abilities, Credential, Lock, Person, TuyaCloud
from simulator.message_format import JUNK

from . import CONFIGURATION
from .kill_tally import Delivery, Outcome, Row, count
from .witness import DELIVERED, DELIVERIES, DOMAIN as WITNESS

DEFAULT_TIMES: Final = 50
SECONDS_TO_START: Final = 60
SECONDS_TO_SETTLE: Final = 60
# A kill while Home Assistant starts comes before this, one while it works after.
SECONDS_OF_STARTING: Final = 9.0
SECONDS_OF_WORKING: Final = 6.0
# Between the first state that a poll writes and the end of saving lie milliseconds.
SECONDS_OF_DELIVERING: Final = 0.05
# Attempts that have added up are an event more, of the last of their records.
ADDED_UP: Final = ":repeated"
MEAN_SECONDS_BETWEEN_ROWS: Final = 0.4
ROWS_OF_A_BURST: Final = 25
# With push: from an event to its message, and to its row; both are drawn.
SECONDS_TO_PUSH: Final = (0.0, 1.0)
SECONDS_TO_ROW: Final = (0.0, 5.0)
MEAN_SECONDS_TO_TROUBLE: Final = 5.0

# The two ways in which locks show their log.
LOCKS: Final = {
    "Front door": Abilities(),
    "Back door": Abilities(open_logs=(), alarm_logs=(), records=("camelCase",)),
}

WITNESSED: Final = """\
automation: !include automations.yaml
{witness}: !include witness.yaml
"""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the command line of this part."""
    parser = subparsers.add_parser(
        "kill", help="kill Home Assistant while it works, and count what is delivered"
    )
    parser.add_argument("--times", type=int, default=DEFAULT_TIMES)
    parser.add_argument("--seed", type=int, help="for the same moments again")
    parser.add_argument(
        "--push",
        action="store_true",
        help="with the Message Service as well: late, twice, torn off, and with junk",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Kill, print the table, and return 0 if nothing is missing or comes twice."""
    begun = time.monotonic()
    outcomes: list[Outcome] = []

    async def work() -> None:
        random = Random(options.seed)
        outcomes.append(await _benchmark(options.times, random, push=options.push))

    asyncio.run(until_stopped(work()))
    if not outcomes:
        return 130
    [outcome] = outcomes
    print(f"\n{outcome.table()}\n\nTook {time.monotonic() - begun:.0f} s.")
    if options.push:
        print(f"{outcome.messages} messages were delivered to Home Assistant.")
    for text in outcome.faults[:20]:
        print(f"  {text}")
    return 1 if outcome.faults else 0


async def _benchmark(times: int, random: Random, *, push: bool) -> Outcome:
    cloud = TuyaCloud.empty()
    for name, abilities in LOCKS.items():
        cloud.add_lock(_lock(name, abilities))
    if push:
        cloud.row_delay = SECONDS_TO_ROW
        cloud.messages.push_delay = SECONDS_TO_PUSH
        cloud.messages.families = ("legacy", "iot_core")
        cloud.messages.stale_first = True
    async with served(cloud) as cloud_url:
        with _config_folder(cloud, cloud_url, push=push) as folder:
            return await _Killer(cloud, folder, random, push=push).work(times)


def _lock(name: str, abilities: Abilities) -> Lock:
    ana = Person("Ana", "1001", [Credential("fingerprint", 1, "Right thumb")])
    ben = Person("Ben", "1002", [Credential("fingerprint", 2, "Index", duress=True)])
    return Lock(
        f"bf{_slug(name).replace('_', '')}0000001",
        name,
        abilities=abilities,
        people=[ana, ben],
    )


def _slug(name: str) -> str:
    return name.lower().replace(" ", "_")


def _config_folder(
    cloud: TuyaCloud, cloud_url: str, *, push: bool
) -> AbstractContextManager[Path]:
    """Return a config folder with the integration and the witness in it."""
    settings = {
        "access_id": cloud.access_id,
        "access_secret": cloud.access_secret,
        "base_url": cloud_url,
        "locks": " ".join(lock.id for lock in cloud.locks),
        "message_url": cloud_url.replace("http://", "ws://") if push else "",
    }
    return config_folder(
        "kill",
        CONFIGURATION + WITNESSED.format(witness=WITNESS),
        components={WITNESS: Path(__file__).with_name("witness")},
        files={
            "witness.yaml": json.dumps(settings),
            "automations.yaml": json.dumps([_automation(cloud)]),
            DELIVERIES: "",
        },
    )


def _automation(cloud: TuyaCloud) -> dict[str, Any]:
    """Return an automation that passes on each event that starts it."""
    entity_ids = [
        f"event.{_slug(lock.name)}_{kind}"
        for lock in cloud.locks
        for kind in ("access", "alarm")
    ]
    types = ["fingerprint", "wrong_password", "duress", "late"]
    attributes = {
        name: f"{{{{ trigger.to_state.attributes.{name} }}}}"
        for name in ("occurred_at", "record_id")
    }
    return {
        "id": WITNESS,
        "alias": "Witness",
        "mode": "parallel",
        "max": 1000,
        "triggers": [
            {
                "trigger": "event.received",
                "target": {"entity_id": entity_ids},
                "options": {"event_type": types},
            }
        ],
        "actions": [
            {
                "event": DELIVERED,
                "event_data": {"entity_id": "{{ trigger.entity_id }}", **attributes},
            }
        ],
    }


class _Killer:
    """One Home Assistant with its many lives."""

    def __init__(
        self, cloud: TuyaCloud, folder: Path, random: Random, *, push: bool
    ) -> None:
        self._cloud = cloud
        self._folder = folder
        self._random = random
        self._push = push
        self._life = 0
        self._file = folder / DELIVERIES
        self._made: set[Row] = set()
        self._moment = cloud.clock.now().replace(microsecond=0)
        self._logs: list[Log] = []

    async def work(self, times: int) -> Outcome:
        """Live and die; then live on in peace, and look at what was delivered."""
        print("Setting up ...", flush=True)
        async with self._alive() as process:
            await self._until_set_up(process)
            await self._until_delivered(process, self._make_row())
        kills = Counter[str]()
        tasks = [asyncio.create_task(self._make_rows())]
        if self._push:
            tasks.append(asyncio.create_task(self._make_trouble()))
        try:
            for number in range(times):
                name = ("while starting", "while delivering", "while working")[
                    number % 3
                ]
                await self._die(name)
                kills[name] += 1
                delivered = len(self._deliveries())
                print(
                    f"Kill {number + 1} of {times}, {name}: {len(self._made)} records"
                    f" made, {delivered} delivered",
                    flush=True,
                )
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        # Twice, so that the second can repeat what the first has delivered.
        for _ in range(2):
            async with self._alive() as process:
                row = self._make_row(is_last=True)
                await self._until_delivered(process, row, everything=True)
                await asyncio.sleep(2)
        return Outcome(
            kills=kills,
            rows=len(self._made),
            fired=count(self._made, self._deliveries(states=True)),
            ran=count(self._made, self._deliveries()),
            complaints=[text for log in self._logs for text in log.complaints()],
            messages=self._cloud.messages.topics["event"].counts["delivered"],
        )

    @asynccontextmanager
    async def _alive(self) -> AsyncIterator[asyncio.subprocess.Process]:
        self._life += 1
        with self._file.open("a") as file:
            file.write(f"{self._life}\n")
        log = Log(self._folder / f"log-{self._life}")
        self._logs.append(log)
        async with home_assistant(
            self._folder, "--skip-pip", "--log-no-color", log=log.path
        ) as process:
            yield process

    async def _die(self, name: str) -> None:
        """Start Home Assistant, and kill it at a moment of the kind that is named."""
        size = self._file.stat().st_size + len(f"{self._life + 1}\n")
        async with self._alive() as process:
            if name == "while starting":
                await self._sleep(process, self._random.uniform(0, SECONDS_OF_STARTING))
            else:
                end = time.monotonic() + SECONDS_TO_START
                while self._file.stat().st_size == size:
                    if time.monotonic() > end:
                        raise DemoError("Home Assistant delivers nothing any more")
                    await self._sleep(process, 0.0005)
                longest = (
                    SECONDS_OF_DELIVERING
                    if name == "while delivering"
                    else SECONDS_OF_WORKING
                )
                await self._sleep(process, self._random.uniform(0, longest))
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def _sleep(self, process: asyncio.subprocess.Process, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if process.returncode is not None:
            text = "\n  ".join(["Home Assistant ended", *self._logs[-1].last_words()])
            raise DemoError(text)

    async def _make_rows(self) -> None:
        """Let things happen at the locks, now and then many at once."""
        while True:
            await asyncio.sleep(self._random.expovariate(1 / MEAN_SECONDS_BETWEEN_ROWS))
            burst = self._random.random() < 0.05
            for _ in range(ROWS_OF_A_BURST if burst else 1):
                self._make_row()

    async def _make_trouble(self) -> None:
        """Tear the connection, repeat a message, and send junk, now and then."""
        messages = self._cloud.messages
        while True:
            await asyncio.sleep(self._random.expovariate(1 / MEAN_SECONDS_TO_TROUBLE))
            match self._random.randrange(3):
                case 0:
                    messages.disconnect(self._random.choice((1000, 1006)))
                case 1:
                    messages.topics["event"].repeat()
                case _:
                    messages.send_junk(self._random.choice(list(JUNK)))

    def _make_row(self, *, is_last: bool = False) -> Row:
        """Let one thing happen, in a moment of its own; return what must be delivered.

        What is uploaded late and lies behind a page of known rows is found by the next
        start, or within six hours: the last row must not be one of these.
        """
        random = self._random
        now = self._cloud.clock.now()
        # No two rows of the same moment, so that each is unlike all others.
        self._moment = max(
            self._moment + timedelta(milliseconds=1),
            now.replace(microsecond=now.microsecond // 1000 * 1000),
        )
        occurred_at, visible_at = self._moment, None
        if random.random() < 0.2:
            occurred_at -= timedelta(hours=random.randint(1, 100))
        if random.random() < 0.2 and not is_last:
            visible_at = now + timedelta(seconds=random.uniform(0, 20))
        lock = random.choice(self._cloud.locks)
        kind = random.choices(("access", "alarm", "duress"), (6, 3, 1))[0]
        if kind == "alarm":
            self._cloud.add_attempt(
                lock, occurred_at=occurred_at, visible_at=visible_at
            )
        elif kind == "access":
            self._cloud.add_unlock(lock, occurred_at=occurred_at, visible_at=visible_at)
        else:
            self._cloud.add_duress(lock, occurred_at=occurred_at, visible_at=visible_at)
            self._made.add(_row(lock, "access", occurred_at))
            kind = "alarm"
        row = _row(lock, kind, occurred_at)
        self._made.add(row)
        return row

    async def _until_set_up(self, process: asyncio.subprocess.Process) -> None:
        """Wait until each log is known to be empty: what comes then is new."""
        end = time.monotonic() + SECONDS_TO_START
        while len(self._cloud.calls_of("alarm-logs")) < 2 * len(LOCKS):
            if time.monotonic() > end:
                raise DemoError("the integration does not read the locks")
            await self._sleep(process, 0.2)
        await self._sleep(process, 1)

    async def _until_delivered(
        self,
        process: asyncio.subprocess.Process,
        row: Row,
        *,
        everything: bool = False,
    ) -> None:
        """Wait for a row, or for all; what stays away is in the tally."""
        end = time.monotonic() + SECONDS_TO_SETTLE
        while time.monotonic() < end:
            rows = {each.row for each in self._deliveries()}
            if self._made <= rows if everything else row in rows:
                return
            await self._sleep(process, 0.5)
        if not everything:
            raise DemoError("Home Assistant delivers nothing")

    def _deliveries(self, *, states: bool = False) -> list[Delivery]:
        """Return the automation's runs, or the states that started them."""
        deliveries: list[Delivery] = []
        life = 0
        # What comes after the last end of a line is being written.
        lines, _, _ = self._file.read_text().rpartition("\n")
        for line in lines.splitlines():
            content = json.loads(line)
            if isinstance(content, int):
                life = content
            else:
                if content["record_id"].endswith(ADDED_UP):
                    continue
                row = Row(content["entity_id"], content["occurred_at"])
                if content["is_state"] is states:
                    deliveries.append(Delivery(row, content["record_id"], life))
        return deliveries


def _row(lock: Lock, kind: str, occurred_at: datetime) -> Row:
    return Row(f"event.{_slug(lock.name)}_{kind}", occurred_at.isoformat())
