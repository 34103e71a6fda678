"""A restart costs no round of polls, and nothing is hidden, late or lost by it."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.tuya_door_lock.const import CONF_ALLOWANCE, DOMAIN
from homeassistant.const import (
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_HOMEASSISTANT_STARTED,
)
from homeassistant.core import CoreState
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from simulator import TuyaCloud

from .conftest import Home, front_door, mock_entry
from .test_repairs import issues
from .test_services import device_id

# A day has four fifths of 26,000 / 31 calls: 670. A tenth of them, 67, is for what is
# most likely known, a quarter for requests.
BEGIN = "2026-12-01T08:00:00+00:00"
MANY = 50
DAY = timedelta(days=1)
# A token, and the list of locks.
TO_START = 2


@pytest.fixture
def locks() -> int:
    """Return how many locks there are."""
    return 2


@pytest.fixture
def allowance(locks: int) -> int:
    """Return how many calls there are: with few locks so few that polls are rare."""
    return 26_000 if locks > 2 else 1_000


@pytest.fixture
def cloud(freezer: FrozenDateTimeFactory, locks: int) -> TuyaCloud:
    """Return a cloud with locks that Ben has opened yesterday."""
    freezer.move_to(BEGIN)
    cloud = TuyaCloud.empty()
    for number in range(locks):
        add_used_lock(cloud, f"Door {number}")
    return cloud


@pytest.fixture
async def running(home: Home, allowance: int) -> Home:
    """Return a home that has run for an hour."""
    home.entry = mock_entry(home.entry.data["base_url"], allowance=allowance)
    await home.start()
    await home.poll(timedelta(hours=1))
    return home


def add_used_lock(cloud: TuyaCloud, name: str) -> None:
    """Add a lock that Ben has opened yesterday."""
    lock = cloud.add_lock(front_door(name))
    yesterday = cloud.clock.now() - DAY
    cloud.add_unlock(lock, "password", 3, occurred_at=yesterday)


async def restart(home: Home, off_for: timedelta = timedelta(minutes=2)) -> int:
    """Restart Home Assistant; return how many calls that takes."""
    before = len(home.cloud.calls)
    home.hass.set_state(CoreState.starting)
    await home.restart(off_for=off_for)
    calls = len(home.cloud.calls) - before
    home.hass.set_state(CoreState.running)
    home.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await home.settle()
    # Automations attach their triggers first.
    await home.poll(timedelta(seconds=6))
    return calls


async def reload(home: Home) -> int:
    """Reload the integration by hand; return how many calls that takes."""
    before = len(home.cloud.calls)
    await home.restart()
    return len(home.cloud.calls) - before


async def records_of(home: Home, name: str) -> Any:
    """Return what is kept of a lock."""
    response = await home.hass.services.async_call(
        DOMAIN,
        "get_records",
        {"device_id": device_id(home, name)},
        blocking=True,
        return_response=True,
    )
    return response and response["records"]


def reads(home: Home) -> list[int]:
    """Return how often the log of each lock was read."""
    return [
        sum(lock.id in call.path for call in home.cloud.calls_of("open-logs"))
        for lock in home.cloud.locks
    ]


async def press(home: Home, button: str) -> None:
    """Press a button."""
    await home.hass.services.async_call(
        "button", "press", {"entity_id": button}, blocking=True
    )
    await home.settle()


def interval(home: Home) -> timedelta:
    """Return how far apart polls are."""
    plan: timedelta = home.entry.runtime_data.devices.plan.interval
    return plan


@pytest.mark.parametrize("locks", [MANY])
async def test_a_restart_with_many_locks_costs_no_round_of_polls(
    running: Home,
) -> None:
    """However often: what is kept shows, and each lock is polled when it is due."""
    assert interval(running) > timedelta(hours=3)
    before = reads(running)
    assert [await restart(running) for _ in range(3)] == [TO_START] * 3
    assert reads(running) == before
    for number in range(MANY):
        assert running.state(f"sensor.door_{number}_last_unlocked_by") == "Ben"
        assert running.state(f"event.door_{number}_alarm") == "unknown"

    await running.poll(interval(running) - timedelta(hours=1, minutes=10))
    assert reads(running) == before
    await running.poll(timedelta(minutes=10))
    assert reads(running) == [reads + 1 for reads in before]
    # Then each waits for a whole interval again.
    await running.poll(interval(running) - timedelta(minutes=10))
    assert reads(running) == [reads + 1 for reads in before]
    await running.poll(timedelta(minutes=12))
    assert reads(running) == [reads + 2 for reads in before]


@pytest.mark.parametrize("locks", [10])
async def test_a_restart_with_few_locks_shows_what_is_new_at_once(
    running: Home,
) -> None:
    """As long as the day has calls for it: twenty for each round of ten locks."""
    before = reads(running)
    running.cloud.add_unlock("Door 7", "password", 3)
    await restart(running)
    assert reads(running) == [reads + 1 for reads in before]
    assert running.types == ["password"]

    # Also where somebody restarts it all day.
    polled = 0
    for _ in range(20):
        before = reads(running)
        await restart(running)
        polled += sum(reads(running)) - sum(before)
    assert polled in (10, 20)


async def test_what_happens_around_a_restart_is_live_and_comes_once(
    running: Home,
) -> None:
    """As it would be without the restart: the polls are more than an hour apart."""
    assert interval(running) > timedelta(hours=1, minutes=10)
    running.cloud.add_unlock("Door 0", "password", 3)
    await restart(running)
    running.cloud.add_unlock("Door 1", "password", 3)
    running.cloud.add_alarm("Door 1", "pry")
    assert running.events == []
    await running.poll(interval(running) - timedelta(hours=1))
    # Each lock has its own order, and oldest first.
    assert sorted((each.entity_id, each.event_type) for each in running.events) == [
        ("event.door_0_access", "password"),
        ("event.door_1_access", "password"),
        ("event.door_1_alarm", "pry"),
    ]
    await restart(running)
    await running.poll(interval(running))
    assert len(running.events) == 3


async def test_what_is_due_is_polled_at_once(running: Home) -> None:
    """Home Assistant was off for longer than polls are apart."""
    before = reads(running)
    running.cloud.add_unlock("Door 0", "password", 3)
    await restart(running, off_for=interval(running))
    assert reads(running) == [reads + 1 for reads in before]
    assert len(running.events) == 1


@pytest.mark.parametrize("allowance", [2_000])
async def test_a_reload_by_hand_reads_every_lock(running: Home) -> None:
    """A quarter of the day's calls is for those who ask; then it is like a restart."""
    running.cloud.add_unlock("Door 0", "password", 3)
    before = reads(running)
    await reload(running)
    assert reads(running) == [reads + 1 for reads in before]
    assert running.types == ["password"]
    taken = [await reload(running) for _ in range(20)]
    assert taken[-1] == TO_START
    assert sum(taken) < 20 * TO_START + 2_000 * 0.8 / 31 / 4


