"""What demo and check share: the cloud, Home Assistant, and the integration in it."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
import shutil
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, web

from simulator import TuyaCloud, create_app, household

from . import family, options
from .client import HomeAssistantClient, Json
from .errors import DemoError
from .home import HOST, ROOT, Log, config_folder, home_assistant, store, time_zone

DOMAIN: Final = "tuya_door_lock"
EVENTS: Final = ("access", "alarm", "doorbell")
NOT_A_TIME: Final = ("unavailable", "unknown")

# The group of users who see one light and nothing else: no page of Home Assistant's
# makes one, and its storage accepts it.
ONE_LIGHT: Final = "one-light"
SECONDS_TO_START: Final = 180
# As far back as the integration reads when it first sees a lock.
WEEKS: Final = 4


CONFIGURATION: Final = """\
homeassistant:
  name: Demo
  country: IE
  time_zone: {time_zone}
  language: en
  unit_system: metric
  auth_providers:
    # Whoever opens the page on this machine is let in without a password.
    - type: trusted_networks
      trusted_networks: 127.0.0.1
      allow_bypass_login: true
    - type: homeassistant
automation: !include automations.yaml
config:
frontend:
history:
input_boolean:
logbook:
logger:
  default: warning
media_source:
my:
"""


@dataclass(frozen=True, slots=True)
class LockDevice:
    """A lock as Home Assistant knows it."""

    id: str
    device_id: str
    name: str
    entities: dict[str, str]
    """The enabled entities, by what our integration calls them."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event of a lock that reached Home Assistant's state machine."""

    lock: LockDevice
    key: str
    type: str
    record_id: str
    occurred_at: datetime
    attributes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """A running Home Assistant that follows the locks of a simulated cloud."""

    cloud: TuyaCloud
    cloud_url: str
    process: asyncio.subprocess.Process
    client: HomeAssistantClient
    url: str
    version: str
    entry_id: str
    locks: list[LockDevice]
    project: dict[str, str]
    """The enabled entities of the cloud project, as those of a lock."""

    async def refresh(self) -> None:
        """Have every lock polled now, or as soon as Home Assistant lets it be.

        The integration's own pace spreads Tuya's monthly allowance over the month:
        minutes, too slow to watch.
        """
        await self.client.act(
            "homeassistant.update_entity",
            entity_id=[lock.entities["last_unlocked_by"] for lock in self.locks],
        )

    async def ended(self) -> None:
        """Wait for Home Assistant to end, which it must not."""
        code = await self.process.wait()
        raise DemoError(f"Home Assistant ended by itself with code {code}")


class Watcher:
    """Finds the events of the locks in Home Assistant's stream of states."""

    def __init__(self, locks: list[LockDevice], states: Iterable[Json]) -> None:
        """Watch the event entities of some locks, which have these states so far."""
        self._watched = {
            lock.entities[key]: (lock, key)
            for lock in locks
            for key in EVENTS
            if key in lock.entities
        }
        self._last = {each["entity_id"]: each["state"] for each in states}

    def sighting(self, change: Json) -> Sighting | None:
        """Return the event that a change of state is, if it is one.

        An entity that comes back shows the event that it showed before.
        """
        entity_id = change["data"]["entity_id"]
        new = change["data"]["new_state"]
        if entity_id not in self._watched or new is None or new["state"] in NOT_A_TIME:
            return None
        if new["state"] == self._last.get(entity_id):
            return None
        self._last[entity_id] = new["state"]
        lock, key = self._watched[entity_id]
        attributes = new["attributes"]
        return Sighting(
            lock=lock,
            key=key,
            type=attributes["event_type"],
            record_id=attributes["record_id"],
            occurred_at=datetime.fromisoformat(attributes["occurred_at"]),
            attributes=attributes,
        )


