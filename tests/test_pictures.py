"""The pictures of a lock: shown when they come, kept where wanted, never delaying an event."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import logging
import os
from pathlib import Path
from threading import Event
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    async_capture_events,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_door_lock.api.media import Picture, fetch_picture
from custom_components.tuya_door_lock.const import DOMAIN
from custom_components.tuya_door_lock.pictures import fetcher, folder as picture_folder
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.file import write_utf8_file
from simulator import TuyaCloud, take_picture
from simulator.media import visitor

from .conftest import A_POLL_LATER, START, Home, front_door, mock_entry

ACCESS = "event.front_door_access"
IMAGE = "image.front_door_last_picture"
MEDIA = "/_media/"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"
# One after the other, and each a little later than it is due.
RETRIES = [timedelta(seconds=seconds) for seconds in (6, 31, 121)]


@pytest.fixture
def cloud(freezer: FrozenDateTimeFactory) -> TuyaCloud:
    """Return a cloud with a lock that takes pictures, and was used before."""
    freezer.move_to(START)
    cloud = TuyaCloud.empty()
    cloud.add_lock(front_door(media=True))
    cloud.add_unlock("Front door", occurred_at=ago(cloud, hours=2))
    return cloud


@pytest.fixture(autouse=True)
def config(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Let Home Assistant keep its configuration in a folder of the test."""
    hass.config.config_dir = str(tmp_path)
    return tmp_path


def ago(cloud: TuyaCloud, **past: float) -> datetime:
    """Return a time in the past."""
    return cloud.clock.now() - timedelta(**past)


def keep(home: Home, most: int, **options: Any) -> None:
    """Let the newest pictures be kept."""
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=most, **options)


def lock_folder(home: Home, config: Path) -> Path:
    """Return the folder of the lock."""
    return Path(config, DOMAIN, home.entry.entry_id, home.cloud.find("Front door").id)


def times(home: Home, config: Path) -> list[str]:
    """Return the times in the names of the files that are kept."""
    folder = lock_folder(home, config)
    return sorted(path.name.partition("_")[0] for path in folder.iterdir())


def attributes(home: Home) -> dict[str, Any]:
    """Return what the image says about itself."""
    state = home.hass.states.get(IMAGE)
    assert state is not None
    return {
        key: value
        for key, value in state.attributes.items()
        if key not in {"access_token", "entity_picture", "friendly_name"}
    }


async def shown(home: Home, hass_client: ClientSessionGenerator) -> tuple[str, bytes]:
    """Return what the dashboard gets."""
    state = home.hass.states.get(IMAGE)
    assert state is not None
    client = await hass_client()
    response = await client.get(state.attributes["entity_picture"])
    assert response.status == 200
    return response.content_type, await response.read()


async def test_the_first_picture_adds_the_image(
    running: Home, hass_client: ClientSessionGenerator
) -> None:
    """With the event, or right after it; a lock without a camera has none."""
    assert running.hass.states.get(IMAGE) is None
    running.cloud.add_unlock("Front door", "password", 3, picture=True)
    await running.poll()
    assert running.types == ["password"]
    assert running.events[0].attributes["picture"] is True
    assert running.state(IMAGE) == "2026-11-23T08:14:00+00:00"
    assert attributes(running) == {
        "occurred_at": "2026-11-23T08:00:00+00:00",
        "record_id": running.events[0].attributes["record_id"],
        "kind": "unlock",
        "method": "password",
        "alarm": None,
        "user": "Ben",
    }
    assert await shown(running, hass_client) == ("image/jpeg", visitor())


