"""The documents: that nothing a user can see is missing in them, and that examples work."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import re
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.tuya_door_lock.access_log.events import (
    EVENT_LATE,
    LockEvent,
    Notice,
)
from custom_components.tuya_door_lock.api.devices import LOCK_CATEGORIES
from custom_components.tuya_door_lock.api.records import (
    LockAlarm,
    RecordKind,
    UnlockMethod,
)
from custom_components.tuya_door_lock.const import DOMAIN, EVENT_RECORD
from homeassistant.core import HomeAssistant, ServiceResponse
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict, parse_yaml

from .conftest import Home
from .test_services import device_id

ROOT: Final = Path(__file__).parent.parent
DOCS: Final = ROOT / "docs"
PAGES: Final = (*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md")))
INTEGRATION: Final = ROOT / "custom_components" / DOMAIN
TEXTS: Final[dict[str, Any]] = json.loads(
    (INTEGRATION / "translations" / "en.json").read_text("utf-8")
)
# What says that all went well needs no remedy.
WELL: Final = {"reauth_successful", "reconfigure_successful"}
SOME_DEVICE: Final = "0123456789abcdef0123456789abcdef"
CODE: Final = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
YAML: Final = re.compile(r"^```yaml\n(.*?)^```", re.DOTALL | re.MULTILINE)


def page(name: str) -> str:
    """Return a page with its lines joined."""
    return " ".join((DOCS / f"{name}.md").read_text("utf-8").split())


def messages() -> Iterator[tuple[str, str]]:
    """Yield each message about a fault, and each repair's title."""
    for flow in ("config", "options"):
        yield from TEXTS[flow]["error"].items()
    yield from TEXTS["config"]["abort"].items()
    for key, each in TEXTS["exceptions"].items():
        yield key, each["message"]
    for key, issue in TEXTS["issues"].items():
        yield key, issue["title"]
        for kind in ("error", "abort"):
            yield from issue.get("fix_flow", {}).get(kind, {}).items()


@pytest.mark.parametrize(
    "message", sorted({text for key, text in messages() if key not in WELL})
)
def test_each_message_stands_in_the_help_as_it_is_shown(message: str) -> None:
    """Whoever looks for it finds it: its first sentence, word for word."""
    sentence = re.split(r"\.(?:\s|$)", message)[0]
    pattern = "[^*|]+?".join(map(re.escape, re.split(r"\{\w+\}", sentence)))
    assert re.search(rf"\*{pattern}[^*|]*\*", page("troubleshooting"))


def test_each_entity_is_described() -> None:
    """By the name that Home Assistant shows, with an entity ID to look for."""
    text = page("entities")
    named = {
        (platform, entity["name"].format(person="Ana"))
        for platform, entities in TEXTS["entity"].items()
        for entity in entities.values()
    }
    # Home Assistant names these by their device class.
    named |= {("sensor", "Battery"), ("binary_sensor", "Connectivity")}
    missing = [
        f"{platform}: {name}"
        for platform, name in sorted(named)
        if not re.search(
            rf"\*\*{name}\*\* `{platform}\.(\w+_)?{name.lower().replace(' ', '_')}`",
            text,
        )
    ]
    assert not missing


def test_each_type_and_attribute_of_an_event_is_described() -> None:
    """What an automation can wait for, and read."""
    text = page("entities")
    types = {*UnlockMethod, *LockAlarm, *Notice, EVENT_LATE, "ring"}
    attributes = {
        name
        for event in TEXTS["entity"]["event"].values()
        for name in event["state_attributes"]
    }
    assert not [name for name in types | attributes if f"`{name}`" not in text]


def test_each_field_of_the_bus_event_is_described() -> None:
    """And the name of the event."""
    text = page("automations")
    entry = LockEvent(
        record_id="1",
        occurred_at=datetime(2026, 11, 23, tzinfo=UTC),
        kind=RecordKind.ALARM,
        attempt=2,
    )
    names = {"device_id", EVENT_RECORD, *entry.as_data()}
    assert not [name for name in names if f"`{name}`" not in text]


