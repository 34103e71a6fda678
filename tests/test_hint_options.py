"""The pages of the options about hints."""

import logging
from types import SimpleNamespace
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType, InvalidData

from .conftest import Home, front_door, mock_entry

CONTACT = "binary_sensor.front_door_contact"


async def page(home: Home, name: str) -> ConfigFlowResult:
    """Open a page of the options."""
    flows = home.hass.config_entries.options
    menu = await flows.async_init(home.entry.entry_id)
    return await flows.async_configure(menu["flow_id"], {"next_step_id": name})


async def fill_in(
    home: Home, form: ConfigFlowResult, user_input: dict[str, Any]
) -> ConfigFlowResult:
    """Send a page."""
    home.background = False
    result = await home.hass.config_entries.options.async_configure(
        form["flow_id"], user_input
    )
    await home.settle()
    return result


def shown(form: ConfigFlowResult, name: str) -> str:
    """Return a text that a page shows."""
    placeholders = form["description_placeholders"]
    assert placeholders is not None
    return placeholders[name]


def suggested(form: ConfigFlowResult) -> dict[str, Any]:
    """Return what the fields of a page hold."""
    assert form["data_schema"] is not None
    return {
        str(marker): (marker.description or {}).get(
            "suggested_value",
            marker.default() if callable(marker.default) else None,
        )
        for marker in form["data_schema"].schema
    }


class Queue:
    """The connection of Home Assistant's Tuya integration, as far as it is looked at."""

    def __init__(self, *devices: SimpleNamespace) -> None:
        """Connect, and listen to some devices."""
        self.client = SimpleNamespace(is_connected=lambda: True)
        self.mq_config = object()
        self.device = list(devices)

    def subscribe_device(self, device_id: str, device: SimpleNamespace) -> None:
        """Listen to one more."""
        self.device.append(device)


def tuya_entry(home: Home) -> MockConfigEntry:
    """Return the entry of a Tuya integration that is not loaded."""
    entry = MockConfigEntry(domain="tuya")
    entry.add_to_hass(home.hass)
    return entry


def load(
    home: Home, entry: MockConfigEntry, queue: object, *devices: SimpleNamespace
) -> None:
    """Let the Tuya integration be loaded, with some devices."""
    entry.runtime_data = SimpleNamespace(
        manager=SimpleNamespace(
            device_map={device.id: device for device in devices}, mq=queue
        )
    )
    entry.mock_state(home.hass, ConfigEntryState.LOADED)


def tuya_lock(home: Home) -> SimpleNamespace:
    """Return the lock as the Tuya integration has it, which nobody listens to."""
    lock_id = home.cloud.find("Front door").id
    return SimpleNamespace(id=lock_id, set_up=False, online=True)


async def case_of(home: Home) -> str:
    """Return what the page says of the lock."""
    text = shown(await page(home, "tuya_integration"), "locks")
    return text.removeprefix("- **Front door**: ")


async def test_the_page_says_which_case_holds_for_a_lock(running: Home) -> None:
    """In the user's language, and whatever that integration has become."""
    cases = [await case_of(running)]
    entry = tuya_entry(running)
    lock = tuya_lock(running)
    for queue, devices, is_set_up in (
        (Queue(), [], False),
        (Queue(), [lock], False),
        (Queue(lock), [lock], True),
        (SimpleNamespace(device=7), [lock], True),
    ):
        lock.set_up = is_set_up
        load(running, entry, queue, *devices)
        cases.append(await case_of(running))
    entry.mock_state(running.hass, ConfigEntryState.NOT_LOADED)
    assert cases == [
        "The Tuya integration is not set up",
        "It is in an account that does not have this lock",
        "It knows the lock, and does not listen to it",
        "It listens to the lock",
        "It has changed, and this version cannot use it",
    ]
    assert lock.set_up


async def test_the_option_lets_it_listen_and_again_after_a_reload(home: Home) -> None:
    """Each time with objects that it has made anew."""
    home.entry = mock_entry(home.entry.data["base_url"], listen_tuya=True)
    await home.start()
    entry = tuya_entry(home)
    for _ in range(2):
        lock, queue = tuya_lock(home), Queue()
        load(home, entry, queue, lock)
        await home.settle()
        assert queue.device == [lock]
        assert await case_of(home) == "It listens to the lock"
        entry.mock_state(home.hass, ConfigEntryState.NOT_LOADED)


