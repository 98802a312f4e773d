"""Cues to events: every layer of a text at the place and in the shape that its motion asks for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from timeline_dsl.render.captions.block import Block, Rect, Row, Unit
from timeline_dsl.render.captions.ink import BORDERS, COLOURS, Ink, Sign, changed, written
from timeline_dsl.render.captions.joining import runs_left
from timeline_dsl.render.captions.look import Style, short
from timeline_dsl.render.captions.motions.pose import GONE, REST, Cue, Pose
from timeline_dsl.render.captions.shapes import FINENESS, Shape
from timeline_dsl.render.captions.sheet import Sheet
from timeline_dsl.render.captions.words import Kind

Point = tuple[float, float]

UNDER: frozenset[Kind] = COLOURS | BORDERS
"""Codes of the text that do not hold for what lies under it."""

MOST_UNITS = 160
"""A text of more signs moves line by line."""

Marking = Callable[[int, int], str]
"""Codes to put before a sign (by its number) in an event that begins so many milliseconds after the text does."""


@attrs.frozen(kw_only=True, slots=True)
class Layer:
    """One drawing of a text: its letters in a style, or a shape. `dx`, `dy` and `blur` in pixels.

    `codes` stand at the start of every event; the letters on top are `main`, and only they keep colours of their own.
    """

    style: Style
    shape: Shape | None = None
    dx: float = 0.0
    dy: float = 0.0
    blur: float = 0.0
    codes: str = ""
    main: bool = False


class Player:
    """Writes the events of one text."""

    def __init__(
        self, sheet: Sheet, block: Block, layers: Sequence[Layer], *, angle: float = 0.0, marking: Marking | None = None
    ) -> None:
        self.sheet, self.block, self.layers, self.angle, self.marking = sheet, block, layers, angle, marking
        self.middle = block.rect.middle
        px, py = block.pivot
        dx, dy = turned((self.middle[0] - px, self.middle[1] - py), angle)
        self.hub = (px + dx, py + dy)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The signs that can move alone."""
        return self.block.units(MOST_UNITS)

    def still(self, start: int, end: int, offset: int = 0) -> None:
        """The text at rest during hundredths of a second; `offset` is the time since it began, in milliseconds."""
        cue = Cue(start=0, end=0)
        for layer in self.layers:
            name = self.sheet.style(layer.style)
            for tags, text in self._whole(layer, cue, 0, offset, only_seen=not self.angle):
                self.sheet.add(start, end, name, f"{{{tags}}}{text}")

    def play(self, cues: Sequence[Cue], begin: float, stop: int, *, offset: float = 0.0, fading: int = 0) -> None:
        """Cues whose clock starts at `begin` (seconds of the output), cut at the hundredth of a second `stop`.

        `offset` is the time since the text began. Where signs move one by one, the shapes under them fade in
        (`fading` 1) or out (-1) instead.
        """
        by_sign = any(cue.unit is not None or cue.fades is not None for cue in cues)
        length = max((cue.end for cue in cues), default=0.0)
        for layer in self.layers:
            if layer.shape is not None and by_sign:
                before, after = (GONE, REST) if fading > 0 else (REST, GONE) if fading < 0 else (REST, REST)
                self._play(layer, [Cue(start=0, end=length, before=before, after=after)], begin, stop, offset)
            else:
                self._play(layer, cues, begin, stop, offset)

    def _play(self, layer: Layer, cues: Sequence[Cue], begin: float, stop: int, offset: float) -> None:
        clock, style = self.sheet.clock, self.sheet.style(layer.style)
        for cue in cues:
            if cue.before.opacity <= 0 and cue.after.opacity <= 0:
                continue
            name = style
            if cue.tint is not None:
                if not layer.main:
                    continue
                name = self.sheet.style(
                    attrs.evolve(
                        layer.style,
                        color=tinted(layer.style.color, cue.tint),
                        shadow=0,
                        outline_color=tinted(layer.style.outline_color, cue.tint),
                    )
                )
            start, end = clock.stamp(begin + cue.start), clock.stamp(begin + cue.end)
            if start >= min(end, stop):
                continue
            length = (end - start) * 10
            since = round((offset + cue.start) * 1000)
            parts = self._whole(layer, cue, length, since) if cue.unit is None else self._one(layer, cue, length)
            for tags, text in parts:
                self.sheet.add(start, min(end, stop), name, f"{{{tags}}}{text}")

    def _whole(
        self, layer: Layer, cue: Cue, length: int, since: int, *, only_seen: bool = False
    ) -> Iterator[tuple[str, str]]:
        """Codes and text of every line (or of the shape) of a layer; `only_seen` leaves out lines off the canvas."""
        if layer.shape is not None:
            place = layer.shape.place
            yield (f"\\an7{self._posed(layer, cue, (place.left, place.top), length)}\\p{FINENESS}", layer.shape.drawing)
            return
        number = 0
        counted = cue.fades is not None or self.marking is not None
        for row in self.block.rows:
            if row.line and not (only_seen and self._is_off(row, layer)):
                anchor = (row.anchor + layer.dx, row.rect.top + layer.dy)
                codes = f"\\an{7 + self.block.column}{self._posed(layer, cue, anchor, length)}"
                if counted and row.is_shaped:
                    codes += _uncovering(cue, row, number, layer)
                    yield codes, written(row.line, self.block.base, _left_out(layer, cue))
                else:
                    yield codes, self._text(row, layer, cue, number, since)
            if counted:
                number += sum(sign.is_drawn for sign in row.line)

    def _is_off(self, row: Row, layer: Layer) -> bool:
        """Whether nothing of a line that rests lies on the canvas."""
        reach = layer.style.outline + abs(layer.style.shadow) + 3 * layer.blur + row.rect.height
        rect = row.rect.moved(layer.dx, layer.dy)
        return rect.bottom + reach < 0 or rect.top - reach > self.sheet.canvas.height

    def _posed(self, layer: Layer, cue: Cue, anchor: Point, length: int) -> str:
        """The codes for something that stands at `anchor` when it rests."""
        first, last = (self._point(anchor, pose) for pose in (cue.before, cue.after))
        solid = any(pose.turn or pose.tilt or pose.spin for pose in (cue.before, cue.after))
        origin = f"\\org({short(self.hub[0])},{short(self.hub[1])})" if solid or self.angle else ""
        return _moving(first, last, length) + origin + self._changing(layer, cue, length)

    def _point(self, anchor: Point, pose: Pose) -> Point:
        (cx, cy), (hx, hy) = self.middle, self.hub
        dx, dy = (pose.dx, pose.dy)
        if pose.turn or self.angle:
            dx, dy = turned((dx, dy), -(pose.turn + self.angle))
        return (
            anchor[0] + hx - cx + (pose.sx - 1) * (anchor[0] - cx) + dx,
            anchor[1] + hy - cy + (pose.sy - 1) * (anchor[1] - cy) + dy,
        )

    def _one(self, layer: Layer, cue: Cue, length: int) -> Iterator[tuple[str, str]]:
        """Codes and text of one sign."""
        if layer.shape is not None or cue.unit is None:
            return
        unit = self.units[cue.unit]
        (cx, cy), (hx, hy) = self.middle, self.hub
        dx, dy = turned((unit.x + layer.dx - cx, unit.y + layer.dy - cy), self.angle)
        ends = [(hx + dx + pose.dx, hy + dy + pose.dy) for pose in (cue.before, cue.after)]
        text = written(unit.line, self.block.base, _left_out(layer, cue))
        yield f"\\an5{_moving(ends[0], ends[1], length)}{self._changing(layer, cue, length)}", text

    def _changing(self, layer: Layer, cue: Cue, length: int) -> str:
        """The codes for everything but the place."""
        spread = bool(cue.before.gap or cue.after.gap)
        first = _attributes(cue.before, layer, self.angle, spread)
        last = first if cue.after is cue.before else _attributes(cue.after, layer, self.angle, spread)
        codes = "".join(
            f"\\{name}{short(value)}" for name, value in first.items() if value != _USUAL[name] or last[name] != value
        )
        change = "".join(f"\\{name}{short(value)}" for name, value in last.items() if value != first[name])
        clip, clip_change = _clipped(cue)
        if change or clip_change:
            change = f"\\t(0,{length},{change}{clip_change})"
        return layer.codes + codes + clip + _faded(cue.before.opacity, cue.after.opacity, length) + change

    def _text(self, row: Row, layer: Layer, cue: Cue, number: int, since: int) -> str:
        """A line of the text, with the codes of its signs where they have some."""
        without = _left_out(layer, cue)
        marking = self.marking if layer.main and not cue.tint else None
        if cue.fades is None and marking is None:
            return written(row.line, self.block.base, without)
        made: list[str] = []
        before = self.block.base
        for sign in row.line:
            codes = ""
            if sign.is_drawn:
                codes = marking(number, since) if marking is not None else ""
                codes += _fading(cue, number, layer.style)
                number += 1
            made.append(_marked(before, sign, codes, without))
            before = sign.ink
        return "".join(made)


