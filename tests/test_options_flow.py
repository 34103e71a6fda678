"""Changing the options of a project, and what the change does."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.tuya_door_lock.const import (
    CONF_ALLOWANCE,
    CONF_ATTEMPTS,
    CONF_ATTEMPTS_MINUTES,
    CONF_IGNORED_LOCKS,
    CONF_KEEP_PICTURES,
    CONF_KEEP_PICTURES_DAYS,
    CONF_LOCKS,
    CONF_PLAN_END,
    CONF_PRIVACY,
    CONF_RETENTION,
    DOMAIN,
)
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .conftest import Home, front_door

FRONT = "bffrontdoor0000001"
BACK = "bfbackdoor0000001"
PAGES = [
    "settings",
    "privacy",
    "pictures",
    "tuya_integration",
    "hint_entities",
    "message_service",
]
USUAL = {CONF_ALLOWANCE: 26_000, CONF_ATTEMPTS: 4, CONF_ATTEMPTS_MINUTES: 5}


@pytest.fixture
async def two_locks(home: Home) -> Home:
    """Return a running home with a front door and a back door."""
    home.cloud.add_lock(front_door("Back door"))
    yesterday = home.cloud.clock.now() - timedelta(days=1)
    for name in ("Front door", "Back door"):
        home.cloud.add_unlock(name, occurred_at=yesterday)
    await home.start()
    return home


async def menu(home: Home) -> ConfigFlowResult:
    """Open the options."""
    return await home.hass.config_entries.options.async_init(home.entry.entry_id)


async def opened(home: Home, page: str = "settings") -> ConfigFlowResult:
    """Open a page of the options."""
    flow_id = (await menu(home))["flow_id"]
    return await home.hass.config_entries.options.async_configure(
        flow_id, {"next_step_id": page}
    )


async def saved(
    home: Home, user_input: dict[str, Any], page: str = "settings"
) -> ConfigFlowResult:
    """Open a page of the options, change them and wait for what it does."""
    form = await opened(home, page)
    result = await home.hass.config_entries.options.async_configure(
        form["flow_id"], user_input
    )
    await home.settle()
    return result


def suggested(form: ConfigFlowResult) -> dict[str, Any]:
    """Return what the fields of a form hold when it opens."""
    assert form["data_schema"] is not None
    return {
        str(key): (key.description or {}).get("suggested_value")
        for key in form["data_schema"].schema
    }


def lock_names(home: Home) -> set[str | None]:
    """Return the names of the devices, without the project's."""
    return {
        device.name
        for device in dr.async_entries_for_config_entry(
            dr.async_get(home.hass), home.entry.entry_id
        )
        if device.entry_type is None
    }


async def test_the_options_are_a_menu(two_locks: Home) -> None:
    """A page for each part of them."""
    options = await menu(two_locks)
    assert options["type"] is FlowResultType.MENU
    assert options["menu_options"] == PAGES


async def test_the_form_shows_what_holds(two_locks: Home) -> None:
    """Defaults first, what was saved from then on."""
    form = await opened(two_locks)
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "settings"
    assert form["data_schema"] is not None
    assert form["data_schema"]({CONF_LOCKS: [FRONT]}) == USUAL | {CONF_LOCKS: [FRONT]}
    assert suggested(form)[CONF_LOCKS] == [BACK, FRONT]

    changed = {
        CONF_ALLOWANCE: 50_000,
        CONF_PLAN_END: "2027-05-31",
        CONF_ATTEMPTS: 3,
        CONF_ATTEMPTS_MINUTES: 10,
        CONF_LOCKS: [BACK, FRONT],
    }
    result = await saved(two_locks, changed)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert suggested(await opened(two_locks)) == changed


async def test_options_are_saved_as_whole_numbers_and_hold_at_once(
    two_locks: Home,
) -> None:
    """The number fields of a browser send fractions."""
    state = two_locks.hass.states.get("sensor.tuya_polling_interval")
    assert state is not None
    await saved(
        two_locks,
        {
            CONF_ALLOWANCE: 5_000.0,
            CONF_ATTEMPTS: 3.0,
            CONF_ATTEMPTS_MINUTES: 10.0,
            CONF_LOCKS: [FRONT, BACK],
        },
    )
    assert two_locks.entry.options == {
        CONF_ALLOWANCE: 5_000,
        CONF_ATTEMPTS: 3,
        CONF_ATTEMPTS_MINUTES: 10,
        CONF_IGNORED_LOCKS: [],
    }
    assert all(
        isinstance(two_locks.entry.options[key], int)
        for key in (CONF_ALLOWANCE, CONF_ATTEMPTS, CONF_ATTEMPTS_MINUTES)
    )
    assert float(two_locks.state("sensor.tuya_polling_interval")) > float(state.state)


