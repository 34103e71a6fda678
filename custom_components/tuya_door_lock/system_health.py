"""The state of the integration on Home Assistant's page of repairs."""

import asyncio
from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .const import CONF_BASE_URL, CONSOLE_URL, DOMAIN
from .coordinator import TuyaDoorLockConfigEntry


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register what to show."""
    register.async_register_info(system_health_info, CONSOLE_URL)


async def system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return what to show, over all projects, by the keys of `system_health.info`."""
    entries: list[TuyaDoorLockConfigEntry] = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    projects = [
        entry.runtime_data for entry in hass.config_entries.async_loaded_entries(DOMAIN)
    ]
    polls = [
        lock.reader.read_at
        for project in projects
        for lock in project.locks.values()
        if lock.reader.read_at is not None
    ]
    return {
        "can_reach_server": _async_check_all(
            hass, {entry.data[CONF_BASE_URL] for entry in entries}
        ),
        "calls_made": sum(project.devices.calls_spent for project in projects),
        "calls_left": sum(project.devices.calls_left for project in projects),
        "last_poll": max(polls, default=None),
    }


async def _async_check_all(
    hass: HomeAssistant, base_urls: set[str]
) -> str | dict[str, str]:
    """Return the first failure to reach a data center, else that all is well."""
    results = await asyncio.gather(
        *(system_health.async_check_can_reach_url(hass, url) for url in base_urls)
    )
    return next((result for result in results if result != "ok"), "ok")
