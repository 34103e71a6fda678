"""How the monthly allowance becomes an interval, and how calls are counted."""

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.tuya_door_lock.polling.quota import (
    Budget,
    Demand,
    LastDay,
    Ledger,
    month_of,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def moment(text: str) -> datetime:
    """Return a moment, in UTC unless it says otherwise."""
    return datetime.fromisoformat(text if len(text) > 16 else f"{text}+00:00")


DECEMBER = moment("2026-12-01T00:00")
JANUARY = moment("2027-01-01T00:00")


@pytest.mark.parametrize(
    ("budget", "demand", "seconds", "projected"),
    [
        # December's 31 days are 2,678,400 s; a fifth of 26,000 calls is left to
        # others: 20,800. 2,678,400 / 20,800 = 128.8; 2,678,400 / 129 = 20,762.8
        pytest.param(Budget(), Demand(1), 129, 20_763, id="one lock with one call"),
        # 2,678,400 * 2 / 20,800 = 257.5; 2 * 2,678,400 / 258 = 20,762.8
        pytest.param(Budget(), Demand(2), 258, 20_763, id="one lock with two calls"),
        # 20,800 - 31 * 37 = 19,653 calls, 136.3 s; 1,147 + 2,678,400 / 137 = 20,697.4
        pytest.param(Budget(), Demand(1, 37), 137, 20_698, id="beside other calls"),
        # 20,800 - 31 * 40 = 19,560 calls, 821.6 s; 1,240 + 19,550.4 = 20,790.4
        pytest.param(Budget(), Demand(6, 40), 822, 20_791, id="four locks"),
        # 2,678,400 / 26,000 = 103.02; 2,678,400 / 104 = 25,753.8
        pytest.param(Budget(reserve=0), Demand(1), 104, 25_754, id="no reserve"),
        # 2,678,400 / 30 = 89,280
        pytest.param(
            Budget(1_000_000), Demand(1), 30, 89_280, id="never faster than 30 s"
        ),
        # 31 * 37 = 1,147 calls are more than 800; 24 * 31 = 744 polls come on top.
        pytest.param(
            Budget(1_000), Demand(1, 37), 3600, 1_891, id="never slower than an hour"
        ),
        # 2,678,400 * 100 / 20,800 = 12,877 s; 744 * 100
        pytest.param(Budget(), Demand(100), 3600, 74_400, id="far too many locks"),
        pytest.param(Budget(), Demand(0, 36), 30, 1_116, id="no lock to poll"),
    ],
)
def test_calls_are_spread_over_the_month(
    budget: Budget, demand: Demand, seconds: int, projected: int
) -> None:
    """From its first moment on, worked out by hand."""
    plan = budget.plan(DECEMBER, 0, demand)
    assert plan.interval == timedelta(seconds=seconds)
    assert plan.projected == projected


@pytest.mark.parametrize(
    ("now", "spent", "seconds", "projected"),
    [
        # 15.5 days are 1,339,200 s. 10,400 calls left: 257.5 s as in the beginning.
        pytest.param("2026-12-16T12:00", 10_400, 258, 20_782, id="as planned"),
        # 15,600 calls left: 2 * 1,339,200 / 15,600 = 171.7; 5,200 + 15,572.1
        pytest.param("2026-12-16T12:00", 5_200, 172, 20_773, id="slack"),
        # 2,600 calls left: 1,030.2 s; 18,200 + 2,678,400 / 1,031 = 20,797.9
        pytest.param("2026-12-16T12:00", 18_200, 1_031, 20_798, id="too much"),
        # 1 call left; 1,339,200 / 3,600 = 372 polls of 2 calls come all the same.
        pytest.param("2026-12-16T12:00", 20_799, 3_600, 21_543, id="all but one"),
        pytest.param("2026-12-16T12:00", 20_800, 3_600, 21_544, id="all of it"),
        pytest.param("2026-12-16T12:00", 90_000, 3_600, 90_744, id="more than all"),
        # 3,600 s and 800 calls left: 9 s; 20,000 + 2 * 120
        pytest.param("2026-12-31T23:00", 20_000, 30, 20_240, id="the last hour"),
        # Still December where the month is counted, with 1,800 s and 2 calls left.
        pytest.param(
            "2027-01-01T00:30+01:00", 20_798, 1_800, 20_800, id="another time zone"
        ),
        # 28 days are 2,419,200 s: 2 * 2,419,200 / 20,800 = 232.6; 2 * 2,419,200 / 233
        pytest.param("2027-02-01T00:00", 0, 233, 20_766, id="a short month"),
        # 29 days are 2,505,600 s: 240.9 s; 2 * 2,505,600 / 241 = 20,793.4
        pytest.param("2028-02-01T00:00", 0, 241, 20_794, id="a leap year"),
    ],
)
def test_the_rest_of_the_month_gets_what_is_left(
    now: str, spent: int, seconds: int, projected: int
) -> None:
    """Faster with slack, slower before the allowance ends, and never not at all."""
    plan = Budget().plan(moment(now), spent, Demand(2))
    assert plan.interval == timedelta(seconds=seconds)
    assert plan.projected == projected


@given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31)),
    spent=st.integers(0, 10**7),
    allowance=st.integers(1_000, 1_000_000),
    per_round=st.integers(0, 10_000),
    per_day=st.integers(0, 10_000),
)
def test_a_plan_is_always_within_its_bounds(
    now: datetime, spent: int, allowance: int, per_round: int, per_day: int
) -> None:
    """Whatever was spent, and however little of the month is left."""
    plan = Budget(allowance).plan(
        now.replace(tzinfo=DECEMBER.tzinfo), spent, Demand(per_round, per_day)
    )
    assert timedelta(seconds=30) <= plan.interval <= HOUR
    assert plan.projected >= spent


