"""Users with few rights: what the front end shows them of a lock, and refuses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

from playwright.async_api import expect

from scripts._demo.stage import ONE_LIGHT

from .story import CARD, Story
from .visitor import visiting

READ_ONLY: Final = "system-read-only"
CALL: Final = """\
({action, data}) => document.querySelector("home-assistant").hass.callService(
  "tuya_door_lock", action, data, undefined, true, action.startsWith("get_")
).catch(() => {})"""
REFUSED: Final = "Your user may not do this with one of these locks"


async def see_one_light_only(story: Story) -> None:
    """See nothing of any lock, and be refused by what asks for it all the same."""
    story.cloud.add_unlock(story.lock, "card", 6)
    await story.look()
    async with _guest(story, "Window cleaner", ONE_LIGHT) as guest:
        await expect(guest.card).to_contain_text("There is no door lock to show")
        await expect(guest.rows).to_have_count(0)
        await expect(guest.page.get_by_text("Dora")).to_have_count(0)
        await guest.visitor.inspect(guest.card, "card of a user without rights")
        await guest.visitor.show("nothing to see")
        await _is_refused(guest, "refresh")
        await guest.visitor.show("refused")
        await _is_refused(guest, "get_records")
        await guest.page.goto(f"{guest.visitor.url}/media-browser/browser")
        found = guest.page.get_by_text("Tuya Door Lock").locator("visible=true")
        await found.first.click()
        panel = guest.page.locator("ha-panel-media-browser")
        await expect(panel.get_by_text("No items")).to_be_visible()
        await expect(panel.get_by_text(story.lock.name)).to_have_count(0)
        await guest.visitor.show("media")


async def read_and_not_control(story: Story) -> None:
    """See the log and a duress alarm, and neither end it nor ask for a look."""
    story.cloud.add_duress(story.lock)
    await story.look()
    async with _guest(story, "Neighbor", READ_ONLY) as guest:
        banner = guest.card.get_by_role("alert").filter(has_text=story.lock.name)
        await expect(banner).to_contain_text("Duress alarm")
        await expect(guest.rows.first).to_be_visible()
        await _is_refused(guest, "refresh")
        await banner.get_by_role("button", name="Acknowledge").click()
        await banner.get_by_role("button", name="Acknowledge").click()
        await expect(banner).to_contain_text(REFUSED)
        await expect(banner).to_contain_text("Duress alarm")
        await guest.visitor.show("reader")
    assert await story.state_of("duress") == "on", "a reader has ended the alarm"
    await story.scene.client.act(
        "button.press", entity_id=await story.entity_id("acknowledge_duress")
    )


async def _is_refused(guest: Story, action: str) -> None:
    """Call an action as the front end does for its cards and buttons."""
    await guest.page.goto(guest.page.url)
    await expect(guest.card).to_be_visible()
    await guest.page.evaluate(
        CALL, {"action": action, "data": {"device_id": guest.device_id}}
    )
    await expect(guest.page.locator("ha-toast")).to_contain_text(REFUSED)


@asynccontextmanager
async def _guest(story: Story, name: str, group: str) -> AsyncIterator[Story]:
    """Sign in as another user, look at a dashboard with the card; remove the user."""
    client = story.scene.client
    path = f"guest-{story.visitor.name}"
    await _make_dashboard(story, path)
    user = (await client.command("config/auth/create", name=name, group_ids=[group]))[
        "user"
    ]
    try:
        async with visiting(
            story.visitor.browser,
            f"{story.visitor.name} {name}",
            story.visitor.url,
            story.visitor.frame,
            dark=story.visitor.dark,
        ) as visitor:
            guest = replace(story, visitor=visitor)
            await visitor.page.goto(f"{visitor.url}/{path}")
            await visitor.page.get_by_text(name, exact=True).click()
            await visitor.page.get_by_role("button", name="Log in").click()
            await expect(guest.card).to_be_visible()
            yield guest
            story.visitor.problems += visitor.problems
            story.visitor.remarks += visitor.remarks
    finally:
        await client.command("config/auth/delete", user_id=user["id"])


async def _make_dashboard(story: Story, path: str) -> None:
    """Put the card on a dashboard, once."""
    client = story.scene.client
    dashboards = await client.command("lovelace/dashboards/list")
    if any(each["url_path"] == path for each in dashboards):
        return
    await client.command(
        "lovelace/dashboards/create", url_path=path, title="Door", require_admin=False
    )
    await client.command(
        "lovelace/config/save",
        url_path=path,
        config={"views": [{"cards": [{"type": CARD}]}]},
    )
