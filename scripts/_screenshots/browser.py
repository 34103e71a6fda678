"""A browser that shows Home Assistant, and the pictures that it takes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
import io
import os
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.async_api import Browser, Error, Locator, Page, async_playwright

from scripts._demo.errors import DemoError
from scripts._demo.home import CACHE
from scripts._demo.stage import Stage
from simulator import TuyaCloud

LARGEST: Final = 250 * 1024
BITS: Final = (8, 7, 6, 5, 4)
MARGIN: Final = 20
SECONDS_TO_COME: Final = 15
# After the last request: what is drawn by a timer, or moves into its place.
SECONDS_TO_SETTLE: Final = 1.5
# What must not be in a picture. Activity shows each reload, further down.
BROKEN: Final = (
    "hui-error-card",
    "hui-warning",
    "ha-toast[open]",
    ':text("unavailable"):not(ha-logbook-renderer *)',
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The window that a picture is taken of."""

    width: int
    height: int
    scale: float
    is_phone: bool = False


@dataclass(frozen=True, slots=True)
class Another:
    """A second project of Tuya's, to be added."""

    cloud: TuyaCloud
    url: str


@dataclass(frozen=True, slots=True)
class View:
    """What a shot works with: a page, and what is behind it."""

    page: Page
    scene: Stage
    another: Another

    async def dialog(self) -> Locator:
        """Return the dialog that is open, and hide the page behind it."""
        page = self.page.locator("home-assistant-main")
        await page.evaluate("element => { element.style.visibility = 'hidden' }")
        return self.page.locator("dialog[open]").last

    async def open(self, path: str) -> None:
        """Open a page of Home Assistant."""
        await self.page.goto(f"{self.scene.url}{path}")
        await self.settle()

    async def settle(self) -> None:
        """Wait until all is drawn."""
        await self.page.wait_for_load_state("networkidle")
        await self.page.wait_for_timeout(1000 * SECONDS_TO_SETTLE)

    async def press(self, name: str) -> None:
        """Press a button."""
        await self.page.get_by_role("button", name=name, exact=True).last.click()
        await self.settle()

    async def choose(self, text: str, *, exact: bool = True) -> None:
        """Click on a text."""
        found = self.page.get_by_text(text, exact=exact).locator("visible=true")
        await found.first.click()
        await self.settle()

    def device(self, name: str) -> str:
        """Return the device that a lock is."""
        return next(lock.device_id for lock in self.scene.locks if lock.name == name)


type Prepare = Callable[[View], Awaitable[Locator | None]]
"""Opens a page, and returns the part of it to show; None shows all."""


@dataclass(frozen=True, slots=True)
class Studio:
    """Takes pictures of the demo."""

    browser: Browser
    scene: Stage
    another: Another

    async def take(
        self, prepare: Prepare, path: Path, *, frame: Frame, dark: bool = False
    ) -> None:
        """Take a picture; raises a DemoError where the page is not as it was."""
        context = await self.browser.new_context(
            viewport={"width": frame.width, "height": frame.height},
            device_scale_factor=frame.scale,
            is_mobile=frame.is_phone,
            has_touch=frame.is_phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-US",
            timezone_id=os.environ["TZ"],
        )
        context.set_default_timeout(1000 * SECONDS_TO_COME)
        page = await context.new_page()
        try:
            shown = await prepare(View(page, self.scene, self.another))
            # A pointer leaves traces on what it rests on.
            await page.mouse.move(0, frame.height - 1)
            await page.wait_for_timeout(300)
            for broken in BROKEN:
                if await page.locator(broken).locator("visible=true").count():
                    raise DemoError(f"{path.stem} shows {broken}")
            picture = await _photograph(page, shown, frame)
        except Error as err:
            instead = CACHE / path.name
            await page.screenshot(path=instead)
            raise DemoError(
                f"{path.stem} cannot be taken: {err}\nThe page is {instead}"
            ) from err
        finally:
            await context.close()
        _save(picture, path)


async def _photograph(page: Page, shown: Locator | None, frame: Frame) -> bytes:
    """Return a picture of the page, or of a part with some air around it."""
    box = await shown.bounding_box() if shown else None
    clip = None
    if box is not None:
        left, top = max(box["x"] - MARGIN, 0), max(box["y"] - MARGIN, 0)
        clip = {
            "x": left,
            "y": top,
            "width": min(box["x"] + box["width"] + MARGIN, frame.width) - left,
            "height": min(box["y"] + box["height"] + MARGIN, frame.height) - top,
        }
    picture: bytes = await page.screenshot(clip=clip)
    return picture


def _save(picture: bytes, path: Path) -> None:
    """Save a picture as fine as it may be; raises a DemoError where none is small.

    Fewer shades keep white white and skies smooth, which 256 colors would not.
    """
    path.parent.mkdir(exist_ok=True)
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for bits in BITS:
        image.point([_rounded(shade, bits) for shade in range(256)] * 3).save(
            path, optimize=True
        )
        if path.stat().st_size <= LARGEST:
            return
    raise DemoError(f"{path.name} has more than {LARGEST:,} bytes")


def _rounded(shade: int, bits: int) -> int:
    """Return the nearest shade among those that some bits can express."""
    steps = (1 << bits) - 1
    return round(round(shade * steps / 255) * 255 / steps)


@asynccontextmanager
async def studio(scene: Stage, another: Another) -> AsyncIterator[Studio]:
    """Start the browser that CHROMIUM names, and end it."""
    async with async_playwright() as playwright:
        # Root has no sandbox; nothing but the demo is shown.
        browser = await playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"]
        )
        try:
            yield Studio(browser, scene, another)
        finally:
            await browser.close()
