"""A home with automations that are made from the blueprints."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)

from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import slugify

from ..conftest import Home

ROOT: Final = Path(__file__).parent.parent.parent
FOLDER: Final = ROOT / "blueprints" / "automation" / DOMAIN
NAMES: Final = sorted(path.stem for path in FOLDER.iterdir())

# The tests begin on a Monday at 9:00 here.
TIME_ZONE: Final = "Europe/Vienna"
NOTIFIERS: Final = ["notify.bens_phone"]


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Return the config folder of a user who has imported the blueprints."""
    copytree(ROOT / "blueprints", tmp_path / "blueprints")
    return str(tmp_path)


class Automations:
    """The automations of a home, and what they have sent and done."""

    def __init__(self, home: Home) -> None:
        """Listen to what is sent."""
        self.home = home
        self.hass = home.hass
        self.sent = async_mock_service(self.hass, "notify", "send_message")
        self.notified: list[dict[str, Any]] = []
        self.hass.bus.async_listen("notified", self._note)

    @callback
    def _note(self, event: Event[dict[str, Any]]) -> None:
        self.notified.append(dict(event.data))

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
                        "input": needed | {"notify": NOTIFIERS} | inputs,
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


def report(*variables: str) -> list[dict[str, Any]]:
    """Return an action of a user's own, which reports its variables."""
    data = {name: f"{{{{ {name} }}}}" for name in variables}
    return [{"event": "notified", "event_data": data}]


@pytest.fixture
async def automations(
    running: Home, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Automations]:
    """Return the automations of a home, none of which may complain."""
    await running.hass.config.async_set_time_zone(TIME_ZONE)
    running.hass.states.async_set("person.ana", "home", {"friendly_name": "Ana"})
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
    def notified(self) -> list[str]:
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
