"""Rows to timelines: CSV and JSONL, one row at a time, faults with their row and column."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

import timeline_dsl as td
from timeline_dsl.templates import Media, Position, RowError, Seconds, attempts, timelines

from .samples import OSS, Shot

CONFIG = {
    "VideoTracks": [
        {
            "VideoTrackClips": [
                {
                    "Sys_Type": "ArrayItems",
                    "Sys_ArrayObject": "$clips",
                    "Sys_Template": {"MediaURL": "$item", "Out": 4},
                },
                {
                    "Type": "Image",
                    "MediaURL": "$logo",
                    "Duration": "$length:2",
                    "X": "$x:0.1",
                    "Y": "$y:NULL",
                    "Width": 0.2,
                    "Height": 0.2,
                },
            ]
        }
    ]
}


@td.template
def card(
    title: str,
    price: float,
    clip: Media = OSS + "a.mp4",
    start: Seconds = 0,
    big: bool = False,
    side: Literal["Left", "Right"] = "Left",
    y: Position | None = None,
    extras: list[Shot] | None = None,
):
    """A title over a clip."""
    text = td.text(f"{title}: {price:.2f}", size=80 if big else 40, align=side, y=y).at(start, td.seconds(start) + 3)
    edit = td.Timeline().video(td.video(clip)[0:9], main=True).text(text)
    return edit.video(*(td.video(one.clip)[0 : one.length] for one in extras)) if extras else edit


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_cells_of_a_table_become_what_the_contract_says(tmp_path: Path) -> None:
    shots = json.dumps([{"clip": OSS + "b.mp4", "length": "500ms"}]).replace('"', '""')
    rows = written(
        tmp_path / "rows.csv",
        f'title,price,start,big,side,y,extras\nApple,1.5,00:00:02,yes,Right,65%,"{shots}"\n"Pear, green",2,,,,,\n',
    )
    first, second = timelines(card, rows)
    assert first == card(
        "Apple", 1.5, start="00:00:02", big=True, side="Right", y="65%", extras=[Shot(OSS + "b.mp4", "500ms")]
    )
    assert second == card("Pear, green", 2)


def test_rows_of_json_keep_their_types(tmp_path: Path) -> None:
    rows = written(
        tmp_path / "rows.jsonl", '{"title": "Apple", "price": 1.5, "big": true}\n\n{"title": "Pear", "price": 2}\n'
    )
    assert list(timelines(card, rows)) == [card("Apple", 1.5, big=True), card("Pear", 2)]


def test_rows_may_be_values_at_hand() -> None:
    assert list(timelines(card, [{"title": "Apple", "price": 1}])) == [card("Apple", 1)]


def test_the_cells_for_a_config_become_numbers_of_the_document(tmp_path: Path) -> None:
    rows = written(tmp_path / "rows.csv", f"clips,logo,length,x,y\n{OSS}a.mp4|{OSS}b.mp4,{OSS}l.png,00:00:03.5,65%,\n")
    [made] = timelines(td.Template.from_config(CONFIG), rows)
    assert made.to_dict(check=False) == {
        "VideoTracks": [
            {
                "VideoTrackClips": [
                    {"MediaURL": OSS + "a.mp4", "Out": 4},
                    {"MediaURL": OSS + "b.mp4", "Out": 4},
                    {
                        "Type": "Image",
                        "MediaURL": OSS + "l.png",
                        "Duration": 3.5,
                        "X": 0.65,
                        "Width": 0.2,
                        "Height": 0.2,
                    },
                ]
            }
        ]
    }


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("Apple,cheap,,,", "row 2, column 'price': must be a number (got 'cheap'). Fix: it takes number"),
        ("Apple,,,,", "row 2, column 'price': is empty, and the template needs it. Fix: it takes number"),
        (
            "Apple,1,soon,,",
            "row 2, column 'start': must be a time: 2.5, \"500ms\", \"00:01:02.5\" (got 'soon'). Fix: it takes time",
        ),
        ("Apple,1,,maybe,", "row 2, column 'big': must be True or False (got 'maybe'). Fix: it takes flag"),
        (
            "Apple,1,,,Top",
            "row 2, column 'side': must be one of Left, Right (got 'Top'). Fix: it takes one of Left, Right",
        ),
        ("Apple,1", "row 2: it has 2 cells, and the first line names 5"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_with_its_row_and_column(tmp_path: Path, cells: str, message: str) -> None:
    rows = written(tmp_path / "cards.csv", f"title,price,start,big,side\nPear,2,,,\n{cells}\nPlum,3,,,\n")
    found = list(attempts(card, rows))
    assert [one.error is None for one in found] == [True, False, True]
    assert str(found[1].error) == f"cards.csv:3: {message}"
    with pytest.raises(RowError) as caught:
        list(timelines(card, rows))
    assert caught.value.number == 2


def test_a_finding_names_the_column_that_filled_its_place(tmp_path: Path) -> None:
    rows = written(
        tmp_path / "rows.csv",
        f"clips,logo,length\n{OSS}a.mp4,{OSS}l.png,2\n{OSS}a.mp4,http://cdn.example.com/l.png,2\n",
    )
    with pytest.raises(RowError) as caught:
        list(timelines(td.Template.from_config(CONFIG), rows, region="cn-shanghai"))
    assert caught.value.number == 2
    assert [one.path for one in caught.value.findings] == ["/VideoTracks/0/VideoTrackClips/1/MediaURL"]
    assert caught.value.findings[0].message.startswith("column 'logo': ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "rows.csv is empty. Fix: the first line names the columns: title,clip"),
        ("title\nx\n", "rows.csv:1: there is no column 'price', which the template needs. Fix: add it (number)"),
        (
            "title,prise\nx,1\n",
            "rows.csv:1: there is no column 'price', which the template needs. Fix: rename 'prise' to 'price'",
        ),
        ("title,price,title\nx,1,y\n", "rows.csv:1: the column 'title' stands twice. Fix: keep one of them"),
        (
            'title,price\n"x"y,1\n',
            "rows.csv:2: ',' expected after '\"'. Fix: quote cells that hold commas, quotes or lines",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(td.DocumentError) as caught:
        list(timelines(card, written(tmp_path / "rows.csv", text)))
    assert str(caught.value) == message


def test_a_line_that_is_no_json_is_told_and_the_others_are_made(tmp_path: Path) -> None:
    rows = written(
        tmp_path / "rows.jsonl",
        '{"title": "Apple", "price": 1}\n{"title"\n[1]\n{"price": 2}\n{"title": 3, "price": 2}\n',
    )
    assert [str(one.error) for one in attempts(card, rows) if one.error] == [
        "rows.jsonl:2: row 2: it is no JSON (Expecting ':' delimiter: line 2 column 1 (char 9))",
        "rows.jsonl:3: row 3: a row is a JSON object (got [1])",
        "rows.jsonl:4: row 4, column 'title': is missing. Fix: it takes text",
        "rows.jsonl:5: row 5, column 'title': 1 misfit between the template and its parameters:\n"
        "/title: must be text (got 3) [template.param-type]\n  fix: it takes text",
    ]


def test_a_column_that_fills_nothing_is_warned_of_once(tmp_path: Path) -> None:
    rows = written(tmp_path / "rows.csv", "id,title,price\n1,Apple,1\n2,Pear,2\n")
    with pytest.warns(td.TimelineWarning, match="the column 'id' fills no parameter of the template") as caught:
        list(timelines(card, rows))
    assert len(caught) == 1


def test_memory_stays_flat_however_many_rows_there_are(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        rows = tmp_path / f"{count}.csv"
        cards = "".join(f"Card {number},{number}\n" for number in range(count))
        rows.write_text("title,price\n" + cards, encoding="utf-8")
        tracemalloc.start()
        made = sum(1 for _ in timelines(card, rows, check=False))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert made == count
        return most

    peak(20)
    assert peak(600) < peak(100) * 1.5 + 50_000


def test_rows_are_made_when_they_are_asked_for() -> None:
    taken: list[int] = []

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(5):
            taken.append(number)
            yield {"title": "x", "price": number}

    made = timelines(card, rows())
    next(made)
    assert taken == [0]
