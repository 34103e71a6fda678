"""The blueprints, as automations that a user has made of them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
import re
from shutil import copytree
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
    async_mock_service,
    mock_restore_cache,
)
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.tuya_door_lock.api.records import UnlockMethod
from custom_components.tuya_door_lock.const import CONF_PRIVACY, DOMAIN
from custom_components.tuya_door_lock.people.persons import Assignee
from homeassistant.core import (
    Context,
    Event,
    HomeAssistant,
    ServiceCall,
    State,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.loader import async_get_integration
from homeassistant.setup import async_setup_component
from homeassistant.util import slugify
from homeassistant.util.yaml import load_yaml_dict

from .conftest import Home, front_door
from .persons import give

ROOT: Final = Path(__file__).parent.parent
FOLDER: Final = ROOT / "blueprints" / "automation" / DOMAIN
NAMES: Final = sorted(path.stem for path in FOLDER.iterdir())

# The tests begin on a Monday at 9:00 here.
TIME_ZONE: Final = "Europe/Vienna"
TARGET: Final = {"entity_id": ["notify.bens_phone"]}


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Return the config folder of somebody who has imported the blueprints."""
    copytree(ROOT / "blueprints", tmp_path / "blueprints")
    return str(tmp_path)


class Automations:
    """The automations of a home, and what they have sent and done."""

    def __init__(self, home: Home) -> None:
        """Listen to what is sent."""
        self.home = home
        self.hass = home.hass
        self.sent = async_mock_service(self.hass, "notify", "send_message")
        self.told: list[dict[str, Any]] = []
        self.hass.bus.async_listen("told", self._note)

    @callback
    def _note(self, event: Event[dict[str, Any]]) -> None:
        self.told.append(dict(event.data))

    async def use(self, blueprint: str, **inputs: Any) -> None:
        """Make an automation of a blueprint, with the defaults of all other inputs."""
        lock = device_id(self.home)
        needed = {"lock": lock} if blueprint == "low_battery" else {"locks": [lock]}
        assert await async_setup_component(
            self.hass,
            "automation",
            {
                "automation": {
                    "id": blueprint,
                    "alias": blueprint,
                    "use_blueprint": {
                        "path": f"{DOMAIN}/{blueprint}.yaml",
                        "input": needed | {"notify": TARGET} | inputs,
                    },
                }
            },
        )
        await self.hass.async_block_till_done()
        assert self.home.state(f"automation.{blueprint}") == "on"

    async def turn(self, state: str) -> None:
        """Turn all automations on or off."""
        await self.hass.services.async_call(
            "automation", f"turn_{state}", {"entity_id": "all"}, blocking=True
        )

    async def at(self, time: str) -> None:
        """Let it become a time of the clock on the wall."""
        self.home.freezer.move_to(datetime.fromisoformat(f"{time}+01:00"))
        async_fire_time_changed(self.hass)
        await self.home.settle()

    @property
    def messages(self) -> list[str]:
        """Return what was sent."""
        return [call.data["message"] for call in self.sent]


def device_id(home: Home, name: str = "Front door") -> str:
    """Return the device of a lock."""
    device = dr.async_get(home.hass).async_get_device_by_identifier(
        (DOMAIN, home.cloud.find(name).id), home.entry.entry_id
    )
    assert device is not None
    return device.id


def tell(*variables: str) -> list[dict[str, Any]]:
    """Return an action of a user's own, which tells the variables that it gets."""
    data = {name: f"{{{{ {name} }}}}" for name in variables}
    return [{"event": "told", "event_data": data}]


@pytest.fixture
async def automations(
    running: Home, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Automations]:
    """Return the automations of a home, none of which may complain."""
    await running.hass.config.async_set_time_zone(TIME_ZONE)
    automations = Automations(running)
    yield automations
    await automations.turn("off")
    of_blueprints = ("automation", "blueprint", "script", "template", "trigger")
    assert not [
        record.getMessage()
        for record in caplog.records
        if record.levelname in ("WARNING", "ERROR")
        and any(name in record.name for name in of_blueprints)
    ]


# ------------------------------------------------------------------- the files


@pytest.mark.parametrize("name", NAMES)
async def test_a_blueprint_can_be_imported_from_its_address(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    aioclient_mock: AiohttpClientMocker,
    tmp_path: Path,
    name: str,
) -> None:
    """And what Home Assistant writes down does the same."""
    file = FOLDER / f"{name}.yaml"
    address = load_yaml_dict(str(file))["blueprint"]["source_url"]
    aioclient_mock.get(
        address.replace("github.com", "raw.githubusercontent.com").replace(
            "/blob/", "/"
        ),
        text=file.read_text("utf-8"),
    )
    assert await async_setup_component(hass, "automation", {"automation": []})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "blueprint/import", "url": address})
    answer = await client.receive_json()
    assert answer["success"]
    imported = answer["result"]
    assert imported["validation_errors"] is None
    assert imported["suggested_filename"] == f"tuya-door-lock/{name}"

    await client.send_json_auto_id(
        {
            "type": "blueprint/save",
            "domain": "automation",
            "path": imported["suggested_filename"],
            "yaml": imported["raw_data"],
            "source_url": address,
        }
    )
    assert (await client.receive_json())["success"]
    saved = tmp_path / "blueprints/automation/tuya-door-lock" / f"{name}.yaml"
    written, ours = load_yaml_dict(str(saved)), load_yaml_dict(str(file))
    assert written.pop("blueprint")["name"] == ours.pop("blueprint")["name"]
    assert written == ours


