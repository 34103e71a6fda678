"""What the codes that a lock reports say about its log."""

import pytest

from custom_components.tuya_door_lock.api.records import Endpoint
from custom_components.tuya_door_lock.polling.hint_codes import (
    Hint,
    HintSource,
    HintStrength,
)

OPEN, ALARM = Endpoint.OPEN_LOGS, Endpoint.ALARM_LOGS


def reported(*codes: str) -> Hint:
    """Return the hint of a report with some codes."""
    return Hint.of_codes(HintSource.TUYA, codes, 0.0)


@pytest.mark.parametrize(
    ("codes", "logs"),
    [
        (["unlock_fingerprint"], {OPEN}),
        (["unlock_password_kit"], {OPEN}),
        (["card_unlock_user"], {OPEN}),
        (["open_inside"], {OPEN}),
        (["alarm_lock"], {ALARM}),
        (["lock_alarm_kit"], {ALARM}),
        (["hijack"], {ALARM}),
        (["doorbell"], {ALARM}),
        (["unlock_request"], {ALARM}),
        (["unlock_fingerprint", "hijack"], {OPEN, ALARM}),
        # A picture is of an unlock or of a ring.
        (["initiative_message"], set()),
        (["initiative_message", "unlock_face"], set()),
        # What says nothing of the log does not widen it.
        (["unlock_card", "residual_electricity", "unlock_method_create"], {OPEN}),
    ],
)
def test_a_row_follows_these_codes_in_these_logs(
    codes: list[str], logs: set[Endpoint]
) -> None:
    """Read the log that has the row, and no other."""
    hint = reported(*codes)
    assert hint.strength is HintStrength.STRONG
    assert hint.endpoints == logs


@pytest.mark.parametrize(
    "codes",
    [
        [],
        ["closed_opened"],
        ["closed_opened_kit"],
        ["lock_motor_state"],
        # Some locks report nothing but their battery when they are opened.
        ["residual_electricity"],
        ["battery_state"],
        ["event_notify"],
        ["a_code_that_nobody_knows"],
        ["a_code_that_nobody_knows", "beep_volume"],
    ],
)
def test_a_row_may_follow_these_codes(codes: list[str]) -> None:
    """Look once, at all logs."""
    hint = reported(*codes)
    assert hint.strength is HintStrength.WEAK
    assert hint.endpoints == set()


@pytest.mark.parametrize(
    "codes",
    [
        ["beep_volume"],
        ["doorbell_song"],
        ["language"],
        ["unlock_switch"],
        ["unlock_method_create", "unlock_method_delete"],
    ],
)
def test_no_row_follows_a_change_of_the_settings(codes: list[str]) -> None:
    """Leave the log alone while a finger is enrolled."""
    assert reported(*codes).strength is HintStrength.IGNORED


def test_only_a_picture_by_itself_may_belong_to_an_earlier_report() -> None:
    """Take an unlock for an access of its own, whatever comes with it."""
    assert reported("initiative_message").accompanies
    assert not reported("initiative_message", "unlock_card").accompanies
    assert not reported("unlock_card").accompanies
