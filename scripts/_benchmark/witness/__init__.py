"""Writes down what automations get, in the moment in which they get it.

It runs inside of the Home Assistant that is going to be killed. A line is in the
kernel's hands before the next one of Home Assistant's code runs: no kill loses it,
and none comes between an event and its line.
"""

import asyncio
import json
import os
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType

DOMAIN: Final = "door_lock_witness"
WATCHED: Final = "tuya_door_lock"
# As an automation's action fires it.
DELIVERED: Final = "door_lock_delivered"
# What the witness has seen, in the config folder.
DELIVERIES: Final = "deliveries"
# Longer than the integration waits until it saves.
SECONDS_BETWEEN_POLLS: Final = 1.5


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Listen, and have the locks polled as often as it goes."""
    settings: dict[str, str] = config[DOMAIN]
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    file = await hass.async_add_executor_job(
        os.open, hass.config.path(DELIVERIES), flags
    )

    def write(content: dict[str, Any]) -> None:
        os.write(file, json.dumps(content).encode() + b"\n")

    @callback
    def see_state(event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        if (
            old is None
            or new is None
            or new.domain != "event"
            or "record_id" not in new.attributes
            or old.state in (new.state, STATE_UNAVAILABLE)
        ):
            return
        names = ("occurred_at", "record_id")
        write(
            {"entity_id": new.entity_id, "is_state": True}
            | {name: new.attributes[name] for name in names}
        )

    @callback
    def see_run(event: Event[dict[str, Any]]) -> None:
        write({"is_state": False, **event.data})

    async def start(hass: HomeAssistant) -> None:
        if not hass.config_entries.async_entries(WATCHED):
            await _async_set_up(hass, settings)
        hass.async_create_background_task(_async_poll(hass), DOMAIN)

    hass.bus.async_listen(EVENT_STATE_CHANGED, see_state)
    hass.bus.async_listen(DELIVERED, see_run)
    async_at_started(hass, start)
    return True


async def _async_set_up(hass: HomeAssistant, settings: dict[str, str]) -> None:
    """Set the integration up as a user does."""
    flow = hass.config_entries.flow
    step = await flow.async_init(WATCHED, context={"source": "user"})
    for answer in (
        {
            "access_id": settings["access_id"],
            "access_secret": settings["access_secret"],
            "data_center": "custom",
        },
        {"base_url": settings["base_url"]},
        {"locks": settings["locks"].split()},
    ):
        step = await flow.async_configure(step["flow_id"], answer)
    if url := settings["message_url"]:
        [entry] = hass.config_entries.async_entries(WATCHED)
        push = {"message_service": "event", "message_url": url}
        hass.config_entries.async_update_entry(entry, options=entry.options | push)
        await hass.config_entries.async_reload(entry.entry_id)


async def _async_poll(hass: HomeAssistant) -> None:
    """Poll every lock again and again: the allowance of calls does not matter here."""
    while True:
        for entry in hass.config_entries.async_entries(WATCHED):
            if entry.state is ConfigEntryState.LOADED:
                for coordinator in list(entry.runtime_data.locks.values()):
                    await coordinator.async_refresh()
        await asyncio.sleep(SECONDS_BETWEEN_POLLS)
