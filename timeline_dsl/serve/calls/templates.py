"""Templates: add, update, get, list, delete, and the parameters one takes."""

from __future__ import annotations

import json
from typing import Any

from timeline_dsl.serve import clock
from timeline_dsl.serve.calls.jobs import template_of
from timeline_dsl.serve.calls.table import Answer, Call, Param, action, new_id, refuse_errors
from timeline_dsl.serve.engine import Document
from timeline_dsl.serve.responses import Refusal, invalid
from timeline_dsl.serve.store import Template

STATUSES = ("Available", "Created", "Uploading", "Processing", "UploadFailed", "ProcessFailed")


@action(
    "AddTemplate",
    Param("Name", required=True, max_bytes=128),
    Param("Type", required=True, choices=("Timeline", "VETemplate")),
    Param("Config", "document"),
    Param("CoverUrl"),
    Param("PreviewMedia"),
    Param("Status", choices=STATUSES),
    Param("Source", choices=("OpenAPI", "AliyunConsole", "WebSDK")),
    Param("RelatedMediaids", "document"),
)
def add_template(call: Call) -> Answer:
    """Keep a template, its Config verbatim."""
    config = call.document("Config")
    if config is None:
        raise invalid("Config", "It must be given.")
    _check_config(call, call.require("Type"), config)
    moment = clock.written(clock.now())
    template = Template(
        template_id=new_id(),
        name=call.require("Name"),
        type=call.require("Type"),
        config=call.require("Config"),
        cover_url=call.text("CoverUrl"),
        preview_media=call.text("PreviewMedia"),
        related_media_ids=call.text("RelatedMediaids"),
        status=call.text("Status") or "Available",
        source=call.text("Source") or "OpenAPI",
        creation_time=moment,
        modified_time=moment,
    )
    with call.realm.database.transaction() as store:
        store.insert(template)
    kept = ("TemplateId", "Name", "Type", "Config", "PreviewMedia", "Status", "CreateSource", "ModifiedSource")
    return {"Template": {name: _whole(template)[name] for name in kept} | {"CoverUrl": template.cover_url}}


def _check_config(call: Call, kind: str, config: Document) -> None:
    if kind == "VETemplate":
        return
    tracks = ("VideoTracks", "AudioTracks", "ImageTracks", "SubtitleTracks")
    present = [name for name in tracks if name in config]
    if not present:
        raise invalid("Config", f"It must have one of {', '.join(tracks)}.")
    refuse_errors(call.realm.engine.check_template(config, call.realm.region), "Config")


@action(
    "UpdateTemplate",
    Param("TemplateId", required=True),
    Param("Name", max_bytes=128),
    Param("Config", "document"),
    Param("CoverUrl"),
    Param("PreviewMedia"),
    Param("Status", choices=STATUSES),
    Param("Source"),
    Param("RelatedMediaids", "document"),
)
def update_template(call: Call) -> Answer:
    """Change what the call names and leave the rest."""
    template = template_of(call, call.require("TemplateId"))
    config = call.document("Config")
    if config is not None:
        _check_config(call, template.type, config)
    columns = {
        "Name": "name",
        "Config": "config",
        "CoverUrl": "cover_url",
        "PreviewMedia": "preview_media",
        "Status": "status",
        "Source": "source",
        "RelatedMediaids": "related_media_ids",
    }
    changes: dict[str, Any] = {
        column: call.text(name) for name, column in columns.items() if call.text(name) is not None
    }
    with call.realm.database.transaction() as store:
        store.change(Template, template.template_id, modified_time=clock.written(clock.now()), **changes)
    return {}


@action("GetTemplate", Param("TemplateId", required=True), Param("RelatedMediaidFlag", choices=("0", "1")))
def get_template(call: Call) -> Answer:
    """One template whole, with the contract of its parameters."""
    template = template_of(call, call.require("TemplateId"))
    related = template.related_media_ids if call.text("RelatedMediaidFlag") == "1" else None
    return {"Template": {**_whole(template), "ClipsParam": _contract(call, template), "RelatedMediaids": related}}


