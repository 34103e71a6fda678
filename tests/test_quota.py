"""The calls of a project: counted, planned, shown, and warned of."""

from datetime import timedelta
import math
from typing import Any

import pytest

from custom_components.tuya_door_lock.const import CONF_ALLOWANCE, DOMAIN
from custom_components.tuya_door_lock.polling.quota import Purpose
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE, EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)

from .conftest import Home, front_door
from .test_services import refresh

CALLS = "sensor.tuya_calls_this_month"
LEFT = "sensor.tuya_calls_left_this_month"
ALLOWED = "sensor.tuya_calls_allowed_per_month"
PROJECTED = "sensor.tuya_projected_calls"
INTERVAL = "sensor.tuya_polling_interval"

MINUTE = timedelta(minutes=1, seconds=1)
# Tests begin on November 23 at 8:00: 184 hours, 662,400 s, before the month ends.
TO_DECEMBER = timedelta(hours=184)


def use(home: Home, name: str = "Front door") -> None:
    """Let a lock have been opened yesterday, so that its log is known to work."""
    yesterday = home.cloud.clock.now() - timedelta(days=1)
    home.cloud.add_unlock(name, occurred_at=yesterday)


def spend(home: Home, hass_storage: dict[str, Any], calls: int) -> None:
    """Let calls have been spent this month before Home Assistant started."""
    hass_storage[f"{DOMAIN}.{home.entry.entry_id}"] = {
        "version": 1,
        "data": {
            "calls": {
                "months": {"2026-11-01T00:00:00+00:00": {"open-logs": calls}},
                "days": {purpose.value: [] for purpose in Purpose},
            },
            "devices": {},
            "denied_since": {},
        },
    }


async def start_with(home: Home, options: dict[str, Any]) -> None:
    """Set the integration up with options of its own."""
    await home.start()
    home.hass.config_entries.async_update_entry(home.entry, options=options)
    await home.restart()


def stored(home: Home, hass_storage: dict[str, Any]) -> int:
    """Return how many calls are written down."""
    [month] = months(home, hass_storage).values()
    return sum(month.values())


