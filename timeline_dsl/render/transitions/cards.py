"""Pictures as flat things in space: doors, cards, cubes, tiles, and what slides and falls."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from timeline_dsl.render.transitions.brush import paints
from timeline_dsl.render.transitions.dissolves import envelope
from timeline_dsl.render.transitions.ground import (
    BLACK,
    WHITE,
    Field,
    Ground,
    blend,
    chance,
    inner,
    nothing,
    smooth,
    toward,
    without,
)
from timeline_dsl.render.transitions.wipes import cells

if TYPE_CHECKING:
    from timeline_dsl.render.painted import Planes


@paints("doorway")
def doors(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The picture splits into two doors that open to the sides; the next one comes closer behind them."""
    width = max(0.5 * math.cos(math.pi / 2 * moment), 1e-4)
    near = 0.5 * math.sin(math.pi / 2 * moment)
    from_edge = np.minimum(at.x, 1 - at.x)
    leaf = from_edge / width  # 0 at the hinge, 1 where the doors met
    u = np.where(at.x < 0.5, leaf, 2 - leaf) / 2
    v = at.dy * (1 + near * leaf) + 0.5
    door = toward(at.sampled(before, u.clip(0, 0.999), v, "nothing"), BLACK, 0.5 * near * leaf.clip(0, 1))
    room = at.sampled(after, *at.turned(0.0, 0.55 + 0.45 * moment), "nothing")
    return blend(door, room, leaf > 1)