def _left_out(layer: Layer, cue: Cue) -> frozenset[Kind]:
    """The codes of the text that a layer does not follow."""
    return frozenset() if layer.main and not cue.tint else UNDER


def _uncovering(cue: Cue, row: Row, number: int, layer: Layer) -> str:
    """How a line that must stay whole appears or goes sign by sign: an edge moves over it, as it is read."""
    times = (cue.fades or ())[number : number + sum(sign.is_drawn for sign in row.line)]
    if not times:
        return ""
    margin = layer.style.outline + layer.style.shadow + 2 * layer.blur + 2
    place = row.rect.moved(layer.dx, layer.dy).grown(margin, margin)
    backwards = runs_left("".join(sign.text for sign in row.line))
    none = attrs.evolve(place, left=place.right) if backwards else attrs.evolve(place, right=place.left)
    first, last = (none, place) if cue.appears else (place, none)
    start, end = (round((time - cue.start) * 1000) for time in (min(times)[0], max(times)[1]))
    return f"{_clip(first)}\\t({max(start, 0)},{max(end, start + 1)},{_clip(last)})"


def _clip(rect: Rect) -> str:
    return f"\\clip({round(rect.left)},{round(rect.top)},{round(rect.right)},{round(rect.bottom)})"


def _marked(before: Ink, sign: Sign, codes: str, without: frozenset[Kind]) -> str:
    ink = "" if before is sign.ink else changed(before, sign.ink, without)
    return f"{{{ink}{codes}}}{sign.safe}" if ink or codes else sign.safe


