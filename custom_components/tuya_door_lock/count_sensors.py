"""Sensors that count what happened at a lock, for statistics over years."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.sensor import (
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)

from .access_log.counts import Counts
from .api.records import RecordKind
from .entity import TuyaRecordDescription, TuyaRecordEntity


@dataclass(frozen=True, kw_only=True)
class TuyaCountSensorDescription(TuyaRecordDescription, SensorEntityDescription):
    """Describe a sensor that counts records of a kind."""

    state_class: SensorStateClass | None = SensorStateClass.TOTAL_INCREASING
    value_fn: Callable[[Counts], int]


COUNT_DESCRIPTIONS: Final = (
    TuyaCountSensorDescription(
        key="accesses",
        translation_key="accesses",
        kind=RecordKind.UNLOCK,
        value_fn=lambda counts: counts.accesses,
    ),
    TuyaCountSensorDescription(
        key="failed_attempts",
        translation_key="failed_attempts",
        kind=RecordKind.ALARM,
        value_fn=lambda counts: counts.failed_attempts,
    ),
)


class TuyaCountSensor(TuyaRecordEntity, SensorEntity):
    """Counts what was delivered, for statistics over years."""

    entity_description: TuyaCountSensorDescription

    @property
    @override
    def available(self) -> bool:
        """Return True while the lock has such a log: a count stays what it is."""
        return self.is_readable

    @override
    def _shown_data(self) -> tuple[object, ...]:
        """Return the count alone: other records of the kind may not change it."""
        return (self.native_value,)

    @property
    @override
    def native_value(self) -> int:
        """Return how many there were."""
        return self.entity_description.value_fn(self.coordinator.data.counts)
