"""The times of rows, possible and impossible."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.tuya_door_lock.api.records import Endpoint

from .rows import MILLISECONDS, MOMENT, only, read


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1613978384, MOMENT),
        (1613978384000, MOMENT),
        (1613978384123, MOMENT + timedelta(milliseconds=123)),
        ("1613978384", MOMENT),
        ("1613978384123", MOMENT + timedelta(milliseconds=123)),
        (1613978384.5, MOMENT + timedelta(milliseconds=500)),
        (1613978384000.0, MOMENT),
        (1, datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
        (4102444799, datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (4102444799000, datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
    ids=repr,
)
@pytest.mark.parametrize("key", ["update_time", "gmt_create"])
def test_a_time_is_read_in_every_form(
    key: str, value: object, expected: datetime
) -> None:
    """Read seconds and milliseconds, numbers and texts, as an aware UTC time."""
    record = only(Endpoint.RECORDS, {key: value, "dps": [{"unlock_card": 5}]})
    assert record.occurred_at == expected
    assert record.occurred_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "value",
    [
        None,
        0,
        "0",
        -1,
        -1613978384000,
        "-1613978384",
        True,
        False,
        "",
        "yesterday",
        "2021-02-22T07:19:44Z",
        "1613978384 ",
        "１６１３９７８３８４",
        "9" * 5000,
        10**400,
        -(10**400),
        float("nan"),
        float("inf"),
        float("-inf"),
        4102444800,
        4102444800000,
        3093527980800000,
        [1613978384],
        {"t": 1613978384},
    ],
    ids=lambda value: repr(value)[:20],
)
@pytest.mark.parametrize("endpoint", Endpoint)
def test_a_row_without_a_possible_time_makes_no_record(
    endpoint: Endpoint, value: object
) -> None:
    """Leave out what cannot be put in order: no time, or one past the year 2099."""
    row = {"update_time": value, "status": {"code": "unlock_card", "value": 5}}
    assert read(endpoint, row) == ()


def test_the_other_time_counts_where_one_is_impossible() -> None:
    """Use the time of creation where the time of the update is none."""
    row = {"update_time": 0, "gmt_create": MILLISECONDS}
    assert only(Endpoint.RECORDS, row).occurred_at == MOMENT


@pytest.mark.parametrize(
    "row",
    [None, True, 5, 1.5, "row", [], [{"update_time": MILLISECONDS}], {}],
    ids=repr,
)
@pytest.mark.parametrize("endpoint", Endpoint)
def test_what_is_no_row_makes_no_record(endpoint: Endpoint, row: object) -> None:
    """Leave out every other JSON value."""
    assert read(endpoint, row) == ()