@pytest.mark.parametrize(
    "wrong",
    [
        {CONF_ALLOWANCE: 999},
        {CONF_ALLOWANCE: 1_000_001},
        {CONF_ATTEMPTS: 1},
        {CONF_ATTEMPTS: 21},
        {CONF_ATTEMPTS_MINUTES: 0},
        {CONF_ATTEMPTS_MINUTES: 61},
        {CONF_PLAN_END: "soon"},
        {CONF_LOCKS: ["bfnolock"]},
    ],
)
async def test_what_makes_no_sense_is_refused(
    two_locks: Home, wrong: dict[str, Any]
) -> None:
    """And nothing changes."""
    with pytest.raises(InvalidData):
        await saved(two_locks, {CONF_LOCKS: [FRONT]} | wrong)
    assert two_locks.entry.options == {}


async def test_a_lock_that_is_not_followed_any_more_goes(
    two_locks: Home, hass_storage: dict[str, Any]
) -> None:
    """With its device, its entities and its journal, and the other one stays."""
    assert any(BACK in key for key in hass_storage)
    await saved(two_locks, {CONF_LOCKS: [FRONT]})
    assert two_locks.entry.options[CONF_IGNORED_LOCKS] == [BACK]
    assert lock_names(two_locks) == {"Front door"}
    assert not [
        entity.entity_id
        for entity in er.async_entries_for_config_entry(
            er.async_get(two_locks.hass), two_locks.entry.entry_id
        )
        if "back_door" in entity.entity_id
    ]
    assert not any(BACK in key for key in hass_storage)
    assert any(FRONT in key for key in hass_storage)

    calls = len(two_locks.cloud.calls)
    await two_locks.poll(two_locks.list_interval)
    assert not any(BACK in call.path for call in two_locks.cloud.calls[calls:])
    two_locks.cloud.add_unlock("Front door")
    await two_locks.poll()
    assert two_locks.types == ["fingerprint"]


async def test_a_lock_is_followed_again(two_locks: Home) -> None:
    """What happened meanwhile is its past."""
    await saved(two_locks, {CONF_LOCKS: [FRONT]})
    assert suggested(await opened(two_locks))[CONF_LOCKS] == [FRONT]
    two_locks.cloud.add_unlock("Back door")
    await two_locks.poll()
    await saved(two_locks, {CONF_LOCKS: [FRONT, BACK]})
    assert lock_names(two_locks) == {"Front door", "Back door"}
    assert two_locks.state("sensor.back_door_last_unlocked_by") == "Ana"
    assert two_locks.events == []
    two_locks.cloud.add_unlock("Back door", "password", 3)
    await two_locks.poll()
    assert two_locks.types == ["password"]


