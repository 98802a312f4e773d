"""One account's calls a second, kept by all threads and processes of this machine together."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timeline_dsl.submit.database import Database
from timeline_dsl.submit.service import CONNECT_TIMEOUT

CALLS_PER_SECOND = 30

# The far clock may count a call anywhere between its start here and its answer here, so a call is counted for one
# second after its *answer*: then no second at the far end can hold more calls than the limit.
_WINDOW = 1.005  # seconds; the 5 ms are for clocks that tick coarsely
# A call without an answer, slow or of a process that died, is taken to have arrived after this time: no transport tries
# longer to connect.
_ARRIVED = CONNECT_TIMEOUT
_SPREAD = 3  # times the rate, at most

_SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (id INTEGER PRIMARY KEY, scope TEXT NOT NULL, began REAL NOT NULL, ended REAL);
CREATE INDEX IF NOT EXISTS calls_by_scope ON calls (scope, began);
"""


class Limiter:
    """At most `rate` calls in any second to `scope`, for everyone on this machine who names the same file.

    The calls are also spread a little: two begin at least `1 / (3 * rate)` seconds apart, so that the far end sees no
    burst, and yet what a stall held up is made up for within the same second.
    """

    def __init__(self, path: Path, scope: str, *, rate: int = CALLS_PER_SECOND) -> None:
        self._database = Database(path, _SCHEMA, durable=False)
        self._scope, self._rate = scope, rate
        self._turn = threading.Lock()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Wait for a free place, hold it for the body of the `with`, and give it back a second after that."""
        with self._turn:
            number = self._taken()
        try:
            yield
        finally:
            with self._database.changing() as database:
                database.execute("UPDATE calls SET ended = ? WHERE id = ?", (time.monotonic(), number))

    def _taken(self) -> int:
        while True:
            with self._database.changing() as database:
                number, wait = self._try(database, time.monotonic())
            if number is not None:
                return number
            time.sleep(wait)

    def _try(self, database: sqlite3.Connection, now: float) -> tuple[int | None, float]:
        """The number of a place taken now, or None and how many seconds to wait before asking again."""
        # A start later than now was written before the machine's clock began anew.
        database.execute(
            "DELETE FROM calls WHERE began > ? OR min(coalesce(ended, began + ?), began + ?) <= ?",
            (now, _ARRIVED, _ARRIVED, now - _WINDOW),
        )
        held, last, soonest = database.execute(
            "SELECT count(*), max(began), min(min(coalesce(ended, began + ?), began + ?)) FROM calls WHERE scope = ?",
            (_ARRIVED, _ARRIVED, self._scope),
        ).fetchone()
        if held >= self._rate:
            # A call still under way cannot free its place sooner than a window from now.
            return None, max(0.001, min(soonest - now, 0.0) + _WINDOW)
        apart = 1 / (_SPREAD * self._rate)
        if last is not None and now - last < apart:
            return None, apart - (now - last)
        cursor = database.execute("INSERT INTO calls (scope, began) VALUES (?, ?)", (self._scope, now))
        return cursor.lastrowid, 0.0
