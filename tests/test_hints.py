"""What says that a lock has something new, from the source to the event."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
import json
import logging
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.tuya_door_lock.api.message_service import (
    MessageEnvironment,
    message_url,
    password,
)
from custom_components.tuya_door_lock.const import DOMAIN, LOGGER
from custom_components.tuya_door_lock.log_status import async_log_status
from custom_components.tuya_door_lock.polling.hint_codes import HintSource
from custom_components.tuya_door_lock.polling.hint_sources.entities import (
    async_listen_to_entities,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.dispatcher import async_dispatcher_send
from simulator import ACCESS_ID, ACCESS_SECRET
from simulator.models import Device

from .conftest import Home, front_door, mock_entry

CONTACT = "binary_sensor.front_door_contact"


def lock_id(home: Home, name: str = "Front door") -> str:
    """Return Tuya's id of a lock."""
    return home.cloud.find(name).id


async def start(home: Home, **options: Any) -> None:
    """Set the integration up with some options, with one known access."""
    # So few calls that polls are minutes apart.
    home.entry = mock_entry(home.entry.data["base_url"], allowance=3000, **options)
    home.cloud.add_unlock("Front door")
    await home.start()
    assert home.types == []
    await home.poll()


def device_id(home: Home) -> str:
    """Return the device of the lock."""
    device = dr.async_get(home.hass).async_get_device_by_identifier(
        (DOMAIN, lock_id(home)), home.entry.entry_id
    )
    assert device is not None
    return device.id


def unlock(home: Home, *, row_after: float = 0, name: str = "Front door") -> None:
    """Let Ana open a door, whose row takes some seconds to appear."""
    now = home.cloud.clock.now()
    home.cloud.add_unlock(
        name, occurred_at=now, visible_at=now + timedelta(seconds=row_after)
    )


def report(home: Home, *codes: str, name: str = "Front door") -> None:
    """Let Home Assistant's Tuya integration hear something of a lock."""
    async_dispatcher_send(
        home.hass, f"tuya_entry_update_{lock_id(home, name)}", list(codes), {}
    )


def reads(home: Home) -> int:
    """Return how often a log was read."""
    return len(home.cloud.calls_of("open-logs"))


async def wait(home: Home, seconds: int) -> None:
    """Let time pass, in steps that let each look come by itself."""
    for _ in range(0, seconds, 4):
        await home.poll(timedelta(seconds=4))


async def seconds_until_event(home: Home) -> int:
    """Return after how many seconds an event comes."""
    before = len(home.events)
    for second in range(120):
        if len(home.events) > before:
            return second
        await home.poll(timedelta(seconds=1))
    pytest.fail("no event has come")


async def test_a_report_pulls_the_next_look_forward(home: Home) -> None:
    """The event comes in seconds, and has what the row says."""
    await start(home)
    unlock(home)
    report(home, "unlock_fingerprint")
    assert await seconds_until_event(home) == 3
    assert home.types == ["fingerprint"]
    assert home.events[0].attributes["user"] == "Ana"


async def test_a_sensor_shows_when_a_hint_came(home: Home) -> None:
    """It is there for those who set hints up, and disabled."""
    registry = er.async_get(home.hass)
    home.entry.add_to_hass(home.hass)
    sensor = registry.async_get_or_create(
        "sensor",
        DOMAIN,
        f"{lock_id(home)}_last_hint",
        config_entry=home.entry,
        suggested_object_id="front_door_last_hint",
        disabled_by=None,
    )
    await home.start()
    assert home.state(sensor.entity_id) == "unknown"
    report(home, "unlock_fingerprint")
    assert home.state(sensor.entity_id) == "2026-11-23T08:00:00+00:00"


async def test_a_report_by_itself_makes_no_event(home: Home) -> None:
    """Nothing is in the log: nothing has happened."""
    await start(home)
    for code in ("unlock_fingerprint", "hijack", "alarm_lock", "doorbell"):
        report(home, code)
    await wait(home, 80)
    assert home.events == []
    assert home.state("binary_sensor.front_door_duress") == "off"


