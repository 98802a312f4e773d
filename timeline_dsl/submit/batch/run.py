"""A batch at work: rows submitted and jobs followed by a few threads, each outcome written down as it comes."""

from __future__ import annotations

import heapq
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import attrs

from timeline_dsl.errors import CheckError, SubmitError, TimelineError, UsageError
from timeline_dsl.submit.batch.results import Results
from timeline_dsl.submit.batch.rows import Row, parameters_of_row
from timeline_dsl.submit.cloud import Cloud
from timeline_dsl.submit.job import Job
from timeline_dsl.submit.ledger import KeyConflict, digest
from timeline_dsl.submit.retry import GaveUp
from timeline_dsl.submit.secrets import redact
from timeline_dsl.submit.service import NoAnswer, ServiceError

State = Literal["succeeded", "failed", "refused", "unsettled"]

_THREADS = 8  # enough to keep 30 calls a second under way at a quarter of a second each
_FIRST_LOOK, _SLOWER, _RAREST = 1.0, 1.5, 10.0  # seconds; factor; seconds


@attrs.frozen(kw_only=True)
class Progress:
    """How far a batch is, in rows. `earlier` were done before this run; `seconds` is how long this run has taken."""

    total: int
    earlier: int
    waiting: int
    running: int
    succeeded: int
    failed: int
    refused: int
    unsettled: int
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether every row of this run succeeded."""
        return self.waiting == self.running == self.failed == self.refused == self.unsettled == 0


@attrs.frozen(kw_only=True)
class _Task:
    """One row on its way: not submitted yet, or a job to look at again after `pause` seconds."""

    where: str
    key: str
    params: dict[str, str] | None = None
    job: Job | None = None
    pause: float = attrs.field(factory=lambda: _FIRST_LOOK)


def run_batch(
    cloud: Cloud,
    rows: Iterable[Row],
    results: str | Path,
    *,
    output: str | None = None,
    name: str = "batch",
    concurrency: int = 100,
    force: bool = False,
    on_progress: Callable[[Progress], object] | None = None,
) -> Progress:
    """Submit every row once, follow its job to the end, and write each outcome to `results` as a line of JSON.

    Run it again after a crash, with the same rows, file and ledger: what is done is left alone, what was submitted is
    followed, nothing is submitted twice. At most `concurrency` jobs are open at a time. A row without a key is known by
    its request, under `name`. Rows that were refused are tried again by the next run. `output` is the address for rows
    that bring none, with `{key}` or `{column}` in it.
    """
    if concurrency < 1:
        raise UsageError(f"concurrency is at least 1 (got {concurrency}).")
    tasks = tuple(_tasks(rows, output, name))
    with closing(Results(Path(results))) as written:
        return _Batch(cloud, tasks, written, concurrency, force=force, on_progress=on_progress).run()


class _Batch:
    """The threads' common table: which rows wait, which jobs are due, and how many ended how."""

    def __init__(
        self,
        cloud: Cloud,
        tasks: tuple[_Task, ...],
        written: Results,
        concurrency: int,
        *,
        force: bool,
        on_progress: Callable[[Progress], object] | None,
    ) -> None:
        self._cloud, self._written, self._concurrency = cloud, written, concurrency
        self._force, self._on_progress = force, on_progress
        self._total, self._begun = len(tasks), time.monotonic()
        self._waiting = [task for task in reversed(tasks) if task.key not in written.done]
        self._due: list[tuple[float, int, _Task]] = []  # by the clock; the number keeps equal times apart
        self._numbers, self._open = 0, 0
        self._ended: Counter[State] = Counter()
        self._turn = threading.Condition()
        self._stopped = False
        self._earlier = self._total - len(self._waiting)

    def run(self) -> Progress:
        """Work until every row has ended, or the first error that no row explains."""
        threads = min(_THREADS, self._concurrency)
        with ThreadPoolExecutor(threads, thread_name_prefix="batch") as pool:
            working = [pool.submit(self._work) for _ in range(threads)]
            try:
                for one in working:
                    one.result()
            finally:
                with self._turn:
                    self._stopped = True
                    self._turn.notify_all()
        return self.progress()

    def progress(self) -> Progress:
        """The count of this moment."""
        return Progress(
            total=self._total,
            earlier=self._earlier,
            waiting=len(self._waiting),
            running=self._open,
            succeeded=self._ended["succeeded"],
            failed=self._ended["failed"],
            refused=self._ended["refused"],
            unsettled=self._ended["unsettled"],
            seconds=time.monotonic() - self._begun,
        )

    def _work(self) -> None:
        while (task := self._taken()) is not None:
            try:
                self._step(task)
            except BaseException:
                with self._turn:
                    self._stopped = True
                    self._turn.notify_all()
                raise

    def _taken(self) -> _Task | None:
        """The next thing to do, waited for; None when there is nothing left or the batch was stopped."""
        with self._turn:
            while not self._stopped:
                now = time.monotonic()
                if self._due and self._due[0][0] <= now:
                    return heapq.heappop(self._due)[2]
                if self._waiting and self._open < self._concurrency:
                    self._open += 1
                    return self._waiting.pop()
                if not self._waiting and not self._open:
                    return None
                self._turn.wait(self._due[0][0] - now if self._due else None)
            return None

    def _step(self, task: _Task) -> None:
        """Submit the row or look at its job, once; then put it back or write how it ended."""
        try:
            if task.job is None and task.params is not None:
                job = self._cloud.submit_request(task.params, key=task.key, force=self._force)
                self._again(attrs.evolve(task, job=job, params=None), 0.0 if job.done else task.pause)
                return
            job = self._cloud.job(task.job.id if task.job is not None else "")
        except (CheckError, KeyConflict, ServiceError) as error:
            self._end(task, "refused" if task.job is None else "unsettled", _refusal(error))
        except (GaveUp, NoAnswer) as error:
            self._end(task, "unsettled", _refusal(error))
        else:
            if job.done:
                self._end(task, "succeeded" if job.family == "succeeded" else "failed", _outcome(job))
            else:
                self._again(attrs.evolve(task, job=job, pause=min(_RAREST, task.pause * _SLOWER)), task.pause)

    def _again(self, task: _Task, pause: float) -> None:
        with self._turn:
            self._numbers += 1
            heapq.heappush(self._due, (time.monotonic() + pause, self._numbers, task))
            self._turn.notify()
            self._tell()

    def _end(self, task: _Task, state: State, facts: dict[str, Any]) -> None:
        self._written.add({"key": task.key, "where": task.where, "state": state, **facts})
        with self._turn:
            self._open -= 1
            self._ended[state] += 1
            self._turn.notify_all()
            self._tell()

    def _tell(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self.progress())


