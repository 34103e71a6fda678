"""Real automations, as a user would write them."""

from datetime import timedelta
from typing import Any

import pytest

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.setup import async_setup_component

from .conftest import Home

ACCESS = "event.front_door_access"
ALARM = "event.front_door_alarm"


class Runs:
    """How often each automation has run, and for what."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Listen to what the automations of the test say."""
        self.data: list[dict[str, Any]] = []
        hass.bus.async_listen("automation_ran", self._ran)

    @callback
    def _ran(self, event: Event[dict[str, Any]]) -> None:
        self.data.append(dict(event.data))

    def of(self, name: str) -> list[str]:
        """Return what an automation was started for."""
        return [run["what"] for run in self.data if run["name"] == name]


def automation(name: str, what: str, **trigger: Any) -> dict[str, Any]:
    """Return an automation that says that it ran."""
    return {
        "id": name,
        "alias": name,
        "mode": "queued",
        "max": 100,
        "triggers": [trigger],
        "actions": [
            {"event": "automation_ran", "event_data": {"name": name, "what": what}}
        ],
    }


@pytest.fixture
async def runs(running: Home) -> Runs:
    """Set up automations on events, guarded states and sensors."""
    event_type = "{{ trigger.to_state.attributes.event_type }}"
    assert await async_setup_component(
        running.hass,
        "automation",
        {
            "automation": [
                automation(
                    "access received",
                    event_type,
                    trigger="event.received",
                    target={"entity_id": ACCESS},
                    options={"event_type": ["fingerprint", "password"]},
                ),
                automation(
                    "late received",
                    "{{ trigger.to_state.attributes.method }}",
                    trigger="event.received",
                    target={"entity_id": ACCESS},
                    options={"event_type": ["late"]},
                ),
                automation(
                    "duress received",
                    "{{ trigger.to_state.attributes.user }}",
                    trigger="event.received",
                    target={"entity_id": ALARM},
                    options={"event_type": ["duress"]},
                ),
                automation(
                    "access state",
                    event_type,
                    trigger="state",
                    entity_id=ACCESS,
                    not_from="unavailable",
                    not_to=["unavailable", "unknown"],
                ),
                automation(
                    "who",
                    "{{ trigger.to_state.state }}",
                    trigger="state",
                    entity_id="sensor.front_door_last_unlocked_by",
                    not_from="unavailable",
                    not_to="unavailable",
                ),
                automation(
                    "duress on",
                    "{{ trigger.to_state.state }}",
                    trigger="state",
                    entity_id="binary_sensor.front_door_duress",
                    to="on",
                ),
            ]
        },
    )
    return Runs(running.hass)


async def test_each_event_of_a_poll_starts_an_automation_once(
    running: Home, runs: Runs
) -> None:
    """Three rows between two polls, two of them alike."""
    now = running.cloud.clock.now()
    for seconds in (0, 20, 40):
        running.cloud.add_unlock(
            "Front door",
            "password" if seconds == 20 else "fingerprint",
            3 if seconds == 20 else 1,
            occurred_at=now + timedelta(seconds=seconds),
        )
    await running.poll()
    await running.poll()

    expected = ["fingerprint", "password", "fingerprint"]
    assert runs.of("access received") == expected
    assert runs.of("access state") == expected
    assert runs.of("who") == ["Ana", "Ben", "Ana"]


async def test_the_first_event_after_an_outage_starts_an_automation_once(
    running: Home, runs: Runs
) -> None:
    """And the recovery itself starts none."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.cloud.fail_next(99, "http_500")
    await running.poll()
    await running.poll()
    running.cloud.faults.clear()
    await running.poll()
    assert runs.of("access received") == ["fingerprint"]
    assert runs.of("access state") == ["fingerprint"]

    running.cloud.fail_next(99, "http_500")
    await running.poll()
    running.cloud.faults.clear()
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll()
    assert runs.of("access received") == ["fingerprint", "password"]
    assert runs.of("access state") == ["fingerprint", "password"]
    assert runs.of("who") == ["Ana", "Ben"]


async def test_the_past_starts_no_automation_for_the_present(
    running: Home, runs: Runs
) -> None:
    """No door opens because of yesterday."""
    running.cloud.add_unlock("Front door")
    await running.restart(off_for=timedelta(days=1))

    assert runs.of("access received") == []
    assert runs.of("late received") == ["fingerprint"]


async def test_a_duress_alarm_starts_its_automation_however_late(
    running: Home, runs: Runs
) -> None:
    """A person may still need help."""
    running.cloud.add_duress("Front door", "fingerprint", 2)
    await running.restart(off_for=timedelta(hours=5))

    assert runs.of("duress received") == ["Ben"]
    assert runs.of("duress on") == ["on"]
    assert runs.of("access received") == []
