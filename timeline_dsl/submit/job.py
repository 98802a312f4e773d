"""A job that the service accepted: where it stands, waiting for it, and what came of it."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, Protocol, cast

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.errors import Finding, JobFailed, SubmitError
from timeline_dsl.submit.secrets import redact

Family = Literal["running", "succeeded", "failed"]

_LOG = logging.getLogger("timeline_dsl.submit")
_FIRST_LOOK, _SLOWER, _RAREST = 0.5, 1.5, 5.0  # seconds; factor; seconds. The service asks for one look in 5 to 10 s.


class StillRunning(SubmitError):
    """The wait ended before the job did. `job` is where it stood; it goes on at the service."""

    def __init__(self, job: Job, waited: float) -> None:
        self.job = job
        super().__init__(
            f"Job {job.id} is still {job.status} after {waited:g} s.",
            code="StillRunning",
            fix="wait again; the job goes on",
        )


class Follower(Protocol):
    """What a job asks for news of itself."""

    def job(self, job_id: str) -> Job:
        """The job as the service has it now."""
        ...


@attrs.frozen(kw_only=True)
class Result:
    """What a job that succeeded left behind. `duration` is in seconds, None when the service did not say."""

    job_id: str
    media_url: str | None
    media_id: str | None
    vod_media_id: str | None
    duration: float | None


@attrs.frozen(kw_only=True)
class Job:
    """A job as it stood when it was last looked at. Looking again gives a new value.

    `progress` is 0 to 100, None when the service does not say. `findings` are what the check before the submission
    warned of, and for a failed job the places in the request that its failure points to.
    """

    id: str
    status: str
    key: str | None = None
    project_id: str | None = None
    media_id: str | None = None
    vod_media_id: str | None = None
    media_url: str | None = None
    progress: int | None = None
    duration: float | None = None
    code: str | None = None
    message: str | None = None
    created: str | None = None
    completed: str | None = None
    user_data: str | None = attrs.field(default=None, repr=False)
    findings: tuple[Finding, ...] = attrs.field(default=(), repr=False)
    follower: Follower | None = attrs.field(default=None, repr=False, eq=False)

    @property
    def family(self) -> Family:
        """Whether the job runs, succeeded or failed. A status that nobody knows yet counts as running."""
        return family_of(self.status) if self.id else "running"

    @property
    def done(self) -> bool:
        """Whether the job has ended, well or not."""
        return self.family != "running"

    def refresh(self) -> Job:
        """The job as the service has it now."""
        if self.follower is None:
            raise SubmitError(
                "Nothing was sent, so there is no job to look at.", code="DryRun", fix="submit without dry_run"
            )
        job = self.follower.job(self.id)
        return attrs.evolve(job, key=self.key or job.key, findings=job.findings or self.findings)

    def follow(self, timeout: float | None = None) -> Iterator[Job]:
        """The job now, and again at each change of its status or progress, until it has ended.

        Raises StillRunning after `timeout` seconds; None waits as long as it takes.
        """
        begun = time.monotonic()
        last: Job | None = None
        for pause in _pauses():
            job = self.refresh()
            if last is None or (job.status, job.progress) != (last.status, last.progress):
                yield job
            if job.done:
                return
            last = job
            time.sleep(_within(pause, begun, timeout, job))

    def wait(self, timeout: float | None = None, *, on_progress: Callable[[Job], object] | None = None) -> Job:
        """The job once it succeeded; `on_progress` is called at each change. Raises JobFailed, StillRunning."""
        job = self
        for job in self.follow(timeout):
            if on_progress is not None:
                on_progress(job)
        return job.checked()

    def result(self) -> Result:
        """What the job left behind, if it has ended by now. Raises JobFailed, StillRunning."""
        job = self if self.done else self.refresh()
        if not job.done:
            raise StillRunning(job, 0.0)
        job.checked()
        return Result(
            job_id=job.id,
            media_url=job.media_url,
            media_id=job.media_id,
            vod_media_id=job.vod_media_id,
            duration=job.duration,
        )

    def checked(self) -> Job:
        """This job, unless it failed: then JobFailed with the service's words and the places they point to."""
        if self.family != "failed":
            return self
        told = f"{self.code or self.status}: {self.message or 'the service gave no reason'}"
        raise JobFailed(
            "\n".join([f"Job {self.id} failed. {told}", *map(str, self.findings)]),
            code=self.code or "",
            data={
                "job_id": self.id,
                "status": self.status,
                "findings": [finding.to_dict() for finding in self.findings],
            },
        )

    async def refresh_async(self) -> Job:
        """Twin of `refresh`."""
        return await asyncio.to_thread(self.refresh)

    async def follow_async(self, timeout: float | None = None) -> AsyncIterator[Job]:
        """Twin of `follow`; between two looks no thread is held."""
        begun = time.monotonic()
        last: Job | None = None
        for pause in _pauses():
            job = await self.refresh_async()
            if last is None or (job.status, job.progress) != (last.status, last.progress):
                yield job
            if job.done:
                return
            last = job
            await asyncio.sleep(_within(pause, begun, timeout, job))

    async def wait_async(
        self, timeout: float | None = None, *, on_progress: Callable[[Job], object] | None = None
    ) -> Job:
        """Twin of `wait`."""
        job = self
        async for job in self.follow_async(timeout):
            if on_progress is not None:
                on_progress(job)
        return job.checked()

    async def result_async(self) -> Result:
        """Twin of `result`."""
        return await asyncio.to_thread(self.result)


