"""The members and the firmware of a lock, which change rarely."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from ..access_log.timing import is_due
from ..api.devices import Device
from ..api.errors import TuyaError
from ..api.locks import TuyaLocks
from ..const import LOGGER
from .resolver import NameResolver

_CALLS: Final = 2


class LockDetails:
    """Reads members and firmware of a lock; after a failure the known ones stay."""

    def __init__(
        self,
        api: TuyaLocks,
        lock: Device,
        resolver: NameResolver,
        interval: Callable[[], timedelta],
        reserve: Callable[[int], bool],
    ) -> None:
        """Initialize with the cloud to ask, and the resolver that gets the members.

        `interval` says how often to read both, `reserve` whether so many calls may be
        spent on it.
        """
        self.firmware: str | None = None
        self._api = api
        self._lock = lock
        self._resolver = resolver
        self._interval = interval
        self._reserve = reserve
        self._read_at: datetime | None = None

    async def async_update(self, now: datetime) -> None:
        """Read both if that is due, as far as Tuya answers."""
        if not is_due(self._read_at, self._interval(), now):
            return
        if not self._reserve(_CALLS):
            return
        self._read_at = now
        try:
            await self.async_read_members()
        except TuyaError as err:
            LOGGER.debug("The members of %s cannot be read: %s", self._lock.name, err)
        try:
            self.firmware = await self._api.firmware(self._lock.id)
        except TuyaError as err:
            LOGGER.debug("The firmware of %s cannot be read: %s", self._lock.name, err)

    async def async_read_members(self) -> None:
        """Read the members of the lock; raises a TuyaError where that fails."""
        self._resolver.update_members(await self._api.users(self._lock.id))
