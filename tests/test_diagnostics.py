"""Diagnostics show how the locks are read, and nothing of the people who open them."""

from datetime import timedelta
import json
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.tuya_door_lock.const import DOMAIN
from custom_components.tuya_door_lock.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.json import JSONEncoder
from simulator import (
    ACCESS_ID,
    ACCESS_SECRET,
    BACK_DOOR,
    FRONT_DOOR,
    GARDEN_GATE,
    HOLIDAY_FLAT,
    TuyaCloud,
    household,
)

from .conftest import START, Home, mock_entry

PHONE = "+4915112345678"


@pytest.fixture
def cloud(freezer: FrozenDateTimeFactory) -> TuyaCloud:
    """Return a cloud with four locks of different kinds and some history."""
    freezer.move_to(START)
    return household()


async def downloaded(home: Home) -> dict[str, Any]:
    """Return the diagnostics of the entry as the file that a user gets."""
    data = await async_get_config_entry_diagnostics(home.hass, home.entry)
    parsed: dict[str, Any] = json.loads(json.dumps(data, cls=JSONEncoder))
    return parsed


async def test_the_whole_project(running: Home) -> None:
    """Each lock with its source, where it was read last and its rows."""
    data = await downloaded(running)
    assert data["entry"] == {
        "state": "loaded",
        "reason": None,
        "data_center": "custom",
        "data": {
            "access_id": "**REDACTED**",
            "access_secret": "**REDACTED**",
            "base_url": "**REDACTED**",
        },
        "options": {},
    }
    spent = len(running.cloud.calls)
    assert data["calls"]["spent"] == spent
    assert data["calls"]["left"] == 26_000 - spent
    assert sum(data["calls"]["this_month"].values()) == spent
    assert data["calls"]["this_month"]["token"] == 1
    assert data["calls"]["interval"] > 0
    assert data["calls"]["projected"] > spent
    assert data["list"] == {"available": True, "locks": 4, "followed": 4}

    ids = sorted([FRONT_DOOR, BACK_DOOR, GARDEN_GATE, HOLIDAY_FLAT])
    locks = dict(zip(ids, data["locks"], strict=True))
    front, back = locks[FRONT_DOOR], locks[BACK_DOOR]
    assert front["lock"] == 1
    assert front["model"] == "Example Wi-Fi lock"
    assert front["category"] == "ms"
    assert front["firmware"] == "1.4.2"
    assert front["available"] is True
    assert front["denied_since"] is None
    assert front["readable"] == ["alarm", "doorbell", "unlock"]
    assert front["source"] == [
        {"endpoint": "open-logs", "spelling": 0},
        {"endpoint": "alarm-logs", "spelling": 0},
    ]
    assert back["source"] == [{"endpoint": "records", "spelling": 0}]
    assert front["is_confirmed"] is True
    assert front["positions"] == {
        "open-logs v1.1": "2026-11-23T08:00:00+00:00",
        "alarm-logs v1.1": "2026-11-23T08:00:00+00:00",
    }
    # Eight on four days, three more accesses; a wrong code, twice.
    assert front["known"] == 8 + 4 + 2
    assert front["pending"] == 0
    assert front["cut_off"] == {}
    assert front["rows"]["open-logs"][0] == {
        "nick_name": "<masked>",
        "status": {"code": "unlock_fingerprint", "value": "1"},
        "unlock_name": "<masked>",
        "update_time": 1795417800000,
        "user_id": "<masked>",
    }
    assert len(front["rows"]["open-logs"]) == 12
    assert data["errors"] == []


async def test_one_lock(running: Home) -> None:
    """The download of a device is about that lock alone."""
    registry = dr.async_get(running.hass)
    device = registry.async_get_device_by_identifier(
        (DOMAIN, GARDEN_GATE), running.entry.entry_id
    )
    assert device is not None
    running.cloud.fail_next(1, 500, path=f"{FRONT_DOOR}/door-lock")
    running.cloud.fail_next(1, 500, path=f"{GARDEN_GATE}/door-lock")
    await running.poll(timedelta(minutes=25))
    data = await async_get_device_diagnostics(running.hass, running.entry, device)
    assert [lock["model"] for lock in data["locks"]] == ["Example video lock"]
    assert [error["lock"] for error in data["errors"]] == [3]


async def test_errors_come_with_their_times(running: Home) -> None:
    """An error that repeats takes one line, so that the others stay to be seen."""
    running.cloud.fail_next(99, 500, path=f"{FRONT_DOOR}/door-lock/open-logs")
    await running.poll(timedelta(minutes=25))
    await running.poll(timedelta(minutes=25))
    running.cloud.fail_next(1, 1114, path="associated-users")
    await running.poll(timedelta(minutes=25))
    data = await downloaded(running)
    assert data["errors"] == [
        {
            "lock": None,
            "error": "Tuya answered with error code 1114",
            "first_at": "2026-11-23T09:15:00+00:00",
            "last_at": "2026-11-23T09:15:00+00:00",
            "count": 1,
        },
        {
            "lock": 1,
            "error": "Tuya answered with error code 500",
            "first_at": "2026-11-23T08:25:00+00:00",
            "last_at": "2026-11-23T09:15:00+00:00",
            "count": 3,
        },
    ]


