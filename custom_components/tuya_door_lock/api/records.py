"""Rows of every door-lock log endpoint, as one shape.

Source: Tuya's page "Unlocking & Alert History APIs". Its tables and its samples
contradict each other, and locks follow now one, now the other: both are read here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
import re
from typing import Any, Final
import unicodedata


class Endpoint(StrEnum):
    """The kinds of log that Tuya keeps of a lock."""

    OPEN_LOGS = "open-logs"
    ALARM_LOGS = "alarm-logs"
    RECORDS = "records"
    DEVICE_LOG = "device-log"
    """What any device reports: of a lock that answers none of the others."""

    DEVICE_ALARMS = "device-alarms"
    """Its alarms alone, where none of the other endpoints shows them."""


class RecordKind(StrEnum):
    """What a record is about."""

    UNLOCK = "unlock"
    ALARM = "alarm"
    DOORBELL = "doorbell"


class UnlockMethod(StrEnum):
    """How a lock was opened: Tuya's DP codes without `unlock_`."""

    APP = "app"
    BLE = "ble"
    CARD = "card"
    DOUBLE = "double"
    DYNAMIC = "dynamic"
    EMERGENCY = "emergency"
    EYE = "eye"
    FACE = "face"
    FINGER_VEIN = "finger_vein"
    FINGERPRINT = "fingerprint"
    GEOFENCE = "geofence"
    HAND = "hand"
    IDENTITY_CARD = "identity_card"
    INSIDE = "inside"
    KEY = "key"
    OFFLINE_CLEAR = "offline_clear"
    OFFLINE_CLEAR_SINGLE = "offline_clear_single"
    OFFLINE_PD = "offline_pd"
    PASSWORD = "password"
    PHONE_REMOTE = "phone_remote"
    REMOTE = "remote"
    SPECIAL = "special"
    TELECONTROL = "telecontrol"
    TEMPORARY = "temporary"
    VOICE_REMOTE = "voice_remote"
    OTHER = "other"


class LockAlarm(StrEnum):
    """What a lock raised an alarm for: the values of Tuya's `alarm_lock`."""

    DEFENSE = "defense"
    DURESS = "duress"
    KEY_IN = "key_in"
    LOW_BATTERY = "low_battery"
    POWER_OFF = "power_off"
    PRY = "pry"
    SHOCK = "shock"
    STAY_ALARM = "stay_alarm"
    TONGUE_BAD = "tongue_bad"
    TONGUE_NOT_OUT = "tongue_not_out"
    TOO_HOT = "too_hot"
    UNCLOSED_TIME = "unclosed_time"
    WRONG_CARD = "wrong_card"
    WRONG_FACE = "wrong_face"
    WRONG_FINGER = "wrong_finger"
    WRONG_FINGER_VEIN = "wrong_finger_vein"
    WRONG_HAND = "wrong_hand"
    WRONG_PASSWORD = "wrong_password"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Duress:
    """The finger or code that raised a duress alarm, as far as Tuya names it."""

    method: UnlockMethod | None = None
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One of those who opened a lock together."""

    method: UnlockMethod
    slot: int | None = None
    user_name: str | None = None
    credential_name: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """An encrypted picture or video: addresses that die soon, and their keys."""

    file_url: str | None = field(default=None, repr=False)
    file_key: str | None = field(default=None, repr=False)
    media_url: str | None = field(default=None, repr=False)
    media_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRecord:
    """One thing that happened at a lock, whichever endpoint shows it."""

    tuya_id: str | None = field(default=None, repr=False)
    """Tuya's own id of the row, where it has one; what `allocate` asks for."""

    occurred_at: datetime
    """Aware, UTC, by the lock's own clock."""

    kind: RecordKind
    method: UnlockMethod | None = None
    alarm: LockAlarm | None = None

    code: str = ""
    """Tuya's word: the DP code, or the value of `alarm_lock`."""

    value: str | None = None
    slot: int | None = None
    credential_name: str | None = None
    user_id: str | None = field(default=None, repr=False)
    user_name: str | None = None
    participants: tuple[Participant, ...] = ()
    duress: Duress | None = None

    duress_suspected: bool = False
    """Tuya files this unlock under its alarms and does not say why."""

    media: tuple[Media, ...] = ()
    bindable: bool = False

    @property
    def what(self) -> str:
        """Return what happened; it is the same in every endpoint and version.

        A method or an alarm that is not known yet is named by its code.
        """
        fact = self.method or self.alarm or ""
        return f"{self.kind} {stem_of(self.code) if fact == 'other' else fact}"


