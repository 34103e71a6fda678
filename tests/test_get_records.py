"""Looking up what was recorded: the get_records action."""

import csv
from datetime import datetime, timedelta
from io import StringIO
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.tuya_door_lock.access_log.events import LockEvent
from custom_components.tuya_door_lock.access_log.export import as_csv
from custom_components.tuya_door_lock.api.records import RecordKind
from custom_components.tuya_door_lock.const import DOMAIN
from custom_components.tuya_door_lock.people.persons import Assignee
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.intent import async_handle
from homeassistant.setup import async_setup_component
from simulator import Abilities, Credential, Person, TuyaCloud

from .conftest import START, Home, front_door
from .persons import give
from .test_services import device_id

NOW = datetime.fromisoformat(START)


@pytest.fixture
def cloud(freezer: FrozenDateTimeFactory) -> TuyaCloud:
    """Return a cloud whose lock was used on the day before, hour by hour."""
    freezer.move_to(START)
    cloud = TuyaCloud.empty()
    cloud.add_lock(front_door())
    cloud.add_unlock("Front door", occurred_at=ago(hours=20))
    cloud.add_unlock("Front door", "password", 3, occurred_at=ago(hours=16))
    cloud.add_attempt("Front door", occurred_at=ago(hours=12))
    cloud.add_ring("Front door", occurred_at=ago(hours=8))
    cloud.add_unlock("Front door", occurred_at=ago(hours=4))
    return cloud


def ago(**past: float) -> datetime:
    """Return a time before the tests began."""
    return NOW - timedelta(**past)


async def get_records(home: Home, **data: Any) -> dict[str, Any]:
    """Call the action for the front door, or for the devices that are named."""
    response = await home.hass.services.async_call(
        DOMAIN,
        "get_records",
        {"device_id": device_id(home)} | data,
        blocking=True,
        return_response=True,
    )
    assert isinstance(response, dict)
    return response


async def what(home: Home, **data: Any) -> list[str]:
    """Return what some records are about, newest first."""
    response = await get_records(home, **data)
    assert response["total"] == len(response["records"])
    return [
        record["alarm"] or record["method"] or record["kind"]
        for record in response["records"]
    ]


def calls(home: Home) -> int:
    """Return how many calls were made."""
    return len(home.cloud.calls)


async def test_what_is_kept_is_returned_without_a_call(running: Home) -> None:
    """Newest first, with all that is known of each."""
    before = calls(running)
    response = await get_records(running)
    assert calls(running) == before
    assert response.keys() == {"records", "cursor", "total", "complete_since"}
    assert (response["total"], response["cursor"]) == (5, None)
    assert [record["occurred_at"] for record in response["records"]] == [
        ago(hours=hours).isoformat() for hours in (4, 8, 12, 16, 20)
    ]
    newest = response["records"][0]
    assert newest.pop("record_id")
    assert (
        newest.items()
        >= {
            "device_id": device_id(running),
            "occurred_at": "2026-11-23T04:00:00+00:00",
            "kind": "unlock",
            "method": "fingerprint",
            "slot": 1,
            "user": "Ana",
            "credential": "Right thumb",
            "late": False,
        }.items()
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"kind": "doorbell"}, ["doorbell"]),
        ({"kind": ["alarm", "doorbell"]}, ["doorbell", "wrong_password"]),
        ({"method": "password"}, ["password"]),
        ({"alarm": ["wrong_password", "pry"]}, ["wrong_password"]),
        (
            {"alarm": "wrong_password", "method": ["password"]},
            ["wrong_password", "password"],
        ),
        ({"alarm": "wrong_password", "kind": "unlock"}, []),
        ({"user": "ANA"}, ["fingerprint", "fingerprint"]),
        ({"user": " ben's code "}, ["password"]),
        ({"user": "Carla"}, []),
    ],
)
async def test_what_is_asked_for_is_returned(
    running: Home, data: dict[str, Any], expected: list[str]
) -> None:
    """Methods choose among accesses, alarms among alarms, a name among people."""
    assert await what(running, **data) == expected


async def test_a_time_without_a_zone_is_one_of_home_assistants(
    running: Home,
) -> None:
    """From a time on, up to another that does not belong to it."""
    await running.hass.config.async_set_time_zone("Europe/Berlin")
    span = {"from": "2026-11-22 17:00:00", "to": "2026-11-23 01:00:00"}
    assert await what(running, **span) == ["wrong_password", "password"]
    span = {"from": "2026-11-22T16:00:00Z", "to": "2026-11-23T00:00:01+00:00"}
    assert await what(running, **span) == ["doorbell", "wrong_password", "password"]


