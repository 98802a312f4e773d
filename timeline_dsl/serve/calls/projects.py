"""Editing projects: create, get, update, delete, search."""

from __future__ import annotations

from typing import Any

from timeline_dsl.serve import clock
from timeline_dsl.serve.calls.jobs import project_of, template_of
from timeline_dsl.serve.calls.table import Answer, Call, Param, action, new_id
from timeline_dsl.serve.responses import Refusal, invalid
from timeline_dsl.serve.store import Project

STATUS_NUMBERS = {"Draft": 1, "Editing": 2, "Producing": 3, "Produced": 4, "ProduceFailed": 5, "Deleted": 7}
TITLE_BYTES, DESCRIPTION_BYTES = 128, 1024


@action(
    "CreateEditingProject",
    Param("Title", required=True, max_bytes=TITLE_BYTES),
    Param("Timeline", "document"),
    Param("TemplateId"),
    Param("ClipsParam", "document"),
    Param("Description", max_bytes=DESCRIPTION_BYTES),
    Param("CoverURL"),
    Param("BusinessConfig", "document"),
    Param("ProjectType", choices=("EditingProject", "LiveEditingProject")),
    Param("TemplateType", choices=("Timeline", "VETemplate")),
    Param("MaterialMaps", "document"),
)
def create_editing_project(call: Call) -> Answer:
    """Keep a timeline, or a template with its parameters, under a title."""
    if call.text("Timeline") and call.text("TemplateId"):
        raise invalid("Timeline", "A project has either Timeline or TemplateId, not both.")
    if call.text("TemplateId"):
        template_of(call, call.require("TemplateId"))
    _refuse_many_materials(call)
    moment = clock.written(clock.now())
    project = Project(
        project_id=new_id(),
        title=call.require("Title"),
        description=call.text("Description"),
        timeline=call.text("Timeline"),
        template_id=call.text("TemplateId"),
        clips_param=call.text("ClipsParam"),
        cover_url=call.text("CoverURL"),
        business_config=call.text("BusinessConfig"),
        project_type=call.text("ProjectType") or "EditingProject",
        template_type=call.text("TemplateType"),
        status="Editing" if call.text("Timeline") or call.text("TemplateId") else "Draft",
        create_time=moment,
        modified_time=moment,
    )
    with call.realm.database.transaction() as store:
        store.insert(project)
    named = {"Status": STATUS_NUMBERS[project.status], "StatusName": project.status}
    return {"Project": {**_whole(project), **named}}


def _refuse_many_materials(call: Call) -> None:
    for kind, ids in (call.document("MaterialMaps") or {}).items():
        if isinstance(ids, str) and len([part for part in ids.split(",") if part]) > 10:
            raise invalid("MaterialMaps", f"{kind} names more than 10 materials.")


@action("GetEditingProject", Param("ProjectId", required=True), Param("RequestSource", choices=("OpenAPI", "WebSDK")))
def get_editing_project(call: Call) -> Answer:
    """One project whole."""
    project = project_of(call, call.require("ProjectId"))
    return {"Project": {**_whole(project), "Status": project.status, "TimelineConvertStatus": "Unconverted"}}


@action(
    "UpdateEditingProject",
    Param("ProjectId", required=True),
    Param("Title", max_bytes=TITLE_BYTES),
    Param("Timeline", "document"),
    Param("TemplateId"),
    Param("ClipsParam", "document"),
    Param("Description", max_bytes=DESCRIPTION_BYTES),
    Param("CoverURL"),
    Param("BusinessStatus"),
)
def update_editing_project(call: Call) -> Answer:
    """Change what the call names and leave the rest."""
    project = project_of(call, call.require("ProjectId"))
    if call.text("TemplateId"):
        template_of(call, call.require("TemplateId"))
    columns = {
        "Title": "title",
        "Timeline": "timeline",
        "TemplateId": "template_id",
        "ClipsParam": "clips_param",
        "Description": "description",
        "CoverURL": "cover_url",
        "BusinessStatus": "business_status",
    }
    changes: dict[str, Any] = {
        column: call.text(name) for name, column in columns.items() if call.text(name) is not None
    }
    if "timeline" in changes:
        changes |= {"template_id": None, "clips_param": None, "status": "Editing"}
    elif "template_id" in changes:
        changes |= {"timeline": None, "status": "Editing"}
    with call.realm.database.transaction() as store:
        store.change(Project, project.project_id, modified_time=clock.written(clock.now()), **changes)
    return {}


