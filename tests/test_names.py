"""Who is named for a record, and how much of the name is shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

import pytest

from custom_components.tuya_door_lock.api.locks import Credential, LockUser
from custom_components.tuya_door_lock.api.records import (
    LockRecord,
    Media,
    Participant,
    RecordKind,
    UnlockMethod,
)
from custom_components.tuya_door_lock.people.assignments import Owner
from custom_components.tuya_door_lock.people.credentials import Credentials
from custom_components.tuya_door_lock.people.names import Names
from custom_components.tuya_door_lock.people.privacy import Privacy, initials, private
from custom_components.tuya_door_lock.people.unlock_requests import UnlockRequest

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
THUMB = Credential(UnlockMethod.FINGERPRINT, 1, "Right thumb")


def unlock(
    slot: int | None,
    name: str | None = None,
    method: UnlockMethod = UnlockMethod.FINGERPRINT,
    **changes: Any,
) -> LockRecord:
    """Return an unlock."""
    record = LockRecord(
        record_id=f"{method}:{slot}",
        anonymous_id=f"{method}:{slot}",
        occurred_at=NOW,
        kind=RecordKind.UNLOCK,
        method=method,
        slot=slot,
        user_name=name,
    )
    return replace(record, **changes)


def describe(method: UnlockMethod | None) -> str | None:
    """Return a method as a user would read it."""
    return method and method.replace("_", " ").capitalize()


def test_what_tuya_has_told_once_names_the_rows_without_names() -> None:
    """The user of the row, then of the list, then of an earlier row; else the slot."""
    names = Names(describe)
    assert names.entry(unlock(1), late=False).user == "Fingerprint 1"
    names.credentials.learn([unlock(1, "Ana", credential_name="Right thumb")])
    assert names.entry(unlock(1), late=False).user == "Ana"
    assert names.entry(unlock(1), late=False).credential == "Right thumb"
    names.users = (LockUser("1001", "Ana Lopez", (THUMB,)),)
    assert names.entry(unlock(1), late=False).user == "Ana Lopez"
    assert names.entry(unlock(1, "Ben"), late=False).user == "Ben"
    assert names.entry(unlock(7, user_id="1001"), late=False).user == "Ana Lopez"


def test_what_the_owner_says_comes_before_what_tuya_says() -> None:
    """A credential's name before its member's."""
    owners = {
        "member:ana1985": Owner("Ana", "person.ana"),
        "fingerprint:2": Owner("Cleaner"),
    }
    names = Names(
        describe,
        lambda keys: next((owners[key] for key in keys if key in owners), None),
    )
    one = names.entry(unlock(1, "ana1985"), late=False)
    assert (one.user, one.person, one.uncertain) == ("Ana", "person.ana", False)
    two = names.entry(unlock(2, "ana1985"), late=False)
    assert (two.user, two.person) == ("Cleaner", None)
    both = names.entry(
        unlock(
            None,
            participants=(
                Participant(UnlockMethod.FINGERPRINT, 2),
                Participant(UnlockMethod.FINGERPRINT, user_name="Ben"),
                Participant(UnlockMethod.OTHER),
            ),
        ),
        late=False,
    )
    assert both.participants == ("Cleaner", "Ben")


def test_who_has_asked_home_assistant_is_a_guess_that_overwrites_nobody() -> None:
    """A name that Tuya gives stays, and is said to be uncertain."""
    request = UnlockRequest(frozenset(), NOW, Owner("Ben", "person.ben"))
    names = Names(describe, asked=lambda _: request)
    app = unlock(None, method=UnlockMethod.APP)
    guessed = names.entry(app, late=False)
    assert (guessed.user, guessed.person) == ("Ben", "person.ben")
    assert guessed.uncertain
    told = names.entry(replace(app, user_name="Ana"), late=False)
    assert (told.user, told.person, told.uncertain) == ("Ana", None, True)
    by_automation = Names(describe, asked=lambda _: replace(request, by=None))
    assert by_automation.entry(app, late=False).user == "App"


def test_a_record_with_a_picture_says_so() -> None:
    """A video alone is none."""
    names = Names(describe)
    with_picture = unlock(1, media=(Media(file_url="https://pictures.example/1"),))
    assert names.entry(with_picture, late=False).picture
    with_video = unlock(1, media=(Media(media_url="https://pictures.example/1"),))
    assert not names.entry(with_video, late=False).picture


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ana", "A."),
        ("Ana Lopez", "A. L."),
        ("  ana   lópez ", "A. L."),
        ("A. L.", "A. L."),
        ("王伟", "王."),
        ("(Ben)", "B."),
        ("🙂 Ana", "🙂. A."),
    ],
)
def test_initials_are_the_first_letters(name: str, short: str) -> None:
    """However often a name is shortened."""
    assert initials(name) == short
    assert initials(short) == short


def test_privacy_shows_no_more_than_is_wanted() -> None:
    """And shortens nothing further that is short already."""
    record = unlock(
        1,
        "Ana Lopez",
        credential_name="Ana's thumb",
        participants=(Participant(UnlockMethod.CARD, user_name="Ben Weiss"),),
    )
    full = Names(describe).entry(record, late=False)
    assert (full.user, full.credential) == ("Ana Lopez", "Ana's thumb")
    assert full.participants == ("Ben Weiss",)
    names = Names(
        describe, lambda _: Owner("Ana L", "person.ana"), privacy=Privacy.INITIALS
    )
    short = names.entry(record, late=False)
    assert (short.user, short.credential) == ("A. L.", "Fingerprint 1")
    assert (short.person, short.participants) == (None, ("A. L.",))
    assert private(short, Privacy.INITIALS, names.readable) == short
    unnamed = Names(describe, privacy=Privacy.INITIALS).entry(unlock(1), late=False)
    assert unnamed.user == "Fingerprint 1"
    nobody = Names(describe, privacy=Privacy.NONE).entry(record, late=False)
    assert (nobody.user, nobody.credential) == ("Fingerprint 1", "Fingerprint 1")
    assert (nobody.person, nobody.participants) == (None, ())


def test_a_name_by_anybody_is_a_name() -> None:
    """Of the row, of the list, of the owner."""
    assert Names(describe).is_nameless(unlock(1))
    assert not Names(describe).is_nameless(unlock(1, "Ana"))
    assert not Names(describe).is_nameless(unlock(1, credential_name="Thumb"))
    assert not Names(describe, lambda _: Owner("Ana")).is_nameless(unlock(1))
    listed = Names(describe, users=(LockUser(None, None, (THUMB,)),))
    assert not listed.is_nameless(unlock(1))
    assert listed.is_nameless(unlock(2))


def test_a_credential_is_met_once() -> None:
    """What Tuya lists from the start is known; what it lists later is not."""
    credentials = Credentials()
    credentials.learn_members([LockUser("1001", "Ana", (THUMB,))])
    assert not credentials.meet(unlock(1))
    late = Credential(UnlockMethod.FINGERPRINT, 2, "Left thumb")
    nameless = Credential(UnlockMethod.APP, None, None)
    credentials.learn_members([LockUser("1001", "Ana", (THUMB, late, nameless))])
    assert credentials.meet(unlock(2))
    assert not credentials.meet(unlock(2))
    assert not credentials.meet(unlock(None, "Ana", UnlockMethod.APP))
    assert not credentials.meet(unlock(None, None, UnlockMethod.APP))
    assert not credentials.meet(unlock(1, None, UnlockMethod.TEMPORARY))


def test_credentials_come_back_from_storage_as_they_were() -> None:
    """Through JSON, the last used at the end."""
    credentials = Credentials()
    credentials.learn_members([])
    later = NOW + timedelta(hours=1)
    credentials.learn(
        [
            unlock(1, "Ana", credential_name="Right thumb"),
            unlock(2),
            unlock(1, occurred_at=later),
            unlock(1, occurred_at=NOW - timedelta(days=1)),
            unlock(None, "Ben", UnlockMethod.APP),
        ]
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
    """The credential stays, so that it is not taken for a new one."""
    credentials = Credentials()
    credentials.learn(
        [
            unlock(1, "Ana", credential_name="Right thumb"),
            unlock(2, "Ben"),
            unlock(None, "Ana", UnlockMethod.APP),
        ]
    )
    credentials.meet(unlock(1))
    credentials.forget_names(["Ana"])
    assert [key for key, _ in credentials.items()] == ["fingerprint:2", "fingerprint:1"]
    thumb = credentials.get("fingerprint:1")
    assert thumb is not None
    assert (thumb.user, thumb.name, thumb.is_known) == (None, None, True)


def test_credentials_do_not_pile_up() -> None:
    """The last 1,000 stay; one that is used again counts as new."""
    credentials = Credentials()
    credentials.learn(
        unlock(slot, method=UnlockMethod.TEMPORARY) for slot in range(1_000)
    )
    credentials.learn(
        [
            unlock(0, method=UnlockMethod.TEMPORARY),
            unlock(1_000, method=UnlockMethod.TEMPORARY),
        ]
    )
    keys = [key for key, _ in credentials.items()]
    assert len(keys) == 1_000
    assert "temporary:1" not in keys
    assert "temporary:0" in keys
