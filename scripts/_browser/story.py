"""What a visitor does, step by step, and what has to be seen after each."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from playwright.async_api import Locator, Page, expect

from scripts._demo.stage import DOMAIN, Stage
from scripts._screenshots.browser import Another, View
from scripts._screenshots.shots import locks
from simulator import Lock, TuyaCloud
from simulator.default_devices import front_door

from .doors import press_all
from .visitor import Visitor

CARD: Final = "custom:tuya-door-lock-card"
NOBODYS_FINGER: Final = 9


@dataclass(slots=True)
class Story:
    """A visitor, and the lock that belongs to nobody else's story."""

    visitor: Visitor
    scene: Stage
    another: Another
    lock: Lock
    device_id: str = ""

    @property
    def page(self) -> Page:
        """The page of the visitor."""
        return self.visitor.page

    @property
    def cloud(self) -> TuyaCloud:
        """The cloud that the lock is in."""
        return self.another.cloud

    @property
    def host(self) -> str:
        """What the title of the project holds, and no other's."""
        return self.another.url.partition("://")[2]

    @property
    def card(self) -> Locator:
        """The card on the dashboard."""
        return self.page.locator("hui-card tuya-door-lock-card")

    @property
    def dashboard(self) -> str:
        """The path of the dashboard of this story."""
        return f"story-{self.visitor.name}"

    @property
    def rows(self) -> Locator:
        """The rows of the card that are in the page."""
        return self.card.locator("button.record")

    @property
    def glance(self) -> Locator:
        """The last access, which its rows do not repeat."""
        return self.card.locator("button.last")

    async def look(self) -> None:
        """Have the logs read at once."""
        devices = await self.scene.client.command("config/device_registry/list")
        locks = {(DOMAIN, lock.id) for lock in self.cloud.locks}
        await self.scene.client.act(
            "tuya_door_lock.refresh",
            device_id=[
                device["id"]
                for device in devices
                if locks & {tuple(each) for each in device["identifiers"]}
            ],
        )

    async def reload(self) -> None:
        """Set the project up anew, which asks Tuya at once."""
        entries = await self.scene.client.command("config_entries/get", domain=DOMAIN)
        [entry] = [each["entry_id"] for each in entries if self.host in each["title"]]
        await self.scene.client.post(
            f"/api/config/config_entries/entry/{entry}/reload", {}
        )

    async def entity_id(self, key: str) -> str:
        """Return the id of an entity of the lock."""
        entities = await self.scene.client.command("config/entity_registry/list")
        return next(
            str(each["entity_id"])
            for each in entities
            if each["device_id"] == self.device_id
            and each["unique_id"].removeprefix(f"{self.lock.id}_") == key
        )

    async def state_of(self, key: str) -> str:
        """Return the state of an entity of the lock."""
        wanted = await self.entity_id(key)
        states = await self.scene.client.command("get_states")
        return next(
            str(each["state"]) for each in states if each["entity_id"] == wanted
        )


async def set_up(story: Story) -> None:
    """Add the project by clicking through the config flow."""
    page = story.page
    await locks(View(page, story.scene, story.another))
    await expect(
        page.locator("step-flow-form").get_by_text(story.lock.name)
    ).to_be_visible()
    await page.get_by_role("button", name="Submit", exact=True).last.click()
    await expect(page.get_by_text("These match: add them")).to_be_visible()
    await page.get_by_role("button", name="Submit", exact=True).last.click()
    await expect(page.get_by_text("Added: Ana, Ben, Dora, Mia")).to_be_visible()
    await page.get_by_text("Done", exact=True).click()
    await expect(page.get_by_text("Where to go next")).to_be_visible()
    await page.get_by_role("button", name="Close", exact=True).last.click()
    await expect(page.locator("dialog[open]")).to_have_count(0)
    devices = await story.scene.client.command("config/device_registry/list")
    [story.device_id] = [
        device["id"]
        for device in devices
        if [DOMAIN, story.lock.id] in device["identifiers"]
    ]


async def see_an_unlock(story: Story) -> None:
    """See a person come in, without a reload."""
    client, page = story.scene.client, story.page
    await client.command(
        "lovelace/dashboards/create",
        url_path=story.dashboard,
        title=story.lock.name,
        require_admin=False,
    )
    await client.command(
        "lovelace/config/save",
        url_path=story.dashboard,
        config={"views": [{"cards": [{"type": CARD}]}]},
    )
    await page.goto(f"{story.visitor.url}/{story.dashboard}")
    await expect(story.rows.first).to_be_visible()
    await page.evaluate("window.isTheSamePage = true")
    story.cloud.add_unlock(story.lock, "card", 6)
    await story.look()
    dora = story.rows.filter(has_text="Dora").filter(has_text=story.lock.name)
    await expect(story.glance).to_contain_text("Dora")
    await expect(story.glance).to_contain_text(story.lock.name)
    await expect(dora).to_have_count(0)
    assert await page.evaluate("window.isTheSamePage"), "the page was loaded anew"
    await story.visitor.inspect(story.card, "card")
    await story.rows.first.focus()
    await page.keyboard.press("End")
    await expect(story.card.locator("button.record:focus")).to_be_in_viewport()
    await expect(story.rows.first).not_to_be_focused()
    await page.keyboard.press("Home")
    await expect(story.rows.first).to_be_focused()
    await story.card.get_by_role("button", name="Search and filter").click()
    await story.card.get_by_label("Person").select_option("Dora")
    await expect(story.rows.filter(has_text="Ben")).to_have_count(0)
    await expect(dora).to_be_visible()
    await story.visitor.inspect(story.card, "filters")
    await story.card.get_by_role("button", name="Clear filters").click()
    await story.card.get_by_role("button", name="Pattern of the week").click()
    await expect(story.card.locator("tuya-door-lock-pattern")).to_be_visible()
    await story.visitor.inspect(story.card, "pattern")
    await story.card.get_by_role("button", name="Log", exact=True).click()


