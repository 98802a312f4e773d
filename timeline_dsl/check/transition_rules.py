"""Rules over transitions: a partner to blend into, a length that fits both clips, and what the blend costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from timeline_dsl.catalog import table
from timeline_dsl.check.effect_rules import paid_id
from timeline_dsl.check.reading import lengths_of, number, once, own_length, plain, secs, words
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.clips import VideoClip
from timeline_dsl.effects.picture import DLTransition, Transition
from timeline_dsl.timeline import Timeline
from timeline_dsl.tracks import VideoTrack

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

DEFAULT_LENGTH = 1
"""Seconds that the service takes for a transition without Duration."""


def _clip_after(effect: Seen) -> tuple[Seen, Any] | None:
    """The clip that a transition stands on, at its place, and the next one of the track, None where there is none."""
    clip = effect.parent
    if clip is None or clip.index is None or clip.parent is None or type(clip.parent.node) is not VideoTrack:
        return None
    clips = clip.parent.node.clips
    return clip, clips[clip.index + 1] if clip.index + 1 < len(clips) else None


@rule("transition.last-clip", on=(Transition, DLTransition))
def a_transition_leads_somewhere(seen: Seen, context: Context) -> Fault | None:
    """A transition on the last clip has no partner."""
    pair = _clip_after(seen)
    if pair is None or pair[1] is not None:
        return None
    return seen.fault(
        "the transition stands on the last clip of its track and is ignored",
        field="Type",
        fix="remove it, or put a clip behind this one",
    )


@rule("transition.duration", on=(Transition, DLTransition))
def a_transition_is_shorter_than_its_clips(seen: Seen, context: Context) -> Fault | None:
    """A transition lasts longer than nothing, and less than each of its two clips."""
    return once(context, "transitions that do not fit", _misfits).get(id(seen))


def _misfits(context: Context) -> dict[int, Fault]:
    """What is wrong with the length of a transition, by its place."""
    faults = ((seen, _misfit(seen, context)) for seen in context.all(Transition, DLTransition))
    return {id(seen): fault for seen, fault in faults if fault is not None}


def _misfit(seen: Seen, context: Context) -> Fault | None:
    length = number(seen.node, "duration", DEFAULT_LENGTH)
    if length is None or length < 0:
        return None
    if length == 0:
        return seen.fault(
            "a transition of 0 s blends nothing", field="duration", fix="set Duration to 0.5, or remove the transition"
        )
    pair = _clip_after(seen)
    if pair is None or pair[1] is None:
        return None
    clip, after = pair
    for offset, (node, whose) in enumerate(((clip.node, "its own clip"), (after, "the next clip"))):
        longest = own_length(node)
        if longest is None:
            longest = _planned(Seen(node, clip.parent, clip.wire, (clip.index or 0) + offset), context)
        if longest is not None and 0 < longest <= length:
            said = f"Duration {secs(length)}" if seen.node.duration is not None else "Duration, 1 s when left out,"
            return seen.fault(
                f"{said} is not shorter than {whose}, which lasts {secs(longest)}",
                field="duration",
                fix=f"set Duration below {plain(longest)}, for example to {plain(longest / 2)}",
            )
    return None


def _planned(clip: Seen, context: Context) -> float | None:
    """How long a clip plays that does not say so itself, or None when that is not known."""
    node = clip.node
    if (
        type(node) is VideoClip
        and lengths_of(context) is None
        and node.timeline_out is None
        and not node.reference_clip_id
        and node.virgin_duration is None
    ):
        return None  # up to the end of a material that nobody knows: no need to work out all times
    plan = context.clip_plan(clip)
    return None if plan is None or plan.estimated or plan.length is None else float(plan.length)


@rule("transition.shortens", on=Timeline)
def a_transition_shortens_the_track(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """A Transition makes the output shorter by its length; told once for each track."""
    transitions = context.all(Transition)
    return _shortened(transitions, context) if transitions else None


def _shortened(transitions: list[Seen], context: Context) -> Iterator[Fault]:
    by_track: dict[int, tuple[Seen, list[float]]] = {}
    for effect in transitions:
        length = number(effect.node, "duration", DEFAULT_LENGTH)
        pair = _clip_after(effect)
        if pair is None or pair[1] is None or length is None or not _sound(effect, context):
            continue  # what shortens nothing, or has a fault of its own
        track = pair[0].parent
        assert track is not None  # _clip_after found clips on it
        by_track.setdefault(id(track), (track, []))[1].append(length)
    for track, lengths in by_track.values():
        said = "1 Transition shortens" if len(lengths) == 1 else f"{len(lengths)} Transitions shorten"
        yield track.fault(
            f"{said} this track by {secs(sum(lengths))}",
            fix="where the length has to stay, write DLTransition instead of Transition",
        )


def _sound(effect: Any, context: Context) -> bool:
    """Whether a transition has no fault that makes its length beside the point."""
    sub_type, catalogue = words(effect.node, "sub_type"), table("transitions")
    if sub_type is not None and (catalogue.unknown(sub_type, several=True) is not None or paid_id(effect.node)):
        return False
    return (effect.node.duration or 0) >= 0 and a_transition_is_shorter_than_its_clips(effect, context) is None
