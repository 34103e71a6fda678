"""Buttons of Tuya door locks: acknowledging a duress alarm."""

from typing import Final, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.records import RecordKind
from .coordinator import TuyaDoorLockConfigEntry
from .entity import TuyaDoorLockEntity, async_add_entities_of_locks

# A press changes what is remembered here; nothing is sent to the cloud.
PARALLEL_UPDATES = 0

ACKNOWLEDGE_DURESS: Final = ButtonEntityDescription(
    key="acknowledge_duress",
    translation_key="acknowledge_duress",
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the button of every lock."""
    async_add_entities_of_locks(
        entry,
        async_add_entities,
        lambda coordinator: [
            TuyaDoorLockAcknowledgeButton(
                coordinator, ACKNOWLEDGE_DURESS, RecordKind.ALARM
            )
        ],
    )


class TuyaDoorLockAcknowledgeButton(TuyaDoorLockEntity, ButtonEntity):
    """Ends a duress alarm."""

    @property
    @override
    def available(self) -> bool:
        """Return True: what is remembered here needs no cloud."""
        return True

    @override
    async def async_press(self) -> None:
        """Take note that somebody has seen to the alarm."""
        await self.coordinator.async_acknowledge_duress()
