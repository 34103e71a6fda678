"""One month of the integration, with so many locks: prints its figures as JSON."""

# First of all: it lets Home Assistant's clock be moved.
from pytest_homeassistant_custom_component import patch_time  # noqa: F401, I001

import argparse
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
import asyncio
import json
import logging
from random import Random
from typing import Any, Final
from unittest.mock import patch

from custom_components.tuya_door_lock.const import (
    CONF_ACCESS_ID,
    CONF_ACCESS_SECRET,
    CONF_ALLOWANCE,
    CONF_BASE_URL,
    CONF_MESSAGE_SERVICE,
    CONF_MESSAGE_URL,
    DOMAIN,
)
from homeassistant import loader
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
    mock_storage,
)
from simulator import (
    ACCESS_ID,
    ACCESS_SECRET,
    Abilities,
    Credential,
    Entry,
    Lock,
    Person,
    TuyaCloud,
)
from simulator.models import LogName

from .month_options import add_arguments
from .virtual_time import Direct, run

BEGIN: Final = datetime(2026, 12, 1, tzinfo=UTC)
ALARMS_PER_DAY: Final = 2
# At times a Wi-Fi lock uploads hours later.
SHARE_OF_LATE: Final = 0.02
HOURS_OF_LATE: Final = (1, 8)
# Alarms of one kind within a minute would be reported as one.
SECONDS_BETWEEN_ALARMS: Final = 600
ALARMS: Final = ("wrong_password", "wrong_finger", "pry", "low_battery")
DAY: Final = timedelta(days=1)

type Row = tuple[str, str]


@dataclass(slots=True)
class Figures:
    """What a month has come to."""

    locks: int
    calls_per_poll: int
    accesses: int
    """How often each lock is opened in a day."""

    allowance: int
    days: int
    messages: int = 0
    calls: int = 0
    warned: bool = False
    interval: float = 0
    """The time between two polls in the middle of the month."""

    rows: int = 0
    live: list[float] = field(default_factory=list)
    """How long after they happened events came that act as the present."""

    unlocks: list[float] = field(default_factory=list)
    """How long after a row was there its event came, of unlocks."""

    alarms: list[float] = field(default_factory=list)
    """How long after a row was there its event came, of alarms."""

    late: int = 0
    lost: int = 0
    twice: int = 0
    strange: int = 0


class Household:
    """A cloud with locks, and people who use them."""

    def __init__(
        self,
        locks: int,
        abilities: Abilities,
        *,
        accesses: int,
        row_after: tuple[float, float],
    ) -> None:
        """Build it, with locks that have been used before."""
        self.cloud = TuyaCloud.empty()
        self.made: dict[Row, datetime] = {}
        """When each row was there to be read."""

        self._one_call = bool(abilities.records)
        self._accesses = accesses
        self._random = Random(locks)
        self.cloud.row_delay = row_after
        for number in range(locks):
            lock = self.cloud.add_lock(
                Lock(
                    f"bfmonth{number:013}",
                    f"Door {number}",
                    abilities=abilities,
                    people=[Person("Ana", "1001", [Credential("fingerprint", 1)])],
                )
            )
            self.cloud.add_unlock(lock, occurred_at=BEGIN - DAY)

    def live_a_day(self, day: datetime) -> None:
        """Let everything happen that happens at the locks on a day."""
        for lock in self.cloud.locks:
            name = lock.name.lower().replace(" ", "_")
            for moment in self._moments(day, self._accesses):
                entry = self.cloud.add_unlock(
                    lock, occurred_at=moment, visible_at=self._reported(moment)
                )
                self._note(f"event.{name}_access", entry, "open-logs")
            for moment in self._moments(day, ALARMS_PER_DAY):
                entry = self.cloud.add_alarm(
                    lock,
                    self._random.choice(ALARMS),
                    occurred_at=moment,
                    visible_at=self._reported(moment),
                )
                self._note(f"event.{name}_alarm", entry, "alarm-logs")

    def _moments(self, day: datetime, count: int) -> Iterator[datetime]:
        """Yield moments between six and midnight, apart from each other."""
        slots = range(6 * 3600, 24 * 3600, SECONDS_BETWEEN_ALARMS)
        for second in self._random.sample(slots, count):
            milliseconds = self._random.randrange(SECONDS_BETWEEN_ALARMS * 1000 // 2)
            yield day + timedelta(seconds=second, milliseconds=milliseconds)

    def _reported(self, moment: datetime) -> datetime:
        if self._random.random() < SHARE_OF_LATE:
            return moment + timedelta(hours=self._random.uniform(*HOURS_OF_LATE))
        return moment

    def _note(self, entity_id: str, entry: Entry, log: LogName) -> None:
        log = "records" if self._one_call else log
        visible_at = entry.uploaded_at + timedelta(seconds=entry.delays[log])
        self.made[entity_id, entry.occurred_at.isoformat()] = visible_at


@asynccontextmanager
async def home(
    household: Household, allowance: int, *, hints: bool
) -> AsyncIterator[tuple[HomeAssistant, MockConfigEntry]]:
    """Run a Home Assistant with the integration, set up for the household's cloud."""
    options: dict[str, Any] = {CONF_ALLOWANCE: allowance}
    if hints:
        options[CONF_MESSAGE_SERVICE] = "event-test"
        options[CONF_MESSAGE_URL] = "https://messages.invalid"
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Tuya",
        unique_id=ACCESS_ID,
        data={
            CONF_ACCESS_ID: ACCESS_ID,
            CONF_ACCESS_SECRET: ACCESS_SECRET,
            CONF_BASE_URL: "https://cloud.invalid",
        },
        options=options,
    )
    direct = Direct(household.cloud)
    with ExitStack() as stack:
        stack.enter_context(mock_storage())
        for session in (
            "clients.async_get_clientsession",
            "polling.hint_sources.message_listener.async_message_session",
        ):
            name = f"custom_components.{DOMAIN}.{session}"
            stack.enter_context(patch(name, return_value=direct))
        async with async_test_home_assistant() as hass:
            # The harness hides custom integrations unless asked for them.
            hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
            entry.add_to_hass(hass)
            if not await hass.config_entries.async_setup(entry.entry_id):
                raise RuntimeError(f"set-up failed: {entry.reason}")
            await hass.async_block_till_done()
            yield hass, entry
            await hass.config_entries.async_unload(entry.entry_id)
            await hass.async_stop(force=True)


