"""The pictures that a lock takes: fetched at once, shown, and kept where wanted."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.ssl import get_default_context

from ..access_log.events import LockEvent
from ..access_log.history import History
from ..api.devices import Device
from ..api.errors import TuyaMediaError
from ..api.media import Picture, fetch_picture
from ..api.records import LockRecord, Media
from ..const import (
    CONF_BASE_URL,
    CONF_KEEP_PICTURES,
    CONF_KEEP_PICTURES_DAYS,
    DEFAULT_KEEP_PICTURES_DAYS,
    DOMAIN,
    LOGGER,
    MOST_PICTURES,
    SIGNAL_PICTURE,
)
from ..helpers import shown_name
from .folder import PictureFile, PictureFolder, remove_pictures

# A lock may upload a picture after the row that announces it; seconds.
_RETRY_DELAYS: Final = (5, 30, 120)
_PRUNE_INTERVAL: Final = timedelta(days=1)
# Of all locks together: no event waits for a picture, and a cloud has limits.
_PARALLEL: Final = 2
# A phone loads the picture of its message when others have followed already.
_MOST_RECENT: Final = 5
_SLOTS: HassKey[asyncio.Semaphore] = HassKey(f"{DOMAIN}_pictures")
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class LastPicture:
    """The newest picture of a lock."""

    picture: Picture
    taken_at: datetime
    came_at: datetime
    event: LockEvent | None
    """What it shows, None where its record is not kept any more."""


class LockPictures:
    """Fetches the pictures of one lock, beside and after the events.

    Nothing waits for a picture, and a failure is logged for debugging only.
    """

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, lock: Device, history: History
    ) -> None:
        """Initialize with the history, to look up what a kept picture shows."""
        self.last: LastPicture | None = None
        self.folder = PictureFolder.of(hass, entry.entry_id, lock.id)
        self.signal = f"{SIGNAL_PICTURE}_{lock.id}"
        """The dispatcher's signal that the lock has another last picture."""

        self._hass = hass
        self._entry = entry
        self._lock = lock
        self._history = history
        self._most = int(entry.options.get(CONF_KEEP_PICTURES, 0))
        self._longest = timedelta(
            days=entry.options.get(CONF_KEEP_PICTURES_DAYS, DEFAULT_KEEP_PICTURES_DAYS)
        )
        self._slots = hass.data.setdefault(_SLOTS, asyncio.Semaphore(_PARALLEL))
        self._downloads: dict[str, asyncio.Task[None]] = {}
        self._recent: dict[PictureFile, Picture] = {}
        self._stop_pruning: CALLBACK_TYPE | None = None
        # A cancelled task does not stop the thread that writes its file.
        self._disk_lock = asyncio.Lock()

    async def async_load(self) -> None:
        """Show the newest picture that was kept, and delete those that are too old."""
        self._entry.async_on_unload(self.async_stop)
        self._stop_pruning = async_track_time_interval(
            self._hass, self._async_prune, _PRUNE_INTERVAL, cancel_on_shutdown=True
        )
        await self._async_prune(dt_util.utcnow())
        await self._async_show_kept()

    @callback
    def async_stop(self) -> None:
        """Cancel the downloads."""
        for download in self._downloads.values():
            download.cancel()
        self._downloads.clear()
        if self._stop_pruning is not None:
            self._stop_pruning()
            self._stop_pruning = None

    async def async_forget(self, record_ids: set[str]) -> None:
        """Delete the pictures of some records, and show none of them any more.

        Raises HomeAssistantError where a file cannot be deleted.
        """
        for record_id in self._downloads.keys() & record_ids:
            self._downloads.pop(record_id).cancel()
        for file in [*self._recent]:
            if any(map(file.shows, record_ids)):
                del self._recent[file]
        last = self.last
        if last and last.event and last.event.record_id in record_ids:
            self._show(None)
        try:
            async with self._disk_lock:
                await self._hass.async_add_executor_job(self.folder.forget, record_ids)
        except OSError as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="pictures_not_deleted",
                translation_placeholders={
                    "lock": shown_name(self._hass, self._entry.entry_id, self._lock),
                    "error": str(err),
                },
            ) from err
        await self._async_show_kept()

    @callback
    def async_fetch(self, event: LockEvent, record: LockRecord) -> None:
        """Begin to fetch the picture of a record, if it has one."""
        media = next((each for each in record.media if each.file_url), None)
        if media is None or event.record_id in self._downloads:
            return
        if len(self._downloads) >= MOST_PICTURES:
            # The addresses die before all are fetched: the newest matter most.
            self._downloads.pop(next(iter(self._downloads))).cancel()
        self._downloads[event.record_id] = self._entry.async_create_background_task(
            self._hass,
            self._async_download(event, media),
            f"{DOMAIN} picture",
            # The events of a poll come first.
            eager_start=False,
        )

    @callback
    def async_fetch_newest(self, found: Iterable[tuple[LockEvent, LockRecord]]) -> None:
        """Begin to fetch the newest pictures from before the lock was added."""
        with_picture = [each for each in found if each[0].picture]
        with_picture.sort(key=lambda each: each[0].occurred_at)
        for event, record in with_picture[-max(self._most, 1) :]:
            self.async_fetch(event, record)

    def recent(self, name: str) -> Picture | None:
        """Return one of the last pictures that came, kept or not, by its file's name."""
        return next(
            (self._recent[file] for file in self._recent if file.name == name), None
        )

    async def async_find(self, record_id: str) -> PictureFile | None:
        """Wait for the picture of a record; None if there is none.

        A notice about several records has the picture of the last of them.
        """
        record_id, _, _ = record_id.partition(":")
        # An automation starts with the event, and the download only after it.
        await asyncio.sleep(0)
        if (download := self._downloads.get(record_id)) is not None:
            await asyncio.wait([download])
        kept = await self._hass.async_add_executor_job(self.folder.files)
        return next(
            (file for file in (*self._recent, *kept) if file.shows(record_id)), None
        )

    def event_of(self, file: PictureFile) -> LockEvent | None:
        """Return the event of a kept picture, None where it is not kept."""
        second = file.taken_at.replace(microsecond=0)
        for event in self._history.between(second, second + _SECOND):
            if file.shows(event.record_id):
                return event
        return None

    async def _async_download(self, event: LockEvent, media: Media) -> None:
        """Fetch a picture, show it, and keep it where wanted."""
        picture = await self._async_get(media)
        del self._downloads[event.record_id]
        if picture is None:
            return
        now = dt_util.utcnow()
        # A lock's clock may be ahead: its pictures must not hide those that follow.
        taken_at = min(event.occurred_at, now)
        if self.last is None or taken_at >= self.last.taken_at:
            self._show(LastPicture(picture, taken_at, now, event))
        file = PictureFile.of(event.record_id, taken_at, picture.content_type)
        self._recent[file] = picture
        for old in [*self._recent][:-_MOST_RECENT]:
            del self._recent[old]
        if self._most:
            await self._async_keep(file, picture.data)

    async def _async_get(self, media: Media) -> Picture | None:
        """Return a picture, None where it cannot be had within minutes."""
        error: TuyaMediaError | None = None
        for delay in (0, *_RETRY_DELAYS):
            await asyncio.sleep(delay)
            try:
                async with self._slots:
                    return await fetch_picture(
                        media,
                        base_url=self._entry.data[CONF_BASE_URL],
                        ssl=get_default_context(),
                    )
            except TuyaMediaError as err:
                error = err
        LOGGER.debug("A picture of %s did not come: %s", self._lock.name, error)
        return None

    async def _async_show_kept(self) -> None:
        """Show the newest picture that is kept, unless one is shown."""
        found = await self._hass.async_add_executor_job(self.folder.newest)
        if found is not None and self.last is None:
            file, data, came_at = found
            picture = Picture(data, file.content_type)
            self._show(
                LastPicture(picture, file.taken_at, came_at, self.event_of(file))
            )

    @callback
    def _show(self, last: LastPicture | None) -> None:
        self.last = last
        async_dispatcher_send(self._hass, self.signal)

    async def _async_keep(self, file: PictureFile, data: bytes) -> None:
        try:
            async with self._disk_lock:
                await self._hass.async_add_executor_job(self.folder.write, file, data)
        except (OSError, HomeAssistantError) as err:
            LOGGER.warning(
                "A picture of %s could not be kept: %s", self._lock.name, err
            )
        await self._async_prune(dt_util.utcnow())

    async def _async_prune(self, now: datetime) -> None:
        """Delete what the options do not keep any longer."""
        try:
            await self._hass.async_add_executor_job(
                self.folder.prune, self._most, now - self._longest
            )
        except OSError as err:
            LOGGER.warning(
                "Old pictures of %s could not be deleted: %s", self._lock.name, err
            )


async def async_remove_pictures(
    hass: HomeAssistant, entry_id: str, lock_id: str
) -> None:
    """Delete the pictures of a lock that was removed."""
    await hass.async_add_executor_job(remove_pictures, hass, entry_id, lock_id)
