"""How long the rows of a lock take, and when to look then."""

from itertools import pairwise
import random

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.polling.row_delays import (
    LONGEST_DELAY,
    SHORTEST_GAP,
    RowDelays,
)

spans = st.lists(
    st.tuples(
        st.floats(0, LONGEST_DELAY, allow_nan=False),
        st.floats(0, LONGEST_DELAY, allow_nan=False),
    ),
    max_size=40,
)


def test_an_unknown_lock_is_read_when_others_read_theirs() -> None:
    """Look as often as those do who have published what works."""
    assert RowDelays().looks(3) == (3, 6, 10, 18, 30, 75)
    assert RowDelays().looks(1.5) == (6, 30, 75)
    assert RowDelays().looks(1.4) == (30, 75)
    assert RowDelays().looks(1) == (30, 75)


def test_nine_rows_are_not_enough_to_go_by() -> None:
    """Trust a tenth row, not a ninth."""
    delays = RowDelays([(4, 5)] * 9)
    assert delays.looks(1) == (30, 75)
    delays.add(4, 5)
    # 95 of 100 of the rows, all of them, and those that take half as long again
    assert delays.looks(1) == pytest.approx((4.95, 6.95, 10.425, 75))


def test_the_looks_are_placed_where_the_rows_have_come() -> None:
    """Put a look where nearly a third, two thirds and all of the rows were there."""
    delays = RowDelays([(3, 6)] * 6 + [(6, 9)] * 6 + [(27, 30)] * 6)
    looks = (5.85, 8.7, 29.55, 31.55, 47.325, 75)
    assert delays.looks(2) == pytest.approx(looks)


def test_where_few_looks_are_affordable_the_first_one_finds_most() -> None:
    """Let three of four rows be there at the first look, and the others at the next."""
    delays = RowDelays([(0, 40)] * 10)
    # 0.75 and all of the 95 of 100 rows that come within 38 s
    assert delays.looks(1.25) == pytest.approx((28.5, 38, 40, 60, 75))


def test_looks_are_a_little_apart() -> None:
    """Read a log no more often than it can change."""
    first, *looks = RowDelays([(0, 3)] * 12).looks(6)
    # the first of eleven in 95 of 100 rows
    assert first == pytest.approx(0.95 * 3 / 11)
    assert looks == pytest.approx(
        [first + 2, first + 4, first + 6, first * 1.5 + 9, 75]
    )


def test_a_row_that_takes_longer_than_all_before_is_remembered() -> None:
    """Look later where the rows of a lock become slower."""
    delays = RowDelays([(3, 6)] * 10)
    for _ in range(20):
        delays.add(6, 75)
    assert delays.looks(1.5)[0] > 15


@pytest.mark.parametrize(
    ("missing_until", "seen_at"), [(5, 5), (6, 5), (-1, 5), (60, 121)]
)
def test_what_cannot_be_the_delay_of_a_row_is_left_out(
    missing_until: float, seen_at: float
) -> None:
    """Keep a poll that comes by much later out of what is known."""
    delays = RowDelays()
    delays.add(missing_until, seen_at)
    assert not len(delays)
    assert delays.median is None


def test_what_is_known_survives_a_restart() -> None:
    """Store the spans, and take them again."""
    delays = RowDelays([(3, 6)] * 10)
    stored = delays.as_list()
    assert RowDelays.from_list(stored).looks(1) == delays.looks(1)
    assert RowDelays.from_list(stored).median == 4.5


@given(spans, st.floats(1, 20))
def test_any_rows_give_looks_in_order_and_apart(
    rows: list[tuple[float, float]], per_row: float
) -> None:
    """Look at least once, never in the past, and a last time after a while."""
    delays = RowDelays()
    for missing_until, seen_at in rows:
        delays.add(missing_until, seen_at)
    looks = delays.looks(per_row)
    assert 1 <= len(looks) <= 2 * per_row + 3
    assert all(look > 0 for look in looks)
    assert all(b - a > SHORTEST_GAP - 1e-6 for a, b in pairwise(looks))
    assert 75 - SHORTEST_GAP <= looks[-1] <= LONGEST_DELAY + SHORTEST_GAP


def test_rows_that_come_at_any_time_are_soon_found_soon() -> None:
    """Close in on where the rows come, from what the looks themselves have shown."""
    chance = random.Random(5)
    delays = RowDelays()
    waits = []
    for access in range(60):
        delay = chance.uniform(8, 12)
        missing_until = 0.0
        for look in delays.looks(2):
            if look >= delay:
                delays.add(missing_until, look)
                if access >= 40:
                    waits.append(look - delay)
                break
            missing_until = look
    waits.sort()
    assert waits[len(waits) // 2] < 2
    assert waits[-2] < 5