async def test_the_row_is_looked_for_until_it_is_there(home: Home) -> None:
    """It takes seven seconds, and then the looks end."""
    await start(home)
    before = reads(home)
    unlock(home, row_after=7)
    report(home, "unlock_fingerprint")
    assert await seconds_until_event(home) == 10
    assert reads(home) == before + 3
    await wait(home, 80)
    assert reads(home) == before + 3
    assert home.types == ["fingerprint"]


async def test_each_attempt_is_looked_for(home: Home) -> None:
    """Three wrong fingers in a few seconds are a warning: no row waits for the poll."""
    await start(home)
    for row_after in (2, 12, 22):
        now = home.cloud.clock.now()
        home.cloud.add_attempt(
            "Front door",
            occurred_at=now,
            visible_at=now + timedelta(seconds=row_after),
        )
        report(home, "alarm_lock")
        await home.poll(timedelta(seconds=2))
    await wait(home, 40)
    assert home.types[:3] == ["wrong_password"] * 3


async def test_only_the_log_that_a_report_is_about_is_read(home: Home) -> None:
    """The other one costs a call as well, and its entities stay available."""
    await start(home)
    alarms = len(home.cloud.calls_of("alarm-logs"))
    unlock(home)
    report(home, "unlock_fingerprint")
    assert await seconds_until_event(home) == 3
    assert len(home.cloud.calls_of("alarm-logs")) == alarms
    assert home.state("event.front_door_alarm") == "unknown"
    home.cloud.add_duress("Front door")
    before = reads(home)
    report(home, "hijack")
    await wait(home, 4)
    assert home.state("binary_sensor.front_door_duress") == "on"
    assert reads(home) == before


async def test_a_look_puts_the_next_poll_off(home: Home) -> None:
    """What was read a moment ago is not read again."""
    await start(home)
    interval = home.entry.runtime_data.devices.plan.interval
    await home.poll(interval - timedelta(seconds=10))
    before = reads(home)
    report(home, "closed_opened")
    await wait(home, 6)
    assert reads(home) == before + 1
    await wait(home, 10)
    assert reads(home) == before + 1


async def test_any_entity_can_say_that_there_is_something_new(home: Home) -> None:
    """The door opens after the lock: its contact is a reason to look."""
    home.hass.states.async_set(CONTACT, "off")
    await start(home, hint_entities={lock_id(home): [CONTACT]})
    before = reads(home)
    for state, attributes in (
        ("unavailable", {}),
        ("off", {}),
        ("off", {"battery": 20}),
        ("unknown", {}),
    ):
        home.hass.states.async_set(CONTACT, state, attributes)
    await wait(home, 80)
    assert reads(home) == before
    home.hass.states.async_set(CONTACT, "off")
    await wait(home, 80)
    unlock(home, row_after=5)
    home.hass.states.async_set(CONTACT, "on")
    assert await seconds_until_event(home) == 6


async def test_an_entity_that_is_renamed_is_followed(home: Home) -> None:
    """Home Assistant's users tidy the ids of their entities up: the option keeps up."""
    registry = er.async_get(home.hass)
    registry.async_get_or_create(
        "binary_sensor", "other", "1", suggested_object_id="front_door_contact"
    )
    home.hass.states.async_set(CONTACT, "off")
    await start(home, hint_entities={lock_id(home): ["cover.garage", CONTACT]})
    renamed = "binary_sensor.entrance"
    registry.async_update_entity(CONTACT, name="Entrance")
    registry.async_update_entity(CONTACT, new_entity_id=renamed)
    assert home.entry.options == {
        "allowance": 3000,
        "hint_entities": {lock_id(home): ["cover.garage", renamed]},
    }
    for has_restarted in (False, True):
        if has_restarted:
            await home.restart()
        home.hass.states.async_set(renamed, "off")
        await wait(home, 80)
        unlock(home)
        home.hass.states.async_set(renamed, "on")
        assert await seconds_until_event(home) == 3
    registry.async_remove(renamed)
    await home.poll()


async def test_an_entity_belongs_to_its_lock(home: Home) -> None:
    """The other lock is left alone."""
    home.cloud.add_lock(front_door("Garage"))
    home.hass.states.async_set(CONTACT, "off")
    await start(home, hint_entities={lock_id(home, "Garage"): [CONTACT]})
    before = len(home.cloud.calls)
    home.hass.states.async_set(CONTACT, "on")
    await wait(home, 32)
    read = [call.path for call in home.cloud.calls[before:]]
    assert read
    assert not [path for path in read if lock_id(home) in path]


