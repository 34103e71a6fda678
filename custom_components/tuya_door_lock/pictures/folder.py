"""The pictures of a lock that are kept: files below Home Assistant's configuration.

They are outside the media folder, which every user may open.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
import re
import shutil
from typing import Final, Self

from homeassistant.core import HomeAssistant
from homeassistant.util.file import write_utf8_file

from ..const import DOMAIN

_TIME: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"(?P<time>[0-9]{8}T[0-9]{6}Z)_[0-9a-f]{8}\.(?P<type>\w+)")
_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_ENDINGS: Final = {content_type: ending for ending, content_type in _TYPES.items()}


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture among the files: its name holds the time and the record id."""

    name: str
    taken_at: datetime
    content_type: str

    @classmethod
    def of(cls, record_id: str, taken_at: datetime, content_type: str) -> Self:
        """Return the file for the picture of a record."""
        name = f"{taken_at.astimezone(UTC):{_TIME}}_{_mark(record_id)}"
        return cls(f"{name}.{_ENDINGS[content_type]}", taken_at, content_type)

    @classmethod
    def from_name(cls, name: str) -> Self | None:
        """Return the file with a name, None where it is not the name of a picture."""
        if (match := _NAME.fullmatch(name)) is None or match["type"] not in _TYPES:
            return None
        try:
            taken_at = datetime.strptime(match["time"], _TIME).replace(tzinfo=UTC)
        except ValueError:
            return None
        return cls(name, taken_at, _TYPES[match["type"]])

    @property
    def mark(self) -> str:
        """Return what stands for the record in the name."""
        return self.name.partition("_")[2].partition(".")[0]

    def shows(self, record_id: str) -> bool:
        """Return whether this is the picture of a record."""
        return self.mark == _mark(record_id)


def _mark(record_id: str) -> str:
    """Return what stands for a record in a name: its id may hold anything."""
    return sha256(record_id.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class PictureFolder:
    """The folder of a lock. Its methods wait for the disk: call them in an executor."""

    path: Path

    @classmethod
    def of(cls, hass: HomeAssistant, entry_id: str, lock_id: str) -> Self:
        """Return the folder of a lock below the configuration."""
        return cls(Path(hass.config.path(DOMAIN, entry_id, lock_id)))

    def files(self) -> list[PictureFile]:
        """Return the pictures, oldest first; none where there is no folder."""
        names: list[str] = []
        with suppress(OSError):
            names = sorted(path.name for path in self.path.iterdir())
        return [file for name in names if (file := PictureFile.from_name(name))]

    def newest(self) -> tuple[PictureFile, bytes, datetime] | None:
        """Return the newest picture, its bytes and the time (UTC) at which it came."""
        for file in reversed(self.files()):
            path = self.path / file.name
            with suppress(OSError):
                came_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                return file, path.read_bytes(), came_at
        return None

    def write(self, file: PictureFile, data: bytes) -> None:
        """Write a picture, whole or not at all."""
        self.path.mkdir(parents=True, exist_ok=True)
        write_utf8_file(str(self.path / file.name), data, mode="wb")

    def forget(self, record_ids: Iterable[str]) -> None:
        """Delete the pictures of some records."""
        marks = set(map(_mark, record_ids))
        for file in self.files():
            if file.mark in marks:
                (self.path / file.name).unlink(missing_ok=True)

    def prune(self, most: int, oldest: datetime) -> None:
        """Delete all pictures but the newest, and what is older than a time."""
        for index, file in enumerate(reversed(self.files())):
            if index >= most or file.taken_at < oldest:
                (self.path / file.name).unlink(missing_ok=True)


def remove_pictures(hass: HomeAssistant, entry_id: str, lock_id: str) -> None:
    """Delete the pictures of a lock, and the folders that are empty then."""
    root = Path(hass.config.config_dir)
    folder = PictureFolder.of(hass, entry_id, lock_id).path
    shutil.rmtree(folder, ignore_errors=True)
    for parent in takewhile(lambda path: path != root, folder.parents):
        with suppress(OSError):
            parent.rmdir()
