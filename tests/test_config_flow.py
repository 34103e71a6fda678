"""Setting up a project: every failure names its cause, and the flow goes on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from aiohttp.test_utils import TestServer
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_door_lock.api.data_centers import BASE_URLS, DataCenter
from custom_components.tuya_door_lock.const import DOMAIN
from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntryState,
    ConfigFlowResult,
    FlowType,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.translation import async_get_translations
from simulator import ACCESS_ID, ACCESS_SECRET, TuyaCloud, create_app, household

from .conftest import Home, front_door, mock_entry, unload

CREDENTIALS = {
    "access_id": ACCESS_ID,
    "access_secret": ACCESS_SECRET,
    "data_center": "central_europe",
}


@pytest.fixture(autouse=True)
def data_centers(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Central Europe be the cloud of the test, and the others out of reach."""
    for data_center in DataCenter:
        monkeypatch.setitem(BASE_URLS, data_center, "http://127.0.0.1:9")
    monkeypatch.setitem(BASE_URLS, DataCenter.CENTRAL_EUROPE, base_url)


@pytest.fixture(autouse=True)
async def unload_entries(hass: HomeAssistant) -> AsyncIterator[None]:
    """Unload what a test has set up before its cloud goes away."""
    yield
    for entry in hass.config_entries.async_entries(DOMAIN):
        await unload(hass, entry)


async def begin(hass: HomeAssistant) -> ConfigFlowResult:
    """Open the flow."""
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )


async def submit(
    hass: HomeAssistant, flow: ConfigFlowResult, **values: object
) -> ConfigFlowResult:
    """Fill in a form of the flow."""
    return await hass.config_entries.flow.async_configure(flow["flow_id"], values)


async def finish(hass: HomeAssistant, flow: ConfigFlowResult) -> ConfigFlowResult:
    """Choose all the locks that the form offers."""
    assert flow["step_id"] == "locks", flow["errors"]
    schema = flow["data_schema"]
    assert schema is not None
    return await submit(hass, flow, locks=schema({})["locks"])


async def message(hass: HomeAssistant, flow: ConfigFlowResult, key: str) -> str:
    """Return what a user reads for an error of the form, placeholders filled in."""
    translations = await async_get_translations(hass, "en", "config", [DOMAIN])
    placeholders = flow["description_placeholders"] or {}
    return translations[f"component.{DOMAIN}.config.error.{key}"].format(
        **{name: value or "" for name, value in placeholders.items()}
    )


async def test_a_project_is_set_up_with_all_its_locks(
    hass: HomeAssistant, cloud: TuyaCloud, base_url: str
) -> None:
    """Credentials, data center, locks: three answers and it runs."""
    cloud.add_lock(front_door("Back door"))
    flow = await begin(hass)
    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "user"
    assert flow["errors"] == {}

    # Pasted with the spaces that came along.
    flow = await submit(
        hass,
        flow,
        **CREDENTIALS
        | {"access_id": f" {ACCESS_ID}", "access_secret": f"{ACCESS_SECRET} \n"},
    )
    result = await finish(hass, flow)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Tuya cloud project (Central Europe)"
    assert result["data"] == {
        "access_id": ACCESS_ID,
        "access_secret": ACCESS_SECRET,
        "base_url": base_url,
    }
    assert result["result"].unique_id == ACCESS_ID
    await hass.async_block_till_done()
    assert result["result"].state is ConfigEntryState.LOADED
    assert hass.states.get("event.front_door_access")
    assert hass.states.get("event.back_door_access")


async def test_the_setup_goes_on_to_the_persons(
    hass: HomeAssistant, cloud: TuyaCloud, base_url: str
) -> None:
    """Where it is known what opens the locks, and nowhere else."""
    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    result = await finish(hass, flow)
    kind, flow_id = result["next_flow"]
    assert kind is FlowType.CONFIG_SUBENTRIES_FLOW
    [going_on] = hass.config_entries.subentries.async_progress()
    assert (going_on["flow_id"], going_on["step_id"]) == (flow_id, "user")
    await hass.config_entries.async_remove(result["result"].entry_id)

    cloud.find("Front door").people.clear()
    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    assert "next_flow" not in await finish(hass, flow)


