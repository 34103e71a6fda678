"""The state of the simulated cloud, and the methods that change it."""

from collections.abc import Callable, Sequence
from typing import Final, Self

from . import errors
from .account import Account
from .clock import Clock
from .faults import Fault, Faults
from .messages import Messages
from .models import Call, Device, Lock, Report
from .tokens import Tokens

ACCESS_ID: Final = "simulatoraccessid001"
ACCESS_SECRET: Final = "simulator-access-secret-not-real"


class TuyaCloud(Account):
    """One cloud project with its linked account, devices and logs."""

    def __init__(
        self,
        *,
        access_id: str = ACCESS_ID,
        access_secret: str = ACCESS_SECRET,
        clock: Clock | None = None,
        seed: int = 0,
    ) -> None:
        """Start without devices and with all in order; `seed` is for what is drawn."""
        super().__init__(Clock() if clock is None else clock, seed)
        self.access_id = access_id
        self.access_secret = access_secret
        self.tokens = Tokens(self.clock)
        self.faults = Faults()
        self.messages = Messages(self, access_secret=access_secret, seed=seed)
        self.handshakes: list[Call] = []
        self.on_report = self._report
        self.on_online = self._report_online
        self.denied: set[str] = set()
        self.calls: list[Call] = []
        self.picture_fetches: list[str] = []
        self.before_answer: Callable[[str], None] | None = None
        self.slow_seconds = 0.5
        self.blocked: int | None = None
        self.unlinked = False

    @classmethod
    def empty(
        cls,
        *,
        access_id: str = ACCESS_ID,
        access_secret: str = ACCESS_SECRET,
        clock: Clock | None = None,
    ) -> Self:
        """Build a cloud whose linked account has no devices."""
        return cls(access_id=access_id, access_secret=access_secret, clock=clock)

    def deny(self, lock: Lock | str) -> None:
        """Remove a lock from the project: it is not listed, and answers 1106."""
        target = self.find(lock)
        self.denied.add(target.id)
        self.say(f"{target.name}: removed from the project")

    def allow(self, lock: Lock | str) -> None:
        """Add a lock to the project again."""
        target = self.find(lock)
        self.denied.discard(target.id)
        self.say(f"{target.name}: in the project again")

    def holds(self, device: Device) -> bool:
        """Return whether a device is in the project."""
        return not self.unlinked and device.id not in self.denied

    def expire_tokens(self) -> None:
        """End the current token: it answers 1010 from now on."""
        self.tokens.expire()
        self.say("the token has expired")

    def invalidate_tokens(self) -> None:
        """Forget every token: they answer 1011 from now on."""
        self.tokens.forget()
        self.say("the token is no longer known")

    def spend_quota(self) -> None:
        """Use up the month's calls: every call but the token's answers 28841004."""
        self._block(errors.QUOTA_USED_UP)

    def end_plan(self) -> None:
        """Let the plan end: every call but the token's answers 28841002."""
        self._block(errors.PLAN_EXPIRED)

    def unsubscribe(self) -> None:
        """Drop the API subscription: every call but the token's answers 28841101."""
        self._block(errors.NOT_SUBSCRIBED)

    def suspend_data_center(self) -> None:
        """Suspend the data center: every call but the token's answers 28841107."""
        self._block(errors.DATA_CENTER_SUSPENDED)

    def unlink_account(self) -> None:
        """Unlink the app account: no devices are listed, and each answers 1106."""
        self.unlinked = True
        self.say("the app account is unlinked")

    def recover(self) -> None:
        """Put all in order again; failures still to come are forgotten too."""
        self.blocked = None
        self.unlinked = False
        self.denied.clear()
        self.faults.clear()
        self.say("all is in order again")

    def fail_next(
        self,
        count: int,
        fault: int | str,
        *,
        path: str | None = None,
        msg: str | None = None,
    ) -> None:
        """Let the next `count` calls fail.

        `fault` is an error code for the envelope, with Tuya's text unless `msg` is
        given, or one of `http_500`, `html`, `hang`, `cut_json`, `reset`, `not_object`,
        `no_success`, `huge`, `slow` (right, but after `slow_seconds`). `path` limits
        it to paths that contain it or match it as a pattern; without it every API call
        counts, the token's too.
        """
        self.faults.schedule(Fault(count, fault, msg, path))
        self.say(f"the next {count} calls fail: {fault}")

    def calls_of(self, name: str) -> list[Call]:
        """Return the answered calls of one endpoint.

        Names: token, devices, device, users, open-logs, alarm-logs, records, allocate,
        device-logs, shadow, upgrade-infos, unknown.
        """
        return [call for call in self.calls if call.name == name]

    def _report(self, device: Device, reports: Sequence[Report]) -> None:
        # A project without a plan gets no messages, and no word about it.
        if self._is_heard(device):
            self.messages.publish(device, reports)

    def _report_online(self, device: Device, online: bool) -> None:
        if self._is_heard(device):
            self.messages.publish_online(device, online)

    def _is_heard(self, device: Device) -> bool:
        return self.blocked is None and self.holds(device)

    def _block(self, code: int) -> None:
        self.blocked = code
        self.say(f"every call is answered {code}: {errors.MESSAGES[code]}")
