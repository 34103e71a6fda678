"""What the card receives, and who may receive it."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.components.websocket_api import TYPE_RESULT
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .conftest import A_POLL_LATER, ANAS_ACCESS, Home, front_door, mock_entry

ACCESS = "event.front_door_access"
BACK_ACCESS = "event.back_door_access"


class Client(Protocol):
    """The websocket of a browser, as far as the tests use it."""

    async def send_json_auto_id(self, data: dict[str, Any]) -> None:
        """Send a command."""

    async def receive_json(self) -> dict[str, Any]:
        """Return what comes next."""

    async def close(self) -> None:
        """Go away."""


class Card:
    """A card in a user's browser."""

    def __init__(self, home: Home, client: Client) -> None:
        """Look at all locks of a home."""
        self.home = home
        self.client = client
        self.news: list[dict[str, Any]] = []

    async def ask(self, command: str, **data: Any) -> dict[str, Any]:
        """Return the answer to a command; what else comes is kept in `news`."""
        await self.client.send_json_auto_id({"type": f"{DOMAIN}/{command}", **data})
        while (message := await self.client.receive_json())["type"] != TYPE_RESULT:
            self.news.append(message["event"])
        return message

    async def records(self, *locks: str, **data: Any) -> dict[str, Any]:
        """Return a page of the records of some locks, else of the front door."""
        ids = [self.device_id(lock) for lock in locks or ["Front door"]]
        answer = await self.ask("records", device_ids=ids, **data)
        assert answer["success"], answer
        result: dict[str, Any] = answer["result"]
        return result

    async def poll(self, after: timedelta = A_POLL_LATER) -> None:
        """Let time pass, and show that the user is still there when it has."""
        await self.home.poll(after)
        await self.ask("records", device_ids=[])

    async def received(self) -> list[dict[str, Any]]:
        """Return what has been sent since the last time."""
        await self.home.settle()
        await self.ask("records", device_ids=[])
        news, self.news = self.news, []
        return news

    def device_id(self, lock: str) -> str:
        """Return the device of a lock."""
        device = dr.async_get(self.home.hass).async_get_device_by_identifier(
            (DOMAIN, self.home.cloud.find(lock).id), self.home.entry.entry_id
        )
        assert device is not None
        return device.id


@pytest.fixture
async def two_doors(home: Home) -> Home:
    """Return a home with two locks that runs."""
    home.cloud.add_lock(front_door("Back door"))
    await home.start()
    return home


@pytest.fixture
async def card(
    two_doors: Home, hass_ws_client: Callable[..., Any]
) -> AsyncIterator[Card]:
    """Return the card of an administrator."""
    client = await hass_ws_client(two_doors.hass)
    yield Card(two_doors, client)
    await client.close()


def users(page: dict[str, Any]) -> list[str]:
    """Return whom the records of a page name."""
    return [record["user"] for record in page["records"]]


async def test_a_record_is_reported_as_automations_get_it(card: Card) -> None:
    """The same names for the same things, and the device of the lock."""
    card.home.cloud.add_unlock("Front door")
    await card.poll(timedelta(minutes=10))

    page = await card.records()
    assert page == {
        "records": [
            {
                "device_id": card.device_id("Front door"),
                "record_id": page["records"][0]["record_id"],
                "occurred_at": "2026-11-23T08:00:00+00:00",
                **ANAS_ACCESS,
            }
        ],
        "cursor": None,
        "users": ["Ana"],
        "nameless": [],
        "methods": ["fingerprint"],
        "total": 1,
    }
    state = card.home.hass.states.get(ACCESS)
    assert state is not None
    assert page["records"][0]["record_id"] == state.attributes["record_id"]


async def test_what_was_there_before_the_lock_was_added_is_not_shown_as_late(
    home: Home, hass_ws_client: Callable[..., Any]
) -> None:
    """Else the first look of a new user would be full of it."""
    cloud = home.cloud
    now = cloud.clock.now()
    cloud.add_unlock("Front door", occurred_at=now - timedelta(hours=4))
    await home.start()
    card = Card(home, await hass_ws_client(home.hass))
    assert [record["late"] for record in (await card.records())["records"]] == [False]

    await card.poll(timedelta(hours=2))
    cloud.add_unlock("Front door", occurred_at=now + timedelta(minutes=1))
    await card.poll()
    late = [record["late"] for record in (await card.records())["records"]]
    assert late == [True, False]
    await card.client.close()


