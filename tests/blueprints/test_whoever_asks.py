"""Whoever asks Home Assistant to open a door."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_mock_service,
)

from homeassistant.core import Context
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

from .conftest import Automations


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
        ("home_from_school", {"child": "person.ana", "start": "08:00:00"}),
        ("who_came_home", {}),
    ],
)
@pytest.mark.parametrize("method", ["app", "gesture"])
async def test_whoever_asks_home_assistant_to_open_does_not_come_home(
    automations: Automations, name: str, inputs: dict[str, Any], method: str
) -> None:
    """Tuya gives no name, and only a guess says that it was Ana."""
    home = automations.home
    await automations.use(name, **inputs)
    home.cloud.add_unlock("Front door", method, None)
    await home.poll()
    (event,) = home.events
    assert (event.attributes["user"], event.attributes["uncertain"]) == ("Ana", True)
    assert automations.messages == []
