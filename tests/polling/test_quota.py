"""How the monthly allowance becomes intervals, and who may have calls beside."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import cycle

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.tuya_door_lock.polling.counters import (
    CallCounter,
    CallEstimate,
    LockDemand,
)
from custom_components.tuya_door_lock.polling.quota import Purpose, Quota

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
JANUARY = datetime(2027, 1, 1, tzinfo=UTC)

ONE_CALL = LockDemand(1)
TWO_CALLS = LockDemand(2)


def moment(text: str) -> datetime:
    """Return a moment, in UTC unless it says otherwise."""
    return datetime.fromisoformat(text if len(text) > 16 else f"{text}+00:00")


def home(*demands: LockDemand) -> dict[str, LockDemand]:
    """Return what the locks of a home ask for."""
    return {f"lock {number}": demand for number, demand in enumerate(demands)}


def quota(spent: int, now: datetime, allowance: int = 26_000) -> Quota:
    """Return a quota of which calls were spent this month."""
    counter = CallCounter()
    counter.update(Counter({"open-logs": spent}), now)
    return Quota(allowance, counter)


@pytest.mark.parametrize(
    ("allowance", "demands", "seconds", "projected"),
    [
        # December's 31 days are 2,678,400 s; a fifth of 26,000 calls is left to
        # others: 20,800. 38 calls a day (tokens, lists, members, firmware) are 1,178.
        # 2,678,400 / (19,622 - 3) = 136.5; 1,178 + 2,678,400 / 137 = 20,728.4
        pytest.param(26_000, [ONE_CALL], 137, 20_729, id="one lock with one call"),
        # 2,678,400 * 2 / 19,618 = 273.1; 1,178 + 5,356,800 / 274 = 20,728.4
        pytest.param(26_000, [TWO_CALLS], 274, 20_729, id="one lock with two calls"),
        # 31 * 42 = 1,302. 5,356,800 / (19,498 - 4) = 274.8; 1,302 + 5,356,800 / 275
        pytest.param(26_000, [LockDemand(2, 4)], 275, 20_782, id="further pages"),
        # 31 * 44 = 1,364. 2,678,400 * 8 / (19,436 - 10) = 1,103.01; 1,364 + 19,408.7
        pytest.param(26_000, [TWO_CALLS] * 4, 1_104, 20_773, id="four locks"),
        # 31 * 36 = 1,116. A tenth of a day's calls are 67.1: members and firmware are
        # read every 200 * 5 / 67.1 = 14.9 days, 400 calls * 31 / 14.9 = 832.
        # 2,678,400 * 400 / (18,852 - 402) = 58,068.3 s; 1,948 + 18,450
        pytest.param(26_000, [TWO_CALLS] * 200, 58_069, 20_398, id="200 locks"),
        # 89,280 + 1,178
        pytest.param(
            1_000_000, [ONE_CALL], 30, 90_458, id="never faster than every 30 s"
        ),
        # 800 calls: 80 lists, 31 * 12 = 372 tokens, and, every 5 / 2.58 = 1.94 days,
        # 16 times two for members and firmware.
        # 5,356,800 / (316 - 4) = 17,169.2; 484 + 312.0
        pytest.param(1_000, [TWO_CALLS], 17_170, 796, id="a small allowance"),
        pytest.param(26_000, [], 30, 1_116, id="no lock to poll"),
    ],
)
def test_calls_are_spread_over_the_month(
    allowance: int, demands: list[LockDemand], seconds: int, projected: int
) -> None:
    """From its first moment on, worked out by hand."""
    plan = Quota(allowance).plan(DECEMBER, home(*demands))
    assert plan.interval == timedelta(seconds=seconds)
    assert set(plan.intervals.values()) <= {plan.interval}
    assert plan.projected == projected


@pytest.mark.parametrize(
    ("now", "spent", "seconds"),
    [
        # 15.5 days are 1,339,200 s, and 589 calls beside the polls.
        # A round, a list and a token may come before the plan is followed: four calls.
        # 2 * 1,339,200 / (20,800 - 10,400 - 589 - 4) = 273.1
        pytest.param("2026-12-16T12:00", 10_400, 274, id="as planned"),
        # 2,678,400 / 15,007 = 178.5
        pytest.param("2026-12-16T12:00", 5_200, 179, id="slack"),
        # 2,678,400 / 2,007 = 1,334.5
        pytest.param("2026-12-16T12:00", 18_200, 1_335, id="too much"),
        # 3,600 s and 794.4 calls left: 9 s
        pytest.param("2026-12-31T23:00", 20_000, 30, id="the last hour"),
        # Still December where the month is counted: 1,800 s, 19.2 calls for polls.
        pytest.param("2027-01-01T00:30+01:00", 20_776, 188, id="another time zone"),
        # 28 days are 2,419,200 s: 4,838,400 / (20,800 - 1,064 - 4) = 245.2
        pytest.param("2027-02-01T00:00", 0, 246, id="a short month"),
        # 29 days are 2,505,600 s: 5,011,200 / (20,800 - 1,102 - 4) = 254.5
        pytest.param("2028-02-01T00:00", 0, 255, id="a leap year"),
        # What is left is for the lists: the next poll is one of next month.
        # 86,400 s, and 272.9997 s as from its beginning on
        pytest.param("2026-12-31T00:00", 20_790, 86_673, id="nothing for polls"),
        # Unplanned: hourly out of what is left to others, as long as half of it lasts.
        pytest.param("2026-12-16T12:00", 20_800, 3_600, id="all of it"),
        # 26,000 - 25,000 - 589 = 411 calls; 2,678,400 / 205.5 = 13,033.6
        pytest.param("2026-12-16T12:00", 25_000, 13_034, id="a part of the reserve"),
        pytest.param("2026-12-16T12:00", 90_000, 86_400, id="more than there are"),
    ],
)
def test_the_rest_of_the_month_gets_what_is_left(
    now: str, spent: int, seconds: int
) -> None:
    """Faster with slack, slower before the allowance ends, and never not at all."""
    at = moment(now)
    plan = quota(spent, at).plan(at, home(TWO_CALLS))
    assert plan.interval == timedelta(seconds=seconds)


def test_what_hints_save_goes_to_the_locks_without_hints() -> None:
    """A lock with hints is polled every 30 minutes, and not more rarely than others."""
    hinted = LockDemand(2, safety_interval=30 * HOUR / 60)
    # 31 * 40 = 1,240 calls beside. 31 days at 30 minutes are 1,488 polls, 2,976
    # calls: 5,356,800 / (20,800 - 1,240 - 6 - 2,976) = 323.1
    plan = Quota().plan(DECEMBER, home(TWO_CALLS, hinted))
    assert plan.intervals == {
        "lock 0": timedelta(seconds=324),
        "lock 1": timedelta(minutes=30),
    }
    assert plan.interval == timedelta(seconds=324)
    # 36 + 20 a day are 1,736: 53,568,000 / (19,064 - 22) = 2,813.1
    plan = Quota().plan(DECEMBER, home(*[TWO_CALLS] * 9, hinted))
    assert set(plan.intervals.values()) == {timedelta(seconds=2_814)}
    plan = Quota().plan(DECEMBER, home(hinted))
    assert plan.interval == timedelta(minutes=30)


def test_a_plan_says_what_hourly_polls_would_take() -> None:
    """With 50 locks that take two calls, four times as much as there is."""
    # 24 * 100 + 36 + 26.8 (100 every 250 / 67.1 = 3.7 days) a day; * 31 / 0.8
    plan = Quota().plan(DECEMBER, home(*[TWO_CALLS] * 50))
    assert plan.hourly_allowance == 95_436
    assert Quota().plan(DECEMBER, home(TWO_CALLS)).hourly_allowance == 3_333


def test_a_long_list_is_read_more_rarely_than_hourly() -> None:
    """Three calls for each, and no more than a tenth of the calls."""
    assert Quota().plan(DECEMBER, home(TWO_CALLS)).list_interval == HOUR
    plan = Quota().plan(DECEMBER, home(TWO_CALLS), list_calls=3)
    # 744 * 3 = 2,232 are more than 2,080.
    assert plan.list_interval == 744 * HOUR * 3 / 2_080


@given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31)),
    spent=st.integers(0, 10**6),
    allowance=st.integers(1_000, 1_000_000),
    demands=st.lists(
        st.builds(
            LockDemand,
            st.floats(1, 12),
            st.floats(0, 100),
            st.none() | st.timedeltas(30 * HOUR / 3600, HOUR),
        ),
        max_size=20,
    ),
)
def test_every_lock_has_an_interval_of_its_own_kind(
    now: datetime, spent: int, allowance: int, demands: list[LockDemand]
) -> None:
    """Whatever was spent: never below 30 s, and no lock waits for the month after."""
    at = now.replace(tzinfo=UTC)
    locks = home(*demands)
    plan = quota(spent, at, allowance).plan(at, locks)
    assert plan.intervals.keys() == locks.keys()
    for lock_id, interval in plan.intervals.items():
        assert timedelta(seconds=30) <= interval <= 62 * DAY
        assert interval >= (locks[lock_id].safety_interval or interval)
    assert plan.projected >= spent


def spend_a_month(
    demands: list[LockDemand],
    allowance: int,
    begin: datetime,
    requests: Counter[int],
) -> tuple[int, int, int]:
    """Let a home poll by its plan until December ends.

    `requests` is how many calls are asked for beside, by the hour. Returns what was
    spent by then, how many requests were granted, and how many polls were made.
    """
    account = Quota(allowance)
    client: Counter[str] = Counter()
    locks = home(*demands)
    next_poll = dict.fromkeys(locks, begin)
    next_list = next_about = now = begin
    granted = polls = 0
    plan = account.plan(now, locks)
    while now < JANUARY:
        if now >= next_list:
            client["devices"] += 1
            client["token"] += int(plan.list_interval / (2 * HOUR) + 0.5)
            next_list = now + plan.list_interval
        if now >= next_about:
            next_about = now + DAY
            client["users"] += sum(
                2 * account.reserve(2, Purpose.ABOUT, now) for _ in locks
            )
        hour = (now - DECEMBER) // HOUR
        for _ in range(min(requests.pop(hour, 0), 50)):
            if account.reserve(2, Purpose.REQUEST, now):
                client["open-logs"] += 2
                granted += 1
        for lock_id, due in next_poll.items():
            if due <= now:
                client["open-logs"] += round(locks[lock_id].calls_per_read)
                polls += 1
                next_poll[lock_id] = now + plan.intervals[lock_id]
        account.count(client, now)
        plan = account.plan(now, locks)
        now = min(*next_poll.values(), next_list, now + HOUR)
    return client.total(), granted, polls


@settings(max_examples=10)
@given(
    count=st.sampled_from([1, 2, 3, 5, 10, 17, 30, 50, 100, 150, 200]),
    calls_per_read=st.integers(1, 3),
    begin=st.integers(0, 30 * 24),
    requests=st.dictionaries(st.integers(0, 743), st.integers(0, 40), max_size=20),
)
@example(
    count=200,
    calls_per_read=2,
    begin=2,
    requests={51: 37, 187: 27, 191: 11, 326: 31, 382: 32, 52: 32, 722: 14},
)
def test_any_number_of_locks_stays_within_four_fifths_of_the_allowance(
    count: int, calls_per_read: int, begin: int, requests: dict[int, int]
) -> None:
    """However late in the month it begins, and whatever is asked for beside."""
    spent, _, polls = spend_a_month(
        [LockDemand(calls_per_read)] * count,
        26_000,
        DECEMBER + begin * HOUR,
        Counter(requests),
    )
    # One that begins with the month's last hours has set itself up all the same.
    assert spent <= max(20_800, count * (calls_per_read + 2) + 60)
    assert polls >= count


def spend_an_evening(left: int, locks: int, further: list[int], list_at: int) -> int:
    """Let a home poll for the last six hours of December; return what is left.

    The readings of each lock take so many further pages, in turn. The list is read,
    with a new token, some minutes after each hour.
    """
    now = JANUARY - 6 * HOUR
    account = quota(20_800 - left, now)
    client = account.counter.of_month(now).copy()
    estimates = [CallEstimate(2) for _ in range(locks)]
    pages = [cycle(further) for _ in range(locks)]
    for hour in reversed(range(24)):
        for estimate, further_pages in zip(estimates, pages, strict=True):
            estimate.add(2, next(further_pages), now - hour * HOUR)
    next_poll, interval = [now] * locks, timedelta(0)
    while now < JANUARY:
        for number, due in enumerate(next_poll):
            if due <= now:
                further_calls = next(pages[number])
                client["open-logs"] += 2 + further_calls
                estimates[number].add(2, further_calls, now)
                next_poll[number] = now + interval
        if now.second == 0:
            client["devices"] += 2 * (now.minute == list_at)
            account.count(client, now)
            demands = home(*(estimate.demand(now) for estimate in estimates))
            interval = account.plan(now, demands).interval
        now += timedelta(seconds=30)
    account.count(client, JANUARY - timedelta(seconds=1))
    return 20_800 - account.spent(JANUARY - timedelta(seconds=1))


@settings(max_examples=15)
@given(
    left=st.integers(150, 700),
    locks=st.integers(1, 4),
    further=st.lists(st.integers(0, 7), min_size=1, max_size=20),
    list_at=st.integers(0, 59),
)
@example(left=150, locks=2, further=[0, 7, 7, 3], list_at=0)
def test_whatever_reading_is_the_last_of_a_month_has_its_further_pages(
    left: int, locks: int, further: list[int], list_at: int
) -> None:
    """Also where it is the one that reads a long log to its end."""
    assert spend_an_evening(left, locks, further, list_at) >= 0


def test_a_month_leaves_few_of_its_calls_unused() -> None:
    """Polls are as frequent as the calls allow."""
    spent, _, _ = spend_a_month([TWO_CALLS] * 3, 26_000, DECEMBER, Counter())
    assert 20_700 <= spent <= 20_800


def test_forty_requests_at_once_do_not_pass_five_calls() -> None:
    """What is reserved is gone, before any of it is counted."""
    now = JANUARY - HOUR
    account = quota(20_795, now)
    assert not any(account.reserve(2, Purpose.REQUEST, now) for _ in range(40))
    account = quota(20_700, now)
    # 20 calls are a quarter of the 80 that are left then.
    granted = [account.reserve(2, Purpose.REQUEST, now) for _ in range(40)]
    assert granted == [True] * 10 + [False] * 30


def test_what_is_reserved_is_spent_once() -> None:
    """It counts from its reservation on, and as often as it is made."""
    account = Quota()
    account.plan(DECEMBER, home(TWO_CALLS))
    assert account.reserve(2, Purpose.REQUEST, DECEMBER)
    assert not account.reserve(200, Purpose.REQUEST, DECEMBER)
    assert account.count(Counter({"open-logs": 2}), DECEMBER)
    assert account.spent(DECEMBER) == 2
    assert account.left(DECEMBER) == 25_998
    # Tomorrow there is another share.
    assert account.reserve(158, Purpose.REQUEST, DECEMBER + DAY)


@pytest.mark.parametrize(
    ("purpose", "calls"),
    [
        # 19,622 calls beside lists and tokens, 632 a day
        (Purpose.ABOUT, 63),
        (Purpose.FULL_READING, 63),
        (Purpose.HINT, 474),
        (Purpose.REQUEST, 158),
    ],
)
def test_each_purpose_has_a_share_of_a_day(purpose: Purpose, calls: int) -> None:
    """Whoever asks without end gets that, and the polls the rest."""
    account = Quota()
    account.plan(DECEMBER, home(TWO_CALLS))
    granted = sum(account.reserve(1, purpose, DECEMBER) for _ in range(2_000))
    # A little less for each that is gone already.
    assert calls * 0.95 <= granted <= calls


def test_a_tenth_of_a_share_is_not_planned_for() -> None:
    """Or a day would begin without any, where its share is less than the last one's."""
    account = Quota()
    account.plan(DECEMBER, home(TWO_CALLS))
    # Nine tenths of 475.
    assert account.per_day(Purpose.HINT, DECEMBER) == pytest.approx(427, abs=1)
    assert account.reserve(427, Purpose.HINT, DECEMBER)
    # Of what is left, 19,195, three quarters of a day are 464: 37 more, a tenth.
    assert account.per_day(Purpose.HINT, DECEMBER) == pytest.approx(374, abs=2)


