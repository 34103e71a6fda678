"""The blueprint "The battery of a lock is low"."""

from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.common import mock_restore_cache

from homeassistant.core import HomeAssistant, State

from .conftest import Automations


async def test_a_low_battery_is_reported_once_a_day(automations: Automations) -> None:
    """The lock says so at every opening."""
    home = automations.home
    await automations.use("low_battery")
    for _ in range(3):
        home.cloud.add_alarm("Front door", "low_battery")
        await home.poll()
    await automations.at("2026-11-23T18:00:00")
    assert automations.messages == ["The battery is low. Change it soon."]

    await automations.at("2026-11-24T00:05:00")
    home.cloud.add_alarm("Front door", "low_battery")
    await home.poll()
    assert len(automations.messages) == 2


async def test_two_low_batteries_of_one_poll_are_reported_once(
    automations: Automations,
) -> None:
    """Minutes apart, so that they are no burst."""
    home = automations.home
    await automations.use("low_battery")
    for minutes in (0, 5):
        home.cloud.add_alarm(
            "Front door",
            "low_battery",
            occurred_at=home.cloud.clock.now() + timedelta(minutes=minutes),
        )
    await home.poll()
    assert home.types == ["low_battery", "low_battery"]
    assert len(automations.messages) == 1


@pytest.fixture
def morning_run(hass: HomeAssistant) -> None:
    """Let Home Assistant remember that the automation has run this morning."""
    at = {"last_triggered": "2026-11-23T07:00:00+00:00"}
    mock_restore_cache(hass, [State("automation.low_battery", "on", at)])


@pytest.mark.usefixtures("morning_run")
async def test_a_low_battery_is_not_reported_again_after_a_restart(
    automations: Automations,
) -> None:
    """Once a day means so."""
    await automations.use("low_battery")
    automations.home.cloud.add_alarm("Front door", "low_battery")
    await automations.home.poll()
    assert automations.messages == []


@pytest.mark.parametrize(
    ("status", "messages"),
    [
        ({"residual_electricity": 19}, ["The battery is low (19 %). Change it soon."]),
        ({"battery_state": "low"}, ["The battery is low. Change it soon."]),
        ({"residual_electricity": 20}, []),
        ({"residual_electricity": -1}, []),
        ({"battery_state": "high"}, []),
        ({}, []),
    ],
)
async def test_a_battery_is_looked_at_once_a_day(
    automations: Automations, status: dict[str, int | str], messages: list[str]
) -> None:
    """At six in the evening, unless the owner wants it otherwise."""
    home = automations.home
    home.cloud.find("Front door").status.update(status)
    await home.poll(home.list_interval)
    await automations.use("low_battery")
    await automations.at("2026-11-23T17:59:00")
    assert automations.messages == []
    await automations.at("2026-11-23T18:00:00")
    assert automations.messages == messages
    await automations.at("2026-11-24T18:00:00")
    assert automations.messages == messages * 2
