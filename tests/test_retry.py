"""Whoever has mended something at Tuya can try it at once."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_door_lock.const import DOMAIN
from custom_components.tuya_door_lock.issues import (
    async_create_denied_issue,
    async_create_store_issue,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component

from .conftest import Home
from .test_repairs import Fix, issues, texts

ACCESS = "event.front_door_access"
PLAN = "plan_expired_iot_core"


@pytest.fixture
async def fix(home: Home, hass_client: ClientSessionGenerator) -> Fix:
    """Return the dialog of the repairs of a home that is not set up yet."""
    for component in (DOMAIN, "image", "repairs"):
        assert await async_setup_component(home.hass, component, {})
    home.cloud.add_unlock("Front door")
    return Fix(home, await hass_client(), [])


async def reload(home: Home) -> None:
    """Choose Reload on the page of the integration."""
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.settle()


def tries(home: Home) -> int:
    """Return how often Tuya was asked for the locks."""
    return len(home.cloud.calls_of("devices"))


async def error(fix: Fix, key: str) -> str:
    """Return an error of the dialog as it is read."""
    strings = await async_get_translations(fix.home.hass, "en", "issues", [DOMAIN])
    return strings[f"component.{DOMAIN}.issues.plan_expired.fix_flow.error.{key}"]


async def test_what_was_mended_is_tried_in_one_step(fix: Fix) -> None:
    """Without waiting for the end of the pause, and without leaving the page."""
    fix.home.cloud.end_plan()
    await fix.home.start()
    shown = await fix.open(issues(fix.home)[PLAN])
    assert (shown["type"], shown["step_id"]) == ("form", "confirm")
    assert shown["description_placeholders"]["service"] == "IoT Core"

    fix.home.cloud.recover()
    shown = await fix.submit()
    assert shown["type"] == "create_entry"
    assert issues(fix.home) == {}
    assert fix.home.entry.state is ConfigEntryState.LOADED
    assert fix.home.state(ACCESS) != "unavailable"


async def test_the_log_of_a_lock_is_tried_in_one_step(fix: Fix) -> None:
    """A service of which the trial has ended while all was well."""
    await fix.home.start()
    fix.home.cloud.fail_next(99, 28841102, path="door-lock")
    await fix.home.poll()
    assert fix.home.state(ACCESS) == "unavailable"
    await fix.open(issues(fix.home)["plan_expired_smart_lock"])
    fix.home.cloud.recover()
    assert (await fix.submit())["type"] == "create_entry"
    assert issues(fix.home) == {}
    assert fix.home.state(ACCESS) != "unavailable"


async def test_what_still_fails_says_so_and_can_be_tried_again(fix: Fix) -> None:
    """Tuya may need a day to take note; each try asks once."""
    fix.home.cloud.end_plan()
    await fix.home.start()
    await fix.open(issues(fix.home)[PLAN])
    for _ in range(2):
        before = tries(fix.home)
        shown = await fix.submit()
        assert shown["errors"] == {"base": "still_failing"}
        assert shown["description_placeholders"]["service"] == "IoT Core"
        assert tries(fix.home) == before + 1
        assert list(issues(fix.home)) == [PLAN]
    assert "still answers the same" in await error(fix, "still_failing")

    fix.home.cloud.recover()
    assert (await fix.submit())["type"] == "create_entry"


async def test_a_try_without_an_answer_is_no_success(fix: Fix) -> None:
    """The cloud is away at that moment."""
    fix.home.cloud.end_plan()
    await fix.home.start()
    await fix.open(issues(fix.home)[PLAN])
    fix.home.cloud.fail_next(9, "http_500")
    shown = await fix.submit()
    assert shown["errors"] == {"base": "not_asked"}
    assert "could not be asked" in await error(fix, "not_asked")

    fix.home.cloud.recover()
    assert (await fix.submit())["type"] == "create_entry"
    assert fix.home.entry.state is ConfigEntryState.LOADED


async def test_a_project_that_was_removed_cannot_be_tried(fix: Fix) -> None:
    """The dialog was open in another window."""
    fix.home.cloud.end_plan()
    await fix.home.start()
    await fix.open(issues(fix.home)[PLAN])
    await fix.home.hass.config_entries.async_remove(fix.home.entry.entry_id)
    shown = await fix.submit()
    assert (shown["type"], shown["reason"]) == ("abort", "not_set_up")


async def test_a_reload_by_hand_asks_once_at_once(home: Home) -> None:
    """Home Assistant's own tries wait for the end of the pause."""
    home.cloud.end_plan()
    await home.start()
    for _ in range(9):
        await home.poll(timedelta(minutes=1))
    assert tries(home) == 1

    await reload(home)
    assert tries(home) == 2
    assert home.entry.state is not ConfigEntryState.NOT_LOADED
    for _ in range(9):
        await home.poll(timedelta(minutes=1))
    assert tries(home) == 2

    home.cloud.recover()
    await reload(home)
    assert home.entry.state is ConfigEntryState.LOADED
    assert issues(home) == {}


async def test_a_file_that_was_set_aside_is_reported_until_it_is_read(fix: Fix) -> None:
    """Also after a restart, by when the new file can be read."""
    await fix.home.start()
    async_create_store_issue(fix.home.hass, fix.home.entry, "Front door")
    [issue] = issues(fix.home).values()
    assert issue.is_persistent
    title, description = await texts(fix.home, issue)
    assert title == "What was kept of Front door could not be read"
    assert "set aside under another name" in description
    shown = await fix.open(issue)
    assert (shown["type"], shown["step_id"]) == ("form", "confirm")
    assert (await fix.submit())["type"] == "create_entry"
    assert issues(fix.home) == {}

    async_create_store_issue(fix.home.hass, fix.home.entry, "Front door")
    await fix.home.hass.config_entries.async_remove(fix.home.entry.entry_id)
    assert issues(fix.home) == {}


async def test_a_lock_that_is_denied_is_reported_before_it_is_removed(fix: Fix) -> None:
    """By the name that it has here, with the day; it goes when Tuya shows it again."""
    await fix.home.start()
    lock_id = fix.home.cloud.find("Front door").id
    device = fix.home.entry.runtime_data.locks[lock_id].device
    until = datetime(2026, 12, 1, 12, tzinfo=UTC)
    async_create_denied_issue(fix.home.hass, fix.home.entry, device, until)
    issue = issues(fix.home)[f"lock_denied_{lock_id}"]
    assert issue.severity is ir.IssueSeverity.ERROR
    title, description = await texts(fix.home, issue)
    assert title == (
        "Front door will be removed on 2026-12-01: Tuya does not show it any more"
    )
    assert "Link App Account" in description

    await fix.home.entry.runtime_data.devices.async_refresh()
    assert issues(fix.home) == {}

    async_create_denied_issue(fix.home.hass, fix.home.entry, device, until)
    await fix.open(issues(fix.home)[f"lock_denied_{lock_id}"])
    assert (await fix.submit())["type"] == "create_entry"
    assert issues(fix.home) == {}
