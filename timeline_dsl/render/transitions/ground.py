"""What motions are painted with: places of pixels, sampled and blended planes, and noise. Everything is NumPy.

A picture is a tuple of planes (`painted.Planes`): brightness, two planes of colour in half the width and height, and
transparency where it has one. It is painted band by band, so that what a band needs stays in the processor's cache.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

from timeline_dsl.render.place import Size

if TYPE_CHECKING:
    from timeline_dsl.render.painted import Planes

Field = NDArray[np.floating[Any]]
"""A number for every pixel of a band, or for every column (1 × width) or row (height × 1)."""

Weight = Field | NDArray[np.bool_] | float
"""How much of the second of two pictures is seen: 0 nothing, 1 all."""

Color = tuple[int, int, int]
"""Brightness and the two colours, as they stand in the planes (16 to 235 and 16 to 240 by the usual range)."""

BLACK: Color = (16, 128, 128)
WHITE: Color = (235, 128, 128)

Outside = Literal["edge", "mirror", "nothing"]
"""What lies beyond the edges of a picture: its outermost pixels, the picture mirrored, black or transparent."""

_BAND = 100_000  # pixels: some fields of so many numbers fit into the cache


def bands(size: Size) -> list[Ground]:
    """The bands of a picture, from top to bottom; each begins in an even row."""
    rows = max(_BAND // size[0] // 2 * 2, 2)
    return [Ground(size, first, min(first + rows, size[1])) for first in range(0, size[1], rows)]


class Ground:
    """A band of a picture: where its pixels lie."""

    def __init__(self, size: Size, first: int, end: int) -> None:
        self.size, self.first, self.end = size, first, end
        self._kept: dict[str, Any] = {}

    @cached_property
    def x(self) -> Field:
        """From 0 at the left edge to 1 at the right edge, a row."""
        return ((np.arange(self.size[0], dtype=np.float32) + 0.5) / self.size[0])[np.newaxis]

    @cached_property
    def y(self) -> Field:
        """From 0 at the upper edge to 1 at the lower edge, a column."""
        rows = np.arange(self.first, self.end, dtype=np.float32)
        return ((rows + 0.5) / self.size[1])[:, np.newaxis]

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.size[0] / self.size[1]

    @cached_property
    def dx(self) -> Field:
        """How far right of the middle, in heights of the picture."""
        return (self.x - 0.5) * self.aspect

    @cached_property
    def dy(self) -> Field:
        """How far below the middle, in heights of the picture."""
        return self.y - 0.5

    @cached_property
    def radius(self) -> Field:
        """How far from the middle, in heights of the picture."""
        return np.sqrt(self.dx * self.dx + self.dy * self.dy)

    @property
    def corner(self) -> float:
        """The radius of the corners."""
        return math.hypot(self.aspect, 1.0) / 2

    @cached_property
    def angle(self) -> Field:
        """The direction from the middle, in turns: 0 right, 1/4 below, up to 1."""
        return inner(np.arctan2(self.dy, self.dx) * (0.5 / np.pi))

    @property
    def ellipse(self) -> Field:
        """How far from the middle, by ellipses of the picture's shape: 1 is the corners."""
        across, down = self.x * 2 - 1, self.y * 2 - 1
        return np.sqrt((across * across + down * down) / 2)

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once for all pictures of a film."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def seen(self, picture: Planes) -> Planes:
        """The band of a picture as it is."""
        small, whole = slice(self.first // 2, -(-self.end // 2)), slice(self.first, self.end)
        return tuple(plane[small] if number in (1, 2) else plane[whole] for number, plane in enumerate(picture))

    def sampled(self, picture: Planes, u: Field, v: Field, outside: Outside = "edge", *, fine: bool = True) -> Planes:
        """The band with, at every pixel, what the picture shows at `u`, `v` (0 to 1 across and down).

        `fine` mixes the four pixels around, else the nearest one is taken.
        """
        return _Lookup(self, u, v, outside, fine).of(picture)

    def faded(
        self,
        before: Planes,
        after: Planes,
        share: Weight,
        u: Field,
        v: Field,
        outside: Outside = "edge",
        *,
        fine: bool = True,
    ) -> Planes:
        """Both pictures looked up at the same places, and blended: a picture of which nothing is seen costs nothing."""
        lookup = _Lookup(self, u, v, outside, fine)
        least, most = (share.min(), share.max()) if isinstance(share, np.ndarray) else (share, share)
        if most <= 0:
            return lookup.of(before)
        return lookup.of(after) if least >= 1 else blend(lookup.of(before), lookup.of(after), share)

    def turned(self, turns: float | Field, scale: float | Field = 1.0) -> tuple[Field, Field]:
        """The place that is seen at every pixel of a picture turned clockwise and enlarged about the middle."""
        turns = 2 * np.pi * np.asarray(turns, np.float32)
        cos, sin = np.cos(turns) / scale, np.sin(turns) / scale
        across = self.dx * cos + self.dy * sin
        down = self.dy * cos - self.dx * sin
        return across / self.aspect + 0.5, down + 0.5


def half(field: Any) -> Any:
    """A field of all pixels as one of the planes of colour."""
    return field[::2, ::2] if isinstance(field, np.ndarray) and field.ndim == 2 else field


def inner(place: Field) -> Field:
    """Where between two whole numbers a place lies, 0 to 1."""
    return place - np.floor(place)


def folded(place: Field) -> Field:
    """A place beyond the edges as the one that a mirror there shows."""
    away: Field = np.abs(1 - 2 * inner(place / 2))
    return 1 - away


class _Lookup:
    """Where in a picture each pixel of a band is looked up."""

    def __init__(self, at: Ground, u: Field, v: Field, outside: Outside, fine: bool) -> None:
        width, height = at.size
        rows = at.end - at.first
        self.beyond = (u < 0) | (u >= 1) | (v < 0) | (v >= 1) if outside == "nothing" else None
        if outside == "mirror":
            u, v = folded(u), folded(v)
        small = (-(-height // 2), -(-width // 2))
        self.small = _Near(half(u) * (width / 2), half(v) * (height / 2), small, (-(-rows // 2), small[1]))
        kind = _Between if fine and min(at.size) > 1 else _Near
        self.whole = kind(u * width, v * height, (height, width), (rows, width))

    def of(self, picture: Planes) -> Planes:
        """What the picture shows there."""
        places = (self.whole, self.small, self.small, self.whole)
        found = tuple(place.of(plane) for place, plane in zip(places, picture, strict=False))
        return found if self.beyond is None else without(found, self.beyond)


class _Near:
    """The pixels that places lie in, as indices into a plane of the size `of` (rows, columns)."""

    def __init__(self, x: Field, y: Field, of: tuple[int, int], shape: tuple[int, int]) -> None:
        across = x.clip(0, of[1] - 1).astype(np.int32)
        down = y.clip(0, of[0] - 1).astype(np.int32)
        self.index = np.broadcast_to(down * np.int32(of[1]) + across, shape)

    def of(self, plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.ascontiguousarray(plane).reshape(-1).take(self.index)


class _Between:
    """Places between pixels, as the index of the upper left one of four and the shares of the right and lower ones."""

    def __init__(self, x: Field, y: Field, of: tuple[int, int], shape: tuple[int, int]) -> None:
        self.width = np.int32(of[1])
        across, down = (x - 0.5).clip(0, of[1] - 1), (y - 0.5).clip(0, of[0] - 1)
        left = np.minimum(across.astype(np.int32), of[1] - 2)
        top = np.minimum(down.astype(np.int32), of[0] - 2)
        self.index = np.broadcast_to(top * self.width + left, shape)
        # 7 bits: the product with a difference of bytes stays in 16
        self.right, self.lower = (
            np.rint((place - edge) * 128).astype(np.int16) for place, edge in ((across, left), (down, top))
        )

    def of(self, plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
        flat, at = np.ascontiguousarray(plane).reshape(-1), self.index
        upper = _mixed(flat.take(at), flat.take(at + np.int32(1)), self.right)
        lower = _mixed(flat.take(at + self.width), flat.take(at + (self.width + np.int32(1))), self.right)
        return _mixed(upper, lower, self.lower).astype(np.uint8)


def _mixed(one: NDArray[Any], other: NDArray[Any], share: NDArray[np.int16]) -> NDArray[np.int16]:
    mixed = other.astype(np.int16)
    mixed -= one
    mixed *= share
    mixed += 64
    mixed >>= 7
    mixed += one
    return mixed


def blend(one: Planes, other: Planes, weight: Weight) -> Planes:
    """`one` where `weight` is 0, `other` where it is 1, and between them in between."""
    if isinstance(weight, float | int):
        if weight <= 0:
            return one
        if weight >= 1:
            return other
    if len(one) == 4:
        return _blend_clear(one, other, weight)
    small = half(weight)
    return tuple(
        _blend(first, second, small if number in (1, 2) else weight)
        for number, (first, second) in enumerate(zip(one, other, strict=True))
    )


def _blend(one: NDArray[np.uint8], other: Any, weight: Any) -> NDArray[np.uint8]:
    if isinstance(weight, np.ndarray) and weight.dtype == np.bool_:
        chosen: NDArray[np.uint8] = np.where(weight, other, one)
        return chosen
    mixed: NDArray[np.float32] = other - one.astype(np.float32)
    mixed *= weight
    mixed += one
    mixed += 0.5
    return mixed.astype(np.uint8)


def _blend_clear(one: Planes, other: Planes, weight: Any) -> Planes:
    """As `blend`, where what is transparent lends no colour."""
    weight = np.asarray(weight, np.float32)
    first = one[3] * (1 - weight)
    second = other[3] * weight
    total = first + second
    share = second / np.maximum(total, 1e-6)
    colors = tuple(
        _blend(left, right, half(share) if number else share)
        for number, (left, right) in enumerate(zip(one[:3], other[:3], strict=True))
    )
    return (*colors, (total + 0.5).astype(np.uint8))


def plain(picture: Planes, color: Color) -> Planes:
    """A picture of one colour, opaque, as large as `picture`."""
    return tuple(np.full(plane.shape, value, np.uint8) for plane, value in zip(picture, (*color, 255), strict=False))


def toward(picture: Planes, color: Color, weight: Weight) -> Planes:
    """The picture with its colours moved toward one colour; its transparency stays."""
    small = half(weight)
    changed = tuple(
        _blend(plane, np.uint8(value), small if number else weight)
        for number, (plane, value) in enumerate(zip(picture[:3], color, strict=True))
    )
    return (*changed, *picture[3:])


def without(picture: Planes, gone: NDArray[np.bool_]) -> Planes:
    """The picture with nothing where `gone`: transparent where it can be, black else."""
    if len(picture) == 4:
        return (*picture[:3], np.where(gone, np.uint8(0), picture[3]))
    small = half(gone)
    return tuple(
        np.where(small if number else gone, np.uint8(value), plane)
        for number, (plane, value) in enumerate(zip(picture, BLACK, strict=True))
    )


def nothing(picture: Planes) -> Planes:
    """A picture as large as `picture` that is transparent where it can be, black else."""
    return without(picture, np.ones_like(picture[0], np.bool_))


@overload
def ramp(value: float, low: float, high: float) -> float: ...
@overload
def ramp(value: Field, low: float, high: float) -> Field: ...
def ramp(value: float | Field, low: float, high: float) -> float | Field:
    """0 up to `low`, 1 from `high` on, and straight in between."""
    share = (value - low) / (high - low)
    return share.clip(0, 1) if isinstance(share, np.ndarray) else min(max(share, 0.0), 1.0)


@overload
def smooth(share: float) -> float: ...
@overload
def smooth(share: Field) -> Field: ...
def smooth(share: float | Field) -> float | Field:
    """A share (0 to 1) that starts and ends gently."""
    return share * share * (3 - 2 * share)


def passed(order: Field, progress: float, soft: float) -> Field:
    """How far every pixel has changed when those of smaller `order` (0 to 1) change first, each within `soft`."""
    return ((progress * (1 + soft) - order) * (1 / soft)).clip(0, 1)


def chance(*places: Any, seed: int = 0) -> Field:
    """A random number from 0 to below 1 for whole numbers of places, always the same for the same ones."""
    mixed = np.full((1, 1), (seed * 0x9E3779B1 + 0x7F4A7C15) & 0xFFFFFFFF, np.uint32)
    for place in places:
        # places may be negative: their low 32 bits
        step = np.asarray(place).astype(np.int64).astype(np.uint32)
        mixed = (mixed ^ step) * np.uint32(0x85EBCA6B)
        mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        mixed = mixed ^ (mixed >> np.uint32(16))
    return (mixed >> np.uint32(8)).astype(np.float32) / (1 << 24)


def clouds(x: Field, y: Field, seed: int = 0, layers: int = 3) -> Field:
    """Gentle noise from 0 to 1, whose largest spots are about one unit of `x` and `y` wide."""
    total = np.zeros(np.broadcast_shapes(x.shape, y.shape), np.float32)
    strength, sum_ = 1.0, 0.0
    for layer in range(layers):
        total += strength * _spots(x * (2**layer), y * (2**layer), seed + layer)
        sum_ += strength
        strength /= 2
    return total / sum_


def _spots(x: Field, y: Field, seed: int) -> Field:
    left, top = np.floor(x), np.floor(y)
    across, down = smooth(x - left), smooth(y - top)
    near = chance(left, top, seed=seed) * (1 - across) + chance(left + 1, top, seed=seed) * across
    far = chance(left, top + 1, seed=seed) * (1 - across) + chance(left + 1, top + 1, seed=seed) * across
    return np.asarray(near * (1 - down) + far * down, np.float32)
