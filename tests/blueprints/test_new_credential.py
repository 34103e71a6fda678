"""The blueprint "A new finger, code or card"."""

from datetime import timedelta

import pytest

from .conftest import Automations


async def test_each_new_credential_of_a_poll_is_reported(
    automations: Automations,
) -> None:
    """A finger that nobody has named, and a card that is assigned to Ana."""
    await automations.use("new_credential")
    cloud = automations.home.cloud
    cloud.add_unlock("Front door", "fingerprint", 7)
    cloud.add_unlock("Front door", "card", 5, person="Ana")
    cloud.add_unlock("Front door")
    await automations.home.poll()
    assert sorted(automations.messages) == [
        "Card 5 (Ana) has opened Front door for the first time, at 09:00.",
        "Fingerprint 7 has opened Front door for the first time, at 09:00.",
    ]


async def test_only_nameless_credentials_are_reported_if_wanted(
    automations: Automations,
) -> None:
    """Ana has a new card, and says so."""
    await automations.use("new_credential", nameless=True)
    cloud = automations.home.cloud
    cloud.add_unlock("Front door", "card", 5, person="Ana")
    cloud.add_unlock("Front door", "fingerprint", 7)
    await automations.home.poll()
    assert automations.messages == [
        "Fingerprint 7 has opened Front door for the first time, at 09:00."
    ]


@pytest.mark.parametrize("late", [True, False])
async def test_a_late_new_credential_is_reported_unless_unwanted(
    automations: Automations, late: bool
) -> None:
    """With the day."""
    await automations.use("new_credential", late=late)
    automations.home.cloud.add_unlock("Front door", "fingerprint", 7)
    await automations.home.restart(off_for=timedelta(days=1))
    assert (
        automations.messages
        == [
            "Fingerprint 7 has opened Front door for the first time, at 2026-11-23 09:00."
        ]
        * late
    )
