"""One class per clip type."""

from __future__ import annotations

from typing import Literal, Self

from timeline_dsl import units
from timeline_dsl.catalog.ids import AvatarId
from timeline_dsl.clips.material import Media, Spoken, Stretch
from timeline_dsl.clips.placing import Boxed, Heard, Named, Pictured, Placed, WithEffects
from timeline_dsl.effects.text import RecognisedLook, TextLook, Written
from timeline_dsl.node import choice, clip, flag, integer, listed, node, number, text, time
from timeline_dsl.units import TimeLike

TIMELINE_PAGE = "Timeline configurations"
SKILL = "Alibaba video-editor skill"

SpeechFormat = Literal["MP3", "WAV", "PCM"]
SubtitleKind = Literal["srt", "ass"]


@clip("Video", page=TIMELINE_PAGE)
class VideoClip(Heard, Pictured, Named, Placed, Stretch):
    """A stretch of a video on a video track."""


@clip("Image", page=TIMELINE_PAGE)
class ImageClip(Pictured, Named, Placed, Media):
    """A still or animated picture on a video track."""

    duration: float | None = time(default=None, doc="How long the picture is shown.")
    source_in: float | None = time(wire="In", default=None, doc="With Out another way to say the length.")
    source_out: float | None = time(wire="Out", default=None, doc="With In another way to say the length.")
    dync_frames: int | None = integer(
        ge=0,
        le=100,
        default=None,
        firm=False,
        mark="doc",
        rule="clip.dync-frames",
        doc="Frame count of an animated picture; a GIF stays still without it.",
    )
    speed: float | None = number(
        ge=0.1,
        le=100,
        default=None,
        said="1",
        unit="times",
        rule="clip.speed-range",
        doc="Speed of an animated picture.",
    )
    virgin_duration: float | None = time(default=None, doc="Written by editors.")

    def lasting(self, duration: TimeLike) -> Self:
        """The picture shown for `duration`."""
        return self.but(duration=units.seconds(duration, name="duration"))


@clip("GlobalImage", page=TIMELINE_PAGE)
class GlobalImageClip(Pictured, Named, Placed, Media):
    """A picture shown from the start to the end of the output."""

    duration: float | None = time(
        default=None, said="whole output", doc="Length; needed when there is no other picture."
    )
    dync_frames: int | None = integer(
        ge=0,
        le=100,
        default=None,
        firm=False,
        mark="doc",
        rule="clip.dync-frames",
        doc="Frame count of an animated picture.",
    )


@clip("AI_Avatar", page=SKILL, mark="observed")
class AvatarClip(Heard, Boxed, Named, Placed, Media, Spoken):
    """A digital human that speaks a text or a recording: exactly one of Content, MediaId and MediaURL."""

    avatar_id: AvatarId | None = listed(
        "avatars", default=None, mark="observed", rule="ai.avatar-known", doc="Id of the avatar."
    )
    loop_motion: bool | None = flag(default=None, doc="Repeat the motion of the body.")


@clip("Audio", page=TIMELINE_PAGE)
class AudioClip(Heard, Named, Placed, Stretch):
    """A stretch of sound on an audio track."""


@clip("AI_TTS", page=SKILL, mark="observed")
class TTSClip(Heard, Named, Placed, Spoken):
    """A text spoken by the service, on an audio track."""

    format: SpeechFormat | None = choice(
        SpeechFormat, default=None, firm=False, rule="ai.tts-content", doc="Format of the sound."
    )
    volume: int | None = integer(
        ge=0,
        le=100,
        default=None,
        said="50",
        mark="doc",
        firm=False,
        rule="effect.volume-gain-range",
        doc="Volume of the voice job; a Volume effect is the sure way.",
    )


@clip("AI_ASR", page=SKILL, mark="observed")
class ASRClip(WithEffects, RecognisedLook, Named, Placed, Media):
    """Subtitles recognised from a material."""


@clip("Text", page="Subtitle configurations", mark="doc")
class TextClip(TextLook, Named, Placed, Written):
    """A text on a subtitle track."""


@clip("Subtitle", page="Subtitle configurations", mark="doc")
class SubtitleClip(TextLook, Named, Placed):
    """An external srt or ass file on a subtitle track; an srt takes the style of the clip."""

    sub_type: SubtitleKind | None = choice(
        SubtitleKind, default=None, said="by extension", firm=False, rule="subtitle.file-url", doc="Format of the file."
    )
    file_url: str | None = text(
        wire="FileURL", also=("FileUrl",), default=None, rule="subtitle.file-url", doc="OSS address of the file."
    )


@node(page=TIMELINE_PAGE, mark="doc")
class ImageTrackClip(WithEffects, Boxed, Named, Placed, Media):
    """A picture on a track of the deprecated ImageTracks."""

    image_id: str | None = text(default=None, mark="doc", rule="media.exactly-one", doc="VOD id of the picture.")
    dync_frames: int | None = integer(
        ge=0,
        le=100,
        default=None,
        firm=False,
        mark="doc",
        rule="clip.dync-frames",
        doc="Frame count of an animated picture.",
    )
    speed: float | None = number(ge=0.1, le=100, default=None, unit="times", rule="clip.speed-range", doc="Speed.")
    mask_video_url: str | None = text(
        also=("MaskVideoURL",), default=None, doc="Address of a video whose brightness becomes the transparency."
    )
