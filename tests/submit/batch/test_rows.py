from __future__ import annotations

import json

import pytest

import timeline_dsl as td
from timeline_dsl.errors import DocumentError, UsageError
from timeline_dsl.submit.batch import read_rows
from timeline_dsl.submit.batch.rows import parameters_of_row
from timeline_dsl.templates import Media

from ..conftest import EDIT, OSS


def file(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf8")
    return path


def test_a_csv_row_fills_the_template_and_the_output(tmp_path):
    path = file(tmp_path, "rows.csv", '\ufeffkey,Title,Videos,Note\nep1,"a, ""b""","[""m1"",""m2""]",\nep2,007,[],x\n')
    first, second = read_rows(path, "template-1")
    params = parameters_of_row(first, OSS + "{key}-{Title}.mp4")
    assert json.loads(params["ClipsParam"]) == {"Title": 'a, "b"', "Videos": ["m1", "m2"]}
    assert json.loads(params["OutputMediaConfig"])["MediaURL"] == OSS + 'ep1-a, "b".mp4'
    assert (params["TemplateId"], second.key, second.where) == ("template-1", "ep2", "rows.csv:3")
    assert second.values == {"Title": "007", "Videos": [], "Note": "x"}


def test_a_json_line_fills_the_template_likewise(tmp_path):
    (row,) = read_rows(file(tmp_path, "rows.jsonl", json.dumps({"key": "a", "output": OSS + "a.mp4", "X": 1})), "t")
    params = parameters_of_row(row, None)
    assert (row.key, params["TemplateId"], params["ClipsParam"]) == ("a", "t", '{"X":1}')


def test_a_json_line_brings_its_own_source(tmp_path):
    lines = [
        {"key": "a", "timeline": EDIT, "output": OSS + "a.mp4"},
        {"project_id": "p", "output": {"MediaURL": OSS}},
        {"template_id": "t", "params": {"X": 1}},
    ]
    path = file(tmp_path, "rows.jsonl", "\n\n".join(map(json.dumps, lines)) + "\n")
    params = [parameters_of_row(row, OSS + "{X}.mp4") for row in read_rows(path)]
    assert json.loads(params[0]["Timeline"]) == EDIT
    assert (params[1]["ProjectId"], params[2]["TemplateId"], params[2]["ClipsParam"]) == ("p", "t", '{"X":1}')
    assert json.loads(params[2]["OutputMediaConfig"])["MediaURL"] == OSS + "1.mp4"


@td.template
def card(clip: Media, seconds: float) -> td.Timeline:
    """One clip, cut."""
    return td.Timeline(size=(640, 360)).video(td.video(clip)[:seconds])


@pytest.mark.filterwarnings("error")
def test_a_local_template_is_filled_here_with_typed_cells(tmp_path):
    path = file(tmp_path, "rows.csv", f"key,clip,seconds\nep1,{OSS}c1.mp4,2.5\n")
    (row,) = read_rows(path, card)
    params = parameters_of_row(row, OSS + "out/{key}-{seconds}.mp4")
    (clip,) = json.loads(params["Timeline"])["VideoTracks"][0]["VideoTrackClips"]
    assert (clip["MediaURL"], clip["Out"]) == (OSS + "c1.mp4", 2.5)
    assert json.loads(params["OutputMediaConfig"]) == {"MediaURL": OSS + "out/ep1-2.5.mp4", "Width": 640, "Height": 360}


def test_all_rows_that_a_local_template_cannot_take_are_told_at_once(tmp_path):
    path = file(tmp_path, "rows.csv", f"clip,seconds\n{OSS}c1.mp4,x\n{OSS}c1.mp4,2\n{OSS}c1.mp4,\n")
    with pytest.raises(DocumentError) as caught:
        read_rows(path, card)
    first, *told = caught.value.message.split("\n")
    assert first == "rows.csv has rows that the template cannot take:"
    assert [line.partition(": ")[0] for line in told] == ["rows.csv:2", "rows.csv:4"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("r.csv", "", "has no rows."),
        ("r.csv", "a,b\n", "has no rows."),
        ("r.jsonl", "\n", "has no rows."),
        ("r.csv", "a,b\n1\n", "r.csv:2: the row has not as many cells as the first line has names."),
        ("r.csv", "a,b\n1,2,3\n", "r.csv:2: the row has not as many cells as the first line has names."),
        ("r.csv", "a\n{x\n", "r.csv:2: the cell 'a' begins like JSON and is none"),
        ("r.csv", 'a\n"open\n', "r.csv:2: unexpected end of data."),
        ("r.csv", "key\nk\nk\n", "r.csv:3: the key 'k' stands already at r.csv:2."),
        ("r.jsonl", '{"project_id": "p"}\n{', "r.jsonl:2: this is no JSON"),
        ("r.jsonl", "[]", "r.jsonl:1: a row is a JSON object."),
        ("r.jsonl", '{"tittle": 1}', "r.jsonl:1: without a template a row has no member 'tittle'."),
        ("r.jsonl", '{"template_id": "t", "params": [1]}', "r.jsonl:1: params and timeline are JSON objects"),
        ("r.jsonl", '{"params": {}}', "r.jsonl:1: a row without a template has exactly one of timeline, template_id"),
        ("r.jsonl", '{"key": 5}', "r.jsonl:1: key is a text, output an address or an OutputMediaConfig object."),
        ("r.jsonl", '{"timeline": {}, "project_id": "p"}', "r.jsonl:1: a row without a template has exactly one of"),
    ],
)
def test_a_bad_file_is_told_with_its_line(tmp_path, name, text, words):
    with pytest.raises(DocumentError) as caught:
        read_rows(file(tmp_path, name, text), "template-1" if name == "r.csv" else None)
    assert words in caught.value.message


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path):
    (tmp_path / "b.csv").write_bytes(b"a\n\xff\n")
    for path in (tmp_path / "none.csv", tmp_path / "b.csv"):
        with pytest.raises(DocumentError, match="cannot be read"):
            read_rows(path)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (None, "r.csv:2: the row has no output, and neither has the batch."),
        (OSS + "{key}.mp4", f"r.csv:2: the output {OSS}{{key}}.mp4 wants 'key', which the row does not have as text."),
    ],
)
def test_what_a_row_lacks_is_told(tmp_path, output, words):
    (row,) = read_rows(file(tmp_path, "r.csv", "a\n1\n"), "t")
    with pytest.raises(UsageError) as caught:
        parameters_of_row(row, output)
    assert caught.value.message == words