LONGEST_TEXT: Final = 255

# The most codes, or people, in a row; a row with more is no real one.
_MOST_OF_A_ROW: Final = 20
# Ids of the app's or a password's own, or a constant: not a slot of the lock.
_SLOTLESS: Final = frozenset(
    {
        UnlockMethod.APP,
        UnlockMethod.DOUBLE,
        UnlockMethod.DYNAMIC,
        UnlockMethod.GEOFENCE,
        UnlockMethod.INSIDE,
        UnlockMethod.OFFLINE_CLEAR,
        UnlockMethod.OFFLINE_CLEAR_SINGLE,
        UnlockMethod.OFFLINE_PD,
        UnlockMethod.PHONE_REMOTE,
        UnlockMethod.REMOTE,
        UnlockMethod.VOICE_REMOTE,
    }
)
# Slots end at 999; a longer number may be what a person types at the door.
_TYPED: Final = frozenset(
    {UnlockMethod.EMERGENCY, UnlockMethod.PASSWORD, UnlockMethod.TEMPORARY}
)
_ALARM_CODES: Final = frozenset({"alarm_lock", "alarm_lock_kit", "lock_alarm_kit"})
_RING_CODES: Final = frozenset({"doorbell", "unlock_request"})
_METHOD_ALIASES: Final = {
    "finger": UnlockMethod.FINGERPRINT,
    "open_inside": UnlockMethod.INSIDE,
}
_DURESS_VALUE: Final = re.compile(r"(?P<code>unlock_\w+)-(?P<slot>[0-9]{1,9})")
# "alarm" in the page's sample; 2 in Tuya's SDK for the same log.
_ALARM_RECORD_TYPES: Final = frozenset({"alarm", "2"})
# From here on a number counts milliseconds: as seconds it is the year 5138.
_MILLISECONDS_FROM: Final = 100_000_000_000
_LATEST_SECONDS: Final = 4_102_444_800