@pytest.mark.parametrize("allowance", [2_000])
@pytest.mark.parametrize("new_allowance", [2_000, 26_000])
async def test_what_came_since_the_last_poll_is_live_after_a_reload(
    running: Home, new_allowance: int
) -> None:
    """However long ago that was, also where polls come more often from then on."""
    assert interval(running) > timedelta(hours=1)
    await running.poll(interval(running))
    running.cloud.add_unlock("Door 0", "password", 3)
    running.freezer.tick(timedelta(minutes=50))
    running.hass.config_entries.async_update_entry(
        running.entry, options={CONF_ALLOWANCE: new_allowance}
    )
    await reload(running)
    assert running.types == ["password"]


@pytest.mark.parametrize("allowance", [2_000])
async def test_what_came_since_the_first_poll_is_live_after_a_reload(
    running: Home,
) -> None:
    """Polls come more often from then on; before, a second one was not due yet."""
    assert interval(running) > timedelta(hours=1, minutes=10)
    running.cloud.add_unlock("Door 0", "password", 3)
    running.freezer.tick(timedelta(minutes=50))
    running.hass.config_entries.async_update_entry(
        running.entry, options={CONF_ALLOWANCE: 26_000}
    )
    await reload(running)
    assert running.types == ["password"]


async def test_what_has_failed_is_tried_at_once(running: Home) -> None:
    """Whoever has mended something, and restarts, sees at once whether it helped."""
    lock_id = running.cloud.find("Door 1").id
    running.cloud.fail_next(9, 500, path=f"{lock_id}/door-lock")
    with pytest.raises(HomeAssistantError, match="no useful answer"):
        await press(running, "button.door_1_refresh")
    assert running.state("event.door_1_access") == "unavailable"
    running.cloud.recover()
    before = reads(running)
    await restart(running)
    assert reads(running) == [before[0], before[1] + 1]
    assert running.state("event.door_1_access") != "unavailable"


async def test_what_has_failed_in_part_is_tried_at_once(running: Home) -> None:
    """Until then nobody knows whether its alarms can be read."""
    lock_id = running.cloud.find("Door 1").id
    running.cloud.fail_next(9, 500, path=f"{lock_id}/door-lock/alarm-logs")
    await running.poll(interval(running))
    assert running.state("event.door_1_access") != "unavailable"
    assert running.state("event.door_1_alarm") == "unavailable"
    before = reads(running)
    await restart(running)
    assert reads(running) == [before[0], before[1] + 1]
    assert running.state("event.door_1_alarm") == "unavailable"


