"""The check of the demo: what the cloud knows reaches automations, each exactly once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
import time
from typing import Any, Final

from aiohttp import ClientSession

from .client import Json
from .errors import DemoError
from .home import Log, free_port
from .sources import Delays
from .stage import EVENTS, LockDevice, Sighting, Stage, Watcher, stage

SECONDS_TO_ARRIVE: Final = 40
SECONDS_TO_SETTLE: Final = 1
SHOWN_COMPLAINTS: Final = 5
LOGS: Final = ("open-logs", "alarm-logs", "records")
# What would come twice has its chances: a poll with each reload, and one after it.
RELOADS: Final = 2
POLLS_AFTER: Final = 2 * RELOADS
# The oldest log counts in seconds.
CLOCK_TOLERANCE: Final = timedelta(seconds=1.001)

# Two ways to write the same automation: the purpose-made trigger and the plain one.
TRIGGERS: Final = ("event.received", "state")
RAN: Final = "tuya_door_lock_check_ran"


@dataclass(slots=True)
class Expected:
    """An event that must arrive, and what was seen of it."""

    lock: LockDevice
    what: str
    key: str
    type: str
    occurred_at: datetime
    made_at: float
    seen: list[Sighting] = field(default_factory=list)
    delay: float | None = None

    def matches(self, sighting: Sighting) -> bool:
        """Return whether a sighting is of this event."""
        return (
            sighting.lock is self.lock
            and sighting.key == self.key
            and sighting.type == self.type
            and abs(sighting.occurred_at - self.occurred_at) <= CLOCK_TOLERANCE
        )


@dataclass(frozen=True, slots=True)
class Doing:
    """Something to let happen, and the events that it must raise."""

    lock: str
    action: str
    content: Json
    raises: tuple[tuple[str, str], ...]


DOINGS: Final = (
    Doing("Front door", "unlock", {"slot": 1}, (("access", "fingerprint"),)),
    Doing("Front door", "attempt", {}, (("alarm", "wrong_password"),)),
    Doing("Front door", "duress", {}, (("access", "fingerprint"), ("alarm", "duress"))),
    Doing("Back door", "unlock", {"method": "password"}, (("access", "password"),)),
    Doing("Back door", "duress", {}, (("access", "fingerprint"), ("alarm", "duress"))),
    Doing("Garden gate", "doorbell", {}, (("doorbell", "ring"),)),
    Doing("Holiday flat", "late", {"slot": 4}, (("access", "late"),)),
)


async def run(port: int, log: Log) -> None:
    """Check, print what was found, and raise a DemoError unless all is well."""
    begun = time.monotonic()
    print("Starting Home Assistant with four simulated locks ...", flush=True)
    async with stage(free_port(port), log) as scene:
        check = Check(scene, await scene.client.command("get_states"))
        print(f"Home Assistant {scene.version}: ready after {_since(begun)}")
        await check.run()
    # Read when it is complete: an end can be as untidy as a start.
    _raise_complaints(log)
    print("Home Assistant's log holds no warning and no error of the integration")
    print(f"All is well, after {_since(begun)}.", flush=True)


def _raise_complaints(log: Log) -> None:
    if complaints := log.complaints():
        raise DemoError(
            "\n".join(
                [
                    f"Home Assistant's log complains {len(complaints)} times about the"
                    " integration, first:",
                    *complaints[:SHOWN_COMPLAINTS],
                ]
            )
        )


def _since(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f} s"


class Check:
    """One pass through all that must hold."""

    def __init__(self, scene: Stage, states: list[Json]) -> None:
        """Prepare to check a stage on which nothing happens by itself.

        `states` are those that there are, of which some show what happened long ago.
        """
        self._scene = scene
        self._locks = {lock.name: lock for lock in scene.locks}
        self._watcher = Watcher(scene.locks, states)
        self._states: dict[str, str] = {}
        self._expected: list[Expected] = []
        self._strange: list[Sighting] = []
        self._runs: dict[str, Counter[tuple[str, str]]] = {
            trigger: Counter() for trigger in TRIGGERS
        }

    async def run(self) -> None:
        """Let things happen, and see whether they arrive, once."""
        client = self._scene.client
        await client.subscribe("state_changed", self._note_state)
        await client.subscribe(RAN, self._note_run)
        await self._automate()

        async with ClientSession(self._scene.cloud_url) as session:
            for doing in DOINGS:
                await self._do(session, doing)
        await self._scene.refresh()
        await self._until(self._is_complete, SECONDS_TO_ARRIVE)
        delays = Delays(self._scene)
        async with ClientSession(self._scene.cloud_url) as session:
            missing = await delays.measure(partial(self._unlock, session))
        duress = self._duress()

        # The integration reads its memory again, and polls as it does at a start. Home
        # Assistant grants a refresh right after, and the next one ten seconds later.
        begin = len(self._scene.cloud.calls)
        for _ in range(RELOADS):
            await client.act(
                "homeassistant.reload_config_entry", entry_id=self._scene.entry_id
            )
            await self._scene.refresh()
        await self._until(lambda: self._polls(begin) >= POLLS_AFTER, SECONDS_TO_ARRIVE)
        await asyncio.sleep(SECONDS_TO_SETTLE)

        self._print_table()
        delays.print()
        faults = [*missing, *self._faults()]
        if (polls := self._polls(begin)) < POLLS_AFTER:
            faults.append(f"in the end a lock was polled again only {polls} times")
        faults += await self._duress_faults(duress)
        if faults:
            raise DemoError("\n  ".join(["not all is well:", *faults]))
        print(
            f"Nothing came twice: not with {polls} more polls of each lock, nor with"
            f" {RELOADS} reloads of the integration between them"
        )
        print("Duress stayed on through the reloads, and went off when acknowledged")

    async def _automate(self) -> None:
        """Write two automations, as the editor does; each reports its runs."""
        entity_ids = [
            lock.entities[key]
            for lock in self._scene.locks
            for key in EVENTS
            if key in lock.entities
        ]
        types = sorted({kind for doing in DOINGS for _, kind in doing.raises})
        triggers: dict[str, Json] = {
            "event.received": {
                "trigger": "event.received",
                "target": {"entity_id": entity_ids},
                "options": {"event_type": types},
            },
            "state": {
                "trigger": "state",
                "entity_id": entity_ids,
                "not_from": "unavailable",
                "not_to": ["unavailable", "unknown"],
            },
        }
        for number, name in enumerate(TRIGGERS, start=1):
            await self._scene.client.post(
                f"/api/config/automation/config/check_{number}",
                {
                    "alias": f"Check with {name}",
                    "mode": "queued",
                    "max": 100,
                    "triggers": [triggers[name]],
                    "conditions": [],
                    "actions": [
                        {
                            "event": RAN,
                            "event_data": {"trigger": name},
                            "event_data_template": {
                                "entity_id": "{{ trigger.entity_id }}",
                                "record_id": "{{ trigger.to_state.attributes.record_id }}",
                            },
                        }
                    ],
                },
            )

        # The answer to the last one comes before Home Assistant has applied it.
        await self._scene.client.act("automation.reload")
        running = [
            each["entity_id"]
            for each in await self._scene.client.command("get_states")
            if each["entity_id"].startswith("automation.") and each["state"] == "on"
        ]
        if len(running) != len(TRIGGERS):
            raise DemoError(f"only these automations run: {running}")

    async def _do(self, session: ClientSession, doing: Doing) -> None:
        """Let something happen through the simulator's control interface."""
        lock = self._locks[doing.lock]
        made_at = time.monotonic()
        async with session.post(
            f"/_control/{doing.action}", json={"lock": lock.name, **doing.content}
        ) as answer:
            if answer.status != 200:
                raise DemoError(
                    f"the simulator refuses {doing.action}: {await answer.text()}"
                )
            made: dict[str, Any] = await answer.json()
        self._expected += [
            Expected(
                lock=lock,
                what=doing.action,
                key=key,
                type=kind,
                occurred_at=datetime.fromisoformat(made["occurred_at"]),
                made_at=made_at,
            )
            for key, kind in doing.raises
        ]

    async def _unlock(
        self, session: ClientSession, lock: str, push: bool
    ) -> Callable[[], bool]:
        """Let a finger open a lock; return what says whether its event is there."""
        raises = (("access", "fingerprint"),)
        content = {"slot": 1, "push": push}
        await self._do(session, Doing(lock, "unlock", content, raises))
        expected = self._expected[-1]
        return lambda: bool(expected.seen)

    def _note_state(self, change: Json) -> None:
        new = change["data"]["new_state"]
        if new is not None:
            self._states[new["entity_id"]] = new["state"]
        sighting = self._watcher.sighting(change)
        if sighting is None:
            return
        matching = [each for each in self._expected if each.matches(sighting)]
        if not matching:
            self._strange.append(sighting)
            return
        # Of two alike: the one that had this record before, else the one that had none.
        found = min(
            matching,
            key=lambda each: (
                all(seen.record_id != sighting.record_id for seen in each.seen),
                len(each.seen),
            ),
        )
        found.seen.append(sighting)
        if found.delay is None:
            found.delay = time.monotonic() - found.made_at

    def _note_run(self, event: Json) -> None:
        data = event["data"]
        self._runs[data["trigger"]][data["entity_id"], data["record_id"]] += 1

    def _count(self, expected: Expected, trigger: str) -> int:
        ids = {(each.lock.entities[each.key], each.record_id) for each in expected.seen}
        return sum(self._runs[trigger][each] for each in ids)

    def _is_complete(self) -> bool:
        return all(
            each.seen and all(self._count(each, trigger) for trigger in TRIGGERS)
            for each in self._expected
        )

    def _polls(self, begin: int) -> int:
        """Return how often the log of each lock was read since some call."""
        counted = {lock.id: Counter[str]() for lock in self._scene.locks}
        for call in self._scene.cloud.calls[begin:]:
            if call.name in LOGS:
                for lock_id, names in counted.items():
                    names[call.name] += lock_id in call.path
        # A log that is read in two calls counts when both are made.
        return min(
            min((count for count in names.values() if count), default=0)
            for names in counted.values()
        )

    async def _until(self, is_done: Callable[[], bool], seconds: float) -> None:
        """Wait for something while refreshing; who asks says what is missing."""
        end = time.monotonic() + seconds
        refresh_at = time.monotonic() + 2
        while not is_done() and time.monotonic() < end:
            if self._scene.process.returncode is not None:
                raise DemoError("Home Assistant ended by itself")
            if time.monotonic() > refresh_at:
                refresh_at = time.monotonic() + 5
                await self._scene.refresh()
            await asyncio.sleep(0.05)

    def _duress(self) -> set[str]:
        """Return the locks that show a duress alarm."""
        return {
            name
            for name, lock in self._locks.items()
            if self._states.get(lock.entities["duress"]) == "on"
        }

    async def _duress_faults(self, before: set[str]) -> list[str]:
        """Return what is wrong with the alarm, before a reload, after it, and ended."""
        forced = {doing.lock for doing in DOINGS if doing.action == "duress"}
        entities = {name: self._locks[name].entities for name in forced}
        faults: list[str] = []
        if before != forced:
            faults.append(f"duress is on at {before or 'no lock'}, not at {forced}")
        if (after := self._duress()) != before:
            faults.append(f"after a reload duress is on at {after or 'no lock'}")
        await self._scene.client.act(
            "button.press",
            entity_id=[each["acknowledge_duress"] for each in entities.values()],
        )
        await self._until(lambda: not self._duress(), 3)
        if still := self._duress():
            faults.append(f"acknowledging leaves duress on at {still}")
        return faults

    def _faults(self) -> list[str]:
        """Return what did not arrive exactly once."""
        faults: list[str] = []
        for each in self._expected:
            name = f"{each.lock.name}: {each.type} of {each.what}"
            if len(each.seen) != 1:
                faults.append(f"{name} was seen {len(each.seen)} times")
            faults += [
                f"{name} ran the automation with {trigger} {runs} times"
                for trigger in TRIGGERS
                if (runs := self._count(each, trigger)) != 1
            ]
        faults += [
            f"{each.lock.name}: {each.key} {each.type} was seen, and nobody made it"
            for each in self._strange
        ]
        return faults

    def _print_table(self) -> None:
        row = "{:<14}{:<10}{:<10}{:<16}{:>7}{:>8}{:>16}{:>8}"
        print(
            row.format(
                "lock", "made", "entity", "event type", "delay", "states", *TRIGGERS
            )
        )
        for each in self._expected:
            print(
                row.format(
                    each.lock.name,
                    each.what,
                    each.key,
                    each.type,
                    "never" if each.delay is None else f"{each.delay:.2f} s",
                    len(each.seen),
                    *(self._count(each, trigger) for trigger in TRIGGERS),
                )
            )
