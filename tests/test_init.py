"""Setting up, following the list of locks, and leaving nothing behind."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from custom_components.tuya_door_lock import async_remove_config_entry_device
from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from simulator import Lock

from .conftest import Home, front_door, mock_entry

ACCESS = "event.front_door_access"


def device_names(home: Home) -> set[str | None]:
    """Return the names of the devices that Home Assistant has."""
    return {
        device.name
        for device in dr.async_entries_for_config_entry(
            dr.async_get(home.hass), home.entry.entry_id
        )
        if device.entry_type is None
    }


def polls(home: Home, name: str = "Front door") -> int:
    """Return how often the log of a lock has been read."""
    lock_id = home.cloud.find(name).id
    return sum(
        lock_id in call.path and call.name == "open-logs" for call in home.cloud.calls
    )


def use(home: Home, lock: Lock | str) -> None:
    """Let Ben have opened a lock yesterday, so that its log is known to work."""
    yesterday = home.cloud.clock.now() - timedelta(days=1)
    home.cloud.add_unlock(lock, "password", 3, occurred_at=yesterday)


def add_used_lock(home: Home, name: str) -> Lock:
    """Add a lock that Ben opened yesterday."""
    lock = home.cloud.add_lock(front_door(name))
    use(home, lock)
    return lock


@pytest.fixture
async def in_use(home: Home) -> Home:
    """Return a running home whose lock has been in use."""
    use(home, "Front door")
    await home.start()
    return home


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (28841002, "The trial or subscription of IoT Core has ended"),
        (28841004, "The calls that Tuya's plan allows this month are used up"),
        (28841107, "This data center does not serve your project"),
        (1106, "Tuya does not let this project see the lock"),
        (500, "Tuya's cloud gave no useful answer"),
    ],
)
async def test_a_project_that_cannot_be_read_is_tried_again(
    home: Home, fault: int, reason: str
) -> None:
    """The entry says why, and nobody is asked for new credentials."""
    home.cloud.fail_next(1, fault, path="associated-users")
    await home.start()
    assert home.entry.state is ConfigEntryState.SETUP_RETRY
    assert home.entry.reason is not None
    assert reason in home.entry.reason
    assert home.hass.config_entries.flow.async_progress() == []

    # Home Assistant tries every minute or so; the cloud is asked after ten at most.
    await home.poll(timedelta(minutes=11))
    assert home.state(ACCESS) == "unknown"


async def test_a_secret_that_is_wrong_at_start_is_asked_for(home: Home) -> None:
    """It was reset while Home Assistant was off."""
    home.cloud.access_secret = "another"
    await home.start()
    assert home.entry.state is ConfigEntryState.SETUP_ERROR
    flows = home.hass.config_entries.flow.async_progress()
    assert [flow["context"]["source"] for flow in flows] == ["reauth"]


async def test_a_project_without_locks_is_tried_again(home: Home) -> None:
    """The account was unlinked: the entry says so."""
    home.cloud.unlink_account()
    await home.start()
    assert home.entry.state is ConfigEntryState.SETUP_RETRY
    assert home.entry.reason is not None
    assert "lists no lock any more" in home.entry.reason


async def test_a_lock_that_fails_leaves_the_others_alone(home: Home) -> None:
    """It is unavailable, and comes back by itself."""
    use(home, "Front door")
    add_used_lock(home, "Back door")
    lock_id = home.cloud.find("Back door").id
    home.cloud.fail_next(50, 500, path=f"{lock_id}/door-lock")
    await home.start()
    assert home.state(ACCESS) == "2026-11-22T08:00:00.000+00:00"
    assert home.state("event.back_door_access") == "unavailable"

    home.cloud.faults.clear()
    await home.poll()
    assert home.state("event.back_door_access") == "unknown"
    home.cloud.add_unlock("Back door")
    await home.poll()
    assert [event.entity_id for event in home.events] == ["event.back_door_access"]


async def test_an_outage_is_logged_once_down_and_once_up(
    running: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the number of polls in between."""
    running.cloud.fail_next(99, "http_500", path="door-lock")
    for _ in range(4):
        await running.poll()
    running.cloud.faults.clear()
    for _ in range(2):
        await running.poll()
    assert caplog.text.count("Error fetching tuya_door_lock Front door data") == 1
    assert caplog.text.count("Fetching tuya_door_lock Front door data recovered") == 1


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        pytest.param(1110, timedelta(minutes=1), id="rate limit"),
        pytest.param(28841002, timedelta(hours=1), id="plan expired"),
        pytest.param(28841004, timedelta(hours=6), id="quota used up"),
    ],
)
async def test_a_pause_that_tuya_asks_for_is_kept(
    running: Home, fault: int, pause: timedelta
) -> None:
    """Nothing retries in a tight loop."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.cloud.fail_next(1, fault, path="door-lock")
    await running.poll()
    before = polls(running)
    await running.poll(pause - timedelta(seconds=10))
    assert polls(running) == before
    assert running.state(ACCESS) == "unavailable"
    await running.poll(timedelta(seconds=20))
    assert polls(running) == before + 1
    assert running.state(ACCESS) != "unavailable"


async def test_a_lock_that_is_added_in_the_app_appears(in_use: Home) -> None:
    """Without a reload, and with its past as the baseline."""
    add_used_lock(in_use, "Back door")
    await in_use.poll(in_use.list_interval)
    assert device_names(in_use) == {"Front door", "Back door"}
    assert in_use.state("sensor.back_door_last_unlocked_by") == "Ben"
    assert in_use.events == []

    in_use.cloud.add_unlock("Back door")
    await in_use.poll()
    assert in_use.types == ["fingerprint"]


def to_be_removed(home: Home) -> dict[str, str]:
    """Return on which day which locks will be removed, as repairs say it."""
    return {
        issue.translation_placeholders["lock"]: issue.translation_placeholders["date"]
        for issue in ir.async_get(home.hass).issues.values()
        if issue.translation_key == "lock_denied" and issue.translation_placeholders
    }


async def test_a_lock_that_is_removed_in_the_app_goes_after_a_week(
    running: Home, hass_storage: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Until then it is unavailable; then its device goes, and what was kept of it.

    From the second day on a repair says when that will be.
    """
    running.cloud.add_lock(front_door("Back door"))
    await running.poll(running.list_interval)
    lock_id = running.cloud.find("Back door").id

    running.cloud.remove_lock("Back door")
    await running.poll(running.list_interval)
    goes_at = running.cloud.clock.now() + timedelta(days=7)
    assert to_be_removed(running) == {}
    await running.poll(timedelta(days=1))
    assert to_be_removed(running) == {"Back door": goes_at.date().isoformat()}
    await running.poll(timedelta(days=5))
    assert device_names(running) == {"Front door", "Back door"}
    assert running.state("event.back_door_access") == "unavailable"
    assert any(lock_id in key for key in hass_storage)

    await running.poll(timedelta(days=1))
    assert device_names(running) == {"Front door"}
    assert to_be_removed(running) == {}
    assert running.hass.states.get("event.back_door_access") is None
    assert not any(lock_id in key for key in hass_storage)
    calls = len(running.cloud.calls)
    await running.poll()
    await running.poll(running.list_interval)
    assert not any(lock_id in call.path for call in running.cloud.calls[calls:])
    assert caplog.text.count("Back door is removed: Tuya has denied it") == 1


