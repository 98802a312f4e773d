"""Geometry and slow moves: what of the source is seen, and where."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np
import pytest
from edits import BLACK, BLUE, GREEN, OSS, RED, Played, canvas, film
from readback import color_of, frame_number, is_near

import timeline_dsl as td
from timeline_dsl.render.effects import EXACT, LOOKS, SHAPES, TOLD, TONES, Stage, during, renders, seeded
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.motion import Window, pan, read_window
from timeline_dsl.render.testmedia import picture

UPPER, LOWER, LEFT, RIGHT = (0.3, 0.1, 0.7, 0.4), (0.3, 0.6, 0.7, 0.9), (0.05, 0.3, 0.4, 0.7), (0.6, 0.3, 0.95, 0.7)


@pytest.fixture(scope="module")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with pictures of two colours: red above green, and red at the left of green."""
    from timeline_dsl.render.ffmpeg import find
    from timeline_dsl.render.process import run

    folder = tmp_path_factory.mktemp("quarters")
    for name, size, stack in (("rows", "160x45", "vstack"), ("columns", "80x90", "hstack")):
        graph = f"color=0xC02020:s={size},trim=end_frame=1[a];color=0x20A020:s={size},trim=end_frame=1[b];[a][b]{stack}"
        run(find(), ["-filter_complex", graph, "-frames:v", "1", "-update", "1"], folder / f"{name}.png")
    picture(folder / "tall.png", size=(90, 160), color="#C02020")
    return folder


@pytest.fixture
def first(quarters: Path, tmp_path: Path):
    """The first picture of a clip of one of the pictures, with effects on it."""
    return lambda name, *effects, **fields: Played(
        canvas().video(td.image(f"{OSS}{name}.png", 0.2).with_effects(*effects).but(**fields)),
        quarters,
        tmp_path / "out.mp4",
    ).pictures[0]


def test_a_crop_keeps_its_part(first) -> None:
    shown = first("rows", td.Crop(x=td.pct(0), y=td.pct(50), width=td.pct(100), height=td.pct(50)))
    assert is_near(color_of(shown), GREEN)
    assert is_near(color_of(shown, (0.3, 0.02, 0.7, 0.2)), BLACK)


@pytest.mark.parametrize(("degrees", "at_right"), [(90, RED), (270, GREEN)])
def test_a_quarter_turn_is_clockwise(first, degrees: int, at_right: str) -> None:
    shown = first("rows", td.Rotate(degree=degrees))
    assert is_near(color_of(shown, (0.52, 0.4, 0.6, 0.6)), at_right)
    assert is_near(color_of(shown, (0.02, 0.3, 0.2, 0.7)), BLACK)


def test_half_a_turn_puts_the_top_below(first) -> None:
    assert is_near(color_of(first("rows", td.Rotate(degree=180)), LOWER), RED)


def test_mirrors_swap_the_sides(first) -> None:
    assert is_near(color_of(first("columns", td.Flip(direction="horizontal")), LEFT), GREEN)
    assert is_near(color_of(first("rows", td.Flip(direction="vertical")), UPPER), GREEN)


def test_effects_change_the_shape_in_their_order(first) -> None:
    upper = td.Crop(height=td.pct(50))
    assert is_near(color_of(first("rows", upper, td.Flip(direction="vertical"))), RED)
    assert is_near(color_of(first("rows", td.Flip(direction="vertical"), upper)), GREEN)


def test_a_scaled_picture_stays_in_its_middle(first) -> None:
    shown = first("rows", td.Scale(width=td.pct(50)))
    assert is_near(color_of(shown, (0.3, 0.3, 0.7, 0.45)), RED)
    assert is_near(color_of(shown, (0.3, 0.02, 0.7, 0.2)), BLACK)


SMALL = td.Scale(width=td.pct(50), timeline_in=0.48, timeline_out=0.8)
"""Acts on frames 12 to 19."""


def edge_of(shown) -> list[bool]:
    """In which frames the upper edge is red."""
    return [is_near(color_of(frame, (0.3, 0.02, 0.7, 0.2)), RED) for frame in shown]


