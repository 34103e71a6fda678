"""What Home Assistant's own Tuya integration reports of locks, and of which ones."""

from pathlib import Path
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_door_lock.polling.hint_codes import HintSource
from custom_components.tuya_door_lock.polling.hint_sources.tuya_integration import (
    TuyaCase,
    TuyaListener,
)
from custom_components.tuya_door_lock.polling.hinted_looks import HintedLooks
from custom_components.tuya_door_lock.polling.hints import LockHints
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .conftest import KEYPAD, TuyaHome

pytest.importorskip("tuya_sharing", reason="see requirements_test_tuya.txt")
handlers = pytest.importorskip("tuya_device_handlers")


def listen(hass: HomeAssistant, lock_id: str) -> list[tuple[Any, ...]]:
    """Return the list that the reports of a device will be in."""
    seen: list[tuple[Any, ...]] = []

    @callback
    def reported(*args: Any) -> None:
        seen.append(args)

    async_dispatcher_connect(hass, f"tuya_entry_update_{lock_id}", reported)
    return seen


def listener(hass: HomeAssistant, lock_id: str, *, may_subscribe: bool) -> TuyaListener:
    """Return the listener that makes hints of a lock's reports."""

    async def read(endpoints: object) -> None:
        raise NotImplementedError

    looks = HintedLooks(
        hass, lock_id, LockHints(lambda calls, purpose: True, len), read
    )
    started = TuyaListener(hass, lock_id, looks, may_subscribe=may_subscribe)
    started.async_start()
    return started


def hints_of(lock: TuyaListener) -> int:
    """Return how many hints have come."""
    return lock._looks.hints.health.sources[HintSource.TUYA].hints  # noqa: SLF001


async def test_no_lock_but_a_keypad_is_subscribed_to_by_default(
    tuya: TuyaHome,
) -> None:
    """Notice the day on which Home Assistant listens to locks by itself."""
    await tuya.load()
    assert tuya.broker.topics == [
        "cloud/owner/777",
        f"cloud/dev/{KEYPAD}/sta",
        "cloud/dev/plug/sta",
    ]
    cases = {
        lock_id: listener(tuya.hass, lock_id, may_subscribe=False)
        for lock_id in ("lockms", "lockjt", KEYPAD, "lockvl", "elsewhere")
    }
    assert {lock_id: each.case for lock_id, each in cases.items()} == {
        "lockms": TuyaCase.NOT_SUBSCRIBED,
        "lockjt": TuyaCase.NOT_SUBSCRIBED,
        KEYPAD: TuyaCase.SUBSCRIBED,
        "lockvl": TuyaCase.NOT_SUBSCRIBED,
        "elsewhere": TuyaCase.NOT_IN_ACCOUNT,
    }
    for each in cases.values():
        each.async_stop()


@pytest.mark.parametrize(
    ("device_id", "items", "expected"),
    [
        (
            "lockms",
            [
                {"code": "unlock_fingerprint", "value": 3, "t": 1790000000123},
                {"code": "hijack", "value": True},
            ],
            (["unlock_fingerprint", "hijack"], {}),
        ),
        ("lockms", [{"dpId": 3, "value": 7}], ([], {})),
        (
            KEYPAD,
            [{"code": "unlock_password_kit", "value": "AAAAAQAA"}],
            (["unlock_password_kit"], {}),
        ),
        (
            "lockvl",
            [{"dpId": 1, "value": 3, "t": 1790000009123}],
            (["unlock_fingerprint"], {"unlock_fingerprint": 1790000009123}),
        ),
        ("lockvl", [{"dpId": 99, "value": 3, "t": 1790000009123}], ([], {})),
    ],
)
async def test_each_report_is_a_signal(
    tuya: TuyaHome,
    device_id: str,
    items: list[dict[str, Any]],
    expected: tuple[Any, ...],
) -> None:
    """Get every report, the same one twice too, with the codes that have a name."""
    await tuya.load()
    seen = listen(tuya.hass, device_id)
    for _ in range(2):
        await tuya.send(4, {"devId": device_id, "status": items})
    assert seen == [expected, expected]


