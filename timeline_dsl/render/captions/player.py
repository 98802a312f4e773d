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
from timeline_dsl.render.captions.motions.pose import GONE, HALF_TURN, REST, Cue, Pose
from timeline_dsl.render.captions.shapes import FINENESS, Shape
from timeline_dsl.render.captions.sheet import Clock, Sheet
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


class _Stamps(dict[float, int]):
    """The stamps of the moments of a motion that begins at `begin` (seconds of the output)."""

    def __init__(self, clock: Clock, begin: float) -> None:
        super().__init__()
        self.clock, self.begin = clock, begin

    def __missing__(self, moment: float) -> int:
        self[moment] = stamp = self.clock.stamp(self.begin + moment)
        return stamp


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
        sheet, signs, stamps = self.sheet, _Signs(self, layer), _Stamps(self.sheet.clock, begin)
        style, main = sheet.style(layer.style), layer.main
        for cue in cues:
            tint = cue.tint
            if (cue.before.opacity <= 0 and cue.after.opacity <= 0) or (tint is not None and not main):
                continue
            start, end = stamps[cue.start], stamps[cue.end]
            if start >= end or start >= stop:
                continue
            length = (end - start) * 10
            name = style if tint is None else sheet.style(_tinted(layer.style, tint, bare=cue.bare))
            if cue.unit is not None:
                sheet.add(start, end if end < stop else stop, name, signs.text(cue, length))
                continue
            since = round((offset + cue.start) * 1000)
            for part in _blurring(layer, cue):
                for tags, text in self._whole(part, cue, length, since):
                    sheet.add(start, min(end, stop), name, f"{{{tags}}}{text}")

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
        return _moving(first, last, length) + origin + self._changes(layer, cue, length)

    def _changes(self, layer: Layer, cue: Cue, length: int) -> str:
        first, last = (_attributes(pose, layer, self.angle) for pose in (cue.before, cue.after))
        return _changing(layer, cue, length, first, last)

    def _point(self, anchor: Point, pose: Pose) -> Point:
        (cx, cy), (hx, hy) = self.middle, self.hub
        dx, dy = (pose.dx, pose.dy)
        if pose.turn or self.angle:
            dx, dy = turned((dx, dy), -(pose.turn + self.angle))
        # libass slants every line, and every shape, about its own upper edge
        aside = pose.slant * pose.sy * (anchor[1] - cy)
        return (
            anchor[0] + hx - cx + (pose.sx - 1) * (anchor[0] - cx) + aside + dx,
            anchor[1] + hy - cy + (pose.sy - 1) * (anchor[1] - cy) + dy,
        )

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


class _Signs:
    """The signs of one layer of a text, each of which moves alone."""

    def __init__(self, player: Player, layer: Layer) -> None:
        self.player, self.layer = player, layer
        self._rests: dict[frozenset[Kind], list[tuple[float, float, str]]] = {}
        self._last: tuple[Pose, int | None, str, Mapping[str, str]] = (REST, None, "", {})

    def text(self, cue: Cue, length: int) -> str:
        """The codes and the text of one of them during a cue of so many milliseconds."""
        _, _, before, after, unit, _, _, _, _, _, _ = cue
        without = _left_out(self.layer, cue)
        x, y, text = (self._rests.get(without) or self._resting(without))[unit or 0]
        pose, number, start, first = self._last
        if before is not pose or unit != number:  # a way mostly goes on where the one before it ended
            start, first = f"{x + before.dx:.2f},{y + before.dy:.2f}", self._said(before)
        end, last = start, first
        if after is not before:
            end, last = f"{x + after.dx:.2f},{y + after.dy:.2f}", self._said(after)
        self._last = after, unit, end, last
        place = f"\\pos({start})" if start == end else f"\\move({start},{end},0,{length})"
        return f"{{\\an5{place}{_changing(self.layer, cue, length, first, last)}}}{text}"

    def _said(self, pose: Pose) -> Mapping[str, str]:
        return _attributes(pose, self.layer, self.player.angle)

    def _resting(self, without: frozenset[Kind]) -> list[tuple[float, float, str]]:
        """Where the middle of every sign rests, and how it is written."""
        player, layer = self.player, self.layer
        (cx, cy), (hx, hy) = player.middle, player.hub
        found = self._rests[without] = [
            (hx + dx, hy + dy, written(unit.line, player.block.base, without))
            for unit in player.units
            for dx, dy in (turned((unit.x + layer.dx - cx, unit.y + layer.dy - cy), player.angle),)
        ]
        return found


