"""Effects that cut, turn and mirror the source picture before it is placed."""

from __future__ import annotations

from timeline_dsl.effects import Crop, Flip, Rotate
from timeline_dsl.render.effects import Reshaped, Verdict, reshapes
from timeline_dsl.render.graph import Filter
from timeline_dsl.render.place import Rect, Size, part_of

_QUARTERS = {
    90: (Filter("transpose", dir="clock"),),
    180: (Filter("hflip"), Filter("vflip")),
    270: (Filter("transpose", dir="cclock"),),
}


def cut(rect: Rect) -> Filter:
    """The filter that keeps a rectangle of a picture, to the pixel."""
    return Filter("crop", w=rect.width, h=rect.height, x=rect.x, y=rect.y, exact=1)


@reshapes(Crop)
def crop(effect: Crop, size: Size) -> Reshaped:
    """Keep a part of the source."""
    part = part_of(size, x=effect.x, y=effect.y, width=effect.width, height=effect.height)
    return Reshaped(() if part.size == size else (cut(part),), part.size)


def _degrees_told(effect: Rotate) -> Verdict:
    if effect.degree is None or effect.degree % 360 in (0, *_QUARTERS):
        return Verdict("exact", "clockwise")
    return Verdict("missing", f"{effect.degree} degrees are no quarter turn")


@reshapes(Rotate, fidelity=_degrees_told)
def rotate(effect: Rotate, size: Size) -> Reshaped:
    """Turn by quarter turns, clockwise."""
    turn = _QUARTERS.get((effect.degree or 0) % 360, ())
    return Reshaped(turn, (size[1], size[0]) if len(turn) == 1 else size)


@reshapes(Flip)
def flip(effect: Flip, size: Size) -> Reshaped:
    """Mirror."""
    mirrors = {"horizontal": "hflip", "vertical": "vflip"}
    return Reshaped((Filter(mirrors[effect.direction]),) if effect.direction in mirrors else (), size)