async def test_a_cloud_that_refuses_is_left_alone(home: Home) -> None:
    """Hints count for nothing until it answers again."""
    await start(home)
    home.cloud.spend_quota()
    await home.poll()
    calls = len(home.cloud.calls)
    for _ in range(20):
        report(home, "unlock_fingerprint")
        await wait(home, 4)
    assert len(home.cloud.calls) == calls


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the log has of the integration, but what is for developers."""
    return [
        each.getMessage()
        for each in caplog.records
        if each.name == LOGGER.name and each.levelno >= logging.INFO
    ]


async def shower(home: Home, source: HintSource) -> None:
    """Let 68 hints come at once from a source."""
    match source:
        case HintSource.TUYA:
            for _ in range(68):
                report(home, "unlock_fingerprint")
        case HintSource.ENTITY:
            for _ in range(34):
                home.hass.states.async_set(CONTACT, "on")
                home.hass.states.async_set(CONTACT, "off")
        case HintSource.MESSAGE_SERVICE:
            for number in range(68):
                home.cloud.report(
                    lock_id(home),
                    {"unlock_fingerprint": number},
                    logged=False,
                )
            counts = home.cloud.messages.topics["event-test"].counts
            for _ in range(10_000):
                if counts["acknowledged"] == counts["published"]:
                    break
                await asyncio.sleep(0)
        case HintSource.REQUEST:
            for _ in range(68):
                with suppress(HomeAssistantError):
                    await home.hass.services.async_call(
                        DOMAIN, "refresh", {"device_id": device_id(home)}, blocking=True
                    )


@pytest.mark.parametrize(
    "source",
    [
        HintSource.ENTITY,
        HintSource.MESSAGE_SERVICE,
        HintSource.REQUEST,
        HintSource.TUYA,
    ],
)
async def test_a_thousand_hints_a_minute_leave_the_quota_alone(
    home: Home, caplog: pytest.LogCaptureFixture, source: HintSource
) -> None:
    """Each row comes once, the plan holds, and the log stays empty."""
    home.hass.states.async_set(CONTACT, "off")
    if source is HintSource.MESSAGE_SERVICE:
        await listen(home)
        await until(home, lambda: is_connected(home))
    else:
        await start(home, hint_entities={lock_id(home): [CONTACT]})
    before = len(home.cloud.calls)
    caplog.clear()
    for number in range(15):
        if number in (2, 9):
            unlock(home, row_after=7)
        await shower(home, source)
        await wait(home, 4)
    await wait(home, 90)
    # As many looks as a lock may cause at once, those of some minutes more, and polls.
    assert len(home.cloud.calls) - before < 50
    await home.poll(timedelta(minutes=30))
    if source is HintSource.MESSAGE_SERVICE:
        await until(home, lambda: len(home.events) > 1)
    assert home.types == ["fingerprint"] * 2
    assert home.entry.runtime_data.devices.plan.projected <= 0.8 * 3000
    assert logged(caplog) == []


async def test_a_lock_that_cries_wolf_leaves_calls_to_the_others(home: Home) -> None:
    """Its alarms without a row take half of what hints have, and no more."""
    home.cloud.add_lock(front_door("Garage"))
    home.entry = mock_entry(home.entry.data["base_url"], allowance=1500)
    home.cloud.add_unlock("Front door")
    await home.start()
    for _ in range(12):
        report(home, "alarm_lock", name="Garage")
        await wait(home, 80)
    assert home.events == []
    home.cloud.add_alarm("Front door", "pry")
    report(home, "alarm_lock")
    assert await seconds_until_event(home) == 3


async def test_nothing_is_listened_to_after_an_unload(home: Home) -> None:
    """A report then has no listener."""
    await start(home)
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    calls = len(home.cloud.calls)
    report(home, "unlock_fingerprint")
    await wait(home, 80)
    assert len(home.cloud.calls) == calls


async def test_polls_become_rare_where_each_row_comes_with_a_hint(home: Home) -> None:
    """And as before at once when one comes without."""
    await start(home)
    lock = home.entry.runtime_data.locks[lock_id(home)]
    interval = lock.update_interval
    assert interval is not None and interval < timedelta(minutes=30)
    home.hass.states.async_set(CONTACT, "off")
    stop = async_listen_to_entities(home.hass, [CONTACT], lock.looks)
    for index in range(10):
        unlock(home)
        home.hass.states.async_set(CONTACT, "on" if index % 2 else "open")
        await seconds_until_event(home)
        await home.poll(timedelta(minutes=2))
    stop()
    assert lock.update_interval == timedelta(minutes=30)
    unlock(home)
    await home.poll(timedelta(minutes=31))
    await home.poll(timedelta(minutes=1))
    assert len(home.events) == 11
    assert lock.update_interval < timedelta(minutes=30)


async def next_poll(home: Home) -> None:
    """Let time pass until the lock was polled."""
    lock = home.entry.runtime_data.locks[lock_id(home)]
    polled_at = lock.polled_at
    while lock.polled_at == polled_at:
        await home.poll(timedelta(minutes=1))


async def test_where_calls_are_few_only_alarms_are_looked_for_at_once(
    home: Home,
) -> None:
    """Unlocks come with the polls: as soon as without hints."""
    home.entry = mock_entry(home.entry.data["base_url"], allowance=350)
    home.cloud.add_unlock("Front door")
    await home.start()
    # The first report says that there are hints to plan for.
    for _ in range(2):
        unlock(home)
        report(home, "unlock_fingerprint")
        await wait(home, 80)
    assert home.types == ["fingerprint"]
    home.cloud.add_duress("Front door")
    report(home, "hijack")
    await wait(home, 32)
    assert home.state("binary_sensor.front_door_duress") == "on"
    await next_poll(home)
    assert sorted(home.types) == ["duress", "fingerprint", "fingerprint", "fingerprint"]


async def until(
    home: Home, condition: Callable[[], bool], *, seconds: float = 0.1
) -> None:
    """Let the network do its work, and time pass in steps."""
    for _ in range(400):
        for _ in range(20):
            await asyncio.sleep(0)
        if condition():
            return
        await home.poll(timedelta(seconds=seconds))
    pytest.fail("it has not happened")


async def listen(home: Home) -> None:
    """Set the integration up with the test environment of the Message Service."""
    home.background = False
    await start(home, message_service="event-test")


def is_connected(home: Home) -> bool:
    """Return whether the simulated service has a consumer."""
    return bool(home.cloud.messages.topics["event-test"].consumers)


@pytest.fixture
async def heard(home: Home) -> Home:
    """Return a home that the Message Service is connected to."""
    await listen(home)
    await until(home, lambda: is_connected(home))
    return home


async def test_a_message_pulls_the_next_look_forward(heard: Home) -> None:
    """The row says what it was."""
    unlock(heard)
    await until(heard, lambda: len(heard.events) > 0)
    assert heard.types == ["fingerprint"]
    topic = heard.cloud.messages.topics["event-test"]
    assert topic.counts["acknowledged"] == topic.counts["delivered"] > 0


async def test_the_card_says_that_the_lock_listens(heard: Home) -> None:
    """As long as the connection is up."""
    lock = heard.entry.runtime_data.locks[lock_id(heard)]
    await until(heard, lambda: lock.hints.health.is_listening)
    assert (await async_log_status(heard.hass, lock, "en"))["is_listening"]
    lock.looks.async_set_connected(HintSource.MESSAGE_SERVICE, is_connected=False)
    assert not (await async_log_status(heard.hass, lock, "en"))["is_listening"]


async def test_push_row_and_poll_make_one_event(heard: Home) -> None:
    """However often a message comes, and whatever else reports the same."""
    heard.cloud.messages.families = ("legacy", "iot_core")
    unlock(heard, row_after=5)
    report(heard, "unlock_fingerprint")
    await until(heard, lambda: len(heard.events) > 0)
    heard.cloud.messages.topics["event-test"].repeat()
    await wait(heard, 80)
    await heard.poll()
    assert heard.types == ["fingerprint"]


async def test_what_is_no_message_changes_nothing(
    heard: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """A megabyte, junk of all kinds: one line in the log, and the next one counts."""
    caplog.clear()
    calls = len(heard.cloud.calls)
    topic = heard.cloud.messages.topics["event-test"]
    for content in ("{", "[]", "x" * 1_100_000, json.dumps({"messageId": 7}), b"\x00"):
        topic.send_raw(content)
    await until(
        heard,
        lambda: heard.entry.runtime_data.messages.diagnostics()["unreadable"] >= 4,
    )
    assert len(heard.cloud.calls) == calls
    # With the one of the first access: Tuya counts them all.
    counted = heard.entry.runtime_data.messages.diagnostics()
    assert counted["last_day"] == counted["frames"] >= 5
    unlock(heard)
    await until(heard, lambda: len(heard.events) > 0)
    assert heard.types == ["fingerprint"]
    assert logged(caplog) == ["A message of Tuya cannot be read: more are only counted"]
    assert "Traceback" not in caplog.text


async def test_a_socket_that_flaps_loses_no_row(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """It connects again, what was sent meanwhile comes then, and one line is logged."""
    await listen(home)
    await until(home, lambda: is_connected(home))
    calls = len(home.cloud.calls)
    for _ in range(5):
        home.cloud.messages.disconnect()
        await until(home, lambda: not is_connected(home))
        await until(home, lambda: is_connected(home), seconds=3)
    assert len(home.cloud.calls) - calls < 20
    home.cloud.messages.disconnect()
    unlock(home)
    await until(home, lambda: len(home.events) > 0, seconds=3)
    assert home.types == ["fingerprint"]
    text = "The messages of Tuya have stopped: it connects again, each time"
    assert logged(caplog).count(text) == 1


async def chatter(home: Home, count: int, device: str) -> None:
    """Let a device report something so often, and wait until it has come."""
    messages = home.entry.runtime_data.messages
    before = messages.diagnostics()["frames"]
    for number in range(count):
        home.cloud.report(device, {"cur_power": number}, logged=False)
    await until(home, lambda: messages.diagnostics()["frames"] == before + count)


async def test_messages_of_other_devices_are_counted_and_no_more(
    heard: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Where most are of others, a repair says what to do."""
    plug = heard.cloud.add_device(Device("bfplug00000000000001", "Plug", "cz"))
    heard.cloud.messages.test_devices = {plug.id, lock_id(heard)}
    caplog.clear()
    issues = ir.async_get(heard.hass)
    issue_id = f"{heard.entry.entry_id}_messages_of_other_devices"
    calls = len(heard.cloud.calls)
    await chatter(heard, 200, plug.id)
    await heard.poll(timedelta(minutes=16))
    assert issues.async_get_issue(DOMAIN, issue_id) is not None
    messages = heard.entry.runtime_data.messages
    assert messages.diagnostics()["of_others_last_day"] == 200
    assert len(heard.cloud.calls) - calls < 8
    assert heard.events == []
    assert logged(caplog) == [
        "Messages of Tuya are of other devices: they are only counted"
    ]
    await heard.poll(timedelta(hours=25))
    assert issues.async_get_issue(DOMAIN, issue_id) is None


