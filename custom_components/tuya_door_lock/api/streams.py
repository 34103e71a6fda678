"""The endpoints of a lock's log, in the spellings that locks insist on.

Source: Tuya's page "Unlocking & Alert History APIs". It spells the parameters in two
styles, and leaves the unit of a time open.
"""

from collections.abc import Collection
from dataclasses import dataclass
import re
from typing import Final

from .paging import PAGE_SIZE
from .records import Endpoint, LockRecord, UnlockMethod

# `alarm-logs` leaves out what it does not count as common unless asked for it.
_ALARM_CODES: Final = ("alarm_lock", "hijack", "doorbell")
# `records` answers only for what it is asked for: the codes that the page lists,
# then those seen on locks.
RECORD_CODES: Final = (
    *(
        f"unlock_{method}"
        for method in UnlockMethod
        if method not in {UnlockMethod.INSIDE, UnlockMethod.OTHER}
    ),
    *(
        f"unlock_{method}_kit"
        for method in (
            UnlockMethod.CARD,
            UnlockMethod.DOUBLE,
            UnlockMethod.FACE,
            UnlockMethod.FINGERPRINT,
            UnlockMethod.KEY,
            UnlockMethod.PASSWORD,
            UnlockMethod.PHONE_REMOTE,
            UnlockMethod.TELECONTROL,
            UnlockMethod.TEMPORARY,
        )
    ),
    "unlock_finger",
    "open_inside",
    *_ALARM_CODES,
)
# What a lock reports beside accesses and alarms: its state.
_STATE: Final = re.compile(
    "battery|residual_electricity|closed_opened|open_close|lock_motor_state|_switch$"
    "|^unlock_method_|^reply_|^initiative_message|^video_"
)
# In seconds, from the end of 1999 to 2100. A lock that was without a battery may count
# from 2000, and another be years ahead: a span around today would hide what they log.
_ALL_TIMES: Final = (946_598_400, 4_102_444_800)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStream:
    """One log endpoint in one spelling."""

    endpoint: Endpoint
    version: str
    camel_case: bool = False
    in_seconds: bool = False
    codes_name: str = "codes"

    @property
    def name(self) -> str:
        """Return endpoint and version: no other spelling changes the answer."""
        return f"{self.endpoint} {self.version}"

    def path(self, lock_id: str) -> str:
        """Return the path of the endpoint for a lock."""
        return f"/{self.version}/devices/{lock_id}/door-lock/{self.endpoint}"

    def query(
        self, page_no: int, codes: Collection[str] = ()
    ) -> dict[str, str | int | bool]:
        """Return the parameters that ask for a page of a lock with these codes.

        They ask for all times: how far back to read is for the reader to say.
        """
        query: dict[str, str | int | bool]
        pages = {"page_no": page_no, "page_size": PAGE_SIZE}
        match self.endpoint:
            case Endpoint.RECORDS:
                query = {
                    "target_standard_dp_codes": ",".join(
                        dict.fromkeys(
                            (*RECORD_CODES, *filter(_is_logged, sorted(codes)))
                        )
                    ),
                    **pages,
                    "start_time": 0,
                    "end_time": 0,
                }
                if self.camel_case:
                    return {_camel(name): value for name, value in query.items()}
                return query
            case Endpoint.OPEN_LOGS:
                start, end = (
                    seconds * (1 if self.in_seconds else 1000) for seconds in _ALL_TIMES
                )
                query = {**pages, "start_time": start, "end_time": end}
            case _:
                query = {**pages, self.codes_name: ",".join(_ALARM_CODES)}
        if self.version == "v1.0":
            return query
        media = "show_media_info"
        return query | {_camel(media) if self.camel_case else media: True}


SPELLINGS: Final[dict[Endpoint, tuple[LogStream, ...]]] = {
    Endpoint.RECORDS: (
        LogStream(endpoint=Endpoint.RECORDS, version="v1.0", camel_case=True),
        LogStream(endpoint=Endpoint.RECORDS, version="v1.0"),
    ),
    Endpoint.OPEN_LOGS: (
        LogStream(endpoint=Endpoint.OPEN_LOGS, version="v1.1"),
        LogStream(endpoint=Endpoint.OPEN_LOGS, version="v1.1", camel_case=True),
        LogStream(endpoint=Endpoint.OPEN_LOGS, version="v1.0"),
        LogStream(endpoint=Endpoint.OPEN_LOGS, version="v1.0", in_seconds=True),
    ),
    Endpoint.ALARM_LOGS: (
        LogStream(endpoint=Endpoint.ALARM_LOGS, version="v1.1"),
        LogStream(
            endpoint=Endpoint.ALARM_LOGS,
            version="v1.1",
            camel_case=True,
            codes_name="dp_codes",
        ),
        LogStream(endpoint=Endpoint.ALARM_LOGS, version="v1.0"),
        LogStream(endpoint=Endpoint.ALARM_LOGS, version="v1.0", codes_name="dp_codes"),
    ),
    Endpoint.DEVICE_LOG: (LogStream(endpoint=Endpoint.DEVICE_LOG, version="v1.0"),),
    Endpoint.DEVICE_ALARMS: (
        LogStream(endpoint=Endpoint.DEVICE_ALARMS, version="v1.0"),
    ),
}
"""The spellings of each endpoint, in the order in which to try them."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of a log, in the order in which Tuya sent it."""

    records: tuple[LockRecord, ...]
    skipped: int
    """Rows that make no record: without a time, or of something that did not happen."""
    is_last: bool
    """Whether the log ends here."""

    total: int | None = None
    """How many rows the log has, where Tuya gives a plausible number."""


def _is_logged(code: str) -> bool:
    """Return whether a lock's log may have rows of a code of its status."""
    return not _STATE.search(code)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
