"""Banner texts go with the pictures of their clips: where they stand in a box, and how large they are there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from edits import Played, film
from readback import Picture, picture_at

import timeline_dsl as td
from timeline_dsl.clips import AvatarClip, TextClip, VideoClip
from timeline_dsl.effects import Crop, KenBurns, Scale, TextEffect
from timeline_dsl.render.captions.avatars import PORTRAIT
from timeline_dsl.render.captions.carriers import board_of
from timeline_dsl.render.captions.look import Canvas
from timeline_dsl.render.captions.texts import Carrier

SIZE = (320, 180)
INK = 215
"""The clips are darker than this in each colour, and texts are white."""

Extent = tuple[float, float, float, float]
LOOK = {"content": "HH", "font_size": 30.0, "alignment": "TopLeft", "x": td.pct(10), "y": td.pct(20)}


def banner(**look: Any) -> TextEffect:
    """A text of a clip; None takes a field back."""
    return TextEffect(**{**LOOK, **look})


def gray(*effects: Any) -> VideoClip:
    """A film of 160 by 90 pixels."""
    return film("gray")[0:1].with_effects(*effects)


def over(*clips: Any, size: tuple[int, int] = SIZE) -> td.Timeline:
    return td.Timeline(size=size, fps=25).video(gray()).video(*clips)


def seen(edit: td.Timeline, films: Path, folder: Path, at: float = 0.2, **options: Any) -> Picture:
    path = edit.still(folder / "still.png", at, media=films, **options).path
    return picture_at(path, 0)


def extent(picture: Picture) -> Extent:
    """Left, top, right and bottom of what is white."""
    rows, columns = np.where(picture.min(axis=-1) > INK)
    assert len(rows), "no text is seen"
    return float(columns.min()), float(rows.min()), float(columns.max()) + 1, float(rows.max()) + 1


def within(whole: Extent, left: float, top: float, across: float, down: float) -> Extent:
    """An extent that was made smaller and put into a box."""
    return left + whole[0] * across, top + whole[1] * down, left + whole[2] * across, top + whole[3] * down


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("carriers")


def test_on_a_clip_of_the_size_of_the_output_a_banner_looks_like_any_text(films: Path, folder: Path) -> None:
    plain = td.Timeline(size=(160, 90), fps=25).video(gray())
    text = plain.subtitles(TextClip(timeline_in=0, timeline_out=1, **LOOK))
    on_clip = td.Timeline(size=(160, 90), fps=25).video(gray(banner()))
    assert (seen(on_clip, films, folder) == seen(text, films, folder)).all()


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"x": td.px(16), "y": td.px(18)},
        {"alignment": "BottomRight"},
        {"alignment": "CenterCenter", "x": None, "y": td.pct(10)},
        {"alignment": "Center", "x": None},
        {"alignment": None},
    ],
    ids=str,
)
def test_a_picture_in_a_picture_has_its_text_in_its_box(place: dict[str, Any], films: Path, folder: Path) -> None:
    whole = extent(seen(over(gray(banner(**place))), films, folder))
    boxed = gray(banner(**place)).box(x="45%", y="30%", w="50%", h="50%")
    assert extent(seen(over(boxed), films, folder)) == pytest.approx(within(whole, 144, 54, 0.5, 0.5), abs=1.5)


def test_pixels_of_a_text_are_those_of_its_material(films: Path, folder: Path) -> None:
    small = extent(seen(td.Timeline(size=(160, 90), fps=25).video(gray(banner())), films, folder))
    large = extent(seen(td.Timeline(size=SIZE, fps=25).video(gray(banner())), films, folder))
    assert large == pytest.approx(within(small, 0, 0, 2, 2), abs=2)


def test_a_canvas_for_font_sizes_does_not_size_what_goes_with_a_picture(films: Path, folder: Path) -> None:
    edit = td.Timeline(size=(1280, 720), fps=25).video(gray(banner()))
    small = seen(td.Timeline(size=SIZE, fps=25).video(gray(banner())), films, folder)
    assert (seen(edit, films, folder, size=SIZE) == small).all()


def test_fixed_fields_count_on_the_output(films: Path, folder: Path) -> None:
    fixed = banner(x=None, y=None, font_size=None, fixed_x=td.pct(10), fixed_y=td.pct(20), fixed_font_size=30.0)
    boxed = gray(fixed).box(x="45%", y="30%", w="50%", h="50%")
    assert extent(seen(over(boxed), films, folder)) == extent(seen(over(gray(fixed)), films, folder))


def test_a_fixed_size_stays_within_a_box_that_places_it(films: Path, folder: Path) -> None:
    look = banner(font_size=None, fixed_font_size=30.0, x=td.px(0), y=td.px(0))
    left, top, right, bottom = extent(seen(over(gray(look).box(x="50%", y="50%", w="20%", h="20%")), films, folder))
    whole = extent(seen(over(gray(look)), films, folder))
    assert (right - left, bottom - top) == (whole[2] - whole[0], whole[3] - whole[1])
    assert (left - 160, top - 90) == pytest.approx(whole[:2], abs=1)


BOARD = Canvas(width=320, height=180)
BOX = Carrier(left=100, top=50, width=80, height=45, across=0.5, down=0.25)


@pytest.mark.parametrize(
    ("given", "across", "down"),
    [
        ({}, (100, 80, 0.5), (50, 45, 0.25)),
        ({"x": td.pct(1), "fixed_y": td.pct(1)}, (100, 80, 0.5), (0, 180, 1)),
        ({"fixed_x": td.pct(1), "y": td.pct(1)}, (0, 320, 1), (50, 45, 0.25)),
        ({"fixed_y": td.pct(1)}, (0, 320, 1), (0, 180, 1)),
        ({"x": td.pct(1), "fixed_x": td.pct(1)}, (0, 320, 1), (0, 180, 1)),
    ],
    ids=str,
)
def test_each_half_of_a_place_is_fixed_by_itself(given: dict[str, Any], across: object, down: object) -> None:
    board = board_of(TextEffect(content="H", **given), BOARD, BOX)
    assert (board.left, board.width, board.px_across) == across
    assert (board.top, board.height, board.px_down) == down


@pytest.mark.parametrize(
    ("sizes", "scale"),
    [
        ({}, 0.25),
        ({"font_size": 9.0}, 0.25),
        ({"fixed_font_size": 9.0}, 1),
        ({"font_size": 9.0, "fixed_font_size": 9.0}, 0.25),
    ],
    ids=str,
)
def test_letters_on_a_stretched_picture_take_the_smaller_factor(sizes: dict[str, float], scale: float) -> None:
    assert board_of(TextEffect(content="H", **sizes), BOARD, BOX).font_scale == scale


def shaped(shape: str) -> tuple[VideoClip, tuple[float, float, float, float]]:
    """A clip of 160 by 90 pixels in a box of another shape, and where what is seen of its material begins and ends."""
    boxed = gray(banner(font_size=20.0)).box(x="10%", y="10%", w="25%", h="80%")
    if shape == "Contain":
        return boxed.contain(), (32, 67, 0.5, 0.5)
    if shape == "Cover":
        return boxed.cover(), (32, 18, 1.6, 1.6)
    if shape == "Crop":
        return boxed.with_effects(Crop(x=td.pct(0), y=td.pct(0), width=td.pct(25), height=td.pct(80))), (32, 18, 2, 2)
    return boxed.with_effects(KenBurns()), (32, 18, 1.6, 1.6)


@pytest.mark.parametrize("shape", ["Contain", "Cover", "Crop", "KenBurns"])
def test_a_text_is_as_large_as_what_is_seen_of_its_picture(shape: str, films: Path, folder: Path) -> None:
    clip, (left, top, across, down) = shaped(shape)
    whole = extent(seen(td.Timeline(size=(160, 90), fps=25).video(gray(banner(font_size=20.0))), films, folder))
    found = extent(seen(over(clip), films, folder))
    assert found[3] - found[1] == pytest.approx((whole[3] - whole[1]) * down, abs=2)
    box = (80, 45) if shape == "Contain" else (80, 144)
    bearing = (whole[0] - 16) * across, (whole[1] - 18) * down  # from the place of a text to its ink
    assert found[:2] == pytest.approx((left + 0.1 * box[0] + bearing[0], top + 0.2 * box[1] + bearing[1]), abs=2)


def test_lines_break_at_the_edge_of_the_box(films: Path, folder: Path) -> None:
    look = banner(content="HH HH HH HH HH HH", adapt_mode="AutoWrap", x=td.pct(5), y=td.pct(5), font_size=20.0)
    left, _, right, _ = extent(seen(over(gray(look).box(x="45%", y="30%", w="50%", h="50%")), films, folder))
    assert 144 < left < right < 144 + 160


def test_a_text_that_reaches_out_of_its_box_is_not_cut(films: Path, folder: Path) -> None:
    boxed = gray(banner(content="HHHHHHHHHHHHHHHH")).box(x="0%", y="30%", w="50%", h="50%")
    assert extent(seen(over(boxed), films, folder))[2] > 0.5 * SIZE[0] + 20


def test_a_text_goes_with_a_picture_that_changes_its_size(films: Path, folder: Path) -> None:
    half = Scale(width=td.pct(50), height=td.pct(50), timeline_in=0.4, timeline_out=0.8)
    edit = td.Timeline(size=SIZE, fps=25).video(gray(half, banner(aai_motion_in_effect="fade_in", aai_motion_in=0.2)))
    film_ = Played(edit, films, folder / "scaled.mp4").pictures
    whole, small = extent(film_[9]), extent(film_[10])
    assert small == pytest.approx(within(whole, 80, 45, 0.5, 0.5), abs=1.5)
    assert extent(film_[19]) == pytest.approx(small, abs=1.5)
    assert extent(film_[20]) == pytest.approx(whole, abs=1.5)
    assert film_[2].max() < 250 < film_[10].max()  # it faded in once


def test_a_draft_shows_the_same_texts_at_half_the_size(films: Path, folder: Path) -> None:
    fixed = banner(font_size=None, fixed_font_size=40.0, x=None, y=None, fixed_x=td.px(20), fixed_y=td.px(110))
    edit = over(gray(banner(), fixed).box(x="45%", y="10%", w="50%", h="50%"))
    whole = extent(Played(edit, films, folder / "whole.mp4").pictures[5])
    draft = extent(Played(edit, films, folder / "draft.mp4", draft=True).pictures[5])
    assert draft == pytest.approx(within(whole, 0, 0, 0.5, 0.5), abs=1.5)


def test_a_digital_human_carries_its_texts_as_a_film_of_its_size_would(films: Path, folder: Path) -> None:
    look = banner(font_size=400.0, alignment="TopCenter", x=None, y=td.pct(40))
    clip = AvatarClip(avatar_id="a", timeline_in=0, timeline_out=1, x=td.pct(50), y=td.pct(0), effects=(look,))
    box = 180 * PORTRAIT[0] / PORTRAIT[1]
    left, top, right, bottom = extent(seen(over(clip), films, folder)[60:120])
    assert (left + right) / 2 == pytest.approx(160 + box / 2, abs=2)
    plain = extent(seen(over(gray(banner(font_size=60.0))), films, folder))  # 120 pixels of the output
    assert bottom - top == pytest.approx(400 * 180 / PORTRAIT[1] * (plain[3] - plain[1]) / 120, abs=2)


@pytest.mark.parametrize(
    ("look", "told"),
    [
        ({}, "its X, Y, FontSize count on the picture of its clip and scale with it, by a measure that is inferred; "),
        ({"x": None, "font_size": None, "fixed_font_size": 30.0, "fixed_y": td.pct(1)}, ""),
    ],
)
def test_what_goes_with_the_picture_is_told(look: dict[str, Any], told: str, films: Path, tmp_path: Path) -> None:
    (line,) = over(gray(banner(**look))).render(tmp_path / "out.mp4", media=films, dry_run=True).report
    assert line.fidelity == "close"
    assert line.why.startswith(told)
    assert ("scale" in line.why) == bool(told)