async def test_a_lock_without_pictures_has_no_image(running: Home) -> None:
    """Nor does the registry have one."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    assert running.types == ["fingerprint"]
    assert "image" not in {
        entity.domain
        for entity in er.async_entries_for_config_entry(
            er.async_get(running.hass), running.entry.entry_id
        )
    }


async def test_alarms_and_rings_have_pictures_too(
    running: Home, hass_client: ClientSessionGenerator
) -> None:
    """Whoever failed, and whoever rang; whatever the format is."""
    running.cloud.add_attempt(
        "Front door", "wrong_face", picture=take_picture(PNG, header_size=68)
    )
    await running.poll()
    assert attributes(running)["kind"] == "alarm"
    assert attributes(running)["alarm"] == "wrong_face"
    assert await shown(running, hass_client) == ("image/png", PNG)

    running.cloud.add_ring("Front door", picture=True)
    await running.poll()
    await running.poll(timedelta(seconds=31))
    await running.poll(timedelta(seconds=31))
    assert running.types == ["wrong_face", "ring"]
    assert attributes(running)["kind"] == "doorbell"
    assert attributes(running)["user"] is None
    assert await shown(running, hass_client) == ("image/jpeg", visitor())


async def test_an_older_picture_does_not_replace_a_newer_one(running: Home) -> None:
    """A row that comes late is delivered, and its picture is no news."""
    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    came_at = running.state(IMAGE)
    running.cloud.add_unlock(
        "Front door",
        "password",
        3,
        occurred_at=ago(running.cloud, hours=1),
        picture=True,
    )
    await running.poll()
    assert running.types == ["fingerprint", "late"]
    assert running.events[1].attributes["picture"] is True
    assert len(running.cloud.picture_fetches) == 2
    assert running.state(IMAGE) == came_at
    assert attributes(running)["method"] == "fingerprint"


async def test_a_picture_from_the_future_does_not_hide_the_next(running: Home) -> None:
    """The clock of the lock is wrong for a while."""
    running.cloud.add_unlock(
        "Front door",
        occurred_at=running.cloud.clock.now() + timedelta(hours=5),
        picture=True,
    )
    await running.poll()
    assert attributes(running)["occurred_at"] == "2026-11-23T08:14:00+00:00"
    running.freezer.tick(timedelta(minutes=1))
    running.cloud.add_unlock("Front door", "password", 3, picture=True)
    await running.poll()
    assert attributes(running)["method"] == "password"


async def test_before_anybody_watched_only_the_newest_is_fetched(home: Home) -> None:
    """It shows, as the last access does, and nothing fires."""
    for hours in (3, 1, 2):
        home.cloud.add_unlock(
            "Front door", occurred_at=ago(home.cloud, hours=hours), picture=True
        )
    await home.start()
    assert len(home.cloud.picture_fetches) == 1
    assert attributes(home)["occurred_at"] == "2026-11-23T07:00:00+00:00"
    assert home.events == []


async def test_a_picture_that_is_uploaded_later_is_fetched_later(running: Home) -> None:
    """The lock sends the row first. The event does not wait."""
    running.cloud.add_unlock(
        "Front door",
        picture=take_picture(
            visible_at=running.cloud.clock.now() + timedelta(minutes=14, seconds=20)
        ),
    )
    await running.poll()
    assert running.types == ["fingerprint"]
    assert running.hass.states.get(IMAGE) is None
    await running.poll(RETRIES[0])
    assert running.hass.states.get(IMAGE) is None
    await running.poll(RETRIES[1])
    assert running.state(IMAGE) == "2026-11-23T08:14:37+00:00"
    assert len(running.cloud.picture_fetches) == 3


def private_address(path: str) -> str:
    """Return an address in a home network."""
    return f"http://192.168.1.1/{path}"


BROKEN = [
    pytest.param("html", {}, id="html instead of an image"),
    pytest.param("http_500", {}, id="an error"),
    pytest.param("huge", {}, id="huge"),
    pytest.param("reset", {}, id="a connection that breaks"),
    pytest.param(None, {"key": "another-key-here"}, id="wrong key"),
    pytest.param(None, {"key": "short"}, id="no key"),
    pytest.param(None, {"data": b"no picture"}, id="no picture"),
    pytest.param(None, {"visible_at": datetime(2027, 1, 1, tzinfo=UTC)}, id="never"),
    pytest.param(None, {"url": private_address("e1b0c5")}, id="private address"),
    pytest.param(None, {"url": "file:///etc/e1b0c5"}, id="a file"),
    pytest.param(None, {"moved_to": private_address("e1b0c5")}, id="redirect inside"),
    pytest.param(None, {"moved_to": "e1b0c5.jpg"}, id="redirect to nothing"),
]


@pytest.mark.parametrize(("fault", "oddity"), BROKEN)
async def test_a_picture_that_cannot_be_had_leaves_all_else_as_it_is(
    running: Home,
    hass_client: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
    fault: str | None,
    oddity: dict[str, Any],
) -> None:
    """The event comes, the image stays, and one line for the curious says why."""
    running.cloud.add_unlock("Front door", picture=take_picture(PNG))
    await running.poll()
    former = attributes(running), running.state(IMAGE)

    caplog.clear()
    caplog.set_level(logging.DEBUG)
    running.freezer.tick(timedelta(minutes=1))
    picture = take_picture(**oddity)
    if fault is not None:
        running.cloud.fail_next(99, fault, path=MEDIA)
    running.cloud.add_unlock("Front door", "password", 3, picture=picture)
    await running.poll()
    assert running.types == ["fingerprint", "password"]
    assert running.events[1].attributes["picture"] is True
    for delay in RETRIES:
        assert "did not come" not in caplog.text
        await running.poll(delay)
    await running.poll(timedelta(minutes=10))

    assert (attributes(running), running.state(IMAGE)) == former
    assert await shown(running, hass_client) == ("image/png", PNG)
    assert running.state(ACCESS) != "unavailable"
    ours = [
        record for record in caplog.records if record.name.startswith("custom_comp")
    ]
    [line] = [record for record in ours if "picture" in record.getMessage()]
    assert line.levelno == logging.DEBUG
    assert line.getMessage().startswith("A picture of Front door did not come: ")
    text = "".join(record.getMessage() + str(record.exc_text) for record in ours)
    for secret in (picture.name, picture.key, "e1b0c5", "192.168", MEDIA):
        assert secret not in text


async def test_a_picture_is_tried_four_times(running: Home) -> None:
    """Then it is given up."""
    running.cloud.fail_next(99, "http_500", path=MEDIA)
    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    for delay in RETRIES:
        await running.poll(delay)
    await running.poll(timedelta(hours=1))
    assert len(running.cloud.picture_fetches) == 4


async def until(is_so: Callable[[], object]) -> None:
    """Let all go on but the time, until something is so."""
    while not is_so():
        await asyncio.sleep(0)


def tasks() -> list[asyncio.Task[Any]]:
    """Return the tasks of the integration that run."""
    return [task for task in asyncio.all_tasks() if DOMAIN in task.get_name()]


async def poll_with_picture(home: Home, fault: str) -> None:
    """Let a lock be opened, and its picture fail, without waiting for it."""
    home.cloud.fail_next(99, fault, path=MEDIA)
    home.cloud.add_unlock("Front door", picture=True)
    home.freezer.tick(timedelta(minutes=14))
    async_fire_time_changed(home.hass)
    await until(lambda: home.cloud.picture_fetches)


async def test_an_event_does_not_wait_for_its_picture(
    running: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """It may never come: twenty seconds, and once more later."""
    caplog.set_level(logging.DEBUG)
    await poll_with_picture(running, "hang")
    assert running.types == ["fingerprint"]
    assert tasks()
    running.freezer.tick(timedelta(seconds=21))
    await running.settle()
    assert len(running.cloud.picture_fetches) == 1
    running.cloud.recover()
    await running.poll(RETRIES[0])
    assert attributes(running)["method"] == "fingerprint"


@pytest.mark.parametrize("fault", ["hang", "http_500"])
async def test_unloading_gives_up_what_is_under_way(running: Home, fault: str) -> None:
    """Neither a task nor a timer stays."""
    await poll_with_picture(running, fault)
    if fault == "http_500":
        await running.settle()
    await running.hass.config_entries.async_unload(running.entry.entry_id)
    assert not tasks()
    await running.poll(timedelta(hours=1))
    assert len(running.cloud.picture_fetches) == 1


async def test_a_lock_that_is_removed_gives_up_its_pictures(running: Home) -> None:
    """What is under way, and what was kept."""
    running.cloud.fail_next(99, "http_500", path=MEDIA)
    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    running.cloud.add_lock(front_door("Back door"))
    lock_id = running.cloud.find("Front door").id
    running.cloud.remove_lock("Front door")
    await running.entry.runtime_data.locks.async_remove(lock_id)
    fetches = len(running.cloud.picture_fetches)
    await running.poll(timedelta(hours=1))
    assert len(running.cloud.picture_fetches) == fetches


def count_parallel(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many pictures are fetched at a time."""
    at_once: list[int] = []
    busy = 0

    async def fetch(*args: Any, **kwargs: Any) -> Picture:
        nonlocal busy
        busy += 1
        at_once.append(busy)
        try:
            return await fetch_picture(*args, **kwargs)
        finally:
            busy -= 1

    monkeypatch.setattr(fetcher, "fetch_picture", fetch)
    return at_once


