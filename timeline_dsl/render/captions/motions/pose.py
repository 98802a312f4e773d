"""What motions are made of: poses of a text, and cues, each of which leads from one pose to another."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import NamedTuple

import attrs

from timeline_dsl.render.captions.block import Rect, Unit

KEYFRAMES = 14
"""So many poses a second are worked out of a curve; libass draws what lies between them."""

HALF_TURN = 180.0
"""Degrees."""


class Pose(NamedTuple):
    """How a text differs from its rest. `dx`, `dy` in pixels; `sx`, `sy` factors of its size about its middle.

    `turn` is degrees counter-clockwise, `tilt` and `spin` degrees about the horizontal and the vertical axis, `slant`
    a share of the height; `opacity` 0 to 1; `blur` in pixels; `gap` more pixels between letters.
    """

    dx: float = 0.0
    dy: float = 0.0
    sx: float = 1.0
    sy: float = 1.0
    turn: float = 0.0
    tilt: float = 0.0
    spin: float = 0.0
    slant: float = 0.0
    opacity: float = 1.0
    blur: float = 0.0
    gap: float = 0.0


REST = Pose()
GONE = Pose(opacity=0.0)


class Cue(NamedTuple):
    """From pose `before` to pose `after` during `start` to `end`, in seconds of the motion.

    `unit` is the number of the sign that moves, None for the whole text. `clip` is what is seen at both ends, `mask`
    a drawing outside of which nothing is seen. `fades` are the times from and to which each sign appears (or, not
    `appears`, goes). `tint` draws a copy of the letters in a colour (`&HBBGGRR&`) instead, a `bare` one without
    their outline.
    """

    start: float
    end: float
    before: Pose = REST
    after: Pose = REST
    unit: int | None = None
    clip: tuple[Rect, Rect] | None = None
    mask: str | None = None
    fades: tuple[tuple[float, float], ...] | None = None
    appears: bool = True
    tint: str | None = None
    bare: bool = False

    def backwards(self, length: float) -> Cue:
        """The cue in a motion that runs backwards."""
        return self._replace(
            start=length - self.end,
            end=length - self.start,
            before=self.after,
            after=self.before,
            clip=None if self.clip is None else (self.clip[1], self.clip[0]),
            appears=not self.appears,
            fades=None if self.fades is None else tuple((length - end, length - start) for start, end in self.fades),
        )


@attrs.frozen(kw_only=True, slots=False)
class Stage:
    """What a motion may know: its `length` in seconds, the em in pixels, and where everything stands.

    `rect` holds the letters, `frame` all that belongs to the text, `canvas` is the whole picture; `units` are the
    signs that can move alone, `signs` the number of all that can appear alone; `seed` is the same for the same text.
    """

    length: float
    em: float
    rect: Rect
    frame: Rect
    canvas: Rect
    units: tuple[Unit, ...]
    signs: int
    seed: int = 0

    @cached_property
    def count(self) -> int:
        """The number of signs that can move alone."""
        return len(self.units)

    def chance(self, *numbers: int) -> float:
        """A number from 0 to 1 that looks random and is always the same."""
        mixed = self.seed & 0xFFFFFFFF
        for number in numbers:
            mixed = (mixed * 1_664_525 + number * 374_761_393 + 1_013_904_223) & 0xFFFFFFFF
            mixed ^= mixed >> 15
        return ((mixed * 2_246_822_519) & 0xFFFFFFFF) / 0xFFFFFFFF


Motion = Callable[[Stage], Iterator[Cue]]
Curve = Callable[[float], Pose]
UnitCurve = Callable[[int, float], Pose]


def keyframes(length: float, least: int = 2) -> int:
    """How many stretches a curve of so many seconds is drawn in."""
    return min(max(math.ceil(length * KEYFRAMES), least), 400)


def along(
    curve: Curve,
    stage: Stage,
    *,
    steps: int | None = None,
    unit: int | None = None,
    start: float = 0.0,
    end: float | None = None,
) -> Iterator[Cue]:
    """Cues for a curve of poses over progress 0 to 1."""
    far = (stage.length if end is None else end) - start
    count = steps or keyframes(far)
    before = curve(0.0)
    begun = 0
    for step in range(1, count + 1):
        after = curve(step / count)
        if after == before:
            continue
        if begun < step - 1:  # it stood still until then
            yield Cue(start + far * begun / count, start + far * (step - 1) / count, before, before, unit)
        yield Cue(start + far * (step - 1) / count, start + far * step / count, before, after, unit)
        before, begun = after, step
    if begun < count:
        yield Cue(start + far * begun / count, start + far, before, before, unit)


def one_by_one(curve: UnitCurve, stage: Stage, *, share: float = 0.5, steps: int | None = None) -> Iterator[Cue]:
    """Sign after sign: each takes `share` of the time for its own way, and stands still before and after."""
    if not stage.count:
        return
    own = stage.length * share
    steps = min(steps or keyframes(own), keyframes(own))
    delay = (stage.length - own) / max(stage.count - 1, 1)
    for unit in range(stage.count):
        start = delay * unit
        yield from waiting(curve(unit, 0.0), unit, 0.0, start)
        yield from along(partial(curve, unit), stage, steps=steps, unit=unit, start=start, end=start + own)
        yield from waiting(curve(unit, 1.0), unit, start + own, stage.length)


def together(curve: UnitCurve, stage: Stage, *, steps: int) -> Iterator[Cue]:
    """All signs at the same time, each on its own way."""
    for unit in range(stage.count):
        yield from along(partial(curve, unit), stage, steps=steps, unit=unit)


def waiting(pose: Pose, unit: int | None, start: float, end: float) -> Iterator[Cue]:
    """A cue that stands still, unless nothing of it would be seen."""
    if end - start > 1e-6 and pose.opacity > 0:
        yield Cue(start=start, end=end, before=pose, after=pose, unit=unit)


def reversed_motion(motion: Motion) -> Motion:
    """The motion backwards: what comes in so goes out."""

    def backwards(stage: Stage) -> Iterator[Cue]:
        for cue in motion(stage):
            yield cue.backwards(stage.length)

    return backwards


def facing(angle: float, *, back: bool = False) -> Pose:
    """Turned by so many degrees about its upright axis, seen from far away; `back`: what is seen is its other side.

    libass puts its eye some 300 pixels before the picture, whatever its size: long texts would run through it.
    """
    return Pose(sx=max(abs(math.cos(math.radians(angle))), 0.01), spin=HALF_TURN if back else 0.0)


def eased(part: float) -> float:
    """Fast at first, slow at the end."""
    return 1 - (1 - part) ** 3


def overshot(part: float, strength: float = 1.70158) -> float:
    """Past the goal and back to it."""
    rest = part - 1
    return 1 + (strength + 1) * rest**3 + strength * rest**2


def bounced(part: float, swings: float = 2.5, damping: float = 4.0) -> float:
    """To the goal with swings about it that die down; 0 at the start, 1 at the end."""
    if part >= 1:
        return 1.0
    return 1 - math.exp(-damping * part) * math.cos(swings * 2 * math.pi * part) * (1 - part**4)


def mixed(start: float, end: float, part: float) -> float:
    """The value between two, 0 being the first."""
    return start + (end - start) * part
