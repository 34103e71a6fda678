"""The records that are kept: for get_records, the card and the media browser."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.tuya_door_lock.access_log.events import LockEvent
from custom_components.tuya_door_lock.access_log.history import MOST_RECORDS, History
from custom_components.tuya_door_lock.api.records import RecordKind, UnlockMethod
from custom_components.tuya_door_lock.const import CONF_RETENTION, EVENT_RECORD
from custom_components.tuya_door_lock.lock_coordinator import TuyaLockCoordinator
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .conftest import ANAS_ACCESS, Home

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def entry(record_id: str, minutes: float = 0) -> LockEvent:
    """Return an unlock some minutes after the time of these tests."""
    return LockEvent(
        record_id=record_id,
        occurred_at=NOW + timedelta(minutes=minutes),
        kind=RecordKind.UNLOCK,
        method=UnlockMethod.FINGERPRINT,
    )


def ids(history: History) -> list[str]:
    """Return the ids of what is kept, oldest first."""
    return [each.record_id for each in history]


def history_of(*entries: LockEvent) -> History:
    """Return a history of some records."""
    history = History()
    for each in entries:
        history.add(each)
    return history


def test_records_are_kept_in_the_order_in_which_they_happened() -> None:
    """Whatever the order in which they came."""
    history = history_of(entry("c", 2), entry("a"), entry("b", 1))
    assert ids(history) == ["a", "b", "c"]
    assert [each.record_id for each in reversed(history)] == ["c", "b", "a"]
    assert len(history) == 3
    found = history.get("b")
    assert found is not None
    assert found.occurred_at == NOW + timedelta(minutes=1)
    assert history.get("d") is None


def test_a_record_that_is_told_again_is_kept_once() -> None:
    """After a crash it comes with the same id."""
    history = history_of(entry("a"), entry("a", 5))
    assert ids(history) == ["a"]
    assert [each["record_id"] for each in history.recent()] == ["a"]


def test_a_span_holds_its_beginning_and_not_its_end() -> None:
    """None is without a limit."""
    history = history_of(*(entry(str(number), number) for number in range(4)))
    found = history.between(NOW + timedelta(minutes=1), NOW + timedelta(minutes=3))
    assert [each.record_id for each in found] == ["1", "2"]
    assert len(history.between(None, None)) == 4


def test_what_is_too_old_is_dropped() -> None:
    """From memory, and from what is written down."""
    history = history_of(entry("a"), entry("b", 1))
    history.prune(NOW + timedelta(minutes=1))
    assert ids(history) == ["b"]
    assert [each["record_id"] for each in history.recent()] == ["b"]


def test_the_oldest_go_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A lock that writes without end fills no disk."""
    assert MOST_RECORDS == 20_000
    monkeypatch.setattr(
        "custom_components.tuya_door_lock.access_log.history.MOST_RECORDS", 3
    )
    history = history_of(*(entry(str(number), number) for number in range(5)))
    assert ids(history) == ["2", "3", "4"]


def test_the_whole_is_due_after_many_records() -> None:
    """The journal takes the last hundred with it, no more."""
    history = History()
    due = [history.add(entry(str(number), number)) for number in range(101)]
    assert due == [False] * 100 + [True]
    assert len(history.as_list()) == 101
    assert history.recent() == []
    assert not history.add(entry("next", 200))


def test_the_whole_is_that_of_the_moment_at_which_it_was_taken() -> None:
    """A thread writes it down while records go on coming."""
    history = history_of(entry("a"))
    whole = history.whole()
    history.add(entry("b", 1))
    assert [each["record_id"] for each in whole()] == ["a"]
    assert [each["record_id"] for each in history.recent()] == ["b"]


def test_records_can_be_changed_and_dropped() -> None:
    """Those that stay as they are do not count."""
    history = history_of(entry("a"), entry("b", 1), entry("c", 2))

    def change(each: LockEvent) -> LockEvent | None:
        if each.record_id == "a":
            return None
        return replace(each, user="B.") if each.record_id == "b" else each

    assert history.change(change) == 2
    assert [each.user for each in history] == ["B.", None]
    assert history.get("a") is None
    assert [each["record_id"] for each in history.recent()] == ["b", "c"]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 50)), max_size=30))
def test_history_comes_back_from_storage_as_it_was(
    steps: list[tuple[int, int]],
) -> None:
    """Whenever the whole was written down, and whatever came since."""
    history = History()
    whole: list[dict[str, Any]] = []
    for number, minutes in steps:
        if number == 0:
            whole = json.loads(json.dumps(history.as_list()))
        else:
            history.add(entry(str(number), minutes))
    back = History()
    back.load(whole)
    back.load(json.loads(json.dumps(history.recent())))
    assert {each.record_id: each for each in back} == {
        each.record_id: each for each in history
    }
    times = [each.occurred_at for each in back]
    assert times == sorted(times)


@pytest.fixture
def coordinator(running: Home) -> TuyaLockCoordinator:
    """Return the lock of a running Home Assistant."""
    [found] = running.entry.runtime_data.data.values()
    assert isinstance(found, TuyaLockCoordinator)
    return found


async def test_all_that_the_log_tells_is_kept(
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
    [lock] = home.entry.runtime_data.data.values()
    assert [(each.event_type, each.user) for each in lock.history] == [
        ("late", "Ana"),
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
    key = f"tuya_door_lock.{running.entry.entry_id}.{coordinator.lock.id}"
    assert hass_storage[f"{key}.history"]["data"] == []
    assert [each["user"] for each in hass_storage[key]["data"]["recent"]] == ["Ana"]


async def test_records_are_kept_as_long_as_the_option_says(home: Home) -> None:
    """Older ones go once a day, from the disk as well."""
    home.entry.add_to_hass(home.hass)
    home.hass.config_entries.async_update_entry(home.entry, options={CONF_RETENTION: 2})
    home.cloud.add_unlock("Front door", "fingerprint", 1)
    await home.start()
    [lock] = home.entry.runtime_data.data.values()
    assert len(lock.history) == 1
    await home.poll(after=timedelta(days=3))
    assert len(lock.history) == 0


async def test_a_record_on_the_bus_tells_who_and_holds_no_id_of_tuyas(
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
        "occurred_at": event.data["occurred_at"],
        **ANAS_ACCESS,
    }
