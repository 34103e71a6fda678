"""The blueprint "Home from school"."""

from datetime import datetime, timedelta

import pytest

from .conftest import Automations, report


async def test_a_child_that_comes_home_is_reported_once_and_nobody_is_warned(
    automations: Automations,
) -> None:
    """Ana comes at half past one, and goes in and out."""
    home = automations.home
    await automations.use("home_from_school", child="person.ana")
    home.cloud.add_unlock("Front door")
    await home.poll()
    await automations.at("2026-11-23T13:30:00")
    home.cloud.add_unlock("Front door", "password", 3)
    home.cloud.add_unlock("Front door")
    await home.poll()
    home.cloud.add_unlock("Front door")
    await home.poll()
    await automations.at("2026-11-23T15:00:00")
    home.cloud.add_unlock("Front door")
    await home.poll()
    assert automations.messages == ["Ana came home at 13:30."]
    assert automations.sent[0].data["title"] == "Ana"


async def test_a_child_that_does_not_come_home_is_missed(
    automations: Automations,
) -> None:
    """And reported when it comes, once."""
    home = automations.home
    await automations.use(
        "home_from_school", child="person.ana", actions=report("home", "child", "when")
    )
    await automations.at("2026-11-23T14:59:00")
    assert automations.messages == []
    await automations.at("2026-11-23T15:00:00")
    await automations.at("2026-11-23T15:20:00")
    for _ in range(2):
        home.cloud.add_unlock("Front door")
        await home.poll()
    assert automations.messages == [
        "Ana has not come home by 15:00.",
        "Ana came home at 15:20.",
    ]
    assert automations.notified == [
        {"home": False, "child": "Ana", "when": "15:00"},
        {"home": True, "child": "Ana", "when": "15:20"},
    ]


async def test_the_log_is_asked_before_anybody_is_warned(
    automations: Automations,
) -> None:
    """Ana came a minute ago, and the next poll is far."""
    home = automations.home
    await automations.use("home_from_school", child="person.ana")
    await automations.at("2026-11-23T14:58:00")
    home.freezer.move_to("2026-11-23T13:59:00+00:00")
    home.cloud.add_unlock("Front door")
    await automations.at("2026-11-23T15:00:00")
    assert automations.messages == ["Ana came home at 14:59."]


async def test_a_child_is_missed_when_the_log_cannot_be_read(
    automations: Automations, caplog: pytest.LogCaptureFixture
) -> None:
    """Rather a warning too many."""
    home = automations.home
    await automations.use("home_from_school", child="person.ana")
    home.cloud.fail_next(99, "http_500")
    await automations.at("2026-11-23T15:00:00")
    assert automations.messages == ["Ana has not come home by 15:00."]
    caplog.clear()


async def test_a_late_report_of_today_prevents_the_warning(
    automations: Automations,
) -> None:
    """The lock uploads at four that Ana came at two."""
    home = automations.home
    await automations.use("home_from_school", child="person.ana")
    home.cloud.add_unlock(
        "Front door",
        occurred_at=datetime.fromisoformat("2026-11-23T14:00:00+01:00"),
        visible_at=datetime.fromisoformat("2026-11-23T16:00:00+01:00"),
    )
    await automations.at("2026-11-23T15:00:00")
    await automations.at("2026-11-23T16:01:00")
    assert home.types == ["late"]
    assert automations.messages == [
        "Ana has not come home by 15:00.",
        "Ana came home at 14:00.",
    ]


async def test_no_child_is_missed_on_a_day_without_school(
    automations: Automations,
) -> None:
    """On Saturday nobody gets a message."""
    home = automations.home
    await automations.use("home_from_school", child="person.ana")
    await automations.at("2026-11-28T13:30:00")
    home.cloud.add_unlock("Front door")
    await home.poll()
    await automations.at("2026-11-28T15:00:00")
    assert home.types == ["fingerprint"]
    assert automations.messages == []


async def test_attempts_are_no_child_at_the_door(automations: Automations) -> None:
    """They add up late, with a code that Tuya reads as Ana's."""
    home = automations.home
    await automations.use("home_from_school", child="person.ana", start="08:00:00")
    for _ in range(4):
        home.cloud.add_alarm("Front door", "wrong_password", person="Ana")
        home.freezer.tick(timedelta(seconds=1))
    await home.restart(off_for=timedelta(hours=1))
    assert home.types == ["late"] * 5
    assert home.events[-1].attributes["user"] == "Ana"
    assert automations.messages == []
