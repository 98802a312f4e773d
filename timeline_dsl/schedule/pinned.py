"""`pin()`: the timeline with every known time written into it."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs

from timeline_dsl.clips import ASRClip, AudioClip, GlobalImageClip, ImageClip, TTSClip, VideoClip
from timeline_dsl.effects.picture import VFX, DLTransition, Filter, FreezeFrame, RandomClip, Transition
from timeline_dsl.effects.sound import AEqualize
from timeline_dsl.node import Node, facts_of
from timeline_dsl.node.blanks import is_param
from timeline_dsl.schedule.plan import ClipPlan, Schedule
from timeline_dsl.schedule.slots import FASTEST, SLOWEST
from timeline_dsl.schedule.windows import given
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import Time, wire_seconds

NodeT = TypeVar("NodeT", bound=Node)

_LISTS = {
    "video_tracks": "/VideoTracks/{}/VideoTrackClips/{}",
    "audio_tracks": "/AudioTracks/{}/AudioTrackClips/{}",
    "image_tracks": "/ImageTracks/{}/ImageTrackClips/{}",
    "subtitle_tracks": "/SubtitleTracks/{}/SubtitleTrackClips/{}",
    "effect_tracks": "/EffectTracks/{}/EffectTrackItems/{}",
}


def pin(timeline: Timeline, schedule: Schedule) -> Timeline:
    """The timeline with every known time written in: places on the output, ranges of materials, speeds, blends.

    What is unknown or estimated stays as it is, and so do clips behind the end of the output. Scheduling the result
    gives the same spans.
    """
    clips = schedule.clips
    cap = schedule.max_duration
    caps = [limit for limit in (cap, given(timeline, "max_duration")) if limit]
    end = min(caps, default=None) if schedule.duration is None else schedule.duration
    changes: dict[str, Any] = {}
    for field, pattern in _LISTS.items():
        tracks = getattr(timeline, field)
        pinned = tuple(
            _track(track, [clips.get(pattern.format(index, position)) for position in range(_count(track))], end)
            for index, track in enumerate(tracks)
        )
        if any(new is not old for new, old in zip(pinned, tracks, strict=True)):
            changes[field] = pinned
    if cap and cap == end:
        changes["max_duration"] = wire_seconds(cap)
    return rewritten(timeline, changes)


def _count(track: Any) -> int:
    return len(getattr(track, "clips", ()))


def _track(track: Any, plans: list[ClipPlan | None], end: Time | None) -> Any:
    """A track with its clips pinned; the clips behind the end of the output stay, without a transition into them."""
    clips: list[Any] = []
    bends = any(getattr(track, mode, None) is not None for mode in ("track_shorten_mode", "track_expand_mode"))
    into_nothing = False
    for plan in reversed(plans):
        node = track.clips[len(plans) - 1 - len(clips)]
        behind = plan is not None and not plan.visible and plan.timeline_in == end
        if plan is not None and not behind and _can_be_pinned(plan):
            node = _clip(node, plan, into_nothing, bends)
        if plan is not None and not isinstance(node, GlobalImageClip | ASRClip):
            into_nothing = behind
        clips.append(node)
    clips.reverse()
    if all(new is old for new, old in zip(clips, getattr(track, "clips", ()), strict=True)):
        return track
    return rewritten(track, {"clips": tuple(clips)})


def _can_be_pinned(plan: ClipPlan) -> bool:
    if plan.estimated or isinstance(plan.node, GlobalImageClip):
        return False
    return "timeline_in" in facts_of(type(plan.node))


def _clip(node: Any, plan: ClipPlan, into_nothing: bool, bends: bool) -> Any:
    changes: dict[str, Any] = {}
    # a start alone is ignored for speech, and moved by AutoSpeed
    if plan.timeline_in is not None and (plan.timeline_out is not None or not (bends or isinstance(node, TTSClip))):
        changes["timeline_in"] = wire_seconds(plan.timeline_in)
    if plan.timeline_out is not None:
        changes["timeline_out"] = wire_seconds(plan.timeline_out)
        if isinstance(node, VFX | Filter | AEqualize):
            changes["duration"] = None
    effects = getattr(node, "effects", ())
    if (
        isinstance(node, VideoClip | AudioClip)
        and plan.source_in is not None
        and plan.source_out is not None
        and not any(isinstance(effect, RandomClip) for effect in effects)
    ):
        changes |= {"source_in": wire_seconds(plan.source_in), "source_out": wire_seconds(plan.source_out)}
        changes["max_out"] = None
    elif isinstance(node, ImageClip) and plan.length is not None:
        changes |= _length_of_picture(node, plan.length)
    if "speed" in facts_of(type(node)) and plan.speed != (node.speed or 1) and SLOWEST <= plan.speed <= FASTEST:
        changes["speed"] = int(plan.speed) if plan.speed.denominator == 1 else float(plan.speed)
    if any(isinstance(effect, Transition | DLTransition | FreezeFrame) for effect in effects):
        changes["effects"] = _effects(effects, plan, into_nothing)
    return rewritten(node, {field: value for field, value in changes.items() if not _is_blank(node, field)})


def _length_of_picture(node: ImageClip, length: Time) -> dict[str, Any]:
    if node.duration is None and isinstance(node.source_out, int | float):
        return {"source_out": round((node.source_in or 0) + wire_seconds(length), 4)}
    return {"duration": wire_seconds(length)}


def _effects(effects: tuple[Any, ...], plan: ClipPlan, into_nothing: bool) -> tuple[Any, ...]:
    """The effects with the lengths of the transition and of the held frame as they are played."""
    if into_nothing:
        effects = tuple(effect for effect in effects if not isinstance(effect, Transition | DLTransition))
    made = []
    left: Time | None = plan.freeze if plan.timeline_out is not None and plan.timeline_in is not None else None
    for effect in effects:
        if plan.transition is not None and effect is plan.transition.node:
            effect = rewritten(effect, {"duration": wire_seconds(plan.transition.span.length)})
        elif isinstance(effect, FreezeFrame) and left is not None:
            effect, left = rewritten(effect, {"duration": wire_seconds(left)}), Time(0)
        made.append(effect)
    return tuple(made)


def _is_blank(node: Any, field: str) -> bool:
    """Whether a template's blank stands in a field."""
    fact = facts_of(type(node))[field]
    return is_param(getattr(node, field)) or any(is_param(node.extra.get(key)) for key in (fact.wire, *fact.also))


def rewritten(node: NodeT, changes: dict[str, Any]) -> NodeT:
    """A copy with some fields changed, nothing checked again: the other fields may hold what a document brought along.

    The copy keeps the place that made the original. What could not be read of a changed field is left out.
    """
    kind = type(node)
    facts = facts_of(kind)
    changes = {
        name: value
        for name, value in changes.items()
        if value != getattr(node, name) or any(key in node.extra for key in (facts[name].wire, *facts[name].also))
    }
    if not changes:
        return node
    unread = {key for name in changes for key in (facts[name].wire, *facts[name].also)}
    made = kind.__new__(kind)
    for attribute in attrs.fields(kind):
        object.__setattr__(made, attribute.name, changes.get(attribute.name, getattr(node, attribute.name)))
    if not unread.isdisjoint(node.extra):
        object.__setattr__(made, "extra", {key: value for key, value in node.extra.items() if key not in unread})
    return made