def family_of(status: str) -> Family:
    """Whether a job with this status runs, succeeded or failed. One that the catalogue does not hold is waited for."""
    row = table("job_states").rows.get(status)
    if row is None:
        _tell_once(status)
        return "running"
    return cast(Family, row.family)


@lru_cache(maxsize=64)
def _tell_once(status: str) -> None:
    _LOG.warning("a job has the status %r, which is not known; it is taken as running", status)


def job_of(document: Mapping[str, Any], follower: Follower | None = None) -> Job:
    """A job from the service's `MediaProducingJob` object, or from one row of its list."""
    text = {
        name: _text(document.get(name))
        for name in (
            "JobId",
            "Status",
            "ProjectId",
            "MediaId",
            "VodMediaId",
            "MediaURL",
            "Code",
            "Message",
            "CreateTime",
            "CompleteTime",
            "UserData",
        )
    }
    progress, duration = _number(document.get("Progress")), _number(document.get("Duration"))
    return Job(
        id=text["JobId"] or "",
        status=text["Status"] or "Init",
        project_id=text["ProjectId"],
        media_id=text["MediaId"],
        vod_media_id=text["VodMediaId"],
        media_url=text["MediaURL"],
        code=text["Code"],
        message=redact(text["Message"]) if text["Message"] else None,
        created=text["CreateTime"],
        completed=text["CompleteTime"],
        user_data=text["UserData"],
        duration=duration,
        progress=int(progress) if progress is not None else None,
        follower=follower,
    )


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def _number(value: Any) -> float | None:
    try:
        return float(value) if value not in (None, "") else None
    except (TypeError, ValueError):
        return None


def _pauses() -> Iterator[float]:
    """Seconds between two looks: short ones first, because local jobs are short, then the service's own pace."""
    pause = _FIRST_LOOK
    while True:
        yield pause * random.uniform(0.8, 1.2)
        pause = min(_RAREST, pause * _SLOWER)


def _within(pause: float, begun: float, timeout: float | None, job: Job) -> float:
    """`pause`, cut where the wait ends. Raises StillRunning there."""
    if timeout is None:
        return pause
    waited = time.monotonic() - begun
    if waited >= timeout:
        raise StillRunning(job, timeout)
    return min(pause, timeout - waited)
