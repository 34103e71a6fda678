"""A cloud as Tuya's sharing library knows it, and a broker that it connects to."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
import json
import threading
import time
from types import SimpleNamespace
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.util.dt import utcnow

KEYPAD: Final = "bfkeypad0000000lock1"
_OWNER: Final = 777


@dataclass
class Shared:
    """A device of the account; `local` is whether it is reported by its DP ids."""

    id: str
    category: str
    local: bool = False
    status: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the device as the cloud lists it."""
        return {
            "id": self.id,
            "name": self.id,
            "local_key": "",
            "category": self.category,
            "product_id": f"p{self.category}",
            "product_name": self.category,
            "sub": False,
            "uuid": self.id,
            "asset_id": "",
            "online": True,
            "icon": "",
            "ip": "",
            "time_zone": "+00:00",
            "active_time": 0,
            "create_time": 0,
            "update_time": 0,
            "status": [
                {"code": code, "value": value} for code, value in self.status.items()
            ],
        }

    def specifications(self) -> dict[str, Any]:
        """Return what the device can do and report."""
        ranges = [
            {
                "code": code,
                "type": "Boolean" if isinstance(value, bool) else "Raw",
                "values": "{}",
            }
            for code, value in self.status.items()
        ]
        switches = [each for each in ranges if each["type"] == "Boolean"]
        return {"category": self.category, "functions": switches, "status": ranges}

    def relations(self) -> dict[str, Any]:
        """Return how DP ids become codes."""
        return {
            "productKey": f"p{self.category}",
            "dpStatusRelationDTOS": [
                {
                    "supportLocal": self.local,
                    "dpId": 1,
                    "valueConvert": "default",
                    "statusCode": "unlock_fingerprint",
                    "statusFormat": '{"unlock_fingerprint":"$"}',
                    "valueDesc": '{"min":0,"max":999,"scale":0,"step":1,"unit":""}',
                    "valueType": "Integer",
                    "enumMappingMap": {},
                }
            ],
        }


class Broker:
    """Tuya's broker: what is subscribed to, and what it sends."""

    def __init__(self) -> None:
        """Start without a connection."""
        self.clients: list[Any] = []

    def client(self, **_: object) -> Any:
        """Return what the library uses as a client of the MQTT library."""
        subscribed: list[str] = []
        client: Any = SimpleNamespace(
            subscribed=subscribed,
            is_connected=lambda: client in self.clients,
            username_pw_set=lambda name, password: None,
            user_data_set=lambda data: None,
            tls_set=lambda: None,
            connect=lambda host, port: None,
            loop_stop=lambda: None,
            unsubscribe=lambda topic: None,
        )

        def subscribe(topics: str | list[tuple[str, int]]) -> None:
            names = (
                [topics] if isinstance(topics, str) else [name for name, _ in topics]
            )
            subscribed.extend(names)

        def start() -> None:
            self.clients.append(client)
            thread = threading.Thread(
                target=client.on_connect, args=(client, None, {}, 0)
            )
            thread.start()
            thread.join()

        def disconnect() -> None:
            if client in self.clients:
                self.clients.remove(client)

        client.subscribe = subscribe
        client.loop_start = start
        client.disconnect = disconnect
        return client

    @property
    def topics(self) -> list[str]:
        """Return what the newest connection is subscribed to."""
        return list(self.clients[-1].subscribed) if self.clients else []

    def send(self, message: dict[str, Any]) -> None:
        """Deliver a message as the library gets it: on a thread of its own."""
        client = self.clients[-1]
        payload = SimpleNamespace(payload=json.dumps(message).encode())
        thread = threading.Thread(
            target=client.on_message, args=(client, None, payload)
        )
        thread.start()
        thread.join()


