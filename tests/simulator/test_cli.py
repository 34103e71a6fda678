"""`python -m simulator`."""

import asyncio
from pathlib import Path
import re
import signal
import sys

from aiohttp import ClientSession
import pytest

import simulator
from simulator.__main__ import main

ROOT = Path(simulator.__file__).parents[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("extra", [[], ["--activity", "--seed", "5"]])
async def test_it_serves_on_loopback_until_interrupted(
    socket_enabled: None, number: signal.Signals, extra: list[str]
) -> None:
    """Start on a free port, print what is needed and what happens, end cleanly."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "simulator", "--port", "0", *extra),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        head = [(await process.stdout.readline()).decode() for _ in range(8)]
        text = "".join(head)
        found = re.search(r"http://127\.0\.0\.1:[0-9]+", text)
        assert found is not None
        assert simulator.ACCESS_ID in text
        assert simulator.ACCESS_SECRET in text
        assert "Holiday flat" in text
        async with (
            ClientSession() as session,
            session.post(
                f"{found[0]}/_control/unlock", json={"lock": "Back door"}
            ) as response,
        ):
            assert response.status == 200
        while line := (await process.stdout.readline()).decode():
            if line.startswith("Back door: unlock_fingerprint 1 by Ana at "):
                break
        assert line
        process.send_signal(number)
        rest = (await process.stdout.read()).decode()
        assert rest.endswith("Stopped.\n")
        assert await process.stderr.read() == b""
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("port", ["-1", "65536", "door"])
def test_a_port_that_is_none_is_refused(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Say what is wrong with the command line."""
    with pytest.raises(SystemExit) as ended:
        main([f"--port={port}"])
    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err
