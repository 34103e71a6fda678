"""Counts for statistics over years, and when a lock was last read."""

from datetime import timedelta
from typing import Any

from custom_components.tuya_door_lock.const import CONF_RETENTION
from homeassistant.components.sensor import ATTR_STATE_CLASS, SensorStateClass
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE
from homeassistant.core import Event, callback
from homeassistant.helpers import entity_registry as er
from simulator import Abilities, Lock

from .conftest import Home, mock_entry

ACCESSES = "sensor.front_door_accesses"
ATTEMPTS = "sensor.front_door_failed_attempts"
LAST_READ = "sensor.front_door_last_read"
LAST_RING = "sensor.front_door_last_ring"


def counts(home: Home) -> tuple[str, str]:
    """Return what the two sensors show."""
    return home.state(ACCESSES), home.state(ATTEMPTS)


async def test_accesses_and_failed_attempts_are_counted(running: Home) -> None:
    """One each; other alarms and rings are neither, and what is late counts as well."""
    assert counts(running) == ("0", "0")
    now = running.cloud.clock.now()
    for minutes in (0, 300):
        running.cloud.add_unlock(
            "Front door", occurred_at=now - timedelta(minutes=minutes)
        )
    running.cloud.add_attempt("Front door", "wrong_password")
    running.cloud.add_alarm("Front door", "pry")
    running.cloud.add_ring("Front door")
    await running.poll()
    assert counts(running) == ("2", "1")
    running.cloud.add_duress("Front door")
    await running.poll()
    assert counts(running) == ("3", "1")
    state = running.hass.states.get(ACCESSES)
    assert state is not None
    assert state.attributes[ATTR_STATE_CLASS] is SensorStateClass.TOTAL_INCREASING
    # The name says what is counted: "1 accesses" reads badly.
    assert "unit_of_measurement" not in state.attributes


async def test_what_was_there_before_is_not_counted(home: Home) -> None:
    """Statistics begin with the watch: the past would count as now."""
    home.cloud.add_unlock(
        "Front door", occurred_at=home.cloud.clock.now() - timedelta(hours=3)
    )
    await home.start()
    assert counts(home) == ("0", "0")


async def test_counts_outlast_restarts_reloads_and_what_is_pruned(
    home: Home, base_url: str
) -> None:
    """They are kept as numbers, not computed from a log of some days."""
    home.entry = mock_entry(base_url, **{CONF_RETENTION: 1})
    await home.start()
    for _ in range(3):
        home.cloud.add_unlock("Front door")
        home.cloud.add_attempt("Front door", "wrong_card")
        await home.poll(timedelta(days=1))
    assert counts(home) == ("3", "3")
    [lock] = home.entry.runtime_data.locks.values()
    assert len(lock.history) < 6
    await home.restart(off_for=timedelta(days=2))
    assert counts(home) == ("3", "3")
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.settle()
    home.cloud.add_unlock("Front door")
    await home.poll()
    assert counts(home) == ("4", "3")


async def test_what_a_crash_lets_come_again_counts_once(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """Count and record are written together, or neither is."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    await running.poll(timedelta(seconds=2))
    saved = dict(hass_storage)
    running.cloud.add_unlock("Front door")
    await running.poll()
    assert counts(running) == ("2", "0")
    first = running.events[-1].attributes["record_id"]

    await running.hass.config_entries.async_unload(running.entry.entry_id)
    # As if nothing had been written since.
    hass_storage.update(saved)
    await running.hass.config_entries.async_setup(running.entry.entry_id)
    await running.settle()
    assert running.events[-1].attributes["record_id"] == first
    assert len(running.events) == 3
    assert counts(running) == ("2", "0")


async def test_many_records_write_a_count_once(running: Home) -> None:
    """It is for statistics: the events come one by one, the sum together."""
    for minutes in range(10):
        running.cloud.add_unlock(
            "Front door",
            occurred_at=running.cloud.clock.now() - timedelta(minutes=minutes),
        )
    written: list[str] = []

    @callback
    def note(event: Event[Any]) -> None:
        if event.data["entity_id"] in (ACCESSES, ATTEMPTS):
            written.append(event.data["new_state"].state)

    running.hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    await running.poll()
    assert len(running.events) == 10
    assert written == ["10"]


async def test_a_count_stays_while_the_cloud_fails_but_is_none_of_an_unread_log(
    home: Home,
) -> None:
    """A lock without alarms in its log does not look like one that nobody tries."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(
        Lock("bfx1", "Front door", abilities=Abilities(alarm_logs=()), people=[])
    )
    home.cloud.add_unlock("Front door")
    await home.start()
    home.cloud.add_unlock("Front door")
    await home.poll()
    assert counts(home) == ("1", STATE_UNAVAILABLE)
    home.cloud.fail_next(99, "http_500")
    await home.poll()
    assert home.state("sensor.front_door_last_unlocked_by") == STATE_UNAVAILABLE
    assert counts(home) == ("1", STATE_UNAVAILABLE)


async def test_last_read_says_how_old_everything_else_is(home: Home) -> None:
    """Also while it cannot be read; it is off unless one wants a row for each poll."""
    await home.start()
    registry = er.async_get(home.hass)
    entity = registry.async_get(LAST_READ)
    assert entity is not None
    assert entity.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    registry.async_update_entity(LAST_READ, disabled_by=None)
    await home.restart()
    assert home.state(LAST_READ) == "2026-11-23T08:00:00+00:00"
    await home.poll(timedelta(minutes=20))
    read = home.state(LAST_READ)
    assert read == "2026-11-23T08:20:00+00:00"
    home.cloud.fail_next(99, "http_500")
    await home.poll(timedelta(minutes=20))
    assert home.state(LAST_READ) == read
    await home.restart(off_for=timedelta(hours=1))
    assert home.state(LAST_READ) == read


async def test_last_ring_comes_with_the_first_ring(running: Home) -> None:
    """Without a reload; most locks have no bell."""
    assert running.hass.states.get(LAST_RING) is None
    running.cloud.add_ring("Front door")
    running.cloud.calls.clear()
    await running.poll()
    assert running.state(LAST_RING) == "2026-11-23T08:00:00+00:00"
    assert "devices" not in {call.name for call in running.cloud.calls}
    running.freezer.tick(timedelta(hours=1))
    running.cloud.add_ring("Front door")
    await running.poll()
    ring = running.state(LAST_RING)
    await running.restart()
    assert running.state(LAST_RING) == ring
    ids = er.async_entries_for_config_entry(
        er.async_get(running.hass), running.entry.entry_id
    )
    assert [each.domain for each in ids if each.entity_id == LAST_RING] == ["sensor"]
