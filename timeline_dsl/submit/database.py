"""The small SQLite files of this machine that outlive a process: where they lie, and how they are opened."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timeline_dsl.errors import SubmitError

_WAIT = 60.0  # seconds for another process to finish its transaction


def state_folder() -> Path:
    """Where the files lie unless told otherwise: `$TIMELINE_DSL_STATE`, else the user's own state folder."""
    given = os.environ.get("TIMELINE_DSL_STATE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "timeline-dsl"


class Database:
    """The SQLite file at `path`, shared by the threads of a process, opened when it is first used.

    `durable`: whether a commit reaches the disk before it returns, so that it outlives a power cut too.
    """

    def __init__(self, path: Path, schema: str, *, durable: bool) -> None:
        self._path, self._schema, self._durable = path, schema, durable
        self._guard = threading.Lock()
        self._open: tuple[int, sqlite3.Connection, int] | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone."""
        with self._guard:
            yield self._opened()[0]

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """The connection inside a transaction that no other process shares, kept unless the body raises."""
        with self._guard:
            connection, queue = self._opened()
            with _first_in(queue):
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")

    def _opened(self) -> tuple[sqlite3.Connection, int]:
        """The connection, and the file in whose queue the writers of all processes stand; neither crosses a fork."""
        if self._open is None or self._open[0] != os.getpid():
            connection = _connected(self._path, self._schema, durable=self._durable)
            queue = os.open(f"{self._path}-queue", os.O_RDWR | os.O_CREAT, 0o600)
            self._open = (os.getpid(), connection, queue)
        return self._open[1:]


@contextmanager
def _first_in(queue: int) -> Iterator[None]:
    """Hold the lock on an open file. SQLite waits for its own lock by sleeping ever longer, up to a tenth of a second a
    time; the system's lock wakes the next one at once, and falls with its process."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    fcntl.flock(queue, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(queue, fcntl.LOCK_UN)


def _connected(path: Path, schema: str, *, durable: bool) -> sqlite3.Connection:
    """A connection to the file, which is made when absent, readable by its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        database = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        _set_up(database, schema, durable=durable)
    except (OSError, sqlite3.Error) as error:
        raise SubmitError(
            f"{path} cannot be used as a database: {error}.",
            code="NoLedger",
            fix="name another file, or set TIMELINE_DSL_STATE to a folder that can be written",
        ) from error
    return database


def _set_up(database: sqlite3.Connection, schema: str, *, durable: bool) -> None:
    """Journal, durability and tables. SQLite's own waiting does not cover the change of journal, so it is done here."""
    end = time.monotonic() + _WAIT
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(random.uniform(0.001, 0.02))
    database.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
    database.executescript(f"BEGIN IMMEDIATE;{schema}COMMIT;")