@settings(max_examples=40)
@given(
    allowance=st.integers(2_000, 60_000),
    per_round=st.integers(2, 60),
    per_day=st.integers(0, 200),
    begin=st.integers(0, 30 * 24),
    burst=st.integers(0, 10_000),
    burst_at=st.integers(0, 31 * 24),
)
def test_a_month_stays_within_the_allowance_whenever_hourly_polls_can(
    allowance: int, per_round: int, per_day: int, begin: int, burst: int, burst_at: int
) -> None:
    """Also when something else spends calls, and without leaving many unused."""
    usable = allowance * 0.8
    per_hour = per_round + per_day / 24
    if 31 * 24 * per_hour > usable:
        return
    budget, demand = Budget(allowance), Demand(per_round, per_day)
    now = begun = DECEMBER + begin * HOUR
    polled = other = 0
    while True:
        spent = polled + other + int(per_day * ((now - begun) / DAY))
        if other == 0 and now - DECEMBER >= burst_at * HOUR:
            left_for_others = usable - spent - per_hour * ((JANUARY - now) / HOUR)
            other = max(min(burst, int(left_for_others)), 0)
            spent += other
        plan = budget.plan(now, spent, demand)
        if (now := now + plan.interval) >= JANUARY:
            break
        polled += per_round
    # The last round may be the one that does not fit any more.
    assert spent <= usable + per_round
    assert spent < allowance
    if (JANUARY - begun) / timedelta(seconds=30) * per_round > usable:
        assert spent >= usable * 0.9 - per_round


def test_a_day_later_nothing_counts_any_more() -> None:
    """Nor what a clock that was ahead has counted."""
    calls = LastDay()
    assert calls.total(DECEMBER) == 0
    calls.add(2, DECEMBER)
    calls.add(0, DECEMBER)
    calls.add(3, DECEMBER + HOUR)
    assert calls.total(DECEMBER + DAY - timedelta(seconds=1)) == 5
    assert calls.total(DECEMBER + DAY) == 3
    calls.add(1, DECEMBER + 9 * DAY)
    assert calls.total(DECEMBER + 9 * DAY) == 1
    assert calls.total(DECEMBER + 2 * DAY) == 0


def test_the_month_is_that_of_utc() -> None:
    """Wherever Home Assistant is."""
    assert month_of(moment("2027-01-01T00:30+01:00")) == DECEMBER
    assert month_of(moment("2026-12-31T19:00-05:00")) == JANUARY


def test_calls_are_counted_by_kind_and_from_note_to_note() -> None:
    """The client goes on counting from its own start."""
    ledger = Ledger()
    client = Counter({"token": 1, "devices": 1})
    assert ledger.note(client, DECEMBER)
    assert not ledger.note(client, DECEMBER + HOUR)
    client["open-logs"] += 5
    assert ledger.note(client, DECEMBER + HOUR)
    assert ledger.calls == {"token": 1, "devices": 1, "open-logs": 5}
    assert ledger.spent == 7


def test_a_new_month_begins_with_nothing_spent() -> None:
    """Only what was counted since the last note is in it."""
    ledger = Ledger()
    client = Counter({"open-logs": 20_000})
    ledger.note(client, JANUARY - HOUR)
    assert ledger.note(client, JANUARY)
    assert ledger.spent == 0
    client["open-logs"] += 3
    ledger.note(client, JANUARY + HOUR)
    assert ledger.spent == 3


def test_a_ledger_outlives_a_restart() -> None:
    """The next client counts from zero; one that is kept is not counted twice."""
    ledger = Ledger()
    client = Counter({"open-logs": 100})
    ledger.note(client, DECEMBER)
    stored = ledger.as_dict()
    assert stored == {
        "month": "2026-12-01T00:00:00+00:00",
        "calls": {"open-logs": 100},
    }

    restarted = Ledger.from_dict(stored, Counter())
    restarted.note(Counter({"open-logs": 2}), DECEMBER + DAY)
    assert restarted.spent == 102

    kept = Ledger.from_dict(stored, client)
    client["open-logs"] += 1
    kept.note(client, DECEMBER + DAY)
    assert kept.spent == 101


def test_a_ledger_that_is_a_month_old_counts_anew() -> None:
    """Home Assistant was off over the turn of the month."""
    ledger = Ledger.from_dict(
        {"month": "2026-12-01T00:00:00+00:00", "calls": {"open-logs": 100}}, Counter()
    )
    ledger.note(Counter({"token": 1}), JANUARY)
    assert ledger.calls == {"token": 1}


def test_an_empty_ledger_can_be_stored() -> None:
    """Set-up fails before the first call."""
    assert Ledger.from_dict(Ledger().as_dict(), Counter()) == Ledger()


@given(
    st.lists(
        st.tuples(st.sampled_from(["token", "open-logs"]), st.integers(0, 50)),
        max_size=30,
    )
)
def test_no_call_is_counted_twice_or_left_out(calls: list[tuple[str, int]]) -> None:
    """However they fall between two notes, with a restart after each."""
    ledger, client = Ledger(), Counter[str]()
    for kind, count in calls:
        client[kind] += count
        ledger.note(client, DECEMBER)
        ledger = Ledger.from_dict(ledger.as_dict(), client)
    assert ledger.calls == Counter(
        {kind: sum(n for each, n in calls if each == kind) for kind, _ in calls}
    )