async def test_other_messages_are_a_signal_without_codes_or_none(
    tuya: TuyaHome,
) -> None:
    """Get nothing of an unknown device, of a picture, or of the newer messages."""
    await tuya.load()
    seen = listen(tuya.hass, "lockms")
    await tuya.send(20, {"bizCode": "online", "bizData": {"devId": "lockms"}})
    assert seen == [(None, None)]
    await tuya.send(20, {"bizCode": "event_notify", "bizData": {"devId": "lockms"}})
    await tuya.send(1000, {"bizCode": "devicePropertyMessage", "devId": "lockms"})
    await tuya.send(4, {"devId": "nobody", "status": []})
    assert len(seen) == 1


async def test_with_the_option_a_lock_is_listened_to(tuya: TuyaHome) -> None:
    """Subscribe to the lock, again after a reload, and let it be after an unload."""
    topic = "cloud/dev/lockms/sta"
    lock = listener(tuya.hass, "lockms", may_subscribe=True)
    for times in (1, 2):
        await tuya.load()
        # It was still connecting when it was asked.
        await tuya.wait(31)
        await tuya.until(lambda: topic in tuya.broker.topics)
        assert lock.case is TuyaCase.SUBSCRIBED
        report = [{"code": "unlock_card", "value": times}]
        await tuya.send(4, {"devId": "lockms", "status": report})
        assert hints_of(lock) == times
    manager = tuya.entry.runtime_data.manager
    await tuya.hass.async_add_executor_job(manager.refresh_mq)
    await tuya.until(lambda: topic in tuya.broker.topics)
    await tuya.hass.config_entries.async_unload(tuya.entry.entry_id)
    assert lock.case is TuyaCase.NOT_SET_UP
    lock.async_stop()
    lock._looks.async_stop()  # noqa: SLF001


async def test_a_lock_that_is_listened_to_has_no_new_entity(tuya: TuyaHome) -> None:
    """Leave what the integration shows as it was."""
    await tuya.load()
    before = set(tuya.hass.states.async_entity_ids())
    lock = listener(tuya.hass, "lockms", may_subscribe=True)
    await tuya.hass.async_block_till_done()
    await tuya.send(
        4, {"devId": "lockms", "status": [{"code": "unlock_card", "value": 1}]}
    )
    assert set(tuya.hass.states.async_entity_ids()) == before
    lock.async_stop()
    lock._looks.async_stop()  # noqa: SLF001


async def test_an_integration_that_is_not_loaded_is_let_be(tuya: TuyaHome) -> None:
    """Wait for it."""
    other = MockConfigEntry(domain="tuya")
    other.add_to_hass(tuya.hass)
    lock = listener(tuya.hass, "lockms", may_subscribe=True)
    assert other.state is ConfigEntryState.NOT_LOADED
    assert lock.case is TuyaCase.NOT_SET_UP
    lock.async_stop()


async def test_the_documented_quirk_has_a_lock_listened_to(
    tuya: TuyaHome, tmp_path: Path
) -> None:
    """Use the text as it is, with the product id of a lock in it."""
    text = (Path(__file__).parents[2] / "docs/push.md").read_text()
    [quirk] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert "PRODUCT_ID" in quirk
    folder = tmp_path / "tuya_quirks"
    folder.mkdir()
    (folder / "my_lock.py").write_text(quirk.replace("PRODUCT_ID", "pms"))
    tuya.hass.config.config_dir = str(tmp_path)
    await tuya.load()
    assert "cloud/dev/lockms/sta" in tuya.broker.topics
    lock = listener(tuya.hass, "lockms", may_subscribe=False)
    assert lock.case is TuyaCase.SUBSCRIBED
    report = [{"code": "unlock_card", "value": 1}]
    await tuya.send(4, {"devId": "lockms", "status": report})
    assert hints_of(lock) == 1
    lock.async_stop()
    lock._looks.async_stop()  # noqa: SLF001
    # What it has registered is for all of the process.
    handlers.TUYA_QUIRKS_REGISTRY.purge_custom_quirks(str(folder))
