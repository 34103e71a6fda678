"""Whom the log of a lock is for: the same rights through every door."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.tuya_door_lock.const import DOMAIN
from custom_components.tuya_door_lock.errors import async_message
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.setup import async_setup_component

from .conftest import Home, front_door, mock_entry
from .test_services import device_id, looks

FRONT_ACCESS = "event.front_door_access"
BACK_ACCESS = "event.back_door_access"
DURESS = "binary_sensor.front_door_duress"
ACKNOWLEDGE = "button.front_door_acknowledge_duress"
NOBODY: dict[str, Any] = {"entity_ids": {"light.hall": True}}
READER: dict[str, Any] = {"entity_ids": {FRONT_ACCESS: {"read": True}}}
CONTROLLER: dict[str, Any] = {"entity_ids": {FRONT_ACCESS: {"control": True}}}


@pytest.fixture
async def house(home: Home, tmp_path: Path) -> Home:
    """Return a home with two locks that keep pictures, each used by Ana."""
    home.hass.config.config_dir = str(tmp_path)
    await async_setup_component(home.hass, "media_source", {})
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=10)
    home.cloud.remove_lock("Front door")
    for name in ("Front door", "Back door"):
        home.cloud.add_lock(front_door(name, media=True))
    await home.start()
    for name in ("Front door", "Back door"):
        home.cloud.add_unlock(name, picture=True)
    await home.poll()
    return home


def guest(hass: HomeAssistant, entities: dict[str, Any]) -> MockUser:
    """Return a user who has the rights to some entities only."""
    user = MockUser(name="Guest").add_to_hass(hass)
    user.mock_policy({"entities": entities})
    return user


async def call(home: Home, user: User, action: str, *locks: str, **data: Any) -> Any:
    """Call an action for some locks, as a user does."""
    responds = action.startswith("get_")
    return await home.hass.services.async_call(
        DOMAIN,
        action,
        {"device_id": [device_id(home, lock) for lock in locks]} | data,
        blocking=True,
        context=Context(user_id=user.id),
        return_response=responds,
    )


@pytest.mark.parametrize("action", ["get_records", "get_users"])
async def test_only_who_may_see_a_lock_reads_its_log(house: Home, action: str) -> None:
    """Of several locks all must be allowed: a part would pass for the whole."""
    reader = guest(house.hass, READER)
    assert await call(house, reader, action, "Front door")
    for user, locks in (
        (reader, ["Back door"]),
        (reader, ["Front door", "Back door"]),
        (guest(house.hass, NOBODY), ["Front door"]),
    ):
        with pytest.raises(Unauthorized) as refused:
            await call(house, user, action, *locks)
        assert "may not do this" in await async_message(house.hass, refused.value)


async def test_only_who_may_control_a_lock_spends_calls_on_it(house: Home) -> None:
    """To see it is not enough."""
    reader = guest(house.hass, READER)
    before = looks(house)
    for action, data in (("refresh", {}), ("get_records", {"fetch": True})):
        with pytest.raises(Unauthorized):
            await call(house, reader, action, "Front door", **data)
    assert looks(house) == before
    controller = guest(house.hass, CONTROLLER)
    await call(house, controller, "refresh", "Front door")
    await house.settle()
    assert looks(house) == before + 1
    with pytest.raises(Unauthorized):
        await call(house, controller, "refresh", "Back door")
    assert looks(house) == before + 1


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("allocate_record", {"record_id": "1", "member": "Ana", "confirm": True}),
        ("forget_person", {"user": "Ana"}),
    ],
)
async def test_what_cannot_be_undone_is_for_administrators(
    house: Home, action: str, data: dict[str, Any]
) -> None:
    """Who controls the lock is none for that."""
    user = guest(house.hass, {FRONT_ACCESS: True})
    with pytest.raises(Unauthorized):
        await house.hass.services.async_call(
            DOMAIN,
            action,
            {"device_id": device_id(house)} | data,
            blocking=True,
            context=Context(user_id=user.id),
        )


async def test_a_user_who_is_gone_has_no_rights(house: Home) -> None:
    """A script may run for a user who was deleted meanwhile."""
    with pytest.raises(UnknownUser):
        await call(house, MockUser(name="Gone"), "get_records", "Front door")


async def test_an_automation_may_do_everything(house: Home) -> None:
    """No user has called."""
    before = looks(house)
    await house.hass.services.async_call(
        DOMAIN,
        "refresh",
        {"device_id": [device_id(house), device_id(house, "Back door")]},
        blocking=True,
    )
    await house.settle()
    assert looks(house) == before + 2


async def test_duress_is_acknowledged_by_who_may_press_the_button(house: Home) -> None:
    """Nothing else switches an alarm off."""
    house.cloud.add_duress("Front door")
    await house.poll()
    assert not house.hass.services.has_service(DOMAIN, "acknowledge_duress")

    async def press(user: User) -> None:
        await house.hass.services.async_call(
            "button",
            "press",
            {"entity_id": ACKNOWLEDGE},
            blocking=True,
            context=Context(user_id=user.id),
        )

    with pytest.raises(Unauthorized):
        await press(guest(house.hass, CONTROLLER))
    assert house.state(DURESS) == "on"
    await press(guest(house.hass, {"entity_ids": {ACKNOWLEDGE: {"control": True}}}))
    assert house.state(DURESS) == "off"


async def test_acknowledging_duress_waits_for_no_refresh(house: Home) -> None:
    """The cloud is slow to answer a user who has pressed Refresh."""
    house.cloud.add_duress("Front door")
    await house.poll()
    house.cloud.slow_seconds = 5
    house.cloud.fail_next(1, "slow")
    refresh = house.hass.async_create_task(
        house.hass.services.async_call(
            "button", "press", {"entity_id": "button.front_door_refresh"}, blocking=True
        )
    )
    for _ in range(100):
        await asyncio.sleep(0)
    await house.hass.services.async_call(
        "button", "press", {"entity_id": ACKNOWLEDGE}, blocking=True
    )
    assert not refresh.done()
    assert house.state(DURESS) == "off"
    while not refresh.done():
        house.freezer.tick(timedelta(seconds=1))
        await asyncio.sleep(0)


async def test_refreshes_at_the_same_time_share_a_read(house: Home) -> None:
    """Ten devices of a dashboard, one press."""
    before = looks(house)
    await asyncio.gather(
        *(
            house.hass.services.async_call(
                DOMAIN, "refresh", {"device_id": device_id(house)}, blocking=True
            )
            for _ in range(10)
        )
    )
    await house.settle()
    assert looks(house) == before + 1


@pytest.fixture
async def browser(
    house: Home, hass_ws_client: WebSocketGenerator, hass_admin_user: MockUser
) -> AsyncIterator[Callable[..., Any]]:
    """Return what sends a command as a user who may see the front door only."""
    client = await hass_ws_client(house.hass)
    hass_admin_user.groups = []
    hass_admin_user.mock_policy({"entities": READER})

    async def ask(command: str, **data: Any) -> Any:
        await client.send_json_auto_id({"type": command, **data})
        return await client.receive_json()

    yield ask
    await client.close()


async def test_the_card_knows_a_user_who_may_not_acknowledge_duress(
    house: Home, browser: Callable[..., Any]
) -> None:
    """Home Assistant's one word, which the card replaces by a sentence."""
    house.cloud.add_duress("Front door")
    await house.poll()
    answer = await browser(
        "call_service",
        domain="button",
        service="press",
        service_data={"entity_id": ACKNOWLEDGE},
    )
    assert answer["error"]["message"] == "Unauthorized"
    assert house.state(DURESS) == "on"


