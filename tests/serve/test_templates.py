"""Templates through the vendor's SDK."""

from __future__ import annotations

import json
from typing import Any

import pytest
from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException

from .conftest import BUCKET, submission, timeline, wait

CONFIG = timeline({"MediaURL": "$Film", "In": 0, "Out": "$End:1"})


def add(sdk: Client, **changes: Any) -> dict[str, Any]:
    ask = models.AddTemplateRequest(**{"name": "one film", "type": "Timeline", "config": CONFIG, **changes})
    template: dict[str, Any] = sdk.add_template(ask).body.to_map()["Template"]
    return template


def get(sdk: Client, template_id: str) -> dict[str, Any]:
    template: dict[str, Any] = sdk.get_template(models.GetTemplateRequest(template_id=template_id)).body.to_map()[
        "Template"
    ]
    return template


def test_a_template_is_kept_verbatim(sdk: Client) -> None:
    spaced = json.dumps(json.loads(CONFIG), indent=3)
    made = add(sdk, config=spaced, cover_url="https://x/c.jpg")
    assert (made["Status"], made["CreateSource"]) == ("Available", "OpenAPI")
    again = get(sdk, made["TemplateId"])
    assert again["Config"] == spaced
    assert again["CoverURL"] == "https://x/c.jpg"


def test_a_template_tells_its_contract(sdk: Client) -> None:
    template_id = add(sdk)["TemplateId"]
    assert json.loads(get(sdk, template_id)["ClipsParam"]) == {
        "Film": "https://<bucket>.oss-<region>.aliyuncs.com/<object>",
        "End": 1,
    }
    params = sdk.get_template_params(models.GetTemplateParamsRequest(template_id=template_id)).body
    assert params.template_id == template_id
    rows = [(row.key, row.type, row.media_url, row.content) for row in params.param_list]
    assert rows == [("Film", "Video", None, None), ("End", "Text", None, "1")]


def test_a_template_with_parameters_becomes_a_film(sdk: Client) -> None:
    template_id = add(sdk)["TemplateId"]
    words = json.dumps({"Film": f"{BUCKET}c1.mp4", "End": 2})
    accepted = sdk.submit_media_producing_job(
        submission(timeline=None, template_id=template_id, clips_param=words)
    ).body
    done = wait(sdk, accepted.job_id)
    assert (done["Status"], done["Duration"]) == ("Success", 2.0)
    assert (done["TemplateId"], done["ClipsParam"]) == (template_id, words)
    assert json.loads(done["Timeline"]) == json.loads(timeline({"MediaURL": f"{BUCKET}c1.mp4", "In": 0, "Out": 2}))


def test_a_template_without_a_needed_parameter_is_refused(sdk: Client) -> None:
    template_id = add(sdk)["TemplateId"]
    with pytest.raises(ClientException) as caught:
        sdk.submit_media_producing_job(submission(timeline=None, template_id=template_id, clips_param="{}"))
    assert (caught.value.status_code, caught.value.code) == (400, "InvalidParameter")
    assert caught.value.data["Message"].startswith("The specified parameter ClipsParam is not valid. ")


def test_an_unknown_template_is_not_found(sdk: Client) -> None:
    with pytest.raises(ClientException) as caught:
        sdk.submit_media_producing_job(submission(timeline=None, template_id="unknown", clips_param="{}"))
    assert (caught.value.status_code, caught.value.code) == (404, "TemplateNotFound")


def test_a_template_that_is_not_available_is_refused(sdk: Client) -> None:
    template_id = add(sdk, status="Created")["TemplateId"]
    with pytest.raises(ClientException) as caught:
        sdk.submit_media_producing_job(submission(timeline=None, template_id=template_id, clips_param="{}"))
    assert caught.value.data["Message"] == (
        "The specified parameter TemplateId is not valid. "
        "The template is Created, not Available [template.not-available]."
    )


def test_a_config_without_tracks_is_refused(sdk: Client) -> None:
    with pytest.raises(ClientException) as caught:
        add(sdk, config="{}")
    assert caught.value.data["Message"] == (
        "The specified parameter Config is not valid. "
        "It must have one of VideoTracks, AudioTracks, ImageTracks, SubtitleTracks."
    )


def test_an_updated_template_is_used_as_it_is_now(sdk: Client) -> None:
    template_id = add(sdk)["TemplateId"]
    config = timeline({"MediaURL": "$Other", "Out": 1})
    sdk.update_template(models.UpdateTemplateRequest(template_id=template_id, config=config, name="renamed"))
    again = get(sdk, template_id)
    assert (again["Name"], again["Config"], again["Type"]) == ("renamed", config, "Timeline")
    assert json.loads(again["ClipsParam"]) == {"Other": "https://<bucket>.oss-<region>.aliyuncs.com/<object>"}


def test_templates_are_listed_by_type_and_keyword(sdk: Client) -> None:
    made = [add(sdk, name=f"listed {count}")["TemplateId"] for count in range(3)]
    archive = json.dumps({"oss_url": "http://b.oss-cn-shanghai.aliyuncs.com/x.zip"})
    advanced = add(sdk, name="listed too", type="VETemplate", config=archive)["TemplateId"]
    ask = models.ListTemplatesRequest(keyword="listed", type="Timeline", page_size=2)
    found = sdk.list_templates(ask).body
    assert (found.total_count, [row.template_id for row in found.templates]) == (3, made[:0:-1])
    found = sdk.list_templates(models.ListTemplatesRequest(type="VETemplate")).body
    assert [row.template_id for row in found.templates] == [advanced]


def test_a_deleted_template_is_gone(sdk: Client) -> None:
    template_id = add(sdk)["TemplateId"]
    sdk.delete_template(models.DeleteTemplateRequest(template_ids=template_id))
    with pytest.raises(ClientException) as caught:
        get(sdk, template_id)
    assert caught.value.code == "TemplateNotFound"


def test_a_project_can_stand_on_a_template(sdk: Client) -> None:
    template_id = add(sdk)["TemplateId"]
    words = json.dumps({"Film": f"{BUCKET}c1.mp4"})
    ask = models.CreateEditingProjectRequest(title="t", template_id=template_id, clips_param=words)
    project = sdk.create_editing_project(ask).body.project
    accepted = sdk.submit_media_producing_job(submission(timeline=None, project_id=project.project_id)).body
    assert wait(sdk, accepted.job_id)["Status"] == "Success"
