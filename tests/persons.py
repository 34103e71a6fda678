"""Adding and changing persons as a browser does."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from custom_components.tuya_door_lock.people.persons import Assignee, async_give
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigSubentry,
    SubentryFlowResult,
)
from homeassistant.setup import async_setup_component

from .conftest import Home

FRONT = "bffrontdoor0000001"
PICTURE = "/local/ana.jpg"


async def start_with_persons(home: Home) -> None:
    """Start a home with two persons, of whom Tuya's cloud knows one."""
    persons = [
        {"id": "ana", "name": "Ana", "picture": PICTURE},
        {"id": "carla", "name": "Carla"},
    ]
    assert await async_setup_component(home.hass, "person", {"person": persons})
    await home.hass.config.async_set_time_zone("Europe/Berlin")
    for slot in (1, 7):
        home.cloud.add_unlock("Front door", "fingerprint", slot)
        home.freezer.tick(timedelta(seconds=1))
    home.freezer.tick(timedelta(minutes=30))
    await home.start()


def person(home: Home, title: str) -> ConfigSubentry:
    """Return the person with a name."""
    subentries: list[ConfigSubentry] = list(home.entry.subentries.values())
    [found] = [each for each in subentries if each.title == title]
    return found


def held(home: Home, lock_id: str = FRONT) -> dict[str, list[str]]:
    """Return what is whose at a lock, by the names of the persons."""
    return {
        each.title: [
            credential.removeprefix(f"{lock_id} ")
            for credential in each.data["credentials"]
        ]
        for each in home.entry.subentries.values()
    }


def give(home: Home, who: Assignee, *keys: str, lock: str = FRONT) -> None:
    """Assign credentials of a lock to persons, where a test is about what follows."""
    async_give(home.hass, home.entry, who, [f"{lock} {key}" for key in keys])


async def adding(home: Home) -> SubentryFlowResult:
    """Press "Add person"."""
    return await home.hass.config_entries.subentries.async_init(
        (home.entry.entry_id, "person"), context={"source": SOURCE_USER}
    )


async def editing(home: Home, title: str) -> SubentryFlowResult:
    """Press what changes a person."""
    return await home.hass.config_entries.subentries.async_init(
        (home.entry.entry_id, "person"),
        context={
            "source": SOURCE_RECONFIGURE,
            "subentry_id": person(home, title).subentry_id,
        },
    )


async def submitted(
    home: Home, shown: SubentryFlowResult, **answer: Any
) -> SubentryFlowResult:
    """Submit a page, and wait for what it does."""
    result = await home.hass.config_entries.subentries.async_configure(
        shown["flow_id"], answer
    )
    await home.settle()
    return result


def lines(form: SubentryFlowResult, field: str = "credentials") -> dict[str, str]:
    """Return the labels of the tick boxes, by their values, in their order."""
    assert form["data_schema"] is not None
    selector = form["data_schema"].schema[field]
    return {
        option["value"].removeprefix(f"{FRONT} "): option["label"]
        for option in selector.config["options"]
    }


def suggested(form: SubentryFlowResult) -> Mapping[str, Any]:
    """Return what the fields hold when the form opens."""
    assert form["data_schema"] is not None
    return {
        str(key): key.description["suggested_value"]
        for key in form["data_schema"].schema
        if key.description and "suggested_value" in key.description
    }


async def named(home: Home, *keys: str, **who: str) -> SubentryFlowResult:
    """Tick what is a person's, who is added first where they are new.

    What the form holds at first is posted with what is ticked, as a browser does.
    """
    titles = {each.title for each in home.entry.subentries.values()}
    entity = home.hass.states.get(who.get("person", ""))
    title = entity.name if entity else who.get("name", "").strip()
    form = await (editing(home, title) if title in titles else adding(home))
    if form["step_id"] == "matches":
        form = await submitted(home, form, persons=[])
    credentials = [
        *suggested(form).get("credentials", ()),
        *(f"{FRONT} {key}" for key in keys),
    ]
    return await submitted(home, form, credentials=credentials, **who)