@pytest.mark.parametrize("name", NAMES)
async def test_a_blueprint_says_what_it_is(hass: HomeAssistant, name: str) -> None:
    """Where it comes from, for which version, and what each of its inputs is for."""
    blueprint = load_yaml_dict(str(FOLDER / f"{name}.yaml"))["blueprint"]
    integration = await async_get_integration(hass, DOMAIN)
    path = f"blob/main/blueprints/automation/{DOMAIN}/{name}.yaml"
    assert blueprint["source_url"] == f"{integration.documentation}/{path}"
    assert blueprint["homeassistant"] == {"min_version": "2026.8.0"}
    for described in (blueprint, *inputs_of(blueprint).values()):
        assert described["name"]
    for key in ("locks", "lock"):
        if selector := inputs_of(blueprint).get(key, {}).get("selector"):
            assert selector["device"]["filter"] == [{"integration": DOMAIN}]


def inputs_of(blueprint: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the inputs of a blueprint, also those in sections."""
    found: dict[str, dict[str, Any]] = {}
    for key, each in blueprint["input"].items():
        found |= each.get("input", {key: each})
    return found


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("door_left_open", {"locks"}),
        ("duress", {"locks", "people"}),
        ("home_from_school", {"locks", "child"}),
        ("low_battery", {"lock"}),
        ("new_credential", {"locks"}),
        ("repeated_attempts", {"locks"}),
        ("who_came_home", {"locks"}),
    ],
)
def test_little_has_to_be_filled_in(name: str, needed: set[str]) -> None:
    """All else has a default."""
    inputs = inputs_of(load_yaml_dict(str(FOLDER / f"{name}.yaml"))["blueprint"])
    assert {key for key, each in inputs.items() if "default" not in each} == needed


@pytest.mark.parametrize("name", ["who_came_home", "home_from_school"])
def test_no_method_is_forgotten(name: str) -> None:
    """Whoever opens from inside, or clears passwords, does not come home."""
    triggers = load_yaml_dict(str(FOLDER / f"{name}.yaml"))["triggers"]
    types = [
        each
        for trigger in triggers
        if trigger["trigger"] == "event.received"
        for each in trigger["options"]["event_type"]
    ]
    assert len(types) == len(set(types))
    remote = {"app", "phone_remote", "remote", "voice_remote"}
    assert set(UnlockMethod) - set(types) - remote == {
        "inside",
        "offline_clear",
        "offline_clear_single",
    }
    assert (remote <= set(types)) == (name == "who_came_home")


def test_the_readme_links_to_each_blueprint_or_to_none() -> None:
    """A link opens the import in the reader's own Home Assistant."""
    linked = re.findall(
        r"https://my\.home-assistant\.io/redirect/blueprint_import/"
        r"\?blueprint_url=([^)\s]+)",
        (ROOT / "README.md").read_text("utf-8"),
    )
    files = [Path(urlsplit(link).path).stem for link in linked]
    assert sorted(set(files)) in ([], NAMES)
    for name, link in zip(files, linked, strict=True):
        blueprint = load_yaml_dict(str(FOLDER / f"{name}.yaml"))["blueprint"]
        assert link == blueprint["source_url"]


# -------------------------------------------------------- what holds for all


class Case(NamedTuple):
    """What a blueprint is for, and how many messages it sends."""

    happen: Callable[[Home, int], object]
    again: int = 2
    """After the second time."""

    late: int = 0
    inputs: dict[str, Any] = {}


def attempts(home: Home, _: int) -> None:
    """Let somebody fail four times."""
    now = home.cloud.clock.now()
    for seconds in range(4):
        home.cloud.add_attempt(
            "Front door", occurred_at=now + timedelta(seconds=seconds)
        )


CASES: Final = {
    "door_left_open": Case(
        lambda home, _: home.cloud.add_alarm("Front door", "unclosed_time")
    ),
    "duress": Case(
        lambda home, _: home.cloud.add_duress("Front door"),
        late=1,
        inputs={"people": ["person.ana"]},
    ),
    "home_from_school": Case(
        lambda home, _: home.cloud.add_unlock("Front door"),
        again=1,
        inputs={"child": "Ana", "start": "08:00:00", "expected": "08:30:00"},
    ),
    "low_battery": Case(
        lambda home, _: home.cloud.add_alarm("Front door", "low_battery"),
        again=1,
        late=1,
    ),
    "new_credential": Case(
        lambda home, slot: home.cloud.add_unlock("Front door", slot=slot), late=1
    ),
    "repeated_attempts": Case(attempts),
    "who_came_home": Case(lambda home, _: home.cloud.add_unlock("Front door")),
}


@pytest.mark.parametrize("name", NAMES)
async def test_what_happened_is_told_once_whatever_happens_to_home_assistant(
    automations: Automations, name: str
) -> None:
    """And what happens during an outage is told when it is over."""
    home, case = automations.home, CASES[name]
    await automations.use(name, **case.inputs)
    case.happen(home, 7)
    await home.poll()
    assert len(automations.sent) == 1
    assert automations.sent[0].data["entity_id"] == TARGET["entity_id"]

    await home.poll()
    await home.restart()
    await automations.turn("off")
    await automations.turn("on")
    home.cloud.fail_next(99, "http_500")
    await home.poll()
    home.cloud.recover()
    await home.poll()
    assert len(automations.sent) == 1

    home.cloud.fail_next(99, "http_500")
    await home.poll()
    home.cloud.recover()
    case.happen(home, 8)
    await home.poll()
    assert len(automations.sent) == case.again


@pytest.mark.parametrize("name", ["duress", "new_credential", "who_came_home"])
async def test_each_of_several_that_come_with_one_poll_is_told(
    automations: Automations, name: str
) -> None:
    """While the user's own actions for the one before still run."""
    home, case = automations.home, CASES[name]

    async def take_a_moment(_: ServiceCall) -> None:
        await asyncio.sleep(0)

    home.hass.services.async_register("test", "wait", take_a_moment)
    actions = [{"action": "test.wait"}, *tell()]
    await automations.use(name, **case.inputs | {"actions": actions})
    for slot in (7, 8, 9):
        case.happen(home, slot)
        home.freezer.tick(timedelta(seconds=10))
    await home.poll()
    assert len(automations.sent) == len(automations.told) == 3


@pytest.mark.parametrize("name", NAMES)
async def test_the_past_is_told_only_where_the_blueprint_says_so(
    automations: Automations, name: str
) -> None:
    """Home Assistant was off until five in the morning."""
    home, case = automations.home, CASES[name]
    await automations.use(name, **case.inputs)
    case.happen(home, 7)
    await home.restart(off_for=timedelta(hours=20))
    assert len(automations.sent) == case.late


@pytest.mark.parametrize("name", NAMES)
async def test_what_it_is_not_for_is_not_told(
    automations: Automations, name: str
) -> None:
    """Neither now nor late: rings, alarms and accesses of another kind."""
    home, case = automations.home, CASES[name]
    await automations.use(name, **case.inputs)

    def happen() -> None:
        for other in ("inside", "offline_clear"):
            home.cloud.add_unlock("Front door", other, None, person="Ana")
        home.cloud.add_alarm("Front door", "pry")
        home.cloud.add_attempt("Front door")
        home.cloud.add_ring("Front door")

    happen()
    await home.poll()
    # The first ring enables the doorbell, and Home Assistant reloads the entry.
    await home.poll(timedelta(seconds=31))
    happen()
    await home.restart(off_for=timedelta(hours=19))
    assert {event.event_type for event in home.events} > {"inside", "ring", "late"}
    assert automations.messages == []


@pytest.mark.parametrize("name", NAMES)
async def test_actions_of_the_users_own_run_with_and_without_a_message(
    automations: Automations, name: str
) -> None:
    """Nobody has to choose whom to notify."""
    home, case = automations.home, CASES[name]
    await automations.use(name, **case.inputs | {"notify": {}, "actions": tell()})
    case.happen(home, 7)
    await home.poll()
    assert automations.messages == []
    assert len(automations.told) == 1


@pytest.mark.parametrize("name", NAMES)
async def test_actions_of_the_users_own_run_when_the_message_cannot_be_sent(
    automations: Automations, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The phone is gone."""
    home, case = automations.home, CASES[name]
    async_mock_service(
        home.hass, "notify", "send_message", raise_exception=HomeAssistantError("gone")
    )
    await automations.use(name, **case.inputs | {"actions": tell()})
    case.happen(home, 7)
    await home.poll()
    assert len(automations.told) == 1
    caplog.clear()


# ------------------------------------------------------------ who came home


async def test_everybody_who_comes_with_one_poll_is_told(
    automations: Automations,
) -> None:
    """Three rows between two polls, two of them alike, and a finger without a name."""
    await automations.use("who_came_home")
    cloud = automations.home.cloud
    now = cloud.clock.now()
    for minutes, method, slot in (
        (0, "fingerprint", 1),
        (1, "password", 3),
        (2, "fingerprint", 1),
        (3, "fingerprint", 9),
    ):
        cloud.add_unlock(
            "Front door", method, slot, occurred_at=now + timedelta(minutes=minutes)
        )
    await automations.home.poll()
    assert automations.messages == [
        "Ana came in at 09:00.",
        "Ben came in at 09:01.",
        "Ana came in at 09:02.",
        "Fingerprint 9 came in at 09:03.",
    ]
    assert {call.data["title"] for call in automations.sent} == {"Front door"}


@pytest.mark.parametrize(
    "inputs",
    [{"people": ["person.ben"]}, {"names": ["ben"]}, {"names": ["Cleo", "Ben"]}],
)
async def test_only_those_who_were_chosen_are_told_of(
    automations: Automations, inputs: dict[str, Any]
) -> None:
    """By their person, or by a name in any spelling."""
    automations.hass.states.async_set("person.ben", "home", {"friendly_name": "Ben"})
    await automations.use("who_came_home", **inputs)
    cloud = automations.home.cloud
    cloud.add_unlock("Front door")
    cloud.add_unlock("Front door", "password", 3)
    cloud.add_unlock("Front door", "fingerprint", 9)
    await automations.home.poll()
    assert automations.messages == ["Ben came in at 09:00."]


async def test_those_who_open_together_are_told_of_together(
    automations: Automations,
) -> None:
    """Only some locks ask for two fingers."""
    home = automations.home
    home.cloud.add_lock(
        front_door("Safe", open_logs=(), alarm_logs=(), records=("snake_case",))
    )
    home.cloud.add_unlock("Safe")
    await home.poll(home.list_interval)
    await automations.use(
        "who_came_home", locks=[device_id(home, "Safe")], names=["Ben"]
    )
    home.cloud.add_unlock("Safe")
    home.cloud.add_unlock("Safe", "double", None, participants=["Ana", "Ben"])
    await home.poll()
    assert automations.messages == ["Ana, Ben came in at 10:00."]


async def test_a_person_is_recognized_by_what_the_options_say(
    automations: Automations,
) -> None:
    """Also where the app has another name for them."""
    home = automations.home
    automations.hass.states.async_set("person.b", "home", {"friendly_name": "Benny"})
    give(home, Assignee("Benny", "person.b"), "password:3")
    await automations.use("who_came_home", people=["person.b"])
    home.cloud.add_unlock("Front door")
    home.cloud.add_unlock("Front door", "password", 3)
    await home.poll()
    assert automations.messages == ["Benny came in at 09:00."]


@pytest.mark.parametrize(("remote", "messages"), [(False, 0), (True, 2)])
async def test_openings_from_anywhere_are_told_only_if_wanted(
    automations: Automations, remote: bool, messages: int
) -> None:
    """Whoever uses the app may be far away."""
    await automations.use("who_came_home", remote=remote)
    for method in ("app", "phone_remote"):
        automations.home.cloud.add_unlock("Front door", method, None, person="Ana")
    await automations.home.poll()
    assert len(automations.messages) == messages


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("22:00:00", "07:00:00", True),
        ("22:00:00", "09:30:00", False),
        ("09:00:00", "09:30:00", False),
        ("09:30:00", "10:00:00", True),
        ("09:00:00", "09:00:00", True),
    ],
)
async def test_quiet_hours_are_quiet(
    automations: Automations, start: str, end: str, told: bool
) -> None:
    """The poll comes at 9:14."""
    await automations.use(
        "who_came_home", quiet_from=start, quiet_to=end, actions=tell()
    )
    automations.home.cloud.add_unlock("Front door")
    await automations.home.poll()
    assert bool(automations.messages) == told
    assert bool(automations.told) == told


async def test_late_accesses_are_told_as_such_if_wanted(
    automations: Automations,
) -> None:
    """With the day, where it was another one."""
    await automations.use(
        "who_came_home", late=True, actions=tell("who", "method", "late", "lock")
    )
    home = automations.home
    home.cloud.add_unlock("Front door")
    home.cloud.add_unlock("Front door", "app", None, person="Ben")
    for _ in range(4):
        home.cloud.add_alarm("Front door", "wrong_password", person="Ben")
        home.freezer.tick(timedelta(seconds=1))
    await home.restart(off_for=timedelta(hours=5))
    # Each access and attempt, and that the attempts have added up.
    assert home.types == ["late"] * 7
    assert automations.messages == ["Ana came in at 09:00. The lock reported it late."]
    assert automations.told == [
        {"who": "Ana", "method": "fingerprint", "late": True, "lock": "Front door"}
    ]
    # Nobody has used this card before, which is a late event of its own.
    home.cloud.add_unlock("Front door", "card", 5, person="Ben")
    await home.restart(off_for=timedelta(days=1))
    assert automations.messages[1:] == [
        "Ben came in at 2026-11-23 14:00. The lock reported it late."
    ]


async def test_the_message_can_be_in_any_language(automations: Automations) -> None:
    """With the variables that the form names."""
    await automations.use(
        "who_came_home", message="{{ who }} ist um {{ when }} gekommen ({{ method }})."
    )
    automations.home.cloud.add_unlock("Front door")
    await automations.home.poll()
    assert automations.messages == ["Ana ist um 09:00 gekommen (fingerprint)."]


async def test_only_the_locks_that_were_chosen_are_told_of(
    automations: Automations,
) -> None:
    """The neighbors have one, too."""
    home = automations.home
    home.cloud.add_lock(front_door("Back door"))
    await home.poll(home.list_interval)
    await automations.use("who_came_home")
    home.cloud.add_unlock("Back door")
    await home.poll()
    assert home.types == ["fingerprint"]
    assert automations.messages == []


# ---------------------------------------------------------------------- duress


class Household:
    """Persons with phones, as the Home Assistant app makes them."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with nobody."""
        self.hass = hass
        self.calls: dict[str, list[Any]] = {}

    def phone(
        self, name: str, *, push: bool = True, integration: str = "mobile_app"
    ) -> str:
        """Add a phone and return what tracks it."""
        slug = slugify(name)
        entry = MockConfigEntry(domain=integration, title=name)
        entry.add_to_hass(self.hass)
        device = dr.async_get(self.hass).async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={(integration, slug)},
            name=name,
        )
        registry = er.async_get(self.hass)
        for domain in ("device_tracker", "notify") if push else ("device_tracker",):
            registry.async_get_or_create(
                domain,
                integration,
                slug,
                suggested_object_id=slug,
                config_entry=entry,
                device_id=device.id,
            )
        if push:
            # As Home Assistant names the actions of its app.
            action = slugify(f"mobile_app_{name}")
            self.calls[name] = async_mock_service(self.hass, "notify", action)
        return f"device_tracker.{slug}"

    def person(self, name: str, *trackers: str) -> str:
        """Add a person and return its entity."""
        person = f"person.{name.lower()}"
        self.hass.states.async_set(
            person, "home", {"friendly_name": name, "device_trackers": list(trackers)}
        )
        return person

    @property
    def told(self) -> list[str]:
        """Return the phones that got something, in alphabetical order."""
        return sorted(name for name, calls in self.calls.items() if calls)


@pytest.fixture
def household(automations: Automations) -> Household:
    """Return Ana with a phone and a tracker on her keys, and Ben with two phones."""
    household = Household(automations.hass)
    household.person("Ana", household.phone("Ana's phone"), "device_tracker.keys")
    household.person(
        "Ben", household.phone("Ben's phone"), household.phone("Ben's old phone")
    )
    household.person("Carla")
    return household


EVERYBODY: Final = ["person.ana", "person.ben", "person.carla"]


async def test_duress_is_told_to_all_but_whoever_was_forced(
    automations: Automations, household: Household
) -> None:
    """Ben's finger: Ana's phone sounds, also if it is silent."""
    await automations.use("duress", people=EVERYBODY, notify={})
    automations.home.cloud.add_duress("Front door", "fingerprint", 2)
    await automations.home.poll()
    assert household.told == ["Ana's phone"]
    (call,) = household.calls["Ana's phone"]
    assert call.data == {
        "title": "Front door",
        "message": "Ben opened Front door under duress at 09:00. Do not call. Get help.",
        "data": {
            "ttl": 0,
            "priority": "high",
            "channel": "alarm_stream",
            "push": {"sound": {"name": "default", "critical": 1, "volume": 1.0}},
        },
    }


async def test_duress_is_told_on_every_phone_of_a_person(
    automations: Automations, household: Household
) -> None:
    """Ana's finger."""
    await automations.use("duress", people=EVERYBODY, notify={})
    automations.home.cloud.add_duress("Front door", "fingerprint", 1)
    await automations.home.poll()
    assert household.told == ["Ben's old phone", "Ben's phone"]


async def test_duress_does_nothing_at_the_door(
    automations: Automations, household: Household
) -> None:
    """All that is called are the phones, and what the owner has chosen."""
    called: list[str] = []
    automations.hass.bus.async_listen(
        "call_service",
        lambda event: called.append(f"{event.data['domain']}.{event.data['service']}"),
    )
    await automations.use("duress", people=EVERYBODY)
    called.clear()
    automations.home.cloud.add_duress("Front door")
    await automations.home.poll()
    assert sorted(called) == ["notify.mobile_app_ana_s_phone", "notify.send_message"]


async def test_others_are_told_of_duress_whoever_it_was(
    automations: Automations, household: Household
) -> None:
    """The neighbor has another kind of notification, and the owner actions."""
    await automations.use("duress", people=["person.ben"], actions=tell("who", "late"))
    automations.home.cloud.add_duress("Front door", "fingerprint", 2)
    await automations.home.poll()
    assert household.told == []
    assert automations.messages == [
        "Ben opened Front door under duress at 09:00. Do not call. Get help."
    ]
    assert automations.told == [{"who": "Ben", "late": False}]


async def test_duress_is_told_however_late(
    automations: Automations, household: Household
) -> None:
    """With the day."""
    await automations.use("duress", people=EVERYBODY, actions=tell("late"))
    automations.home.cloud.add_duress("Front door")
    await automations.home.restart(off_for=timedelta(days=1))
    assert household.told == ["Ana's phone"]
    assert automations.messages == [
        "Ben opened Front door under duress at 2026-11-23 09:00. Do not call. Get help."
    ]
    assert automations.told == [{"late": True}]


@pytest.mark.parametrize(
    ("unknown", "told"),
    [(True, ["Ana's phone", "Ben's old phone", "Ben's phone"]), (False, [])],
)
@pytest.mark.parametrize("privacy", ["names", "initials", "none"])
async def test_the_owner_decides_if_nobody_knows_who_was_forced(
    automations: Automations,
    household: Household,
    unknown: bool,
    told: list[str],
    privacy: str,
) -> None:
    """A finger that nobody has named, or whose name is not to be shown."""
    home = automations.home
    automations.hass.config_entries.async_update_entry(
        home.entry, options={CONF_PRIVACY: privacy}
    )
    await home.restart()
    await automations.use("duress", people=EVERYBODY, unknown=unknown)
    slot = 7 if privacy == "names" else 2
    home.cloud.add_duress("Front door", "fingerprint", slot)
    await home.poll()
    assert household.told == told
    assert len(automations.messages) == 1


async def test_all_are_told_when_a_person_who_is_not_chosen_was_forced(
    automations: Automations, household: Household
) -> None:
    """Ben is known, though nobody tells him anything."""
    await automations.use("duress", people=["person.ana"], unknown=False)
    automations.home.cloud.add_duress("Front door", "fingerprint", 2)
    await automations.home.poll()
    assert household.told == ["Ana's phone"]


async def test_only_phones_that_can_sound_and_nobody_at_the_door_has_get_duress(
    automations: Automations, household: Household
) -> None:
    """The phone of the house may be in the wrong hands."""
    shared = household.phone("Shared phone")
    mute = household.phone("Mute phone", push=False)
    other = household.phone("Other app", integration="other")
    household.person("Ben", shared)
    household.person("Carla", shared, mute, other, household.phone("Carla's phone"))
    await automations.use("duress", people=EVERYBODY)
    automations.home.cloud.add_duress("Front door", "fingerprint", 2)
    await automations.home.poll()
    assert household.told == ["Ana's phone", "Carla's phone"]


async def test_a_person_of_another_name_is_recognized_in_duress(
    automations: Automations, household: Household
) -> None:
    """The options say whose finger it is."""
    home = automations.home
    benny = household.person("Benny", household.phone("Benny's phone"))
    give(home, Assignee("Benny", benny), "fingerprint:2")
    await automations.use("duress", people=["person.ana", benny])
    home.cloud.add_duress("Front door", "fingerprint", 2)
    await home.poll()
    assert household.told == ["Ana's phone"]


# ------------------------------------------------------------ repeated attempts


async def test_repeated_attempts_are_told_with_their_number_and_a_picture(
    automations: Automations,
) -> None:
    """Four wrong codes; a fifth makes no second message."""
    snapshots = async_mock_service(automations.hass, "camera", "snapshot")
    await automations.use(
        "repeated_attempts",
        cameras=["camera.porch"],
        actions=tell("count", "method", "lock"),
    )
    cloud = automations.home.cloud
    now = cloud.clock.now()
    for seconds in (0, 20, 40, 60, 80):
        cloud.add_attempt("Front door", occurred_at=now + timedelta(seconds=seconds))
    await automations.home.poll()
    assert automations.messages == [
        "Somebody was refused 4 times, the last time at 09:01."
    ]
    assert [call.data for call in snapshots] == [
        {
            "entity_id": ["camera.porch"],
            "filename": "/media/tuya_door_lock/2026-11-23_09-14-00_porch.jpg",
        }
    ]
    assert automations.told == [
        {"count": 4, "method": "password", "lock": "Front door"}
    ]


async def test_attempts_are_told_when_the_camera_is_off(
    automations: Automations, caplog: pytest.LogCaptureFixture
) -> None:
    """The message matters more."""
    async_mock_service(
        automations.hass,
        "camera",
        "snapshot",
        raise_exception=HomeAssistantError("off"),
    )
    await automations.use("repeated_attempts", cameras=["camera.porch"])
    attempts(automations.home, 0)
    await automations.home.poll()
    assert len(automations.messages) == 1
    caplog.clear()


# --------------------------------------------------------------- new credential


async def test_each_new_credential_of_a_poll_is_told(automations: Automations) -> None:
    """A finger that nobody has named, and a card that somebody has given to Ana."""
    await automations.use("new_credential")
    cloud = automations.home.cloud
    cloud.add_unlock("Front door", "fingerprint", 7)
    cloud.add_unlock("Front door", "card", 5, person="Ana")
    cloud.add_unlock("Front door")
    await automations.home.poll()
    assert sorted(automations.messages) == [
        "Card 5 (Ana) has opened Front door for the first time, at 09:00.",
        "Fingerprint 7 has opened Front door for the first time, at 09:00.",
    ]


async def test_only_nameless_credentials_are_told_if_wanted(
    automations: Automations,
) -> None:
    """Ana has a new card, and says so."""
    await automations.use("new_credential", nameless=True)
    cloud = automations.home.cloud
    cloud.add_unlock("Front door", "card", 5, person="Ana")
    cloud.add_unlock("Front door", "fingerprint", 7)
    await automations.home.poll()
    assert automations.messages == [
        "Fingerprint 7 has opened Front door for the first time, at 09:00."
    ]


@pytest.mark.parametrize("late", [True, False])
async def test_a_late_new_credential_is_told_unless_unwanted(
    automations: Automations, late: bool
) -> None:
    """With the day."""
    await automations.use("new_credential", late=late)
    automations.home.cloud.add_unlock("Front door", "fingerprint", 7)
    await automations.home.restart(off_for=timedelta(days=1))
    assert (
        automations.messages
        == [
            "Fingerprint 7 has opened Front door for the first time, at 2026-11-23 09:00."
        ]
        * late
    )


# --------------------------------------------------------------- door left open


@pytest.mark.parametrize("tell_end", [True, False])
async def test_a_door_left_open_is_told_at_the_beginning_and_at_the_end(
    automations: Automations, tell_end: bool
) -> None:
    """The lock repeats it every 20 seconds."""
    await automations.use("door_left_open", tell_end=tell_end, actions=tell("over"))
    cloud = automations.home.cloud
    now = cloud.clock.now()
    for seconds in (0, 20, 40, 60):
        cloud.add_alarm(
            "Front door",
            "unclosed_time",
            occurred_at=now + timedelta(seconds=seconds),
            visible_at=now + timedelta(seconds=seconds),
        )
    await automations.home.poll()
    assert (
        automations.messages
        == [
            "The door is open. The lock reported it at 09:00.",
            "The door is no longer reported open. The lock reported it 4 times, the"
            " last time at 09:01.",
        ][: 1 + tell_end]
    )
    assert automations.told == [{"over": False}, {"over": True}][: 1 + tell_end]


async def test_a_door_that_is_reported_open_once_has_no_end(
    automations: Automations,
) -> None:
    """Nobody knows when it was closed."""
    await automations.use("door_left_open")
    automations.home.cloud.add_alarm("Front door", "unclosed_time")
    for _ in range(3):
        await automations.home.poll()
    assert automations.messages == ["The door is open. The lock reported it at 09:00."]


# ------------------------------------------------------------------ low battery


async def test_a_low_battery_is_told_once_a_day(automations: Automations) -> None:
    """The lock says so at every opening."""
    home = automations.home
    await automations.use("low_battery")
    for _ in range(3):
        home.cloud.add_alarm("Front door", "low_battery")
        await home.poll()
    await automations.at("2026-11-23T18:00:00")
    assert automations.messages == ["The battery is low. Change it soon."]

    await automations.at("2026-11-24T00:05:00")
    home.cloud.add_alarm("Front door", "low_battery")
    await home.poll()
    assert len(automations.messages) == 2


async def test_two_low_batteries_of_one_poll_are_told_once(
    automations: Automations,
) -> None:
    """Minutes apart, so that they are no burst."""
    home = automations.home
    await automations.use("low_battery")
    for minutes in (0, 5):
        home.cloud.add_alarm(
            "Front door",
            "low_battery",
            occurred_at=home.cloud.clock.now() + timedelta(minutes=minutes),
        )
    await home.poll()
    assert home.types == ["low_battery", "low_battery"]
    assert len(automations.messages) == 1


@pytest.fixture
def morning_run(hass: HomeAssistant) -> None:
    """Let Home Assistant remember that the automation has run this morning."""
    at = {"last_triggered": "2026-11-23T07:00:00+00:00"}
    mock_restore_cache(hass, [State("automation.low_battery", "on", at)])


@pytest.mark.usefixtures("morning_run")
async def test_a_low_battery_is_not_told_again_after_a_restart(
    automations: Automations,
) -> None:
    """Once a day means so."""
    await automations.use("low_battery")
    automations.home.cloud.add_alarm("Front door", "low_battery")
    await automations.home.poll()
    assert automations.messages == []


@pytest.mark.parametrize(
    ("status", "messages"),
    [
        ({"residual_electricity": 19}, ["The battery is low (19 %). Change it soon."]),
        ({"battery_state": "low"}, ["The battery is low. Change it soon."]),
        ({"residual_electricity": 20}, []),
        ({"residual_electricity": -1}, []),
        ({"battery_state": "high"}, []),
        ({}, []),
    ],
)
async def test_a_battery_is_looked_at_once_a_day(
    automations: Automations, status: dict[str, int | str], messages: list[str]
) -> None:
    """At six in the evening, unless the owner wants it otherwise."""
    home = automations.home
    home.cloud.find("Front door").status.update(status)
    await home.poll(home.list_interval)
    await automations.use("low_battery")
    await automations.at("2026-11-23T17:59:00")
    assert automations.messages == []
    await automations.at("2026-11-23T18:00:00")
    assert automations.messages == messages
    await automations.at("2026-11-24T18:00:00")
    assert automations.messages == messages * 2


# ------------------------------------------------------------- home from school


async def test_a_child_that_comes_home_is_told_once_and_nobody_is_warned(
    automations: Automations,
) -> None:
    """Ana comes at half past one, and goes in and out."""
    home = automations.home
    await automations.use("home_from_school", child="ana")
    home.cloud.add_unlock("Front door")
    await home.poll()
    await automations.at("2026-11-23T13:30:00")
    home.cloud.add_unlock("Front door", "password", 3)
    home.cloud.add_unlock("Front door")
    await home.poll()
    home.cloud.add_unlock("Front door")
    await home.poll()
    await automations.at("2026-11-23T15:00:00")
    home.cloud.add_unlock("Front door")
    await home.poll()
    assert automations.messages == ["ana came home at 13:30."]
    assert automations.sent[0].data["title"] == "ana"


async def test_a_child_that_does_not_come_home_is_missed(
    automations: Automations,
) -> None:
    """And told when it comes, once."""
    home = automations.home
    await automations.use(
        "home_from_school", child="Ana", actions=tell("home", "child", "when")
    )
    await automations.at("2026-11-23T14:59:00")
    assert automations.messages == []
    await automations.at("2026-11-23T15:00:00")
    await automations.at("2026-11-23T15:20:00")
    for _ in range(2):
        home.cloud.add_unlock("Front door")
        await home.poll()
    assert automations.messages == [
        "Ana has not come home by 15:00.",
        "Ana came home at 15:20.",
    ]
    assert automations.told == [
        {"home": False, "child": "Ana", "when": "15:00"},
        {"home": True, "child": "Ana", "when": "15:20"},
    ]


async def test_the_log_is_asked_before_anybody_is_warned(
    automations: Automations,
) -> None:
    """Ana came a minute ago, and the next poll is far."""
    home = automations.home
    await automations.use("home_from_school", child="Ana")
    await automations.at("2026-11-23T14:58:00")
    home.freezer.move_to("2026-11-23T13:59:00+00:00")
    home.cloud.add_unlock("Front door")
    await automations.at("2026-11-23T15:00:00")
    assert automations.messages == ["Ana came home at 14:59."]


async def test_a_child_is_missed_when_the_log_cannot_be_read(
    automations: Automations, caplog: pytest.LogCaptureFixture
) -> None:
    """Rather a warning too many."""
    home = automations.home
    await automations.use("home_from_school", child="Ana")
    home.cloud.fail_next(99, "http_500")
    await automations.at("2026-11-23T15:00:00")
    assert automations.messages == ["Ana has not come home by 15:00."]
    caplog.clear()


async def test_a_late_report_of_today_takes_away_the_worry(
    automations: Automations,
) -> None:
    """The lock uploads at four that Ana came at two."""
    home = automations.home
    await automations.use("home_from_school", child="Ana")
    home.cloud.add_unlock(
        "Front door",
        occurred_at=datetime.fromisoformat("2026-11-23T14:00:00+01:00"),
        visible_at=datetime.fromisoformat("2026-11-23T16:00:00+01:00"),
    )
    await automations.at("2026-11-23T15:00:00")
    await automations.at("2026-11-23T16:01:00")
    assert home.types == ["late"]
    assert automations.messages == [
        "Ana has not come home by 15:00.",
        "Ana came home at 14:00.",
    ]


async def test_no_child_is_missed_on_a_day_without_school(
    automations: Automations,
) -> None:
    """On Saturday nobody is told anything."""
    home = automations.home
    await automations.use("home_from_school", child="Ana")
    await automations.at("2026-11-28T13:30:00")
    home.cloud.add_unlock("Front door")
    await home.poll()
    await automations.at("2026-11-28T15:00:00")
    assert home.types == ["fingerprint"]
    assert automations.messages == []


async def test_attempts_are_no_child_at_the_door(automations: Automations) -> None:
    """They add up late, by what Tuya takes for Ana's code."""
    home = automations.home
    await automations.use("home_from_school", child="Ana", start="08:00:00")
    for _ in range(4):
        home.cloud.add_alarm("Front door", "wrong_password", person="Ana")
        home.freezer.tick(timedelta(seconds=1))
    await home.restart(off_for=timedelta(hours=1))
    assert home.types == ["late"] * 5
    assert home.events[-1].attributes["user"] == "Ana"
    assert automations.messages == []


@pytest.fixture
async def asked(automations: Automations) -> None:
    """Let Ana ask Home Assistant to open the door."""
    hass = automations.hass
    user = MockUser(id="ana").add_to_hass(hass)
    persons = [{"id": "ana", "name": "Ana", "user_id": user.id}]
    assert await async_setup_component(hass, "person", {"person": persons})
    entry = MockConfigEntry(domain="tuya")
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={("tuya", automations.home.cloud.find("Front door").id)},
    )
    lock = er.async_get(hass).async_get_or_create(
        "lock", "tuya", "lock", config_entry=entry, device_id=device.id
    )
    async_mock_service(hass, "lock", "unlock")
    await hass.services.async_call(
        "lock",
        "unlock",
        {"entity_id": lock.entity_id},
        blocking=True,
        context=Context(user_id=user.id),
    )


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("home_from_school", {"child": "Ana", "start": "08:00:00"}),
        ("who_came_home", {}),
    ],
)
@pytest.mark.parametrize("method", ["app", "gesture"])
async def test_whoever_asks_home_assistant_to_open_does_not_come_home(
    automations: Automations, name: str, inputs: dict[str, Any], method: str
) -> None:
    """Tuya tells no name, and only a guess says that it was Ana."""
    home = automations.home
    await automations.use(name, **inputs)
    home.cloud.add_unlock("Front door", method, None)
    await home.poll()
    (event,) = home.events
    assert (event.attributes["user"], event.attributes["uncertain"]) == ("Ana", True)
    assert automations.messages == []
