"""What holds for each blueprint."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, NamedTuple

import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError

from ..conftest import Home
from .conftest import NAMES, NOTIFIERS, Automations, report


class Case(NamedTuple):
    """What a blueprint is for, and how many messages it sends."""

    happen: Callable[[Home, int], object]
    again: int = 2
    """After the second time."""

    late: int = 0
    inputs: dict[str, Any] = {}


def attempts(home: Home, _: int) -> None:
    """Let a person fail four times."""
    now = home.cloud.clock.now()
    for seconds in range(4):
        home.cloud.add_attempt(
            "Front door", occurred_at=now + timedelta(seconds=seconds)
        )


CASES: Final = {
    "door_left_open": Case(
        lambda home, _: home.cloud.add_alarm("Front door", "unclosed_time")
    ),
    "duress": Case(
        lambda home, _: home.cloud.add_duress("Front door"),
        late=1,
        inputs={"people": ["person.ana"]},
    ),
    "home_from_school": Case(
        lambda home, _: home.cloud.add_unlock("Front door"),
        again=1,
        inputs={"child": "person.ana", "start": "08:00:00", "expected": "08:30:00"},
    ),
    "low_battery": Case(
        lambda home, _: home.cloud.add_alarm("Front door", "low_battery"),
        again=1,
        late=1,
    ),
    "new_credential": Case(
        lambda home, slot: home.cloud.add_unlock("Front door", slot=slot), late=1
    ),
    "repeated_attempts": Case(attempts),
    "somebody_rings": Case(lambda home, _: home.cloud.add_ring("Front door")),
    "who_came_home": Case(lambda home, _: home.cloud.add_unlock("Front door")),
}


@pytest.mark.parametrize("name", NAMES)
async def test_what_happened_is_reported_once_whatever_happens_to_home_assistant(
    automations: Automations, name: str
) -> None:
    """And what happens during an outage is reported when it is over."""
    home, case = automations.home, CASES[name]
    await automations.use(name, **case.inputs)
    case.happen(home, 7)
    await home.poll()
    assert len(automations.sent) == 1
    assert automations.sent[0].data["entity_id"] == NOTIFIERS

    await home.poll()
    await home.restart()
    await automations.turn("off")
    await automations.turn("on")
    home.cloud.fail_next(99, "http_500")
    await home.poll()
    home.cloud.recover()
    await home.poll()
    assert len(automations.sent) == 1

    home.cloud.fail_next(99, "http_500")
    await home.poll()
    home.cloud.recover()
    case.happen(home, 8)
    await home.poll()
    assert len(automations.sent) == case.again


@pytest.mark.parametrize("name", ["duress", "new_credential", "who_came_home"])
async def test_each_of_several_that_come_with_one_poll_is_reported(
    automations: Automations, name: str
) -> None:
    """While the user's own actions for the one before still run."""
    home, case = automations.home, CASES[name]

    async def take_a_moment(_: ServiceCall) -> None:
        await asyncio.sleep(0)

    home.hass.services.async_register("test", "wait", take_a_moment)
    actions = [{"action": "test.wait"}, *report()]
    await automations.use(name, **case.inputs | {"actions": actions})
    for slot in (7, 8, 9):
        case.happen(home, slot)
        home.freezer.tick(timedelta(seconds=10))
    await home.poll()
    assert len(automations.sent) == len(automations.notified) == 3


@pytest.mark.parametrize("name", NAMES)
async def test_the_past_is_reported_only_where_the_blueprint_says_so(
    automations: Automations, name: str
) -> None:
    """Home Assistant was off until five in the morning."""
    home, case = automations.home, CASES[name]
    await automations.use(name, **case.inputs)
    case.happen(home, 7)
    await home.restart(off_for=timedelta(hours=20))
    assert len(automations.sent) == case.late


@pytest.mark.parametrize("name", NAMES)
async def test_what_it_is_not_for_is_not_reported(
    automations: Automations, name: str
) -> None:
    """Neither now nor late: rings, alarms and accesses of another kind."""
    home, case = automations.home, CASES[name]
    await automations.use(name, **case.inputs)

    def happen() -> None:
        for other in ("inside", "offline_clear"):
            home.cloud.add_unlock("Front door", other, None, person="Ana")
        home.cloud.add_alarm("Front door", "pry")
        home.cloud.add_attempt("Front door")
        if name != "somebody_rings":
            home.cloud.add_ring("Front door")

    happen()
    await home.poll()
    # The first ring enables the doorbell, and Home Assistant reloads the entry.
    await home.poll(timedelta(seconds=31))
    happen()
    await home.restart(off_for=timedelta(hours=19))
    assert {event.event_type for event in home.events} > {"inside", "pry", "late"}
    assert automations.messages == []


@pytest.mark.parametrize("name", NAMES)
async def test_actions_of_the_users_own_run_with_and_without_a_message(
    automations: Automations, name: str
) -> None:
    """Nobody has to choose whom to notify."""
    home, case = automations.home, CASES[name]
    await automations.use(name, **case.inputs | {"notify": [], "actions": report()})
    case.happen(home, 7)
    await home.poll()
    assert automations.messages == []
    assert len(automations.notified) == 1


@pytest.mark.parametrize("name", NAMES)
async def test_actions_of_the_users_own_run_when_the_message_cannot_be_sent(
    automations: Automations, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The phone is gone."""
    home, case = automations.home, CASES[name]
    async_mock_service(
        home.hass, "notify", "send_message", raise_exception=HomeAssistantError("gone")
    )
    await automations.use(name, **case.inputs | {"actions": report()})
    case.happen(home, 7)
    await home.poll()
    assert len(automations.notified) == 1
    caplog.clear()
