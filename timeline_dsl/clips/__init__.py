"""One class per clip type, and the verbs that return a changed copy."""

from timeline_dsl.clips.joining import with_transitions
from timeline_dsl.clips.kinds import (
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
from timeline_dsl.clips.material import Media, Spoken, Stretch
from timeline_dsl.clips.placing import Boxed, Heard, Named, Pictured, Placed, TransitionEffect, WithEffects, end_after

__all__ = [
    "ASRClip",
    "AudioClip",
    "AvatarClip",
    "Boxed",
    "GlobalImageClip",
    "Heard",
    "ImageClip",
    "ImageTrackClip",
    "Media",
    "Named",
    "Pictured",
    "Placed",
    "Spoken",
    "Stretch",
    "SubtitleClip",
    "TTSClip",
    "TextClip",
    "TransitionEffect",
    "VideoClip",
    "WithEffects",
    "end_after",
    "with_transitions",
]
