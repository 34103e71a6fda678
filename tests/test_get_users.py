"""Who can open a lock: the actions get_users and allocate_record."""

from datetime import datetime, timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.tuya_door_lock.api.locks import Credential, LockUser
from custom_components.tuya_door_lock.api.records import UnlockMethod
from custom_components.tuya_door_lock.const import CONF_PRIVACY, DOMAIN
from custom_components.tuya_door_lock.lock_coordinator import TuyaLockCoordinator
from custom_components.tuya_door_lock.people.members import users_of
from custom_components.tuya_door_lock.people.persons import Assignee
from custom_components.tuya_door_lock.people.resolver import NameResolver
from homeassistant.core import Context
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from simulator import TuyaCloud

from .conftest import START, Home, front_door, mock_entry
from .persons import give
from .test_services import device_id

NOW = datetime.fromisoformat(START)


@pytest.fixture
def cloud(freezer: FrozenDateTimeFactory) -> TuyaCloud:
    """Return a cloud whose lock knows two members, a guest and a nameless finger."""
    freezer.move_to(START)
    cloud = TuyaCloud.empty()
    cloud.add_lock(front_door())
    cloud.add_unlock("Front door", occurred_at=ago(hours=4))
    cloud.add_unlock("Front door", "fingerprint", 7, occurred_at=ago(hours=3))
    cloud.add_unlock("Front door", "app", None, person="Ana", occurred_at=ago(hours=2))
    cloud.add_unlock("Front door", "card", 5, person="Carla", occurred_at=ago(hours=1))
    return cloud


def ago(**past: float) -> datetime:
    """Return a time before the tests began."""
    return NOW - timedelta(**past)


