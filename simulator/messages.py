"""Tuya's Message Service of a project: what is published, when, and in which form."""

from collections.abc import Sequence
from datetime import datetime, timedelta
import itertools
from random import Random
from typing import Final, Literal

from . import message_format, rows
from .logbook import Logbook
from .message_format import Encryption, Family
from .models import Device, Lock, Report, Value
from .topic import Message, Topic

type Environment = Literal["event", "event-test"]
type Announcement = Literal["right", "missing", "wrong"]

ENVIRONMENTS: Final[tuple[Environment, ...]] = ("event", "event-test")
OTHER: Final[dict[Encryption, Encryption]] = {
    "aes_gcm": "aes_ecb",
    "aes_ecb": "aes_gcm",
}


class Messages:
    """The messages of one project, and what can be odd about them.

    As a console would set it: `enabled` is the service itself, `environments` are
    those that exist, `rules` those in which a messaging rule is in effect,
    `test_devices` those that report to `event-test` (None: every lock), `encryption`
    the mode of the project, `families` the kinds of bodies; with both, each message
    comes twice.

    As the field has it: `announcement` is what a frame says of its mode, `push_delay`
    the shortest and the longest time in seconds from a report to its message, drawn
    anew for each, so that they may overtake each other, `stale_first` whether an
    unlock comes after a message with the value before it, `silent` whether a
    connection stands still and answers no ping.
    """

    def __init__(self, logbook: Logbook, *, access_secret: str, seed: int) -> None:
        """Publish what the devices of an account report."""
        self.enabled = True
        self.environments: set[Environment] = set(ENVIRONMENTS)
        self.rules: set[Environment] = set(ENVIRONMENTS)
        self.test_devices: set[str] | None = None
        self.encryption: Encryption = "aes_gcm"
        self.families: tuple[Family, ...] = ("legacy",)
        self.announcement: Announcement = "right"
        self.push_delay = (0.0, 0.0)
        self.stale_first = False
        self.topics: dict[Environment, Topic] = {
            environment: Topic() for environment in ENVIRONMENTS
        }
        self.rng = Random(seed)
        self._silent = False
        self._access_secret = access_secret
        self._logbook = logbook
        self._last_values: dict[tuple[str, str], Value] = {}
        self._numbers = itertools.count(1)

    @property
    def silent(self) -> bool:
        """Return whether connections stand still."""
        return self._silent

    @silent.setter
    def silent(self, silent: bool) -> None:
        self._silent = silent
        for topic in self.topics.values():
            topic.wake()

    def publish(self, device: Device, reports: Sequence[Report]) -> None:
        """Publish what a device reports, when the cloud hears of it."""
        if not reports:
            return
        due = max(each.uploaded_at for each in reports)
        now = self._logbook.clock.now()
        # Uploaded while this clock was ahead is uploaded now.
        due = max(due, now) + timedelta(seconds=self.rng.uniform(*self.push_delay))
        if self.stale_first and (stale := self._stale(device, reports)):
            self._publish(device, stale, due)
        for each in reports:
            self._last_values[device.id, each.code] = each.value
        self._publish(device, reports, due)

    def publish_online(self, device: Device, online: bool) -> None:
        """Publish that a device has come or gone."""
        now = self._logbook.clock.now()
        for family in self.families:
            protocol, body = message_format.online_body(
                family,
                device_id=device.id,
                product_id=self._product_id(device),
                online=online,
                moment=now,
            )
            self._send(device, protocol, body, now)

    def frame(self, message: Message) -> str:
        """Encrypt a message and return what goes over the wire."""
        announced = {
            "right": {"em": str(self.encryption)},
            "wrong": {"em": str(OTHER[self.encryption])},
            "missing": {},
        }[self.announcement]
        content = message_format.envelope(
            message.protocol,
            message.body,
            access_secret=self._access_secret,
            encryption=self.encryption,
            moment=message.published_at,
        )
        return message_format.frame(
            content,
            message_id=message.id,
            properties=announced,
            published_at=message.published_at,
            redeliveries=message.redeliveries,
        )

    def send_junk(self, kind: str) -> bool:
        """Send the connected consumers a frame that makes no sense.

        Return whether one is connected; raise ValueError for an unknown kind.
        """
        if kind not in message_format.JUNK:
            names = ", ".join(message_format.JUNK)
            raise ValueError(f"kind must be one of {names}")
        sent = [
            topic.send_raw(message_format.JUNK[kind]) for topic in self.topics.values()
        ]
        return any(sent)

    def disconnect(self, code: int = 1006) -> None:
        """End every connection with a close code; 1006 is one without a farewell."""
        for topic in self.topics.values():
            for consumer in list(topic.consumers):
                consumer.close(code)

    def clear(self) -> None:
        """Forget all that was published, and count anew."""
        for topic in self.topics.values():
            topic.clear()

    def _stale(self, device: Device, reports: Sequence[Report]) -> list[Report]:
        """Return the reports with the values that the codes had before."""
        return [
            Report(
                id=each.id,
                code=each.code,
                value=self._last_values[device.id, each.code],
                occurred_at=each.occurred_at,
                uploaded_at=each.uploaded_at,
            )
            for each in reports
            if (device.id, each.code) in self._last_values
        ]

    def _publish(
        self, device: Device, reports: Sequence[Report], moment: datetime
    ) -> None:
        data_id = f"AAX{next(self._numbers):09d}"
        for family in self.families:
            protocol, body = message_format.status_body(
                family,
                device_id=device.id,
                product_id=self._product_id(device),
                data_id=data_id,
                reports=reports,
            )
            self._send(device, protocol, body, moment)

    def _send(
        self, device: Device, protocol: int, body: message_format.Body, moment: datetime
    ) -> None:
        if not self.enabled:
            return
        for environment in self.rules & self.environments:
            if environment == "event" or self._is_test_device(device):
                self.topics[environment].publish(
                    device.id,
                    protocol,
                    body,
                    moment=moment,
                    now=self._logbook.clock.now(),
                )

    def _is_test_device(self, device: Device) -> bool:
        if self.test_devices is None:
            return isinstance(device, Lock)
        return device.id in self.test_devices

    def _product_id(self, device: Device) -> str:
        numbers = list(self._logbook.devices)
        number = numbers.index(device.id) + 1 if device.id in numbers else 0
        return rows.product_id(number)
