"""Home Assistant's REST and WebSocket interfaces, as its own front end uses them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
import itertools
import secrets
from typing import Any, Final

from aiohttp import ClientError, ClientSession, FormData, WSMsgType

from .errors import DemoError

TIMEOUT: Final = 60

type Json = dict[str, Any]


class HomeAssistantClient:
    """The user's session with a running Home Assistant."""

    def __init__(self, session: ClientSession, base_url: str) -> None:
        """Start without a user."""
        self._session = session
        self._base_url = base_url
        self._token = ""
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._handlers: dict[int, Callable[[Json], None]] = {}
        self._send: Callable[[Json], Any] | None = None

    async def is_up(self) -> bool:
        """Return whether Home Assistant answers already."""
        with suppress(ClientError, TimeoutError):
            async with self._session.get(f"{self._base_url}/api/onboarding") as answer:
                return answer.status == 200
        return False

    async def sign_up(self) -> None:
        """Create the owner, as the first page of the onboarding does.

        Nobody needs the password: who comes from this machine is let in without.
        """
        created = await self.post(
            "/api/onboarding/users",
            {
                "client_id": f"{self._base_url}/",
                "name": "Demo",
                "username": "demo",
                "password": secrets.token_urlsafe(),
                "language": "en",
            },
        )
        async with self._session.post(
            f"{self._base_url}/auth/token",
            data={
                "client_id": f"{self._base_url}/",
                "grant_type": "authorization_code",
                "code": created["auth_code"],
            },
        ) as answer:
            self._token = (await answer.json())["access_token"]

    async def post(self, path: str, content: Json) -> Json:
        """Call the REST interface."""
        return await self._post(path, json=content)

    async def upload(
        self, path: str, name: str, content: bytes, content_type: str
    ) -> Json:
        """Send a file, as a form in a browser does."""
        form = FormData()
        form.add_field("file", content, filename=name, content_type=content_type)
        return await self._post(path, data=form)

    async def _post(self, path: str, **body: Any) -> Json:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        async with self._session.post(
            f"{self._base_url}{path}", headers=headers, **body
        ) as answer:
            if answer.status >= 400:
                text = await answer.text()
                raise DemoError(f"{path} answers {answer.status}: {text}")
            result: Json = await answer.json()
            return result

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Keep a WebSocket open, and hand on what comes through it."""
        async with self._session.ws_connect(
            f"{self._base_url}/api/websocket", max_msg_size=0, heartbeat=30
        ) as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self._token})
            if (await socket.receive_json())["type"] != "auth_ok":
                raise DemoError("Home Assistant does not let the demo in")

            async def read() -> None:
                async for message in socket:
                    if message.type is WSMsgType.TEXT:
                        self._handle(message.json())
                for future in self._answers.values():
                    if not future.done():
                        future.set_exception(DemoError("Home Assistant hung up"))

            self._send = socket.send_json
            reader = asyncio.create_task(read())
            try:
                yield
            finally:
                reader.cancel()
                with suppress(asyncio.CancelledError):
                    await reader

    async def command(self, kind: str, **fields: Any) -> Any:
        """Send a command, and return what it answers."""
        return await self._command(next(self._numbers), kind, fields)

    async def subscribe(self, event: str, handler: Callable[[Json], None]) -> None:
        """Call a handler with every event of a type from now on."""
        number = next(self._numbers)
        self._handlers[number] = handler
        await self._command(number, "subscribe_events", {"event_type": event})

    async def act(self, action: str, **data: Any) -> None:
        """Perform an action, and wait until it is done."""
        domain, _, service = action.partition(".")
        await self.command(
            "call_service", domain=domain, service=service, service_data=data
        )

    async def _command(self, number: int, kind: str, fields: Json) -> Any:
        assert self._send is not None
        future = asyncio.get_running_loop().create_future()
        self._answers[number] = future
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._send({"id": number, "type": kind, **fields})
                return await future
        except TimeoutError:
            raise DemoError(f"Home Assistant does not answer {kind}") from None
        except ClientError as err:
            raise DemoError(f"Home Assistant hung up on {kind}: {err}") from err
        finally:
            del self._answers[number]

    def _handle(self, message: Json) -> None:
        number = message["id"]
        if message["type"] == "event":
            self._handlers[number](message["event"])
            return
        future = self._answers.get(number)
        if future is None or future.done():
            return
        if message["success"]:
            future.set_result(message["result"])
        else:
            future.set_exception(DemoError(message["error"]["message"]))
