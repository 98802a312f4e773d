"""Rules over times: a clip against its material and its span, the clips of one track, sound against picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from timeline_dsl.check.clip_rules import backwards
from timeline_dsl.check.reading import (
    TOLERANCE,
    effects,
    inside,
    items,
    lengths_of,
    number,
    once,
    own_length,
    plain,
    secs,
    time,
    unread,
)
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.check.timeline_rules import MARK_ONE, has_main_track
from timeline_dsl.clips import AudioClip, AvatarClip, ImageClip, TTSClip, VideoClip
from timeline_dsl.effects.picture import FreezeFrame, RandomClip, Transition
from timeline_dsl.node import Node, facts_of
from timeline_dsl.node.limits import within
from timeline_dsl.schedule.lanes import Lane
from timeline_dsl.schedule.lengths import Lengths
from timeline_dsl.schedule.plan import TrackKind
from timeline_dsl.schedule.slots import Slot
from timeline_dsl.schedule.ticks import CONTIGUOUS
from timeline_dsl.timeline import Timeline
from timeline_dsl.tracks import AudioTrack, VideoTrack
from timeline_dsl.units import TICKS

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

SPAN_TOLERANCE = 0.05
"""A source and its span on the output may differ by so many seconds."""

STRETCHED = frozenset((VideoClip, AudioClip, ImageClip))
"""Clips whose source may say a length beside their span."""

IN_A_ROW = frozenset((VideoClip, AudioClip, ImageClip, AvatarClip, TTSClip))
"""Clips that take their turn on a track."""

REAL_PICTURES = (VideoClip, ImageClip, AvatarClip)


# -- a clip against its material --------------------------------------------------------------------------------------


def _with_known_material(context: Context) -> Iterator[tuple[Seen, float]]:
    """The stretches whose material's length is known, with that length in seconds."""
    lengths = lengths_of(context)
    if lengths is None:
        return
    for seen in context.all(VideoClip, AudioClip):
        known = lengths.of(seen.node.media)
        if known is not None:
            yield seen, float(known / TICKS)


@rule("clip.in-within-media", on=Timeline)
def in_lies_within_the_material(seen: Seen, context: Context) -> Iterator[Fault]:
    """In lies before the end of the material."""
    return _behind_their_materials(context)


def _behind_their_materials(context: Context) -> Iterator[Fault]:
    for clip, length in _with_known_material(context):
        start = time(clip.node, "source_in")
        if start is not None and start >= length and not backwards(clip.node):
            yield clip.fault(
                f"In {secs(start)} lies behind the end of the material, which lasts {secs(length)}, and the job fails",
                field="source_in",
                fix=f"set In below {plain(length)}",
            )


@rule("clip.out-beyond-media", on=Timeline)
def out_lies_within_the_material(seen: Seen, context: Context) -> Iterator[Fault]:
    """Out is clamped to the end of the material."""
    for clip, length in _with_known_material(context):
        start, out = time(clip.node, "source_in", 0), time(clip.node, "source_out")
        if start is not None and out is not None and start < length < out - CONTIGUOUS / TICKS:
            yield clip.fault(
                f"Out {secs(out)} lies behind the end of the material and is clamped to {secs(length)}",
                field="source_out",
                fix=f"set Out to {plain(length)} or below",
            )


# -- a clip against its span ------------------------------------------------------------------------------------------


