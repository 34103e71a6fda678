"""How the monthly allowance becomes an interval."""

from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_door_lock.budget import Budget


@pytest.mark.parametrize(
    ("budget", "calls_per_round", "calls_per_day", "seconds"),
    [
        # 31 days are 2,678,400 s; a fifth of 26,000 calls is left to others: 20,800.
        pytest.param(Budget(), 1, 0, 128.769, id="one lock with one call"),
        pytest.param(Budget(), 2, 0, 257.538, id="one lock with two calls"),
        # 20,800 - 31 * 37 = 19,653
        pytest.param(Budget(), 1, 37, 136.284, id="beside other calls"),
        # 20,800 - 31 * 40 = 19,560; 6 * 2,678,400 / 19,560
        pytest.param(Budget(), 6, 40, 821.595, id="four locks"),
        pytest.param(
            Budget(allowance=1_000_000), 1, 0, 30, id="never faster than 30 s"
        ),
        pytest.param(
            Budget(allowance=100), 1, 37, 3600, id="never slower than an hour"
        ),
        pytest.param(Budget(reserve=0), 1, 0, 103.015, id="nothing left to others"),
    ],
)
def test_polls_are_spread_over_the_month(
    budget: Budget, calls_per_round: int, calls_per_day: int, seconds: float
) -> None:
    """The interval in seconds, worked out by hand."""
    interval = budget.interval(calls_per_round, calls_per_day)
    assert interval.total_seconds() == pytest.approx(seconds, abs=0.001)


@given(st.integers(5_000, 100_000), st.integers(0, 100), st.integers(1, 20))
def test_a_month_of_polls_stays_within_the_allowance(
    allowance: int, calls_per_day: int, calls_per_round: int
) -> None:
    """Unless that would mean to poll less than once an hour."""
    interval = Budget(allowance).interval(calls_per_round, calls_per_day)
    assert timedelta(seconds=30) <= interval <= timedelta(hours=1)
    if interval < timedelta(hours=1):
        calls = timedelta(days=31) / interval * calls_per_round + 31 * calls_per_day
        # An interval is whole microseconds.
        assert calls <= allowance * 0.8 * (1 + 1e-6)
