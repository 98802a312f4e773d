"""Blends: when they begin and end, what they show, and what is heard."""

from __future__ import annotations

from pathlib import Path

import pytest
from edits import GREEN, OSS, RED, Played, canvas, film
from readback import color_of, frame_number, frequency_at, is_near, level_at

import timeline_dsl as td
from timeline_dsl.catalog import table
from timeline_dsl.render.transitions import TRANSITIONS, chosen, fidelity_rows, motion


@pytest.fixture
def played(films: Path, tmp_path: Path):
    """Render a timeline and hand back its pictures."""
    return lambda timeline, **options: Played(timeline, films, tmp_path / "out.mp4", **options)


def test_a_fade_blends_during_its_window_only(played) -> None:
    edit = canvas().video(film("red")[0:1], td.transition("fade", 0.4), film("green")[0:1])
    result = played(edit)
    shown = result.pictures
    assert len(shown) == 40
    assert is_near(color_of(shown[14]), RED, within=6)
    assert is_near(color_of(shown[15]), RED, within=6)
    assert is_near(color_of(shown[20]), (112, 96, 32))
    assert is_near(color_of(shown[25]), GREEN, within=6)
    assert frame_number(shown[14]) == 14
    assert frame_number(shown[25]) == 20


def test_a_locked_transition_keeps_the_length_and_blends_from_the_last_frame(played) -> None:
    edit = canvas().video(film("red")[1:2], td.transition("fade", 0.4, keep_length=True), film("green")[0:1])
    shown = played(edit).pictures
    assert len(shown) == 50
    assert frame_number(shown[25]) == 49
    assert is_near(color_of(shown[30]), (112, 96, 32))
    assert is_near(color_of(shown[35]), GREEN, within=6)


def test_transitions_in_a_row_all_play(played) -> None:
    fade = td.transition("fade", 0.2)
    red, green = film("red")[0:0.6], film("green")[0:0.6]
    edit = canvas().video(red, fade, green, fade, red, fade, green)
    shown = played(edit).pictures
    assert len(shown) == 45
    assert all(is_near(color_of(shown[at]), wanted) for at, wanted in ((5, RED), (16, GREEN), (26, RED), (40, GREEN)))


def test_a_wipe_of_an_upper_layer_stays_transparent_around_it(played) -> None:
    box = {"x": "10%", "y": "10%", "w": "30%", "h": "30%"}
    edit = (
        canvas()
        .video(film("red")[0:2])
        .video(td.image(OSS + "gold.jpg", 1).box(**box), td.transition("wipeleft", 0.4), film("green")[0:1].box(**box))
    )
    shown = played(edit).pictures
    assert all(is_near(color_of(shown[at], (0.6, 0.6, 0.9, 0.8)), RED) for at in (0, 18, 24, 39))
    assert is_near(color_of(shown[30], (0.15, 0.15, 0.35, 0.3)), GREEN)


def test_both_clips_are_heard_during_a_transition(played) -> None:
    result = played(canvas().video(film("red")[0:2], td.transition("fade", 1), film("green")[0:2]))
    assert frequency_at(result.path, 0.2) == pytest.approx(300, abs=5)
    assert frequency_at(result.path, 2.5) == pytest.approx(700, abs=5)
    assert level_at(result.path, 1.5) == pytest.approx(0.25 / 2**0.5, rel=0.1)


def test_a_transition_into_nothing_is_left_out(played) -> None:
    alone = film("red")[0:1].with_effects(td.Transition(sub_type="fade", duration=0.4))
    result = played(canvas().video(alone))
    assert len(result.pictures) == 25
    assert [str(line) for line in result.result.report] == [
        "exact: Transition fade at /VideoTracks/0/VideoTrackClips/0/Effects/0 (no clip follows: no blend)"
    ]


