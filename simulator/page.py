"""The simulator's page: the locks to press on, and what comes of it, in a browser."""

from collections.abc import Awaitable, Callable
from pathlib import Path
import re
from typing import Any, Final

from aiohttp import web

from . import errors
from .cloud import TuyaCloud
from .models import Entry, Lock, Person

WWW: Final = Path(__file__).with_name("www")
TYPES: Final = {
    "index.html": "text/html",
    "page.css": "text/css",
    "page.js": "text/javascript",
}


type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_routes(app: web.Application, cloud: TuyaCloud, api: Handler) -> None:
    """Add the page of a cloud to its server; a client of Tuya's goes on to the API."""

    def file(name: str) -> web.Response:
        text = (WWW / name).read_text(encoding="utf-8")
        return web.Response(
            text=text,
            content_type=TYPES[name],
            headers={"Cache-Control": "no-store"},
        )

    async def index(http: web.Request) -> web.StreamResponse:
        return await api(http) if "client_id" in http.headers else file("index.html")

    async def asset(http: web.Request) -> web.Response:
        name = http.match_info["name"]
        return file(name) if name in TYPES else web.Response(status=404)

    async def state(http: web.Request) -> web.Response:
        after = http.query.get("after", "0")
        if not re.fullmatch("[0-9]{1,15}", after):
            return web.Response(status=400, text="after must be a number")
        address = f"{http.scheme}://{http.host}"
        return web.json_response(_state(cloud, address, int(after)))

    app.router.add_get("/", index)
    app.router.add_get("/_page/{name}", asset)
    app.router.add_get("/_control/state", state)


def _state(cloud: TuyaCloud, address: str, after: int) -> dict[str, Any]:
    """Return all that the page shows, of the log what follows a line."""
    topics = cloud.messages.topics.values()
    return {
        "setup": {
            "Address": address,
            "Access ID": cloud.access_id,
            "Access Secret": cloud.access_secret,
        },
        "locks": [_lock(cloud, lock) for lock in cloud.locks],
        "trouble": _trouble(cloud),
        "calls": len(cloud.calls),
        "messages": sum(topic.counts["delivered"] for topic in topics),
        "consumers": sum(len(topic.consumers) for topic in topics),
        "row_delay": cloud.row_delay,
        "lines": [
            {
                "number": line.number,
                "at": line.at.isoformat(),
                "kind": line.kind,
                "text": line.text,
            }
            for line in cloud.diary.after(after)
        ],
    }


def _trouble(cloud: TuyaCloud) -> str | None:
    if cloud.blocked is not None:
        return (
            f"Every call is answered {cloud.blocked}: {errors.MESSAGES[cloud.blocked]}"
        )
    if cloud.unlinked:
        return "The app account is unlinked."
    return None


def _lock(cloud: TuyaCloud, lock: Lock) -> dict[str, Any]:
    entries = [each for each in cloud.entries(lock) if isinstance(each, Entry)]
    shown = {id(each) for each in cloud.visible(lock)}
    return {
        "id": lock.id,
        "name": lock.name,
        "home": lock.home,
        "product": lock.product_name.removeprefix("Example "),
        "online": lock.online,
        "denied": lock.id in cloud.denied,
        "rings": "doorbell" in lock.status,
        "waiting": sum(id(each) not in shown for each in entries),
        "last": _described(entries[-1]) if entries else "",
        "people": [_person(each) for each in lock.people],
    }


def _described(entry: Entry) -> str:
    value = "" if isinstance(entry.value, bool) else f" {entry.value}"
    return f"Last: {entry.code}{value}, {entry.local_time}"


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "credentials": [
            {
                "method": each.method,
                "slot": each.slot,
                "duress": each.duress,
                "text": f"{each.method} {each.slot}",
            }
            for each in person.credentials
        ],
    }
