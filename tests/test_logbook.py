"""What the Activity page shows of the locks."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.tuya_door_lock.access_log.events import LockEvent
from custom_components.tuya_door_lock.api.records import RecordKind, UnlockMethod
from custom_components.tuya_door_lock.const import DOMAIN, EVENT_RECORD
from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from simulator import Participant

from .conftest import Home, front_door
from .test_services import device_id

type Activity = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture(autouse=True)
def custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Let the recorder start before all else, as it asks to."""


@pytest.fixture
async def activity(
    hass: HomeAssistant, home: Home, hass_ws_client: WebSocketGenerator
) -> Activity:
    """Return what reads the rows of the page, or some of them, from the database."""
    # Its files are not part of the test environment, and the page needs only its name.
    hass.config.components.add("frontend")
    await hass.config.async_set_time_zone("Europe/Dublin")
    assert await async_setup_component(hass, "logbook", {})

    async def read(**only: list[str]) -> list[dict[str, Any]]:
        await async_wait_recording_done(hass)
        client = await hass_ws_client(hass)
        await client.send_json_auto_id(
            {
                "type": "logbook/get_events",
                "start_time": "2026-11-23T00:00:00+00:00",
                "end_time": "2026-12-31T00:00:00+00:00",
                **only,
            }
        )
        answer = await client.receive_json()
        await client.close()
        rows: list[dict[str, Any]] = answer["result"]
        return rows

    return read


async def sentences(activity: Activity, **only: list[str]) -> list[dict[str, Any]]:
    """Return the rows that the records of the locks make."""
    return [row for row in await activity(**only) if row.get("domain") == DOMAIN]


async def messages(activity: Activity, **only: list[str]) -> list[str]:
    """Return what the sentences say."""
    return [row["message"] for row in await sentences(activity, **only)]


async def look(home: Home) -> None:
    """Read what has happened just now."""
    for lock in home.entry.runtime_data.locks.values():
        await lock.async_refresh()
    await home.settle()


async def test_an_unlock_is_a_row_that_leads_to_the_lock(
    running: Home, activity: Activity
) -> None:
    """Who, how and with what; nothing stands between the lock and the sentence."""
    running.cloud.add_unlock("Front door", "fingerprint", 1)
    await look(running)
    [row] = await sentences(activity)
    assert row.keys() == {"name", "message", "icon", "domain", "when"}
    assert row["name"] == "Front door"
    assert row["message"] == "Ana unlocked with a fingerprint (Right thumb)"


async def test_the_sentences_are_there_however_activity_is_filtered(
    running: Home, activity: Activity
) -> None:
    """By a lock, by the entity that fires, and by all entities of its page."""
    running.cloud.add_unlock("Front door")
    running.cloud.add_alarm("Front door", "pry")
    await look(running)
    access, alarm = "event.front_door_access", "event.front_door_alarm"
    unlocked, pried = "Ana unlocked with a fingerprint (Right thumb)", "Pried"
    ids = [device_id(running)]
    for only, expected in (
        ({"entity_ids": [access]}, [unlocked]),
        ({"entity_ids": [alarm]}, [pried]),
        ({"entity_ids": [access, alarm]}, [unlocked, pried]),
        ({"device_ids": ids}, [unlocked, pried]),
        ({"device_ids": ids, "entity_ids": [access]}, [unlocked, pried]),
        ({"entity_ids": ["button.front_door_refresh"]}, []),
    ):
        assert await messages(activity, **only) == expected


@pytest.mark.parametrize(
    "read", ["not at all", "by lock and entities", "by area", "by event entity"]
)
async def test_an_unlock_and_a_duress_make_few_rows(
    running: Home, activity: Activity, read: str
) -> None:
    """At most four and six, where all has changed that can: who, and how.

    The pages of a lock and of an area, and a filter by them, ask for the device and
    for all of its entities.
    """
    entities = [
        entity.entity_id
        for entity in er.async_entries_for_device(
            er.async_get(running.hass), device_id(running)
        )
    ]
    event_entities = [each for each in entities if each.startswith("event.")]
    only = {
        "not at all": {},
        "by lock and entities": {
            "device_ids": [device_id(running)],
            "entity_ids": entities,
        },
        "by area": {"entity_ids": entities},
        "by event entity": {"entity_ids": event_entities},
    }[read]

    async def new_rows(act: Callable[..., object], *args: object) -> list[str]:
        before = len(await activity(**only))
        running.freezer.tick(timedelta(minutes=5))
        act("Front door", *args)
        await look(running)
        return sorted(
            row.get("entity_id", "").partition(".front_door_")[2] or row["message"]
            for row in (await activity(**only))[before:]
        )

    running.cloud.add_unlock("Front door")
    await look(running)
    unlocked = await new_rows(running.cloud.add_unlock, "password", 3)
    forced = await new_rows(running.cloud.add_duress, "fingerprint", 1)
    sensors = [] if read == "by event entity" else ["last_unlocked_by"]
    duress = [] if read == "by event entity" else ["duress"]
    assert unlocked == ["Ben unlocked with a password (Ben's code)", "access", *sensors]
    assert forced == [
        "Ana unlocked with a fingerprint (Right thumb)",
        "Duress: Ana unlocked with a fingerprint (Right thumb)",
        "access",
        "alarm",
        *duress,
        *sensors,
    ]