async def test_the_media_browser_shows_who_asks_their_locks_only(
    house: Home, browser: Callable[..., Any]
) -> None:
    """Neither in the list, nor by an address that a user has guessed."""
    root = f"media-source://{DOMAIN}"
    answer = await browser("media_source/browse_media", media_content_id=root)
    [front] = answer["result"]["children"]
    assert front["title"] == "Front door"
    back = f"{root}/{house.cloud.find('Back door').id}"
    answer = await browser("media_source/browse_media", media_content_id=back)
    assert answer["error"]["code"] == "browse_media_failed"
    lock = house.entry.runtime_data.locks[house.cloud.find("Back door").id]
    [file] = lock.pictures.folder.files()
    answer = await browser(
        "media_source/resolve_media", media_content_id=f"{back}/{file.name}"
    )
    assert answer["error"]["code"] == "resolve_media_failed"


async def test_the_card_shows_who_asks_their_locks_only(
    house: Home, browser: Callable[..., Any]
) -> None:
    """A picture is part of the record."""
    ids = [device_id(house, name) for name in ("Front door", "Back door")]
    answer = await browser(f"{DOMAIN}/records", device_ids=ids)
    [record] = answer["result"]["records"]
    assert record["device_id"] == ids[0]
    lock = house.entry.runtime_data.locks[house.cloud.find("Back door").id]
    [entry] = lock.history
    answer = await browser(
        f"{DOMAIN}/picture", device_id=ids[1], record_id=entry.record_id
    )
    assert answer["result"] == {"url": None}
    answer = await browser(
        f"{DOMAIN}/name_credential",
        device_id=ids[0],
        method="fingerprint",
        slot=1,
        name="Cleaner",
    )
    assert answer["error"]["code"] == "unauthorized"


async def test_an_action_by_the_browser_has_the_rights_of_its_user(
    house: Home, browser: Callable[..., Any]
) -> None:
    """Under Developer tools anybody may try."""
    data = {"device_id": device_id(house, "Back door")}
    answer = await browser(
        "call_service",
        domain=DOMAIN,
        service="get_records",
        service_data=data,
        return_response=True,
    )
    assert answer["error"]["message"] == "Unauthorized"
    data = {"device_id": device_id(house)}
    answer = await browser(
        "call_service",
        domain=DOMAIN,
        service="get_records",
        service_data=data,
        return_response=True,
    )
    assert answer["success"]
