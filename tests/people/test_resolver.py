"""Who is named for a record, and how much of the name is shown."""

from dataclasses import replace

from custom_components.tuya_door_lock.api.locks import Credential, LockUser
from custom_components.tuya_door_lock.api.records import (
    Media,
    Participant,
    UnlockMethod,
)
from custom_components.tuya_door_lock.people.persons import Assignee
from custom_components.tuya_door_lock.people.privacy import Privacy, redact
from custom_components.tuya_door_lock.people.resolver import NameResolver
from custom_components.tuya_door_lock.people.unlock_requests import UnlockRequest

from .records import NOW, describe, unlock

THUMB = Credential(UnlockMethod.FINGERPRINT, 1, "Right thumb")


def test_what_tuya_has_reported_once_names_the_rows_without_names() -> None:
    """The user of the row, then of the list, then of an earlier row; else the slot."""
    resolver = NameResolver(describe)
    assert resolver.event("1", unlock(1), late=False).user == "Fingerprint 1"
    resolver.credentials.update_from(
        [unlock(1, "Ana", credential_name="Right thumb")], NOW
    )
    assert resolver.event("1", unlock(1), late=False).user == "Ana"
    assert resolver.event("1", unlock(1), late=False).credential == "Right thumb"
    resolver.update_members([LockUser("1001", "Ana Lopez", (THUMB,))])
    assert resolver.event("1", unlock(1), late=False).user == "Ana Lopez"
    assert resolver.event("1", unlock(1, "Ben"), late=False).user == "Ben"
    assert (
        resolver.event("1", unlock(7, user_id="1001"), late=False).user == "Ana Lopez"
    )


def test_what_the_owner_says_comes_before_what_tuya_says() -> None:
    """A credential's name before its member's."""
    owners = {
        "member:ana1985": Assignee("Ana", "person.ana"),
        "fingerprint:2": Assignee("Cleaner"),
    }
    resolver = NameResolver(
        describe,
        lambda keys: next((owners[key] for key in keys if key in owners), None),
    )
    one = resolver.event("1", unlock(1, "ana1985"), late=False)
    assert (one.user, one.person, one.uncertain) == ("Ana", "person.ana", False)
    two = resolver.event("1", unlock(2, "ana1985"), late=False)
    assert (two.user, two.person) == ("Cleaner", None)
    both = resolver.event(
        "1",
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
    """A name that Tuya or the owner gives stays, and is certain."""
    request = UnlockRequest(frozenset(), NOW, Assignee("Ben", "person.ben"))
    resolver = NameResolver(describe, find_request=lambda _: request)
    app = unlock(None, method=UnlockMethod.APP)
    guessed = resolver.event("1", app, late=False)
    assert (guessed.user, guessed.person) == ("Ben", "person.ben")
    assert guessed.uncertain
    reported = resolver.event("1", replace(app, user_name="Ana"), late=False)
    assert (reported.user, reported.person, reported.uncertain) == ("Ana", None, False)
    assigned = NameResolver(describe, lambda _: Assignee("Dora"), lambda _: request)
    assert not assigned.event("1", app, late=False).uncertain
    by_automation = NameResolver(
        describe, find_request=lambda _: replace(request, by=None)
    )
    nobody = by_automation.event("1", app, late=False)
    assert (nobody.user, nobody.uncertain) == ("App", False)


def test_a_record_with_a_picture_says_so() -> None:
    """A video alone is none."""
    resolver = NameResolver(describe)
    with_picture = unlock(1, media=(Media(file_url="https://pictures.example/1"),))
    assert resolver.event("1", with_picture, late=False).picture
    with_video = unlock(1, media=(Media(media_url="https://pictures.example/1"),))
    assert not resolver.event("1", with_video, late=False).picture


def test_privacy_shows_no_more_than_is_wanted() -> None:
    """And shortens nothing further that is short already."""
    record = unlock(
        1,
        "Ana Lopez",
        credential_name="Ana's thumb",
        participants=(Participant(UnlockMethod.CARD, user_name="Ben Weiss"),),
    )
    full = NameResolver(describe).event("1", record, late=False)
    assert (full.user, full.credential) == ("Ana Lopez", "Ana's thumb")
    assert full.participants == ("Ben Weiss",)
    resolver = NameResolver(
        describe, lambda _: Assignee("Ana L", "person.ana"), privacy=Privacy.INITIALS
    )
    short = resolver.event("1", record, late=False)
    assert (short.user, short.credential) == ("A. L.", "Fingerprint 1")
    assert (short.person, short.participants) == (None, ("A. L.",))
    assert redact(short, Privacy.INITIALS, resolver.fallback_label) == short
    unnamed = NameResolver(describe, privacy=Privacy.INITIALS).event(
        "1", unlock(1), late=False
    )
    assert unnamed.user == "Fingerprint 1"
    nobody = NameResolver(describe, privacy=Privacy.NONE).event("1", record, late=False)
    assert (nobody.user, nobody.credential) == ("Fingerprint 1", "Fingerprint 1")
    assert (nobody.person, nobody.participants) == (None, ())


def test_a_name_by_anybody_is_a_name() -> None:
    """Of the row, of the list, of the owner."""
    assert NameResolver(describe).is_nameless(unlock(1))
    assert not NameResolver(describe).is_nameless(unlock(1, "Ana"))
    assert not NameResolver(describe).is_nameless(unlock(1, credential_name="Thumb"))
    assert not NameResolver(describe, lambda _: Assignee("Ana")).is_nameless(unlock(1))
    listed = NameResolver(describe)
    listed.update_members([LockUser(None, None, (THUMB,))])
    assert not listed.is_nameless(unlock(1))
    assert listed.is_nameless(unlock(2))
