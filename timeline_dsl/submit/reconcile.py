"""After a crash: the open submissions of the ledger, settled by asking the service, and never by a second job."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import attrs

from timeline_dsl.errors import SubmitError
from timeline_dsl.submit.ledger import Entry
from timeline_dsl.submit.secrets import redact

if TYPE_CHECKING:
    from timeline_dsl.submit.cloud import Cloud

# not-sent: nothing ever left, the key is free. accepted: a job exists. absent: the service has no such job, the key is
# free. refused: the service said no. open: nobody can tell yet; submitting the same request under the key will.
Outcome = Literal["not-sent", "accepted", "absent", "refused", "open"]

# How long the service is trusted to know a ClientToken again. Its documentation names no time (inferred).
TOKEN_LIFE = 24 * 3600.0  # seconds
_SLACK = 600.0  # seconds that the two clocks and a slow acceptance may differ


@attrs.frozen(kw_only=True)
class Settled:
    """What became of one open submission."""

    key: str
    outcome: Outcome
    job_id: str | None = None
    reason: str = ""


def reconcile(cloud: Cloud, *, token_life: float = TOKEN_LIFE) -> Iterator[Settled]:
    """Settle every submission that was prepared or sent and never answered, oldest first.

    A young one is sent again with its own token, which the service answers with the job of the first time. An old one,
    or one whose request held a secret and was not kept, is looked for among the service's jobs by output and time.
    """
    for entry in cloud.ledger.entries("prepared", "sent"):
        if entry.state == "prepared":
            yield Settled(key=entry.key, outcome="not-sent", reason="nothing left this machine")
            continue
        request = cloud.ledger.request(entry)
        young = entry.sent_at is not None and time.time() - entry.sent_at < token_life
        try:
            if young and request is not None:
                yield Settled(key=entry.key, outcome="accepted", job_id=cloud.send(entry.key, request).id)
            else:
                yield _looked_for(cloud, entry, young=young)
        except SubmitError as error:
            found = cloud.ledger.find(entry.key)
            outcome: Outcome = "refused" if found is not None and found.state == "refused" else "open"
            yield Settled(key=entry.key, outcome=outcome, reason=error.message)


def _looked_for(cloud: Cloud, entry: Entry, *, young: bool) -> Settled:
    """The submission found among the service's jobs, or not. Only one match that no other key owns is believed."""
    if not entry.output:
        return Settled(key=entry.key, outcome="open", reason="its output has no address to look for")
    first, last = (entry.sent_at or entry.prepared_at) - _SLACK, entry.changed_at + _SLACK
    found = [
        job.id
        for job in cloud.jobs(StartTime=_utc(first), EndTime=_utc(last))
        if job.media_url is not None and redact(job.media_url) == entry.output and cloud.ledger.of_job(job.id) is None
    ]
    if len(found) == 1:
        cloud.ledger.accepted(entry, {"JobId": found[0]})
        return Settled(key=entry.key, outcome="accepted", job_id=found[0])
    if found:
        return Settled(key=entry.key, outcome="open", reason=f"{len(found)} jobs write to its output")
    if young:
        return Settled(key=entry.key, outcome="open", reason="its request was not kept because it holds a secret")
    cloud.ledger.absent(entry)
    return Settled(key=entry.key, outcome="absent", reason="the service has no job for it")


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