async def test_a_surprise_switches_the_option_off_and_nothing_else(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """The page says so, the polls go on, and the log has one line for developers."""
    home.entry = mock_entry(home.entry.data["base_url"], listen_tuya=True)
    home.cloud.add_unlock("Front door")
    await home.start()
    entry = tuya_entry(home)
    caplog.set_level(logging.DEBUG)
    for _ in range(2):
        load(
            home,
            entry,
            SimpleNamespace(device=[], client=1, mq_config=1),
            tuya_lock(home),
        )
        await home.settle()
        assert await case_of(home) == "It has changed, and this version cannot use it"
        entry.mock_state(home.hass, ConfigEntryState.NOT_LOADED)
    assert caplog.text.count("is not as expected: AttributeError") == 1
    home.cloud.add_unlock("Front door")
    await home.poll()
    assert home.types == ["fingerprint"]


async def test_the_option_is_off_until_it_is_turned_on(running: Home) -> None:
    """And is saved beside the others."""
    form = await page(running, "tuya_integration")
    assert suggested(form) == {"listen_tuya": False}
    result = await fill_in(running, form, {"listen_tuya": True})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert running.entry.options == {"listen_tuya": True}


async def test_of_a_single_lock_the_entities_are_asked_at_once(running: Home) -> None:
    """Choose them, see them again, and remove them."""
    form = await page(running, "hint_entities")
    assert form["step_id"] == "hint_entities_of_lock"
    assert shown(form, "lock") == "Front door"
    await fill_in(running, form, {"hint_entities": [CONTACT]})
    lock_id = running.cloud.find("Front door").id
    assert running.entry.options == {"hint_entities": {lock_id: [CONTACT]}}
    form = await page(running, "hint_entities")
    assert suggested(form) == {"hint_entities": [CONTACT]}
    await fill_in(running, form, {})
    assert running.entry.options == {"hint_entities": {}}


async def test_what_changes_with_each_look_is_no_reason_to_look(running: Home) -> None:
    """The lock's own entities are not among those to choose from."""
    form = await page(running, "hint_entities")
    for own in ("sensor.tuya_calls_this_month", "event.front_door_access"):
        assert running.hass.states.get(own) is not None
        with pytest.raises(InvalidData):
            await fill_in(running, form, {"hint_entities": [CONTACT, own]})


async def test_of_several_locks_one_is_chosen_first(home: Home) -> None:
    """The entities of the other stay."""
    home.cloud.add_lock(front_door("Garage"))
    await home.start()
    for name, entity in (("Garage", "cover.garage"), ("Front door", CONTACT)):
        form = await page(home, "hint_entities")
        assert form["step_id"] == "hint_entities"
        form = await fill_in(home, form, {"lock": home.cloud.find(name).id})
        assert shown(form, "lock") == name
        await fill_in(home, form, {"hint_entities": [entity]})
    assert home.entry.options == {
        "hint_entities": {
            home.cloud.find("Garage").id: ["cover.garage"],
            home.cloud.find("Front door").id: [CONTACT],
        }
    }


async def test_both_environments_are_tried(running: Home) -> None:
    """The test environment is suggested where it answers."""
    form = await page(running, "message_service")
    assert (shown(form, "test"), shown(form, "production")) == (
        "connected",
        "connected",
    )
    assert shown(form, "guide_url").endswith("/docs/push.md")
    assert suggested(form)["message_service"] == "event-test"
    await fill_in(running, form, {"message_service": "event-test"})
    assert running.entry.options == {"message_service": "event-test"}
    assert running.entry.runtime_data.messages is not None


@pytest.mark.parametrize(
    ("environments", "expected"),
    [({"event"}, "event"), ({"event-test"}, "event-test"), (set(), "off")],
)
async def test_the_environment_that_answers_is_suggested(
    running: Home, environments: set[Any], expected: str
) -> None:
    """Or none, where neither does."""
    running.cloud.messages.environments = environments
    form = await page(running, "message_service")
    assert suggested(form)["message_service"] == expected


async def test_an_environment_that_does_not_answer_is_not_saved(running: Home) -> None:
    """The page says what is wrong; off is always possible."""
    running.cloud.messages.enabled = False
    form = await page(running, "message_service")
    assert shown(form, "test") == "refused: the Message Service is not turned on"
    form = await fill_in(running, form, {"message_service": "event-test"})
    assert form["errors"] == {"message_service": "messages_not_connected"}
    result = await fill_in(running, form, {"message_service": "off"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert running.entry.runtime_data.messages is None


async def test_another_address_is_checked_and_tried(running: Home) -> None:
    """It may be the one of a data center that Tuya names none for."""
    form = await page(running, "message_service")
    choice = {"message_service": "event-test"}
    form = await fill_in(running, form, choice | {"message_url": "mqe.tuyaeu.com"})
    assert form["errors"] == {"message_url": "invalid_message_url"}
    nowhere = {"message_url": "ws://127.0.0.1:1"}
    form = await fill_in(running, form, choice | nowhere)
    assert form["errors"] == {"message_service": "messages_not_connected"}
    assert shown(form, "test") == "cannot be reached"
    address = running.entry.data["base_url"].replace("http", "ws")
    await fill_in(running, form, choice | {"message_url": f" {address}/"})
    assert running.entry.options == choice | {"message_url": address}


async def test_the_password_is_for_no_server_that_another_names(running: Home) -> None:
    """Who sends on to another place sends nobody there."""

    async def send_on(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"{running.entry.data['base_url']}{request.path_qs}")

    app = web.Application()
    app.router.add_get("/{path:.*}", send_on)
    form = await page(running, "message_service")
    tried = len(running.cloud.handshakes)
    assert tried == 2
    async with TestServer(app) as server:
        address = str(server.make_url("")).replace("http", "ws")
        form = await fill_in(
            running, form, {"message_service": "event-test", "message_url": address}
        )
    assert shown(form, "test") == shown(form, "production") == "cannot be reached"
    assert len(running.cloud.handshakes) == tried
