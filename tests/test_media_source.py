"""The media browser: the kept pictures by lock and day, and nothing beside them."""

from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.components import media_source
from homeassistant.components.media_player import BrowseError
from homeassistant.components.media_source import Unresolvable
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from simulator import Lock, take_picture
from simulator.media import visitor

from .conftest import Home, front_door, mock_entry

ROOT = f"media-source://{DOMAIN}"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"


@pytest.fixture
def lock(home: Home) -> Lock:
    """Return a lock that takes pictures, and was used before."""
    home.cloud.remove_lock("Front door")
    lock = home.cloud.add_lock(front_door(media=True))
    home.cloud.add_unlock(lock, occurred_at=home.cloud.clock.now() - timedelta(hours=2))
    return lock


@pytest.fixture
async def album(hass: HomeAssistant, home: Home, lock: Lock, tmp_path: Path) -> Home:
    """Return a home in Berlin that keeps pictures."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    hass.config.config_dir = str(tmp_path)
    await async_setup_component(hass, "media_source", {})
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=100)
    await home.start()
    return home


async def browse(home: Home, identifier: str = "") -> dict[str, Any]:
    """Return what the media browser gets."""
    found = await media_source.async_browse_media(home.hass, ROOT + identifier)
    shown: dict[str, Any] = found.as_dict()
    return shown


def titles(shown: dict[str, Any]) -> list[str]:
    """Return the titles of what is in a folder."""
    return [child["title"] for child in shown["children"]]


async def test_pictures_are_found_by_lock_and_day(album: Home, lock: Lock) -> None:
    """Newest first, at the times of the house."""
    album.cloud.add_unlock(lock, picture=True)
    await album.poll()
    album.cloud.add_unlock(lock, "password", 3, picture=True)
    await album.poll(timedelta(hours=15, minutes=10))

    root = await browse(album)
    assert root["title"] == "Tuya Door Lock"
    assert titles(root) == ["Front door"]
    door = root["children"][0]
    assert door["media_content_id"] == f"{ROOT}/{lock.id}"
    assert (door["can_play"], door["can_expand"]) == (False, True)

    days = await browse(album, f"/{lock.id}")
    assert days["title"] == "Front door"
    assert titles(days) == ["23 Nov 2026"]
    day = await browse(album, f"/{lock.id}/2026-11-23")
    assert day["title"] == "23 Nov 2026"
    assert titles(day) == ["09:14 Ben, Password", "09:00 Ana, Fingerprint"]
    picture = day["children"][0]
    assert (picture["can_play"], picture["can_expand"]) == (True, False)
    assert picture["media_content_type"] == "image/jpeg"
    # A folder looks like the newest picture in it.
    assert picture["thumbnail"] == door["thumbnail"]
    assert picture["thumbnail"] == days["children"][0]["thumbnail"]


async def test_a_day_is_one_of_the_house(album: Home, lock: Lock) -> None:
    """Half past eleven in London is the next day in Berlin."""
    album.freezer.move_to("2026-11-23T23:30:00+00:00")
    album.cloud.add_unlock(lock, picture=True)
    await album.poll()
    days = await browse(album, f"/{lock.id}")
    assert titles(days) == ["24 Nov 2026"]
    day = await browse(album, f"/{lock.id}/2026-11-24")
    assert titles(day) == ["00:30 Ana, Fingerprint"]


async def test_every_kind_of_picture_has_a_title(album: Home, lock: Lock) -> None:
    """Who and what, as far as anybody knows."""
    cloud = album.cloud
    cloud.add_unlock(lock, "fingerprint", 7, picture=True)
    cloud.add_unlock(lock, code="unlock_telepathy", person=None, picture=True)
    cloud.add_attempt(lock, "wrong_face", picture=True)
    await album.poll()
    cloud.add_ring(lock, picture=True)
    for _ in range(3):
        await album.poll(timedelta(minutes=15))
    day = await browse(album, f"/{lock.id}/2026-11-23")
    assert sorted(titles(day)) == [
        "09:00 Ana, Other",
        "09:00 Fingerprint 7",
        "09:00 Wrong face",
        "09:14 Doorbell",
    ]


async def test_a_picture_outlives_what_is_remembered_of_it(
    album: Home, lock: Lock
) -> None:
    """Only the time is known then."""
    album.cloud.add_unlock(lock, picture=True)
    await album.poll()
    album.entry.runtime_data.locks[lock.id].history.change(lambda entry: None)
    day = await browse(album, f"/{lock.id}/2026-11-23")
    assert titles(day) == ["09:00"]


async def test_a_picture_is_served_to_who_may_see_the_lock(
    album: Home,
    lock: Lock,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """With a token or at a signed address, and to nobody else."""
    album.cloud.add_unlock(lock, picture=True)
    await album.poll()
    album.cloud.add_attempt(lock, picture=take_picture(PNG))
    await album.poll()
    day = await browse(album, f"/{lock.id}/2026-11-23")
    expected = [("image/png", PNG), ("image/jpeg", visitor())]
    websocket = await hass_ws_client()
    client = await hass_client()
    stranger = await hass_client_no_auth()
    for child, (content_type, data) in zip(day["children"], expected, strict=True):
        played = await media_source.async_resolve_media(
            album.hass, child["media_content_id"], None
        )
        assert played.mime_type == content_type
        assert played.path is not None
        assert played.path.read_bytes() == data
        for url in (played.url, child["thumbnail"]):
            response = await client.get(url)
            assert response.status == 200
            assert response.content_type == content_type
            assert await response.read() == data
            assert (await stranger.get(url)).status == 401

        await websocket.send_json_auto_id(
            {
                "type": "media_source/resolve_media",
                "media_content_id": child["media_content_id"],
            }
        )
        answer = await websocket.receive_json()
        signed = await stranger.get(answer["result"]["url"])
        assert await signed.read() == data


async def test_a_picture_is_not_served_to_who_may_not_see_the_lock(
    album: Home,
    lock: Lock,
    hass_client: ClientSessionGenerator,
    hass_admin_user: MockUser,
) -> None:
    """Nor is what is no picture, whoever asks for it."""
    album.cloud.add_unlock(lock, picture=True)
    await album.poll()
    url = (await browse(album))["children"][0]["thumbnail"]
    folder = url.rpartition("/")[0]
    client = await hass_client()
    assert (await client.get(url)).status == HTTPStatus.OK
    for other in (f"{folder}/mine.jpg", f"{folder}/", folder):
        assert (await client.get(other)).status == HTTPStatus.NOT_FOUND

    hass_admin_user.groups = []
    for entities, status in (
        ({"light.hall": True}, HTTPStatus.NOT_FOUND),
        ({"event.front_door_access": {"read": True}}, HTTPStatus.OK),
    ):
        hass_admin_user.mock_policy({"entities": {"entity_ids": entities}})
        assert (await client.get(url)).status == status


@pytest.mark.parametrize(
    "identifier",
    [
        "/bfunknown",
        "/{lock}/2026-11-22",
        "/{lock}/2026-11-23/",
        "/{lock}/yesterday",
        "/{lock}/..",
        "/..",
        "/{lock}/../../secrets.yaml",
    ],
)
async def test_what_is_not_there_cannot_be_opened(
    album: Home, lock: Lock, identifier: str
) -> None:
    """Whatever the identifier says."""
    album.cloud.add_unlock(lock, picture=True)
    await album.poll()
    with pytest.raises(BrowseError, match="This picture is not there any more"):
        await browse(album, identifier.format(lock=lock.id))


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "/{lock}",
        "/{lock}/2026-11-23",
        "/{lock}/20261123T080000Z_00000000.jpg",
        "/{lock}/mine.jpg",
        "/{lock}/../{lock}/{name}",
        "/{lock}//{name}",
        "/{lock}/{name}/",
        "/{lock}/../../secrets.yaml",
        "/other/{name}",
    ],
)
async def test_only_a_kept_picture_can_be_played(
    album: Home, lock: Lock, tmp_path: Path, identifier: str
) -> None:
    """No folder, no other file, nothing outside of the folder."""
    album.cloud.add_unlock(lock, picture=True)
    await album.poll()
    [path] = tmp_path.rglob("*.jpg")
    (path.parent / "mine.jpg").write_bytes(b"mine")
    with pytest.raises(Unresolvable, match="This picture is not there any more"):
        await media_source.async_resolve_media(
            album.hass, ROOT + identifier.format(lock=lock.id, name=path.name), None
        )


async def test_a_picture_that_a_user_deleted_is_gone(
    album: Home, lock: Lock, tmp_path: Path
) -> None:
    """The files are the truth."""
    album.cloud.add_unlock(lock, picture=True)
    await album.poll()
    day = await browse(album, f"/{lock.id}/2026-11-23")
    [path] = tmp_path.rglob("*.jpg")
    path.unlink()
    with pytest.raises(Unresolvable):
        await media_source.async_resolve_media(
            album.hass, day["children"][0]["media_content_id"], None
        )
    assert titles(await browse(album)) == []


async def test_locks_without_kept_pictures_are_left_out(album: Home) -> None:
    """An empty folder helps nobody."""
    assert titles(await browse(album)) == []
    assert titles(await browse(album, f"/{album.cloud.locks[0].id}")) == []


async def test_an_integration_that_does_not_run_has_no_pictures(
    album: Home, lock: Lock
) -> None:
    """Nor does it break the media browser."""
    album.cloud.add_unlock(lock, picture=True)
    await album.poll()
    await album.hass.config_entries.async_unload(album.entry.entry_id)
    assert titles(await browse(album)) == []
    with pytest.raises(BrowseError):
        await browse(album, f"/{lock.id}")


async def test_locks_stand_in_the_order_of_their_names(album: Home, lock: Lock) -> None:
    """As everywhere in the media browser."""
    album.cloud.add_lock(front_door("Back door", media=True))
    album.cloud.add_unlock("Back door", picture=True)
    album.cloud.add_unlock(lock, picture=True)
    await album.poll(album.list_interval)
    await album.poll()
    assert titles(await browse(album)) == ["Back door", "Front door"]
