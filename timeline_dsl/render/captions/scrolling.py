"""Texts that scroll over the picture: where they are when, line by line as long as they are seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from math import ceil

import attrs

from timeline_dsl.clips import TextClip
from timeline_dsl.effects.text import TextLook
from timeline_dsl.render.captions.block import Block, Rect
from timeline_dsl.render.captions.look import Canvas, Place
from timeline_dsl.render.captions.motions.pose import Cue, Pose

Corner = tuple[float | None, float | None]

MOST_ROUNDS = 1000
"""A text that scrolls more often stands still after them."""

ROWS_TOGETHER = 6
"""Long credits are cut into pieces of so many lines, each drawn only while it is seen."""


@attrs.frozen(kw_only=True, slots=True)
class Path:
    """From where to where (the upper left corner, in pixels; None where the look places it), and how long.

    `rest` and `hold` are the seconds before and after each way, `way` those of the way itself.
    """

    start: Corner
    end: Corner
    rest: float
    way: float
    hold: float
    rounds: int


def path_of(look: TextLook, canvas: Canvas, length: float, width: float) -> Path | None:
    """The path of a text that is shown for `length` seconds and is `width` pixels wide; None when it does not scroll.

    Only text clips scroll.
    """
    if not isinstance(look, TextClip):
        return None
    ys = _pair(look.scroll_start_y, look.scroll_end_y)
    xs = _pair(look.scroll_start_x, look.scroll_end_x)
    if xs is None and look.scroll_direction == "Left":
        scale = canvas.px_across  # across the whole picture
        xs = (
            canvas.width / scale if look.scroll_start_x is None else look.scroll_start_x,
            -width / scale if look.scroll_end_x is None else look.scroll_end_x,
        )
    ends = ys or xs
    if ends is None:
        return None
    shifts = (look.scroll_start_shift or 0.0, look.scroll_end_shift or 0.0)
    start, end = (
        (
            None if xs is None else (xs[side] + (shifts[side] if ys is None else 0.0)) * canvas.px_across,
            None if ys is None else (ys[side] + shifts[side]) * canvas.px_down,
        )
        for side in (0, 1)
    )
    return _timed(look, length, abs(ends[0] - ends[1]), start, end)


def _pair(start: float | None, end: float | None) -> tuple[float, float] | None:
    return None if start is None or end is None else (start, end)


def _timed(look: TextLook, length: float, far: float, start: Corner, end: Corner) -> Path:
    """The path with its times; shifts do not change how long the way takes, as the schedule counts without them."""
    rest, hold = (max(freeze or 0.0, 0.0) for freeze in (look.scroll_start_freeze, look.scroll_end_freeze))
    times = look.scroll_loop_time if look.scroll_loop_time and look.scroll_loop_time > 0 else None
    rounds = MOST_ROUNDS if look.scroll_loop and times is None else ceil(times or 1)
    if look.scroll_speed and look.scroll_speed > 0:
        way = far / look.scroll_speed
    else:
        way = max(length / (times or 1) - rest - hold, 0.0)
    return Path(start=start, end=end, rest=rest, way=way, hold=hold, rounds=min(rounds, MOST_ROUNDS))


def starting(path: Path, place: Place) -> Place:
    """The place of a text at the start of its path."""
    (x, y) = path.start
    column, row = place.column, place.row
    if x is not None:
        column, place = 0, attrs.evolve(place, x=x)
    if y is not None:
        row, place = 2, attrs.evolve(place, y=y)
    return attrs.evolve(place, numpad=3 * row + column + 1)


def stretches(path: Path, length: float) -> Iterator[tuple[float, float, float, float]]:
    """From when to when, and from which to which part of the way."""
    at = 0.0
    for number in count():
        if at >= length:
            return
        yield at, at + path.rest, 0.0, 0.0
        yield at + path.rest, at + path.rest + path.way, 0.0, 1.0
        last = number + 1 >= path.rounds or path.rest + path.way + path.hold <= 0
        end = max(length, at + path.rest + path.way + path.hold) if last else at + path.rest + path.way + path.hold
        yield at + path.rest + path.way, end, 1.0, 1.0
        if last:
            return
        at = end


def pieces(block: Block) -> Iterator[Block]:
    """A block in pieces of a few lines; all turn about the same point."""
    for first in range(0, len(block.rows), ROWS_TOGETHER):
        yield attrs.evolve(block, rows=block.rows[first : first + ROWS_TOGETHER])


def cues_of(path: Path, rect: Rect, canvas: Canvas, length: float) -> Iterator[Cue]:
    """The cues of what takes up `rect` at the start of the path, while it lies on the canvas."""
    dx, dy = (
        0.0 if start is None or end is None else end - start for start, end in zip(path.start, path.end, strict=True)
    )
    for start, end, before, after in stretches(path, length):
        if end <= start:
            continue
        seen = _seen(rect, (dx * before, dy * before), (dx * after, dy * after), canvas)
        if seen is None:
            continue
        first, last = seen
        parts = [before + (after - before) * share for share in seen]
        yield Cue(
            start=start + (end - start) * first,
            end=start + (end - start) * last,
            before=Pose(dx=dx * parts[0], dy=dy * parts[0]),
            after=Pose(dx=dx * parts[1], dy=dy * parts[1]),
        )


def _seen(
    rect: Rect, before: tuple[float, float], after: tuple[float, float], canvas: Canvas
) -> tuple[float, float] | None:
    """Between which shares of a straight way a rectangle lies on the canvas, or None for never."""
    first, last = 0.0, 1.0
    for low, high, start, end, side in (
        (rect.left, rect.right, before[0], after[0], canvas.width),
        (rect.top, rect.bottom, before[1], after[1], canvas.height),
    ):
        way = end - start
        if not way:
            if high + start <= 0 or low + start >= side:
                return None
            continue
        bounds = sorted(((-high - start) / way, (side - low - start) / way))
        first, last = max(first, bounds[0]), min(last, bounds[1])
    return (first, last) if first < last else None
