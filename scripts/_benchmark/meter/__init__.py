"""Measures the integration from within the Home Assistant that runs it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
import gc
from itertools import count
import json
from pathlib import Path
import resource
import statistics
import time
from typing import Any, Final

from homeassistant.const import EVENT_STATE_CHANGED, EVENT_STATE_REPORTED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType

DOMAIN: Final = "door_lock_meter"
RESULT: Final = "result.json"
MEASURED: Final = "tuya_door_lock"
SECONDS_TO_SETTLE: Final = 2
SECONDS_TO_SAVE: Final = 1.5
# Delivering many rows takes as many turns of the loop, beside whatever else runs.
ROWS_A_SECOND: Final = 200
# What a poll brings, how many new rows that are, and how often it is measured.
POLLS: Final = (
    ("nothing new, an empty page", 0, 20),
    ("one new row", 1, 20),
    ("100 new rows", 100, 5),
    ("nothing new, a page of 100 known rows", 0, 20),
    ("1,501 rows after an outage", 1_501, 1),
)
# Rows happen a second apart, from so long ago on: no lock writes a hundred in one.
SECONDS_BACK: Final = 3_600
PLAIN_WRITES: Final = 2_000


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Measure as soon as Home Assistant has started."""

    async def start(hass: HomeAssistant) -> None:
        hass.async_create_background_task(_async_measure(hass, config[DOMAIN]), DOMAIN)

    async_at_started(hass, start)
    return True


async def _async_measure(hass: HomeAssistant, settings: dict[str, Any]) -> None:
    await asyncio.sleep(SECONDS_TO_SETTLE)
    found: dict[str, Any] = {"plain_write": _plain_write(hass)}
    memory = _memory()
    wall, loop = time.perf_counter(), time.thread_time()
    await _async_set_up(hass, settings)
    found["setup_wall"] = time.perf_counter() - wall
    found["setup_loop"] = time.thread_time() - loop
    await asyncio.sleep(SECONDS_TO_SETTLE)
    found["memory"] = _memory() - memory
    found["entities"] = sum(
        entry.platform == MEASURED for entry in er.async_get(hass).entities.values()
    )
    if settings["polls"]:
        happened = count(time.time() - SECONDS_BACK)
        found["polls"] = {
            name: await _async_measure_polls(hass, settings, happened, rows, times)
            for name, rows, times in POLLS
        }
    result = Path(hass.config.path(RESULT))
    await hass.async_add_executor_job(result.write_text, json.dumps(found))


async def _async_set_up(hass: HomeAssistant, settings: dict[str, Any]) -> None:
    """Set the integration up as a user does."""
    flow = hass.config_entries.flow
    step = await flow.async_init(MEASURED, context={"source": "user"})
    for answer in (
        {
            "access_id": settings["access_id"],
            "access_secret": settings["access_secret"],
            "data_center": "custom",
        },
        {"base_url": settings["base_url"]},
        {"locks": settings["locks"]},
    ):
        step = await flow.async_configure(step["flow_id"], answer)


async def _async_measure_polls(
    hass: HomeAssistant,
    settings: dict[str, Any],
    happened: Iterator[float],
    rows: int,
    times: int,
) -> dict[str, float]:
    """Return what a poll with so many new rows costs."""
    [entry] = hass.config_entries.async_entries(MEASURED)
    [coordinator] = entry.runtime_data.locks.values()
    session = async_get_clientsession(hass)
    loop_times: list[float] = []
    idle_times: list[float] = []
    turns: list[float] = []
    idle_turns: list[float] = []
    writes = calls = written = 0
    seen: list[str] = []
    stop = _count_writes(hass, seen.append)
    folder = Path(hass.config.path(".storage"))
    for _ in range(times):
        for _ in range(rows):
            async with session.post(
                f"{settings['base_url']}/_control/unlock",
                json={
                    "lock": settings["locks"][0],
                    "occurred_ago": time.time() - next(happened),
                },
            ) as answer:
                answer.raise_for_status()
        await asyncio.sleep(0.2)
        before = await _async_calls(session, settings)
        # The saving counts as well.
        wait = SECONDS_TO_SAVE + rows / ROWS_A_SECOND
        with _watch_turns(hass, idle_turns.append):
            loop = time.thread_time()
            await asyncio.sleep(wait)
            idle_times.append(time.thread_time() - loop)
        seen.clear()
        begun = time.time_ns()
        with _watch_turns(hass, turns.append):
            loop = time.thread_time()
            await coordinator.async_refresh()
            await asyncio.sleep(wait)
            loop_times.append(time.thread_time() - loop)
        writes += len(seen)
        calls += await _async_calls(session, settings) - before
        written += sum(
            path.stat().st_size
            for path in folder.glob(f"{MEASURED}.*")
            if path.stat().st_mtime_ns > begun
        )
    stop()
    return {
        # Without what Home Assistant and the watch do by themselves meanwhile.
        "loop": statistics.median(loop_times) - statistics.median(idle_times),
        "turn": max(turns),
        "writes": writes / times,
        "calls": calls / times,
        "bytes": written / times,
    }


async def _async_calls(session: Any, settings: dict[str, Any]) -> int:
    async with session.get(f"{settings['base_url']}/_control/calls") as answer:
        return int((await answer.json())["total"])


def _count_writes(
    hass: HomeAssistant, note: Callable[[str], None]
) -> Callable[[], None]:
    """Note every state that the integration writes, changed or not."""

    @callback
    def ours(data: Any) -> bool:
        return ".door_" in data["entity_id"]

    @callback
    def see(event: Event[Any]) -> None:
        note(event.data["entity_id"])

    stops = [
        hass.bus.async_listen(name, see, event_filter=ours)
        for name in (EVENT_STATE_CHANGED, EVENT_STATE_REPORTED)
    ]

    def stop() -> None:
        for each in stops:
            each()

    return stop


@contextmanager
def _watch_turns(hass: HomeAssistant, note: Callable[[float], None]) -> Iterator[None]:
    """Note for how long the loop lets nothing else have its turn, to a millisecond."""

    async def watch() -> None:
        while True:
            begun = time.thread_time()
            await asyncio.sleep(0.001)
            note(time.thread_time() - begun)

    task = hass.async_create_background_task(watch(), f"{DOMAIN} turns")
    try:
        yield
    finally:
        task.cancel()


def _plain_write(hass: HomeAssistant) -> float:
    """Return what it takes to write a state of two attributes, on this machine."""
    begun = time.thread_time()
    for number in range(PLAIN_WRITES):
        hass.states.async_set("sensor.plain", str(number), {"a": "b", "c": number})
    hass.states.async_remove("sensor.plain")
    return (time.thread_time() - begun) / PLAIN_WRITES


def _memory() -> int:
    """Return the memory of this process in bytes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()
