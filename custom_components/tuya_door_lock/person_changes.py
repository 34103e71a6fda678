"""What follows when a person of a project is added, changed, renamed or deleted."""

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.dispatcher import (
    async_dispatcher_connect,
    async_dispatcher_send,
)
from homeassistant.helpers.event import TrackStates, async_track_state_change_filtered

from .const import SIGNAL_HISTORY_CHANGED
from .coordinator import TuyaDoorLockConfigEntry
from .people.persons import PERSON_DOMAIN, assignee_of, persons_of


@callback
def async_follow_persons(hass: HomeAssistant, entry: TuyaDoorLockConfigEntry) -> None:
    """Let the locks follow their project's persons at once, without a reload.

    Home Assistant's own page renames and deletes persons, too, and asks nobody.
    """

    def persons() -> list[tuple[object, ...]]:
        return [(each.title, each.data) for each in persons_of(entry)]

    known = persons()

    @callback
    def entry_changed(_change: ConfigEntryChange, changed: ConfigEntry) -> None:
        nonlocal known
        if changed is entry and known != (now := persons()):
            known = now
            for lock in entry.runtime_data.locks.values():
                lock.announcer.async_delete_credential_issues()
                # It is the same after a restart, so it need not be written down.
                if lock.history.change(lock.resolver.rename):
                    async_dispatcher_send(hass, SIGNAL_HISTORY_CHANGED, lock.device.id)

    @callback
    def person_changed(event: Event[EventStateChangedData]) -> None:
        """Follow a person who gets another name in Home Assistant."""
        old, new = event.data["old_state"], event.data["new_state"]
        if old is None or new is None or old.name == new.name:
            return
        for person in persons_of(entry):
            if assignee_of(hass, person).person == new.entity_id:
                hass.config_entries.async_update_subentry(entry, person, title=new.name)

    entry.async_on_unload(
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed)
    )
    entry.async_on_unload(
        async_track_state_change_filtered(
            hass, TrackStates(False, set(), {PERSON_DOMAIN}), person_changed
        ).async_remove
    )
