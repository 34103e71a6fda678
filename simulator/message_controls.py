"""The part of the control interface that is about the Message Service."""

from collections.abc import Callable
from typing import Any, Final, get_args

from .cloud import TuyaCloud
from .form import BadInput, Form
from .message_format import Encryption, Family
from .messages import ENVIRONMENTS, Announcement, Messages

ENCRYPTIONS: Final[tuple[Encryption, ...]] = get_args(Encryption.__value__)
FAMILIES: Final[tuple[Family, ...]] = get_args(Family.__value__)
ANNOUNCEMENTS: Final[tuple[Announcement, ...]] = get_args(Announcement.__value__)


def state_of_messages(cloud: TuyaCloud) -> dict[str, Any]:
    """Return the settings, and of each environment its consumers and its counts."""
    messages = cloud.messages
    return {
        "settings": {
            "enabled": messages.enabled,
            "environments": sorted(messages.environments),
            "rules": sorted(messages.rules),
            "test_devices": _sorted(messages.test_devices),
            "encryption": messages.encryption,
            "announcement": messages.announcement,
            "families": list(messages.families),
            "stale_first": messages.stale_first,
            "silent": messages.silent,
            "keeps_unread": _keeps_unread(messages),
            "push_delay": list(messages.push_delay),
        },
        "environments": {
            environment: {
                "consumers": len(topic.consumers),
                "counts": dict(topic.counts),
                "by_device": dict(topic.by_device),
            }
            for environment, topic in messages.topics.items()
        },
        "handshakes": [call.answer for call in cloud.handshakes],
    }


def _sorted(texts: set[str] | None) -> list[str] | None:
    return None if texts is None else sorted(texts)


def _keeps_unread(messages: Messages) -> bool:
    return all(topic.keeps_unread for topic in messages.topics.values())


def _set(cloud: TuyaCloud, form: Form) -> None:
    """Change what is given, and nothing where a part of it is wrong."""
    messages = cloud.messages
    enabled = form.flag("enabled", messages.enabled)
    environments = form.choices("environments", ENVIRONMENTS, [*messages.environments])
    rules = form.choices("rules", ENVIRONMENTS, [*messages.rules])
    test_devices = form.texts_or_none("test_devices", messages.test_devices)
    encryption = form.choice("encryption", ENCRYPTIONS, messages.encryption)
    announcement = form.choice("announcement", ANNOUNCEMENTS, messages.announcement)
    families = form.choices("families", FAMILIES, messages.families)
    stale_first = form.flag("stale_first", messages.stale_first)
    silent = form.flag("silent", messages.silent)
    keeps_unread = form.flag("keeps_unread", _keeps_unread(messages))
    messages.enabled = enabled
    messages.environments = set(environments)
    messages.rules = set(rules)
    messages.test_devices = test_devices
    messages.encryption = encryption
    messages.announcement = announcement
    messages.families = tuple(families)
    messages.stale_first = stale_first
    messages.silent = silent
    for topic in messages.topics.values():
        topic.keeps_unread = keeps_unread


def _delay(cloud: TuyaCloud, form: Form) -> None:
    cloud.messages.push_delay = form.span()


def _send_junk(cloud: TuyaCloud, form: Form) -> None:
    if not cloud.messages.send_junk(form.word("kind", "not_json")):
        raise BadInput("no consumer is connected")


def _repeat(cloud: TuyaCloud, form: Form) -> None:
    repeated = [topic.repeat() for topic in cloud.messages.topics.values()]
    if not any(repeated):
        raise BadInput("no message has been delivered")


def _disconnect(cloud: TuyaCloud, form: Form) -> None:
    cloud.messages.disconnect(form.number("code", 1006, minimum=1000))


def _refuse(cloud: TuyaCloud, form: Form) -> None:
    count = form.number("count", 1, minimum=1)
    cloud.fail_next(count, form.number("status", 500, minimum=400), path="/ws/")


MESSAGE_ACTIONS: Final[dict[str, Callable[[TuyaCloud, Form], None]]] = {
    "messages/set": _set,
    "messages/delay": _delay,
    "messages/junk": _send_junk,
    "messages/repeat": _repeat,
    "messages/disconnect": _disconnect,
    "messages/refuse": _refuse,
}
