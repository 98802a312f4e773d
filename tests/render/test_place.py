"""Where pictures lie on the output."""

from __future__ import annotations

import pytest

from timeline_dsl.render.place import Fit, Placement, Rect, fitted, part_of, pixels, placed
from timeline_dsl.units import Length, Px, Ratio

HD, TALL = (1280, 720), (720, 1280)


def box(*place: int) -> Placement:
    return Placement(box=Rect(*place))


@pytest.mark.parametrize(
    ("length", "whole", "is_pixels"),
    [
        (Ratio(0.65), 1280, 832),
        (Ratio(1.0), 720, 720),
        (Ratio(0.3333), 720, 240),
        (Px(640.0), 1280, 640),
        (Ratio(0), 1280, 0),
        (Ratio(-0.1), 1280, -128),
        (Px(-20.0), 1280, -20),
    ],
)
def test_a_length_is_a_share_of_the_output_or_pixels(length: Length, whole: int, is_pixels: int) -> None:
    assert pixels(length, whole) == is_pixels


@pytest.mark.parametrize(
    ("source", "canvas", "where"),
    [
        ((1920, 1080), HD, (0, 0, 1280, 720)),
        ((640, 360), HD, (0, 0, 1280, 720)),
        ((720, 1280), HD, (436, 0, 405, 720)),
        ((1920, 1080), TALL, (0, 436, 720, 405)),
        ((1, 1000), HD, (638, 0, 1, 720)),
    ],
)
def test_without_a_size_the_picture_is_fitted_and_centred(
    source: tuple[int, int], canvas: tuple[int, int], where: tuple[int, ...]
) -> None:
    assert placed(source, canvas) == box(*where)


def test_a_position_moves_the_fitted_picture() -> None:
    assert placed((720, 1280), HD, x=Ratio(0.0)) == box(0, 0, 405, 720)
    assert placed((720, 1280), HD, x=Px(100.0), y=Px(50.0)) == box(100, 50, 405, 720)


@pytest.mark.parametrize(
    ("fit", "where", "cut"),
    [
        ("Fill", (128, 72, 384, 360), None),
        ("Contain", (128, 144, 384, 216), None),
        ("Cover", (128, 72, 384, 360), Rect(384, 0, 1152, 1080)),
    ],
)
def test_with_both_sides_the_mode_decides(fit: Fit, where: tuple[int, ...], cut: Rect | None) -> None:
    place = placed((1920, 1080), HD, x=Ratio(0.1), y=Ratio(0.1), width=Ratio(0.3), height=Ratio(0.5), fit=fit)
    assert place == Placement(box=Rect(*where), cut=cut)


def test_cover_of_the_same_shape_cuts_nothing() -> None:
    assert placed((1920, 1080), HD, width=Ratio(1.0), height=Ratio(1.0), fit="Cover") == box(0, 0, 1280, 720)


def test_with_one_side_the_shape_is_kept() -> None:
    assert placed((1920, 1080), HD, width=Ratio(0.5)) == box(0, 0, 640, 360)
    assert placed((1920, 1080), HD, x=Px(10.0), height=Px(90.0)) == box(10, 0, 160, 90)


def test_the_mode_counts_only_when_both_sides_are_set() -> None:
    assert placed((1920, 1080), HD, width=Ratio(0.5), fit="Cover") == placed((1920, 1080), HD, width=Ratio(0.5))


def test_a_part_stays_inside_its_picture() -> None:
    whole = (400, 200)
    assert part_of(whole, x=Ratio(0.25), y=Px(50.0), width=Ratio(0.5), height=None) == Rect(100, 50, 200, 150)
    assert part_of(whole, x=Ratio(0.9), y=None, width=Ratio(0.5), height=None) == Rect(360, 0, 40, 200)


def test_rectangles_that_meet_still_meet_on_a_smaller_canvas() -> None:
    left, right = Rect(0, 0, 641, 720).resized(HD, (640, 360)), Rect(641, 0, 639, 720).resized(HD, (640, 360))
    assert left.x + left.width == right.x
    assert right.x + right.width == 640


def test_a_tiny_box_keeps_a_pixel() -> None:
    assert fitted((4000, 2), Rect(0, 0, 10, 10)).height == 1
