"""Locks that keep two logs, and say in one call that nothing has happened."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.tuya_door_lock.diagnostics import (
    async_get_config_entry_diagnostics,
)
from homeassistant.helpers.dispatcher import async_dispatcher_send

from .conftest import Home, front_door, mock_entry

NAME = "Front door"
# The evidence that the shadow has to give: accesses, and alarms.
ACCESSES, ALARMS = 10, 3
HOUR = timedelta(hours=1)


def give_shadow(home: Home, **abilities: Any) -> None:
    """Let the lock, which keeps two logs, answer for its shadow."""
    lock = home.cloud.find(NAME)
    lock.abilities = front_door(shadow=True, **abilities).abilities


async def start(home: Home, **abilities: Any) -> None:
    """Set the integration up for a lock that has a shadow, and was used before."""
    give_shadow(home, **abilities)
    # So few calls that polls are half an hour apart, or a quarter.
    home.entry = mock_entry(home.entry.data["base_url"], allowance=2400)
    home.cloud.add_unlock(NAME, occurred_at=home.cloud.clock.now() - HOUR)
    await home.start()


async def next_poll(home: Home, name: str = NAME) -> None:
    """Let time pass until a lock was polled once."""
    lock = home.entry.runtime_data.locks[home.cloud.find(name).id]
    polled_at = lock.polled_at
    while lock.polled_at == polled_at:
        await home.poll(timedelta(minutes=1))


async def until_poll(home: Home, *, within: timedelta) -> None:
    """Let time pass until the lock is polled soon."""
    lock = home.entry.runtime_data.locks[home.cloud.find(NAME).id]
    assert lock.polled_at and lock.update_interval
    due_at = lock.polled_at + lock.update_interval
    await home.poll(due_at - within - home.cloud.clock.now())


async def prove(
    home: Home, name: str = NAME, *, accesses: int = ACCESSES, alarms: int = ALARMS
) -> None:
    """Let rows come whose properties have moved with them, one by each poll.

    In between are as many polls that find nothing.
    """
    for index in range(accesses + alarms):
        if index < accesses:
            home.cloud.add_unlock(name)
        else:
            home.cloud.add_alarm(name, "wrong_password")
        await next_poll(home, name)
        await next_poll(home, name)


async def start_proved(home: Home) -> None:
    """Set up a lock whose shadow is relied on, and forget the events until then."""
    await start(home)
    await prove(home)
    home.events.clear()


class Calls:
    """Counts the calls of each kind since it was made."""

    def __init__(self, home: Home) -> None:
        """Begin to count."""
        self._cloud = home.cloud
        self._from = len(home.cloud.calls)

    def of(self, *names: str) -> list[int]:
        """Return how many calls there were of some kinds."""
        made = [call.name for call in self._cloud.calls[self._from :]]
        return [made.count(name) for name in names]

    @property
    def reads(self) -> list[int]:
        """Return the calls of the shadow, and of both logs."""
        return self.of("shadow", "open-logs", "alarm-logs")


async def shadow_of(home: Home, number: int = 0) -> dict[str, Any]:
    """Return what the diagnostics say of the shadow."""
    data = await async_get_config_entry_diagnostics(home.hass, home.entry)
    shadow: dict[str, Any] = data["locks"][number]["shadow"]
    return shadow


async def state_of(home: Home) -> str | None:
    """Return what the shadow is good for."""
    state: str | None = (await shadow_of(home))["state"]
    return state


async def test_a_shadow_that_was_right_about_the_rows_stands_in_for_both_logs(
    home: Home,
) -> None:
    """One call a poll; what has happened is looked for in the logs, and appears."""
    await start(home)
    await prove(home, accesses=ACCESSES, alarms=ALARMS - 1)
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [0, 1, 1]
    assert await state_of(home) == "on_trial"

    await prove(home, accesses=0, alarms=1)
    assert await shadow_of(home) == {
        "state": "relied_on",
        "rows_shown": {"open-logs": 10, "alarm-logs": 3},
        "taken_back": 0,
    }
    home.events.clear()
    for _ in range(3):
        calls = Calls(home)
        await next_poll(home)
        assert calls.reads == [1, 0, 0]
        assert home.state("event.front_door_access") != "unavailable"
    home.cloud.add_unlock(NAME)
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 1, 1]
    assert home.types == ["fingerprint"]
    home.cloud.add_alarm(NAME, "pry")
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 0, 1]
    assert home.types == ["fingerprint", "pry"]
    home.cloud.add_duress(NAME)
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 1, 1]
    assert home.state("binary_sensor.front_door_duress") == "on"
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 0, 0]


async def test_polls_come_twice_as_often(home: Home) -> None:
    """The plan has as many calls as before, and a poll takes one of them."""
    await start(home)
    await home.poll(timedelta(minutes=2))
    lock = home.entry.runtime_data.locks[home.cloud.find(NAME).id]
    before = lock.update_interval
    await prove(home)
    # Until what the trial has cost is a day ago.
    for _ in range(60):
        await next_poll(home)
    assert lock.update_interval < before * 0.6


async def test_both_logs_are_read_every_six_hours_all_the_same(home: Home) -> None:
    """Whatever the shadow says."""
    await start(home)
    await prove(home)
    calls = Calls(home)
    began = home.cloud.clock.now()
    while home.cloud.clock.now() - began < timedelta(hours=24):
        await next_poll(home)
    _, accesses, alarms = calls.reads
    # Once a day it is checked beside how they are read.
    assert accesses == alarms == 5


async def test_a_row_that_the_shadow_did_not_show_ends_it(home: Home) -> None:
    """It comes with the six hours, and from the next poll on both logs are read."""
    await start_proved(home)
    home.cloud.add_unlock(NAME, "password", 3).in_shadow = False
    began = home.cloud.clock.now()
    while not home.events:
        assert home.cloud.clock.now() - began < timedelta(hours=6, minutes=40)
        await next_poll(home)
    assert [event.attributes["user"] for event in home.events] == ["Ben"]
    await next_poll(home)
    assert await shadow_of(home) == {
        "state": "on_trial",
        "rows_shown": {"open-logs": 0, "alarm-logs": 0},
        "taken_back": 1,
    }
    for _ in range(2):
        calls = Calls(home)
        await next_poll(home)
        assert calls.reads == [0, 1, 1]
    home.events.clear()
    home.cloud.add_unlock(NAME, "password", 3).in_shadow = False
    await next_poll(home)
    assert home.types == ["password"]
    # It may prove itself again, when the day has calls for that.
    await home.poll(timedelta(days=1))
    await prove(home)
    assert await state_of(home) == "relied_on"


@pytest.mark.parametrize("time", ["paired", "answered"])
async def test_a_shadow_whose_times_are_wrong_is_never_relied_on(
    home: Home, time: str
) -> None:
    """Neither one that stands still, nor one that always moves."""
    await start(home, shadow_time=time)
    await prove(home, accesses=20, alarms=5)
    assert await shadow_of(home) == {
        "state": "on_trial",
        "rows_shown": {"open-logs": 0, "alarm-logs": 0},
        "taken_back": 0,
    }
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [0, 1, 1]
    assert len(home.events) == 25


async def test_a_row_that_comes_after_its_property_has_moved_is_waited_for(
    home: Home,
) -> None:
    """Its log is read again soon, then by the next poll, and then no more."""
    await start_proved(home)
    home.cloud.add_unlock(NAME).delays["open-logs"] = 3600
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 1, 1]
    await home.poll(timedelta(seconds=20))
    assert calls.reads == [1, 2, 1]
    await next_poll(home)
    assert calls.reads == [2, 3, 2]
    await next_poll(home)
    assert calls.reads == [3, 3, 2]
    assert home.events == []
    assert await state_of(home) == "relied_on"


async def test_a_row_that_a_poll_is_too_early_for_appears_half_a_minute_later(
    home: Home,
) -> None:
    """And its duress alarm, which no property shows, with the poll after."""
    await start_proved(home)
    await until_poll(home, within=timedelta(seconds=40))
    home.cloud.add_unlock(NAME).delays["open-logs"] = 70
    duress = home.cloud.add_alarm(NAME, "duress")
    duress.in_shadow, duress.delays["alarm-logs"] = False, 100
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 1, 1]
    assert home.types == []
    await home.poll(timedelta(seconds=20))
    assert calls.reads == [1, 2, 1]
    assert home.types == ["fingerprint"]
    await next_poll(home)
    assert calls.reads == [2, 2, 2]
    assert home.types == ["fingerprint", "duress"]
    await next_poll(home)
    assert calls.reads == [3, 2, 2]


async def test_a_duress_alarm_that_comes_after_its_access_is_looked_for(
    home: Home,
) -> None:
    """The access was read within the minute, by a hint: the next poll reads both logs."""
    await start_proved(home)
    home.cloud.add_unlock(NAME)
    duress = home.cloud.add_alarm(NAME, "duress")
    duress.in_shadow, duress.delays["alarm-logs"] = False, 30
    calls = Calls(home)
    async_dispatcher_send(
        home.hass,
        f"tuya_entry_update_{home.cloud.find(NAME).id}",
        ["unlock_fingerprint"],
    )
    await home.poll(timedelta(seconds=4))
    assert calls.reads == [0, 1, 0]
    assert home.types == ["fingerprint"]
    await next_poll(home)
    assert calls.reads == [1, 2, 1]
    assert home.types == ["fingerprint", "duress"]
    assert home.state("binary_sensor.front_door_duress") == "on"
    await next_poll(home)
    assert calls.reads == [2, 2, 1]


async def test_a_row_that_a_hint_has_brought_is_read_once(home: Home) -> None:
    """The shadow moves to its time, and nobody looks for it again."""
    await start_proved(home)
    await home.poll(timedelta(minutes=1))
    calls = Calls(home)
    occurred_at = home.cloud.clock.now() - timedelta(minutes=2)
    home.cloud.add_unlock(NAME, occurred_at=occurred_at)
    await home.hass.services.async_call(
        "button", "press", {"entity_id": "button.front_door_refresh"}, blocking=True
    )
    await home.settle()
    assert home.types == ["fingerprint"]
    assert calls.reads == [0, 1, 1]
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 0, 0]
    assert await state_of(home) == "relied_on"


async def test_duress_comes_with_its_access_though_no_property_shows_it(
    home: Home,
) -> None:
    """No lock has shown one often enough to prove that its shadow does."""
    await start_proved(home)
    home.cloud.add_unlock(NAME)
    home.cloud.add_alarm(NAME, "duress").in_shadow = False
    await next_poll(home)
    assert home.types == ["fingerprint", "duress"]
    assert home.state("binary_sensor.front_door_duress") == "on"


async def test_duress_that_comes_a_moment_after_its_access_comes_with_the_next_poll(
    home: Home,
) -> None:
    """The poll that has found the access was too early for it."""
    await start_proved(home)
    await until_poll(home, within=timedelta(seconds=40))
    home.cloud.add_unlock(NAME)
    duress = home.cloud.add_alarm(NAME, "duress")
    duress.in_shadow, duress.delays["alarm-logs"] = False, 60
    calls = Calls(home)
    await home.poll(timedelta(seconds=45))
    assert calls.reads == [1, 1, 1]
    assert home.types == ["fingerprint"]
    await next_poll(home)
    assert calls.reads == [2, 2, 2]
    assert home.types == ["fingerprint", "duress"]
    await next_poll(home)
    assert calls.reads == [3, 2, 2]


async def test_a_row_that_comes_after_a_later_one_comes_with_the_next_poll(
    home: Home,
) -> None:
    """The shadow shows the time of the later one alone."""
    await start_proved(home)
    await until_poll(home, within=timedelta(seconds=40))
    home.cloud.add_unlock(NAME).delays["open-logs"] = 50
    await home.poll(timedelta(seconds=10))
    home.cloud.add_unlock(NAME)
    calls = Calls(home)
    await home.poll(timedelta(seconds=35))
    assert calls.reads == [1, 1, 1]
    assert home.types == ["fingerprint"]
    await next_poll(home)
    assert calls.reads == [2, 2, 2]
    assert home.types == ["fingerprint", "fingerprint"]
    await next_poll(home)
    assert await state_of(home) == "relied_on"


async def test_a_late_upload_moves_the_shadow_too(home: Home) -> None:
    """It is found by the next poll, and is late."""
    await start_proved(home)
    home.cloud.add_unlock(NAME, occurred_at=home.cloud.clock.now() - 3 * HOUR)
    await next_poll(home)
    assert home.types == ["late"]
    await next_poll(home)
    assert await state_of(home) == "relied_on"


async def test_a_log_that_cannot_be_read_is_read_until_it_can(home: Home) -> None:
    """The shadow cannot say what a log has shown that was not read."""
    await start(home)
    await prove(home)
    home.cloud.fail_next(2, "http_500", path="alarm-logs")
    home.cloud.add_duress(NAME)
    await next_poll(home)
    assert home.state("event.front_door_alarm") == "unavailable"
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [0, 1, 1]
    await next_poll(home)
    assert home.state("binary_sensor.front_door_duress") == "on"
    await next_poll(home)
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 0, 0]


@pytest.mark.parametrize("fault", ["http_500", "cut_json", 1010, 28841105])
async def test_a_shadow_that_fails_costs_a_call_and_no_row(
    home: Home, fault: int | str
) -> None:
    """Both logs are read by the same poll; the owner sees no fault."""
    await start_proved(home)
    home.cloud.fail_next(999, fault, path="shadow")
    home.cloud.add_unlock(NAME)
    calls = Calls(home)
    await next_poll(home)
    assert calls.of("open-logs", "alarm-logs") == [1, 1]
    assert home.types == ["fingerprint"]
    assert home.state("event.front_door_access") != "unavailable"
    failed = Calls(home)
    for _ in range(8):
        await next_poll(home)
    # A token that it refuses may be renewed, and the call repeated, each time.
    assert sum(failed.of("shadow")) <= 6
    data = await async_get_config_entry_diagnostics(home.hass, home.entry)
    assert data["errors"] == []


async def test_a_shadow_that_works_again_is_relied_on_again(home: Home) -> None:
    """What it has proved stays; what has moved meanwhile is looked for."""
    await start(home)
    await prove(home)
    home.cloud.fail_next(1, "http_500", path="shadow")
    await next_poll(home)
    assert await state_of(home) == "failed"
    home.events.clear()
    await home.poll(HOUR)
    home.cloud.add_unlock(NAME)
    while await state_of(home) == "failed":
        await next_poll(home)
    for _ in range(3):
        await next_poll(home)
    assert home.types == ["fingerprint"]
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 0, 0]


async def test_a_refused_shadow_is_asked_for_once_a_week(home: Home) -> None:
    """Also after a restart."""
    # The default lock answers for no shadow.
    home.entry = mock_entry(home.entry.data["base_url"], allowance=2400)
    await home.start()
    calls = Calls(home)
    await prove(home)
    assert calls.of("shadow") == [1]
    assert await state_of(home) == "refused"
    await home.restart()
    assert await state_of(home) == "refused"
    await prove(home)
    assert calls.of("shadow") == [1]
    await home.poll(timedelta(days=7))
    await prove(home, accesses=1, alarms=0)
    assert calls.of("shadow") == [2]


async def test_what_was_proved_counts_after_a_restart(home: Home) -> None:
    """The first poll reads both logs, and the next does once more."""
    await start_proved(home)
    calls = Calls(home)
    home.cloud.add_unlock(NAME)
    await home.restart(off_for=2 * HOUR)
    assert home.types == ["late"]
    assert calls.reads == [1, 1, 1]
    await next_poll(home)
    assert await state_of(home) == "relied_on"
    await next_poll(home)
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [1, 0, 0]
    home.cloud.add_unlock(NAME)
    await next_poll(home)
    assert home.types == ["late", "fingerprint"]


async def test_a_lock_whose_log_costs_one_call_has_no_need_of_it(home: Home) -> None:
    """`records` costs as much, and says what it was."""
    await start(home, open_logs=(), alarm_logs=(), records=("snake_case",))
    await prove(home)
    assert home.cloud.calls_of("shadow") == []
    assert await state_of(home) is None


async def test_a_lock_that_always_has_news_does_without(home: Home) -> None:
    """A look at the shadow before each would be a call more."""
    await start(home)
    await prove(home)
    for _ in range(48):
        home.cloud.add_unlock(NAME)
        home.cloud.add_alarm(NAME, "wrong_password")
        await next_poll(home)
    assert await state_of(home) == "busy"
    calls = Calls(home)
    await next_poll(home)
    assert calls.reads == [0, 1, 1]
    # When it becomes quiet, it is relied on again.
    for _ in range(24):
        await next_poll(home)
    assert await state_of(home) == "relied_on"


async def test_each_lock_has_a_shadow_of_its_own(home: Home) -> None:
    """One whose times are wrong takes nothing from the others, and no row is lost."""
    give_shadow(home, shadow_time="paired")
    names = [NAME, "Door 1", "Door 2"]
    for name in names[1:]:
        home.cloud.add_lock(front_door(name, shadow=True))
    for name in names:
        home.cloud.add_unlock(name, occurred_at=home.cloud.clock.now() - HOUR)
    await home.start()
    for index in range(ACCESSES + ALARMS):
        for name in names:
            if index < ACCESSES:
                home.cloud.add_unlock(name)
            else:
                home.cloud.add_alarm(name, "wrong_password")
        for name in names:
            await next_poll(home, name)
        await home.poll(HOUR)
    fired = len(home.events)
    assert fired == len(names) * (ACCESSES + ALARMS)
    data = await async_get_config_entry_diagnostics(home.hass, home.entry)
    states = [lock["shadow"]["state"] for lock in data["locks"]]
    assert sorted(states) == ["on_trial", *["relied_on"] * 2]
    for name in names:
        home.cloud.add_unlock(name)
    for name in names:
        await next_poll(home, name)
    assert len(home.events) == fired + len(names)