async def test_a_lock_that_was_removed_while_home_assistant_was_off_goes(
    running: Home,
) -> None:
    """Its device is from before the restart."""
    running.cloud.add_lock(front_door("Back door"))
    await running.poll(running.list_interval)
    running.cloud.remove_lock("Back door")
    await running.restart(off_for=timedelta(days=30))
    assert device_names(running) == {"Front door", "Back door"}
    for _ in range(8):
        await running.poll(timedelta(days=1))
    assert device_names(running) == {"Front door"}


async def test_a_lock_that_is_linked_again_goes_on_where_it_was(
    in_use: Home,
) -> None:
    """What happened meanwhile is delivered late, and nothing of it twice."""
    back_door = add_used_lock(in_use, "Back door")
    await in_use.poll(in_use.list_interval)
    in_use.cloud.add_unlock("Back door", "password", 3)
    await in_use.poll()
    assert in_use.types == ["password"]
    del in_use.cloud.devices[back_door.id]
    await in_use.poll(in_use.list_interval)
    await in_use.poll(timedelta(hours=2))
    assert in_use.state("event.back_door_access") == "unavailable"

    in_use.cloud.devices[back_door.id] = back_door
    in_use.cloud.add_unlock(
        "Back door", occurred_at=in_use.cloud.clock.now() - timedelta(hours=1)
    )
    await in_use.poll(in_use.list_interval)
    await in_use.poll(timedelta(hours=2))
    assert in_use.types == ["password", "late"]
    lock = in_use.entry.runtime_data.locks[back_door.id]
    assert [event.user for event in lock.history][-2:] == ["Ben", "Ana"]


