"""The pictures in the messages of the blueprints, and what a tap on them opens."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.helpers import entity_registry as er
from homeassistant.util.yaml import load_yaml_dict
from simulator import TuyaCloud, take_picture
from simulator.media import visitor

from ..conftest import A_POLL_LATER, Home, front_door, may_sleep, sleeps
from ..test_pictures import MEDIA, PNG, RETRIES, tasks, until
from ..test_rights import NOBODY
from .conftest import FOLDER, NAMES, Automations, Household, report

PHONE: Final = "Ana's phone"
NOTIFIERS: Final = ["notify.ana_s_phone", "notify.bens_phone"]
SILENT: Final = {
    "alert_once": True,
    "push": {"sound": "none", "interruption-level": "passive"},
}


def attempts(home: Home) -> None:
    """Let a person fail four times; the lock takes a picture at the last one."""
    now = home.cloud.clock.now()
    for seconds in range(4):
        home.cloud.add_attempt(
            "Front door",
            occurred_at=now + timedelta(seconds=seconds),
            picture=seconds == 3,
        )


def unlock(home: Home) -> None:
    """Let Ana come in."""
    home.cloud.add_unlock("Front door", picture=True)


PICTURED: Final[dict[str, Callable[[Home], object]]] = {
    "door_left_open": lambda home: home.cloud.add_alarm(
        "Front door", "unclosed_time", picture=True
    ),
    "duress": lambda home: home.cloud.add_alarm(
        "Front door", "unlock_fingerprint-02", code="hijack", picture=True
    ),
    "home_from_school": unlock,
    "new_credential": lambda home: home.cloud.add_unlock(
        "Front door", slot=7, picture=True
    ),
    "repeated_attempts": attempts,
    "somebody_rings": lambda home: home.cloud.add_ring("Front door", picture=True),
    "who_came_home": unlock,
}
INPUTS: Final[dict[str, dict[str, Any]]] = {
    "duress": {"people": ["person.ana"]},
    "home_from_school": {"child": "person.ana", "start": "08:00:00"},
}


@pytest.fixture
def cloud(freezer: FrozenDateTimeFactory) -> TuyaCloud:
    """Return a cloud with a lock that takes pictures."""
    freezer.move_to("2026-11-23T08:00:00+00:00")
    cloud = TuyaCloud.empty()
    cloud.add_lock(front_door(media=True))
    return cloud


def texts(household: Household) -> list[str]:
    """Return what the phone with the app was sent."""
    return [call.data["message"] for call in household.calls[PHONE]]


def images(household: Household) -> list[str | None]:
    """Return the address of the picture in each message to the phone."""
    return [call.data["data"].get("image") for call in household.calls[PHONE]]


async def let_fetches_fail(home: Home, first: int, *delays: timedelta) -> None:
    """Let a time pass after each fetch that fails, from the first one on.

    Home Assistant does not settle while an automation waits for the picture.
    """

    def has_failed(count: int) -> bool:
        waiting = any(map(sleeps, filter(may_sleep, tasks())))
        return len(home.cloud.picture_fetches) == count and waiting

    for count, delay in enumerate(delays, first):
        await until(partial(has_failed, count))
        home.freezer.tick(delay)
        async_fire_time_changed(home.hass)


def pattern(name: str) -> dict[str, Any]:
    """Return the parts of a blueprint that send a message with a picture."""
    actions = load_yaml_dict(str(FOLDER / f"{name}.yaml"))["actions"]
    *_, variables, send, pictures = actions
    variables = variables["variables"]
    return {"phones": variables["phones"], "send": send, "pictures": pictures}


def test_all_blueprints_send_pictures_in_the_same_way() -> None:
    """But for duress, which finds the phones of persons; a battery has no picture."""
    assert PICTURED.keys() == set(NAMES) - {"low_battery"}
    same = [pattern(name) for name in PICTURED if name != "duress"]
    assert same == same[:1] * len(same)


@pytest.mark.parametrize("name", PICTURED)
async def test_the_picture_follows_the_message_in_its_place(
    automations: Automations,
    household: Household,
    hass_client: ClientSessionGenerator,
    name: str,
) -> None:
    """The phone with the app shows it; another notifier accepts no picture."""
    home = automations.home
    await automations.use(
        name, **{"notify": NOTIFIERS, "actions": report()} | INPUTS.get(name, {})
    )
    PICTURED[name](home)
    await home.poll()
    assert len(automations.notified) == 1
    first, second = household.calls[PHONE]
    others = [call.data["entity_id"] for call in automations.sent]
    assert others == [["notify.bens_phone"] if name != "duress" else NOTIFIERS]
    image = second.data["data"]["image"]
    assert "image" not in first.data["data"]
    assert second.data == first.data | {
        "data": first.data["data"] | SILENT | {"image": image}
    }
    response = await (await hass_client()).get(image)
    assert (response.status, await response.read()) == (200, visitor())


async def test_a_phone_gets_one_message_where_the_lock_has_taken_no_picture(
    automations: Automations, household: Household
) -> None:
    """Nor does the last picture of another stranger come with it."""
    home = automations.home
    await automations.use("somebody_rings", notify=NOTIFIERS)
    home.cloud.add_ring("Front door", picture=True)
    await home.poll()
    household.calls[PHONE].clear()
    home.cloud.add_ring("Front door")
    await home.poll()
    assert texts(household) == ["Somebody rang at 09:14."]
    assert images(household) == [None]


async def test_each_of_several_rings_has_its_own_picture(
    automations: Automations,
    household: Household,
    hass_client: ClientSessionGenerator,
) -> None:
    """A phone may load it when the next one is the last picture already."""
    home = automations.home
    await automations.use("somebody_rings", notify=NOTIFIERS)
    for minutes, image in enumerate((visitor(), PNG)):
        home.cloud.add_ring(
            "Front door",
            occurred_at=home.cloud.clock.now() + timedelta(minutes=minutes),
            picture=take_picture(image),
        )
    await home.poll()
    client = await hass_client()
    shown = {
        call.data["message"]: await (await client.get(image)).read()
        for call in household.calls[PHONE]
        if (image := call.data["data"].get("image"))
    }
    assert shown == {
        "Somebody rang at 09:00.": visitor(),
        "Somebody rang at 09:01.": PNG,
    }


async def test_a_picture_that_comes_later_is_sent_when_it_comes(
    automations: Automations, household: Household
) -> None:
    """The lock uploads it half a minute after the row; nothing waits for it."""
    home = automations.home
    await automations.use("somebody_rings", notify=NOTIFIERS, actions=report())
    home.cloud.fail_next(2, "http_500", path=MEDIA)
    home.cloud.add_ring("Front door", picture=True)
    home.freezer.tick(A_POLL_LATER)
    async_fire_time_changed(home.hass)
    await until(lambda: automations.notified)
    assert images(household) == [None]
    await let_fetches_fail(home, 1, *RETRIES[:2])
    await home.settle()
    assert len(texts(household)) == 2
    assert images(household)[1] is not None


async def test_a_picture_that_does_not_come_is_not_sent(
    automations: Automations, household: Household
) -> None:
    """And none in its place."""
    home = automations.home
    await automations.use("somebody_rings", notify=NOTIFIERS)
    home.cloud.add_ring("Front door", picture=True)
    await home.poll()
    household.calls[PHONE].clear()
    home.cloud.fail_next(99, "http_500", path=MEDIA)
    home.cloud.add_ring("Front door", picture=True)
    home.freezer.tick(A_POLL_LATER)
    async_fire_time_changed(home.hass)
    await until(lambda: texts(household))
    await let_fetches_fail(home, 2, *RETRIES)
    await home.settle()
    assert images(household) == [None]


async def test_who_may_not_see_the_lock_does_not_see_the_picture(
    automations: Automations,
    household: Household,
    hass_client: ClientSessionGenerator,
    hass_admin_user: MockUser,
) -> None:
    """The message names what has happened; the picture asks for rights."""
    await automations.use("somebody_rings", notify=NOTIFIERS)
    automations.home.cloud.add_ring("Front door", picture=True)
    await automations.home.poll()
    image = images(household)[1]
    assert image is not None
    hass_admin_user.groups = []
    hass_admin_user.mock_policy({"entities": NOBODY})
    assert (await (await hass_client()).get(image)).status == 404


@pytest.mark.parametrize("late", [True, False])
async def test_a_late_ring_is_reported_only_if_wanted(
    automations: Automations, late: bool
) -> None:
    """With the day; accesses and alarms that come late are no rings."""
    home = automations.home
    await automations.use("somebody_rings", late=late, actions=report("lock", "late"))
    home.cloud.add_ring("Front door")
    await home.poll()
    home.cloud.add_ring("Front door")
    home.cloud.add_unlock("Front door")
    home.cloud.add_alarm("Front door", "pry")
    await home.restart(off_for=timedelta(days=1))
    notified = ["Somebody rang at 09:00.", "Somebody rang at 2026-11-23 09:14."]
    assert automations.messages == notified[: 1 + late]
    assert automations.notified[1:] == [{"lock": "Front door", "late": True}] * late


@pytest.mark.parametrize(
    ("inputs", "opens"),
    [
        ({}, {}),
        (
            {"camera": "camera.porch"},
            {"entity_id": "camera.porch", "clickAction": "entityId:camera.porch"},
        ),
        (
            {"dashboard": "/lovelace/doors"},
            {"url": "/lovelace/doors", "clickAction": "/lovelace/doors"},
        ),
    ],
)
async def test_a_tap_opens_what_was_chosen(
    automations: Automations,
    household: Household,
    inputs: dict[str, str],
    opens: dict[str, str],
) -> None:
    """On both kinds of phones."""
    home = automations.home
    await automations.use("somebody_rings", notify=NOTIFIERS, **inputs)
    home.cloud.add_ring("Front door")
    await home.poll()
    [call] = household.calls[PHONE]
    assert call.data["data"] == {"tag": home.events[0].attributes["record_id"]} | opens


async def test_a_phone_that_is_gone_holds_back_no_other(
    automations: Automations, household: Household
) -> None:
    """It is disabled, its action went with it, and its entity is still chosen."""
    hass = automations.hass
    er.async_get(hass).async_update_entity(
        NOTIFIERS[0], disabled_by=er.RegistryEntryDisabler.CONFIG_ENTRY
    )
    hass.services.async_remove("notify", "mobile_app_ana_s_phone")
    await automations.use("somebody_rings", notify=NOTIFIERS, actions=report())
    automations.home.cloud.add_ring("Front door", picture=True)
    await automations.home.poll()
    others = [call.data["entity_id"] for call in automations.sent]
    assert others == [[each] for each in NOTIFIERS]
    assert len(automations.notified) == 1
