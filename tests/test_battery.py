"""What the hourly list shows of a lock: its battery, and whether it is online."""

from datetime import timedelta

import pytest

from homeassistant.const import EntityCategory
from homeassistant.helpers import entity_registry as er

from .conftest import Home

BATTERY = "sensor.front_door_battery"
BATTERY_STATE = "sensor.front_door_battery_state"
CONNECTIVITY = "binary_sensor.front_door_connectivity"


def registered(home: Home, entity_id: str) -> er.RegistryEntry:
    """Return an entity as it is registered."""
    entity = er.async_get(home.hass).async_get(entity_id)
    assert entity is not None, f"there is no {entity_id}"
    return entity


def exists(home: Home, entity_id: str) -> bool:
    """Return whether there is an entity, be it disabled."""
    return er.async_get(home.hass).async_get(entity_id) is not None


async def listed(home: Home) -> None:
    """Let the time of the next list come."""
    await home.poll(home.list_interval)


async def test_a_battery_is_shown_in_percent_once_an_hour(home: Home) -> None:
    """Of the list that is read anyway."""
    lock = home.cloud.find("Front door")
    lock.status = {"residual_electricity": 78}
    await home.start()
    assert home.state(BATTERY) == "78"
    state = home.hass.states.get(BATTERY)
    assert state is not None
    assert state.attributes["device_class"] == "battery"
    assert state.attributes["unit_of_measurement"] == "%"
    assert state.attributes["state_class"] == "measurement"
    assert registered(home, BATTERY).entity_category is EntityCategory.DIAGNOSTIC
    assert not exists(home, BATTERY_STATE)

    lock.status = {"residual_electricity": 77}
    calls = len(home.cloud.calls_of("devices"))
    await home.poll()
    assert home.state(BATTERY) == "78"
    await listed(home)
    assert home.state(BATTERY) == "77"
    assert len(home.cloud.calls_of("devices")) == calls + 1


async def test_a_charge_that_a_lock_does_not_know_is_unknown(home: Home) -> None:
    """It sends -1, or nothing for a while."""
    lock = home.cloud.find("Front door")
    lock.status = {"residual_electricity": -1}
    await home.start()
    assert home.state(BATTERY) == "unknown"
    lock.status = {"residual_electricity": 60}
    await listed(home)
    assert home.state(BATTERY) == "60"
    lock.status = {}
    await listed(home)
    assert home.state(BATTERY) == "unknown"


async def test_a_battery_that_is_reported_in_words_is_shown_in_words(
    home: Home,
) -> None:
    """As a state of its own, not as a made-up percentage."""
    lock = home.cloud.find("Front door")
    lock.status = {"battery_state": "medium"}
    await home.start()
    assert home.state(BATTERY_STATE) == "medium"
    assert not exists(home, BATTERY)
    state = home.hass.states.get(BATTERY_STATE)
    assert state is not None
    assert state.attributes["options"] == ["high", "medium", "low", "poweroff"]
    assert registered(home, BATTERY_STATE).entity_category is EntityCategory.DIAGNOSTIC
    lock.status = {"battery_state": "poweroff"}
    await listed(home)
    assert home.state(BATTERY_STATE) == "poweroff"
    lock.status = {"battery_state": "middling"}
    await listed(home)
    assert home.state(BATTERY_STATE) == "unknown"


async def test_words_beside_a_percentage_are_there_to_be_enabled(home: Home) -> None:
    """Some locks report -1 percent for ever, and the words are right."""
    home.cloud.find("Front door").status = {
        "residual_electricity": -1,
        "battery_state": "high",
    }
    await home.start()
    assert home.state(BATTERY) == "unknown"
    disabled_by = registered(home, BATTERY_STATE).disabled_by
    assert disabled_by is er.RegistryEntryDisabler.INTEGRATION


async def test_a_battery_appears_when_the_lock_begins_to_report_it(
    running: Home,
) -> None:
    """And only once, although the lock may stop and begin again."""
    lock = running.cloud.find("Front door")
    assert not exists(running, BATTERY)
    for status, state in (
        ({"residual_electricity": 50}, "50"),
        ({}, "unknown"),
        ({"residual_electricity": 49}, "49"),
    ):
        lock.status = dict(status)
        await listed(running)
        assert running.state(BATTERY) == state


async def test_a_lock_that_was_removed_and_added_again_has_its_battery_again(
    running: Home,
) -> None:
    """The entity goes and comes with the device."""
    lock = running.cloud.find("Front door")
    lock.status = {"residual_electricity": 50}
    other = running.cloud.add_lock(type(lock)("bfother0000001", "Other"))
    await listed(running)
    assert running.state(BATTERY) == "50"
    running.cloud.remove_lock(lock)
    await listed(running)
    assert running.state(BATTERY) == "unavailable"
    for _ in range(7):
        await running.poll(timedelta(days=1))
    assert not exists(running, BATTERY)
    running.cloud.add_lock(lock)
    lock.status = {"residual_electricity": 100}
    await listed(running)
    assert running.state(BATTERY) == "100"
    assert running.cloud.find("Other") is other


async def test_a_lock_that_is_offline_makes_nothing_unavailable(home: Home) -> None:
    """It sleeps: offline is normal, and the log is the cloud's."""
    lock = home.cloud.find("Front door")
    lock.status = {"residual_electricity": 78}
    await home.start()
    entity = registered(home, CONNECTIVITY)
    assert entity.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    assert entity.entity_category is EntityCategory.DIAGNOSTIC
    er.async_get(home.hass).async_update_entity(CONNECTIVITY, disabled_by=None)
    await home.restart()
    assert home.state(CONNECTIVITY) == "on"

    lock.online = False
    await listed(home)
    home.cloud.add_unlock("Front door")
    await home.poll()
    assert home.state(CONNECTIVITY) == "off"
    assert home.state(BATTERY) == "78"
    assert home.types == ["fingerprint"]


@pytest.mark.parametrize("entity_id", [BATTERY, CONNECTIVITY])
async def test_a_list_that_cannot_be_read_changes_nothing(
    home: Home, entity_id: str
) -> None:
    """Until it can be read again."""
    home.cloud.find("Front door").status = {"residual_electricity": 78}
    await home.start()
    er.async_get(home.hass).async_update_entity(CONNECTIVITY, disabled_by=None)
    await home.restart()
    before = home.state(entity_id)
    assert before in ("78", "on")
    home.cloud.fail_next(99, "http_500", path="associated-users")
    await listed(home)
    assert home.state(entity_id) == "unavailable"
    home.cloud.faults.clear()
    await listed(home)
    assert home.state(entity_id) == before
