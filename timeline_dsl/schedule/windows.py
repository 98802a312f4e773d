"""When the effects of a clip act: each within its clip, for a part of it where it says so."""

from __future__ import annotations

from typing import Any

from timeline_dsl.effects.ai import DeWatermark
from timeline_dsl.effects.picture import VFX, DLTransition, Filter, FreezeFrame, KenBurns, Scale, Transition, Zoom
from timeline_dsl.effects.sound import AFade, Volume
from timeline_dsl.effects.text import TextEffect
from timeline_dsl.node import Node
from timeline_dsl.node.limits import HUGE
from timeline_dsl.schedule.plan import ClipPlan, Schedule
from timeline_dsl.units import Span, Time, exact

_ON_THE_OUTPUT = (VFX, Filter, TextEffect, Scale, DeWatermark)
"""Effects whose TimelineIn and TimelineOut are moments of the output."""

_WITHIN_THE_CLIP = (Volume, DeWatermark)
"""Effects whose In and Out count from the start of the clip."""

_FROM_THE_START = (KenBurns, Zoom)
"""Effects that act for their Duration from the start of the clip."""


def effect_span(plan: Schedule, clip: ClipPlan, effect: Node) -> Span | None:
    """When an effect of a clip acts, as output time; None for never, and for what is not known."""
    if isinstance(effect, Transition | DLTransition):
        joined = clip.transition
        return joined.span if joined is not None and joined.node is effect else None
    whole = clip.span
    if whole is None:
        return _of_its_own(plan, effect)
    start, end = whole.start, whole.end
    if isinstance(effect, _WITHIN_THE_CLIP):
        begin, stop = given(effect, "source_in"), given(effect, "source_out")
        start, end = (start if begin is None else start + begin), (end if stop is None else min(end, start + stop))
    if isinstance(effect, _ON_THE_OUTPUT):
        begin, stop = given(effect, "timeline_in"), given(effect, "timeline_out")
        length = given(effect, "duration")
        start = start if begin is None else max(start, begin)
        if stop is None and length is not None:
            stop = start + length
        end = end if stop is None else min(end, stop)
    elif isinstance(effect, _FROM_THE_START):
        length = given(effect, "duration")
        end = end if length is None else min(end, start + length)
    elif isinstance(effect, FreezeFrame):
        start = end - clip.freeze
    elif isinstance(effect, AFade):
        return _of_fade(effect, whole)
    return Span(start, end) if start < end else None


def _of_its_own(plan: Schedule, effect: Node) -> Span | None:
    """The span of an effect that says both of its times, where the place of its clip is not known."""
    if not isinstance(effect, _ON_THE_OUTPUT):
        return None
    start, end = given(effect, "timeline_in"), given(effect, "timeline_out")
    if start is None or end is None:
        return None
    end = end if plan.duration is None else min(end, plan.duration)
    return Span(start, end) if start < end else None


def _of_fade(effect: AFade, whole: Span) -> Span | None:
    length = given(effect, "duration")
    if not length:
        return None
    if effect.side == "Out":
        return Span(max(whole.start, whole.end - length), whole.end)
    return Span(whole.start, min(whole.end, whole.start + length)) if effect.side == "In" else None


def given(node: Any, field: str) -> Time | None:
    """An exact time that a node gives; None where it does not, or where it means no time."""
    value = getattr(node, field, None)
    return exact(value) if isinstance(value, int | float) and 0 <= value < HUGE else None
