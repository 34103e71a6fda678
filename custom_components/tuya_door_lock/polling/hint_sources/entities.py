"""Hints from any entity: a contact, a doorbell, another integration's lock."""

from collections.abc import Collection

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.event import async_track_state_change_event

from ..hint_codes import Hint, HintSource
from ..hinted_looks import HintedLooks

_NO_STATES = (STATE_UNAVAILABLE, STATE_UNKNOWN)


@callback
def async_listen_to_entities(
    hass: HomeAssistant, entity_ids: Collection[str], looks: HintedLooks
) -> CALLBACK_TYPE:
    """Take each new state of some entities as a hint; return how to stop.

    An attribute that changes is none, nor an entity that comes or goes.
    """

    @callback
    def changed(event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        if (
            old is None
            or new is None
            or new.state == old.state
            or new.state in _NO_STATES
            or old.state == STATE_UNAVAILABLE
        ):
            return
        looks.async_add(
            Hint(source=HintSource.ENTITY, received=looks.now, accompanies=True)
        )

    return async_track_state_change_event(hass, entity_ids, changed)
