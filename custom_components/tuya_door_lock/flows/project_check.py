"""Tries a cloud project out before it is set up."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..api.client import TuyaClient
from ..api.data_centers import BASE_URLS, DataCenter
from ..api.devices import Device
from ..api.errors import (
    TuyaAccountNotLinkedError,
    TuyaDataCenterError,
    TuyaError,
    TuyaUnknownIdError,
    TuyaUnsupportedError,
)
from ..api.locks import TuyaLocks
from ..api.sources import find_source
from ..const import CONF_ACCESS_ID, CONF_ACCESS_SECRET, CONF_BASE_URL

# Enough to know whether one lock has no log or the project has no service.
_LOCKS_TO_TRY: Final = 5
_LOG_TO_TRY: Final = timedelta(days=7)


def locks_of(
    hass: HomeAssistant, project: Mapping[str, str], base_url: str | None = None
) -> TuyaLocks:
    """Return the locks of a project at its own address, or at another one.

    `project` has the keys CONF_ACCESS_ID, CONF_ACCESS_SECRET and CONF_BASE_URL.
    """
    return TuyaLocks(
        TuyaClient(
            async_get_clientsession(hass),
            access_id=project[CONF_ACCESS_ID],
            access_secret=project[CONF_ACCESS_SECRET],
            base_url=base_url or project[CONF_BASE_URL],
        )
    )


async def async_try_logs(locks: TuyaLocks, found: Sequence[Device]) -> None:
    """Raise a TuyaError unless the log of one of the first locks can be read.

    The service that the logs belong to is subscribed to on its own: without
    it the list of locks works, and nothing else.
    """
    now = locks.client.now()
    *others, last = found[:_LOCKS_TO_TRY]
    for lock in others:
        with suppress(TuyaUnsupportedError):
            await find_source(locks, lock.id, now - _LOG_TO_TRY, now)
            return
    await find_source(locks, last.id, now - _LOG_TO_TRY, now)


def may_be_elsewhere(err: TuyaError) -> bool:
    """Return whether a wrong data center answers like this, too."""
    return isinstance(
        err, (TuyaAccountNotLinkedError, TuyaDataCenterError, TuyaUnknownIdError)
    )


async def async_search_elsewhere(
    hass: HomeAssistant, project: Mapping[str, str], but: DataCenter
) -> DataCenter | None:
    """Return the data center other than `but` that has the project's locks, if any."""
    others = [data_center for data_center in DataCenter if data_center != but]
    found = await asyncio.gather(
        *(
            locks_of(hass, project, BASE_URLS[data_center]).locks()
            for data_center in others
        ),
        return_exceptions=True,
    )
    return next(
        (
            data_center
            for data_center, locks in zip(others, found, strict=True)
            if isinstance(locks, list) and locks
        ),
        None,
    )
