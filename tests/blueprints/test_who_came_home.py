"""The blueprint "Tell me who came home"."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.tuya_door_lock.people.persons import Assignee

from ..conftest import front_door
from ..persons import give
from .conftest import Automations, device_id, report


async def test_everybody_who_comes_with_one_poll_is_reported(
    automations: Automations,
) -> None:
    """Three rows between two polls, two of them alike, and a finger without a name."""
    await automations.use("who_came_home")
    cloud = automations.home.cloud
    now = cloud.clock.now()
    for minutes, method, slot in (
        (0, "fingerprint", 1),
        (1, "password", 3),
        (2, "fingerprint", 1),
        (3, "fingerprint", 9),
    ):
        cloud.add_unlock(
            "Front door", method, slot, occurred_at=now + timedelta(minutes=minutes)
        )
    await automations.home.poll()
    assert automations.messages == [
        "Ana came in at 09:00.",
        "Ben came in at 09:01.",
        "Ana came in at 09:02.",
        "Fingerprint 9 came in at 09:03.",
    ]
    assert {call.data["title"] for call in automations.sent} == {"Front door"}


@pytest.mark.parametrize(
    "inputs",
    [{"people": ["person.ben"]}, {"names": ["ben"]}, {"names": ["Cleo", "Ben"]}],
)
async def test_only_accesses_of_chosen_persons_are_reported(
    automations: Automations, inputs: dict[str, Any]
) -> None:
    """By their person, or by a name in any spelling."""
    automations.hass.states.async_set("person.ben", "home", {"friendly_name": "Ben"})
    await automations.use("who_came_home", **inputs)
    cloud = automations.home.cloud
    cloud.add_unlock("Front door")
    cloud.add_unlock("Front door", "password", 3)
    cloud.add_unlock("Front door", "fingerprint", 9)
    await automations.home.poll()
    assert automations.messages == ["Ben came in at 09:00."]


async def test_those_who_open_together_are_reported_together(
    automations: Automations,
) -> None:
    """Only some locks ask for two fingers."""
    home = automations.home
    home.cloud.add_lock(
        front_door("Safe", open_logs=(), alarm_logs=(), records=("snake_case",))
    )
    home.cloud.add_unlock("Safe")
    await home.poll(home.list_interval)
    await automations.use(
        "who_came_home", locks=[device_id(home, "Safe")], names=["Ben"]
    )
    home.cloud.add_unlock("Safe")
    home.cloud.add_unlock("Safe", "double", None, participants=["Ana", "Ben"])
    await home.poll()
    assert automations.messages == ["Ana, Ben came in at 10:00."]


async def test_a_person_is_recognized_by_what_the_options_say(
    automations: Automations,
) -> None:
    """Also where the app has another name for them."""
    home = automations.home
    automations.hass.states.async_set("person.b", "home", {"friendly_name": "Benny"})
    give(home, Assignee("Benny", "person.b"), "password:3")
    await automations.use("who_came_home", people=["person.b"])
    home.cloud.add_unlock("Front door")
    home.cloud.add_unlock("Front door", "password", 3)
    await home.poll()
    assert automations.messages == ["Benny came in at 09:00."]


@pytest.mark.parametrize(("remote", "messages"), [(False, 0), (True, 2)])
async def test_openings_from_anywhere_are_reported_only_if_wanted(
    automations: Automations, remote: bool, messages: int
) -> None:
    """Whoever uses the app may be far away."""
    await automations.use("who_came_home", remote=remote)
    for method in ("app", "phone_remote"):
        automations.home.cloud.add_unlock("Front door", method, None, person="Ana")
    await automations.home.poll()
    assert len(automations.messages) == messages


@pytest.mark.parametrize(
    ("start", "end", "notified"),
    [
        ("22:00:00", "07:00:00", True),
        ("22:00:00", "09:30:00", False),
        ("09:00:00", "09:30:00", False),
        ("09:30:00", "10:00:00", True),
        ("09:00:00", "09:00:00", True),
    ],
)
async def test_quiet_hours_are_quiet(
    automations: Automations, start: str, end: str, notified: bool
) -> None:
    """The poll comes at 9:14."""
    await automations.use(
        "who_came_home", quiet_from=start, quiet_to=end, actions=report()
    )
    automations.home.cloud.add_unlock("Front door")
    await automations.home.poll()
    assert bool(automations.messages) == notified
    assert bool(automations.notified) == notified


async def test_late_accesses_are_reported_as_such_if_wanted(
    automations: Automations,
) -> None:
    """With the day, where it was another one."""
    await automations.use(
        "who_came_home", late=True, actions=report("who", "method", "late", "lock")
    )
    home = automations.home
    home.cloud.add_unlock("Front door")
    home.cloud.add_unlock("Front door", "app", None, person="Ben")
    for _ in range(4):
        home.cloud.add_alarm("Front door", "wrong_password", person="Ben")
        home.freezer.tick(timedelta(seconds=1))
    await home.restart(off_for=timedelta(hours=5))
    # Each access and attempt, and that the attempts have added up.
    assert home.types == ["late"] * 7
    assert automations.messages == ["Ana came in at 09:00. The lock reported it late."]
    assert automations.notified == [
        {"who": "Ana", "method": "fingerprint", "late": True, "lock": "Front door"}
    ]
    # Nobody has used this card before, which is a late event of its own.
    home.cloud.add_unlock("Front door", "card", 5, person="Ben")
    await home.restart(off_for=timedelta(days=1))
    assert automations.messages[1:] == [
        "Ben came in at 2026-11-23 14:00. The lock reported it late."
    ]


async def test_the_message_can_be_in_any_language(automations: Automations) -> None:
    """With the variables that the form names."""
    await automations.use(
        "who_came_home", message="{{ who }} ist um {{ when }} gekommen ({{ method }})."
    )
    automations.home.cloud.add_unlock("Front door")
    await automations.home.poll()
    assert automations.messages == ["Ana ist um 09:00 gekommen (fingerprint)."]


async def test_only_accesses_at_chosen_locks_are_reported(
    automations: Automations,
) -> None:
    """The neighbors have one, too."""
    home = automations.home
    home.cloud.add_lock(front_door("Back door"))
    await home.poll(home.list_interval)
    await automations.use("who_came_home")
    home.cloud.add_unlock("Back door")
    await home.poll()
    assert home.types == ["fingerprint"]
    assert automations.messages == []
