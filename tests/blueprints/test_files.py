"""The files: what they say of themselves, and that they can be imported."""

from pathlib import Path
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.tuya_door_lock.api.records import UnlockMethod
from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict

from .conftest import FOLDER, NAMES, ROOT

FILES = sorted((ROOT / "blueprints").glob(f"*/{DOMAIN}/*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_blueprint_can_be_imported_from_its_address(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    aioclient_mock: AiohttpClientMocker,
    tmp_path: Path,
    file: Path,
) -> None:
    """And what Home Assistant writes down does the same."""
    domain, name = file.parent.parent.name, file.stem
    address = load_yaml_dict(str(file))["blueprint"]["source_url"]
    aioclient_mock.get(
        address.replace("github.com", "raw.githubusercontent.com").replace(
            "/blob/", "/"
        ),
        text=file.read_text("utf-8"),
    )
    assert await async_setup_component(hass, domain, {domain: {}})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "blueprint/import", "url": address})
    answer = await client.receive_json()
    assert answer["success"]
    imported = answer["result"]
    assert imported["validation_errors"] is None
    assert imported["suggested_filename"] == f"tuya-door-lock/{name}"

    await client.send_json_auto_id(
        {
            "type": "blueprint/save",
            "domain": domain,
            "path": imported["suggested_filename"],
            "yaml": imported["raw_data"],
            "source_url": address,
        }
    )
    assert (await client.receive_json())["success"]
    saved = tmp_path / "blueprints" / domain / "tuya-door-lock" / f"{name}.yaml"
    written, ours = load_yaml_dict(str(saved)), load_yaml_dict(str(file))
    assert written.pop("blueprint")["name"] == ours.pop("blueprint")["name"]
    assert written == ours


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_blueprint_says_what_it_is(hass: HomeAssistant, file: Path) -> None:
    """Where it comes from, for which version, and what each of its inputs is for."""
    blueprint = load_yaml_dict(str(file))["blueprint"]
    integration = await async_get_integration(hass, DOMAIN)
    path = f"blob/main/{file.relative_to(ROOT)}"
    assert blueprint["source_url"] == f"{integration.documentation}/{path}"
    assert blueprint["homeassistant"] == {"min_version": "2026.8.0"}
    for described in (blueprint, *inputs_of(blueprint).values()):
        assert described["name"]
    for key in ("locks", "lock"):
        if selector := inputs_of(blueprint).get(key, {}).get("selector"):
            assert selector["device"]["filter"] == [{"integration": DOMAIN}]


def inputs_of(blueprint: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the inputs of a blueprint, also those in sections."""
    found: dict[str, dict[str, Any]] = {}
    for key, each in blueprint["input"].items():
        found |= each.get("input", {key: each})
    return found


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("door_left_open", {"locks"}),
        ("duress", {"locks", "people"}),
        ("home_from_school", {"locks", "child"}),
        ("low_battery", {"lock"}),
        ("new_credential", {"locks"}),
        ("repeated_attempts", {"locks"}),
        ("somebody_rings", {"locks"}),
        ("who_came_home", {"locks"}),
    ],
)
def test_little_has_to_be_filled_in(name: str, needed: set[str]) -> None:
    """All else has a default."""
    inputs = inputs_of(load_yaml_dict(str(FOLDER / f"{name}.yaml"))["blueprint"])
    assert {key for key, each in inputs.items() if "default" not in each} == needed


@pytest.mark.parametrize("name", ["who_came_home", "home_from_school"])
def test_no_method_is_forgotten(name: str) -> None:
    """Whoever opens from inside, or clears passwords, does not come home."""
    triggers = load_yaml_dict(str(FOLDER / f"{name}.yaml"))["triggers"]
    types = [
        each
        for trigger in triggers
        if trigger["trigger"] == "event.received"
        for each in trigger["options"]["event_type"]
    ]
    assert len(types) == len(set(types))
    remote = {"app", "phone_remote", "remote", "voice_remote"}
    assert set(UnlockMethod) - set(types) - remote == {
        "inside",
        "offline_clear",
        "offline_clear_single",
    }
    assert (remote <= set(types)) == (name == "who_came_home")


def test_the_readme_links_to_each_blueprint_or_to_none() -> None:
    """A link opens the import in the reader's own Home Assistant."""
    linked = re.findall(
        r"https://my\.home-assistant\.io/redirect/blueprint_import/"
        r"\?blueprint_url=([^)\s]+)",
        (ROOT / "README.md").read_text("utf-8"),
    )
    files = [Path(urlsplit(link).path).stem for link in linked]
    assert sorted(set(files)) in ([], NAMES)
    for name, link in zip(files, linked, strict=True):
        blueprint = load_yaml_dict(str(FOLDER / f"{name}.yaml"))["blueprint"]
        assert link == blueprint["source_url"]
