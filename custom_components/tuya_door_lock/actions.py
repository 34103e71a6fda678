"""What actions and repairs do with the people of a lock."""

from dataclasses import replace

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.dispatcher import async_dispatcher_send

from .access_log.events import LockEvent
from .api.errors import (
    TuyaError,
    TuyaNoDataError,
    TuyaParameterError,
    TuyaUnsupportedError,
)
from .api.records import LockRecord
from .const import DOMAIN, LOGGER, SIGNAL_HISTORY_CHANGED
from .coordinator import TuyaDoorLockConfigEntry
from .errors import to_ha_error
from .lock_coordinator import TuyaLockCoordinator
from .looks import require_calls
from .people.matcher import PersonMatcher
from .people.persons import assignee_of, persons_of
from .people.privacy import anonymize, anonymize_record


async def async_read_missing_members(lock: TuyaLockCoordinator) -> None:
    """Read the members of a lock where neither members nor credentials are known.

    Raises HomeAssistantError where no call is left for it, or where it fails.
    """
    if lock.resolver.members or len(lock.resolver.credentials):
        return
    require_calls(lock, 1)
    try:
        await lock.details.async_read_members()
    except TuyaUnsupportedError:
        # Few locks have a list of their members.
        return
    except TuyaError as err:
        raise to_ha_error(err) from err


def knows_person(lock: TuyaLockCoordinator, text: str) -> bool:
    """Return whether a name, or the entity ID of a person, is known at a lock."""
    who = lock.person(text)
    return who.is_known or any(map(who.matches, lock.history))


async def async_forget_person(lock: TuyaLockCoordinator, text: str) -> int:
    """Erase a person's records, also on the disk; returns how many they were.

    Their ids stay known: what Tuya's log still shows does not come again. What waits
    to be delivered comes without a name. Raises HomeAssistantError where pictures
    cannot be deleted.
    """
    who = lock.person(text)
    forgotten = {event.record_id for event in lock.history if who.matches(event)}
    lock.delivery.map_records(
        lambda record_id, record: (
            anonymize_record(record) if _is_of(lock, who, record_id, record) else record
        )
    )
    lock.delivery.map_events(
        lambda event: anonymize(event) if who.matches(event) else event
    )
    lock.history.change(lambda event: None if event.record_id in forgotten else event)
    credentials = lock.resolver.credentials
    credentials.forget_names(
        {state.user for state in credentials if state.user and who.is_name(state.user)},
        who.keys,
    )
    lock.assignments.async_forget(who.assigned_keys)
    lock.async_show()
    async_dispatcher_send(lock.hass, lock.announcer.forgotten_signal, who)
    async_dispatcher_send(lock.hass, SIGNAL_HISTORY_CHANGED, lock.device.id)
    await lock.store.async_save()
    pictured = set(forgotten)
    if (last := lock.pictures.last) and last.event and who.matches(last.event):
        # A picture may be there for longer than its record is kept.
        pictured.add(last.event.record_id)
    await lock.pictures.async_forget(pictured)
    return len(forgotten)


@callback
def async_remove_persons(hass: HomeAssistant, text: str) -> bool:
    """Remove the persons with a name or an entity; return whether there was one."""
    wanted = text.casefold()
    entries: list[TuyaDoorLockConfigEntry] = hass.config_entries.async_loaded_entries(
        DOMAIN
    )
    found = [
        (entry, person.subentry_id)
        for entry in entries
        for person in persons_of(entry)
        if wanted in (person.title.casefold(), assignee_of(hass, person).person)
    ]
    for entry, subentry_id in found:
        hass.config_entries.async_remove_subentry(entry, subentry_id)
    return bool(found)


async def async_allocate(
    lock: TuyaLockCoordinator, record_id: str, member: str
) -> None:
    """Let Tuya link a record, and the credential that made it, with a member.

    Tuya has no call that undoes it. Raises ServiceValidationError where record and
    member do not make it clear what is meant, HomeAssistantError where Tuya refuses or
    no call is left for it.
    """
    event, tuya_id = _bindable_event(lock, record_id, member)
    user_id = _member_id(lock, member)
    require_calls(lock, 1)
    try:
        await _async_allocate(lock, tuya_id, user_id)
    except (TuyaNoDataError, TuyaUnsupportedError) as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="record_not_linked",
            translation_placeholders={"lock": lock.shown_name, "error": str(err)},
        ) from err
    except TuyaError as err:
        raise to_ha_error(err) from err
    lock.history.change(lambda each: _linked(each, event))
    async_dispatcher_send(lock.hass, SIGNAL_HISTORY_CHANGED, lock.device.id)
    await lock.store.async_save()
    try:
        await lock.details.async_read_members()
    except TuyaError as err:
        LOGGER.debug("The members of %s cannot be read: %s", lock.shown_name, err)
    lock.announcer.async_delete_credential_issues()


def _is_of(
    lock: TuyaLockCoordinator, who: PersonMatcher, record_id: str, record: LockRecord
) -> bool:
    """Return whether a record that waits would be delivered as the person's."""
    return who.matches(lock.resolver.event(record_id, record))


def _bindable_event(
    lock: TuyaLockCoordinator, record_id: str, member: str
) -> tuple[LockEvent, str]:
    """Return the record to link, and Tuya's id of it, or raise ServiceValidationError."""
    event = lock.history.get(record_id)
    if event is None:
        raise _refusal(lock, member, "record_not_found")
    if not event.bindable or event.tuya_id is None:
        raise _refusal(lock, member, "record_not_bindable")
    return event, event.tuya_id


def _member_id(lock: TuyaLockCoordinator, member: str) -> str:
    """Return Tuya's id of the member with a name, or raise ServiceValidationError."""
    wanted = member.strip().casefold()
    user_ids = [
        each.user_id
        for each in lock.resolver.members
        if each.user_id and each.name and each.name.strip().casefold() == wanted
    ]
    if not user_ids:
        raise _refusal(lock, member, "member_not_found")
    if len(user_ids) > 1:
        raise _refusal(lock, member, "member_not_unique")
    return user_ids[0]


def _refusal(
    lock: TuyaLockCoordinator, member: str, translation_key: str
) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=translation_key,
        translation_placeholders={"lock": lock.shown_name, "member": member},
    )


async def _async_allocate(
    lock: TuyaLockCoordinator, tuya_id: str, user_id: str
) -> None:
    """Make the call in the spelling of Tuya's table, then in that of its sample."""
    try:
        await lock.api.allocate(lock.device.id, tuya_id, user_id)
    except TuyaParameterError:
        await lock.api.allocate(lock.device.id, tuya_id, user_id, camel_case=True)


def _linked(event: LockEvent, linked: LockEvent) -> LockEvent:
    """Return an event after `linked` was: a credential can be linked only once."""
    same_credential = (
        linked.slot is not None
        and event.slot == linked.slot
        and event.method is linked.method
    )
    if event.record_id == linked.record_id or same_credential:
        return replace(event, bindable=False)
    return event
