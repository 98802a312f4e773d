"""The engine of the endpoint, called directly."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest

from timeline_dsl.errors import MissingMaterial, RenderError
from timeline_dsl.render.probe import probe
from timeline_dsl.serve.engine import RenderOrder
from timeline_dsl.serve.local import LocalEngine

from .conftest import BUCKET, clip, output, timeline

NAME = f"{BUCKET}c1.mp4"


def order(film: Path, out: Path, document: str | None = None, **config: object) -> RenderOrder:
    return RenderOrder(
        timeline=json.loads(document or timeline(clip())),
        output_config={**json.loads(output()), **config},
        produce_config={},
        materials={NAME: film, "m1": film},
        facts={NAME: LocalEngine().probe(film)},
        out=out,
    )


def test_findings_are_told_with_their_place_in_the_request() -> None:
    request = {"Timeline": timeline(clip(In=2, Out=1)), "OutputMediaConfig": output()}
    (finding,) = LocalEngine().check_request(request, "cn-shanghai")
    assert (finding["rule"], finding["severity"]) == ("clip.in-before-out", "error")
    assert finding["path"] == "/Timeline/VideoTracks/0/VideoTrackClips/0/Out"


def test_a_material_is_found_by_its_id_and_by_nothing_else(film: Path, tmp_path: Path) -> None:
    engine = LocalEngine()
    known = timeline({"MediaId": "m1", "In": 0, "Out": 1})
    assert engine.render(order(film, tmp_path / "a.mp4", known), lambda _: None).duration == 1.0
    (resolved,) = engine.resolve(json.loads(known), {"m1": film})["VideoTracks"][0]["VideoTrackClips"]
    assert (resolved["MediaId"], resolved["TimelineIn"], resolved["TimelineOut"]) == ("m1", 0, 1)
    with pytest.raises(Exception, match="m2") as caught:
        engine.render(order(film, tmp_path / "b.mp4", timeline({"MediaId": "m2", "Out": 1})), lambda _: None)
    assert getattr(caught.value, "code", None) == "InvalidMaterial.NotFound"


def test_progress_grows_to_the_whole(film: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    LocalEngine().render(order(film, tmp_path / "a.mp4"), shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_what_the_local_encoder_does_not_follow_is_told(film: Path, tmp_path: Path) -> None:
    config = {"Bitrate": 800, "Video": {"Fps": 12, "Crf": 20}}
    rendered = LocalEngine().render(order(film, tmp_path / "a.mp4", **config), lambda _: None)
    assert rendered.remarks == (
        "OutputMediaConfig.Bitrate is not followed by the local encoder",
        "OutputMediaConfig.Video.Crf is not followed by the local encoder",
    )


@pytest.mark.parametrize("flag", [True, "true"])
def test_a_webm_is_transparent_where_the_job_asks_for_it(film: Path, tmp_path: Path, flag: object) -> None:
    asked = attrs.evolve(order(film, tmp_path / "a.webm"), produce_config={"OutputWebmTransparentChannel": flag})
    assert LocalEngine().render(asked, lambda _: None).remarks == ()
    assert probe(asked.out).has_alpha


def test_transparency_that_the_format_cannot_keep_is_told(film: Path, tmp_path: Path) -> None:
    asked = attrs.evolve(order(film, tmp_path / "a.mp4"), produce_config={"OutputWebmTransparentChannel": "true"})
    assert LocalEngine().render(asked, lambda _: None).remarks == (
        "EditingProduceConfig.OutputWebmTransparentChannel is not followed: .mp4 keeps none",
    )


def test_a_template_tells_what_its_parameters_take() -> None:
    config = {
        "VideoTracks": [
            {
                "VideoTrackClips": [
                    {"MediaURL": "$Film", "Out": "$End:2", "In": "$Start:NULL"},
                    {
                        "Sys_Type": "ArrayItems",
                        "Sys_ArrayObject": "$Films",
                        "Sys_Template": {"MediaId": "$MediaId", "Out": "$Out:NULL"},
                    },
                ]
            }
        ],
        "SubtitleTracks": [{"SubtitleTrackClips": [{"Type": "Text", "Content": "$Title"}]}],
    }
    assert LocalEngine().template_params(config) == [
        {
            "Key": "Film",
            "Type": "Video",
            "Value": "https://<bucket>.oss-<region>.aliyuncs.com/<object>",
            "IsDefault": False,
        },
        {"Key": "End", "Type": "Text", "Value": 2, "IsDefault": True},
        {"Key": "Start", "Type": "Text", "Value": None, "IsDefault": True},
        {"Key": "Films", "Type": "Text", "Value": [{"MediaId": "mediaId", "Out": None}], "IsDefault": False},
        {"Key": "Title", "Type": "Text", "Value": "text", "IsDefault": False},
    ]


def test_a_film_is_probed_with_its_streams(film: Path) -> None:
    facts = LocalEngine().probe(film)
    assert (facts.width, facts.height, facts.is_picture) == (160, 128, False)
    assert facts.duration == pytest.approx(3, abs=0.11)
    assert [stream.kind for stream in facts.streams] == ["video", "audio"]


def test_what_is_no_film_cannot_be_probed(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"text")
    with pytest.raises(RenderError):
        LocalEngine().probe(tmp_path / "x.mp4")
    with pytest.raises(MissingMaterial):
        LocalEngine().probe(tmp_path / "gone.mp4")
