"""Erasing what is kept of a person: the forget_person action."""

from collections.abc import Iterable
from datetime import datetime, timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_door_lock.api.locks import (
    Credential as LockCredential,
    LockUser,
)
from custom_components.tuya_door_lock.api.records import UnlockMethod
from custom_components.tuya_door_lock.const import (
    CONF_PRIVACY,
    DOMAIN,
    SIGNAL_HISTORY_CHANGED,
)
from custom_components.tuya_door_lock.lock_coordinator import TuyaLockCoordinator
from custom_components.tuya_door_lock.people.persons import Assignee
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from simulator import Abilities, Credential as SimulatedCredential, Person, TuyaCloud

from .conftest import START, Home, front_door, mock_entry
from .persons import give, held
from .test_services import device_id

NOW = datetime.fromisoformat(START)
ACCESS = "event.front_door_access"
DURESS = "binary_sensor.front_door_duress"
REFRESH = "button.front_door_refresh"
IMAGE = "image.front_door_last_picture"
USER = "sensor.front_door_last_unlocked_by"


@pytest.fixture
def cloud(freezer: FrozenDateTimeFactory) -> TuyaCloud:
    """Return a cloud whose lock was used by both members, and takes pictures."""
    freezer.move_to(START)
    cloud = TuyaCloud.empty()
    cloud.add_lock(front_door(media=True))
    cloud.add_unlock("Front door", occurred_at=ago(hours=4))
    cloud.add_unlock("Front door", "password", 3, occurred_at=ago(hours=3))
    return cloud


def ago(**past: float) -> datetime:
    """Return a time before the tests began."""
    return NOW - timedelta(**past)


