"""What the logs of the household hold when a cloud is built: some days, or weeks."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Final

from .cloud import TuyaCloud
from .default_devices import BACK_DOOR, FRONT_DOOR, GARDEN_GATE, HOLIDAY_FLAT
from .media import Scene, picture_of
from .models import Entry

# What has just happened is left to those who let it happen.
_SETTLED: Final = timedelta(minutes=35)
_CLEANING, _FRIDAY, _SATURDAY, _SUNDAY = 2, 4, 5, 6
# On the Saturday of all that was so many days ago, the family was by the sea.
_HOLIDAY: Final = range(9, 16)

type Doing = Callable[..., Entry]


def generate_few_days(cloud: TuyaCloud) -> None:
    """Put the same few things into the logs of the last days, to the minute."""

    def ago(**past: float) -> datetime:
        return cloud.clock.now() - timedelta(**past)

    for day in range(1, 5):
        cloud.add_unlock(FRONT_DOOR, occurred_at=ago(days=day, hours=2))
        cloud.add_unlock(FRONT_DOOR, "password", 3, occurred_at=ago(days=day, hours=1))
        cloud.add_unlock(BACK_DOOR, occurred_at=ago(days=day, minutes=40))
        cloud.add_unlock(GARDEN_GATE, "card", 2, occurred_at=ago(days=day, minutes=70))
    cloud.add_unlock(HOLIDAY_FLAT, occurred_at=ago(days=6), method="password")
    cloud.add_unlock(HOLIDAY_FLAT, "fingerprint", 4, occurred_at=ago(days=5))
    cloud.add_alarm(HOLIDAY_FLAT, "low_battery", occurred_at=ago(days=4))
    cloud.add_unlock(FRONT_DOOR, "temporary", 907, occurred_at=ago(days=2, hours=5))
    cloud.add_unlock(FRONT_DOOR, "fingerprint", 7, occurred_at=ago(hours=20))
    cloud.add_unlock(BACK_DOOR, "fingerprint", 7, occurred_at=ago(hours=19))
    cloud.add_unlock(BACK_DOOR, "password", 1, occurred_at=ago(hours=9))
    cloud.add_attempt(
        FRONT_DOOR, "wrong_password", occurred_at=ago(hours=8, seconds=20)
    )
    cloud.add_attempt(FRONT_DOOR, "wrong_password", occurred_at=ago(hours=8))
    cloud.add_attempt(BACK_DOOR, "wrong_finger", occurred_at=ago(hours=7))
    cloud.add_ring(GARDEN_GATE, occurred_at=ago(hours=6), picture=True)
    cloud.add_unlock(GARDEN_GATE, "face", 1, occurred_at=ago(hours=5), picture=True)
    cloud.add_attempt(GARDEN_GATE, "wrong_face", occurred_at=ago(hours=4), picture=True)
    cloud.add_unlock(FRONT_DOOR, "card", 5, occurred_at=ago(hours=3))
    cloud.add_unlock(BACK_DOOR, "app", None, person="Ana", occurred_at=ago(hours=2))
    cloud.add_unlock(FRONT_DOOR, occurred_at=ago(minutes=50))


def generate_history(cloud: TuyaCloud, weeks: int) -> None:
    """Put some weeks of ordinary life into the logs, until 35 minutes ago.

    The days are those of the machine's time zone. What happened so many days ago does
    not change from one run to the next.
    """
    now = cloud.clock.now()
    today = now.astimezone().date()
    happened = [
        each
        for ago in range(7 * weeks)
        for each in _Day(cloud, today - timedelta(days=ago), ago).happened
        if each[0] < now - _SETTLED
    ]
    for occurred_at, doing in sorted(happened, key=lambda each: each[0]):
        doing(occurred_at=occurred_at)


class _Day:
    """What happens at the locks on one day."""

    def __init__(self, cloud: TuyaCloud, day: date, ago: int) -> None:
        """Let a day pass."""
        self.happened: list[tuple[datetime, Doing]] = []
        self._cloud = cloud
        self._day = day
        self._ago = ago
        self._rng = Random(ago)
        weekday = day.weekday()
        if weekday < _SATURDAY:
            self._working_day(weekday)
        elif ago + weekday - _SATURDAY in _HOLIDAY:
            self._by_the_sea(weekday)
        elif weekday == _SATURDAY:
            self._saturday()
        else:
            self._sunday()
        self._once()

    def _working_day(self, weekday: int) -> None:
        """Work, school, and the walks of the dog between them."""
        self._unlock(BACK_DOOR, "password", 1, at=6.8)
        self._unlock(FRONT_DOOR, "card", 6, at=9.6, spread=0.3)
        if weekday == _CLEANING:
            self._unlock(FRONT_DOOR, "temporary", 907, at=9.05)
            self._unlock(FRONT_DOOR, "temporary", 907, at=11.3)
        if self._chance(0.45):
            self._ring(Scene.COURIER, at=12.2, spread=1.4)
            self._unlock(BACK_DOOR, "fingerprint", 1, at=13.9, spread=0.1)
        # Sports on two afternoons, and a short day in the middle of the week.
        self._child(at=13.2 if weekday == _CLEANING else 16.9 if weekday % 2 else 15.3)
        self._unlock(GARDEN_GATE, "face", 1, at=17.0, spread=0.1, seen=Scene.ANA)
        self._unlock(BACK_DOOR, "fingerprint", 1, at=17.15, spread=0.03)
        if weekday % 2:
            self._unlock(GARDEN_GATE, "card", 2, at=17.8, spread=0.1, seen=Scene.BEN)
        self._mistyped(FRONT_DOOR, "wrong_password", 0.15, at=17.9)
        self._unlock(FRONT_DOOR, "password", 3, at=18.0, spread=0.03)
        if weekday == _FRIDAY:
            self._unlock(FRONT_DOOR, "fingerprint", 1, at=22.6, spread=0.3)
        if self._chance(0.5):
            self._unlock(BACK_DOOR, "password", 1, at=20.6, spread=0.5)

    def _saturday(self) -> None:
        """Rolls, shopping, a visit, and for some a late evening."""
        self._unlock(FRONT_DOOR, "fingerprint", 1, at=8.9, spread=0.3)
        self._unlock(FRONT_DOOR, "card", 5, at=11.8, spread=0.4)
        self._child(at=13.1)
        self._in_the_garden(times=3)
        if self._chance(0.7):
            self._ring(Scene.VISITOR, at=15.2, spread=0.5)
        self._unlock(FRONT_DOOR, "card", 6, at=16.1, spread=0.4)
        if self._chance(0.5):
            self._unlock(FRONT_DOOR, "fingerprint", 1, at=23.1, spread=0.2)

    def _sunday(self) -> None:
        """Church for one, the garden for the others, a walk for all."""
        self._unlock(FRONT_DOOR, "card", 6, at=11.4)
        self._in_the_garden(times=4)
        self._child(at=17.2)
        self._unlock(FRONT_DOOR, "password", 3, at=17.4, spread=0.05)

    def _by_the_sea(self, weekday: int) -> None:
        """Spend a weekend in the holiday flat; nobody is in town."""
        if weekday == _SATURDAY:
            self._unlock(HOLIDAY_FLAT, "password", 1, at=10.6)
            self._mistyped(HOLIDAY_FLAT, "wrong_finger", 1.0, at=13.4)
            self._unlock(HOLIDAY_FLAT, "fingerprint", 4, at=13.45, spread=0.01)
            self._unlock(HOLIDAY_FLAT, "password", 1, at=18.7, spread=0.4)
        else:
            self._unlock(HOLIDAY_FLAT, "fingerprint", 4, at=9.8)
            self._unlock(HOLIDAY_FLAT, "password", 1, at=14.2, spread=0.4)

    def _once(self) -> None:
        """Let something happen that does not happen every day."""
        match self._ago:
            case 1:
                back = partial(
                    self._cloud.add_unlock, BACK_DOOR, "app", None, person="Ana"
                )
                self._add(back, at=10.4)
                self._unlock(HOLIDAY_FLAT, "fingerprint", 4, at=11.0)
            case 2:
                self._left_open()
            case 3:
                together = partial(
                    self._cloud.add_unlock,
                    BACK_DOOR,
                    "double",
                    None,
                    participants=("Ana", "Ben"),
                )
                self._add(together, at=19.2)
            case 4:
                self._unlock(FRONT_DOOR, "fingerprint", 7, at=14.6)
                self._unlock(BACK_DOOR, "fingerprint", 7, at=14.9)
            case 5:
                for attempt in range(4):
                    self._attempt(
                        FRONT_DOOR, "wrong_password", at=21.4 + attempt / 150, spread=0
                    )
            case 6:
                self._attempt(GARDEN_GATE, "wrong_face", at=21.9, seen=Scene.STRANGER)
            case 9:
                battery = partial(self._cloud.add_alarm, HOLIDAY_FLAT, "low_battery")
                self._add(battery, at=18.5)

    def _left_open(self) -> None:
        """Leave the door open behind the shopping; the lock says so for minutes."""
        self._unlock(FRONT_DOOR, "card", 6, at=16.3, spread=0)
        for count in range(18):
            alarm = partial(self._cloud.add_alarm, FRONT_DOOR, "unclosed_time")
            self._add(alarm, at=16.32 + count / 360, spread=0)

    def _child(self, *, at: float) -> None:
        """Come home with a key that is a finger, which is wet now and then."""
        at += self._rng.uniform(-0.1, 0.1)
        self._mistyped(FRONT_DOOR, "wrong_finger", 0.2, at=at - 0.003, spread=0.001)
        self._unlock(FRONT_DOOR, "fingerprint", 4, at=at, spread=0)

    def _in_the_garden(self, times: int) -> None:
        for number in range(times):
            at = 12.5 + 1.4 * number + self._rng.uniform(-0.5, 0.5)
            self._mistyped(BACK_DOOR, "wrong_finger", 0.3, at=at - 0.004, spread=0.001)
            self._unlock(
                BACK_DOOR, "fingerprint", 1 if number % 2 else 3, at=at, spread=0
            )
        self._unlock(GARDEN_GATE, "card", 2, at=15.8, spread=0.6, seen=Scene.BEN)

    def _unlock(
        self,
        lock: str,
        method: str,
        slot: int,
        *,
        at: float,
        spread: float = 0.12,
        seen: Scene | None = None,
    ) -> None:
        doing = partial(self._cloud.add_unlock, lock, method, slot)
        self._add(doing, at=at, spread=spread, seen=seen)

    def _attempt(
        self,
        lock: str,
        alarm: str,
        *,
        at: float,
        spread: float = 0.12,
        seen: Scene | None = None,
    ) -> None:
        doing = partial(self._cloud.add_attempt, lock, alarm)
        self._add(doing, at=at, spread=spread, seen=seen)

    def _mistyped(
        self, lock: str, alarm: str, chance: float, *, at: float, spread: float = 0.03
    ) -> None:
        if self._chance(chance):
            self._attempt(lock, alarm, at=at, spread=spread)

    def _ring(self, seen: Scene, *, at: float, spread: float) -> None:
        doing = partial(self._cloud.add_ring, GARDEN_GATE)
        self._add(doing, at=at, spread=spread, seen=seen)

    def _chance(self, chance: float) -> bool:
        return self._rng.random() < chance

    def _add(
        self,
        doing: Doing,
        *,
        at: float,
        spread: float = 0.12,
        seen: Scene | None = None,
    ) -> None:
        """Let something happen around an hour of the day."""
        passed = timedelta(hours=at + self._rng.uniform(-spread, spread))
        midnight = datetime.combine(self._day, time())
        if seen is not None:
            doing = partial(doing, picture=picture_of(seen))
        self.happened.append(((midnight + passed).astimezone(), doing))
