"""All that listens for hints of one lock."""

from collections.abc import Collection

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

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
        lock_id: str,
        looks: HintedLooks,
        entity_ids: Collection[str],
        *,
        may_subscribe: bool,
    ) -> None:
        """Initialize with the entities to follow.

        `may_subscribe` says whether Home Assistant's Tuya may be asked to listen.
        """
        self.tuya = TuyaListener(hass, lock_id, looks, may_subscribe=may_subscribe)
        self._hass = hass
        self._looks = looks
        self._entity_ids = entity_ids
        self._stop_entities: CALLBACK_TYPE | None = None

    @callback
    def async_start(self, messages: MessageListener | None) -> None:
        """Listen, once the log was read: what came before it would be late."""
        self.tuya.async_start()
        if self._entity_ids:
            self._stop_entities = async_listen_to_entities(
                self._hass, self._entity_ids, self._looks
            )
        if messages is not None and messages.is_connected:
            self._looks.async_set_connected(
                HintSource.MESSAGE_SERVICE, is_connected=True
            )

    @callback
    def async_stop(self) -> None:
        """Listen no more."""
        self.tuya.async_stop()
        if self._stop_entities is not None:
            self._stop_entities()
            self._stop_entities = None
