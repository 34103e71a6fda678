"""The simulator's page, as far as it goes without a browser."""

import re
from typing import Any

from simulator import BACK_DOOR, FRONT_DOOR, HOLIDAY_FLAT, TuyaCloud

from .conftest import Caller

DEVICES = "/v1.0/iot-01/associated-users/devices"


async def state_of(caller: Caller, after: int = 0) -> dict[str, Any]:
    """Return what the page shows."""
    url = caller.base.with_path("/_control/state").with_query(after=after)
    async with caller.session.get(url) as response:
        state: dict[str, Any] = await response.json()
    return state


async def test_the_page_brings_all_that_it_needs(stranger: Caller) -> None:
    """Load nothing from elsewhere, and count none of it as a call to Tuya."""
    async with stranger.session.get(stranger.base) as response:
        assert response.content_type == "text/html"
        html = await response.text()
    addresses = [*re.findall(r'(?:href|src)="([^"]*)"', html)]
    assert sorted(addresses) == ["/_page/page.css", "/_page/page.js", "data:,"]
    for name, kind in (("page.css", "text/css"), ("page.js", "text/javascript")):
        url = stranger.base.with_path(f"/_page/{name}")
        async with stranger.session.get(url) as response:
            assert (response.status, response.content_type) == (200, kind)
            assert "://" not in await response.text()
    async with stranger.session.get(stranger.base.with_path("/_page/x")) as response:
        assert response.status == 404
    assert stranger.cloud.calls == []


async def test_the_page_shows_what_the_setup_asks_for(stranger: Caller) -> None:
    """Name the address as the browser knows it."""
    state = await state_of(stranger)
    assert state["setup"] == {
        "Address": str(stranger.base).rstrip("/"),
        "Access ID": "simulatoraccessid001",
        "Access Secret": "simulator-access-secret-not-real",
    }


async def test_the_page_shows_locks_with_their_people(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Know who may open which lock, and how each lock is."""
    cloud.go_offline(BACK_DOOR)
    cloud.add_unlock(BACK_DOOR)
    cloud.deny(HOLIDAY_FLAT)
    locks = {lock["id"]: lock for lock in (await state_of(stranger))["locks"]}
    assert list(locks) == [lock.id for lock in cloud.locks]
    front = locks[FRONT_DOOR]
    assert [each["name"] for each in front["people"]] == [
        "Ana",
        "Ben",
        "Cleo",
        "Dora",
        "Mia",
    ]
    assert front["people"][0]["credentials"][1] == {
        "method": "fingerprint",
        "slot": 2,
        "duress": True,
        "text": "fingerprint 2",
    }
    assert (front["online"], front["denied"], front["rings"]) == (True, False, True)
    assert (locks[BACK_DOOR]["online"], locks[BACK_DOOR]["waiting"]) == (False, 1)
    assert locks[HOLIDAY_FLAT]["denied"]


async def test_the_page_shows_trouble(cloud: TuyaCloud, stranger: Caller) -> None:
    """Say why no call succeeds."""
    assert (await state_of(stranger))["trouble"] is None
    cloud.end_plan()
    assert "28841002" in (await state_of(stranger))["trouble"]
    cloud.recover()
    cloud.unlink_account()
    assert (await state_of(stranger))["trouble"] == "The app account is unlinked."


async def test_the_page_shows_calls_and_events_as_they_come(
    cloud: TuyaCloud, caller: Caller
) -> None:
    """Show each line once, the past of the household not at all."""
    cloud.add_unlock(FRONT_DOOR)
    await caller.result(f"/v1.0/devices/{FRONT_DOOR}")
    cloud.deny(BACK_DOOR)
    await caller.code(f"/v1.0/devices/{BACK_DOOR}")
    state = await state_of(caller)
    lines = [(each["kind"], each["text"].split(" at ")[0]) for each in state["lines"]]
    assert lines == [
        ("call", "asked for token"),
        ("event", "Front door: unlock_fingerprint 1 by Ana"),
        ("call", "asked for device of Front door"),
        ("event", "Back door: removed from the project"),
        ("failed", "asked for device of Back door: answered 1106"),
    ]
    last = state["lines"][-1]["number"]
    assert (await state_of(caller, after=last))["lines"] == []
    assert state["calls"] == 3


async def test_a_wrong_number_of_a_line_is_refused(stranger: Caller) -> None:
    """Answer 400, not 500."""
    url = stranger.base.with_path("/_control/state").with_query(after="now")
    async with stranger.session.get(url) as response:
        assert response.status == 400