async def test_a_lock_that_is_not_chosen_stays_out_and_a_later_one_comes_in(
    home: Home, hass: HomeAssistant
) -> None:
    """What is left out is remembered, not what is in."""
    home.cloud.add_lock(front_door("Back door"))
    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    front = home.cloud.find("Front door").id
    flow = await submit(hass, flow, locks=[])
    assert flow["errors"] == {"locks": "no_lock_chosen"}
    result = await submit(hass, flow, locks=[front])
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hass.states.get("event.front_door_access")
    assert not hass.states.get("event.back_door_access")

    home.cloud.add_lock(front_door("Cellar"))
    await home.poll(home.list_interval)
    assert hass.states.get("event.cellar_access")
    assert not hass.states.get("event.back_door_access")


@pytest.mark.parametrize(
    ("country", "suggested"),
    [
        ("DE", "central_europe"),
        ("US", "western_america"),
        ("CN", "china"),
        ("IN", "india"),
        (None, "central_europe"),
    ],
)
async def test_the_data_center_is_suggested_from_the_country(
    hass: HomeAssistant, country: str | None, suggested: str
) -> None:
    """Tuya's table of countries, with Home Assistant's country."""
    hass.config.country = country
    flow = await begin(hass)
    schema = flow["data_schema"]
    assert schema is not None
    field = next(key for key in schema.schema if key == "data_center")
    assert field.description["suggested_value"] == suggested


async def test_another_server_can_be_named(hass: HomeAssistant, base_url: str) -> None:
    """A data center that is not in the list, or a simulator on this machine."""
    flow = await submit(
        hass, await begin(hass), **CREDENTIALS | {"data_center": "custom"}
    )
    assert flow["step_id"] == "custom"
    for address in ("tuya", "ftp://127.0.0.1", "http://example.com", "https://"):
        flow = await submit(hass, flow, base_url=address)
        assert flow["errors"] == {"base_url": "invalid_address"}, address
    flow = await submit(hass, flow, base_url=f"{base_url}/")
    result = await finish(hass, flow)
    assert result["data"]["base_url"] == base_url
    assert result["title"] == (
        f"Tuya cloud project ({base_url.removeprefix('http://')})"
    )


async def test_a_project_is_set_up_once(hass: HomeAssistant, base_url: str) -> None:
    """One entry per cloud project."""
    mock_entry(base_url).add_to_hass(hass)
    result = await submit(hass, await begin(hass), **CREDENTIALS)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