async def test_more_messages_than_the_plan_has_are_a_repair(heard: Home) -> None:
    """It says how many a month would have, and goes when they are fewer."""
    issues = ir.async_get(heard.hass)
    issue_id = f"{heard.entry.entry_id}_messages_too_many"
    # With the one of the first access.
    await chatter(heard, 1132, lock_id(heard))
    await heard.poll(timedelta(minutes=16))
    assert issues.async_get_issue(DOMAIN, issue_id) is None
    await chatter(heard, 1, lock_id(heard))
    await heard.poll(timedelta(minutes=16))
    issue = issues.async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    assert issue.translation_placeholders == {"name": "Tuya", "projected": "34,000"}
    await heard.poll(timedelta(hours=25))
    assert issues.async_get_issue(DOMAIN, issue_id) is None


async def test_a_connection_that_is_closed_at_once_is_a_repair(heard: Home) -> None:
    """Three times in a row: another program reads the messages."""
    issues = ir.async_get(heard.hass)
    issue_id = f"{heard.entry.entry_id}_messages_closed_at_once"
    # What came on it shows that the first connection was a good one.
    for _ in range(4):
        assert issues.async_get_issue(DOMAIN, issue_id) is None
        heard.cloud.messages.disconnect()
        await until(heard, lambda: not is_connected(heard))
        await until(heard, lambda: is_connected(heard), seconds=3)
    heard.cloud.messages.disconnect()
    await until(heard, lambda: issues.async_get_issue(DOMAIN, issue_id) is not None)
    # Who has ignored it is not to see it again each time.
    issues.async_ignore(DOMAIN, issue_id, ignore=True)
    for _ in range(2):
        await until(heard, lambda: is_connected(heard), seconds=3)
        heard.cloud.messages.disconnect()
        await until(heard, lambda: not is_connected(heard))
        issue = issues.async_get_issue(DOMAIN, issue_id)
        assert issue is not None and issue.dismissed_version
    await until(heard, lambda: is_connected(heard), seconds=3)
    await until(heard, lambda: issues.async_get_issue(DOMAIN, issue_id) is None)


