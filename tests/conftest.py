"""A Tuya cloud on a socket, and a Home Assistant that polls it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import filterfalse
import logging
import os
from typing import Any, Final

from aiohttp.test_utils import TestServer
from freezegun.api import FrozenDateTimeFactory
from hypothesis import HealthCheck, settings
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.tuya_door_lock.const import (
    CONF_ACCESS_ID,
    CONF_ACCESS_SECRET,
    CONF_BASE_URL,
    DOMAIN,
)
from custom_components.tuya_door_lock.polling.counters import month_of
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from simulator import (
    ACCESS_ID,
    ACCESS_SECRET,
    Abilities,
    Credential,
    Lock,
    Person,
    TuyaCloud,
    create_app,
)

# How long a test takes says something about the machine only. Where a change is
# judged, the same examples are tried each time: new ones are found by those who work.
settings.register_profile(
    "default",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")

# The harness makes it log each statement, from a thread whose output nobody captures.
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)

START = "2026-11-23T08:00:00+00:00"
# Longer than any interval at which the few locks of a test are polled.
A_POLL_LATER = timedelta(minutes=14)


# The event of an access by Ana's right thumb, without its id, its time and its lock.
ANAS_ACCESS: Final[dict[str, Any]] = {
    "kind": "unlock",
    "type": "fingerprint",
    "method": "fingerprint",
    "alarm": None,
    "notice": None,
    "code": "unlock_fingerprint",
    "slot": 1,
    "user": "Ana",
    "person": None,
    "credential": "Right thumb",
    "participants": [],
    "uncertain": False,
    "duress_suspected": False,
    "bindable": False,
    "picture": False,
    "late": False,
    "count": 1,
}


@pytest.fixture(autouse=True)
def custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant load the integration, in the tests that have one."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Leave asyncio's debug mode alone: `pytest --asyncio-debug` turns it on.

    The harness turns it on, and a third of each test is then spent on the stacks that
    asyncio keeps of every call, task and future.
    """


@pytest.fixture
def cloud(freezer: FrozenDateTimeFactory) -> TuyaCloud:
    """Return a cloud with one lock, of the usual kind."""
    freezer.move_to(START)
    cloud = TuyaCloud.empty()
    cloud.add_lock(front_door())
    return cloud


def front_door(name: str = "Front door", **abilities: Any) -> Lock:
    """Return a lock with two people and a finger that nobody has named."""
    return Lock(
        f"bf{name.lower().replace(' ', '')}0000001",
        name,
        category="ms",
        product_name="Wi-Fi lock X1",
        abilities=Abilities(**abilities),
        people=[
            Person("Ana", "1001", [Credential("fingerprint", 1, "Right thumb")]),
            Person(
                "Ben",
                "1002",
                [
                    Credential("password", 3, "Ben's code"),
                    Credential("fingerprint", 2, "Index", duress=True),
                ],
            ),
        ],
    )


@pytest.fixture
async def base_url(cloud: TuyaCloud, socket_enabled: None) -> AsyncIterator[str]:
    """Serve the cloud and return its address."""
    server = TestServer(create_app(cloud))
    await server.start_server(access_log=None)
    yield str(server.make_url("")).rstrip("/")
    await server.close()


def sleeps(work: asyncio.Future[Any]) -> bool:
    """Return whether a task does nothing but wait for a time."""
    inner: Any = work.get_coro() if isinstance(work, asyncio.Task) else None
    while hasattr(awaited := getattr(inner, "cr_await", None), "cr_code"):
        inner = awaited
    is_sleep = getattr(inner, "cr_code", None) is asyncio.sleep.__code__
    return is_sleep and inner.cr_frame.f_locals["delay"] > 0


def may_sleep(work: asyncio.Future[Any]) -> bool:
    """Return whether a task may begin to wait for a time before it is done."""
    return isinstance(work, asyncio.Task) and work.get_name() == f"{DOMAIN} picture"