@pytest.mark.parametrize(
    ("wrong", "key", "says"),
    [
        ({"access_id": "unknown"}, "unknown_access_id", "does not know this Access ID"),
        ({"access_secret": "x"}, "wrong_access_secret", "Access Secret does not fit"),
        ({"data_center": "india"}, "cannot_connect", "could not be reached"),
    ],
)
async def test_a_wrong_entry_is_named_and_can_be_corrected(
    hass: HomeAssistant, wrong: dict[str, str], key: str, says: str
) -> None:
    """The same flow goes on once the field is right."""
    flow = await submit(hass, await begin(hass), **CREDENTIALS | wrong)
    assert flow["step_id"] == "user"
    assert flow["errors"] == {"base": key}
    assert says in await message(hass, flow, key)

    result = await finish(hass, await submit(hass, flow, **CREDENTIALS))
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("misbehave", "key", "says"),
    [
        pytest.param(
            lambda cloud: cloud.unlink_account(),
            "account_not_linked",
            "Link App Account",
            id="the app account is not linked",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(1, 1106, path="associated-users"),
            "account_not_linked",
            "Link App Account",
            id="the project may not read the list",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(1, 28841105, path="associated-users"),
            "service_not_authorized",
            "authorize IoT Core",
            id="the core service is not authorized",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(1, 28841101, path="associated-users"),
            "service_not_subscribed",
            "no subscription to IoT Core",
            id="the core service is not subscribed",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(20, 28841101, path="door-lock"),
            "service_not_subscribed",
            "no subscription to Smart Lock Open Service",
            id="the lock service is not subscribed",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(20, 1108, path="door-lock"),
            "unsupported",
            "subscribed to Smart Lock Open Service",
            id="no log endpoint answers",
        ),
        pytest.param(
            lambda cloud: cloud.end_plan(),
            "plan_expired",
            "trial or subscription of IoT Core has ended",
            id="the plan has ended",
        ),
        pytest.param(
            lambda cloud: cloud.spend_quota(),
            "quota_used_up",
            "calls that Tuya's plan allows this month are used up",
            id="the quota is used up",
        ),
        pytest.param(
            lambda cloud: cloud.suspend_data_center(),
            "wrong_data_center",
            "does not serve your project",
            id="the data center does not serve the project",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(1, 1114),
            "ip_not_allowed",
            "IP allowlist",
            id="the address is not allowed",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(1, 1110),
            "too_many_calls",
            "asks for a pause",
            id="too many calls",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(2, 1013),
            "clock_wrong",
            "clock of this machine",
            id="the clock is wrong",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(1, "http_500"),
            "no_useful_answer",
            "no useful answer",
            id="the cloud is out of order",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(2, "reset"),
            "cannot_connect",
            "could not be reached",
            id="the connection breaks",
        ),
    ],
)
async def test_a_fault_says_what_to_do_and_the_flow_goes_on(
    hass: HomeAssistant,
    cloud: TuyaCloud,
    misbehave: Callable[[TuyaCloud], object],
    key: str,
    says: str,
) -> None:
    """Each cause has a message of its own, and none costs what was typed."""
    misbehave(cloud)
    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    assert flow["step_id"] == "user"
    assert flow["errors"] == {"base": key}
    assert says in await message(hass, flow, key)
    schema = flow["data_schema"]
    assert schema is not None
    assert {
        str(field): field.description["suggested_value"] for field in schema.schema
    } == CREDENTIALS

    cloud.recover()
    result = await finish(hass, await submit(hass, flow, **CREDENTIALS))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_wrong_clock_of_this_machine_heals_itself(
    hass: HomeAssistant, cloud: TuyaCloud
) -> None:
    """Tuya refuses the first call, and its answer states the time."""
    cloud.clock.shift(-3600)
    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    assert flow["step_id"] == "locks"


async def test_a_cloud_that_hangs_is_given_up(
    hass: HomeAssistant, cloud: TuyaCloud, freezer: FrozenDateTimeFactory
) -> None:
    """No answer within the time limit."""
    cloud.fail_next(2, "hang")
    submitted = hass.async_create_task(submit(hass, await begin(hass), **CREDENTIALS))
    while not submitted.done():
        freezer.tick(1)
        await asyncio.sleep(0)
    flow = submitted.result()
    assert flow["errors"] == {"base": "cannot_connect"}
    assert "could not be reached" in await message(hass, flow, "cannot_connect")


async def test_devices_without_a_lock_are_distinguished_from_no_devices(
    hass: HomeAssistant,
) -> None:
    """The linked account is the wrong one, or its locks are elsewhere."""
    cloud = household()
    for lock in cloud.locks:
        cloud.remove_lock(lock)
    server = TestServer(create_app(cloud))
    await server.start_server(access_log=None)
    BASE_URLS[DataCenter.CENTRAL_EUROPE] = str(server.make_url("")).rstrip("/")

    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    assert flow["errors"] == {"base": "no_locks"}
    assert "none of them is a lock" in await message(hass, flow, "no_locks")

    cloud.add_lock(front_door())
    result = await finish(hass, await submit(hass, flow, **CREDENTIALS))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await unload(hass, result["result"])
    await server.close()


