"""What must outlive a restart, and how it is written."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
import os
from pathlib import Path
from typing import Any, Final, Protocol, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store

from ..const import DAMAGED, DOMAIN, LOGGER
from .history import History
from .timing import is_due

_VERSION: Final = 1
_MINOR_VERSION: Final = 1
# After the automations that a record has started: of a crash in between, records may
# come again, and none may be lost.
_SAVE_DELAY: Final = 1
# The state of a lock is written with every new record, and all that is kept this often.
_SAVE_INTERVAL: Final = timedelta(days=1)


class Part(Protocol):
    """A part of what is known of a lock."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""

    def restore(self, stored: dict[str, Any]) -> object:
        """Restore what `as_dict` gave; raise one of DAMAGED, and change nothing."""


class TuyaStore(Store[Any]):
    """A `Store` whose file is set aside where it cannot be read, and not overwritten."""

    def __init__(self, hass: HomeAssistant, *names: str) -> None:
        """Initialize the file of an entry, of a lock of it, or of a part of a lock."""
        super().__init__(
            hass,
            _VERSION,
            ".".join((DOMAIN, *names)),
            private=True,
            atomic_writes=True,
            minor_version=_MINOR_VERSION,
            # A list of thousands of records takes long to write as JSON.
            serialize_in_event_loop=False,
        )
        self.is_set_aside = False

    @override
    async def _async_migrate_func(
        self, old_major_version: int, old_minor_version: int, old_data: Any
    ) -> Any:
        """Return what an older version has written as this one writes it."""
        return old_data

    async def async_load_or_set_aside(self) -> Any:
        """Return what the file holds; None without one, or where it is set aside."""
        try:
            return await self.async_load()
        except (HomeAssistantError, *DAMAGED) as err:
            await self.async_set_aside(err)
        return None

    async def async_set_aside(self, err: Exception) -> None:
        """Keep a file that cannot be read under another name."""
        self.is_set_aside = True
        aside = f"{self.path}.{datetime.now(UTC):%Y%m%dT%H%M%S}.unreadable"
        # The text of the error may quote what is stored.
        LOGGER.error(
            "%s cannot be read (%s): it is kept as %s, and begun anew",
            self.path,
            type(err).__name__,
            aside,
        )
        try:
            await self.hass.async_add_executor_job(os.replace, self.path, aside)
        except FileNotFoundError:
            pass
        except OSError:
            self.make_read_only()

    @override
    async def async_remove(self) -> None:
        """Delete the file, and what was set aside of it: names of people are in it."""
        await super().async_remove()
        await self.hass.async_add_executor_job(self._delete_set_aside)

    def _delete_set_aside(self) -> None:
        path = Path(self.path)
        for aside in path.parent.glob(f"{path.name}.*.unreadable"):
            aside.unlink(missing_ok=True)


class LockStore:
    """The two files of a lock: what is known of it, and the records that are kept.

    The first is written with every record that is delivered, the second now and then:
    the records that it does not hold yet lie in the first. They leave it only after
    the second was written, so that a crash in between loses none.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry_id: str,
        lock_id: str,
        history: History,
        parts: Mapping[str, Part],
        *,
        retention: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        """Initialize with the records, and the other parts of what is known.

        `retention` is how long records are kept, by the cloud's `clock`.
        """
        self._hass = hass
        self._history = history
        self._parts = parts
        self._retention = retention
        self._clock = clock
        self._saved_at: datetime | None = None
        self._state, self._records = _files_of(hass, entry_id, lock_id)
        self._lock = asyncio.Lock()

    @property
    def is_set_aside(self) -> bool:
        """Return whether a file could not be read."""
        return self._state.is_set_aside or self._records.is_set_aside

    async def async_load(self) -> int:
        """Restore each part, as far as it can be read; return how many are damaged."""
        damaged = 0
        records = await self._records.async_load_or_set_aside()
        if records is not None:
            try:
                damaged += self._history.restore(records)
            except DAMAGED as err:
                await self._records.async_set_aside(err)
        state = await self._state.async_load_or_set_aside()
        if state is None:
            return damaged + self.is_set_aside
        faults: list[Exception] = []
        for name, part in self._parts.items():
            try:
                # What an older version has not written begins anew.
                if name in state:
                    part.restore(state[name])
            except DAMAGED as err:
                faults.append(err)
        try:
            damaged += self._history.restore(state["unsaved"], unsaved=True)
        except DAMAGED as err:
            faults.append(err)
        if faults:
            await self._state.async_set_aside(faults[0])
        return damaged + self.is_set_aside

    @callback
    def async_delay_save(self) -> None:
        """Write the state soon, after the automations that it has started."""
        self._state.async_delay_save(self._as_dict, _SAVE_DELAY)

    async def async_save_state(self) -> None:
        """Write the state now."""
        await self._state.async_save(self._as_dict())

    async def async_save(self) -> None:
        """Write everything now: the records first, without those that are too old."""
        self._saved_at = now = self._clock()
        self._history.prune(now - self._retention)
        async with self._lock:
            snapshot = self._history.snapshot()
            records = await self._hass.async_add_executor_job(snapshot.as_dict)
            await self._records.async_save(records)
            self._history.mark_saved(snapshot)
            await self.async_save_state()

    async def async_save_if_due(self) -> None:
        """Write everything where that was not done for a day."""
        if is_due(self._saved_at, _SAVE_INTERVAL, self._clock()):
            await self.async_save()

    def _as_dict(self) -> dict[str, Any]:
        parts = {name: part.as_dict() for name, part in self._parts.items()}
        return {**parts, "unsaved": self._history.unsaved()}


async def async_remove_files(hass: HomeAssistant, entry_id: str, lock_id: str) -> None:
    """Delete both files of a lock."""
    for file in _files_of(hass, entry_id, lock_id):
        await file.async_remove()


def _files_of(
    hass: HomeAssistant, entry_id: str, lock_id: str
) -> tuple[TuyaStore, TuyaStore]:
    """Return the file of what is known of a lock, and that of its records."""
    return (
        TuyaStore(hass, entry_id, lock_id),
        TuyaStore(hass, entry_id, lock_id, "records"),
    )
