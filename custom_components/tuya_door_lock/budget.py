"""From the monthly allowance of calls to the time between two polls."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

DEFAULT_ALLOWANCE: Final = 26_000
SHORTEST_INTERVAL: Final = timedelta(seconds=30)
# Polling slower than this saves nothing worth having: an allowance that small is
# used up by the calls that are not polls.
LONGEST_INTERVAL: Final = timedelta(hours=1)

_MONTH: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Budget:
    """The calls that a project may make in a month.

    A share of `reserve` is left to the other programs that use the project.
    Source: Tuya's IoT Core trial plan, about 26,000 calls a month, after which
    Tuya stops the whole project.
    """

    allowance: int = DEFAULT_ALLOWANCE
    reserve: float = 0.2

    def interval(self, calls_per_round: int, calls_per_day: int = 0) -> timedelta:
        """Return the time between two rounds of polls that lasts the month.

        A round polls every lock once with `calls_per_round` calls in all;
        `calls_per_day` are those that come on top, however often locks are polled.
        """
        usable = self.allowance * (1 - self.reserve) - calls_per_day * _MONTH.days
        if usable <= 0:
            return LONGEST_INTERVAL
        return min(
            max(_MONTH * calls_per_round / usable, SHORTEST_INTERVAL), LONGEST_INTERVAL
        )
