"""Ending in order when the person or the machine wants it."""

import asyncio
from collections.abc import Coroutine
import signal
from typing import Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def until_stopped(work: Coroutine[None, None, None]) -> bool:
    """Do some work, and clear it away on a signal; return whether it was finished.

    A second signal changes nothing: what would be left behind is being cleared away.
    """
    task = asyncio.ensure_future(work)
    stop = asyncio.Event()
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        stopping.cancel()
        await task
        return True
    print("\nStopping ...", flush=True)
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled() and (error := task.exception()):
        raise error
    return False
