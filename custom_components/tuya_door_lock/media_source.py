"""Media source: the pictures of the locks that are kept, by lock and day."""

from datetime import date
from typing import Final, override

from homeassistant.components.media_player import BrowseError, MediaClass
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from .access_log.events import LockEvent
from .api.records import RecordKind
from .const import DOMAIN
from .lock_coordinator import TuyaLockCoordinator
from .pictures.folder import PictureFile
from .rights import async_current_user, async_get_locks
from .views import picture_url

_TEXTS: Final = f"component.{DOMAIN}.entity.image.last_picture.state_attributes"


async def async_get_media_source(hass: HomeAssistant) -> TuyaDoorLockMediaSource:
    """Set up the media source."""
    return TuyaDoorLockMediaSource(hass)


class TuyaDoorLockMediaSource(MediaSource):
    """Shows the kept pictures: locks, then days, then pictures.

    What an identifier names is looked up among what there is: nothing of it becomes
    part of a path.
    """

    name: str = "Tuya Door Lock"

    def __init__(self, hass: HomeAssistant) -> None:
        """Initialize the media source."""
        super().__init__(DOMAIN)
        self.hass = hass

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Return the address of a picture."""
        # The root has none, whatever the type says.
        lock_id, _, name = (item.identifier or "").partition("/")
        if (lock := self._locks().get(lock_id)) is not None:
            for file in await self._async_files(lock):
                if file.name == name:
                    path = lock.pictures.folder.path / name
                    return PlayMedia(
                        picture_url(lock.device.id, file), file.content_type, path=path
                    )
        raise Unresolvable(
            translation_domain=DOMAIN, translation_key="picture_not_found"
        )

    @override
    async def async_browse_media(self, item: MediaSourceItem) -> BrowseMediaSource:
        """Return the locks, the days of a lock, or the pictures of a day."""
        if not item.identifier:
            return await self._async_root()
        lock_id, _, day = item.identifier.partition("/")
        if (lock := self._locks().get(lock_id)) is None:
            raise _not_found()
        files = await self._async_files(lock)
        if not day:
            return self._lock(lock, files)
        pictures = [file for file in files if _day_of(file).isoformat() == day]
        if not pictures:
            raise _not_found()
        return _day(
            lock,
            _day_of(pictures[0]),
            None,
            [self._picture(lock, file) for file in pictures],
        )

    def _locks(self) -> dict[str, TuyaLockCoordinator]:
        """Return the locks that the current user may see, by their ids."""
        locks = async_get_locks(self.hass, async_current_user())
        return {lock.device.id: lock for lock in locks.values()}

    async def _async_files(self, lock: TuyaLockCoordinator) -> list[PictureFile]:
        """Return the kept pictures of a lock, newest first."""
        files = await self.hass.async_add_executor_job(lock.pictures.folder.files)
        return files[::-1]

    async def _async_root(self) -> BrowseMediaSource:
        """Return the locks of which pictures are kept."""
        locks = [
            _folder(
                lock.device.id, lock.shown_name, picture_url(lock.device.id, files[0])
            )
            for lock in self._locks().values()
            if (files := await self._async_files(lock))
        ]
        return _folder(
            None, self.name, None, sorted(locks, key=lambda lock: lock.title)
        )

    def _lock(
        self, lock: TuyaLockCoordinator, files: list[PictureFile]
    ) -> BrowseMediaSource:
        """Return the days on which a lock has taken pictures."""
        newest: dict[date, PictureFile] = {}
        for file in files:
            newest.setdefault(_day_of(file), file)
        days = [
            _day(lock, day, picture_url(lock.device.id, file))
            for day, file in newest.items()
        ]
        return _folder(lock.device.id, lock.shown_name, None, days)

    def _picture(
        self, lock: TuyaLockCoordinator, file: PictureFile
    ) -> BrowseMediaSource:
        title = f"{dt_util.as_local(file.taken_at):%H:%M}"
        if (event := lock.pictures.event_of(file)) is not None:
            title += f" {self._what(event)}"
        return BrowseMediaSource(
            domain=DOMAIN,
            identifier=f"{lock.device.id}/{file.name}",
            media_class=MediaClass.IMAGE,
            media_content_type=file.content_type,
            title=title,
            can_play=True,
            can_expand=False,
            thumbnail=picture_url(lock.device.id, file),
        )

    def _what(self, event: LockEvent) -> str:
        """Return who did what, such as "Ana, Fingerprint"."""
        texts = async_get_cached_translations(
            self.hass, self.hass.config.language, "entity", DOMAIN
        )
        attribute, value = {
            RecordKind.UNLOCK: ("method", event.method),
            RecordKind.ALARM: ("alarm", event.alarm),
            RecordKind.DOORBELL: ("kind", event.kind),
        }[event.kind]
        what = texts[f"{_TEXTS}.{attribute}.state.{value}"]
        # Nobody is named: the user is the credential, such as "Fingerprint 7".
        if event.user is None or event.user.startswith(what):
            return event.user or what
        return f"{event.user}, {what}"


def _folder(
    identifier: str | None,
    title: str,
    thumbnail: str | None,
    children: list[BrowseMediaSource] | None = None,
) -> BrowseMediaSource:
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=identifier,
        media_class=MediaClass.DIRECTORY,
        media_content_type="",
        title=title,
        can_play=False,
        can_expand=True,
        children=children,
        thumbnail=thumbnail,
    )


def _day(
    lock: TuyaLockCoordinator,
    day: date,
    thumbnail: str | None,
    children: list[BrowseMediaSource] | None = None,
) -> BrowseMediaSource:
    return _folder(
        f"{lock.device.id}/{day.isoformat()}",
        f"{day.day} {day:%b %Y}",
        thumbnail,
        children,
    )


def _not_found() -> BrowseError:
    return BrowseError(translation_domain=DOMAIN, translation_key="picture_not_found")


def _day_of(file: PictureFile) -> date:
    return dt_util.as_local(file.taken_at).date()
