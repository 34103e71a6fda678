"""What is wrong with the messages of a project."""

from datetime import UTC, datetime, timedelta

from custom_components.tuya_door_lock.polling.message_meter import (
    MessageMeter,
    MessageWarning,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def count(meter: MessageMeter, messages: int, *, is_lock: bool) -> None:
    """Let messages come within a moment."""
    for _ in range(messages):
        meter.add(NOW)
        meter.add_report(NOW, is_lock=is_lock)


def test_a_lock_by_itself_is_no_reason_for_a_warning() -> None:
    """Take 30 unlocks of five messages a day for what they are."""
    meter = MessageMeter()
    count(meter, 150, is_lock=True)
    assert meter.warnings(NOW) == set()
    assert meter.projected(NOW) == 4_500


def test_a_chatty_lock_is_one_where_half_the_pack_goes() -> None:
    """Warn where a month would take more than 34,000 messages."""
    meter = MessageMeter()
    count(meter, 1_133, is_lock=True)
    assert meter.warnings(NOW) == set()
    count(meter, 1, is_lock=True)
    assert meter.warnings(NOW) == {MessageWarning.TOO_MANY}


def test_a_house_full_of_plugs_is_noticed_within_the_day() -> None:
    """Warn where four fifths of the messages are of other devices."""
    meter = MessageMeter()
    count(meter, 20, is_lock=True)
    count(meter, 79, is_lock=False)
    assert meter.warnings(NOW) == set()
    count(meter, 2, is_lock=False)
    assert meter.warnings(NOW) == {MessageWarning.OTHER_DEVICES}


def test_what_nobody_can_read_is_a_message_too() -> None:
    """Count what Tuya counts, and blame no device for it."""
    meter = MessageMeter()
    for _ in range(1_134):
        meter.add(NOW)
    assert meter.warnings(NOW) == {MessageWarning.TOO_MANY}
    assert meter.projected(NOW) == 34_020


def test_a_day_ends_what_was_counted() -> None:
    """Forget what was mended."""
    meter = MessageMeter()
    count(meter, 5_000, is_lock=False)
    assert meter.warnings(NOW + 23 * HOUR) == {
        MessageWarning.OTHER_DEVICES,
        MessageWarning.TOO_MANY,
    }
    assert meter.warnings(NOW + 24 * HOUR) == set()


def test_a_day_of_silence_beside_new_rows_is_a_missing_rule() -> None:
    """Warn only where a message should have come."""
    meter = MessageMeter()
    meter.connected(NOW, is_connected=True)
    assert meter.warnings(NOW + 48 * HOUR) == set()
    meter.add_row()
    assert meter.warnings(NOW + 23 * HOUR) == set()
    assert meter.warnings(NOW + 24 * HOUR) == {MessageWarning.SILENT}
    meter.add(NOW + 25 * HOUR)
    assert meter.warnings(NOW + 25 * HOUR) == set()


def test_nothing_is_missed_while_there_is_no_connection() -> None:
    """Begin anew with each connection."""
    meter = MessageMeter()
    meter.add_row()
    meter.connected(NOW, is_connected=True)
    assert meter.warnings(NOW + 24 * HOUR) == set()
    meter.add_row()
    meter.connected(NOW + 24 * HOUR, is_connected=False)
    assert meter.warnings(NOW + 24 * HOUR) == set()
