"""Editing projects through the vendor's SDK."""

from __future__ import annotations

import json
from typing import Any

import pytest
from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException

from .conftest import clip, submission, timeline, wait


def create(sdk: Client, **changes: Any) -> dict[str, Any]:
    ask = models.CreateEditingProjectRequest(**{"title": "a cut", "timeline": timeline(clip()), **changes})
    project: dict[str, Any] = sdk.create_editing_project(ask).body.to_map()["Project"]
    return project


def get(sdk: Client, project_id: str) -> dict[str, Any]:
    ask = models.GetEditingProjectRequest(project_id=project_id)
    project: dict[str, Any] = sdk.get_editing_project(ask).body.to_map()["Project"]
    return project


def test_a_project_is_kept_as_it_was_given(sdk: Client) -> None:
    made = create(sdk, description="d", cover_url="https://x/c.jpg", business_config="{}")
    assert (made["Title"], made["Status"], made["StatusName"]) == ("a cut", 2, "Editing")
    again = get(sdk, made["ProjectId"])
    assert again["Timeline"] == timeline(clip())
    assert (again["Status"], again["Description"], again["CoverURL"]) == ("Editing", "d", "https://x/c.jpg")


def test_a_project_without_a_timeline_is_a_draft(sdk: Client) -> None:
    made = create(sdk, timeline=None)
    assert (made["Status"], made["StatusName"]) == (1, "Draft")
    with pytest.raises(ClientException) as caught:
        sdk.submit_media_producing_job(submission(timeline=None, project_id=made["ProjectId"]))
    assert caught.value.data["Message"] == (
        "The specified parameter ProjectId is not valid. The project has no timeline yet. "
        "Give it one with UpdateEditingProject."
    )


def test_a_project_without_a_title_is_refused(sdk: Client) -> None:
    with pytest.raises(ClientException) as caught:
        create(sdk, title=None)
    assert caught.value.code == "MissingParameter"


def test_an_updated_project_is_produced_as_it_is_now(sdk: Client) -> None:
    project_id = create(sdk)["ProjectId"]
    longer = timeline(clip(Out=2))
    sdk.update_editing_project(models.UpdateEditingProjectRequest(project_id=project_id, timeline=longer, title="new"))
    assert get(sdk, project_id)["Title"] == "new"
    accepted = sdk.submit_media_producing_job(submission(timeline=None, project_id=project_id)).body
    assert accepted.project_id == project_id
    done = wait(sdk, accepted.job_id)
    assert (done["Status"], done["Duration"], done["Timeline"]) == ("Success", 2.0, longer)
    produced = get(sdk, project_id)
    assert (produced["Status"], produced["Duration"]) == ("Produced", 2)


def test_a_failed_job_marks_its_project(sdk: Client) -> None:
    project_id = create(sdk, timeline=timeline(clip("gone.mp4")))["ProjectId"]
    wait(sdk, sdk.submit_media_producing_job(submission(timeline=None, project_id=project_id)).body.job_id)
    assert get(sdk, project_id)["Status"] == "ProduceFailed"
    found = sdk.search_editing_project(models.SearchEditingProjectRequest(status="ProduceFailed")).body.to_map()
    row = next(row for row in found["ProjectList"] if row["ProjectId"] == project_id)
    assert row["ErrorCode"] == "InvalidMaterial.NotFound"


def test_a_job_without_a_project_gets_one_of_its_own(sdk: Client) -> None:
    words = json.dumps({"Title": "from the job", "Description": "d"})
    accepted = sdk.submit_media_producing_job(submission(project_metadata=words)).body
    project = get(sdk, accepted.project_id)
    assert (project["Title"], project["Description"]) == ("from the job", "d")
    assert project["Timeline"] == timeline(clip())


def test_projects_are_searched_page_by_page(sdk: Client) -> None:
    made = [create(sdk, template_type="VETemplate", timeline=None)["ProjectId"] for _ in range(3)]
    ask = models.SearchEditingProjectRequest(template_type="VETemplate", page_size=2, page_no=2)
    found = sdk.search_editing_project(ask).body
    assert found.total_count == 3
    assert [row.project_id for row in found.project_list] == made[:1]


def test_a_deleted_project_is_gone(sdk: Client) -> None:
    first, second = create(sdk)["ProjectId"], create(sdk)["ProjectId"]
    sdk.delete_editing_projects(models.DeleteEditingProjectsRequest(project_ids=f"{first},{second}"))
    with pytest.raises(ClientException) as caught:
        get(sdk, first)
    assert (caught.value.status_code, caught.value.code) == (404, "ProjectNotFound")


def test_deleting_an_unknown_project_deletes_nothing(sdk: Client) -> None:
    kept = create(sdk)["ProjectId"]
    with pytest.raises(ClientException) as caught:
        sdk.delete_editing_projects(models.DeleteEditingProjectsRequest(project_ids=f"{kept},nothing"))
    assert caught.value.data["Message"] == "The specified project not found: nothing"
    assert get(sdk, kept)["ProjectId"] == kept
