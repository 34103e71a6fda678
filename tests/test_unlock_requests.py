"""Unlocks that Home Assistant was asked for: Tuya's log has them without a name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_mock_service,
)

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.setup import async_setup_component

from .conftest import Home, front_door

FRONT = "bffrontdoor0000001"
BACK = "bfbackdoor0000001"
ACCESS = "event.front_door_access"


@pytest.fixture
def ana(hass: HomeAssistant) -> MockUser:
    """Return a user who is a person."""
    return MockUser(id="ana", name="ana1985").add_to_hass(hass)


@pytest.fixture
async def at_home(home: Home, ana: MockUser) -> Home:
    """Return a running home with a person, and locks that another integration opens."""
    persons = [
        {"id": "ana", "name": "Ana", "user_id": ana.id},
        {"id": "ben", "name": "Ben"},
    ]
    assert await async_setup_component(home.hass, "person", {"person": persons})
    home.cloud.add_lock(front_door("Back door"))
    await home.start()
    add_lock(home.hass, "front", ("tuya", FRONT))
    add_lock(home.hass, "back", ("localtuya", f"local_{BACK}"))
    add_lock(home.hass, "shed", ("other", 17))
    for action in ("lock", "open", "unlock"):
        async_mock_service(home.hass, "lock", action)
    return home


def add_lock(hass: HomeAssistant, name: str, identifier: tuple[str, Any]) -> None:
    """Add the lock entity of another integration, in an area of its own."""
    entry = MockConfigEntry(domain=identifier[0])
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={identifier}
    )
    area = ar.async_get(hass).async_create(name)
    dr.async_get(hass).async_update_device(device.id, area_id=area.id)
    for domain in ("lock", "switch"):
        entity = er.async_get(hass).async_get_or_create(
            domain,
            identifier[0],
            name,
            suggested_object_id=name,
            device_id=device.id,
            config_entry=entry,
        )
        hass.states.async_set(entity.entity_id, "locked")


def device_of(hass: HomeAssistant, entity_id: str) -> str:
    """Return the id of the device of an entity."""
    entity = er.async_get(hass).async_get(entity_id)
    assert entity is not None
    assert entity.device_id is not None
    return entity.device_id


async def ask(
    home: Home,
    *,
    by: MockUser | None = None,
    action: str = "unlock",
    **target: Any,
) -> None:
    """Ask Home Assistant to open something."""
    context = Context(user_id=by.id if by else None)
    await home.hass.services.async_call(
        "lock", action, target, blocking=True, context=context
    )


async def opened(
    home: Home,
    lock: str = "Front door",
    *,
    after: timedelta = timedelta(seconds=8),
    **unlock: Any,
) -> tuple[str | None, str | None, bool]:
    """Return user, person and uncertainty of an unlock that Tuya shows some time later."""
    home.freezer.tick(after)
    home.cloud.add_unlock(lock, **({"method": "app", "slot": None} | unlock))
    await home.poll()
    attributes = home.events[-1].attributes
    return attributes["user"], attributes["person"], attributes["uncertain"]


BY_ANA = ("Ana", "person.ana", True)
BY_NOBODY = ("App", None, False)


@pytest.mark.parametrize(
    "target",
    [
        lambda hass: {"entity_id": "lock.front"},
        lambda hass: {"entity_id": ["lock.shed", "lock.front"]},
        lambda hass: {"entity_id": "all"},
        lambda hass: {"device_id": device_of(hass, "lock.front")},
        lambda hass: {"area_id": "front"},
        lambda hass: {"area_id": ["shed", "front"]},
    ],
)
async def test_who_has_asked_is_named(
    at_home: Home, ana: MockUser, target: Callable[[HomeAssistant], dict[str, Any]]
) -> None:
    """However the lock was meant; it is a guess, and says so."""
    await ask(at_home, by=ana, **target(at_home.hass))
    assert await opened(at_home) == BY_ANA
    state = at_home.hass.states.get("sensor.front_door_last_unlocked_by")
    assert state is not None
    assert state.state == "Ana"
    assert state.attributes["uncertain"] is True


async def test_opening_counts_like_unlocking_and_locking_does_not(
    at_home: Home, ana: MockUser
) -> None:
    """Lock entities have an action for each."""
    await ask(at_home, by=ana, action="open", entity_id="lock.front")
    assert await opened(at_home) == BY_ANA
    await ask(at_home, by=ana, action="lock", entity_id="lock.front")
    assert await opened(at_home) == BY_NOBODY


async def test_buttons_and_switches_open_nothing(at_home: Home, ana: MockUser) -> None:
    """Those of Tuya's integrations lock, or keep children out."""
    for domain, action in (("switch", "turn_on"), ("button", "press")):
        async_mock_service(at_home.hass, domain, action)
        await at_home.hass.services.async_call(
            domain,
            action,
            {"device_id": device_of(at_home.hass, "lock.front")},
            context=Context(user_id=ana.id),
        )
    assert await opened(at_home) == BY_NOBODY


