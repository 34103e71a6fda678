"""The log of a device's reports, its shadow, and rows that lag behind both."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from simulator import FRONT_DOOR, HALL_LIGHT, Abilities, Lock, TuyaCloud
from simulator.default_devices import access_terminal
from simulator.models import ShadowTime

from .conftest import END, Caller


@pytest.fixture
def terminal(cloud: TuyaCloud) -> Lock:
    """Add a lock that answers no door-lock endpoint."""
    return cloud.add_lock(access_terminal())


async def log_of(caller: Caller, device_id: str, **query: Any) -> dict[str, Any]:
    """Return the result of the device log."""
    asked = {"type": 7, "start_time": 0, "end_time": END, "size": 100}
    path = f"/v1.0/devices/{device_id}/logs"
    result: dict[str, Any] = await caller.result(path, asked | query)
    return result


async def shadow_of(
    caller: Caller, device_id: str, **query: Any
) -> dict[str, dict[str, Any]]:
    """Return the properties of the shadow by their codes."""
    path = f"/v2.0/cloud/thing/{device_id}/shadow/properties"
    result = await caller.result(path, query)
    return {each["code"]: each for each in result["properties"]}


async def test_a_terminal_answers_the_device_log_alone(
    cloud: TuyaCloud, caller: Caller, terminal: Lock
) -> None:
    """See the slot in the first four of six bytes, and no person."""
    entry = cloud.add_unlock(terminal, "fingerprint_kit", 259)
    assert await log_of(caller, terminal.id) == {
        "count": 1,
        "current_row_key": f"row-{entry.id}-unlock_fingerprint_kit",
        "device_id": terminal.id,
        "has_next": False,
        "logs": [
            {
                "code": "unlock_fingerprint_kit",
                "event_from": "1",
                "event_id": 7,
                "event_time": round(entry.occurred_at.timestamp() * 1000),
                "status": "1",
                "value": "AAABAwAA",
            }
        ],
        "next_row_key": "",
    }
    door_lock = f"devices/{terminal.id}/door-lock"
    page = {"page_no": 1, "page_size": 20, "start_time": 0, "end_time": END}
    for path in (f"/v1.1/{door_lock}/open-logs", f"/v1.0/{door_lock}/alarm-logs"):
        assert await caller.code(path, page) == 1108
    assert [call.name for call in cloud.calls_of("device-logs")] == ["device-logs"]


async def test_every_report_is_in_the_device_log_as_a_text(
    cloud: TuyaCloud, caller: Caller, terminal: Lock
) -> None:
    """See alarms, rings, duress and the battery, newest first."""
    now = cloud.clock.now()
    ago = [now - timedelta(minutes=minutes) for minutes in range(4)]
    cloud.add_attempt(terminal, occurred_at=ago[3])
    cloud.add_ring(terminal, occurred_at=ago[2])
    cloud.report(terminal, {"residual_electricity": 87}, occurred_at=ago[1])
    cloud.add_alarm(terminal, "x", code="hijack", occurred_at=ago[0])
    rows = (await log_of(caller, terminal.id))["logs"]
    assert [(each["code"], each["value"]) for each in rows] == [
        ("hijack", "true"),
        ("residual_electricity", "87"),
        ("doorbell", "true"),
        ("alarm_lock", "wrong_password"),
    ]
    codes = "alarm_lock,hijack"
    rows = (await log_of(caller, terminal.id, codes=codes))["logs"]
    assert [each["code"] for each in rows] == ["hijack", "alarm_lock"]
    assert (await log_of(caller, terminal.id, type="1,2"))["logs"] == []


async def test_the_device_log_is_read_by_row_keys(
    cloud: TuyaCloud, caller: Caller, terminal: Lock
) -> None:
    """Go on where a page has ended, also when something has come meanwhile."""
    for slot in range(5):
        cloud.add_unlock(terminal, "card_kit", slot)
    first = await log_of(caller, terminal.id, size=2)
    cloud.add_unlock(terminal, "card_kit", 9)
    second = await log_of(
        caller, terminal.id, size=2, start_row_key=first["next_row_key"]
    )
    third = await log_of(
        caller, terminal.id, size=2, start_row_key=second["next_row_key"]
    )
    assert [each["has_next"] for each in (first, second, third)] == [True, True, False]
    values = [row["value"] for page in (first, second, third) for row in page["logs"]]
    assert values == [f"AAAA{letter}AAA" for letter in ("B", "A", "A", "A", "A")] or (
        len(values) == len(set(values)) == 5
    )
    path = f"/v1.0/devices/{terminal.id}/logs"
    query = {"type": 7, "start_time": 0, "end_time": END}
    assert await caller.code(path, query | {"start_row_key": "made up"}) == 1109
    assert await caller.code(path, query | {"size": 101}) == 1109
    assert await caller.code(path, {"type": 7}) == 1100


async def test_the_device_log_forgets_after_a_week(
    cloud: TuyaCloud, caller: Caller, terminal: Lock
) -> None:
    """Keep seven days, as the free plan does."""
    now = cloud.clock.now()
    cloud.add_unlock(terminal, "card_kit", 1, occurred_at=now - timedelta(days=8))
    cloud.add_unlock(terminal, "card_kit", 2, occurred_at=now - timedelta(days=6))
    assert (await log_of(caller, terminal.id))["count"] == 1


async def test_the_device_log_may_be_refused_or_silent(
    cloud: TuyaCloud, caller: Caller
) -> None:
    """Answer with the code of the lock, with nothing, and for any other device."""
    query = {"type": 7, "start_time": 0, "end_time": END}
    path = f"/v1.0/devices/{FRONT_DOOR}/logs"
    assert await caller.code(path, query) == 1108
    silent = Abilities(device_logs=True, silent=("device-logs",), refusal=2009)
    lock = cloud.add_lock(Lock("bf0silent", "Silent", abilities=silent))
    cloud.add_unlock(lock)
    assert (await log_of(caller, lock.id))["logs"] == []
    cloud.report(HALL_LIGHT, {"switch_led": False})
    assert (await log_of(caller, HALL_LIGHT))["count"] == 1
    cloud.fail_next(1, 1110, path="*/logs")
    assert await caller.code(path, query) == 1110


async def test_the_shadow_has_a_time_for_each_property(
    cloud: TuyaCloud, caller: Caller, terminal: Lock, freezer: FrozenDateTimeFactory
) -> None:
    """Move the time with each report, also where the value stays."""
    cloud.add_unlock(terminal, "card_kit", 2)
    before = await shadow_of(caller, terminal.id)
    freezer.tick(60)
    entry = cloud.add_unlock(terminal, "card_kit", 2)
    after = await shadow_of(caller, terminal.id)
    assert before["unlock_card_kit"]["value"] == after["unlock_card_kit"]["value"]
    assert after["unlock_card_kit"]["time"] == before["unlock_card_kit"]["time"] + 60000
    assert after["unlock_card_kit"] == {
        "code": "unlock_card_kit",
        "custom_name": "",
        "dp_id": 101,
        "time": round(entry.occurred_at.timestamp() * 1000),
        "type": "raw",
        "value": "AAAAAgAA",
    }
    assert after["residual_electricity"] == before["residual_electricity"]
    # What was never used has no value, and says nothing of an unlock.
    assert "value" not in after["unlock_face_kit"]
    some = await shadow_of(caller, terminal.id, codes="unlock_card_kit,hijack")
    assert list(some) == ["unlock_card_kit"]
    assert len(cloud.calls_of("shadow")) == 3


async def test_a_late_upload_moves_a_time_of_the_shadow_backwards(
    cloud: TuyaCloud, caller: Caller, terminal: Lock
) -> None:
    """Show what arrived last, not what happened last."""
    now = cloud.clock.now()
    cloud.add_unlock(terminal, "card_kit", 2)
    cloud.add_unlock(terminal, "card_kit", 2, occurred_at=now - timedelta(hours=1))
    shadow = await shadow_of(caller, terminal.id)
    assert shadow["unlock_card_kit"]["time"] < round(now.timestamp() * 1000)


@pytest.mark.parametrize(
    ("time", "after"), [("paired", None), ("reported", -60), ("answered", 0)]
)
async def test_the_times_of_a_shadow_may_be_wrong(
    cloud: TuyaCloud,
    caller: Caller,
    freezer: FrozenDateTimeFactory,
    time: ShadowTime,
    after: int | None,
) -> None:
    """Show those of the pairing, or of the answer; and not what is kept from it."""
    abilities = Abilities(shadow=True, shadow_time=time)
    lock = cloud.add_lock(Lock("bf0shadow", "Shed", abilities=abilities))
    cloud.add_unlock(lock)
    cloud.add_alarm(lock).in_shadow = False
    freezer.tick(60)
    shadow = await shadow_of(caller, lock.id)
    now = round(cloud.clock.now().timestamp() * 1000)
    expected = 1_735_689_600_000 if after is None else now + after * 1000
    assert {code: each["time"] for code, each in shadow.items()} == {
        "unlock_fingerprint": expected
    }


@pytest.mark.parametrize("code", [1106, 28841101])
async def test_the_shadow_may_be_refused(
    cloud: TuyaCloud, caller: Caller, code: int
) -> None:
    """Refuse it for a lock, and when it is to fail."""
    lock = cloud.add_lock(
        Lock("bf0closed", "Closed", abilities=Abilities(refusal=code))
    )
    path = f"/v2.0/cloud/thing/{lock.id}/shadow/properties"
    assert await caller.code(path) == code


async def test_a_denied_lock_answers_nothing_else(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Deny one lock, and leave the others alone."""
    cloud.deny(lock)
    page = {"page_no": 1, "page_size": 20, "start_time": 0, "end_time": END}
    path = f"/v1.1/devices/{lock.id}/door-lock/open-logs"
    assert await caller.code(path, page) == 1106
    await caller.opened(cloud.find(FRONT_DOOR))
    cloud.allow(lock)
    assert await caller.opened(lock) == []
    cloud.deny(lock)
    cloud.recover()
    assert await caller.opened(lock) == []


