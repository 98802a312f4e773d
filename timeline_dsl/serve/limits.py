"""How many calls one access key may make: a sliding second, as strict as the service's figure reads."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

CALLS_PER_SECOND = 30
WINDOW = 1.0  # seconds


class CallLimit:
    """Lets at most `per_second` calls of one access key into any one second; 0 lets all in."""

    def __init__(self, per_second: int = CALLS_PER_SECOND, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, deque[float]] = {}

    def admits(self, access_key_id: str) -> bool:
        """Whether a call may come in now. A call that may not does not count."""
        if self._per_second == 0:
            return True
        moment = self._clock()
        with self._lock:
            seen = self._seen.setdefault(access_key_id, deque())
            while seen and seen[0] <= moment - WINDOW:
                seen.popleft()
            if len(seen) >= self._per_second:
                return False
            seen.append(moment)
            return True
