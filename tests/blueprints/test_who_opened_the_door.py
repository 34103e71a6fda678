"""The script blueprint "Who opened the door?", as Assist uses it."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component

from ..conftest import Home, front_door
from ..test_rights import NOBODY, READER, guest
from .conftest import TIME_ZONE, device_id

ASSISTANT = "conversation"
SCRIPT = "who_opened_the_door"


@pytest.fixture
async def house(home: Home) -> Home:
    """Return a home with two locks, and a script that answers for both."""
    hass = home.hass
    await hass.config.async_set_time_zone(TIME_ZONE)
    home.cloud.add_lock(front_door("Back door"))
    for integration in ("homeassistant", "llm"):
        assert await async_setup_component(hass, integration, {})
    await home.start()
    locks = [device_id(home, name) for name in ("Front door", "Back door")]
    use = {"path": f"tuya_door_lock/{SCRIPT}.yaml", "input": {"locks": locks}}
    assert await async_setup_component(
        hass, "script", {"script": {SCRIPT: {"use_blueprint": use}}}
    )
    async_expose_entity(hass, ASSISTANT, f"script.{SCRIPT}", True)
    return home


def asked_by(user: MockUser | None = None) -> llm.LLMContext:
    """Return what Assist knows of who asks."""
    return llm.LLMContext(
        platform=ASSISTANT,
        context=Context(user_id=user and user.id),
        language="en",
        assistant=ASSISTANT,
        device_id=None,
    )


async def tool(hass: HomeAssistant, user: MockUser | None = None) -> llm.Tool:
    """Return the script as a language model finds it."""
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, asked_by(user))
    [found] = [each for each in api.tools if SCRIPT in each.name]
    return found


async def ask(home: Home, user: MockUser | None = None, **fields: str) -> Any:
    """Ask as a language model does, and return the answer."""
    found = await tool(home.hass, user)
    asked = llm.ToolInput(tool_name=found.name, tool_args=fields)
    answer: Any = await found.async_call(home.hass, asked, asked_by(user))
    # A dictionary, and since 2026.9 an object that holds it.
    return getattr(answer, "data", answer)["result"]


async def test_assist_answers_who_opened_a_door_last(house: Home) -> None:
    """In a sentence, and in words for one of its own."""
    house.cloud.add_unlock("Front door", "password", 3)
    await house.poll()
    house.cloud.add_unlock("Back door")
    house.cloud.add_unlock("Front door", "offline_clear", None)
    await house.poll()
    assert await ask(house) == {
        "answer": "Ana opened Back door at 09:14 (fingerprint).",
        "who": "Ana",
        "lock": "Back door",
        "method": "fingerprint",
        "is_guess": False,
        "at": "2026-11-23T09:14:00+01:00",
    }


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"person": "ben"}, "Ben opened Front door at 2026-11-23 09:00 (password)."),
        ({"door": "front"}, "Ben opened Front door at 2026-11-23 09:00 (password)."),
        ({"door": "Back"}, "Ana opened Back door at 09:14 (fingerprint)."),
        ({"door": "garage"}, "Ana opened Back door at 09:14 (fingerprint)."),
        ({"person": "Carla"}, "Nobody is known to have opened it."),
        ({"person": "Ben", "door": "back"}, "Nobody is known to have opened it."),
    ],
)
async def test_assist_can_be_asked_about_one_person_or_one_door(
    house: Home, fields: dict[str, str], answer: str
) -> None:
    """By a part of the name, in any spelling; with the day if it was another one."""
    house.cloud.add_unlock("Front door", "password", 3)
    await house.poll()
    house.freezer.tick(timedelta(days=1) - timedelta(minutes=14))
    await house.poll()
    house.cloud.add_unlock("Back door")
    await house.poll()
    assert (await ask(house, **fields))["answer"] == answer


async def test_nobody_is_known_before_anything_has_happened(house: Home) -> None:
    """Nothing has happened yet."""
    assert await ask(house) == {"answer": "Nobody is known to have opened it."}


async def test_a_language_model_can_read_what_the_script_is_for(house: Home) -> None:
    """Without anybody having written it down for the script."""
    found = await tool(house.hass)
    assert found.description is not None
    assert found.description.startswith("Tells who opened a door lock of this home")
    assert {str(key) for key in found.parameters.schema} == {"person", "door"}


async def test_who_may_not_see_the_locks_gets_no_answer(house: Home) -> None:
    """Assist asks with the rights of who speaks to it."""
    house.cloud.add_unlock("Front door")
    await house.poll()
    runs = {f"script.{SCRIPT}": True}
    for rights in (NOBODY, READER):
        user = guest(house.hass, {"entity_ids": rights["entity_ids"] | runs})
        with pytest.raises(Unauthorized):
            await ask(house, user)
