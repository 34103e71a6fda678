"""What is wrong with Tuya is said in the same words wherever it is said."""

import inspect
import json
from pathlib import Path

import pytest

from custom_components.tuya_door_lock.api import errors
from custom_components.tuya_door_lock.api.errors import TuyaError

TEXTS = json.loads(
    (Path(inspect.getfile(errors)).parent.parent / "translations/en.json").read_text(
        "utf-8"
    )
)
ERRORS = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, TuyaError)
]


@pytest.mark.parametrize("error", ERRORS)
def test_each_error_of_tuya_has_a_text(error: type[TuyaError]) -> None:
    """The form of the setup says what the page of the integration says."""
    key = error.translation_key
    assert TEXTS["exceptions"][key]["message"] == TEXTS["config"]["error"][key]