@dataclass
class TuyaHome:
    """A Home Assistant with its own Tuya integration."""

    hass: HomeAssistant
    broker: Broker
    devices: list[Shared]
    entry: MockConfigEntry

    async def load(self) -> None:
        """Set the integration up, and wait until it is connected."""
        if self.entry.entry_id not in {
            each.entry_id for each in self.hass.config_entries.async_entries()
        }:
            self.entry.add_to_hass(self.hass)
            await self.hass.config_entries.async_setup(self.entry.entry_id)
        else:
            await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.hass.async_block_till_done()
        assert self.entry.state is ConfigEntryState.LOADED
        manager = self.entry.runtime_data.manager
        # The library keeps its client only once that has subscribed.
        await self.until(lambda: self.broker.topics and manager.mq.client is not None)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for what a thread does."""
        end = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < end
            await self.hass.async_add_executor_job(time.sleep, 0.01)
            await self.hass.async_block_till_done()

    async def wait(self, seconds: float) -> None:
        """Let time pass for Home Assistant."""
        async_fire_time_changed(self.hass, utcnow() + timedelta(seconds=seconds))
        await self.hass.async_block_till_done()

    async def send(self, protocol: int, data: dict[str, Any]) -> None:
        """Deliver a message, and wait until all have handled it."""
        await self.hass.async_add_executor_job(
            self.broker.send, {"protocol": protocol, "data": data}
        )
        await self.hass.async_block_till_done()


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """Let the library connect to a broker of ours."""
    broker = Broker()
    monkeypatch.setattr("tuya_sharing.mq.mqtt.Client", broker.client)
    yield broker
    broker.clients.clear()


@pytest.fixture
async def tuya(
    hass: HomeAssistant, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[TuyaHome]:
    """Return a home with locks of several kinds, and a plug."""
    devices = [
        Shared("lockms", "ms"),
        Shared("lockjt", "jtmspro"),
        Shared(KEYPAD, "mk", status={"closed_opened_kit": "AQAB"}),
        Shared("lockvl", "videolock", local=True),
        Shared("plug", "cz", status={"switch_1": False}),
    ]
    by_id = {device.id: device for device in devices}

    def get(_: object, path: str, params: Any = None) -> dict[str, Any]:
        parts = path.split("/")
        device = next((by_id[part] for part in parts if part in by_id), None)
        if path.endswith("/users/homes"):
            result: Any = [{"ownerId": _OWNER, "name": "Home"}]
        elif path.endswith("/home/devices"):
            result = [each.as_dict() for each in devices]
        elif path.endswith("/specifications") and device:
            result = device.specifications()
        elif path.endswith("/status") and device:
            result = device.relations()
        else:
            return {"success": False}
        return {"success": True, "result": result}

    def post(*_: object, **__: object) -> dict[str, Any]:
        return {
            "success": True,
            "result": {
                "url": "ssl://broker.example:8883",
                "clientId": "client",
                "username": "user",
                "password": "secret",
                "expireTime": 7200,
                "topic": {
                    "ownerId": {"sub": "cloud/owner/{ownerId}"},
                    "devId": {"sub": "cloud/dev/{devId}"},
                },
            },
        }

    monkeypatch.setattr("tuya_sharing.customerapi.CustomerApi.get", get)
    monkeypatch.setattr("tuya_sharing.customerapi.CustomerApi.post", post)
    # What the camera needs is no part of this.
    monkeypatch.setattr(
        "homeassistant.components.tuya.PLATFORMS",
        ["binary_sensor", "event", "sensor", "switch"],
    )
    hass.config.components.add("ffmpeg")
    entry = MockConfigEntry(
        domain="tuya",
        title="Smart Life",
        data={
            "endpoint": "https://apigw.tuyaeu.com",
            "terminal_id": "terminal",
            "user_code": "code",
            "token_info": {
                "t": 4_000_000_000_000,
                "uid": "uid",
                "expire_time": 7200,
                "access_token": "access",
                "refresh_token": "refresh",
            },
        },
    )
    home = TuyaHome(hass, broker, devices, entry)
    yield home
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
