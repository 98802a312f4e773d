"""The eight schemas: complete, described, current, and one error for each fault."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from timeline_dsl import schema
from timeline_dsl.errors import UsageError
from timeline_dsl.schema.files import text

SCHEMAS = Path(__file__).parents[2] / "schemas"
CLIP = {"Type": "Video", "MediaURL": "https://bucket.oss-cn-shanghai.aliyuncs.com/a.mp4", "In": 0, "Out": 5}


def errors(name, document):
    plain = [
        (list(error.absolute_path), error.validator)
        for error in Draft202012Validator(schema.build(name)).iter_errors(document)
    ]
    fast = [
        (error.instance_path, error.schema_path[-1])
        for error in jsonschema_rs.Draft202012Validator(schema.build(name)).iter_errors(document)
    ]
    assert sorted(plain, key=str) == sorted(fast, key=str)
    return plain


def clips(*given):
    return {"VideoTracks": [{"VideoTrackClips": list(given)}]}


@pytest.mark.parametrize("name", schema.NAMES)
def test_the_committed_schema_is_the_one_that_is_built(name):
    path = SCHEMAS / f"{name}.schema.json"
    assert path.read_text(encoding="utf8") == text(name), "write it anew: timeline-dsl schema --write schemas/"


@pytest.mark.parametrize("name", schema.NAMES)
def test_a_schema_is_valid_and_says_what_it_is(name):
    made = schema.load(name)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["$id"] == f"urn:timeline-dsl:schema:{name}"
    assert made["title"].endswith("of Alibaba Cloud IMS")
    assert "2026-11-22" in made["$comment"]


@pytest.mark.parametrize("name", schema.NAMES)
def test_every_property_is_described(name):
    def undescribed(value, path=""):
        if isinstance(value, dict):
            for key, inner in value.get("properties", {}).items():
                if not inner.get("description"):
                    yield f"{path}/{key}"
            for key, inner in value.items():
                if key != "if":  # a condition describes nothing
                    yield from undescribed(inner, f"{path}/{key}")
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from undescribed(inner, f"{path}/{index}")

    assert not list(undescribed(schema.load(name)))


def test_a_description_tells_meaning_unit_range_default_and_evidence():
    speed = schema.load("timeline")["$defs"]["VideoClip"]["properties"]["Speed"]
    assert speed["description"] == (
        "2 plays twice as fast and halves the length. Number of times from 0.1 to 100. "
        "The service's default: 1. Evidence: types."
    )


@pytest.mark.parametrize("name", schema.NAMES)
def test_no_schema_refers_to_what_it_does_not_hold(name):
    made = schema.load(name)
    wanted = set()

    def refs(value):
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                wanted.add(value["$ref"].removeprefix("#/$defs/"))
            for inner in value.values():
                refs(inner)
        elif isinstance(value, list):
            for inner in value:
                refs(inner)

    refs(made)
    assert wanted == set(made.get("$defs", {}))


@pytest.mark.parametrize("name", schema.NAMES)
def test_no_schema_hides_an_error_behind_one_of(name):
    assert '"oneOf"' not in text(name) and '"unevaluatedProperties"' not in text(name)


@pytest.mark.parametrize(
    ("document", "place", "keyword"),
    [
        (clips({**CLIP, "Speed": 200}), ["VideoTracks", 0, "VideoTrackClips", 0, "Speed"], "maximum"),
        (clips({**CLIP, "Type": "Vid"}), ["VideoTracks", 0, "VideoTrackClips", 0, "Type"], "enum"),
        (clips({**CLIP, "Type": 5}), ["VideoTracks", 0, "VideoTrackClips", 0, "Type"], "enum"),
        (clips(None), ["VideoTracks", 0, "VideoTrackClips", 0], "type"),
        (clips({**CLIP, "In": "abc"}), ["VideoTracks", 0, "VideoTrackClips", 0, "In"], "pattern"),
        (clips({**CLIP, "AdaptMode": "cover"}), ["VideoTracks", 0, "VideoTrackClips", 0, "AdaptMode"], "enum"),
        (
            clips({**CLIP, "Effects": [{"Type": "AFade", "SubType": "Up"}]}),
            ["VideoTracks", 0, "VideoTrackClips", 0, "Effects", 0, "SubType"],
            "enum",
        ),
        (clips({**CLIP, "Effects": {}}), ["VideoTracks", 0, "VideoTrackClips", 0, "Effects"], "type"),
        ({"VideoTracks": [{"MainTrack": 1}]}, ["VideoTracks", 0, "MainTrack"], "enum"),
        ({"VideoTracks": [{}] * 101}, ["VideoTracks"], "maxItems"),
        (
            {"SubtitleTracks": [{"SubtitleTrackClips": [{"Content": "a"}]}]},
            ["SubtitleTracks", 0, "SubtitleTrackClips", 0],
            "required",
        ),
        ([], [], "type"),
    ],
)
def test_a_fault_gives_one_error_on_its_field(document, place, keyword):
    assert errors("timeline", document) == [(place, keyword)]


@pytest.mark.parametrize(
    "document",
    [
        {},
        clips(CLIP),
        clips({"MediaUrl": CLIP["MediaURL"]}),
        clips({**CLIP, "Unknown": {"a": 1}, "Comment": "x"}),
        clips({**CLIP, "Out": "5", "Effects": [{"Type": "Volume", "Gain": "0.5"}, {"Type": "Tomorrow", "Any": 1}]}),
        clips({**CLIP, "X": 0.5, "Y": 200, "Width": 1, "Effects": [{"Type": "Filter", "SubType": "tomorrow"}]}),
        {"VideoTracks": [{}] * 100},
    ],
)
def test_what_the_service_takes_is_valid(document):
    assert errors("timeline", document) == []


@pytest.mark.parametrize(
    ("config", "count"),
    [
        ({"Width": 3840, "Height": 2160}, 0),
        ({"Width": 128, "Height": 128}, 0),
        ({"Width": 127, "Height": 1000}, 1),
        ({"Width": 4097, "Height": 128}, 1),
        ({"Width": 4096, "Height": 4096}, 1),
        ({"Width": 2160, "Height": 3840}, 0),
        ({"Width": 2161, "Height": 2160}, 0),
        ({"Bitrate": 5000}, 0),
        ({"Bitrate": 5001}, 1),
        ({"Width": 2880, "Height": 2880}, 1),
    ],
)
def test_the_size_of_an_output_is_held_to_its_limits(config, count):
    assert len(errors("output-media-config", config)) == count


TEMPLATE_CLIP = {"Sys_Type": "ArrayItems", "Sys_ArrayObject": "$Videos", "Sys_Template": {"MediaId": "$MediaId"}}


@pytest.mark.parametrize(
    "document",
    [
        clips(TEMPLATE_CLIP),
        clips("$Clip"),
        {"VideoTracks": "$Tracks"},
        clips({**CLIP, "Speed": "$Speed:1", "Type": "$Type"}),
        {"AudioTracks": [{"AudioTrackClips": {"Sys_Type": "Array", "Sys_ArrayObject": "$A", "Sys_Template": {}}}]},
        clips({**CLIP, "Effects": ["$E:NULL", {"Type": "Volume", "Gain": "$Gain:1"}]}),
        {"FECanvas": {"Width": "$W", "Height": 720}},
    ],
)
def test_a_template_may_hold_a_blank_in_the_place_of_any_value(document):
    assert errors("template", document) == []


def test_a_template_is_held_to_the_limits_where_it_holds_values():
    document = clips(
        {**CLIP, "Speed": 200}, {**CLIP, "Speed": "$Speed"}, {**TEMPLATE_CLIP, "Sys_ArrayObject": "Videos"}
    )
    assert errors("template", document) == [
        (["VideoTracks", 0, "VideoTrackClips", 0, "Speed"], "maximum"),
        (["VideoTracks", 0, "VideoTrackClips", 2, "Sys_ArrayObject"], "pattern"),
    ]


def test_a_request_holds_its_structures_as_objects_or_as_their_text():
    timeline, config = clips(CLIP), {"MediaURL": "https://bucket.oss-cn-shanghai.aliyuncs.com/out.mp4", "Width": 100}
    written = {"Timeline": json.dumps(timeline), "OutputMediaConfig": json.dumps(config), "UserData": "{}"}
    assert errors("request", written) == []
    assert errors("request", {"Timeline": timeline, "OutputMediaConfig": config}) == [
        (["OutputMediaConfig", "Width"], "minimum")
    ]


def test_a_schema_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UsageError) as told:
        schema.build("timelime")
    assert str(told.value) == "there is no schema 'timelime'. Fix: did you mean 'timeline'?"


def test_writing_gives_the_paths_of_all_eight(tmp_path):
    assert [path.name for path in schema.write(tmp_path / "new")] == [f"{name}.schema.json" for name in schema.NAMES]
    assert json.loads((tmp_path / "new" / "timeline.schema.json").read_text()) == schema.load("timeline")
