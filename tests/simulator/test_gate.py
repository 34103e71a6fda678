"""Who may pass: tokens, signatures, times, and the account's own troubles."""

from collections.abc import Callable

import pytest

from simulator import ACCESS_SECRET, FRONT_DOOR, TuyaCloud
from simulator.signing import sign, string_to_sign

from .conftest import Caller

DEVICES = "/v1.0/iot-01/associated-users/devices"


async def test_a_token_lasts_two_hours_and_is_shared(
    cloud: TuyaCloud, stranger: Caller
) -> None:
    """Get the same token again with the rest of its life."""
    first = (await stranger.connect())["result"]
    assert first["expire_time"] in {7199, 7200}
    assert set(first) == {"access_token", "expire_time", "refresh_token", "uid"}
    cloud.clock.shift(1000)
    second = (await stranger.connect())["result"]
    assert second["access_token"] == first["access_token"]
    assert 6190 <= second["expire_time"] <= 6200


async def test_a_token_expires_by_time(cloud: TuyaCloud, caller: Caller) -> None:
    """Answer 1010 after two hours, and hand out another token."""
    cloud.clock.shift(7200)
    assert await caller.code(DEVICES) == 1010
    await caller.connect()
    assert await caller.result(DEVICES)


async def test_a_refresh_makes_the_old_pair_invalid(caller: Caller) -> None:
    """Log other programs of the project out, as Tuya documents it."""
    refresh_token = (await caller.connect())["result"]["refresh_token"]
    path = f"/v1.0/token/{refresh_token}"
    renewed = await caller.call(path, token="")
    assert renewed["result"]["access_token"] != caller.token
    assert await caller.code(DEVICES) == 1011
    assert (await caller.call(path, token=""))["code"] == 1011
    caller.token = renewed["result"]["access_token"]
    assert await caller.result(DEVICES)


async def test_only_grant_type_one_is_a_token_call(stranger: Caller) -> None:
    """Refuse other grant types, and a missing one."""
    answer = await stranger.call("/v1.0/token", {"grant_type": "2"})
    assert answer["code"] == 1003
    assert (await stranger.call("/v1.0/token"))["code"] == 1100


async def test_an_ended_token_answers_1010_and_a_forgotten_one_1011(
    cloud: TuyaCloud, caller: Caller
) -> None:
    """End tokens on demand."""
    cloud.expire_tokens()
    assert await caller.code(DEVICES) == 1010
    await caller.connect()
    cloud.invalidate_tokens()
    assert await caller.code(DEVICES) == 1011
    await caller.connect()
    assert await caller.result(DEVICES)


async def test_wrong_credentials_have_codes_of_their_own(caller: Caller) -> None:
    """Answer 1005 for the Access ID, 1004 for the secret, 1002 without a token."""
    unknown = await caller.call(DEVICES, client_id="nobody")
    assert (unknown["code"], unknown["msg"]) == (1005, "clientId invalid")
    wrong = await caller.call(DEVICES, secret=ACCESS_SECRET[::-1])
    assert (wrong["code"], wrong["msg"]) == (1004, "sign invalid")
    assert (await caller.call(DEVICES, token=""))["code"] == 1002
    assert (await caller.call(DEVICES, token="0" * 32))["code"] == 1011


@pytest.mark.parametrize(
    "changed",
    [{"sign_method": "MD5"}, {"sign": ""}, {"sign": "ñ"}, {"nonce": "another"}],
)
async def test_a_changed_header_makes_the_signature_invalid(
    caller: Caller, changed: dict[str, str]
) -> None:
    """Answer 1004 to another method, another nonce and no signature."""
    headers = caller.headers("GET", DEVICES, {}) | changed
    url = caller.base.with_path(DEVICES)
    async with caller.session.get(url, headers=headers) as response:
        assert (await response.json())["code"] == 1004


@pytest.mark.parametrize(("skew", "passes"), [(-290, True), (290, True), (310, False)])
async def test_a_clock_may_be_five_minutes_off(
    caller: Caller, skew: int, passes: bool
) -> None:
    """Answer 1013 beyond that, with the cloud's own time in the envelope."""
    answer = await caller.call(DEVICES, skew=skew)
    assert answer["success"] is passes
    assert answer.get("code") == (None if passes else 1013)
    assert abs(answer["t"] - caller.cloud.clock.now_ms()) < 60_000


