"""How a lock is read: found out, remembered, checked, and changed without a repeat."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from simulator import Abilities
from simulator.default_devices import access_terminal

from .conftest import Home, front_door, mock_entry

LOGS: dict[str, Any] = {}
RECORDS: dict[str, Any] = {
    "open_logs": (),
    "alarm_logs": (),
    "records": ("snake_case",),
}


def abilities(**values: Any) -> Abilities:
    """Return what a lock answers."""
    return front_door(**values).abilities


def calls(home: Home) -> list[str]:
    """Return which endpoints have been called, in order."""
    return [call.name for call in home.cloud.calls]


async def test_what_was_found_out_is_not_found_out_again(running: Home) -> None:
    """A restart costs a list, two names and one poll."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.cloud.calls.clear()
    await running.restart()
    assert calls(running) == [
        "token",
        "devices",
        "open-logs",
        "alarm-logs",
        "users",
        "upgrade-infos",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(LOGS, RECORDS, id="from the logs to records"),
        pytest.param(RECORDS, LOGS, id="from records to the logs"),
        pytest.param(
            {"open_logs": ("v1.1",), "alarm_logs": ("v1.1",)},
            {"open_logs": ("v1.0",), "alarm_logs": ("v1.0",)},
            id="from v1.1 to v1.0",
        ),
    ],
)
async def test_another_source_repeats_nothing_and_loses_nothing(
    home: Home, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """The same unlock has another id there, and is the same unlock."""
    lock = home.cloud.find("Front door")
    lock.abilities = abilities(**before)
    now = home.cloud.clock.now()
    for days in (1, 3):
        home.cloud.add_unlock(lock, occurred_at=now - timedelta(days=days))
    await home.start()
    home.cloud.add_unlock(lock)
    home.cloud.add_alarm(lock, "wrong_finger")
    await home.poll()
    assert sorted(home.types) == ["fingerprint", "wrong_finger"]

    lock.abilities = abilities(**after)
    home.cloud.add_unlock(lock, "password", 3)
    home.cloud.add_alarm(lock, "wrong_card")
    await home.poll(timedelta(minutes=10))
    await home.poll()
    assert sorted(home.types[2:]) == ["password", "wrong_card"]
    await home.restart()
    await home.poll()
    assert len(home.events) == 4


async def test_a_better_source_is_chosen_within_a_day(home: Home) -> None:
    """The lock has learnt `records`: one call instead of two, and no repeat."""
    lock = home.cloud.find("Front door")
    yesterday = home.cloud.clock.now() - timedelta(days=1)
    home.cloud.add_unlock(lock, occurred_at=yesterday)
    await home.start()
    lock.abilities = abilities(records=("camelCase",))
    for _ in range(2):
        home.cloud.add_unlock(lock)
        await home.poll(timedelta(hours=12, minutes=1))
    assert home.types == ["late"] * 2
    home.cloud.calls.clear()
    home.cloud.add_unlock(lock, "password", 3)
    await home.poll()
    assert home.types[2:] == ["password"]
    assert "records" in calls(home)
    assert "open-logs" not in calls(home)


async def test_what_a_lock_refuses_is_asked_ever_more_rarely(home: Home) -> None:
    """A day later, two days after that, then four: most locks never answer it."""
    home.cloud.add_unlock(
        "Front door", occurred_at=home.cloud.clock.now() - timedelta(days=1)
    )
    await home.start()
    home.cloud.calls.clear()
    asked = []
    for _ in range(8):
        for _ in range(24):
            await home.poll(timedelta(hours=1))
        asked.append(calls(home).count("records"))
        home.cloud.calls.clear()
    # Two spellings of it.
    assert asked == [2, 0, 2, 0, 0, 0, 2, 0]


async def test_what_a_check_costs_is_a_part_of_the_plan(home: Home) -> None:
    """It is made only where the day has calls for it."""
    home.cloud.add_unlock(
        "Front door", occurred_at=home.cloud.clock.now() - timedelta(days=1)
    )
    await home.start()
    # All that is planned is spent: nothing is left for what is most likely known.
    home.spend(20_900)
    home.cloud.calls.clear()
    for _ in range(2 * 24):
        await home.poll(timedelta(hours=1))
    assert calls(home).count("open-logs") > 20
    assert "records" not in calls(home)


async def test_many_locks_are_checked_in_turn(home: Home) -> None:
    """All of eight, and their members, within the days that their plan gives."""
    names = [f"Door {number}" for number in range(8)]
    home.cloud.remove_lock("Front door")
    for name in names:
        home.cloud.add_lock(front_door(name))
        home.cloud.add_unlock(
            name, occurred_at=home.cloud.clock.now() - timedelta(days=1)
        )
    # Of 100 calls a day 10 are for this: each lock has its turn every four days.
    home.entry = mock_entry(home.entry.data["base_url"], allowance=3_750)
    await home.start()
    home.cloud.calls.clear()
    for _ in range(5 * 4):
        await home.poll(timedelta(hours=6))
    checked = Counter(call.path for call in home.cloud.calls if call.name == "records")
    asked = Counter(call.path for call in home.cloud.calls if call.name == "users")
    # Each lock refuses two spellings.
    assert len(checked) == 8
    assert len(asked) == 8
    assert {*checked.values()} <= {2, 4}
    assert {*asked.values()} <= {1, 2}


async def test_a_check_that_fails_changes_nothing(home: Home) -> None:
    """The old source goes on."""
    lock = home.cloud.find("Front door")
    home.cloud.add_unlock(lock)
    await home.start()
    await home.poll(timedelta(hours=23))
    home.cloud.fail_next(1, 500, path="records")
    home.cloud.add_unlock(lock)
    await home.poll(timedelta(hours=2))
    await home.poll()
    assert home.types == ["late"]


async def test_a_log_that_has_grown_old_keeps_its_source(home: Home) -> None:
    """Nobody was in the holiday flat for weeks: no reason to search at every poll."""
    lock = home.cloud.find("Front door")
    home.cloud.add_unlock(lock)
    await home.start()
    for _ in range(5):
        await home.poll(timedelta(days=8))
    home.cloud.calls.clear()
    await home.poll()
    assert "records" not in calls(home)


async def test_an_alarm_log_that_failed_at_first_delivers_what_came_since(
    home: Home,
) -> None:
    """Its past is old news; what came while it failed is not."""
    now = home.cloud.clock.now()
    lock = home.cloud.find("Front door")
    home.cloud.add_unlock(lock, occurred_at=now - timedelta(days=1))
    home.cloud.add_alarm(lock, "pry", occurred_at=now - timedelta(days=1))
    answered = 0

    def before_answer(path: str) -> None:
        nonlocal answered
        answered += "alarm-logs" in path
        if answered == 1:
            # The search for the source has seen it; the first reading fails.
            home.cloud.before_answer = None
            home.cloud.fail_next(1, 500, path="alarm-logs")

    home.cloud.before_answer = before_answer
    await home.start()
    assert home.state("event.front_door_alarm") == "unavailable"
    home.freezer.tick(timedelta(minutes=1))
    home.cloud.add_alarm(lock, "shock")
    await home.poll(timedelta(minutes=13))
    assert home.types == ["shock"]


async def test_a_lock_that_answers_no_log_of_locks_is_read_by_its_device_log(
    home: Home,
) -> None:
    """Each access once, with the slot, whose name the owner knows; the same of alarms."""
    terminal = home.cloud.add_lock(access_terminal())
    home.cloud.add_unlock(terminal, "fingerprint_kit", 1)
    await home.start()
    assert home.types == []
    home.cloud.add_unlock(terminal, "card_kit", 2)
    home.cloud.add_alarm(terminal, "pry")
    await home.poll()
    await home.poll()
    assert sorted(home.types) == ["card", "new_credential", "pry"]
    access = next(event for event in home.events if event.event_type == "card")
    assert access.attributes["slot"] == 2
    await home.restart(off_for=timedelta(hours=1))
    await home.poll()
    assert len(home.events) == 3