async def read_the_activity(story: Story) -> None:
    """Read the sentence where Activity is filtered by the lock, and by its entity."""
    page = story.page
    access = await story.entity_id("access")
    for only in (f"device_id={story.device_id}", f"entity_id={access}"):
        await page.goto(f"{story.visitor.url}/logbook?{only}")
        sentence = page.get_by_text("Dora unlocked with a card").first
        await expect(sentence).to_be_visible()


async def acknowledge_duress(story: Story) -> None:
    """See that a person was forced, and acknowledge it."""
    await story.page.goto(f"{story.visitor.url}/{story.dashboard}")
    await expect(story.rows.first).to_be_visible()
    story.cloud.add_duress(story.lock)
    await story.look()
    banner = story.card.get_by_role("alert").filter(has_text=story.lock.name)
    await expect(banner).to_contain_text("Duress alarm")
    assert await story.state_of("duress") == "on", "there is a banner and no alarm"
    await story.visitor.inspect(story.card, "card with duress")
    await banner.get_by_role("button", name="Acknowledge").click()
    await expect(banner).to_contain_text("End the alarm for everyone?")
    await banner.get_by_role("button", name="Acknowledge").click()
    await expect(banner).to_have_count(0)
    assert await story.state_of("duress") == "off", "the alarm goes on"


async def edit_the_card(story: Story) -> None:
    """Give the card a title, and let it show one lock."""
    page = story.page
    title = f"Who was at the {story.lock.name.lower()}?"
    await page.goto(f"{story.visitor.url}/{story.dashboard}/0?edit=1")
    edit = page.get_by_role("button", name="Edit", exact=True).last
    # On a slow machine Home Assistant at times draws it before it has its text.
    with suppress(AssertionError):
        await expect(edit).to_be_visible()
    if not await edit.is_visible():
        await page.reload()
    await edit.click()
    editor = page.locator("hui-dialog-edit-card")
    await editor.locator("ha-selector-text input").fill(title)
    await editor.get_by_text("Select a device").click()
    picker = page.locator("ha-picker-combo-box")
    await picker.get_by_text(story.lock.name, exact=True).click()
    await editor.get_by_role("button", name="Save", exact=True).click()
    await expect(editor.locator("dialog[open]")).to_have_count(0)
    await page.goto(f"{story.visitor.url}/{story.dashboard}")
    await expect(story.card.get_by_role("heading", name=title)).to_be_visible()
    # Of the others there is nothing, and of this one it need not be said.
    await expect(story.rows.filter(has_text="Dora")).to_have_count(1)
    await expect(story.rows.filter(has_text="door")).to_have_count(0)


async def name_a_finger(story: Story) -> None:
    """Look at what is known of a record, and say whose finger it was."""
    story.cloud.add_unlock(story.lock, "fingerprint", NOBODYS_FINGER)
    await story.look()
    await story.glance.filter(has_text=f"Fingerprint {NOBODYS_FINGER}").click()
    details = story.card.get_by_role("dialog")
    await details.get_by_text("More", exact=True).click()
    await expect(details.get_by_text("Number in the lock")).to_be_visible()
    await story.visitor.inspect(details, "details")
    await details.get_by_role("button", name="Whose is this?").click()
    await details.get_by_label("Or another name").fill("Carla")
    await story.visitor.inspect(details, "form")
    await details.get_by_role("button", name="Save").click()
    await expect(details.get_by_role("status")).to_have_text("Saved.")
    await expect(details.get_by_role("heading")).to_have_text("Carla")
    await details.get_by_role("button", name="Close").click()
    # It had no name when it came: it has one now, without another record.
    await expect(story.glance).to_contain_text("Carla")


async def press_at_the_doors(story: Story) -> None:
    """Press all that the simulator's page has, and see the last of it in the card."""
    await press_all(story.visitor, story.cloud, story.another.url, story.lock)
    await story.page.goto(f"{story.visitor.url}/{story.dashboard}")
    await expect(story.rows.first).to_be_visible()
    before = await story.rows.filter(has_text="Dora").count()
    # After a look at the ended plan, the project would be left alone for an hour.
    await story.reload()
    # The last one is the one at the glance.
    await expect(story.glance).to_contain_text("Dora")
    await expect(story.rows.filter(has_text="Dora")).to_have_count(before + 1)


type Step = Callable[[Story], Awaitable[None]]

STEPS: Final[tuple[Step, ...]] = (
    set_up,
    see_an_unlock,
    read_the_activity,
    acknowledge_duress,
    edit_the_card,
    name_a_finger,
    press_at_the_doors,
)


def another_lock(number: int, name: str) -> Lock:
    """Build a lock that the demo does not have."""
    return replace(front_door(), id=f"bf{number}70d00r0ther00{number}xyz", name=name)


def another_cloud(number: int, lock: Lock) -> TuyaCloud:
    """Build a cloud with a project of its own, and a second lock."""
    cloud = TuyaCloud.empty(access_id=f"simulatoraccessid1{number:02}")
    cloud.add_lock(lock)
    cloud.add_lock(replace(lock, id=lock.id.replace("r0", "r1"), name="Stable"))
    return cloud
