"""Times as the user who asks wants them written, as far as the server can know that."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from homeassistant.components.frontend.storage import async_user_store
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..rights import async_current_user

# What each language puts between the numbers of a date, and their order.
_DATES: Final = {
    "de": (".", "DMY"),
    "en": ("/", "MDY"),
    "en-GB": ("/", "DMY"),
    "es": ("/", "DMY"),
    "fr": ("/", "DMY"),
    "it": ("/", "DMY"),
    "nl": ("-", "DMY"),
    "pl": (".", "DMY"),
    "pt": ("/", "DMY"),
    "pt-BR": ("/", "DMY"),
    "zh-Hans": ("/", "YMD"),
}
_ELSEWHERE: Final = ("-", "YMD")
_TWELVE_HOURS: Final = frozenset({"en"})


async def async_time_format(hass: HomeAssistant) -> Callable[[datetime], str]:
    """Return a function that formats a time as the user's profile says.

    A profile that follows the browser counts as one that follows the language.
    """
    profile: dict[str, Any] = {}
    if (user := async_current_user()) is not None:
        store = await async_user_store(hass, user.id)
        profile = store.data.get("language") or {}
    language = profile.get("language") or hass.config.language
    separator, order = _DATES.get(language, _ELSEWHERE)
    if (wanted := profile.get("date_format")) in ("DMY", "MDY", "YMD"):
        order = wanted
    has_twelve_hours = {"12": True, "24": False}.get(
        profile.get("time_format", ""), language in _TWELVE_HOURS
    )

    def written(moment: datetime) -> str:
        local = dt_util.as_local(moment)
        parts = {"D": str(local.day), "M": str(local.month), "Y": str(local.year)}
        date = separator.join(parts[each] for each in order)
        if has_twelve_hours:
            half = "AM" if local.hour < 12 else "PM"
            # No line breaks between them.
            return f"{date}, {local.hour % 12 or 12}:{local:%M}\N{NO-BREAK SPACE}{half}"
        return f"{date}, {local:%H:%M}"

    return written
