"""Project export jobs: the timeline as the schedule resolves it."""

from __future__ import annotations

import json

from timeline_dsl.serve import clock
from timeline_dsl.serve.calls.jobs import project_of, timeline_of
from timeline_dsl.serve.calls.table import Answer, Call, Param, action, new_id
from timeline_dsl.serve.paths import Address, AddressError, checked
from timeline_dsl.serve.responses import Refusal, invalid
from timeline_dsl.serve.store import Export


@action(
    "SubmitProjectExportJob",
    Param("ProjectId"),
    Param("Timeline", "document"),
    Param("ExportType", choices=("BaseTimeline", "AdobePremierePro")),
    Param("OutputMediaConfig", "document"),
    Param("UserData", "document", max_bytes=512),
)
def submit_project_export_job(call: Call) -> Answer:
    """Accept an export of a project or of a timeline."""
    if bool(call.text("ProjectId")) == bool(call.text("Timeline")):
        raise invalid("Timeline", "Give exactly one of ProjectId and Timeline.")
    if call.text("ExportType") == "AdobePremierePro":
        raise invalid("ExportType", "Only the service makes Premiere projects; use BaseTimeline here.")
    _check_output(call)
    project = project_of(call, call.require("ProjectId")) if call.text("ProjectId") else None
    export = Export(
        job_id=new_id(),
        project_id=project.project_id if project else None,
        export_type=call.text("ExportType") or "BaseTimeline",
        timeline=timeline_of(call, project) if project else call.require("Timeline"),
        output_config=call.text("OutputMediaConfig"),
        user_data=call.text("UserData"),
        create_time=clock.written(clock.now()),
    )
    with call.realm.database.transaction() as store:
        store.insert(export)
    call.realm.wake()
    return {"JobId": export.job_id}


def _check_output(call: Call) -> None:
    config = call.document("OutputMediaConfig")
    if config is None:
        return
    try:
        checked(Address(bucket=str(config.get("Bucket", "")), object="project.json"))
        if config.get("Prefix"):
            checked(Address(bucket=str(config["Bucket"]), object=f"{config['Prefix']}project.json"))
    except AddressError as error:
        raise invalid("OutputMediaConfig", str(error)) from None


@action("GetProjectExportJob", Param("JobId", required=True))
def get_project_export_job(call: Call) -> Answer:
    """The state of an export, and its result."""
    with call.realm.database.reading() as store:
        export = store.get(Export, call.require("JobId"))
    if export is None:
        raise Refusal("JobNotFound")
    return {
        "ProjectExportJob": {
            "JobId": export.job_id,
            "ProjectId": export.project_id,
            "ExportType": export.export_type,
            "Status": export.status,
            "Code": export.code,
            "Message": export.message,
            "UserData": export.user_data,
            "ExportResult": json.loads(export.result) if export.result else None,
        }
    }
