"""The files around the code: what Home Assistant's hassfest and HACS ask of them, and that they agree.

hassfest runs in the project's workflows only. This holds the same rules wherever the tests run.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
import json
from pathlib import Path
import re
import string
import struct
from typing import Any

import pytest

import homeassistant
from homeassistant.const import Platform
from homeassistant.helpers.selector import validate_selector
from homeassistant.util.yaml import load_yaml_dict

ROOT = Path(__file__).parent.parent
DOMAIN = "tuya_door_lock"
INTEGRATION = ROOT / "custom_components" / DOMAIN

# --------------------------------------------------------------------- reading


@cache
def _json(path: Path) -> dict[str, Any]:
    data = json.loads(path.read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def _manifest() -> dict[str, Any]:
    return _json(INTEGRATION / "manifest.json")


def _strings() -> dict[str, Any]:
    return _json(INTEGRATION / "translations" / "en.json")


def _icons() -> dict[str, Any]:
    return _json(INTEGRATION / "icons.json")


@cache
def _modules() -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text("utf-8"))
        for path in sorted(INTEGRATION.rglob("*.py"))
    }


def _flat(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


# --------------------------------------------------- shapes: closed JSON schemas

type Check = Callable[[Any], str | None]
type Shape = Check | dict[str, Shape]

KEY = r"(?!.+[_-]{2})(?![_-])[a-z0-9-_]+(?<![_-])"
ANY = r".+"


def _problems(value: Any, shape: Shape, where: str = "") -> Iterator[str]:
    """Compare with a shape: its keys are patterns, a `!` in front makes one required."""
    if not isinstance(shape, dict):
        if (problem := shape(value)) is not None:
            yield f"{where}: {problem}"
        return
    if not isinstance(value, dict):
        yield f"{where}: must be a mapping"
        return
    for pattern in shape:
        if pattern.startswith("!") and pattern[1:] not in value:
            yield f"{where}: {pattern[1:]} is missing"
    for key, inner in value.items():
        for pattern, inner_shape in shape.items():
            if re.fullmatch(pattern.removeprefix("!"), key):
                yield from _problems(inner, inner_shape, f"{where}.{key}".lstrip("."))
                break
        else:
            yield f"{where}: {key} is not allowed"


def _plain(value: Any) -> str | None:
    """Check a text that Home Assistant shows as it is."""
    if not isinstance(value, str) or not value or value != value.strip():
        return "must be a text without spaces at its ends"
    if re.search(r"<[a-z/!]", value, re.IGNORECASE):
        return "HTML is not allowed"
    if re.search(
        r"((https?|ftps?|wss?|mqtts?)://|www\.)[a-z0-9]", value, re.IGNORECASE
    ):
        return "addresses belong into description placeholders"
    if "[%key:" in value:
        return "references work in core only"
    if _placeholders(value):
        return "placeholders are not filled here"
    return None


def _text(value: Any) -> str | None:
    """Check a text that may hold placeholders."""
    if not isinstance(value, str):
        return "must be a text"
    if re.search(r"'\{\w+\}'", value):
        return "a placeholder in single quotes is not filled"
    if bad := [name for name in _placeholders(value) if not name.isidentifier()]:
        return f"{bad} are no placeholder names"
    return _plain(re.sub(r"\{\w+\}", "x", value))


def _placeholders(text: str) -> set[str]:
    return {
        name for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }


def _icon(value: Any) -> str | None:
    return (
        None if re.fullmatch(r"mdi:[a-z0-9-]+", str(value)) else f"{value} is no icon"
    )


def _translations() -> Shape:
    texts: Shape = {ANY: _text}
    step: Shape = {
        "title|description|submit": _text,
        "data|data_description|menu_options|menu_option_descriptions": texts,
        "sections": {ANY: {"name|description": _text, "data|data_description": texts}},
    }
    flow: dict[str, Shape] = {
        "flow_title": _text,
        "!step": {ANY: step},
        "error|abort|progress|create_entry|initiate_flow": texts,
    }
    action: Shape = {
        "!name": _text,
        "!description": _text,
        "fields": {KEY: {"!name": _plain, "description|example": _text}},
        "sections": {KEY: {"!name": _plain, "description": _text}},
    }
    entity: Shape = {
        "name": _text,
        "state": {KEY: _plain},
        "unit_of_measurement": _plain,
        "state_attributes": {KEY: {"name": _plain, "state": {KEY: _plain}}},
    }
    return {
        "title": _text,
        "config|options": flow,
        "config_subentries": {
            KEY: {
                **flow,
                "!entry_type": _text,
                "!initiate_flow": {"!user": _text, ANY: _text},
            }
        },
        "selector": {
            KEY: {"options": {KEY: _text}, "unit_of_measurement": {KEY: _text}}
        },
        "device_automation": {ANY: texts},
        "system_health": {"!info": {KEY: _text}},
        "issues": {
            ANY: {
                "!title": _text,
                "short_title": _text,
                "description": _text,
                "fix_flow": flow,
            }
        },
        "device": {KEY: {"name": _text}},
        "entity": {"|".join(Platform): {KEY: entity}},
        "exceptions": {KEY: {"!message": _text}},
        "services|triggers|conditions": {KEY: action},
        "common": texts,
    }


def _icon_shape() -> Shape:
    icons: dict[str, Shape] = {
        "default": _icon,
        "state": {KEY: _icon},
        "range": {ANY: _icon},
    }
    return {
        "entity": {
            "|".join(Platform): {KEY: {**icons, "state_attributes": {KEY: icons}}}
        },
        "services": {KEY: {"service": _icon, "sections": {KEY: _icon}}},
        "triggers": {KEY: {"!trigger": _icon}},
        "conditions": {KEY: {"!condition": _icon}},
    }


# -------------------------------------------------------------------- manifest


def test_manifest_holds_what_hassfest_and_hacs_require() -> None:
    """Hassfest's closed set of keys, and HACS's wish for an issue tracker."""
    manifest = _manifest()
    required = {
        *("domain", "name", "codeowners", "documentation", "version"),
        *("integration_type", "iot_class", "issue_tracker"),
    }
    optional = {
        *("after_dependencies", "config_flow", "dependencies", "import_executor"),
        *("loggers", "quality_scale", "requirements", "single_config_entry"),
    }
    assert not required - set(manifest)
    assert not set(manifest) - required - optional
    assert list(manifest) == [
        "domain",
        "name",
        *sorted(set(manifest) - {"domain", "name"}),
    ]
    assert manifest["domain"] == DOMAIN
    assert manifest["integration_type"] == "hub"
    assert manifest["iot_class"] == "cloud_polling"
    assert re.fullmatch(r"\d+\.\d+\.\d+([ab.-][0-9a-z.]+)?", manifest["version"])
    assert not [
        requirement
        for requirement in manifest.get("requirements", [])
        if "==" not in requirement
    ]
    assert not (INTEGRATION / "strings.json").exists(), "only core has strings.json"


def test_imported_components_are_dependencies() -> None:
    """Hassfest's rule: a component that is imported is set up first, or is one that always is."""
    always = {
        *Platform,
        "device_automation",
        "diagnostics",
        "frontend",
        "media_source",
        "persistent_notification",
    }
    always |= {"repairs", "system_health", "webhook", "websocket_api", "logbook"}
    manifest = _manifest()
    declared = {
        *manifest.get("dependencies", []),
        *manifest.get("after_dependencies", []),
    }
    optional_files = {"diagnostics", "logbook", "repairs", "system_health"}
    allowed = always - {
        name for name in optional_files if not (INTEGRATION / f"{name}.py").exists()
    }
    missing, found = set(), set()
    for path, tree in _modules().items():
        for node in _outside_type_checking(tree):
            if not isinstance(node, ast.ImportFrom) or not (
                node.module or ""
            ).startswith("homeassistant.components"):
                continue
            parts = (node.module or "").split(".")
            names = (
                [parts[2]] if len(parts) > 2 else [alias.name for alias in node.names]
            )
            found |= set(names)
            missing |= {
                f"{path.name}: {name}"
                for name in names
                if name not in allowed | declared
            }
    assert found >= {"http", "sensor"}
    assert not missing


