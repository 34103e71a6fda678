"""A person who looks at Home Assistant in a browser, and notices what is wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    WebSocket,
)

from scripts._demo.errors import DemoError
from scripts._demo.home import CACHE, HOST, ROOT, time_zone
from scripts._screenshots.browser import Frame

AXE: Final = ROOT / "card/node_modules/axe-core/axe.min.js"
SEVERE: Final = ("serious", "critical")
SECONDS_TO_COME: Final = 15
# They have no host: what they hold is in them, or has been made by the page.
WITHOUT_HOST: Final = ("about", "blob", "data")
OURS: Final = ("tuya_door_lock", "tuya-door-lock")

RUN_AXE: Final = """\
async element => (await axe.run(element, {resultTypes: ["violations"]})).violations.map(
  ({id, impact, help, nodes}) => ({
    id, impact, help,
    nodes: nodes.map(node => `${node.target.flat().at(-1)}: ${node.failureSummary}`),
  })
)"""


@dataclass
class Visitor:
    """A page, and what went wrong on it."""

    name: str
    page: Page
    url: str
    browser: Browser
    frame: Frame
    dark: bool
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What is not as it should be, and not so bad that it counts."""

    def watch(self) -> None:
        """Listen to what the page complains about, and to whom it talks."""
        self.page.on("console", self._console)
        self.page.on("pageerror", self._page_error)
        self.page.on("request", self._request)
        self.page.on("websocket", self._web_socket)

    async def show(self, what: str) -> None:
        """Keep a picture of the page, for whoever wants to look at it."""
        name = f"browser-{self.name}-{what}.png".lower().replace(" ", "-")
        await self.page.screenshot(path=CACHE / name)

    async def inspect(self, shown: Locator, where: str) -> None:
        """Let axe look at a part of the page."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE.read_text())
        # Half faded in, a color has too little contrast.
        await self.page.wait_for_timeout(500)
        for violation in await shown.evaluate(RUN_AXE):
            is_severe = violation["impact"] in SEVERE
            found = self.problems if is_severe else self.remarks
            found.append(f"{where}: {_described(violation)}")

    def _console(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        if message.type == "error":
            self._blame(f"{message.text} ({place})")

    def _page_error(self, error: Error) -> None:
        self._blame(f"{error.message}\n{error.stack}")

    def _blame(self, text: str) -> None:
        """Note a complaint; what Home Assistant does to itself is not ours to mend."""
        found = self.problems if any(name in text for name in OURS) else self.remarks
        found.append(f"console: {text}")

    def _request(self, request: Request) -> None:
        self._called(request.url)

    def _web_socket(self, socket: WebSocket) -> None:
        self._called(socket.url)

    def _called(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.hostname != HOST and parts.scheme not in WITHOUT_HOST:
            self.problems.append(f"a request leaves the machine: {url}")


def _described(violation: dict[str, Any]) -> str:
    nodes = "\n      ".join(
        node.replace("\n", " ") for node in dict.fromkeys(violation["nodes"])
    )
    return (
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n      {nodes}"
    )


@asynccontextmanager
async def visiting(
    browser: Browser, name: str, url: str, frame: Frame, *, dark: bool
) -> AsyncIterator[Visitor]:
    """Open a window of its own; raises a DemoError where something does not come."""
    context = await browser.new_context(
        viewport={"width": frame.width, "height": frame.height},
        is_mobile=frame.is_phone,
        has_touch=frame.is_phone,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en-US",
        timezone_id=time_zone(),
    )
    context.set_default_timeout(1000 * SECONDS_TO_COME)
    page = await context.new_page()
    visitor = Visitor(name, page, url, browser, frame, dark)
    visitor.watch()
    try:
        yield visitor
    except (AssertionError, Error) as err:
        instead = CACHE / f"browser-{name}.png"
        await page.screenshot(path=instead)
        raise DemoError(f"{name}: {err}\nThe page is {instead}") from err
    finally:
        await context.close()