async def test_a_lock_that_was_never_read_is_read_at_once(running: Home) -> None:
    """It was added in the app while Home Assistant was off."""
    before = reads(running)
    add_used_lock(running.cloud, "New door")
    await restart(running)
    # Its log is searched, and read.
    assert reads(running) == [*before, 2]
    assert running.state("sensor.new_door_last_unlocked_by") == "Ben"


@pytest.mark.parametrize("what", ["deleted", "damaged"])
async def test_a_lock_of_which_nothing_is_remembered_is_read_at_once(
    running: Home, hass_storage: dict[str, Any], what: str
) -> None:
    """When it was polled is in another file than what the poll has brought."""
    before = reads(running)
    lock_id = running.cloud.find("Door 0").id
    key = f"{DOMAIN}.{running.entry.entry_id}.{lock_id}"
    await running.hass.config_entries.async_unload(running.entry.entry_id)
    if what == "deleted":
        del hass_storage[key]
    else:
        hass_storage[key]["data"]["delivery"] = "damaged"
    running.hass.set_state(CoreState.starting)
    await running.hass.config_entries.async_setup(running.entry.entry_id)
    await running.settle()
    assert reads(running)[0] > before[0]
    assert reads(running)[1] == before[1]


async def test_what_was_read_and_not_delivered_does_not_wait(running: Home) -> None:
    """Home Assistant stops again before automations can see it: the next start reads it."""
    running.cloud.add_unlock("Door 0", "password", 3)
    running.hass.set_state(CoreState.starting)
    await running.restart(off_for=interval(running))
    assert running.events == []
    before = reads(running)
    await restart(running)
    assert reads(running) == [before[0] + 1, before[1]]
    assert len(running.events) == 1


async def test_a_stop_without_an_unload_is_a_restart_too(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """Home Assistant unloads nothing when it stops; here it does so twice in a row."""
    project = f"{DOMAIN}.{running.entry.entry_id}"
    await running.poll(interval(running))
    before = reads(running)
    for _ in range(2):
        running.hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
        await running.settle()
        written = {key: value for key, value in hass_storage.items() if project in key}
        await running.hass.config_entries.async_unload(running.entry.entry_id)
        await running.settle()
        hass_storage |= written
        running.hass.set_state(CoreState.starting)
        await running.hass.config_entries.async_setup(running.entry.entry_id)
        await running.settle()
        assert reads(running) == before
        assert running.state("sensor.door_0_last_unlocked_by") == "Ben"


async def test_a_hint_comes_before_the_poll_that_is_due(running: Home) -> None:
    """And puts it off, as any look does."""
    await restart(running)
    before = reads(running)
    running.cloud.add_unlock("Door 0", "password", 3)
    await press(running, "button.door_0_refresh")
    assert running.types == ["password"]
    assert reads(running) == [before[0] + 1, before[1]]
    await running.poll(interval(running) - timedelta(hours=1))
    assert reads(running) == [before[0] + 1, before[1] + 1]


async def test_a_lock_whose_polls_are_switched_off_is_not_polled(
    running: Home,
) -> None:
    """An automation asks for looks."""
    running.hass.config_entries.async_update_entry(
        running.entry, pref_disable_polling=True
    )
    await running.settle()
    await restart(running)
    before = reads(running)
    await running.poll(interval(running))
    assert reads(running) == before


async def test_a_clock_that_was_set_back_makes_nothing_wait(running: Home) -> None:
    """The last poll lies in the future: nobody knows how long ago it was."""
    before = reads(running)
    await restart(running, off_for=timedelta(hours=-8))
    assert reads(running) == [reads + 1 for reads in before]


async def test_the_plan_ends_before_a_restart(running: Home) -> None:
    """What is kept shows, the repair says why, and each lock fails when it is due."""
    running.cloud.end_plan()
    assert await restart(running) == TO_START
    assert "plan_expired_iot_core" in issues(running)
    kept = await records_of(running, "Door 0")
    assert [each["user"] for each in kept] == ["Ben"]
    assert running.state("sensor.door_0_last_unlocked_by") == "Ben"
    await running.poll(interval(running))
    assert running.state("event.door_0_access") == "unavailable"
    assert running.state("sensor.door_0_last_unlocked_by") == "unavailable"


@pytest.mark.parametrize("allowance", [26_000])
async def test_a_restart_keeps_the_firmware_of_a_device(running: Home) -> None:
    """It is read after the log, and Tuya is away."""
    running.cloud.fail_next(99, 500)
    await restart(running)
    assert running.state("event.door_0_access") == "unavailable"
    device = dr.async_get(running.hass).async_get(device_id(running, "Door 0"))
    assert isinstance(device, dr.DeviceEntry)
    assert device.sw_version == "1.4.2"
