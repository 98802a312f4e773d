"""One moment of the output: what is seen, bottom to top, and what is heard, how loud."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from timeline_dsl.effects.sound import AFade, Volume
from timeline_dsl.units import Span, Time, clock, wire_seconds

if TYPE_CHECKING:
    from timeline_dsl.schedule.plan import ClipPlan, Schedule, TrackPlan

SOUNDING = frozenset(("Video", "Audio", "AI_TTS", "AI_Avatar"))
"""Types of clips that can be heard."""

UNSEEN = frozenset(("Audio", "AI_TTS", "AEqualize"))
"""Types that are only heard."""

LAYERS = ("/VideoTracks", "/ImageTracks", "/EffectTracks", "/SubtitleTracks")
"""Lists of tracks from the lowest layer to the highest."""

ALONE = Fraction(1)


@attrs.frozen(kw_only=True, slots=True)
class Seen:
    """A clip that is seen: which frame of its material (None for pictures and texts), and how long it has been there.

    `share` is its part in a transition: it falls from 1 to 0 for the clip that leaves and rises for the one that comes.
    `frozen`: its last frame is held.
    """

    clip: ClipPlan
    clip_time: Time
    source_time: Time | None = None
    share: Fraction = ALONE
    frozen: bool = False

    def __str__(self) -> str:
        source = "" if self.source_time is None else f" at {clock(self.source_time)} of its material"
        share = "" if self.share == 1 else f", {float(self.share):.0%} of a transition"
        return f"{self.clip.path} {self.clip.type}{source}{', frozen' if self.frozen else ''}{share}"


@attrs.frozen(kw_only=True, slots=True)
class Heard:
    """A clip that is heard: where in its material, and the factor of its volume with windows, fades and transitions."""

    clip: ClipPlan
    clip_time: Time
    source_time: Time | None
    gain: float

    def __str__(self) -> str:
        source = "" if self.source_time is None else f" at {clock(self.source_time)} of its material"
        return f"{self.clip.path} {self.clip.type}{source}, gain {self.gain:.3f}"


@attrs.frozen(kw_only=True, slots=True)
class Moment:
    """What the output shows (bottom to top) and plays at a time. Clips whose place is not known are left out."""

    time: Time
    seen: tuple[Seen, ...] = ()
    heard: tuple[Heard, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The moment as plain JSON values."""
        return {
            "time": wire_seconds(self.time),
            "seen": [
                {
                    "path": one.clip.path,
                    "type": one.clip.type,
                    "source_time": _wire(one.source_time),
                    "share": wire_seconds(one.share),
                }
                for one in self.seen
            ],
            "heard": [
                {
                    "path": one.clip.path,
                    "type": one.clip.type,
                    "source_time": _wire(one.source_time),
                    "gain": round(one.gain, 4),
                }
                for one in self.heard
            ],
        }

    def __str__(self) -> str:
        lines = [f"at {clock(self.time)}"]
        lines += [f"  seen   {one}" for one in self.seen] or ["  seen   nothing"]
        lines += [f"  heard  {one}" for one in self.heard] or ["  heard  nothing"]
        return "\n".join(lines)


def moment(plan: Schedule, time: Time) -> Moment:
    """What is seen and heard at `time`; nothing at and after the end of the output."""
    if plan.duration is not None and time >= plan.duration:
        return Moment(time=time)
    seen = [
        one
        for layer in LAYERS
        for track in plan.tracks
        if track.path.startswith(layer)
        for one in _seen_on(track, time)
    ]
    heard = [one for track in plan.tracks for one in _heard_on(plan, track, time)]
    return Moment(time=time, seen=tuple(seen), heard=tuple(heard))


def _playing(track: TrackPlan, time: Time) -> Iterator[tuple[ClipPlan, Time]]:
    for clip in track.clips:
        start, end = clip.timeline_in, clip.timeline_out
        if start is not None and start <= time and end is not None and time < end:
            yield clip, time - start


