"""What a visitor does where something is wrong: with a setup, a secret, or at Tuya."""

from typing import Final

from playwright.async_api import Locator, expect

from scripts._screenshots.browser import View
from scripts._screenshots.shots import INTEGRATION, project

from .story import Story

PLAN_EXPIRED: Final = 28841002


async def leave_a_setup(story: Story) -> None:
    """Begin to add the project with a wrong secret, and close the page."""
    page = story.page
    view = View(page, story.scene, story.another)
    await project(view)
    await _sees(story, "It cannot open a door")
    fields = page.locator("step-flow-form input")
    await fields.nth(0).fill(story.cloud.access_id)
    await fields.nth(1).fill("not the secret")
    await view.choose("Central Europe")
    await view.choose("Another server")
    await view.press("Submit")
    await fields.fill(story.another.url)
    await view.press("Submit")
    await _sees(story, "The Access Secret does not fit the Access ID")
    await page.goto("about:blank")


async def reconfigure(story: Story) -> None:
    """Send the form as it is, then with a wrong secret, then with the right one."""
    page = story.page
    view = View(page, story.scene, story.another)
    form = page.locator("step-flow-form")
    await _open_reconfigure(story, view)
    await view.press("Submit")
    # The address of another server can be changed, so it is asked for once.
    await _sees(story, "Another server")
    await view.press("Submit")
    await _is_done(story)

    await _open_reconfigure(story, view)
    await form.locator("input").nth(1).fill("not the secret")
    await view.press("Submit")
    await view.press("Submit")
    await _sees(story, "The Access Secret does not fit the Access ID")
    await form.locator("input").nth(1).fill(story.cloud.access_secret)
    await view.press("Submit")
    await _is_done(story)


async def try_again_now(story: Story) -> None:
    """Mend the plan at Tuya, and let the repair ask at once."""
    page = story.page
    story.cloud.fail_next(99, PLAN_EXPIRED)
    await story.reload()
    await page.goto(f"{story.visitor.url}/{story.dashboard}")
    warning = story.card.get_by_role("alert").filter(has_text="could not be read since")
    await expect(warning).to_contain_text("The trial or subscription of IoT Core")
    # What is kept is still there.
    await expect(story.rows.first).to_be_visible()
    await story.visitor.inspect(story.card, "card that cannot be read")
    await warning.get_by_role("link", name="What to do").click()
    await page.get_by_text("Tuya's trial of IoT Core has ended").first.click()
    await _sees(story, "Try again now")
    await page.get_by_role("button", name="Submit", exact=True).last.click()
    await _sees(story, "Tuya still answers the same")
    story.cloud.recover()
    await page.get_by_role("button", name="Submit", exact=True).last.click()
    await _sees(story, "The issue is repaired")


async def _open_reconfigure(story: Story, view: View) -> None:
    """Open the form from the menu of the project."""
    await view.open(INTEGRATION)
    row = _row(story)
    # The first menu is the project's, those of its devices come after.
    menu = row.locator("ha-dropdown").first
    await menu.get_by_role("button").click()
    await menu.get_by_text("Reconfigure", exact=True).click()
    await view.settle()


def _row(story: Story) -> Locator:
    """Return the line of the project on the page of the integration."""
    return story.page.locator("ha-config-entry-row").filter(has_text=story.host)


async def _sees(story: Story, text: str) -> None:
    """See a text somewhere on the page."""
    await expect(story.page.get_by_text(text).first).to_be_visible()


async def _is_done(story: Story) -> None:
    """See that the form was accepted, and close it."""
    await _sees(story, "Reconfiguration was successful")
    await story.page.get_by_role("button", name="Close", exact=True).last.click()
    await expect(story.page.locator("dialog[open]")).to_have_count(0)