async def test_the_records_of_several_locks_come_newest_first_and_page_by_page(
    card: Card,
) -> None:
    """What comes in between two pages is in neither, and shifts nothing."""
    cloud = card.home.cloud
    now = cloud.clock.now()
    for minute in range(6):
        lock = "Back door" if minute % 2 else "Front door"
        cloud.add_unlock(lock, occurred_at=now - timedelta(minutes=minute))
    await card.poll(timedelta(minutes=8))

    locks = ("Front door", "Back door")
    first = await card.records(*locks, limit=4)
    cloud.add_unlock("Front door", "password", 3)
    await card.poll()
    rest = await card.records(*locks, limit=4, before=first["cursor"])

    minutes = [
        (now - datetime.fromisoformat(each["occurred_at"])) // timedelta(minutes=1)
        for each in first["records"] + rest["records"]
    ]
    assert minutes == [0, 1, 2, 3, 4, 5]
    assert [first["total"], rest["total"], rest["cursor"]] == [6, 7, None]
    assert first["records"][1]["device_id"] == card.device_id("Back door")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["bell", "attempt", "Ben", "Ana"]),
        ({"kinds": ["unlock"]}, ["Ben", "Ana"]),
        ({"kinds": ["alarm", "doorbell"]}, ["bell", "attempt"]),
        ({"methods": ["password"]}, ["Ben"]),
        ({"users": ["Ana", "Carla"]}, ["Ana"]),
        ({"search": " BEN'S "}, ["Ben"]),
        ({"search": "wrong password"}, ["attempt"]),
        ({"search": "doorbell"}, ["bell"]),
        ({"search": "thumb", "kinds": ["alarm"]}, []),
        ({"start": "2026-11-23T08:58:00+01:00"}, ["bell", "attempt"]),
        (
            {"start": "2026-11-23T07:56:00Z", "end": "2026-11-23T07:58:00Z"},
            ["Ben", "Ana"],
        ),
    ],
)
async def test_records_are_found_by_kind_method_person_and_word(
    card: Card, asked: dict[str, Any], found: list[str]
) -> None:
    """All that is asked for together must hold."""
    cloud = card.home.cloud
    now = cloud.clock.now()
    cloud.add_unlock("Front door", occurred_at=now - timedelta(minutes=4))
    cloud.add_unlock(
        "Front door", "password", 3, occurred_at=now - timedelta(minutes=3)
    )
    cloud.add_attempt("Front door", occurred_at=now - timedelta(minutes=2))
    cloud.add_ring("Front door", occurred_at=now - timedelta(minutes=1))
    await card.poll()
    await card.poll()

    page = await card.records(**asked)
    whats = {"alarm": "attempt", "doorbell": "bell"}
    received = [whats.get(each["kind"], each["user"]) for each in page["records"]]
    assert received == found
    assert page["total"] == len(found)
    # What one can choose from stays the same.
    assert page["users"] == ["Ana", "Ben"]
    assert page["methods"] == ["fingerprint", "password"]

    answer = await card.ask(
        "export", device_ids=[card.device_id("Front door")], **asked
    )
    header, *rows = answer["result"]["csv"].splitlines()
    assert header.startswith("occurred_at,lock,user,")
    assert [row.split(",")[1] for row in rows] == ["Front door"] * len(found)


async def test_a_credential_without_a_person_is_listed_apart(card: Card) -> None:
    """A search finds it, and it is no user."""
    cloud = card.home.cloud
    cloud.add_unlock("Front door")
    cloud.add_unlock("Front door", "fingerprint", 7)
    await card.poll()
    page = await card.records()
    assert [page["users"], page["nameless"]] == [["Ana"], ["Fingerprint 7"]]
    page = await card.records(users=["Fingerprint 7"])
    assert users(page) == ["Fingerprint 7"]


async def test_a_long_log_is_exported_whole(card: Card) -> None:
    """More than one page of it, and nothing of a lock that is not asked for."""
    cloud = card.home.cloud
    now = cloud.clock.now()
    for minute in range(30):
        cloud.add_unlock("Front door", occurred_at=now - timedelta(minutes=minute))
    cloud.add_unlock("Back door", occurred_at=now)
    await card.poll()
    with patch("custom_components.tuya_door_lock.websocket_api.LONGEST_PAGE", 7):
        answer = await card.ask("export", device_ids=[card.device_id("Front door")])
    rows = answer["result"]["csv"].splitlines()[1:]
    assert len(rows) == len(set(rows)) == 30
    assert all(row.split(",")[1] == "Front door" for row in rows)


