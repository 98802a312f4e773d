"""The frames of a stream during which an effect acts: the look sees only them, all others pass as they are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor, isfinite
from typing import Any

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.render.effects import Picked, Stage, Verdict, scale_of, seeded
from timeline_dsl.render.excerpts import counted, excerpt
from timeline_dsl.render.graph import Filter, Video, rate
from timeline_dsl.render.place import Rect, Size

HAIR = 0.0005
"""Looks count time so much late, in seconds: what changes on a frame's edge changes there however time was rounded."""


@attrs.frozen(kw_only=True, slots=True)
class Play:
    """What a moving look knows: its stream shows `frames` pictures of `size`, `fps` a second.

    `first` is the number of the first picture, counted from the first one that the effect is on; that one is shown
    `lead` seconds after the effect's begin. `length` is the effect's whole time. `seed` stays the same from render to
    render. `clear` streams carry transparency. `full` is the size of the pictures when the output is drawn in its own
    size; in a draft `size` is smaller.
    """

    size: Size
    full: Size
    fps: Fraction
    frames: int
    first: int
    lead: float
    length: float
    seed: int
    clear: bool = False

    @property
    def scale(self) -> float:
        """How many pixels stand for one of the full size."""
        return scale_of(self.size, self.full)

    def pixels(self, count: float) -> float:
        """What so many pixels of the full size are here."""
        return round(count * self.scale, 3)

    def part(self, parts: float, least: float) -> float:
        """One part in `parts` of the height in pixels, `least` pixels of the full size or more."""
        return self.pixels(max(self.full[1] / parts, least))

    def drawn(self, rect: Rect) -> Rect:
        """A rectangle of the full size, as it is drawn here."""
        return rect.resized(self.full, self.size)

    @property
    def planes(self) -> str:
        """How `overlay` keeps colour: for two by two pixels, in drafts for every one, as even pixels become odd."""
        return "yuv420" if self.size == self.full else "yuv444"

    def clock(self, name: str = "t") -> str:
        """Seconds since the effect began, as an expression.

        `name` is what the filter calls the stream's time (`t`), or the number of its picture (`N`, `on`).
        """
        # pictures are counted, not times added up: a picture has one time wherever the output is cut
        number = f"floor(t*({rate(self.fps)})+0.5)" if name == "t" else name
        return f"(({number}+{self.first})*{float(1 / self.fps):.12g}+{self.lead + HAIR:.6f})"

    def chance(self, number: int) -> float:
        """A number from 0 up to 1, another one for each `number`."""
        return seeded(f"{self.seed} {number}") / 2**31


Look = Callable[[Video, Play], Video]
"""A picture during an effect; it keeps the size, and may give any pixel format."""


def candidates(effect: Any, kind: str) -> tuple[str, ...]:
    """The ids that an effect may show: one, those of its comma list, or for `random` all of the list `kind`."""
    names = tuple(name.strip() for name in (effect.sub_type or "").split(",") if name.strip())
    return tuple(table(kind).rows) if "random" in names else names


def chosen(effect: Any, kind: str, path: str) -> str:
    """The id that is shown: `random` and comma lists pick one, the same from render to render."""
    names = candidates(effect, kind)
    return names[seeded(f"{path} {effect.sub_type}") % len(names)] if names else ""


def picked(kind: str, judge: Callable[[str], Verdict]) -> Picked:
    """How near effects come that name ids of the list `kind`: as near as the id that is shown, which `judge` knows."""

    def told(effect: Any, path: str) -> Verdict:
        name = chosen(effect, kind, path)
        if not name:
            return Verdict("missing", "it names no id")
        own = judge(name)
        return own if name == effect.sub_type.strip() else Verdict(own.fidelity, f"{name} is picked: {own.why}")

    return Picked(told)


def parameters(text: str | None) -> dict[str, float]:
    """The numbers in `k=v,k=v`; what is none is left out."""
    found = {}
    for part in (text or "").split(","):
        key, sign, value = part.partition("=")
        try:
            number = float(value)
        except ValueError:
            continue
        if key.strip() and sign and isfinite(number):
            found[key.strip().lower()] = number
    return found


def within(stream: Video, effect: Any, stage: Stage, look: Look, *, carries: bool = False) -> Video:
    """The stream with `look` during the effect's window; `carries` tells that the look keeps transparency itself."""
    window = stage.window(effect)
    total = stage.frames
    first, end = (
        min(max(floor(stage.local(moment) * stage.fps + Fraction(1, 2)), 0), total)
        for moment in (window.start, window.end)
    )
    if first >= end:
        return stream
    begun, zero = (floor(moment * stage.fps + Fraction(1, 2)) for moment in (window.start, stage.zero))
    play = Play(
        size=stage.size,
        full=stage.full,
        fps=stage.fps,
        frames=end - first,
        first=max(zero + first - begun, 0),
        lead=max(float(begun / stage.fps - window.start), 0.0),
        length=float(window.length),
        seed=stage.seed,
        clear=stage.clear,
    )
    parts = []
    for start, stop, changed in ((0, first, False), (first, end, True), (end, total, False)):
        if start < stop:
            part = stream if stop - start == total else stream.through(*excerpt(start, stop - start, stage.fps))
            parts.append(
                _looked(part, play, look, carries).through(*counted(play.frames, play.fps)) if changed else part
            )
    if len(parts) == 1:
        return parts[0]
    # a part of one frame has no length for concat
    return Video.mixed(Filter("concat", n=len(parts)), *parts).through(*counted(total, stage.fps))


def _looked(stream: Video, play: Play, look: Look, carries: bool) -> Video:
    end = Filter("setsar", sar=1)
    if not play.clear or carries:
        return look(stream, play).through(Filter("format", pix_fmts="yuva420p" if play.clear else "yuv420p"), end)
    shape = stream.through(Filter("alphaextract"))
    colour = look(stream.through(Filter("format", pix_fmts="yuv420p")), play)
    return Video.mixed(Filter("alphamerge"), colour.through(Filter("format", pix_fmts="yuv420p")), shape).through(
        Filter("format", pix_fmts="yuva420p"), end
    )