@rule("clip.span-mismatch", on=(VideoTrack, AudioTrack))
def the_source_fills_the_span(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """(Out - In) / Speed is as long as TimelineOut - TimelineIn."""
    return _mismatches(seen, context)


def _mismatches(track: Seen, context: Context) -> Iterator[Fault] | None:
    suspects = [
        index
        for index, clip in items(track.node, "clips", *STRETCHED)
        if clip.timeline_out is not None
        and clip.source_out is not None
        and clip.timeline_in is not None
        and not _fits(clip)
        and not (type(clip) is ImageClip and clip.given("duration"))
    ]
    return _mismatches_among(suspects, track, context) if suspects else None


def _fits(clip: Any) -> bool:
    """Whether source and span agree at first sight."""
    try:
        off = (clip.source_out - (clip.source_in or 0)) / (clip.speed or 1) - (clip.timeline_out - clip.timeline_in)
    except TypeError:  # the blank of a template
        return True
    return bool(-SPAN_TOLERANCE <= off <= SPAN_TOLERANCE)


def _mismatches_among(suspects: list[int], track: Seen, context: Context) -> Iterator[Fault]:
    overlapping = {slot.index for pair in _overlaps(track, context) for slot in pair}
    for index in suspects:
        clip = track.node.clips[index]
        start, end, source = time(clip, "timeline_in"), time(clip, "timeline_out"), own_length(clip)
        if start is None or end is None or source is None or end <= start or index in overlapping:
            continue  # each of these is a fault of its own
        if getattr(clip, "loop_mode", None) is True or clip.reference_clip_id:
            continue
        source += sum(number(effect, "duration", 0) or 0 for effect in effects(clip) if type(effect) is FreezeFrame)
        span = end - start
        if abs(source - span) > SPAN_TOLERANCE and not any(type(effect) is RandomClip for effect in effects(clip)):
            yield Seen(clip, track, _list_name(track), index).fault(**_mismatch(clip, start, source, span))


def _mismatch(clip: Any, start: float, source: float, span: float) -> dict[str, str]:
    """What is said of a source that is not as long as its span."""
    speed = number(clip, "speed", 1) or 1
    at_speed = f" at speed {plain(speed)}" if speed != 1 else ""
    after = "the rest is cut" if source > span else f"{secs(span - source)} stay empty"
    fix = f"set TimelineOut to {plain(start + source)}, or Out to {plain((clip.source_in or 0) + span * speed)}"
    return {
        "message": f"the source lasts {secs(source)}{at_speed}, its span on the output {secs(span)}; {after}",
        "field": "timeline_out",
        "fix": fix,
    }


# -- the clips of one track -------------------------------------------------------------------------------------------


def _list_name(track: Seen) -> str:
    return "VideoTrackClips" if type(track.node) is VideoTrack else "AudioTrackClips"


def _may_overlap(track: Node, measured: bool) -> bool:
    """Whether a clip says a start before the end of the clip before it, by their own words; a cheap first look."""
    clips = [clip for _, clip in items(track, "clips", *IN_A_ROW)]
    if all(clip.timeline_in is None for clip in clips[1:]):
        return False  # each follows the one before it
    cursor: float | None = 0
    for clip in clips:
        start, end = clip.timeline_in, clip.timeline_out
        if isinstance(start, str) or isinstance(end, str):
            cursor = None
            continue
        if start is not None:
            if measured if cursor is None else start < cursor - TOLERANCE:
                return True
            cursor = start
        if end is not None:
            cursor = end
        elif cursor is not None:
            length = own_length(clip)
            cursor = None if length is None else cursor + length
    return False


def _overlaps(track: Seen, context: Context) -> list[tuple[Slot, Slot]]:
    """Clips of a track that play at the same time: the one that plays, and the one that begins too early.

    What stands in a reference or in a length that nobody knows is left out. Each clip that is overlapped is told once.
    """
    if not _may_overlap(track.node, lengths_of(context) is not None):
        return []
    return once(context, f"overlaps on {track.path}", lambda context: _found_overlaps(track, context))


def _found_overlaps(track: Seen, context: Context) -> list[tuple[Slot, Slot]]:
    tolerance = CONTIGUOUS if type(track.node) is VideoTrack else 1
    found: list[tuple[Slot, Slot]] = []
    longest: Any = None
    told: set[int] = set()
    slots: list[Any] = list(_sure_slots(track, lengths_of(context) or Lengths()))
    for slot in sorted(slots, key=lambda slot: (slot.start, slot.position)):
        if longest is not None:
            lead = slot.lead if longest.position + 1 == slot.position else 0
            if longest.end - slot.start - lead > tolerance and longest.index not in told:
                told.add(longest.index)
                found.append((longest, slot))
        if longest is None or slot.end > longest.end:
            longest = slot
    return found


def _sure_slots(track: Seen, lengths: Lengths) -> Iterator[Slot]:
    """The slots of a track whose times follow from the track alone."""
    kind: TrackKind = "video" if type(track.node) is VideoTrack else "audio"
    lane = Lane(track.node, track.path, kind, _list_name(track), lengths)
    lane.advance(len(lane.slots))
    sure = True
    for slot in lane.slots:
        if slot.place != "row":
            continue
        starts, ends = isinstance(slot.given_in, int), isinstance(slot.given_out, int)
        if slot.wanted and not (starts and ends):
            sure = False
            continue
        if starts and ends and slot.given_out <= slot.given_in:  # type: ignore[operator]  # both are ticks
            continue  # told by clip.timeline-order
        sure = sure or starts
        if sure and slot.start is not None and slot.end is not None and slot.start < slot.end and not slot.estimated:
            yield slot


def _overlap_fault(track: Seen, found: tuple[Slot, Slot], kind: str) -> Fault:
    before, after = found
    clip = Seen(after.node, track, _list_name(track), after.index)
    start, end = float(after.start or 0) / TICKS, float(before.end or 0) / TICKS
    return clip.fault(
        f"the clip begins at {secs(start)}, while clip {before.index} of the track plays until {secs(end)}",
        field="timeline_in" if clip.node.timeline_in is not None else "",
        fix=f"let it begin at {plain(end)} or later, or move it to another {kind} track",
    )


@rule("clip.video-overlap", on=VideoTrack)
def one_picture_at_a_time(seen: Seen, context: Context) -> list[Fault]:
    """Clips of a video track do not overlap, but for their transitions."""
    if seen.node.type == "Effect":
        return []
    return [_overlap_fault(seen, found, "video") for found in _overlaps(seen, context)]


@rule("audio.overlap", on=AudioTrack)
def one_sound_at_a_time(seen: Seen, context: Context) -> list[Fault]:
    """Clips of an audio track do not overlap."""
    return [_overlap_fault(seen, found, "audio") for found in _overlaps(seen, context)]


@rule("audio.loop-needs-span", on=AudioClip)
def a_loop_has_an_end(seen: Seen, context: Context) -> Fault | None:
    """LoopMode repeats up to TimelineOut."""
    clip = seen.node
    if clip.loop_mode is not True or clip.reference_clip_id or clip.given("timeline_out"):
        return None
    return seen.fault(
        "LoopMode has no TimelineOut to repeat up to",
        field="loop_mode",
        fix="set TimelineOut to the end of the sound on the output",
    )


# -- sound against picture --------------------------------------------------------------------------------------------


def _reach(track: Seen, context: Context) -> float:
    """The latest moment, in seconds, at which a clip of a track ends; what is not known counts for nothing."""
    lengths = lengths_of(context)
    if lengths is None:
        return _said_reach(track.node)
    ends = [slot.end for slot in _sure_slots(track, lengths) if not slot.open]
    return float(max((end for end in ends if end is not None), default=0)) / TICKS


def _said_reach(track: Node) -> float:
    """The same by the words of the clips alone, where nothing is known of their materials."""
    reached: float = 0
    cursor: float | None = 0
    for _, clip in items(track, "clips", *IN_A_ROW):
        start, end = time(clip, "timeline_in", cursor), time(clip, "timeline_out")
        if end is None and start is not None and not clip.reference_clip_id and not unread(clip, "timeline_out"):
            length = None if getattr(clip, "loop_mode", None) is True else own_length(clip)
            end = None if length is None else start + length
        cursor = end
        reached = max(reached, end or 0)
    return reached


def _longer_sounds(seen: Seen, context: Context) -> Iterator[tuple[Seen, float, float]]:
    """The audio tracks that reach beyond the output: each with its end and that of the output, in seconds."""
    pictured = any(
        type(clip) in REAL_PICTURES
        for _, track in items(seen.node, "video_tracks", VideoTrack)
        for clip in (track.clips if isinstance(track.clips, tuple) else ())
    )
    if not pictured:
        return
    tracks = [
        inside(seen, "audio_tracks", index)
        for index, track in items(seen.node, "audio_tracks", AudioTrack)
        if not track.main_track and track.track_shorten_mode is None and isinstance(track.clips, tuple)
    ]
    reached = [(track, _reach(track, context)) for track in tracks]
    # what transitions take away is told by a rule of its own
    blended = sum(number(effect.node, "duration", 1) or 0 for effect in context.all(Transition))
    if max((end for _, end in reached), default=0) <= _said_length(seen.node):
        return
    if context.plan is None or context.plan.duration is None or _doubtful(seen, context):
        return
    output = float(context.plan.duration)
    if any(cap is not None and output >= cap for cap in _caps(seen.node, context)):
        return  # the cap is meant to cut
    for track, end in reached:
        if end > output + blended + SPAN_TOLERANCE:
            yield track, end, output


def _said_length(timeline: Node) -> float:
    """How long the output is at least, transitions apart, by the words of its clips alone; a cheap first look."""
    tracks = [track for _, track in items(timeline, "video_tracks", VideoTrack)]
    if has_main_track(timeline):
        tracks += [track for _, track in items(timeline, "audio_tracks", AudioTrack)]
        tracks = [track for track in tracks if track.main_track is True][:1]
    return max((_said_reach(track) for track in tracks), default=0)


def _doubtful(seen: Seen, context: Context) -> bool:
    """Whether a fault of the picture, told by a rule of its own, may be why it ends early."""
    for index, track in items(seen.node, "video_tracks", VideoTrack):
        place = inside(seen, "video_tracks", index)
        if unread(track, "clips") or _overlaps(place, context) or any(_mismatches(place, context) or ()):
            return True
        if any(backwards(clip) or _speed_is_wrong(clip) for _, clip in items(track, "clips", VideoClip, ImageClip)):
            return True
    return any(_behind_their_materials(context))


def _speed_is_wrong(clip: Any) -> bool:
    return unread(clip, "speed") or (clip.speed is not None and not within(facts_of(type(clip))["speed"], clip.speed))


def _caps(timeline: Node, context: Context) -> tuple[float | None, ...]:
    return time(timeline, "max_duration"), None if context.output is None else time(context.output, "max_duration")


@rule("timeline.no-main-longer-audio", on=Timeline)
def longer_audio_needs_a_main_track(seen: Seen, context: Context) -> Iterator[Fault]:
    """Where sound is longer than picture, a main track says which one rules the length."""
    if not seen.node.audio_tracks or not seen.node.video_tracks or has_main_track(seen.node) is not False:
        return
    for track, end, output in _longer_sounds(seen, context):
        yield track.fault(
            f"the sound lasts until {secs(end)}, the picture until {secs(output)}, and no track is "
            "marked MainTrack: the sound may be cut, or the picture black",
            fix=MARK_ONE,
        )
        return  # one main track settles it for all


@rule("audio.beyond-video", on=Timeline)
def sound_ends_with_the_output(seen: Seen, context: Context) -> Iterator[Fault]:
    """Sound beyond the end that the main track sets is cut."""
    if not seen.node.audio_tracks or not seen.node.video_tracks or not has_main_track(seen.node):
        return
    for track, end, output in _longer_sounds(seen, context):
        yield track.fault(
            f"the sound lasts until {secs(end)} and is cut at {secs(output)}, where the main track ends",
            fix=f"let the last clip end at {plain(output)}, or mark this track as MainTrack instead",
        )
