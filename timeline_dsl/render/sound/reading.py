"""The sound of one material as its clip plays it: cut to the sample, at its speed, round after round."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from timeline_dsl.render.graph import Audio, Filter
from timeline_dsl.render.grid import Grid
from timeline_dsl.render.picture import Stretch, source_time, stretch
from timeline_dsl.render.sound.voices import Voice
from timeline_dsl.units import Span, Time

STRETCHES = (Fraction(1, 2), Fraction(2))
"""One atempo filter changes the speed by a factor within these; more of them stand one after another."""

BEHIND = Fraction(1, 10)
"""A change of speed loses a moment where its input ends: so much more is read of what goes on."""

KEPT = 20
"""A round of a loop of so many seconds at most is kept while it is repeated (8 MB); a longer one is read anew."""


def read(voice: Voice, span: Span, grid: Grid) -> Audio:
    """The material as it plays during `span`."""
    if voice.plan.speed != 1 and not voice.material.probe.has_video:
        span = Span(span.start, span.end + BEHIND)
    start = source_time(voice.plan, span.start)
    length = span.length * voice.plan.speed
    if voice.plan.source_out is not None:
        length = min(length, voice.plan.source_out - start)
    stretched = stretch(voice.plan, voice.material, _on_frames(span, grid))
    if not _holds(stretched, start, length):
        stretched = stretch(voice.plan, voice.material, span)
    begin = start - stretched.zero
    return Audio.of(stretched.source).through(
        Filter("aresample", sample_rate=grid.rate, **{"async": 1, "first_pts": 0}),
        Filter("atrim", start_sample=grid.sample(begin), end_sample=grid.sample(begin + length)),
        Filter("asetpts", expr="PTS-STARTPTS"),
        *tempo(voice.plan.speed),
    )


def _on_frames(span: Span, grid: Grid) -> Span:
    # the span that the picture of the clip is read for, so that both share one input
    frames = grid.frames(span)
    return Span(grid.time(frames.first), grid.time(frames.end))


def _holds(stretched: Stretch, begin: Time, length: Time) -> bool:
    """Whether a stretch of a material holds all of its time from `begin` on; between two frames it may not."""
    held = stretched.source.length
    return stretched.zero <= begin and (held is None or begin + length <= stretched.zero + held)


def looped(voice: Voice, span: Span, grid: Grid) -> Audio:
    """The stretch of the material round after round, as it plays during `span`."""
    plan = voice.plan
    first, last = plan.source_in or Fraction(0), plan.source_out
    if last is None or last <= first:
        return read(voice, span, grid)
    round_length = (last - first) / plan.speed
    if round_length > KEPT:
        return _rounds(voice, span, round_length, grid)
    late = (span.start - voice.span.start) % round_length
    once = Audio.of(voice.material.source(first, last - first)).through(
        Filter("aresample", sample_rate=grid.rate, **{"async": 1, "first_pts": 0}), *tempo(plan.speed)
    )
    samples = grid.sample(round_length)
    return once.through(
        Filter("apad", whole_len=samples),
        Filter("atrim", end_sample=samples),
        Filter("aloop", loop=-1, size=samples),
        Filter("atrim", start_sample=grid.sample(late), end_sample=grid.sample(late + span.length)),
        Filter("asetpts", expr="PTS-STARTPTS"),
    )


def openings(voice: Voice) -> Iterator[Time]:
    """When something is opened for a voice: at its start, and for every round of a long loop."""
    yield voice.span.start
    plan = voice.plan
    if plan.loop and plan.source_out is not None:
        length = (plan.source_out - (plan.source_in or 0)) / plan.speed
        if length > KEPT:
            yield from (voice.span.start + length * turn for turn in range(1, ceil(voice.span.length / length)))


def _rounds(voice: Voice, span: Span, length: Time, grid: Grid) -> Audio:
    """A long loop during `span`: its rounds, each `length` seconds of output, opened one by one."""
    plan = voice.plan
    parts: list[Audio] = []
    for turn in range(floor((span.start - voice.span.start) / length), ceil((span.end - voice.span.start) / length)):
        begin = voice.span.start + turn * length
        heard = Span(max(begin, span.start), min(begin + length, span.end))
        # a change of speed listens to all that went before
        into = heard.start - begin if plan.speed == 1 else Fraction(0)
        skipped = grid.sample(heard.start) - grid.sample(begin + into)
        samples = skipped + grid.sample(heard.end) - grid.sample(heard.start)
        source = voice.material.source((plan.source_in or 0) + into, (length - into) * plan.speed, turn=turn)
        parts.append(
            Audio.of(source).through(
                Filter("aresample", sample_rate=grid.rate, **{"async": 1, "first_pts": 0}),
                *tempo(plan.speed),
                Filter("apad", whole_len=samples),
                Filter("atrim", start_sample=skipped, end_sample=samples),
                Filter("asetpts", expr="PTS-STARTPTS"),
            )
        )
    return parts[0] if len(parts) == 1 else Audio.mixed(Filter("concat", n=len(parts), v=0, a=1), *parts)


def tempo(speed: Fraction) -> tuple[Filter, ...]:
    """Filters that play sound `speed` times as fast at its own pitch."""
    steps: list[Fraction] = []
    low, high = STRETCHES
    while speed < low or speed > high:
        step = low if speed < low else high
        steps.append(step)
        speed /= step
    if speed != 1:
        steps.append(speed)
    return tuple(Filter("atempo", tempo=float(step)) for step in steps)
