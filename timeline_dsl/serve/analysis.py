"""What happens beside production: media assets are analysed, exports are resolved."""

from __future__ import annotations

import json

from timeline_dsl.serve import callbacks, clock, supplies
from timeline_dsl.serve.crew import Worker, WorkerDied
from timeline_dsl.serve.engine import JobFault
from timeline_dsl.serve.paths import Address, AddressError, locate
from timeline_dsl.serve.production import Workshop
from timeline_dsl.serve.store import Export, Job, Media, MediaStatus

_WAITING = "status IN ('Init', 'Preparing')"
# What an asset is when the caller did not say, by the streams that were found.
_KINDS = (("video", "video"), ("audio", "audio"))


def analyse_next(workshop: Workshop, worker: Worker) -> bool:
    """Analyse the next media asset that waits; says whether there was one."""
    with workshop.database.reading() as store:
        media = store.first(Media, _WAITING)
    if media is None:
        return False
    try:
        path = locate(workshop.root, Address(bucket=media.bucket, object=media.object))
        facts: str | None = worker.run({"task": "analyse", "path": str(path)}, lambda _: None)["facts"]
    except (JobFault, AddressError):
        facts = None
    except WorkerDied:
        facts = None
        if worker.closed:
            return False
    _settle(workshop, media, facts)
    return True


def _settle(workshop: Workshop, media: Media, facts: str | None) -> None:
    status: MediaStatus = "Normal" if facts else "PrepareFail"
    kind = media.media_type or (_kind_of(facts) if facts else None)
    with workshop.database.transaction() as store:
        store.change(
            Media, media.media_id, status=status, facts=facts, media_type=kind, modified_time=clock.written(clock.now())
        )
        settled = store.get(Media, media.media_id)
        job = store.get(Job, media.job_id) if media.job_id else None
        if settled and job:
            callbacks.announce(
                store,
                workshop.callback_policy,
                job.job_id,
                job.user_data,
                "RegisterMediaNotifyAddress",
                callbacks.media_event(settled, job),
            )


def _kind_of(facts: str) -> str:
    found = json.loads(facts)
    if found["is_picture"]:
        return "image"
    kinds = {stream["kind"] for stream in found["streams"]}
    return next((kind for stream, kind in _KINDS if stream in kinds), "text")


def export_next(workshop: Workshop, worker: Worker) -> bool:
    """Resolve the next export that waits; says whether there was one."""
    with workshop.database.transaction() as store:
        export = store.first(Export, "status = 'Init'")
        if export is None:
            return False
        store.change(Export, export.job_id, status="Processing")
    timeline = json.loads(export.timeline)
    try:
        materials = supplies.find(workshop.database, workshop.root, timeline)
        order = {
            "task": "resolve",
            "timeline": timeline,
            "materials": {name: str(path) for name, path in materials.items()},
        }
        resolved = worker.run(order, lambda _: None)["timeline"]
    except JobFault as fault:
        changes = {"status": "Failed", "code": fault.code, "message": fault.message}
    except WorkerDied as died:
        if worker.closed:
            return False
        changes = {"status": "Failed", "code": "InternalError", "message": died.message}
    else:
        result = {"Timeline": json.dumps(resolved, ensure_ascii=False), "SrtList": []}
        changes = {"status": "Success", "result": json.dumps(result)}
    with workshop.database.transaction() as store:
        store.change(Export, export.job_id, "status = 'Processing'", **changes)
    return True


def take_up_again(workshop: Workshop) -> None:
    """After a restart: exports that were being resolved start anew."""
    with workshop.database.transaction() as store:
        store.change_all(Export, "status = 'Processing'", status="Init")
