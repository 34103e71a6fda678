"""The rooms of the integration: arrows go one way, and no import ends in a circle."""

import ast
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

INTEGRATION = Path(__file__).parents[1] / "custom_components" / "tuya_door_lock"

# Each room may import those on the floors below it, never its neighbors. What stands
# in no room is on the floor above them all: the coordinators, and the platforms, flows
# and actions, which import the coordinators, so that an arrow back is a circle.
FLOORS = (
    {"const"},
    {"api"},
    {"access_log"},
    {"people"},
    {"pictures", "polling"},
)
# Words for errors, and small things that have no floor: the rooms may use them.
SHARED = {"errors", "helpers"}
TOP = len(FLOORS)


def modules_of(root: Path) -> dict[str, Path]:
    """Return the files of a package by their names, such as "api.client"."""
    names = {
        path: path.relative_to(root).with_suffix("") for path in root.rglob("*.py")
    }
    return {
        ".".join(name.parts).removesuffix(".__init__"): path
        for path, name in names.items()
    }


def imports_of(name: str, path: Path, known: Mapping[str, object]) -> Iterator[str]:
    """Yield which modules of the same package a module imports, wherever it does.

    An import for the type checker binds two files as well as any other.
    """
    package = name.split(".")
    if path.name != "__init__.py":
        package.pop()
    elif name == "__init__":
        package = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        base += node.module.split(".") if node.module else []
        for alias in node.names:
            # Either a module is imported, or something that one of them defines.
            inner, outer = ".".join([*base, alias.name]), ".".join(base)
            found = inner if inner in known else outer or "__init__"
            if found in known and found != name:
                yield found


def graph_of(root: Path) -> dict[str, set[str]]:
    """Return which modules of a package each of them imports."""
    modules = modules_of(root)
    return {
        name: set(imports_of(name, path, modules)) for name, path in modules.items()
    }


def circle_in(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the modules of an import circle, ending where it begins; none without."""
    done: set[str] = set()

    def visit(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name not in done:
            for each in sorted(graph[name]):
                if found := visit(each, [*way, name]):
                    return found
            done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := visit(name, []))), [])


def floor_of(name: str) -> int:
    """Return on which floor a module stands."""
    room = name.partition(".")[0]
    return next((floor for floor, rooms in enumerate(FLOORS) if room in rooms), TOP)


def arrows_up_in(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the imports that lead from a room to a neighbor, or further up."""
    return sorted(
        f"{name} imports {found}"
        for name, imports in graph.items()
        for found in imports
        if (floor := floor_of(name)) < TOP
        and found.partition(".")[0] not in {name.partition(".")[0], *SHARED}
        and floor_of(found) >= floor
    )


def package_of(root: Path, **texts: str) -> dict[str, set[str]]:
    """Write a package, whose folders have a double underscore, and return its graph."""
    for name, text in texts.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return graph_of(root)


def test_every_room_is_there() -> None:
    """Look at the modules that matter."""
    graph = graph_of(INTEGRATION)
    rooms = {name.partition(".")[0] for name in graph}
    assert rooms >= {*SHARED, *set[str]().union(*FLOORS)}
    assert "coordinator" in graph["sensor"]


def test_a_room_imports_only_what_stands_below_it() -> None:
    """Name both files of each arrow that turns round."""
    arrows = arrows_up_in(graph_of(INTEGRATION))
    assert not arrows, "\n".join(arrows)


def test_no_module_imports_itself_through_others() -> None:
    """Name the files of the circle in their order."""
    ring = circle_in(graph_of(INTEGRATION))
    arrows = [f"{one} imports {other}" for one, other in pairwise(ring)]
    assert not arrows, "\n".join(arrows)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (
            {"access_log__query": "from ..coordinator import A", "coordinator": ""},
            ["access_log.query imports coordinator"],
        ),
        (
            {"api__client": "from .. import sensor", "sensor": ""},
            ["api.client imports sensor"],
        ),
        (
            {"pictures__fetcher": "from ..polling import quota", "polling__quota": ""},
            ["pictures.fetcher imports polling.quota"],
        ),
        ({"people__names": "from ..errors import a", "errors": ""}, []),
        ({"people__names": "from ..access_log.events import a"}, []),
        ({"sensor": "from .button import a", "button": ""}, []),
    ],
)
def test_an_arrow_that_turns_round_is_named(
    tmp_path: Path, texts: dict[str, str], found: list[str]
) -> None:
    """The rule sees what it is there for."""
    assert arrows_up_in(package_of(tmp_path, **texts)) == found


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"a": "from .b import x", "b": "from .a import y"}, ["a", "b", "a"]),
        (
            {
                "a": "from typing import TYPE_CHECKING\n"
                "if TYPE_CHECKING:\n    from .room.b import x",
                "room__b": "def late():\n    from .. import c",
                "c": "from . import a",
            },
            ["a", "room.b", "c", "a"],
        ),
        ({"a": "from .b import x\nfrom .c import y", "b": "from .c import z"}, []),
    ],
)
def test_a_circle_is_named(
    tmp_path: Path, texts: dict[str, str], found: list[str]
) -> None:
    """Wherever in a file the import stands, and whoever it is for."""
    graph = package_of(tmp_path, **texts)
    graph.setdefault("c", set())
    assert circle_in(graph) == found
