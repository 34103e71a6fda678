"""Serves pictures, the last ones and those that are kept, to who may see the lock."""

from typing import Final

from aiohttp import web

from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .pictures.folder import PictureFile
from .rights import async_get_locks

_URL: Final = f"/api/{DOMAIN}/pictures"


@callback
def async_setup_views(hass: HomeAssistant) -> None:
    """Serve the pictures of all locks."""
    hass.http.register_view(PictureView)


def picture_url(lock_id: str, file: PictureFile) -> str:
    """Return where a picture of a lock is, for who may see the lock."""
    return f"{_URL}/{lock_id}/{file.name}"


class PictureView(HomeAssistantView):
    """Serves a picture with the rights of the lock's log."""

    url = f"{_URL}/{{lock_id}}/{{name}}"
    name = f"api:{DOMAIN}:picture"

    async def get(
        self, request: web.Request, lock_id: str, name: str
    ) -> web.StreamResponse:
        """Return a picture: nothing of the address becomes part of a path."""
        hass = request.app[KEY_HASS]
        for lock in async_get_locks(hass, request[KEY_HASS_USER]).values():
            if lock.device.id != lock_id:
                continue
            if (recent := lock.pictures.recent(name)) is not None:
                return web.Response(body=recent.data, content_type=recent.content_type)
            folder = lock.pictures.folder
            for file in await hass.async_add_executor_job(folder.files):
                if file.name == name:
                    return web.FileResponse(folder.path / file.name)
        raise web.HTTPNotFound