async def test_a_row_has_the_name_that_the_owner_gave_to_the_lock(
    running: Home, hass: HomeAssistant, activity: Activity
) -> None:
    """As everywhere else."""
    [lock] = [
        device
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), running.entry.entry_id
        )
        if device.entry_type is None
    ]
    dr.async_get(hass).async_update_device(lock.id, name_by_user="Main entrance")
    running.cloud.add_unlock("Front door")
    await look(running)
    assert [row["name"] for row in await sentences(activity)] == ["Main entrance"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"status": {"code": "unlock_password", "value": "3"}},
            "Ben unlocked with a password (Ben's code)",
        ),
        (
            {"status": {"code": "unlock_app", "value": "0"}, "user_id": "1002"},
            "Ben unlocked with the app",
        ),
        (
            {"status": {"code": "unlock_app", "value": "0"}},
            "Somebody unlocked with the app",
        ),
        (
            {
                "status": {"code": "unlock_identity_card", "value": "x"},
                "unlock_name": "Blue card",
            },
            "Somebody unlocked with an identity card (Blue card)",
        ),
        (
            {"status": {"code": "open_inside", "value": "0"}},
            "Somebody opened from inside",
        ),
        ({"status": {"code": "unlock_telepathy", "value": "x"}}, "Somebody unlocked"),
    ],
)
async def test_an_unlock_reads_like_a_sentence(
    running: Home, activity: Activity, row: dict[str, Any], message: str
) -> None:
    """With as much as is known, and nothing twice."""
    running.cloud.add_raw(
        "Front door",
        "open",
        {"nick_name": "", "unlock_name": "", "user_id": "0"}
        | row
        | {"update_time": running.cloud.clock.now_ms()},
    )
    await look(running)
    assert await messages(activity) == [message]


async def test_every_method_has_a_sentence(
    running: Home, hass: HomeAssistant, activity: Activity
) -> None:
    """None shows as a key."""
    entry = LockEvent(
        record_id="1",
        occurred_at=running.cloud.clock.now(),
        kind=RecordKind.UNLOCK,
        user="Ana",
    )
    for method in UnlockMethod:
        data = {**entry.as_data(), "method": method, "type": method}
        hass.bus.async_fire(EVENT_RECORD, {"device_id": "gone", "delay": 0, **data})
    shown = await messages(activity)
    assert len(shown) == len(UnlockMethod)
    assert all(message.startswith("Ana ") for message in shown)
    assert not [message for message in shown if "_" in message]


async def test_who_opened_together_are_all_named(
    home: Home, activity: Activity
) -> None:
    """Two, or more."""
    home.cloud.remove_lock("Front door")
    home.cloud.add_lock(
        front_door(open_logs=(), alarm_logs=(), records=("snake_case",))
    )
    home.cloud.add_unlock("Front door")
    await home.start()
    home.cloud.add_unlock(
        "Front door", "double", participants=(Participant("Ana"), Participant("Ben"))
    )
    await look(home)
    home.cloud.add_unlock(
        "Front door",
        "double",
        participants=(Participant("Ana"), Participant("Ben"), Participant("Carla")),
    )
    await look(home)
    assert await messages(activity) == [
        "Ana and Ben unlocked by combined unlocking",
        "Ana, Ben and Carla unlocked by combined unlocking",
    ]


async def test_a_new_credential_is_a_row_of_its_own(
    running: Home, activity: Activity
) -> None:
    """After the row of the unlock."""
    running.cloud.add_unlock("Front door", "fingerprint", 9)
    await look(running)
    rows = await sentences(activity)
    assert [row["message"] for row in rows] == [
        "Somebody unlocked with a fingerprint (Fingerprint 9)",
        "New credential: Fingerprint 9",
    ]
    assert [row["icon"] for row in rows] == ["mdi:lock-open-variant", "mdi:key-plus"]


async def test_attempts_are_counted(running: Home, activity: Activity) -> None:
    """The third within two minutes is another thing than the first."""
    now = running.cloud.clock.now()
    for seconds, attempt in (
        (0, "wrong_password"),
        (50, "wrong_password"),
        (115, "wrong_finger"),
        (125, "wrong_password"),
    ):
        running.cloud.add_attempt(
            "Front door", attempt, occurred_at=now + timedelta(seconds=seconds)
        )
    await look(running)
    assert await messages(activity) == [
        "Wrong password",
        "Wrong password, attempt 2 within 1 min",
        "Wrong fingerprint, attempt 3 within 2 min",
        "Wrong password, attempt 4 within 3 min",
        "4 wrong attempts within 3 min",
    ]


