"""Wipes, patterns and masks do what their labels say: where which picture is seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from blends import (
    BOTTOM,
    BRIGHT,
    CORNERS,
    DARK,
    LEFT,
    LOWER_LEFT,
    LOWER_RIGHT,
    MIDDLE,
    RAMP,
    RIGHT,
    SPOT,
    TOP,
    UPPER_LEFT,
    UPPER_RIGHT,
    Blends,
    around,
    at,
    changes,
    new,
    old,
)

from timeline_dsl.catalog import table

LOOKS: dict[str, Callable[[Blends], None]] = {}
NAMES = [row.id for row in table("transitions") if row.family in ("wipe", "pattern", "mask")]


def look(name: str) -> Callable[[Callable[[Blends], None]], Callable[[Blends], None]]:
    """Register what is to be seen of a transition."""

    def register(check: Callable[[Blends], None]) -> Callable[[Blends], None]:
        LOOKS[name] = check
        return check

    return register


@pytest.mark.parametrize("name", NAMES)
def test_a_wipe_looks_as_its_label_says(name: str, blends: Blends) -> None:
    LOOKS[name](blends)


@look("directional")
def diagonal_wipe(blends: Blends) -> None:
    half = blends.share("directional", 0.5)
    assert new(half, UPPER_LEFT, TOP, LEFT)
    assert old(half, LOWER_RIGHT, BOTTOM, RIGHT)


@look("directionalwipe")
def gradient_wipe(blends: Blends) -> None:
    across = blends.share("directionalwipe", 0.5).mean(axis=0)
    assert across[5] > 0.9
    assert across[-5] < 0.1
    assert 0.3 < across[80] < 0.7
    assert (np.diff(across) <= 0).all()


@look("wiperight")
def wipe_right(blends: Blends) -> None:
    assert new(blends.share("wiperight", 0.5), LEFT, (0.45, 0.9))
    assert old(blends.share("wiperight", 0.5), RIGHT, (0.55, 0.1))


@look("wipeleft")
def wipe_left(blends: Blends) -> None:
    assert new(blends.share("wipeleft", 0.5), RIGHT, (0.55, 0.9))
    assert old(blends.share("wipeleft", 0.5), LEFT, (0.45, 0.1))


@look("wipedown")
def wipe_down(blends: Blends) -> None:
    assert new(blends.share("wipedown", 0.5), TOP, (0.9, 0.45))
    assert old(blends.share("wipedown", 0.5), BOTTOM, (0.1, 0.55))


@look("wipeup")
def wipe_up(blends: Blends) -> None:
    assert new(blends.share("wipeup", 0.5), BOTTOM, (0.9, 0.55))
    assert old(blends.share("wipeup", 0.5), TOP, (0.1, 0.45))


@look("radial")
def circle_wipe(blends: Blends) -> None:
    quarter, half = blends.share("radial", 0.25), blends.share("radial", 0.5)
    ring = around(half, 0.4)
    assert changes(ring) == 2
    assert ((ring > 0.1) & (ring < 0.9)).sum() > 25
    # the other way round than a clock: from the left over the bottom
    assert new(quarter, (0.05, 0.6))
    assert old(quarter, TOP, RIGHT, LOWER_RIGHT)
    assert new(half, LOWER_LEFT, BOTTOM)
    assert old(half, UPPER_LEFT, TOP)


@look("angular")
def clock_wipe(blends: Blends) -> None:
    quarter, half = blends.share("angular", 0.25), blends.share("angular", 0.5)
    assert new(quarter, UPPER_RIGHT)
    assert old(quarter, LOWER_RIGHT, *CORNERS[2:], LEFT)
    assert new(half, UPPER_RIGHT, RIGHT, LOWER_RIGHT)
    assert old(half, UPPER_LEFT, LEFT, LOWER_LEFT)


@look("wind")
def line_wipe(blends: Blends) -> None:
    half = blends.share("wind", 0.5)
    ends = (half > 0.5).sum(axis=1)  # how far each line has come
    assert new(half, LEFT)
    assert old(half, RIGHT)
    assert ends.std() > 10


@look("windowslice")
def grid(blends: Blends) -> None:
    half = blends.share("windowslice", 0.4)
    cells = [((column + 0.5) / 11, (row + 0.5) / 6) for column in (4, 5, 6) for row in range(1, 5)]
    lines = [(column / 11, row / 6) for column in (4, 5, 6) for row in range(1, 5)]
    assert old(half, *cells)
    assert new(half, *lines)


@look("windowblinds")
def blinds(blends: Blends) -> None:
    down = blends.share("windowblinds", 0.5).mean(axis=1)
    assert all(down[row * 9 + 1] > 0.9 and down[row * 9 + 7] < 0.1 for row in range(10))


@look("bowTieVertical")
def vertical_bow_tie_wipe(blends: Blends) -> None:
    half, late = blends.share("bowTieVertical", 0.4), blends.share("bowTieVertical", 0.8)
    assert new(half, TOP, BOTTOM)
    assert old(half, LEFT, RIGHT, MIDDLE)
    assert new(late, *CORNERS)
    assert old(late, LEFT, RIGHT)


@look("bowTieHorizontal")
def horizontal_bow_tie_wipe(blends: Blends) -> None:
    half, late = blends.share("bowTieHorizontal", 0.4), blends.share("bowTieHorizontal", 0.8)
    assert new(half, LEFT, RIGHT)
    assert old(half, TOP, BOTTOM, MIDDLE)
    assert new(late, *CORNERS)
    assert old(late, TOP, BOTTOM)


@look("doorway")
def doors_open(blends: Blends) -> None:
    # the doors keep their outer edges, and the next picture grows between them
    early, late = (blends.bright("doorway", moment, RAMP) for moment in (0.4, 0.7))
    sees = [(picture == BRIGHT).sum() for picture in (early, late)]
    assert at(early, *MIDDLE) == BRIGHT
    assert abs(at(early, *LEFT) - 50) < 12
    assert abs(at(early, *RIGHT) - 190) < 60
    assert 0 < sees[0] < sees[1]
    assert at(late, 0.2, 0.01) < 30


@look("luma")
def diagonal_opening(blends: Blends) -> None:
    half = blends.share("luma", 0.5)
    assert new(half, MIDDLE, UPPER_RIGHT, LOWER_LEFT)
    assert old(half, UPPER_LEFT, LOWER_RIGHT)


@look("doomscreentransition_up")
def jagged_rise(blends: Blends) -> None:
    ends = (blends.share("doomscreentransition_up", 0.6) > 0.5).sum(axis=0)
    half = blends.share("doomscreentransition_up", 0.6)
    assert half[60:].mean() > half[:30].mean() + 0.2
    assert ends.std() > 10


@look("doomscreentransition_down")
def jagged_fall(blends: Blends) -> None:
    ends = (blends.share("doomscreentransition_down", 0.6) > 0.5).sum(axis=0)
    half = blends.share("doomscreentransition_down", 0.6)
    assert half[:30].mean() > half[60:].mean() + 0.2
    assert ends.std() > 10


@look("pinwheel")
def pinwheel(blends: Blends) -> None:
    rings = [around(blends.share("pinwheel", moment), 0.4) for moment in (0.4, 0.5)]
    assert changes(rings[0]) == 16
    assert 0.3 < rings[0].mean() < 0.5
    assert rings[1].mean() > rings[0].mean()


@look("randomsquares")
def random_squares(blends: Blends) -> None:
    half = blends.share("randomsquares", 0.5)
    cells = [at(half, (column + 0.5) / 16, (row + 0.5) / 9) for column in range(16) for row in range(9)]
    inside = [
        np.ptp(half[row * 10 + 1 : row * 10 + 9, column * 10 + 1 : column * 10 + 9])
        for column in range(16)
        for row in range(9)
    ]
    assert max(inside) < 0.05
    assert 0.3 < float(np.mean(cells)) < 0.7
    assert sum(0.1 < cell < 0.9 for cell in cells) < 40


@look("squareswire")
def square_replacement(blends: Blends) -> None:
    half = blends.share("squareswire", 0.5)
    growing = [(7.5 / 16, 4.5 / 9)]
    assert new(half, UPPER_LEFT, *growing)
    assert old(half, LOWER_RIGHT, (8 / 16, 5 / 9))


@look("polka")
def polka_dot(blends: Blends) -> None:
    half = blends.share("polka", 0.5)
    dots = [((column + 0.5) / 14, (row + 0.5) / 8) for column in range(14) for row in range(8)]
    gaps = [(column / 14, row / 8) for column in range(1, 14) for row in range(1, 8)]
    assert new(half, *dots)
    assert old(half, *gaps)


@look("circlecrop")
def circle_crop_mask(blends: Blends) -> None:
    early, late = blends.bright("circlecrop", 0.125), blends.bright("circlecrop", 0.875)
    assert blends.bright("circlecrop", 0.5).mean() < 25
    assert at(early, *MIDDLE) == DARK
    assert at(late, *MIDDLE) == BRIGHT
    assert all(at(picture, *corner) < 20 for picture in (early, late) for corner in CORNERS)


@look("circle")
def ellipse_mask(blends: Blends) -> None:
    half = blends.share("circle", 0.5)
    assert new(half, MIDDLE, (0.18, 0.5), (0.5, 0.18))
    assert old(half, *CORNERS, (0.1, 0.5), (0.5, 0.1))
    assert ((half > 0.1) & (half < 0.9)).mean() < 0.03


@look("circleopen")
def ellipse_dissolve(blends: Blends) -> None:
    half = blends.share("circleopen", 0.5)
    assert new(half, MIDDLE)
    assert old(half, *CORNERS)
    assert ((half > 0.1) & (half < 0.9)).mean() > 0.3


@look("zoomincircles")
def circle_zoom_in(blends: Blends) -> None:
    spots = [(blends.bright("zoomincircles", moment, SPOT) > 125).sum() for moment in (0.0, 0.2)]
    late = blends.share("zoomincircles", 0.6)
    assert spots[1] > 1.5 * spots[0]
    assert new(late, MIDDLE)
    assert old(late, *CORNERS)


@look("heart")
def heart_mask(blends: Blends) -> None:
    half = blends.share("heart", 0.4) > 0.5
    rows = np.flatnonzero(half[:, 80])
    top, bottom = int(rows[0]), int(rows[-1])
    lobes = [column for column in (68, 92) if half[top - 2, column]]
    widths = half.sum(axis=1)
    assert len(lobes) == 2
    assert half[45, 80]
    assert widths[bottom] < 8 < widths[top + 3]
    assert old(blends.share("heart", 0.4), *CORNERS)


@look("polarfunction")
def petal_mask(blends: Blends) -> None:
    assert changes(around(blends.share("polarfunction", 0.3), 0.32)) == 12