@dataclass
class Seen:
    """A state change of an event entity, as automations get it."""

    entity_id: str
    event_type: str
    attributes: dict[str, Any]


@dataclass
class Home:
    """A Home Assistant with the integration: what happens to it, what it shows."""

    hass: HomeAssistant
    cloud: TuyaCloud
    freezer: FrozenDateTimeFactory
    entry: MockConfigEntry
    events: list[Seen] = field(default_factory=list)
    list_interval = timedelta(hours=1, seconds=1)
    background = True
    """Whether what runs in the background ends by itself."""

    @property
    def types(self) -> list[str]:
        """Return the types of the events seen so far, in their order."""
        return [event.event_type for event in self.events]

    async def start(self) -> None:
        """Set the integration up."""
        self.hass.bus.async_listen(EVENT_STATE_CHANGED, self._async_see)
        self.entry.add_to_hass(self.hass)
        await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.settle()

    async def poll(self, after: timedelta = A_POLL_LATER) -> None:
        """Let time pass, so that every lock is polled once."""
        self.freezer.tick(after)
        async_fire_time_changed(self.hass)
        await self.settle()

    async def settle(self) -> None:
        """Wait for all that is under way, but for what sleeps until time passes."""
        await self.hass.async_block_till_done()
        works = self.hass._background_tasks  # noqa: SLF001
        while self.background and (busy := [*filterfalse(sleeps, works)]):
            if any(map(may_sleep, busy)):
                # A timeout would never end: time stands still.
                await asyncio.sleep(0)
            else:
                await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
            await self.hass.async_block_till_done()

    async def restart(self, *, off_for: timedelta = timedelta(0)) -> None:
        """Stop the integration, let time pass and start it again."""
        await self.hass.config_entries.async_unload(self.entry.entry_id)
        await self.settle()
        assert self.entry.state is ConfigEntryState.NOT_LOADED
        self.freezer.tick(off_for)
        await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.settle()

    def spend(self, calls: int) -> None:
        """Let so many calls have been made this month."""
        counter = self.entry.runtime_data.devices.quota.counter
        counter.months[month_of(self.cloud.clock.now())]["open-logs"] = calls

    def state(self, entity_id: str) -> str:
        """Return the state of an entity."""
        state = self.hass.states.get(entity_id)
        assert state is not None, f"there is no {entity_id}"
        return state.state

    @callback
    def _async_see(self, event: Event[EventStateChangedData]) -> None:
        """Note what `event.received` would start an automation for."""
        old, new = event.data["old_state"], event.data["new_state"]
        if (
            new is None
            or old is None
            or new.domain != "event"
            or new.state in (STATE_UNAVAILABLE, STATE_UNKNOWN)
            or old.state in (new.state, STATE_UNAVAILABLE)
        ):
            return
        attributes = dict(new.attributes)
        self.events.append(
            Seen(new.entity_id, attributes.pop("event_type"), attributes)
        )


@pytest.fixture
async def home(
    hass: HomeAssistant,
    cloud: TuyaCloud,
    base_url: str,
    freezer: FrozenDateTimeFactory,
) -> AsyncIterator[Home]:
    """Return a home whose integration is not set up yet."""
    home = Home(hass, cloud, freezer, mock_entry(base_url))
    yield home
    await unload(hass, home.entry)


@pytest.fixture
async def running(home: Home) -> Home:
    """Return a home whose integration runs."""
    await home.start()
    return home


def mock_entry(base_url: str, **options: Any) -> MockConfigEntry:
    """Return the entry that the config flow makes for the cloud."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Tuya",
        unique_id=ACCESS_ID,
        data={
            CONF_ACCESS_ID: ACCESS_ID,
            CONF_ACCESS_SECRET: ACCESS_SECRET,
            CONF_BASE_URL: base_url,
        },
        options=options,
    )


async def unload(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Unload an entry before the cloud goes away."""
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
