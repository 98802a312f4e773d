"""Nouns that make values: `video()`, `image()`, `audio()`, `text()`, `transition()` and their kin."""

from __future__ import annotations

import warnings
from typing import Any

from timeline_dsl import units
from timeline_dsl.catalog import table
from timeline_dsl.catalog.ids import AvatarId, FilterId, TransitionId, VFXId, VoiceId
from timeline_dsl.clips import (
    AudioClip,
    AvatarClip,
    GlobalImageClip,
    ImageClip,
    SubtitleClip,
    TextClip,
    TTSClip,
    VideoClip,
    end_after,
)
from timeline_dsl.effects.picture import VFX, DLTransition, Filter, Transition
from timeline_dsl.effects.text import ASREffect
from timeline_dsl.errors import TimelineWarning, UsageError, readers_line, shown
from timeline_dsl.materials import is_url
from timeline_dsl.style import TextStyle
from timeline_dsl.units import Param, TimeLike


def _material(source: str | None, media_id: str | None, noun: str) -> dict[str, Any]:
    """The field that names a material: an address is a MediaURL, anything else a MediaId."""
    if (source is None) == (media_id is None):
        raise UsageError(
            f"a {noun} has exactly one material (got {shown(source)} and media_id={shown(media_id)})",
            fix=f'td.{noun}("https://<bucket>.oss-<region>.aliyuncs.com/<object>") or td.{noun}(media_id="…")',
            where=readers_line(),
        )
    if media_id is not None:
        return {"media_id": media_id}
    if isinstance(source, Param):
        return {"media_url": source}
    if not isinstance(source, str) or not source:
        raise UsageError(
            f"the material of a {noun} must be an address or a MediaId as text (got {shown(source)})",
            fix=f'td.{noun}("https://<bucket>.oss-<region>.aliyuncs.com/<object>")',
            where=readers_line(),
        )
    if is_url(source) or source.startswith("$"):
        return {"media_url": source}
    if "/" in source or "\\" in source or "." in source:
        raise UsageError(
            f"{shown(source)} is neither an OSS address nor a MediaId; the service cannot read local files",
            fix="upload it and give its address https://<bucket>.oss-<region>.aliyuncs.com/<object>; "
            "render(media=…) maps addresses to local files",
            where=readers_line(),
        )
    return {"media_id": source}


def video(source: str | None = None, *, media_id: str | None = None) -> VideoClip:
    """A clip of a video, by its OSS address or MediaId. `[2:7]` cuts it, `.at()`, `.box()`, `.mute()` … change it."""
    return VideoClip(**_material(source, media_id, "video"))


def image(source: str | None = None, duration: TimeLike | None = None, *, media_id: str | None = None) -> ImageClip:
    """A picture shown for `duration`, by its OSS address or MediaId."""
    length = None if duration is None else units.seconds(duration, name="duration")
    return ImageClip(**_material(source, media_id, "image"), duration=length)


def global_image(source: str | None = None, *, media_id: str | None = None) -> GlobalImageClip:
    """A picture shown from the start to the end of the output: a logo, a frame. Give it a `.box()`."""
    return GlobalImageClip(**_material(source, media_id, "global_image"))


def audio(source: str | None = None, *, media_id: str | None = None) -> AudioClip:
    """A clip of sound, by its OSS address or MediaId."""
    return AudioClip(**_material(source, media_id, "audio"))


def text(
    content: str,
    *,
    start: TimeLike | None = None,
    end: TimeLike | None = None,
    style: TextStyle | None = None,
    **look: Any,
) -> TextClip:
    """A text for a subtitle track, from `start` to `end` of the output. `look` takes what `TextStyle` takes."""
    if not isinstance(content, str):
        raise UsageError(f"a text must be text (got {shown(content)})", fix='td.text("Hello")', where=readers_line())
    clip = TextClip(content=content)
    if look:
        clip = TextStyle(**look).on(clip)
    if style is not None:
        clip = style.on(clip)
    if start is not None:
        return clip.at(start, end)
    return clip if end is None else clip.but(timeline_out=end_after(0, end))


