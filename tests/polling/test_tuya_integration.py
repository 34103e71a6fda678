"""What Home Assistant's own Tuya integration says of a lock, and how it may surprise.

Its objects are made up here; `tests/tuya_core` has the real ones.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.tuya_door_lock.polling.hint_codes import HintSource
from custom_components.tuya_door_lock.polling.hint_sources.tuya_integration import (
    TuyaCase,
    TuyaListener,
)
from custom_components.tuya_door_lock.polling.hinted_looks import HintedLooks
from custom_components.tuya_door_lock.polling.hints import LockHints
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send, dispatcher_send

LOCK = "bf0000000000000lock1"
SIGNAL = f"tuya_entry_update_{LOCK}"


class Queue:
    """A connection as Tuya's library has it."""

    def __init__(self) -> None:
        """Start connected, with no device."""
        self.client: Any = SimpleNamespace(is_connected=lambda: True)
        self.mq_config: Any = object()
        self.device: list[Any] = []

    def subscribe_device(self, device_id: str, device: Any) -> None:
        """Remember a device as the library does."""
        assert device_id == device.id
        self.device.append(device)


@dataclass
class House:
    """A Home Assistant with Tuya's integration, and who listens to the lock."""

    hass: HomeAssistant
    freezer: FrozenDateTimeFactory
    entry: MockConfigEntry = field(
        default_factory=lambda: MockConfigEntry(domain="tuya")
    )
    queue: Queue = field(default_factory=Queue)
    listeners: list[TuyaListener] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Add a lock that nobody is subscribed to."""
        self.device = SimpleNamespace(
            id=LOCK, set_up=False, online=True, product_id="p0000000"
        )
        self.looks = HintedLooks(
            self.hass, LOCK, LockHints(lambda calls, purpose: True, len), self._read
        )
        self.set_up()

    def stop(self) -> None:
        """Listen no more, and let Home Assistant not unload what is none of its own."""
        for listener in self.listeners:
            listener.async_stop()
        self.looks.async_stop()
        for entry in self.hass.config_entries.async_entries():
            assert isinstance(entry, MockConfigEntry)
            entry.mock_state(self.hass, ConfigEntryState.NOT_LOADED)

    async def _read(self, endpoints: object) -> None:
        self.looks.hints.read_started(self.looks.now)
        self.looks.hints.read_finished(self.looks.now, [])

    def set_up(self) -> None:
        """Give the entry what it has when it is loaded."""
        self.entry.runtime_data = SimpleNamespace(
            manager=SimpleNamespace(device_map={LOCK: self.device}, mq=self.queue)
        )

    def load(self, state: ConfigEntryState = ConfigEntryState.LOADED) -> None:
        """Let the entry get into a state."""
        self.entry.add_to_hass(self.hass)
        self.entry.mock_state(self.hass, state)

    def listener(self, *, may_subscribe: bool = False) -> TuyaListener:
        """Return who listens to the lock."""
        listener = TuyaListener(
            self.hass, LOCK, self.looks, may_subscribe=may_subscribe
        )
        listener.async_start()
        self.listeners.append(listener)
        return listener

    async def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.freezer.tick(timedelta(seconds=seconds))
        async_fire_time_changed(self.hass)
        await self.hass.async_block_till_done()

    @property
    def hints(self) -> int:
        """Return how many hints have come."""
        return self.looks.hints.health.sources[HintSource.TUYA].hints

    @property
    def is_connected(self) -> bool | None:
        """Return whether hints can come."""
        return self.looks.hints.health.sources[HintSource.TUYA].is_connected


@pytest.fixture
def house(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Iterator[House]:
    """Return a house whose Tuya integration is not loaded yet."""
    house = House(hass, freezer)
    yield house
    house.stop()


@pytest.mark.parametrize(
    "args",
    [
        (["unlock_fingerprint"], {}),
        (["unlock_fingerprint"], {"unlock_fingerprint": 1790000009123}),
        (["unlock_fingerprint"],),
        ([], {}),
        ([],),
        (),
        (["unlock_fingerprint"], {}, "more", "and more"),
        (["unlock_fingerprint", 7, None], {"unlock_fingerprint": "now"}),
        ({"unlock_fingerprint"}, None),
        ("unlock_fingerprint",),
        (7, object()),
    ],
)
async def test_a_report_is_a_hint_however_many_arguments_it_has(
    house: House, args: tuple[Any, ...]
) -> None:
    """Take the signal of any version of the integration."""
    house.listener()
    async_dispatcher_send(house.hass, SIGNAL, *args)
    assert house.hints == 1


async def test_a_report_comes_from_a_thread_of_tuyas_library(house: House) -> None:
    """Take it in the event loop."""
    house.listener()
    await asyncio.to_thread(
        dispatcher_send, house.hass, SIGNAL, ["unlock_fingerprint"], {}
    )
    await house.hass.async_block_till_done()
    assert house.hints == 1


async def test_two_integrations_that_report_one_unlock_cost_one_look(
    house: House,
) -> None:
    """Look once, whether one of them names the code or not."""
    looked = []

    async def read(endpoints: object) -> None:
        looked.append(house.looks.now)
        house.looks.hints.read_started(house.looks.now)
        house.looks.hints.read_finished(house.looks.now, [])

    house.looks = HintedLooks(
        house.hass, LOCK, LockHints(lambda calls, purpose: True, len), read
    )
    house.listener()
    async_dispatcher_send(house.hass, SIGNAL, ["unlock_fingerprint"], {})
    async_dispatcher_send(house.hass, SIGNAL, [], {})
    await house.wait(3)
    assert len(looked) == 1
    house.looks.async_stop()


async def test_a_lock_that_comes_online_may_have_rows(house: House) -> None:
    """Take no other news about the device for a hint."""
    house.load()
    house.listener()
    async_dispatcher_send(house.hass, SIGNAL, None, None)
    assert house.hints == 0
    house.device.online = False
    async_dispatcher_send(house.hass, SIGNAL, None, None)
    assert house.hints == 0
    house.device.online = True
    async_dispatcher_send(house.hass, SIGNAL, None, None)
    assert house.hints == 1
    # That is said of each device of the account: it does not report what happens.
    assert house.is_connected is False


async def test_each_case_is_distinguished(house: House) -> None:
    """Say whether the integration has the lock, and whether it listens to it."""
    listener = house.listener()
    cases = [listener.case]
    house.load()
    cases.append(listener.case)
    assert cases == [TuyaCase.NOT_SET_UP, TuyaCase.NOT_SUBSCRIBED]
    assert house.is_connected is False
    house.device.set_up = True
    house.queue.device.append(house.device)
    await house.wait(301)
    assert listener.case is TuyaCase.SUBSCRIBED
    assert house.is_connected is True
    house.queue.client = SimpleNamespace(is_connected=lambda: False)
    await house.wait(301)
    assert house.is_connected is False
    house.entry.runtime_data.manager.device_map.clear()
    await house.wait(301)
    assert listener.case is TuyaCase.NOT_IN_ACCOUNT
    house.entry.mock_state(house.hass, ConfigEntryState.NOT_LOADED)
    assert listener.case is TuyaCase.NOT_SET_UP
    listener.async_stop()


async def test_without_the_option_nothing_is_touched(house: House) -> None:
    """Only look."""
    house.load()
    house.listener()
    await house.hass.async_block_till_done()
    assert not house.device.set_up
    assert house.queue.device == []


async def test_with_the_option_the_lock_is_listened_to(house: House) -> None:
    """Subscribe once, and again after a reload has made everything anew."""
    listener = house.listener(may_subscribe=True)
    house.load()
    await house.hass.async_block_till_done()
    assert listener.case is TuyaCase.SUBSCRIBED
    assert house.device.set_up
    await house.wait(301)
    assert house.queue.device == [house.device]

    house.entry.mock_state(house.hass, ConfigEntryState.NOT_LOADED)
    del house.entry.runtime_data
    house.device = SimpleNamespace(
        id=LOCK, set_up=False, online=True, product_id="p0000000"
    )
    house.queue = Queue()
    house.set_up()
    house.entry.mock_state(house.hass, ConfigEntryState.LOADED)
    await house.hass.async_block_till_done()
    assert house.queue.device == [house.device]
    assert listener.case is TuyaCase.SUBSCRIBED


@pytest.mark.parametrize("missing", ["mq", "client", "mq_config"])
async def test_a_connection_that_is_not_there_yet_is_waited_for(
    house: House, missing: str
) -> None:
    """Ask again after half a minute: before, the library would raise."""
    if missing == "mq":
        house.entry.runtime_data.manager.mq = None
    else:
        setattr(house.queue, missing, None)
    listener = house.listener(may_subscribe=True)
    house.load()
    await house.hass.async_block_till_done()
    assert house.device.set_up
    assert house.queue.device == []
    house.queue.client = SimpleNamespace(is_connected=lambda: True)
    house.queue.mq_config = object()
    house.entry.runtime_data.manager.mq = house.queue
    await house.wait(31)
    assert listener.case is TuyaCase.SUBSCRIBED


@pytest.mark.parametrize("missing", ["mq", "client"])
async def test_a_connection_that_is_made_anew_is_no_surprise(
    house: House, missing: str
) -> None:
    """Wait for it, as that integration makes another when a device is added."""
    listener = house.listener(may_subscribe=True)
    house.load()
    await house.hass.async_block_till_done()
    manager = house.entry.runtime_data.manager
    manager.mq = queue = Queue()
    queue.device = [house.device]
    if missing == "mq":
        manager.mq = None
    else:
        queue.client = None
    async_dispatcher_send(house.hass, SIGNAL, ["unlock_card"], {})
    await house.wait(301)
    assert listener.case is not TuyaCase.UNAVAILABLE
    manager.mq, queue.device = queue, []
    queue.client = SimpleNamespace(is_connected=lambda: True)
    await house.wait(301)
    assert queue.device == [house.device]
    assert listener.case is TuyaCase.SUBSCRIBED


class Raising:
    """An object that is not what it was."""

    def __getattr__(self, name: str) -> Any:
        """Raise whatever is asked for."""
        raise RuntimeError(f"no {name} any more")


@pytest.mark.parametrize(
    "runtime_data",
    [
        None,
        SimpleNamespace(),
        SimpleNamespace(manager=None),
        SimpleNamespace(manager=Raising()),
        SimpleNamespace(manager=SimpleNamespace(device_map=7)),
        SimpleNamespace(manager=SimpleNamespace(device_map={LOCK: object()}, mq=None)),
        SimpleNamespace(manager=SimpleNamespace(device_map={LOCK: Raising()}, mq=None)),
    ],
    ids=range(7),
)
async def test_a_surprise_leaves_that_integration_alone(
    house: House, runtime_data: object, caplog: pytest.LogCaptureFixture
) -> None:
    """Go on without it, raise nothing, and log a line for those who look for it."""
    listener = house.listener(may_subscribe=True)
    house.entry.runtime_data = runtime_data
    house.load()
    for _ in range(3):
        async_dispatcher_send(house.hass, SIGNAL, None, None)
        await house.wait(301)
    assert listener.case in {TuyaCase.UNAVAILABLE, TuyaCase.NOT_IN_ACCOUNT}
    assert caplog.text.count("is not as expected") <= 1
    assert "Traceback" not in caplog.text
    async_dispatcher_send(house.hass, SIGNAL, ["unlock_card"], {})
    assert house.hints == 1


async def test_a_subscription_that_fails_is_not_tried_again(house: House) -> None:
    """Switch the option off for as long as this runs."""
    tried = []

    def fail(*args: object) -> None:
        tried.append(args)
        raise OSError("no")

    setattr(house.queue, "subscribe_device", fail)  # noqa: B010
    listener = house.listener(may_subscribe=True)
    house.load()
    await house.hass.async_block_till_done()
    await house.wait(301)
    await house.wait(301)
    assert len(tried) == 1
    assert listener.case is TuyaCase.UNAVAILABLE


async def test_xtend_tuya_makes_a_source_by_what_it_sends(house: House) -> None:
    """Count on it from its first signal on, and until it is unloaded."""
    house.listener()
    xtend = MockConfigEntry(domain="xtend_tuya")
    xtend.add_to_hass(house.hass)
    xtend.mock_state(house.hass, ConfigEntryState.LOADED)
    assert house.is_connected is False
    async_dispatcher_send(house.hass, SIGNAL, ["unlock_card"], {})
    assert house.is_connected is True
    xtend.mock_state(house.hass, ConfigEntryState.NOT_LOADED)
    assert house.is_connected is False
