"""The client of Tuya's cloud works without Home Assistant."""

import ast
import asyncio
from pathlib import Path
import sys

from aiohttp.test_utils import TestServer
import pytest

from simulator import ACCESS_ID, ACCESS_SECRET

INTEGRATION = (
    Path(__file__).parents[2] / "custom_components" / "tuya_door_lock"
).resolve()
FILES = sorted((INTEGRATION / "api").glob("*.py"))
PROGRAM = """
import asyncio, importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import aiohttp
import api
for module in pkgutil.iter_modules(api.__path__):
    importlib.import_module(f"api.{module.name}")
from api.client import TuyaClient
from api.locks import TuyaLocks
async def main():
    async with aiohttp.ClientSession() as session:
        client = TuyaClient(
            session,
            access_id=sys.argv[3],
            access_secret=sys.argv[4],
            base_url=sys.argv[2],
        )
        for lock in await TuyaLocks(client).locks():
            print(lock.name)
asyncio.run(main())
roots = {name.partition(".")[0] for name in sys.modules}
print(sorted(roots & {"homeassistant", "custom_components", "voluptuous"}))
"""


def imported(path: Path) -> set[str]:
    """Return the modules that a file imports; one dot is the package itself."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_module_imports_nothing_of_the_integration(path: Path) -> None:
    """Know neither Home Assistant nor what comes after the records."""
    assert not [
        name
        for name in imported(path)
        if name.startswith(("..", "homeassistant", "custom_components", "simulator"))
    ]


def test_the_modules_are_there() -> None:
    """Look at the files that matter, and at what they import."""
    assert ".errors" in imported(INTEGRATION / "api" / "client.py")
    assert {path.stem for path in FILES} >= {
        "client",
        "data_centers",
        "errors",
        "locks",
        "records",
        "signing",
        "sources",
    }
    assert (INTEGRATION / "api" / "py.typed").exists()


async def test_a_plain_program_can_use_it(server: TestServer) -> None:
    """List the locks of a household in a Python that has no Home Assistant."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-c",
        PROGRAM,
        str(INTEGRATION),
        str(server.make_url("/")),
        ACCESS_ID,
        ACCESS_SECRET,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert errors.decode() == ""
    assert output.decode().splitlines() == [
        "Front door",
        "Back door",
        "Garden gate",
        "Holiday flat",
        "[]",
    ]
