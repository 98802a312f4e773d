"""What the schema refuses is told in the same findings, whichever validator is installed."""

import pytest
from jsonschema import Draft202012Validator

from timeline_dsl.check.found import Found
from timeline_dsl.check.kinds import KINDS, read
from timeline_dsl.check.misfits import _sayable, misfits
from timeline_dsl.check.seeing import see
from timeline_dsl.node import dump
from timeline_dsl.node.blanks import is_param
from timeline_dsl.schema import build

CLIP = {"Type": "Video", "MediaURL": "https://bucket.oss-cn-shanghai.aliyuncs.com/a.mp4", "In": 0, "Out": 5}


def clips(*given):
    return {"VideoTracks": [{"VideoTrackClips": list(given)}]}


def told(document, kind="timeline", fast=None):
    _, root = read(kind, document)
    found = Found()
    misfits(KINDS[kind].schema, dump(root), see(root), found, fast=fast)
    return sorted((doubt.path, doubt.slug, doubt.message) for doubt in found.doubts.values())


def refused(document, kind):
    """Every place that a validator of the whole document refuses, and that is no blank of a template."""
    _, root = read(kind, document)
    plain = _sayable(dump(root))
    validator = Draft202012Validator(build(KINDS[kind].schema))
    places = {"".join(f"/{step}" for step in error.absolute_path) for error in validator.iter_errors(plain)}
    return {place for place in places if not is_param(at(plain, place))}


def at(value, place):
    for step in place.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


DOCUMENTS = [
    {},
    clips(CLIP),
    clips({**CLIP, "Speed": 200}),
    clips({**CLIP, "Speed": "200"}),
    clips({**CLIP, "In": "x", "Out": -1}),
    clips({**CLIP, "Type": "Vid"}, None, 5, {**CLIP, "Type": 7}),
    clips({**CLIP, "Effects": {}}),
    {"VideoTracks": {}},
    clips({**CLIP, "Effects": [None, {"Type": 3}, {"Type": "Tomorrow"}, {}, {"Type": "AFade", "SubType": "Up"}]}),
    {"VideoTracks": [{}] * 101, "AudioTracks": [None], "SubtitleTracks": [{"SubtitleTrackClips": [{"Content": "a"}]}]},
    clips({**CLIP, "X": 1e13, "Opacity": float("nan"), "ClipId": "\ud800"}),
    {"FECanvas": []},
    clips({**CLIP, "Effects": [{"Type": "Text", "Content": 5, "SubtitleEffects": [{"Blur": "x"}]}]}),
    clips({**CLIP, "Effects": [{"Type": "Text", "FontFace": {"Bold": 1}}]}),
    {"FECanvas": {"Width": 1.5}},
    clips("$Clip"),
    clips({"Sys_Type": "ArrayItems", "Sys_ArrayObject": "$V", "Sys_Template": {"MediaId": "$M", "Speed": 200}}),
    clips({**CLIP, "Speed": "$Speed", "Type": "$Type"}),
    {"MaxDuration": None, "From": None},
]


REQUESTS = [
    {"Timeline": clips({**CLIP, "Speed": 200}), "OutputMediaConfig": {"Width": 100, "Height": 5000, "Bitrate": 9000}},
    {"OutputMediaTarget": "oss", "UserData": [], "EditingProduceConfig": {"CoverConfig": {"StartTime": -1}}},
    {"OutputMediaConfig": {"MediaURL": 1, "Video": {"Fps": "x"}}, "ProjectId": 5, "ClipsParam": []},
]
CASES = [*(("timeline", document) for document in DOCUMENTS), *(("request", document) for document in REQUESTS)]


@pytest.mark.parametrize(("kind", "document"), CASES, ids=str)
def test_the_doubts_are_the_same_with_and_without_the_fast_validator(kind, document):
    assert told(document, kind, fast=True) == told(document, kind, fast=False)


@pytest.mark.parametrize(("kind", "document"), CASES, ids=str)
def test_everything_that_a_validator_of_the_whole_document_refuses_is_told(kind, document):
    places = {path for path, *_ in told(document, kind) if "/Sys_Template/" not in path}
    assert places == refused(document, kind)


def test_a_misfit_says_what_is_expected_and_what_was_received():
    assert told(clips({**CLIP, "Speed": "200"})) == [
        (
            "/VideoTracks/0/VideoTrackClips/0/Speed",
            "clip.speed-range",
            "Speed must be a number from 0.1 to 100 times (got 200)",
        )
    ]


def test_a_fault_inside_a_templates_array_is_told_at_its_place():
    array = {"Sys_Type": "ArrayItems", "Sys_ArrayObject": "$V", "Sys_Template": {"MediaId": "$M", "Speed": 200}}
    document = clips(array)
    assert [path for path, *_ in told(document)] == ["/VideoTracks/0/VideoTrackClips/0/Sys_Template/Speed"]