async def test_pages_are_stable_while_new_records_come(running: Home) -> None:
    """The cursor is a place, not a number of records."""
    first = await get_records(running, limit=2)
    assert [record["kind"] for record in first["records"]] == ["unlock", "doorbell"]
    assert first["total"] == 5
    running.cloud.add_unlock("Front door")
    await running.poll()
    second = await get_records(running, limit=2, cursor=first["cursor"])
    assert [record["kind"] for record in second["records"]] == ["alarm", "unlock"]
    assert second["total"] == 6
    third = await get_records(running, limit=2, cursor=second["cursor"])
    assert [record["kind"] for record in third["records"]] == ["unlock"]
    assert third["cursor"] is None
    # A script may hand on what the last page said.
    for begin in (third["cursor"], ""):
        assert len((await get_records(running, cursor=begin))["records"]) == 6


async def test_a_page_that_ends_with_the_last_record_is_the_last(
    running: Home,
) -> None:
    """No empty page comes after it."""
    assert (await get_records(running, limit=5))["cursor"] is None


async def test_several_locks_are_merged_by_time(home: Home) -> None:
    """Of equal times each record comes once, whichever page it is on."""
    garage = home.cloud.add_lock(front_door("Garage"))
    for hours in (20, 10, 4):
        home.cloud.add_unlock(garage, "password", 3, occurred_at=ago(hours=hours))
    await home.start()
    devices = [device_id(home), device_id(home, "Garage")]
    page = await get_records(home, device_id=devices, limit=1)
    records = page["records"]
    while page["cursor"]:
        page = await get_records(
            home, device_id=devices, limit=1, cursor=page["cursor"]
        )
        records += page["records"]
    assert page["total"] == len({record["record_id"] for record in records}) == 8
    assert [record["occurred_at"] for record in records] == [
        ago(hours=hours).isoformat() for hours in (4, 4, 8, 10, 12, 16, 20, 20)
    ]
    assert {record["device_id"] for record in records} == set(devices)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"cursor": "next"}, "no cursor"),
        ({"cursor": "yesterday device record"}, "no cursor"),
        ({"cursor": "0001-01-01T00:00:00+14:00 device record"}, "no cursor"),
        ({"from": "2026-11-23 00:00", "to": "2026-11-23 00:00"}, "earlier than To"),
        ({"device_id": ["unknown"]}, "is not a lock"),
    ],
)
async def test_a_mistake_is_explained(
    running: Home, data: dict[str, Any], message: str
) -> None:
    """In the user's language."""
    with pytest.raises(ServiceValidationError, match=message):
        await get_records(running, **data)


async def test_the_log_is_read_first_where_that_is_asked_for(running: Home) -> None:
    """Within what the month allows; the events fire as after any poll."""
    running.cloud.add_unlock("Front door", "password", 3)
    assert len(await what(running)) == 5
    assert len(await what(running, fetch=True)) == 6
    await running.settle()
    assert running.types == ["password"]


async def test_a_log_that_cannot_be_read_first_says_why(running: Home) -> None:
    """And what is kept is returned without that wish."""
    running.cloud.fail_next(9, "http_500")
    with pytest.raises(HomeAssistantError, match="log of Front door could not be read"):
        await get_records(running, fetch=True)
    assert len(await what(running)) == 5


async def test_the_response_says_since_when_it_is_complete(home: Home) -> None:
    """The first poll reads 30 days; of these, one is kept here."""
    await home.start()
    assert (await get_records(home))["complete_since"] == ago(days=30).isoformat()
    await home.restart(off_for=timedelta(days=1))
    assert (await get_records(home))["complete_since"] == ago(days=30).isoformat()
    home.hass.config_entries.async_update_entry(
        home.entry, options={"retention_days": 7}
    )
    await home.restart()
    assert (await get_records(home))["complete_since"] == ago(days=6).isoformat()


async def test_what_was_missed_counts_as_incomplete(running: Home) -> None:
    """Tuya's log is read back over 30 days at most: one day fell out of it."""
    await running.restart(off_for=timedelta(days=38))
    response = await get_records(running)
    assert response["complete_since"] == (NOW + timedelta(days=8)).isoformat()
    # That holds on, also after a restart.
    await running.restart()
    assert await get_records(running) == response


