"""Which effect is played how: one table for pictures, one for sounds, one for what changes a picture's shape.

A look registers itself: `@renders(VFX, fidelity=…)` above a function of (stream, effect, stage). An effect without a
look is told as `missing`, never passed over in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from fractions import Fraction
from math import floor
from typing import Any, Literal, TypeVar

import attrs

from timeline_dsl.node import TypedNode
from timeline_dsl.render.excerpts import counted
from timeline_dsl.render.graph import Audio, Filter, Value, Video, rate
from timeline_dsl.render.inputs import Inputs
from timeline_dsl.render.place import Size
from timeline_dsl.units import Span, Time, exact

Fidelity = Literal["exact", "close", "stand-in", "missing"]


@attrs.frozen(slots=True)
class Verdict:
    """How near a local look comes to the service's, and why not nearer."""

    fidelity: Fidelity
    why: str = ""


EXACT = Verdict("exact")


@attrs.frozen(slots=True)
class Picked:
    """How near effects come that name several ids: by `judge`, a function of the effect and its JSON Pointer."""

    judge: Callable[[Any, str], Verdict]


@attrs.frozen(kw_only=True, slots=True)
class Stage:
    """What a look may know of the stream it changes.

    The stream shows `size` pixels, `fps` frames a second; its first frame stands at `zero` of the output (seconds).
    `full` is the size it has when the output is drawn in its own size, `size` itself unless this is a draft: whatever
    counts in pixels counts those of `full`. `span` is the host's time on the output (a clip's, or all of it), `path`
    the JSON Pointer of the effect. `clear` streams carry transparency (`yuva420p`), others do not (`yuv420p`); a look
    keeps that, unless it is registered with `clears`.
    """

    path: str
    size: Size
    canvas: Size
    fps: Fraction
    zero: Time
    length: Time
    span: Span
    clear: bool
    inputs: Inputs
    full: Size = attrs.field(default=attrs.Factory(lambda self: self.size, takes_self=True))

    def window(self, effect: Any) -> Span:
        """When the effect acts, as output time: its own times where it has some, else the host's span."""
        return window(effect, self.span)

    @property
    def scale(self) -> float:
        """How many pixels of the stream stand for one of the output in its own size: 0.5 in a draft, else 1."""
        return scale_of(self.size, self.full)

    def local(self, time: Time) -> Time:
        """A moment of the output on the stream's own clock (its `t`); negative before the stream begins."""
        return time - self.zero

    def when(self, effect: Any) -> dict[str, Value]:
        """The `enable` option that limits a filter to the effect's window; nothing where it acts all the time."""
        return during(self.local(self.window(effect).start), self.local(self.window(effect).end), self.length, self.fps)

    @property
    def frames(self) -> int:
        """The number of pictures of the stream; at least one."""
        return max(floor(self.length * self.fps + Fraction(1, 2)), 1)

    @property
    def rate(self) -> str:
        """The frame rate as filters take it."""
        return rate(self.fps)

    @property
    def seed(self) -> int:
        """A number that stays the same from render to render, another one for every effect."""
        return seeded(self.path)


def window(effect: Any, span: Span) -> Span:
    """When an effect acts, as output time: its own times where it has some, else `span`, the time of its host."""
    start = span.start if getattr(effect, "timeline_in", None) is None else exact(effect.timeline_in)
    if getattr(effect, "timeline_out", None) is not None:
        return Span(start, exact(effect.timeline_out))
    if hasattr(effect, "timeline_out") and getattr(effect, "duration", None) is not None:
        return Span(start, min(start + exact(effect.duration), span.end))
    return Span(start, span.end)


def scale_of(size: Size, full: Size) -> float:
    """How many pixels of a picture of `size` stand for one of the same picture in the size `full`."""
    return max(size) / max(*full, 1)


def seeded(text: str) -> int:
    """A number from 0 to 2**31 - 1 that depends on `text` alone."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1


def during(start: Time, end: Time, length: Time, fps: Fraction) -> dict[str, Value]:
    """The `enable` option of a filter on a stream of `length` seconds that acts from `start` up to `end` of it."""
    # half a frame early: times of frames are rounded on their way through FFmpeg
    half = Fraction(1, 2) / fps
    first, last = start - half, end - half
    if first <= 0 and last >= length - half:
        return {}
    return {"enable": f"gte(t,{_number(first)})*lt(t,{_number(last)})"}


def _number(time: Time) -> str:
    return f"{float(time):.6f}".rstrip("0").rstrip(".")


PictureLook = Callable[[Video, Any, Stage], Video]
SoundLook = Callable[[Audio, Any, Stage], Audio]


@attrs.frozen(kw_only=True, slots=True)
class Look:
    """How effects of one class are shown."""

    draw: PictureLook
    clears: Callable[[Any], bool]


@attrs.frozen(kw_only=True, slots=True)
class Tone:
    """How effects of one class are heard. Smaller `order` comes first, whatever the order in the document."""

    play: SoundLook
    order: int = 0


@attrs.frozen(slots=True)
class Reshaped:
    """Filters that change a picture's shape before it is placed, and its size after them."""

    chain: tuple[Filter, ...]
    size: Size


