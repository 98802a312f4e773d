"""One class per clip type, and the verbs that return a changed copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Self

from timeline_dsl import units
from timeline_dsl.catalog.ids import AvatarId, PictureAdaptMode, VoiceId
from timeline_dsl.effects.picture import Background, DLTransition, Transition
from timeline_dsl.effects.sound import AFade, Volume
from timeline_dsl.effects.text import RecognisedLook, TextLook, Written
from timeline_dsl.errors import UsageError, readers_line, shown
from timeline_dsl.node import (
    ABSENT,
    EFFECTS,
    Node,
    TypedNode,
    anything,
    choice,
    clip,
    flag,
    integer,
    listed,
    node,
    number,
    parts,
    position,
    text,
    time,
    trait,
)
from timeline_dsl.units import Length, LengthLike, TimeLike

TIMELINE_PAGE = "Timeline configurations"
SKILL = "Alibaba video-editor skill"

TransitionEffect = Transition | DLTransition
SpeechFormat = Literal["MP3", "WAV", "PCM"]
SubtitleKind = Literal["srt", "ass"]


@trait
class Media(TypedNode):
    """The material of a clip: exactly one of MediaId and MediaURL."""

    media_id: str | None = text(default=None, rule="media.exactly-one", doc="Id of a media asset of IMS or VOD.")
    media_url: str | None = text(wire="MediaURL", also=("MediaUrl",), default=None, mark="seed", rule="media.exactly-one",
                                 doc="OSS address of the material.")

    @property
    def media(self) -> str | None:
        """The address or id of the material."""
        return self.media_url if self.media_url is not None else self.media_id


@trait
class Stretch(Media):
    """A stretch of a material, played at a speed."""

    source_in: float | None = time(wire="In", default=None, said="0", doc="Start within the material.")
    source_out: float | None = time(wire="Out", default=None, said="length of the material", doc="End within the material; clamped to its end.")
    max_out: float | None = time(default=None, doc="Latest end within the material; ignored next to Out.")
    speed: float | None = number(ge=0.1, le=100, default=None, said="1", unit="times", rule="clip.speed-range",
                                 doc="2 plays twice as fast and halves the length.")
    loop_mode: bool | None = flag(default=None, said="false", rule="clip.video-loop-mode",
                                  doc="Repeat the stretch up to TimelineOut; works on sound only.")
    duration: float | None = time(default=None, doc="Written by editors.")
    virgin_duration: float | None = time(default=None, doc="Length of the whole material, written by editors.")

    def __getitem__(self, cut: slice) -> Self:
        """`clip[2:7]` plays the material from 2 s up to 7 s; a slice of a slice counts from the first one's start."""
        if not isinstance(cut, slice) or cut.step is not None:
            raise UsageError(f"a clip is cut with two times, clip[2:7] (got {shown(cut)})", fix="speed is clip.at_speed(2)",
                             where=readers_line())
        if any(isinstance(value, units.Param) for value in (cut.start, cut.stop, self.source_in, self.source_out)):
            return self._cut_at_blanks(cut)
        if self.source_in is None and self.source_out is None:
            return self._first_cut(cut.start, cut.stop)
        base = units.exact(self.source_in or 0)
        start = base if cut.start is None else base + units.exact_seconds(cut.start, name="start of the cut")
        ends = [] if self.source_out is None else [units.exact(self.source_out)]
        if cut.stop is not None:
            ends.append(base + units.exact_seconds(cut.stop, name="end of the cut"))
        if ends and min(ends) <= start:
            raise _empty_cut(float(start), float(min(ends)))
        changes: dict[str, Any] = {"source_out": units.wire_seconds(min(ends))} if ends else {}
        if cut.start is not None:
            changes["source_in"] = units.wire_seconds(start)
        return self.but(**changes)

    def _first_cut(self, start: TimeLike | None, stop: TimeLike | None) -> Self:
        """The cut of a whole material."""
        begin = None if start is None else units.seconds(start, name="start of the cut")
        if stop is None:
            return self.but(source_in=begin)
        end = units.seconds(stop, name="end of the cut")
        if end <= (begin or 0):
            raise _empty_cut(begin or 0, end)
        return self.but(source_in=begin, source_out=end)

    def _cut_at_blanks(self, cut: slice) -> Self:
        """The cut where a template's blank is one of the times: nothing can be added to it or compared with it."""
        if self.source_in is not None or self.source_out is not None:
            raise UsageError(f"a clip that is cut already cannot be cut again at a template's blank (got {shown(cut)})",
                             fix="cut it once, clip[start:end]", where=readers_line())
        changes = {"source_in": (cut.start, "start of the cut"), "source_out": (cut.stop, "end of the cut")}
        return self.but(**{field: units.seconds(value, name=name) for field, (value, name) in changes.items() if value is not None})

    def at_speed(self, factor: float) -> Self:
        """The clip played `factor` times as fast: 0.1 to 100."""
        return self.but(speed=factor)


