"""Those who live in the demo: persons, rooms, whose finger is whose, automations."""

from dataclasses import dataclass
import io
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from simulator import BACK_DOOR, FRONT_DOOR, GARDEN_GATE, HOLIDAY_FLAT, TuyaCloud

from . import options
from .client import HomeAssistantClient, Json
from .errors import DemoError

BLUEPRINTS: Final = "tuya_door_lock"
PERSON_FLOW: Final = "/api/config/config_entries/subentries/flow"

TITLE: Final = "Tuya cloud project (Central Europe)"
# In the colors that the card has for them.
PERSONS: Final = {
    "Ana": "#f4bd4a",
    "Ben": "#9c6b4e",
    "Dora": "#ff725c",
    "Mia": "#97bbf5",
}
INK: Final = "#1b2228"
AREAS: Final = {
    FRONT_DOOR: ("Hall", "mdi:coat-rack"),
    BACK_DOOR: ("Utility room", "mdi:washing-machine"),
    GARDEN_GATE: ("Garden", "mdi:flower"),
    HOLIDAY_FLAT: ("Flat by the sea", "mdi:waves"),
}
# What the media browser shows goes back as far as the log does.
PICTURES: Final = {"keep_pictures": 100, "keep_pictures_days": 30}

SIZE: Final = 256


@dataclass(frozen=True, slots=True)
class Automation:
    """An automation that is made from one of our blueprints."""

    name: str
    blueprint: str
    locks: tuple[str, ...]
    inputs: Json
    message: str


AUTOMATIONS: Final = (
    Automation(
        "Mia is home from school",
        "home_from_school",
        (FRONT_DOOR, BACK_DOOR),
        {"child": "person.mia", "expected": "17:30:00"},
        "{{ child }} {{ 'came home at' if home else 'has not come home by' }} {{ when }}.",
    ),
    Automation(
        "Somebody tries to get in",
        "repeated_attempts",
        (FRONT_DOOR, BACK_DOOR, GARDEN_GATE),
        {},
        "{{ lock }}: refused {{ count }} times, the last time at {{ when }}.",
    ),
    Automation(
        "Help, somebody is forced",
        "duress",
        (FRONT_DOOR, BACK_DOOR),
        {"people": ["person.ana", "person.ben"]},
        "{{ who or 'Somebody' }} opened {{ lock }} under duress at {{ when }}.",
    ),
)


async def add_persons(client: HomeAssistantClient) -> None:
    """Let Home Assistant know the family, with a picture of each."""
    for name, color in PERSONS.items():
        image = await client.upload(
            "/api/image/upload", f"{name.lower()}.png", avatar(name, color), "image/png"
        )
        await client.command(
            "person/create",
            name=name,
            picture=f"/api/image/serve/{image['id']}/{SIZE}x{SIZE}",
        )


def avatar(name: str, color: str) -> bytes:
    """Draw an initial on a disc."""
    # Drawn large and made smaller: Pillow's circles have jagged edges.
    side = 2 * SIZE
    image = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(image)
    draw.ellipse((0, 0, side - 1, side - 1), fill=color)
    draw.text(
        (side / 2, side / 2),
        name[0],
        font=ImageFont.load_default(size=side * 0.52),
        fill=INK,
        anchor="mm",
    )
    file = io.BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


async def settle(client: HomeAssistantClient, cloud: TuyaCloud, entry_id: str) -> None:
    """Give the project a name, set the options as a family would, follow all locks.

    Pictures come first: of the past, a lock fetches those that it is to keep when it
    is followed for the first time.
    """
    await client.command("config_entries/update", entry_id=entry_id, title=TITLE)
    await options.change(client, entry_id, "pictures", PICTURES)
    everything = {"locks": [lock.id for lock in cloud.locks]}
    await options.change(client, entry_id, "settings", everything)
    await _say_who_is_who(client, cloud, entry_id)


async def _say_who_is_who(
    client: HomeAssistantClient, cloud: TuyaCloud, entry_id: str
) -> None:
    """Add the family, and give each of them their fingers, codes and cards.

    What nobody owns stays as it is: there is something left to do.
    """
    for name in PERSONS:
        form = await client.post(PERSON_FLOW, {"handler": [entry_id, "person"]})
        path = f"{PERSON_FLOW}/{form['flow_id']}"
        if form["step_id"] == "matches":
            form = await client.post(path, {"persons": []})
        [boxes] = [
            field["selector"]["select"]["options"]
            for field in form["data_schema"]
            if field["name"] == "credentials"
        ]
        credentials = [
            box["value"] for box in boxes if _owner(cloud, box["value"]) == name
        ]
        person = f"person.{name.lower()}"
        result = await client.post(path, {"person": person, "credentials": credentials})
        if result["type"] != "create_entry":
            raise DemoError(f"the form of {name} shows {result}")


def _owner(cloud: TuyaCloud, option: str) -> str:
    """Return whose finger, code or card a tick box is about."""
    lock_id, _, key = option.partition(" ")
    method, _, slot = key.partition(":")
    if method == "member":
        return slot
    if not slot.isdecimal():
        return ""
    person = cloud.find(lock_id).holder(method, int(slot))
    return person.name if person else ""


async def add_rooms_and_automations(
    client: HomeAssistantClient, devices: dict[str, str]
) -> None:
    """Put the locks into rooms, and let automations watch them."""
    for area in await client.command("config/area_registry/list"):
        # What the onboarding has made up.
        await client.command("config/area_registry/delete", area_id=area["area_id"])
    for lock_id, (name, icon) in AREAS.items():
        area = await client.command("config/area_registry/create", name=name, icon=icon)
        await client.command(
            "config/device_registry/update",
            device_id=devices[lock_id],
            area_id=area["area_id"],
        )
    for each in AUTOMATIONS:
        notify = {
            "action": "persistent_notification.create",
            "data": {
                "notification_id": each.blueprint,
                "title": each.name,
                "message": each.message,
            },
        }
        await client.post(
            f"/api/config/automation/config/{each.blueprint}",
            {
                "alias": each.name,
                "use_blueprint": {
                    "path": f"{BLUEPRINTS}/{each.blueprint}.yaml",
                    "input": {
                        "locks": [devices[lock] for lock in each.locks],
                        "actions": [notify],
                        **each.inputs,
                    },
                },
            },
        )
