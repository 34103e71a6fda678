"""The control interface over HTTP."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from simulator import BACK_DOOR, FRONT_DOOR, GARDEN_GATE, HALL_LIGHT, Entry, TuyaCloud
from simulator.control import ACTIONS
from simulator.faults import KINDS
from simulator.message_format import JUNK

from .conftest import Caller

DEVICES = "/v1.0/iot-01/associated-users/devices"


async def post(caller: Caller, action: str, **content: Any) -> Any:
    """Post an action and return what it answers."""
    url = caller.base.with_path(f"/_control/{action}")
    async with caller.session.post(url, json=content) as response:
        assert response.status == 200, await response.text()
        return await response.json()


def newest(cloud: TuyaCloud, lock: str) -> Entry:
    """Return the entry that was added last."""
    entry = cloud.entries(lock)[-1]
    assert isinstance(entry, Entry)
    return entry


@pytest.mark.parametrize(
    ("action", "content", "kind", "code", "value"),
    [
        ("unlock", {}, "unlock", "unlock_fingerprint", "1"),
        ("unlock", {"method": "card", "slot": 5}, "unlock", "unlock_card", "5"),
        ("late", {"method": "card", "slot": 5}, "unlock", "unlock_card", "5"),
        ("attempt", {}, "alarm", "alarm_lock", "wrong_password"),
        ("attempt", {"alarm": "wrong_card"}, "alarm", "alarm_lock", "wrong_card"),
        ("alarm", {"alarm": "pry"}, "alarm", "alarm_lock", "pry"),
        ("duress", {}, "alarm", "hijack", "unlock_fingerprint-02"),
        ("doorbell", {}, "doorbell", "doorbell", True),
    ],
)
@pytest.mark.parametrize("lock", ["Front door", FRONT_DOOR])
async def test_things_can_be_made_to_happen(
    caller: Caller,
    lock: str,
    action: str,
    content: dict[str, Any],
    kind: str,
    code: str,
    value: object,
) -> None:
    """Add an entry at a lock given by id or name."""
    answer = await post(caller, action, lock=lock, **content)
    entry = newest(caller.cloud, lock)
    assert (entry.kind, entry.code, entry.value) == (kind, code, value)
    assert set(answer) == {"id", "lock", "lock_name", "occurred_at"}
    assert (answer["lock"], answer["lock_name"]) == (FRONT_DOOR, "Front door")
    assert datetime.fromisoformat(answer["occurred_at"]) == entry.occurred_at
    shown = caller.cloud.record(lock, answer["id"])
    assert shown is not None
    assert shown is entry or shown.raised is entry


async def test_the_past_can_be_made_to_happen(caller: Caller) -> None:
    """Set how long ago it was, an hour by default for a late upload."""
    now = caller.cloud.clock.now()
    for action, content, ago in (
        ("unlock", {"occurred_ago": 90}, 90),
        ("late", {}, 3600),
        ("late", {"occurred_ago": 7.5}, 7.5),
    ):
        await post(caller, action, lock=BACK_DOOR, **content)
        happened = newest(caller.cloud, BACK_DOOR).occurred_at
        assert abs(now - timedelta(seconds=ago) - happened) < timedelta(minutes=1)


async def test_a_video_lock_takes_a_picture_of_who_rings(caller: Caller) -> None:
    """Take a picture where the lock can."""
    await post(caller, "doorbell", lock=GARDEN_GATE)
    assert newest(caller.cloud, GARDEN_GATE).picture is not None
    await post(caller, "attempt", lock=FRONT_DOOR)
    assert newest(caller.cloud, FRONT_DOOR).picture is None


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("tokens/expire", 1010),
        ("tokens/invalidate", 1011),
        ("quota/spend", 28841004),
        ("plan/end", 28841002),
        ("unsubscribe", 28841101),
        ("data-center/suspend", 28841107),
    ],
)
async def test_trouble_can_be_made_and_ended(
    caller: Caller, action: str, code: int
) -> None:
    """Bring trouble, and recover."""
    assert await post(caller, action) == {"ok": True}
    assert await caller.code(DEVICES) == code
    await post(caller, "recover")
    await caller.connect()
    assert await caller.result(DEVICES)


async def test_the_account_can_be_unlinked(caller: Caller) -> None:
    """Remove all devices."""
    await post(caller, "account/unlink")
    assert (await caller.result(DEVICES))["devices"] == []


async def test_calls_can_be_made_to_fail(caller: Caller) -> None:
    """Order a fault for one path."""
    await post(caller, "fail", count=1, fault=1111, path="associated-users")
    assert await caller.code(DEVICES) == 1111
    await post(caller, "fail", fault="not_object")
    url = caller.base.with_path("/v1.0/anything")
    async with caller.session.get(url) as response:
        assert await response.json() == ["success", True]


async def test_locks_and_calls_can_be_listed(caller: Caller) -> None:
    """Look at the cloud without a signature."""
    await caller.result(DEVICES)
    async with caller.session.get(caller.base.with_path("/_control/locks")) as response:
        locks = await response.json()
    names = [lock["name"] for lock in locks]
    assert names == ["Front door", "Back door", "Garden gate", "Holiday flat"]
    assert set(locks[0]) == {"id", "name", "home", "category", "online", "entries"}
    async with caller.session.get(caller.base.with_path("/_control/calls")) as response:
        calls = await response.json()
    assert calls["total"] == 2
    assert calls["by_name"] == {"token": 1, "devices": 1}
    assert calls["calls"][1] == {"method": "GET", "name": "devices", "answer": None}


@pytest.mark.parametrize(
    ("action", "body", "text"),
    [
        ("unlock", b"{", "the body must be JSON"),
        ("unlock", b"[]", "the body must be a JSON object"),
        ("unlock", b"", "lock must be a text"),
        ("unlock", b'{"lock": 5}', "lock must be a text"),
        ("unlock", b'{"lock": "Shed"}', "there is no lock 'Shed'"),
        ("unlock", b'{"lock": "Front door", "slot": "1"}', "slot must be"),
        ("unlock", b'{"lock": "Front door", "slot": -1}', "slot must be"),
        ("unlock", b'{"lock": "Front door", "slot": true}', "slot must be"),
        ("unlock", b'{"lock": "Front door", "method": ""}', "method must be"),
        ("unlock", b'{"lock": "Front door", "occurred_ago": -1}', "occurred_ago"),
        ("unlock", b'{"lock": "Front door", "occurred_ago": NaN}', "occurred_ago"),
        ("late", b'{"lock": "Front door", "occurred_ago": "1"}', "occurred_ago"),
        ("alarm", b'{"lock": "Front door"}', "alarm must be a text"),
        ("attempt", b'{"lock": "Front door", "alarm": "pry"}', "wrong_"),
        ("fail", b"{}", "fault must be"),
        ("fail", b'{"fault": "nonsense"}', "fault must be"),
        ("fail", b'{"fault": 500, "count": 0}', "count must be"),
        ("fail", b'{"fault": 500, "path": 1}', "path must be"),
        ("unlock", b'{"lock": "Front door", "push": 1}', "push must be true or false"),
        ("report", b'{"device": "Toaster"}', "there is no device 'Toaster'"),
        ("report", b'{"device": "Hall light"}', "status must be"),
        ("report", b'{"device": "Hall light", "status": {"a": []}}', "a value of"),
        ("deny", b'{"lock": "Shed"}', "there is no lock 'Shed'"),
        ("rows/delay", b'{"shortest": "3"}', "must be numbers of seconds"),
        ("rows/delay", b'{"shortest": 3}', "must be 0 or more, in this order"),
        ("messages/set", b'{"enabled": "yes"}', "enabled must be true or false"),
        ("messages/set", b'{"rules": ["test"]}', "rules must be a list of event"),
        ("messages/set", b'{"test_devices": "all"}', "test_devices must be a list"),
        ("messages/set", b'{"encryption": "rot13"}', "must be one of aes_gcm"),
        ("messages/set", b'{"families": 1}', "families must be a list of legacy"),
        ("messages/junk", b'{"kind": "rubbish"}', "kind must be one of not_json"),
        ("messages/junk", b"{}", "no consumer is connected"),
        ("messages/repeat", b"{}", "no message has been delivered"),
        ("messages/refuse", b'{"status": 200}', "status must be"),
    ],
)
async def test_bad_input_is_refused_with_a_reason(
    caller: Caller, action: str, body: bytes, text: str
) -> None:
    """Answer 400 and say what is wrong, without any effect."""
    before = len(caller.cloud.entries(FRONT_DOOR))
    url = caller.base.with_path(f"/_control/{action}")
    async with caller.session.post(url, data=body) as response:
        assert response.status == 400
        assert text in await response.text()
    assert len(caller.cloud.entries(FRONT_DOOR)) == before
    assert await caller.result(DEVICES)


async def test_a_lock_can_go_offline_and_upload_late(caller: Caller) -> None:
    """Keep an unlock in the lock until it is back."""
    await post(caller, "offline", lock=FRONT_DOOR)
    await post(caller, "unlock", lock=FRONT_DOOR)
    entry = newest(caller.cloud, FRONT_DOOR)
    assert not caller.cloud.find(FRONT_DOOR).online
    assert entry not in caller.cloud.visible(FRONT_DOOR)
    await post(caller, "online", lock=FRONT_DOOR)
    assert caller.cloud.find(FRONT_DOOR).online
    assert entry in caller.cloud.visible(FRONT_DOOR)


async def test_a_lock_can_be_denied_and_allowed(caller: Caller) -> None:
    """Take one lock from the project, and give it back; a list has those that are in it."""
    path = f"/v1.0/devices/{FRONT_DOOR}"
    listed = (await caller.result(DEVICES))["devices"]
    await post(caller, "deny", lock=FRONT_DOOR)
    assert await caller.code(path) == 1106
    others = (await caller.result(DEVICES))["devices"]
    assert others == [device for device in listed if device["id"] != FRONT_DOOR]
    await post(caller, "allow", lock=FRONT_DOOR)
    assert await caller.result(path)
    assert (await caller.result(DEVICES))["devices"] == listed


async def test_rows_can_be_delayed(caller: Caller) -> None:
    """Show no row for a while."""
    await post(caller, "rows/delay", shortest=300, longest=300)
    before = len(await caller.opened(caller.cloud.find(FRONT_DOOR)))
    await post(caller, "unlock", lock=FRONT_DOOR)
    assert len(await caller.opened(caller.cloud.find(FRONT_DOOR))) == before
    await post(caller, "rows/delay")
    assert caller.cloud.row_delay == (0, 0)


async def test_a_device_can_report_anything(caller: Caller) -> None:
    """Change what a device says of itself, in its log or beside it."""
    device = caller.cloud.devices[HALL_LIGHT]
    await post(caller, "report", device="Hall light", status={"bright_value": 7})
    assert caller.cloud.status_of(device)["bright_value"] == 7
    await post(
        caller, "report", device=HALL_LIGHT, status={"bright_value": 8}, logged=False
    )
    assert caller.cloud.status_of(device)["bright_value"] == 7


async def test_the_message_service_can_be_set(caller: Caller) -> None:
    """Change some settings, leave the others, and read all."""
    url = caller.base.with_path("/_control/messages")
    await post(
        caller,
        "messages/set",
        environments=["event-test"],
        families=["legacy", "iot_core"],
        encryption="aes_ecb",
        announcement="missing",
        test_devices=[FRONT_DOOR],
        stale_first=True,
        keeps_unread=False,
    )
    await post(caller, "messages/delay", shortest=1, longest=2.5)
    await post(caller, "messages/refuse", status=401)
    await post(caller, "unlock", lock=FRONT_DOOR)
    async with caller.session.get(url) as response:
        state = await response.json()
    assert state["settings"] == {
        "enabled": True,
        "environments": ["event-test"],
        "rules": ["event", "event-test"],
        "test_devices": [FRONT_DOOR],
        "encryption": "aes_ecb",
        "announcement": "missing",
        "families": ["legacy", "iot_core"],
        "stale_first": True,
        "silent": False,
        "keeps_unread": False,
        "push_delay": [1, 2.5],
    }
    # The value before and the value, in two families each.
    assert state["environments"]["event-test"] == {
        "consumers": 0,
        "counts": {"published": 4},
        "by_device": {},
    }
    assert state["environments"]["event"]["counts"] == {}
    assert state["handshakes"] == []
    fault = caller.cloud.faults.consume("/ws/v2/consumer")
    assert fault is not None
    assert fault.kind == 401


async def test_an_unknown_action_names_the_known_ones(caller: Caller) -> None:
    """Answer 404 with a list."""
    url = caller.base.with_path("/_control/explode")
    async with caller.session.post(url) as response:
        assert response.status == 404
        assert "doorbell" in await response.text()


def test_each_action_is_documented() -> None:
    """Find every action, every kind of junk and every fault in CONTRIBUTING.md."""
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name in ACTIONS if f"`{name}`" not in text] == []
    assert [name for name in [*JUNK, *KINDS] if f"`{name}`" not in text] == []
