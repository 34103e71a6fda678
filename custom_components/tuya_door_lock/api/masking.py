"""Rows of a log without what identifies people: for reports, never for reading."""

import re
from typing import Any, Final

MASKED: Final = "<masked>"

# Tuya's own words have a shape that no id and no door code has.
_WORD: Final = re.compile(
    r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:-[0-9]{1,3})?", re.IGNORECASE
)
_NAME: Final = re.compile(r"[a-z][a-zA-Z0-9_]{0,63}")
_SLOT: Final = re.compile(r"[0-9]{1,3}|\*+")
_MANY_DIGITS: Final = re.compile(r"\d{4}")
# Seconds or milliseconds of this century: no phone number has as many digits.
_TIME: Final = re.compile(r"1(?:[0-9]{9}|[0-9]{12})")

_TIMES: Final = frozenset({"gmt_create", "update_time"})
_WORDS: Final = frozenset({"code", "record_type"})
_SLOTS: Final = frozenset({"member_bindable_flag", "opmode"})
# The codes whose value is a word of Tuya's; a word anywhere else may be a name.
_CODES_OF_WORDS: Final = frozenset(
    {"alarm_lock", "alarm_lock_kit", "hijack", "lock_alarm_kit"}
)
_DEEPEST: Final = 5
_LONGEST: Final = 64


def masked(row: object) -> Any:
    """Return the structure, codes and times of a row, and nothing of a person."""
    return _masked(row, "", 0)


def _masked(value: object, name: str, depth: int, *, holds_codes: bool = False) -> Any:
    if value is None or isinstance(value, bool) or value in ("", 0, "0"):
        return value
    if isinstance(value, dict | list) and depth >= _DEEPEST:
        return MASKED
    if isinstance(value, list):
        holds_codes = name in {"dps", "status"}
        return [
            _masked(each, name, depth + 1, holds_codes=holds_codes)
            for each in value[:_LONGEST]
        ]
    if isinstance(value, dict):
        holds_codes = holds_codes or name in {"dps", "status"}
        return {
            _masked_name(key): _masked(
                # What a value means stands beside it.
                each,
                str(value.get("code")) if key == "value" else key,
                depth + 1,
                holds_codes=holds_codes and key != "code",
            )
            for key, each in list(value.items())[:_LONGEST]
        }
    return value if _is_harmless(str(value), name, is_of_code=holds_codes) else MASKED


def _masked_name(name: str) -> str:
    if _NAME.fullmatch(name) and not _MANY_DIGITS.search(name):
        return name
    return MASKED


def _is_harmless(text: str, name: str, *, is_of_code: bool) -> bool:
    """Return whether a text, by the name of its field, cannot identify a person."""
    if not is_of_code and name in _TIMES:
        return _TIME.fullmatch(text) is not None
    if _MANY_DIGITS.search(text) or len(text) > _LONGEST:
        return False
    if name in (_CODES_OF_WORDS if is_of_code else _WORDS):
        return _WORD.fullmatch(text) is not None
    return (is_of_code or name in _SLOTS) and _SLOT.fullmatch(text) is not None