@pytest.mark.parametrize(
    "misbehave",
    [
        pytest.param(lambda cloud: cloud.suspend_data_center(), id="suspended"),
        pytest.param(lambda cloud: cloud.unlink_account(), id="no devices"),
        pytest.param(
            lambda cloud: cloud.fail_next(1, 1106, path="associated-users"),
            id="permission denied",
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(1, 2007, path="associated-users"),
            id="cross-region",
        ),
        pytest.param(lambda cloud: cloud.fail_next(1, 1005), id="unknown there"),
    ],
)
async def test_the_data_center_that_has_the_locks_is_named_and_chosen(
    hass: HomeAssistant,
    cloud: TuyaCloud,
    misbehave: Callable[[TuyaCloud], object],
) -> None:
    """The others are tried before the user is sent to search."""
    misbehave(cloud)
    right = TuyaCloud.empty()
    right.add_lock(front_door())
    server = TestServer(create_app(right))
    await server.start_server(access_log=None)
    BASE_URLS[DataCenter.WESTERN_AMERICA] = str(server.make_url("")).rstrip("/")

    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    assert flow["errors"] == {"data_center": "locks_elsewhere"}
    assert "Western America" in await message(hass, flow, "locks_elsewhere")
    schema = flow["data_schema"]
    assert schema is not None
    field = next(key for key in schema.schema if key == "data_center")
    assert field.description["suggested_value"] == "western_america"

    flow = await submit(hass, flow, **CREDENTIALS | {"data_center": "western_america"})
    result = await finish(hass, flow)
    assert result["title"] == "Tuya cloud project (Western America)"
    await hass.async_block_till_done()
    await unload(hass, result["result"])
    await server.close()


async def test_another_server_is_not_left_for_tuyas_own(
    hass: HomeAssistant, cloud: TuyaCloud, base_url: str
) -> None:
    """Who names a server means that one."""
    cloud.unlink_account()
    flow = await submit(
        hass, await begin(hass), **CREDENTIALS | {"data_center": "custom"}
    )
    flow = await submit(hass, flow, base_url=base_url)
    assert flow["step_id"] == "user"
    assert flow["errors"] == {"base": "account_not_linked"}


async def test_one_lock_without_a_log_does_not_stop_the_others(
    hass: HomeAssistant, cloud: TuyaCloud
) -> None:
    """The service is there as soon as one lock answers."""
    cloud.remove_lock("Front door")
    cloud.add_lock(front_door("A hotel lock", open_logs=(), alarm_logs=()))
    cloud.add_lock(front_door())
    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    assert flow["step_id"] == "locks"


async def test_a_new_secret_is_asked_for_and_only_that(
    home: Home, hass: HomeAssistant
) -> None:
    """The secret was reset in Tuya's console."""
    await home.start()
    home.cloud.access_secret = "a-new-secret"
    home.cloud.invalidate_tokens()
    await home.poll(home.list_interval)

    flows = hass.config_entries.flow.async_progress()
    assert [flow["context"]["source"] for flow in flows] == ["reauth"]
    flow = flows[0]
    assert flow["step_id"] == "reauth_confirm"
    result = await submit(hass, flow, access_secret="still wrong")
    assert result["errors"] == {"base": "wrong_access_secret"}
    result = await submit(hass, flow, access_secret=" a-new-secret ")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    await home.settle()
    assert home.entry.data["access_secret"] == "a-new-secret"
    assert home.entry.state is ConfigEntryState.LOADED
    assert home.state("event.front_door_access") != "unavailable"