def test_a_scale_acts_during_its_times_on_the_output(quarters: Path, tmp_path: Path) -> None:
    clip = td.image(OSS + "rows.png", 1).at(0.2)
    shown = Played(canvas().video(clip.with_effects(SMALL)), quarters, tmp_path / "out.mp4")
    assert edge_of(shown.pictures) == [False] * 5 + [True] * 7 + [False] * 8 + [True] * 10
    assert all(is_near(color_of(shown.pictures[at], (0.3, 0.3, 0.7, 0.45)), RED) for at in range(5, 30))
    assert [line.to_dict() for line in shown.result.report] == [
        {
            "path": "/VideoTracks/0/VideoTrackClips/0/Effects/0",
            "effect": "Scale",
            "fidelity": "close",
            "why": "about the middle of the picture, at once where it begins and ends",
        }
    ]


def test_a_scale_that_begins_late_lasts_to_the_end(quarters: Path, tmp_path: Path) -> None:
    clip = td.image(OSS + "rows.png", 0.8).with_effects(td.Scale(height=td.px(45), timeline_in=0.4))
    shown = Played(canvas().video(clip), quarters, tmp_path / "out.mp4").pictures
    assert edge_of(shown) == [True] * 10 + [False] * 10


def test_what_lies_below_is_seen_around_a_scaled_picture(films: Path, quarters: Path, tmp_path: Path) -> None:
    upper = td.image(OSS + "rows.png", 1).with_effects(SMALL)
    edit = canvas().video(film("green")[0:1]).video(upper)
    shown = Played(edit, [films, quarters], tmp_path / "out.mp4").pictures
    above = (0.3, 0.02, 0.7, 0.2)
    assert [is_near(color_of(frame, above), GREEN) for frame in shown] == [False] * 12 + [True] * 8 + [False] * 5


def test_a_background_stands_around_a_scaled_picture(quarters: Path, tmp_path: Path) -> None:
    blue = td.Background(sub_type="Color", color="#2030C0")
    edit = canvas().video(td.image(OSS + "rows.png", 1).with_effects(blue, SMALL))
    shown = Played(edit, quarters, tmp_path / "out.mp4").pictures
    assert [is_near(color_of(frame, (0.3, 0.02, 0.7, 0.2)), BLUE) for frame in shown] == [
        12 <= at < 20 for at in range(25)
    ]


def test_a_scale_reaches_into_a_transition_and_a_range(quarters: Path, tmp_path: Path) -> None:
    first = td.image(OSS + "rows.png", 1).with_effects(td.Scale(width=td.pct(50), timeline_in=0.8))
    edit = canvas().video(first, td.transition("fade", 0.4), td.image(OSS + "rows.png", 1))
    whole = Played(edit, quarters, tmp_path / "out.mp4").pictures
    edge = [color_of(frame, (0.3, 0.02, 0.7, 0.2))[0] for frame in whole]
    assert min(edge[:20]) > 180 and edge[20] < 130 and edge[20] < edge[22] < edge[24] < edge[26]
    part = Played(edit, quarters, tmp_path / "part.mp4", span=(0.72, 0.96)).pictures
    assert np.abs(part.astype(int) - whole[18:24].astype(int)).mean() < 3


def test_several_scales_act_one_after_another_and_together(quarters: Path, tmp_path: Path) -> None:
    wide = td.Scale(width=td.pct(50), height=td.pct(100), timeline_in=0.2, timeline_out=0.6)
    low = td.Scale(width=td.pct(100), height=td.pct(50), timeline_in=0.4)
    edit = canvas().video(td.image(OSS + "rows.png", 0.8).with_effects(wide, low))
    shown = Played(edit, quarters, tmp_path / "out.mp4").pictures
    left = [is_near(color_of(frame, (0.02, 0.3, 0.2, 0.45)), RED) for frame in shown]
    assert left == [True] * 5 + [False] * 5 + [True] * 10
    assert edge_of(shown) == [True] * 10 + [False] * 10


