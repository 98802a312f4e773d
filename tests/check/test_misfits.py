"""What the schema refuses is told in the same findings, whichever validator is installed."""

import pytest

from timeline_dsl.check.kinds import KINDS, read
from timeline_dsl.check.misfits import misfits
from timeline_dsl.check.seeing import see
from timeline_dsl.node import dump

CLIP = {"Type": "Video", "MediaURL": "https://bucket.oss-cn-shanghai.aliyuncs.com/a.mp4", "In": 0, "Out": 5}


def clips(*given):
    return {"VideoTracks": [{"VideoTrackClips": list(given)}]}


def told(document, kind="timeline", fast=None):
    _, root = read(kind, document)
    found = misfits(KINDS[kind].schema, dump(root), root, see(root), fast=fast)
    return sorted((doubt.path, doubt.slug, doubt.message) for doubt in found)


DOCUMENTS = [
    {}, clips(CLIP), clips({**CLIP, "Speed": 200}), clips({**CLIP, "Speed": "200"}), clips({**CLIP, "In": "x", "Out": -1}),
    clips({**CLIP, "Type": "Vid"}, None, 5, {**CLIP, "Type": 7}), clips({**CLIP, "Effects": {}}), {"VideoTracks": {}},
    clips({**CLIP, "Effects": [None, {"Type": 3}, {"Type": "Tomorrow"}, {}, {"Type": "AFade", "SubType": "Up"}]}),
    {"VideoTracks": [{}] * 101, "AudioTracks": [None], "SubtitleTracks": [{"SubtitleTrackClips": [{"Content": "a"}]}]},
    clips({**CLIP, "X": 1e13, "Opacity": float("nan"), "ClipId": "\ud800"}), {"FECanvas": []}, {"FECanvas": {"Width": 1.5}},
    clips({**CLIP, "Effects": [{"Type": "Text", "Content": 5, "FontFace": {"Bold": 1}, "SubtitleEffects": [{"Blur": "x"}]}]}),
    clips({"Sys_Type": "ArrayItems", "Sys_ArrayObject": "$V", "Sys_Template": {"MediaId": "$M", "Speed": 200}}), clips("$Clip"),
    clips({**CLIP, "Speed": "$Speed", "Type": "$Type"}), {"MaxDuration": None, "From": None},
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_both_validators_raise_the_same_doubts(document):
    assert told(document, fast=True) == told(document, fast=False)


@pytest.mark.parametrize("document", [
    {"Timeline": clips({**CLIP, "Speed": 200}), "OutputMediaConfig": {"Width": 100, "Height": 5000, "Bitrate": 9000}},
    {"OutputMediaTarget": "oss", "UserData": [], "EditingProduceConfig": {"CoverConfig": {"StartTime": -1}}},
    {"OutputMediaConfig": "no JSON", "ProjectId": 5, "ClipsParam": []},
])
def test_both_validators_raise_the_same_doubts_about_a_request(document):
    assert told(document, "request", fast=True) == told(document, "request", fast=False)


def test_a_misfit_says_what_is_expected_and_what_was_received():
    assert told(clips({**CLIP, "Speed": "200"})) == [
        ("/VideoTracks/0/VideoTrackClips/0/Speed", "clip.speed-range", "Speed must be a number from 0.1 to 100 times (got 200)")]


def test_a_fault_inside_a_templates_array_is_told_at_its_place():
    document = clips({"Sys_Type": "ArrayItems", "Sys_ArrayObject": "$V", "Sys_Template": {"MediaId": "$M", "Speed": 200}})
    assert [path for path, *_ in told(document)] == ["/VideoTracks/0/VideoTrackClips/0/Sys_Template/Speed"]
