"""One topic of the message queue with its one subscription, free from the network."""

import base64
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import heapq
import itertools
from typing import Final

from .message_format import Body

RETENTION: Final = timedelta(hours=2)
NACK_DELAY: Final = timedelta(seconds=60)


@dataclass(slots=True, eq=False)
class Message:
    """A message for one device, not encrypted yet; `published_at` may be to come."""

    id: str
    device_id: str
    protocol: int
    body: Body
    published_at: datetime
    redeliveries: int = 0


@dataclass(slots=True, eq=False)
class Consumer:
    """A connection that reads a topic.

    `wake` is called when there may be something to do. What is not acknowledged
    within `ack_timeout` comes again; without one, only to the next consumer.
    """

    ack_timeout: timedelta | None
    wake: Callable[[], None]
    close: Callable[[int], None]
    unacknowledged: dict[str, tuple[Message, datetime]] = field(default_factory=dict)
    raw: list[str | bytes] = field(default_factory=list)
    """Frames that are sent as they are, before all others."""


class Topic:
    """Messages for consumers, of whom only the first receives (Failover).

    What nobody has acknowledged is kept for two hours; where `keeps_unread` is off,
    what is published while nobody is connected is lost at once.
    """

    def __init__(self) -> None:
        """Start with no message and no consumer."""
        self.keeps_unread = True
        self.retention = RETENTION
        self.consumers: list[Consumer] = []
        self.counts: Counter[str] = Counter()
        self.by_device: Counter[str] = Counter()
        self._queue: list[tuple[datetime, int, Message]] = []
        self._numbers = itertools.count(1)
        self._order = itertools.count(1)
        self._last: Message | None = None

    def publish(
        self,
        device_id: str,
        protocol: int,
        body: Body,
        *,
        moment: datetime,
        now: datetime,
    ) -> None:
        """Add a message that is to be delivered from a moment on."""
        self._forget_before(now - self.retention)
        number = f"ledger:{next(self._numbers)}:-1".encode()
        message_id = base64.b64encode(number).decode()
        self.counts["published"] += 1
        self._push(Message(message_id, device_id, protocol, body, moment), moment)

    def clear(self) -> None:
        """Forget all that was published, and count anew."""
        self._queue.clear()
        self.counts.clear()
        self.by_device.clear()

    def join(self, consumer: Consumer, now: datetime) -> None:
        """Add a consumer."""
        if not self.consumers and not self.keeps_unread:
            self._forget_before(now)
            self._last = None
        self.consumers.append(consumer)

    def leave(self, consumer: Consumer) -> None:
        """Remove a consumer; what it has not acknowledged is for the next one."""
        self.consumers.remove(consumer)
        for message, _ in consumer.unacknowledged.values():
            self._deliver_again(message, message.published_at)
        self.wake()

    def next_message(self, consumer: Consumer, now: datetime) -> Message | None:
        """Return what a consumer is to get now, and wait for its acknowledgment."""
        if self.consumers[0] is not consumer:
            return None
        self._forget_before(now - self.retention)
        self._collect_unacknowledged(consumer, now)
        if not self._queue or self._queue[0][0] > now:
            return None
        _, _, message = heapq.heappop(self._queue)
        consumer.unacknowledged[message.id] = (message, now)
        if message.redeliveries:
            self.counts["redelivered"] += 1
        else:
            self.counts["delivered"] += 1
            self.by_device[message.device_id] += 1
        self._last = message
        return message

    def is_waiting(self, consumer: Consumer) -> bool:
        """Return whether the passing of time alone may bring a consumer something."""
        if self.consumers[0] is not consumer:
            return False
        awaits = consumer.unacknowledged and consumer.ack_timeout is not None
        return bool(self._queue or awaits)

    @property
    def next_at(self) -> datetime | None:
        """Return from when on a message is to be delivered next; None without one."""
        return self._queue[0][0] if self._queue else None

    def acknowledge(self, consumer: Consumer, message_id: str) -> None:
        """Forget a message that has arrived; what is unknown is ignored."""
        if consumer.unacknowledged.pop(message_id, None) is not None:
            self.counts["acknowledged"] += 1

    def reject(self, consumer: Consumer, message_id: str, now: datetime) -> None:
        """Deliver a message again after a minute."""
        found = consumer.unacknowledged.pop(message_id, None)
        if found is not None:
            self._deliver_again(found[0], now + NACK_DELAY)

    def repeat(self) -> bool:
        """Deliver the last message again, with its id; return whether there is one."""
        if self._last is None:
            return False
        self._deliver_again(self._last, self._last.published_at)
        return True

    def send_raw(self, content: str | bytes) -> bool:
        """Send the first consumer a frame as it is; return whether there is one."""
        if not self.consumers:
            return False
        self.consumers[0].raw.append(content)
        self.wake()
        return True

    def wake(self) -> None:
        """Let every consumer look whether there is something for it."""
        for consumer in self.consumers:
            consumer.wake()

    def _collect_unacknowledged(self, consumer: Consumer, now: datetime) -> None:
        if consumer.ack_timeout is None:
            return
        for message, sent_at in list(consumer.unacknowledged.values()):
            if now - sent_at >= consumer.ack_timeout:
                del consumer.unacknowledged[message.id]
                self._deliver_again(message, message.published_at)

    def _deliver_again(self, message: Message, moment: datetime) -> None:
        message.redeliveries += 1
        self._push(message, moment)

    def _push(self, message: Message, moment: datetime) -> None:
        heapq.heappush(self._queue, (moment, next(self._order), message))
        self.wake()

    def _forget_before(self, moment: datetime) -> None:
        while self._queue and self._queue[0][2].published_at <= moment:
            heapq.heappop(self._queue)
            self.counts["dropped"] += 1
