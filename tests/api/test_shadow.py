"""When the properties of a lock were last reported."""

import pytest

from custom_components.tuya_door_lock.api.client import TuyaClient
from custom_components.tuya_door_lock.api.errors import (
    TuyaTransientError,
    TuyaUnsupportedError,
)
from custom_components.tuya_door_lock.api.shadow import shadow_times
from simulator import Abilities, Lock, TuyaCloud


async def test_the_same_finger_again_moves_the_time(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """See an unlock whose value is the same as before, and nothing never reported."""
    lock = cloud.add_lock(
        Lock(
            "bfshadow000000000001",
            "Shed",
            abilities=Abilities(shadow=True),
            unused=("unlock_method_create",),
        )
    )
    for _ in range(2):
        entry = cloud.add_unlock(lock, "fingerprint", 3)
        assert await shadow_times(client, lock.id) == {
            "unlock_fingerprint": round(entry.occurred_at.timestamp() * 1000)
        }


async def test_a_lock_without_a_shadow_says_so(
    cloud: TuyaCloud, client: TuyaClient
) -> None:
    """Raise what its refusal means."""
    lock = cloud.add_lock(Lock("bfshadow000000000002", "Gate"))
    with pytest.raises(TuyaUnsupportedError):
        await shadow_times(client, lock.id)


class _Answering(TuyaClient):
    """A client whose cloud answers something else."""

    def __init__(self, answer: object) -> None:
        self._answer = answer

    async def get(self, *args: object, **more: object) -> object:
        return self._answer


@pytest.mark.parametrize("answer", [None, [], {}, {"properties": 7}, "text"])
async def test_an_answer_that_is_none_is_an_error(answer: object) -> None:
    """Raise instead of taking every property for gone."""
    with pytest.raises(TuyaTransientError):
        await shadow_times(_Answering(answer), "lock")


async def test_an_odd_property_is_left_out() -> None:
    """Keep those that have a code, a value and a time."""
    properties = [
        None,
        7,
        {"code": "a", "value": 1, "time": 5},
        {"code": "b", "time": 5},
        {"code": "c", "value": 1, "time": "now"},
        {"code": "d", "value": None, "time": 5},
        {"code": "e", "value": 1, "time": True},
        {"value": 1, "time": 5},
    ]
    assert await shadow_times(_Answering({"properties": properties}), "x") == {"a": 5}