@pytest.fixture(autouse=True)
def media(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Let Home Assistant keep its media in a folder of the test."""
    hass.config.config_dir = str(tmp_path)
    return tmp_path


def lock_of(home: Home, name: str = "Front door") -> TuyaLockCoordinator:
    """Return what a lock is read with."""
    lock = home.entry.runtime_data.locks[home.cloud.find(name).id]
    assert isinstance(lock, TuyaLockCoordinator)
    return lock


def users(home: Home, name: str = "Front door") -> list[str | None]:
    """Return the users of the records that are kept, oldest first."""
    return [entry.user for entry in lock_of(home, name).history]


async def forget(home: Home, user: str, **data: Any) -> int:
    """Call the action, and return how many records were erased."""
    response = await home.hass.services.async_call(
        DOMAIN,
        "forget_person",
        {"user": user} | data,
        blocking=True,
        return_response=True,
    )
    await home.settle()
    assert isinstance(response, dict)
    forgotten = response["forgotten"]
    assert isinstance(forgotten, int)
    return forgotten


def on_disk(storage: dict[str, Any], names: Iterable[str]) -> set[str]:
    """Return which names Home Assistant's storage holds for the integration."""
    stored = json.dumps(
        [each for key, each in storage.items() if key.startswith(DOMAIN)]
    )
    return {name for name in names if name in stored}


async def test_all_that_is_kept_of_a_person_is_erased(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """Also where an app unlock, a duress alarm and the last event show her."""
    running.cloud.add_unlock("Front door", "app", None, person="Ana")
    running.cloud.add_duress("Front door", "fingerprint", 1)
    await running.poll()
    assert running.state(DURESS) == "on"
    assert event_user(running) == "Ana"
    at = running.state(ACCESS)
    assert on_disk(hass_storage, ["Ana", "Right thumb", "Ben"]) == {
        "Ana",
        "Right thumb",
        "Ben",
    }
    running.events.clear()
    assert await forget(running, "ana") == 4
    assert users(running) == ["Ben"]
    assert on_disk(hass_storage, ["Ana", "Right thumb", "Ben"]) == {"Ben"}
    # The alarm goes on, and nothing looks like a new event.
    assert running.state(DURESS) == "on"
    assert (running.state(ACCESS), running.types) == (at, [])
    assert running.state(USER) == STATE_UNKNOWN
    for state in running.hass.states.async_all():
        assert "Ana" not in json.dumps(dict(state.attributes), default=str)
        assert "Right thumb" not in json.dumps(dict(state.attributes), default=str)


async def test_what_tuya_still_shows_does_not_come_again(running: Home) -> None:
    """Its log is read over and over, and after a restart."""
    running.cloud.add_unlock("Front door")
    await running.poll()
    running.events.clear()
    await forget(running, "Ana")
    await running.poll(timedelta(hours=7))
    await running.restart()
    await running.poll()
    assert (users(running), running.types) == (["Ben"], [])
    assert event_user(running) is None


async def test_another_log_brings_nobody_back(home: Home) -> None:
    """It has ids of its own for what was erased."""
    for day in range(1, 25):
        home.cloud.add_unlock("Front door", occurred_at=ago(days=day))
    await home.start()
    assert await forget(home, "Ana") == 25
    lock = home.cloud.find("Front door")
    lock.abilities = Abilities(open_logs=(), alarm_logs=(), records=("snake_case",))
    await home.poll()
    assert home.cloud.calls_of("records")[-1].answer is None
    assert users(home) == ["Ben"]


@pytest.mark.parametrize("text", ["person.ana", "Ana Lopez", "ana1985"])
async def test_a_person_is_forgotten_with_all_that_is_theirs(
    home: Home, text: str
) -> None:
    """What Tuya calls them, their credentials, and what the owner has said."""
    for slot in (5, 7):
        home.cloud.add_unlock(
            "Front door", "fingerprint", slot, occurred_at=ago(hours=2)
        )
    home.cloud.add_unlock("Front door", "app", None, person="ana1985")
    home.hass.states.async_set("person.ana", "home", {"friendly_name": "Ana Lopez"})
    await home.start()
    ana = Assignee("Ana Lopez", "person.ana")
    give(home, ana, "fingerprint:7", "member:ana1985")
    give(home, Assignee("Cleaner"), "fingerprint:5")
    home.freezer.tick(timedelta(seconds=1))
    home.cloud.add_unlock("Front door", "fingerprint", 7)
    await home.poll()
    assert users(home)[-1] == "Ana Lopez"
    assert await forget(home, text) == 3
    assert users(home) == ["Ana", "Ben", "Cleaner"]
    assert held(home) == {"Cleaner": ["fingerprint:5"]}
    assert lock_of(home).resolver.credentials.get("member:ana1985") is None
    # Her finger is no stranger's for that.
    home.events.clear()
    home.cloud.add_unlock("Front door", "fingerprint", 7)
    await home.poll()
    assert home.types == ["fingerprint"]


async def test_a_finger_that_changed_hands_keeps_the_records_of_others(
    running: Home,
) -> None:
    """What names another person is theirs."""
    lock = running.cloud.find("Front door")
    lock.people[0].name = "Carla"
    await running.poll(timedelta(hours=25))
    running.cloud.add_unlock("Front door")
    await running.poll()
    assert users(running) == ["Ana", "Ben", "Carla"]
    assert await forget(running, "Carla") == 1
    assert users(running) == ["Ana", "Ben"]


async def test_a_finger_that_the_owner_gave_to_another_is_not_its_members(
    running: Home,
) -> None:
    """Ben has enrolled the cleaner's finger as his own."""
    running.cloud.find("Front door").people[1].credentials.append(
        SimulatedCredential("fingerprint", 9, "Second")
    )
    give(running, Assignee("Cleaner"), "fingerprint:9")
    running.cloud.add_unlock("Front door", "fingerprint", 9)
    await running.poll()
    assert await forget(running, "Ben") == 1
    assert users(running) == ["Ana", "Cleaner"]
    assert await forget(running, "CLEANER ") == 1
    assert users(running) == ["Ana"]


async def test_records_without_names_are_erased_by_their_credentials(
    home: Home,
) -> None:
    """The options keep no names; the list of members still says whose finger it is."""
    home.entry = mock_entry(home.entry.data["base_url"], **{CONF_PRIVACY: "none"})
    await home.start()
    assert users(home) == ["Fingerprint 1", "Password 3"]
    assert await forget(home, "Ana") == 1
    assert users(home) == ["Password 3"]


@pytest.fixture
async def initialed(home: Home) -> Home:
    """Return a home that shows initials, with two people who have the same ones."""
    home.entry = mock_entry(home.entry.data["base_url"], **{CONF_PRIVACY: "initials"})
    home.cloud.find("Front door").people.append(
        Person("Anton", "1003", [SimulatedCredential("card", 4, "Card")])
    )
    home.cloud.add_unlock("Front door", "card", 4, occurred_at=ago(hours=2))
    await home.start()
    assert users(home) == ["A.", "B.", "A."]
    return home


async def test_initials_are_erased_too(initialed: Home) -> None:
    """Whose they are is known by the credential, as long as nobody else has it."""
    assert await forget(initialed, "Ana") == 1
    assert users(initialed) == ["B.", "A."]
    assert await forget(initialed, "anton") == 1
    assert users(initialed) == ["B."]


async def test_initials_without_a_credential_count_as_the_persons(
    initialed: Home,
) -> None:
    """It cannot be known whose they are, and what was to be erased must not stay."""
    initialed.cloud.add_unlock("Front door", "app", None, person="Ana")
    await initialed.poll()
    assert await forget(initialed, "Anton") == 2
    assert users(initialed) == ["A.", "B."]


async def test_a_name_that_is_mistyped_erases_nobodys_initials(
    initialed: Home,
) -> None:
    """It has the same ones."""
    with pytest.raises(ServiceValidationError, match="goes by the name Anna"):
        await forget(initialed, "Anna")
    assert len(users(initialed)) == 3


async def test_initials_can_be_forgotten_as_they_are_shown(initialed: Home) -> None:
    """All of them: nobody said whose."""
    assert await forget(initialed, "A.") == 2
    assert users(initialed) == ["B."]


@pytest.mark.parametrize("privacy", ["names", "initials"])
async def test_what_waits_to_be_delivered_names_nobody_afterwards(
    home: Home, privacy: str
) -> None:
    """It is delivered all the same: the door was opened, and there was an alarm."""
    home.entry = mock_entry(home.entry.data["base_url"], **{CONF_PRIVACY: privacy})
    await home.start()
    lock = lock_of(home)
    lock.delivery.is_started = False
    home.cloud.add_unlock("Front door")
    home.freezer.tick(timedelta(seconds=1))
    home.cloud.add_unlock("Front door", "password", 3)
    home.freezer.tick(timedelta(seconds=1))
    home.cloud.add_duress("Front door", "fingerprint", 1)
    await home.poll(timedelta(minutes=6))
    assert len(lock.delivery) == 4
    assert await forget(home, "Ana") == 1
    # The next look finds them again, as they stand in Tuya's log.
    await home.poll(timedelta(minutes=6))
    lock.async_start_delivery()
    await home.settle()
    assert home.types == ["fingerprint", "password", "fingerprint", "duress"]
    first, second, _, third = (event.attributes for event in home.events)
    ben = "Ben" if privacy == "names" else "B."
    assert (first["user"], first["slot"], second["user"]) == ("Fingerprint", None, ben)
    assert (third["user"], third["slot"]) == ("Fingerprint", None)
    assert all("Ana" not in json.dumps(event.attributes) for event in home.events)
    assert lock.resolver.credentials.get("fingerprint:1") is not None


async def test_alarms_that_wait_for_their_last_one_name_nobody_afterwards(
    running: Home,
) -> None:
    """The lock repeats an alarm: the last one comes with a count, when it is over."""
    running.cloud.add_unlock("Front door", "password", 3)
    await running.poll()
    running.events.clear()
    for _ in range(2):
        running.cloud.add_alarm("Front door", "pry", person="Ana")
        running.freezer.tick(timedelta(seconds=5))
    await running.hass.services.async_call(
        "button", "press", {"entity_id": REFRESH}, blocking=True
    )
    await running.settle()
    [first] = running.events
    assert first.attributes["user"] == "Ana"
    await forget(running, "Ana")
    await running.poll()
    assert running.types == ["pry", "pry"]
    assert running.events[1].attributes["count"] == 2
    assert "Ana" not in json.dumps(running.events[1].attributes, default=str)


async def test_a_new_credential_that_is_not_delivered_yet_names_nobody_afterwards(
    running: Home,
) -> None:
    """It waits as long as no alarm can be read."""
    running.cloud.add_unlock("Front door", "card", 9, person="Ana")
    running.cloud.fail_next(99, 500, path="alarm-logs")
    await running.poll()
    assert running.types == ["card"]
    await forget(running, "Ana")
    running.cloud.recover()
    await running.poll()
    assert running.types[:1] == ["card"]
    notice = running.events[-1].attributes
    assert notice["notice"] == "new_credential"
    assert "Ana" not in json.dumps(notice, default=str)


async def test_a_person_can_be_forgotten_at_one_lock_only(home: Home) -> None:
    """Without one, all locks forget."""
    garage = home.cloud.add_lock(front_door("Garage"))
    home.cloud.add_unlock(garage, occurred_at=ago(hours=1))
    await home.start()
    assert await forget(home, "Ana", device_id=device_id(home, "Garage")) == 1
    assert users(home, "Garage") == []
    assert users(home) == ["Ana", "Ben"]
    assert await forget(home, "Ana") == 1
    assert users(home) == ["Ben"]


def test_what_has_neither_name_nor_slot_is_nobodys(running: Home) -> None:
    """Some members have no name, and some locks mask the slots."""
    lock = lock_of(running)
    masked = LockCredential(UnlockMethod.PASSWORD, None, "Code")
    lock.resolver.update_members(
        [LockUser("1", None, (masked,)), LockUser("2", "Carla", (masked,))]
    )
    assert lock.person("Carla").is_known
    assert lock.person("Carla").keys == {"member:Carla"}
    assert not lock.person(" ").is_known


async def test_forgetting_an_unknown_person_is_no_success(running: Home) -> None:
    """A name that is mistyped must not pass for an erasure."""
    with pytest.raises(ServiceValidationError, match="goes by the name Anna"):
        await forget(running, "Anna")
    assert users(running) == ["Ana", "Ben"]


async def test_a_member_without_records_can_be_forgotten(running: Home) -> None:
    """There is nothing to erase but a name."""
    running.cloud.add_unlock("Front door")
    assert await forget(running, "Ben") == 1
    assert await forget(running, "Ben") == 0


async def test_only_administrators_forget(
    running: Home, hass_read_only_user: MockUser
) -> None:
    """It cannot be undone."""
    with pytest.raises(Unauthorized):
        await running.hass.services.async_call(
            DOMAIN,
            "forget_person",
            {"user": "Ana"},
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
        )
    assert users(running) == ["Ana", "Ben"]
    # Without a wish for a response there is none.
    assert (
        await running.hass.services.async_call(
            DOMAIN, "forget_person", {"user": "Ana"}, blocking=True
        )
        is None
    )
    assert users(running) == ["Ben"]


async def test_who_shows_the_records_is_reported(running: Home) -> None:
    """The card, for example."""
    changed: list[str] = []
    async_dispatcher_connect(running.hass, SIGNAL_HISTORY_CHANGED, changed.append)
    await forget(running, "Ana")
    assert changed == [running.cloud.find("Front door").id]


async def test_kept_pictures_are_deleted(
    home: Home, media: Path, hass_client: ClientSessionGenerator
) -> None:
    """Those of the person, and the last one where it is theirs."""
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=10)
    await home.start()
    for method, slot in (("password", 3), ("fingerprint", 1)):
        home.cloud.add_unlock("Front door", method, slot, picture=True)
        await home.poll()
    assert (shown(home), len(pictures(media))) == ("Ana", 2)
    await forget(home, "Ana")
    assert (shown(home), len(pictures(media))) == ("Ben", 1)
    await forget(home, "Ben")
    assert (shown(home), len(pictures(media))) == (None, 0)
    assert home.state(IMAGE) == STATE_UNKNOWN
    client = await hass_client()
    response = await client.get(f"/api/image_proxy/{IMAGE}")
    assert response.status == 500


async def test_a_picture_that_is_under_way_is_given_up(home: Home, media: Path) -> None:
    """It would come after everything else has gone."""
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=10)
    await home.start()
    home.cloud.add_unlock("Front door", picture=True)
    home.cloud.fail_next(9, "http_500", path="/_media/")
    await home.poll()
    await forget(home, "Ana")
    home.cloud.recover()
    await home.poll(timedelta(seconds=10))
    assert not pictures(media)


