"""What the output sounds like: every voice levelled and faded, all of them mixed without clipping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from timeline_dsl.effects import ADenoise, AEqualize, AFade, ALoudNorm
from timeline_dsl.render.effects import Stage, played, with_paths
from timeline_dsl.render.graph import Audio, Filter
from timeline_dsl.render.grid import Grid
from timeline_dsl.render.inputs import Inputs
from timeline_dsl.render.looks.sound import fade
from timeline_dsl.render.sound.reading import looped, openings, read
from timeline_dsl.render.sound.voices import Voice, loudest
from timeline_dsl.schedule import Schedule
from timeline_dsl.units import Span, Time, exact

LAYOUT = Filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
BOTH_SIDES = Filter("pan", args="stereo|c0=c0|c1=c0")
"""Sound of one channel is as loud on two; FFmpeg's own way is 3 dB softer."""


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
    starts = Counter(grid.frame(start) for voice in everyone for start in openings(voice))
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
    sound = looped(voice, longer, grid) if voice.plan.loop else read(voice, longer, grid)
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
