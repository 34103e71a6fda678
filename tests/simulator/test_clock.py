"""The cloud's own clock."""

from datetime import UTC, datetime, timedelta

from freezegun import freeze_time

from simulator import Clock, household


def test_the_clock_follows_the_machine_plus_an_offset() -> None:
    """Move with the machine's time, and apart from it."""
    with freeze_time("2030-01-02 03:04:05") as frozen:
        clock = Clock()
        assert clock.now() == datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
        frozen.tick(10)
        clock.shift(60)
        assert clock.now() == datetime(2030, 1, 2, 3, 5, 15, tzinfo=UTC)
        clock.shift(-60)
        assert clock.now_ms() == 1_893_553_455_000


def test_entries_happen_at_the_clouds_time() -> None:
    """Give an entry the time of the clock that was given."""
    with freeze_time("2030-01-02 03:04:05"):
        cloud = household(clock=Clock(3600))
        entry = cloud.add_unlock("Front door")
        assert entry.occurred_at == datetime(2030, 1, 2, 4, 4, 5, tzinfo=UTC)


def test_the_history_is_older_than_half_an_hour_and_younger_than_a_week() -> None:
    """Start with something to show and nothing that just happened."""
    cloud = household()
    now = cloud.clock.now()
    assert len(cloud.locks) == 4
    for lock in cloud.locks:
        ages = [now - entry.occurred_at for entry in cloud.entries(lock)]
        assert ages
        assert min(ages) > timedelta(minutes=30)
        assert max(ages) < timedelta(days=7)