async def test_a_first_look_that_breaks_off_is_complete_as_far_as_it_got(
    home: Home,
) -> None:
    """100 rows came before the cloud failed."""
    for minute in range(150):
        home.cloud.add_unlock("Front door", occurred_at=ago(minutes=minute))
    fail_from_page(home.cloud, 2)
    await home.start()
    response = await get_records(home)
    assert response["complete_since"] == ago(minutes=99).isoformat()


async def test_a_log_that_is_too_long_is_complete_as_far_as_it_was_read(
    home: Home,
) -> None:
    """20 pages of 100 rows are read at most."""
    for minute in range(2_100):
        home.cloud.add_unlock("Front door", occurred_at=ago(minutes=minute))
    await home.start()
    response = await get_records(home)
    # Three of the 2,000 rows are those that the others lie between.
    assert response["complete_since"] == ago(minutes=1_996).isoformat()


async def test_what_had_to_make_room_counts_as_incomplete(
    running: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that writes without end fills no disk."""
    monkeypatch.setattr(
        "custom_components.tuya_door_lock.access_log.history.MOST_RECORDS", 3
    )
    running.cloud.add_unlock("Front door")
    await running.poll()
    response = await get_records(running)
    assert (response["total"], response["complete_since"]) == (
        3,
        ago(hours=8).isoformat(),
    )


async def test_before_the_first_look_nothing_is_known_to_be_complete(
    home: Home,
) -> None:
    """One of two locks never answered."""
    home.cloud.add_lock(front_door("Garage", open_logs=(), alarm_logs=()))
    await home.start()
    devices = [device_id(home), device_id(home, "Garage")]
    response = await get_records(home, device_id=devices)
    assert (response["total"], response["complete_since"]) == (5, None)


async def test_another_log_that_is_read_instead_reports_nothing_twice(
    home: Home,
) -> None:
    """It has ids of its own, also for what is so long past that its ids are gone."""
    for minute in range(300):
        home.cloud.add_unlock("Front door", occurred_at=ago(days=20, minutes=minute))
    await home.start()
    await home.poll()
    before = await get_records(home, limit=1000)
    assert before["total"] == 305
    lock = home.cloud.find("Front door")
    lock.abilities = Abilities(open_logs=(), alarm_logs=(), records=("snake_case",))
    await home.poll()
    assert home.cloud.calls_of("records")[-1].answer is None
    assert await get_records(home, limit=1000) == before
    home.cloud.add_unlock("Front door")
    await home.poll()
    assert (await get_records(home))["total"] == 306


async def test_the_records_come_as_a_table(running: Home) -> None:
    """With the lock's name, and the times of Home Assistant's time zone."""
    await running.hass.config.async_set_time_zone("Europe/Berlin")
    response = await get_records(running, format="csv", limit=2)
    rows = list(csv.DictReader(StringIO(response["csv"])))
    assert len(rows) == len(response["records"]) == 2
    assert list(rows[0])[:3] == ["occurred_at", "lock", "user"]
    assert set(rows[0]) == {*response["records"][0], "lock"}
    assert (
        rows[0].items()
        >= {
            "occurred_at": "2026-11-23 05:00:00",
            "lock": "Front door",
            "user": "Ana",
            "method": "fingerprint",
            "slot": "1",
            "alarm": "",
            "late": "false",
        }.items()
    )


async def test_the_table_has_the_name_that_the_owner_gave_to_the_lock(
    running: Home,
) -> None:
    """As the card and Activity have it."""
    dr.async_get(running.hass).async_update_device(
        device_id(running), name_by_user="Main entrance"
    )
    response = await get_records(running, format="csv", limit=1)
    [row] = csv.DictReader(StringIO(response["csv"]))
    assert row["lock"] == "Main entrance"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_name_is_never_a_formula(name: str) -> None:
    """Whoever is a member in the app chooses a name; slots stay numbers."""
    record = LockEvent(
        record_id="r",
        occurred_at=NOW,
        kind=RecordKind.UNLOCK,
        user=name,
        slot=-1,
        participants=("=2", "Ben"),
    )
    table = as_csv([{"device_id": "d", **record.as_data()}], {"d": name})
    [row] = csv.DictReader(StringIO(table, newline=""))
    assert (row["user"], row["lock"], row["slot"]) == (f"'{name}", f"'{name}", "-1")
    assert row["participants"] == "'=2, Ben"


async def test_a_table_without_records_has_a_header(running: Home) -> None:
    """A script writes it down all the same."""
    response = await get_records(running, format="csv", user="Carla")
    [header] = csv.reader(StringIO(response["csv"]))
    assert "record_id" in header


async def test_a_person_is_found_by_the_entity(home: Home) -> None:
    """Also what happened before the owner said whose finger it is."""
    home.cloud.add_unlock("Front door", "fingerprint", 7, occurred_at=ago(hours=2))
    home.hass.states.async_set("person.carla", "home", {"friendly_name": "Carla"})
    await home.start()
    assert await what(home, user="person.carla") == []
    give(home, Assignee("Carla", "person.carla"), "fingerprint:7")
    assert await what(home, user="person.carla") == ["fingerprint"]
    home.cloud.add_unlock("Front door", "fingerprint", 7)
    await home.poll()
    assert len(await what(home, user="person.carla")) == 2
    # The older one shows no name: it is hers as long as the finger is.
    assert len(await what(home, user="carla")) == 2
    assert len(await what(home, user="Fingerprint 7")) == 2


async def test_who_opened_together_with_others_is_found(home: Home) -> None:
    """By each of the names."""
    lock = home.cloud.find("Front door")
    lock.abilities = Abilities(open_logs=(), alarm_logs=(), records=("camelCase",))
    lock.people.append(Person("Carla", "1003", [Credential("card", 5, "Card")]))
    home.cloud.add_unlock("Front door", "double", None, participants=["Ben", "Carla"])
    await home.start()
    assert await what(home, user="Carla") == ["double"]


async def test_a_script_answers_with_them(
    running: Home, hass_ws_client: WebSocketGenerator
) -> None:
    """What it stops with goes to whoever has called it, as JSON too."""
    action = {
        "action": f"{DOMAIN}.get_records",
        "data": {"device_id": device_id(running), "user": "Ana", "limit": 1},
        "response_variable": "found",
    }
    last = "{{ found.records[0].method }} at {{ found.records[0].occurred_at }}"
    assert await async_setup_component(
        running.hass,
        "script",
        {
            "script": {
                "who": {
                    "sequence": [
                        action,
                        {
                            "variables": {
                                "answer": {
                                    "last": last,
                                    "found": "{{ found }}",
                                }
                            }
                        },
                        {"stop": "Told", "response_variable": "answer"},
                    ]
                }
            }
        },
    )
    response = await running.hass.services.async_call(
        "script", "who", blocking=True, return_response=True
    )
    assert response is not None
    assert response["last"] == "fingerprint at 2026-11-23T04:00:00+00:00"
    assert json.loads(json.dumps(response)) == response
    client = await hass_ws_client(running.hass)
    for domain, service, data in (
        ("script", "who", {}),
        (DOMAIN, "get_records", {"device_id": device_id(running), "format": "csv"}),
    ):
        await client.send_json_auto_id(
            {
                "type": "call_service",
                "domain": domain,
                "service": service,
                "service_data": data,
                "return_response": True,
            }
        )
        response = await client.receive_json()
        assert response["success"]
        assert response["result"]["response"]


async def test_a_voice_assistant_can_answer(running: Home, hass: HomeAssistant) -> None:
    """The answer of an intent script reads what its action has returned."""
    assert await async_setup_component(
        hass,
        "intent_script",
        {
            "intent_script": {
                "WhoOpened": {
                    "action": [
                        {
                            "action": f"{DOMAIN}.get_records",
                            "data": {
                                "device_id": device_id(running),
                                "kind": "unlock",
                                "limit": 1,
                            },
                            "response_variable": "found",
                        },
                        {"stop": "", "response_variable": "found"},
                    ],
                    "speech": {
                        "text": "{{ action_response.records[0].user }} opened the door."
                    },
                }
            }
        },
    )
    response = await async_handle(hass, "test", "WhoOpened", {})
    assert response.speech["plain"]["speech"] == "Ana opened the door."


def fail_from_page(cloud: TuyaCloud, page_no: int) -> None:
    """Let the cloud break down before it is asked for a page of the accesses."""

    def before_answer(path: str) -> None:
        # One call more has found out how the log is read.
        if path.endswith("open-logs") and len(cloud.calls_of("open-logs")) == page_no:
            cloud.fail_next(9, "http_500", path="open-logs")

    cloud.before_answer = before_answer
