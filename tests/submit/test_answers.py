"""Each error on record, answered with the node, the rule and the fix; the rest passed on."""

from __future__ import annotations

import json
import re

import pytest

from timeline_dsl.catalog import table
from timeline_dsl.submit.answers import _READINGS, explain

from .conftest import OSS

CLIPS = "/Timeline/VideoTracks/0/VideoTrackClips"


def edit(*clips, **more):
    return {"Timeline": json.dumps({"VideoTracks": [{"VideoTrackClips": list(clips)}], **more})}


GOOD = {"MediaURL": OSS + "good.mp4", "In": 1}
CASES = {
    "one material": (
        "InvalidMaterial.NotFound",
        "The specified clips url not found",
        edit(GOOD),
        [("media.url-oss-only", f"{CLIPS}/0/MediaURL")],
    ),
    "the material that is named": (
        "InvalidMaterial.NotFound",
        f"not found: {OSS}bad.mp4",
        edit(GOOD, {"MediaURL": OSS + "bad.mp4"}),
        [("media.url-oss-only", f"{CLIPS}/1/MediaURL")],
    ),
    "the material that looks wrong": (
        "InvalidMaterial.NotFound",
        "The specified clips url not found",
        edit(GOOD, {"MediaURL": OSS + "signed.mp4?Expires=1&Signature=x"}, {"MediaURL": "https://cdn.example/x.mp4"}),
        [("media.url-oss-only", f"{CLIPS}/1/MediaURL"), ("media.url-oss-only", f"{CLIPS}/2/MediaURL")],
    ),
    "one of several materials": (
        "InvalidMaterial.NotFound",
        "The specified clips url not found",
        edit(GOOD, {"MediaId": "m"}),
        [("media.url-oss-only", f"{CLIPS}/0/MediaURL"), ("media.url-oss-only", f"{CLIPS}/1/MediaId")],
    ),
    "the code only in the message": (
        "",
        "InvalidMaterial.NotFound: The specified clips url not found",
        edit(GOOD),
        [("media.url-oss-only", f"{CLIPS}/0/MediaURL")],
    ),
    "nothing to see or hear": (
        "TimelineFormatError",
        "Both video tracks and audio tracks are empty.",
        edit(),
        [("timeline.not-empty", "/Timeline")],
    ),
    "a flip as VFX": (
        "InvalidTimelineFormat",
        "Invalid vfx subType",
        edit({**GOOD, "Effects": [{"Type": "VFX", "SubType": "open"}, {"Type": "VFX", "SubType": "hflip"}]}),
        [("effect.vfx-flip", f"{CLIPS}/0/Effects/1/SubType")],
    ),
    "an unknown VFX": (
        "InvalidTimelineFormat",
        "Invalid vfx subType",
        edit({**GOOD, "Effects": [{"Type": "VFX", "SubType": "heartbaet"}]}),
        [("effect.vfx-subtype", f"{CLIPS}/0/Effects/0/SubType")],
    ),
    "an avatar among the effects": (
        "InvalidTimelineFormat",
        "Video MediaId is not valid. MediaId is empty.",
        edit({**GOOD, "Effects": [{"Type": "AI_Avatar"}]}),
        [("effect.avatar-in-effects", f"{CLIPS}/0/Effects/0")],
    ),
    "a clip without material": (
        "InvalidTimelineFormat",
        "Video MediaId is not valid. MediaId is empty.",
        edit(GOOD, {"Out": 3}),
        [("media.exactly-one", f"{CLIPS}/1")],
    ),
    "In beyond the end": (
        "",
        'Invalid timeline format, caused by: "Video.In greater than its duration, mediaId: m2"',
        edit(GOOD, {"MediaId": "m1", "In": 9}, {"MediaId": "m2", "In": 99}),
        [("clip.in-within-media", f"{CLIPS}/2/In")],
    ),
    "Volume instead of Gain": (
        "ProduceFailed",
        "job failed",
        edit({**GOOD, "Effects": [{"Type": "Volume", "Volume": 2}]}),
        [("effect.volume-key", f"{CLIPS}/0/Effects/0/Volume")],
    ),
    "a Zoom that goes out": (
        "InvalidEffectParam",
        "x",
        edit({**GOOD, "Effects": [{"Type": "Zoom", "StartRate": 1.5, "EndRate": "1.2"}]}),
        [("effect.zoom-rates", f"{CLIPS}/0/Effects/0/EndRate")],
    ),
    "a material that cannot be decoded": (
        "InvalidParameter.ResourceContentBad",
        "x",
        edit(GOOD),
        [("media.extension", f"{CLIPS}/0/MediaURL")],
    ),
    "a bucket that is not registered": (
        "InvalidStorage.NotFound",
        "x",
        {},
        [("output.bucket-registered", "/OutputMediaConfig")],
    ),
    "an output in another region": (
        "InvalidParameter",
        "The specified parameter OutputMediaConfig is not valid.",
        {"OutputMediaConfig": '{"MediaURL":"https://b.oss-cn-beijing.aliyuncs.com/o.mp4"}'},
        [("output.region-match", "/OutputMediaConfig/MediaURL")],
    ),
    "a parameter by its name": (
        "InvalidParameter",
        'The specified parameter "UserData" is not valid.',
        {},
        [("request.parameter", "/UserData")],
    ),
    "no such project": (
        "ProjectNotFound",
        "The specified project not found",
        {"ProjectId": "p"},
        [("request.project-exists", "/ProjectId")],
    ),
    "too many calls": ("Throttling.User", "x", {}, [("limits.qps", "")]),
    "no permission": ("Forbidden.RAM", "x", {}, [("request.permission", "")]),
}


