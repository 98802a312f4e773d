"""Warps: the picture bends, in waves or along a front, and the other one comes out of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from timeline_dsl.render.transitions.brush import paints
from timeline_dsl.render.transitions.dissolves import envelope
from timeline_dsl.render.transitions.ground import BLACK, WHITE, Field, Ground, blend, folded, ramp, smooth, toward

if TYPE_CHECKING:
    from timeline_dsl.render.painted import Planes

TURN = 2 * math.pi


@paints("dreamy")
def sway(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The picture sways from side to side like weeds in water, and the next one comes to rest."""
    share = smooth(ramp(moment, 0.2, 0.8))
    wave = np.sin(TURN * (at.y * 1.2 + 2 * moment)) * 0.07
    one = at.sampled(before, at.x + wave * min(2 * moment, 1), at.y, "mirror")
    other = at.sampled(after, at.x + wave * min(2 - 2 * moment, 1), at.y, "mirror")
    return blend(one, other, share)


@paints("ripple")
def ripple(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Rings run from the middle over the whole picture."""
    lean = envelope(moment)
    phase = TURN * (at.radius * 7 - 3 * moment)
    u, v = _pushed(at, np.sin(phase) * (0.03 * lean))
    view = at.faded(before, after, smooth(ramp(moment, 0.2, 0.8)), u, v, "mirror")
    return _lit(view, np.cos(phase) * lean)


@paints("waterdrop")
def water_drop(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Rings grow where a drop fell, and leave the next picture behind them."""
    behind = moment * (at.corner + 0.65) - 0.2 - at.radius
    strength = np.exp(-((behind / 0.2) ** 2)) * min(1.0, 6 * moment, 6 * (1 - moment))
    phase = TURN * behind * 9
    u, v = _pushed(at, np.sin(phase) * strength * 0.03)
    view = at.faded(before, after, smooth(ramp(behind, -0.05, 0.2)), u, v, "mirror")
    return _lit(view, np.cos(phase) * strength)


def _lit(picture: Planes, slope: Field) -> Planes:
    """The picture with light (1) and shade (-1) on the slopes of waves."""
    shaded = toward(picture, BLACK, (-slope).clip(0, 1) * 0.25)
    return toward(shaded, WHITE, slope.clip(0, 1) * 0.3)


def _pushed(at: Ground, lift: Field) -> tuple[Field, Field]:
    """Places moved away from the middle by `lift` heights."""
    share = lift / np.maximum(at.radius, 0.01)
    return at.x + at.dx * share / at.aspect, at.y + at.dy * share


@paints("crazyparametricfun")
def space_ripple(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Space itself folds: looping waves across and down at once."""
    lean = 0.16 * envelope(moment)
    phase = 1.5 * moment
    loops = TURN * (at.radius * 2.5 - phase)
    star = TURN * at.angle
    u = at.x + lean * np.cos(star * 3 + loops) * np.sin(loops)
    v = at.y + lean * np.sin(star * 3 - loops) * np.cos(loops * 0.5)
    return at.faded(before, after, smooth(ramp(moment, 0.3, 0.7)), u, v, "mirror")


@paints("crosswarp")
def tunnel(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """A flight through a tunnel: the picture lines its walls and streams past, the next one grows at its end."""
    far = at.kept("tunnel", lambda: at.radius / at.corner)
    deep = at.kept("depth", lambda: -np.log2(np.maximum(far, 0.02)))  # 0 at the corners, more toward the end
    end = moment**1.7
    lean = smooth(ramp(moment, 0.0, 0.4))
    # along the walls the picture repeats, as in mirrors, and comes nearer
    wall = 1 - folded(deep * 0.9 + 1.2 * moment)
    scale = 1 + lean * (wall / np.maximum(far, 0.02) - 1)
    walls = at.sampled(before, *_drawn_in(at, scale), "mirror", fine=False)
    walls = toward(walls, BLACK, (lean * 0.4 * (deep - max(-math.log2(max(end, 0.05)) - 2.5, 0))).clip(0, 0.8))
    opened = ramp(end * 1.03 - far, 0.0, 0.03)
    if not opened.any():
        return walls
    # its scale is ahead of its end, which never shows what lies beyond its edges
    opening = at.sampled(after, *_drawn_in(at, 1 / (1 - (1 - end) ** 4)), "edge")
    return blend(walls, opening, opened)


def _drawn_in(at: Ground, scale: Field | float) -> tuple[Field, Field]:
    return (at.x - 0.5) * scale + 0.5, at.dy * scale + 0.5


@paints("directionalwarp")
def twisting(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """A front goes over the picture from the upper left: it twists there, closer and closer, into the next one."""
    along = (at.x + at.y) / 2
    share = smooth(ramp(1.7 * moment - along * 0.7, 0.0, 1.0))
    rest = 1 - share
    one = at.sampled(before, *at.turned(share * 0.35, 1 + share * 1.5), "mirror")
    other = at.sampled(after, *at.turned(rest * -0.35, 1 + rest * 1.5), "mirror")
    return blend(one, other, smooth(ramp(share, 0.4, 0.6)))
