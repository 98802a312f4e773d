"""Rules of templates."""

import pytest

from timeline_dsl.check.template_rules import template_findings
from timeline_dsl.errors import DocumentError

from .telling import film, told, video

HERE = "/VideoTracks/0/VideoTrackClips/0"


def array(template, source="$VideoArray", kind="ArrayItems"):
    return {"Sys_Type": kind, "Sys_ArrayObject": source, "Sys_Template": template}


CLIP = array({"MediaId": "$MediaId"})
TRIMMED = array({"MediaId": "$MediaId", "Out": "$Out:NULL"})
GAIN = array({"MediaId": "$MediaId", "Effects": [{"Type": "Volume", "Gain": "$Gain:1"}]})
LOGO = {
    "ImageId": "logo",
    "Width": 200,
    "Height": 60,
    "X": "$X:40",
    "Y": "$Y:40",
    "TimelineIn": "$TimelineIn:0",
    "TimelineOut": "$TimelineOut:NULL",
}


def ask(config, values=None, region=None, status=None, kind=None):
    return [(finding.rule, finding.path) for finding in template_findings(config, values, region, status, kind)]


@pytest.mark.parametrize(
    ("config", "values"),
    [
        (video(CLIP), {"VideoArray": ["id1", "id2"]}),
        (video(CLIP), {"VideoArray": [{"MediaId": "id1"}, {"MediaId": "id2"}]}),
        (video({"MediaId": "op"}, CLIP, {"MediaId": "ed"}), {"VideoArray": ["v1"]}),
        (video(CLIP), {"VideoArray": []}),
        ({"ImageTracks": [{"ImageTrackClips": [LOGO]}]}, {}),
        ({"ImageTracks": [{"ImageTrackClips": [LOGO]}]}, {"X": 10, "TimelineOut": 5}),
        (video(TRIMMED), {"VideoArray": [{"MediaId": "a", "Out": 3}, {"MediaId": "b"}]}),
        (video(GAIN), {"Gain": 0.5, "VideoArray": ["a", {"MediaId": "b", "Gain": 0}]}),
        (
            {"AudioTracks": [{"AudioTrackClips": array({"MediaId": "$MediaId"}, "$AudioArray", "Array")}]},
            {"AudioArray": ["m"]},
        ),
        (video({"MediaId": "$Id", "Effects": ["$E:NULL"]}), {"Id": "a"}),
        (video({"MediaId": "$Id", "ClipId": "$Id"}), {"Id": "a"}),
        (video({"MediaId": "Hi $Name"}), {}),
    ],
)
def test_worked_examples_have_no_finding(config, values):
    assert ask(config, values) == []
    assert ask(config) == []


def test_a_parameter_without_value_is_told_once_at_its_first_place():
    assert ask(video({"MediaId": "$Id"}, {"MediaId": "$Id"}), {}) == [("template.param-missing", f"{HERE}/MediaId")]


def test_without_values_nothing_is_missing():
    assert ask(video({"MediaId": "$Id"})) == []


def test_a_missing_array_is_told_once():
    assert ask(video(CLIP), {}) == [("template.param-missing", f"{HERE}/Sys_ArrayObject")]


def test_an_item_that_lacks_a_parameter_is_told():
    values = {"VideoArray": [{"MediaId": "a"}, {}]}
    assert ask(video(CLIP), values) == [("template.param-missing", f"{HERE}/Sys_Template/MediaId")]


def test_a_misspelt_value_is_told_once():
    found = list(template_findings(video({"MediaId": "$Video"}), {"Vidoe": "id1"}, None))
    assert [(finding.rule, finding.fix) for finding in found] == [
        ("template.param-missing", "rename 'Vidoe' in ClipsParam to 'Video'")
    ]


@pytest.mark.parametrize("source", ["VideoArray", ["id1"], None, 5])
def test_the_source_of_an_array_is_a_parameter(source):
    assert ask(video(array({"MediaId": "id"}, source))) == [("template.array-type", f"{HERE}/Sys_ArrayObject")]


def test_an_array_without_a_source_is_told():
    assert ask(video({"Sys_Type": "ArrayItems", "Sys_Template": {"MediaId": "id"}})) == [("template.array-type", HERE)]


@pytest.mark.parametrize("value", ["id1", {"MediaId": "id1"}, 5, None, '["id1"]'])
def test_the_value_of_an_array_is_a_list(value):
    assert ask(video(CLIP), {"VideoArray": value}) == [("template.array-type", f"{HERE}/Sys_ArrayObject")]


def test_an_array_may_have_a_default():
    assert ask(video(array({"MediaId": "$MediaId"}, '$VideoArray:["id1"]')), {}) == []
    assert ask(video(array({"MediaId": "$MediaId"}, "$VideoArray:id1")), {}) == [
        ("template.array-type", f"{HERE}/Sys_ArrayObject")
    ]


@pytest.mark.parametrize("template", [{"MediaId": "$MediaId", "Out": "$Out:NULL"}, {"MediaId": "id"}])
def test_scalars_need_exactly_one_open_parameter(template):
    assert ask(video(array(template)), {"VideoArray": ["a"]}) == [("template.array-scalar-form", HERE)]


def test_the_open_parameters_are_named():
    finding = next(template_findings(video(TRIMMED), {"VideoArray": ["a"]}, None))
    assert finding.message == (
        "the item 'a' is no object, and its Sys_Template has 2 open parameters (MediaId, Out), not exactly one"
    )
    assert finding.fix == 'write each item as an object: {"MediaId": …, "Out": …}'


