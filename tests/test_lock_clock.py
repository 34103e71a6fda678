"""A lock whose clock is wrong: it is read nevertheless, and its owner learns of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.tuya_door_lock.const import CONF_IGNORED_LOCKS, DOMAIN
from homeassistant.helpers import issue_registry as ir

from .conftest import Home, front_door

RESET = datetime.fromisoformat("2000-01-01T12:00:00+00:00")
HOUR = timedelta(hours=1)
RECORDS: dict[str, Any] = {
    "open_logs": (),
    "alarm_logs": (),
    "records": ("camelCase",),
}


def clock_issues(home: Home) -> list[dict[str, str] | None]:
    """Return what the repairs about wrong clocks say."""
    return [
        issue.translation_placeholders
        for issue in ir.async_get(home.hass).issues.values()
        if issue.translation_key == "lock_clock_wrong" and issue.active
    ]


@pytest.mark.parametrize(
    "abilities",
    [
        pytest.param({}, id="open-logs and alarm-logs"),
        pytest.param(
            {"open_logs": ("v1.0",), "alarm_logs": ("v1.0",)}, id="in version 1.0"
        ),
        pytest.param({"open_logs": ("v1.0",), "open_logs_unit": "s"}, id="in seconds"),
        pytest.param(RECORDS, id="records"),
    ],
)
@pytest.mark.parametrize("wrong", [RESET, RESET.replace(year=2060)])
async def test_what_a_lock_with_a_wrong_clock_does_comes_once(
    home: Home, abilities: dict[str, Any], wrong: datetime
) -> None:
    """Late, whatever span a log is asked for; and a duress alarm is one."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(front_door(**abilities))
    home.cloud.add_unlock("Front door")
    await home.start()
    home.cloud.add_unlock("Front door", occurred_at=wrong)
    home.cloud.add_alarm("Front door", "duress", occurred_at=wrong + HOUR)
    await home.poll()
    assert sorted(home.types) == ["duress", "late"]
    assert all(event.attributes["late"] for event in home.events)
    for _ in range(3):
        await home.poll(7 * HOUR)
        await home.restart()
    assert len(home.events) == 2


async def test_the_owner_learns_that_the_clock_of_a_lock_is_wrong(
    running: Home,
) -> None:
    """Until a record that was made since has the right time, over restarts."""
    before = running.cloud.clock.now()
    running.cloud.add_unlock("Front door", occurred_at=RESET)
    await running.poll()
    assert clock_issues(running) == [{"lock": "Front door", "date": "2000-01-01"}]
    await running.restart()
    assert len(clock_issues(running)) == 1
    # What was uploaded late, from before the reset, does not show that it is right.
    running.cloud.add_unlock("Front door", occurred_at=before)
    await running.poll()
    assert len(clock_issues(running)) == 1
    running.cloud.add_unlock("Front door")
    await running.poll()
    assert running.types == ["late", "late", "fingerprint"]
    assert clock_issues(running) == []


async def test_the_repair_outlives_a_restart_of_home_assistant(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """No record may come for days, which would say it again."""
    running.cloud.add_alarm("Front door", "pry", occurred_at=RESET)
    await running.poll()
    await running.poll(timedelta(minutes=1))
    [stored] = [
        issue
        for issue in hass_storage["repairs.issue_registry"]["data"]["issues"]
        if issue["domain"] == DOMAIN
    ]
    assert stored["is_persistent"] is True
    assert stored["translation_key"] == "lock_clock_wrong"


async def test_a_clock_of_this_machine_that_is_wrong_is_no_fault_of_the_lock(
    running: Home,
) -> None:
    """The cloud says what time it is, and the row says the same."""
    running.freezer.move_to("2031-01-01T00:00:00+00:00")
    running.cloud.clock.shift(-6 * 365 * 86400)
    running.cloud.add_unlock("Front door")
    await running.poll()
    assert running.types == ["late"]
    assert clock_issues(running) == []


async def test_a_clock_of_this_machine_that_is_a_day_behind_makes_no_past_live(
    running: Home,
) -> None:
    """By it the row of yesterday is one of now."""
    now = running.cloud.clock.now()
    running.cloud.clock.shift(86400)
    running.cloud.add_unlock("Front door", occurred_at=now)
    await running.poll()
    assert running.types == ["late"]


async def test_nothing_is_said_of_a_lock_that_is_left_out(running: Home) -> None:
    """Nobody can wait for its next record."""
    running.cloud.add_lock(front_door("Back door"))
    running.cloud.add_unlock("Front door", occurred_at=RESET)
    await running.poll(running.list_interval)
    assert len(clock_issues(running)) == 1
    lock_id = running.cloud.find("Front door").id
    running.hass.config_entries.async_update_entry(
        running.entry, options={CONF_IGNORED_LOCKS: [lock_id]}
    )
    await running.restart()
    assert clock_issues(running) == []
