"""What Home Assistant's page of repairs shows of the integration."""

import asyncio
from datetime import timedelta
from typing import Any

from pytest_homeassistant_custom_component.common import get_system_health_info

from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .conftest import Home, mock_entry


async def shown(hass: HomeAssistant) -> dict[str, Any]:
    """Return what the page shows, when it has found out."""
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    info: dict[str, Any] = await get_system_health_info(hass, DOMAIN)
    for key, value in info.items():
        if asyncio.iscoroutine(value):
            info[key] = await value
    return info


async def test_a_project_that_works(running: Home) -> None:
    """The cloud is in reach; calls and poll are those that happened."""
    await running.poll()
    polled_at = running.cloud.clock.now()
    # What was spent is counted once a minute.
    await running.poll(timedelta(minutes=1))
    made = len(running.cloud.calls)
    assert await shown(running.hass) == {
        "can_reach_server": "ok",
        "calls_made": made,
        "calls_left": 26_000 - made,
        "last_poll": polled_at,
    }


async def test_a_data_center_out_of_reach(hass: HomeAssistant, home: Home) -> None:
    """Nothing was ever polled, and the reason is in sight."""
    entry = mock_entry("http://127.0.0.1:9")
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    assert await shown(hass) == {
        "can_reach_server": {"type": "failed", "error": "unreachable"},
        "calls_made": 0,
        "calls_left": 0,
        "last_poll": None,
    }
