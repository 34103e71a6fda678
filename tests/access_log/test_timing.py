"""What is due again, and what is too old to act as the present."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

import pytest

from custom_components.tuya_door_lock.access_log.timing import (
    FullScan,
    LiveWindow,
    is_late,
)
from custom_components.tuya_door_lock.const import DAMAGED

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "late"),
    [
        (timedelta(0), False),
        (timedelta(minutes=15), False),
        (timedelta(minutes=15, seconds=1), True),
        (timedelta(days=300), True),
        (timedelta(minutes=-15), False),
        (timedelta(minutes=-15, seconds=-1), True),
    ],
)
def test_a_record_is_live_within_a_quarter_of_an_hour(
    age: timedelta, late: bool
) -> None:
    """The past does not act as the present; nor does the future."""
    assert is_late(NOW - age, NOW) is late


@pytest.mark.parametrize(
    ("polls", "minutes"),
    [
        # Minutes from one poll to the next, each with the interval that is planned.
        pytest.param([(0, None)], 15, id="the first poll"),
        pytest.param([(0, None), (5, 5)], 15, id="every five minutes"),
        pytest.param([(0, None), (55, 55)], 57, id="every 55 minutes"),
        pytest.param([(0, 55), (55, 5), (5, 5)], 15, id="faster since"),
        pytest.param([(0, 60), (60, 5)], 62, id="the last slow one"),
        pytest.param([(0, 5), (5, 60)], 15, id="slower from now on"),
        pytest.param([(0, 60), (20, 60)], 22, id="a request in between"),
        pytest.param([(0, 5), (2_880, 5)], 15, id="after an outage"),
        pytest.param([(0, 60), (2_880, 60)], 62, id="after an outage, and far apart"),
        pytest.param([(0, 60), (-300, 60)], 15, id="a clock is set back"),
    ],
)
def test_what_came_since_the_last_poll_is_no_past(
    polls: list[tuple[int, int | None]], minutes: int
) -> None:
    """A quarter of an hour, or as long as was planned, with two minutes to upload."""
    window = LiveWindow()
    now = NOW
    for since, interval in polls:
        now += timedelta(minutes=since)
        window.update(now, None if interval is None else timedelta(minutes=interval))
    assert window.length == timedelta(minutes=minutes)


def test_a_reload_does_not_shorten_the_window() -> None:
    """What came since the last poll is no past because of a restart."""
    window = LiveWindow()
    window.update(NOW, timedelta(minutes=50))
    again = LiveWindow()
    again.restore(json.loads(json.dumps(window.as_dict())))
    again.update(NOW + timedelta(minutes=20), timedelta(minutes=50))
    assert again.length == timedelta(minutes=22)


@pytest.mark.parametrize(
    ("hours", "pages", "spare", "expected"),
    [
        (5, 1, 9, False),
        (5, 2, 9, False),
        (6, 2, 9, True),
        (6, 2, 0, False),
        # Nothing is spent on one page, and no row is missed for a full scan.
        (6, 1, 0, True),
        # A log of many pages is read in full more rarely.
        (6, 4, 9, False),
        (18, 4, 0, True),
        (18, 20, 9, True),
        # The clock was wrong when it was read.
        (-1, 2, 0, True),
    ],
)
def test_a_full_scan_waits_for_calls_to_spare_and_no_longer_than_a_day(
    hours: int, pages: int, spare: int, expected: bool
) -> None:
    """Its first page is read anyway."""
    now = NOW + timedelta(hours=hours)
    assert FullScan(NOW, pages).is_due(now, lambda calls: calls <= spare) is expected


@pytest.mark.parametrize(
    "stored", [{"interval": 5.0, "polled_at": "soon"}, {"polled_at": None}]
)
def test_a_damaged_window_is_not_restored_in_part(stored: dict[str, Any]) -> None:
    """What cannot be read leaves everything as it was."""
    window = LiveWindow()
    before = window.as_dict()
    with pytest.raises(DAMAGED):
        window.restore(stored)
    assert window.as_dict() == before
