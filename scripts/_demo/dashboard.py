"""The dashboard of the demo: a section for each lock, and what happened lately."""

from typing import Any, Final

from .client import HomeAssistantClient
from .stage import EVENTS, LockDevice

URL_PATH: Final = "door-locks"
TITLE: Final = "Door locks"

# Pages that have nothing to show here.
UNUSED: Final = ["map", "media-browser"]

ICONS: Final = {"Garden gate": "mdi:gate", "Holiday flat": "mdi:palm-tree"}

type Card = dict[str, Any]


async def show(client: HomeAssistantClient, locks: list[LockDevice]) -> None:
    """Create the dashboard, and make it the page that everybody lands on."""
    await client.command(
        "lovelace/dashboards/create",
        url_path=URL_PATH,
        title=TITLE,
        icon="mdi:lock-smart",
        show_in_sidebar=True,
        require_admin=False,
    )
    await client.command(
        "lovelace/config/save", url_path=URL_PATH, config=dashboard(locks)
    )
    await client.command(
        "frontend/set_user_data",
        key="sidebar",
        value={"panelOrder": [URL_PATH, "logbook", "history"], "hiddenPanels": UNUSED},
    )
    await client.command(
        "frontend/set_system_data", key="core", value={"default_panel": URL_PATH}
    )


def dashboard(locks: list[LockDevice]) -> Card:
    """Build the dashboard."""
    return {
        "views": [
            {
                "type": "sections",
                "title": TITLE,
                "path": "locks",
                "icon": "mdi:lock-smart",
                "max_columns": 3,
                "dense_section_placement": True,
                "header": {
                    "layout": "start",
                    "badges_position": "bottom",
                    "card": {
                        "type": "markdown",
                        "text_only": True,
                        "content": GREETING,
                    },
                },
                "badges": [_badge(lock) for lock in locks],
                "sections": [*map(_section, locks), _activity(locks)],
            }
        ]
    }


GREETING: Final = """\
# Who came in?
Four simulated locks: people come and go, and now and then somebody mistypes the code.
"""


def _badge(lock: LockDevice) -> Card:
    """Show who came in last, and how long ago."""
    return {
        "type": "entity",
        "entity": lock.entities["last_unlock"],
        "name": lock.name,
        "icon": _icon(lock),
        "show_name": True,
        "color": "primary",
    }


def _icon(lock: LockDevice) -> str:
    return ICONS.get(lock.name, "mdi:door-closed-lock")


def _section(lock: LockDevice) -> Card:
    entities = lock.entities
    heading = {
        "type": "heading",
        "heading": lock.name,
        "heading_style": "title",
        "icon": _icon(lock),
    }
    cards = [
        heading,
        *_duress(entities),
        _tile(entities["last_unlocked_by"], "Unlocked by", "green"),
        _tile(entities["last_unlock_method"], "Method", "green"),
        _tile(entities["last_unlock"], "Last unlock", "green"),
        _tile(entities["last_alarm_time"], "Last alarm", "orange"),
        _event_tile(entities["access"], "Access", "blue"),
        _event_tile(entities["alarm"], "Alarm", "orange"),
    ]
    if "doorbell" in entities:
        cards.append(_event_tile(entities["doorbell"], "Doorbell", "purple"))
    return {"type": "grid", "cards": cards}


def _duress(entities: dict[str, str]) -> list[Card]:
    """Show an alarm that nobody has acknowledged, and nothing otherwise."""
    visibility = [{"condition": "state", "entity": entities["duress"], "state": "on"}]
    button = entities["acknowledge_duress"]
    press = {
        "action": "perform-action",
        "perform_action": "button.press",
        "target": {"entity_id": button},
    }
    return [
        {
            "type": "markdown",
            "text_only": True,
            "content": DURESS,
            "grid_options": {"columns": 12, "rows": "auto"},
            "visibility": visibility,
        },
        _tile(entities["duress"], "Duress", "red")
        | {"state_content": "last_changed", "visibility": visibility},
        _tile(button, "Acknowledge", "red")
        | {
            "hide_state": True,
            "tap_action": press,
            "icon_tap_action": press,
            "visibility": visibility,
        },
    ]


DURESS: Final = """\
<ha-alert alert-type="error" title="Somebody was forced to open">\
Nothing at the door shows it. Make sure that all is well, then acknowledge.</ha-alert>
"""


def _event_tile(entity_id: str, name: str, color: str) -> Card:
    """Show the type of the last event, as automations see it."""
    return _tile(entity_id, f"{name} event", color) | {"state_content": "event_type"}


def _tile(entity_id: str, name: str, color: str) -> Card:
    return {
        "type": "tile",
        "entity": entity_id,
        "name": name,
        "color": color,
        "grid_options": {"columns": 6, "rows": 1},
    }


def _activity(locks: list[LockDevice]) -> Card:
    return {
        "type": "grid",
        "column_span": 2,
        "cards": [
            {"type": "heading", "heading": "Activity", "icon": "mdi:history"},
            {
                "type": "logbook",
                "target": {
                    "entity_id": [
                        lock.entities[key]
                        for lock in locks
                        for key in (*EVENTS, "duress")
                        if key in lock.entities
                    ]
                },
                "hours_to_show": 24,
                "grid_options": {"columns": "full", "rows": 8},
            },
        ],
    }
