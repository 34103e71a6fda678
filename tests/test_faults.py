"""Every kind of error of Tuya's, in the list of locks and in a lock's log.

What the user sees of each: a request for the secret, a repair, or only a state that
is unavailable. Which code is of which kind is for the tests of the client.
"""

from datetime import timedelta
from itertools import product
import logging

import pytest

from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResultType
from simulator import ACCESS_ID, ACCESS_SECRET

from .conftest import Home
from .test_repairs import issues

ACCESS = "event.front_door_access"
# Longer than any pause after an error.
HALF_A_DAY = timedelta(hours=13)

type Fault = int | str

CREDENTIALS: list[Fault] = [1001, 1005, 1008]
# The repair that a code makes; of those that belong to a service with its name.
REPAIRS: dict[Fault, str] = {
    1013: "clock_wrong",
    1106: "account_not_linked",
    1114: "ip_not_allowed",
    2007: "wrong_data_center",
    28841004: "quota_used_up",
}
REPAIRS_OF_A_SERVICE: dict[Fault, str] = {
    28841002: "plan_expired",
    28841101: "service_not_subscribed",
    28841102: "plan_expired",
    28841105: "service_not_authorized",
}
PLAN: list[Fault] = [28841002]
# What a lock answers that keeps no log.
REFUSALS: list[Fault] = [1108, 1109]
# Gone with the next poll, or the one after a pause: nothing to do for anybody.
PASSING: list[Fault] = [
    # Tuya's side, a signature, a token, too many at once, a code that nobody knows.
    *(500, 1004, 1010, 1110, 1006),
    *("cut_json", "http_500", "reset"),
]

OF_THE_LIST: list[tuple[Fault, str | None]] = [
    *REPAIRS.items(),
    *((fault, f"{key}_iot_core") for fault, key in REPAIRS_OF_A_SERVICE.items()),
    (1108, "service_not_subscribed_iot_core"),
    *((fault, None) for fault in [1000, 2001, 1109, *PASSING]),
]
OF_A_LOG: list[tuple[Fault, str | None]] = [
    *REPAIRS.items(),
    *(
        # The plan is one for the whole project, whichever service was called.
        (fault, f"{key}_iot_core" if fault in PLAN else f"{key}_smart_lock")
        for fault, key in REPAIRS_OF_A_SERVICE.items()
    ),
    *((fault, "no_log_bffrontdoor0000001") for fault in REFUSALS),
    *((fault, None) for fault in PASSING),
]


@pytest.fixture
async def in_use(home: Home) -> Home:
    """Return a running home whose lock was opened before."""
    home.cloud.add_unlock("Front door")
    await home.start()
    return home


def is_asked_for_credentials(home: Home) -> bool:
    """Return whether a new secret is asked for; nothing else is ever asked."""
    flows = home.hass.config_entries.flow.async_progress()
    assert {flow["context"]["source"] for flow in flows} <= {"reauth"}
    assert len(flows) <= 1
    return bool(flows)


def outages(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the log says of outages, without the reasons."""
    return [
        message.partition(":")[0]
        for record in caplog.records
        if record.levelno >= logging.INFO
        and "etching" in (message := record.getMessage())
    ]


@pytest.mark.parametrize(("fault", "issue"), OF_THE_LIST)
async def test_a_fault_of_the_list(
    in_use: Home, caplog: pytest.LogCaptureFixture, fault: Fault, issue: str | None
) -> None:
    """The locks go on without it; the repair goes when the list is read again."""
    in_use.cloud.fail_next(999, fault, path="associated-users")
    for _ in range(3):
        await in_use.poll(HALF_A_DAY)
        assert list(issues(in_use)) == ([issue] if issue else [])
    assert not is_asked_for_credentials(in_use)
    assert in_use.state(ACCESS) != "unavailable"

    in_use.cloud.recover()
    await in_use.poll(HALF_A_DAY)
    await in_use.poll(in_use.list_interval)
    assert issues(in_use) == {}
    assert outages(caplog) == [
        "Error fetching tuya_door_lock locks data",
        "Fetching tuya_door_lock locks data recovered",
    ]


@pytest.mark.parametrize(("fault", "issue"), OF_A_LOG)
async def test_a_fault_of_a_log(
    in_use: Home, caplog: pytest.LogCaptureFixture, fault: Fault, issue: str | None
) -> None:
    """The lock is unavailable, and all is well again when Tuya is."""
    in_use.cloud.fail_next(999, fault, path="door-lock")
    for _ in range(3):
        await in_use.poll(HALF_A_DAY)
        assert list(issues(in_use)) == ([issue] if issue else [])
        assert in_use.state(ACCESS) == "unavailable"
    assert not is_asked_for_credentials(in_use)

    in_use.cloud.recover()
    in_use.cloud.add_unlock("Front door")
    await in_use.poll(HALF_A_DAY)
    await in_use.poll()
    assert issues(in_use) == {}
    assert in_use.state(ACCESS) not in ("unavailable", "unknown")
    assert outages(caplog) == [
        "Error fetching tuya_door_lock Front door data",
        "Fetching tuya_door_lock Front door data recovered",
    ]


async def test_a_log_without_data_is_an_empty_log(
    in_use: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Tuya's code 1000 says that there is nothing, not that anything is wrong."""
    in_use.cloud.fail_next(999, 1000, path="door-lock")
    await in_use.poll()
    assert in_use.state(ACCESS) != "unavailable"
    assert issues(in_use) == {}
    assert outages(caplog) == []


@pytest.mark.parametrize(
    ("fault", "path"),
    [
        # On any other call the token is the first suspect.
        (1004, "/token"),
        *product(CREDENTIALS, ["associated-users", "door-lock", "/token"]),
    ],
)
async def test_only_wrong_credentials_are_asked_for(
    in_use: Home, caplog: pytest.LogCaptureFixture, fault: Fault, path: str
) -> None:
    """A signature that fails on the call for a token means a wrong secret."""
    in_use.cloud.fail_next(999, fault, path=path)
    for _ in range(3):
        await in_use.poll(HALF_A_DAY)
    assert is_asked_for_credentials(in_use)
    assert issues(in_use) == {}
    names = {
        "associated-users": ["locks"],
        "door-lock": ["Front door"],
        "/token": ["locks", "Front door"],
    }[path]
    assert sorted(outages(caplog)) == sorted(
        f"Authentication failed while fetching tuya_door_lock {name} data"
        for name in names
    )
    is_unavailable = in_use.state(ACCESS) == "unavailable"
    assert is_unavailable == ("Front door" in names)

    in_use.cloud.recover()
    in_use.cloud.add_unlock("Front door")
    flow = in_use.hass.config_entries.flow.async_progress()[0]
    result = await in_use.hass.config_entries.flow.async_configure(
        flow["flow_id"],
        {"access_id": ACCESS_ID} if fault == 1005 else {"access_secret": ACCESS_SECRET},
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    await in_use.settle()
    assert not is_asked_for_credentials(in_use)
    assert in_use.entry.state is ConfigEntryState.LOADED
    assert in_use.state(ACCESS) not in ("unavailable", "unknown")
