"""What only the owner can cure is shown as a repair, and goes by itself."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_door_lock.actions import async_allocate
from custom_components.tuya_door_lock.const import DOMAIN
from custom_components.tuya_door_lock.lock_coordinator import TuyaLockCoordinator
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component
from homeassistant.util.hass_dict import HassKey
from simulator import Credential, Lock, Person

from .conftest import Home, front_door, mock_entry
from .persons import named

ACCESS = "event.front_door_access"
AN_HOUR_LATER = timedelta(hours=1, seconds=1)


def issues(home: Home) -> dict[str, ir.IssueEntry]:
    """Return the repairs that are shown, without the entry in their ids."""
    return {
        issue.issue_id.removeprefix(f"{home.entry.entry_id}_"): issue
        for issue in ir.async_get(home.hass).issues.values()
        if issue.domain == DOMAIN and issue.active
    }


async def texts(home: Home, issue: ir.IssueEntry) -> tuple[str, str]:
    """Return title and description as a user reads them."""
    strings = await async_get_translations(home.hass, "en", "issues", [DOMAIN])
    key = f"component.{DOMAIN}.issues.{issue.translation_key}"
    names = issue.translation_placeholders or {}
    description = (
        f"{key}.fix_flow.step.confirm.description"
        if issue.is_fixable
        else f"{key}.description"
    )
    return (
        strings[f"{key}.title"].format(**names),
        strings[description].format(**names),
    )


@pytest.fixture
async def in_use(home: Home) -> Home:
    """Return a running home whose lock was opened before."""
    home.cloud.add_unlock("Front door")
    await home.start()
    return home


async def test_an_expired_plan_is_a_repair_until_it_is_extended(in_use: Home) -> None:
    """It names the service, and links to the console and to the help."""
    in_use.cloud.fail_next(99, 28841102, path="door-lock")
    await in_use.poll()
    assert list(issues(in_use)) == ["plan_expired_smart_lock"]
    issue = issues(in_use)["plan_expired_smart_lock"]
    assert issue.severity is ir.IssueSeverity.ERROR
    assert issue.learn_more_url == (
        "https://github.com/tuya-door-lock/home-assistant-tuya-door-lock"
        "#troubleshooting"
    )
    title, description = await texts(in_use, issue)
    assert title == (
        "Tuya's trial of Smart Lock Open Service has ended: no door records"
    )
    assert "[Tuya's console](https://platform.tuya.com)" in description

    in_use.cloud.recover()
    await in_use.poll(AN_HOUR_LATER)
    assert issues(in_use) == {}
    assert in_use.state(ACCESS) != "unavailable"


async def test_every_text_can_be_read(in_use: Home) -> None:
    """No placeholder of a repair stays unfilled."""
    in_use.hass.config_entries.async_update_entry(
        in_use.entry, options={"plan_end": "2026-11-30"}
    )
    seen = set()
    for fault in (1106, 1114, 2007, 28841101, 28841102, 28841104, 28841105):
        in_use.cloud.fail_next(1, fault, path="associated-users")
        await in_use.poll(timedelta(hours=7))
        for issue in issues(in_use).values():
            seen.add(issue.translation_key)
            assert "{" not in "".join(await texts(in_use, issue))
    assert seen == {
        "account_not_linked",
        "ip_not_allowed",
        "plan_ends",
        "plan_expired",
        "quota_used_up",
        "service_not_authorized",
        "service_not_subscribed",
        "wrong_data_center",
    }


async def test_a_set_up_that_fails_shows_its_repair(home: Home) -> None:
    """The entry waits for a retry, and the repair goes with the one that works."""
    home.cloud.end_plan()
    await home.start()
    assert home.entry.state.value == "setup_retry"
    assert list(issues(home)) == ["plan_expired_iot_core"]

    home.cloud.recover()
    await home.poll(timedelta(minutes=11))
    assert home.entry.state is ConfigEntryState.LOADED
    assert issues(home) == {}


async def test_a_set_up_that_cannot_reach_tuya_shows_none(home: Home) -> None:
    """That passes by itself; the entry says why it waits."""
    home.cloud.fail_next(99, "http_500")
    await home.start()
    assert home.entry.state is ConfigEntryState.SETUP_RETRY
    assert issues(home) == {}


async def test_an_account_without_locks_is_to_be_linked(in_use: Home) -> None:
    """The list and the lock report one repair, and both must work for it to go."""
    in_use.cloud.unlink_account()
    await in_use.poll(in_use.list_interval)
    await in_use.poll()
    assert list(issues(in_use)) == ["account_not_linked"]

    in_use.cloud.recover()
    await in_use.poll(timedelta(hours=1, minutes=1))
    await in_use.poll(timedelta(hours=1, minutes=1))
    assert issues(in_use) == {}


async def test_a_fault_of_two_locks_stays_while_one_has_it(in_use: Home) -> None:
    """The lock that works says nothing about the other."""
    back_door = in_use.cloud.add_lock(front_door("Back door"))
    in_use.cloud.add_unlock(back_door)
    await in_use.poll(in_use.list_interval)
    in_use.cloud.fail_next(99, 1106, path=f"{back_door.id}/door-lock")
    await in_use.poll(timedelta(minutes=15))
    assert in_use.state(ACCESS) != "unavailable"
    assert in_use.state("event.back_door_access") == "unavailable"
    assert list(issues(in_use)) == ["account_not_linked"]
    await in_use.poll(timedelta(minutes=15))
    assert list(issues(in_use)) == ["account_not_linked"]

    in_use.cloud.remove_lock(back_door)
    await in_use.poll(in_use.list_interval)
    assert issues(in_use) == {}


async def test_a_lock_that_leaves_the_project_blames_no_account(in_use: Home) -> None:
    """Its log answers like that of an account that is not linked; the list knows."""
    back_door = in_use.cloud.add_lock(front_door("Back door"))
    in_use.cloud.add_unlock(back_door)
    await in_use.poll(in_use.list_interval)
    in_use.cloud.remove_lock(back_door)
    await in_use.poll(timedelta(minutes=15))
    assert in_use.state("event.back_door_access") == "unavailable"
    assert in_use.state(ACCESS) != "unavailable"
    assert issues(in_use) == {}


async def test_a_part_of_the_log_that_is_refused_is_a_repair_too(in_use: Home) -> None:
    """The unlocks can be read, the alarms not."""
    in_use.cloud.fail_next(99, 28841105, path="alarm-logs")
    await in_use.poll()
    assert in_use.state(ACCESS) != "unavailable"
    assert in_use.state("event.front_door_alarm") == "unavailable"
    assert list(issues(in_use)) == ["service_not_authorized_smart_lock"]

    in_use.cloud.recover()
    await in_use.poll(AN_HOUR_LATER)
    assert issues(in_use) == {}


async def test_another_fault_replaces_the_first(in_use: Home) -> None:
    """A failure that passes by itself leaves it: it is no cure."""
    in_use.cloud.fail_next(1, 28841104, path="associated-users")
    await in_use.poll(in_use.list_interval)
    assert list(issues(in_use)) == ["quota_used_up"]
    in_use.cloud.fail_next(1, "http_500", path="associated-users")
    await in_use.poll(timedelta(hours=7))
    assert list(issues(in_use)) == ["quota_used_up"]
    in_use.cloud.fail_next(1, 28841107, path="associated-users")
    await in_use.poll(timedelta(hours=7))
    assert list(issues(in_use)) == ["wrong_data_center"]
    await in_use.poll(timedelta(hours=7))
    assert issues(in_use) == {}


async def test_a_lock_without_a_log_is_named(home: Home) -> None:
    """It says what was tried, and goes when the lock answers."""
    lock = home.cloud.find("Front door")
    working = lock.abilities
    lock.abilities = front_door(open_logs=(), alarm_logs=()).abilities
    await home.start()
    assert home.state(ACCESS) == "unavailable"
    issue = issues(home)[f"no_log_{lock.id}"]
    title, description = await texts(home, issue)
    assert title == "No door records of Front door: Tuya shows no log"
    for tried in ("records", "open-logs", "alarm-logs", "Smart Lock Open Service"):
        assert tried in description

    lock.abilities = working
    await home.poll(timedelta(hours=13))
    assert home.state(ACCESS) != "unavailable"
    assert issues(home) == {}


async def test_a_repair_has_the_name_that_the_owner_gave_to_the_lock(
    in_use: Home,
) -> None:
    """Home Assistant shows the lock by no other."""
    lock = in_use.cloud.find("Front door")
    devices = dr.async_get(in_use.hass)
    [device] = [
        device
        for device in dr.async_entries_for_config_entry(devices, in_use.entry.entry_id)
        if device.name == "Front door"
    ]
    devices.async_update_device(device.id, name_by_user="Main entrance")
    lock.abilities = front_door(open_logs=(), alarm_logs=()).abilities
    await in_use.poll()
    title, _ = await texts(in_use, issues(in_use)[f"no_log_{lock.id}"])
    assert title == "No door records of Main entrance: Tuya shows no log"


async def test_the_repair_of_a_lock_without_a_log_goes_with_the_lock(
    in_use: Home,
) -> None:
    """The other lock goes on."""
    cellar = in_use.cloud.add_lock(front_door("Cellar", open_logs=(), alarm_logs=()))
    await in_use.poll(in_use.list_interval)
    assert list(issues(in_use)) == [f"no_log_{cellar.id}"]

    in_use.cloud.remove_lock(cellar)
    await in_use.poll(in_use.list_interval)
    assert issues(in_use) == {}


async def test_a_lock_without_a_log_that_is_disabled_needs_no_repair(
    home: Home,
) -> None:
    """The repair says so itself."""
    lock = home.cloud.find("Front door")
    lock.abilities = front_door(open_logs=(), alarm_logs=()).abilities
    await home.start()
    assert list(issues(home)) == [f"no_log_{lock.id}"]

    registry = dr.async_get(home.hass)
    device = registry.async_get_device_by_identifier(
        (DOMAIN, lock.id), home.entry.entry_id
    )
    assert device is not None
    registry.async_update_device(device.id, disabled_by=dr.DeviceEntryDisabler.USER)
    await home.poll(timedelta(seconds=31))
    await home.poll(home.list_interval)
    assert issues(home) == {}


async def test_a_plan_that_ends_soon_is_a_warning(home: Home) -> None:
    """From 14 days before the day that the user has noted; today is November 23."""
    home.entry = mock_entry(home.entry.data["base_url"], plan_end="2026-12-08")
    await home.start()
    await home.hass.config.async_set_time_zone("UTC")
    # 15 days to go, and an hour left of the first of them.
    await home.poll(timedelta(hours=15))
    assert issues(home) == {}
    await home.poll(home.list_interval)
    assert list(issues(home)) == ["plan_ends"]
    issue = issues(home)["plan_ends"]
    assert issue.severity is ir.IssueSeverity.WARNING
    title, description = await texts(home, issue)
    assert title == (
        "Tuya's plan ends on 2026-12-08: extend it to keep the door records"
    )
    assert "extend the trial of each service" in description

    home.hass.config_entries.async_update_entry(
        home.entry, options={"plan_end": "2027-05-08"}
    )
    await home.poll(home.list_interval)
    assert issues(home) == {}


async def test_a_plan_that_has_ended_is_not_about_to_end(home: Home) -> None:
    """One repair says it; the warning is there again if the date was not changed."""
    home.entry = mock_entry(home.entry.data["base_url"], plan_end="2026-11-24")
    home.cloud.end_plan()
    await home.start()
    assert list(issues(home)) == ["plan_expired_iot_core"]
    home.cloud.recover()
    await home.poll(timedelta(minutes=11))
    assert list(issues(home)) == ["plan_ends"]


async def test_a_plan_that_ends_soon_is_reported_while_nothing_works(
    home: Home,
) -> None:
    """The date does not depend on what Tuya answers."""
    home.entry = mock_entry(home.entry.data["base_url"], plan_end="2026-11-24")
    home.cloud.fail_next(99, "http_500")
    await home.start()
    assert list(issues(home)) == ["plan_ends"]


async def test_unloading_and_removing_clear_the_repairs(home: Home) -> None:
    """Also those of an entry that waits for its next attempt."""
    home.cloud.end_plan()
    await home.start()
    assert issues(home)
    await home.hass.config_entries.async_set_disabled_by(
        home.entry.entry_id, ConfigEntryDisabler.USER
    )
    assert issues(home) == {}
    await home.hass.config_entries.async_set_disabled_by(home.entry.entry_id, None)
    await home.poll(timedelta(minutes=11))
    assert issues(home)
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert issues(home) == {}
    assert home.hass.data[HassKey[dict[str, object]](f"{DOMAIN}_faults")] == {}


async def test_a_reload_keeps_the_repair_of_what_still_fails(in_use: Home) -> None:
    """Unloaded it is gone, loaded it is found again."""
    in_use.cloud.fail_next(99, 28841101, path="door-lock")
    await in_use.poll()
    assert list(issues(in_use)) == ["service_not_subscribed_smart_lock"]
    await in_use.hass.config_entries.async_unload(in_use.entry.entry_id)
    assert issues(in_use) == {}
    await in_use.hass.config_entries.async_setup(in_use.entry.entry_id)
    await in_use.settle()
    assert list(issues(in_use)) == ["service_not_subscribed_smart_lock"]


@pytest.mark.parametrize("path", [None, "door-lock", "associated-users"])
async def test_a_poll_that_ends_after_unloading_shows_nothing(
    in_use: Home, path: str | None
) -> None:
    """The cloud was slow to answer, or to refuse."""
    if path:
        in_use.cloud.fail_next(99, 28841101, path=path)
    in_use.hass.config_entries.async_update_entry(
        in_use.entry, options={"plan_end": "2026-11-24"}
    )
    project = in_use.entry.runtime_data
    polls = [
        in_use.hass.async_create_task(coordinator.async_refresh())
        for coordinator in (project.devices, *project.locks.values())
    ]
    await in_use.hass.config_entries.async_unload(in_use.entry.entry_id)
    await asyncio.gather(*polls)
    assert issues(in_use) == {}


async def test_home_assistants_page_of_repairs_shows_them(
    in_use: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """The platform is valid."""
    assert await async_setup_component(in_use.hass, "repairs", {})
    in_use.cloud.fail_next(1, 1114, path="associated-users")
    await in_use.poll(in_use.list_interval)
    assert list(issues(in_use)) == ["ip_not_allowed"]
    assert "Invalid repairs platform" not in caplog.text


@dataclass
class Fix:
    """The dialog of a repair, as a browser talks to it."""

    home: Home
    client: Any
    answers: list[str]
    flow_id: str = ""

    async def open(self, issue: ir.IssueEntry) -> dict[str, Any]:
        """Choose a repair."""
        shown = await self._post(
            "/api/repairs/issues/fix",
            {"handler": DOMAIN, "issue_id": issue.issue_id},
        )
        self.flow_id = shown["flow_id"]
        return shown

    async def submit(self, **user_input: Any) -> dict[str, Any]:
        """Submit the page that is shown."""
        return await self._post(f"/api/repairs/issues/fix/{self.flow_id}", user_input)

    async def _post(self, path: str, data: dict[str, Any]) -> dict[str, Any]:
        response = await self.client.post(path, json=data)
        assert response.status == 200
        self.answers.append(await response.text())
        await self.home.settle()
        shown: dict[str, Any] = json.loads(self.answers[-1])
        return shown


@pytest.fixture
def cellar(home: Home) -> Lock:
    """Return a second lock, whose log has what can be linked."""
    return home.cloud.add_lock(
        front_door("Cellar", open_logs=(), alarm_logs=(), records=("camelCase",))
    )


@pytest.fixture
async def fix(home: Home, cellar: Lock, hass_client: ClientSessionGenerator) -> Fix:
    """Return a home with an unknown card at either lock, and the client of its repairs."""
    assert await async_setup_component(home.hass, "repairs", {})
    persons = [{"id": "carla", "name": "Carla"}]
    assert await async_setup_component(home.hass, "person", {"person": persons})
    for lock in ("Front door", cellar):
        home.cloud.add_unlock(lock)
    home.freezer.tick(timedelta(minutes=1))
    await home.start()
    for lock in ("Front door", cellar):
        home.cloud.add_unlock(lock, "card", 9)
    await home.poll()
    return Fix(home, await hass_client(), [])


FRONT = "bffrontdoor0000001"
CELLAR = "bfcellar0000001"
FRONT_CARD = f"new_credential_{FRONT}_card_9"
CELLAR_CARD = f"new_credential_{CELLAR}_card_9"


def lock_of(home: Home, lock_id: str = CELLAR) -> TuyaLockCoordinator:
    """Return the coordinator of a lock."""
    found = home.entry.runtime_data.locks[lock_id]
    assert isinstance(found, TuyaLockCoordinator)
    return found


async def test_a_card_that_nobody_knows_is_asked_about(fix: Fix) -> None:
    """Once for each lock; only where Tuya would link it, that is offered."""
    assert set(issues(fix.home)) == {FRONT_CARD, CELLAR_CARD}
    issue = issues(fix.home)[FRONT_CARD]
    assert issue.is_fixable
    assert issue.severity is ir.IssueSeverity.WARNING
    strings = await async_get_translations(fix.home.hass, "en", "issues", [DOMAIN])
    title = strings[f"component.{DOMAIN}.issues.new_credential.title"]
    assert title.format(**issue.translation_placeholders or {}) == (
        "New credential on Front door: Card 9"
    )
    shown = await fix.open(issue)
    assert (shown["type"], shown["step_id"]) == ("menu", "init")
    assert shown["menu_options"] == ["name", "leave"]
    assert shown["description_placeholders"] == {
        "credential": "Card 9",
        "lock": "Front door",
    }
    shown = await fix.open(issues(fix.home)[CELLAR_CARD])
    assert shown["menu_options"] == ["name", "allocate", "leave"]


async def test_a_credential_is_named_in_its_repair(fix: Fix) -> None:
    """It asks again for what makes no name, and the next record has it."""
    await fix.open(issues(fix.home)[FRONT_CARD])
    await fix.submit(next_step_id="name")
    shown = await fix.submit()
    assert shown["errors"] == {"base": "nobody_named"}
    shown = await fix.submit(name="x" * 101)
    assert shown["errors"] == {"name": "invalid_name"}
    shown = await fix.submit(person="person.carla")
    assert shown["type"] == "create_entry"
    assert set(issues(fix.home)) == {CELLAR_CARD}
    fix.home.cloud.add_unlock("Front door", "card", 9)
    await fix.home.poll()
    assert fix.home.events[-1].attributes["user"] == "Carla"


async def test_a_credential_may_be_left_without_a_name(fix: Fix) -> None:
    """It is not asked about again."""
    await fix.open(issues(fix.home)[FRONT_CARD])
    shown = await fix.submit(next_step_id="leave")
    assert shown["type"] == "create_entry"
    assert FRONT_CARD not in issues(fix.home)
    fix.home.cloud.add_unlock("Front door", "card", 9)
    await fix.home.poll()
    assert FRONT_CARD not in issues(fix.home)


async def test_a_record_is_linked_with_a_member_who_was_chosen(
    fix: Fix, cellar: Lock
) -> None:
    """Never without a tick; the browser hears names, and no id of Tuya's."""
    cloud = fix.home.cloud
    await fix.open(issues(fix.home)[CELLAR_CARD])
    shown = await fix.submit(next_step_id="allocate")
    assert shown["data_schema"][0]["selector"]["select"]["options"] == ["Ana", "Ben"]
    assert shown["data_schema"][0].get("required", False) is False
    shown = await fix.submit(confirm=False)
    assert shown["errors"] == {"member": "no_member", "confirm": "not_confirmed"}
    shown = await fix.submit(member="Ben", confirm=False)
    assert shown["errors"] == {"confirm": "not_confirmed"}
    assert cloud.calls_of("allocate") == []

    shown = await fix.submit(member="Ben", confirm=True)
    assert shown["type"] == "create_entry"
    [call] = cloud.calls_of("allocate")
    assert call.answer is None
    assert cellar.people[1].credential("card", 9)
    assert set(issues(fix.home)) == {FRONT_CARD}
    assert not any(each.bindable for each in lock_of(fix.home).history)
    for text in fix.answers:
        assert "1001" not in text
        assert "1002" not in text

    fix.home.freezer.tick(timedelta(minutes=1))
    cloud.add_unlock(cellar, "card", 9)
    await fix.home.poll()
    assert fix.home.events[-1].attributes["user"] == "Ben"


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (500, "Nothing was linked. Tuya's cloud gave no useful answer"),
        (1000, "Nothing was linked. Tuya did not link the record of Cellar"),
        (1108, "Nothing was linked. Tuya did not link the record of Cellar"),
    ],
)
async def test_what_tuya_refuses_is_said_and_loses_nothing(
    fix: Fix, fault: int, says: str
) -> None:
    """The same form works when Tuya does."""
    await fix.open(issues(fix.home)[CELLAR_CARD])
    await fix.submit(next_step_id="allocate")
    fix.home.cloud.fail_next(1, fault, path="allocate")
    shown = await fix.submit(member="Ben", confirm=True)
    assert shown["errors"] == {"base": "not_linked"}
    strings = await async_get_translations(fix.home.hass, "en", "issues", [DOMAIN])
    text = strings[
        f"component.{DOMAIN}.issues.new_credential.fix_flow.error.not_linked"
    ]
    assert text.format(**shown["description_placeholders"]).startswith(says)
    assert shown["data_schema"][0]["description"] == {"suggested_value": "Ben"}
    assert CELLAR_CARD in issues(fix.home)
    shown = await fix.submit(member="Ben", confirm=True)
    assert shown["type"] == "create_entry"