def test_a_pan_goes_from_window_to_window(quarters: Path, tmp_path: Path) -> None:
    move = td.KenBurns(start="0,0,0.5,0.5", end="0,0.5,0.5,0.5")
    edit = canvas().video(td.image(OSS + "rows.png", 2).with_effects(move))
    shown = Played(edit, quarters, tmp_path / "out.mp4").pictures
    assert is_near(color_of(shown[0]), RED)
    assert is_near(color_of(shown[-1]), GREEN)
    assert is_near(color_of(shown[25], (0.3, 0.1, 0.7, 0.3)), RED)
    assert is_near(color_of(shown[25], (0.3, 0.7, 0.7, 0.9)), GREEN)


def test_a_pan_looks_the_same_in_a_range(quarters: Path, tmp_path: Path) -> None:
    move = td.KenBurns(start="0,0,0.5,0.5", end="0,0.5,0.5,0.5")
    edit = canvas().video(td.image(OSS + "rows.png", 2).with_effects(move))
    whole = Played(edit, quarters, tmp_path / "whole.mp4").pictures
    part = Played(edit, quarters, tmp_path / "part.mp4", span=(1, 1.4)).pictures
    assert abs(whole[25].astype(int) - part[0].astype(int)).mean() < 2


def test_windows_that_are_none_are_not_read() -> None:
    assert read_window("0,0.5,0.5,0.5") == Window(0, 0.5, 0.5, 0.5)
    for text in (None, "", "1,2,3", "a,b,c,d", "0,0,0,1", "-1,0,1,1", "nan,0,1,1"):
        assert read_window(text) is None


@pytest.mark.parametrize(
    ("source", "box", "start", "end"),
    [
        ((1600, 900), (160, 90), Window.about(0.5, 0.5, 0.85, 0.85), Window(0, 0, 1, 1)),
        ((1600, 900), (90, 160), Window(0, 0, 0.31640625, 1), Window(0.68359375, 0, 0.31640625, 1)),
        ((900, 1600), (160, 90), Window(0, 0, 1, 0.31640625), Window(0, 0.68359375, 1, 0.31640625)),
    ],
)
def test_without_windows_the_shapes_decide_the_pan(
    source: tuple[int, int], box: tuple[int, int], start: Window, end: Window
) -> None:
    move = pan(td.KenBurns(), source, box, td.Time(5))
    for found, wanted in ((move.start, start), (move.end, end)):
        assert attrs.astuple(found) == pytest.approx(attrs.astuple(wanted))


def test_a_zoom_grows_about_the_middle(quarters: Path, tmp_path: Path) -> None:
    clip = td.image(OSS + "rows.png", 2).with_effects(td.Zoom(start_rate=0.5, end_rate=1.5, duration=1))
    shown = Played(canvas().video(clip), quarters, tmp_path / "out.mp4").pictures
    top = (0.3, 0.02, 0.7, 0.2)
    assert is_near(color_of(shown[0], top), BLACK)
    assert is_near(color_of(shown[30], top), RED)
    assert is_near(color_of(shown[30], LOWER), GREEN)


def test_a_pan_over_a_half_transparent_picture_is_graded(first) -> None:
    shown = first("rows", td.KenBurns(start="0,0,1,1", end="0,0,0.5,0.5"), td.Filter(sub_type="m1"), opacity=0.5)
    assert color_of(shown, UPPER)[0] > color_of(shown, UPPER)[1] + 20


def test_what_a_picture_leaves_free_while_it_is_small_shows_the_layer_below(quarters: Path, tmp_path: Path) -> None:
    small = td.image(OSS + "columns.png", 0.4).with_effects(td.Zoom(start_rate=0.5, end_rate=1))
    edit = canvas().video(td.image(OSS + "tall.png", 0.4).fill().box(x="0%", y="0%", w="100%", h="100%")).video(small)
    shown = Played(edit, quarters, tmp_path / "out.mp4").pictures
    assert is_near(color_of(shown[0], (0.55, 0.05, 0.95, 0.2)), RED)
    assert is_near(color_of(shown[0], (0.55, 0.3, 0.7, 0.7)), GREEN)
    assert is_near(color_of(shown[9], (0.55, 0.05, 0.95, 0.2)), GREEN)


