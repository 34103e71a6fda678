"""Alarms that a lock repeats, and attempts that add up."""

from datetime import timedelta

from .conftest import Home, mock_entry

ALARM = "event.front_door_alarm"


async def test_a_door_left_open_is_two_events_with_a_count(running: Home) -> None:
    """The lock reports it every few seconds for as long as it lasts."""
    now = running.cloud.clock.now()
    for seconds in range(0, 300, 5):
        running.cloud.add_alarm(
            "Front door", "unclosed_time", occurred_at=now + timedelta(seconds=seconds)
        )
    await running.poll()
    await running.poll()
    assert running.types == ["unclosed_time", "unclosed_time"]
    first, last = running.events
    assert first.attributes["count"] == 1
    assert last.attributes["count"] == 60
    assert first.attributes["occurred_at"] == now.isoformat()
    assert last.attributes["occurred_at"] == (now + timedelta(seconds=295)).isoformat()


async def test_a_burst_that_goes_on_over_a_restart_is_one(running: Home) -> None:
    """Its beginning has fired, and does not fire again."""
    running.cloud.add_alarm("Front door", "unclosed_time")
    await running.poll(timedelta(minutes=14))
    now = running.cloud.clock.now()
    running.cloud.add_alarm("Front door", "pry", occurred_at=now)
    await running.poll(timedelta(seconds=40))
    await running.restart()
    running.cloud.add_alarm(
        "Front door", "pry", occurred_at=now + timedelta(seconds=50)
    )
    await running.poll()
    assert running.types == ["unclosed_time", "pry", "pry"]
    assert running.events[2].attributes["count"] == 2


async def test_repeated_attempts_are_an_event_of_their_own(running: Home) -> None:
    """Four wrong codes came before: the owner hears of each, and of all."""
    now = running.cloud.clock.now()
    for seconds in range(4):
        running.cloud.add_attempt(
            "Front door",
            "wrong_password",
            occurred_at=now + timedelta(seconds=seconds),
        )
    await running.poll()
    assert running.types == [*["wrong_password"] * 4, "repeated_attempts"]
    attributes = running.events[-1].attributes
    assert attributes["count"] == 4
    assert attributes["alarm"] == "wrong_password"
    assert attributes["method"] == "password"


async def test_attempts_that_were_uploaded_late_add_up_too(running: Home) -> None:
    """Six wrong codes in 90 seconds, of which the first ones come last."""
    now = running.cloud.clock.now()
    for seconds, upload in ((0, 900), (15, 5), (30, 900), (45, 5), (60, 900), (90, 5)):
        running.cloud.add_attempt(
            "Front door",
            "wrong_password",
            occurred_at=now + timedelta(seconds=seconds),
            visible_at=now + timedelta(seconds=90 + upload),
        )
    await running.poll()
    assert running.types == ["wrong_password"] * 3
    await running.poll()
    assert running.types.count("repeated_attempts") + running.types.count("late") == 4
    notices = [event.attributes.get("notice") for event in running.events]
    assert notices.count("repeated_attempts") == 1
    assert len(running.events) == 7
    [lock] = running.entry.runtime_data.locks.values()
    [burst_id] = {event.burst_id for event in lock.history}
    assert burst_id == running.events[0].attributes["record_id"]


async def test_an_alarm_from_the_future_leaves_later_ones_folded(running: Home) -> None:
    """The lock's clock was hours ahead for once."""
    now = running.cloud.clock.now()
    running.cloud.add_alarm("Front door", "pry", occurred_at=now + timedelta(hours=20))
    await running.poll()
    assert running.types == ["late"]
    running.events.clear()
    now = running.cloud.clock.now()
    for seconds in (0, 20, 40):
        running.cloud.add_alarm(
            "Front door", "pry", occurred_at=now + timedelta(seconds=seconds)
        )
    await running.poll()
    assert [event.attributes["count"] for event in running.events] == [1, 3]


async def test_how_many_attempts_are_repeated_is_an_option(home: Home) -> None:
    """Two within ten minutes."""
    home.entry = mock_entry(
        home.entry.data["base_url"], attempts=2, attempts_minutes=10
    )
    await home.start()
    now = home.cloud.clock.now()
    for minutes in (0, 9):
        home.cloud.add_attempt(
            "Front door", "wrong_card", occurred_at=now + timedelta(minutes=minutes)
        )
    await home.poll()
    assert home.types == ["wrong_card", "wrong_card", "repeated_attempts"]


async def leave_open(home: Home) -> None:
    """Let a burst go on while the alarms are read."""
    now = home.cloud.clock.now()
    for seconds in (800, 830):
        home.cloud.add_alarm(
            "Front door", "pry", occurred_at=now + timedelta(seconds=seconds)
        )
    await home.poll()
    assert home.types == ["pry"]


async def test_the_end_of_a_burst_that_is_long_ago_is_reported_as_late(
    running: Home,
) -> None:
    """Home Assistant was off meanwhile: it must not act as the present."""
    await leave_open(running)
    await running.restart(off_for=timedelta(days=1))
    await running.poll()
    assert running.types == ["pry", "late"]
    assert running.events[1].attributes["count"] == 2


async def test_the_end_of_a_burst_waits_until_alarms_can_be_read(
    running: Home,
) -> None:
    """Fired while the entity is unavailable it would start no automation."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.events.clear()
    await leave_open(running)
    running.cloud.fail_next(99, "http_500", path="alarm-logs")
    await running.poll()
    assert running.state(ALARM) == "unavailable"
    running.cloud.recover()
    await running.poll()
    assert running.types == ["pry", "late"]
    assert running.events[1].attributes["count"] == 2
