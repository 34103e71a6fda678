"""A device's shadow: when each of its properties was last reported.

Source: Tuya's page "Query Properties". One call shows whether anything has happened
at the door, where the logs need two. Only the logs show what it was, and who.
"""

from typing import Final

from .client import TuyaClient
from .errors import TuyaTransientError
from .records import text_of

_PATH: Final = "/v2.0/cloud/thing/{}/shadow/properties"


async def shadow_times(client: TuyaClient, device_id: str) -> dict[str, int]:
    """Return when each code of a device was last reported, by the device's clock.

    In milliseconds since 1970. A property that was never reported is left out. Raises
    a `TuyaError` when the call fails, TuyaTransientError where the answer is none.
    """
    result = await client.get(_PATH.format(device_id), kind="shadow", optional=True)
    properties = result.get("properties") if isinstance(result, dict) else None
    if not isinstance(properties, list):
        raise TuyaTransientError("Tuya sent no properties")
    return {
        code: moment
        for entry in properties
        if isinstance(entry, dict)
        and entry.get("value") is not None
        and (code := text_of(entry.get("code")))
        and isinstance(moment := entry.get("time"), int)
        and not isinstance(moment, bool)
    }
