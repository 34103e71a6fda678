"""Rows of Tuya's logs, and what the integration reads in them."""

from datetime import UTC, datetime, timedelta
import unicodedata

from custom_components.tuya_door_lock.api.records import (
    Endpoint,
    LockRecord,
    records_from_row,
)

LOCK = "vdevo153459260090544"
MILLISECONDS = 1613978384000
MOMENT = datetime(2021, 2, 22, 7, 19, 44, tzinfo=UTC)


def read(endpoint: Endpoint, row: object) -> tuple[LockRecord, ...]:
    """Return the records of a row."""
    return records_from_row(endpoint, row)


def only(endpoint: Endpoint, row: object) -> LockRecord:
    """Return the one record of a row."""
    [record] = read(endpoint, row)
    return record


def opened(code: str, value: object = None, **fields: object) -> LockRecord:
    """Return the record of a row of open-logs."""
    status = {"code": code, "value": value}
    row = {"update_time": MILLISECONDS, "status": status}
    return only(Endpoint.OPEN_LOGS, row | fields)


def alarms(code: str, value: object = None, **fields: object) -> tuple[LockRecord, ...]:
    """Return the records of a row of alarm-logs."""
    status = [{"code": code, "value": value}]
    row = {"update_time": MILLISECONDS, "status": status}
    return read(Endpoint.ALARM_LOGS, row | fields)


def recorded(*dps: dict[str, object], **fields: object) -> tuple[LockRecord, ...]:
    """Return the records of a row of records."""
    return read(
        Endpoint.RECORDS, {"gmt_create": MILLISECONDS, "dps": list(dps)} | fields
    )


def check(found: object) -> None:
    """Assert that what was read are records that can be kept and shown."""
    assert isinstance(found, tuple)
    for record in found:
        assert isinstance(record, LockRecord)
        assert record.occurred_at.utcoffset() == timedelta(0)
        texts = [
            record.tuya_id,
            record.code,
            record.value,
            record.credential_name,
            record.user_id,
            record.user_name,
        ]
        for participant in record.participants:
            texts += participant.user_name, participant.credential_name
        for text in filter(None, texts):
            assert len(text) <= 255
            assert text.encode().decode() == text
            assert "Cc" not in {unicodedata.category(each) for each in text}
    repr(found).encode()
    hash(found)
