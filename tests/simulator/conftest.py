"""A cloud on a socket, and a caller that signs as Tuya's pages say."""

from collections.abc import AsyncIterator
import json
from typing import Any
import uuid

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
import pytest
from yarl import URL

from simulator import (
    ACCESS_ID,
    ACCESS_SECRET,
    Abilities,
    Lock,
    TuyaCloud,
    create_app,
    household,
)
from simulator.signing import sign, string_to_sign

START = 1_700_000_000_000
END = 4_000_000_000_000


class Caller:
    """Call a cloud; every part of a request can be replaced."""

    def __init__(self, cloud: TuyaCloud, session: ClientSession, base: URL) -> None:
        """Call the server at `base`."""
        self.cloud = cloud
        self.session = session
        self.base = base
        self.token = ""

    async def connect(self) -> dict[str, Any]:
        """Get a token and keep it."""
        answer = await self.call("/v1.0/token", {"grant_type": "1"}, token="")
        self.token = answer["result"]["access_token"]
        return answer

    def headers(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        body: bytes = b"",
        *,
        token: str | None = None,
        client_id: str = ACCESS_ID,
        secret: str = ACCESS_SECRET,
        skew: float = 0,
    ) -> dict[str, str]:
        """Sign a request."""
        t = str(self.cloud.clock.now_ms() + int(skew * 1000))
        access_token = self.token if token is None else token
        nonce = uuid.uuid4().hex
        signature = sign(
            secret,
            client_id=client_id,
            t=t,
            text=string_to_sign(method, path, query.items(), body),
            access_token=access_token,
            nonce=nonce,
        )
        headers = {
            "client_id": client_id,
            "sign": signature,
            "sign_method": "HMAC-SHA256",
            "t": t,
            "nonce": nonce,
        }
        if access_token:
            headers["access_token"] = access_token
        return headers

    async def call(
        self,
        path: str,
        query: dict[str, Any] | None = None,
        *,
        method: str = "GET",
        body: object = None,
        **how: Any,
    ) -> dict[str, Any]:
        """Call an endpoint and return the whole envelope."""
        values = {name: str(value) for name, value in (query or {}).items()}
        data = b"" if body is None else json.dumps(body).encode()
        headers = self.headers(method, path, values, data, **how)
        url = self.base.with_path(path).with_query(values)
        async with self.session.request(
            method, url, data=data or None, headers=headers
        ) as response:
            assert response.status == 200
            answer = await response.json()
        assert isinstance(answer, dict)
        return answer

    async def result(self, path: str, query: dict[str, Any] | None = None) -> Any:
        """Call an endpoint and return its result."""
        answer = await self.call(path, query)
        assert answer["success"] is True, answer
        return answer["result"]

    async def code(self, path: str, query: dict[str, Any] | None = None) -> int:
        """Call an endpoint and return the code of its failure."""
        answer = await self.call(path, query)
        assert answer["success"] is False, answer
        assert isinstance(answer["code"], int)
        return answer["code"]

    async def opened(
        self, lock: Lock, version: str = "v1.1", **query: Any
    ) -> list[dict[str, Any]]:
        """Return the rows of open-logs."""
        asked = {"page_no": 1, "page_size": 100, "start_time": START, "end_time": END}
        path = f"/{version}/devices/{lock.id}/door-lock/open-logs"
        result = await self.result(path, asked | query)
        rows: list[dict[str, Any]] = result["logs"]
        return rows

    async def alarms(
        self, lock: Lock, version: str = "v1.1", **query: Any
    ) -> list[dict[str, Any]]:
        """Return the rows of alarm-logs."""
        path = f"/{version}/devices/{lock.id}/door-lock/alarm-logs"
        result = await self.result(path, {"page_no": 1, "page_size": 100} | query)
        rows: list[dict[str, Any]] = result["records"]
        return rows

    async def records(self, lock: Lock, codes: str, **query: Any) -> dict[str, Any]:
        """Return the result of records."""
        asked = {
            "target_standard_dp_codes": codes,
            "start_time": 0,
            "end_time": 0,
            "page_no": 1,
            "page_size": 100,
        }
        path = f"/v1.0/devices/{lock.id}/door-lock/records"
        result: dict[str, Any] = await self.result(path, asked | query)
        return result


@pytest.fixture
def cloud() -> TuyaCloud:
    """Build the default household."""
    return household()


@pytest.fixture
async def server(cloud: TuyaCloud, socket_enabled: None) -> AsyncIterator[TestServer]:
    """Serve the household on a socket."""
    server = TestServer(create_app(cloud))
    await server.start_server(access_log=None)
    yield server
    await server.close()


@pytest.fixture
async def session(server: TestServer) -> AsyncIterator[ClientSession]:
    """Open a client session that ends before the server."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def stranger(
    cloud: TuyaCloud, server: TestServer, session: ClientSession
) -> Caller:
    """Return a caller without a token."""
    return Caller(cloud, session, server.make_url("/"))


@pytest.fixture
async def caller(stranger: Caller) -> Caller:
    """Return a caller with a token."""
    await stranger.connect()
    return stranger


@pytest.fixture
def lock(cloud: TuyaCloud) -> Lock:
    """Add a lock without history that answers everything."""
    abilities = Abilities(records=("camelCase", "snake_case"), media=True)
    return cloud.add_lock(Lock("bf8h70testl0ck000008xyz", "Lab", abilities=abilities))
