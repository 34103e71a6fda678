"""Event entities that show the last record that is kept where none is restored."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.event import EventEntity, EventExtraStoredData
from homeassistant.core import State
from homeassistant.util import dt as dt_util

from .access_log.events import LockEvent


class KeptEventEntity(EventEntity):
    """An event entity whose events are records that are kept."""

    _kept: EventExtraStoredData | None = None
    """The last record, where Home Assistant restores none."""

    @abstractmethod
    def _last_kept(self) -> tuple[LockEvent, dict[str, Any]] | None:
        """Return the last record that is kept, and the attributes that show it."""

    def _is_valid(self, attributes: Mapping[str, Any]) -> bool:
        """Return whether an event that would be restored may still be shown."""
        return True

    @override
    async def async_get_last_state(self) -> State | None:
        """Return the time at which the last event came, of a kept one when it happened."""
        state = await super().async_get_last_state()
        data = await super().async_get_last_event_data()
        if (
            state is not None
            and dt_util.parse_datetime(state.state) is not None
            and self._is_valid((data and data.last_event_attributes) or {})
        ):
            return state
        if (last := self._last_kept()) is None:
            return None
        event, attributes = last
        self._kept = EventExtraStoredData(event.event_type, attributes)
        return State(self.entity_id, event.occurred_at.isoformat())

    @override
    async def async_get_last_event_data(self) -> EventExtraStoredData | None:
        """Return the type and the attributes of the last event."""
        return self._kept or await super().async_get_last_event_data()