@asynccontextmanager
async def served(cloud: TuyaCloud, port: int = 0) -> AsyncIterator[str]:
    """Serve a simulated cloud, on a free port unless one is given, and yield its address."""
    runner = web.AppRunner(create_app(cloud), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        yield f"http://{HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def stage(port: int, log: Log, *, lived_in: bool = False) -> AsyncIterator[Stage]:
    """Set everything up as a user does, and clear it away.

    Only the log stays. A home that is lived in has persons, rooms and automations.
    """
    cloud = household(weeks=WEEKS)
    url = f"http://{HOST}:{port}"
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(_config_folder(port))
        cloud_url = await stack.enter_async_context(served(cloud))
        session = await stack.enter_async_context(
            ClientSession(timeout=ClientTimeout(total=60))
        )
        # What it needs is in the environment; to look for more would cost time.
        process = await stack.enter_async_context(
            home_assistant(folder, "--skip-pip", "--log-no-color", log=log.path)
        )
        client = HomeAssistantClient(session, url)
        await _started(client, process)
        await client.sign_up()
        await stack.enter_async_context(client.connected())
        version = await _running(client)
        if lived_in:
            await family.add_persons(client)
            some = [lock.id for lock in cloud.locks if not lock.abilities.media]
            entry_id = await _set_up(client, cloud, cloud_url, some)
            await family.settle(client, cloud, entry_id)
        else:
            every = [lock.id for lock in cloud.locks]
            entry_id = await _set_up(client, cloud, cloud_url, every)
        await options.listen_to_messages(client, entry_id, cloud_url)
        locks, project = await _devices(client, cloud, entry_id)
        if lived_in:
            await family.add_rooms_and_automations(
                client, {lock.id: lock.device_id for lock in locks}
            )
        yield Stage(
            cloud=cloud,
            cloud_url=cloud_url,
            process=process,
            client=client,
            url=url,
            version=version,
            entry_id=entry_id,
            locks=locks,
            project=project,
        )


@contextmanager
def _config_folder(port: int) -> Iterator[Path]:
    """Make the config folder of a home in which the owner is about to sign up."""
    with config_folder(
        "demo",
        CONFIGURATION.format(time_zone=time_zone()),
        port=port,
        files={"automations.yaml": "[]\n"},
    ) as folder:
        shutil.copytree(ROOT / "blueprints", folder / "blueprints")
        (folder / "media").mkdir()
        # The first page of the onboarding is left: it creates the user.
        done = {"done": ["core_config", "analytics", "integration"]}
        store(folder, "onboarding", (4, 1), done)
        policy = {"entities": {"entity_ids": {"light.hall": True}}}
        group = {"id": ONE_LIGHT, "name": "One light", "policy": policy}
        users: Json = {"users": [], "credentials": [], "refresh_tokens": []}
        store(folder, "auth", (1, 1), {"groups": [group], **users})
        yield folder


async def _started(
    client: HomeAssistantClient, process: asyncio.subprocess.Process
) -> None:
    """Wait until Home Assistant answers."""
    try:
        async with asyncio.timeout(SECONDS_TO_START):
            while not await client.is_up():
                if process.returncode is not None:
                    raise DemoError("Home Assistant did not start")
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise DemoError(
            f"Home Assistant does not answer after {SECONDS_TO_START} seconds"
        ) from None


async def _running(client: HomeAssistantClient) -> str:
    """Wait until Home Assistant has set up everything; return its version."""
    try:
        async with asyncio.timeout(SECONDS_TO_START):
            while (config := await client.command("get_config"))["state"] != "RUNNING":
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise DemoError("Home Assistant does not finish its start") from None
    return str(config["version"])


async def _set_up(
    client: HomeAssistantClient, cloud: TuyaCloud, cloud_url: str, locks: list[str]
) -> str:
    """Set the integration up through its config flow; return the entry's id."""
    path = "/api/config/config_entries/flow"
    step = await client.post(path, {"handler": DOMAIN})
    path = f"{path}/{step['flow_id']}"
    answers: dict[str, Json] = {
        "user": {
            "access_id": cloud.access_id,
            "access_secret": cloud.access_secret,
            "data_center": "custom",
        },
        "custom": {"base_url": cloud_url},
        "locks": {"locks": locks},
    }
    for name, answer in answers.items():
        if step["type"] != "form" or step["step_id"] != name or step["errors"]:
            raise DemoError(f"the config flow shows {step} instead of the step {name}")
        step = await client.post(path, answer)
    if step["type"] != "create_entry":
        raise DemoError(f"the config flow ends with {step}")
    entry = step["result"]
    if entry["state"] != "loaded":
        raise DemoError(f"the integration is not loaded: {entry}")
    return str(entry["entry_id"])


async def _devices(
    client: HomeAssistantClient, cloud: TuyaCloud, entry_id: str
) -> tuple[list[LockDevice], dict[str, str]]:
    """Return the locks in the cloud's order, and the project's entities."""
    devices = {
        identifier: device
        for device in await client.command("config/device_registry/list")
        for domain, identifier in device["identifiers"]
        if domain == DOMAIN
    }
    entities = [
        each
        for each in await client.command("config/entity_registry/list")
        if each["platform"] == DOMAIN and each["disabled_by"] is None
    ]

    def entities_of(identifier: str) -> dict[str, str]:
        return {
            entity["unique_id"].removeprefix(f"{identifier}_"): entity["entity_id"]
            for entity in entities
            if entity["device_id"] == devices[identifier]["id"]
        }

    locks = [
        LockDevice(
            id=lock.id,
            device_id=devices[lock.id]["id"],
            name=devices[lock.id]["name"],
            entities=entities_of(lock.id),
        )
        for lock in cloud.locks
    ]
    return locks, entities_of(entry_id)
