"""Dissolves and motions do what their labels say: how the pictures turn, bend, move and mix."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from blends import (
    BARS,
    BOTTOM,
    BRIGHT,
    CORNERS,
    DARK,
    HEIGHT,
    LEFT,
    LOWER_RIGHT,
    MIDDLE,
    RAMP,
    RIGHT,
    ROWS,
    SPOT,
    TOP,
    UPPER_LEFT,
    WIDTH,
    Blends,
    around,
    at,
    changes,
    drawn,
    edged,
    new,
    old,
    plain,
)

from timeline_dsl.catalog import table

LOOKS: dict[str, Callable[[Blends], None]] = {}
NAMES = [row.id for row in table("transitions") if row.family in ("dissolve", "motion")]


def look(name: str) -> Callable[[Callable[[Blends], None]], Callable[[Blends], None]]:
    """Register what is to be seen of a transition."""

    def register(check: Callable[[Blends], None]) -> Callable[[Blends], None]:
        LOOKS[name] = check
        return check

    return register


@pytest.mark.parametrize("name", NAMES)
def test_a_motion_looks_as_its_label_says(name: str, blends: Blends) -> None:
    LOOKS[name](blends)


@look("fade")
def fade(blends: Blends) -> None:
    assert np.abs(blends.share("fade", 0.5) - 0.5).max() < 0.02


@look("fadecolor")
def colour_fade(blends: Blends) -> None:
    assert blends.bright("fadecolor", 0.5).max() <= 17
    assert blends.bright("fadecolor", 0.25, plain(BRIGHT)).max() < 150


@look("fadegrayscale")
def grey_fade(blends: Blends) -> None:
    colored = plain(120, 60, 200)
    reds = [blends("fadegrayscale", moment, colored, colored)[2].mean() for moment in (0.2, 0.4, 0.5, 0.6, 0.8)]
    assert max(abs(red - 128) for red in reds[1:4]) < 2
    assert all(140 < red < 190 for red in (reds[0], reds[-1]))  # its colours go as they come
    assert abs(blends.share("fadegrayscale", 0.5).mean() - 0.5) < 0.02


@look("colordistance")
def colour_dissolve(blends: Blends) -> None:
    half = blends.bright("colordistance", 0.5, drawn(lambda x, y: np.where(x < 0.5, BRIGHT - 30, 20)))
    assert at(half, *LEFT) > BRIGHT - 5
    assert at(half, *RIGHT) < 80
    assert 0.4 < (blends.bright("colordistance", 0.35, plain(DARK), plain(DARK + 100))[45, 80] - DARK) / 100 < 0.6


@look("colorphase")
def hue_dissolve(blends: Blends) -> None:
    early, late = (blends("colorphase", moment, plain(16), plain(235)) for moment in (0.3, 0.7))
    assert early[2].mean() > 140
    assert late[1].mean() < 116


@look("crosshatch")
def linear_dissolve(blends: Blends) -> None:
    half = blends.share("crosshatch", 0.5) > 0.5
    rows, columns = half.mean(axis=1), half.mean(axis=0)
    assert rows.std() > 0.1
    assert columns.std() > 0.1
    assert (rows > 0.9).sum() > 3
    assert 0.2 < half.mean() < 0.8


@look("hexagonalize")
def honeycomb_dissolve(blends: Blends) -> None:
    # few colours, in cells that stand aside of each other from row to row
    half = blends.bright("hexagonalize", 0.4, RAMP, RAMP)
    assert len(np.unique(half)) < len(np.unique(RAMP[0])) / 3
    assert np.abs(half - RAMP[0]).max() > 5


@look("pixelize")
def pixel_dissolve(blends: Blends) -> None:
    half = blends.bright("pixelize", 0.45, RAMP, RAMP)
    assert len(np.unique(half)) < len(np.unique(RAMP[0])) / 3
    assert (np.diff(half, axis=1) == 0).mean() > 0.7


@look("perlin")
def spreading(blends: Blends) -> None:
    half = blends.share("perlin", 0.5)
    edges = (np.diff(half > 0.5, axis=1) != 0).mean()
    assert 0.25 < half.mean() < 0.75
    assert 0.005 < edges < 0.1


@look("morph")
def snow_noise_dissolve(blends: Blends) -> None:
    half = blends.bright("morph", 0.5)
    assert np.abs(np.diff(half, axis=1)).mean() > 30
    assert np.ptp(half) > 200


@look("multiplyblend")
def multi_layer_blend(blends: Blends) -> None:
    half = blends.bright("multiplyblend", 0.5, plain(150), plain(150))
    assert 16 < half.mean() < 120


@look("burn")
def burn(blends: Blends) -> None:
    early, half = blends("burn", 0.25), blends("burn", 0.5)
    assert early[0].mean() > DARK + 40
    assert early[2].mean() > 140
    assert half[0].mean() > BRIGHT
    assert half[2].mean() > 135


@look("flyeye")
def fly_eye(blends: Blends) -> None:
    # each facet goes over the whole ramp once more
    half = blends.bright("flyeye", 0.5, RAMP, RAMP)
    assert changes(half[46], 120.0) > 16


@look("simplezoom")
def zoom_in_and_vanish(blends: Blends) -> None:
    spots = [(blends.bright("simplezoom", moment, SPOT, plain(40)) > 125).sum() for moment in (0.0, 0.3)]
    assert spots[1] > 1.5 * spots[0]
    assert blends.share("simplezoom", 0.8).mean() > 0.7


@look("dreamyzoom")
def dreamy_zoom(blends: Blends) -> None:
    # closer, brighter, aslant
    spots = [(blends.bright("dreamyzoom", moment, SPOT, plain(40)) > 180).sum() for moment in (0.0, 0.3)]
    slanted = blends.bright("dreamyzoom", 0.3, BARS, plain(40))
    assert spots[1] > 1.5 * spots[0]
    assert blends.bright("dreamyzoom", 0.3).mean() > DARK + 20
    assert (np.abs(np.diff(slanted, axis=0)) > 15).any()


@look("linearblur")
def linear_blur(blends: Blends) -> None:
    across, down = blends.bright("linearblur", 0.5, BARS, BARS), blends.bright("linearblur", 0.5, ROWS, ROWS)
    assert across.std() < BARS[0].std() / 3
    assert down.std() > ROWS[0].std() * 0.8


@look("displacement")
def spin_blur(blends: Blends) -> None:
    turned = blends.bright("displacement", 0.3, RAMP)
    blurred = blends.bright("displacement", 0.5, BARS, BARS)
    seen = [blends.bright("displacement", moment, BARS, ROWS) for moment in np.arange(0.4, 0.6, 0.025)]
    steps = [np.abs(one - other).mean() for one, other in pairwise(seen)]
    assert abs(at(turned, 0.6, 0.5) - at(RAMP[0].astype(float), 0.6, 0.5)) > 8
    assert abs(at(turned, *TOP) - at(turned, *BOTTOM)) > 20  # everything turns
    assert blurred.std() < 0.8 * BARS[0].std()
    assert max(steps) < 1.8 * np.median(steps)


@look("swirl")
def centre_rotation(blends: Blends) -> None:
    # the middle turns, what lies around does not
    turned = blends.bright("swirl", 0.25, RAMP)
    assert at(turned, 0.6, 0.5) < at(turned, 0.4, 0.5) - 10
    wound = blends.bright("swirl", 0.5, RAMP, RAMP) - RAMP[0]
    assert max(abs(at(wound, *place)) for place in (LEFT, RIGHT, *CORNERS, (0.15, 0.2), (0.85, 0.8))) < 1
    assert np.abs(wound).max() > 20


@look("rotatescalefade")
def rotate_scale_and_fade(blends: Blends) -> None:
    quarter = blends.bright("rotatescalefade", 0.3, RAMP)
    assert all(at(quarter, *corner) < 20 for corner in CORNERS)
    assert at(quarter, *MIDDLE) > 60
    assert 0.4 < blends.share("rotatescalefade", 0.5)[45, 80] < 0.6


@look("squeeze")
def push_inward(blends: Blends) -> None:
    half = blends.bright("squeeze", 0.5, drawn(lambda x, y: 40 + 100 * y))
    assert at(half, *TOP) == BRIGHT == at(half, *BOTTOM)
    assert abs(at(half, *MIDDLE) - 90) < 4
    assert at(half, 0.5, 0.3) < 60


@look("swap")
def cut_in_swap(blends: Blends) -> None:
    early, late = blends.bright("swap", 0.4), blends.bright("swap", 0.6)
    assert at(early, 0.25, 0.5) == DARK
    assert at(early, 0.85, 0.5) == BRIGHT
    assert early[:4].max() <= 16
    assert at(early, 0.57, 0.5) == DARK
    assert at(late, 0.43, 0.5) == BRIGHT


@look("bounce_up")
def bounce_up(blends: Blends) -> None:
    early = blends.share("bounce_up", 0.3)
    seen = [blends.share("bounce_up", moment).mean() for moment in np.arange(0, 1, 0.05)]
    assert new(early, (0.5, 0.9))
    assert old(early, (0.5, 0.1))
    assert min(np.diff(seen)) < -0.05


@look("bounce_down")
def bounce_down(blends: Blends) -> None:
    early = blends.share("bounce_down", 0.3)
    seen = [blends.share("bounce_down", moment).mean() for moment in np.arange(0, 1, 0.05)]
    assert new(early, (0.5, 0.1))
    assert old(early, (0.5, 0.9))
    assert min(np.diff(seen)) < -0.05


@look("cube")
def cube(blends: Blends) -> None:
    half = blends.bright("cube", 0.5)
    heights = [(half[:, round(x * WIDTH)] > 20).sum() for x in (0.2, 0.48, 0.52, 0.8)]
    assert at(half, 0.3, 0.5) < DARK
    assert 100 < at(half, 0.7, 0.5) < BRIGHT
    assert heights[0] < heights[1]
    assert heights[3] < heights[2]
    assert all(at(half, *corner) < 20 for corner in CORNERS)


@look("gridflip")
def grid_flip(blends: Blends) -> None:
    half = blends.bright("gridflip", 0.45)
    early, late = blends.bright("gridflip", 0.3), blends.bright("gridflip", 0.7)
    assert 0.1 < (half < 20).mean() < 0.8
    assert at(early, *LOWER_RIGHT) == DARK
    assert (late > 150).mean() > 0.7


@look("mosaic")
def photo_album(blends: Blends) -> None:
    half, first = blends.bright("mosaic", 0.5), blends.bright("mosaic", 1 / 40)
    both = [(np.abs(half - bright) < 3).mean() for bright in (DARK, BRIGHT)]
    assert min(both) > 0.2
    assert (half > 230).mean() > 0.02
    assert changes(half[20], 130.0) >= 4
    assert (first == DARK).mean() > 0.9  # it starts gently


@look("kaleidoscope")
def kaleidoscope(blends: Blends) -> None:
    ring = around(blends.bright("kaleidoscope", 0.5, RAMP, RAMP), 0.35)
    assert float(np.abs(ring - np.roll(ring, 30)).mean()) < 2
    assert ring.std() > 4


@look("dreamy")
def gentle_sway(blends: Blends) -> None:
    half = blends.bright("dreamy", 0.3, RAMP, RAMP)
    shifts = (half - RAMP[0]).mean(axis=1)
    assert np.ptp(shifts) > 8
    assert np.abs(np.diff(shifts)).max() < 3


@look("undulatingburnout")
def wave_zoom_in(blends: Blends) -> None:
    half = blends.share("undulatingburnout", 0.4)
    assert new(half, MIDDLE)
    assert old(half, *CORNERS)
    assert max(changes(around(half, radius)) for radius in (0.3, 0.35, 0.4)) >= 20


@look("crazyparametricfun")
def space_ripple(blends: Blends) -> None:
    half = blends.bright("crazyparametricfun", 0.4, RAMP, RAMP) - RAMP[0]
    assert half.std() > 6
    assert changes(half[45], 0.0) > 4
    assert changes(half[:, 80], 0.0) > 4


@look("ripple")
def ripple(blends: Blends) -> None:
    half = blends.bright("ripple", 0.3)
    line = half[45, 80:]
    assert around(half, 0.3).std() < line.std() / 2
    assert changes(line, float(line.mean())) > 8


@look("waterdrop")
def water_drop(blends: Blends) -> None:
    half = blends.share("waterdrop", 0.5)
    rings = blends.bright("waterdrop", 0.5, plain(120), plain(120))[45, 80:]
    assert new(half, MIDDLE)
    assert old(half, *CORNERS)
    assert changes(rings, 120.0) > 4


@look("crosswarp")
def tunnel_warp(blends: Blends) -> None:
    half = blends.bright("crosswarp", 0.4)
    wall, shade = (blends.bright("crosswarp", 0.4, before, plain(16))[45, 100:] - 16 for before in (RAMP, plain(116)))
    assert at(half, *MIDDLE) > 140
    assert abs(at(half, *UPPER_LEFT) - DARK) < 10
    assert half[45].min() < 40
    # along the wall the picture is seen again and again
    along = np.diff((wall / shade)[::6])
    assert along.min() < -0.05
    assert along.max() > 0.05


@look("directionalwarp")
def twisting_warp(blends: Blends) -> None:
    half = blends.share("directionalwarp", 0.5)
    twisted = blends.bright("directionalwarp", 0.4, RAMP, RAMP)
    spots = [(blends.bright("directionalwarp", moment, SPOT, SPOT) > 125).sum() for moment in (0.0, 0.5)]
    assert half[:20, :40].mean() > 0.9
    assert half[-20:, -40:].mean() < 0.2
    assert np.abs(twisted - RAMP[0]).mean() > 5
    assert spots[1] > 1.5 * spots[0]  # closer


@look("glitchmemories")
def glitch(blends: Blends) -> None:
    half = blends.bright("glitchmemories", 0.4, RAMP, RAMP)
    apart = blends("glitchmemories", 0.4, *(edged(),) * 2)
    assert (np.abs(np.diff(half, axis=1)) > 20).sum() > 20
    assert np.abs(apart[1].astype(int) - apart[2]).max() > 30


@look("glitchdisplace")
def glitch_alternation(blends: Blends) -> None:
    # whole lines of either picture, torn aside, and others in the next moment
    one, other = (blends.share("glitchdisplace", moment) > 0.5 for moment in (0.45, 0.55))
    torn = blends.bright("glitchdisplace", 0.5, RAMP, RAMP)
    assert (one == one[:, :1]).all()
    assert 0 < one[:, 80].sum() < HEIGHT
    assert (one != other).any()
    assert np.abs(torn - RAMP[0]).mean(axis=1).max() > 12