@pytest.mark.parametrize(
    "asked",
    [
        {"before": "yesterday"},
        {"before": 5},
        {"before": "2026-11-23"},
        {"limit": 0},
        {"limit": 1001},
        {"kinds": ["key"]},
        {"methods": ["wrong_card"]},
        {"search": "x" * 101},
        {"start": "today"},
        {"end": 5},
        {"end": "0001-01-01T00:00:00+14:00"},
    ],
)
async def test_what_makes_no_sense_is_refused(
    card: Card, asked: dict[str, Any]
) -> None:
    """Nothing of it gets as far as the records."""
    answer = await card.ask("records", device_ids=[], **asked)
    assert answer["error"]["code"] == "invalid_format"


async def test_each_new_record_is_reported_at_once(card: Card) -> None:
    """Those of the locks that the card shows, and no notice about them."""
    device_id = card.device_id("Front door")
    assert (await card.ask("subscribe", device_ids=[device_id]))["success"]
    card.home.cloud.add_unlock("Front door", "card", 9)
    card.home.cloud.add_unlock("Front door")
    card.home.cloud.add_unlock("Back door")
    await card.poll()

    # The card was never seen before: there is an event of its own about it.
    assert "new_credential" in card.home.types
    news = await card.received()
    assert [each["type"] for each in news] == ["records", "records"]
    assert sorted(
        (record["device_id"], record["user"])
        for each in news
        for record in each["records"]
    ) == [(device_id, "Ana"), (device_id, "Card 9")]
    page = await card.records()
    assert sorted(users(page)) == ["Ana", "Card 9"]


async def test_the_end_of_a_repeated_alarm_brings_what_was_held_back(
    card: Card,
) -> None:
    """The lock repeats an alarm: two events, and all its records in the card."""
    device_id = card.device_id("Front door")
    await card.ask("subscribe", device_ids=[device_id])
    now = card.home.cloud.clock.now()
    for seconds in (0, 10, 20):
        card.home.cloud.add_alarm(
            "Front door", "unclosed_time", occurred_at=now + timedelta(seconds=seconds)
        )
    await card.poll()
    await card.poll()

    assert [each["type"] for each in await card.received()] == ["records", "changed"]
    assert (await card.records())["total"] == 3


async def test_the_subscription_outlives_a_reload_and_ends_when_asked(
    card: Card,
) -> None:
    """A reload is announced too: what was read meanwhile is in the records."""
    device_id = card.device_id("Front door")
    subscribed = await card.ask("subscribe", device_ids=[device_id])
    await card.home.hass.config_entries.async_reload(card.home.entry.entry_id)
    assert {"type": "changed"} in await card.received()

    card.home.cloud.add_unlock("Front door")
    await card.poll()
    assert [each["type"] for each in await card.received()] == ["records"]

    await card.client.send_json_auto_id(
        {"type": "unsubscribe_events", "subscription": subscribed["id"]}
    )
    assert (await card.client.receive_json())["success"]
    card.home.cloud.add_unlock("Front door")
    await card.poll()
    assert await card.received() == []


async def test_the_card_hears_when_a_person_is_forgotten(card: Card) -> None:
    """Their records are gone at once, also from the screens."""
    card.home.cloud.add_unlock("Front door")
    card.home.cloud.add_unlock("Front door", "password", 3)
    await card.poll()
    await card.ask("subscribe", device_ids=[card.device_id("Front door")])
    await card.home.hass.services.async_call(
        DOMAIN, "forget_person", {"user": "Ana"}, blocking=True
    )
    assert {"type": "changed"} in await card.received()
    assert users(await card.records()) == ["Ben"]


async def test_nobody_hears_of_what_happens_elsewhere(card: Card) -> None:
    """Neither of another lock nor of another integration."""
    await card.ask("subscribe", device_ids=["not-a-device"])
    await card.home.hass.services.async_call(
        DOMAIN, "forget_person", {"user": "Ana"}, blocking=True
    )
    await card.home.hass.config_entries.async_reload(card.home.entry.entry_id)
    card.home.cloud.add_unlock("Front door")
    await card.poll()
    assert await card.received() == []