async def test_messages_that_another_program_reads_are_missed_within_a_day(
    home: Home,
) -> None:
    """Who comes second is connected, and gets nothing: the repair names that too."""
    url = message_url(home.entry.data["base_url"], ACCESS_ID, MessageEnvironment.TEST)
    headers = {"username": ACCESS_ID, "password": password(ACCESS_ID, ACCESS_SECRET)}
    async with (
        ClientSession() as session,
        session.ws_connect(url, headers=headers),
    ):
        await listen(home)
        consumers = home.cloud.messages.topics["event-test"].consumers
        await until(home, lambda: len(consumers) == 2)
        unlock(home)
        report(home, "unlock_fingerprint")
        await until(home, lambda: home.types == ["fingerprint"])
        await home.poll(timedelta(hours=25))
        issue_id = f"{home.entry.entry_id}_messages_silent"
        issues = ir.async_get(home.hass)
        await until(home, lambda: issues.async_get_issue(DOMAIN, issue_id) is not None)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ("disabled", "messages_refused"),
        ("no_environment", "messages_wrong_environment"),
    ],
)
async def test_a_refused_connection_is_a_repair(
    home: Home, change: str, key: str
) -> None:
    """It says what to do at Tuya, and goes with the reason."""
    if change == "disabled":
        home.cloud.messages.enabled = False
    else:
        home.cloud.messages.environments.discard("event-test")
    await listen(home)
    issues = ir.async_get(home.hass)
    issue_id = f"{home.entry.entry_id}_{key}"
    await until(home, lambda: issues.async_get_issue(DOMAIN, issue_id) is not None)
    unlock(home)
    await home.poll()
    await until(home, lambda: home.types == ["fingerprint"])
    home.cloud.messages.enabled = True
    home.cloud.messages.environments.add("event-test")
    await home.poll(timedelta(hours=7))
    await until(home, lambda: issues.async_get_issue(DOMAIN, issue_id) is None)


