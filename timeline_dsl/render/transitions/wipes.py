"""Wipes, patterns and masks: each pixel changes once, and the motion is the order in which they do."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from timeline_dsl.render.transitions.brush import masked, ordered
from timeline_dsl.render.transitions.ground import Field, Ground, Weight, chance, clouds, inner, ramp


@ordered("directional", soft=0.02)
def diagonal(at: Ground) -> Field:
    """From the upper left corner to the lower right one."""
    return (at.x + at.y) / 2


@ordered("directionalwipe", soft=0.6)
def gradient(at: Ground) -> Field:
    """From left to right behind a broad soft edge."""
    return at.x


@ordered("radial", soft=0.2)
def round_wipe(at: Ground) -> Field:
    """A hand with a broad soft edge goes once round from nine o'clock, the other way than that of a clock."""
    return inner(0.5 - at.angle)


@ordered("angular")
def clock(at: Ground) -> Field:
    """A hand turns once from twelve o'clock."""
    return inner(at.angle + 0.25)


@ordered("wind", soft=0.06)
def lines(at: Ground) -> Field:
    """From left to right, every line at its own pace."""
    row = np.floor(at.y * 90)
    return at.x * 0.6 + chance(row, seed=3) * 0.4


def cells(at: Ground, rows: int) -> tuple[Field, Field, int]:
    """Places counted in square cells, so many one above the other: across, down, and how many stand side by side."""
    columns = max(round(rows * at.aspect), 1)
    return at.x * columns, at.y * rows, columns


@ordered("windowslice", soft=0.06)
def grid(at: Ground) -> Field:
    """The lines of a grid grow until they fill it, those at the left a little before those at the right."""
    across, down, _ = cells(at, 6)
    to_line: Field = np.minimum(0.5 - np.abs(inner(across) - 0.5), 0.5 - np.abs(inner(down) - 0.5)) * 2
    return at.x * 0.25 + to_line * 0.75


@ordered("windowblinds", soft=0.08)
def blinds(at: Ground) -> Field:
    """Ten slats open, each from its upper edge down."""
    return inner(at.y * 10)


def bow_tie(along: Field, across: Field, moment: float) -> Weight:
    """Two triangles with their bases on opposite edges: their points meet in the middle, then they widen."""
    if moment >= 1:
        return 1.0
    steep = math.tan(moment * math.pi / 2)
    inside: Field = steep * (np.abs(along) * 2 - max(0.0, 1 - 2 * moment)) - np.abs(across) * 2
    return ramp(inside, 0, 0.01)


@masked("bowTieVertical")
def bow_tie_vertical(at: Ground, moment: float) -> Weight:
    """The triangles come from above and below."""
    return bow_tie(at.y - 0.5, at.x - 0.5, moment)


@masked("bowTieHorizontal")
def bow_tie_horizontal(at: Ground, moment: float) -> Weight:
    """The triangles come from the left and the right."""
    return bow_tie(at.x - 0.5, at.y - 0.5, moment)


@ordered("luma", soft=0.05)
def diagonal_opening(at: Ground) -> Field:
    """A gap along a diagonal opens toward both corners."""
    return np.abs(at.x + at.y - 1)


@masked("pinwheel")
def pinwheel(at: Ground, moment: float) -> Weight:
    """Eight blades widen while they turn."""
    blade = inner(at.angle * 8 + moment)
    edge = 0.004 / np.maximum(at.radius, 0.02)
    return ((moment * (1 + edge) - blade) / edge).clip(0, 1)


@ordered("randomsquares", soft=0.15)
def random_squares(at: Ground) -> Field:
    """Squares change one after another, in any order."""
    across, down, _ = cells(at, 9)
    return chance(np.floor(across), np.floor(down), seed=5)


@ordered("squareswire", soft=0.05)
def square_replacement(at: Ground) -> Field:
    """Squares grow in the cells of a grid, from the upper left to the lower right."""
    across, down, columns = cells(at, 9)
    to_middle: Field = np.maximum(np.abs(inner(across) - 0.5), np.abs(inner(down) - 0.5)) * 2
    corner = (np.floor(across) + np.floor(down)) / (columns + 9 - 2)
    return corner * 0.6 + to_middle * 0.4


@ordered("polka", soft=0.04)
def polka_dots(at: Ground) -> Field:
    """Dots grow until they touch, and fill everything."""
    across, down, _ = cells(at, 8)
    to_middle: Field = (inner(across) - 0.5) ** 2 + (inner(down) - 0.5) ** 2
    return np.sqrt(to_middle * 2)


@ordered("circle")
def ellipse(at: Ground) -> Field:
    """A sharp ellipse grows from the middle."""
    return at.ellipse


@ordered("circleopen", soft=0.5)
def soft_ellipse(at: Ground) -> Field:
    """An ellipse with a broad soft edge grows from the middle."""
    return at.ellipse


def growing(at: Ground, outline: Callable[[Field], Field]) -> Field:
    """The order in which a shape grows from the middle; `outline` gives its radius by turns, clockwise from right."""
    reach = at.radius / outline(at.angle)
    # small for most of the picture, as the notches of the shape reach the corners late
    return (reach / _farthest(at.aspect, outline)) ** 0.7


def _farthest(aspect: float, outline: Callable[[Field], Field]) -> float:
    """How large the shape has to be to cover the edges of a picture."""
    steps = np.linspace(-0.5, 0.5, 400, dtype=np.float32)
    side = np.full_like(steps, 0.5)
    edges = [(steps * aspect, side), (steps * aspect, -side), (side * aspect, steps), (-side * aspect, steps)]
    return max(float((np.hypot(x, y) / outline(np.arctan2(y, x) / (2 * np.pi) % 1)).max()) for x, y in edges)


def _heart_outline() -> Callable[[Field], Field]:
    """The radius of (x² + y² − 1)³ = x² y³ where y counts upward."""
    turns = np.linspace(0, 1, 721)
    x, y = np.cos(turns * 2 * np.pi), -np.sin(turns * 2 * np.pi)
    low, high = np.zeros_like(turns), np.full_like(turns, 2.0)
    for _ in range(40):
        reach = (low + high) / 2
        inside = (reach**2 - 1) ** 3 - (reach * x) ** 2 * (reach * y) ** 3 <= 0
        low, high = np.where(inside, reach, low), np.where(inside, high, reach)
    return lambda at: np.interp(at, turns, low).astype(np.float32)


@ordered("heart")
def heart(at: Ground) -> Field:
    """A heart grows from the middle."""
    return growing(at, _heart_outline())


@ordered("polarfunction")
def petals(at: Ground) -> Field:
    """A flower of six petals grows from the middle."""
    return growing(at, lambda turns: 0.65 + 0.35 * np.cos(turns * (6 * 2 * np.pi)))


@ordered("perlin", soft=0.15)
def spreading(at: Ground) -> Field:
    """Spots of noise spread and run together."""
    noise = clouds(at.x * (6 * at.aspect), at.y * 6, seed=11)
    return ramp(noise, 0.15, 0.85)


@ordered("crosshatch", soft=0.1)
def hatching(at: Ground) -> Field:
    """Fine lines across and down change at random, those of the middle first."""
    rows, columns = np.floor(at.y * 120), np.floor(at.x * (120 * at.aspect))
    # the smaller of two chances is mostly small: evened out
    even: Field = 1 - (1 - np.minimum(chance(rows, seed=7), chance(columns, seed=8))) ** 2
    return at.ellipse * 0.3 + even * 0.7
