"""A cloud whose linked account is that of the default household."""

from .clock import Clock
from .cloud import ACCESS_ID, ACCESS_SECRET, TuyaCloud
from .default_devices import add_default_devices
from .history import generate_few_days, generate_history


def household(
    *,
    access_id: str = ACCESS_ID,
    access_secret: str = ACCESS_SECRET,
    clock: Clock | None = None,
    weeks: int = 0,
) -> TuyaCloud:
    """Build a cloud with the default devices and what happened there lately.

    That is the same few things of the last days, or some weeks of ordinary life.
    """
    cloud = TuyaCloud(access_id=access_id, access_secret=access_secret, clock=clock)
    add_default_devices(cloud)
    if weeks:
        generate_history(cloud, weeks)
    else:
        generate_few_days(cloud)
    # What is in the logs by now was reported, and noted, when it happened.
    cloud.messages.clear()
    cloud.diary.clear()
    return cloud