async def test_a_day_of_silence_beside_new_rows_is_a_repair(heard: Home) -> None:
    """No messaging rule is in effect."""
    heard.cloud.messages.rules.clear()
    issues = ir.async_get(heard.hass)
    issue_id = f"{heard.entry.entry_id}_messages_silent"
    unlock(heard)
    report(heard, "unlock_fingerprint")
    await until(heard, lambda: heard.types == ["fingerprint"])
    assert issues.async_get_issue(DOMAIN, issue_id) is None
    await heard.poll(timedelta(hours=25))
    await until(heard, lambda: issues.async_get_issue(DOMAIN, issue_id) is not None)


async def test_nothing_of_a_message_is_shown(
    heard: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in the log nor in the diagnostics."""
    unlock(heard)
    await until(heard, lambda: len(heard.events) > 0)
    messages = heard.entry.runtime_data.messages
    lock = heard.entry.runtime_data.locks[lock_id(heard)]
    shown = json.dumps([messages.diagnostics(), lock.hints.diagnostics(lock.looks.now)])
    for secret in (
        heard.entry.data["access_secret"],
        heard.entry.data["access_id"],
        lock_id(heard),
        "dataId",
    ):
        assert secret not in shown
        assert secret not in caplog.text
    assert lock.hints.diagnostics(lock.looks.now)["sources"]["message_service"] == {
        "connected": True,
        # The service had kept the message of the first access, whose row was read.
        "hints": 2,
        "dropped": 1,
        "seconds_since_last_hint": 3,
        "rows_hinted": 1,
        "rows_unhinted": 0,
        "median_seconds_to_row": 3.0,
    }