def _empty_cut(start: float, end: float) -> UsageError:
    return UsageError(f"the cut would end at {end:g} s, not after its start at {start:g} s",
                      fix="write clip[start:end] with end later than start", where=readers_line())


@trait
class Placed(TypedNode):
    """A place in time on the output."""

    timeline_in: float | None = time(default=None, said="end of the previous clip", doc="Start on the output.")
    timeline_out: float | None = time(default=None, said="TimelineIn + length", doc="End on the output.")

    def at(self, start: TimeLike, end: TimeLike | None = None) -> Self:
        """The clip starting at `start` on the output, and ending at `end` if that is given."""
        begin = units.seconds(start, name="start")
        if end is None:
            return self.but(timeline_in=begin)
        return self.but(timeline_in=begin, timeline_out=end_after(begin, end))

    def until(self, end: TimeLike) -> Self:
        """The clip ending at `end` on the output."""
        return self.but(timeline_out=end_after(0 if self.timeline_in is None else self.timeline_in, end))


def end_after(start: float, end: TimeLike) -> float:
    """`end` in seconds; raises `UsageError` unless it lies after `start` (which a template's blank cannot tell)."""
    stop = units.seconds(end, name="end")
    if not isinstance(stop, units.Param) and not isinstance(start, units.Param) and stop <= start:
        raise UsageError(f"end={stop:g} s does not lie after start={start:g} s", fix="let end be later than start",
                         where=readers_line())
    return stop


@trait
class Named(TypedNode):
    """The names by which clips refer to each other, and what editors note."""

    clip_id: str | None = text(default=None, rule="ref.duplicate-id", doc="Name by which other clips refer to this one.")
    reference_clip_id: str | None = text(default=None, rule="ref.unknown", doc="ClipId on another track whose span this clip takes.")
    comment: str | None = text(default=None, mark="doc", doc="Remark; accepted and ignored.")
    title: str | None = text(default=None, doc="Written by editors; ignored.")
    id: Any = anything(default=None, doc="Written by editors; ignored.")
    track_id: Any = anything(default=None, doc="Written by editors; ignored.")
    media_id_type: str | None = text(default=None, doc="Written by editors; ignored.")

    def named(self, name: str) -> Self:
        """The clip under a name (`ClipId`) to which other clips can refer."""
        return self.but(clip_id=name)

    def along(self, other: Named | str) -> Self:
        """The clip aligned with a clip on another track (`ReferenceClipId`), given itself or by its name."""
        name = other if isinstance(other, str) else other.clip_id
        if not isinstance(name, units.Param) and not name:
            raise UsageError("the clip to align with has no name", fix='name it first: clip.named("voice")', where=readers_line())
        return self.but(reference_clip_id=name)


@trait
class WithEffects(TypedNode):
    """Effects on a clip."""

    effects: tuple[TypedNode, ...] = parts(lambda: EFFECTS, default=ABSENT, items_rule="effect.type-known", doc="Effects on the clip, in order.")

    def with_effects(self, *effects: TypedNode) -> Self:
        """The clip with more effects, after those it has."""
        return self.but(effects=self.effects + effects)

    @property
    def transition(self) -> TransitionEffect | None:
        """The transition from this clip into the next one, or None."""
        return next((effect for effect in self.effects if isinstance(effect, TransitionEffect)), None)


@trait
class Heard(WithEffects):
    """A clip with sound."""

    def gain(self, gain: float | str) -> Self:
        """The clip at a volume: a factor (0 mutes, 1 keeps) or text in decibels (`"-14dB"`)."""
        return self.with_effects(Volume(gain=units.gain(gain, "gain")))

    def mute(self) -> Self:
        """The clip without its sound."""
        return self.gain(0)

    def fade_in(self, duration: TimeLike, curve: str | None = None) -> Self:
        """The clip with its sound fading in over `duration`."""
        return self.with_effects(AFade(side="In", duration=units.seconds(duration, name="fade_in"), curve=curve))

    def fade_out(self, duration: TimeLike, curve: str | None = None) -> Self:
        """The clip with its sound fading out over `duration`."""
        return self.with_effects(AFade(side="Out", duration=units.seconds(duration, name="fade_out"), curve=curve))