async def _sleep_until(moment: datetime) -> None:
    await asyncio.sleep((moment - datetime.now(UTC)).total_seconds())


async def live(household: Household, figures: Figures, *, hints: bool) -> None:
    """Let a month pass in a Home Assistant with the integration."""
    seen: Counter[Row] = Counter()

    @callback
    def see(event: Event[EventStateChangedData]) -> None:
        new, old = event.data["new_state"], event.data["old_state"]
        if new is None or old is None or new.domain != "event":
            return
        if "occurred_at" not in new.attributes or new.state == old.state:
            return
        row = new.entity_id, new.attributes["occurred_at"]
        seen[row] += 1
        if visible_at := household.made.get(row):
            delays = figures.unlocks if "access" in new.entity_id else figures.alarms
            delays.append((new.last_changed - visible_at).total_seconds())
        if new.attributes["late"]:
            figures.late += 1
            return
        occurred_at = datetime.fromisoformat(new.attributes["occurred_at"])
        figures.live.append((new.last_changed - occurred_at).total_seconds())

    async with home(household, figures.allowance, hints=hints) as (hass, entry):
        hass.bus.async_listen(EVENT_STATE_CHANGED, see)
        for day in range(figures.days):
            household.live_a_day(BEGIN + day * DAY)
            await _sleep_until(BEGIN + (day + 1) * DAY)
            if day == figures.days // 2:
                plan = entry.runtime_data.devices.plan
                figures.interval = plan.interval.total_seconds()
        figures.calls = len(household.cloud.calls)
        topics = household.cloud.messages.topics.values()
        figures.messages = sum(topic.counts["delivered"] for topic in topics)
        figures.warned = any(
            (issue.translation_key or "").startswith("rare_polls")
            for issue in ir.async_get(hass).issues.values()
        )
        # What was uploaded late on the last day, and what is polled more rarely.
        rest = max(DAY, 2 * timedelta(seconds=figures.interval))
        await _sleep_until(BEGIN + figures.days * DAY + rest)
    figures.rows = len(household.made)
    figures.lost = len(household.made.keys() - seen.keys())
    figures.twice = sum(count - 1 for count in seen.values())
    figures.strange = len(seen.keys() - household.made.keys())


def main(arguments: Sequence[str] | None = None) -> None:
    """Let one month pass, and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("locks", type=int)
    add_arguments(parser)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.ERROR)
    abilities = (
        Abilities(open_logs=(), alarm_logs=(), records=("snake_case",))
        if options.one_call
        else Abilities(shadow=not options.no_shadow)
    )
    household = Household(
        options.locks,
        abilities,
        accesses=options.accesses,
        row_after=tuple(options.row_after),
    )
    figures = Figures(
        options.locks,
        1 if options.one_call else 2,
        accesses=options.accesses,
        allowance=options.allowance,
        days=options.days,
    )
    run(BEGIN, lambda: live(household, figures, hints=options.hints))
    print(json.dumps(asdict(figures)))


if __name__ == "__main__":
    main()
