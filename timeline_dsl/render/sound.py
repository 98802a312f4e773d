"""What the output sounds like: every clip cut to the sample, levelled and faded, all of them mixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, floor
from typing import Any

import attrs

from timeline_dsl.effects import ADenoise, AEqualize, AFade, ALoudNorm, Volume
from timeline_dsl.render.effects import Stage, played, with_paths
from timeline_dsl.render.graph import Audio, Filter
from timeline_dsl.render.grid import Grid
from timeline_dsl.render.inputs import Inputs, Material
from timeline_dsl.render.looks.sound import RAISES, fade
from timeline_dsl.render.picture import Stretch, source_time, stretch
from timeline_dsl.render.shots import shown_span
from timeline_dsl.render.speech import Recording
from timeline_dsl.schedule import ClipPlan, Schedule, TransitionPlan
from timeline_dsl.units import Span, Time, exact

LAYOUT = Filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
BOTH_SIDES = Filter("pan", args="stereo|c0=c0|c1=c0")
"""Sound of one channel is as loud on two; FFmpeg's own way is 3 dB softer."""

STRETCHES = (Fraction(1, 2), Fraction(2))
"""One atempo filter changes the speed by a factor within these; more of them stand one after another."""

SURROUND = 1 + 3 / 2**0.5
"""So much louder sound of more than two channels may be on two: the middle and the back are added, 3 dB softer."""

SEAM = Fraction(1, 100)
"""Seconds in which a clip falls silent before the seam of a DLTransition, and the next one rises after it.

Inferred, for the service says nothing of its sound: as nothing is seen of the first clip beyond its last frame, nothing
is heard of it; the next one plays in full from the seam on, as it is scheduled. So short a fade is heard as none, and
keeps the cut from clicking.
"""

BEHIND = Fraction(1, 10)
"""A change of speed loses a moment where its input ends: so much more is read of what goes on."""

KEPT = 20
"""A round of a loop of so many seconds at most is kept while it is repeated (8 MB); a longer one is read anew."""


@attrs.frozen(kw_only=True, slots=True, eq=False)
class Voice:
    """One clip as it is heard, during `span` of the output. `fade_in` and `fade_out` are seconds of its transitions.

    `level` is the factor of its loudness before its effects.
    """

    plan: ClipPlan
    material: Material
    span: Span
    fade_in: Time = Fraction(0)
    fade_out: Time = Fraction(0)
    level: Fraction = Fraction(1)

    @property
    def gain(self) -> float:
        """The largest factor by which it is played anywhere."""
        always, sometimes = float(self.level), [1.0]
        for effect in getattr(self.plan.node, "effects", ()):
            if isinstance(effect, Volume) and effect.gain is not None:
                if effect.source_in is None and effect.source_out is None:
                    always *= effect.gain
                else:
                    sometimes.append(effect.gain)
            elif isinstance(effect, ADenoise):
                always *= RAISES.get(effect.mode or 0, 1.0)
        if (self.material.probe.channels or 0) > 2:
            always *= SURROUND
        return always * max(sometimes)


def voices(schedule: Schedule, inputs: Inputs, spoken: Mapping[str, Recording] | None = None) -> tuple[Voice, ...]:
    """Everything that is heard, in document order; `spoken` holds the recordings of texts, by the paths of clips."""
    found: list[Voice] = []
    for track in schedule.tracks:
        if track.kind not in ("video", "audio"):
            continue
        before: ClipPlan | None = None
        for clip in track.clips:
            if clip.visible:
                recording = spoken.get(clip.path) if spoken else None
                voice = _voice(clip, before, inputs) if recording is None else _spoken(clip, before, recording)
                if voice is not None and voice.gain > 0:
                    found.append(voice)
                before = clip
    return tuple(found)


def _voice(clip: ClipPlan, before: ClipPlan | None, inputs: Inputs) -> Voice | None:
    node: Any = clip.node
    span = shown_span(clip)
    material = inputs.material(getattr(node, "media", None)) if span else None
    if span is None or material is None or not material.probe.has_audio or material.probe.is_picture:
        return None
    return _sounding(clip, before, material, span)


def _spoken(clip: ClipPlan, before: ClipPlan | None, recording: Recording) -> Voice | None:
    """The recording of a text as it fills the time that the schedule reckons with; the rest of the clip is silent."""
    fit = recording.fit
    first, last = (clip.source_in or Fraction(0)) * fit, recording.material.probe.duration
    if clip.source_out is not None and last is not None:
        last = min(clip.source_out * fit, last)
    played = attrs.evolve(clip, source_in=first, source_out=last, speed=clip.speed * fit)
    span = shown_span(played)
    if span is None or (last is not None and last <= first):
        return None
    return attrs.evolve(_sounding(played, before, recording.material, span), level=recording.level)