def _outside_type_checking(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if (
            isinstance(child, ast.If)
            and getattr(child.test, "id", "") == "TYPE_CHECKING"
        ):
            continue
        yield child
        yield from _outside_type_checking(child)


def test_hacs_manifest() -> None:
    """HACS's closed set of keys; an archive needs its name."""
    hacs = _json(ROOT / "hacs.json")
    assert not set(hacs) - {
        "name",
        "homeassistant",
        "hacs",
        "zip_release",
        "filename",
        "render_readme",
    }
    assert hacs["name"] == _manifest()["name"]
    assert hacs["zip_release"] is True
    assert hacs["filename"] == f"{DOMAIN}.zip"
    assert hacs["filename"] in (ROOT / ".github/workflows/release.yml").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(("name", "size"), [("icon.png", 256), ("icon@2x.png", 512)])
@pytest.mark.parametrize("variant", ["", "dark_"])
def test_brand_images(variant: str, name: str, size: int) -> None:
    """Home Assistant shows the images that the integration brings, HACS asks for them."""
    data = (INTEGRATION / "brand" / f"{variant}{name}").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (size, size)


# ---------------------------------------------------- translations, icons, yaml


def test_translations_have_the_shape_that_hassfest_wants() -> None:
    """A key that Home Assistant does not know is a text that nobody sees."""
    assert not list(_problems(_strings(), _translations()))


def test_every_field_description_belongs_to_a_field() -> None:
    """In both directions: no description without a field, no field without a description."""
    steps = [
        (f"{flow}.{name}", step)
        for flow, texts in _flows()
        for name, step in texts["step"].items()
    ]
    wrong = [
        f"{name}: {key}"
        for name, step in steps
        for part in (step, *step.get("sections", {}).values())
        for key in set(part.get("data", {})) ^ set(part.get("data_description", {}))
    ]
    assert not wrong


def _flows() -> Iterator[tuple[str, dict[str, Any]]]:
    strings = _strings()
    yield "config", strings["config"]
    yield "options", strings["options"]
    yield from strings["config_subentries"].items()
    for key, issue in strings["issues"].items():
        if "fix_flow" in issue:
            yield key, issue["fix_flow"]


def test_an_issue_is_described_or_fixed() -> None:
    """Home Assistant shows the description, or the steps of the fix flow, never both."""
    wrong = [
        key
        for key, issue in _strings()["issues"].items()
        if ("description" in issue) == ("fix_flow" in issue)
    ]
    assert not wrong


def test_translation_files_agree() -> None:
    """All languages have the keys and the placeholders of the English file."""
    english = dict(_flat(_strings()))
    wrong = []
    paths = sorted((INTEGRATION / "translations").glob("*.json"))
    assert len(paths) == 9
    for path in paths:
        other = dict(_flat(_json(path)))
        wrong += [
            f"{path.name}: {key}" for key in sorted(english.keys() ^ other.keys())
        ]
        wrong += [
            f"{path.name}: placeholders of {key}"
            for key in english.keys() & other.keys()
            if _placeholders(english[key]) != _placeholders(other[key])
        ]
        wrong += list(_problems(_json(path), _translations(), path.name))
    assert not wrong


def test_icons_have_names() -> None:
    """icons.json has its shape, and names only what the translations name."""
    icons, strings = _icons(), _strings()
    assert not list(_problems(icons, _icon_shape()))
    entities = {
        f"{platform}.{key}"
        for platform, keys in icons.get("entity", {}).items()
        for key in keys
    }
    named = {
        f"{platform}.{key}"
        for platform, keys in strings.get("entity", {}).items()
        for key in keys
    }
    assert not entities - named
    for kind in ("services", "triggers", "conditions"):
        assert icons.get(kind, {}).keys() == strings.get(kind, {}).keys(), kind


@pytest.mark.parametrize("kind", ["services", "triggers", "conditions"])
def test_described_actions_are_translated(kind: str) -> None:
    """Each action and trigger, and each of their fields, has a name, a selector and an icon."""
    path = INTEGRATION / f"{kind}.yaml"
    names = _strings().get(kind, {})
    described = load_yaml_dict(str(path)) if path.exists() else {}
    described = {
        name: body for name, body in described.items() if not name.startswith(".")
    }
    assert described.keys() == names.keys()
    for name, body in described.items():
        assert not set(body or {}) - {"target", "fields"}, name
        fields: dict[str, Any] = {}
        sections = []
        for key, field in ((body or {}).get("fields") or {}).items():
            if "fields" in field:
                sections.append(key)
                fields |= field["fields"]
            else:
                fields[key] = field
        assert fields.keys() == names[name].get("fields", {}).keys(), name
        assert set(sections) == set(names[name].get("sections", {})), name
        for key, field in fields.items():
            assert not set(field) - {
                "example",
                "default",
                "required",
                "selector",
                "filter",
                "context",
            }, key
            selector = validate_selector(field["selector"])
            translation = (selector.get("select") or {}).get("translation_key")
            assert translation is None or translation in _strings()["selector"], (
                f"{name}.{key}"
            )


# ------------------------------------------------------ translations and the code


@cache
def _named_texts() -> dict[str, str]:
    """Return the texts that modules give a name."""
    return {
        node.target.id: node.value.value
        for tree in _modules().values()
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def _literal(call: ast.Call, keyword: str) -> str | None:
    """Return the text that a call passes, by itself or by its name."""
    for each in call.keywords:
        if each.arg == keyword and isinstance(each.value, ast.Constant):
            return str(each.value.value)
        if each.arg == keyword and isinstance(each.value, ast.Name):
            return _named_texts().get(each.value.id)
    return None


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            yield name, node


def _constants() -> set[str]:
    return {
        node.value
        for tree in _modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_exceptions_and_issues_are_translated() -> None:
    """A key in the code without a text shows as a bare key."""
    exceptions, issues, selectors = set(), set(), set()
    for tree in _modules().values():
        for name, call in _calls(tree):
            if (key := _literal(call, "translation_key")) is None:
                continue
            if name == "async_create_issue":
                issues.add(key)
            elif any(each.arg == "translation_domain" for each in call.keywords):
                exceptions.add(key)
            elif name.endswith("SelectorConfig"):
                selectors.add(key)
    strings = _strings()
    assert exceptions
    assert exceptions <= strings["exceptions"].keys()
    assert issues
    assert issues <= strings["issues"].keys()
    assert selectors
    assert selectors <= strings["selector"].keys()


@pytest.mark.parametrize("section", ["exceptions", "issues"])
def test_no_text_is_left_over(section: str) -> None:
    """A text whose key the code does not hold is one that nobody will read."""
    assert _strings()[section].keys() <= _constants()


def test_entities_are_translated() -> None:
    """Each entity key in a platform's module has a name, and the reverse."""
    assert _strings()["entity"].keys() == {
        platform for platform in Platform if (INTEGRATION / f"{platform}.py").exists()
    }
    for platform in Platform:
        names = _strings().get("entity", {}).get(platform, {}).keys()
        tree = _modules().get(INTEGRATION / f"{platform}.py", ast.Module([], []))
        used = {
            key
            for _, call in _calls(tree)
            if (key := _literal(call, "translation_key")) is not None
            and not any(each.arg == "translation_domain" for each in call.keywords)
        }
        used |= {
            str(node.value.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and any(
                getattr(target, "id", getattr(target, "attr", ""))
                == "_attr_translation_key"
                for target in node.targets
            )
        }
        assert not used - names, platform
        assert not names - _constants(), platform
        assert not names or tree.body, f"{platform} has names but no module"


# --------------------------------------------------------------- quality scale

RULES = """
action-setup appropriate-polling brands common-modules config-flow config-flow-test-coverage
dependency-transparency docs-actions docs-conditions docs-high-level-description
docs-installation-instructions docs-removal-instructions docs-triggers entity-event-setup
entity-unique-id has-entity-name runtime-data test-before-configure test-before-setup
unique-config-entry
action-exceptions config-entry-unloading docs-configuration-parameters docs-installation-parameters
entity-unavailable integration-owner log-when-unavailable parallel-updates reauthentication-flow
test-coverage
devices diagnostics discovery discovery-update-info docs-data-update docs-examples
docs-known-limitations docs-supported-devices docs-supported-functions docs-troubleshooting
docs-use-cases dynamic-devices entity-category entity-device-class entity-disabled-by-default
entity-translations exception-translations icon-translations reconfiguration-flow repair-issues
stale-devices
async-dependency inject-websession strict-typing
"""


def test_quality_scale_answers_every_rule() -> None:
    """Each rule of the Integration Quality Scale is done, or says why it does not apply."""
    names = set(RULES.split())
    assert len(names) == 54
    rules = load_yaml_dict(str(INTEGRATION / "quality_scale.yaml"))["rules"]
    assert set(rules) == names
    for rule, answer in rules.items():
        if not isinstance(answer, str):
            assert set(answer) == {"status", "comment"}, rule
            assert answer["comment"].strip(), rule
            answer = answer["status"]
        assert answer in ("done", "todo", "exempt"), rule
        assert answer != "exempt" or not isinstance(rules[rule], str), (
            f"{rule}: exempt needs a comment"
        )


# ----------------------------------------------------------- address and versions

SEARCHED = {
    ".cfg",
    ".html",
    ".js",
    ".json",
    ".md",
    ".py",
    ".sh",
    ".toml",
    ".ts",
    ".txt",
    ".yaml",
    ".yml",
}
NOT_OURS = {".git", ".venv", ".cache", "__pycache__", "config", "node_modules"}


def _texts() -> Iterator[tuple[Path, str]]:
    for folder, folders, files in ROOT.walk():
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS and not name.endswith("_cache")
        ]
        for name in files:
            path = folder / name
            if path.suffix in SEARCHED or name == "CODEOWNERS":
                yield path.relative_to(ROOT), path.read_text("utf-8")


def _address() -> tuple[str, str]:
    match = re.match(
        r"https://github\.com/([\w-]+)/([\w.-]+?)(?:/|#|$)",
        _manifest()["documentation"],
    )
    assert match, "documentation must be an address on GitHub"
    return match[1], match[2]


def test_there_is_one_address() -> None:
    """The manifest's address and code owner hold everywhere, so that a move is one commit."""
    owner, name = _address()
    assert _manifest()["codeowners"] == [f"@{owner}"]
    assert _manifest()["issue_tracker"] == f"https://github.com/{owner}/{name}/issues"
    links = (
        r"github(?:usercontent)?\.com/([\w-]+)/([\w.-]*\w)",
        r"img\.shields\.io/github/[\w/-]*?/([\w-]+)/([\w.-]*\w)",
        r"hacs_repository/\?owner=([\w-]+)&(?:amp;)?repository=([\w.-]*\w)",
    )
    found, wrong = set(), []
    for path, text in _texts():
        for match in (match for link in links for match in re.finditer(link, text)):
            there = (match[1], match[2].removesuffix(".git"))
            slug = "/".join(there).lower().replace("_", "-")
            if there == (owner, name):
                found.add(path)
            elif (
                there[0] == owner
                or there[1] == name
                or DOMAIN.replace("_", "-") in slug
            ):
                wrong.append(f"{path}: {match[0]}")
        if path.name == "CODEOWNERS" and f"@{owner}" not in text:
            wrong.append(str(path))
    assert not wrong
    assert Path("README.md") in found


def _pins(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text("utf-8")
    return {
        name.lower(): pin
        for name, pin in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
    }


def _tested(file: str) -> str:
    """Return the version of Home Assistant that a requirements file says it brings."""
    match = re.search(r"(\d{4}\.\d+\.\d+)", (ROOT / file).read_text("utf-8"))
    assert match, f"{file} says for which Home Assistant it is"
    return match[1]


def test_oldest_version_is_the_same_everywhere() -> None:
    """What HACS lets install, what the README promises and what is tested are one version."""
    minimum = _json(ROOT / "hacs.json")["homeassistant"].removesuffix(".0")
    assert _tested("requirements_test_oldest.txt").rpartition(".")[0] == minimum
    promised = re.findall(
        r"(\d{4}\.\d+)(?:\.\d+)?(?:\+|%2B| (?:or|and) (?:newer|later))",
        (ROOT / "README.md").read_text("utf-8"),
    )
    assert set(promised) == {minimum}


def test_requirements_bring_what_they_say() -> None:
    """The version named beside the pin is the one that the pin brings; the demo runs the newest."""
    assert _pins("requirements_run.txt")["homeassistant"] == _tested(
        "requirements_test.txt"
    )
    harness = "pytest-homeassistant-custom-component"
    said = {
        _pins(file)[harness]: _tested(file)
        for file in ("requirements_test.txt", "requirements_test_oldest.txt")
    }
    installed = version("homeassistant")
    assert said.get(version(harness), installed) == installed


def test_demo_installs_what_home_assistant_pins() -> None:
    """With another version than its own, Home Assistant would install at its first start."""
    pins = _pins("requirements_run.txt")
    if pins.pop("homeassistant") != version("homeassistant"):
        pytest.skip("the demo runs another version of Home Assistant")
    constraints = Path(homeassistant.__file__).parent / "package_constraints.txt"
    core = {
        name.lower(): pin
        for name, pin in re.findall(
            r"^([\w.-]+)==(\S+)", constraints.read_text(), re.MULTILINE
        )
    }
    shared = pins.keys() & core.keys()
    assert shared
    assert {name: pins[name] for name in shared} == {
        name: core[name] for name in shared
    }
