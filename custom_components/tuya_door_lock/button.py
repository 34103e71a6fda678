"""Buttons of Tuya door locks: acknowledging duress, and looking at once."""

from typing import Final, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TuyaDoorLockConfigEntry
from .entity import TuyaDoorLockEntity, async_add_entities_of_locks
from .looks import async_look_now

# Acknowledging duress waits for nothing, and refreshes at the same time share a read.
PARALLEL_UPDATES = 0

ACKNOWLEDGE_DURESS: Final = ButtonEntityDescription(
    key="acknowledge_duress",
    translation_key="acknowledge_duress",
)
REFRESH: Final = ButtonEntityDescription(
    key="refresh",
    translation_key="refresh",
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of every lock."""
    async_add_entities_of_locks(
        entry,
        async_add_entities,
        lambda coordinator: [
            TuyaDoorLockAcknowledgeButton(coordinator, ACKNOWLEDGE_DURESS),
            TuyaDoorLockRefreshButton(coordinator, REFRESH),
        ],
    )


class TuyaDoorLockAcknowledgeButton(TuyaDoorLockEntity, ButtonEntity):
    """Ends a duress alarm."""

    @override
    async def async_press(self) -> None:
        """End the alarm, also over a restart."""
        self.coordinator.delivery.acknowledge_duress()
        self.coordinator.async_show()
        await self.coordinator.store.async_save_state()


class TuyaDoorLockRefreshButton(TuyaDoorLockEntity, ButtonEntity):
    """Looks into the log now."""

    @override
    async def async_press(self) -> None:
        """Read the log once."""
        await async_look_now(self.coordinator)
