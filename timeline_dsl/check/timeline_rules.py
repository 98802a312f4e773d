"""Rules over the timeline as a whole: how many tracks, which one rules the length, what is deprecated or missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from timeline_dsl.canvas import FECanvas
from timeline_dsl.check.reading import inside, items, said_true, unread
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.clips import AudioClip
from timeline_dsl.node import Node
from timeline_dsl.timeline import MOST_TRACKS, Timeline
from timeline_dsl.tracks import AudioTrack, EffectTrack, ImageTrack, SubtitleTrack, VideoTrack

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

MARK_ONE = 'set "MainTrack": true on the track whose length the output has to follow'

RULING = {"video_tracks": VideoTrack, "audio_tracks": AudioTrack}
"""The lists whose tracks may rule the length of the output."""


# -- how many ---------------------------------------------------------------------------------------------------------


def _too_many(seen: Seen, field: str, kind: str) -> Fault | None:
    held = getattr(seen.node, field)
    if len(held) <= MOST_TRACKS or not isinstance(held, tuple):
        return None
    over = len(held) - MOST_TRACKS
    return seen.fault(
        f"the timeline has {len(held)} {kind} tracks, and the service takes at most {MOST_TRACKS}",
        field=field,
        fix=f"merge tracks whose clips follow one another, until {over} fewer are left",
    )


@rule("limits.video-tracks", on=Timeline)
def few_video_tracks(seen: Seen, context: Context) -> Fault | None:
    """At most 100 video tracks."""
    return _too_many(seen, "video_tracks", "video")


@rule("limits.image-tracks", on=Timeline)
def few_image_tracks(seen: Seen, context: Context) -> Fault | None:
    """At most 100 image tracks."""
    return _too_many(seen, "image_tracks", "image")


@rule("limits.subtitle-tracks", on=Timeline)
def few_subtitle_tracks(seen: Seen, context: Context) -> Fault | None:
    """At most 100 subtitle tracks."""
    return _too_many(seen, "subtitle_tracks", "subtitle")


# -- something to see or hear -----------------------------------------------------------------------------------------


def _empty(timeline: Node, field: str) -> bool | None:
    """Whether no track of a list holds a clip; None when that cannot be told."""
    tracks: Any = getattr(timeline, field)
    if not isinstance(tracks, tuple) or unread(timeline, field):
        return None
    for track in tracks:
        # what is no track is told elsewhere, and a template's array may still bring clips
        if not isinstance(track, VideoTrack | AudioTrack) or unread(track, "clips") or "Sys_Type" in track.extra:
            return None
        if track.clips:
            return False
    return True


@rule("timeline.not-empty", on=Timeline)
def something_to_see_or_hear(seen: Seen, context: Context) -> Fault | None:
    """At least one clip on a video or audio track."""
    if _empty(seen.node, "video_tracks") and _empty(seen.node, "audio_tracks"):
        return seen.fault(
            "no video track and no audio track holds a clip",
            fix="put a clip on a video track (VideoTracks[0].VideoTrackClips) or an audio track",
        )
    return None


def _image_tracks_without_video(timeline: Any) -> bool:
    return bool(timeline.image_tracks) and _empty(timeline, "video_tracks") is True


@rule("timeline.image-tracks-deprecated", on=Timeline)
def no_image_tracks(seen: Seen, context: Context) -> Fault | None:
    """ImageTracks are deprecated."""
    timeline = seen.node
    if not timeline.image_tracks or _image_tracks_without_video(timeline):
        return None
    if len(timeline.image_tracks) > MOST_TRACKS:
        return None  # too many of them is worse
    return seen.fault(
        "ImageTracks are deprecated",
        field="image_tracks",
        fix='write each picture as a clip {"Type": "Image", …} on a video track above the others',
    )


@rule("timeline.image-tracks-need-video", on=Timeline)
def image_tracks_lie_on_video(seen: Seen, context: Context) -> Fault | None:
    """ImageTracks are drawn above the video, and need one."""
    timeline = seen.node
    if not timeline.image_tracks or not _image_tracks_without_video(timeline) or _empty(timeline, "audio_tracks"):
        return None
    return seen.fault(
        "ImageTracks are drawn above the video, and no video track holds a clip",
        field="image_tracks",
        fix='write each picture as a clip {"Type": "Image", …} on a video track',
    )


@rule("timeline.fecanvas", on=FECanvas)
def canvas_has_both_sides(seen: Seen, context: Context) -> Fault | None:
    """FECanvas has Width and Height."""
    canvas = seen.node
    missing = [
        wire
        for name, wire in (("width", "Width"), ("height", "Height"))
        if getattr(canvas, name) is None and not unread(canvas, name)
    ]
    if not missing:
        return None
    return seen.fault(
        f"FECanvas has no {' and no '.join(missing)}",
        fix='give both sides in pixels: {"Width": 1280, "Height": 720}, or leave FECanvas out',
    )


# -- the main track, and tracks that bend to it -----------------------------------------------------------------------


def _ruling_tracks(seen: Seen, asked: Callable[[Any], Any]) -> Iterator[Seen]:
    """The tracks that may rule the length and of which something holds, at their places."""
    for field, kind in RULING.items():
        for index, track in items(seen.node, field, kind):
            if asked(track):
                yield inside(seen, field, index)


def has_main_track(timeline: Node) -> bool | None:
    """Whether a track is marked as the main one; None where that shows once a template is filled in."""
    tracks = [track for field, kind in RULING.items() for _, track in items(timeline, field, kind)]
    if any(track.main_track is True for track in tracks):
        return True
    blank = any(isinstance(track.main_track, str) or unread(track, "main_track") for track in tracks)
    return None if blank else False


@rule("timeline.main-track-unique", on=Timeline)
def one_main_track(seen: Seen, context: Context) -> Iterator[Fault]:
    """Only one track is the main one."""
    first: Seen | None = None
    for track in _ruling_tracks(seen, lambda track: track.main_track is True):
        if first is None:
            first = track
        else:
            yield track.fault(
                f"a second track is marked MainTrack; the first one, {first.path}, rules the length",
                field="main_track",
                fix="keep MainTrack on one track and take it off here",
            )


@rule("timeline.main-track-kind", on=(ImageTrack, SubtitleTrack, EffectTrack))
def main_track_is_video_or_audio(seen: Seen, context: Context) -> Fault | None:
    """Only a video or audio track can be the main one."""
    if not seen.node.extra or not said_true(seen.node.extra.get("MainTrack")):
        return None
    return seen.fault(
        "MainTrack stands on a track that is neither video nor audio",
        field="MainTrack",
        fix="take it off here, and mark the video or audio track whose length the output has to follow",
    )


def _bending(track: Any) -> str | None:
    """The field with which a track asks to be bent to the main one, or None."""
    if track.track_shorten_mode == "AutoSpeed":
        return "track_shorten_mode"
    return "track_expand_mode" if track.track_expand_mode == "AutoSpeed" else None


_SPELLED = {"track_shorten_mode": "TrackShortenMode", "track_expand_mode": "TrackExpandMode"}


@rule("timeline.track-mode-needs-main", on=Timeline)
def bending_needs_a_main_track(seen: Seen, context: Context) -> Fault | None:
    """TrackShortenMode and TrackExpandMode bend a track to the main one."""
    if has_main_track(seen.node) is not False:
        return None
    for track in _ruling_tracks(seen, _bending):
        field = _bending(track.node)
        if field is not None:
            return track.fault(
                f"{_SPELLED[field]} bends this track to the main one, and no track is marked MainTrack",
                field=field,
                fix=MARK_ONE,
            )
    return None


@rule("timeline.track-mode-loop", on=AudioTrack)
def bending_does_not_loop(seen: Seen, context: Context) -> Fault | None:
    """The track modes have no effect on audio that loops."""
    field = _bending(seen.node)
    if field is None:
        return None
    for index, clip in items(seen.node, "clips", AudioClip):
        if clip.loop_mode is True:
            return seen.fault(
                f"{_SPELLED[field]} has no effect with the LoopMode of clip {index}",
                field=field,
                fix=f"remove {_SPELLED[field]}, or LoopMode from the clip",
            )
    return None


@rule("timeline.track-mode-reference", on=(VideoTrack, AudioTrack))
def bending_or_reference(seen: Seen, context: Context) -> Fault | None:
    """A track bends to the main one, or its clips align with others."""
    track = seen.node
    field = _bending(track)
    if field is None or not isinstance(track.clips, tuple):
        return None
    for index, clip in enumerate(track.clips):
        if getattr(clip, "reference_clip_id", None):
            return seen.fault(
                f"{_SPELLED[field]} and the ReferenceClipId of clip {index} both bend this track",
                field=field,
                fix=f"keep one of them: remove {_SPELLED[field]}, or the ReferenceClipId",
            )
    return None