def _sounding(clip: ClipPlan, before: ClipPlan | None, material: Material, span: Span) -> Voice:
    if clip.source_in is not None and clip.source_out is not None and not clip.loop:
        # the held frame at the end is silent
        span = Span(span.start, min(span.end, span.start + (clip.source_out - clip.source_in) / clip.speed))
    coming = before.transition if before is not None else None
    going = clip.transition
    rises = coming is not None and coming.span.start >= span.start
    falls = going is not None and (going.span.start if going.locked else going.span.end) <= span.end
    return Voice(
        plan=clip,
        material=material,
        span=span,
        fade_in=_crossing(coming, span) if coming is not None and rises else Fraction(0),
        fade_out=_crossing(going, span) if going is not None and falls else Fraction(0),
    )


def _crossing(joint: TransitionPlan, span: Span) -> Time:
    """How long a clip that sounds during `span` fades at a transition."""
    return min(SEAM, span.length / 2) if joint.locked else joint.span.length


def heard(everyone: Sequence[Voice], schedule: Schedule, window: Span, grid: Grid, inputs: Inputs) -> Audio | None:
    """What the output sounds like during `window`, the first sample at 0; None where it is silent."""
    mix = mixed(everyone, window, grid, inputs)
    return None if mix is None else mastered(mix, everyone, schedule, window, grid, inputs)


def mixed(everyone: Sequence[Voice], window: Span, grid: Grid, inputs: Inputs) -> Audio | None:
    """The sum of all that sounds during `window`, which may be louder than full scale; None where it is silent.

    Windows that meet on samples give mixes that meet: what needs a run-up gets it.
    """
    playing = [voice for voice in everyone if voice.span.overlap(window)]
    if not playing:
        return None
    lanes = [_lane(lane, window, grid, inputs) for lane in _lanes(playing)]
    if len(lanes) == 1:
        return lanes[0]
    # FFmpeg 5 drops what is left of the first stream of a mix once that was read to its end: let it be silence
    whole = _silence(grid.sample(window.end) - grid.sample(window.start), grid)
    return Audio.mixed(Filter("amix", inputs=len(lanes) + 1, normalize=0, dropout_transition=0), whole, *lanes)


def mastered(
    mix: Audio, everyone: Sequence[Voice], schedule: Schedule, window: Span, grid: Grid, inputs: Inputs
) -> Audio:
    """A mix of the whole `window` brought below full scale, and levelled by the effect tracks."""
    if loudest([voice for voice in everyone if voice.span.overlap(window)]) > 1:
        mix = mix.through(Filter("alimiter", limit=0.98, attack=5, release=50, level=0, latency=1))
    return _levelled(mix, schedule, window, grid, inputs)


def windows(everyone: Sequence[Voice], window: Span, grid: Grid, most: int) -> tuple[Span, ...]:
    """`window` in stretches in which about `most` voices sound at the most, cut where few do, on whole frames."""
    starts = Counter(grid.frame(start) for voice in everyone for start in _openings(voice))
    cuts: list[Time] = []
    count = 0
    for frame in sorted(starts):
        moment = grid.time(frame)
        if count >= most and max(cuts, default=window.start) < moment < window.end:
            cuts.append(moment)
            count = sum(voice.span.start < moment < voice.span.end for voice in everyone)
        count += starts[frame]
    edges = [window.start, *cuts, window.end]
    return tuple(Span(start, end) for start, end in pairwise(edges))


def _lanes(playing: Sequence[Voice]) -> list[list[Voice]]:
    """The voices in as few rows as possible, so that nothing in a row sounds at the same time."""
    lanes: list[list[Voice]] = []
    for voice in sorted(playing, key=lambda voice: voice.span.start):
        free = next((lane for lane in lanes if lane[-1].span.end <= voice.span.start), None)
        if free is None:
            lanes.append([voice])
        else:
            free.append(voice)
    return lanes


def loudest(playing: Sequence[Voice]) -> float:
    """The largest sum of gains at any moment; at most 1 cannot clip."""
    steps = sorted(
        step for voice in playing for step in ((voice.span.start, 1, voice.gain), (voice.span.end, 0, -voice.gain))
    )
    return max(accumulate((gain for _, _, gain in steps), initial=0.0)) - 1e-9


