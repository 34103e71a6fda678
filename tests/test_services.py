"""Looking at once: the action refresh."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import voluptuous as vol

from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr

from .conftest import Home, front_door, mock_entry


def device_id(home: Home, name: str = "Front door") -> str:
    """Return the device of a lock."""
    lock_id = home.cloud.find(name).id
    device = dr.async_get(home.hass).async_get_device_by_identifier(
        (DOMAIN, lock_id), home.entry.entry_id
    )
    assert device is not None
    return device.id


async def refresh(home: Home, **data: Any) -> Any:
    """Call the action, let time pass until it ends, and return its response."""
    # Home Assistant would not settle before it ends.
    call = asyncio.create_task(
        home.hass.services.async_call(
            DOMAIN,
            "refresh",
            {"device_id": device_id(home)} | data,
            blocking=True,
            return_response=True,
        )
    )
    await home.settle()
    while not call.done():
        await home.poll(timedelta(seconds=1))
    await home.settle()
    return call.result()


def looks(home: Home) -> int:
    """Return how often the log has been read."""
    return len(home.cloud.calls_of("open-logs"))


async def test_an_automation_can_have_the_log_read_at_once(running: Home) -> None:
    """The door sensor has reported that the door has opened."""
    running.cloud.add_unlock("Front door")
    await refresh(running)
    assert running.types == ["fingerprint"]


async def test_the_look_is_repeated_until_it_brings_news(running: Home) -> None:
    """The row comes into Tuya's log some seconds after the door has opened."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.events.clear()
    before = looks(running)
    now = running.cloud.clock.now()
    running.cloud.add_unlock(
        "Front door",
        "password",
        3,
        occurred_at=now,
        visible_at=now + timedelta(seconds=12),
    )
    response = await refresh(running, wait=True)
    assert running.types == ["password"]
    # At once and after 3, 6, 10 and 18 seconds: then there was news, and no other look.
    assert looks(running) == before + 5
    [record] = response["records"]
    assert record["device_id"] == device_id(running)
    assert (record["type"], record["user"]) == ("password", "Ben")


async def test_without_news_the_looks_end(running: Home) -> None:
    """Nobody opened with a code: the handle was turned from inside."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    before = looks(running)
    assert await refresh(running, wait=True) == {"records": []}
    assert looks(running) == before + 7


async def test_an_action_that_does_not_wait_has_the_looks_made(running: Home) -> None:
    """The automation goes on, and the event comes by itself."""
    now = running.cloud.clock.now()
    running.cloud.add_unlock(
        "Front door", occurred_at=now, visible_at=now + timedelta(seconds=5)
    )
    await refresh(running)
    assert running.types == []
    await running.poll(timedelta(seconds=3))
    assert running.types == []
    await running.poll(timedelta(seconds=3))
    assert running.types == ["fingerprint"]


async def test_the_button_looks_once(running: Home) -> None:
    """For a person who wants to know now."""
    running.cloud.add_unlock("Front door")
    await running.hass.services.async_call(
        "button", "press", {"entity_id": "button.front_door_refresh"}, blocking=True
    )
    await running.settle()
    assert running.types == ["fingerprint"]


async def test_a_look_that_fails_says_why(running: Home) -> None:
    """The cloud is out of order."""
    running.cloud.fail_next(30, "http_500")
    with pytest.raises(HomeAssistantError, match="log of Front door could not be read"):
        await refresh(running, wait=True)


async def test_a_lock_that_cannot_be_read_leaves_the_others_alone(home: Home) -> None:
    """All are looked at, and then the action fails."""
    home.cloud.add_lock(front_door("Garage"))
    await home.start()
    home.cloud.add_unlock("Garage")
    lock_id = home.cloud.find("Front door").id
    home.cloud.fail_next(30, "http_500", path=f"/devices/{lock_id}/")
    devices = [device_id(home), device_id(home, "Garage")]
    with pytest.raises(HomeAssistantError, match="log of Front door could not be read"):
        await refresh(home, device_id=devices, wait=True)
    await home.settle()
    assert home.types == ["fingerprint"]


async def test_an_action_without_locks_is_refused(running: Home) -> None:
    """A template may have given an empty list."""
    with pytest.raises(vol.Invalid):
        await running.hass.services.async_call(
            DOMAIN, "refresh", {"device_id": []}, blocking=True
        )


async def test_a_look_never_spends_what_is_left_to_others(home: Home) -> None:
    """Of 1,000 calls 200 are for other programs, and 800 are spent."""
    home.entry = mock_entry(home.entry.data["base_url"], allowance=1000)
    await home.start()
    home.spend(800)
    before = looks(home)
    with pytest.raises(HomeAssistantError, match="until the month ends"):
        await refresh(home)
    assert looks(home) == before


async def test_a_look_into_something_else_is_refused(running: Home) -> None:
    """Only locks that are set up have a log."""
    project = dr.async_get(running.hass).async_get_device_by_identifier(
        (DOMAIN, running.entry.entry_id), running.entry.entry_id
    )
    assert project is not None
    for device in (project.id, "unknown"):
        with pytest.raises(ServiceValidationError, match="is not a lock"):
            await refresh(running, device_id=device)


async def test_looks_end_with_the_integration(running: Home) -> None:
    """Unloaded meanwhile, it calls nothing, and the action ends."""
    before = looks(running)
    call = asyncio.create_task(
        running.hass.services.async_call(
            DOMAIN,
            "refresh",
            {"device_id": device_id(running), "wait": True},
            blocking=True,
        )
    )
    while looks(running) == before:
        await asyncio.sleep(0)
    await running.settle()
    before = looks(running)
    await running.hass.config_entries.async_unload(running.entry.entry_id)
    await running.poll(timedelta(seconds=10))
    await call
    assert looks(running) == before
