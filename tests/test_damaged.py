"""What is remembered, and cannot be read any more."""

from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from custom_components.tuya_door_lock.const import DOMAIN
from custom_components.tuya_door_lock.lock_coordinator import TuyaLockCoordinator
from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import STORAGE_DIR

from .conftest import Home


def lock_of(home: Home) -> TuyaLockCoordinator:
    """Return what the lock is read with."""
    [lock] = home.entry.runtime_data.locks.values()
    assert isinstance(lock, TuyaLockCoordinator)
    return lock


async def stop_after_an_unlock(home: Home) -> str:
    """Let Ana come in, stop, and return the name of the lock's storage."""
    home.cloud.add_unlock("Front door")
    await home.poll()
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.settle()
    assert home.types == ["fingerprint"]
    home.freezer.tick(timedelta(minutes=20))
    return f"{DOMAIN}.{home.entry.entry_id}.{home.cloud.find('Front door').id}"


async def start_again(home: Home) -> None:
    """Set the integration up, and let Ben come in."""
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.settle()
    assert home.entry.state is ConfigEntryState.LOADED
    home.cloud.add_unlock("Front door", "password", 3)
    await home.poll()
    assert home.types == ["fingerprint", "password"]


@pytest.mark.parametrize(
    "damaged",
    [{"records": {"Ana": {}}}, {"delivery": 7}, [], "Ana", {"credentials": "Ana"}],
)
async def test_a_damaged_journal_is_begun_anew(
    running: Home,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    damaged: Any,
) -> None:
    """The records are kept, nothing fires twice, and what comes fires."""
    key = await stop_after_an_unlock(running)
    if isinstance(damaged, dict):
        damaged = hass_storage[key]["data"] | damaged
    hass_storage[key]["data"] = damaged
    await start_again(running)
    lock = lock_of(running)
    assert [entry.user for entry in lock.history] == ["Ana", "Ben"]
    assert lock.complete_since is not None
    assert lock.complete_since > lock.history.between(None, None)[0].occurred_at
    [line] = [each for each in caplog.messages if "is damaged" in each]
    assert line.startswith("What is remembered of Front door is damaged")
    assert "Ana" not in line


async def test_a_damaged_record_is_left_out(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """The others stay; what another version has written may be unknown here."""
    key = await stop_after_an_unlock(running)
    records = hass_storage[f"{key}.records"]["data"]["records"]
    [known] = records
    records += ["nonsense", {}, {**known, "record_id": "new", "method": "teleport"}]
    await start_again(running)
    lock = lock_of(running)
    assert [entry.user for entry in lock.history] == ["Ana", "Ben"]
    assert lock.complete_since is not None
    assert lock.complete_since > lock.history.between(None, None)[0].occurred_at


async def test_a_lost_journal_leaves_the_records(
    running: Home, hass_storage: dict[str, Any]
) -> None:
    """Home Assistant puts a file aside that is no JSON."""
    key = await stop_after_an_unlock(running)
    del hass_storage[key]
    # Tuya's log does not show it any more.
    running.freezer.tick(timedelta(days=40))
    await start_again(running)
    assert [entry.user for entry in lock_of(running).history] == ["Ana", "Ben"]


async def test_a_damaged_count_of_the_calls_begins_anew(
    running: Home, hass_storage: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """The locks are read all the same."""
    await stop_after_an_unlock(running)
    hass_storage[f"{DOMAIN}.{running.entry.entry_id}"]["data"] = {"calls": 5}
    await start_again(running)
    assert "cannot be read (TypeError): it is kept as" in caplog.text


@pytest.mark.parametrize("file", ["", ".records"])
async def test_a_file_of_a_newer_version_is_set_aside_and_said_so(
    running: Home, hass_storage: dict[str, Any], file: str
) -> None:
    """The lock goes on, and so does the project."""
    key = await stop_after_an_unlock(running)
    hass_storage[f"{key}{file}"]["version"] = 99
    await start_again(running)
    [issue] = ir.async_get(running.hass).issues.values()
    assert issue.translation_key == "store_unreadable"
    assert issue.translation_placeholders == {"what": "Front door"}


async def test_a_file_that_is_set_aside_is_kept_under_another_name(
    running: Home, hass_storage: dict[str, Any], tmp_path: Path
) -> None:
    """Whoever goes back to the newer version still has it."""
    key = await stop_after_an_unlock(running)
    hass_storage[key]["version"] = 99
    # The harness keeps what is stored in memory.
    running.hass.config.config_dir = str(tmp_path)
    file = tmp_path / STORAGE_DIR / key
    file.parent.mkdir()
    file.write_text("of a newer version", "utf-8")
    await start_again(running)
    [aside] = file.parent.iterdir()
    assert aside.name.startswith(f"{key}.")
    assert aside.suffix == ".unreadable"
    assert aside.read_text("utf-8") == "of a newer version"
    assert hass_storage[key]["version"] == 1
    # With the lock it goes, too: it may name people.
    (file.parent / "another.20261123T080000.unreadable").touch()
    await running.hass.config_entries.async_remove(running.entry.entry_id)
    await running.settle()
    assert [each.name for each in file.parent.glob("*.unreadable")] == [
        "another.20261123T080000.unreadable"
    ]


async def test_a_file_that_cannot_be_set_aside_is_not_written_over(
    running: Home, hass_storage: dict[str, Any], tmp_path: Path
) -> None:
    """The lock goes on, with what Tuya's log shows."""
    key = await stop_after_an_unlock(running)
    hass_storage[key]["version"] = 99
    newer = deepcopy(hass_storage[key])
    running.hass.config.config_dir = str(tmp_path)
    # No file can be renamed where there is no folder.
    (tmp_path / STORAGE_DIR).touch()
    await start_again(running)
    await running.hass.config_entries.async_unload(running.entry.entry_id)
    await running.settle()
    assert hass_storage[key] == newer
