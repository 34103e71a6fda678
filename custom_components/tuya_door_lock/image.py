"""Images of Tuya door locks: the last picture that a lock has taken."""

from typing import Any, Final, override

from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TuyaDoorLockConfigEntry
from .entity import TuyaDoorLockEntity, async_add_entities_later, is_registered
from .lock_coordinator import TuyaLockCoordinator

# `LockPictures` fetches the pictures; the entity only shows the last one.
PARALLEL_UPDATES = 0

LAST_PICTURE: Final = ImageEntityDescription(
    key="last_picture",
    translation_key="last_picture",
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaDoorLockConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the image of every lock that takes pictures."""
    async_add_entities_later(
        entry,
        async_add_entities,
        TuyaDoorLockImage,
        [LAST_PICTURE],
        _has_camera,
        lambda coordinator: coordinator.pictures.signal,
    )


def _has_camera(
    coordinator: TuyaLockCoordinator, description: ImageEntityDescription
) -> bool:
    """Return whether a lock has sent a picture: Tuya does not say which ones can."""
    return coordinator.pictures.last is not None or is_registered(
        coordinator, Platform.IMAGE, description.key
    )


class TuyaDoorLockImage(TuyaDoorLockEntity, ImageEntity):
    """The last picture that came with an access, an alarm or a ring."""

    def __init__(
        self, coordinator: TuyaLockCoordinator, description: ImageEntityDescription
    ) -> None:
        """Initialize the image of a lock."""
        # ImageEntity has other arguments, and does not pass them on.
        TuyaDoorLockEntity.__init__(self, coordinator, description)
        ImageEntity.__init__(self, coordinator.hass)

    @override
    async def async_added_to_hass(self) -> None:
        """Show the last picture, and each that follows."""
        await super().async_added_to_hass()
        self._update_attributes()
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, self.coordinator.pictures.signal, self._async_show
            )
        )

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture."""
        last = self.coordinator.pictures.last
        return None if last is None else last.picture.data

    @callback
    def _async_show(self) -> None:
        self._update_attributes()
        self.async_write_ha_state()

    def _update_attributes(self) -> None:
        """Update the attributes from the lock's last picture."""
        if (last := self.coordinator.pictures.last) is None:
            self._attr_image_last_updated = None
            self._attr_extra_state_attributes = {}
            return
        self._attr_content_type = last.picture.content_type
        self._attr_image_last_updated = last.came_at
        attributes: dict[str, Any] = {"occurred_at": last.taken_at.isoformat()}
        if (event := last.event) is not None:
            attributes |= {
                "record_id": event.record_id,
                "kind": event.kind,
                "method": event.method,
                "alarm": event.alarm,
                "user": event.user,
            }
        self._attr_extra_state_attributes = attributes
