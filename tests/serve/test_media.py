"""Media assets through the vendor's SDK."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException

from .conftest import BUCKET, output, submission, timeline, until, wait


def register(sdk: Client, root: Path, name: str, **changes: Any) -> str:
    """The id of a new asset whose file is a copy of the film."""
    (root / "media-bucket" / name).write_bytes((root / "media-bucket/c1.mp4").read_bytes())
    media_id: str = sdk.register_media_info(
        models.RegisterMediaInfoRequest(**{"input_url": f"{BUCKET}{name}", **changes})
    ).body.media_id
    return media_id


def info(sdk: Client, media_id: str) -> dict[str, Any]:
    found: dict[str, Any] = sdk.get_media_info(models.GetMediaInfoRequest(media_id=media_id)).body.to_map()["MediaInfo"]
    return found


def analysed(sdk: Client, media_id: str) -> dict[str, Any]:
    found: dict[str, Any] = until(
        lambda: info(sdk, media_id), lambda found: found["MediaBasicInfo"]["Status"] in ("Normal", "PrepareFail")
    )
    return found


def test_a_registered_object_becomes_normal_with_its_facts_as_text(sdk: Client, root: Path) -> None:
    media_id = register(sdk, root, "reg.mp4", title="a title", media_tags="a,b", user_data="mine")
    found = analysed(sdk, media_id)
    basic = found["MediaBasicInfo"]
    assert (basic["Status"], basic["MediaType"], basic["Title"], basic["MediaTags"]) == (
        "Normal",
        "video",
        "a title",
        "a,b",
    )
    assert basic["InputURL"] == BUCKET + "reg.mp4"
    file = found["FileInfoList"][0]["FileBasicInfo"]
    assert (file["FileType"], file["FileName"], file["Width"], file["Height"]) == (
        "source_file",
        "reg.mp4",
        "160",
        "128",
    )
    assert float(file["Duration"]) == pytest.approx(3, abs=0.11)
    assert file["FileSize"] == str((root / "media-bucket/reg.mp4").stat().st_size)
    assert [len(found["FileInfoList"][0][f"{kind}StreamInfoList"]) for kind in ("Video", "Audio", "Subtitle")] == [
        1,
        1,
        0,
    ]


def test_a_registered_object_can_be_used_by_its_id(sdk: Client, root: Path) -> None:
    media_id = register(sdk, root, "used.mp4")
    analysed(sdk, media_id)
    accepted = sdk.submit_media_producing_job(submission(timeline=timeline({"MediaId": media_id, "Out": 1}))).body
    assert wait(sdk, accepted.job_id)["Status"] == "Success"


def test_the_signed_address_opens_the_file_and_no_other(sdk: Client, root: Path) -> None:
    url = analysed(sdk, register(sdk, root, "signed 1.mp4"))["FileInfoList"][0]["FileBasicInfo"]["FileUrl"]
    with urllib.request.urlopen(url) as answer:
        assert answer.read() == (root / "media-bucket/signed 1.mp4").read_bytes()
    with pytest.raises(HTTPError) as caught:
        urllib.request.urlopen(url.replace("signed%201", "c1"))
    assert caught.value.code == 404
    assert json.loads(caught.value.read())["Code"] == "FileNotFound"


def test_an_object_that_is_not_there_fails_the_analysis(sdk: Client) -> None:
    ask = models.RegisterMediaInfoRequest(input_url=f"{BUCKET}never.mp4")
    found = analysed(sdk, sdk.register_media_info(ask).body.media_id)
    assert found["MediaBasicInfo"]["Status"] == "PrepareFail"
    assert found["FileInfoList"] == []


def test_an_oss_address_names_the_same_object(sdk: Client, root: Path) -> None:
    ask = models.RegisterMediaInfoRequest(input_url="oss://media-bucket/c1.mp4")
    assert analysed(sdk, sdk.register_media_info(ask).body.media_id)["MediaBasicInfo"]["Status"] == "Normal"


def test_an_object_is_registered_once_unless_it_is_overwritten(sdk: Client, root: Path) -> None:
    first = register(sdk, root, "twice.mp4")
    with pytest.raises(ClientException) as caught:
        register(sdk, root, "twice.mp4")
    assert caught.value.data["Message"] == (
        f"The specified parameter InputURL is not valid. It is registered already, as {first}. "
        "Send Overwrite=true to register it anew."
    )
    second = register(sdk, root, "twice.mp4", overwrite=True)
    assert second != first
    with pytest.raises(ClientException) as caught:
        info(sdk, first)
    assert (caught.value.status_code, caught.value.code) == (404, "MediaNotFound")


def test_the_same_token_registers_once(sdk: Client, root: Path) -> None:
    token = "0123456789abcdef0123456789abcdef"
    assert register(sdk, root, "token.mp4", client_token=token) == register(sdk, root, "token.mp4", client_token=token)


@pytest.mark.parametrize(
    "url",
    [
        "https://media-bucket.oss-cn-shanghai.aliyuncs.com/../etc/passwd",
        "https://media-bucket.oss-cn-shanghai.aliyuncs.com/%2e%2e/%2e%2e/etc/passwd",
        "oss://../x.mp4",
        "oss://.timeline-dsl/endpoint.sqlite3",
        "file:///etc/passwd",
        "https://cdn.example.com/x.mp4",
        "https://media-bucket.oss-cn-beijing.aliyuncs.com/x.mp4",
    ],
)
def test_an_address_outside_the_root_is_refused(sdk: Client, url: str) -> None:
    with pytest.raises(ClientException) as caught:
        sdk.register_media_info(models.RegisterMediaInfoRequest(input_url=url))
    assert (caught.value.status_code, caught.value.code) == (400, "InvalidParameter")


def test_a_link_out_of_the_root_is_refused(sdk: Client, root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.mp4").write_bytes(b"secret")
    (root / "media-bucket/link.mp4").symlink_to(tmp_path / "secret.mp4")
    with pytest.raises(ClientException) as caught:
        sdk.register_media_info(models.RegisterMediaInfoRequest(input_url=f"{BUCKET}link.mp4"))
    assert caught.value.data["Message"] == (
        "The specified parameter InputURL is not valid. "
        "media-bucket/link.mp4 leads outside the root by a symbolic link."
    )


def test_an_output_becomes_a_normal_asset_with_its_metadata(sdk: Client) -> None:
    words = json.dumps({"Title": "made", "Tags": "x,y"})
    accepted = sdk.submit_media_producing_job(
        submission(media_metadata=words, output_media_config=output("asset.mp4"))
    ).body
    wait(sdk, accepted.job_id)
    found = analysed(sdk, accepted.media_id)
    basic = found["MediaBasicInfo"]
    assert (basic["Status"], basic["Title"], basic["MediaTags"]) == ("Normal", "made", "x,y")
    by_url = sdk.get_media_info(models.GetMediaInfoRequest(input_url=f"{BUCKET}asset.mp4")).body
    assert by_url.media_info.media_id == accepted.media_id


def test_several_assets_are_got_at_once_and_unknown_ids_told(sdk: Client, root: Path) -> None:
    first, second = register(sdk, root, "b1.mp4"), register(sdk, root, "b2.mp4")
    analysed(sdk, first)
    analysed(sdk, second)
    ask = models.BatchGetMediaInfosRequest(
        media_ids=f"{first},nothing,{second}", addition_type="FileInfo,DynamicMetaData"
    )
    found = sdk.batch_get_media_infos(ask).body
    assert [row.media_id for row in found.media_infos] == [first, second]
    assert found.media_infos[0].file_info_list[0].file_basic_info.file_name == "b1.mp4"
    assert found.ignored_list == ["nothing"]
    plain = sdk.batch_get_media_infos(models.BatchGetMediaInfosRequest(media_ids=first)).body.to_map()
    assert plain["MediaInfos"][0]["FileInfoList"] == []


def test_a_deleted_asset_is_gone_and_its_file_stays_unless_told(sdk: Client, root: Path) -> None:
    first, second = register(sdk, root, "d1.mp4"), register(sdk, root, "d2.mp4")
    answer = sdk.delete_media_infos(models.DeleteMediaInfosRequest(media_ids=f"{first},nothing")).body
    assert answer.ignored_list == ["nothing"]
    sdk.delete_media_infos(models.DeleteMediaInfosRequest(input_urls=f"{BUCKET}d2.mp4", delete_physical_files=True))
    for media_id in (first, second):
        with pytest.raises(ClientException) as caught:
            info(sdk, media_id)
        assert caught.value.code == "MediaNotFound"
    assert [(root / "media-bucket" / name).exists() for name in ("d1.mp4", "d2.mp4")] == [True, False]


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"media_type": "film"}, "MediaType"),
        ({"media_tags": ",".join("abcdefghijklmnopq")}, "MediaTags"),
        ({"title": "x" * 129}, "Title"),
        ({"reference_id": "a b"}, "ReferenceId"),
        ({"media_type": "text"}, "BusinessType"),
    ],
)
def test_a_wrong_label_is_refused(sdk: Client, root: Path, changes: dict[str, Any], parameter: str) -> None:
    with pytest.raises(ClientException) as caught:
        register(sdk, root, "label.mp4", **changes)
    assert caught.value.data["Message"].startswith(f"The specified parameter {parameter} is not valid. ")
