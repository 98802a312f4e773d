"""Batches: every row written, rendered or submitted, under a name of its own."""

from pathlib import Path

import pytest

import timeline_dsl as td
from timeline_dsl.templates.batch import Batch, run_batch

from .samples import OSS


@td.template
def card(title: str, start: td.templates.Seconds = 0) -> td.Timeline:
    """A title over a clip."""
    return td.Timeline().video(td.video(OSS + "a.mp4")[0:5], main=True).text(title, start=start, end=4)


ROWS = [{"title": "Apple"}, {"title": 3}, {"title": "Pear"}]


def test_timelines_are_written_and_the_rows_that_make_none_are_told(tmp_path: Path) -> None:
    told: list[str] = []
    assert run_batch(card, ROWS, tmp_path, say=told.append) == Batch(made=2, failed=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000001.json", "000003.json"]
    assert td.Timeline.from_json(tmp_path / "000003.json") == card("Pear")
    assert told == [
        "row 2, column 'title': 1 misfit between the template and its parameters:\n"
        "/title: must be text (got 3) [template.param-type]\n  fix: it takes text"
    ]


def test_names_are_made_of_columns(tmp_path: Path) -> None:
    run_batch(card, [{"title": "Apple"}, {"title": "Pear"}], tmp_path, name="card-{title}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["card-Apple.json", "card-Pear.json"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("{title}", "row 2: the name 'a' is taken by an earlier row. Fix: add {row} to the name"),
        (
            "{missing}-{row}",
            "row 1: the name '{missing}-{row}' needs 'missing', which the row does not have as text. "
            "Fix: name a column that every row fills, or {row}",
        ),
        ("../{row}", "row 1: '../1' is no name for a file. Fix: let --name give plain words"),
    ],
)
def test_a_name_that_cannot_be_used_is_told(tmp_path: Path, name: str, told: str) -> None:
    said: list[str] = []
    run_batch(card, [{"title": "a"}, {"title": "a"}], tmp_path, name=name, say=said.append)
    assert told in said


def test_timelines_are_rendered_by_the_function_that_is_given(tmp_path: Path) -> None:
    rendered: list[tuple[td.Timeline, Path]] = []
    run_batch(card, ROWS[:1], tmp_path, render_with=lambda timeline, path: rendered.append((timeline, path)))
    assert rendered == [(card("Apple"), tmp_path / "000001.mp4")]


def test_timelines_are_submitted_under_their_names() -> None:
    sent: list[tuple[td.Timeline, str]] = []
    done = run_batch(card, ROWS, name="autumn-{row}", submit_with=lambda timeline, key: sent.append((timeline, key)))
    assert sent == [(card("Apple"), "autumn-1"), (card("Pear"), "autumn-3")]
    assert done == Batch(made=2, failed=1)


def test_a_failure_of_one_row_does_not_end_the_batch(tmp_path: Path) -> None:
    def render(timeline: td.Timeline, path: Path) -> None:
        if path.stem == "000001":
            raise td.RenderError("ffmpeg stopped")

    said: list[str] = []
    rows = [{"title": "Apple"}, {"title": "Pear"}]
    assert run_batch(card, rows, tmp_path, render_with=render, say=said.append) == Batch(made=1, failed=1)
    assert said == ["row 1: ffmpeg stopped"]