@pytest.mark.parametrize(
    ("misbehave", "key"),
    [
        pytest.param(lambda cloud: cloud.end_plan(), "plan_expired", id="plan"),
        pytest.param(lambda cloud: cloud.spend_quota(), "quota_used_up", id="quota"),
        pytest.param(
            lambda cloud: cloud.fail_next(2, "reset"), "cannot_connect", id="no network"
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(1, 1114), "ip_not_allowed", id="address"
        ),
    ],
)
async def test_a_new_secret_that_cannot_be_tried_is_not_stored(
    home: Home,
    hass: HomeAssistant,
    misbehave: Callable[[TuyaCloud], object],
    key: str,
) -> None:
    """The form says what is wrong, and goes on when that is mended."""
    home.cloud.access_secret = "a-new-secret"
    await home.start()
    flow = hass.config_entries.flow.async_progress()[0]
    misbehave(home.cloud)
    flow = await submit(hass, flow, access_secret="a-new-secret")
    assert flow["type"] is FlowResultType.FORM
    assert flow["step_id"] == "reauth_confirm"
    assert flow["errors"] == {"base": key}
    assert "{" not in await message(hass, flow, key)
    assert home.entry.data["access_secret"] == ACCESS_SECRET

    home.cloud.recover()
    result = await submit(hass, flow, access_secret="a-new-secret")
    assert result["reason"] == "reauth_successful"
    await home.settle()
    assert home.entry.state is ConfigEntryState.LOADED


async def test_a_secret_is_asked_for_by_the_name_of_the_project(
    home: Home, hass: HomeAssistant
) -> None:
    """There may be several, and the secret itself is never shown."""
    home.cloud.access_secret = "a-new-secret"
    await home.start()
    flow = hass.config_entries.flow.async_progress()[0]
    shown = await hass.config_entries.flow.async_configure(flow["flow_id"])
    placeholders = shown["description_placeholders"]
    assert placeholders is not None
    assert placeholders["name"] == "Tuya"
    assert placeholders["console_url"] == "https://platform.tuya.com"
    assert ACCESS_SECRET not in str(suggested(shown))


def as_a_browser(flow: ConfigFlowResult, **typed: str) -> dict[str, object]:
    """Return what the front end posts: all that is filled in, but what is read-only."""
    schema = flow["data_schema"]
    assert schema is not None
    read_only = {
        str(key)
        for key, selector in schema.schema.items()
        if selector.config.get("read_only")
    }
    filled_in = suggested(flow) | typed
    return {key: filled_in[key] for key in filled_in if key not in read_only}


def suggested(flow: ConfigFlowResult) -> dict[str, object]:
    """Return what a form is filled in with."""
    schema = flow["data_schema"]
    assert schema is not None
    return {
        str(field): field.description["suggested_value"]
        for field in schema.schema
        if field.description
    }


@pytest.fixture
async def elsewhere() -> AsyncIterator[TuyaCloud]:
    """Return a second cloud that has the project, as Western America."""
    cloud = TuyaCloud.empty()
    cloud.add_lock(front_door())
    server = TestServer(create_app(cloud))
    await server.start_server(access_log=None)
    BASE_URLS[DataCenter.WESTERN_AMERICA] = str(server.make_url("")).rstrip("/")
    yield cloud
    await server.close()


async def test_a_project_is_reconfigured_with_a_new_secret(
    home: Home, hass: HomeAssistant
) -> None:
    """The form shows what is stored but for the secret; options and entities stay."""
    home.entry = mock_entry(
        home.entry.data["base_url"], ignored_locks=["x"], allowance=20_000
    )
    await home.start()
    home.cloud.access_secret = "a-new-secret"
    home.cloud.invalidate_tokens()

    flow = await home.entry.start_reconfigure_flow(hass)
    assert flow["step_id"] == "reconfigure"
    assert flow["errors"] == {}
    assert suggested(flow) == {
        "access_id": ACCESS_ID,
        "data_center": "central_europe",
    }
    typed = {"access_id": ACCESS_ID, "data_center": "central_europe"}
    flow = await submit(hass, flow, **as_a_browser(flow))
    assert flow["step_id"] == "reconfigure"
    assert flow["errors"] == {"base": "wrong_access_secret"}
    assert suggested(flow) == typed

    flow = await submit(hass, flow, **as_a_browser(flow, access_secret="another"))
    assert flow["errors"] == {"base": "wrong_access_secret"}
    assert suggested(flow) == typed | {"access_secret": "another"}

    result = await submit(hass, flow, **typed, access_secret=" a-new-secret ")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    await home.settle()
    assert home.entry.data == {
        "access_id": ACCESS_ID,
        "access_secret": "a-new-secret",
        "base_url": home.entry.data["base_url"],
    }
    assert home.entry.options == {"ignored_locks": ["x"], "allowance": 20_000}
    assert home.entry.title == "Tuya"
    assert home.entry.state is ConfigEntryState.LOADED
    assert home.state("event.front_door_access") != "unavailable"


