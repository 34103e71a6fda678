"""Requests to Home Assistant to unlock: Tuya's log does not say who made them."""

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
from .persons import Assignee, person_of_user

# What integrations of Tuya's locks offer to open them with. Their buttons and switches
# do other things: they lock, or keep children out.
_ACTIONS: Final = frozenset({SERVICE_OPEN, SERVICE_UNLOCK})
# Without a finger, code or card: over the network, on a person's behalf.
_BY_NETWORK: Final = frozenset(
    {
        UnlockMethod.APP,
        UnlockMethod.OTHER,
        UnlockMethod.PHONE_REMOTE,
        UnlockMethod.REMOTE,
    }
)
# A lock that sleeps answers late, and its clock may be wrong.
_BEFORE: Final = timedelta(seconds=30)
_AFTER: Final = timedelta(minutes=2)
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class UnlockRequest:
    """A request to Home Assistant to open locks."""

    device_ids: frozenset[str]
    """The devices of these locks, of whichever integrations."""

    at: datetime
    by: Assignee | None
    """The person who made it, None for an automation."""


class UnlockRequests:
    """The last requests to Home Assistant to open a lock."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Initialize without requests."""
        self._hass = hass
        self._requests: deque[UnlockRequest] = deque(maxlen=_MOST)

    @callback
    def async_listen(self) -> CALLBACK_TYPE:
        """Remember requests from now on; return what unsubscribes."""
        return self._hass.bus.async_listen(EVENT_CALL_SERVICE, self._async_add)

    def find(self, lock_id: str, record: LockRecord) -> UnlockRequest | None:
        """Return the request that may have caused a record, the nearest in time.

        It can only cause a record without a finger, code or card.
        """
        if record.kind is not RecordKind.UNLOCK or record.method not in _BY_NETWORK:
            return None
        nearest: UnlockRequest | None = None
        for request in self._requests:
            delay = record.occurred_at - request.at
            if not -_BEFORE <= delay <= _AFTER or not self._is_for(request, lock_id):
                continue
            if nearest is None or abs(delay) < abs(record.occurred_at - nearest.at):
                nearest = request
        return nearest

    def _is_for(self, request: UnlockRequest, lock_id: str) -> bool:
        """Return whether one of a request's devices is a lock of Tuya's.

        The integrations of Tuya's devices identify them by Tuya's id, as we do. Some
        put a word of their own before it, and not all parts need be texts.
        """
        registry = dr.async_get(self._hass)
        for device_id in request.device_ids:
            if (device := registry.async_get(device_id)) is None:
                continue
            for identifier in device.identifiers:
                if any(lock_id in str(part) for part in identifier):
                    return True
        return False

    @callback
    def _async_add(self, event: Event) -> None:
        """Remember a call of an action that opens locks."""
        if event.data[ATTR_DOMAIN] != LOCK_DOMAIN:
            return
        if event.data[ATTR_SERVICE] not in _ACTIONS:
            return
        request = UnlockRequest(
            self._devices_of(event.data[ATTR_SERVICE_DATA]),
            dt_util.utcnow(),
            person_of_user(self._hass, event.context.user_id),
        )
        self._requests.append(request)

    @callback
    def _devices_of(self, action_data: dict[str, object]) -> frozenset[str]:
        """Return the devices of the lock entities that an action is called for."""
        target = TargetSelection(action_data)
        selected = async_extract_referenced_entity_ids(self._hass, target)
        entity_ids = selected.referenced | selected.indirectly_referenced
        if ENTITY_MATCH_ALL in target.entity_ids:
            entity_ids.update(self._hass.states.async_entity_ids(LOCK_DOMAIN))
        registry = er.async_get(self._hass)
        device_ids: set[str] = set()
        for entity_id in entity_ids:
            entity = registry.async_get(entity_id)
            if entity is None or entity.device_id is None:
                continue
            # An area holds our own entities as well, and they open nothing.
            if split_entity_id(entity.entity_id)[0] == LOCK_DOMAIN:
                device_ids.add(entity.device_id)
        return frozenset(device_ids)
