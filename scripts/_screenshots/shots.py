"""The pictures: what each is called, and how to come to what it shows."""

from dataclasses import dataclass
from typing import Final

from playwright.async_api import Locator

from scripts._demo.dashboard import URL_PATH
from scripts._demo.stage import Stage
from simulator import BACK_DOOR, GARDEN_GATE

from .browser import Frame, Prepare, View
from .statistics import statistics

DESKTOP: Final = Frame(1280, 900, 1.5)
WIDE: Final = Frame(1440, 1300, 1.25)
TALL: Final = Frame(1280, 1160, 1.5)
DIALOG: Final = Frame(900, 1000, 2)
PHONE: Final = Frame(390, 844, 2, is_phone=True)

INTEGRATION: Final = "/config/integrations/integration/tuya_door_lock"

ACTION: Final = """\
action: tuya_door_lock.get_records
data:
  device_id: {device_id}
  user: Mia
  limit: 1
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the documents."""

    name: str
    prepare: Prepare
    frame: Frame = DESKTOP
    dark: bool = False


async def look(scene: Stage) -> None:
    """Have the logs read at once."""
    await scene.client.act(
        "tuya_door_lock.refresh", device_id=[lock.device_id for lock in scene.locks]
    )


async def dashboard(view: View) -> None:
    """Show what the demo opens with."""
    await view.open(f"/{URL_PATH}/locks")


async def duress(view: View) -> None:
    """Show what nobody at the door can see."""
    view.scene.cloud.add_duress(BACK_DOOR)
    await look(view.scene)
    await dashboard(view)


async def doors(view: View) -> None:
    """Show the simulator's own page."""
    await view.page.goto(view.scene.cloud_url)
    await view.settle()


async def device(view: View) -> None:
    """Show the page of a lock."""
    await view.open(f"/config/devices/device/{view.device('Front door')}")


async def project(view: View) -> Locator:
    """Show the first step of the setup."""
    await view.open("/config/integrations/dashboard/add?domain=tuya_door_lock")
    await view.press("OK")
    return await view.dialog()


async def locks(view: View) -> Locator:
    """Show the last step of the setup, of another project."""
    await project(view)
    fields = view.page.locator("step-flow-form input")
    await fields.nth(0).fill(view.another.cloud.access_id)
    await fields.nth(1).fill(view.another.cloud.access_secret)
    await view.choose("Central Europe")
    await view.choose("Another server")
    await view.press("Submit")
    await fields.fill(view.another.url)
    await view.press("Submit")
    return await view.dialog()


async def options(view: View) -> Locator:
    """Show what can be changed."""
    await view.open(INTEGRATION)
    await view.page.get_by_role("button", name="Configure").first.click()
    await view.settle()
    return await view.dialog()


async def people(view: View) -> None:
    """Show who was added to the project."""
    await view.open(INTEGRATION)


async def person(view: View) -> Locator:
    """Show how a person gets what is theirs."""
    await people(view)
    await view.press("Add person")
    return await view.dialog()


async def repairs(view: View) -> Locator:
    """Show what Home Assistant asks about."""
    await view.open("/config/repairs")
    return view.page.locator("ha-card").first


async def new_credential(view: View) -> Locator:
    """Show what can be done about a finger that nobody has named."""
    await view.open("/config/repairs")
    await view.choose("New credential", exact=False)
    return await view.dialog()


async def triggers(view: View) -> Locator:
    """Show what can start an automation."""
    await view.open("/config/automation/edit/new")
    await view.press("Add trigger")
    await view.choose("Hall")
    return await view.dialog()


async def blueprint(view: View) -> None:
    """Show an automation that is made from a blueprint."""
    await view.open("/config/automation/edit/home_from_school")


async def activity(view: View) -> None:
    """Show the sentences that the locks make."""
    await view.open("/logbook")
    await view.choose("Sources")


async def pictures(view: View) -> None:
    """Show the days of which there are pictures."""
    lock = f"media-source://tuya_door_lock/{GARDEN_GATE}"
    escaped = lock.replace(":", "%3A").replace("/", "%2F")
    await view.open(f"/media-browser/browser/app%2C{escaped}")


async def action(view: View) -> None:
    """Show an action with what it returns."""
    await view.open("/config/tools/action")
    await view.choose("YAML mode")
    await view.page.locator(".cm-content").first.click()
    await view.page.keyboard.press("Control+A")
    await view.page.keyboard.insert_text(
        ACTION.format(device_id=view.device("Front door"))
    )
    await view.settle()
    await view.press("Perform action")
    # The button says for a while that it is done.
    await view.settle()


SHOTS: Final = (
    Shot("dashboard", dashboard, WIDE),
    Shot("dark_dashboard", dashboard, WIDE, dark=True),
    Shot("phone", dashboard, PHONE),
    Shot("device", device, TALL),
    Shot("setup_project", project, DIALOG),
    Shot("setup_locks", locks, DIALOG),
    Shot("options", options, DIALOG),
    Shot("people", people, TALL),
    Shot("person", person, DIALOG),
    Shot("repairs", repairs, DIALOG),
    Shot("new_credential", new_credential, DIALOG),
    Shot("triggers", triggers, DIALOG),
    Shot("blueprint", blueprint),
    Shot("activity", activity),
    Shot("pictures", pictures),
    Shot("action", action, TALL),
    Shot("statistics", statistics, Frame(1000, 540, 1.5)),
    Shot("doors", doors, Frame(1280, 940, 1.25)),
    # The last one: it leaves an alarm behind.
    Shot("duress", duress, PHONE),
)
"""In this order, for they share one Home Assistant."""
