"""What is known of a lock, in its files."""

import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.tuya_door_lock.access_log.store import TuyaStore
from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import storage


async def test_a_file_is_on_the_disk_before_the_former_one_goes(
    hass: HomeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Power may fail at any moment: Home Assistant's atomic writer syncs first."""
    hass.config.config_dir = str(tmp_path)
    write = storage.write_utf8_file_atomic
    written: list[str] = []

    def note(path: str, *args: Any, **kwargs: Any) -> None:
        written.append(Path(path).name)
        write(path, *args, **kwargs)

    monkeypatch.setattr(storage, "write_utf8_file_atomic", note)
    # The harness writes no file by itself.
    store = TuyaStore(hass, "entry", "lock")
    await hass.async_add_executor_job(
        store._write_data,  # noqa: SLF001
        {"data": {"known": 1}},
    )
    assert written == [f"{DOMAIN}.entry.lock"]
    assert json.loads(Path(store.path).read_text("utf-8")) == {"data": {"known": 1}}