async def test_pictures_that_cannot_be_deleted_are_a_failure(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records are gone all the same, and the user knows where to look."""
    home.entry = mock_entry(home.entry.data["base_url"], keep_pictures=10)
    await home.start()
    home.cloud.add_unlock("Front door", picture=True)
    await home.poll()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(HomeAssistantError, match="not all pictures of Front door"):
            await forget(home, "Ana")
    assert users(home) == ["Ben"]
    assert home.state("image.front_door_last_picture") == "unknown"


def event_user(home: Home) -> Any:
    """Return whom the last access shows."""
    state = home.hass.states.get(ACCESS)
    assert state is not None
    return state.attributes["user"]


def shown(home: Home) -> Any:
    """Return whom the last picture shows."""
    state = home.hass.states.get(IMAGE)
    assert state is not None
    return state.attributes.get("user")


def pictures(media: Path) -> list[Path]:
    """Return the pictures that are kept."""
    return [path for path in Path(media, DOMAIN).rglob("*.*") if path.is_file()]


async def test_a_lock_that_fails_to_forget_leaves_the_others_alone(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The failure is raised when all have been asked."""
    home.cloud.add_lock(front_door("Back door"))
    home.cloud.add_unlock("Back door", occurred_at=ago(hours=2))
    await home.start()
    assert users(home, "Back door") == ["Ana"]

    async def fail(_: set[str]) -> None:
        raise HomeAssistantError("read-only")

    with monkeypatch.context() as patch:
        patch.setattr(lock_of(home).pictures, "async_forget", fail)
        with pytest.raises(HomeAssistantError, match="read-only"):
            await forget(home, "Ana")
    assert users(home, "Back door") == []
