"""Which path is answered by what, and the endpoints that are not logs.

Sources: Tuya's pages "Token Management", "Get a list of devices under a linked app
account", "Obtain whether the firmware on the device is available for upgrade", "Smart
Lock User Management" and "Unlocking & Alert History APIs".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import json
import re
from typing import Any, Final, cast

from . import device_logs, errors, gate, logs, rows
from .cloud import TuyaCloud
from .errors import TuyaError
from .models import Credential, Device, Lock, Version
from .request import Request
from .tokens import Token

DEVICES_CAP: Final = 100
DEVICES_DEFAULT: Final = 20

type Parts = Mapping[str, str]


def _token_result(cloud: TuyaCloud, token: Token) -> dict[str, Any]:
    return {
        "access_token": token.access,
        "expire_time": cloud.tokens.life(token),
        "refresh_token": token.refresh,
        "uid": "fake-developer-uid",
    }


def _token(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    if request.text("grant_type") != "1":
        raise TuyaError(errors.GRANT_TYPE_INVALID)
    return _token_result(cloud, cloud.tokens.issue())


def _refresh(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    return _token_result(cloud, cloud.tokens.refresh(parts["refresh_token"]))


def _device_row(cloud: TuyaCloud, device: Device) -> rows.Row:
    number = list(cloud.devices).index(device.id) + 1
    return rows.device_row(device, number, cloud.status_of(device))


def _devices(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    size = request.optional("size")
    size = DEVICES_DEFAULT if size is None else size
    if not 1 <= size <= DEVICES_CAP:
        raise TuyaError(errors.PARAM_ILLEGAL)
    linked = [device for device in cloud.devices.values() if cloud.holds(device)]
    first = 0
    if key := request.values.get("last_row_key"):
        keys = [_row_key(device) for device in linked]
        if key not in keys:
            raise TuyaError(errors.PARAM_ILLEGAL)
        first = keys.index(key) + 1
    shown = linked[first : first + size]
    return {
        "devices": [_device_row(cloud, device) for device in shown],
        "has_more": first + size < len(linked),
        "last_row_key": _row_key(shown[-1]) if shown else "",
        "total": len(linked),
    }


def _row_key(device: Device) -> str:
    return f"row-{device.id}"


def _find(cloud: TuyaCloud, parts: Parts) -> Device:
    device = cloud.devices.get(parts["device_id"])
    if device is None or not cloud.holds(device):
        raise TuyaError(errors.PERMISSION_DENY)
    return device


def _find_lock(cloud: TuyaCloud, parts: Parts) -> Lock:
    device = _find(cloud, parts)
    if not isinstance(device, Lock):
        raise TuyaError(errors.NOT_SUPPORTED)
    return device


def _device(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    return _device_row(cloud, _find(cloud, parts))


def _upgrade_infos(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    """Return the firmware of a lock's modules: the main one, and its processor's."""
    firmware = _find_lock(cloud, parts).firmware
    versions = {} if firmware is None else {9: "1.0.0", 0: firmware}
    return [
        {
            "control_type": 0,
            "current_version": version,
            "last_upgrade_time": 0,
            "module_desc": "",
            "module_type": module_type,
            "upgrade_status": 0,
        }
        for module_type, version in versions.items()
    ]


def _users(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    lock = _find_lock(cloud, parts)
    if not lock.abilities.users:
        raise TuyaError(errors.NOT_SUPPORTED)
    number = request.integer("page_no", minimum=1)
    size = min(request.integer("page_size", minimum=1), logs.PAGE_CAP)
    codes = request.words("codes")
    members = [
        rows.member_row(person, index, codes)
        for index, person in enumerate(lock.people, start=1)
    ]
    return {
        "has_more": number * size < len(members),
        "records": members[(number - 1) * size : number * size],
        "total": len(members),
        "total_pages": -(-len(members) // size),
    }


def _open_logs(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    lock = _find_lock(cloud, parts)
    return logs.open_logs(cloud, request, lock, cast(Version, parts["version"]))


def _alarm_logs(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    lock = _find_lock(cloud, parts)
    return logs.alarm_logs(cloud, request, lock, cast(Version, parts["version"]))


def _records(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    return logs.records(cloud, request, _find_lock(cloud, parts))


def _device_logs(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    return device_logs.device_logs(cloud, request, _find(cloud, parts))


def _shadow(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    return device_logs.shadow(cloud, request, _find(cloud, parts))


def _user_id(body: bytes) -> str:
    try:
        content = json.loads(body)
    except ValueError:
        raise TuyaError(errors.PARAM_ILLEGAL) from None
    if not isinstance(content, dict):
        raise TuyaError(errors.PARAM_ILLEGAL)
    user_id = content.get("user_id", content.get("userId"))
    if user_id is None or user_id == "":
        raise TuyaError(errors.PARAM_EMPTY)
    if isinstance(user_id, bool) or not isinstance(user_id, str | int):
        raise TuyaError(errors.PARAM_ILLEGAL)
    return str(user_id)


def _allocate(cloud: TuyaCloud, request: Request, parts: Parts) -> object:
    """Bind the credential of a record to a member, whose name its rows then carry."""
    lock = _find_lock(cloud, parts)
    if not lock.abilities.records:
        raise TuyaError(lock.abilities.refusal)
    user_id = _user_id(request.body)
    entry = cloud.record(lock, parts["record_id"])
    if entry is None:
        raise TuyaError(errors.NOT_EXIST)
    if not rows.is_bindable(lock, entry):
        raise TuyaError(errors.PERMISSION_DENY)
    member = lock.member(user_id)
    if member is None:
        raise TuyaError(errors.PARAM_ILLEGAL)
    assert entry.slot is not None
    member.credentials.append(Credential(entry.method, entry.slot))
    cloud.say(f"{lock.name}: {entry.method} {entry.slot} now belongs to {member.name}")
    return True


@dataclass(frozen=True, slots=True)
class Route:
    """A path, the name its calls are counted under, and what answers it."""

    method: str
    template: str
    name: str
    answer: Callable[[TuyaCloud, Request, Parts], object]

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """Return the parts of a path that the template names; None if it is not it."""
        if method != self.method:
            return None
        pattern = self.template.replace(".", r"\.")
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)
        found = re.fullmatch(pattern, path)
        return found.groupdict() if found else None


DOOR_LOCK: Final = "devices/{device_id}/door-lock"

ROUTES: Final = (
    Route("GET", "/v1.0/token", "token", _token),
    Route("GET", "/v1.0/token/{refresh_token}", "token", _refresh),
    Route("GET", "/v1.0/iot-01/associated-users/devices", "devices", _devices),
    Route("GET", "/v1.0/devices/{device_id}", "device", _device),
    Route(
        "GET",
        "/v1.0/iot-03/devices/{device_id}/upgrade-infos",
        "upgrade-infos",
        _upgrade_infos,
    ),
    Route("GET", "/v1.0/smart-lock/devices/{device_id}/users", "users", _users),
    Route("GET", "/{version}/" + DOOR_LOCK + "/open-logs", "open-logs", _open_logs),
    Route("GET", "/{version}/" + DOOR_LOCK + "/alarm-logs", "alarm-logs", _alarm_logs),
    Route("GET", "/v1.0/" + DOOR_LOCK + "/records", "records", _records),
    Route("GET", "/v1.0/devices/{device_id}/logs", "device-logs", _device_logs),
    Route(
        "GET",
        "/v2.0/cloud/thing/{device_id}/shadow/properties",
        "shadow",
        _shadow,
    ),
    Route(
        "POST",
        "/v1.0/" + DOOR_LOCK + "/records/{record_id}/actions/allocate",
        "allocate",
        _allocate,
    ),
)


def find_route(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Return what answers a path, with the parts of it that vary."""
    for route in ROUTES:
        parts = route.match(method, path)
        if parts is not None:
            return route, parts
    return None


def answer(cloud: TuyaCloud, request: Request) -> object:
    """Return the `result` of a request; raise TuyaError where it fails."""
    found = find_route(request.method, request.path)
    with_token = found is None or found[0].name != "token"
    gate.check(cloud, request, with_token=with_token)
    if found is None:
        raise TuyaError(errors.PATH_INVALID)
    route, parts = found
    return route.answer(cloud, request, parts)