@pytest.mark.parametrize(
    ("title", "new_title"),
    [
        (
            "Tuya cloud project (Central Europe)",
            "Tuya cloud project (Western America)",
        ),
        ("Our house", "Our house"),
    ],
)
async def test_a_project_is_moved_to_another_data_center(
    home: Home,
    hass: HomeAssistant,
    elsewhere: TuyaCloud,
    title: str,
    new_title: str,
) -> None:
    """The stored secret serves, and a title that names the data center follows."""
    await home.start()
    hass.config_entries.async_update_entry(home.entry, title=title)
    flow = await home.entry.start_reconfigure_flow(hass)
    result = await submit(
        hass, flow, access_id=ACCESS_ID, data_center="western_america"
    )
    assert result["reason"] == "reconfigure_successful"
    await home.settle()
    assert home.entry.data["base_url"] == BASE_URLS[DataCenter.WESTERN_AMERICA]
    assert home.entry.data["access_secret"] == ACCESS_SECRET
    assert home.entry.title == new_title
    assert elsewhere.calls_of("open-logs")
    await unload(hass, home.entry)


async def test_a_project_is_found_in_another_data_center(
    home: Home, hass: HomeAssistant, elsewhere: TuyaCloud
) -> None:
    """The form that reconfigures names it, as the first one does."""
    await home.start()
    home.cloud.suspend_data_center()
    flow = await home.entry.start_reconfigure_flow(hass)
    flow = await submit(hass, flow, access_id=ACCESS_ID, data_center="central_europe")
    assert flow["step_id"] == "reconfigure"
    assert flow["errors"] == {"data_center": "locks_elsewhere"}
    assert suggested(flow)["data_center"] == "western_america"
    result = await submit(
        hass, flow, access_id=ACCESS_ID, data_center="western_america"
    )
    assert result["reason"] == "reconfigure_successful"
    await home.settle()
    await unload(hass, home.entry)


async def test_a_project_is_moved_to_another_server(
    home: Home, hass: HomeAssistant
) -> None:
    """The address is asked for, and the stored one is at hand."""
    base_url = home.entry.data["base_url"]
    BASE_URLS[DataCenter.CENTRAL_EUROPE] = "http://127.0.0.1:9"
    await home.start()
    flow = await home.entry.start_reconfigure_flow(hass)
    assert suggested(flow)["data_center"] == "custom"
    flow = await submit(hass, flow, access_id=ACCESS_ID, data_center="custom")
    assert flow["step_id"] == "custom"
    assert suggested(flow) == {"base_url": base_url}
    flow = await submit(hass, flow, base_url="http://127.0.0.1:9")
    assert flow["step_id"] == "reconfigure"
    assert flow["errors"] == {"base": "cannot_connect"}
    flow = await submit(hass, flow, access_id=ACCESS_ID, data_center="custom")
    result = await submit(hass, flow, base_url=f"{base_url}/")
    assert result["reason"] == "reconfigure_successful"
    await home.settle()
    assert home.entry.data["base_url"] == base_url


async def test_a_project_does_not_become_another_one(
    home: Home, hass: HomeAssistant, elsewhere: TuyaCloud
) -> None:
    """What is remembered belongs to the locks: another project has none of them."""
    await home.start()
    elsewhere.access_id = "another"
    elsewhere.remove_lock("Front door")
    elsewhere.add_lock(front_door("Back door"))
    flow = await home.entry.start_reconfigure_flow(hass)
    typed = {"access_id": "another", "data_center": "western_america"}
    flow = await submit(hass, flow, **as_a_browser(flow, **typed))
    assert flow["errors"] == {"base": "wrong_project"}
    assert "none of the locks" in await message(hass, flow, "wrong_project")
    assert home.entry.data["access_id"] == ACCESS_ID

    elsewhere.add_lock(front_door())
    result = await submit(hass, flow, **as_a_browser(flow))
    assert result["reason"] == "reconfigure_successful"
    await home.settle()
    assert home.entry.unique_id == "another"
    assert home.entry.data["access_id"] == "another"
    assert home.entry.data["access_secret"] == ACCESS_SECRET
    assert home.state("event.front_door_access") != "unavailable"
    await unload(hass, home.entry)


