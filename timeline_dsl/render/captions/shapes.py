"""Outlines in ASS's drawing commands: boxes, bubbles, sectors and scattered cells."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import attrs

from timeline_dsl.render.captions.block import Rect

Point = tuple[float, float]

FINENESS = 4
"""Drawings count in eighths of a pixel: ASS's `\\p4`, and the first number of `\\clip`."""

_ROUND = 0.5523  # how far the handles of a curve reach so that four of them make a circle


@attrs.frozen(slots=True)
class Shape:
    """A filled outline. `place` is where it lies; `drawing` counts from the upper left corner of it."""

    drawing: str
    place: Rect


def polygon(points: Sequence[Point]) -> str:
    """Straight lines from point to point, and back to the first."""
    first, *rest = (_at(point) for point in points)
    return f"m {first} l {' '.join(rest)}"


def rectangles(rects: Iterable[Rect]) -> str:
    """Several rectangles as one outline; where they overlap they are still one."""
    return " ".join(
        polygon([(rect.left, rect.top), (rect.right, rect.top), (rect.right, rect.bottom), (rect.left, rect.bottom)])
        for rect in rects
    )


def rounded(width: float, height: float, radius: float) -> str:
    """A rectangle with round corners."""
    radius = min(max(radius, 0.0), width / 2, height / 2)
    if radius < 0.5:
        return rectangles([Rect(0, 0, width, height)])
    reach = radius * (1 - _ROUND)
    right, low = width - radius, height - radius
    return " ".join(
        (
            f"m {_at((radius, 0))} l {_at((right, 0))}",
            _curve((width - reach, 0), (width, reach), (width, radius)),
            f"l {_at((width, low))}",
            _curve((width, height - reach), (width - reach, height), (right, height)),
            f"l {_at((radius, height))}",
            _curve((reach, height), (0, height - reach), (0, low)),
            f"l {_at((0, radius))}",
            _curve((0, reach), (reach, 0), (radius, 0)),
        )
    )


def ellipse(width: float, height: float) -> str:
    """An ellipse that fills its rectangle."""
    x, y = width / 2, height / 2
    across, down = x * _ROUND, y * _ROUND
    return " ".join(
        (
            f"m {_at((x, 0))}",
            _curve((x + across, 0), (width, y - down), (width, y)),
            _curve((width, y + down), (x + across, height), (x, height)),
            _curve((x - across, height), (0, y + down), (0, y)),
            _curve((0, y - down), (x - across, 0), (x, 0)),
        )
    )


def burst(width: float, height: float, points: int = 18, depth: float = 0.16) -> str:
    """A star with many points, for what is shouted."""
    x, y = width / 2, height / 2
    corners = []
    for corner in range(2 * points):
        angle = math.pi * corner / points
        reach = 1.0 - depth * (corner % 2)
        corners.append((x + x * reach * math.cos(angle), y + y * reach * math.sin(angle)))
    return polygon(corners)


def cloud(width: float, height: float, puffs: int = 10) -> str:
    """An ellipse with a scalloped edge, for what is thought."""
    corners = [_on_ellipse(width, height, 0.84, puff / puffs) for puff in range(puffs)]
    parts = [f"m {_at(corners[0])}"]
    for puff, end in enumerate([*corners[1:], corners[0]]):
        first, second = (_on_ellipse(width, height, 1.22, (puff + share) / puffs) for share in (0.3, 0.7))
        parts.append(_curve(_within(first, width, height), _within(second, width, height), end))
    return " ".join(parts)


def _on_ellipse(width: float, height: float, reach: float, share: float) -> Point:
    angle = 2 * math.pi * share
    return width / 2 * (1 + reach * math.cos(angle)), height / 2 * (1 + reach * math.sin(angle))


def _within(point: Point, width: float, height: float) -> Point:
    return min(max(point[0], 0.0), width), min(max(point[1], 0.0), height)


def sector(middle: Point, radii: Point, start: float, end: float) -> str:
    """A slice of an ellipse between two angles in degrees, clockwise from the top."""
    steps = max(math.ceil((end - start) / 15), 1)
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    rim = [(middle[0] + radii[0] * math.sin(angle), middle[1] - radii[1] * math.cos(angle)) for angle in angles]
    return polygon([middle, *rim])


def _at(point: Point) -> str:
    scale = 1 << (FINENESS - 1)
    return f"{round(point[0] * scale)} {round(point[1] * scale)}"


def _curve(first: Point, second: Point, end: Point) -> str:
    return f"b {_at(first)} {_at(second)} {_at(end)}"
