"""The simulator's own page: each button pressed, and what comes of it."""

from playwright.async_api import Locator, expect

from simulator import Entry, Lock, TuyaCloud

from .visitor import Visitor


async def press_all(visitor: Visitor, cloud: TuyaCloud, url: str, lock: Lock) -> None:
    """Open the page of a simulator, and press its buttons as a newcomer does."""
    page = visitor.page
    await page.goto(url)
    card = page.get_by_role("article", name=lock.name)
    status = page.get_by_role("status")
    await expect(card).to_be_visible()
    await visitor.inspect(page.locator("html"), "simulator")

    for button, text, code in (
        ("Dora card 6", "Dora opened", "unlock_card"),
        ("Nobody known", "An unknown finger opened", "unlock_fingerprint"),
        ("Ring", "Someone rang", "doorbell"),
        ("Wrong code", "Someone typed a wrong code", "alarm_lock"),
        ("Door left open", f"{lock.name} was left open", "alarm_lock"),
        ("Duress", "Ana was forced", "hijack"),
    ):
        await _press(card, button)
        await expect(status).to_contain_text(text)
        assert _newest(cloud, lock).code == code, f"{button} makes no {code}"
    await expect(page.get_by_role("list", name="What happens")).to_contain_text(
        f"{lock.name}: hijack"
    )

    await _press(card, "Go offline")
    await expect(card).to_contain_text("offline")
    await _press(card, "Dora card 6")
    await expect(card).to_contain_text("1 to upload")
    await _press(card, "Upload now")
    await expect(card).to_contain_text("online")
    assert _newest(cloud, lock) in cloud.visible(lock), "nothing was uploaded"

    await _press(card, "Remove from the project")
    await expect(card).to_contain_text("not in the project")
    await page.get_by_role("button", name="End the plan").click()
    refusal = page.get_by_text("subscription to cloud development")
    await expect(refusal.first).to_be_visible()
    await visitor.inspect(page.locator("html"), "simulator in trouble")
    await page.get_by_role("button", name="Put in order").click()
    await expect(page.get_by_text("All is in order.")).to_be_visible()
    await expect(card).not_to_contain_text("not in the project")

    await page.get_by_label("Rows come after").select_option("3 to 30 seconds")
    await expect(status).to_contain_text("From now on")
    assert max(cloud.row_delay) == 30, "the delay is not set"
    await page.get_by_label("Rows come after").select_option("no time")
    await expect(page.get_by_text(cloud.access_secret)).to_be_visible()


async def _press(card: Locator, name: str) -> None:
    await card.get_by_role("button", name=name).click()


def _newest(cloud: TuyaCloud, lock: Lock) -> Entry:
    entry = cloud.entries(lock)[-1]
    assert isinstance(entry, Entry)
    return entry