@trait
class Boxed(TypedNode):
    """A place and a size on the output."""

    x: Length | None = position(default=None, said="0", doc="Left edge.")
    y: Length | None = position(default=None, said="0", doc="Top edge.")
    width: Length | None = position(default=None, rule="clip.size-range", doc="Width on the output.")
    height: Length | None = position(default=None, rule="clip.size-range", doc="Height on the output.")

    def box(self, *, x: LengthLike | None = None, y: LengthLike | None = None, w: LengthLike | None = None,
            h: LengthLike | None = None) -> Self:
        """The clip at a place and in a size on the output: each as `"65%"`, `"640px"`, `td.pct(65)` or `td.px(640)`."""
        given = {"x": ("x", x), "y": ("y", y), "width": ("w", w), "height": ("h", h)}
        return self.but(**{field: units.length(value, name) for field, (name, value) in given.items() if value is not None})


@trait
class Pictured(WithEffects, Boxed):
    """A picture on the output."""

    adapt_mode: PictureAdaptMode | None = choice(PictureAdaptMode, default=None, said="Fill", rule="clip.adapt-mode-enum",
                                                 doc="How the picture fills Width x Height; works only when both are set.")
    opacity: float | None = number(ge=0, le=1, default=None, said="1", rule="clip.opacity-range", doc="0 invisible, 1 opaque.")
    mask_video_url: str | None = text(also=("MaskVideoURL",), default=None, doc="Address of a video whose brightness becomes the transparency.")

    def fill(self) -> Self:
        """The picture stretched over its box."""
        return self.but(adapt_mode="Fill")

    def contain(self) -> Self:
        """The picture fitted inside its box, its shape kept."""
        return self.but(adapt_mode="Contain")

    def cover(self) -> Self:
        """The picture covering its box, its shape kept, the rest cut off."""
        return self.but(adapt_mode="Cover")

    def faded_to(self, opacity: float) -> Self:
        """The picture at an opacity: 0 invisible, 1 opaque."""
        return self.but(opacity=opacity)

    def background(self, *, color: str | None = None, blur: float | None = None) -> Self:
        """The bars around the picture filled with a colour, or with a blur of it (0.01 to 1)."""
        if (color is None) == (blur is None):
            raise UsageError("a background is either a color or a blur", fix='background(color="#101010") or background(blur=0.1)',
                             where=readers_line())
        effect = Background(sub_type="Blur", radius=blur) if color is None else Background(sub_type="Color", color=units.color(color))
        return self.with_effects(effect)


@clip("Video", page=TIMELINE_PAGE)
class VideoClip(Heard, Pictured, Named, Placed, Stretch):
    """A stretch of a video on a video track."""


@clip("Image", page=TIMELINE_PAGE)
class ImageClip(Pictured, Named, Placed, Media):
    """A still or animated picture on a video track."""

    duration: float | None = time(default=None, doc="How long the picture is shown.")
    source_in: float | None = time(wire="In", default=None, doc="With Out another way to say the length.")
    source_out: float | None = time(wire="Out", default=None, doc="With In another way to say the length.")
    dync_frames: int | None = integer(ge=0, le=100, default=None, firm=False, mark="doc", rule="clip.dync-frames",
                                      doc="Frame count of an animated picture; a GIF stays still without it.")
    speed: float | None = number(ge=0.1, le=100, default=None, said="1", unit="times", rule="clip.speed-range",
                                 doc="Speed of an animated picture.")
    virgin_duration: float | None = time(default=None, doc="Written by editors.")

    def lasting(self, duration: TimeLike) -> Self:
        """The picture shown for `duration`."""
        return self.but(duration=units.seconds(duration, name="duration"))


@clip("GlobalImage", page=TIMELINE_PAGE)
class GlobalImageClip(Pictured, Named, Placed, Media):
    """A picture shown from the start to the end of the output."""

    duration: float | None = time(default=None, said="whole output", doc="Length; needed when there is no other picture.")
    dync_frames: int | None = integer(ge=0, le=100, default=None, firm=False, mark="doc", rule="clip.dync-frames",
                                      doc="Frame count of an animated picture.")