@action(
    "ListTemplates",
    Param("Type", choices=("Timeline", "VETemplate")),
    Param("Status", choices=STATUSES),
    Param("Keyword"),
    Param("CreateSource"),
    Param("PageNo", "integer", low=1),
    Param("PageSize", "integer", low=1, high=100),
    Param("SortType", choices=("CreationTime:Asc", "CreationTime:Desc")),
)
def list_templates(call: Call) -> Answer:
    """The templates that match, newest first unless told otherwise, a page at a time."""
    where, given = ["1"], list[Any]()
    for name, column in (("Type", "type"), ("Status", "status"), ("CreateSource", "source")):
        if call.text(name):
            where.append(f"{column} = ?")
            given.append(call.text(name))
    if call.text("Keyword"):
        where.append("(instr(name, ?) OR template_id = ?)")
        given += [call.text("Keyword")] * 2
    size = call.integer("PageSize", 20)
    with call.realm.database.reading() as store:
        total = store.count(Template, " AND ".join(where), given)
        found = store.select(
            Template,
            " AND ".join(where),
            given,
            order="ASC" if call.text("SortType") == "CreationTime:Asc" else "DESC",
            limit=size,
            offset=(call.integer("PageNo", 1) - 1) * size,
        )
    listed = [{**_whole(template), "ClipsParam": _contract(call, template)} for template in found]
    return {"TotalCount": total, "Templates": listed}


@action("DeleteTemplate", Param("TemplateIds", "ids", required=True, high=100))
def delete_template(call: Call) -> Answer:
    """Remove templates. TemplateNotFound, and nothing removed, when one does not exist."""
    ids = call.ids("TemplateIds")
    with call.realm.database.transaction() as store:
        unknown = [template_id for template_id in ids if store.get(Template, template_id) is None]
        if unknown:
            raise Refusal("TemplateNotFound", f"The specified template not found: {', '.join(unknown)}")
        for template_id in ids:
            store.delete(Template, "template_id = ?", (template_id,))
    return {}


@action("GetTemplateParams", Param("TemplateId", required=True))
def get_template_params(call: Call) -> Answer:
    """The parameters a template takes, one row each."""
    template = template_of(call, call.require("TemplateId"))
    return {"TemplateId": template.template_id, "ParamList": [_row(param) for param in _params(call, template)]}


def _params(call: Call, template: Template) -> list[Document]:
    if template.type != "Timeline":
        return []  # the blanks of an advanced template lie in its archive, which the endpoint does not open
    return call.realm.engine.template_params(json.loads(template.config))


def _row(param: Document) -> Document:
    """A parameter as GetTemplateParams tells it; a default is told as text."""
    value = param["Value"] if param["IsDefault"] else None
    text = value if isinstance(value, str) or value is None else json.dumps(value, ensure_ascii=False)
    member = "Content" if param["Type"] == "Text" else "MediaUrl"
    return {"Key": param["Key"], "Type": param["Type"], member: text}


def _contract(call: Call, template: Template) -> str:
    """ClipsParam of a template: every parameter with its default, or with a word for what belongs there."""
    return json.dumps({param["Key"]: param["Value"] for param in _params(call, template)}, ensure_ascii=False)


def _whole(template: Template) -> dict[str, Any]:
    return {
        "TemplateId": template.template_id,
        "Name": template.name,
        "Type": template.type,
        "Config": template.config,
        "CoverURL": template.cover_url,
        "PreviewMedia": template.preview_media,
        "PreviewMediaStatus": "Normal" if template.preview_media else None,
        "Status": template.status,
        "CreateSource": template.source,
        "ModifiedSource": template.source,
        "CreationTime": template.creation_time,
        "ModifiedTime": template.modified_time,
    }
