"""One production job, from the moment a worker takes it to the moment its output stands in its place."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path, PurePosixPath

import attrs

from timeline_dsl.serve import callbacks, clock, supplies
from timeline_dsl.serve.crew import Worker, WorkerDied
from timeline_dsl.serve.engine import Document, JobFault
from timeline_dsl.serve.paths import STATE, Address, AddressError, locate
from timeline_dsl.serve.store import Database, Job, Media, Project, Transaction

MAX_CRASHES = 3  # so often may the worker die on one job before the job fails


@attrs.frozen(kw_only=True)
class Workshop:
    """Where jobs are produced: the state, the root, and which callbacks may be posted."""

    database: Database
    root: Path
    callback_policy: callbacks.Policy

    def place(self, job: Job) -> Path:
        """The folder in which one start of a job works; nobody else looks into it."""
        return self.root / STATE / "work" / f"{job.job_id}-{job.attempt}"


def take_up_again(workshop: Workshop) -> None:
    """After a restart: finish what lay ready, queue again what was being rendered, and clear the rest away."""
    with workshop.database.reading() as store:
        ready = store.select(Job, "status = 'Processing' AND rendered IS NOT NULL")
    for job in ready:
        _finish(workshop, job)
    with workshop.database.transaction() as store:
        store.change_all(Job, "status = 'Processing'", status="Queuing", progress=0)
    shutil.rmtree(workshop.root / STATE / "work", ignore_errors=True)


def queue_new(database: Database) -> int:
    """Move new jobs into the queue; says how many."""
    with database.transaction() as store:
        return store.change_all(Job, "status = 'Init'", status="Queuing", modified_time=clock.written(clock.now()))


def take(database: Database) -> Job | None:
    """The next job of the queue, now Processing; None when the queue is empty."""
    with database.transaction() as store:
        job = store.first(Job, "status = 'Queuing'")
        if job is None:
            return None
        moment = clock.written(clock.now())
        store.change(Job, job.job_id, status="Processing", attempt=job.attempt + 1, progress=0, modified_time=moment)
        return attrs.evolve(job, status="Processing", attempt=job.attempt + 1)


def produce(workshop: Workshop, worker: Worker, job: Job) -> None:
    """Render a job that was taken, and finish it or let it fail."""
    place = workshop.place(job)
    try:
        done = _render(workshop, worker, job, place)
    except JobFault as fault:
        fail(workshop, job, fault.code, _as_objects(workshop, job, fault.message))
    except OSError as error:
        fail(workshop, job, "ProduceFailed", f"The output cannot be written: {error.strerror}.")
    except WorkerDied as died:
        if not worker.closed:
            _start_again(workshop, job, died)
    except Exception as error:  # a job must never stay in Processing; the trace goes to the log
        fail(workshop, job, "InternalError", f"{type(error).__name__}: {error}")
        raise
    else:
        report = json.dumps(done["remarks"]) if done["remarks"] else None
        if _change(workshop.database, job, rendered=done["duration"], report=report):
            _finish(workshop, attrs.evolve(job, rendered=done["duration"]))
    shutil.rmtree(place, ignore_errors=True)


def _as_objects(workshop: Workshop, job: Job, message: str) -> str:
    """A message with objects named as the caller knows them, instead of by the files they are here."""
    out = str(workshop.place(job) / PurePosixPath(job.object).name)
    return message.replace(out, f"{job.bucket}/{job.object}").replace(f"{workshop.root}{os.sep}", "")


def _render(workshop: Workshop, worker: Worker, job: Job, place: Path) -> Document:
    timeline = json.loads(job.timeline)
    materials = supplies.find(workshop.database, workshop.root, timeline)
    place.mkdir(parents=True, exist_ok=True)

    def on_event(event: Document) -> None:
        if "progress" in event:
            _change(workshop.database, job, progress=min(99, int(event["progress"] * 100)))
        elif "resolved" in event:
            _change(workshop.database, job, drawing=json.dumps(event["resolved"]))

    return worker.run(
        {
            "task": "produce",
            "timeline": timeline,
            "output_config": json.loads(job.output_config),
            "produce_config": json.loads(job.produce_config or "{}"),
            "materials": {name: str(path) for name, path in materials.items()},
            "out": str(place / PurePosixPath(job.object).name),
        },
        on_event,
    )


def _change(database: Database, job: Job, **values: object) -> bool:
    """Change a job as long as this start is its latest; says whether it was."""
    with database.transaction() as store:
        return store.change(
            Job,
            job.job_id,
            "attempt = ? AND status = 'Processing'",
            (job.attempt,),
            modified_time=clock.written(clock.now()),
            **values,
        )


def _start_again(workshop: Workshop, job: Job, died: WorkerDied) -> None:
    crashes = job.crashes + 1
    if crashes >= MAX_CRASHES:
        fail(workshop, job, "InternalError", f"{died.message} It was started {crashes} times.")
    else:
        _change(workshop.database, job, status="Queuing", crashes=crashes, progress=0)


def _finish(workshop: Workshop, job: Job) -> None:
    """Put the rendered output in its place, then make the success, the media asset and the event lasting together.

    Killed in between, this is run again after the restart: moving is repeatable, and nothing is rendered twice.
    """
    try:
        _publish(workshop, job)
    except (OSError, AddressError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        fail(workshop, job, "ProduceFailed", f"The output cannot be put at {job.bucket}/{job.object}: {reason}.")
        return
    moment = clock.written(clock.now())
    success = attrs.evolve(
        job, status="Success", progress=100, duration=job.rendered, complete_time=moment, modified_time=moment
    )
    with workshop.database.transaction() as store:
        if not store.change(
            Job,
            job.job_id,
            "attempt = ? AND status = 'Processing'",
            (job.attempt,),
            status="Success",
            progress=100,
            duration=job.rendered,
            complete_time=moment,
            modified_time=moment,
        ):
            return
        store.change(Project, job.project_id, status="Produced", duration=job.rendered, modified_time=moment)
        store.insert(_asset(success, moment))
        _announce(workshop, store, success)


def _publish(workshop: Workshop, job: Job) -> None:
    place = workshop.place(job)
    target = locate(workshop.root, Address(bucket=job.bucket, object=job.object))
    target.parent.mkdir(parents=True, exist_ok=True)
    files = sorted(place.iterdir()) if place.is_dir() else []
    # the segments of a playlist go first: whoever sees the playlist finds them
    for file in sorted(files, key=lambda file: file.name == target.name):
        file.replace(target.with_name(file.name))
    if not target.is_file():
        raise FileNotFoundError("the rendered file is gone")


def _asset(job: Job, moment: str) -> Media:
    words = json.loads(job.media_metadata or "{}")
    return Media(
        media_id=job.media_id,
        vod_media_id=job.vod_media_id,
        input_url=job.media_url,
        bucket=job.bucket,
        object=job.object,
        title=_text(words, "Title") or PurePosixPath(job.object).name,
        description=_text(words, "Description"),
        tags=_text(words, "Tags"),
        cover_url=_text(words, "CoverURL"),
        source="vod" if job.vod_media_id else "oss",
        status="Preparing",
        job_id=job.job_id,
        create_time=moment,
        modified_time=moment,
    )


def _text(words: Document, name: str) -> str | None:
    value = words.get(name)
    return value if isinstance(value, str) else None


def fail(workshop: Workshop, job: Job, code: str, message: str) -> None:
    """Let a job fail, with the reason in the service's words."""
    moment = clock.written(clock.now())
    failed = attrs.evolve(job, status="Failed", code=code, message=message, complete_time=moment, modified_time=moment)
    with workshop.database.transaction() as store:
        if store.change(
            Job,
            job.job_id,
            "attempt = ? AND status = 'Processing'",
            (job.attempt,),
            status="Failed",
            code=code,
            message=message,
            complete_time=moment,
            modified_time=moment,
        ):
            store.change(
                Project,
                job.project_id,
                status="ProduceFailed",
                error_code=code,
                error_message=message,
                modified_time=moment,
            )
            _announce(workshop, store, failed)


def _announce(workshop: Workshop, store: Transaction, job: Job) -> None:
    callbacks.announce(
        store, workshop.callback_policy, job.job_id, job.user_data, "NotifyAddress", callbacks.job_event(job)
    )
