"""What is remembered of the fingers, codes and cards of a lock."""

from datetime import timedelta
import json

from custom_components.tuya_door_lock.api.locks import Credential, LockUser
from custom_components.tuya_door_lock.api.records import UnlockMethod
from custom_components.tuya_door_lock.people.credentials import Credentials

from .records import NOW, unlock

THUMB = Credential(UnlockMethod.FINGERPRINT, 1, "Right thumb")


def test_a_credential_is_met_once() -> None:
    """What Tuya lists from the start is known; what it lists later is not."""
    credentials = Credentials()
    credentials.update_from_members([LockUser("1001", "Ana", (THUMB,))])
    assert not credentials.is_first_use(unlock(1))
    late = Credential(UnlockMethod.FINGERPRINT, 2, "Left thumb")
    nameless = Credential(UnlockMethod.APP, None, None)
    credentials.update_from_members([LockUser("1001", "Ana", (THUMB, late, nameless))])
    assert credentials.is_first_use(unlock(2))
    assert not credentials.is_first_use(unlock(2))
    assert not credentials.is_first_use(unlock(None, "Ana", UnlockMethod.APP))
    assert not credentials.is_first_use(unlock(None, None, UnlockMethod.APP))
    assert not credentials.is_first_use(unlock(1, None, UnlockMethod.TEMPORARY))


def test_credentials_come_back_from_storage_as_they_were() -> None:
    """Through JSON, the last used at the end."""
    credentials = Credentials()
    credentials.update_from_members([])
    later = NOW + timedelta(hours=1)
    credentials.update_from(
        [
            unlock(1, "Ana", credential_name="Right thumb"),
            unlock(2),
            unlock(1, occurred_at=later),
            unlock(1, occurred_at=NOW - timedelta(days=1)),
            unlock(None, "Ben", UnlockMethod.APP),
        ],
        later,
    )
    back = Credentials()
    back.restore(json.loads(json.dumps(credentials.as_dict())))
    assert back.as_dict() == credentials.as_dict()
    assert [key for key, _ in back.items()] == [
        "fingerprint:2",
        "fingerprint:1",
        "member:Ben",
    ]
    thumb = back.get("fingerprint:1")
    assert thumb is not None
    assert (thumb.user, thumb.name, thumb.last_used) == ("Ana", "Right thumb", later)


def test_who_is_forgotten_leaves_no_name() -> None:
    """The credential stays, so that it does not seem new."""
    credentials = Credentials()
    credentials.update_from(
        [
            unlock(1, "Ana", credential_name="Right thumb"),
            unlock(2, "Ben"),
            unlock(None, "Ana", UnlockMethod.APP),
        ],
        NOW,
    )
    credentials.is_first_use(unlock(1))
    credentials.forget_names(["Ana"])
    assert [key for key, _ in credentials.items()] == ["fingerprint:2", "fingerprint:1"]
    thumb = credentials.get("fingerprint:1")
    assert thumb is not None
    assert (thumb.user, thumb.name, thumb.is_known) == (None, None, True)


def test_credentials_do_not_pile_up() -> None:
    """The last 1,000 stay; one that is used again counts as new."""
    credentials = Credentials()
    credentials.update_from(
        (unlock(slot, method=UnlockMethod.TEMPORARY) for slot in range(1_000)), NOW
    )
    credentials.update_from(
        [
            unlock(0, method=UnlockMethod.TEMPORARY),
            unlock(1_000, method=UnlockMethod.TEMPORARY),
        ],
        NOW,
    )
    keys = [key for key, _ in credentials.items()]
    assert len(keys) == 1_000
    assert "temporary:1" not in keys
    assert "temporary:0" in keys


def test_a_use_from_the_future_does_not_hide_those_that_follow() -> None:
    """The clock of the lock was a year ahead, or Home Assistant's was."""
    credentials = Credentials()
    year = timedelta(days=365)
    credentials.update_from([unlock(1, occurred_at=NOW + year)], NOW)
    thumb = credentials.get("fingerprint:1")
    assert thumb is not None
    assert thumb.last_used == NOW
    hour = timedelta(hours=1)
    credentials.update_from([unlock(1, occurred_at=NOW + hour)], NOW + hour)
    assert thumb.last_used == NOW + hour
    credentials.update_from([unlock(1, occurred_at=NOW + year)], NOW + year)
    credentials.update_from([unlock(1, occurred_at=NOW + 2 * hour)], NOW + 2 * hour)
    assert thumb.last_used == NOW + 2 * hour
