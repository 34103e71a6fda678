"""What only the owner can cure is shown as a repair, and goes by itself."""

import asyncio
from datetime import timedelta

import pytest

from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component
from homeassistant.util.hass_dict import HassKey

from .conftest import Home, front_door, mock_entry

ACCESS = "event.front_door_access"
AN_HOUR_LATER = timedelta(hours=1, seconds=1)


def issues(home: Home) -> dict[str, ir.IssueEntry]:
    """Return the repairs that are shown, without the entry in their ids."""
    return {
        issue.issue_id.removeprefix(f"{home.entry.entry_id}_"): issue
        for issue in ir.async_get(home.hass).issues.values()
        if issue.domain == DOMAIN and issue.active
    }


async def texts(home: Home, issue: ir.IssueEntry) -> tuple[str, str]:
    """Return title and description as a user reads them."""
    strings = await async_get_translations(home.hass, "en", "issues", [DOMAIN])
    key = f"component.{DOMAIN}.issues.{issue.translation_key}"
    names = issue.translation_placeholders or {}
    return (
        strings[f"{key}.title"].format(**names),
        strings[f"{key}.description"].format(**names),
    )


@pytest.fixture
async def in_use(home: Home) -> Home:
    """Return a running home whose lock was opened before."""
    home.cloud.add_unlock("Front door")
    await home.start()
    return home


async def test_an_expired_plan_is_a_repair_until_it_is_extended(in_use: Home) -> None:
    """It names the service, and links to the console and to the help."""
    in_use.cloud.fail_next(99, 28841102, path="door-lock")
    await in_use.poll()
    assert list(issues(in_use)) == ["plan_expired_smart_lock"]
    issue = issues(in_use)["plan_expired_smart_lock"]
    assert issue.severity is ir.IssueSeverity.ERROR
    assert issue.is_fixable is False
    assert issue.learn_more_url == (
        "https://github.com/tuya-door-lock/home-assistant-tuya-door-lock"
        "#troubleshooting"
    )
    title, description = await texts(in_use, issue)
    assert title == "Smart Lock Open Service has ended"
    assert "[Tuya's console](https://platform.tuya.com)" in description

    in_use.cloud.recover()
    await in_use.poll(AN_HOUR_LATER)
    assert issues(in_use) == {}
    assert in_use.state(ACCESS) != "unavailable"


async def test_every_text_can_be_read(in_use: Home) -> None:
    """No placeholder of a repair stays unfilled."""
    in_use.hass.config_entries.async_update_entry(
        in_use.entry, options={"plan_end": "2026-11-30"}
    )
    seen = set()
    for fault in (1106, 1114, 2007, 28841101, 28841102, 28841104, 28841105):
        in_use.cloud.fail_next(1, fault, path="associated-users")
        await in_use.poll(timedelta(hours=7))
        for issue in issues(in_use).values():
            seen.add(issue.translation_key)
            assert "{" not in "".join(await texts(in_use, issue))
    assert seen == {
        "account_not_linked",
        "ip_not_allowed",
        "plan_ends",
        "plan_expired",
        "quota_used_up",
        "service_not_authorized",
        "service_not_subscribed",
        "wrong_data_center",
    }


async def test_a_set_up_that_fails_shows_its_repair(home: Home) -> None:
    """The entry waits for a retry, and the repair goes with the one that works."""
    home.cloud.end_plan()
    await home.start()
    assert home.entry.state.value == "setup_retry"
    assert list(issues(home)) == ["plan_expired_iot_core"]

    home.cloud.recover()
    await home.poll(timedelta(minutes=11))
    assert home.entry.state is ConfigEntryState.LOADED
    assert issues(home) == {}


async def test_a_set_up_that_cannot_reach_tuya_shows_none(home: Home) -> None:
    """That passes by itself; the entry says why it waits."""
    home.cloud.fail_next(99, "http_500")
    await home.start()
    assert home.entry.state is ConfigEntryState.SETUP_RETRY
    assert issues(home) == {}


async def test_an_account_without_locks_is_to_be_linked(in_use: Home) -> None:
    """The list and the lock report one repair, and both must work for it to go."""
    in_use.cloud.unlink_account()
    await in_use.poll(in_use.list_interval)
    await in_use.poll()
    assert list(issues(in_use)) == ["account_not_linked"]

    in_use.cloud.recover()
    await in_use.poll(timedelta(hours=1, minutes=1))
    await in_use.poll(timedelta(hours=1, minutes=1))
    assert issues(in_use) == {}


