"""The control interface under `/_control/`: plain JSON, unsigned, for loopback only."""

from collections import Counter
from collections.abc import Callable
import json
from typing import Any, Final

from aiohttp import web

from .cloud import TuyaCloud
from .form import BadInput, Form
from .media import Scene, picture_of
from .message_controls import MESSAGE_ACTIONS, state_of_messages
from .models import Entry, Person, Picture


def _unlock(cloud: TuyaCloud, form: Form) -> Entry:
    lock = form.lock()
    method = form.word("method", "fingerprint")
    slot = form.number("slot", 1, minimum=0)
    return cloud.add_unlock(
        lock,
        method,
        slot,
        occurred_at=form.time(),
        picture=lock.abilities.media and _picture(lock.holder(method, slot)),
        push=form.flag("push", default=True),
    )


def _picture(person: Person | None) -> Picture:
    """Return what a camera sees of who comes in."""
    seen = {"Ana": Scene.ANA, "Ben": Scene.BEN}
    name = person.name if person else ""
    return picture_of(seen.get(name, Scene.STRANGER))


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


def _report(cloud: TuyaCloud, form: Form) -> None:
    cloud.report(form.device(), form.status(), logged=form.flag("logged", default=True))


def _delay_rows(cloud: TuyaCloud, form: Form) -> None:
    cloud.row_delay = form.span()
    cloud.say(f"rows come {cloud.row_delay} seconds after their reports")


ACTIONS: Final[dict[str, Callable[[TuyaCloud, Form], Entry | None]]] = {
    "unlock": _unlock,
    "late": _late,
    "attempt": _attempt,
    "alarm": _alarm,
    "duress": _duress,
    "doorbell": _doorbell,
    "report": _report,
    "offline": lambda cloud, form: cloud.go_offline(form.lock()),
    "online": lambda cloud, form: cloud.go_online(form.lock()),
    "deny": lambda cloud, form: cloud.deny(form.lock()),
    "allow": lambda cloud, form: cloud.allow(form.lock()),
    "rows/delay": _delay_rows,
    "fail": _fail,
    "tokens/expire": lambda cloud, form: cloud.expire_tokens(),
    "tokens/invalidate": lambda cloud, form: cloud.invalidate_tokens(),
    "quota/spend": lambda cloud, form: cloud.spend_quota(),
    "plan/end": lambda cloud, form: cloud.end_plan(),
    "unsubscribe": lambda cloud, form: cloud.unsubscribe(),
    "data-center/suspend": lambda cloud, form: cloud.suspend_data_center(),
    "account/unlink": lambda cloud, form: cloud.unlink_account(),
    "recover": lambda cloud, form: cloud.recover(),
    **MESSAGE_ACTIONS,
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

    async def messages(http: web.Request) -> web.Response:
        return web.json_response(state_of_messages(cloud))

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
    app.router.add_get("/_control/messages", messages)
    app.router.add_post("/_control/{action:.+}", act)
