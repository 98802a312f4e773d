"""Production jobs: SubmitMediaProducingJob, GetMediaProducingJob, ListMediaProducingJobs."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any, Literal

import attrs

from timeline_dsl.errors import TimelineError
from timeline_dsl.serve import clock
from timeline_dsl.serve.calls.output import (
    CONFIG,
    Output,
    output_of,
    refuse_other_region,
    refuse_other_region_early,
    without_secrets,
)
from timeline_dsl.serve.calls.table import (
    Answer,
    Call,
    Param,
    action,
    answered_before,
    new_id,
    once,
    parsed,
    refuse_errors,
)
from timeline_dsl.serve.engine import Document
from timeline_dsl.serve.responses import Refusal, invalid
from timeline_dsl.serve.store import Job, Project, Template, Transaction


@attrs.frozen(kw_only=True)
class Source:
    """What is to be produced: the timeline, and where it came from."""

    timeline: str
    project: Project | None = None
    template_id: str | None = None


@action(
    "SubmitMediaProducingJob",
    Param("ProjectId"),
    Param("Timeline", "document"),
    Param("TemplateId"),
    Param("ClipsParam", "document"),
    Param("ProjectMetadata", "document"),
    Param("OutputMediaTarget"),
    Param("OutputMediaConfig", "document"),
    Param("UserData", "document"),
    Param("ClientToken"),
    Param("Source"),
    Param("EditingProduceConfig", "document"),
    Param("MediaMetadata", "document"),
    before_auth=refuse_other_region_early,
)
def submit_media_producing_job(call: Call) -> Answer:
    """Check the whole request, then accept the job."""
    earlier = answered_before(call)
    if earlier is not None:
        return earlier
    request: Document = dict(call.texts)
    refuse_errors(call.realm.engine.check_request(request, call.realm.region), "Timeline")
    config = call.document(CONFIG)
    if config is None:
        raise invalid(CONFIG, "It must be given.")
    output = output_of(call.text("OutputMediaTarget"), config)
    refuse_other_region(output, call.realm.region)
    source = _source(call)
    answer = once(call, lambda store: _accept(call, store, source, output, config))
    call.realm.wake()
    return answer


def _source(call: Call) -> Source:
    if call.text("TemplateId"):
        template = template_of(call, call.require("TemplateId"))
        timeline = expanded(call, template, call.document("ClipsParam") or {})
        _check_resulting(call, timeline, "ClipsParam")
        return Source(timeline=timeline, template_id=template.template_id)
    if call.text("ProjectId"):
        project = project_of(call, call.require("ProjectId"))
        timeline = timeline_of(call, project)
        _check_resulting(call, timeline, "ProjectId")
        return Source(timeline=timeline, project=project, template_id=project.template_id)
    return Source(timeline=call.require("Timeline"))


def project_of(call: Call, project_id: str) -> Project:
    """The project with this id; Refusal ProjectNotFound."""
    with call.realm.database.reading() as store:
        project = store.get(Project, project_id)
    if project is None:
        raise Refusal("ProjectNotFound")
    return project


def template_of(call: Call, template_id: str) -> Template:
    """The template with this id; Refusal TemplateNotFound."""
    with call.realm.database.reading() as store:
        template = store.get(Template, template_id)
    if template is None:
        raise Refusal("TemplateNotFound")
    return template


def timeline_of(call: Call, project: Project) -> str:
    """The timeline text of a project, expanded from its template when it has one."""
    if project.timeline:
        return project.timeline
    if project.template_id:
        return expanded(call, template_of(call, project.template_id), parsed("ClipsParam", project.clips_param or "{}"))
    raise invalid("ProjectId", "The project has no timeline yet. Give it one with UpdateEditingProject.")


def expanded(call: Call, template: Template, params: Document) -> str:
    """The timeline text that `template` makes of `params`."""
    if template.type != "Timeline":
        raise invalid(
            "TemplateId", "An advanced template is rendered by the service alone; use a regular template here."
        )
    if template.status != "Available":
        raise invalid("TemplateId", f"The template is {template.status}, not Available [template.not-available].")
    try:
        return json.dumps(call.realm.engine.expand(json.loads(template.config), params), ensure_ascii=False)
    except TimelineError as error:
        raise invalid("ClipsParam", str(error)) from None


def _check_resulting(call: Call, timeline: str, parameter: str) -> None:
    request: Document = {"Timeline": timeline, CONFIG: call.text(CONFIG) or ""}
    if call.text("OutputMediaTarget"):
        request["OutputMediaTarget"] = call.text("OutputMediaTarget")
    refuse_errors(call.realm.engine.check_request(request, call.realm.region), parameter)


def _accept(call: Call, store: Transaction, source: Source, output: Output, config: Document) -> Answer:
    moment = clock.written(clock.now())
    project_id = source.project.project_id if source.project else new_id()
    if source.project:
        store.change(Project, project_id, status="Producing", modified_time=moment)
    else:
        store.insert(_project_for(call, source, project_id, moment))
    job = Job(
        job_id=new_id(),
        project_id=project_id,
        media_id=new_id(),
        vod_media_id=new_id() if output.is_vod else None,
        media_url=output.media_url,
        bucket=output.address.bucket,
        object=output.address.object,
        timeline=source.timeline,
        template_id=source.template_id,
        clips_param=call.text("ClipsParam"),
        user_data=call.text("UserData"),
        output_config=json.dumps(without_secrets(config)),
        produce_config=call.text("EditingProduceConfig"),
        media_metadata=call.text("MediaMetadata"),
        create_time=moment,
        modified_time=moment,
    )
    store.insert(job)
    return {"ProjectId": project_id, "JobId": job.job_id, "MediaId": job.media_id, "VodMediaId": job.vod_media_id}


def _project_for(call: Call, source: Source, project_id: str, moment: str) -> Project:
    words = call.document("ProjectMetadata") or {}
    return Project(
        project_id=project_id,
        title=str(words.get("Title") or "untitled"),
        description=_text_or_none(words.get("Description")),
        cover_url=_text_or_none(words.get("CoverURL")),
        timeline=source.timeline,
        template_id=source.template_id,
        clips_param=call.text("ClipsParam"),
        status="Producing",
        create_source=call.text("Source") or "OpenAPI",
        modified_source=call.text("Source") or "OpenAPI",
        create_time=moment,
        modified_time=moment,
    )


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


@action("GetMediaProducingJob", Param("JobId", required=True))
def get_media_producing_job(call: Call) -> Answer:
    """The state of one job, and all it was made from."""
    with call.realm.database.reading() as store:
        job = store.get(Job, call.require("JobId"))
    if job is None:
        raise Refusal("JobNotFound")
    alone = {"VodMediaId": job.vod_media_id, "Progress": job.progress, "Timeline": job.timeline}
    return {"MediaProducingJob": {**_listed(job), **alone}}


def _listed(job: Job) -> dict[str, Any]:
    return {
        "JobId": job.job_id,
        "ProjectId": job.project_id,
        "MediaId": job.media_id,
        "MediaURL": job.media_url,
        "TemplateId": job.template_id,
        "ClipsParam": job.clips_param,
        "Duration": job.duration,
        "CreateTime": job.create_time,
        "CompleteTime": job.complete_time,
        "ModifiedTime": job.modified_time,
        "Status": job.status,
        "Code": job.code,
        "Message": job.message,
        "UserData": job.user_data,
    }


@action(
    "ListMediaProducingJobs",
    Param("Status", choices=("Init", "Queuing", "Processing", "Success", "Failed")),
    Param("JobType", choices=("EditingJob", "LiveEditingJob", "VETemplateJob")),
    Param("StartTime", "time"),
    Param("EndTime", "time"),
    Param("Keyword"),
    Param("ProjectId"),
    Param("MasterJobId"),
    Param("NextToken"),
    Param("MaxResults", "integer", low=1, high=100),
    Param("SortBy", choices=("CreationTime:Asc", "CreationTime:Desc")),
)
def list_media_producing_jobs(call: Call) -> Answer:
    """The jobs that match, newest first unless told otherwise, a page at a time."""
    where, given = _filters(call)
    limit = call.integer("MaxResults", 10)
    order: Literal["ASC", "DESC"] = "ASC" if call.text("SortBy") == "CreationTime:Asc" else "DESC"
    if call.text("NextToken"):
        where.append("seq > ?" if order == "ASC" else "seq < ?")
        given.append(_place_of(call.require("NextToken")))
    with call.realm.database.reading() as store:
        found = store.select(Job, " AND ".join(where), given, order=order, limit=limit + 1)
    more = len(found) > limit
    return {
        "MaxResults": str(limit),
        "NextToken": _token_for(found[limit - 1].seq) if more else None,
        "MediaProducingJobList": [_listed(job) for job in found[:limit]],
    }


def _filters(call: Call) -> tuple[list[str], list[Any]]:
    where, given = ["1"], list[Any]()
    if call.text("MasterJobId") or call.text("JobType") in ("LiveEditingJob", "VETemplateJob"):
        where.append("0")  # the endpoint has neither batch, live nor advanced-template jobs
    for name, column in (("Status", "status"), ("ProjectId", "project_id")):
        if call.text(name):
            where.append(f"{column} = ?")
            given.append(call.text(name))
    if call.text("Keyword"):
        where.append("(instr(job_id, ?) OR instr(project_id, ?) OR instr(media_url, ?))")
        given += [call.text("Keyword")] * 3
    start, end = call.values.get("StartTime"), call.values.get("EndTime")
    if start and end and not timedelta(0) <= end - start <= timedelta(days=30):
        raise invalid("EndTime", "It must lie 0 to 30 days after StartTime.")
    if start:
        where.append("create_time >= ?")
        given.append(clock.written(start))
    if end:
        where.append("create_time <= ?")
        given.append(clock.written(end))
    return where, given


def _token_for(seq: int) -> str:
    return base64.urlsafe_b64encode(str(seq).encode()).decode()


def _place_of(token: str) -> int:
    try:
        return int(base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)[:19])
    except ValueError:
        raise invalid("NextToken", "It must be the NextToken of an earlier answer.") from None