@pytest.mark.parametrize("t", ["", "soon", "١٢٣", "9" * 30])
async def test_a_time_that_is_no_number_is_invalid(caller: Caller, t: str) -> None:
    """Answer 1013 to any nonsense in `t`."""
    headers = caller.headers("GET", DEVICES, {}) | {"t": t}
    url = caller.base.with_path(DEVICES)
    async with caller.session.get(url, headers=headers) as response:
        assert (await response.json())["code"] == 1013


@pytest.mark.parametrize("signed_as_sent", [False, True])
async def test_the_query_is_sorted_before_it_is_verified(
    caller: Caller, signed_as_sent: bool
) -> None:
    """Refuse a signature over an unsorted query, even if it was sent that way."""
    path = f"/v1.0/smart-lock/devices/{FRONT_DOOR}/users"
    headers = caller.headers("GET", path, {"page_no": "1", "page_size": "5"})
    if signed_as_sent:
        text = string_to_sign("GET", f"{path}?page_size=5&page_no=1", [], b"")
        headers["sign"] = sign(
            ACCESS_SECRET,
            client_id=headers["client_id"],
            t=headers["t"],
            text=text,
            access_token=caller.token,
            nonce=headers["nonce"],
        )
    url = caller.base.with_path(path).with_query({"page_size": "5", "page_no": "1"})
    async with caller.session.get(url, headers=headers) as response:
        answer = await response.json()
    assert answer.get("code") == (1004 if signed_as_sent else None)


async def test_a_body_that_was_not_signed_is_refused(caller: Caller) -> None:
    """Hash the bytes of the body."""
    path = f"/v1.0/devices/{FRONT_DOOR}/door-lock/records/1/actions/allocate"
    headers = caller.headers("POST", path, {}, b'{"user_id": "1"}')
    url = caller.base.with_path(path)
    async with caller.session.post(
        url, data=b'{"user_id":"1"}', headers=headers
    ) as response:
        assert (await response.json())["code"] == 1004


@pytest.mark.parametrize(
    "path", ["/v1.0/nothing", f"/v1.0/devices/{FRONT_DOOR}/door-lock", "/"]
)
async def test_an_unknown_path_answers_1108(caller: Caller, path: str) -> None:
    """Answer what is not there as Tuya does."""
    answer = await caller.call(path)
    assert (answer["code"], answer["msg"]) == (1108, "uri path invalid")


async def test_the_envelope_has_the_fields_of_tuyas_samples(caller: Caller) -> None:
    """Leave `code` and `msg` out on success, and `result` on failure."""
    good = await caller.call(DEVICES)
    bad = await caller.call("/v1.0/nothing")
    assert set(good) == {"success", "result", "t", "tid"}
    assert set(bad) == {"success", "code", "msg", "t", "tid"}
    assert len(good["tid"]) == 32
    assert isinstance(good["t"], int)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (TuyaCloud.spend_quota, 28841004),
        (TuyaCloud.end_plan, 28841002),
        (TuyaCloud.unsubscribe, 28841101),
        (TuyaCloud.suspend_data_center, 28841107),
    ],
)
async def test_a_troubled_project_still_gets_tokens_until_it_recovers(
    caller: Caller, trouble: Callable[[TuyaCloud], None], code: int
) -> None:
    """Answer every call but the token's with the trouble."""
    trouble(caller.cloud)
    assert (await caller.connect())["success"] is True
    assert await caller.code(DEVICES) == code
    caller.cloud.recover()
    assert await caller.result(DEVICES)


async def test_an_unlinked_account_shows_no_devices(caller: Caller) -> None:
    """List nothing, and deny each device."""
    caller.cloud.unlink_account()
    result = await caller.result(DEVICES)
    assert (result["devices"], result["total"]) == ([], 0)
    assert await caller.code(f"/v1.0/devices/{FRONT_DOOR}") == 1106
    caller.cloud.recover()
    assert await caller.result(f"/v1.0/devices/{FRONT_DOOR}")
