"""The log of a device, as rows of a door lock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.tuya_door_lock.api.client import TuyaClient
from custom_components.tuya_door_lock.api.device_log import (
    device_log_pages,
    door_codes,
    door_lock_rows,
)
from custom_components.tuya_door_lock.api.errors import TuyaUnsupportedError
from custom_components.tuya_door_lock.api.locks import TuyaLocks
from custom_components.tuya_door_lock.api.records import (
    Endpoint,
    LockAlarm,
    RecordKind,
    UnlockMethod,
)
from custom_components.tuya_door_lock.api.sources import find_source
from simulator import FRONT_DOOR, Abilities, Lock, TuyaCloud
from simulator.default_devices import access_terminal

CODES = ["unlock_fingerprint_kit", "unlock_card_kit", "alarm_lock"]


@pytest.fixture
def terminal(cloud: TuyaCloud) -> Lock:
    """Add a lock that answers no door-lock endpoint."""
    return cloud.add_lock(access_terminal())


async def read(client: TuyaClient, lock: Lock) -> list[list[Any]]:
    """Return the rows of all pages."""
    now = datetime.now(UTC)
    pages = device_log_pages(
        client, lock.id, CODES, now - timedelta(days=7), now + timedelta(days=1)
    )
    return [page.rows async for page in pages]


async def test_every_page_is_read(
    cloud: TuyaCloud, client: TuyaClient, terminal: Lock
) -> None:
    """Follow the row keys to the end."""
    for slot in range(120):
        cloud.add_unlock(terminal, "fingerprint_kit", slot)
    pages = await read(client, terminal)
    assert [len(rows) for rows in pages] == [100, 20]
    slots = [
        row["status"]["value"] for rows in pages for row in door_lock_rows(rows, CODES)
    ]
    assert sorted(map(int, slots)) == list(range(120))


async def test_a_lock_that_answers_nothing_else_is_read_by_it(
    cloud: TuyaCloud, client: TuyaClient, terminal: Lock
) -> None:
    """Find its log, and read accesses and alarms as those of any lock."""
    locks = TuyaLocks(client)
    now = datetime.now(UTC)
    span = (now - timedelta(days=7), now + timedelta(days=1))
    source = await find_source(locks, terminal.id, *span)
    assert (source.as_list(), source.is_confirmed) == (
        [{"endpoint": "device-log", "spelling": 0}],
        False,
    )
    cloud.add_unlock(terminal, "fingerprint_kit", 1)
    cloud.add_alarm(terminal, "pry")
    source = await find_source(locks, terminal.id, *span)
    assert source.is_confirmed
    [stream] = source.streams
    pages = [page async for page in locks.pages(terminal.id, stream, *span)]
    assert [
        (record.kind, record.method, record.slot, record.alarm)
        for page in pages
        for record in page.records
    ] == [
        (RecordKind.ALARM, None, None, LockAlarm.PRY),
        (RecordKind.UNLOCK, UnlockMethod.FINGERPRINT, 1, None),
    ]


async def test_diagnostics_have_the_newest_rows_of_several_pages(
    cloud: TuyaCloud, client: TuyaClient, terminal: Lock
) -> None:
    """The pages after the first one are older."""
    locks = TuyaLocks(client)
    now = datetime.now(UTC)
    for minutes in range(120):
        happened = now - timedelta(minutes=minutes)
        cloud.add_unlock(terminal, "fingerprint_kit", 1, occurred_at=happened)
    span = (now - timedelta(days=7), now + timedelta(days=1))
    source = await find_source(locks, terminal.id, *span)
    pages = [page async for page in locks.pages(terminal.id, source.streams[0], *span)]
    assert [len(page.records) for page in pages] == [100, 20]
    rows = locks.recent_rows(terminal.id)["device-log"]
    newest = [int(each.occurred_at.timestamp()) for each in pages[0].records[:20]]
    assert [row["update_time"] // 1000 for row in rows] == newest


async def test_alarms_come_from_it_where_no_other_log_has_them(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Read the unlocks where they have names, and the alarms where they are."""
    abilities = Abilities(alarm_logs=(), device_logs=True)
    lock = cloud.add_lock(Lock("bfalarms000000000001", "Shed", abilities=abilities))
    locks = TuyaLocks(client)
    now = datetime.now(UTC)
    span = (now - timedelta(days=7), now + timedelta(days=1))
    cloud.add_unlock(lock, "fingerprint", 1)
    cloud.add_alarm(lock, "pry")
    source = await find_source(locks, lock.id, *span)
    assert [stream.endpoint for stream in source.streams] == [
        Endpoint.OPEN_LOGS,
        Endpoint.DEVICE_ALARMS,
    ]
    pages = [page async for page in locks.pages(lock.id, source.streams[1], *span)]
    assert [record.alarm for page in pages for record in page.records] == [
        LockAlarm.PRY
    ]


