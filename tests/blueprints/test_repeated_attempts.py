"""The blueprint "Somebody keeps trying to get in"."""

from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from homeassistant.exceptions import HomeAssistantError

from .conftest import Automations, report
from .test_each import attempts


async def test_repeated_attempts_are_reported_with_their_number_and_a_picture(
    automations: Automations,
) -> None:
    """Four wrong codes; a fifth makes no second message."""
    snapshots = async_mock_service(automations.hass, "camera", "snapshot")
    await automations.use(
        "repeated_attempts",
        cameras=["camera.porch"],
        actions=report("count", "method", "lock"),
    )
    cloud = automations.home.cloud
    now = cloud.clock.now()
    for seconds in (0, 20, 40, 60, 80):
        cloud.add_attempt("Front door", occurred_at=now + timedelta(seconds=seconds))
    await automations.home.poll()
    assert automations.messages == [
        "Somebody was refused 4 times, the last time at 09:01."
    ]
    assert [call.data for call in snapshots] == [
        {
            "entity_id": ["camera.porch"],
            "filename": "/media/tuya_door_lock/2026-11-23_09-14-00_porch.jpg",
        }
    ]
    assert automations.notified == [
        {"count": 4, "method": "password", "lock": "Front door"}
    ]


async def test_attempts_are_reported_when_the_camera_is_off(
    automations: Automations, caplog: pytest.LogCaptureFixture
) -> None:
    """The message matters more."""
    async_mock_service(
        automations.hass,
        "camera",
        "snapshot",
        raise_exception=HomeAssistantError("off"),
    )
    await automations.use("repeated_attempts", cameras=["camera.porch"])
    attempts(automations.home, 0)
    await automations.home.poll()
    assert len(automations.messages) == 1
    caplog.clear()
