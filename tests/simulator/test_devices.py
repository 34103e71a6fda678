"""The list of devices, one device, and the members of a lock."""

from typing import Any

import pytest

from simulator import (
    BACK_DOOR,
    FRONT_DOOR,
    GARDEN_GATE,
    HALL_LIGHT,
    HOLIDAY_FLAT,
    Device,
    Lock,
    TuyaCloud,
)

from .conftest import Caller

DEVICES = "/v1.0/iot-01/associated-users/devices"


async def test_the_list_holds_locks_and_other_devices(caller: Caller) -> None:
    """List the household in the order of adding."""
    result = await caller.result(DEVICES)
    assert set(result) == {"devices", "has_more", "last_row_key", "total"}
    categories = [device["category"] for device in result["devices"]]
    assert categories == ["ms", "dj", "jtmspro", "videolock", "cz", "jtmspro"]
    assert result["has_more"] is False
    assert result["total"] == 6
    assert len({device["owner_id"] for device in result["devices"]}) == 2
    assert [device["sub"] for device in result["devices"]] == [False] * 5 + [True]


async def test_a_device_has_the_fields_of_tuyas_page(caller: Caller) -> None:
    """Show one device as the list shows it."""
    result = await caller.result(DEVICES)
    device = await caller.result(f"/v1.0/devices/{HOLIDAY_FLAT}")
    assert device == result["devices"][-1]
    assert set(device) == {
        "active_time",
        "biz_type",
        "category",
        "create_time",
        "gateway_id",
        "icon",
        "id",
        "ip",
        "local_key",
        "model",
        "name",
        "online",
        "owner_id",
        "product_id",
        "product_name",
        "status",
        "sub",
        "time_zone",
        "uid",
        "update_time",
        "uuid",
    }
    assert len(device["local_key"]) == 16
    assert {"code": "residual_electricity", "value": 31} in device["status"]


async def test_the_list_comes_in_pages(cloud: TuyaCloud, caller: Caller) -> None:
    """Follow `last_row_key` over 50 devices, 20 at a time without `size`."""
    for number in range(44):
        cloud.add_device(Device(f"bf{number:020d}", f"Light {number}"))
    seen: list[str] = []
    query: dict[str, Any] = {}
    sizes: list[int] = []
    while True:
        result = await caller.result(DEVICES, query)
        seen += [device["id"] for device in result["devices"]]
        sizes.append(len(result["devices"]))
        if not result["has_more"]:
            break
        query = {"last_row_key": result["last_row_key"]}
    assert sizes == [20, 20, 10]
    assert seen == list(cloud.devices)
    assert len((await caller.result(DEVICES, {"size": 100}))["devices"]) == 50


@pytest.mark.parametrize(
    "query", [{"size": 101}, {"size": 0}, {"size": "many"}, {"last_row_key": "gone"}]
)
async def test_strange_paging_of_devices_is_refused(
    caller: Caller, query: dict[str, Any]
) -> None:
    """Answer 1109 to a size or a key that makes no sense."""
    assert await caller.code(DEVICES, query) == 1109


async def test_a_device_that_is_not_there_is_denied(caller: Caller) -> None:
    """Answer 1106 on every path of an unknown or removed device."""
    assert await caller.code("/v1.0/devices/bfnowhere") == 1106
    caller.cloud.remove_lock(FRONT_DOOR)
    paging = {"page_no": 1, "page_size": 10}
    path = f"/v1.1/devices/{FRONT_DOOR}/door-lock/alarm-logs"
    assert await caller.code(path, paging) == 1106


async def test_a_light_has_no_door_lock_log(caller: Caller) -> None:
    """Answer 2009 for a device that is no lock."""
    path = f"/v1.1/devices/{HALL_LIGHT}/door-lock/open-logs"
    assert await caller.code(path) == 2009


async def test_a_locks_status_keeps_its_last_codes(
    cloud: TuyaCloud, caller: Caller, lock: Lock
) -> None:
    """Report the last slot and alarm for ever, and `hijack` as a boolean."""
    cloud.add_attempt(lock)
    cloud.add_unlock(lock, "card", 5)
    cloud.add_duress(lock)
    device = await caller.result(f"/v1.0/devices/{lock.id}")
    status = {each["code"]: each["value"] for each in device["status"]}
    assert status == {
        "alarm_lock": "wrong_password",
        "unlock_card": 5,
        "unlock_fingerprint": 2,
        "hijack": True,
    }


async def test_members_come_with_their_credentials(caller: Caller) -> None:
    """Show slots, names and which finger is the one for duress."""
    path = f"/v1.0/smart-lock/devices/{FRONT_DOOR}/users"
    result = await caller.result(path, {"page_no": 1, "page_size": 2})
    assert (result["total"], result["total_pages"], result["has_more"]) == (5, 3, True)
    ana, ben = result["records"]
    assert (ana["nick_name"], ana["user_id"]) == ("Ana", "30660001")
    [detail] = ana["unlock_detail"]
    assert (detail["dp_code"], detail["count"]) == ("unlock_fingerprint", 2)
    assert [
        (each["unlock_sn"], each["unlock_name"], each["unlock_attr"])
        for each in detail["unlock_list"]
    ] == [(1, "Right thumb", 0), (2, "Left thumb", 1)]
    assert [each["dp_code"] for each in ben["unlock_detail"]] == [
        "unlock_password",
        "unlock_card",
    ]
    query = {"page_no": 1, "page_size": 9, "codes": "unlock_card"}
    filtered = await caller.result(path, query)
    assert [len(each["unlock_detail"]) for each in filtered["records"]] == [
        0,
        1,
        0,
        1,
        0,
    ]


async def test_one_lock_does_not_know_its_members(caller: Caller) -> None:
    """Answer 2009 where the users are unsupported."""
    path = f"/v1.0/smart-lock/devices/{GARDEN_GATE}/users"
    answer = await caller.call(path, {"page_no": 1, "page_size": 20})
    assert (answer["code"], answer["msg"]) == (2009, "not support this device")
    assert await caller.code(path.replace(GARDEN_GATE, BACK_DOOR)) == 1100


def test_an_id_is_used_once(cloud: TuyaCloud) -> None:
    """Refuse a second device with the same id."""
    with pytest.raises(ValueError, match="already"):
        cloud.add_lock(Lock(FRONT_DOOR, "Another"))


def test_a_lock_is_found_by_itself_its_id_and_its_name(cloud: TuyaCloud) -> None:
    """Find a lock by each of them, and say which one is missing."""
    front = cloud.find(FRONT_DOOR)
    assert cloud.find("Front door") is cloud.find(front) is front
    with pytest.raises(LookupError, match="Shed"):
        cloud.find("Shed")


def test_an_empty_cloud_has_nothing() -> None:
    """Build a cloud to be filled by a test."""
    cloud = TuyaCloud.empty()
    assert (cloud.devices, cloud.locks, cloud.calls) == ({}, [], [])


async def test_a_lock_lists_the_firmware_of_its_modules(
    cloud: TuyaCloud, caller: Caller
) -> None:
    """List main module and processor; nothing where Tuya knows nothing."""
    path = f"/v1.0/iot-03/devices/{FRONT_DOOR}/upgrade-infos"
    modules = await caller.result(path)
    assert {module["module_type"]: module["current_version"] for module in modules} == {
        0: "1.4.2",
        9: "1.0.0",
    }
    cloud.find(FRONT_DOOR).firmware = None
    assert await caller.result(path) == []
