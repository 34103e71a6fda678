"""How each endpoint shows an entry, a member or a device.

Names and types follow the sample responses of Tuya's page "Unlocking & Alert History
APIs", which differ from its tables: `status` is a dict everywhere but in alarm-logs
v1.1, values are strings, and only alarm-logs v1.0 counts time in seconds.
"""

from collections.abc import Sequence
from typing import Any

from .models import Device, Entry, Lock, Person, Picture, RawEntry, Value, Version

MASK = "*"
NOBODY = "0"

type Row = dict[str, Any]


def milliseconds(entry: Entry | RawEntry) -> int:
    """Return when the entry happened in milliseconds since 1970."""
    return round(entry.occurred_at.timestamp() * 1000)


def owner(lock: Lock, entry: Entry) -> Person | None:
    """Return who an entry belongs to, by the lock's members as they are now."""
    return entry.person or lock.holder(entry.method, entry.slot)


def credential_name(lock: Lock, entry: Entry) -> str:
    """Return the name of the credential, empty if it has none."""
    person = owner(lock, entry)
    credential = person and person.credential(entry.method, entry.slot)
    return credential.name if credential else ""


def is_bindable(lock: Lock, entry: Entry) -> bool:
    """Return whether the entry's credential may still be bound to a member."""
    return (
        entry.kind == "unlock" and entry.slot is not None and owner(lock, entry) is None
    )


def _media(picture: Picture | None, base_url: str) -> list[dict[str, str]]:
    if picture is None:
        return []
    url = picture.url or f"{base_url}/_media/{picture.name}"
    return [{"file_key": picture.key, "file_url": url}]


def _text(value: Value) -> str | bool:
    return value if isinstance(value, bool) else str(value)


def open_row(lock: Lock, entry: Entry, *, base_url: str | None) -> Row:
    """Show an unlock in open-logs; `base_url` is None where no media is asked for."""
    person = owner(lock, entry)
    row: Row = {
        "nick_name": person.name if person else "",
        "status": {"code": entry.code, "value": _text(entry.value)},
        "unlock_name": credential_name(lock, entry),
        "update_time": milliseconds(entry),
        "user_id": person.user_id if person else NOBODY,
    }
    if base_url is not None:
        row["media_infos"] = _media(entry.picture, base_url)
    return row


def alarm_row(
    lock: Lock, entry: Entry, version: Version, *, base_url: str | None
) -> Row:
    """Show an alarm or a ring in alarm-logs."""
    status = {"code": entry.code, "value": _text(entry.value)}
    if version == "v1.0":
        return {"status": status, "update_time": milliseconds(entry) // 1000}
    person = owner(lock, entry)
    row: Row = {
        "nick_name": person.name if person else "",
        "status": [status],
        "update_time": milliseconds(entry),
    }
    if base_url is not None:
        row["media_infos"] = _media(entry.picture, base_url)
    return row


def record_row(lock: Lock, entry: Entry, *, base_url: str) -> Row:
    """Show any entry in records, with password numbers masked.

    `record_type` has no documented values; the sample marks an unlock that raised an
    alarm with "alarm", so any other unlock is "unlock" here.
    """
    person = owner(lock, entry)
    masked = entry.code.startswith("unlock_password")
    ordinary = entry.kind == "unlock" and not entry.duress
    user_id = person.user_id if person else NOBODY
    row: Row = {
        "avatar": f"https://images.example/avatar/{user_id}.png" if person else "",
        "dps": [{entry.code: MASK if masked else _text(entry.value)}],
        "gmt_create": milliseconds(entry),
        "member_bindable_flag": int(is_bindable(lock, entry)),
        "record_id": entry.id,
        "record_type": "unlock" if ordinary else "alarm",
        "unlock_name": credential_name(lock, entry),
        "user_id": user_id,
        "user_name": person.name if person else "",
    }
    if entry.picture is not None:
        row["media_info_list"] = _media(entry.picture, base_url)
    if entry.participants:
        row["union_unlock_info"] = [
            {
                "opmode": each.opmode,
                "unlock_name": each.unlock_name,
                "user_name": each.user_name,
            }
            for each in entry.participants
        ]
    return row


def member_row(person: Person, number: int, codes: Sequence[str]) -> Row:
    """Show a member of a lock with the credentials of `codes`, all if it is empty.

    Source: Tuya's page "Smart Lock User Management".
    """
    details: dict[str, list[dict[str, Any]]] = {}
    for credential in person.credentials:
        code = f"unlock_{credential.method}"
        if codes and code not in codes:
            continue
        details.setdefault(code, []).append(
            {
                "unlock_attr": int(credential.duress),
                "unlock_id": f"{number}{credential.slot:04d}",
                "unlock_name": credential.name,
                "unlock_sn": credential.slot,
            }
        )
    return {
        "avatar_url": f"https://images.example/avatar/{person.user_id}.png",
        "back_home_notify_attr": 0,
        "effective_flag": 1,
        "lock_user_id": number,
        "nick_name": person.name,
        "uid": f"fake-member-{person.user_id}",
        "unlock_detail": [
            {"count": len(unlocks), "dp_code": code, "unlock_list": unlocks}
            for code, unlocks in details.items()
        ],
        "user_contact": "",
        "user_id": person.user_id,
        "user_type": 50 if number == 1 else 20,
    }


def product_id(number: int) -> str:
    """Return the product of the account's device with this number."""
    return f"fakeproduct{number % 100000:05d}"


def device_row(device: Device, number: int, status: dict[str, Value]) -> Row:
    """Show a device of the account; every address and key in it is a fake.

    Source: Tuya's page "Get a list of devices under a linked app account".
    """
    row: Row = {
        "active_time": 1735689600 + number,
        "biz_type": 18,
        "category": device.category,
        "create_time": 1735689600 + number,
        "icon": f"smart/icon/example/{device.category}.png",
        "id": device.id,
        "ip": f"192.0.2.{number % 250 + 1}",
        "local_key": f"fake-local-key{number % 100:02d}",
        "model": device.model,
        "name": device.name,
        "online": device.online,
        "owner_id": f"fake-home-{device.home.lower().replace(' ', '-')}",
        "product_id": product_id(number),
        "product_name": device.product_name,
        "status": [{"code": code, "value": value} for code, value in status.items()],
        "sub": device.gateway_id is not None,
        "time_zone": "+01:00",
        "uid": "fake-account-uid",
        "update_time": 1735689600 + number,
        "uuid": f"fake-uuid-{number:010d}",
    }
    if device.gateway_id is not None:
        row["gateway_id"] = device.gateway_id
    return row