@pytest.mark.parametrize(("times", "calls"), [(1, 2), (2, 2)])
async def test_the_other_spelling_is_tried_once(
    fix: Fix, times: int, calls: int
) -> None:
    """Tuya's page has two spellings of the parameter."""
    record = next(each for each in lock_of(fix.home).history if each.bindable)
    fix.home.cloud.fail_next(times, 1109, path="allocate")
    if times == 1:
        await async_allocate(lock_of(fix.home), record.record_id, " ben ")
    else:
        with pytest.raises(HomeAssistantError, match="did not link the record"):
            await async_allocate(lock_of(fix.home), record.record_id, "Ben")
    assert len(fix.home.cloud.calls_of("allocate")) == calls


async def test_what_is_not_clear_is_not_linked(fix: Fix, cellar: Lock) -> None:
    """No record, nothing to link, nobody of that name, two of them, no call left."""
    lock = lock_of(fix.home)
    history = {each.bindable: each.record_id for each in lock.history}
    for record_id, member, text in (
        ("nothing", "Ben", "no such record"),
        (history[False], "Ben", "does not let this record"),
        (history[True], "Dora", "no member called Dora"),
    ):
        with pytest.raises(ServiceValidationError, match=text):
            await async_allocate(lock, record_id, member)
    cellar.people.append(Person("BEN", "1003"))
    await fix.home.poll(timedelta(days=1, minutes=1))
    with pytest.raises(ServiceValidationError, match="several members called ben"):
        await async_allocate(lock, history[True], "ben")
    fix.home.hass.config_entries.async_update_entry(
        fix.home.entry, options={"allowance": 1_000}
    )
    await fix.home.hass.config_entries.async_reload(fix.home.entry.entry_id)
    await fix.home.settle()
    fix.home.spend(1_000)
    with pytest.raises(HomeAssistantError, match="was not asked about Cellar"):
        await async_allocate(lock_of(fix.home), history[True], "Ana")
    assert fix.home.cloud.calls_of("allocate") == []