@pytest.mark.parametrize("size", [(160, 90), (91, 161)])
def test_a_moved_picture_is_followed_by_another_clip(quarters: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    still = td.image(OSS + "rows.png", 0.4)
    moves = (td.KenBurns(start="0,0,1,1", end="0,0.25,0.5,0.5"), td.Zoom(start_rate=0.7, end_rate=1.5, duration=0.3))
    edit = td.Timeline(fps=25).video(*(clip for move in moves for clip in (still.with_effects(move), still)))
    assert len(Played(edit, quarters, tmp_path / "out.mp4", size=size).pictures) == 40


def test_a_clip_is_decorated_in_its_window_only(films: Path, tmp_path: Path) -> None:
    before, told = dict(LOOKS), dict(TOLD)

    @renders(td.VFX)
    def negative(stream: Video, effect: td.VFX, stage: Stage) -> Video:
        return stream.through(Filter("negate", **stage.when(effect)))

    try:
        edit = canvas().video(film("red")[0:1].at(0.4).with_effects(td.vfx("spotfall", start=0.8, end=1.2)))
        shown = Played(edit, films, tmp_path / "out.mp4")
        over_all = Played(
            canvas().video(film("red")[0:1]).effects(td.vfx("spotfall", start=0.4, end=0.8)),
            films,
            tmp_path / "all.mp4",
        ).pictures
        below = Played(
            canvas(
                video_tracks=(
                    td.VideoTrack(clips=(film("red")[0:1],)),
                    td.VideoTrack(type="Effect", clips=(td.vfx("spotfall"),)),
                    td.VideoTrack(clips=(film("green")[0:1].box(x="60%", y="10%", w="30%", h="30%"),)),
                )
            ),
            films,
            tmp_path / "below.mp4",
        ).pictures[3]
    finally:
        LOOKS.clear()
        LOOKS.update(before)
        TOLD.clear()
        TOLD.update(told)
    assert [at for at in range(10, 35) if color_of(shown.pictures[at])[0] < 120] == list(range(20, 30))
    assert [at for at in range(25) if color_of(over_all[at])[0] < 120] == list(range(10, 20))
    assert color_of(below, LEFT)[0] < 120
    assert is_near(color_of(below, (0.65, 0.15, 0.85, 0.3)), GREEN)
    assert [line.fidelity for line in shown.result.report] == ["exact"]


def test_an_option_that_acts_all_the_time_is_left_out() -> None:
    second, fps = td.Time(1), td.Time(25)
    assert during(td.Time(0), second, second, fps) == {}
    assert during(td.Time(1, 2), second, second, fps) == {"enable": "gte(t,0.48)*lt(t,0.98)"}


def test_a_seed_depends_on_its_text_alone() -> None:
    assert seeded("a") == seeded("a") != seeded("b")
    assert 0 <= seeded("a") < 2**31


def test_what_is_rendered_says_how_near_it_comes() -> None:
    assert {*LOOKS, *TONES, *SHAPES} <= set(TOLD)
    assert TOLD[td.Crop](td.Crop(), "") == EXACT


def test_frames_are_numbered_through_a_cropped_film(films: Path, tmp_path: Path) -> None:
    clip = film("red")[1:2].with_effects(td.Crop(y=td.pct(50), height=td.pct(50))).box(w="100%", h="100%")
    assert frame_number(Played(canvas().video(clip), films, tmp_path / "out.mp4").pictures[10]) == 35


def test_snow_falls_the_same_in_a_range(films: Path, tmp_path: Path) -> None:
    edit = canvas().video(film("red")[0:1], film("green")[0:1]).effects(td.vfx("blackwhitetv"))
    whole = Played(edit, films, tmp_path / "whole.mp4", cache=False).pictures.astype(float)
    part = Played(edit, films, tmp_path / "part.mp4", span=(1.2, 1.6), cache=False).pictures
    same = np.abs(part - whole[30:40]).mean()
    assert same < 0.4 * np.abs(np.diff(whole[30:40], axis=0)).mean()