def _changing(layer: Layer, cue: Cue, length: int, first: Mapping[str, str], last: Mapping[str, str]) -> str:
    """The codes for everything but the place, which is `first` and becomes `last`."""
    codes, changes = layer.codes, ""
    if first or last:
        for name in (
            first if first.keys() == last.keys() else (name for name in _USUAL if name in first or name in last)
        ):
            value, goal = first.get(name) or _usual(name, layer), last.get(name) or _usual(name, layer)
            codes += f"\\{name}{value}"
            if value != goal:
                changes += f"\\{name}{goal}"
    clip, clip_change = _clipped(cue)
    if changes or clip_change:
        changes = f"\\t(0,{length},{changes}{clip_change})"
    return codes + clip + _faded(cue.before.opacity, cue.after.opacity, length) + changes


_USUAL = {"fscx": "100", "fscy": "100", "frz": "0", "frx": "0", "fry": "0", "fax": "0", "blur": "0", "fsp": "0"}
"""What libass can change of a text but its place, and its value at rest."""


def _usual(name: str, layer: Layer) -> str:
    return short(layer.style.spacing) if name == "fsp" else _USUAL[name]


def _attributes(pose: Pose, layer: Layer, angle: float) -> Mapping[str, str]:
    """What of a pose is not as usual, by code."""
    _, _, sx, sy, turn, tilt, spin, slant, _, blur, gap = pose
    # libass turns first and spins then: what is seen from behind would lean the other way
    turn, blur = (turn + angle) * (-1 if spin == HALF_TURN else 1), blur + layer.blur
    made: dict[str, str] = {}
    if sx != 1 or sy != 1:
        made["fscx"], made["fscy"] = short(100 * sx), short(100 * sy)
    if turn:
        made["frz"] = short(turn)
    if tilt or spin:
        made["frx"], made["fry"] = short(tilt), short(spin)
    if slant:
        made["fax"] = short(slant)
    if blur:
        made["blur"] = short(blur)
    if gap:
        made["fsp"] = short(layer.style.spacing + gap)
    return made


def _left_out(layer: Layer, cue: Cue) -> frozenset[Kind]:
    """The codes of the text that a layer does not follow."""
    return frozenset() if layer.main and not cue.tint else UNDER


def _blurring(layer: Layer, cue: Cue) -> Iterator[Layer]:
    """What is drawn of a layer: where it has an outline, libass blurs that alone, so the letters are drawn apart."""
    if (not cue.before.blur and not cue.after.blur) or layer.shape is not None or cue.tint or not layer.style.outline:
        yield layer
        return
    yield attrs.evolve(layer, codes=f"{layer.codes}\\1a&HFF&")
    yield attrs.evolve(layer, codes=f"{layer.codes}\\bord0\\shad0")


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


def _tinted(style: Style, tint: str, *, bare: bool) -> Style:
    """A style whose letters and outlines have one colour."""
    color, outline = (tinted(color, tint) for color in (style.color, style.outline_color))
    return attrs.evolve(style, color=color, shadow=0, outline_color=outline, outline=0.0 if bare else style.outline)


def _moving(first: Point, last: Point, length: int) -> str:
    start, end = (f"{x:.2f},{y:.2f}" for x, y in (first, last))
    return f"\\pos({start})" if start == end else f"\\move({start},{end},0,{length})"


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
    first, last = _clear(before), _clear(after)
    return f"\\fade({first},{last},{last},0,{length},{length},{length})"


def _clear(opacity: float) -> int:
    return 255 if opacity <= 0 else 0 if opacity >= 1 else round(255 * (1 - opacity))


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