def _seen_on(track: TrackPlan, time: Time) -> Iterator[Seen]:
    coming: dict[Time, Fraction] = {}
    for clip in track.clips:
        start, end = clip.timeline_in, clip.timeline_out
        if start is None or start > time or end is None or clip.type in UNSEEN:
            continue
        joined = clip.transition
        blend = joined.span if joined is not None and time in joined.span else None
        if end <= time:
            if blend is not None and joined is not None and joined.locked:
                done = coming[blend.start] = _progress(time, blend)
                yield Seen(clip=clip, clip_time=end - start, source_time=clip.source_out, share=1 - done, frozen=True)
            continue
        local = time - start
        source, frozen, empty = _source_time(clip, local)
        share = _share(clip, coming)
        if blend is not None:
            done = coming[blend.start] = _progress(time, blend)
            share = share * (1 - done)
        if not empty:
            yield Seen(clip=clip, clip_time=local, source_time=source, share=share, frozen=frozen)


def _heard_on(plan: Schedule, track: TrackPlan, time: Time) -> Iterator[Heard]:
    coming: dict[Time, Fraction] = {}
    for clip, local in _playing(track, time):
        share = _share(clip, coming)
        joined = clip.transition
        if joined is not None and not joined.locked and time in joined.span:
            done = coming[joined.span.start] = _progress(time, joined.span)
            share = share * (1 - done)
        source, frozen, empty = _source_time(clip, local)
        if clip.type in SOUNDING and not frozen and not empty:
            yield Heard(clip=clip, clip_time=local, source_time=source, gain=float(share) * _gain(plan, clip, time))


def _progress(time: Time, span: Span) -> Fraction:
    return (time - span.start) / span.length


def _share(clip: ClipPlan, coming: dict[Time, Fraction]) -> Fraction:
    """The share of a clip that a transition leads into, by the moment at which it begins."""
    if clip.timeline_in is None or clip.type == "GlobalImage":
        return ALONE
    return coming.get(clip.timeline_in, ALONE)


def _source_time(clip: ClipPlan, local: Time) -> tuple[Time | None, bool, bool]:
    """Where in its material a clip is `local` seconds after its start, whether a frame is held, whether it is empty."""
    if clip.source_in is None:
        return None, False, False
    if clip.source_out is None:
        return (None if clip.loop else clip.source_in + local * clip.speed), False, False
    length = clip.source_out - clip.source_in
    moved = local * clip.speed
    if moved < length:
        return clip.source_in + moved, False, False
    if clip.loop and length > 0:
        return clip.source_in + moved % length, False, False
    return clip.source_out, clip.freeze > 0, clip.freeze == 0


def _gain(plan: Schedule, clip: ClipPlan, time: Time) -> float:
    """The factor of the volume of a clip at a moment of the output: its windows and fades."""
    from timeline_dsl.schedule.windows import effect_span

    gain = 1.0
    for effect in getattr(clip.node, "effects", ()):
        if not isinstance(effect, Volume | AFade):
            continue
        span = effect_span(plan, clip, effect)
        if span is None or time not in span:
            continue
        if isinstance(effect, Volume):
            gain *= max(float(effect.gain), 0.0) if isinstance(effect.gain, int | float) else 1.0
        else:
            passed = float(_progress(time, span))
            gain *= faded(effect.curve, passed if effect.side == "In" else 1 - passed)
    return gain


def faded(curve: str | None, share: float) -> float:
    """The gain of a fade when `share` (0 to 1) of the way to full volume is done; a curve nobody knows is linear."""
    return _CURVES.get(curve or "exp", _CURVES["tri"])(share)


_CURVES: dict[str, Callable[[float], float]] = {
    "tri": lambda x: x,
    "qsin": lambda x: math.sin(x * math.pi / 2),
    "hsin": lambda x: (1 - math.cos(x * math.pi)) / 2,
    "esin": lambda x: 1 - math.cos(math.pi / 4 * ((2 * x - 1) ** 3 + 1)),
    "log": lambda x: min(max(1 + 0.2 * math.log10(x), 0.0), 1.0) if x > 0 else 0.0,
    "ipar": lambda x: 1 - (1 - x) ** 2,
    "qua": lambda x: x**2,
    "cub": lambda x: x**3,
    "squ": math.sqrt,
    "cbr": lambda x: x ** (1 / 3),
    "par": lambda x: 1 - math.sqrt(1 - x),
    "exp": lambda x: math.exp(math.log(1e-5) * (1 - x)),
}
"""The shapes of fades, by the names FFmpeg gives them."""


def _wire(time: Time | None) -> float | None:
    return None if time is None else wire_seconds(time)
