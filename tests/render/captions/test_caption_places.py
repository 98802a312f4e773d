"""Where texts stand and how large they are: alignments, margins, canvases, angles."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from drawn import OSS, SIZE, Pictures, box, drawn, extent, ink, middle, pictures, script_of, text, timeline

import timeline_dsl as td
from timeline_dsl.catalog import Row, table
from timeline_dsl.effects import TextEffect
from timeline_dsl.materials import Materials
from timeline_dsl.render.captions import script_for
from timeline_dsl.tracks import SubtitleTrack

WIDTH, HEIGHT = SIZE


@pytest.mark.parametrize("row", table("alignments"), ids=lambda row: row.id)
def test_every_alignment_puts_its_point_where_it_says(row: Row) -> None:
    name, look = row.id, row.facts
    plain = middle(drawn(text("HHHH", size=30, align=name)))
    third = (WIDTH / 3, 2 * WIDTH / 3)
    across = 0 if plain[0] < third[0] else 1 if plain[0] < third[1] else 2
    down = 0 if plain[1] < HEIGHT / 3 else 1 if plain[1] < 2 * HEIGHT / 3 else 2
    assert across == ("left", "center", "right").index(look["horizontal"])
    assert down == ("top", "middle", "bottom").index(look["vertical"])


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("TopLeft", 32, 18),
        ("TopCenter", 32, 18),
        ("TopRight", -32, 18),
        ("CenterLeft", 32, 18),
        ("CenterCenter", 32, 18),
        ("CenterRight", -32, 18),
        ("BottomLeft", 32, -18),
        ("BottomCenter", 32, -18),
        ("BottomRight", -32, -18),
    ],
)
def test_x_and_y_are_margins_from_the_named_edges(name: str, x: int, y: int) -> None:
    before, after = (
        middle(drawn(text("HH", size=30, align=name, **place))) for place in ({}, {"x": "10%", "y": "10%"})
    )
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((x, y), abs=1)


def test_pixels_and_shares_mean_the_same_place() -> None:
    shares = drawn(text("HH", align="TopLeft", x="10%", y="10%"))
    assert (drawn(text("HH", align="TopLeft", x="32px", y="18px")) == shares).all()


def test_pinned_texts_stand_with_their_corner_at_x_and_y() -> None:
    left = box(drawn(text("HHHH", size=30, align="Left", x="160px", y="60px")))
    center = box(drawn(text("HHHH", size=30, align="Center", x="160px", y="60px")))
    right = box(drawn(text("HHHH", size=30, align="Right", x="160px", y="60px")))
    assert left[0] == pytest.approx(160, abs=4)
    assert (center[0] + center[2]) / 2 == pytest.approx(160, abs=2)
    assert right[2] == pytest.approx(160, abs=4)
    assert left[1] == center[1] == right[1] > 60


def test_fixed_x_and_y_win() -> None:
    fixed = text("HH", align="TopLeft", fixed_x=td.px(64), fixed_y=td.pct(50), x="10%", y="10%")
    assert (drawn(fixed) == drawn(text("HH", align="TopLeft", x="20%", y="50%"))).all()


def test_a_text_without_an_alignment_stands_at_its_x_and_y() -> None:
    named = drawn(text("HH", align="TopLeft", x="10%", y="10%"))
    assert (drawn(text("HH", align=None, x="10%", y="10%")) == named).all()


def test_font_sizes_refer_to_the_canvas_of_the_timeline() -> None:
    heights = []
    for canvas in (SIZE, (WIDTH * 2, HEIGHT * 2), None):
        edit = td.Timeline(size=canvas).video(td.video(OSS + "a.mp4")[0:1])
        edit = edit.but(subtitle_tracks=(SubtitleTrack(clips=(text("H", size=60),)),))
        _, top, _, bottom = box(pictures_of(edit))
        heights.append(bottom - top)
    assert heights[0] == pytest.approx(2 * heights[1], abs=2)
    assert heights[2] == heights[0]


def pictures_of(edit: td.Timeline, size: tuple[int, int] = SIZE) -> Pictures:
    with tempfile.TemporaryDirectory() as room:
        return pictures(script_of(edit, Path(room), size=size), length=0.04, size=size)[0]


def test_font_size_wins_over_fixed_font_size() -> None:
    both = drawn(text("H", size=30, fixed_font_size=80.0))
    assert (both == drawn(text("H", size=30))).all()
    fixed = box(drawn(text("H", size=None, fixed_font_size=80.0), canvas=(WIDTH * 2, HEIGHT * 2)))
    scaled = box(drawn(text("H", size=80), canvas=SIZE))
    assert fixed[3] - fixed[1] == scaled[3] - scaled[1]


def test_a_text_without_a_size_is_seen() -> None:
    assert extent(drawn(text("H", size=None))) is not None


@pytest.mark.parametrize("size", [0.2, 5000])
def test_extreme_sizes_are_drawn_without_harm(size: float) -> None:
    drawn(text("Hg字", size=size))


def test_an_angle_turns_a_text_counter_clockwise() -> None:
    picture = drawn(text("HHHHHH", size=30, angle=30.0))
    left, top, right, bottom = box(picture)
    shown = ink(picture)
    assert bottom - top > 60
    # the end of the line stands higher than its beginning
    assert np.argmax(shown[:, right - 8] > 100) < np.argmax(shown[:, left + 8] > 100) - 20
    assert middle(picture) == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=4)


def test_lines_of_a_turned_text_turn_about_one_point() -> None:
    straight = drawn(text("HHHHHH\nHHHHHH", size=24))
    quarter = drawn(text("HHHHHH\nHHHHHH", size=24, angle=90.0), size=SIZE)
    left, top, right, bottom = box(straight)
    first, upper, last, lower = box(quarter)
    assert (last - first, lower - upper) == pytest.approx((bottom - top, right - left), abs=2)


def test_a_smaller_draft_shows_the_same_picture(tmp_path: Path) -> None:
    clip = text("Draft", size=40, align="TopLeft", x="64px", y="20%", outline=(4, "#FF0000"))
    edit = timeline(clip)
    plan = edit.schedule(durations={OSS + "a.mp4": 9.0})
    small = script_for(
        edit,
        plan,
        size=(WIDTH // 2, HEIGHT // 2),
        canvas=SIZE,
        materials=Materials(),
        folder=tmp_path,
        fps=Fraction(25),
    )
    assert small is not None
    half = box(pictures(small, length=0.04, size=(WIDTH // 2, HEIGHT // 2))[0])
    whole = box(drawn(clip))
    assert [2 * side for side in half] == pytest.approx(whole, abs=4)


def test_the_banner_text_of_a_clip_is_shown_during_the_clip(tmp_path: Path) -> None:
    banner = TextEffect(content="HH", font_size=40.0, alignment="TopCenter", y=td.pct(40))
    edit = td.Timeline(size=SIZE).video(td.video(OSS + "a.mp4")[0:1], td.video(OSS + "a.mp4")[0:1].with_effects(banner))
    shown = ink(pictures(script_of(edit, tmp_path, fps=25), length=2.0)).max(axis=(1, 2))
    assert [at for at in range(50) if shown[at] > 200] == list(range(25, 50))


@pytest.mark.parametrize(
    ("banner", "told"),
    [
        (
            TextEffect(content="HH", font_size=40.0, x=td.pct(10), y=td.pct(40)),
            ["its X, Y, FontSize count on the output: its clip shows no picture here with which they could scale"],
        ),
        (TextEffect(content="HH", fixed_font_size=40.0, fixed_x=td.pct(10), fixed_y=td.pct(40)), []),
    ],
)
def test_what_has_no_picture_to_scale_with_is_told(banner: TextEffect, told: list[str], tmp_path: Path) -> None:
    edit = td.Timeline(size=SIZE).video(td.video(OSS + "a.mp4")[0:1].with_effects(banner))
    (line,) = script_of(edit, tmp_path, fps=25).report
    assert line.fidelity == "close"
    assert [why for why in told if line.why.startswith(why)] == told
    assert ("scale" in line.why) == bool(told)


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
def test_a_text_is_seen_in_exactly_the_frames_of_its_span(fps: int, tmp_path: Path) -> None:
    first, last = 7, fps + 4
    clip = text("H", start=first / fps, end=last / fps)
    script = script_of(timeline(clip), tmp_path, fps=fps)
    shown = ink(pictures(script, length=2.0, fps=fps)).max(axis=(1, 2))
    assert [at for at in range(2 * fps) if shown[at] > 200] == list(range(first, last))
