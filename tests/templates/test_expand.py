"""Expansion, held against the worked examples of the reference."""

import copy
from typing import Any

import pytest

from timeline_dsl.errors import DocumentError, TemplateError
from timeline_dsl.templates import expand

CONCATENATE = {
    "VideoTracks": [
        {
            "VideoTrackClips": [
                {"Sys_Type": "ArrayItems", "Sys_ArrayObject": "$VideoArray", "Sys_Template": {"MediaId": "$MediaId"}}
            ]
        }
    ]
}


def clips(*items: Any) -> dict[str, Any]:
    return {"VideoTracks": [{"VideoTrackClips": list(items)}]}


def array(template: Any, kind: str = "ArrayItems", name: str = "$VideoArray") -> dict[str, Any]:
    return {"Sys_Type": kind, "Sys_ArrayObject": name, "Sys_Template": template}


@pytest.mark.parametrize("items", [["id1", "id2"], [{"MediaId": "id1"}, {"MediaId": "id2"}]])
def test_an_array_of_scalars_or_of_objects_is_concatenated(items: list[Any]) -> None:
    assert expand(CONCATENATE, {"VideoArray": items}) == clips({"MediaId": "id1"}, {"MediaId": "id2"})


def test_array_items_are_spliced_between_their_fixed_neighbours() -> None:
    config = clips({"MediaId": "op"}, array({"MediaId": "$MediaId"}), {"MediaId": "ed"})
    assert expand(config, {"VideoArray": ["v1"]}) == clips({"MediaId": "op"}, {"MediaId": "v1"}, {"MediaId": "ed"})


@pytest.mark.parametrize(
    ("values", "made"),
    [
        ({}, {"ImageId": "logo", "Width": 200, "Height": 60, "X": 40, "Y": 40, "TimelineIn": 0}),
        (
            {"X": 10, "TimelineOut": 5},
            {"ImageId": "logo", "Width": 200, "Height": 60, "X": 10, "Y": 40, "TimelineIn": 0, "TimelineOut": 5},
        ),
    ],
)
def test_defaults_hold_where_nothing_is_supplied(values: dict[str, Any], made: dict[str, Any]) -> None:
    clip = {
        "ImageId": "logo",
        "Width": 200,
        "Height": 60,
        "X": "$X:40",
        "Y": "$Y:40",
        "TimelineIn": "$TimelineIn:0",
        "TimelineOut": "$TimelineOut:NULL",
    }
    assert expand(clips(clip), values) == clips(made)


def test_two_blanks_in_an_item_take_objects() -> None:
    config = clips(array({"MediaId": "$MediaId", "Out": "$Out:NULL"}))
    made = expand(config, {"VideoArray": [{"MediaId": "a", "Out": 3}, {"MediaId": "b"}]})
    assert made == clips({"MediaId": "a", "Out": 3}, {"MediaId": "b"})


def test_two_blanks_in_an_item_refuse_scalars() -> None:
    with pytest.raises(TemplateError) as caught:
        expand(clips(array({"MediaId": "$MediaId", "Out": "$Out:NULL"})), {"VideoArray": ["a"]})
    assert [(one.rule, one.severity) for one in caught.value.findings] == [("template.array-scalar-form", "error")]
    assert caught.value.findings[0].path.startswith("/VideoTracks/0/VideoTrackClips/0")


def test_an_item_shadows_a_global_value() -> None:
    config = clips(array({"MediaId": "$MediaId", "Effects": [{"Type": "Volume", "Gain": "$Gain:1"}]}))
    made = expand(config, {"Gain": 0.5, "VideoArray": ["a", {"MediaId": "b", "Gain": 0}]})
    assert made == clips(
        {"MediaId": "a", "Effects": [{"Type": "Volume", "Gain": 0.5}]},
        {"MediaId": "b", "Effects": [{"Type": "Volume", "Gain": 0}]},
    )


def test_an_array_in_the_place_of_a_field_becomes_the_list() -> None:
    config = {"AudioTracks": [{"AudioTrackClips": array({"MediaId": "$MediaId"}, "Array", "$AudioArray")}]}
    assert expand(config, {"AudioArray": ["m"]}) == {"AudioTracks": [{"AudioTrackClips": [{"MediaId": "m"}]}]}


def test_a_list_item_that_is_not_supplied_is_left_out() -> None:
    assert expand({"Effects": ["$E:NULL"]}, {}) == {"Effects": []}


@pytest.mark.parametrize(
    ("blank", "value"),
    [
        ("$X:40", 40),
        ("$T:hello", "hello"),
        ("$B:true", True),
        ("$U:https://h/o.png", "https://h/o.png"),
        ("$E:", ""),
        ('$O:{"Width":2}', {"Width": 2}),
        ("$A:[1,2]", [1, 2]),
        ("$N:null", None),
        ("$N:NaN", "NaN"),
        ('$Q:"40"', "40"),
    ],
)
def test_a_default_is_json_where_it_can_be_read_as_such_and_else_text(blank: str, value: Any) -> None:
    assert expand({"Title": blank}, {}) == {"Title": value}


def test_a_dollar_inside_a_text_is_literal() -> None:
    assert expand({"Content": "Hi $Name", "Title": "$T"}, {"T": "$5 off"}) == {"Content": "Hi $Name", "Title": "$5 off"}


def test_a_supplied_value_keeps_its_type_and_is_copied() -> None:
    value = {"Type": "Volume", "Gain": 1}
    made = expand({"Effects": ["$E"]}, {"E": value})
    made["Effects"][0]["Gain"] = 2
    assert value == {"Type": "Volume", "Gain": 1}


def test_expansion_leaves_the_config_alone() -> None:
    before = copy.deepcopy(CONCATENATE)
    expand(CONCATENATE, {"VideoArray": ["a"]})
    assert before == CONCATENATE


def test_the_same_name_twice_is_the_same_value() -> None:
    assert expand({"A": "$X", "B": ["$X"]}, {"X": 3}) == {"A": 3, "B": [3]}


def test_an_empty_array_splices_nothing() -> None:
    assert expand(CONCATENATE, {"VideoArray": []}) == clips()


def test_a_missing_value_is_told_with_its_place() -> None:
    with pytest.raises(TemplateError) as caught:
        expand({"VideoTracks": [{"VideoTrackClips": [{"MediaURL": "$Clip"}, {"MediaURL": "$Other"}]}]}, {})
    assert [(one.rule, one.path) for one in caught.value.findings] == [
        ("template.param-missing", "/VideoTracks/0/VideoTrackClips/0/MediaURL"),
        ("template.param-missing", "/VideoTracks/0/VideoTrackClips/1/MediaURL"),
    ]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({}, "template.param-missing"),
        ({"VideoArray": "id1"}, "template.array-type"),
        ({"VideoArray": {"MediaId": "id1"}}, "template.array-type"),
        ({"VideoArray": None}, "template.array-type"),
    ],
)
def test_an_array_that_is_none_is_told_with_its_place(values: dict[str, Any], rule: str) -> None:
    with pytest.raises(TemplateError) as caught:
        expand(CONCATENATE, values)
    assert [(one.rule, one.path) for one in caught.value.findings] == [
        (rule, "/VideoTracks/0/VideoTrackClips/0/Sys_ArrayObject")
    ]


def test_endless_nesting_is_refused() -> None:
    deep: dict[str, Any] = {}
    inner = deep
    for _ in range(100):
        inner["A"] = {}
        inner = inner["A"]
    with pytest.raises(DocumentError, match="nested deeper than 60 levels"):
        expand(deep, {})