@pytest.mark.parametrize("name", ["random", "fade,wipeleft,circleopen"])
def test_a_random_transition_is_the_same_from_render_to_render(name: str) -> None:
    effect = td.Transition(sub_type=name)
    names = {chosen(effect, f"/VideoTracks/0/VideoTrackClips/{index}/Effects/0") for index in range(40)}
    assert chosen(effect, "/VideoTracks/0") == chosen(effect, "/VideoTracks/0")
    assert len(names) >= 3
    assert names <= set(table("transitions").rows)


def test_an_unknown_transition_is_a_fade_and_told() -> None:
    assert motion("OT0001-000001").xfade == "fade"
    assert motion("OT0001-000001").fidelity == "stand-in"


def test_every_transition_of_the_table_is_an_id_of_the_service() -> None:
    assert set(TRANSITIONS) <= set(table("transitions").rows)


def test_a_painted_transition_plays_during_its_window_only(played) -> None:
    shown = played(canvas().video(film("red")[0:1], td.transition("cube", 0.4), film("green")[0:1])).pictures
    assert len(shown) == 40
    assert [frame_number(shown[at]) for at in (14, 15, 25)] == [14, 15, 20]
    assert color_of(shown[20], (0.0, 0.0, 0.1, 0.1)) < (30, 30, 30)
    assert is_near(color_of(shown[25]), GREEN, within=6)


def test_painted_transitions_fit_into_outputs_with_odd_sides(played) -> None:
    box = {"x": "10%", "y": "10%", "w": "80%", "h": "80%"}
    cut = (film("red")[0:1].box(**box), td.transition("cube", 0.4), film("green")[0:1].box(**box))
    shown = played(td.Timeline(size=(161, 91), fps=25).video(*cut)).pictures
    assert shown.shape == (40, 92, 162, 3)
    assert [is_near(color_of(shown[at]), wanted) for at, wanted in ((14, RED), (15, RED), (25, GREEN))] == [True] * 3


def test_a_locked_painted_transition_turns_the_last_frame(played) -> None:
    edit = canvas().video(film("red")[1:2], td.transition("cube", 0.4, keep_length=True), film("green")[0:1])
    shown = played(edit).pictures
    assert len(shown) == 50
    assert [frame_number(shown[at]) for at in (24, 25, 35)] == [49, 49, 20]
    assert color_of(shown[30], (0.0, 0.0, 0.1, 0.1)) < (30, 30, 30)


def test_a_painted_transition_is_the_same_when_only_a_part_of_it_is_rendered(films: Path, tmp_path: Path) -> None:
    edit = canvas().video(film("red")[0:1], td.transition("swap", 0.4), film("green")[0:1])
    whole = Played(edit, films, tmp_path / "whole.mp4").pictures
    part = Played(edit, films, tmp_path / "part.mp4", span=(0.8, 1.2)).pictures
    assert len(part) == 10
    assert all(abs(one.astype(int) - other).mean() < 4 for one, other in zip(part, whole[20:30], strict=True))


def test_a_painted_transition_of_an_upper_layer_shows_what_lies_below(played) -> None:
    clear = film("red")[0:1].faded_to(0.5), film("red")[0:1].faded_to(0.5)
    edit = canvas().video(film("green")[0:2]).video(clear[0], td.transition("rotatescalefade", 0.4), clear[1])
    shown = played(edit).pictures
    assert is_near(color_of(shown[5]), (112, 96, 32))
    assert is_near(color_of(shown[20], (0.0, 0.0, 0.1, 0.1)), GREEN)
    assert is_near(color_of(shown[20], (0.45, 0.45, 0.55, 0.55)), (112, 96, 32))


def test_every_transition_of_the_catalogue_tells_how_near_it_comes() -> None:
    rows = list(fidelity_rows())
    assert [row[:2] for row in rows] == [("transitions", name) for name in table("transitions").rows]
    assert {fidelity for _, _, fidelity, _ in rows} == {"close"}
    assert all(why for *_, why in rows)