async def test_only_the_last_errors_are_kept(running: Home) -> None:
    """A long outage of changing kinds takes no more than its share of memory."""
    for code in range(90_000_000, 90_000_025):
        running.cloud.fail_next(9, code, path=f"{FRONT_DOOR}/door-lock")
        await running.poll(timedelta(minutes=25))
        running.cloud.faults.clear()
    errors = (await downloaded(running))["errors"]
    assert len(errors) == 20
    assert errors[-1]["error"] == "Tuya answered with error code 90000024"


async def test_a_project_that_cannot_be_set_up(home: Home) -> None:
    """That is when diagnostics are needed most."""
    home.cloud.end_plan()
    await home.start()
    assert home.entry.state is ConfigEntryState.SETUP_RETRY
    data = await downloaded(home)
    assert data["entry"]["state"] == "setup_retry"
    assert "IoT Core has ended" in data["entry"]["reason"]
    assert data["calls"] is None
    assert data["locks"] == []
    assert [error["error"] for error in data["errors"]] == [
        "Tuya answered with error code 28841002"
    ]


async def test_since_when_a_lock_is_denied_is_reported(running: Home) -> None:
    """It will be removed a week later."""
    running.cloud.remove_lock("Back door")
    await running.poll(running.list_interval)
    data = await downloaded(running)
    assert data["list"] == {"available": True, "locks": 4, "followed": 4}
    assert sorted(str(lock["denied_since"]) for lock in data["locks"]) == [
        "2026-11-23T09:00:01+00:00",
        *3 * ["None"],
    ]


async def test_a_log_that_is_cut_off_is_reported(running: Home) -> None:
    """Home Assistant was off for longer than is read back."""
    await running.restart(off_for=timedelta(days=40))
    data = await downloaded(running)
    assert data["locks"][0]["cut_off"] == {
        "open-logs": "2027-01-02T08:00:00+00:00",
        "alarm-logs": "2027-01-02T08:00:00+00:00",
    }


async def test_which_locks_are_left_out_is_not_reported(home: Home) -> None:
    """An id of a lock is a key to it."""
    home.entry = mock_entry(
        home.entry.data["base_url"], ignored_locks=[BACK_DOOR], plan_end="2027-03-01"
    )
    await home.start()
    data = await downloaded(home)
    assert data["entry"]["options"] == {
        "ignored_locks": "**REDACTED**",
        "plan_end": "2027-03-01",
    }
    assert len(data["locks"]) == 3


async def test_nothing_that_is_secret_is_in_a_download_a_log_a_state_or_an_error(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Days of accesses, alarms, pictures and failures, with debug logging."""
    caplog.set_level(logging.DEBUG)
    cloud = home.cloud
    tokens = {cloud.tokens.issue().access}
    reasons = []
    await home.start()
    faults: list[int | str] = [
        *(500, 1004, 1005, 1010, 1013, 1106, 1108, 1110, 1114, 2007),
        *(28841002, 28841004, 28841101, 28841105, 28841107),
        *("cut_json", "html", "http_500", "not_object", "reset"),
    ]
    for number, fault in enumerate(faults):
        for lock in cloud.locks:
            cloud.add_unlock(lock, picture=True)
            cloud.add_duress(lock, picture=True)
            cloud.add_alarm(lock, "wrong_face", picture=True)
        cloud.add_raw(
            GARDEN_GATE,
            "open",
            {
                "nick_name": "Ana",
                "mobile": PHONE,
                "status": {"code": "unlock_app", "value": PHONE},
                "update_time": cloud.clock.now_ms(),
                PHONE: [{"local_key": "0123456789abcdef"}],
            },
        )
        where = ("door-lock", "associated-users", None)[number % 3]
        # What Tuya says in words is not to be trusted either.
        msg = f"{ACCESS_ID} {ACCESS_SECRET} {PHONE}" if isinstance(fault, int) else None
        cloud.fail_next(3, fault, path=where, msg=msg)
        await home.poll(timedelta(hours=1, minutes=1))
        await home.poll(timedelta(hours=6))
        cloud.recover()
        tokens.add(cloud.tokens.issue().access)
        reasons.append(str(home.entry.reason))
        if home.entry.state is not ConfigEntryState.LOADED:
            await home.hass.config_entries.async_reload(home.entry.entry_id)
        coordinators = [
            home.entry.runtime_data.devices,
            *home.entry.runtime_data.locks.values(),
        ]
        reasons += [repr(coordinator.last_exception) for coordinator in coordinators]
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.settle()
    assert home.types.count("duress") > 10

    reported = json.dumps(await downloaded(home))
    assert "wrong_face" in reported
    states = "".join(
        str(state.as_dict()) for state in home.hass.states.async_all()
    ) + str([event.attributes for event in home.events])
    log = "".join(
        record.getMessage() + (record.exc_text or "")
        for record in caplog.records
        # Home Assistant's test harness prints what is written to disk.
        if not record.name.startswith(("pytest", "aiosqlite"))
    )
    pictures = [
        text
        for picture in cloud.pictures.values()
        for text in (picture.name, picture.key)
    ]
    assert pictures
    secrets = [
        *tokens,
        *pictures,
        *(
            ACCESS_ID,
            ACCESS_SECRET,
            PHONE,
            "images.example",
            "_media",
            "0123456789abcdef",
        ),
        *("30660001", "30660002", "30660003", "30660004", "fake-"),
    ]
    for secret in secrets:
        for name, text in (
            ("download", reported),
            ("state", states),
            ("log", log),
            ("error", "".join(reasons)),
        ):
            assert secret not in text, (secret, name)
    for person in ("Ana", "Ben", "Cleo", "Dora", BACK_DOOR, FRONT_DOOR):
        assert person not in reported
