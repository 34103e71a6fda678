"""The options of the integration, filled in as a user does."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from .client import HomeAssistantClient, Json
from .errors import DemoError

FLOW: Final = "/api/config/config_entries/options/flow"
SECONDS_TO_RELOAD: Final = 20


async def change(
    client: HomeAssistantClient, entry_id: str, page: str, *answers: Mapping[str, Any]
) -> None:
    """Open a page of the options, answer its forms, and wait until they are in use.

    What an answer leaves out stays as the form suggests it.
    """
    flow = await client.post(FLOW, {"handler": entry_id})
    path = f"{FLOW}/{flow['flow_id']}"
    step = await client.post(path, {"next_step_id": page})
    for answer in answers:
        if step["type"] != "form":
            raise DemoError(f"the options show {step} instead of a form of {page}")
        step = await client.post(path, {**_suggested(step), **answer})
    if step["type"] != "create_entry":
        raise DemoError(f"the options show {step} instead of saving {page}")
    await until_loaded(client, entry_id)


async def listen_to_messages(
    client: HomeAssistantClient, entry_id: str, cloud_url: str
) -> None:
    """Turn Tuya's Message Service on, in the test environment."""
    await change(
        client,
        entry_id,
        "message_service",
        {
            "message_service": "event-test",
            "message_url": cloud_url.replace("http://", "ws://"),
        },
    )


async def look_when_changed(
    client: HomeAssistantClient, entry_id: str, lock_id: str, entity_id: str
) -> None:
    """Have a lock's log read when an entity changes."""
    await change(
        client,
        entry_id,
        "hint_entities",
        {"lock": lock_id},
        {"hint_entities": [entity_id]},
    )


async def until_loaded(client: HomeAssistantClient, entry_id: str) -> None:
    """Wait until the integration is loaded with its options."""
    entry: dict[str, Any] = {}
    try:
        async with asyncio.timeout(SECONDS_TO_RELOAD):
            while entry.get("state") != "loaded":
                await asyncio.sleep(0.05)
                answer = await client.command(
                    "config_entries/get_single", entry_id=entry_id
                )
                entry = answer["config_entry"]
    except TimeoutError:
        raise DemoError(f"the integration is not loaded: {entry}") from None


def _suggested(form: Json) -> Json:
    """Return what a form holds before anybody changes it."""
    held = {
        field["name"]: field.get("description", {}).get(
            "suggested_value", field.get("default")
        )
        for field in form["data_schema"]
    }
    return {name: value for name, value in held.items() if value is not None}
