"""Records as a table for other programs."""

from collections.abc import Iterable, Mapping
import csv
from datetime import datetime
from io import StringIO
from typing import Any, Final

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.util import dt as dt_util

from .events import FIELDS

# Who and when come first, as a person reads it.
_COLUMNS: Final = (FIELDS[0], "lock", *FIELDS[1:], ATTR_DEVICE_ID)
# A spreadsheet reads what begins so as a formula, and names come from anybody.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(records: Iterable[Mapping[str, Any]], locks: Mapping[str, str]) -> str:
    """Return records as CSV text with a header row.

    Each of `records` is a `LockEventData` with its `device_id`; `locks` has the names of
    the locks by device id. Times are those of Home Assistant's time zone, as a
    spreadsheet reads them.
    """
    table = StringIO()
    rows = csv.DictWriter(table, _COLUMNS)
    rows.writeheader()
    for record in records:
        occurred_at = datetime.fromisoformat(record["occurred_at"])
        row = {
            **record,
            "occurred_at": f"{dt_util.as_local(occurred_at):%Y-%m-%d %H:%M:%S}",
            "lock": locks[record[ATTR_DEVICE_ID]],
            "participants": ", ".join(record["participants"]),
        }
        rows.writerow({name: _cell(row[name]) for name in _COLUMNS})
    return table.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