def turned(vector: Point, degrees: float) -> Point:
    """A vector turned counter-clockwise; y counts downwards."""
    if not degrees:
        return vector
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return vector[0] * cosine + vector[1] * sine, vector[1] * cosine - vector[0] * sine


def tinted(color: str, tint: str) -> str:
    """A style's colour replaced by `&HBBGGRR&`, its transparency kept."""
    return f"{color[:4]}{tint.removeprefix('&H').removesuffix('&')}"


def _moving(first: Point, last: Point, length: int) -> str:
    start, end = (f"{x:.2f},{y:.2f}" for x, y in (first, last))
    return f"\\pos({start})" if start == end else f"\\move({start},{end},0,{length})"


_USUAL: Mapping[str, float] = {
    "fscx": 100,
    "fscy": 100,
    "frz": 0,
    "frx": 0,
    "fry": 0,
    "fax": 0,
    "blur": 0,
    "fsp": math.nan,
}


def _attributes(pose: Pose, layer: Layer, angle: float, spread: bool) -> dict[str, float]:
    made = {
        "fscx": 100 * pose.sx,
        "fscy": 100 * pose.sy,
        "frz": pose.turn + angle,
        "frx": pose.tilt,
        "fry": pose.spin,
        "fax": pose.slant,
        "blur": pose.blur + layer.blur,
    }
    return made | {"fsp": layer.style.spacing + pose.gap} if spread else made


def _clipped(cue: Cue) -> tuple[str, str]:
    if cue.mask is not None:
        return f"\\clip({FINENESS},{cue.mask})", ""
    if cue.clip is None:
        return "", ""
    first, last = map(_clip, cue.clip)
    return first, last if last != first else ""


def _faded(before: float, after: float, length: int) -> str:
    """Opacity over that of the style."""
    if before == after == 1:
        return ""
    first, last = (round(255 * (1 - min(max(opacity, 0.0), 1.0))) for opacity in (before, after))
    return f"\\fade({first},{last},{last},0,{length},{length},{length})"


def _fading(cue: Cue, number: int, style: Style) -> str:
    """The codes by which a sign appears or goes in its own time."""
    if cue.fades is None or number >= len(cue.fades):
        return ""
    usual = f"\\1a&H{style.color[2:4]}&\\3a&H{style.outline_color[2:4]}&\\4a&H{style.back_color[2:4]}&"
    hidden = "\\1a&HFF&\\3a&HFF&\\4a&HFF&"
    first, last = (hidden, usual) if cue.appears else (usual, hidden)
    start, end = (round((time - cue.start) * 1000) for time in cue.fades[number])
    if end <= 0:
        return last
    return f"{first}\\t({start},{max(end, start + 1)},{last})"
