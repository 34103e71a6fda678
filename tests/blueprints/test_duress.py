"""The blueprint "Call for help, unseen"."""

from datetime import timedelta
from typing import Final

import pytest

from custom_components.tuya_door_lock.const import CONF_PRIVACY
from custom_components.tuya_door_lock.people.persons import Assignee

from ..persons import give
from .conftest import Automations, Household, report

EVERYBODY: Final = ["person.ana", "person.ben", "person.carla"]


async def test_duress_is_reported_to_all_but_whoever_was_forced(
    automations: Automations, household: Household
) -> None:
    """Ben's finger: Ana's phone sounds, also if it is silent."""
    await automations.use("duress", people=EVERYBODY, notify=[])
    automations.home.cloud.add_duress("Front door", "fingerprint", 2)
    await automations.home.poll()
    assert household.notified == ["Ana's phone"]
    (call,) = household.calls["Ana's phone"]
    assert call.data == {
        "title": "Front door",
        "message": "Ben opened Front door under duress at 09:00. Do not call. Get help.",
        "data": {
            "tag": automations.home.events[-1].attributes["record_id"],
            "ttl": 0,
            "priority": "high",
            "channel": "alarm_stream",
            "push": {"sound": {"name": "default", "critical": 1, "volume": 1.0}},
        },
    }


async def test_duress_is_reported_on_every_phone_of_a_person(
    automations: Automations, household: Household
) -> None:
    """Ana's finger."""
    await automations.use("duress", people=EVERYBODY, notify=[])
    automations.home.cloud.add_duress("Front door", "fingerprint", 1)
    await automations.home.poll()
    assert household.notified == ["Ben's old phone", "Ben's phone"]


async def test_duress_does_nothing_at_the_door(
    automations: Automations, household: Household
) -> None:
    """All that is called are the phones, and what the owner has chosen."""
    called: list[str] = []
    automations.hass.bus.async_listen(
        "call_service",
        lambda event: called.append(f"{event.data['domain']}.{event.data['service']}"),
    )
    await automations.use("duress", people=EVERYBODY)
    called.clear()
    automations.home.cloud.add_duress("Front door")
    await automations.home.poll()
    assert sorted(called) == ["notify.mobile_app_ana_s_phone", "notify.send_message"]


async def test_others_are_alerted_to_duress_whoever_it_was(
    automations: Automations, household: Household
) -> None:
    """The neighbor has another kind of notification, and the owner actions."""
    await automations.use(
        "duress", people=["person.ben"], actions=report("who", "late")
    )
    automations.home.cloud.add_duress("Front door", "fingerprint", 2)
    await automations.home.poll()
    assert household.notified == []
    assert automations.messages == [
        "Ben opened Front door under duress at 09:00. Do not call. Get help."
    ]
    assert automations.notified == [{"who": "Ben", "late": False}]


async def test_duress_is_reported_however_late(
    automations: Automations, household: Household
) -> None:
    """With the day."""
    await automations.use("duress", people=EVERYBODY, actions=report("late"))
    automations.home.cloud.add_duress("Front door")
    await automations.home.restart(off_for=timedelta(days=1))
    assert household.notified == ["Ana's phone"]
    assert automations.messages == [
        "Ben opened Front door under duress at 2026-11-23 09:00. Do not call. Get help."
    ]
    assert automations.notified == [{"late": True}]


@pytest.mark.parametrize(
    ("unknown", "notified"),
    [(True, ["Ana's phone", "Ben's old phone", "Ben's phone"]), (False, [])],
)
@pytest.mark.parametrize("privacy", ["names", "initials", "none"])
async def test_the_owner_decides_if_nobody_knows_who_was_forced(
    automations: Automations,
    household: Household,
    unknown: bool,
    notified: list[str],
    privacy: str,
) -> None:
    """A finger that nobody has named, or whose name is not to be shown."""
    home = automations.home
    automations.hass.config_entries.async_update_entry(
        home.entry, options={CONF_PRIVACY: privacy}
    )
    await home.restart()
    await automations.use("duress", people=EVERYBODY, unknown=unknown)
    slot = 7 if privacy == "names" else 2
    home.cloud.add_duress("Front door", "fingerprint", slot)
    await home.poll()
    assert household.notified == notified
    assert len(automations.messages) == 1


async def test_all_are_alerted_when_a_person_who_is_not_chosen_was_forced(
    automations: Automations, household: Household
) -> None:
    """Ben is known, though nobody notifies him."""
    await automations.use("duress", people=["person.ana"], unknown=False)
    automations.home.cloud.add_duress("Front door", "fingerprint", 2)
    await automations.home.poll()
    assert household.notified == ["Ana's phone"]


async def test_only_phones_that_can_sound_and_nobody_at_the_door_has_get_duress(
    automations: Automations, household: Household
) -> None:
    """The phone of the house may be in the wrong hands."""
    shared = household.phone("Shared phone")
    mute = household.phone("Mute phone", push=False)
    other = household.phone("Other app", integration="other")
    household.person("Ben", shared)
    household.person("Carla", shared, mute, other, household.phone("Carla's phone"))
    await automations.use("duress", people=EVERYBODY)
    automations.home.cloud.add_duress("Front door", "fingerprint", 2)
    await automations.home.poll()
    assert household.notified == ["Ana's phone", "Carla's phone"]


async def test_a_person_of_another_name_is_recognized_in_duress(
    automations: Automations, household: Household
) -> None:
    """The options say whose finger it is."""
    home = automations.home
    benny = household.person("Benny", household.phone("Benny's phone"))
    give(home, Assignee("Benny", benny), "fingerprint:2")
    await automations.use("duress", people=["person.ana", benny])
    home.cloud.add_duress("Front door", "fingerprint", 2)
    await home.poll()
    assert household.notified == ["Ana's phone"]
