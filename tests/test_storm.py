"""Nothing retries in a tight loop, whatever the cloud answers."""

from collections import Counter
from datetime import timedelta
from itertools import product

import pytest

from .conftest import Home, front_door, mock_entry

HOURS = 2
# So few a month that the plan's own pace is a call every few minutes.
ALLOWANCE = 3_000
# What faults may cost in an hour beyond the plan's own pace.
RETRIES = 12

FAULTS: list[int | str] = [
    500,
    1004,
    1010,
    1013,
    1100,
    1106,
    1108,
    1110,
    1114,
    28841002,
    28841004,
    28841101,
    28841107,
    "http_500",
    "html",
]
# The endpoints that are called again and again, and all of them.
ENDPOINTS = [
    "/token",
    "associated-users",
    "open-logs",
    "alarm-logs",
    "/users",
    "upgrade-infos",
    "door-lock",
]
TABLE = [
    *((fault, None, 3) for fault in FAULTS),
    *((fault, None, locks) for fault in (1010, 1108, "http_500") for locks in (1, 10)),
    *(
        (fault, path, locks)
        for path, fault, locks in product(ENDPOINTS, (1010, 500), (1, 3, 10))
    ),
    *((1108, path, 3) for path in ("open-logs", "door-lock")),
    *((fault, "door-lock", 10) for fault in (1010, 1108, 28841101)),
]


@pytest.mark.parametrize(("fault", "path", "locks"), TABLE)
async def test_a_storm_costs_no_more_than_the_plan_and_twelve_calls_an_hour(
    home: Home,
    caplog: pytest.LogCaptureFixture,
    fault: int | str,
    path: str | None,
    locks: int,
) -> None:
    """The same answer from one endpoint or from all, hour after hour."""
    home.entry = mock_entry(home.entry.data["base_url"], allowance=ALLOWANCE)
    names = ["Front door", *(f"Door {number}" for number in range(1, locks))]
    for name in names:
        if name != "Front door":
            home.cloud.add_lock(front_door(name))
        home.cloud.add_unlock(
            name, occurred_at=home.cloud.clock.now() - timedelta(days=1)
        )
    await home.start()
    devices = home.entry.runtime_data.devices
    home.cloud.fail_next(10**9, fault, path=path)
    for _ in range(HOURS):
        calls: Counter[str] = Counter()
        pace = 0.0
        for _ in range(60):
            # Two for each lock, and an hourly list with a token now and then.
            pace += 2 * locks * (timedelta(minutes=1) / devices.plan.interval)
            before = len(home.cloud.calls)
            await home.poll(timedelta(minutes=1))
            calls.update(call.name for call in home.cloud.calls[before:])
        # A lock that was due at the beginning of the hour is due at its end as well.
        assert calls.total() <= pace + 2 * locks + 2 + RETRIES, calls


@pytest.mark.parametrize("fault", [1010, 1108, 1110, 28841004, "http_500"])
async def test_what_a_storm_has_stopped_goes_on_after_it(
    home: Home, caplog: pytest.LogCaptureFixture, fault: int | str
) -> None:
    """With one line in the log down and one up."""
    home.cloud.add_unlock(
        "Front door", occurred_at=home.cloud.clock.now() - timedelta(days=1)
    )
    await home.start()
    home.cloud.fail_next(10**9, fault)
    for _ in range(30):
        await home.poll(timedelta(minutes=10))
    home.cloud.faults.clear()
    for _ in range(14):
        await home.poll(timedelta(hours=1))
    assert home.state("event.front_door_access") != "unavailable"
    assert caplog.text.count("Error fetching tuya_door_lock Front door data") == 1
    assert caplog.text.count("Front door data recovered") == 1


async def test_one_minute_of_nonsense_is_no_half_day_without_a_log(home: Home) -> None:
    """A lock that has worked and answers 1108 is tried again within minutes."""
    home.cloud.add_unlock(
        "Front door", occurred_at=home.cloud.clock.now() - timedelta(days=1)
    )
    await home.start()
    home.cloud.fail_next(10**9, 1108, path="door-lock")
    await home.poll(timedelta(minutes=2))
    assert home.state("event.front_door_access") == "unavailable"
    home.cloud.faults.clear()
    home.cloud.add_unlock("Front door")
    await home.poll(timedelta(minutes=5, seconds=1))
    assert home.types == ["fingerprint"]
