"""A text laid out: where each of its lines and signs stands, in pixels of the canvas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from timeline_dsl.render.captions.ink import Ink, Line, Sign, width_of
from timeline_dsl.render.captions.joining import is_shaped
from timeline_dsl.render.captions.look import Place


@attrs.frozen(slots=True)
class Rect:
    """A rectangle, in pixels of the canvas."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, across: float, down: float) -> Rect:
        """The rectangle with a margin on all sides."""
        return Rect(self.left - across, self.top - down, self.right + across, self.bottom + down)

    def moved(self, dx: float, dy: float) -> Rect:
        """The rectangle at another place."""
        return Rect(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def meets(self, other: Rect) -> bool:
        """Whether both cover something together."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def around(self, other: Rect) -> Rect:
        """The smallest rectangle that holds both."""
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@attrs.frozen(slots=True)
class Row:
    """One line of a text. `anchor` is the point on its upper edge where libass puts it, by the column of the text."""

    line: Line
    rect: Rect
    anchor: float
    ascent: float

    @property
    def baseline(self) -> float:
        """Where its letters stand."""
        return self.rect.top + self.ascent

    @property
    def is_shaped(self) -> bool:
        """Whether it must stay whole: its signs change or move with their neighbours."""
        return any(is_shaped(sign.text) for sign in self.line)


@attrs.frozen(slots=True)
class Unit:
    """Signs that move together: the middle of their place, and the row they belong to."""

    line: Line
    x: float
    y: float
    width: float
    row: int


@attrs.frozen(kw_only=True, slots=True)
class Block:
    """A whole text. `pivot` is the point about which its Angle turns it."""

    rows: tuple[Row, ...]
    rect: Rect
    column: int
    base: Ink
    pivot: tuple[float, float]

    def count(self) -> int:
        """The number of signs that are seen."""
        return sum(sign.is_drawn for row in self.rows for sign in row.line)

    def units(self, most: int) -> tuple[Unit, ...]:
        """Sign by sign; a line whose signs join or run from right to left stays whole, and all do from `most` on."""
        signs = tuple(unit for number, row in enumerate(self.rows) for unit in _units(row, number))
        if len(signs) <= most:
            return signs
        return tuple(
            _unit(row.line, row, row.rect.left, row.rect.width, number)
            for number, row in enumerate(self.rows)
            if row.line
        )


def laid(lines: Sequence[Line], base: Ink, place: Place, *, gap: float = 0.0) -> Block:
    """`lines` set under each other, `gap` more pixels apart than the font wants, at their place."""
    heights = [_heights(line, base) for line in lines]
    total = sum(ascent + descent for ascent, descent in heights) + gap * (len(lines) - 1)
    top = place.y - (total, total / 2, 0.0)[place.row]
    rows: list[Row] = []
    y = top
    for line, (ascent, descent) in zip(lines, heights, strict=True):
        width = width_of(line)
        left = place.x - (0.0, width / 2, width)[place.column]
        rows.append(Row(line, Rect(left, y, left + width, y + ascent + descent), place.x, ascent))
        y += ascent + descent + gap
    rect = Rect(min(row.rect.left for row in rows), top, max(row.rect.right for row in rows), top + total)
    return Block(rows=tuple(rows), rect=rect, column=place.column, base=base, pivot=(place.x, place.y))


def _heights(line: Line, base: Ink) -> tuple[float, float]:
    inks = {id(sign.ink): sign.ink for sign in line}
    if not inks:
        return base.ascent, base.descent
    return max(ink.ascent for ink in inks.values()), max(ink.descent for ink in inks.values())


def _units(row: Row, number: int) -> Iterator[Unit]:
    if row.is_shaped:
        if row.line:
            yield _unit(row.line, row, row.rect.left, row.rect.width, number)
        return
    x = row.rect.left
    for sign in row.line:
        if sign.is_drawn:
            yield _unit((sign,), row, x, sign.width, number)
        x += sign.width


def _unit(line: Sequence[Sign], row: Row, left: float, width: float, number: int) -> Unit:
    ascent = max(sign.ink.ascent for sign in line)
    descent = max(sign.ink.descent for sign in line)
    return Unit(line, left + width / 2, row.baseline + (descent - ascent) / 2, width, number)