@pytest.mark.parametrize("kind", ["Array", "ArrayItems"])
def test_an_array_without_a_template_is_warned_of(kind):
    assert ask(video({"Sys_Type": kind, "Sys_ArrayObject": "$VideoArray"})) == [("template.sys-template", HERE)]


def test_a_value_without_a_parameter_is_warned_of():
    assert ask(video({"MediaId": "$Video"}), {"Video": "a", "Logo": "b"}) == [("template.unused-key", "")]


def test_all_values_without_a_parameter_are_one_finding():
    found = list(template_findings(video({"MediaId": "$Video"}), {"Video": "a", "Logo": "b", "Music": "c"}, None))
    told_once = "ClipsParam holds 'Logo', 'Music', and the template has no such parameters"
    assert [finding.message for finding in found] == [told_once]


@pytest.mark.parametrize("status", ["Created", "Uploading", "Processing", "UploadFailed", "ProcessFailed"])
def test_a_template_that_is_not_available_is_refused(status):
    assert ask(video({"MediaId": "$Video"}), status=status) == [("template.not-available", "")]
    assert ask(video({"MediaId": "$Video"}), status="Available") == []


ADVANCED = {"oss_url": "http://bucket.oss-cn-shanghai.aliyuncs.com/x.zip"}


@pytest.mark.parametrize("region", ["cn-shenzhen", "us-west-1"])
def test_advanced_templates_lack_in_two_regions(region):
    assert ask(ADVANCED, region=region) == [("template.advanced-region", "")]
    assert ask({}, region=region, kind="VETemplate") == [("template.advanced-region", "")]


@pytest.mark.parametrize("region", ["cn-shanghai", "ap-southeast-1", "cn-zhangjiakou", "somewhere", None])
def test_advanced_templates_are_offered_elsewhere(region):
    assert ask(ADVANCED, {"Title": "from the archive"}, region=region) == []


def test_regular_templates_are_offered_everywhere():
    assert ask(video({"MediaId": "$Video"}), region="cn-shenzhen") == []


LOOP = {"MediaId": "$Video", "LoopMode": True, "In": 0, "Out": 3, "TimelineIn": 0, "TimelineOut": 9}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"LoopMode": "true"},
        {"TimelineOut": 3.06},
        {"TimelineOut": "$End:9"},
        {"Out": "3"},
        {"Speed": 2, "TimelineOut": 3},
    ],
)
def test_a_video_that_should_loop_over_a_longer_place_is_warned_of(changes):
    assert ask(video({**LOOP, **changes})) == [("template.video-loop", HERE)]


@pytest.mark.parametrize(
    "changes",
    [
        {"LoopMode": False},
        {"TimelineOut": 3.04},
        {"TimelineOut": "$End"},
        {"Out": None},
        {"Speed": 0},
        {"Type": "Image"},
        {"In": "x"},
    ],
)
def test_other_videos_have_no_finding(changes):
    assert ask(video({**LOOP, **changes})) == []


def test_loops_are_found_in_the_copies_of_an_array():
    looping = array({**LOOP, "TimelineOut": "$End"})
    assert ask(video(looping), {"VideoArray": [{"Video": "a", "End": 3}, {"Video": "b", "End": 9}]}) == [
        ("template.video-loop", f"{HERE}/Sys_Template")
    ]


@pytest.mark.parametrize(
    "config",
    [
        None,
        [],
        5,
        {"VideoTracks": 5},
        {"VideoTracks": [5, {"VideoTrackClips": [5, {"Sys_Type": []}]}]},
        {"VideoTracks": [{"VideoTrackClips": {"Sys_Type": "Array", "Sys_Template": 5, "Sys_ArrayObject": "$"}}]},
    ],
)
def test_any_json_value_can_be_asked_about(config):
    ask(config, {"": [1, None, {}], "a": None}, "cn-shenzhen", None)


def test_a_config_nested_too_deeply_is_refused():
    deep: dict = {}
    for _ in range(100):
        deep = {"a": deep}
    with pytest.raises(DocumentError):
        ask({"VideoTracks": deep})


def test_check_tells_of_a_template_with_its_values():
    assert told(video({"MediaId": "$Video"}), "template", clips_param={}) == [
        ("template.param-missing", f"{HERE}/MediaId")
    ]
    assert told(video({"MediaId": "$Video"}), "template", clips_param='{"Video":"id1"}') == []


def test_a_timeline_has_no_rules_of_templates():
    assert told(video(film()), clips_param={"Video": "id1"}) == []


def test_a_loop_over_another_length_is_told_once_in_a_template():
    clip = {"MediaId": "$Id", "LoopMode": True, "In": 0, "Out": 3, "TimelineIn": 0, "TimelineOut": 9}
    assert told(video(clip), kind="template") == [("template.video-loop", "/VideoTracks/0/VideoTrackClips/0")]


def test_a_loop_over_its_own_length_is_a_loop_on_video_in_a_template_too():
    clip = {"MediaId": "$Id", "LoopMode": True, "In": 0, "Out": 3, "TimelineIn": 0, "TimelineOut": 3}
    assert told(video(clip), kind="template") == [("clip.video-loop-mode", "/VideoTracks/0/VideoTrackClips/0/LoopMode")]
