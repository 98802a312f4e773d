"""Texts in finished renders: in every frame of their span, in ranges and stills, with their report."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn import undrawable
from edits import GRAY, OSS, SIZE, Played, canvas, film
from readback import picture_at

import timeline_dsl as td
from timeline_dsl.render import testmedia

STYLE = td.TextStyle(size=24, align="CenterCenter", color="#FFFFFF", outline=(1, "#000000"))


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gray")
    testmedia.film(folder / "gray.mp4", size=SIZE, color=GRAY, length=3)
    return folder


def edit() -> td.Timeline:
    plain = canvas().video(film("gray")[0:3])
    return plain.text("Text 字", start=0.6, end=1.6, style=STYLE).text("After", start=2, end=2.6, style=STYLE)


def written(pictures: np.ndarray) -> list[int]:
    """The frames in which something white is written."""
    return [at for at, picture in enumerate(pictures) if picture.max() > 220]


def test_texts_are_burnt_into_exactly_the_frames_of_their_spans(media: Path, tmp_path: Path) -> None:
    played = Played(edit(), media, tmp_path / "out.mp4")
    assert written(played.pictures) == [*range(15, 40), *range(50, 65)]
    assert [(line.effect, line.fidelity) for line in played.result.report if "Subtitle" in line.path] == [
        ("Text", "close"),
        ("Text", "close"),
    ]


def test_a_range_shows_the_texts_of_its_time(media: Path, tmp_path: Path) -> None:
    played = Played(edit(), media, tmp_path / "out.mp4", span=(1.2, 2.2))
    assert written(played.pictures) == [*range(10), *range(20, 25)]


def test_moving_texts_move_on_in_a_range(media: Path, tmp_path: Path) -> None:
    moving = (
        canvas().video(film("gray")[0:3]).text("roll", start=0, end=3, style=STYLE.but(motion_loop="rollleft_display"))
    )
    whole = Played(moving, media, tmp_path / "whole.mp4").pictures
    part = Played(moving, media, tmp_path / "part.mp4", span=(2, 2.6)).pictures
    for at in range(len(part)):
        ours, theirs = (np.flatnonzero((shown > 220).any(axis=(0, 2))) for shown in (part[at], whole[50 + at]))
        assert ours.min() == pytest.approx(theirs.min(), abs=1)


def test_a_still_shows_the_text_of_its_moment(media: Path, tmp_path: Path) -> None:
    edit().still(tmp_path / "text.png", at=1, media=media)
    edit().still(tmp_path / "none.png", at=1.8, media=media)
    assert picture_at(tmp_path / "text.png", 0).max() > 220
    assert picture_at(tmp_path / "none.png", 0).max() < 160


def test_the_fonts_in_use_and_what_no_font_draws_are_told(media: Path, tmp_path: Path) -> None:
    told = Played(edit().text(undrawable(), start=0, end=1, style=STYLE), media, tmp_path / "out.mp4").result.to_dict()
    assert [(font["asked"], font["used"], font["exact"]) for font in told["fonts"]] == [
        ("SimSun", "Noto Sans CJK SC", False)
    ]
    assert [finding["rule"] for finding in told["findings"]] == ["text.glyph-missing"]
    assert OSS not in str(told["fonts"])
