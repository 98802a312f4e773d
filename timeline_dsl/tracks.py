"""Tracks: the clips that play one after another on a layer."""

from __future__ import annotations

from typing import Any, Literal

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
from timeline_dsl.effects.picture import VFX, Filter
from timeline_dsl.effects.sound import AEqualize
from timeline_dsl.node import Node, TypedNode, anything, choice, flag, node, parts, trait

TIMELINE_PAGE = "Timeline configurations"

VideoTrackKind = Literal["Video", "Effect"]
TrackMode = Literal["AutoSpeed"]

EFFECT_ITEMS = {"VFX": VFX, "Filter": Filter, "AEqualize": AEqualize}
"""What an effect track takes, by Type."""

VIDEO_CLIPS = {
    "": VideoClip,
    "Video": VideoClip,
    "Image": ImageClip,
    "GlobalImage": GlobalImageClip,
    "AI_Avatar": AvatarClip,
    "AI_ASR": ASRClip,
    "AI_TTS": TTSClip,
    "VFX": VFX,
    "Filter": Filter,
}
"""What a video track takes, by Type; VFX and Filter when the track itself is of Type Effect."""

AUDIO_CLIPS = {"": AudioClip, "Audio": AudioClip, "AI_TTS": TTSClip, "AI_ASR": ASRClip, "AI_Avatar": AvatarClip}
"""What an audio track takes, by Type. An avatar is read there so that the rules can tell where it belongs."""

SUBTITLE_CLIPS = {
    "Text": TextClip,
    "Subtitle": SubtitleClip,
    "AI_ASR": ASRClip,
    "AI_TTS": TTSClip,
    "AI_Avatar": AvatarClip,
}
"""What a subtitle track takes, by Type. Speech is read there so that the rules can tell where it belongs."""


@trait
class Track(Node):
    """A layer."""

    id: Any = anything(default=None, doc="Written by editors; ignored.")


@trait
class Controllable(Track):
    """A track that may rule the length of the output, or bend to it."""

    main_track: bool | None = flag(default=None, said="false", doc="The length of the output follows this track.")
    track_shorten_mode: TrackMode | None = choice(
        TrackMode,
        default=None,
        said="cut",
        rule="timeline.track-mode-enum",
        doc="What happens when the track is longer than the main track: AutoSpeed plays it faster.",
    )
    track_expand_mode: TrackMode | None = choice(
        TrackMode,
        default=None,
        said="gap",
        rule="timeline.track-mode-enum",
        doc="What happens when the track is shorter than the main track: AutoSpeed plays it slower.",
    )
    disabled: bool | None = flag(default=None, said="false", doc="Web editor only.")


@node(page=TIMELINE_PAGE)
class VideoTrack(Controllable):
    """Pictures and videos in play order. Later tracks lie above earlier ones."""

    type: VideoTrackKind | None = choice(
        VideoTrackKind,
        default=None,
        said="Video",
        firm=False,
        rule="timeline.video-track-type",
        doc="With Effect the clips are effect items and the track is an effect layer.",
    )
    clips: tuple[TypedNode, ...] = parts(
        lambda: VIDEO_CLIPS,
        wire="VideoTrackClips",
        default=(),
        rule="timeline.track-arrays",
        items_rule="clip.type-enum",
        doc="Clips in play order.",
    )


@node(page=TIMELINE_PAGE)
class AudioTrack(Controllable):
    """Sounds in play order; all audio tracks and the sounds of the videos are mixed."""

    type: Literal["Audio"] | None = choice(
        Literal["Audio"], default=None, firm=False, rule="clip.type-enum", doc="May be left out."
    )
    clips: tuple[TypedNode, ...] = parts(
        lambda: AUDIO_CLIPS,
        wire="AudioTrackClips",
        default=(),
        rule="timeline.track-arrays",
        items_rule="clip.type-enum",
        doc="Clips in play order.",
    )


@node(page=TIMELINE_PAGE, mark="doc")
class ImageTrack(Track):
    """Deprecated: pictures above the video, possibly several at a time."""

    clips: tuple[ImageTrackClip, ...] = parts(
        ImageTrackClip, wire="ImageTrackClips", default=(), mark="doc", rule="timeline.track-arrays", doc="Pictures."
    )


@node(page=TIMELINE_PAGE)
class SubtitleTrack(Track):
    """Texts above the pictures."""

    clips: tuple[TypedNode, ...] = parts(
        lambda: SUBTITLE_CLIPS,
        wire="SubtitleTrackClips",
        default=(),
        rule="timeline.track-arrays",
        items_rule="clip.type-enum",
        doc="Texts.",
    )


@node(page=TIMELINE_PAGE)
class EffectTrack(Track):
    """Effects over the whole picture, all of one Type."""

    clips: tuple[TypedNode, ...] = parts(
        lambda: EFFECT_ITEMS,
        wire="EffectTrackItems",
        default=(),
        rule="timeline.track-arrays",
        items_rule="effect.item-type",
        doc="Effects.",
    )
