"""Lengths of materials that lie on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.schedule.edits import OSS, document, planned, sources, spans
from timeline_dsl.render.testmedia import film


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a film of two seconds and a file that is none."""
    path = tmp_path_factory.mktemp("media")
    film(path / "two.mp4", length=2, size=(64, 64), fps=10)
    (path / "broken.mp4").write_bytes(b"no film at all")
    return path


def test_a_file_tells_the_length_of_its_material(folder: Path) -> None:
    plan = planned(document(video=[{"MediaURL": OSS + "two.mp4", "In": 0.5, "Out": 60}]), media=str(folder))
    assert (spans(plan), sources(plan)) == ([(0, 1.5)], [(0.5, 2, 1)])


def test_what_the_caller_says_wins_over_the_file(folder: Path) -> None:
    plan = planned(document(video=[{"MediaURL": OSS + "two.mp4"}]), {OSS + "two.mp4": 5}, media={OSS: str(folder)})
    assert spans(plan) == [(0, 5)]


def test_a_file_that_is_missing_or_broken_leaves_the_length_unknown(folder: Path) -> None:
    plan = planned(
        document(video=[{"MediaURL": OSS + "none.mp4"}, {"MediaURL": OSS + "broken.mp4", "TimelineIn": 9}]),
        media=str(folder),
    )
    assert spans(plan) == [(0, None), (9, None)]