@trait
class Spoken(TypedNode):
    """Speech made from text."""

    content: str | None = text(default=None, mark="doc", rule="ai.tts-content", doc="The text, plain or SSML.")
    voice: VoiceId | None = listed("voices", default=None, rule="ai.voice-known", doc="Id of the voice.")
    customized_voice: str | None = text(also=("customizedVoice",), default=None, mark="doc", doc="Id of a cloned voice; wins over Voice.")
    speech_rate: int | None = integer(ge=-500, le=500, default=None, said="0", mark="doc", rule="ai.tts-rate",
                                      doc="-500 is half, 500 double speed.")
    pitch_rate: int | None = integer(ge=-500, le=500, default=None, said="0", mark="doc", rule="ai.tts-rate", doc="Pitch.")


@clip("AI_Avatar", page=SKILL, mark="observed")
class AvatarClip(Heard, Boxed, Named, Placed, Media, Spoken):
    """A digital human that speaks a text or a recording: exactly one of Content, MediaId and MediaURL."""

    avatar_id: AvatarId | None = listed("avatars", default=None, mark="observed", rule="ai.avatar-known", doc="Id of the avatar.")
    loop_motion: bool | None = flag(default=None, doc="Repeat the motion of the body.")


@clip("Audio", page=TIMELINE_PAGE)
class AudioClip(Heard, Named, Placed, Stretch):
    """A stretch of sound on an audio track."""


@clip("AI_TTS", page=SKILL, mark="observed")
class TTSClip(Heard, Named, Placed, Spoken):
    """A text spoken by the service, on an audio track."""

    format: SpeechFormat | None = choice(SpeechFormat, default=None, firm=False, rule="ai.tts-content", doc="Format of the sound.")
    volume: int | None = integer(ge=0, le=100, default=None, said="50", mark="doc", firm=False, rule="effect.volume-gain-range",
                                 doc="Volume of the voice job; a Volume effect is the sure way.")


@clip("AI_ASR", page=SKILL, mark="observed")
class ASRClip(WithEffects, RecognisedLook, Named, Placed, Media):
    """Subtitles recognised from a material."""


@clip("Text", page="Subtitle configurations", mark="doc")
class TextClip(TextLook, Named, Placed, Written):
    """A text on a subtitle track."""


@clip("Subtitle", page="Subtitle configurations", mark="doc")
class SubtitleClip(TextLook, Named, Placed):
    """An external srt or ass file on a subtitle track; an srt takes the style of the clip."""

    sub_type: SubtitleKind | None = choice(SubtitleKind, default=None, said="by extension", firm=False,
                                           rule="subtitle.file-url", doc="Format of the file.")
    file_url: str | None = text(wire="FileURL", also=("FileUrl",), default=None, rule="subtitle.file-url",
                                doc="OSS address of the file.")


@node(page=TIMELINE_PAGE, mark="doc")
class ImageTrackClip(WithEffects, Boxed, Named, Placed, Media):
    """A picture on a track of the deprecated ImageTracks."""

    image_id: str | None = text(default=None, mark="doc", rule="media.exactly-one", doc="VOD id of the picture.")
    dync_frames: int | None = integer(ge=0, le=100, default=None, firm=False, mark="doc", rule="clip.dync-frames",
                                      doc="Frame count of an animated picture.")
    speed: float | None = number(ge=0.1, le=100, default=None, unit="times", rule="clip.speed-range", doc="Speed.")
    mask_video_url: str | None = text(also=("MaskVideoURL",), default=None, doc="Address of a video whose brightness becomes the transparency.")


def with_transitions(items: Iterable[TypedNode], track: str) -> tuple[TypedNode, ...]:
    """The clips of a track, each transition among `items` put onto the clip before it.

    Raises `UsageError` for a transition without a clip on both sides.
    """
    clips: list[TypedNode] = []
    waiting: Node | None = None
    for item in items:
        if isinstance(item, TransitionEffect):
            if not clips or waiting is not None:
                raise _misplaced(item, track, "before the first clip" if not clips else "right after another one")
            waiting = item
            clips[-1] = _joined(clips[-1], item, track)
        else:
            waiting = None
            clips.append(item)
    if waiting is not None:
        raise _misplaced(waiting, track, "after the last clip")
    return tuple(clips)


def _joined(clip: TypedNode, effect: TransitionEffect, track: str) -> TypedNode:
    if not isinstance(clip, WithEffects):
        raise _misplaced(effect, track, f"after a {type(clip).__name__}, which takes no effects")
    return clip.with_effects(effect)


def _misplaced(effect: Node, track: str, place: str) -> UsageError:
    return UsageError(f"a transition on the {track} stands {place}", fix="put each transition between two clips",
                      where=readers_line())