@paints("swap")
def swap(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The front card goes aside and back, the one behind it comes to the front."""
    aside = 0.55 * envelope(moment)
    one = _card(at, before, -aside, 1 - 0.5 * moment)
    other = _card(at, after, aside, 0.5 + 0.5 * moment)
    ground = nothing(at.seen(before))
    lower, upper = (other, one) if moment < 0.5 else (one, other)
    for view, seen in (lower, upper):
        ground = blend(ground, view, seen)
    return ground


def _card(at: Ground, picture: Planes, right: float, scale: float) -> tuple[Planes, NDArray[np.bool_]]:
    """A picture made smaller and moved aside (in heights), and where it is."""
    u = (at.dx - right) / (scale * at.aspect) + 0.5
    v = at.dy / scale + 0.5
    inside = (u >= 0) & (u < 1) & (v >= 0) & (v < 1)
    return at.sampled(picture, u, v), inside


@paints("cube")
def cube(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The faces of a cube that turns to the left, seen from in front."""
    back = 0.5 * envelope(moment)
    turn = np.pi / 2 * smooth(moment)
    ground = nothing(at.seen(before))
    for picture, angle in ((before, -turn), (after, np.pi / 2 - turn)):
        u, v, seen = _face(at, angle, back)
        shade = 0.55 * math.sin(abs(angle))
        view = toward(at.sampled(picture, u, v), BLACK, shade)
        ground = blend(ground, view, seen)
    return ground


_EYE = 1.4  # how far the eye is from a face that fills the picture, in widths of it


def _face(at: Ground, angle: float, back: float) -> tuple[Field, Field, NDArray[np.bool_]]:
    """What of a face of a cube (in widths of the picture) is seen where; `angle` turns it to the right."""
    sin, cos = math.sin(angle), math.cos(angle)
    across = at.x - 0.5
    distance = _EYE + 0.5 + back
    slope = across * sin - _EYE * cos
    slope = np.where(np.abs(slope) < 1e-6, 1e-6, slope)
    # how many times the way to the screen the face is away
    far = (0.5 - distance * cos) / slope
    u = far * across * cos + (far * _EYE - distance) * sin + 0.5
    v = far * at.dy + 0.5
    seen = (far > 0) & (u >= 0) & (u < 1) & (v >= 0) & (v < 1)
    if distance * cos <= 0.5:  # the eye is not before this face
        seen = np.zeros_like(seen)
    return u, v, seen


@paints("gridflip")
def grid_flip(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Tiles turn over one after another, and have the next picture on their backs."""
    rows = 4
    across, down, columns = cells(at, rows)
    tile, row = np.floor(across), np.floor(down)
    late = chance(tile, row, seed=31) * 0.2 + (tile / columns + row / rows) * 0.15
    own = smooth(((moment - late) / 0.5).clip(0, 1))
    wide = np.cos(np.pi * own)
    flat = np.maximum(np.abs(wide), 0.02)
    local = (inner(across) - 0.5) / flat
    u = (tile + 0.5 + local) / columns
    tiles = at.faded(before, after, own >= 0.5, u, at.y)
    shade = (1 - np.abs(wide)) * 0.5
    edge = 0.02 * (own > 0) * (own < 1)
    gap = (np.abs(local) > 0.5 - edge) | (np.abs(inner(down) - 0.5) > 0.5 - edge)
    return without(toward(tiles, BLACK, shade), gap)


@paints("mosaic")
def photo_album(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """Back to a wall full of photographs, along it, and into another one of them."""
    lean = envelope(moment) ** 2  # it starts gently
    way = smooth(moment)
    scale = 1 + 2.4 * lean
    across = (at.x - 0.5) * scale + 0.5 + 2 * way
    down = at.dy * scale + 0.5 + way
    column, row = np.floor(across), np.floor(down)
    u, v = inner(across), inner(down)
    # (0, 0) is where it starts, (2, 1) where it ends
    second = (chance(column, row, seed=41) < 0.5) & ~((column == 0) & (row == 0)) | ((column == 2) & (row == 1))
    photos = at.faded(before, after, second, u, v)
    frame = 0.03 * min(1.0, 4 * lean)
    rim = (np.minimum(u, 1 - u) < frame / at.aspect) | (np.minimum(v, 1 - v) < frame)
    return toward(photos, WHITE, rim.astype(np.float32))


_BOUNCES = ((0.0, 1.0, 0.0), (1.0, 2.0, 0.75), (2.0, 2.5, 0.9375), (2.5, 2.75, 0.984375))
"""Arcs between two knocks on the ground: from, to, and how low the highest place between them is."""


def bounced(moment: float) -> float:
    """How far something has fallen (0 to 1) that bounces three times off the ground."""
    time = moment * _BOUNCES[-1][1]
    start, end, low = next(arc for arc in _BOUNCES if time <= arc[1])
    top = 0.0 if start == 0 else (start + end) / 2
    return low + (time - top) ** 2


def _fallen(at: Ground, moment: float, before: Planes, after: Planes, direction: int) -> Planes:
    """The picture falls out of view and bounces; the next one was behind it. `direction` is 1 downward, -1 upward."""
    way = bounced(moment) * direction
    v = at.y - way
    view = at.sampled(before, at.x, v)
    gone = (v < 0) | (v >= 1)
    near = np.where(v < 0, -v, v - 1)  # a shadow beside its edge
    shadow = 0.4 * np.clip(1 - near / 0.06, 0, 1) * (min(1, 8 * (1 - moment)))
    below = toward(at.seen(after), BLACK, np.where((v < 0) | (v >= 1), shadow, 0))
    return blend(view, below, gone)


@paints("bounce_down")
def bounce_down(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The picture drops, and bounces off the lower edge until it is gone."""
    return _fallen(at, moment, before, after, 1)


@paints("bounce_up")
def bounce_up(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The picture flies up, and bounces off the upper edge until it is gone."""
    return _fallen(at, moment, before, after, -1)


def _jagged(at: Ground, moment: float, before: Planes, after: Planes, direction: int) -> Planes:
    """The picture leaves in bars, each at its own time."""
    bar = np.floor(at.x * 30)
    late = chance(bar, seed=51) * 0.3 + chance(np.floor(bar / 3), seed=52) * 0.2
    own = ((moment - late) / 0.5).clip(0, 1)
    way = own * own * direction
    v = at.y - way
    gone = (v < 0) | (v >= 1) | (own >= 1)
    u = at.x
    return blend(at.sampled(before, u, v), at.seen(after), gone)


@paints("doomscreentransition_down")
def jagged_fall(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The picture falls down in bars."""
    return _jagged(at, moment, before, after, 1)


@paints("doomscreentransition_up")
def jagged_rise(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
    """The picture rises in bars."""
    return _jagged(at, moment, before, after, -1)