@pytest.mark.parametrize(("code", "message", "request_", "places"), CASES.values(), ids=CASES)
def test_an_error_on_record_points_to_its_place(code, message, request_, places):
    findings = explain(code, message, request_, region="cn-shanghai")
    assert [(finding.rule, finding.path) for finding in findings] == places
    assert all(finding.fix and finding.message and finding.severity == "error" for finding in findings)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("Invented.Tomorrow", "x"),
        ("", ""),
        ("ProduceFailed", "no volume here"),
        ("InvalidEffectParam", "x"),
        ("InvalidTimelineFormat", "something else"),
        ("InvalidParameter", "no name"),
        ("not a code:", "x"),
    ],
)
def test_what_is_not_on_record_gets_no_invented_reason(code, message):
    assert explain(code, message, edit(GOOD), region="cn-shanghai") == ()


@pytest.mark.parametrize("row", table("errors"), ids=lambda row: row.id)
def test_every_error_of_the_catalogue_is_read(row):
    assert any(re.fullmatch(reading.code, row.id) for reading in _READINGS)


def test_names_in_a_pointer_are_escaped():
    request = {"Timeline": {"a/b~c": [{"Type": "Volume", "Volume": 1}]}}
    assert explain("ProduceFailed", "", request, region="cn-shanghai")[0].path == "/Timeline/a~1b~0c/0/Volume"


def test_the_places_are_few_and_hide_signatures():
    clips = [{"MediaURL": f"{OSS}{number}.mp4?Signature=hush&Expires=1"} for number in range(9)]
    findings = explain("InvalidMaterial.NotFound", "not found", edit(*clips), region="cn-shanghai")
    assert len(findings) == 5
    assert not [finding for finding in findings if "hush" in finding.message]


@pytest.mark.parametrize(
    "timeline", ["not json", "[1,2]", "null", '{"VideoTracks": 5}', '{"VideoTracks": [{"X": null}]}']
)
def test_a_timeline_of_any_shape_is_survived(timeline):
    for code in ("InvalidMaterial.NotFound", "InvalidTimelineFormat", "ProduceFailed", "InvalidEffectParam"):
        words = "Invalid vfx subType; MediaId is empty; In greater than"
        explain(code, words, {"Timeline": timeline}, region="cn-shanghai")
