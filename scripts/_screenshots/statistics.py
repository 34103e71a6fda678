"""A statistics graph, of what the simulated locks have in their past."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final

from scripts._demo.stage import Stage
from simulator.models import Entry

from .browser import View

LOCK: Final = "Front door"
URL_PATH: Final = "door-statistics"


async def statistics(view: View) -> None:
    """Show how often a door was opened, as if that had been counted from the start."""
    scene = view.scene
    counted = {
        "sensor.front_door_accesses": _hours(scene, "unlock", ""),
        "sensor.front_door_failed_attempts": _hours(scene, "alarm", "wrong_"),
    }
    for entity_id, hours in counted.items():
        await scene.client.command(
            "recorder/import_statistics",
            metadata={
                "source": "recorder",
                "statistic_id": entity_id,
                "name": None,
                "unit_of_measurement": None,
                "unit_class": None,
                "mean_type": 0,
                "has_sum": True,
            },
            stats=_sums(hours),
        )
    await scene.client.command(
        "lovelace/dashboards/create",
        url_path=URL_PATH,
        title="Statistics",
        show_in_sidebar=False,
        require_admin=False,
    )
    card: dict[str, Any] = {
        "type": "statistics-graph",
        "title": LOCK,
        "entities": list(counted),
        "chart_type": "bar",
        "period": "day",
        "days_to_show": 30,
        "stat_types": ["change"],
    }
    await scene.client.command(
        "lovelace/config/save",
        url_path=URL_PATH,
        config={"views": [{"type": "panel", "cards": [card]}]},
    )
    await view.open(f"/{URL_PATH}/0")


def _hours(scene: Stage, kind: str, value: str) -> Counter[datetime]:
    """Count what of a kind has happened in each hour."""
    return Counter(
        each.occurred_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        for each in scene.cloud.visible(LOCK)
        if isinstance(each, Entry)
        and each.kind == kind
        and str(each.value).startswith(value)
    )


def _sums(hours: Counter[datetime]) -> list[dict[str, Any]]:
    """Return the counts as they stand at the end of each hour."""
    stats = []
    total = 0
    for hour in sorted(hours):
        total += hours[hour]
        stats.append({"start": hour.isoformat(), "state": total, "sum": total})
    return stats
