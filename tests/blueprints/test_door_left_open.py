"""The blueprint "The door was left open"."""

from datetime import timedelta

import pytest

from .conftest import Automations, report


@pytest.mark.parametrize("notify_end", [True, False])
async def test_a_door_left_open_is_reported_at_the_beginning_and_at_the_end(
    automations: Automations, notify_end: bool
) -> None:
    """The lock repeats it every 20 seconds."""
    await automations.use(
        "door_left_open", notify_end=notify_end, actions=report("over")
    )
    cloud = automations.home.cloud
    now = cloud.clock.now()
    for seconds in (0, 20, 40, 60):
        cloud.add_alarm(
            "Front door",
            "unclosed_time",
            occurred_at=now + timedelta(seconds=seconds),
            visible_at=now + timedelta(seconds=seconds),
        )
    await automations.home.poll()
    assert (
        automations.messages
        == [
            "The door is open. The lock reported it at 09:00.",
            "The door is no longer reported open. The lock reported it 4 times, the"
            " last time at 09:01.",
        ][: 1 + notify_end]
    )
    assert automations.notified == [{"over": False}, {"over": True}][: 1 + notify_end]


async def test_a_door_that_is_reported_open_once_has_no_end(
    automations: Automations,
) -> None:
    """Nobody knows when it was closed."""
    await automations.use("door_left_open")
    automations.home.cloud.add_alarm("Front door", "unclosed_time")
    for _ in range(3):
        await automations.home.poll()
    assert automations.messages == ["The door is open. The lock reported it at 09:00."]