async def test_only_what_was_linked_counts_as_linked(fix: Fix, cellar: Lock) -> None:
    """A code without a number says nothing about another one."""
    for _ in range(2):
        fix.home.freezer.tick(timedelta(minutes=1))
        fix.home.cloud.add_unlock(cellar, "password", 8)
    await fix.home.poll()
    lock = lock_of(fix.home)
    card, first, second = (each for each in lock.history if each.bindable)
    assert (card.slot, first.slot, second.slot) == (9, None, None)
    await async_allocate(lock, first.record_id, "Ana")
    assert [each.record_id for each in lock.history if each.bindable] == [
        card.record_id,
        second.record_id,
    ]


async def test_a_person_who_is_added_answers_the_question_too(fix: Fix) -> None:
    """At once."""
    await named(fix.home, "card:9", name="Neighbor")
    assert set(issues(fix.home)) == {CELLAR_CARD}


async def test_tuya_answers_the_question_too(fix: Fix, cellar: Lock) -> None:
    """A user has linked the card in the app: the next record of it says so.

    Without one the list of members does, which is read once a day.
    """
    front = fix.home.cloud.find("Front door")
    for lock in (cellar, front):
        lock.people[0].credentials.append(Credential("card", 9, "Ana's card"))
    fix.home.freezer.tick(timedelta(minutes=1))
    fix.home.cloud.add_unlock(cellar, "card", 9)
    await fix.home.poll()
    assert set(issues(fix.home)) == {FRONT_CARD}
    await fix.home.poll(timedelta(days=1))
    assert issues(fix.home) == {}