async def test_two_pictures_are_fetched_at_a_time(
    running: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many come, and of however many locks."""
    at_once = count_parallel(monkeypatch)
    for seconds in range(9):
        running.cloud.add_unlock(
            "Front door", occurred_at=ago(running.cloud, seconds=seconds), picture=True
        )
    await running.poll()
    assert len(at_once) == 9
    assert max(at_once) == 2


async def test_a_flood_of_pictures_leaves_the_newest(
    running: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock was away for long: most addresses would be dead when they are due."""
    monkeypatch.setattr(fetcher, "MOST_PICTURES", 3)
    for seconds in range(9):
        running.cloud.add_unlock(
            "Front door", occurred_at=ago(running.cloud, seconds=seconds), picture=True
        )
    await running.poll()
    assert len(running.events) == 9
    assert len(running.cloud.picture_fetches) == 3
    assert attributes(running)["occurred_at"] == "2026-11-23T08:00:00+00:00"


async def test_a_record_that_comes_again_is_fetched_once(running: Home) -> None:
    """After a crash, records may."""
    running.cloud.add_unlock("Front door", picture=True)
    lock = running.entry.runtime_data.locks[running.cloud.find("Front door").id]
    seen: list[Any] = []
    take = lock.pictures.async_fetch

    def note(*args: Any) -> None:
        seen.extend(args)
        take(*args)

    lock.pictures.async_fetch = note
    await running.poll()
    assert len(running.cloud.picture_fetches) == 1
    take(*seen)
    take(*seen)
    await running.settle()
    assert len(running.cloud.picture_fetches) == 2


async def test_without_being_asked_nothing_is_kept(running: Home, config: Path) -> None:
    """After a restart the image is there, and empty until the next picture."""
    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    assert running.state(IMAGE) != "unknown"
    assert list(config.iterdir()) == []

    await running.restart()
    assert running.state(IMAGE) == "unknown"
    assert attributes(running) == {}
    image = running.hass.data["image"].get_entity(IMAGE)
    assert image is not None
    assert await image.async_image() is None

    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    assert running.state(IMAGE) != "unknown"


async def test_an_outage_does_not_touch_the_image(running: Home) -> None:
    """What ends it would look like a new picture to automations."""
    running.cloud.add_unlock("Front door", picture=True)
    await running.poll()
    before = running.hass.states.get(IMAGE)
    running.cloud.fail_next(2, 500, path="door-lock")
    await running.poll()
    assert running.state(ACCESS) == "unavailable"
    await running.poll()
    assert running.state(ACCESS) != "unavailable"
    after = running.hass.states.get(IMAGE)
    assert before is not None
    assert after is not None
    assert after.last_changed == before.last_changed


async def test_an_automation_gets_each_new_picture_once(home: Home) -> None:
    """And none again after a restart."""
    keep(home, 3)
    await home.start()
    await async_setup_component(
        home.hass,
        "automation",
        {
            "automation": {
                "triggers": {
                    "trigger": "state",
                    "entity_id": IMAGE,
                    "not_from": "unavailable",
                    "not_to": ["unavailable", "unknown"],
                },
                "actions": {
                    "event": "sent",
                    "event_data": {
                        "kind": f"{{{{ state_attr('{IMAGE}', 'kind') }}}}",
                        "image": f"{{{{ state_attr('{IMAGE}', 'entity_picture') }}}}",
                    },
                },
            }
        },
    )
    sent = async_capture_events(home.hass, "sent")
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()
    home.cloud.add_attempt("Front door", picture=True)
    await home.poll()
    await home.restart()
    assert [event.data["kind"] for event in sent] == ["unlock", "alarm"]
    assert sent[1].data["image"].startswith(f"/api/image_proxy/{IMAGE}?token=")


async def test_pictures_are_kept_where_wanted(
    home: Home, config: Path, hass_client: ClientSessionGenerator
) -> None:
    """As files named by time, and the newest is shown again after a restart."""
    keep(home, 3)
    await home.start()
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()
    home.cloud.add_attempt("Front door", picture=take_picture(PNG))
    await home.poll()
    assert times(home, config) == ["20261123T080000Z", "20261123T081400Z"]
    jpeg, png = sorted(lock_folder(home, config).iterdir())
    assert jpeg.suffix == ".jpg"
    assert jpeg.read_bytes() == visitor()
    assert png.suffix == ".png"
    assert png.read_bytes() == PNG

    record_id = attributes(home)["record_id"]
    came_at = datetime(2026, 11, 23, 8, 28, 1, tzinfo=UTC)
    os.utime(png, (came_at.timestamp(), came_at.timestamp()))
    fetches = len(home.cloud.picture_fetches)
    await home.restart(off_for=timedelta(hours=1))
    assert home.state(IMAGE) == "2026-11-23T08:28:01+00:00"
    assert attributes(home) == {
        "occurred_at": "2026-11-23T08:14:00+00:00",
        "record_id": record_id,
        "kind": "alarm",
        "method": None,
        "alarm": "wrong_password",
        "user": None,
    }
    assert await shown(home, hass_client) == ("image/png", PNG)
    assert len(home.cloud.picture_fetches) == fetches


async def test_a_picture_outlives_what_is_remembered_of_it(home: Home) -> None:
    """Only its time is known then."""
    home.cloud.add_unlock(
        "Front door", occurred_at=ago(home.cloud, days=3), picture=True
    )
    keep(home, 3, retention_days=1)
    await home.start()
    assert attributes(home)["user"] == "Ana"
    await home.restart()
    assert home.state(IMAGE) != "unknown"
    assert attributes(home) == {"occurred_at": "2026-11-20T08:00:00+00:00"}


async def test_as_many_are_kept_as_wanted(home: Home, config: Path) -> None:
    """The newest, also of those from before anybody watched."""
    for hours in range(1, 6):
        home.cloud.add_unlock(
            "Front door", occurred_at=ago(home.cloud, hours=hours), picture=True
        )
    keep(home, 3)
    await home.start()
    assert len(home.cloud.picture_fetches) == 3
    assert times(home, config) == [
        "20261123T050000Z",
        "20261123T060000Z",
        "20261123T070000Z",
    ]
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()
    assert times(home, config) == [
        "20261123T060000Z",
        "20261123T070000Z",
        "20261123T080000Z",
    ]
    # One that comes late is older than those that are kept.
    home.cloud.add_unlock(
        "Front door", occurred_at=ago(home.cloud, hours=4), picture=True
    )
    await home.poll()
    assert len(times(home, config)) == 3
    assert times(home, config)[0] == "20261123T060000Z"


async def test_pictures_are_kept_as_long_as_wanted(home: Home, config: Path) -> None:
    """Thirty days, or whatever the options say; also while nothing happens."""
    home.cloud.add_unlock(
        "Front door", occurred_at=ago(home.cloud, days=9), picture=True
    )
    home.cloud.add_unlock(
        "Front door", occurred_at=ago(home.cloud, days=10, hours=1), picture=True
    )
    keep(home, 100, keep_pictures_days=10)
    await home.start()
    assert times(home, config) == ["20261114T080000Z"]
    await home.poll(timedelta(days=1, minutes=1))
    assert times(home, config) == []


async def test_thirty_days_are_the_default(home: Home, config: Path) -> None:
    """As the options say where nobody has changed them."""
    home.cloud.add_unlock(
        "Front door", occurred_at=ago(home.cloud, days=29), picture=True
    )
    keep(home, 100)
    await home.start()
    assert times(home, config) == ["20261025T080000Z"]
    await home.restart(off_for=timedelta(days=1, minutes=1))
    assert times(home, config) == []


async def test_to_keep_no_pictures_any_more_deletes_those_that_are(
    home: Home, config: Path
) -> None:
    """What is not ours stays."""
    keep(home, 10)
    await home.start()
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()
    folder = lock_folder(home, config)
    others = ["20261123T080000Z_12345678.txt", "99999999T080000Z_12345678.jpg", "a.jpg"]
    for name in others:
        (folder / name).write_bytes(b"mine")
    home.hass.config_entries.async_update_entry(
        home.entry, options={"keep_pictures": 0}
    )
    await home.restart()
    assert sorted(path.name for path in folder.iterdir()) == others


async def test_the_pictures_of_a_lock_are_removed_with_it(
    home: Home, config: Path
) -> None:
    """And those of the other locks stay."""
    home.cloud.add_lock(front_door("Back door", media=True))
    keep(home, 10)
    await home.start()
    for name in ("Front door", "Back door"):
        home.cloud.add_unlock(name, picture=True)
    await home.poll()
    front = lock_folder(home, config)
    assert len(list(front.parent.iterdir())) == 2
    lock_id = home.cloud.find("Front door").id
    await home.entry.runtime_data.locks.async_remove(lock_id)
    assert not front.exists()
    assert len(list(front.parent.iterdir())) == 1


async def test_removing_the_integration_deletes_the_pictures(
    home: Home, config: Path
) -> None:
    """Folders and all; what else is there stays."""
    (config / "holiday.jpg").write_bytes(b"mine")
    keep(home, 10)
    await home.start()
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()
    assert times(home, config)
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await home.settle()
    assert [path.name for path in config.iterdir()] == ["holiday.jpg"]


async def forget(home: Home, user: str) -> None:
    """Erase what is kept of a person."""
    await home.hass.services.async_call(
        DOMAIN, "forget_person", {"user": user}, blocking=True
    )
    await home.settle()


async def test_who_is_forgotten_is_in_no_picture(home: Home, config: Path) -> None:
    """Neither shown nor kept; the one before it is shown again."""
    keep(home, 10)
    await home.start()
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()
    home.cloud.add_unlock("Front door", "password", 3, picture=True)
    await home.poll()
    assert attributes(home)["user"] == "Ben"
    await forget(home, "Ben")
    assert times(home, config) == ["20261123T080000Z"]
    assert attributes(home)["user"] == "Ana"
    await forget(home, "Ana")
    assert times(home, config) == []
    assert home.state(IMAGE) == "unknown"
    assert attributes(home) == {}
    image = home.hass.data["image"].get_entity(IMAGE)
    assert await image.async_image() is None


async def test_a_picture_under_way_of_who_is_forgotten_does_not_come(
    running: Home,
) -> None:
    """It would be shown afterwards."""
    running.cloud.fail_next(1, "http_500", path=MEDIA)
    running.cloud.add_unlock("Front door", "password", 3, picture=True)
    await running.poll()
    await forget(running, "Ben")
    await running.poll(RETRIES[0])
    assert len(running.cloud.picture_fetches) == 1
    assert running.hass.states.get(IMAGE) is None


@pytest.mark.parametrize("error", [OSError("no space left"), HomeAssistantError("no")])
async def test_a_disk_that_fails_loses_the_file_and_nothing_else(
    home: Home,
    config: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    """The picture is shown all the same."""
    keep(home, 10)
    await home.start()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(picture_folder, "write_utf8_file", fail)
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()
    assert home.types == ["fingerprint"]
    assert home.state(IMAGE) == "2026-11-23T08:14:00+00:00"
    assert f"A picture of Front door could not be kept: {error}" in caplog.text
    assert times(home, config) == []


async def test_files_that_cannot_be_deleted_are_logged(
    home: Home,
    config: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And no failure of anything else."""
    keep(home, 10, keep_pictures_days=1)
    await home.start()
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise PermissionError("not yours")

    monkeypatch.setattr(Path, "unlink", fail)
    await home.poll(timedelta(days=2))
    assert "Old pictures of Front door could not be deleted: not yours" in caplog.text
    assert home.state(ACCESS) != "unavailable"


async def test_a_file_that_cannot_be_read_is_passed_over(
    home: Home, config: Path
) -> None:
    """The one before it is shown."""
    keep(home, 10)
    await home.start()
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()
    (lock_folder(home, config) / "20261123T090000Z_12345678.jpg").mkdir()
    await home.restart()
    assert attributes(home)["occurred_at"] == "2026-11-23T08:00:00+00:00"
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    for path in lock_folder(home, config).iterdir():
        if path.is_file():
            path.unlink()
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.settle()
    assert home.state(IMAGE) == "unknown"


async def test_no_address_and_no_key_is_to_be_seen_anywhere(
    home: Home, config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """In no log, state, event, or file."""
    caplog.set_level(logging.DEBUG)
    keep(home, 10)
    await home.start()
    taken = [take_picture(), take_picture(key="another-key-here"), take_picture()]
    for picture in taken:
        home.cloud.add_unlock("Front door", picture=picture)
        await home.poll()
    home.cloud.fail_next(1, "http_500", path=MEDIA)
    await home.restart()
    states = "".join(str(state.as_dict()) for state in home.hass.states.async_all())
    ours = "".join(
        record.getMessage() + str(record.exc_text)
        for record in caplog.records
        if record.name.startswith(("custom_components", "homeassistant.config_entries"))
    )
    files = "".join(str(path) for path in config.rglob("*"))
    assert files.count(".jpg") == 2
    for text in (states, ours, files, str(home.events)):
        assert MEDIA not in text
        for picture in taken:
            assert picture.name not in text
            assert picture.key not in text


async def test_a_picture_that_is_written_while_a_person_is_forgotten_goes_too(
    home: Home, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a thread has begun to write cannot be stopped."""
    keep(home, 10)
    await home.start()
    writing, go_on = Event(), Event()

    def slowly(*args: Any, **kwargs: Any) -> None:
        writing.set()
        go_on.wait(10)
        write_utf8_file(*args, **kwargs)

    monkeypatch.setattr(picture_folder, "write_utf8_file", slowly)
    home.cloud.add_unlock("Front door", "password", 3, picture=True)
    home.freezer.tick(A_POLL_LATER)
    async_fire_time_changed(home.hass)
    await home.hass.async_add_executor_job(writing.wait, 10)
    forgetting = home.hass.async_create_task(forget(home, "Ben"))
    # The clock stands still: only a thread can wait.
    await home.hass.async_add_executor_job(go_on.wait, 0.1)
    go_on.set()
    await forgetting
    assert times(home, config) == []


async def test_who_is_forgotten_is_in_no_picture_that_outlived_its_record(
    home: Home, config: Path
) -> None:
    """The record went with its time, and the picture was still shown."""
    keep(home, 10, retention_days=1)
    await home.start()
    home.cloud.add_unlock("Front door", "password", 3, picture=True)
    await home.poll()
    await home.poll(timedelta(days=3))
    assert attributes(home)["user"] == "Ben"
    await forget(home, "Ben")
    assert home.state(IMAGE) == "unknown"
    assert times(home, config) == []