async def test_a_fault_of_two_locks_stays_while_one_has_it(in_use: Home) -> None:
    """The lock that works says nothing about the other."""
    back_door = in_use.cloud.add_lock(front_door("Back door"))
    in_use.cloud.add_unlock(back_door)
    await in_use.poll(in_use.list_interval)
    in_use.cloud.fail_next(99, 1106, path=f"{back_door.id}/door-lock")
    await in_use.poll(timedelta(minutes=15))
    assert in_use.state(ACCESS) != "unavailable"
    assert in_use.state("event.back_door_access") == "unavailable"
    assert list(issues(in_use)) == ["account_not_linked"]
    await in_use.poll(timedelta(minutes=15))
    assert list(issues(in_use)) == ["account_not_linked"]

    in_use.cloud.remove_lock(back_door)
    await in_use.poll(in_use.list_interval)
    assert issues(in_use) == {}


async def test_a_part_of_the_log_that_is_refused_is_a_repair_too(in_use: Home) -> None:
    """The unlocks can be read, the alarms not."""
    in_use.cloud.fail_next(99, 28841105, path="alarm-logs")
    await in_use.poll()
    assert in_use.state(ACCESS) != "unavailable"
    assert in_use.state("event.front_door_alarm") == "unavailable"
    assert list(issues(in_use)) == ["service_not_authorized_smart_lock"]

    in_use.cloud.recover()
    await in_use.poll(AN_HOUR_LATER)
    assert issues(in_use) == {}


async def test_another_fault_takes_the_place_of_the_first(in_use: Home) -> None:
    """A failure that passes by itself leaves it: it is no cure."""
    in_use.cloud.fail_next(1, 28841104, path="associated-users")
    await in_use.poll(in_use.list_interval)
    assert list(issues(in_use)) == ["quota_used_up"]
    in_use.cloud.fail_next(1, "http_500", path="associated-users")
    await in_use.poll(timedelta(hours=7))
    assert list(issues(in_use)) == ["quota_used_up"]
    in_use.cloud.fail_next(1, 28841107, path="associated-users")
    await in_use.poll(timedelta(hours=7))
    assert list(issues(in_use)) == ["wrong_data_center"]
    await in_use.poll(timedelta(hours=7))
    assert issues(in_use) == {}


async def test_a_lock_without_a_log_is_named(home: Home) -> None:
    """It says what was tried, and goes when the lock answers."""
    lock = home.cloud.find("Front door")
    working = lock.abilities
    lock.abilities = front_door(open_logs=(), alarm_logs=()).abilities
    await home.start()
    assert home.state(ACCESS) == "unavailable"
    issue = issues(home)[f"no_log_{lock.id}"]
    title, description = await texts(home, issue)
    assert title == "Front door shows no log"
    for tried in ("records", "open-logs", "alarm-logs", "Smart Lock Open Service"):
        assert tried in description

    lock.abilities = working
    await home.poll(timedelta(hours=13))
    assert home.state(ACCESS) == "unknown"
    assert issues(home) == {}


async def test_a_lock_without_a_log_that_goes_takes_its_repair_along(
    in_use: Home,
) -> None:
    """The other lock goes on."""
    cellar = in_use.cloud.add_lock(front_door("Cellar", open_logs=(), alarm_logs=()))
    await in_use.poll(in_use.list_interval)
    assert list(issues(in_use)) == [f"no_log_{cellar.id}"]

    in_use.cloud.remove_lock(cellar)
    await in_use.poll(in_use.list_interval)
    assert issues(in_use) == {}


async def test_a_lock_without_a_log_that_is_disabled_needs_no_repair(
    home: Home,
) -> None:
    """The repair says so itself."""
    lock = home.cloud.find("Front door")
    lock.abilities = front_door(open_logs=(), alarm_logs=()).abilities
    await home.start()
    assert list(issues(home)) == [f"no_log_{lock.id}"]

    registry = dr.async_get(home.hass)
    device = registry.async_get_device_by_identifier(
        (DOMAIN, lock.id), home.entry.entry_id
    )
    assert device is not None
    registry.async_update_device(device.id, disabled_by=dr.DeviceEntryDisabler.USER)
    await home.poll(timedelta(seconds=31))
    await home.poll(home.list_interval)
    assert issues(home) == {}