def test_each_action_and_trigger_is_described_with_its_fields() -> None:
    """By the name in the editor and the one in YAML."""
    for kind, name, heading in (
        ("services", "actions", r"\#\# {name} "),
        ("triggers", "automations", r"\#\#\# {name} "),
    ):
        text = page(name)
        assert TEXTS[kind]
        for key, each in TEXTS[kind].items():
            title = each["name"]
            assert re.search(heading.format(name=title), text), title
            assert f"`{DOMAIN}.{key}`" in text
            part = re.split(heading.format(name=title), text)[1].split(" ## ")[0]
            missing = [
                field for field in each.get("fields", {}) if f"`{field}`" not in part
            ]
            assert not missing, title


def test_each_field_of_the_setup_and_the_options_is_described() -> None:
    """By its label."""
    text = page("configuration")
    steps = [
        *TEXTS["config"]["step"].values(),
        *TEXTS["options"]["step"].values(),
        TEXTS["config_subentries"]["person"]["step"]["user"],
    ]
    labels = {label for step in steps for label in step.get("data", {}).values()}
    assert labels
    assert not [label for label in labels if f"| {label} |" not in text]


def test_each_category_of_locks_is_named() -> None:
    """What counts as a lock."""
    text = page("supported-locks")
    assert not [name for name in LOCK_CATEGORIES if f"`{name}`" not in text]


def test_each_blueprint_can_be_imported_from_its_page() -> None:
    """The button opens the import in the reader's own Home Assistant."""
    linked = re.findall(
        r"https://my\.home-assistant\.io/redirect/blueprint_import/"
        r"\?blueprint_url=([^)\s]+)",
        page("automations"),
    )
    blueprints = sorted((ROOT / "blueprints").glob(f"*/{DOMAIN}/*.yaml"))
    assert sorted(linked) == [
        load_yaml_dict(str(path))["blueprint"]["source_url"] for path in blueprints
    ]


def anchors(path: Path) -> set[str]:
    """Return what GitHub calls the headings of a page."""
    text = CODE.sub("", path.read_text("utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_each_link_leads_somewhere(path: Path) -> None:
    """To a page that is there, and to a heading in it."""
    text = CODE.sub("", path.read_text("utf-8"))
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken


def examples() -> Iterator[tuple[str, str]]:
    """Yield the examples in YAML, after the page and the line that they begin in."""
    for path in PAGES:
        text = path.read_text("utf-8")
        for match in YAML.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path.stem}:{line}", match[1]


def parsed(example: str, device: str) -> dict[str, Any]:
    """Return an example as it is in a file; a list of actions as a script."""
    found: Any = parse_yaml(example.replace(SOME_DEVICE, device))
    if isinstance(found, list) or "action" in found:
        return {"alias": "Example", "sequence": found}
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    "example", [pytest.param(text, id=place) for place, text in examples()]
)
async def test_examples_are_accepted(running: Home, example: str) -> None:
    """An automation or a script that is pasted is one that Home Assistant accepts."""
    found = parsed(example, device_id(running))
    config: dict[str, Any]
    if "triggers" in found:
        domain, config = "automation", {"automation": [{"id": "example", **found}]}
    elif "sequence" in found:
        domain, config = "script", {"script": {"example": found}}
    else:
        assert found.keys() & {"logbook", "lovelace", "type"}
        return
    assert await async_setup_component(running.hass, domain, config)
    await running.hass.async_block_till_done()
    [state] = running.hass.states.async_all(domain)
    assert state.state != "unavailable"


async def run(running: Home, beginning: str) -> ServiceResponse:
    """Run an example of actions, and return its response."""
    [example] = [text for _, text in examples() if text.startswith(beginning)]
    found = parsed(example.replace("person.ana", "Ana"), device_id(running))
    assert await async_setup_component(
        running.hass, "script", {"script": {"example": found}}
    )
    return await running.hass.services.async_call(
        "script", "example", blocking=True, return_response=True
    )


async def test_the_example_of_a_message_counts(
    running: Home, hass: HomeAssistant
) -> None:
    """Twice within the week, and once it was Ben."""
    messages = async_mock_service(hass, "notify", "mobile_app_bens_phone")
    now = running.cloud.clock.now()
    for days, method, slot in (
        (8, "fingerprint", 1),
        (6, "fingerprint", 1),
        (2, "password", 3),
        (0, "fingerprint", 1),
    ):
        running.cloud.add_unlock(
            "Front door", method, slot, occurred_at=now - timedelta(days=days)
        )
    await running.poll()
    await run(running, "- action: tuya_door_lock.get_records")
    [call] = messages
    assert call.data["message"] == "Ana opened the door 2 times this week."