def subtitle(address: str, *, style: TextStyle | None = None) -> SubtitleClip:
    """An external srt or ass file on OSS. An srt takes the style, an ass file keeps its own."""
    clip = SubtitleClip(file_url=address)
    return clip if style is None else style.on(clip)


def transition(
    name: TransitionId, duration: TimeLike | None = None, *, keep_length: bool = False
) -> Transition | DLTransition:
    """A transition, to stand between two clips. It shortens the track by its duration (1 s when not said);
    `keep_length` makes it a DLTransition, which does not.
    """
    if not isinstance(name, str) or (not isinstance(name, Param) and not name):
        raise UsageError(
            f"a transition is named by its id (got {shown(name)})",
            fix='td.transition("fade", 0.5)',
            where=readers_line(),
        )
    length = None if duration is None else units.seconds(duration, name="duration")
    if not isinstance(length, Param) and length == 0:
        raise UsageError(
            "a transition must take some time (got 0 s)", fix="leave it out, or give it 0.5 s", where=readers_line()
        )
    _warn_of_unknown("transitions", name)
    kind = DLTransition if keep_length else Transition
    return kind(sub_type=name, duration=length)


def vfx(name: VFXId, *, start: TimeLike | None = None, end: TimeLike | None = None, params: str | None = None) -> VFX:
    """A special effect, for a clip (`.with_effects`) or the whole picture (`Timeline.effects`)."""
    _warn_of_unknown("vfx", name)
    return VFX(sub_type=name, ext_params=params, **_window(start, end))


def filter(
    name: FilterId, *, start: TimeLike | None = None, end: TimeLike | None = None, params: str | None = None
) -> Filter:
    """A colour filter, for a clip (`.with_effects`) or the whole picture (`Timeline.effects`)."""
    _warn_of_unknown("filters", name)
    return Filter(sub_type=name, ext_params=params, **_window(start, end))


def _warn_of_unknown(name: str, given: object) -> None:
    """Warn at the reader's line of an id that the catalogue lacks; the service adds new ones, so it is no error."""
    if isinstance(given, str) and not isinstance(given, Param) and not given.startswith("$"):
        unknown = table(name).unknown(given, several=True)
        if unknown is not None:
            warnings.warn(
                TimelineWarning(f"{unknown!r} is none of the known {name}: {table(name).hint(unknown)}"), stacklevel=3
            )


def _window(start: TimeLike | None, end: TimeLike | None) -> dict[str, Any]:
    begin = None if start is None else units.seconds(start, name="start")
    return {
        "timeline_in": begin,
        "timeline_out": None if end is None else end_after(0 if begin is None else begin, end),
    }


def tts(
    content: str, voice: VoiceId | None = None, *, customized_voice: str | None = None, rate: int | None = None
) -> TTSClip:
    """A text spoken by the service, for an audio track. `rate` -500 … 500 is half … double speed."""
    return TTSClip(content=content, voice=voice, customized_voice=customized_voice, speech_rate=rate)


def avatar(
    avatar_id: AvatarId,
    content: str | None = None,
    *,
    voice: VoiceId | None = None,
    source: str | None = None,
    media_id: str | None = None,
) -> AvatarClip:
    """A digital human that speaks `content`, or a recording, for a video track."""
    recording = _material(source, media_id, "avatar") if source is not None or media_id is not None else {}
    return AvatarClip(avatar_id=avatar_id, content=content, voice=voice, **recording)


def asr(alignment_text: str | None = None, *, style: TextStyle | None = None) -> ASREffect:
    """Subtitles recognised from the sound of the clip that carries this effect; `alignment_text` is the known text."""
    made = ASREffect(alignment_text=alignment_text)
    return made if style is None else style.on(made)