def months(home: Home, hass_storage: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Return how many calls of each kind are written down, by month."""
    stored = hass_storage[f"{DOMAIN}.{home.entry.entry_id}"]["data"]
    counted: dict[str, dict[str, int]] = stored["calls"]["months"]
    return counted


def issues(home: Home) -> list[ir.IssueEntry]:
    """Return the warnings that locks are polled less than once an hour."""
    return [
        issue
        for issue in ir.async_get(home.hass).issues.values()
        if issue.translation_key and issue.translation_key.startswith("rare_polls")
    ]


async def test_the_project_is_a_device_with_five_sensors(running: Home) -> None:
    """A service, named as the entry, for whom it may concern."""
    device = dr.async_get(running.hass).async_get_device_by_identifier(
        (DOMAIN, running.entry.entry_id), running.entry.entry_id
    )
    assert device is not None
    assert device.entry_type is dr.DeviceEntryType.SERVICE
    assert device.name == "Tuya"
    assert device.manufacturer == "Tuya"

    entities = er.async_entries_for_device(er.async_get(running.hass), device.id)
    assert {entity.entity_id for entity in entities} == {
        CALLS,
        LEFT,
        ALLOWED,
        PROJECTED,
        INTERVAL,
    }
    assert {entity.entity_category for entity in entities} == {"diagnostic"}
    shown = {
        entity_id: (
            state.attributes.get("state_class"),
            state.attributes.get("device_class"),
            state.attributes.get("unit_of_measurement"),
        )
        for entity_id in (CALLS, LEFT, ALLOWED, PROJECTED, INTERVAL)
        if (state := running.hass.states.get(entity_id))
    }
    assert shown == {
        CALLS: ("total_increasing", None, "calls"),
        LEFT: ("measurement", None, "calls"),
        ALLOWED: (None, None, "calls"),
        PROJECTED: ("measurement", None, "calls"),
        INTERVAL: ("measurement", "duration", "s"),
    }


async def test_the_device_of_the_project_is_no_lock(running: Home) -> None:
    """Nobody asks Tuya for it, and it stays."""
    await running.poll(running.list_interval)
    assert not any(running.entry.entry_id in call.path for call in running.cloud.calls)
    assert running.state(CALLS) != "unavailable"


async def test_every_call_is_counted_and_shown_within_a_minute(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """As many as have reached the cloud: tokens and failures, too."""
    assert running.state(CALLS) == str(len(running.cloud.calls))

    running.cloud.fail_next(2, "http_500", path="open-logs")
    running.cloud.expire_tokens()
    await running.poll()
    await running.poll(MINUTE)
    assert running.cloud.calls_of("open-logs")[-1].answer is not None
    assert running.state(CALLS) == str(len(running.cloud.calls))


async def test_the_count_is_written_every_quarter_of_an_hour(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """A poll every 30 s must not wear out an SD card."""
    use(home)
    await start_with(home, {CONF_ALLOWANCE: 1_000_000})
    written = {stored(home, hass_storage)}
    for _ in range(4 * 60):
        await home.poll(timedelta(seconds=15))
        written.add(stored(home, hass_storage))
    assert len(written) == 5
    # At most 15 minutes with 30 polls of two calls are not written down.
    assert stored(home, hass_storage) >= len(home.cloud.calls) - 60


async def test_the_count_is_not_shown_more_than_once_a_minute(home: Home) -> None:
    """However often locks are polled: here every 30 s."""
    use(home)
    await start_with(home, {CONF_ALLOWANCE: 1_000_000})
    shown = 0

    @callback
    def count(event: Event[EventStateChangedData]) -> None:
        nonlocal shown
        shown += event.data["entity_id"] == CALLS

    home.hass.bus.async_listen(EVENT_STATE_CHANGED, count)
    polls = len(home.cloud.calls_of("open-logs"))
    for _ in range(20):
        await home.poll(timedelta(seconds=15))
    assert len(home.cloud.calls_of("open-logs")) >= polls + 9
    assert 4 <= shown <= 6


async def test_the_count_goes_on_after_a_restart(running: Home) -> None:
    """What is spent is spent."""
    await running.poll()
    await running.restart(off_for=timedelta(days=1))
    await running.poll(MINUTE)
    assert running.state(CALLS) == str(len(running.cloud.calls))


async def test_the_count_is_written_when_home_assistant_stops(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """It stops without unloading; a crash loses the calls of 15 minutes at most."""
    await running.poll(timedelta(minutes=15, seconds=1))
    before = stored(running, hass_storage)
    assert before > 0
    await running.poll(timedelta(seconds=200))
    assert len(running.cloud.calls) > before == stored(running, hass_storage)
    running.hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await running.settle()
    assert stored(running, hass_storage) == len(running.cloud.calls)


async def test_looking_at_the_count_does_not_hide_it(running: Home) -> None:
    """An action asks whether calls are left, which counts them first."""
    await running.poll(timedelta(seconds=185))
    await running.poll(timedelta(seconds=15))
    assert int(running.state(CALLS)) < len(running.cloud.calls)
    assert running.entry.runtime_data.devices.reserve(1, Purpose.REQUEST)
    await running.poll(timedelta(seconds=50))
    assert running.state(CALLS) == str(len(running.cloud.calls))


async def test_saving_the_count_does_not_hide_it(running: Home) -> None:
    """It is counted once more before it is written down."""
    await running.poll(timedelta(seconds=185))
    await running.poll(timedelta(seconds=15))
    assert int(running.state(CALLS)) < len(running.cloud.calls)
    running.hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await running.settle()
    await running.poll(timedelta(seconds=50))
    assert running.state(CALLS) == str(len(running.cloud.calls))


async def test_calls_of_a_setup_that_fails_are_counted(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """They were sent, and once each."""
    home.cloud.fail_next(1, 28841107, path="associated-users")
    await home.start()
    assert home.entry.state is ConfigEntryState.SETUP_RETRY
    assert stored(home, hass_storage) == len(home.cloud.calls) == 2

    for _ in range(3):
        await home.poll(timedelta(minutes=11))
    await home.poll(MINUTE)
    assert home.state(CALLS) == str(len(home.cloud.calls))


async def test_the_count_begins_anew_with_the_month(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """The calendar month, in UTC."""
    await running.poll(TO_DECEMBER - timedelta(seconds=90))
    await running.poll(timedelta(seconds=70))
    assert int(running.state(CALLS)) > 10
    await running.poll(timedelta(seconds=80))
    assert int(running.state(CALLS)) < 10
    await running.poll(timedelta(minutes=15))
    november, december = months(running, hass_storage).items()
    assert november[0] == "2026-11-01T00:00:00+00:00"
    assert december[0] == "2026-12-01T00:00:00+00:00"
    assert sum(november[1].values()) > 10 > sum(december[1].values())


async def test_what_is_left_of_the_month_gets_what_is_left_of_the_calls(
    home: Home,
) -> None:
    """Nothing was spent before: polls come fast in the last week of a month."""
    use(home)
    await home.start()
    # 38 calls a day: 291.3 until the end. 20,800 - 291.3 less those of the set-up:
    # 2 * 662,400 / 20,500 = 64.6 s
    assert int(home.state(CALLS)) < 15
    assert home.state(INTERVAL) == "65.0"
    # 2 * 662,400 / 65 = 20,381.5
    assert int(home.state(PROJECTED)) == pytest.approx(
        20_382 + 292 + int(home.state(CALLS)), abs=1
    )
    polls = len(home.cloud.calls_of("open-logs"))
    await home.poll(timedelta(seconds=63))
    assert len(home.cloud.calls_of("open-logs")) == polls
    await home.poll(timedelta(seconds=3))
    assert len(home.cloud.calls_of("open-logs")) == polls + 1


async def test_polls_slow_down_before_the_calls_are_used_up(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """And do not end when they are."""
    use(home)
    spend(home, hass_storage, 19_500)
    await home.start()
    # 20,800 - 291.3 - 19,500 = 1,008.7: 1,313.4 s, and more for those of the set-up
    assert 1_313 < float(home.state(INTERVAL)) < 1_340
    assert int(home.state(PROJECTED)) <= 20_800

    await home.hass.config_entries.async_unload(home.entry.entry_id)
    spend(home, hass_storage, 21_000)
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.settle()
    assert home.state(INTERVAL) == "3600.0"
    home.cloud.add_unlock("Front door")
    await home.poll(home.list_interval)
    assert home.types == ["fingerprint"]


async def test_polls_speed_up_again_with_the_next_month(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """Without anybody doing anything."""
    use(home)
    spend(home, hass_storage, 23_000)
    await home.start()
    assert home.state(INTERVAL) == "3600.0"
    await home.poll(TO_DECEMBER + timedelta(seconds=1))
    # 31 days are 2,678,400 s: 2 * 2,678,400 / (20,800 - 31 * 38) = 273.1
    assert home.state(INTERVAL) == "274.0"


async def test_what_came_before_polls_speed_up_is_no_past(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """The last rare look falls into the month in which there are calls again."""
    use(home)
    spend(home, hass_storage, 23_000)
    await home.start()
    await home.poll(TO_DECEMBER - timedelta(minutes=30))
    happened = home.cloud.clock.now() + timedelta(minutes=5)
    home.cloud.add_unlock("Front door", occurred_at=happened, visible_at=happened)
    await home.poll(timedelta(minutes=31))
    assert home.state(INTERVAL) == "274.0"
    assert home.events == []
    # With the pace of the new month from its beginning on.
    await home.poll(timedelta(minutes=4))
    assert home.types == ["fingerprint"]


async def test_a_source_that_settles_makes_room_at_once(running: Home) -> None:
    """A lock without a row is looked at through every endpoint."""
    # Two spellings of `records` are refused, two logs are empty, and read:
    # 6 * 662,400 / (20,500 - 6) = 193.9
    assert running.state(INTERVAL) == "194.0"
    await running.poll()
    await running.poll(MINUTE)
    # What was refused is not asked for again: 4 * 662,400 / 20,500 = 129.3
    assert 128 <= float(running.state(INTERVAL)) <= 131
    running.cloud.add_unlock("Front door")
    await running.poll()
    await running.poll(MINUTE)
    assert float(running.state(INTERVAL)) < 66


async def test_further_pages_are_foreseen(home: Home) -> None:
    """With 150 rows in a week, four looks through all of it take a call more each."""
    week = home.cloud.clock.now() - timedelta(days=6)
    for hours in range(150):
        home.cloud.add_unlock(
            "Front door", occurred_at=week + timedelta(minutes=40 * hours)
        )
    await home.start()
    # As for a lock with few rows, until it was seen what this one takes.
    assert home.state(INTERVAL) == "65.0"
    start = len(home.cloud.calls_of("open-logs"))
    polls = 0
    for _ in range(24 * 6):
        await home.poll(timedelta(minutes=10))
        polls += 1
    # After a day, how the log is read is checked: both logs, and `records` twice.
    assert len(home.cloud.calls_of("open-logs")) - start == polls + 4 + 1
    # 160 hours, 576,000 s are left: 38 calls a day and 4 + 4 more are 306.7.
    spent = int(home.state(CALLS))
    left = 20_800 - spent - 307
    assert float(home.state(INTERVAL)) == math.ceil(2 * 576_000 / left)
    await home.poll(MINUTE)
    interval = float(home.state(INTERVAL))
    assert int(home.state(PROJECTED)) == pytest.approx(
        int(home.state(CALLS)) + 307 + 2 * 576_000 / interval, abs=5
    )


async def test_more_locks_are_polled_less_often(home: Home) -> None:
    """The allowance is one for the whole project."""
    use(home)
    for name in ("Back door", "Garage", "Shed"):
        home.cloud.add_lock(front_door(name))
        use(home, name)
    await home.start()
    # 44 calls a day: 337.3 until the end. 8 * 662,400 / 20,440 = 259.3
    assert home.state(INTERVAL) == "260.0"


async def test_the_allowance_is_an_option(home: Home) -> None:
    """A larger plan of Tuya's, or a smaller share of it."""
    use(home)
    await start_with(home, {CONF_ALLOWANCE: 10_000})
    # 2 * 662,400 / (8,000 - 291.3 - 10) = 172.1
    assert home.state(INTERVAL) == "173.0"


async def test_the_sensors_stay_when_the_cloud_does_not_answer(running: Home) -> None:
    """What was spent is known here, and wanted then."""
    running.cloud.fail_next(99, "http_500")
    await running.poll(running.list_interval)
    # The list is tried again after a minute, and after two more.
    for _ in range(2):
        await running.poll(MINUTE)
    assert running.state("event.front_door_access") == "unavailable"
    assert running.state(CALLS) == str(len(running.cloud.calls))
    assert running.state(INTERVAL) != "unavailable"


async def test_polls_that_are_rarer_than_hourly_are_warned_of(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """Something has spent nearly all; next month is another one."""
    use(home)
    spend(home, hass_storage, 25_500)
    await home.start()
    [issue] = issues(home)
    assert issue.severity is ir.IssueSeverity.WARNING
    assert not issue.is_fixable
    # A half of the 200 that are left beside lists and tokens: 2 * 662,400 / 99 s;
    # hourly, 86 a day and a fifth for others.
    assert issue.translation_placeholders == {
        "name": "Tuya",
        "allowance": "26,000",
        "hours": "3.5",
        "needed": "3,000",
        "locks": "",
    }
    await home.poll(TO_DECEMBER + timedelta(seconds=1))
    assert issues(home) == []


async def test_the_warning_goes_with_the_entry(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """Nobody is to mend what is not there."""
    spend(home, hass_storage, 26_001)
    await home.start()
    assert len(issues(home)) == 1
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.settle()
    assert issues(home) == []


async def test_locks_that_could_be_left_out_are_named(home: Home) -> None:
    """Twenty locks with two calls each are too many for a look every hour."""
    use(home)
    for number in range(20):
        home.cloud.add_lock(front_door(f"Door {number}"))
        if number:
            use(home, f"Door {number}")
    await start_with(home, {CONF_ALLOWANCE: 7_000})
    [issue] = issues(home)
    assert issue.translation_key == "rare_polls_unused_locks"
    assert issue.translation_placeholders
    assert issue.translation_placeholders["locks"] == "Door 0"


async def test_a_request_that_the_day_has_no_share_for_is_refused(
    home: Home,
) -> None:
    """A loop of requests leaves the polls what they need."""
    use(home)
    await start_with(home, {CONF_ALLOWANCE: 1_000})
    # 800 calls, 16 of which are made, and 128 for lists, tokens and members: 85.6 for
    # each of the 7.7 days. A quarter is for requests; each takes two, and so did the
    # reload.
    devices = home.entry.runtime_data.devices
    granted = [devices.reserve(2, Purpose.REQUEST) for _ in range(40)]
    assert granted == [True] * 9 + [False] * 31
    before = len(home.cloud.calls)
    with pytest.raises(HomeAssistantError, match="until the month ends"):
        await refresh(home)
    assert len(home.cloud.calls) == before


async def test_failing_members_and_firmware_stop_no_log(home: Home) -> None:
    """Few locks answer for them, and they are read after the log."""
    use(home)
    for path in ("/users", "upgrade-infos"):
        home.cloud.fail_next(10**6, 500, path=path)
    await home.start()
    assert home.state("event.front_door_access") != "unavailable"
    for day in range(1, 4):
        home.cloud.add_unlock("Front door")
        await home.poll(timedelta(days=1))
        assert home.state("event.front_door_access") != "unavailable"
        assert len(home.events) == day
    assert len(home.cloud.calls_of("users")) > 1