async def test_a_lock_without_a_log_says_so(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Raise what its refusal means."""
    lock = cloud.find(FRONT_DOOR)
    with pytest.raises(TuyaUnsupportedError):
        await read(client, lock)


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("unlock_fingerprint_kit", "AAAAAQAA", "1"),
        ("unlock_card_kit", "AAABAwAA", "259"),
        ("unlock_card_kit", "AAAB", "AAAB"),
        ("unlock_card_kit", "no base64", "no base64"),
        ("unlock_card_kit", "", None),
        ("unlock_fingerprint", "3", "3"),
        ("hijack", True, "True"),
        ("alarm_lock", "wrong_password", "wrong_password"),
    ],
)
def test_a_value_is_read_as_the_other_logs_show_it(
    code: str, value: object, expected: str | None
) -> None:
    """Read the slot from the first four bytes, and ignore the rest."""
    [row] = door_lock_rows([{"code": code, "value": value, "event_time": 1}], [code])
    assert row == {"update_time": 1, "status": {"code": code, "value": expected}}


def test_a_lock_that_sends_all_that_it_knows_was_not_opened() -> None:
    """Leave out three unlocks at one moment, and keep what else there was."""
    codes = ["unlock_card_kit", "unlock_password_kit", "unlock_phone_remote_kit"]
    everything = [
        {"code": code, "value": "AAAAAQAA", "event_time": 5}
        for code in [*codes, "alarm_lock"]
    ]
    two_factors = [
        {"code": code, "value": "AAAAAQAA", "event_time": 7} for code in codes[:2]
    ]
    rows = door_lock_rows([*two_factors, *everything], [*codes, "alarm_lock"])
    assert [(row["update_time"], row["status"]["code"]) for row in rows] == [
        (7, "unlock_card_kit"),
        (7, "unlock_password_kit"),
        (5, "alarm_lock"),
    ]


def test_what_is_no_row_is_left_out() -> None:
    """Survive any list, and leave the settings of the lock out."""
    junk: list[Any] = [
        None,
        7,
        "row",
        {},
        {"code": 5.5},
        {"code": []},
        {"code": "language"},
    ]
    assert door_lock_rows([*junk, {"code": "hijack"}], ["hijack"]) == [
        {"update_time": None, "status": {"code": "hijack", "value": None}}
    ]


def test_a_lock_is_asked_for_what_happens_at_the_door() -> None:
    """Ask for its unlocks and for all alarms, and for no setting."""
    own = ["unlock_card_kit", "card_unlock_user", "hijack", "language", "volume"]
    more = ["unlock_method_create", "unlock_switch", "residual_electricity"]
    assert door_codes([*own, *more]) == [
        "alarm_lock",
        "alarm_lock_kit",
        "card_unlock_user",
        "doorbell",
        "hijack",
        "lock_alarm_kit",
        "unlock_card_kit",
        "unlock_request",
    ]
