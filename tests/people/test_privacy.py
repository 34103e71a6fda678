"""How much of a name is left."""

import pytest

from custom_components.tuya_door_lock.people.privacy import initials


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