async def test_the_questions_about_a_lock_go_with_the_lock(
    fix: Fix, cellar: Lock
) -> None:
    """And so does the project."""
    fix.home.cloud.remove_lock(cellar)
    await fix.home.poll(fix.home.list_interval)
    assert set(issues(fix.home)) == {FRONT_CARD, CELLAR_CARD}
    await fix.home.poll(timedelta(days=6))
    assert set(issues(fix.home)) == {
        FRONT_CARD,
        CELLAR_CARD,
        f"lock_denied_{CELLAR}",
    }
    await fix.home.poll(timedelta(days=1))
    assert set(issues(fix.home)) == {FRONT_CARD}
    await fix.home.restart()
    assert set(issues(fix.home)) == {FRONT_CARD}
    await fix.home.hass.config_entries.async_remove(fix.home.entry.entry_id)
    assert issues(fix.home) == {}


@pytest.mark.parametrize("page", ["name", "allocate"])
async def test_nothing_is_asked_about_a_lock_that_is_not_followed(
    fix: Fix, page: str
) -> None:
    """The question stays, for when it is followed again."""
    issue = issues(fix.home)[CELLAR_CARD]
    await fix.open(issue)
    await fix.home.hass.config_entries.async_unload(fix.home.entry.entry_id)
    shown = await fix.submit(next_step_id=page)
    assert (shown["type"], shown["reason"]) == ("abort", "not_followed")
    shown = await fix.open(issue)
    assert (shown["type"], shown["reason"]) == ("abort", "not_followed")
    assert CELLAR_CARD in issues(fix.home)
