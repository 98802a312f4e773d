from __future__ import annotations

import json

import pytest

from timeline_dsl.errors import DocumentError, UsageError
from timeline_dsl.submit.batch import read_rows
from timeline_dsl.submit.batch.rows import parameters_of_row

from ..conftest import EDIT, OSS


def file(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf8")
    return path


def test_a_csv_row_fills_the_template_and_the_output(tmp_path):
    path = file(tmp_path, "rows.csv", '\ufeffkey,Title,Videos,Note\nep1,"a, ""b""","[""m1"",""m2""]",\nep2,007,[],x\n')
    first, second = read_rows(path)
    params = parameters_of_row(first, "template-1", OSS + "{key}-{Title}.mp4")
    assert json.loads(params["ClipsParam"]) == {"Title": 'a, "b"', "Videos": ["m1", "m2"]}
    assert json.loads(params["OutputMediaConfig"])["MediaURL"] == OSS + 'ep1-a, "b".mp4'
    assert (params["TemplateId"], second.key, second.where) == ("template-1", "ep2", "rows.csv:3")
    assert second.values == {"Title": "007", "Videos": [], "Note": "x"}


def test_a_json_line_brings_its_own_source(tmp_path):
    lines = [{"key": "a", "timeline": EDIT, "output": OSS + "a.mp4"}, {"project_id": "p", "output": {"MediaURL": OSS}},
             {"template_id": "t", "params": {"X": 1}, "output": OSS + "c.mp4"}, {"params": {"Y": 2}}]
    path = file(tmp_path, "rows.jsonl", "\n\n".join(map(json.dumps, lines)) + "\n")
    params = [parameters_of_row(row, "common", OSS + "{Y}.mp4") for row in read_rows(path)]
    assert json.loads(params[0]["Timeline"]) == EDIT
    assert (params[1]["ProjectId"], params[2]["TemplateId"], params[3]["TemplateId"]) == ("p", "t", "common")
    assert (params[2]["ClipsParam"], params[3]["ClipsParam"]) == ('{"X":1}', '{"Y":2}')
    assert json.loads(params[3]["OutputMediaConfig"])["MediaURL"] == OSS + "2.mp4"


def test_a_function_can_be_the_template(tmp_path):
    row, = read_rows(file(tmp_path, "rows.csv", "clip\nc1\n"))
    params = parameters_of_row(row, lambda values: {"VideoTracks": [], "Comment": values["clip"]}, OSS + "{clip}.mp4")
    assert json.loads(params["Timeline"])["Comment"] == "c1"


@pytest.mark.parametrize(("name", "text", "words"), [
    ("r.csv", "", "has no rows."), ("r.csv", "a,b\n", "has no rows."), ("r.jsonl", "\n", "has no rows."),
    ("r.csv", "a,b\n1\n", "r.csv:2: the row has not as many cells as the first line has names."),
    ("r.csv", "a,b\n1,2,3\n", "r.csv:2: the row has not as many cells as the first line has names."),
    ("r.csv", "a\n{x\n", "r.csv:2: the cell 'a' begins like JSON and is none"),
    ("r.csv", 'a\n"open\n', "r.csv:2: unexpected end of data."),
    ("r.csv", "key\nk\nk\n", "r.csv:3: the key 'k' stands already at r.csv:2."),
    ("r.jsonl", "{}\n{", "r.jsonl:2: this is no JSON"), ("r.jsonl", "[]", "r.jsonl:1: a row is a JSON object."),
    ("r.jsonl", '{"tittle": 1}', "r.jsonl:1: a row has no member 'tittle'."),
    ("r.jsonl", '{"params": []}' + "\n" + '{"params": [1]}', "r.jsonl:2: params and timeline are JSON objects."),
    ("r.jsonl", '{"key": 5}', "r.jsonl:1: key is a text, output an address or an OutputMediaConfig object."),
    ("r.jsonl", '{"timeline": {}, "project_id": "p"}', "r.jsonl:1: a row has only one of timeline and project_id."),
])
def test_a_bad_file_is_told_with_its_line(tmp_path, name, text, words):
    with pytest.raises(DocumentError) as caught:
        read_rows(file(tmp_path, name, text))
    assert words in caught.value.message


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path):
    (tmp_path / "b.csv").write_bytes(b"a\n\xff\n")
    for path in (tmp_path / "none.csv", tmp_path / "b.csv"):
        with pytest.raises(DocumentError, match="cannot be read"):
            read_rows(path)


@pytest.mark.parametrize(("template", "output", "words"), [
    (None, OSS + "x.mp4", "r.csv:2: the row has no timeline, template_id or project_id, and the batch no template."),
    ("t", None, "r.csv:2: the row has no output, and neither has the batch."),
    ("t", OSS + "{key}.mp4", f"r.csv:2: the output {OSS}{{key}}.mp4 wants 'key', which the row does not have as text."),
])
def test_what_a_row_lacks_is_told(tmp_path, template, output, words):
    row, = read_rows(file(tmp_path, "r.csv", "a\n1\n"))
    with pytest.raises(UsageError) as caught:
        parameters_of_row(row, template, output)
    assert caught.value.message == words