async def test_two_entries_do_not_become_one_project(
    home: Home, hass: HomeAssistant
) -> None:
    """The other entry has that Access ID already."""
    await home.start()
    other = MockConfigEntry(domain=DOMAIN, unique_id="another", title="Other")
    other.add_to_hass(hass)
    flow = await home.entry.start_reconfigure_flow(hass)
    result = await submit(hass, flow, **as_a_browser(flow, access_id="another"))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


async def test_an_unknown_access_id_is_asked_for_and_not_a_secret(
    home: Home, hass: HomeAssistant
) -> None:
    """A new secret would be a dead end; the one that is stored stays."""
    await home.start()
    home.cloud.access_id = "another"
    home.cloud.invalidate_tokens()
    await home.poll(home.list_interval)

    [flow] = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"
    assert flow["step_id"] == "reauth_id"
    shown = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert suggested(shown) == {"access_id": ACCESS_ID}
    shown = await submit(hass, shown, **as_a_browser(shown, access_id="wrong"))
    assert shown["step_id"] == "reauth_id"
    assert shown["errors"] == {"base": "unknown_access_id"}
    assert suggested(shown) == {"access_id": "wrong"}

    front = home.cloud.find("Front door")
    home.cloud.remove_lock(front)
    home.cloud.add_lock(front_door("Back door"))
    shown = await submit(hass, shown, **as_a_browser(shown, access_id=" another"))
    assert shown["errors"] == {"base": "wrong_project"}
    home.cloud.add_lock(front)
    result = await submit(hass, shown, **as_a_browser(shown))
    assert result["reason"] == "reauth_successful"
    await home.settle()
    assert home.entry.unique_id == "another"
    assert home.entry.data["access_id"] == "another"
    assert home.entry.data["access_secret"] == ACCESS_SECRET
    assert home.entry.state is ConfigEntryState.LOADED


async def test_a_secret_that_was_typed_may_show_that_the_id_is_wrong(
    home: Home, hass: HomeAssistant
) -> None:
    """The page then asks for both."""
    home.cloud.access_secret = "a-new-secret"
    await home.start()
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["step_id"] == "reauth_confirm"
    home.cloud.access_id = "another"
    shown = await submit(hass, flow, access_secret="a-new-secret")
    assert shown["step_id"] == "reauth_id"
    assert shown["errors"] == {"base": "unknown_access_id"}
    result = await submit(hass, shown, **as_a_browser(shown, access_id="another"))
    assert result["reason"] == "reauth_successful"
    await home.settle()
    assert home.entry.data["access_secret"] == "a-new-secret"
    assert home.entry.state is ConfigEntryState.LOADED


async def test_one_refusal_that_passes_asks_for_nothing(
    home: Home, hass: HomeAssistant
) -> None:
    """Tuya has refused a good secret for a moment: it is tried once more."""
    await home.start()
    home.cloud.invalidate_tokens()
    home.cloud.fail_next(1, 1004, path="/token")
    await home.poll(home.list_interval)
    assert hass.config_entries.flow.async_progress() == []
    assert home.state("event.front_door_access") != "unavailable"


