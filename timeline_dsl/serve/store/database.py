"""The SQLite file: rows in, rows out, and transactions that one thread at a time holds."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import attrs

from timeline_dsl.errors import TimelineError
from timeline_dsl.serve.store.rows import TABLES, Nonce, Row

VERSION = 1  # of the table layout
R = TypeVar("R", bound=Row)
Order = Literal["ASC", "DESC"]


class StoreError(TimelineError):
    """The state file cannot be used."""


class Transaction:
    """The verbs of an open transaction. Column names come from the row classes alone, values travel as parameters."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(self, row: Row) -> None:
        """Add `row`; sqlite3.IntegrityError when its key is taken."""
        values = attrs.asdict(row, filter=lambda field, _: field.name != "seq")
        marks = ", ".join("?" * len(values))
        self._connection.execute(
            f"INSERT INTO {row.TABLE} ({', '.join(values)}) VALUES ({marks})", tuple(values.values())
        )

    def change(self, kind: type[R], key: str, where: str = "1", given: Sequence[Any] = (), **values: Any) -> bool:
        """Set columns of the row with `key` where `where` holds as well; says whether there was one."""
        sets = ", ".join(f"{name} = ?" for name in values)
        done = self._connection.execute(
            f"UPDATE {kind.TABLE} SET {sets} WHERE {kind.KEY} = ? AND ({where})", (*values.values(), key, *given)
        )
        return done.rowcount > 0

    def change_all(self, kind: type[R], where: str, given: Sequence[Any] = (), **values: Any) -> int:
        """Set columns of every row where `where` holds; says how many."""
        sets = ", ".join(f"{name} = ?" for name in values)
        return self._connection.execute(
            f"UPDATE {kind.TABLE} SET {sets} WHERE {where}", (*values.values(), *given)
        ).rowcount

    def get(self, kind: type[R], key: str) -> R | None:
        """The row with `key`."""
        return self.first(kind, f"{kind.KEY} = ?", (key,))

    def first(self, kind: type[R], where: str, given: Sequence[Any] = (), order: Order = "ASC") -> R | None:
        """The first row, by arrival, where `where` holds."""
        return next(iter(self.select(kind, where, given, order=order, limit=1)), None)

    def select(
        self,
        kind: type[R],
        where: str = "1",
        given: Sequence[Any] = (),
        *,
        order: Order = "ASC",
        limit: int = -1,
        offset: int = 0,
    ) -> list[R]:
        """The rows where `where` holds, by arrival."""
        found = self._connection.execute(
            f"SELECT * FROM {kind.TABLE} WHERE {where} ORDER BY seq {order} LIMIT ? OFFSET ?", (*given, limit, offset)
        )
        return [kind(**dict(row)) for row in found]

    def count(self, kind: type[R], where: str = "1", given: Sequence[Any] = ()) -> int:
        """How many rows there are where `where` holds."""
        return int(
            self._connection.execute(f"SELECT count(*) FROM {kind.TABLE} WHERE {where}", tuple(given)).fetchone()[0]
        )

    def delete(self, kind: type[R], where: str, given: Sequence[Any] = ()) -> int:
        """Remove the rows where `where` holds; says how many."""
        return self._connection.execute(f"DELETE FROM {kind.TABLE} WHERE {where}", tuple(given)).rowcount


class Database:
    """The state file. Safe to use from several threads: transactions follow one another."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        self._connection.row_factory = sqlite3.Row
        try:
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise StoreError(
                f"{path} cannot be used as the endpoint's state: {error}.", fix="move the file away"
            ) from error

    def _prepare(self, path: Path) -> None:
        run = self._connection.execute
        # WAL with NORMAL loses nothing when a process is killed; only a power cut may cost the last moments.
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        found = run("PRAGMA user_version").fetchone()[0]
        if found not in (0, VERSION):
            raise StoreError(
                f"{path} was written by another version of the endpoint (layout {found}, this one needs {VERSION}).",
                fix="start with another root, or move the file away",
            )
        for kind in TABLES:
            for statement in _layout(kind):
                run(statement)
        run(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A transaction: everything in it holds, or nothing."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Single reads, without a transaction around them."""
        with self._lock:
            yield Transaction(self._connection)

    def first_use(self, access_key_id: str, nonce: str, moment: float, lifetime: float) -> bool:
        """Remember a nonce for `lifetime` seconds; says whether it is new."""
        with self.transaction() as store:
            store.delete(Nonce, "seen < ?", (moment - lifetime,))
            key = f"{access_key_id} {nonce}"
            if store.get(Nonce, key) is not None:
                return False
            store.insert(Nonce(nonce_key=key, seen=moment))
            return True

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


_SQL_TYPES: Mapping[str, str] = {"str": "TEXT", "int": "INTEGER", "float": "REAL"}


def _layout(kind: type[Row]) -> list[str]:
    columns = []
    for field in attrs.fields(kind):
        written, _, rest = str(field.type).partition(" | ")
        # the status columns are Literals of texts
        sql = [field.name, _SQL_TYPES.get(written, "TEXT"), field.metadata.get("sql", "")]
        if rest != "None" and field.name != "seq":
            sql.append("NOT NULL")
        columns.append(" ".join(filter(None, sql)))
    table = f"CREATE TABLE IF NOT EXISTS {kind.TABLE} ({', '.join(columns)})"
    indexes = [f"CREATE INDEX IF NOT EXISTS {kind.TABLE}_{name} ON {kind.TABLE} ({name})" for name in kind.INDEXES]
    return [table, *indexes]
