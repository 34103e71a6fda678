"""The persons of a project: added, changed, renamed and deleted on Home Assistant's page."""

from typing import Final

from playwright.async_api import Locator, expect

from scripts._screenshots.browser import View
from scripts._screenshots.shots import INTEGRATION

from .story import NOBODYS_FINGER, Story

# Add person, the project, the name, four boxes, Submit, Finish.
FEWEST_CLICKS: Final = 9
FINGERS: Final = (7, 8)


async def give_four_fingers(story: Story) -> None:
    """Give four fingers at two locks to one person, and count the clicks."""
    page = story.page
    locks = story.cloud.locks
    for lock in locks:
        for finger in FINGERS:
            story.cloud.add_unlock(lock, "fingerprint", finger)
    await story.look()
    view = View(page, story.scene, story.another)
    form = page.locator("step-flow-form")
    await view.open(INTEGRATION)
    # A press at what has moved meanwhile is taken back at the window, and done again.
    await page.evaluate(
        "window.clicks = 0;"
        "document.addEventListener('pointerdown', () => { window.clicks += 1 }, true)"
    )
    await page.get_by_role("button", name="Add person").first.click()
    await page.locator("dialog-pick-config-entry").get_by_text(story.host).click()
    await form.locator("ha-selector-text input").click()
    await page.keyboard.insert_text("Tiler")
    for lock in locks:
        for finger in FINGERS:
            await form.get_by_text(f"Fingerprint {finger} · {lock.name}").click()
    await view.press("Submit")
    await view.press("Finish")
    clicks = await page.evaluate("window.clicks")
    print(f"  four fingers at two locks: {clicks} clicks")
    assert clicks <= FEWEST_CLICKS, f"it needs {clicks} clicks"
    await _card_shows(story, "Tiler")


async def mind_the_persons(story: Story) -> None:
    """Give the finger to a neighbor, who is renamed, changed, and deleted."""
    page = story.page
    view = View(page, story.scene, story.another)
    form = page.locator("step-flow-form")
    await view.open(INTEGRATION)
    await page.get_by_role("button", name="Add person").first.click()
    # There is more than one project.
    await page.locator("dialog-pick-config-entry").get_by_text(story.host).click()
    await expect(page.get_by_text("Add a person")).to_be_visible()
    await form.locator("ha-selector-text input").fill("Neighbor")
    await form.get_by_text(f"Fingerprint {NOBODYS_FINGER}").click()
    await view.press("Submit")
    await expect(page.get_by_text("Created configuration for Neighbor")).to_be_visible()
    await view.press("Finish")
    await _card_shows(story, "Neighbor")

    await view.open(INTEGRATION)
    await _menu(story, "Neighbor", "Rename")
    await expect(page.get_by_text("Entry name")).to_be_visible()
    # The name is selected, to be typed over.
    await page.wait_for_timeout(500)
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text("Granny")
    await page.get_by_role("button", name="OK", exact=True).last.click()
    await expect(_row(story, "Granny")).to_be_visible()
    await _card_shows(story, "Granny")

    await view.open(INTEGRATION)
    await _row(story, "Granny").get_by_role("button").first.click()
    await expect(page.get_by_text("Edit a person")).to_be_visible()
    await form.locator("ha-selector-text input").fill("Aunt")
    await view.press("Submit")
    await expect(page.get_by_text("Reconfiguration was successful")).to_be_visible()
    await page.get_by_role("button", name="Close", exact=True).last.click()
    await _card_shows(story, "Aunt")

    await view.open(INTEGRATION)
    await _menu(story, "Aunt", "Delete")
    await page.get_by_role("button", name="Delete", exact=True).last.click()
    await expect(_row(story, "Aunt")).to_have_count(0)
    await _card_shows(story, f"Fingerprint {NOBODYS_FINGER}")


def _row(story: Story, name: str) -> Locator:
    """Return the line of a person of the project."""
    project = story.page.locator("ha-config-entry-row").filter(has_text=story.host)
    return project.locator("ha-config-sub-entry-row").filter(has_text=name)


async def _menu(story: Story, name: str, item: str) -> None:
    """Choose from the menu of a person."""
    menu = _row(story, name).locator("ha-dropdown").last
    await menu.get_by_role("button").first.click()
    await menu.get_by_text(item, exact=True).click()


async def _card_shows(story: Story, name: str) -> None:
    """See a name in the card, for the record that came without one."""
    # A dialog that closes goes back in the history, which interrupts other navigation.
    await expect(story.page.locator("dialog[open]")).to_have_count(0)
    await story.page.wait_for_timeout(500)
    await story.page.goto(f"{story.visitor.url}/{story.dashboard}")
    await expect(story.glance).to_contain_text(name)