def _tasks(rows: Iterable[Row], output: str | None, name: str) -> Iterator[_Task]:
    """Each row with its key and its request. Two rows that would write to the same file are refused."""
    outputs: dict[str, str] = {}
    keys: Counter[str] = Counter()
    for row in rows:
        params = parameters_of_row(row, output)
        target = params.get("OutputMediaConfig", "")
        if outputs.setdefault(target, row.where) != row.where:
            raise UsageError(
                f"{row.where} writes to the same output as {outputs[target]}: {redact(target)}",
                fix="let the output differ, for example by '{key}' in it",
            )
        key = row.key
        if key is None:
            mark = f"{name}/{digest(params)[:24]}"
            keys[mark] += 1
            key = mark if keys[mark] == 1 else f"{mark}#{keys[mark]}"
        yield _Task(where=row.where, key=key, params=params)


def _refusal(error: TimelineError) -> dict[str, Any]:
    findings = getattr(error, "findings", ())
    code = error.code if isinstance(error, SubmitError) else "CheckError"
    return {"code": code, "message": error.message, "findings": [finding.to_dict() for finding in findings]}


def _outcome(job: Job) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "job_id": job.id,
        "status": job.status,
        "media_id": job.media_id,
        "media_url": redact(job.media_url) if job.media_url else None,
        "duration": job.duration,
    }
    if job.family == "failed":
        facts |= {"code": job.code, "message": job.message, "findings": [finding.to_dict() for finding in job.findings]}
    return facts