async def get_users(home: Home) -> list[dict[str, Any]]:
    """Call the action."""
    response = await home.hass.services.async_call(
        DOMAIN,
        "get_users",
        {"device_id": device_id(home)},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    users = json.loads(json.dumps(response))["users"]
    assert isinstance(users, list)
    return users


def lock_of(home: Home) -> TuyaLockCoordinator:
    """Return what the lock is read with."""
    lock = home.entry.runtime_data.locks[home.cloud.find("Front door").id]
    assert isinstance(lock, TuyaLockCoordinator)
    return lock


def credential(
    method: str, slot: int, name: str, used: float | None = None, **changes: Any
) -> dict[str, Any]:
    """Return a credential that was used some hours ago."""
    return {
        "method": method,
        "slot": slot,
        "name": name,
        "owner": None,
        "person": None,
        "last_used": None if used is None else ago(hours=used).isoformat(),
    } | changes


async def test_members_and_credentials_are_reported_without_a_call(
    running: Home,
) -> None:
    """First Tuya's members, then those of the log, then credentials without a user."""
    before = len(running.cloud.calls)
    users = await get_users(running)
    assert len(running.cloud.calls) == before
    device = {"device_id": device_id(running), "owner": None, "person": None}
    assert users == [
        {
            **device,
            "name": "Ana",
            "member": True,
            "last_used": ago(hours=2).isoformat(),
            "credentials": [credential("fingerprint", 1, "Right thumb", 4)],
        },
        {
            **device,
            "name": "Ben",
            "member": True,
            "last_used": None,
            "credentials": [
                credential("fingerprint", 2, "Index"),
                credential("password", 3, "Ben's code"),
            ],
        },
        {
            **device,
            "name": "Carla",
            "member": False,
            "last_used": ago(hours=1).isoformat(),
            "credentials": [credential("card", 5, "Card 5", 1)],
        },
        {
            **device,
            "name": None,
            "member": False,
            "last_used": ago(hours=3).isoformat(),
            "credentials": [credential("fingerprint", 7, "Fingerprint 7", 3)],
        },
    ]
    # No id of Tuya's is among them.
    assert "1001" not in json.dumps(users)


async def test_the_owners_names_are_reported_too(running: Home) -> None:
    """Of members, and of single credentials."""
    running.hass.states.async_set("person.ana", "home", {"friendly_name": "Ana Lopez"})
    give(running, Assignee("Ana Lopez", "person.ana"), "member:Ana")
    give(running, Assignee("Cleaner"), "fingerprint:2")
    ana, ben, *_ = await get_users(running)
    assert (ana["name"], ana["owner"], ana["person"]) == (
        "Ana",
        "Ana Lopez",
        "person.ana",
    )
    assert ben["credentials"][0]["owner"] == "Cleaner"
    assert ben["owner"] is None


@pytest.mark.parametrize(
    ("privacy", "name", "owner"), [("initials", "A.", "A. L."), ("none", None, None)]
)
async def test_no_more_is_reported_than_the_owner_wants(
    home: Home, privacy: str, name: str | None, owner: str | None
) -> None:
    """Which credentials belong together stays."""
    home.entry = mock_entry(home.entry.data["base_url"], **{CONF_PRIVACY: privacy})
    home.hass.states.async_set("person.ana", "home", {"friendly_name": "Ana Lopez"})
    await home.start()
    give(home, Assignee("Ana Lopez", "person.ana"), "member:Ana")
    ana = (await get_users(home))[0]
    assert (ana["name"], ana["owner"], ana["person"]) == (name, owner, None)
    assert [owned["name"] for owned in ana["credentials"]] == ["Fingerprint 1"]


async def test_members_are_asked_for_where_nobody_is_known(home: Home) -> None:
    """The lock is new, and the call at the start has failed."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door())
    home.cloud.fail_next(9, "http_500", path="/users")
    await home.start()
    home.cloud.recover()
    assert [user["name"] for user in await get_users(home)] == ["Ana", "Ben"]
    before = len(home.cloud.calls)
    assert len(await get_users(home)) == 2
    assert len(home.cloud.calls) == before


async def test_a_lock_that_does_not_list_its_members_has_no_users(home: Home) -> None:
    """Few locks list them, and nobody has opened this one."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door(users=False))
    await home.start()
    assert await get_users(home) == []


async def test_members_that_cannot_be_read_are_a_failure(home: Home) -> None:
    """It says why, and spends nothing that is needed elsewhere."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door())
    home.cloud.fail_next(9, "http_500", path="/users")
    await home.start()
    with pytest.raises(HomeAssistantError, match="no useful answer"):
        await get_users(home)
    home.spend(26_000)
    before = len(home.cloud.calls)
    with pytest.raises(HomeAssistantError, match="until the month ends"):
        await get_users(home)
    assert len(home.cloud.calls) == before


def test_credentials_without_a_slot_stay_apart() -> None:
    """Some locks mask the numbers; some members have no name."""
    resolver = NameResolver(lambda method: method and method.capitalize())
    masked = Credential(UnlockMethod.PASSWORD, None, "Code")
    resolver.update_members(
        [LockUser("1", None, (masked, masked)), LockUser("2", None, ())]
    )
    first, second = users_of(resolver)
    assert [owned["slot"] for owned in first["credentials"]] == [None, None]
    assert (first["name"], second["credentials"]) == (None, [])


async def allocate(home: Home, context: Context | None = None, **data: Any) -> None:
    """Call the action for the newest record that can be linked."""
    records = [entry for entry in lock_of(home).history if entry.bindable]
    await home.hass.services.async_call(
        DOMAIN,
        "allocate_record",
        {
            "device_id": device_id(home),
            "record_id": records[-1].record_id,
            "member": "Ben",
            "confirm": True,
        }
        | data,
        blocking=True,
        context=context,
    )


@pytest.fixture
async def linkable(home: Home) -> Home:
    """Return a home whose lock has a finger that can be linked."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door(open_logs=(), alarm_logs=(), records=("camelCase",)))
    home.cloud.add_unlock("Front door", "fingerprint", 7, occurred_at=ago(hours=3))
    await home.start()
    return home


async def test_a_record_is_linked_with_a_member(linkable: Home) -> None:
    """By the name that get_users returns; later records of the finger are his."""
    await allocate(linkable)
    linkable.cloud.add_unlock("Front door", "fingerprint", 7)
    await linkable.poll()
    assert linkable.events[-1].attributes["user"] == "Ben"


async def test_nothing_is_linked_that_was_not_confirmed(linkable: Home) -> None:
    """Tuya cannot undo it."""
    for data in ({"confirm": False}, {"member": "Carla"}, {"record_id": "unknown"}):
        with pytest.raises(ServiceValidationError):
            await allocate(linkable, **data)
    assert not linkable.cloud.calls_of("allocate")


async def test_only_administrators_link_records(
    linkable: Home, hass_read_only_user: MockUser
) -> None:
    """And automations, which no user has called."""
    with pytest.raises(Unauthorized):
        await allocate(linkable, Context(user_id=hass_read_only_user.id))
    assert not linkable.cloud.calls_of("allocate")
