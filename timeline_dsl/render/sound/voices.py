"""Who is heard, and when: the clips with sound, what their transitions fade, how loud they may become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

import attrs

from timeline_dsl.effects import ADenoise, Volume
from timeline_dsl.render.inputs import Inputs, Material
from timeline_dsl.render.looks.sound import RAISES
from timeline_dsl.render.shots import shown_span
from timeline_dsl.render.speech import Recording
from timeline_dsl.schedule import ClipPlan, Schedule, TransitionPlan
from timeline_dsl.units import Span, Time

SURROUND = 1 + 3 / 2**0.5
"""So much louder sound of more than two channels may be on two: the middle and the back are added, 3 dB softer."""

SEAM = Fraction(1, 100)
"""Seconds in which a clip falls silent before the seam of a DLTransition, and the next one rises after it.

Inferred, for the service says nothing of its sound: as nothing is seen of the first clip beyond its last frame, nothing
is heard of it; the next one plays in full from the seam on, as it is scheduled. So short a fade is heard as none, and
keeps the cut from clicking.
"""


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


def loudest(playing: Sequence[Voice]) -> float:
    """The largest sum of gains at any moment; at most 1 cannot clip."""
    steps = sorted(
        step for voice in playing for step in ((voice.span.start, 1, voice.gain), (voice.span.end, 0, -voice.gain))
    )
    return max(accumulate((gain for _, _, gain in steps), initial=0.0)) - 1e-9
