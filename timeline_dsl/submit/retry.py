"""When a call is made again, and how long to wait before: full-jitter back-off within a total time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

import attrs

from timeline_dsl.errors import SubmitError
from timeline_dsl.submit.service import NoAnswer, ServiceError

_Answer = TypeVar("_Answer")


class GaveUp(SubmitError):
    """The total time for a call ran out. `last` is the last failure, `attempts` how many there were."""

    def __init__(self, last: SubmitError, attempts: int, total: float) -> None:
        self.last, self.attempts = last, attempts
        super().__init__(
            f"Gave up after {attempts} attempts in {total:g} s; the last one: {last.message}",
            code=last.code,
            status=last.status,
            request_id=last.request_id,
        )


@attrs.frozen(kw_only=True)
class Retry:
    """How patient a caller is. The wait before attempt n+1 is drawn evenly from 0 to `min(cap, base * 2**n)` seconds.

    `total` seconds after the first attempt none is begun any more.
    """

    base: float = 0.5
    cap: float = 20.0
    total: float = 300.0
    clock: Callable[[], float] = attrs.field(default=time.monotonic, repr=False)
    sleep: Callable[[float], None] = attrs.field(default=time.sleep, repr=False)
    draw: Callable[[float, float], float] = attrs.field(default=random.uniform, repr=False)

    def run(self, attempt: Callable[[], _Answer], *, failed: Callable[[SubmitError], None] | None = None) -> _Answer:
        """What `attempt` returns, made again after each failure that is worth it. `failed` is told of each of those."""
        end = self.clock() + self.total
        count = 0
        while True:
            try:
                return attempt()
            except (ServiceError, NoAnswer) as error:
                if not worth_repeating(error):
                    raise
                count += 1
                if failed is not None:
                    failed(error)
                wait = self.draw(0.0, min(self.cap, self.base * 2 ** min(count - 1, 30)))
                if isinstance(error, ServiceError) and error.retry_after is not None:
                    wait = max(wait, error.retry_after)
                if self.clock() + wait > end:
                    raise GaveUp(error, count, self.total) from error
            self.sleep(wait)


def worth_repeating(error: SubmitError) -> bool:
    """Throttling, a failure of the server, and no answer at all; every other refusal would come again."""
    if isinstance(error, ServiceError):
        return error.throttled or (error.status is not None and error.status >= 500)
    return isinstance(error, NoAnswer)
