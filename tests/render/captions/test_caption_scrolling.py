"""Texts that scroll: upwards and sideways, with rests, offsets and rounds, as long as the schedule says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn import SIZE, Pictures, box, extent, ink, pictures, script_of, text, timeline

from timeline_dsl.effects.text import ASREffect, SubtitleEffect
from timeline_dsl.render.captions.look import Canvas
from timeline_dsl.render.captions.scrolling import path_of

FPS = 20


def scrolled(
    folder: Path, content: str = "■", *, length: float = 5.0, end: float | None = 4.0, **look: object
) -> Pictures:
    clip = text(content, end=end or 0.0, **{"size": 30, "align": "TopCenter", **look})
    if end is None:
        clip = clip.but(timeline_out=None)
    return pictures(script_of(timeline(clip, length=length), folder, fps=FPS), length=length, fps=FPS)


def tops(shown: Pictures, *seconds: float) -> list[float]:
    return [box(shown[round(second * FPS)])[1] for second in seconds]


def test_a_text_scrolls_at_its_speed_and_then_stands(tmp_path: Path) -> None:
    shown = scrolled(tmp_path, scroll_start_y=130.0, scroll_end_y=10.0, scroll_speed=60.0)
    first = tops(shown, 0)[0]
    assert tops(shown, 0.5, 1, 1.5, 2, 3, 3.9) == pytest.approx(
        [first - far for far in (30, 60, 90, 120, 120, 120)], abs=2
    )
    assert extent(shown[4 * FPS]) is None


def test_a_text_rests_before_and_after_its_way(tmp_path: Path) -> None:
    shown = scrolled(
        tmp_path,
        scroll_start_y=130.0,
        scroll_end_y=10.0,
        scroll_speed=120.0,
        scroll_start_freeze=1.0,
        scroll_end_freeze=1.0,
        end=None,
    )
    first = tops(shown, 0)[0]
    assert tops(shown, 0.5, 0.9, 1.5, 2, 2.9) == pytest.approx(
        [first, first, first - 60, first - 120, first - 120], abs=2
    )
    assert extent(shown[3 * FPS]) is None, "as long as the schedule says: 1 + 1 + 1 seconds"


def test_without_a_speed_the_way_fills_the_span(tmp_path: Path) -> None:
    shown = scrolled(tmp_path, scroll_start_y=110.0, scroll_end_y=10.0)
    first = tops(shown, 0)[0]
    assert tops(shown, 1, 2, 3) == pytest.approx([first - 25, first - 50, first - 75], abs=2)


def test_a_text_may_scroll_downwards(tmp_path: Path) -> None:
    shown = scrolled(tmp_path, scroll_start_y=10.0, scroll_end_y=110.0)
    first = tops(shown, 0)[0]
    assert tops(shown, 2) == pytest.approx([first + 50], abs=2)


def test_shifts_move_the_ends_of_the_way(tmp_path: Path) -> None:
    plain = scrolled(tmp_path, scroll_start_y=110.0, scroll_end_y=30.0)
    shown = scrolled(tmp_path, scroll_start_y=110.0, scroll_end_y=30.0, scroll_start_shift=20.0, scroll_end_shift=-20.0)
    assert tops(shown, 0)[0] - tops(plain, 0)[0] == pytest.approx(20, abs=1)
    assert tops(shown, 3.9)[0] - tops(plain, 3.9)[0] == pytest.approx(-20, abs=3)


def test_a_text_scrolls_as_often_as_it_says(tmp_path: Path) -> None:
    shown = scrolled(
        tmp_path, scroll_start_y=120.0, scroll_end_y=20.0, scroll_speed=100.0, scroll_loop_time=3.0, end=None
    )
    first = tops(shown, 0)[0]
    assert tops(shown, 0.5, 1.5, 2.5) == pytest.approx([first - 50] * 3, abs=2)
    assert extent(shown[3 * FPS]) is None


def test_a_text_that_loops_scrolls_until_its_end(tmp_path: Path) -> None:
    shown = scrolled(tmp_path, scroll_start_y=120.0, scroll_end_y=20.0, scroll_speed=100.0, scroll_loop=True)
    first = tops(shown, 0)[0]
    assert tops(shown, 0.5, 1.5, 2.5, 3.5) == pytest.approx([first - 50] * 4, abs=2)


def test_a_text_crosses_the_picture_to_the_left(tmp_path: Path) -> None:
    shown = scrolled(tmp_path, "HHHH", align="CenterCenter", scroll_direction="Left")
    lefts = [box(shown[round(second * FPS)])[0] for second in (1, 1.5, 2)]
    width = box(shown[2 * FPS])[2] - box(shown[2 * FPS])[0]
    step = (SIZE[0] + width) / 4 / 2
    assert [lefts[0] - lefts[1], lefts[1] - lefts[2]] == pytest.approx([step, step], abs=3)
    assert extent(shown[0]) is None
    assert box(shown[1])[2] == SIZE[0]


def test_a_way_sideways_may_be_given(tmp_path: Path) -> None:
    shown = scrolled(tmp_path, "H", align="CenterLeft", scroll_start_x=20.0, scroll_end_x=220.0, scroll_speed=100.0)
    lefts = [box(shown[round(second * FPS)])[0] for second in (0, 1, 2, 3)]
    assert [left - lefts[0] for left in lefts] == pytest.approx([0, 100, 200, 200], abs=2)


def test_long_credits_come_line_by_line(tmp_path: Path) -> None:
    content = "\n".join(f"line {number}" for number in range(60))
    script = script_of(
        timeline(
            text(content, end=40.0, size=20, align="TopCenter", scroll_start_y=180.0, scroll_end_y=-1760.0), length=40.0
        ),
        tmp_path,
        fps=FPS,
    )
    assert script.path is not None
    starts = [line.split(",")[1] for line in script.path.read_text().splitlines() if line.startswith("Dialogue")]
    assert len(starts) == 60
    assert starts[0] == "0:00:00.00"
    assert starts[-1] > "0:00:30.00", "a line is drawn only while it is seen"
    shown = pictures(script, length=0.05, fps=FPS, start=20.0)[0]
    assert ink(shown[:30]).max() > 200
    assert ink(shown[-30:]).max() > 200


def test_a_box_scrolls_with_its_text(tmp_path: Path) -> None:
    box_layer = SubtitleEffect(type="Box", color="#0000FF", bord=6.0)
    shown = scrolled(tmp_path, "HH\nHH", scroll_start_y=100.0, scroll_end_y=10.0, subtitle_effects=(box_layer,))
    for second in (0, 1, 2, 3):
        picture = shown[second * FPS]
        blue = np.where((picture[..., 2] > 200) & (picture[..., 0] < 50))[0]
        white = np.where(picture.min(axis=-1) > 150)[0]
        assert white.min() - blue.min() == pytest.approx(17, abs=3)


def test_recognised_texts_do_not_scroll() -> None:
    look = ASREffect(scroll_start_y=100.0, scroll_end_y=0.0, scroll_speed=10.0)
    assert path_of(look, Canvas(width=320, height=180), 5.0, 100.0) is None
