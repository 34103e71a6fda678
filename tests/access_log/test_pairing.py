"""Which rows are which known records, where only other streams have shown them."""

from datetime import UTC, datetime

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.tuya_door_lock.access_log.pairing import (
    DAY,
    SECOND,
    Known,
    Pairing,
    Row,
)

from .logs import ALARMS, ALARMS_V10, RECORDS, alarm

START = 1_795_000_000_000
TIMES = st.lists(st.integers(0, 12 * SECOND), max_size=8, unique=True)


def row_at(ms: int) -> Row:
    """Return a row of so many milliseconds after START."""
    return Row.of(alarm(str(ms), datetime.fromtimestamp((START + ms) / SECOND, UTC)))


def known_at(ms: int, stream: str) -> Known:
    """Return what a stream has shown so many milliseconds after START."""
    first_ms = START + ms
    read_at = first_ms + 3 * SECOND
    return Known(
        str(ms), "alarm pry", first_ms, 0, read_at, (None, None), {stream: first_ms}
    )


def most_pairs(rows: list[Row], known: list[Known], stream: str) -> int:
    """Return how many can be paired, by the textbook: with augmenting paths."""
    row_of: dict[Known, Row] = {}

    def finds_room(row: Row, tried: set[Known]) -> bool:
        for each in known:
            begin, end = each.span(stream, START - DAY)
            if begin <= row.ms <= end and each not in tried:
                tried.add(each)
                if each not in row_of or finds_room(row_of[each], tried):
                    row_of[each] = row
                    return True
        return False

    return sum(finds_room(row, set()) for row in rows)


@settings(max_examples=300)
@given(
    TIMES,
    TIMES,
    st.sampled_from((ALARMS, RECORDS)),
    st.sampled_from((ALARMS_V10, RECORDS)),
)
def test_no_other_pairing_has_more_pairs(
    times: list[int], known_times: list[int], shown_by: str, stream: str
) -> None:
    """Each is in one pair, within the bounds; what is of one moment is never parted."""
    rows = [row_at(ms) for ms in sorted(set(times) - set(known_times))]
    known = [known_at(ms, shown_by) for ms in known_times]
    pairing = Pairing(rows, known)
    pairing.pair_across(stream, START - DAY)
    assert len(set(pairing.pairs.values())) == len(pairing.pairs)
    assert len(pairing.pairs) == most_pairs(rows, known, stream)
    assert len(pairing.rows) == len(rows) - len(pairing.pairs)
    assert len(pairing.known) == len(known) - len(pairing.pairs)


@pytest.mark.parametrize(
    ("shown_by", "stream", "moved"),
    [(ALARMS, RECORDS, 20), (RECORDS, ALARMS, -20)],
    ids=["filed later", "filed before"],
)
def test_of_several_pairings_the_nearest_is_chosen(
    shown_by: str, stream: str, moved: int
) -> None:
    """A new row leaves the pairs of the others as they are."""
    known = [known_at(ms, shown_by) for ms in (0, 900 * SECOND, 1_800 * SECOND)]
    for each in known:
        each.read_at = START + DAY
    rows = [row_at(ms) for ms in sorted((-5 * SECOND, 0 + moved, 900_000 + moved))]
    pairing = Pairing(rows, known)
    pairing.pair_across(stream, START - DAY)
    pairs = {
        row.ms - START: each.first_ms - START for row, each in pairing.pairs.items()
    }
    assert pairs.items() >= {moved: 0, 900_000 + moved: 900_000}.items()
