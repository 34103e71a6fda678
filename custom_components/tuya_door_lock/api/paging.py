"""The pages of Tuya's lists: what is in one, and whether another follows."""

from typing import Any, Final

from .records import text_of

PAGE_SIZE: Final = 100
"""How many rows to ask for."""

MAX_PAGES: Final = 20
"""How many pages of a list are read at most."""

# Servers that send smaller pages count in tens.
_STEP: Final = 10
_LISTS: Final = ("logs", "records", "devices", "list")


def rows_in(result: object) -> list[Any]:
    """Return the list that a result is, or holds."""
    if isinstance(result, dict):
        result = next((result[key] for key in _LISTS if result.get(key)), None)
    return result if isinstance(result, list) else []


def objects_in(value: object) -> list[dict[str, Any]]:
    """Return the JSON objects of a list; none of any other value."""
    return [
        entry
        for entry in (value if isinstance(value, list) else [])
        if isinstance(entry, dict)
    ]


def goes_on(result: object, on_page: int, read: int) -> bool | None:
    """Return whether another page may follow, None where that is unknown.

    A full page may have a next one. Servers may page in smaller steps than they are
    asked for: then only the total says so, which not all of them send.
    """
    if not on_page:
        return False
    more = result if isinstance(result, dict) else {}
    if on_page >= PAGE_SIZE or more.get("has_more") in (True, 1):
        return True
    total = total_of(result, read)
    if total is not None and not _may_count_page(total, on_page):
        return total > read
    return False if "has_more" in more else None


def total_of(result: object, read: int) -> int | None:
    """Return how many rows a log has; a count of the page alone is none."""
    total = text_of(result.get("total")) if isinstance(result, dict) else None
    return (
        int(total) if total and total.isdecimal() and int(total) >= read > 0 else None
    )


def _may_count_page(total: int, on_page: int) -> bool:
    """Return whether a total may be that of the page, as Tuya's page may mean it.

    It matters where pages are smaller than asked for: in round numbers.
    """
    return total == on_page and on_page % _STEP == 0
