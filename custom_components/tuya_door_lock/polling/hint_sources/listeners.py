"""All that listens for hints of one lock."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.entity_registry import EventEntityRegistryUpdatedData
from homeassistant.helpers.event import async_track_entity_registry_updated_event

from ...const import CONF_HINT_ENTITIES, CONF_LISTEN_TUYA
from ..hint_codes import HintSource
from ..hinted_looks import HintedLooks
from .entities import async_listen_to_entities
from .message_listener import MessageListener
from .tuya_integration import TuyaListener


class HintListeners:
    """Listens to entities and to Home Assistant's Tuya integration for one lock.

    The Message Service reports all locks of a project: it has a listener of its own.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        lock_id: str,
        looks: HintedLooks,
    ) -> None:
        """Initialize with the options, which say what to listen to."""
        self.tuya = TuyaListener(
            hass,
            lock_id,
            looks,
            may_subscribe=entry.options.get(CONF_LISTEN_TUYA, False),
        )
        self._hass = hass
        self._entry = entry
        self._lock_id = lock_id
        self._looks = looks
        self._stop_entities: list[CALLBACK_TYPE] = []

    @callback
    def async_start(self, messages: MessageListener | None) -> None:
        """Listen, once the log was read: what came before it would be late."""
        self.tuya.async_start()
        self._async_listen_to_entities()
        if messages is not None and messages.is_connected:
            self._looks.async_set_connected(
                HintSource.MESSAGE_SERVICE, is_connected=True
            )

    @callback
    def async_stop(self) -> None:
        """Listen no more."""
        self.tuya.async_stop()
        self._async_stop_entities()

    @callback
    def _async_stop_entities(self) -> None:
        while self._stop_entities:
            self._stop_entities.pop()()

    @callback
    def _async_listen_to_entities(self) -> None:
        chosen = self._entry.options.get(CONF_HINT_ENTITIES, {})
        if entity_ids := chosen.get(self._lock_id):
            self._stop_entities = [
                async_listen_to_entities(self._hass, entity_ids, self._looks),
                async_track_entity_registry_updated_event(
                    self._hass, entity_ids, self._async_entity_updated
                ),
            ]

    @callback
    def _async_entity_updated(
        self, event: Event[EventEntityRegistryUpdatedData]
    ) -> None:
        """Follow an entity that gets another id."""
        if event.data["action"] != "update" or "entity_id" not in event.data["changes"]:
            return
        old, new = event.data["old_entity_id"], event.data["entity_id"]
        options = dict(self._entry.options)
        chosen = options[CONF_HINT_ENTITIES]
        options[CONF_HINT_ENTITIES] = chosen | {
            self._lock_id: [
                new if each == old else each for each in chosen[self._lock_id]
            ]
        }
        self._hass.config_entries.async_update_entry(self._entry, options=options)
        self._async_stop_entities()
        self._async_listen_to_entities()
