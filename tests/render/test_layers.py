"""What is seen at which moment: gaps, layers, places, speed, held frames, pictures and masks."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from pathlib import Path

import pytest
from edits import BLACK, BLUE, GREEN, OSS, RED, Played, canvas, film
from readback import color_of, ends, frame_number, is_near

import timeline_dsl as td
from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.graph import Graph
from timeline_dsl.render.layers import picture
from timeline_dsl.render.production import prepared

TOP_LEFT, TOP_RIGHT, LOW_MIDDLE = (0.02, 0.02, 0.2, 0.2), (0.8, 0.02, 0.98, 0.2), (0.4, 0.6, 0.6, 0.8)


@pytest.fixture
def played(films: Path, tmp_path: Path):
    """Render a timeline and hand back its pictures."""
    return lambda timeline, **options: Played(timeline, films, tmp_path / "out.mp4", **options)


def graph_text(timeline: td.Timeline, films: Path) -> str:
    made = prepared(timeline, films)
    return Graph(picture(made.layers, made.frames, made.scene)).text()


def test_clips_follow_one_another_frame_by_frame(played) -> None:
    shown = played(canvas().video(film("red")[1:2], film("green")["0.5s":"1.5s"])).pictures
    assert len(shown) == 50
    assert [frame_number(shown[at]) for at in (0, 10, 24)] == [25, 35, 49]
    assert [frame_number(shown[at]) for at in (25, 35, 49)] == [25, 45, 73]
    assert is_near(color_of(shown[24]), RED)
    assert is_near(color_of(shown[25]), GREEN)


def test_a_gap_is_black(played) -> None:
    shown = played(canvas().video(film("red")[0:1], film("green")[0:1].at(1.4))).pictures
    assert [is_near(color_of(shown[at]), BLACK) for at in (24, 25, 34, 35)] == [False, True, True, False]


def test_a_film_of_another_shape_stands_between_black_bars(played) -> None:
    shown = played(canvas().video(film("blue")[0:1])).pictures[0]
    assert is_near(color_of(shown), BLUE)
    assert is_near(color_of(shown, TOP_LEFT), BLACK)


def test_an_upper_layer_shows_the_lower_one_beside_it(played) -> None:
    shown = played(canvas().video(film("red")[0:1]).video(film("blue")[0:1])).pictures[5]
    assert is_near(color_of(shown), BLUE)
    assert is_near(color_of(shown, TOP_LEFT), RED)


def test_an_upper_clip_is_seen_exactly_during_its_span(played) -> None:
    pip = film("green")[:0.4].at(0.48).box(x="60%", y="10%", w="30%", h="30%")
    shown = played(canvas().video(film("red")[0:1.2]).video(pip)).pictures
    seen = [at for at in range(len(shown)) if is_near(color_of(shown[at], (0.65, 0.15, 0.85, 0.3)), GREEN)]
    assert seen == list(range(12, 22))
    assert frame_number(shown[12]) == 12


def test_opacity_mixes_with_what_lies_below(played) -> None:
    shown = played(canvas().video(film("red")[0:1]).video(film("green")[0:1].faded_to(0.5))).pictures[0]
    assert is_near(color_of(shown), (112, 96, 32))


def test_an_invisible_clip_shows_what_lies_below(played) -> None:
    shown = played(canvas().video(film("red")[0:1]).video(film("green")[0:1].faded_to(0))).pictures[0]
    assert is_near(color_of(shown), RED)


def test_speed_skips_pictures_and_shortens(played) -> None:
    shown = played(canvas().video(film("red")[0:3].at_speed(2))).pictures
    assert len(shown) == 38
    assert [frame_number(shown[at]) for at in (0, 10, 30)] == [0, 20, 60]


def test_a_slow_clip_repeats_pictures(played) -> None:
    shown = played(canvas().video(film("red")[0:1].at_speed(0.5))).pictures
    assert [frame_number(shown[at]) for at in (0, 10, 48)] == [0, 5, 24]


def test_a_clip_held_at_its_end_shows_its_last_frame(played) -> None:
    shown = played(canvas().video(film("red")[1:2].with_effects(td.FreezeFrame(duration=1)))).pictures
    assert len(shown) == 50
    assert [frame_number(shown[at]) for at in (24, 25, 49)] == [49, 49, 49]


def test_a_place_longer_than_its_material_stays_empty(played) -> None:
    shown = played(canvas().video(film("red")[0:1].at(0, 2), film("green")[0:0.4])).pictures
    assert is_near(color_of(shown[24]), RED)
    assert is_near(color_of(shown[26]), BLACK)


def test_a_background_colour_fills_the_bars(played) -> None:
    shown = played(canvas().video(film("blue")[0:1].background(color="#C08040"))).pictures[3]
    assert is_near(color_of(shown), BLUE)
    assert is_near(color_of(shown, TOP_LEFT), "#C08040")


def test_a_blurred_background_fills_the_bars_with_the_picture(played) -> None:
    assert is_near(color_of(played(canvas().video(film("blue")[0:1].background(blur=0.5))).pictures[3], TOP_LEFT), BLUE)


def test_a_picture_stands_and_a_transparent_one_lets_through(played) -> None:
    logo = td.global_image(OSS + "white.png").box(x="0%", y="0%", w="25%", h="25%")
    shown = played(canvas().video(td.image(OSS + "gold.jpg", 2)).video(logo)).pictures
    assert len(shown) == 50
    for at in (0, 25, 49):
        assert is_near(color_of(shown[at]), "#C0A020")
        assert is_near(color_of(shown[at], (0.01, 0.02, 0.1, 0.2)), (128, 128, 128))


def test_a_moving_picture_moves_only_when_its_frames_are_counted(played) -> None:
    moving = td.image(OSS + "moving.gif", 1).fill().box(x="0%", y="0%", w="100%", h="100%")
    shown = played(canvas().video(moving.but(dync_frames=25), moving)).pictures
    first = [color_of(shown[at]).index(max(color_of(shown[at]))) for at in (2, 7, 12, 17)]
    assert first == [0, 1, 2, 0]
    assert {color_of(shown[at]).index(max(color_of(shown[at]))) for at in (27, 32, 37, 42)} == {0}


@pytest.mark.parametrize("fps", [30, 60, Fraction(30_000, 1001)])
def test_what_lies_above_shows_its_own_frame_at_every_rate(played, fps: Fraction) -> None:
    lower = film("blue")[0:2].fill().box(x="0%", y="0%", w="100%", h="100%")
    upper = film("red")[0:1].at(10 / fps).box(x="0%", y="0%", w="100%", h="50%")
    shown = played(canvas().video(lower).video(upper), fps=fps).pictures
    for at in range(10, 10 + int(fps)):
        nearest = max(number for number in range(25) if floor(Fraction(number, 25) * fps + Fraction(1, 2)) <= at - 10)
        assert frame_number(shown[at][:45]) == nearest


@pytest.mark.parametrize("start", [0.7, 0.78])
def test_a_range_shows_a_moving_picture_as_the_whole_does(played, start: float) -> None:
    moving = td.image(OSS + "moving.gif", 2).fill().box(x="0%", y="0%", w="100%", h="100%").but(dync_frames=25)
    edit = canvas().video(film("gray")[0:start], moving)
    whole = played(edit, fps=24).pictures
    part = played(edit, fps=24, span=(1, 2.5)).pictures
    colors = [[color_of(shown).index(max(color_of(shown))) for shown in film] for film in (whole[24:60], part)]
    assert colors[0] == colors[1]


def test_what_follows_a_clip_with_a_background_lets_through(played) -> None:
    framed = film("blue")[0:0.4].with_effects(td.Background(sub_type="Color", color="#C0A020"))
    seen_through = film("green")[0:0.4].but(opacity=0.5)
    for row in ((framed, seen_through), (framed, td.transition("fade", 0.2), seen_through)):
        shown = played(canvas().video(film("red")[0:1]).video(*row)).pictures
        assert is_near(color_of(shown[13], LOW_MIDDLE), (112, 96, 32))


def test_a_moving_webp_plays_round_after_round(played, ffmpeg: Ffmpeg) -> None:
    name = "moving.webp" if ffmpeg.has("demuxers", "webp_anim") else "moving.gif"  # older ones refuse moving WebP
    moving = td.image(OSS + name, 2).fill().box(x="0%", y="0%", w="100%", h="100%")
    shown = played(canvas().video(moving.but(dync_frames=25)), time_limit=60).pictures
    first = [color_of(shown[at]).index(max(color_of(shown[at]))) for at in range(2, 50, 5)]
    assert first == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]


def test_a_mask_decides_how_much_is_seen(played) -> None:
    masked = film("green")[0:1].but(mask_video_url=OSS + "gray.mp4")
    assert is_near(color_of(played(canvas().video(film("red")[0:1]).video(masked)).pictures[3]), (112, 96, 32))


def test_pictures_of_image_tracks_lie_above_the_video(played) -> None:
    logo = td.ImageTrackClip(
        media_url=OSS + "gold.jpg",
        timeline_in=0.4,
        timeline_out=0.8,
        x=td.pct(80),
        y=td.pct(0),
        width=td.pct(20),
        height=td.pct(25),
    )
    shown = played(canvas(image_tracks=(td.ImageTrack(clips=(logo,)),)).video(film("red")[0:1])).pictures
    seen = [at for at in range(25) if is_near(color_of(shown[at], (0.82, 0.02, 0.98, 0.2)), "#C0A020")]
    assert seen == list(range(10, 20))


def test_a_box_that_leaves_the_canvas_is_cut_off(played) -> None:
    outside = film("green")[0:1].box(x="75%", y="50%", w="50%", h="50%")
    shown = played(canvas().video(film("red")[0:1]).video(outside)).pictures[0]
    assert is_near(color_of(shown, (0.8, 0.55, 0.95, 0.8)), GREEN)
    assert is_near(color_of(shown, TOP_LEFT), RED)


def test_a_transparent_film_over_black_is_black(played) -> None:
    shown = played(canvas().video(td.video(OSS + "clear.webm").faded_to(0.5))).pictures[2]
    assert is_near(color_of(shown), (16, 24, 96))


def test_what_is_hidden_is_not_read(films: Path) -> None:
    hidden = canvas().video(film("red")[0:1], film("blue")[0:1]).video(film("green")[0:2])
    made = prepared(hidden, films)
    graph = Graph(picture(made.layers, made.frames, made.scene))
    assert [source.path.name for source in graph.sources] == ["green.mp4"]


def test_clips_that_fill_the_picture_need_no_overlay(films: Path) -> None:
    cut = canvas().video(film("red")[0:2]).video(film("green")[0:1].at(0.5))
    assert "overlay" not in graph_text(cut, films)


def test_a_lower_clip_is_seen_again_after_what_hid_it(played) -> None:
    shown = played(canvas().video(film("red")[0:2]).video(film("green")[0:1].at(0.4))).pictures
    assert [is_near(color_of(shown[at]), GREEN) for at in (9, 10, 34, 35)] == [False, True, True, False]
    assert [frame_number(shown[at]) for at in (9, 35, 49)] == [9, 35, 49]


@pytest.mark.parametrize("fps", [24, 25, 29.97, 60])
def test_picture_and_sound_end_within_a_frame(films: Path, tmp_path: Path, fps: float) -> None:
    edit = canvas().video(film("red")[0:1], film("green")[0.25:0.937], td.image(OSS + "gold.jpg", 0.333))
    made = edit.render(tmp_path / "out.mp4", media=films, fps=fps)
    found = ends(made.path)
    assert found.picture is not None
    assert found.sound is not None
    assert abs(found.picture - made.duration) <= 1 / (made.fps or 1)
    assert abs(found.picture - found.sound) <= 1 / (made.fps or 1)


def test_a_draft_shows_the_same_at_half_the_size(played) -> None:
    edit = canvas().video(film("red")[0:1]).video(film("green")[0:1].box(x="40px", y="20px", w="80px", h="40px"))
    draft = played(edit, draft=True)
    assert draft.result.size == (80, 44)
    assert is_near(color_of(draft.pictures[0], (0.3, 0.3, 0.7, 0.6)), GREEN)
    assert is_near(color_of(draft.pictures[0], TOP_LEFT), RED)


@pytest.mark.parametrize(("name", "bars"), [("turned", True), ("wide-pixels", False), ("odd", False)])
def test_a_film_is_placed_by_the_shape_in_which_it_is_shown(media: Path, tmp_path: Path, name: str, bars: bool) -> None:
    shown = Played(td.Timeline(size=(320, 180), fps=25).video(film(name)[0:1]), media, tmp_path / "out.mp4").pictures[5]
    assert is_near(color_of(shown, (0.45, 0.3, 0.55, 0.7)), "#204080")
    assert is_near(color_of(shown, TOP_LEFT), BLACK) == bars
