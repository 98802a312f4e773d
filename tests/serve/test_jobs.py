"""Production jobs through the vendor's SDK."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException

from timeline_dsl.render.probe import probe
from timeline_dsl.serve.run import Running

from .conftest import BUCKET, client_of, clip, job, output, submission, timeline, until, wait


def submit(sdk: Client, **changes: Any) -> models.SubmitMediaProducingJobResponseBody:
    return sdk.submit_media_producing_job(submission(**changes)).body


def refused(sdk: Client, **changes: Any) -> ClientException:
    with pytest.raises(ClientException) as caught:
        submit(sdk, **changes)
    return caught.value


def test_a_submitted_timeline_becomes_a_film_under_the_root(sdk: Client, root: Path) -> None:
    accepted = submit(sdk, output_media_config=output("films/first.mp4"))
    done = wait(sdk, accepted.job_id)
    assert (done["Status"], done["Progress"], done["Duration"]) == ("Success", 100, 1.0)
    assert done["MediaURL"] == BUCKET + "films/first.mp4"
    assert float(probe(root / "media-bucket/films/first.mp4").duration) == pytest.approx(1.0, abs=0.11)


def test_a_job_tells_all_it_was_made_from(sdk: Client) -> None:
    text, words = timeline(clip()), json.dumps({"mine": "ü"})
    accepted = submit(sdk, timeline=text, user_data=words)
    done = wait(sdk, accepted.job_id)
    assert done["Timeline"] == text
    assert done["UserData"] == words
    assert done["ProjectId"] == accepted.project_id
    assert done["MediaId"] == accepted.media_id
    assert set(done) == {
        "JobId", "ProjectId", "MediaId", "MediaURL", "Status", "Progress", "Duration", "Timeline", "UserData",
        "CreateTime", "CompleteTime", "ModifiedTime",
    }  # fmt: skip


def test_the_same_token_gives_the_same_job(sdk: Client) -> None:
    first, second = (submit(sdk, client_token="same-1") for _ in range(2))
    assert (first.job_id, first.project_id, first.media_id) == (second.job_id, second.project_id, second.media_id)
    assert first.request_id != second.request_id


def test_the_same_token_with_json_spaced_otherwise_gives_the_same_job(sdk: Client) -> None:
    document = json.loads(timeline(clip()))
    first = submit(sdk, client_token="same-2", timeline=json.dumps(document))
    second = submit(sdk, client_token="same-2", timeline=json.dumps(document, indent=1, sort_keys=True))
    assert first.job_id == second.job_id


def test_the_same_token_with_other_parameters_is_refused(sdk: Client) -> None:
    submit(sdk, client_token="same-3")
    error = refused(sdk, client_token="same-3", output_media_config=output("other.mp4"))
    assert (error.status_code, error.code) == (400, "InvalidParameter")
    assert error.data["Message"] == (
        "The specified parameter ClientToken is not valid. It was used before with other parameters. "
        "Send the same parameters, or a new token for a new request."
    )


def test_a_long_token_is_refused(sdk: Client) -> None:
    error = refused(sdk, client_token="x" * 65)
    assert error.data["Message"] == (
        "The specified parameter ClientToken is not valid. It must be at most 64 ASCII characters."
    )


def test_two_sources_are_refused_with_the_rule(sdk: Client) -> None:
    error = refused(sdk, project_id="p")
    assert (error.status_code, error.code) == (400, "InvalidParameter")
    assert "[request.exactly-one-source]" in error.data["Message"]


def test_a_timeline_that_is_no_json_is_refused(sdk: Client) -> None:
    error = refused(sdk, timeline="{'VideoTracks': []}")
    assert error.data["Message"] == (
        "The specified parameter Timeline is not valid. It is no JSON: "
        "Expecting property name enclosed in double quotes at line 1 column 2."
    )


def test_an_unknown_project_is_not_found(sdk: Client) -> None:
    error = refused(sdk, timeline=None, project_id="0123456789abcdef")
    assert (error.status_code, error.code) == (404, "ProjectNotFound")
    assert error.data["Message"] == "The specified project not found"


def test_an_output_in_another_region_is_refused_even_with_a_wrong_key(running: Running) -> None:
    elsewhere = json.dumps({"MediaURL": "https://media-bucket.oss-cn-beijing.aliyuncs.com/x.mp4"})
    stranger = client_of(running, ("nobody", "nothing"))
    error = refused(stranger, output_media_config=elsewhere)
    assert (error.status_code, error.code) == (400, "InvalidParameter")
    assert error.data["Message"] == (
        "The specified parameter OutputMediaConfig is not valid. The output bucket lies in cn-beijing, "
        "the call goes to cn-shanghai; they must agree [output.region-match]."
    )


@pytest.mark.parametrize(
    "place",
    ["../x.mp4", "a/../../x.mp4", "%2e%2e/x.mp4", "a//x.mp4", "%2Fetc/x.mp4", "a%5C..%5Cx.mp4", "x%00.mp4", "dir/"],
)
def test_a_path_trick_in_an_object_name_is_refused(sdk: Client, root: Path, place: str) -> None:
    error = refused(sdk, output_media_config=output(place))
    assert (error.status_code, error.code) == (400, "InvalidParameter")
    assert not (root / "x.mp4").exists()


@pytest.mark.parametrize("bucket", ["..", ".timeline-dsl", "a/b", "UPPER", "a..b", ""])
def test_a_path_trick_in_a_bucket_name_is_refused(sdk: Client, bucket: str) -> None:
    config = {
        "Endpoint": "s3.example",
        "Bucket": bucket,
        "ObjectKey": "x.mp4",
        "AccessKeyId": "a",
        "AccessKeySecret": "b",
    }
    error = refused(sdk, output_media_target="S3", output_media_config=json.dumps(config))
    assert (error.status_code, error.code) == (400, "InvalidParameter")


def test_a_vod_output_lands_in_its_storage_bucket(sdk: Client, root: Path) -> None:
    config = {"StorageLocation": "outin-1.oss-cn-shanghai.aliyuncs.com", "FileName": "vod file.mp4"}
    accepted = submit(sdk, output_media_target="vod-media", output_media_config=json.dumps(config))
    assert len(accepted.vod_media_id) == 32
    done = wait(sdk, accepted.job_id)
    assert done["Status"] == "Success"
    assert done["VodMediaId"] == accepted.vod_media_id
    assert done["MediaURL"] == "https://outin-1.oss-cn-shanghai.aliyuncs.com/vod%20file.mp4"
    assert (root / "outin-1/vod file.mp4").is_file()


def test_an_s3_output_lands_in_its_bucket_and_its_keys_are_not_kept(sdk: Client, root: Path) -> None:
    config = {
        "Endpoint": "https://s3.ap-southeast-1.example", "Bucket": "s3-bucket", "ObjectKey": "deep/x.mp4",
        "AccessKeyId": "an-s3-id", "AccessKeySecret": "an-s3-secret",
    }  # fmt: skip
    done = wait(sdk, submit(sdk, output_media_target="S3", output_media_config=json.dumps(config)).job_id)
    assert done["MediaURL"] == "https://s3-bucket.s3.ap-southeast-1.example/deep/x.mp4"
    assert (root / "s3-bucket/deep/x.mp4").is_file()
    state = b"".join(path.read_bytes() for path in (root / ".timeline-dsl").glob("endpoint.sqlite3*"))
    assert b"an-s3-id" not in state
    assert b"an-s3-secret" not in state


def test_a_missing_material_fails_the_job(sdk: Client) -> None:
    done = wait(sdk, submit(sdk, timeline=timeline(clip("gone.mp4"))).job_id)
    assert (done["Status"], done["Code"]) == ("Failed", "InvalidMaterial.NotFound")
    assert done["Message"] == (
        f"The specified clips url not found: {BUCKET}gone.mp4 (there is no such file under the root)"
    )
    assert "Duration" not in done


def test_an_unknown_media_id_fails_the_job(sdk: Client) -> None:
    done = wait(sdk, submit(sdk, timeline=timeline({"MediaId": "0" * 32})).job_id)
    assert (done["Status"], done["Code"]) == ("Failed", "InvalidMaterial.NotFound")


def test_an_in_beyond_the_material_fails_the_job(sdk: Client) -> None:
    done = wait(sdk, submit(sdk, timeline=timeline(clip(In=7, Out=8))).job_id)
    assert (done["Status"], done["Code"]) == ("Failed", "InvalidTimelineFormat")
    assert done["Message"] == (
        f'Invalid timeline format, caused by: "Video.In greater than its duration, mediaId: {BUCKET}c1.mp4"'
    )


def test_a_material_that_cannot_be_decoded_fails_the_job(sdk: Client, root: Path) -> None:
    (root / "media-bucket/broken.mp4").write_bytes(b"no film at all")
    done = wait(sdk, submit(sdk, timeline=timeline(clip("broken.mp4"))).job_id)
    assert (done["Status"], done["Code"]) == ("Failed", "InvalidParameter.ResourceContentBad")


def test_a_failure_names_objects_and_no_files_of_this_machine(sdk: Client, root: Path) -> None:
    done = wait(sdk, submit(sdk, output_media_config=output("odd/format.xyz")).job_id)
    assert (done["Status"], done["Code"]) == ("Failed", "ProduceFailed")
    assert done["Message"].startswith("The output media-bucket/odd/format.xyz ends in .xyz, ")
    assert str(root) not in done["Message"]


def test_sound_alone_becomes_an_mp3(sdk: Client, root: Path) -> None:
    text = json.dumps({"AudioTracks": [{"AudioTrackClips": [clip()]}]})
    done = wait(sdk, submit(sdk, timeline=text, output_media_config=output("sound.mp3")).job_id)
    assert (done["Status"], done["Duration"]) == ("Success", 1.0)
    found = probe(root / "media-bucket/sound.mp3")
    assert (found.has_video, found.has_audio) == (False, True)


def test_an_output_is_as_large_as_its_materials_and_no_longer_than_asked(sdk: Client, root: Path) -> None:
    config = json.dumps({"MediaURL": f"{BUCKET}short.mp4", "MaxDuration": 0.5, "Video": {"Fps": 20}})
    done = wait(sdk, submit(sdk, output_media_config=config).job_id)
    found = probe(root / "media-bucket/short.mp4")
    assert (done["Duration"], found.width, found.height, found.fps) == (0.5, 160, 128, 20)


def test_an_object_name_with_spaces_and_chinese_is_found(sdk: Client) -> None:
    done = wait(sdk, submit(sdk, timeline=timeline(clip("%E6%8A%98%201.mp4"))).job_id)
    assert done["Status"] == "Success"


def test_an_output_can_be_a_material_by_its_media_id(sdk: Client) -> None:
    first = submit(sdk, output_media_config=output("again/one.mp4"))
    assert wait(sdk, first.job_id)["Status"] == "Success"
    ask = models.GetMediaInfoRequest(media_id=first.media_id)
    until(lambda: sdk.get_media_info(ask).body.media_info.media_basic_info.status, lambda status: status == "Normal")
    done = wait(sdk, submit(sdk, timeline=timeline({"MediaId": first.media_id})).job_id)
    assert (done["Status"], done.get("Message")) == ("Success", None)


def test_an_unknown_job_is_not_found(sdk: Client) -> None:
    with pytest.raises(ClientException) as caught:
        job(sdk, "nothing")
    assert (caught.value.status_code, caught.value.code) == (404, "JobNotFound")


def test_jobs_are_listed_newest_first_and_page_by_page(sdk: Client) -> None:
    project = sdk.create_editing_project(models.CreateEditingProjectRequest(title="p", timeline=timeline(clip())))
    project_id = project.body.project.project_id
    made = [submit(sdk, timeline=None, project_id=project_id).job_id for _ in range(5)]
    seen: list[str] = []
    token = None
    for size in (2, 2, 1):
        ask = models.ListMediaProducingJobsRequest(project_id=project_id, max_results=2, next_token=token)
        page = sdk.list_media_producing_jobs(ask).body
        assert (len(page.media_producing_job_list), page.max_results) == (size, "2")
        seen += [row.job_id for row in page.media_producing_job_list]
        token = page.next_token
    assert token is None
    assert seen == made[::-1]
    ask = models.ListMediaProducingJobsRequest(project_id=project_id, sort_by="CreationTime:Asc")
    assert [row.job_id for row in sdk.list_media_producing_jobs(ask).body.media_producing_job_list] == made


def test_jobs_are_found_by_state_time_and_keyword(sdk: Client) -> None:
    job_id = submit(sdk, timeline=timeline(clip("gone.mp4"))).job_id
    moment = wait(sdk, job_id)["CreateTime"]

    def found(**filters: Any) -> list[str]:
        ask = models.ListMediaProducingJobsRequest(keyword=job_id, **filters)
        return [row.job_id for row in sdk.list_media_producing_jobs(ask).body.media_producing_job_list]

    assert found() == found(status="Failed", start_time=moment, end_time=moment, job_type="EditingJob") == [job_id]
    assert found(status="Success") == found(start_time="2999-01-01T00:00:00Z") == found(job_type="LiveEditingJob") == []


def test_a_listed_job_has_neither_timeline_nor_progress(sdk: Client) -> None:
    row = sdk.list_media_producing_jobs(models.ListMediaProducingJobsRequest(max_results=1)).body.to_map()
    assert not {"Timeline", "Progress", "VodMediaId"} & set(row["MediaProducingJobList"][0])


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (
            {"start_time": "2026-01-01T00:00:00Z", "end_time": "2026-02-01T00:00:00Z"},
            "The specified parameter EndTime is not valid. It must lie 0 to 30 days after StartTime.",
        ),
        (
            {"start_time": "yesterday"},
            "The specified parameter StartTime is not valid. It must be a UTC time written YYYY-MM-DDThh:mm:ssZ.",
        ),
        ({"max_results": 101}, "The specified parameter MaxResults is not valid. It must be an integer, 1 to 100."),
        (
            {"next_token": "???"},
            "The specified parameter NextToken is not valid. It must be the NextToken of an earlier answer.",
        ),
        (
            {"status": "Done"},
            "The specified parameter Status is not valid. "
            "It must be one of Init, Queuing, Processing, Success, Failed.",
        ),
    ],
)
def test_a_wrong_filter_is_refused(sdk: Client, filters: dict[str, Any], message: str) -> None:
    with pytest.raises(ClientException) as caught:
        sdk.list_media_producing_jobs(models.ListMediaProducingJobsRequest(**filters))
    assert caught.value.data["Message"] == message


def test_a_missing_parameter_is_named(sdk: Client) -> None:
    with pytest.raises(ClientException) as caught:
        sdk.get_media_producing_job(models.GetMediaProducingJobRequest())
    assert (caught.value.status_code, caught.value.code) == (400, "MissingParameter")
    assert caught.value.data["Message"] == (
        'The input parameter "JobId" that is mandatory for processing this request is not supplied.'
    )