def _lane(lane: Sequence[Voice], window: Span, grid: Grid, inputs: Inputs) -> Audio:
    """Voices one after another with the silence between them, the beginning of the window at 0."""
    base = grid.sample(window.start)
    parts: list[Audio] = []
    at = 0
    for number, voice in enumerate(lane):
        span = voice.span.overlap(window) or voice.span
        start = grid.sample(span.start) - base
        if start > at:
            parts.append(_silence(start - at, grid))
        following = lane[number + 1].span.start if number + 1 < len(lane) else span.end
        end = max(min(grid.sample(span.end), grid.sample(following)) - base, start)
        if end > start:
            parts.append(_voiced(voice, span, end - start, grid, inputs))
        at = end
    return parts[0] if len(parts) == 1 else Audio.mixed(Filter("concat", n=len(parts), v=0, a=1), *parts)


def _silence(samples: int, grid: Grid) -> Audio:
    return Audio.made(Filter("anullsrc", r=grid.rate, cl="stereo"), Filter("atrim", end_sample=samples), LAYOUT)


def _voiced(voice: Voice, span: Span, samples: int, grid: Grid, inputs: Inputs) -> Audio:
    """Exactly `samples` samples of a voice, from the beginning of `span` on."""
    start = _lead(voice, span.start)
    early = grid.sample(span.start) - grid.sample(start)
    longer = Span(start, span.end)
    sound = _looped(voice, longer, grid) if voice.plan.loop else _read(voice, longer, grid)
    if voice.material.probe.channels == 1:
        sound = sound.through(BOTH_SIDES)
    # counted anew: where nothing was read, silence has no time of its own
    whole = (
        Filter("apad", whole_len=early + samples),
        Filter("atrim", end_sample=early + samples),
        Filter("asetpts", expr="N/SR/TB"),
    )
    stage = Stage(
        path=voice.plan.path,
        size=(0, 0),
        canvas=(0, 0),
        fps=grid.fps,
        zero=start,
        length=longer.length,
        span=voice.span,
        clear=False,
        inputs=inputs,
    )
    effects = with_paths(voice.plan.path, getattr(voice.plan.node, "effects", ()))
    louder = (Filter("volume", volume=float(voice.level)),) if voice.level != 1 else ()
    sound = _crossed(played(sound.through(LAYOUT, *louder, *whole), effects, stage), voice, stage)
    if early:
        sound = sound.through(Filter("atrim", start_sample=early), Filter("asetpts", expr="PTS-STARTPTS"))
    return sound.through(Filter("apad", whole_len=samples), Filter("atrim", end_sample=samples), LAYOUT)


def _read(voice: Voice, span: Span, grid: Grid) -> Audio:
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


def _looped(voice: Voice, span: Span, grid: Grid) -> Audio:
    """The stretch of the material round after round, as it plays during `span`."""
    plan = voice.plan
    first, last = plan.source_in or Fraction(0), plan.source_out
    if last is None or last <= first:
        return _read(voice, span, grid)
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


def _openings(voice: Voice) -> Iterator[Time]:
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


def _crossed(sound: Audio, voice: Voice, stage: Stage) -> Audio:
    """The sound with the fades of its transitions, which keep the loudness while both clips sound."""
    rising = fade("in", stage.local(voice.span.start), voice.fade_in, "qsin")
    falling = fade("out", stage.local(voice.span.end) - voice.fade_out, voice.fade_out, "qsin")
    return sound.through(*rising, *falling)


def _lead(voice: Voice, start: Time) -> Time:
    """The last moment up to `start` from which the voice sounds as if it were played from its beginning."""
    span = voice.span
    effects = getattr(voice.plan.node, "effects", ())
    if voice.plan.speed != 1 or any(isinstance(effect, ADenoise | ALoudNorm) for effect in effects):
        return span.start  # they listen to all that went before
    fades = [Span(span.start, span.start + voice.fade_in), Span(span.end - voice.fade_out, span.end)]
    for effect in effects:
        if isinstance(effect, AFade) and effect.duration:
            length = exact(effect.duration)
            fades.append(
                Span(span.start, span.start + length) if effect.side == "In" else Span(span.end - length, span.end)
            )
    return max(min([start, *(fade.start for fade in fades if start in fade)]), span.start)


def _levelled(mix: Audio, schedule: Schedule, window: Span, grid: Grid, inputs: Inputs) -> Audio:
    """The mix with the equaliser of the effect tracks."""
    whole = Span(Fraction(0), schedule.duration or window.end)
    for track in schedule.tracks:
        if track.kind == "effect":
            stage = Stage(
                path=track.path,
                size=(0, 0),
                canvas=(0, 0),
                fps=grid.fps,
                zero=window.start,
                length=window.length,
                span=whole,
                clear=False,
                inputs=inputs,
            )
            items = tuple((clip.path, clip.node) for clip in track.clips if isinstance(clip.node, AEqualize))
            mix = played(mix, items, stage)
    return mix
