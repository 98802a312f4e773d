"""Many timelines rendered through one executor, a few at a time, and each with its own end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import RenderError, TimelineError
from timeline_dsl.render.crew import ATTEMPTS, cores
from timeline_dsl.render.play import render
from timeline_dsl.render.rendered import Rendered
from timeline_dsl.timeline import Timeline

_AHEAD = 4
"""So many jobs for each worker are handed over before they can begin; the rest waits here."""


@attrs.frozen(kw_only=True)
class Job:
    """One timeline to render: what `render` takes. `options` are its other arguments, such as `size` or `draft`."""

    timeline: Timeline
    path: Path
    media: object = None
    options: Mapping[str, Any] = attrs.field(factory=dict, hash=False)


@attrs.frozen(kw_only=True)
class Outcome:
    """How a job ended: with a `result`, or with the `error` that its render raised."""

    job: Job
    result: Rendered | None = None
    error: TimelineError | None = None


def render_many(
    jobs: Iterable[Job], *, executor: Executor | None = None, workers: int | None = None
) -> Iterator[Outcome]:
    """Render many timelines, so many at a time as there are `workers`; gives each one's outcome when it has ended.

    Without an executor the work is done here, by as many FFmpeg processes as there are cores. `jobs` may be endless:
    it is read as work gets done. A job that fails ends by itself; one whose worker is lost is begun again.
    """
    if executor is not None:
        yield from _rendered(iter(jobs), executor, (workers or cores()) * _AHEAD)
        return
    count = workers or cores()
    with ThreadPoolExecutor(count, thread_name_prefix="timeline-dsl") as threads:
        yield from _rendered(iter(jobs), threads, count)


def _rendered(jobs: Iterator[Job], pool: Executor, most: int) -> Iterator[Outcome]:
    running: dict[Future[Rendered], tuple[Job, int]] = {}
    again: list[tuple[Job, int]] = []
    spare: ThreadPoolExecutor | None = None
    try:
        while True:
            while len(running) < most and (following := again.pop() if again else _next(jobs)):
                try:
                    running[pool.submit(_render, following[0])] = following
                except (BrokenExecutor, RuntimeError):
                    if spare is not None:
                        raise
                    pool = spare = ThreadPoolExecutor(cores(), thread_name_prefix="timeline-dsl")
                    again.append(following)
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                job, attempt = running.pop(future)
                outcome = _outcome(job, future, last=attempt >= ATTEMPTS)
                if outcome is None:
                    again.append((job, attempt + 1))
                else:
                    yield outcome
    finally:
        for future in running:
            future.cancel()
        if spare is not None:
            spare.shutdown()


def _next(jobs: Iterator[Job]) -> tuple[Job, int] | None:
    job = next(jobs, None)
    return None if job is None else (job, 1)


def _render(job: Job) -> Rendered:
    # one worker makes all of it: what is many are the timelines
    return render(job.timeline, job.path, job.media, **{"workers": 1, **job.options})


def _outcome(job: Job, future: Future[Rendered], *, last: bool) -> Outcome | None:
    """The outcome of a job; None when its worker was lost, and it is to be begun again."""
    try:
        return Outcome(job=job, result=future.result())
    except TimelineError as error:
        return Outcome(job=job, error=error)
    except Exception as error:  # whatever way an executor has of telling that a worker is gone
        if not last:
            return None
        lost = RenderError(f"The workers were lost {ATTEMPTS} times: {type(error).__name__}: {error}.")
        lost.__cause__ = error
        return Outcome(job=job, error=lost)