async def test_the_pattern_counts_who_opens_at_which_hour(card: Card) -> None:
    """In Home Assistant's time zone, and accesses only."""
    await card.home.hass.config.async_set_time_zone("America/New_York")
    cloud = card.home.cloud
    now = cloud.clock.now()
    for lock, ago in (
        ("Front door", timedelta(minutes=10)),
        ("Back door", timedelta(minutes=20)),
        ("Front door", timedelta(days=7)),
        ("Front door", timedelta(days=29)),
    ):
        cloud.add_unlock(lock, occurred_at=now - ago)
    cloud.add_unlock("Front door", "password", 3, occurred_at=now - timedelta(hours=5))
    cloud.add_attempt("Front door")
    await card.home.restart()

    ids = [card.device_id("Front door"), card.device_id("Back door")]
    answer = await card.ask("pattern", device_ids=ids, weeks=4)
    # 2026-11-23 is a Monday, and eight o'clock is three in New York.
    assert sorted(answer["result"]["cells"], key=lambda cell: cell["count"]) == [
        {"weekday": 0, "hour": 3, "user": "Ana", "count": 1},
        {"weekday": 6, "hour": 22, "user": "Ben", "count": 1},
        {"weekday": 0, "hour": 2, "user": "Ana", "count": 2},
    ]
    answer = await card.ask("pattern", device_ids=ids, weeks=13)
    assert answer["error"]["code"] == "invalid_format"


async def test_who_opens_together_is_in_the_pattern_together(card: Card) -> None:
    """A combined unlock has no user of its own."""
    card.home.cloud.add_lock(
        front_door("Gate", open_logs=(), alarm_logs=(), records=("snake_case",))
    )
    await card.home.restart()
    card.home.cloud.add_unlock("Gate", "double", None, participants=["Ana", "Ben"])
    await card.poll()
    answer = await card.ask("pattern", device_ids=[card.device_id("Gate")], weeks=1)
    cells = answer["result"]["cells"]
    assert [(cell["user"], cell["count"]) for cell in cells] == [("Ana", 1), ("Ben", 1)]


async def test_a_kept_picture_is_shown_to_who_may_see_the_lock(
    home: Home,
    hass_ws_client: Callable[..., Any],
    hass_client_no_auth: Callable[[], Any],
    tmp_path: Path,
) -> None:
    """At an address of its own, which works in a browser for an hour."""
    home.hass.config.config_dir = str(tmp_path)
    assert await async_setup_component(home.hass, "media_source", {})
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=10)
    home.cloud.add_lock(front_door("Gate", media=True))
    await home.start()
    card = Card(home, await hass_ws_client(home.hass))
    card.home.cloud.add_unlock("Gate", picture=True)
    card.home.cloud.add_unlock("Gate", "password", 3)
    await card.poll()

    device_id = card.device_id("Gate")
    urls = {}
    for record in (await card.records("Gate"))["records"]:
        answer = await card.ask(
            "picture", device_id=device_id, record_id=record["record_id"]
        )
        urls[record["user"]] = answer["result"]["url"]
    assert urls["Ben"] is None
    client = await hass_client_no_auth()
    assert (await client.get(urls["Ana"])).status == HTTPStatus.OK
    assert (await client.get(urls["Ana"].partition("?")[0])).status == (
        HTTPStatus.UNAUTHORIZED
    )
    answer = await card.ask("picture", device_id="none", record_id="none")
    assert answer["result"] == {"url": None}
    await card.client.close()


async def test_the_card_knows_how_old_its_log_is_and_why(card: Card) -> None:
    """Since when nothing could be read, the reason, and whether the owner can help."""
    device_id = card.device_id("Front door")

    async def status(language: str = "en") -> dict[str, Any]:
        answer = await card.ask("status", device_ids=[device_id], language=language)
        found: dict[str, Any] = answer["result"]["status"][device_id]
        return found

    await card.poll()
    read_at = dt_util.utcnow()
    fresh = await status()
    assert datetime.fromisoformat(fresh["last_read"]) == read_at
    assert datetime.fromisoformat(fresh["next_read"]) > read_at
    assert [fresh["error"], fresh["needs_owner"]] == [None, False]
    assert not fresh["is_listening"]

    card.home.cloud.fail_next(100, 28841002)
    await card.poll()
    stale = await status()
    assert datetime.fromisoformat(stale["last_read"]) == read_at
    assert "trial" in stale["error"]
    assert stale["needs_owner"]
    assert (await status("de"))["error"] != stale["error"]

    # What is kept can be read after a restart, and says how old it is.
    await card.home.restart()
    again = await status()
    assert datetime.fromisoformat(again["last_read"]) == read_at
    assert again["error"] == stale["error"]

    card.home.cloud.recover()
    await card.poll(timedelta(days=1))
    assert (await status())["error"] is None


async def test_a_fault_that_passes_by_itself_is_nobodys_to_mend(card: Card) -> None:
    """The card names the fault, without a way to the repairs."""
    card.home.cloud.fail_next(100, 500)
    await card.poll()
    device_id = card.device_id("Front door")
    answer = await card.ask("status", device_ids=[device_id], language="en")
    status = answer["result"]["status"][device_id]
    assert status["error"]
    assert not status["needs_owner"]
    for language in ("x", "../en", ""):
        answer = await card.ask("status", device_ids=[device_id], language=language)
        assert answer["error"]["code"] == "invalid_format"


