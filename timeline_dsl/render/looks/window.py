"""The frames of a stream during which an effect acts: the look sees only them, all others pass as they are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor, isfinite
from typing import Any

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.render.effects import Fidelity, Stage, Verdict, seeded
from timeline_dsl.render.excerpts import counted, excerpt
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.place import Size

HAIR = 0.0005
"""Looks count time so much late, in seconds: what changes on a frame's edge changes there however time was rounded."""

ORDER: tuple[Fidelity, ...] = ("exact", "close", "stand-in", "missing")


@attrs.frozen(kw_only=True, slots=True)
class Play:
    """What a moving look knows: its stream shows `frames` pictures of `size`, `fps` a second.

    `age` is the time from the effect's begin to the first picture, `length` the effect's whole time, both in seconds;
    `seed` stays the same from render to render. `clear` streams carry transparency.
    """

    size: Size
    fps: Fraction
    frames: int
    age: float
    length: float
    seed: int
    clear: bool = False

    def clock(self, name: str = "t") -> str:
        """Seconds since the effect began, as an expression; `name` is what the filter calls the stream's time."""
        return f"({name}+{self.age + HAIR:.4f})"

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


def poorest(effect: Any, kind: str, judge: Callable[[str], Verdict]) -> Verdict:
    """How near an effect comes; of several ids the one that comes least near counts."""
    names = candidates(effect, kind)
    if not names:
        return Verdict("missing", "it names no id")
    told = {name: judge(name) for name in names}
    name = max(names, key=lambda one: ORDER.index(told[one].fidelity))
    if len(names) == 1:
        return told[name]
    return Verdict(told[name].fidelity, f"one of {len(names)} is picked; least near: {name}, {told[name].why}")


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
    age = max(float(stage.zero + first / stage.fps - window.start), 0.0)
    play = Play(
        size=stage.size,
        fps=stage.fps,
        frames=end - first,
        age=age,
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