async def test_a_plan_that_ends_soon_is_a_warning(home: Home) -> None:
    """From 14 days before the day that the user has noted; today is November 23."""
    home.entry = mock_entry(home.entry.data["base_url"], plan_end="2026-12-08")
    await home.start()
    await home.hass.config.async_set_time_zone("UTC")
    # 15 days to go, and an hour left of the first of them.
    await home.poll(timedelta(hours=15))
    assert issues(home) == {}
    await home.poll(home.list_interval)
    assert list(issues(home)) == ["plan_ends"]
    issue = issues(home)["plan_ends"]
    assert issue.severity is ir.IssueSeverity.WARNING
    title, description = await texts(home, issue)
    assert title == "The plan of Tuya ends on 2026-12-08"
    assert "extend the trial of each service" in description

    home.hass.config_entries.async_update_entry(
        home.entry, options={"plan_end": "2027-05-08"}
    )
    await home.poll(home.list_interval)
    assert issues(home) == {}


async def test_a_plan_that_has_ended_is_not_about_to_end(home: Home) -> None:
    """One repair says it; the warning is there again if the date was not changed."""
    home.entry = mock_entry(home.entry.data["base_url"], plan_end="2026-11-24")
    home.cloud.end_plan()
    await home.start()
    assert list(issues(home)) == ["plan_expired_iot_core"]
    home.cloud.recover()
    await home.poll(timedelta(minutes=11))
    assert list(issues(home)) == ["plan_ends"]


async def test_a_plan_that_ends_soon_is_told_while_nothing_works(home: Home) -> None:
    """The date does not depend on what Tuya answers."""
    home.entry = mock_entry(home.entry.data["base_url"], plan_end="2026-11-24")
    home.cloud.fail_next(99, "http_500")
    await home.start()
    assert list(issues(home)) == ["plan_ends"]


async def test_unloading_and_removing_take_the_repairs_along(home: Home) -> None:
    """Also those of an entry that waits for its next attempt."""
    home.cloud.end_plan()
    await home.start()
    assert issues(home)
    await home.hass.config_entries.async_set_disabled_by(
        home.entry.entry_id, ConfigEntryDisabler.USER
    )
    assert issues(home) == {}
    await home.hass.config_entries.async_set_disabled_by(home.entry.entry_id, None)
    await home.poll(timedelta(minutes=11))
    assert issues(home)
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert issues(home) == {}
    assert home.hass.data[HassKey[dict[str, object]](f"{DOMAIN}_faults")] == {}


async def test_a_reload_keeps_the_repair_of_what_still_fails(in_use: Home) -> None:
    """Unloaded it is gone, loaded it is found again."""
    in_use.cloud.fail_next(99, 28841101, path="door-lock")
    await in_use.poll()
    assert list(issues(in_use)) == ["service_not_subscribed_smart_lock"]
    await in_use.hass.config_entries.async_unload(in_use.entry.entry_id)
    assert issues(in_use) == {}
    await in_use.hass.config_entries.async_setup(in_use.entry.entry_id)
    await in_use.settle()
    assert list(issues(in_use)) == ["service_not_subscribed_smart_lock"]


@pytest.mark.parametrize("path", [None, "door-lock", "associated-users"])
async def test_a_poll_that_ends_after_unloading_shows_nothing(
    in_use: Home, path: str | None
) -> None:
    """The cloud was slow to answer, or to refuse."""
    if path:
        in_use.cloud.fail_next(99, 28841101, path=path)
    in_use.hass.config_entries.async_update_entry(
        in_use.entry, options={"plan_end": "2026-11-24"}
    )
    project = in_use.entry.runtime_data
    polls = [
        in_use.hass.async_create_task(coordinator.async_refresh())
        for coordinator in (project, *project.data.values())
    ]
    await in_use.hass.config_entries.async_unload(in_use.entry.entry_id)
    await asyncio.gather(*polls)
    assert issues(in_use) == {}


async def test_home_assistants_page_of_repairs_takes_them(
    in_use: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """The platform is valid although nothing can be fixed from there."""
    assert await async_setup_component(in_use.hass, "repairs", {})
    in_use.cloud.fail_next(1, 1114, path="associated-users")
    await in_use.poll(in_use.list_interval)
    assert list(issues(in_use)) == ["ip_not_allowed"]
    assert "Invalid repairs platform" not in caplog.text