LOOKS: dict[type[TypedNode], Look] = {}
"""Effects on the placed picture of a clip, or on the whole picture."""

TONES: dict[type[TypedNode], Tone] = {}
"""Effects on sound."""

SHAPES: dict[type[TypedNode], Callable[[Any, Size], Reshaped]] = {}
"""Effects on the source picture, before it is placed."""

TOLD: dict[type[TypedNode], Callable[[Any, str], Verdict]] = {}
"""How near every class of effects comes that is rendered at all, wherever that is done: functions of an effect and its
JSON Pointer, on which depends what is picked where an effect names several ids."""

P = TypeVar("P", bound=PictureLook)
S = TypeVar("S", bound=SoundLook)
F = TypeVar("F", bound=Callable[[Any, Size], Reshaped])
Judge = Fidelity | Callable[[Any], Verdict] | Picked


def renders(
    kind: type[TypedNode], *, fidelity: Judge = "exact", why: str = "", clears: bool | Callable[[Any], bool] = False
) -> Callable[[P], P]:
    """Register a function as the look of an effect class.

    `fidelity` is a label with its reason in `why`, a function of the effect, or `Picked`; `clears` tells that the look
    may make a picture transparent where it was not, so that its stream arrives as `yuva420p`.
    """
    told(kind, fidelity, why)

    def register(draw: P) -> P:
        judge = clears if callable(clears) else lambda effect: bool(clears)
        LOOKS[kind] = Look(draw=draw, clears=judge)
        return draw

    return register


def sounds(kind: type[TypedNode], *, order: int, fidelity: Judge = "exact", why: str = "") -> Callable[[S], S]:
    """Register a function as the sound of an effect class."""
    told(kind, fidelity, why)

    def register(play: S) -> S:
        TONES[kind] = Tone(play=play, order=order)
        return play

    return register


def reshapes(kind: type[TypedNode], *, fidelity: Judge = "exact", why: str = "") -> Callable[[F], F]:
    """Register a function of (effect, size) as what an effect class does to the source picture."""
    told(kind, fidelity, why)

    def register(shape: F) -> F:
        SHAPES[kind] = shape
        return shape

    return register


def told(kind: type[TypedNode], fidelity: Judge, why: str = "") -> None:
    """Put on record how near the effects of a class come; also for what other modules do with them."""
    if isinstance(fidelity, Picked):
        TOLD[kind] = fidelity.judge
    elif callable(fidelity):
        judge = fidelity
        TOLD[kind] = lambda effect, path: judge(effect)
    else:
        verdict = Verdict(fidelity, why)
        TOLD[kind] = lambda effect, path: verdict


def reshaped(effects: tuple[TypedNode, ...], size: Size) -> Reshaped:
    """The source picture of `size` after all effects that change its shape, in their order."""
    chain: list[Filter] = []
    for effect in effects:
        if shape := SHAPES.get(type(effect)):
            step = shape(effect, size)
            chain += step.chain
            size = step.size
    return Reshaped(tuple(chain), size)


def makes_clear(effects: tuple[TypedNode, ...]) -> bool:
    """Whether one of the effects may make its picture transparent."""
    return any(look.clears(effect) for effect in effects if (look := LOOKS.get(type(effect))))


def drawn(stream: Video, effects: tuple[tuple[str, TypedNode], ...], stage: Stage) -> Video:
    """The picture after the looks of `effects` (each with its JSON Pointer), in their order."""
    pixels = Filter("format", pix_fmts="yuva420p" if stage.clear else "yuv420p")
    for path, effect in effects:
        if look := LOOKS.get(type(effect)):
            stream = look.draw(stream, effect, attrs.evolve(stage, path=path))
            stream = stream.through(pixels, *counted(stage.frames, stage.fps))
    return stream


def played(sound: Audio, effects: tuple[tuple[str, TypedNode], ...], stage: Stage) -> Audio:
    """The sound after the tones of `effects`, in the order of the service."""
    heard = [(tone, path, effect) for path, effect in effects if (tone := TONES.get(type(effect)))]
    for tone, path, effect in sorted(heard, key=lambda item: item[0].order):
        sound = tone.play(sound, effect, attrs.evolve(stage, path=path))
    return sound


def with_paths(host_path: str, effects: tuple[TypedNode, ...]) -> tuple[tuple[str, TypedNode], ...]:
    """The effects of a clip with their JSON Pointers."""
    return tuple((f"{host_path}/Effects/{index}", effect) for index, effect in enumerate(effects))