async def test_rows_come_after_the_report(
    cloud: TuyaCloud, caller: Caller, lock: Lock, freezer: FrozenDateTimeFactory
) -> None:
    """Draw a delay for each row and each log; the status knows at once."""
    cloud.row_delay = (3, 30)
    entry = cloud.add_unlock(lock)
    assert cloud.status_of(lock)["unlock_fingerprint"] == 1
    assert all(3 <= delay <= 30 for delay in entry.delays.values())
    assert len(set(entry.delays.values())) > 1
    freezer.tick(2.9)
    assert await caller.opened(lock) == []
    freezer.tick(entry.delays["open-logs"] - 2.8)
    assert len(await caller.opened(lock)) == 1
    freezer.tick(30)
    records = await caller.records(lock, "unlock_fingerprint")
    assert records["total"] == 1


def test_the_delays_of_rows_are_the_same_each_time() -> None:
    """Draw with a seed."""
    drawn = []
    for seed in (1, 1, 2):
        cloud = TuyaCloud(seed=seed)
        cloud.row_delay = (3, 30)
        lock = cloud.add_lock(Lock("lock", "Lock"))
        drawn.append(cloud.add_unlock(lock).delays)
    assert drawn[0] == drawn[1] != drawn[2]


async def test_a_late_upload_waits_for_its_row_as_well(
    cloud: TuyaCloud, caller: Caller, lock: Lock, freezer: FrozenDateTimeFactory
) -> None:
    """Count from the moment in which the lock wakes up."""
    cloud.row_delay = (10, 10)
    later = cloud.clock.now() + timedelta(minutes=1)
    cloud.add_unlock(lock, visible_at=later)
    freezer.tick(65)
    assert await caller.opened(lock) == []
    freezer.tick(6)
    assert len(await caller.opened(lock)) == 1
