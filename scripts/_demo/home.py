"""A Home Assistant of its own: its config folder, its process, its log."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
import json
import os
from pathlib import Path
import re
import shutil
import signal
import socket
import sys
import tempfile
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import available_timezones

from .errors import DemoError

ROOT: Final = Path(__file__).parents[2]
CACHE: Final = ROOT / ".cache"
INTEGRATION: Final = ROOT / "custom_components" / "tuya_door_lock"
HOST: Final = "127.0.0.1"
USUAL_PORT: Final = 8123

SECONDS_TO_STOP: Final = 20

_LOG_LINE: Final = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ (?P<level>[A-Z]+) \(.*?\) \[(?P<name>.*?)\] "
)
_COMPLAINTS: Final = ("WARNING", "ERROR", "CRITICAL")
_EXPECTED_COMPLAINT: Final = "which has not been tested by Home Assistant"


def free_port(wanted: int) -> int:
    """Return the wanted port if it is free, and any free one otherwise."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            # As a server binds: a port whose last connections are closing is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((HOST, port))
                return int(probe.getsockname()[1])
    raise DemoError(f"no port on {HOST} is free")


@contextmanager
def config_folder(
    name: str,
    configuration: str,
    *,
    port: int | None = None,
    components: Mapping[str, Path] = MappingProxyType({}),
    files: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Path]:
    """Make a config folder with the integration in it, and remove it at the end.

    `components` are the folders of other custom integrations by their domains, `files`
    texts by their names. Home Assistant listens on `port`, or on any free one.
    """
    CACHE.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=CACHE))
    try:
        installed = folder / "custom_components"
        installed.mkdir()
        # A package of its own, or the checkout's of the same name would be imported.
        (installed / "__init__.py").touch()
        for domain, component in {INTEGRATION.name: INTEGRATION, **components}.items():
            (installed / domain).symlink_to(component)
        for file, text in {"configuration.yaml": configuration, **files}.items():
            (folder / file).write_text(text)
        store_http(folder, free_port(0) if port is None else port)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def time_zone() -> str:
    """Return the name of the machine's time zone: the browser shows it, too."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name:
        name = os.fspath(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2]
    return name if name in available_timezones() else "UTC"


def store_http(folder: Path, port: int) -> None:
    """Write the server's settings where Home Assistant keeps them since 2026.8.

    As YAML they would only be on trial: after five minutes without a confirmation
    Home Assistant restarts with its own.
    """
    settings = {
        "server_host": [HOST],
        "server_port": port,
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": False,
        "ssl_profile": "modern",
        "use_x_frame_options": True,
        "created_at": datetime.now(UTC).isoformat(),
        "error": None,
        "error_message": None,
    }
    store(
        folder,
        "http",
        (2, 2),
        {"stable": settings, "pending": None, "yaml_migration_done": True},
    )


def store(
    folder: Path, key: str, version: tuple[int, int], data: dict[str, Any]
) -> None:
    """Write a file of Home Assistant's own storage."""
    (folder / ".storage").mkdir(exist_ok=True)
    (folder / ".storage" / key).write_text(
        json.dumps(
            {
                "version": version[0],
                "minor_version": version[1],
                "key": key,
                "data": data,
            }
        )
    )


class Log:
    """What Home Assistant printed."""

    def __init__(self, path: Path) -> None:
        """Read from a file, which grows."""
        self.path = path

    def entries(self) -> list[tuple[str, str, str]]:
        """Return level, logger and text of each entry, a traceback being text."""
        found: list[tuple[str, str, str]] = []
        for line in self._lines():
            if match := _LOG_LINE.match(line):
                found.append((match["level"], match["name"], line))
            elif found:
                level, name, text = found[-1]
                found[-1] = (level, name, f"{text}\n{line}")
        return found

    def complaints(self) -> list[str]:
        """Return the warnings and errors that are about the integration.

        Also those of others that name it: Home Assistant reports for it what it
        forgot to catch or to clean up.
        """
        return [
            text
            for level, _, text in self.entries()
            if level in _COMPLAINTS
            and "tuya_door_lock" in text
            and _EXPECTED_COMPLAINT not in text
        ]

    def last_words(self, count: int = 8) -> list[str]:
        """Return the last warnings and errors, those of others in short."""
        found = [
            text
            for level, _, text in self.entries()
            if level in _COMPLAINTS and _EXPECTED_COMPLAINT not in text
        ]
        return [
            text
            if "tuya_door_lock" in text
            else " ... ".join(
                dict.fromkeys((text.split("\n")[0], text.split("\n")[-1]))
            )
            for text in found[-count:]
        ] or self._lines()[-count:]

    def _lines(self) -> list[str]:
        try:
            return self.path.read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return []


@asynccontextmanager
async def home_assistant(
    folder: Path, *options: str, log: Path | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run Home Assistant, and end it with all that it started.

    It runs in a session of its own, so that Ctrl-C in the terminal reaches only the
    demo, which ends things in their order.
    """
    command = (sys.executable, "-m", "homeassistant", "--config", str(folder), *options)
    with log.open("wb") if log else nullcontext() as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        # Nothing may cut this short: a cancellation has brought us here already.
        await asyncio.shield(_end(process))


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), SECONDS_TO_STOP)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
