"""Templates given as a Config: their contract, expansion to a timeline, and findings with their places."""

import json
from pathlib import Path
from typing import Any

import pytest

import timeline_dsl as td

from .samples import OSS

CONFIG: dict[str, Any] = {
    "VideoTracks": [
        {
            "VideoTrackClips": [
                {"Type": "Video", "MediaURL": "$Opening:" + OSS + "op.mp4"},
                {
                    "Sys_Type": "ArrayItems",
                    "Sys_ArrayObject": "$Clips",
                    "Sys_Template": {"Type": "Video", "MediaURL": "$Clip", "Out": "$Out:NULL", "Speed": "$Speed:1"},
                },
            ]
        }
    ],
    "SubtitleTracks": [
        {
            "SubtitleTrackClips": [
                {
                    "Type": "Text",
                    "Content": "$Title",
                    "FontSize": "$Size:40",
                    "TimelineIn": 0,
                    "TimelineOut": "$End:NULL",
                    "X": "$X:0.1",
                    "FontColor": "$Color:#FFFFFF",
                }
            ]
        }
    ],
}
VALUES = {"Clips": [{"Clip": OSS + "a.mp4", "Out": 3}, {"Clip": OSS + "b.mp4"}], "Title": "Hello"}


def test_the_contract_is_read_from_the_blanks_and_their_fields() -> None:
    contract = td.Template.from_config(CONFIG).params
    assert [(one.name, one.type, one.required, one.default) for one in contract] == [
        ("Opening", "media", False, OSS + "op.mp4"),
        ("Clips", "list of {Clip: media, Out: time, Speed: number}", True, None),
        ("Title", "text", True, None),
        ("Size", "number", False, 40),
        ("End", "time", False, None),
        ("X", "position", False, 0.1),
        ("Color", "text", False, "#FFFFFF"),
    ]
    assert contract[2].doc.startswith("The text")


def test_a_config_comes_from_an_object_its_text_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps(CONFIG), encoding="utf-8")
    for given in (CONFIG, json.dumps(CONFIG), file):
        assert td.Template.from_config(given).to_config() == CONFIG


def test_expansion_gives_a_timeline_that_is_checked_like_any_other() -> None:
    made = td.Template.from_config(CONFIG).expand(VALUES)
    assert [clip.media for clip in made.video_tracks[0].clips] == [OSS + "op.mp4", OSS + "a.mp4", OSS + "b.mp4"]
    assert made.to_dict()["SubtitleTracks"][0]["SubtitleTrackClips"][0]["FontSize"] == 40
    report = td.Template.from_config(CONFIG).check({**VALUES, "Opening": "http://cdn.example.com/op.mp4"})
    assert [one.path for one in report.errors] == ["/VideoTracks/0/VideoTrackClips/0/MediaURL"]


def test_missing_values_are_findings_with_their_places() -> None:
    with pytest.raises(td.TemplateError) as caught:
        td.Template.from_config(CONFIG).expand({"Clips": [{"Clip": OSS + "a.mp4"}, {}]})
    assert [(one.rule, one.path) for one in caught.value.findings] == [
        ("template.param-missing", "/VideoTracks/0/VideoTrackClips/1/Sys_Template/MediaURL"),
        ("template.param-missing", "/SubtitleTracks/0/SubtitleTrackClips/0/Content"),
    ]


def test_a_value_that_no_blank_takes_is_warned_of() -> None:
    template = td.Template.from_config(CONFIG)
    with pytest.warns(td.TimelineWarning, match="ClipsParam holds 'Titel', and the template has no such parameter"):
        template.expand({**VALUES, "Titel": "x"})
    assert [one.rule for one in template.misfits({**VALUES, "Titel": "x"})] == ["template.unused-key"]


def test_what_is_no_config_is_refused() -> None:
    with pytest.raises(td.DocumentError, match="a template is a JSON object"):
        td.Template.from_config("[1]")