async def test_a_setup_that_was_left_blocks_no_other(hass: HomeAssistant) -> None:
    """The tab was closed while the user fetched the secret."""
    left = await submit(hass, await begin(hass), **CREDENTIALS | {"access_secret": "x"})
    assert left["errors"] == {"base": "wrong_access_secret"}
    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    result = await finish(hass, flow)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_the_address_of_another_server_is_asked_for_once(
    hass: HomeAssistant, base_url: str, cloud: TuyaCloud
) -> None:
    """A wrong secret asks for the secret, an address without an answer for the address."""
    typed = CREDENTIALS | {"data_center": "custom", "access_secret": "x"}
    flow = await submit(hass, await begin(hass), **typed)
    flow = await submit(hass, flow, base_url="http://127.0.0.1:9")
    assert flow["errors"] == {"base": "cannot_connect"}
    flow = await submit(hass, flow, **as_a_browser(flow))
    assert flow["step_id"] == "custom"
    flow = await submit(hass, flow, base_url=base_url)
    assert flow["step_id"] == "user"
    assert flow["errors"] == {"base": "wrong_access_secret"}
    flow = await submit(hass, flow, **as_a_browser(flow, access_secret=ACCESS_SECRET))
    assert flow["step_id"] == "locks"


async def test_the_last_step_says_where_to_go(hass: HomeAssistant) -> None:
    """The card, the people, the blueprints: with a link that is filled in."""
    flow = await submit(hass, await begin(hass), **CREDENTIALS)
    result = await finish(hass, flow)
    texts = await async_get_translations(hass, "en", "config", [DOMAIN])
    text = texts[f"component.{DOMAIN}.config.create_entry.default"]
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    shown = text.format(**placeholders)
    assert "docs/automations.md)" in shown
    for word in ("card", "People", "Blueprints"):
        assert word in shown


async def test_data_centers_for_business_apps_come_last(hass: HomeAssistant) -> None:
    """With a word: they sound right, and accounts of the usual apps are not there."""
    flow = await begin(hass)
    schema = flow["data_schema"]
    assert schema is not None
    options = schema.schema["data_center"].config["options"]
    assert options[-3:] == ["eastern_america", "western_europe", "custom"]
    texts = await async_get_translations(hass, "en", "selector", [DOMAIN])
    key = f"component.{DOMAIN}.selector.data_center.options"
    assert texts[f"{key}.western_europe"] == "Western Europe (business apps only)"


async def test_the_first_step_links_the_guide_and_says_that_it_only_reads(
    hass: HomeAssistant,
) -> None:
    """Before anybody makes a project."""
    flow = await begin(hass)
    texts = await async_get_translations(hass, "en", "config", [DOMAIN])
    placeholders = flow["description_placeholders"]
    assert placeholders is not None
    shown = texts[f"component.{DOMAIN}.config.step.user.description"].format(
        **placeholders
    )
    assert "/docs/setting-up-tuya.md)" in shown
    assert "It cannot open a door" in shown


@pytest.mark.parametrize(
    ("misbehave", "key"),
    [
        pytest.param(lambda cloud: cloud.end_plan(), "plan_expired", id="plan"),
        pytest.param(
            lambda cloud: cloud.unlink_account(), "account_not_linked", id="account"
        ),
        pytest.param(
            lambda cloud: cloud.fail_next(20, 28841101, path="door-lock"),
            "service_not_subscribed",
            id="service",
        ),
    ],
)
async def test_a_project_is_reconfigured_only_with_what_works(
    home: Home,
    hass: HomeAssistant,
    misbehave: Callable[[TuyaCloud], object],
    key: str,
) -> None:
    """With the checks and the messages of the first form, also while it is down."""
    misbehave(home.cloud)
    await home.start()
    flow = await home.entry.start_reconfigure_flow(hass)
    typed = {"access_id": ACCESS_ID, "data_center": "central_europe"}
    flow = await submit(hass, flow, **typed)
    assert flow["step_id"] == "reconfigure"
    assert flow["errors"] == {"base": key}

    home.cloud.recover()
    result = await submit(hass, flow, **typed)
    assert result["reason"] == "reconfigure_successful"
    await home.settle()
    # The pause that the failures have brought may still last.
    await home.poll(timedelta(minutes=11))
    assert home.entry.state is ConfigEntryState.LOADED
    assert home.state("event.front_door_access") != "unavailable"
