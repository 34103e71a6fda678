"""Nothing retries in a tight loop, whatever the cloud answers."""

from collections import Counter
from datetime import timedelta

import pytest

from .conftest import Home, front_door


@pytest.mark.parametrize(
    ("fault", "hours"),
    [
        (500, 24),
        (1013, 24),
        (28841004, 24),
        (1004, 3),
        (1010, 3),
        (1100, 3),
        (1106, 3),
        (1108, 3),
        (1110, 3),
        (1114, 3),
        (28841002, 3),
        (28841101, 3),
        (28841107, 3),
        ("http_500", 3),
        ("html", 3),
    ],
)
async def test_a_storm_costs_at_most_60_calls_an_hour(
    home: Home, caplog: pytest.LogCaptureFixture, fault: int | str, hours: int
) -> None:
    """The same answer to everything, with one line in the log down and one up."""
    names = ("Front door", "Back door", "Garden gate")
    for name in names:
        if name != "Front door":
            home.cloud.add_lock(front_door(name))
        home.cloud.add_unlock(
            name, occurred_at=home.cloud.clock.now() - timedelta(days=1)
        )
    await home.start()
    home.cloud.fail_next(10**9, fault)
    calls: Counter[int] = Counter()
    for minute in range(hours * 60):
        before = len(home.cloud.calls)
        await home.poll(timedelta(minutes=1))
        calls[minute // 60] += len(home.cloud.calls) - before
    assert max(calls.values()) <= 60

    home.cloud.faults.clear()
    for _ in range(14):
        await home.poll(timedelta(hours=1))
    # A wrong secret is not tried again: its owner is asked for the new one.
    if fault != 1004:
        for name in names:
            slug = name.lower().replace(" ", "_")
            assert home.state(f"event.{slug}_access") == "unknown"
            assert caplog.text.count(f"Error fetching tuya_door_lock {name} data") == 1
            assert caplog.text.count(f"{name} data recovered") == 1