def test_hints_and_requests_together_leave_a_fifth_to_polls() -> None:
    """And the plan foresees that tomorrow will be as today."""
    account = Quota()
    locks = home(*[TWO_CALLS] * 10)
    before = account.plan(DECEMBER, locks).interval
    taken = sum(
        account.reserve(1, purpose, DECEMBER)
        for _ in range(2_000)
        for purpose in (Purpose.HINT, Purpose.REQUEST)
    )
    # 20,800 - 31 * 56 = 19,064: 615 a day
    assert 459 <= taken <= 492
    account.count(Counter({"open-logs": taken}), DECEMBER)
    after = account.plan(DECEMBER, locks).interval
    assert before * 4 < after < before * 5.5


def test_requests_of_ten_locks_leave_the_polls_of_the_month() -> None:
    """Their doors are opened 200 times a day, and each time asks for a look."""
    asked: Counter[int] = Counter()
    for hour in range(744):
        if hour % 24 in range(7, 17):
            asked[hour] = 20
    spent, granted, polls = spend_a_month([TWO_CALLS] * 10, 26_000, DECEMBER, asked)
    assert spent <= 20_800
    assert 50 <= granted / 31 <= 100
    assert polls >= 10 * 31 * 20


def test_hourly_polls_of_the_rest_of_the_month_are_left() -> None:
    """Whatever the share of a day would allow."""
    now = JANUARY - 5 * HOUR
    account = quota(20_770, now)
    account.plan(now, home(TWO_CALLS))
    # 38 / 24 * 5 = 7.9 calls beside; 22.1 are free, and five polls take ten.
    granted = sum(account.reserve(1, Purpose.REQUEST, now) for _ in range(40))
    assert granted == 4
    account = quota(20_790, now)
    account.plan(now, home(TWO_CALLS))
    assert not account.reserve(1, Purpose.REQUEST, now)
    # 44 / 24 * 5 = 9.2 calls beside; hourly polls of four locks take more than the
    # 20.8 that are free, so that a quarter of them is for others.
    account = quota(20_770, now)
    account.plan(now, home(*[TWO_CALLS] * 4))
    assert not account.reserve(6, Purpose.HINT, now)
    assert account.reserve(5, Purpose.HINT, now)


def test_a_quota_outlives_a_restart() -> None:
    """With what was counted, and with what was taken of the day."""
    account = Quota()
    account.plan(DECEMBER, home(TWO_CALLS))
    client = Counter({"open-logs": 100})
    account.count(client, DECEMBER)
    while account.reserve(2, Purpose.REQUEST, DECEMBER):
        pass
    stored = account.as_dict()
    restored = Quota.from_dict(26_000, stored, client)
    assert restored.as_dict() == stored
    restored.plan(DECEMBER, home(TWO_CALLS))
    assert restored.spent(DECEMBER) == 100
    assert not restored.reserve(2, Purpose.REQUEST, DECEMBER + HOUR)
    assert restored.reserve(2, Purpose.HINT, DECEMBER + HOUR)
    assert Quota.from_dict(26_000, Quota().as_dict(), Counter()) == Quota()


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"months": {}},
        {"months": [], "days": {}},
        {"months": {"soon": {}}, "days": {}},
        {"months": {}, "days": {"hint": 5}},
    ],
    ids=str,
)
def test_a_damaged_quota_is_refused(stored: dict[str, object]) -> None:
    """With an error that says that it is damaged."""
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        Quota.from_dict(26_000, stored, Counter())
