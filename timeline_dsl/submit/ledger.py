"""What was submitted under which key, written down before the first byte leaves: so each submission happens once."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import uuid
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import attrs

from timeline_dsl.errors import SubmitError
from timeline_dsl.request import decoded
from timeline_dsl.submit.database import Database
from timeline_dsl.submit.secrets import redact, secrets_in, without_lifetimes

# prepared: the token is written, nothing has left. sent: bytes may have left, and the outcome is unknown until an
# answer comes. accepted: a job exists. finished: that job has ended. refused: the service said no, and no job exists.
State = Literal["prepared", "sent", "accepted", "finished", "refused"]

_SEVERAL = "several"  # senders, each of whom may have been heard
_STATES = ", ".join(f"'{state}'" for state in get_args(State))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS submissions (
    scope TEXT NOT NULL, key TEXT NOT NULL, token TEXT NOT NULL, digest TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ({_STATES})), sender TEXT,
    request BLOB, output TEXT NOT NULL, job_id TEXT, project_id TEXT, media_id TEXT, vod_media_id TEXT,
    status TEXT, media_url TEXT, code TEXT, message TEXT,
    prepared_at REAL NOT NULL, sent_at REAL, changed_at REAL NOT NULL,
    PRIMARY KEY (scope, key), UNIQUE (scope, token)
);
CREATE INDEX IF NOT EXISTS submissions_by_job ON submissions (scope, job_id);
CREATE INDEX IF NOT EXISTS submissions_by_state ON submissions (scope, state);
"""


