"""Unlocking by Home Assistant itself: Tuya's log does not tell who asked for it."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from homeassistant.components.lock import DOMAIN as LOCK_DOMAIN
from homeassistant.const import (
    ATTR_DOMAIN,
    ATTR_SERVICE,
    ATTR_SERVICE_DATA,
    ENTITY_MATCH_ALL,
    EVENT_CALL_SERVICE,
    SERVICE_OPEN,
    SERVICE_UNLOCK,
)
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    HomeAssistant,
    callback,
    split_entity_id,
)
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
from homeassistant.util import dt as dt_util

from ..api.records import LockRecord, RecordKind, UnlockMethod
from .assignments import Owner, person_of_user

# What integrations of Tuya's locks offer to open them with. Their buttons and switches
# do other things: they lock, or keep children out.
_ACTIONS: Final = frozenset({SERVICE_OPEN, SERVICE_UNLOCK})
# Without a finger, code or card: over the network, on somebody's behalf.
_BY_NETWORK: Final = frozenset(
    {
        UnlockMethod.APP,
        UnlockMethod.OTHER,
        UnlockMethod.PHONE_REMOTE,
        UnlockMethod.REMOTE,
    }
)
# A lock that sleeps takes its time, and its clock may be wrong.
_BEFORE: Final = timedelta(seconds=30)
_AFTER: Final = timedelta(minutes=2)
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class UnlockRequest:
    """A lock that Home Assistant was asked to open."""

    device_ids: frozenset[str]
    at: datetime
    by: Owner | None


class UnlockRequests:
    """Remembers who has asked Home Assistant to open a lock of late."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with nothing."""
        self._hass = hass
        self._requests: deque[UnlockRequest] = deque(maxlen=_MOST)

    @callback
    def async_listen(self) -> CALLBACK_TYPE:
        """Take note from now on; returns the way out."""
        return self._hass.bus.async_listen(EVENT_CALL_SERVICE, self._async_note)

    def find(self, lock_id: str, record: LockRecord) -> UnlockRequest | None:
        """Return the request that a record may be the answer to.

        Other integrations follow the same lock: those of Tuya's devices name them by
        Tuya's id, as we do.
        """
        if record.kind is not RecordKind.UNLOCK or record.method not in _BY_NETWORK:
            return None
        return min(
            (
                request
                for request in self._requests
                if -_BEFORE <= record.occurred_at - request.at <= _AFTER
                and self._is_for(request, lock_id)
            ),
            key=lambda request: abs(record.occurred_at - request.at),
            default=None,
        )

    def _is_for(self, request: UnlockRequest, lock_id: str) -> bool:
        registry = dr.async_get(self._hass)
        devices = map(registry.async_get, request.device_ids)
        return any(
            # Some put a word of their own before it, and nothing says that all parts
            # of an identifier are texts.
            lock_id in str(part)
            for device in devices
            if device
            for identifier in device.identifiers
            for part in identifier
        )

    @callback
    def _async_note(self, event: Event) -> None:
        if event.data[ATTR_DOMAIN] != LOCK_DOMAIN:
            return
        if event.data[ATTR_SERVICE] not in _ACTIONS:
            return
        target = TargetSelection(event.data[ATTR_SERVICE_DATA])
        selected = async_extract_referenced_entity_ids(self._hass, target)
        entity_ids = selected.referenced | selected.indirectly_referenced
        if ENTITY_MATCH_ALL in target.entity_ids:
            entity_ids.update(self._hass.states.async_entity_ids(LOCK_DOMAIN))
        registry = er.async_get(self._hass)
        self._requests.append(
            UnlockRequest(
                frozenset(
                    entity.device_id
                    for entity in map(registry.async_get, entity_ids)
                    # An area holds our own entities as well, and they open nothing.
                    if entity
                    and entity.device_id
                    and split_entity_id(entity.entity_id)[0] == LOCK_DOMAIN
                ),
                dt_util.utcnow(),
                person_of_user(self._hass, event.context.user_id),
            )
        )
