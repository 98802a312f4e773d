"""Project exports through the vendor's SDK."""

from __future__ import annotations

import json
from typing import Any

import pytest
from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException

from .conftest import clip, timeline, until

PLACE = json.dumps({"Bucket": "media-bucket", "Prefix": "exports/"})


def export(sdk: Client, **changes: Any) -> dict[str, Any]:
    ask = models.SubmitProjectExportJobRequest(output_media_config=PLACE, **changes)
    job_id = sdk.submit_project_export_job(ask).body.job_id
    found: dict[str, Any] = until(
        lambda: sdk.get_project_export_job(models.GetProjectExportJobRequest(job_id=job_id)).body.to_map(),
        lambda found: found["ProjectExportJob"]["Status"] in ("Success", "Failed"),
    )["ProjectExportJob"]
    return found


def test_an_export_gives_the_timeline_with_every_time_written_in(sdk: Client) -> None:
    done = export(sdk, timeline=timeline(clip(), clip(Out=2)), user_data='{"mine":1}')
    assert (done["Status"], done["ExportType"], done["UserData"]) == ("Success", "BaseTimeline", '{"mine":1}')
    clips = json.loads(done["ExportResult"]["Timeline"])["VideoTracks"][0]["VideoTrackClips"]
    assert [(one["TimelineIn"], one["TimelineOut"]) for one in clips] == [(0, 1), (1, 3)]
    assert done["ExportResult"]["SrtList"] == []


def test_a_project_is_exported_by_its_id(sdk: Client) -> None:
    ask = models.CreateEditingProjectRequest(title="p", timeline=timeline(clip()))
    project_id = sdk.create_editing_project(ask).body.project.project_id
    done = export(sdk, project_id=project_id)
    assert (done["Status"], done["ProjectId"]) == ("Success", project_id)


def test_a_missing_material_fails_the_export(sdk: Client) -> None:
    done = export(sdk, timeline=timeline(clip("gone.mp4")))
    assert (done["Status"], done["Code"]) == ("Failed", "InvalidMaterial.NotFound")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "InvalidParameter"),
        ({"timeline": "{}", "project_id": "p"}, "InvalidParameter"),
        ({"project_id": "unknown"}, "ProjectNotFound"),
        ({"timeline": timeline(clip()), "export_type": "AdobePremierePro"}, "InvalidParameter"),
        ({"timeline": timeline(clip()), "output_media_config": '{"Bucket":"../x"}'}, "InvalidParameter"),
    ],
)
def test_a_wrong_export_is_refused(sdk: Client, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientException) as caught:
        sdk.submit_project_export_job(models.SubmitProjectExportJobRequest(**changes))
    assert caught.value.code == code


def test_an_unknown_export_is_not_found(sdk: Client) -> None:
    with pytest.raises(ClientException) as caught:
        sdk.get_project_export_job(models.GetProjectExportJobRequest(job_id="unknown"))
    assert (caught.value.status_code, caught.value.code) == (404, "JobNotFound")
