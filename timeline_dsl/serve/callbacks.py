"""Events of jobs and assets, posted to the addresses that UserData names."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
import time
import uuid
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import attrs

from timeline_dsl.serve import clock
from timeline_dsl.serve.responses import present
from timeline_dsl.serve.settings import is_loopback
from timeline_dsl.serve.store import Callback, Database, Job, Media, Transaction

AddressMember = Literal["NotifyAddress", "RegisterMediaNotifyAddress"]
MAX_ATTEMPTS = 5
FIRST_PAUSE = 1.0  # seconds before the second attempt; each further pause is twice as long
TIME_OUT = 5.0  # seconds
USER_ID = 1  # the account the endpoint plays


@attrs.frozen
class Policy:
    """Whether events may leave this machine."""

    beyond_loopback: bool = False

    def objection(self, address: str) -> str | None:
        """Why an event may not be posted to `address`, or None when it may."""
        if address.startswith("ice-callback-"):
            return "not posted: a message queue, which the endpoint does not have"
        try:
            parts = urlsplit(address)
            host = parts.hostname
            parts.port  # noqa: B018  # reading it checks it
        except ValueError:
            return "not posted: no URL"
        if parts.scheme not in ("http", "https") or not host:
            return "not posted: no http or https URL"
        if not self.beyond_loopback and not is_loopback(host):
            return (
                "not posted: beyond this machine; callbacks to other hosts must be allowed when the endpoint is started"
            )
        return None


def job_event(job: Job) -> dict[str, Any]:
    """The event of a finished job."""
    return _envelope(
        "ProduceMediaComplete",
        {
            "Status": job.status,
            "JobId": job.job_id,
            "ProjectId": job.project_id,
            "MediaId": job.media_id,
            "MediaURL": job.media_url,
            "VodMediaId": job.vod_media_id,
            "Code": job.code,
            "Message": job.message,
            "UserData": job.user_data,
        },
    )


def media_event(media: Media, job: Job) -> dict[str, Any]:
    """The event of an output that was analysed."""
    status = "Success" if media.status == "Normal" else "Failed"
    body = {
        "Status": status,
        "MediaId": media.media_id,
        "InputURL": media.input_url,
        "JobId": job.job_id,
        "UserData": job.user_data,
    }
    return _envelope("RegisterMediaComplete", body)


def _envelope(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    moment = clock.written(clock.now())
    return {"EventType": kind, "UserId": USER_ID, "EventTime": moment, "MessageBody": present(body)}


def announce(
    store: Transaction,
    policy: Policy,
    job_id: str,
    user_data: str | None,
    member: AddressMember,
    event: Mapping[str, Any],
) -> None:
    """Put an event on its way, when the job's UserData names an address for it."""
    words = json.loads(user_data or "{}")
    address = words.get(member) if isinstance(words, dict) else None
    if isinstance(address, str) and address:
        store.insert(
            Callback(
                callback_id=uuid.uuid4().hex,
                job_id=job_id,
                address=address,
                event=json.dumps(event, ensure_ascii=False),
                outcome=policy.objection(address),
            )
        )


class Postman:
    """The thread that posts events. What was not taken is tried again, after a restart too, up to five times."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="callbacks", daemon=True)

    def start(self) -> None:
        """Begin to post."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to post."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the post in hand and end."""
        self._stopping = True
        self._wake.set()
        self._thread.join(TIME_OUT + 1)

    def _run(self) -> None:
        while not self._stopping:
            with self._database.reading() as store:
                due = store.select(Callback, "outcome IS NULL AND due <= ?", (time.time(),), limit=20)
            for callback in due:
                if self._stopping:
                    return
                self._post(callback)
            if not due:
                self._wake.wait(0.5)
                self._wake.clear()

    def _post(self, callback: Callback) -> None:
        attempts = callback.attempts + 1
        failure = post(callback.address, callback.event.encode())
        if failure is None:
            changes: dict[str, Any] = {"outcome": "delivered"}
        elif attempts >= MAX_ATTEMPTS:
            changes = {"outcome": f"given up after {attempts} attempts: {failure}"}
        else:
            changes = {"due": time.time() + FIRST_PAUSE * 2 ** (attempts - 1)}
        with self._database.transaction() as store:
            store.change(Callback, callback.callback_id, attempts=attempts, **changes)


def post(address: str, body: bytes) -> str | None:
    """Post JSON to an address, through no proxy and following no redirect; None when it was taken, else why not."""
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=TIME_OUT, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIME_OUT)
    try:
        connection.request("POST", target, body, {"Content-Type": "application/json; charset=utf-8"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    return None if 200 <= status < 300 else f"HTTP {status}"
