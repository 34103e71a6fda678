"""Pictures: where rows mention them, and what is behind the address."""

from datetime import timedelta

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
import pytest

from simulator import GARDEN_GATE, Abilities, Lock, TuyaCloud, take_picture

from .conftest import Caller


@pytest.mark.parametrize("spelling", ["show_media_info", "showMediaInfo"])
async def test_a_picture_is_encrypted_with_the_key_of_its_row(
    cloud: TuyaCloud, caller: Caller, spelling: str
) -> None:
    """Fetch and decrypt a visitor's picture."""
    gate = cloud.find(GARDEN_GATE)
    cloud.add_ring(gate, picture=True)
    row = (await caller.alarms(gate, **{spelling: "true"}))[0]
    [media] = row["media_infos"]
    assert set(media) == {"file_key", "file_url"}
    assert len(media["file_key"]) == 16
    async with caller.session.get(media["file_url"]) as response:
        assert response.status == 200
        data = await response.read()
    key, iv = media["file_key"].encode(), data[4:20]
    decryptor = Cipher(algorithms.AES128(key), modes.CBC(iv)).decryptor()
    plain = decryptor.update(data[64:]) + decryptor.finalize()
    assert plain.startswith(b"\xff\xd8")
    assert plain[: -plain[-1]].endswith(b"\xff\xd9")
    assert len(cloud.picture_fetches) == 1
    assert cloud.calls_of("unknown") == []


async def test_pictures_are_shown_only_when_asked_for(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Leave `media_infos` out without the flag, in v1.0, and on a lock without it."""
    cloud.add_unlock(lock, picture=True)
    assert "media_infos" not in (await caller.opened(lock))[0]
    asked = {"show_media_info": "true"}
    assert (await caller.opened(lock, **asked))[0]["media_infos"]
    assert "media_infos" not in (await caller.opened(lock, "v1.0", **asked))[0]
    cloud.add_unlock(lock)
    assert (await caller.opened(lock, **asked))[0]["media_infos"] == []
    lock.abilities = Abilities()
    assert "media_infos" not in (await caller.opened(lock, **asked))[0]


async def test_a_record_lists_its_picture(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Show `media_info_list` where there is a picture."""
    cloud.add_unlock(lock, picture=True)
    cloud.add_unlock(lock)
    rows = (await caller.records(lock, "unlock_fingerprint"))["records"]
    assert ["media_info_list" in row for row in rows] == [False, True]


async def test_an_unknown_picture_is_not_found(caller: Caller) -> None:
    """Answer 404 as a file store does, and fail when it is to."""
    url = caller.base.with_path("/_media/none.jpg")
    caller.cloud.fail_next(1, "http_500", path="/_media")
    for status in (500, 404):
        async with caller.session.get(url) as response:
            assert response.status == status


async def test_a_picture_may_come_later_than_its_row(
    cloud: TuyaCloud, caller: Caller
) -> None:
    """The row is there at once, the file when the lock has uploaded it."""
    now = cloud.clock.now()
    late = take_picture(visible_at=now + timedelta(minutes=1))
    punctual = take_picture(visible_at=now)
    for picture, status in ((late, 404), (punctual, 200)):
        cloud.add_ring(GARDEN_GATE, picture=picture)
        row = (await caller.alarms(cloud.find(GARDEN_GATE), show_media_info="true"))[0]
        [media] = row["media_infos"]
        assert media["file_key"] == picture.key
        async with caller.session.get(media["file_url"]) as response:
            assert response.status == status


async def test_a_picture_may_lie_elsewhere(cloud: TuyaCloud, caller: Caller) -> None:
    """The row, or a redirect, names another server."""
    elsewhere = "https://pictures.example/1.jpg"
    gate = cloud.find(GARDEN_GATE)
    cloud.add_ring(gate, picture=take_picture(url=elsewhere))
    cloud.add_ring(gate, picture=take_picture(moved_to=elsewhere))
    rows = await caller.alarms(gate, show_media_info="true")
    urls = [row["media_infos"][0]["file_url"] for row in rows[:2]]
    assert elsewhere in urls
    urls.remove(elsewhere)
    async with caller.session.get(urls[0], allow_redirects=False) as response:
        assert response.status == 302
        assert response.headers["Location"] == elsewhere


def test_an_image_and_its_header_may_be_odd() -> None:
    """Another image, and a header of another length."""
    image = b"\x89PNG\r\n\x1a\n"
    # The header, and the image in one block.
    assert len(take_picture(image, header_size=68).data) == 68 + 16
    assert len(take_picture(image).data) == 64 + 16
