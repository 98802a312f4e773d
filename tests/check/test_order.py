"""The lines of places in a JSON text, and the order of places in a document."""

import json

import pytest

from timeline_dsl.check.order import Order, lines_of

TEXT = """\ufeff{
  "a": [1, {"b": "x\\n}",
            "c~d/e": [
              [],
              2]}],
  "z": {}
}
"""


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("", 1),
        ("/a", 2),
        ("/a/0", 2),
        ("/a/1", 2),
        ("/a/1/b", 2),
        ("/a/1/c~0d~1e", 3),
        ("/a/1/c~0d~1e/0", 4),
        ("/a/1/c~0d~1e/1", 5),
        ("/z", 6),
        ("/z/missing", 6),
        ("/a/1/missing/deeper", 2),
        ("/missing", 1),
        ("/a/9", 2),
    ],
)
def test_a_place_has_the_line_on_which_its_value_begins(pointer, line):
    assert lines_of(TEXT, [pointer]) == {pointer: line}


def test_all_lines_are_found_in_one_pass():
    pointers = ["/z", "/a/1/c~0d~1e/1", "/a", "/nothing"]
    assert lines_of(TEXT, pointers) == {"/z": 6, "/a/1/c~0d~1e/1": 5, "/a": 2, "/nothing": 1}


def test_places_are_ordered_as_the_author_wrote_them():
    document = {"z": [{"y": 1, "x": 2}], "a": {"k": 1}}
    pointers = ["/a/k", "/z/0/x", "/z/0/y", "/z/0/w", "/z", "", "/a", "/z/0"]
    order = Order(document)
    assert sorted(pointers, key=lambda pointer: order.place(pointer)[0]) == [
        "",
        "/z",
        "/z/0",
        "/z/0/w",
        "/z/0/y",
        "/z/0/x",
        "/a",
        "/a/k",
    ]


def test_a_place_in_a_large_text_is_found_quickly():
    document = {"VideoTracks": [{"VideoTrackClips": [{"In": i, "Out": i + 1} for i in range(20_000)]}]}
    text = json.dumps(document, indent=1)
    pointers = [f"/VideoTracks/0/VideoTrackClips/{i}/Out" for i in range(0, 20_000, 200)]
    lines = text.splitlines()
    for pointer, line in lines_of(text, pointers).items():
        assert lines[line - 1].strip().rstrip(",") == f'"Out": {int(pointer.split("/")[4]) + 1}'