async def test_an_alarm_that_lasts_is_reported_at_its_begin_and_with_its_count(
    running: Home, activity: Activity
) -> None:
    """An unknown alarm comes with Tuya's word."""
    now = running.cloud.clock.now()
    for seconds in range(0, 60, 5):
        running.cloud.add_alarm(
            "Front door", "unclosed_time", occurred_at=now + timedelta(seconds=seconds)
        )
    await look(running)
    await running.poll()
    running.cloud.add_alarm("Front door", "flood")
    await look(running)
    rows = await sentences(activity)
    assert [row["message"] for row in rows] == [
        "Door left open",
        "Door left open, 12 times at 08:00",
        "Unknown alarm: flood",
    ]


async def test_duress_says_whose_finger_it_was(
    running: Home, activity: Activity
) -> None:
    """Beside the usual row of the access; without a finger it stands alone."""
    running.cloud.add_duress("Front door", "fingerprint", 2)
    await look(running)
    running.cloud.add_alarm("Front door", "hijack")
    await look(running)
    rows = await sentences(activity)
    assert [row["message"] for row in rows] == [
        "Ben unlocked with a fingerprint (Index)",
        "Duress: Ben unlocked with a fingerprint (Index)",
        "Duress",
    ]
    assert [row["icon"] for row in rows] == [
        "mdi:lock-open-variant",
        "mdi:alarm-light",
        "mdi:alarm-light",
    ]


async def test_a_ring_has_a_sentence(home: Home, activity: Activity) -> None:
    """Nobody knows who."""
    home.cloud.add_ring(
        "Front door", occurred_at=home.cloud.clock.now() - timedelta(days=1)
    )
    await home.start()
    home.cloud.add_ring("Front door")
    await look(home)
    [row] = await sentences(activity)
    assert row["message"] == "Somebody rang"
    assert row["icon"] == "mdi:doorbell"


async def test_what_comes_some_minutes_later_says_when_it_was(
    running: Home, activity: Activity
) -> None:
    """The row stands at the time at which the log was read."""
    running.cloud.add_unlock("Front door")
    running.freezer.tick(timedelta(seconds=60))
    await look(running)
    running.cloud.add_unlock("Front door", "password", 3)
    running.freezer.tick(timedelta(seconds=61))
    await look(running)
    assert await messages(activity) == [
        "Ana unlocked with a fingerprint (Right thumb)",
        "Ben unlocked with a password (Ben's code) at 08:01",
    ]


async def test_a_late_record_says_when_it_was(
    running: Home, hass: HomeAssistant, activity: Activity
) -> None:
    """In the time of the house, and with the date if it was not today."""
    await hass.config.async_set_time_zone("Europe/Athens")
    for day, hour in ((23, 5), (22, 22), (22, 21)):
        running.cloud.add_unlock(
            "Front door",
            "fingerprint",
            1,
            occurred_at=datetime(2026, 11, day, hour, 12, tzinfo=UTC),
        )
    await look(running)
    rows = await sentences(activity)
    what = "Ana unlocked with a fingerprint (Right thumb)"
    assert [row["message"] for row in rows] == [
        f"{what} on 2026-11-22 at 23:12, reported late",
        f"{what} at 00:12, reported late",
        f"{what} at 07:12, reported late",
    ]


async def test_late_duress_still_looks_like_duress(
    running: Home, activity: Activity
) -> None:
    """And says when it was."""
    running.cloud.add_duress(
        "Front door",
        "fingerprint",
        2,
        occurred_at=datetime(2026, 11, 23, 5, 12, tzinfo=UTC),
    )
    await look(running)
    assert (await messages(activity))[-1] == (
        "Duress: Ben unlocked with a fingerprint (Index) at 05:12, reported late"
    )


async def test_a_guess_is_reported_as_one_and_a_lock_that_is_gone_has_no_name(
    running: Home, hass: HomeAssistant, activity: Activity
) -> None:
    """Rows outlive the lock."""
    entry = LockEvent(
        record_id="1",
        occurred_at=running.cloud.clock.now(),
        kind=RecordKind.UNLOCK,
        method=UnlockMethod.PHONE_REMOTE,
        user="Ana",
        credential="Phone, remotely",
        uncertain=True,
    )
    data = {"device_id": None, "delay": 0, **entry.as_data()}
    hass.bus.async_fire(EVENT_RECORD, data)
    [row] = await sentences(activity)
    assert row["message"] == "Probably Ana unlocked remotely with a phone"
    assert row["name"] == ""
