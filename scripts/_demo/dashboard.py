"""The dashboard of the demo: who came in, each lock, and what Tuya is asked."""

from typing import Any, Final

from .stage import LockDevice, Stage

URL_PATH: Final = "door-locks"
TITLE: Final = "Door locks"

# Pages that have nothing to show here.
UNUSED: Final = ["map", "calendar", "todo"]

ICONS: Final = {
    "Back door": "mdi:door-sliding",
    "Garden gate": "mdi:gate",
    "Holiday flat": "mdi:palm-tree",
}

type Card = dict[str, Any]


async def show(scene: Stage) -> None:
    """Create the dashboard, and make it the page that everybody lands on."""
    client = scene.client
    await client.command(
        "lovelace/dashboards/create",
        url_path=URL_PATH,
        title=TITLE,
        icon="mdi:lock-smart",
        show_in_sidebar=True,
        require_admin=False,
    )
    await client.command(
        "lovelace/config/save",
        url_path=URL_PATH,
        config=dashboard(scene.locks, scene.project),
    )
    await client.command(
        "frontend/set_user_data",
        key="sidebar",
        value={
            "panelOrder": [URL_PATH, "logbook", "history", "media-browser"],
            "hiddenPanels": UNUSED,
        },
    )
    await client.command(
        "frontend/set_system_data", key="core", value={"default_panel": URL_PATH}
    )


def dashboard(locks: list[LockDevice], project: dict[str, str]) -> Card:
    """Build the dashboard."""
    with_camera = [lock for lock in locks if "last_picture" in lock.entities]
    others = [lock for lock in locks if lock not in with_camera]
    return {
        "views": [
            {
                "type": "sections",
                "title": TITLE,
                "path": "locks",
                "icon": "mdi:lock-smart",
                "max_columns": 3,
                "dense_section_placement": True,
                "sections": [
                    _log(),
                    # As high as the list is long.
                    *({"type": "grid", "cards": _lock(lock)} for lock in with_camera),
                    {
                        "type": "grid",
                        "cards": [card for lock in others for card in _lock(lock)],
                    },
                    {
                        "type": "grid",
                        "column_span": 2,
                        "cards": [_pattern(), *_calls(project, locks)],
                    },
                ],
            }
        ]
    }


def _log() -> Card:
    """Show who came in, at all locks, with the alarm that must not be missed."""
    return {
        "type": "grid",
        "column_span": 2,
        "cards": [
            {
                "type": "custom:tuya-door-lock-card",
                "title": "Who came in?",
                "show": ["last", "duress", "filters", "log"],
                "grid_options": {"columns": "full", "rows": 9},
            }
        ],
    }


def _pattern() -> Card:
    return {
        "type": "custom:tuya-door-lock-card",
        "title": "A week at the doors",
        "show": ["pattern"],
        "grid_options": {"columns": "full", "rows": "auto"},
    }


def _lock(lock: LockDevice) -> list[Card]:
    entities = lock.entities
    battery = entities.get("battery") or entities["battery_state"]
    badges = [
        {"type": "entity", "entity": battery, "show_state": True, "color": "state"}
    ]
    return [
        _heading(lock.name, ICONS.get(lock.name, "mdi:door-closed-lock"))
        | {"badges": badges},
        *_duress(entities),
        *_picture(entities),
        _tile(entities["last_unlocked_by"], "Unlocked by", "green"),
        _tile(entities["last_unlocked_by"], "Unlocked with", "green")
        | {"state_content": ["method"]},
        _tile(entities["accesses"], "Accesses", "green"),
        _tile(entities["failed_attempts"], "Failed attempts", "orange"),
    ]


def _picture(entities: dict[str, str]) -> list[Card]:
    """Show who stood there last, and when there was a ring."""
    if "last_picture" not in entities:
        return []
    return [
        {
            "type": "picture-entity",
            "entity": entities["last_picture"],
            "show_name": False,
            "show_state": False,
            "aspect_ratio": "4:3",
            "grid_options": {"columns": "full", "rows": "auto"},
        },
        _tile(entities["last_picture"], "Last picture", "purple"),
        _tile(entities["doorbell"], "Last ring", "purple"),
    ]


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


def _calls(project: dict[str, str], locks: list[LockDevice]) -> list[Card]:
    """Show what the free plan of Tuya's has left, and let locks be asked now."""
    refresh = {
        "action": "perform-action",
        "perform_action": "button.press",
        "target": {"entity_id": [lock.entities["refresh"] for lock in locks]},
    }
    return [
        _heading("Calls to Tuya", "mdi:cloud-sync"),
        _tile(project["calls_this_month"], "This month", "blue"),
        _tile(project["projected_calls"], "Projected", "blue"),
        _tile(project["polling_interval"], "Every", "blue"),
        _tile(locks[0].entities["refresh"], "Ask now", "blue")
        | {"hide_state": True, "tap_action": refresh, "icon_tap_action": refresh},
    ]


def _heading(text: str, icon: str) -> Card:
    return {"type": "heading", "heading": text, "heading_style": "title", "icon": icon}


def _tile(entity_id: str, name: str, color: str) -> Card:
    return {
        "type": "tile",
        "entity": entity_id,
        "name": name,
        "color": color,
        "grid_options": {"columns": 6, "rows": 1},
    }
