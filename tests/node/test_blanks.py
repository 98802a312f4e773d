"""The grammar of a template's blanks."""

import pickle

import pytest

from timeline_dsl.errors import DocumentError
from timeline_dsl.node.blanks import DROP, Blank, blanks, is_param, params, split


@pytest.mark.parametrize("value", ["$X", "$X:40", "$", "$:a"])
def test_text_that_begins_with_a_dollar_is_a_blank(value):
    assert is_param(value)


@pytest.mark.parametrize("value", ["Hi $Name", "", " $X", 4, None, True, ["$X"], {"$X": 1}])
def test_anything_else_is_no_blank(value):
    assert not is_param(value)


def test_a_blank_without_a_default_says_so():
    assert split("$MediaId") == Blank("MediaId", False, None)


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("$X:40", 40),
        ("$X:0.5", 0.5),
        ("$T:hello", "hello"),
        ("$B:true", True),
        ("$N:null", None),
        ("$E:", ""),
        ("$L:[1,2]", [1, 2]),
        ('$O:{"a":1}', {"a": 1}),
        ('$S:"40"', "40"),
        ("$F:NaN", "NaN"),
        ("$F:-Infinity", "-Infinity"),
        ("$U:https://h/o.png", "https://h/o.png"),
        ("$D:" + "[" * 100_000, "[" * 100_000),
        ("$I:" + "9" * 5000, "9" * 5000),
    ],
)
def test_a_default_is_its_json_value_or_else_its_text(text, default):
    assert split(text) == Blank(text[1], True, default)
    assert type(split(text).default) is type(default)


def test_the_default_null_in_capitals_drops_the_field():
    assert split("$TimelineOut:NULL") == ("TimelineOut", True, DROP)


def test_the_mark_for_dropping_stays_itself_when_it_is_copied():
    assert pickle.loads(pickle.dumps(DROP)) is DROP


def test_the_first_colon_ends_the_name():
    assert split("$When:12:30") == Blank("When", True, "12:30")


def test_blanks_are_found_in_document_order_with_their_places():
    tree = {"b": "$B", "a/~": [{"x": "$A:1"}, "plain", "$B"], "$key": 1}
    assert list(blanks(tree, "/C")) == [("/C/b", "$B"), ("/C/a~1~0/0/x", "$A:1"), ("/C/a~1~0/2", "$B")]


def test_each_name_is_told_once():
    assert params({"b": "$B", "a": ["$A:1", "$B:2"]}) == ("B", "A")


def test_a_blank_inside_a_default_is_no_blank_of_the_document():
    assert params({"a": '$A:["$Inner"]'}) == ("A",)


def test_a_structure_inside_itself_is_refused():
    tree: list = []
    tree.append(tree)
    with pytest.raises(DocumentError) as told:
        params(tree)
    assert told.value.message == "the document is nested deeper than 60 levels"