async def test_who_may_not_see_a_lock_hears_nothing_of_it(
    card: Card, hass_admin_user: MockUser
) -> None:
    """The rights of the access entity are those of the records."""
    card.home.cloud.add_unlock("Front door")
    card.home.cloud.add_unlock("Back door", "password", 3)
    await card.poll()
    locks = ("Front door", "Back door")
    ids = [card.device_id(lock) for lock in locks]
    await card.ask("subscribe", device_ids=ids)
    hass_admin_user.groups = []
    hass_admin_user.mock_policy({"entities": {"entity_ids": {BACK_ACCESS: True}}})

    page = await card.records(*locks)
    assert [users(page), page["users"], page["total"]] == [["Ben"], ["Ben"], 1]
    answer = await card.ask("pattern", device_ids=ids, weeks=1)
    assert [cell["user"] for cell in answer["result"]["cells"]] == ["Ben"]
    card.home.cloud.add_unlock("Front door")
    await card.poll()
    assert await card.received() == []


async def test_a_lock_without_its_access_entity_is_left_out(
    card: Card,
) -> None:
    """There is nothing that rights could be given for."""
    card.home.cloud.add_unlock("Front door")
    await card.poll()
    er.async_get(card.home.hass).async_remove(ACCESS)
    assert (await card.records())["total"] == 0


async def test_an_administrator_names_a_credential(card: Card) -> None:
    """After a person or with any name; what is emptied removes it.

    A form in which nothing was filled in leaves everything as it is.
    """
    hass = card.home.hass
    hass.states.async_set("person.carla", "home", {"friendly_name": "Carla"})
    device_id = card.device_id("Front door")
    await card.ask("subscribe", device_ids=[device_id])

    async def assignment() -> Any:
        answer = await card.ask(
            "assignment", device_id=device_id, method="card", slot=9
        )
        return answer["result"]

    assert await assignment() == {}
    for form, user, person in (
        ({"person": "person.carla"}, "Carla", "person.carla"),
        ({"name": " Cleaning "}, "Cleaning", None),
        ({}, "Cleaning", None),
        ({"name": "", "person": None}, "Card 9", None),
    ):
        answer = await card.ask(
            "name_credential", device_id=device_id, method="card", slot=9, **form
        )
        assert answer["success"]
        assert ({"type": "changed"} in await card.received()) is bool(form)
        card.home.cloud.add_unlock("Front door", "card", 9)
        await card.poll()
        record = (await card.records())["records"][0]
        assert (record["user"], record["person"]) == (user, person)
        shown = {"person": person} if person else {"name": user}
        assert await assignment() == (shown if user != "Card 9" else {})


@pytest.mark.parametrize(
    ("form", "code", "message"),
    [
        ({"device_id": "none"}, "home_assistant_error", "none is not a lock"),
        ({"name": "x" * 101}, "home_assistant_error", "at most 100 characters"),
        ({"person": "light.hall"}, "invalid_format", "person"),
        ({"method": "nose"}, "invalid_format", "method"),
    ],
)
async def test_what_is_wrong_with_a_name_is_said(
    card: Card, form: dict[str, Any], code: str, message: str
) -> None:
    """In the words that the user reads."""
    command = {
        "device_id": card.device_id("Front door"),
        "method": "card",
        "slot": 9,
    }
    answer = await card.ask("name_credential", **command | form)
    assert answer["error"]["code"] == code
    assert message in answer["error"]["message"]


async def test_only_an_administrator_names_a_credential(
    two_doors: Home,
    hass_ws_client: Callable[..., Any],
    hass_read_only_access_token: str,
) -> None:
    """Whoever may see the records may not change whom they name."""
    client = await hass_ws_client(two_doors.hass, hass_read_only_access_token)
    card = Card(two_doors, client)
    two_doors.cloud.add_unlock("Front door")
    await two_doors.poll()
    assert users(await card.records()) == ["Ana"]
    answer = await card.ask(
        "name_credential",
        device_id=card.device_id("Front door"),
        method="fingerprint",
        slot=1,
        name="Ben",
    )
    assert answer["error"]["code"] == "unauthorized"
    answer = await card.ask(
        "assignment",
        device_id=card.device_id("Front door"),
        method="fingerprint",
        slot=1,
    )
    assert answer["error"]["code"] == "unauthorized"
    await client.close()
