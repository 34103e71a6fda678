"""What a benchmark with kills has delivered, counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Row(NamedTuple):
    """What happened at a lock, as the cloud and Home Assistant both call it."""

    entity_id: str
    occurred_at: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """An automation's run."""

    row: Row
    record_id: str
    life: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the rows that were made were delivered."""

    once: int
    again: int
    missing: list[str]
    faults: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out."""

    kills: Counter[str]
    rows: int
    fired: Tally
    """By the states that were written."""

    ran: Tally
    """By the runs of an automation."""

    complaints: list[str]
    messages: int

    @property
    def faults(self) -> list[str]:
        """Return all that must not be."""
        return [
            *self.fired.missing,
            *self.ran.missing,
            *self.fired.faults,
            *self.ran.faults,
            *self.complaints,
        ]

    def table(self) -> str:
        """Return it as Markdown."""
        moments = ", ".join(f"{count} {name}" for name, count in self.kills.items())
        tallies = (self.fired, self.ran)
        lines: tuple[tuple[str, list[object]], ...] = (
            ("", ["event fired", "automation ran"]),
            ("---", ["---:", "---:"]),
            ("once", [each.once for each in tallies]),
            (
                "again after a kill, with the same record id",
                [each.again for each in tallies],
            ),
            ("**missing**", [f"**{len(each.missing)}**" for each in tallies]),
            (
                "**again without a kill, or wrongly**",
                [f"**{len(each.faults)}**" for each in tallies],
            ),
        )
        return "\n".join(
            [
                f"{self.kills.total()} kills with SIGKILL ({moments}),"
                f" {self.rows} records,"
                f" {len(self.complaints)} complaints of the integration in the log:",
                "",
                *(
                    f"| {name} | {' | '.join(map(str, values))} |"
                    for name, values in lines
                ),
            ]
        )


def count(made: set[Row], deliveries: list[Delivery]) -> Tally:
    """Count how often each row that was made has been delivered."""
    by_row: defaultdict[Row, list[Delivery]] = defaultdict(list)
    for each in deliveries:
        by_row[each.row].append(each)
    faults = [f"never made: {row}" for row in by_row.keys() - made]
    for row, times in by_row.items():
        if len({each.record_id for each in times}) > 1:
            faults.append(f"delivered under two ids: {row}")
        if len({each.life for each in times}) < len(times):
            faults.append(f"delivered twice between two kills: {row}")
    return Tally(
        once=sum(len(times) == 1 for times in by_row.values()),
        again=sum(len(times) > 1 for times in by_row.values()),
        missing=[f"missing: {row}" for row in sorted(made - by_row.keys())],
        faults=faults + _unexplained(deliveries),
    )


def _unexplained(deliveries: Iterable[Delivery]) -> list[str]:
    """Return what was delivered again although it had been saved.

    A save holds all that was delivered until then: what a kill may repeat is the last
    that was delivered before it, without a gap.
    """
    last_life: dict[Row, int] = {}
    lives: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for each in deliveries:
        lock = each.row.entity_id.rpartition("_")[0]
        lives[each.life, lock].append(each.row)
        last_life[each.row] = each.life
    faults: list[str] = []
    for (life, _), rows in lives.items():
        repeated = [last_life[row] > life for row in rows]
        if True in repeated and False in repeated[repeated.index(True) :]:
            faults.append(
                f"delivered again, but not as the last before a kill: life {life}"
            )
    return faults
