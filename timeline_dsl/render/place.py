"""Where a picture lies on the output: the placement rules as pure sums over pixels."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Literal

import attrs

from timeline_dsl.units import Length, Ratio, exact

Size = tuple[int, int]
"""Width and height in pixels."""

Fit = Literal["Fill", "Contain", "Cover"]


@attrs.frozen(slots=True)
class Rect:
    """A rectangle of pixels: `x` and `y` of its top left corner, width and height. It may lie outside the picture."""

    x: int
    y: int
    width: int
    height: int

    @property
    def size(self) -> Size:
        """Width and height."""
        return self.width, self.height

    def holds(self, other: Rect) -> bool:
        """Whether `other` lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and self.x + self.width >= other.x + other.width
            and self.y + self.height >= other.y + other.height
        )

    def common(self, other: Rect) -> Rect | None:
        """What both cover, or None."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        return Rect(left, top, right - left, bottom - top) if left < right and top < bottom else None

    def resized(self, canvas: Size, other: Size) -> Rect:
        """The same place on a canvas of another size. Rectangles that meet still meet."""
        left, right = (_near(Fraction(edge * other[0], canvas[0])) for edge in (self.x, self.x + self.width))
        top, bottom = (_near(Fraction(edge * other[1], canvas[1])) for edge in (self.y, self.y + self.height))
        return Rect(left, top, max(right - left, 1), max(bottom - top, 1))


@attrs.frozen(kw_only=True, slots=True)
class Placement:
    """`cut` (pixels of the source; None is all of it) scaled to the size of `box`, a rectangle of the output."""

    box: Rect
    cut: Rect | None = None


def pixels(length: Length, whole: int) -> int:
    """A position or size in pixels, where `whole` is the side of the output it counts on."""
    exactly = exact(float(length)) * whole if isinstance(length, Ratio) else exact(float(length))
    return _near(exactly)


def _near(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


def placed(
    source: Size,
    canvas: Size,
    *,
    x: Length | None = None,
    y: Length | None = None,
    width: Length | None = None,
    height: Length | None = None,
    fit: Fit = "Fill",
) -> Placement:
    """Where a picture of the size `source` lies on an output of the size `canvas`.

    Without a size the picture is fitted into the output and centred; a position alone moves it. With one side the
    other keeps the picture's shape. With both, `fit` decides: stretched, fitted inside the box, or covering it.
    """
    if width is None and height is None:
        box = fitted(source, Rect(0, 0, *canvas))
        return Placement(
            box=attrs.evolve(
                box, x=box.x if x is None else pixels(x, canvas[0]), y=box.y if y is None else pixels(y, canvas[1])
            )
        )
    left, top = (0 if at is None else pixels(at, side) for at, side in zip((x, y), canvas, strict=True))
    wide = None if width is None else max(pixels(width, canvas[0]), 1)
    high = None if height is None else max(pixels(height, canvas[1]), 1)
    if wide is None or high is None:
        wide = wide or max(_near(Fraction(source[0] * (high or 1), source[1])), 1)
        high = high or max(_near(Fraction(source[1] * wide, source[0])), 1)
        return Placement(box=Rect(left, top, wide, high))
    box = Rect(left, top, wide, high)
    if fit == "Contain":
        return Placement(box=fitted(source, box))
    if fit == "Cover":
        return Placement(box=box, cut=middle_of(source, box.size))
    return Placement(box=box)


def fitted(source: Size, box: Rect) -> Rect:
    """The largest rectangle of the shape of `source` in the middle of `box`."""
    scale = min(Fraction(box.width, source[0]), Fraction(box.height, source[1]))
    width, height = (max(_near(side * scale), 1) for side in source)
    return Rect(box.x + _even_half(box.width - width), box.y + _even_half(box.height - height), width, height)


def _even_half(room: int) -> int:
    # colour is kept for two by two pixels: bars of an even width keep it sharp
    half = room // 2
    return half - half % 2 if room > 1 else half


def middle_of(source: Size, shape: Size) -> Rect | None:
    """The largest part of `source` with the proportions of `shape`, out of its middle; None when it is all of it."""
    scale = max(Fraction(shape[0], source[0]), Fraction(shape[1], source[1]))
    width, height = (min(max(_near(side / scale), 1), most) for side, most in zip(shape, source, strict=True))
    if (width, height) == source:
        return None
    return Rect((source[0] - width) // 2, (source[1] - height) // 2, width, height)


def part_of(source: Size, *, x: Length | None, y: Length | None, width: Length | None, height: Length | None) -> Rect:
    """A part of a picture given in shares or pixels of it, kept inside; what is not given reaches to the edge."""
    left, top = (
        0 if at is None else min(max(pixels(at, side), 0), side - 1) for at, side in zip((x, y), source, strict=True)
    )
    wide = source[0] - left if width is None else min(max(pixels(width, source[0]), 1), source[0] - left)
    high = source[1] - top if height is None else min(max(pixels(height, source[1]), 1), source[1] - top)
    return Rect(left, top, wide, high)
