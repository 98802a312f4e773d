"""Rules over one clip: its source range, its place, its picture, its Type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from timeline_dsl.check.reading import later, on_a_clip, plain, secs, time, unread
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.check.template_rules import loops_told
from timeline_dsl.clips import (
    ASRClip,
    AudioClip,
    AvatarClip,
    GlobalImageClip,
    ImageClip,
    ImageTrackClip,
    SubtitleClip,
    TextClip,
    TTSClip,
    VideoClip,
)
from timeline_dsl.effects.ai import DeWatermark
from timeline_dsl.effects.picture import VFX, Filter, Scale
from timeline_dsl.effects.sound import AEqualize
from timeline_dsl.effects.text import TextEffect
from timeline_dsl.materials import extension
from timeline_dsl.node import Node, TypedNode, Unknown
from timeline_dsl.timeline import Timeline
from timeline_dsl.tracks import VideoTrack

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

STRETCHES = (VideoClip, AudioClip)
PICTURES = (VideoClip, ImageClip, GlobalImageClip)
PLACED = (
    VideoClip,
    ImageClip,
    GlobalImageClip,
    AvatarClip,
    AudioClip,
    TTSClip,
    ASRClip,
    TextClip,
    SubtitleClip,
    ImageTrackClip,
    VFX,
    Filter,
    AEqualize,
    TextEffect,
    Scale,
    DeWatermark,
)
"""What has a place on the output."""

BARE = {
    "ASR": "AI_ASR",
    "TTS": "AI_TTS",
    "Avatar": "AI_Avatar",
    "Matting": "AI_Matting",
    "RealMatting": "AI_RealMatting",
}
"""Names that lack their `AI_`."""

ITEMS = {VFX, Filter}
"""What a video track of Type Effect takes."""

MATTINGS = ("AI_Matting", "AI_RealMatting")


# -- the source range -------------------------------------------------------------------------------------------------


def backwards(clip: Node) -> bool:
    """Whether a clip says that its source ends no later than it begins."""
    out = time(clip, "source_out")
    start = time(clip, "source_in", 0)
    return out is not None and start is not None and out <= start


@rule("clip.in-before-out", on=(VideoClip, AudioClip, ImageClip))
def out_lies_after_in(seen: Seen, context: Context) -> Fault | None:
    """Out lies after In; In is 0 where it is left out."""
    clip = seen.node
    if clip.source_out is None or later(clip.source_out, clip.source_in or 0) or not backwards(clip):
        return None
    if type(clip) is ImageClip and (clip.source_in is None or clip.duration is not None):
        return None  # the length of a picture is said by its Duration; editors write zeros beside it
    start, out = clip.source_in or 0, clip.source_out
    said = f"In {secs(start)}" if clip.source_in is not None else "In, which is 0 when left out"
    other = f"or In below {plain(out)}" if out > 0 else "or leave it out to play to the end"
    return seen.fault(
        f"Out {secs(out)} does not lie after {said}", field="source_out", fix=f"set Out above {plain(start)}, {other}"
    )


@rule("clip.max-out-ignored", on=STRETCHES)
def out_or_max_out(seen: Seen, context: Context) -> Fault | None:
    """MaxOut is ignored next to Out."""
    clip = seen.node
    if clip.max_out is None or not clip.given("source_out"):
        return None
    out = f"Out {secs(clip.source_out)}" if isinstance(clip.source_out, int | float) else "Out"
    return seen.fault(f"MaxOut is ignored because {out} is given", field="max_out", fix="remove MaxOut, or Out")


# -- the place on the output ------------------------------------------------------------------------------------------


@rule("clip.timeline-order", on=PLACED)
def timeline_out_lies_after_timeline_in(seen: Seen, context: Context) -> Fault | None:
    """TimelineOut lies after TimelineIn."""
    node = seen.node
    if node.timeline_out is None or node.timeline_in is None or later(node.timeline_out, node.timeline_in):
        return None
    start, end = time(node, "timeline_in"), time(node, "timeline_out")
    if start is None or end is None:
        return None
    return seen.fault(
        f"TimelineOut {secs(end)} does not lie after TimelineIn {secs(start)}",
        field="timeline_out",
        fix=f"set TimelineOut above {plain(start)}",
    )


@rule("clip.timeline-without-source", on=STRETCHES)
def a_span_needs_a_source_range(seen: Seen, context: Context) -> Fault | None:
    """A span on the output without In and Out is worked out from the whole material."""
    clip = seen.node
    if clip.timeline_out is None or clip.source_out is not None or clip.source_in is not None:
        return None
    if clip.timeline_in is None or clip.max_out is not None:
        return None
    if clip.loop_mode is True or clip.reference_clip_id:
        return None
    start, end = time(clip, "timeline_in"), time(clip, "timeline_out")
    if start is None or end is None or end <= start or unread(clip, "source_in") or unread(clip, "source_out"):
        return None
    speed = clip.speed if isinstance(clip.speed, int | float) else 1
    out = plain((end - start) * speed)
    return seen.fault(
        "TimelineIn and TimelineOut without In and Out are worked out from the whole material",
        field="timeline_out",
        fix=f'write In and Out too: "In": 0, "Out": {out}',
    )


# -- the picture ------------------------------------------------------------------------------------------------------


@rule("clip.adapt-mode-needs-size", on=PICTURES)
def adapt_mode_needs_a_box(seen: Seen, context: Context) -> Fault | None:
    """AdaptMode works only when Width and Height are both set."""
    clip = seen.node
    if clip.adapt_mode is None or (clip.width is not None and clip.height is not None):
        return None
    if clip.adapt_mode not in ("Contain", "Cover", "Fill") or (type(clip) is ImageClip and clip.adapt_mode == "Cover"):
        return None
    missing = [wire for name, wire in (("width", "Width"), ("height", "Height")) if not clip.given(name)]
    if not missing:
        return None
    return seen.fault(
        f"AdaptMode {clip.adapt_mode} has no effect without {' and '.join(missing)}",
        field="adapt_mode",
        fix="set Width and Height (1 and 1 are the whole output), or remove AdaptMode",
    )


@rule("clip.cover-on-image", on=ImageClip)
def cover_does_nothing_on_images(seen: Seen, context: Context) -> Fault | None:
    """AdaptMode Cover is ignored on Image clips."""
    if seen.node.adapt_mode != "Cover":
        return None
    return seen.fault(
        "AdaptMode Cover is ignored on an Image clip, and bars appear",
        field="adapt_mode",
        fix="remove AdaptMode and cut the picture to the shape of its box with a Crop effect",
    )


@rule("clip.image-duration", on=ImageClip)
def a_picture_has_a_length(seen: Seen, context: Context) -> Fault | None:
    """A picture says how long it is shown."""
    clip = seen.node
    if clip.duration is not None or clip.source_out is not None or clip.timeline_out is not None:
        return None
    if clip.reference_clip_id or any(unread(clip, name) for name in ("duration", "source_out", "timeline_out")):
        return None
    return seen.fault("nothing says how long the picture is shown", fix="set Duration, for example to 4")


@rule("clip.global-image-duration", on=Timeline)
def a_picture_over_nothing_has_a_length(seen: Seen, context: Context) -> Fault | None:
    """Where there are only GlobalImage pictures, one of them has a Duration."""
    first: Seen | None = None
    tracks = seen.node.video_tracks
    for t, track in enumerate(tracks if isinstance(tracks, tuple) else ()):
        if not isinstance(track, VideoTrack) or not isinstance(track.clips, tuple) or unread(track, "clips"):
            return None
        for c, clip in enumerate(track.clips):
            if type(clip) is not GlobalImageClip or clip.given("duration") or clip.given("timeline_out"):
                return None
            if first is None:
                first = Seen(clip, Seen(track, seen, "VideoTracks", t), "VideoTrackClips", c)
    if first is None:
        return None
    return first.fault(
        "the only pictures are GlobalImage clips without Duration, shown on the first frame only",
        fix="set Duration, for example to 10, or add a video to lie below",
    )


@rule("clip.dync-frames", on=(ImageClip, GlobalImageClip, ImageTrackClip))
def a_gif_says_its_frames(seen: Seen, context: Context) -> Fault | None:
    """A GIF stays still without DyncFrames."""
    clip = seen.node
    if clip.dync_frames is not None or not isinstance(clip.media_url, str) or clip.given("dync_frames"):
        return None
    if extension(clip.media_url) != "gif":
        return None
    return seen.fault(
        "the GIF stays still without DyncFrames", fix="set DyncFrames to the number of its frames, usually 25"
    )


@rule("clip.video-loop-mode", on=VideoClip)
def video_does_not_loop(seen: Seen, context: Context) -> Fault | None:
    """LoopMode does nothing on a video clip."""
    if seen.node.loop_mode is not True or seen.path in loops_told(context):
        return None
    return seen.fault(
        "LoopMode is ignored on a video clip",
        field="loop_mode",
        fix="remove LoopMode and put the clip on the track as often as it has to play",
    )


# -- the Type ---------------------------------------------------------------------------------------------------------


@rule("clip.type-enum", on=VideoTrack)
def clips_or_effect_items(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """Effect items stand on a video track of Type Effect, and clips on the others."""
    track = seen.node
    if not isinstance(track.clips, tuple) or track.type not in (None, "Video", "Effect") or unread(track, "type"):
        return None
    kinds, effect_layer = set(map(type, track.clips)), track.type == "Effect"
    misplaced = kinds - ITEMS if effect_layer else kinds & ITEMS
    return _misplaced(seen, effect_layer) if misplaced else None


def _misplaced(seen: Seen, effect_layer: bool) -> Iterator[Fault]:
    for index, clip in enumerate(seen.node.clips):
        if not isinstance(clip, TypedNode) or isinstance(clip, Unknown):
            continue
        if (type(clip) in ITEMS) is effect_layer:
            continue
        place = Seen(clip, seen, "VideoTrackClips", index)
        if effect_layer:
            said = f"a clip of Type {clip.TYPE}" if clip.says_type else f"a clip without Type, which is {clip.TYPE},"
            yield place.fault(
                f"{said} stands on a track of Type Effect, which takes VFX and Filter",
                field="Type",
                fix='move it to another video track, or remove "Type": "Effect" from this one',
            )
        else:
            yield place.fault(
                f"{clip.TYPE} is no clip of a video track",
                field="Type",
                fix="move it to EffectTracks or into Effects, or let the track be of Type Effect",
            )


@rule("clip.ai-prefix", on=Unknown)
def ai_types_say_so(seen: Seen, context: Context) -> Fault | None:
    """The Types of the models begin with AI_."""
    full = BARE.get(seen.node.type)
    if full is None:
        return None
    what = "effect" if on_a_clip(seen) else "clip"
    return seen.fault(
        f"there is no {what} of Type {seen.node.type}, and the job fails", field="Type", fix=_full_name(full, what)
    )


def _full_name(full: str, what: str) -> str:
    if full in MATTINGS and what == "clip":
        return f'put {{"Type": "{full}"}} into the Effects of the Video clip that it has to cut out'
    if full in ("AI_Avatar", "AI_TTS") and what == "effect":
        track = "a video track" if full == "AI_Avatar" else "an audio track"
        return f"write a clip of Type {full} on {track} instead of this effect"
    return f"write {full}"


@rule("clip.matting-as-type", on=Unknown)
def matting_is_an_effect(seen: Seen, context: Context) -> Fault | None:
    """Matting is an effect on a clip, no clip."""
    if on_a_clip(seen) or seen.node.type not in MATTINGS:
        return None
    return seen.fault(
        f"{seen.node.type} is an effect, and the job fails with it as a clip",
        field="Type",
        fix=f'write the clip as Type Video with "Effects": [{{"Type": "{seen.node.type}"}}]',
    )