class KeyConflict(SubmitError):
    """A key was used again for another request. `entry` is what the ledger holds under it."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        day = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(entry.prepared_at))
        held = f"job {entry.job_id}" if entry.job_id else "a submission whose outcome is still open"
        super().__init__(
            f"The key {entry.key!r} stands for another request: {held}, from {day}.",
            code="KeyConflict",
            fix="give this request a key of its own, or submit what was first given under this key",
        )


@attrs.frozen(kw_only=True)
class Entry:
    """One logical submission. Times are seconds since 1970, UTC; `digest` is over the request, secrets masked."""

    scope: str
    key: str
    token: str
    digest: str
    state: State
    output: str
    job_id: str | None
    project_id: str | None
    media_id: str | None
    vod_media_id: str | None
    status: str | None
    media_url: str | None
    code: str | None
    message: str | None
    prepared_at: float
    sent_at: float | None
    changed_at: float


_COLUMNS = ", ".join(field.name for field in attrs.fields(Entry))


class Ledger:
    """The submissions to one `scope` in the SQLite file at `path`, shared by every process that names the same file.

    It holds no secret: a request is kept only while its outcome is open, and only if it contains none.
    """

    def __init__(self, path: Path, scope: str) -> None:
        self.path, self.scope = path, scope
        self._database = Database(path, _SCHEMA, durable=True)

    def prepare(self, key: str, params: Mapping[str, str]) -> Entry:
        """The entry under `key`, with a token of its own; the one that stands already when `params` say the same.

        A ClientToken in `params` is taken. Raises KeyConflict when `params` say something else and a job exists or may
        exist.
        """
        mark, now = digest(params), time.time()
        token = params.get("ClientToken") or uuid.uuid4().hex
        with self._database.changing() as database:
            entry = self._entry(database, "key", key)
            if entry is not None:
                if entry.digest == mark and entry.state != "refused":
                    return entry
                if entry.state not in ("prepared", "refused"):
                    raise KeyConflict(entry)
                database.execute("DELETE FROM submissions WHERE scope = ? AND key = ?", (self.scope, key))
            holder = self._entry(database, "token", token)
            if holder is not None:
                raise SubmitError(
                    f"The ClientToken of this request belongs to the key {holder.key!r}.",
                    code="KeyConflict",
                    fix="leave the ClientToken out: the ledger makes one for each key",
                )
            database.execute(
                "INSERT INTO submissions (scope, key, token, digest, state, request, output, prepared_at, changed_at) "
                "VALUES (?, ?, ?, ?, 'prepared', ?, ?, ?, ?)",
                (self.scope, key, token, mark, _kept(params), _output(params), now, now),
            )
            return self._found(database, key)

    def sent(self, entry: Entry, sender: str) -> Entry:
        """Note that from now on bytes of `sender` may have left, one caller's attempts with one token.

        Raises KeyConflict when another process took the key meanwhile.
        """
        with self._database.changing() as database:
            now = time.time()
            database.execute(
                "UPDATE submissions SET sender = CASE WHEN state = 'sent' AND sender <> ? THEN ? ELSE ? END, "
                "state = 'sent', sent_at = coalesce(sent_at, ?), changed_at = ? "
                "WHERE scope = ? AND key = ? AND token = ? AND state IN ('prepared', 'sent', 'refused')",
                (sender, _SEVERAL, sender, now, now, self.scope, entry.key, entry.token),
            )
            found = self._found(database, entry.key)
        if found.token != entry.token:
            raise KeyConflict(found)
        return found

    def accepted(self, entry: Entry, answer: Mapping[str, Any]) -> Entry:
        """Note the job that the service made. The request is no longer needed and goes."""
        return self._changed(
            entry,
            "state IN ('prepared', 'sent', 'refused')",
            state="accepted",
            request=None,
            job_id=answer.get("JobId"),
            project_id=answer.get("ProjectId"),
            code=None,
            message=None,
            media_id=answer.get("MediaId"),
            vod_media_id=answer.get("VodMediaId"),
        )

    def refused(self, entry: Entry, error: SubmitError, sender: str | None) -> Entry:
        """Note a refusal. It frees the key when `sender` alone has sent, and knows the outcome of each attempt.

        None is a sender in doubt; it frees nothing, and neither does one of several: a job may exist.
        """
        self._changed(entry, "state = 'sent'", code=error.code, message=redact(error.message))
        return self._changed(entry, "state = 'sent' AND sender = ?", sender, state="refused", request=None)

    def absent(self, entry: Entry) -> Entry:
        """Note that the service has no job for an old submission, which frees its key."""
        return self._changed(
            entry,
            "state = 'sent'",
            state="refused",
            request=None,
            code="Absent",
            message="the service has no job for it",
        )

    def finished(self, job_id: str, status: str, media_url: str | None, code: str | None, message: str | None) -> None:
        """Note how a job ended. A job that was not submitted through this ledger is none of its business."""
        with self._database.changing() as database:
            database.execute(
                "UPDATE submissions SET state = 'finished', status = ?, media_url = ?, code = ?, message = ?, "
                "changed_at = ? WHERE scope = ? AND job_id = ? AND state = 'accepted'",
                (
                    status,
                    redact(media_url) if media_url else None,
                    code,
                    redact(message) if message else None,
                    time.time(),
                    self.scope,
                    job_id,
                ),
            )

    def find(self, key: str) -> Entry | None:
        """The entry under `key`."""
        with self._database.reading() as database:
            return self._entry(database, "key", key)

    def of_job(self, job_id: str) -> Entry | None:
        """The entry whose job has this id."""
        with self._database.reading() as database:
            return self._entry(database, "job_id", job_id)

    def request(self, entry: Entry) -> dict[str, str] | None:
        """The parameters of an open submission, or None when they held a secret and so were not kept."""
        with self._database.reading() as database:
            row = database.execute(
                "SELECT request FROM submissions WHERE scope = ? AND key = ?", (self.scope, entry.key)
            ).fetchone()
        return json.loads(zlib.decompress(row[0])) if row and row[0] is not None else None

    def entries(self, *states: State) -> tuple[Entry, ...]:
        """All entries in one of `states`, or in any, oldest first."""
        wanted = states or get_args(State)
        with self._database.reading() as database:
            rows = database.execute(
                f"SELECT {_COLUMNS} FROM submissions WHERE scope = ? AND state IN ({', '.join('?' * len(wanted))}) "
                "ORDER BY prepared_at, key",
                (self.scope, *wanted),
            ).fetchall()
        return tuple(_entry_of(row) for row in rows)

    def _changed(self, entry: Entry, condition: str, *given: str | None, **values: Any) -> Entry:
        values["changed_at"] = time.time()
        columns = ", ".join(f"{name} = ?" for name in values)
        with self._database.changing() as database:
            database.execute(
                f"UPDATE submissions SET {columns} WHERE scope = ? AND key = ? AND token = ? AND {condition}",
                (*values.values(), self.scope, entry.key, entry.token, *given),
            )
            return self._found(database, entry.key)

    def _found(self, database: sqlite3.Connection, key: str) -> Entry:
        entry = self._entry(database, "key", key)
        if entry is None:
            raise SubmitError(
                f"The ledger {self.path} lost the key {key!r}: somebody deleted it meanwhile.", code="NoLedger"
            )
        return entry

    def _entry(
        self, database: sqlite3.Connection, column: Literal["key", "job_id", "token"], value: str
    ) -> Entry | None:
        row = database.execute(
            f"SELECT {_COLUMNS} FROM submissions WHERE scope = ? AND {column} = ?", (self.scope, value)
        ).fetchone()
        return _entry_of(row) if row else None


def digest(params: Mapping[str, str]) -> str:
    """What a request says, as one number that stays when temporary keys and signatures in it are renewed."""
    said = {name: without_lifetimes(redact(value)) for name, value in params.items() if name != "ClientToken"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _kept(params: Mapping[str, str]) -> bytes | None:
    """The request for a repetition after a crash, or None when it holds a secret."""
    if secrets_in(dict(params)) or any(redact(value) != value for value in params.values()):
        return None
    return zlib.compress(json.dumps(dict(params), ensure_ascii=False).encode(), 6)


def _output(params: Mapping[str, str]) -> str:
    """Where the output goes, for finding the job again by it."""
    config = decoded(params).get("OutputMediaConfig")
    return redact(str(config.get("MediaURL", ""))) if isinstance(config, dict) else ""


def _entry_of(row: tuple[Any, ...]) -> Entry:
    return Entry(**dict(zip((field.name for field in attrs.fields(Entry)), row, strict=True)))
