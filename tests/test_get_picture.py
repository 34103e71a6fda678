"""The action that waits for the picture of a record."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.core import Context
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from simulator import TuyaCloud, take_picture
from simulator.media import visitor

from .conftest import START, Home, front_door, mock_entry
from .test_pictures import MEDIA, PNG
from .test_rights import NOBODY, READER, guest
from .test_services import device_id


@pytest.fixture
def cloud(freezer: FrozenDateTimeFactory) -> TuyaCloud:
    """Return a cloud with a lock that takes pictures."""
    freezer.move_to(START)
    cloud = TuyaCloud.empty()
    cloud.add_lock(front_door(media=True))
    return cloud


async def get_picture(home: Home, record_id: str, **data: Any) -> str | None:
    """Return where the picture of a record is."""
    context = data.pop("context", None)
    response = await home.hass.services.async_call(
        DOMAIN,
        "get_picture",
        {"device_id": device_id(home), "record_id": record_id} | data,
        blocking=True,
        context=context,
        return_response=True,
    )
    assert response is not None
    address = response["picture"]
    assert address is None or isinstance(address, str)
    return address


def record_ids(home: Home) -> list[str]:
    """Return the records that were announced."""
    return [event.attributes["record_id"] for event in home.events]


async def test_the_last_pictures_can_be_had_by_their_records(
    running: Home, hass_client: ClientSessionGenerator
) -> None:
    """Five of them, though none is kept."""
    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    now = running.cloud.clock.now()
    for seconds in range(5):
        running.cloud.add_unlock(
            "Front door",
            occurred_at=now + timedelta(seconds=seconds),
            picture=take_picture(visitor() if seconds else PNG),
        )
    await running.poll()
    oldest, second, *_ = record_ids(running)
    assert await get_picture(running, oldest) is None
    address = await get_picture(running, second)
    assert address is not None
    client = await hass_client()
    response = await client.get(address)
    assert (response.content_type, await response.read()) == ("image/png", PNG)
    await running.restart()
    assert await get_picture(running, second) is None
    assert (await client.get(address)).status == 404


async def test_a_kept_picture_can_be_had_however_old(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    """Also after a restart."""
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=10)
    await home.start()
    home.cloud.add_unlock("Front door", picture=take_picture(PNG))
    await home.poll()
    await home.restart()
    [record_id] = record_ids(home)
    address = await get_picture(home, record_id)
    assert address is not None
    response = await (await hass_client()).get(address)
    assert (response.status, await response.read()) == (200, PNG)


async def test_a_notice_has_the_picture_of_its_record(running: Home) -> None:
    """That a finger was new is an event of its own, and the same moment."""
    running.cloud.add_unlock("Front door", slot=7, picture=True)
    await running.poll()
    access, notice = record_ids(running)
    assert access != notice
    assert await get_picture(running, notice) == await get_picture(running, access)
    assert await get_picture(running, access) is not None


async def test_where_there_is_no_picture_none_is_returned(running: Home) -> None:
    """None was taken, nobody knows the record, or it could not be had."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.cloud.fail_next(99, "http_500", path=MEDIA)
    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    for record_id in (record_ids(running)[0], "0123456789abcdef"):
        assert await get_picture(running, record_id) is None
    await running.hass.config_entries.async_reload(running.entry.entry_id)
    assert await get_picture(running, record_ids(running)[1]) is None


async def test_who_is_forgotten_is_in_no_picture(
    running: Home, hass_client: ClientSessionGenerator
) -> None:
    """Not even in one that only a phone still has the address of."""
    running.cloud.add_unlock("Front door", "password", 3, picture=True)
    await running.poll()
    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    bens, anas = record_ids(running)
    address = await get_picture(running, bens)
    assert address is not None
    await running.hass.services.async_call(
        DOMAIN, "forget_person", {"user": "Ben"}, blocking=True
    )
    assert await get_picture(running, bens) is None
    assert (await (await hass_client()).get(address)).status == 404
    assert await get_picture(running, anas) is not None


async def test_the_picture_is_for_who_may_see_the_lock(running: Home) -> None:
    """As the log is."""
    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    [record_id] = record_ids(running)
    reader, nobody = guest(running.hass, READER), guest(running.hass, NOBODY)
    assert await get_picture(running, record_id, context=Context(user_id=reader.id))
    with pytest.raises(Unauthorized):
        await get_picture(running, record_id, context=Context(user_id=nobody.id))
    with pytest.raises(ServiceValidationError, match="is not a lock"):
        await get_picture(running, record_id, device_id="another")
