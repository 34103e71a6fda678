"""A client on a socket, before the simulated cloud or before a scripted one."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
import time

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from multidict import CIMultiDictProxy
import pytest
from yarl import URL

from custom_components.tuya_door_lock.api.client import TuyaClient
from custom_components.tuya_door_lock.api.locks import TuyaLocks
from simulator import (
    ACCESS_ID,
    ACCESS_SECRET,
    Abilities,
    Lock,
    TuyaCloud,
    create_app,
    household,
)


@pytest.fixture
def cloud() -> TuyaCloud:
    """Build the default household."""
    return household()


@pytest.fixture
async def server(cloud: TuyaCloud, socket_enabled: None) -> AsyncIterator[TestServer]:
    """Serve the household on a socket."""
    server = TestServer(create_app(cloud))
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def session(server: TestServer) -> AsyncIterator[ClientSession]:
    """Open a session that ends before the household's server."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
def base_url(server: TestServer) -> str:
    """Return the household's address."""
    return str(server.make_url("/"))


@pytest.fixture
def client(session: ClientSession, base_url: str) -> TuyaClient:
    """Return a client of the household's project."""
    return TuyaClient(
        session, access_id=ACCESS_ID, access_secret=ACCESS_SECRET, base_url=base_url
    )


@pytest.fixture
def locks(client: TuyaClient) -> TuyaLocks:
    """Return the endpoints of the household's project."""
    return TuyaLocks(client)


@pytest.fixture
def lab(cloud: TuyaCloud) -> Lock:
    """Add a lock without history that answers everything in every spelling."""
    abilities = Abilities(records=("camelCase", "snake_case"), media=True)
    return cloud.add_lock(Lock("bf8h70testl0ck000008xyz", "Lab", abilities=abilities))


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as a server got it."""

    method: str
    url: URL
    headers: CIMultiDictProxy[str]
    body: bytes


class Script:
    """A server that checks nothing and answers what a test wants.

    A result goes into Tuya's envelope, a response out as it is. The calls for a
    token are answered with `token` and are not among the `seen`.
    """

    def __init__(self) -> None:
        """Answer everything with nothing."""
        self.answer: Callable[[web.Request], object] = lambda request: None
        self.token: object = {"access_token": "scripted-token", "expire_time": 7200}
        self.seen: list[Seen] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request and keep it."""
        if request.path == "/v1.0/token":
            answer = self.token
        else:
            body = await request.read()
            self.seen.append(Seen(request.method, request.url, request.headers, body))
            answer = self.answer(request)
        if isinstance(answer, web.StreamResponse):
            return answer
        return web.json_response(
            {"success": True, "result": answer, "t": int(time.time() * 1000)}
        )


@pytest.fixture
def script() -> Script:
    """Return what the scripted server answers."""
    return Script()


@pytest.fixture
async def scripted_client(
    script: Script, socket_enabled: None
) -> AsyncIterator[TuyaClient]:
    """Return a client of the scripted server."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", script.handle)
    server = TestServer(app)
    await server.start_server()
    async with ClientSession() as session:
        yield TuyaClient(
            session,
            access_id=ACCESS_ID,
            access_secret=ACCESS_SECRET,
            base_url=str(server.make_url("/")),
        )
    await server.close()


@pytest.fixture
def scripted_locks(scripted_client: TuyaClient) -> TuyaLocks:
    """Return the endpoints of the scripted server."""
    return TuyaLocks(scripted_client)