async def test_a_lock_that_tuya_denies_can_be_removed_by_hand(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """The owner need not wait for a week, nor see it again; a lock that is there stays."""
    running.cloud.add_lock(front_door("Back door"))
    await running.poll(running.list_interval)
    lock_id = running.cloud.find("Back door").id
    running.cloud.remove_lock("Back door")
    await running.poll(running.list_interval)
    registry = dr.async_get(running.hass)
    for entry in dr.async_entries_for_config_entry(registry, running.entry.entry_id):
        is_removed = await async_remove_config_entry_device(
            running.hass, running.entry, entry
        )
        assert is_removed is (entry.name == "Back door")
        if is_removed:
            registry.async_remove_device(entry.id)
    assert not any(lock_id in key for key in hass_storage)
    await running.poll(running.list_interval)
    assert device_names(running) == {"Front door"}
    assert not any(lock_id in key for key in hass_storage)


@pytest.mark.parametrize("fault", [500, 1114, 28841105])
async def test_a_lock_that_a_list_leaves_out_stays(in_use: Home, fault: int) -> None:
    """Tuya's lists have gaps: the lock itself is asked before it is removed."""
    back_door = add_used_lock(in_use, "Back door")
    await in_use.poll(in_use.list_interval)
    del in_use.cloud.devices[back_door.id]
    in_use.cloud.fail_next(1, fault, path=f"/v1.0/devices/{back_door.id}")
    await in_use.poll(in_use.list_interval)
    assert device_names(in_use) == {"Front door", "Back door"}

    in_use.cloud.devices[back_door.id] = back_door
    await in_use.poll(in_use.list_interval)
    in_use.cloud.add_unlock("Back door")
    await in_use.poll()
    assert in_use.types == ["fingerprint"]


async def test_a_lock_that_cannot_be_asked_for_after_a_restart_keeps_its_device(
    in_use: Home,
) -> None:
    """The list leaves it out and the cloud is out of order: nothing is removed."""
    back_door = add_used_lock(in_use, "Back door")
    await in_use.poll(in_use.list_interval)
    del in_use.cloud.devices[back_door.id]
    in_use.cloud.fail_next(1, 500, path=f"/v1.0/devices/{back_door.id}")
    await in_use.restart()
    assert device_names(in_use) == {"Front door", "Back door"}
    assert in_use.state("event.back_door_access") == "unavailable"

    in_use.cloud.devices[back_door.id] = back_door
    in_use.cloud.add_unlock("Back door")
    await in_use.poll(in_use.list_interval)
    await in_use.poll()
    assert in_use.types == ["late"]


async def test_an_account_that_is_unlinked_removes_no_lock(running: Home) -> None:
    """Linked again, everything is as it was."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.cloud.unlink_account()
    await running.poll(running.list_interval)
    assert device_names(running) == {"Front door"}
    running.cloud.recover()
    await running.poll(running.list_interval)
    await running.poll(running.list_interval)
    assert running.state("sensor.front_door_last_unlocked_by") == "Ana"
    assert running.types == ["fingerprint"]


async def test_a_lock_that_is_renamed_in_the_app_is_renamed_here(
    running: Home,
) -> None:
    """The device follows; entity ids do not change under automations."""
    running.cloud.find("Front door").name = "Main door"
    await running.poll(running.list_interval)
    assert device_names(running) == {"Main door"}
    assert running.state(ACCESS) == "unknown"


async def test_a_disabled_device_is_not_polled(running: Home) -> None:
    """Not while Home Assistant runs, and not after a restart."""
    registry = dr.async_get(running.hass)
    device = registry.async_get_device_by_identifier(
        (DOMAIN, running.cloud.find("Front door").id), running.entry.entry_id
    )
    assert device is not None
    registry.async_update_device(device.id, disabled_by=dr.DeviceEntryDisabler.USER)
    await running.settle()
    before = polls(running)
    await running.poll()
    await running.poll(running.list_interval)
    await running.restart()
    await running.poll()
    assert polls(running) == before

    registry.async_update_device(device.id, disabled_by=None)
    await running.poll(timedelta(seconds=31))
    assert polls(running) > before
    running.cloud.add_unlock("Front door")
    await running.poll()
    assert running.types == ["fingerprint"]


async def test_what_came_since_the_last_poll_is_live_however_long_ago_that_was(
    home: Home,
) -> None:
    """Many locks are polled further apart than the live window is long."""
    home.entry = mock_entry(home.entry.data["base_url"], allowance=5000)
    use(home, "Front door")
    for number in range(7):
        add_used_lock(home, f"Door {number}")
    await home.start()
    await home.poll(home.list_interval)
    interval = home.entry.runtime_data.devices.plan.interval
    assert timedelta(minutes=40) < interval < timedelta(minutes=59)

    home.cloud.add_unlock("Front door")
    await home.poll(interval + timedelta(minutes=1))
    assert home.types == ["fingerprint"]
    home.cloud.add_unlock(
        "Front door",
        "password",
        3,
        occurred_at=home.cloud.clock.now() - timedelta(minutes=4),
    )
    await home.poll(interval + timedelta(minutes=1))
    assert home.types == ["fingerprint", "late"]


async def test_records_wait_until_automations_can_see_them(running: Home) -> None:
    """Automations attach their triggers only when Home Assistant has started."""
    running.cloud.add_unlock("Front door")
    running.hass.set_state(CoreState.starting)
    await running.restart(off_for=timedelta(minutes=1))
    await running.poll(timedelta(minutes=6))
    assert running.events == []
    assert running.state(ACCESS) == "unknown"

    running.hass.set_state(CoreState.running)
    running.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await running.settle()
    assert running.events == []
    await running.poll(timedelta(seconds=6))
    assert running.types == ["fingerprint"]


async def test_a_restart_before_records_were_seen_loses_none(running: Home) -> None:
    """Home Assistant stops again while it is still starting."""
    running.cloud.add_unlock("Front door")
    running.hass.set_state(CoreState.starting)
    await running.restart()
    running.hass.set_state(CoreState.running)
    await running.restart()
    assert running.types == ["fingerprint"]


async def test_unloading_and_removing_leave_nothing_behind(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """No call, no task, no timer, no file."""
    assert any(key.startswith(DOMAIN) for key in hass_storage)
    await running.hass.config_entries.async_unload(running.entry.entry_id)
    calls = len(running.cloud.calls)
    await running.poll(timedelta(hours=3))
    assert len(running.cloud.calls) == calls
    assert not [
        task for task in asyncio.all_tasks() if DOMAIN in (task.get_name() or "")
    ]

    await running.hass.config_entries.async_remove(running.entry.entry_id)
    await running.settle()
    assert not any(key.startswith(DOMAIN) for key in hass_storage)


async def test_an_endpoint_that_stops_to_answer_is_replaced(running: Home) -> None:
    """The lock got other firmware: its log is found again, and nothing repeats."""
    lock = running.cloud.find("Front door")
    running.cloud.add_unlock("Front door")
    await running.poll()
    lock.abilities = front_door(
        open_logs=(), alarm_logs=(), records=("snake_case",)
    ).abilities
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll()
    await running.poll()
    assert running.types == ["fingerprint", "password"]


async def test_no_secret_reaches_the_log_or_a_state(
    running: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Not at debug level either, and not when things go wrong."""
    for fault in ("http_500", "html", 1010, 1106, 28841004, "cut_json"):
        running.cloud.fail_next(1, fault)
        running.cloud.add_unlock("Front door")
        await running.poll(timedelta(hours=7))
    states = "".join(str(state.as_dict()) for state in running.hass.states.async_all())
    ours = "".join(
        record.getMessage() + (record.exc_text or "")
        for record in caplog.records
        if record.name.startswith(("custom_components", "homeassistant.config_entries"))
    )
    assert ours
    for secret in (
        running.entry.data["access_secret"],
        running.entry.data["access_id"],
        "1001",
    ):
        assert secret not in ours
        assert secret not in states


async def test_new_firmware_shows_on_the_device(running: Home) -> None:
    """Read once a day; a lock that does not list it has none."""
    running.cloud.find("Front door").firmware = "2.0.0"
    await running.poll(timedelta(days=1))
    await running.poll(running.list_interval)
    assert {
        device.sw_version
        for device in dr.async_entries_for_config_entry(
            dr.async_get(running.hass), running.entry.entry_id
        )
        if device.entry_type is None
    } == {"2.0.0"}

    running.cloud.fail_next(1, 1106, path="upgrade-infos")
    await running.poll(timedelta(days=1))
    await running.poll(running.list_interval)
    assert running.state(ACCESS) == "unknown"


async def test_a_lock_that_sleeps_is_not_unavailable(in_use: Home) -> None:
    """Offline is normal for a battery lock: its log is in the cloud."""
    in_use.cloud.fail_next(2, 2001, path="door-lock")
    await in_use.poll()
    assert in_use.state(ACCESS) == "2026-11-22T08:00:00.000+00:00"
    in_use.cloud.add_unlock("Front door")
    await in_use.poll()
    assert in_use.types == ["fingerprint"]


async def test_a_removed_lock_leaves_nothing_that_is_written_later(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """It was opened right before it was removed in the app."""
    back_door = add_used_lock(running, "Back door")
    await running.poll(running.list_interval)
    running.cloud.add_unlock("Back door")
    await running.entry.runtime_data.locks[back_door.id].async_refresh()
    await running.poll(timedelta(seconds=5))
    assert [key for key in hass_storage if back_door.id in key]
    running.cloud.add_unlock("Back door")
    await running.entry.runtime_data.locks[back_door.id].async_refresh()
    running.cloud.remove_lock("Back door")
    await running.entry.runtime_data.devices.async_refresh()
    await running.entry.runtime_data.locks.async_remove(back_door.id)
    await running.poll(timedelta(seconds=5))
    assert not [key for key in hass_storage if back_door.id in key]
