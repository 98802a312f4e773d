"""Dissolves: one picture turns into the other where it stands, by colour, by grain, by light."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from timeline_dsl.render.transitions.brush import paints
from timeline_dsl.render.transitions.ground import BLACK, Ground, blend, chance, passed, ramp, smooth, toward

if TYPE_CHECKING:
    from timeline_dsl.render.painted import Planes

AMBER = (150, 54, 180)
GLOW = (225, 100, 142)

# red, green and blue of colours kept as brightness and two differences, by ITU-R BT.709
_TO_RGB = np.array([[1, 0, 1.5748], [1, -0.1873, -0.4681], [1, 1.8556, 0]], np.float32)
_FROM_RGB = np.linalg.inv(_TO_RGB.astype(np.float64)).astype(np.float32)


def spread(plane: NDArray[np.float32], like: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A plane of colour as large as the plane of brightness."""
    return plane.repeat(2, 0).repeat(2, 1)[: like.shape[0], : like.shape[1]]


def envelope(moment: float) -> float:
    """0 at both ends, 1 in the middle."""
    return math.sin(math.pi * moment)


@paints("fadecolor")
def through_black(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Down to black, and up again."""
    return toward(at.seen(before if moment < 0.5 else after), BLACK, smooth(1 - abs(2 * moment - 1)))


@paints("fadegrayscale")
def through_grey(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The colours go, grey fades into grey, and the colours of the next picture come."""
    mixed = blend(at.seen(before), at.seen(after), smooth(ramp(moment, 0.25, 0.75)))
    pale = smooth(ramp(1 - abs(2 * moment - 1), 0.0, 0.6))
    return (mixed[0], *toward((mixed[0], *mixed[1:3]), BLACK, pale)[1:], *mixed[3:])


@paints("colordistance")
def by_distance(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Pixels change first where the two pictures have nearly the same colour."""
    one, other = at.seen(before), at.seen(after)
    bright, blue, red = (right.astype(np.float32) - left for left, right in zip(one[:3], other[:3], strict=True))
    apart = np.abs(bright) + spread(np.abs(blue) + np.abs(red), one[0])
    # small differences are not seen to change: more of the time is for the large ones
    return blend(one, other, passed(ramp(apart, 0, 280) ** 1.2, moment, 0.4))


@paints("colorphase")
def by_hue(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Red changes first, then green, then blue."""
    one, other = at.seen(before), at.seen(after)
    shares = np.diag([smooth(ramp(moment, start, start + 0.5)) for start in (0.0, 0.25, 0.5)]).astype(np.float32)
    mix = _FROM_RGB @ shares @ _TO_RGB
    steps = [right.astype(np.float32) - left for left, right in zip(one[:3], other[:3], strict=True)]
    small = [steps[0][::2, ::2], steps[1], steps[2]]
    wide = [steps[0], spread(steps[1], one[0]), spread(steps[2], one[0])]
    planes = []
    for number, plane in enumerate(one[:3]):
        parts = small if number else wide
        moved = plane + sum(share * part for share, part in zip(mix[number], parts, strict=True))
        planes.append(np.clip(moved + 0.5, 0, 255).astype(np.uint8))
    # transparency changes evenly
    return (*planes, *blend(one, other, moment)[3:]) if len(one) == 4 else tuple(planes)


@paints("morph")
def snow(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Grain by grain, under snow as of an empty channel."""
    rows, columns = np.floor(at.y * 240), np.floor(at.x * (240 * at.aspect))
    order = at.kept("snow", lambda: chance(rows, columns, seed=21))
    mixed = blend(at.seen(before), at.seen(after), passed(order, moment, 0.2))
    step = int(moment * 24)
    flakes = chance(rows, columns, step, seed=22)
    shown = chance(rows, columns, step, seed=23) < (0.75 * envelope(moment))
    grey = (16 + flakes * 219).astype(np.uint8)
    bright = np.where(shown, grey, mixed[0])
    pale = toward(mixed, (0, 128, 128), shown.astype(np.float32))
    return (bright, *pale[1:])


@paints("multiplyblend")
def multiplied(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Both pictures lie on each other like slides, darkest in the middle."""
    one, other = at.seen(before), at.seen(after)
    low, high = ((plane[0].astype(np.float32) - 16) / 219 for plane in (one, other))
    bright = np.clip(16.5 + low * high * 219, 16, 235).astype(np.uint8)
    share = (low[::2, ::2], high[::2, ::2])
    colors = [
        np.clip(
            (left.astype(np.float32) - 128) * share[1] + (right.astype(np.float32) - 128) * share[0] + 128.5, 0, 255
        ).astype(np.uint8)
        for left, right in zip(one[1:3], other[1:3], strict=True)
    ]
    both = (bright, *colors, *(np.minimum(left, right) for left, right in zip(one[3:], other[3:], strict=True)))
    if moment < 0.5:
        return blend(one, both, smooth(2 * moment))
    return blend(both, other, smooth(2 * moment - 1))


@paints("burn")
def burnt(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The picture glows amber, then white, as film that burns, and cools into the next."""
    heat = (1.3 * envelope(moment)) - at.radius * (0.35 * envelope(moment))
    mixed = blend(at.seen(before), at.seen(after), smooth(ramp(moment, 0.4, 0.6)))
    amber = toward(mixed, AMBER, ramp(heat, 0.0, 0.8) * 0.85)
    return toward(amber, GLOW, ramp(heat, 0.6, 1.1))