async def test_at_least_one_lock_is_followed(two_locks: Home) -> None:
    """The form says so, keeps what was typed, and goes on."""
    form = await saved(two_locks, {CONF_ALLOWANCE: 5_000, CONF_LOCKS: []})
    assert form["type"] is FlowResultType.FORM
    assert form["errors"] == {CONF_LOCKS: "no_lock_chosen"}
    assert suggested(form)[CONF_ALLOWANCE] == 5_000
    result = await two_locks.hass.config_entries.options.async_configure(
        form["flow_id"], {CONF_ALLOWANCE: 5_000, CONF_LOCKS: [BACK]}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await two_locks.settle()
    assert lock_names(two_locks) == {"Back door"}


async def test_the_end_of_the_plan_can_be_cleared(two_locks: Home) -> None:
    """An empty field is no date."""
    both = {CONF_LOCKS: [FRONT, BACK]}
    await saved(two_locks, both | {CONF_PLAN_END: "2027-05-31"})
    assert two_locks.entry.options[CONF_PLAN_END] == "2027-05-31"
    await saved(two_locks, both)
    assert CONF_PLAN_END not in two_locks.entry.options


async def test_what_the_form_does_not_show_stays(two_locks: Home) -> None:
    """A lock that the list leaves out by mistake, and options of another version."""
    two_locks.hass.config_entries.async_update_entry(
        two_locks.entry,
        options={CONF_IGNORED_LOCKS: ["bfelsewhere", BACK], "later": True},
    )
    await saved(two_locks, {CONF_LOCKS: [FRONT, BACK]})
    assert two_locks.entry.options == USUAL | {
        CONF_IGNORED_LOCKS: ["bfelsewhere"],
        "later": True,
    }


async def test_saving_without_a_change_disturbs_nothing(two_locks: Home) -> None:
    """No reload, no call."""
    both = {CONF_LOCKS: [FRONT, BACK]}
    await saved(two_locks, both)
    calls = len(two_locks.cloud.calls)
    await saved(two_locks, both)
    assert len(two_locks.cloud.calls) == calls


async def test_a_project_that_cannot_be_reached_has_options_too(
    two_locks: Home, hass_storage: dict[str, Any]
) -> None:
    """With the locks, as they were known last; none of them is lost."""
    await saved(two_locks, {CONF_LOCKS: [FRONT]})
    two_locks.cloud.fail_next(99, "http_500")
    await two_locks.hass.config_entries.async_reload(two_locks.entry.entry_id)
    await two_locks.settle()
    assert two_locks.entry.state is ConfigEntryState.LOADED
    assert CONF_LOCKS in suggested(await opened(two_locks))
    assert (await menu(two_locks))["menu_options"] == PAGES

    await saved(two_locks, {CONF_ALLOWANCE: 5_000, CONF_LOCKS: [FRONT]})
    assert two_locks.entry.options == USUAL | {
        CONF_ALLOWANCE: 5_000,
        CONF_IGNORED_LOCKS: [BACK],
    }
    assert any(key.startswith(f"{DOMAIN}.") and FRONT in key for key in hass_storage)
    await two_locks.hass.config_entries.async_unload(two_locks.entry.entry_id)


async def test_each_page_leaves_the_others_alone(two_locks: Home) -> None:
    """Defaults first, what was saved from then on; as whole numbers."""
    privacy = await opened(two_locks, "privacy")
    assert privacy["data_schema"] is not None
    assert privacy["data_schema"]({}) == {CONF_PRIVACY: "names", CONF_RETENTION: 90}
    pictures = await opened(two_locks, "pictures")
    assert pictures["data_schema"] is not None
    assert pictures["data_schema"]({}) == {
        CONF_KEEP_PICTURES: 0,
        CONF_KEEP_PICTURES_DAYS: 30,
    }

    both = {CONF_LOCKS: [FRONT, BACK]}
    shown = {CONF_PRIVACY: "initials", CONF_RETENTION: 3_650.0}
    kept = {CONF_KEEP_PICTURES: 500.0, CONF_KEEP_PICTURES_DAYS: 365.0}
    await saved(two_locks, both)
    await saved(two_locks, shown, "privacy")
    await saved(two_locks, kept, "pictures")
    assert two_locks.entry.options == USUAL | {
        CONF_IGNORED_LOCKS: [],
        CONF_PRIVACY: "initials",
        CONF_RETENTION: 3_650,
        CONF_KEEP_PICTURES: 500,
        CONF_KEEP_PICTURES_DAYS: 365,
    }
    assert suggested(await opened(two_locks, "privacy")) == shown
    assert suggested(await opened(two_locks, "pictures")) == kept


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        ("privacy", {CONF_PRIVACY: "surnames"}),
        ("privacy", {CONF_RETENTION: 0}),
        ("privacy", {CONF_RETENTION: 3_651}),
        ("pictures", {CONF_KEEP_PICTURES: -1}),
        ("pictures", {CONF_KEEP_PICTURES: 501}),
        ("pictures", {CONF_KEEP_PICTURES_DAYS: 0}),
        ("pictures", {CONF_KEEP_PICTURES_DAYS: 366}),
    ],
)
async def test_what_makes_no_sense_on_a_page_is_refused(
    two_locks: Home, page: str, wrong: dict[str, Any]
) -> None:
    """And nothing changes."""
    with pytest.raises(InvalidData):
        await saved(two_locks, wrong, page)
    assert two_locks.entry.options == {}


async def test_records_are_deleted_when_they_are_to_be_kept_for_less(
    two_locks: Home,
) -> None:
    """The unlocks of yesterday, with the reload that the change brings."""
    histories = [lock.history for lock in two_locks.entry.runtime_data.locks.values()]
    assert [len(history) for history in histories] == [1, 1]
    two_locks.freezer.tick(timedelta(minutes=1))
    await saved(two_locks, {CONF_PRIVACY: "names", CONF_RETENTION: 1}, "privacy")
    histories = [lock.history for lock in two_locks.entry.runtime_data.locks.values()]
    assert [len(history) for history in histories] == [0, 0]