async def test_other_integrations_put_a_word_before_tuyas_id(
    at_home: Home, ana: MockUser
) -> None:
    """As long as it is there."""
    await ask(at_home, by=ana, entity_id="lock.back")
    assert await opened(at_home, "Back door") == BY_ANA


@pytest.mark.parametrize(
    "target",
    [
        {"entity_id": "lock.back"},
        {"entity_id": "lock.shed"},
        {"entity_id": "lock.unknown"},
        {"entity_id": "switch.front"},
        {"area_id": "nowhere"},
    ],
)
async def test_a_request_for_another_lock_is_none(
    at_home: Home, ana: MockUser, target: dict[str, str]
) -> None:
    """Nor is one that names no lock."""
    await ask(at_home, by=ana, **target)
    assert await opened(at_home) == BY_NOBODY


async def test_our_own_entities_in_an_area_open_nothing(
    at_home: Home, ana: MockUser
) -> None:
    """The area holds our device, and a lock of another make."""
    registry = dr.async_get(at_home.hass)
    registry.async_update_device(device_of(at_home.hass, ACCESS), area_id="shed")
    await ask(at_home, by=ana, area_id="shed")
    assert await opened(at_home) == BY_NOBODY


async def test_an_automation_is_nobody(at_home: Home) -> None:
    """That it was asked for is known all the same."""
    await ask(at_home, entity_id="lock.front")
    assert await opened(at_home) == BY_NOBODY


async def test_a_user_who_is_no_person_is_nobody(at_home: Home) -> None:
    """There is no name that the owner has chosen for them."""
    guest = MockUser(id="guest", name="guest").add_to_hass(at_home.hass)
    await ask(at_home, by=guest, entity_id="lock.front")
    assert await opened(at_home) == BY_NOBODY


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(0), BY_ANA),
        (timedelta(minutes=2), BY_ANA),
        (timedelta(minutes=2, seconds=1), BY_NOBODY),
        (timedelta(hours=1), BY_NOBODY),
    ],
)
async def test_a_request_is_answered_within_minutes(
    at_home: Home,
    ana: MockUser,
    after: timedelta,
    expected: tuple[str, str | None, bool],
) -> None:
    """What happens later has another cause."""
    await ask(at_home, by=ana, entity_id="lock.front")
    assert await opened(at_home, after=after) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(30, BY_ANA), (31, BY_NOBODY)])
async def test_a_locks_clock_may_be_slow(
    at_home: Home,
    ana: MockUser,
    seconds: int,
    expected: tuple[str, str | None, bool],
) -> None:
    """It then dates the unlock before the request."""
    await ask(at_home, by=ana, entity_id="lock.front")
    occurred_at = at_home.cloud.clock.now() - timedelta(seconds=seconds)
    assert await opened(at_home, occurred_at=occurred_at) == expected


async def test_of_several_requests_the_nearest_is_meant(
    at_home: Home, ana: MockUser
) -> None:
    """Both unlocks come with one poll."""
    start = at_home.cloud.clock.now()
    await ask(at_home, by=ana, entity_id="lock.front")
    at_home.freezer.tick(timedelta(seconds=20))
    await ask(at_home, entity_id="lock.front")
    for seconds in (5, 25):
        at_home.cloud.add_unlock(
            "Front door", "app", None, occurred_at=start + timedelta(seconds=seconds)
        )
    at_home.freezer.tick(timedelta(minutes=1))
    await at_home.poll()
    assert [event.attributes["user"] for event in at_home.events] == ["Ana", "App"]


async def test_who_was_at_the_door_needs_no_guess(at_home: Home, ana: MockUser) -> None:
    """A finger opened it at the same moment."""
    await ask(at_home, by=ana, entity_id="lock.front")
    finger = await opened(at_home, method="fingerprint", slot=7)
    assert finger == ("Fingerprint 7", None, False)


async def test_a_name_of_tuyas_stays(at_home: Home, ana: MockUser) -> None:
    """It may be that of the account which the project is linked with."""
    await ask(at_home, by=ana, entity_id="lock.front")
    assert await opened(at_home, person="Ben") == ("Ben", None, False)


async def test_nothing_is_noted_once_it_is_unloaded(
    at_home: Home, ana: MockUser
) -> None:
    """The listener goes with the entry."""
    before = at_home.hass.bus.async_listeners()["call_service"]
    await at_home.hass.config_entries.async_unload(at_home.entry.entry_id)
    await at_home.settle()
    assert at_home.hass.bus.async_listeners().get("call_service", 0) == before - 1
