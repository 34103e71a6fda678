"""The control interface under `/_control/`: plain JSON, unsigned, for loopback only."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
import json
from typing import Any, Final

from aiohttp import web

from .cloud import TuyaCloud
from .models import Entry, Lock

MAX_AGO: Final = 10 * 366 * 86400.0


class BadInput(ValueError):
    """What a person got wrong in a request."""


class Form:
    """The JSON body of a control request, read field by field."""

    def __init__(self, cloud: TuyaCloud, content: dict[str, Any]) -> None:
        """Take the decoded body."""
        self._cloud = cloud
        self._content = content

    def lock(self) -> Lock:
        """Return the lock that `lock` names by id or name."""
        wanted = self.word("lock")
        try:
            return self._cloud.find(wanted)
        except LookupError as error:
            raise BadInput(str(error.args[0])) from None

    def word(self, name: str, default: str | None = None) -> str:
        """Return a text field that is not empty."""
        value = self._content.get(name, default)
        if not isinstance(value, str) or not value:
            raise BadInput(f"{name} must be a text")
        return value

    def number(self, name: str, default: int, *, minimum: int) -> int:
        """Return a whole number."""
        value = self._content.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
            raise BadInput(f"{name} must be a whole number from {minimum}")
        return value

    def time(self, default: float = 0.0) -> datetime:
        """Return the time `occurred_ago` seconds ago."""
        ago = self._content.get("occurred_ago", default)
        if isinstance(ago, bool) or not isinstance(ago, int | float):
            raise BadInput("occurred_ago must be a number of seconds")
        if not 0 <= ago <= MAX_AGO:
            raise BadInput("occurred_ago must be 0 or more, and at most ten years")
        return self._cloud.clock.now() - timedelta(seconds=ago)

    def fault(self) -> int | str:
        """Return the fault, a code or a name."""
        value = self._content.get("fault")
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise BadInput("fault must be an error code or a name")
        return value

    def path(self) -> str | None:
        """Return the path that limits a fault, if one is given."""
        return None if self._content.get("path") is None else self.word("path")


def _unlock(cloud: TuyaCloud, form: Form) -> Entry:
    return cloud.add_unlock(
        form.lock(),
        form.word("method", "fingerprint"),
        form.number("slot", 1, minimum=0),
        occurred_at=form.time(),
    )


def _late(cloud: TuyaCloud, form: Form) -> Entry:
    return cloud.add_unlock(
        form.lock(),
        form.word("method", "fingerprint"),
        form.number("slot", 1, minimum=0),
        occurred_at=form.time(3600),
        visible_at=cloud.clock.now(),
    )


def _attempt(cloud: TuyaCloud, form: Form) -> Entry:
    lock = form.lock()
    alarm = form.word("alarm", "wrong_password")
    return cloud.add_attempt(lock, alarm, picture=lock.abilities.media)


def _alarm(cloud: TuyaCloud, form: Form) -> Entry:
    return cloud.add_alarm(form.lock(), form.word("alarm"))


def _duress(cloud: TuyaCloud, form: Form) -> Entry:
    return cloud.add_duress(
        form.lock(),
        form.word("method", "fingerprint"),
        form.number("slot", 2, minimum=0),
    )


def _doorbell(cloud: TuyaCloud, form: Form) -> Entry:
    lock = form.lock()
    return cloud.add_ring(lock, picture=lock.abilities.media)


def _fail(cloud: TuyaCloud, form: Form) -> None:
    count = form.number("count", 1, minimum=1)
    cloud.fail_next(count, form.fault(), path=form.path())


ACTIONS: Final[dict[str, Callable[[TuyaCloud, Form], Entry | None]]] = {
    "unlock": _unlock,
    "late": _late,
    "attempt": _attempt,
    "alarm": _alarm,
    "duress": _duress,
    "doorbell": _doorbell,
    "fail": _fail,
    "tokens/expire": lambda cloud, form: cloud.expire_tokens(),
    "tokens/invalidate": lambda cloud, form: cloud.invalidate_tokens(),
    "quota/spend": lambda cloud, form: cloud.spend_quota(),
    "plan/end": lambda cloud, form: cloud.end_plan(),
    "unsubscribe": lambda cloud, form: cloud.unsubscribe(),
    "data-center/suspend": lambda cloud, form: cloud.suspend_data_center(),
    "account/unlink": lambda cloud, form: cloud.unlink_account(),
    "recover": lambda cloud, form: cloud.recover(),
}


async def _content(http: web.Request) -> dict[str, Any]:
    body = await http.read()
    try:
        content = json.loads(body) if body.strip() else {}
    except ValueError:
        raise BadInput("the body must be JSON") from None
    if not isinstance(content, dict):
        raise BadInput("the body must be a JSON object")
    return content


def add_routes(app: web.Application, cloud: TuyaCloud) -> None:
    """Add the control interface of a cloud to its server."""

    async def locks(http: web.Request) -> web.Response:
        return web.json_response(
            [
                {
                    "id": lock.id,
                    "name": lock.name,
                    "home": lock.home,
                    "category": lock.category,
                    "online": lock.online,
                    "entries": len(cloud.entries(lock)),
                }
                for lock in cloud.locks
            ]
        )

    async def calls(http: web.Request) -> web.Response:
        return web.json_response(
            {
                "total": len(cloud.calls),
                "by_name": dict(Counter(call.name for call in cloud.calls)),
                "calls": [
                    {"method": each.method, "name": each.name, "answer": each.answer}
                    for each in cloud.calls
                ],
            }
        )

    async def act(http: web.Request) -> web.Response:
        action = ACTIONS.get(http.match_info["action"])
        if action is None:
            names = ", ".join(sorted(ACTIONS))
            return web.Response(status=404, text=f"the actions are {names}")
        try:
            entry = action(cloud, Form(cloud, await _content(http)))
        except ValueError as error:
            return web.Response(status=400, text=str(error))
        if entry is None:
            return web.json_response({"ok": True})
        return web.json_response(
            {
                "id": entry.id,
                "lock": entry.lock_id,
                "lock_name": cloud.find(entry.lock_id).name,
                "occurred_at": entry.occurred_at.isoformat(),
            }
        )

    app.router.add_get("/_control/locks", locks)
    app.router.add_get("/_control/calls", calls)
    app.router.add_post("/_control/{action:.+}", act)
