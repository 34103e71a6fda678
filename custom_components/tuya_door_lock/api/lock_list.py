"""The locks of a project, also where Tuya's list leaves one out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from .devices import Device
from .errors import TuyaAccountNotLinkedError, TuyaError, TuyaNoDataError
from .locks import TuyaLocks


class LockList:
    """Remembers the locks that were listed: Tuya's lists have gaps."""

    def __init__(self, api: TuyaLocks) -> None:
        """Initialize without locks."""
        self.devices: dict[str, Device] = {}
        """The locks by Tuya's id, with those that are not followed."""

        self.denied_since: dict[str, datetime] = {}
        """Since when Tuya says of a lock that the project may not see it."""

        self._api = api

    async def async_update(
        self, listed: Iterable[Device], now: datetime, may_ask: Callable[[], bool]
    ) -> None:
        """Update from a list; ask for each lock that it leaves out, if `may_ask` says so."""
        found = {lock.id: lock for lock in listed}
        for lock_id in found:
            self.denied_since.pop(lock_id, None)
        for lock_id, device in list(self.devices.items()):
            if lock_id not in found:
                shown = await self._async_ask(device, now) if may_ask() else device
                if lock_id in self.devices:
                    found[lock_id] = shown
                else:
                    # It was forgotten while Tuya was asked.
                    self.denied_since.pop(lock_id, None)
        self.devices = found

    async def _async_ask(self, device: Device, now: datetime) -> Device:
        """Return a lock as Tuya shows it by itself, or as it was known."""
        try:
            shown = await self._api.device(device.id)
        except TuyaAccountNotLinkedError, TuyaNoDataError:
            # No linked account has it.
            self.denied_since.setdefault(device.id, now)
        except TuyaError:
            pass
        else:
            self.denied_since.pop(device.id, None)
            return shown
        return device

    def forget(self, lock_id: str) -> None:
        """Drop a lock, until a list shows it again."""
        self.devices.pop(lock_id, None)
        self.denied_since.pop(lock_id, None)

    def as_dict(self) -> dict[str, Any]:
        """Return `devices` and `denied_since` (ISO 8601), both by id, as JSON values."""
        return {
            "devices": {
                lock_id: device.as_dict() for lock_id, device in self.devices.items()
            },
            "denied_since": {
                lock_id: since.isoformat()
                for lock_id, since in self.denied_since.items()
            },
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Restore what `as_dict` gave; raise KeyError, TypeError or ValueError for others."""
        devices = {
            lock_id: Device.from_dict(device)
            for lock_id, device in stored["devices"].items()
        }
        self.denied_since = {
            lock_id: datetime.fromisoformat(since)
            for lock_id, since in stored["denied_since"].items()
            if lock_id in devices
        }
        self.devices = devices