def records_from_row(endpoint: Endpoint, row: object) -> tuple[LockRecord, ...]:
    """Return the records in a row of an endpoint, whatever JSON value it is.

    Usually that is one record. A row with an unlock and an alarm gives both, the
    unlock first; several unlock codes in one row are one combined unlock. A row
    without a usable time, or that says that nothing happened (`hijack` false),
    gives none.
    """
    if not isinstance(row, dict):
        return ()
    occurred_at = time_of(row.get("update_time")) or time_of(row.get("gmt_create"))
    if occurred_at is None:
        return ()
    codes = list(islice(_codes(row), _MOST_OF_A_ROW)) or [("", None)]
    filed_as_alarm = text_of(row.get("record_type")) in _ALARM_RECORD_TYPES
    if endpoint is Endpoint.RECORDS:
        unknown_is_alarm = filed_as_alarm
    else:
        unknown_is_alarm = endpoint in (Endpoint.ALARM_LOGS, Endpoint.DEVICE_ALARMS)

    facts = dict.fromkeys(
        _fact(code, value, unknown_is_alarm=unknown_is_alarm) for code, value in codes
    )
    unlocks = [fact for fact in facts if fact and fact.kind is RecordKind.UNLOCK]
    others = [fact for fact in facts if fact and fact.kind is not RecordKind.UNLOCK]
    # An unknown code says nothing beside a known one.
    known = [fact for fact in unlocks if fact.is_known]
    unlock = _combined(known or ([] if others else unlocks[:1]))
    duress = any(fact.alarm is LockAlarm.DURESS for fact in others)
    if unlock is not None:
        if filed_as_alarm and not duress:
            unlock = replace(unlock, suspected=True)
        others = [_with_means(fact, unlock) for fact in others]

    user_id = text_of(row.get("user_id"))
    tuya_id = text_of(row.get("record_id"))
    shared = {
        "occurred_at": occurred_at,
        "tuya_id": None if tuya_id == "0" else tuya_id,
        "credential_name": text_of(row.get("unlock_name")),
        "user_id": None if user_id == "0" else user_id,
        "user_name": _first_text(row, "user_name", "nick_name", "nickName"),
        "media": _media(row),
        "bindable": text_of(row.get("member_bindable_flag")) in {"1", "True"},
    }
    together = tuple(_participants(row))
    return tuple(
        _record(fact, shared, together)
        for fact in ([unlock] if unlock else []) + others
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """What one code of a row means, before the row's other fields are added."""

    kind: RecordKind
    code: str
    value: str | None
    method: UnlockMethod | None = None
    alarm: LockAlarm | None = None
    duress: Duress | None = None
    suspected: bool = False
    participants: tuple[Participant, ...] = ()

    @property
    def slot(self) -> int | None:
        return slot_of(self.method, self.value)

    @property
    def is_known(self) -> bool:
        return self.method is not UnlockMethod.OTHER or self.code.startswith("unlock_")


def _fact(code: str, value: str | None, *, unknown_is_alarm: bool) -> _Fact | None:
    """Return what a code and its value mean, None where that is nothing."""
    nothing = value is not None and value.lower() in {"false", "0"}
    if code in _RING_CODES:
        if nothing:
            return None
        return _Fact(kind=RecordKind.DOORBELL, code=code, value=value)
    if code == "hijack":
        if nothing:
            return None
        return _alarm(LockAlarm.DURESS, code, value)
    if code in _ALARM_CODES:
        if nothing:
            return None
        if value == "doorbell":
            return _Fact(kind=RecordKind.DOORBELL, code=value, value=None)
        if value == "hijack":
            return _alarm(LockAlarm.DURESS, value, None)
        return _alarm(_alarm_or_other(value), value or code, value)
    method = method_of(code)
    if method is UnlockMethod.OTHER and not code.startswith("unlock_"):
        alarm = _alarm_or_other(code)
        if alarm is not LockAlarm.OTHER or unknown_is_alarm:
            return None if nothing else _alarm(alarm, code, value)
    return _Fact(kind=RecordKind.UNLOCK, code=code, value=value, method=method)


def _alarm(alarm: LockAlarm, code: str, value: str | None) -> _Fact:
    duress = None
    if alarm is LockAlarm.DURESS:
        duress = Duress()
        if value is not None and (match := _DURESS_VALUE.fullmatch(value)):
            method = method_of(match["code"])
            duress = Duress(method, slot_of(method, match["slot"]))
    return _Fact(
        kind=RecordKind.ALARM, code=code, value=value, alarm=alarm, duress=duress
    )


def _combined(unlocks: list[_Fact]) -> _Fact | None:
    """Return the one unlock that a row's unlock codes are."""
    if len(unlocks) < 2:
        return unlocks[0] if unlocks else None
    return _Fact(
        kind=RecordKind.UNLOCK,
        code=",".join(fact.code for fact in unlocks)[:LONGEST_TEXT],
        value=None,
        method=UnlockMethod.DOUBLE,
        participants=tuple(
            Participant(fact.method or UnlockMethod.OTHER, fact.slot)
            for fact in unlocks
        ),
    )


def _with_means(fact: _Fact, unlock: _Fact) -> _Fact:
    """Return a duress alarm with method and slot of the unlock in the same row."""
    if fact.duress is None or fact.duress.method is not None:
        return fact
    return replace(fact, duress=Duress(unlock.method, unlock.slot))


def _record(
    fact: _Fact, shared: dict[str, Any], together: tuple[Participant, ...]
) -> LockRecord:
    return LockRecord(
        kind=fact.kind,
        method=fact.method,
        alarm=fact.alarm,
        code=fact.code,
        value=fact.value,
        slot=fact.slot,
        participants=together or fact.participants,
        duress=fact.duress,
        duress_suspected=fact.suspected,
        **shared,
    )


def _codes(row: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Yield the codes of a row with their values, as text.

    `status` is an object or a list of objects with `code` and `value`; `dps` is a
    list of objects that map codes to values.
    """
    for container in (row.get("status"), row.get("dps")):
        for entry in container if isinstance(container, list) else [container]:
            if not isinstance(entry, dict):
                continue
            if "code" in entry:
                entry = {text_of(entry["code"]) or "": entry.get("value")}
            for code, value in entry.items():
                yield text_of(code) or "", text_of(value)


def method_of(code: str) -> UnlockMethod:
    """Return the method that a DP code stands for; `other` for an unknown one.

    Accepts `unlock_card`, `unlock_card_kit`, and access control's `card_unlock_user`.
    """
    stem = stem_of(code)
    if stem in _METHOD_ALIASES:
        return _METHOD_ALIASES[stem]
    # A bare word is a method only where Tuya's prefix or suffix says so.
    known = stem != code and stem in UnlockMethod
    return UnlockMethod(stem) if known else UnlockMethod.OTHER


def stem_of(code: str) -> str:
    """Return a code without the affixes that some locks add."""
    stem = code.removeprefix("unlock_").removesuffix("_kit")
    return stem.removesuffix("_unlock_user")


def _alarm_or_other(value: str | None) -> LockAlarm:
    if value is None or value not in LockAlarm:
        return LockAlarm.OTHER
    return LockAlarm(value)


def slot_of(method: UnlockMethod | None, value: str | None) -> int | None:
    """Return the number that the lock gave to the credential, where it is one."""
    if method is None or method in _SLOTLESS or value is None:
        return None
    digits = 3 if method in _TYPED else 9
    return int(value) if re.fullmatch(f"[0-9]{{1,{digits}}}", value) else None


def _participants(row: dict[str, Any]) -> Iterator[Participant]:
    """Yield those of `union_unlock_info`; Tuya's SDK numbers the methods."""
    numbered = {
        "1": UnlockMethod.FINGERPRINT,
        "2": UnlockMethod.PASSWORD,
        "3": UnlockMethod.CARD,
    }
    entries = row.get("union_unlock_info")
    for entry in entries[:_MOST_OF_A_ROW] if isinstance(entries, list) else []:
        if isinstance(entry, dict):
            opmode = text_of(entry.get("opmode")) or ""
            yield Participant(
                numbered.get(opmode) or method_of(opmode),
                user_name=text_of(entry.get("user_name")),
                credential_name=text_of(entry.get("unlock_name")),
            )


def _media(row: dict[str, Any]) -> tuple[Media, ...]:
    entries = row.get("media_infos") or row.get("media_info_list")
    found = (
        Media(
            *(
                part if isinstance(part := entry.get(key), str) and part else None
                for key in ("file_url", "file_key", "media_url", "media_key")
            )
        )
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict)
    )
    return tuple(media for media in found if media.file_url or media.media_url)


def time_of(value: object) -> datetime | None:
    """Return a time given in seconds or milliseconds since 1970, also as text.

    None for what is no time between 1970 and 2100.
    """
    if isinstance(value, str) and re.fullmatch("[0-9]{1,16}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 < value < 1000 * _LATEST_SECONDS:
        return None
    seconds = value / 1000 if value >= _MILLISECONDS_FROM else value
    return datetime.fromtimestamp(seconds, UTC) if seconds < _LATEST_SECONDS else None


def text_of(value: object) -> str | None:
    """Return a short one-line text, or None where there is none.

    Lone surrogates, which JSON can carry, would break whatever stores the text.
    """
    if isinstance(value, bool | int | float):
        return str(value)[:LONGEST_TEXT]
    if not isinstance(value, str):
        return None
    clean = value[: 2 * LONGEST_TEXT].encode(errors="replace").decode()
    if not clean.isprintable():
        clean = "".join(
            " " if unicodedata.category(char) == "Cc" else char for char in clean
        )
    return " ".join(clean.split())[:LONGEST_TEXT] or None


def _first_text(row: dict[str, Any], *keys: str) -> str | None:
    return next((text for key in keys if (text := text_of(row.get(key)))), None)
