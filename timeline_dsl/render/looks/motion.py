"""Slow moves over a picture: pan and zoom between two windows, zoom about the middle."""

from __future__ import annotations

from fractions import Fraction

import attrs

from timeline_dsl.effects import KenBurns, Zoom
from timeline_dsl.render.effects import Stage, Verdict, renders, told
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.place import Size
from timeline_dsl.units import Time, exact

CLOSER = 0.85
"""The share of the picture that an automatic zoom-out begins with."""

SHARPEST = 3
"""A source is enlarged at most so many times beyond the output before it is looked into."""


@attrs.frozen(slots=True)
class Window:
    """A part of a picture in shares of it; parts outside of 0 to 1 show its border."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def about(cls, x: float, y: float, width: float, height: float) -> Window:
        """The window of this size around a point."""
        return cls(x - width / 2, y - height / 2, width, height)

    def shaped(self, proportion: float) -> Window:
        """The largest window inside this one whose width is `proportion` times its height, in shares; same middle."""
        width = min(self.width, self.height * proportion)
        height = min(self.height, self.width / proportion)
        return Window.about(self.x + self.width / 2, self.y + self.height / 2, width, height)


@attrs.frozen(slots=True)
class Move:
    """From one window of the source to another, in `length` seconds; it rests there."""

    start: Window
    end: Window
    length: Time


def read_window(text: str | None) -> Window | None:
    """The window in `x,y,w,h`; None for what is none."""
    try:
        x, y, width, height = (float(part) for part in (text or "").split(","))
    except ValueError:
        return None
    inside = 0 <= x < 1 and 0 <= y < 1 and 0 < width <= 1 and 0 < height <= 1
    return Window(x, y, min(width, 1 - x), min(height, 1 - y)) if inside else None


def pan(effect: KenBurns, source: Size, box: Size, length: Time) -> Move:
    """The move of a KenBurns effect over a picture of the size `source`, to be seen in a box."""
    proportion = (box[0] / box[1]) / (source[0] / source[1])
    whole = Window(0, 0, 1, 1)
    start, end = read_window(effect.start), read_window(effect.end)
    if start is None and end is None:
        shape = whole.shaped(proportion)
        if (source[0] > source[1]) == (box[0] > box[1]):
            start, end = Window.about(0.5, 0.5, shape.width * CLOSER, shape.height * CLOSER), shape
        elif source[0] > source[1]:
            start, end = attrs.evolve(shape, x=0.0), attrs.evolve(shape, x=1 - shape.width)
        else:
            start, end = attrs.evolve(shape, y=0.0), attrs.evolve(shape, y=1 - shape.height)
    seconds = min(exact(effect.duration), length) if effect.duration else length
    return Move((start or whole).shaped(proportion), (end or whole).shaped(proportion), seconds)


def enlarged(move: Move, source: Size, box: Size) -> Size:
    """How large the source is made before the move looks into it: enough for the narrowest window, within reason."""
    narrowest = min(move.start.width, move.end.width), min(move.start.height, move.end.height)
    wide, high = (side / share for side, share in zip(box, narrowest, strict=True))
    factor = min(1.0, SHARPEST * box[0] / wide, SHARPEST * box[1] / high)
    return max(round(wide * factor / 2) * 2, 2), max(round(high * factor / 2) * 2, 2)


def moved(move: Move, size: Size, before: Time, fps: Fraction) -> Filter:
    """The filter that shows the windows of a move on a stream of `size`, which begins `before` seconds into it."""
    frames = max(float(move.length * fps), 1.0)
    progress = f"min((on+{float(before * fps):.4f})/{frames:.4f},1)"

    def along(start: float, end: float) -> str:
        return f"({start:.6f}+({end - start:.6f})*{progress})"

    left, top = along(move.start.x, move.end.x), along(move.start.y, move.end.y)
    right = along(move.start.x + move.start.width, move.end.x + move.end.width)
    bottom = along(move.start.y + move.start.height, move.end.y + move.end.height)
    corners = {
        "x0": f"W*{left}",
        "y0": f"H*{top}",
        "x1": f"W*{right}",
        "y1": f"H*{top}",
        "x2": f"W*{left}",
        "y2": f"H*{bottom}",
        "x3": f"W*{right}",
        "y3": f"H*{bottom}",
    }
    return Filter("perspective", **corners, sense="source", eval="frame", interpolation="linear")


def _pan_told(effect: KenBurns) -> Verdict:
    if effect.start is None and effect.end is None:
        return Verdict("close", "the service's own windows are not published")
    return Verdict("close")


told(KenBurns, _pan_told)


def _zoom_told(effect: Zoom) -> Verdict:
    start, end = rates(effect)
    if end <= start:
        return Verdict("close", "the service refuses an EndRate that does not exceed the StartRate")
    return Verdict("close")


def rates(effect: Zoom) -> tuple[float, float]:
    """The sizes at the start and the end; 1 is the original."""
    return effect.start_rate or 1.0, effect.end_rate or 1.0


@renders(Zoom, fidelity=_zoom_told, clears=lambda effect: min(rates(effect)) < 1)
def zoom(stream: Video, effect: Zoom, stage: Stage) -> Video:
    """Zoom about the middle, from the start of the clip."""
    start, end = rates(effect)
    smallest = min(start, end, 1.0)
    size = stage.size
    if smallest < 1:  # the free edge around a smaller picture has to be there before it is looked at
        size = max(round(size[0] / smallest / 2) * 2, 2), max(round(size[1] / smallest / 2) * 2, 2)
        stream = stream.through(
            Filter(
                "pad", w=size[0], h=size[1], x="(ow-iw)/2", y="(oh-ih)/2", color="black@0" if stage.clear else "black"
            )
        )
    windows = [
        Window.about(0.5, 0.5, stage.size[0] / size[0] / rate, stage.size[1] / size[1] / rate) for rate in (start, end)
    ]
    length = min(exact(effect.duration), stage.span.length) if effect.duration else stage.span.length
    move = Move(windows[0], windows[1], length)
    stream = stream.through(moved(move, size, stage.zero - stage.span.start, stage.fps))
    if size == stage.size:
        return stream
    # scale keeps the shape of what is seen by stretching its points
    return stream.through(Filter("scale", w=stage.size[0], h=stage.size[1]), Filter("setsar", sar=1))