@action("DeleteEditingProjects", Param("ProjectIds", "ids", required=True, high=100))
def delete_editing_projects(call: Call) -> Answer:
    """Remove projects; the jobs they started stay. ProjectNotFound, and nothing removed, when one does not exist."""
    ids = call.ids("ProjectIds")
    with call.realm.database.transaction() as store:
        unknown = [project_id for project_id in ids if store.get(Project, project_id) is None]
        if unknown:
            raise Refusal("ProjectNotFound", f"The specified project not found: {', '.join(unknown)}")
        for project_id in ids:
            store.delete(Project, "project_id = ?", (project_id,))
    return {}


@action(
    "SearchEditingProject",
    Param("CreateSource"),
    Param("StartTime", "time"),
    Param("EndTime", "time"),
    Param("PageNo", "integer", low=1),
    Param("PageSize", "integer", low=1, high=100),
    Param("ProjectType"),
    Param("TemplateType"),
    Param("SortBy", choices=("CreationTime:Asc", "CreationTime:Desc")),
    Param("Status", "ids"),
)
def search_editing_project(call: Call) -> Answer:
    """The projects that match, newest first unless told otherwise, a page at a time."""
    where, given = ["1"], list[Any]()
    for name, column in (
        ("CreateSource", "create_source"),
        ("ProjectType", "project_type"),
        ("TemplateType", "template_type"),
    ):
        if call.text(name):
            where.append(f"{column} = ?")
            given.append(call.text(name))
    for name, comparison in (("StartTime", ">="), ("EndTime", "<=")):
        if call.moment(name):
            where.append(f"create_time {comparison} ?")
            given.append(call.moment(name))
    if call.ids("Status"):
        where.append(f"status IN ({', '.join('?' * len(call.ids('Status')))})")
        given += call.ids("Status")
    size = call.integer("PageSize", 10)
    with call.realm.database.reading() as store:
        total = store.count(Project, " AND ".join(where), given)
        found = store.select(
            Project,
            " AND ".join(where),
            given,
            order="ASC" if call.text("SortBy") == "CreationTime:Asc" else "DESC",
            limit=size,
            offset=(call.integer("PageNo", 1) - 1) * size,
        )
    return {"TotalCount": total, "MaxResults": size, "ProjectList": [_searched(project) for project in found]}


def _searched(project: Project) -> dict[str, Any]:
    return {
        "ProjectId": project.project_id,
        "Title": project.title,
        "Description": project.description,
        "Timeline": project.timeline,
        "CoverURL": project.cover_url,
        "BusinessConfig": project.business_config or "{}",
        "BusinessStatus": project.business_status,
        "ProjectType": project.project_type,
        "TemplateType": project.template_type,
        "Duration": None if project.duration is None else round(project.duration),  # this member is an integer
        "Status": project.status,
        "ErrorCode": project.error_code,
        "ErrorMessage": project.error_message,
        "CreateSource": project.create_source,
        "ModifiedSource": project.modified_source,
        "CreateTime": project.create_time,
        "ModifiedTime": project.modified_time,
    }


def _whole(project: Project) -> dict[str, Any]:
    alone = {"TemplateId": project.template_id, "ClipsParam": project.clips_param}
    without = ("ErrorCode", "ErrorMessage")
    return {name: value for name, value in _searched(project).items() if name not in without} | alone
