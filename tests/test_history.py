"""The records that are kept: for get_records, the card and the media browser."""

import asyncio
from copy import deepcopy
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.tuya_door_lock.const import CONF_RETENTION, EVENT_RECORD
from custom_components.tuya_door_lock.lock_coordinator import TuyaLockCoordinator
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.storage import Store

from .conftest import ANAS_ACCESS, Home


@pytest.fixture
def coordinator(running: Home) -> TuyaLockCoordinator:
    """Return the lock of a running Home Assistant."""
    [found] = running.entry.runtime_data.locks.values()
    assert isinstance(found, TuyaLockCoordinator)
    return found


async def test_all_that_the_log_shows_is_kept(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """What was there before, what comes, and what came while it was off."""
    home.cloud.add_unlock("Front door", "fingerprint", 1)
    freezer.tick(timedelta(minutes=20))
    await home.start()
    home.cloud.add_unlock("Front door", "password", 3)
    await home.poll()
    await home.restart(off_for=timedelta(days=2))
    home.cloud.add_alarm("Front door", "wrong_password")
    await home.poll()
    [lock] = home.entry.runtime_data.locks.values()
    assert [(each.event_type, each.user) for each in lock.history] == [
        ("fingerprint", "Ana"),
        ("password", "Ben"),
        ("wrong_password", None),
    ]


async def test_a_crash_loses_no_record_of_the_history(
    running: Home, coordinator: TuyaLockCoordinator, hass_storage: dict[str, Any]
) -> None:
    """The last ones are written down with the journal."""
    running.cloud.add_unlock("Front door", "fingerprint", 1)
    await running.poll()
    await running.poll(after=timedelta(seconds=2))
    key = f"tuya_door_lock.{running.entry.entry_id}.{coordinator.device.id}"
    assert hass_storage[f"{key}.records"]["data"]["records"] == []
    unsaved = hass_storage[key]["data"]["unsaved"]["records"]
    assert [each["user"] for each in unsaved] == ["Ana"]


async def test_a_crash_while_the_large_file_is_written_loses_nothing(
    running: Home, monkeypatch: pytest.MonkeyPatch, hass_storage: dict[str, Any]
) -> None:
    """The small one lets go of a record only when it is in the other."""
    [lock] = running.entry.runtime_data.locks.values()
    large = f"tuya_door_lock.{running.entry.entry_id}.{lock.device.id}.records"
    save = Store[dict[str, Any]].async_save

    async def never(store: Store[dict[str, Any]], data: dict[str, Any]) -> None:
        if store.key == large:
            raise asyncio.CancelledError
        await save(store, data)

    now = running.cloud.clock.now()
    for seconds in range(120):
        running.cloud.add_unlock(
            "Front door", occurred_at=now + timedelta(seconds=seconds)
        )
    with monkeypatch.context() as patched:
        patched.setattr(Store, "async_save", never)
        await running.poll()
        await running.poll(after=timedelta(seconds=2))
        assert hass_storage[large]["data"]["records"] == []
        left_behind = deepcopy(hass_storage)
    await running.hass.config_entries.async_unload(running.entry.entry_id)
    hass_storage.update(left_behind)
    await running.hass.config_entries.async_setup(running.entry.entry_id)
    [lock] = running.entry.runtime_data.locks.values()
    assert len(lock.history) == 120
    assert lock.complete_since < now


async def test_records_are_kept_as_long_as_the_option_says(home: Home) -> None:
    """Older ones go once a day, from the disk as well."""
    home.entry.add_to_hass(home.hass)
    home.hass.config_entries.async_update_entry(home.entry, options={CONF_RETENTION: 2})
    home.cloud.add_unlock("Front door", "fingerprint", 1)
    await home.start()
    [lock] = home.entry.runtime_data.locks.values()
    assert len(lock.history) == 1
    await home.poll(after=timedelta(days=3))
    assert len(lock.history) == 0


async def test_a_record_on_the_bus_names_the_person_and_holds_no_id_of_tuyas(
    running: Home, hass: HomeAssistant
) -> None:
    """All that the documentation promises, and nothing more."""
    seen = async_capture_events(hass, EVENT_RECORD)
    running.cloud.add_unlock("Front door", "fingerprint", 1)
    await running.poll()
    [event] = seen
    entity = er.async_get(hass).async_get("event.front_door_access")
    assert entity is not None
    assert event.data["record_id"]
    assert {key: value for key, value in event.data.items() if key != "record_id"} == {
        "device_id": entity.device_id,
        "entity_id": entity.entity_id,
        "delay": 14 * 60,
        "occurred_at": event.data["occurred_at"],
        **ANAS_ACCESS,
    }
