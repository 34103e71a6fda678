"""What may end in a log line holds no secret, whatever goes wrong."""

import asyncio
import logging
import traceback

from aiohttp import ClientSession
import pytest

from custom_components.tuya_door_lock.api.client import TuyaClient
from custom_components.tuya_door_lock.api.errors import TuyaError
from simulator import ACCESS_ID, ACCESS_SECRET, TuyaCloud

from .test_client import CLIENT, DEVICES


def assert_silent(text: str, cloud: TuyaCloud) -> None:
    """Assert that a text holds neither credentials nor token."""
    for secret in (ACCESS_ID, ACCESS_SECRET, cloud.tokens.issue().access):
        assert secret not in text


def shown(error: BaseException) -> str:
    """Return all that a log could show of an error, with its values."""
    lines = traceback.format_exception(error)
    return "\n".join([str(error), repr(error), repr(error.args), *lines])


@pytest.mark.parametrize(
    "fault",
    [
        500,
        1001,
        1004,
        1005,
        1010,
        1013,
        1106,
        28841002,
        28841004,
        "cut_json",
        "hang",
        "html",
        "http_500",
        "huge",
        "no_success",
        "not_object",
        "reset",
    ],
)
@pytest.mark.parametrize("path", ["/v1.0/token", DEVICES], ids=["token", "devices"])
async def test_no_failure_shows_a_secret(
    cloud: TuyaCloud,
    client: TuyaClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    fault: int | str,
    path: str,
) -> None:
    """Keep credentials and token out of texts, tracebacks and logs."""
    caplog.set_level(logging.DEBUG)
    if fault == "hang":
        monkeypatch.setattr(f"{CLIENT}.TIME_LIMIT", 0.05)
    texts = (ACCESS_ID, ACCESS_SECRET, cloud.tokens.issue().access)
    msg = f"refused {texts}" if isinstance(fault, int) else None
    cloud.fail_next(9, fault, path=path, msg=msg)
    with pytest.raises(TuyaError) as caught:
        await client.get(DEVICES, {"note": "x"}, kind="devices")
    assert_silent(shown(caught.value), cloud)
    assert_silent(repr(client), cloud)
    assert_silent(caplog.text, cloud)


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:1", "http://["])
async def test_an_unreachable_cloud_shows_no_secret(
    cloud: TuyaCloud, session: ClientSession, base_url: str
) -> None:
    """Drop the library's own error, which may hold the address with its query."""
    client = TuyaClient(
        session, access_id=ACCESS_ID, access_secret=ACCESS_SECRET, base_url=base_url
    )
    with pytest.raises(TuyaError) as caught:
        await client.get(DEVICES, {"note": ACCESS_SECRET}, kind="devices")
    assert_silent(shown(caught.value), cloud)


async def test_an_answer_that_is_no_http_shows_no_address(
    session: ClientSession,
) -> None:
    """Drop the library's own text also where it quotes the whole address."""

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"NONSENSE\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = TuyaClient(
            session,
            access_id=ACCESS_ID,
            access_secret=ACCESS_SECRET,
            base_url=f"http://127.0.0.1:{port}",
        )
        with pytest.raises(TuyaError, match="could not be reached") as caught:
            await client.get(DEVICES, kind="devices")
    assert "grant_type=1" not in shown(caught.value)
    assert str(port) not in shown(caught.value)


async def test_an_error_that_many_share_shows_no_secret(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Keep it so where several callers raise the same error."""
    cloud.fail_next(99, 1001)
    found = await asyncio.gather(
        *(client.get(DEVICES, kind="devices") for _ in range(3)),
        return_exceptions=True,
    )
    assert len(found) == 3
    for error in found:
        assert isinstance(error, TuyaError)
        assert_silent(shown(error), cloud)
