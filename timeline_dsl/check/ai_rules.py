"""Rules of what the service's models make: speech, digital humans, recognised subtitles, matting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from timeline_dsl.catalog import table
from timeline_dsl.check.faults import Caution
from timeline_dsl.check.presence import filled, is_blank, null, wire
from timeline_dsl.check.rule import Fault, Seen, rule
from timeline_dsl.clips import ASRClip, AvatarClip, TTSClip
from timeline_dsl.effects.ai import Matting, RealMatting
from timeline_dsl.effects.text import ASREffect, HighlightingStyle
from timeline_dsl.errors import shown
from timeline_dsl.node import facts_of
from timeline_dsl.tracks import AudioTrack, SubtitleTrack, VideoTrack

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

_FEATURE = {
    TTSClip: "ai_tts",
    AvatarClip: "ai_avatar_matting",
    Matting: "ai_avatar_matting",
    RealMatting: "ai_avatar_matting",
    ASRClip: "ai_asr",
    ASREffect: "ai_asr",
}
"""The column of the list of regions that tells where a model runs."""

DISPUTED = {("ai_asr", "cn-shenzhen")}
"""Features that the pages offer in a region, and the service's own linter does not."""

_SPEECH_VOICE = re.compile(r"<speak\b[^<>]*?\bvoice\s*=\s*[\"']([^\"'<>]+)", re.IGNORECASE)
_EMOTION = re.compile(r"<emotion\b", re.IGNORECASE)
_DRIVES = ("content", "media_id", "media_url")
_SCROLLS = tuple(fact.name for fact in facts_of(ASRClip).values() if fact.name.startswith("scroll_"))


# -- where the models run --------------------------------------------------------------------------------------------


@cache
def regions_with(feature: str) -> tuple[str, ...]:
    """The regions in which a feature is offered."""
    return tuple(row.id for row in table("regions") if row.facts.get(feature) is True)


@rule("ai.region", on=tuple(_FEATURE))
def the_region_has_the_model(seen: Seen, context: Context) -> Fault | None:
    """An AI feature is used in a region that offers it."""
    if not context.region:
        return None
    feature = _FEATURE[type(seen.node)]
    offered = regions_with(feature)
    if context.region in offered:
        if (feature, context.region) not in DISPUTED:
            return None
        return Caution(
            seen,
            f"{seen.node.TYPE} in {context.region} is offered by the service's pages, but not by its own linter",
            fix="try a short job first, or call cn-shanghai",
        )
    return seen.fault(f"{seen.node.TYPE} is not offered in {context.region}", fix=f"call one of {', '.join(offered)}")


# -- speech ----------------------------------------------------------------------------------------------------------


def _track(seen: Seen) -> Any:
    return None if seen.parent is None else seen.parent.node


@rule("ai.tts-track", on=TTSClip)
def speech_lies_on_an_audio_track(seen: Seen, context: Context) -> Fault | None:
    """AI_TTS stands on an audio track."""
    track = _track(seen)
    if track is None or type(track) is AudioTrack:
        return None
    return seen.fault(
        f"AI_TTS stands on a {type(track).__name__}, and speech is a sound", fix="put the clip on an audio track"
    )


@rule("ai.tts-content", on=TTSClip)
def speech_has_a_text_and_a_voice(seen: Seen, context: Context) -> Fault | None:
    """AI_TTS has Content, and Voice or CustomizedVoice."""
    node = seen.node
    lacking = []
    if not filled(node, "content"):
        lacking.append("Content")
    if not filled(node, "voice") and not filled(node, "customized_voice") and not _voice_in_text(node.content):
        lacking.append("Voice or CustomizedVoice")
    if not lacking:
        return None
    return seen.fault(
        f"AI_TTS has no {' and no '.join(lacking)}",
        field=null(node, "content", "voice"),
        fix=f"give {' and '.join(lacking)}",
    )


def _voice_in_text(text: str | None) -> str | None:
    """The voice that an SSML text asks for."""
    if not text or "<" not in text:
        return None
    match = _SPEECH_VOICE.search(text)
    return match[1] if match else None


@rule("ai.tts-timeline-out", on=TTSClip)
def placed_speech_has_an_end(seen: Seen, context: Context) -> Fault | None:
    """AI_TTS with a TimelineIn has a TimelineOut too."""
    node = seen.node
    if node.timeline_in is None or is_blank(node.timeline_in) or filled(node, "timeline_out"):
        return None
    return seen.fault(
        f"AI_TTS has TimelineIn {node.timeline_in:g} but no TimelineOut, and plays right after the clip before it",
        field="timeline_in",
        fix="give TimelineOut too; the speech is cut there, never sped up",
    )


@rule("ai.tts-leading-silence", on=TTSClip)
def placed_speech_begins_late(seen: Seen, context: Context) -> Fault | None:
    """AI_TTS begins with silence, so that its words come later than TimelineIn says."""
    node = seen.node
    if node.timeline_in is None or is_blank(node.timeline_in) or not filled(node, "timeline_out"):
        return None
    return seen.fault(
        f"AI_TTS at TimelineIn {node.timeline_in:g} begins with 1 to 5 s of silence",
        field="timeline_in",
        fix="make the speech once, measure it, and place the sound file",
    )


@rule("ai.emotion-voice", on=(TTSClip, AvatarClip))
def only_emotional_voices_show_emotion(seen: Seen, context: Context) -> Fault | None:
    """`<emotion>` is spoken by the voices `…_emo` only."""
    text = seen.node.content
    if not text or not _EMOTION.search(text):
        return None
    cloned, named = seen.node.customized_voice, seen.node.voice or _voice_in_text(text)
    voice = cloned or named
    if not voice or is_blank(voice) or (not cloned and voice.endswith("_emo")):
        return None
    emotional = ", ".join(row.id for row in table("voices") if row.family == "multi_emotion")
    return seen.fault(
        f"<emotion> is not spoken by the voice {shown(voice)}, and the job fails",
        field="content",
        fix=f"use one of {emotional}, or leave <emotion> out",
    )


# -- digital humans --------------------------------------------------------------------------------------------------


@rule("ai.avatar-track", on=AvatarClip)
def a_digital_human_lies_on_a_video_track(seen: Seen, context: Context) -> Fault | None:
    """AI_Avatar stands on a video track."""
    track = _track(seen)
    if track is None or type(track) is VideoTrack:
        return None
    return seen.fault(
        f"AI_Avatar stands on a {type(track).__name__}, and a digital human is a picture",
        fix="put the clip on a video track",
    )


@rule("ai.avatar-drive", on=AvatarClip)
def one_thing_drives_a_digital_human(seen: Seen, context: Context) -> Fault | None:
    """AI_Avatar has exactly one of Content, MediaId and MediaURL."""
    node = seen.node
    given = [wire(node, name) for name in _DRIVES if filled(node, name)]
    if len(given) == 1:
        return None
    if given:
        return seen.fault(
            f"AI_Avatar is driven by {' and '.join(given)}, and exactly one is taken", fix="keep one of them"
        )
    return seen.fault(
        "AI_Avatar has nothing to say: no Content, MediaId or MediaURL",
        field=null(node, *_DRIVES),
        fix="give Content, the text to speak, or the sound as MediaId or MediaURL",
    )


@rule("ai.avatar-split", on=VideoTrack)
def one_speech_is_one_clip(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """A digital human speaks its script in one clip: every clip begins with the gesture of greeting."""
    clips = seen.node.clips
    if not isinstance(clips, tuple) or not any(type(clip) is AvatarClip for clip in clips):
        return None
    return _splits(seen, clips)


def _splits(track: Seen, clips: tuple[Any, ...]) -> Iterator[Fault]:
    before, told = None, False
    for index, clip in enumerate(clips):
        avatar = clip.avatar_id if type(clip) is AvatarClip else None
        again = bool(avatar) and avatar == before and not is_blank(avatar)
        if again and not told:
            place = Seen(clip, track, wire(track.node, "clips"), index)
            yield place.fault(
                f"the avatar {shown(avatar)} speaks in several clips in a row, and greets in each",
                fix="let one AI_Avatar clip speak the whole script",
            )
        before, told = avatar, again


# -- recognised subtitles --------------------------------------------------------------------------------------------


@rule("ai.highlight-on-subtitle-track", on=ASRClip)
def words_are_highlighted_on_sound(seen: Seen, context: Context) -> Fault | None:
    """Highlighting works where AI_ASR stands on the sound, and not on a subtitle track."""
    if type(_track(seen)) is not SubtitleTrack:
        return None
    node = seen.node
    if node.need_highlighting is True:
        name = "need_highlighting"
    elif node.highlighting_style is not None:
        name = "highlighting_style"
    else:
        return None
    return seen.fault(
        f"{wire(node, name)} is ignored on a subtitle track",
        field=name,
        fix="put AI_ASR into the Effects of the video or audio clip that is heard",
    )


@rule("ai.highlight-colour-hash", on=HighlightingStyle)
def highlighting_colours_have_no_hash(seen: Seen, context: Context) -> Iterator[Fault]:
    """Colours of HighlightingStyle are BBGGRR without `#`."""
    for name in ("font_color", "outline_colour"):
        value = getattr(seen.node, name)
        if value and value.startswith("#"):
            digits = value[1:]
            turned = digits[4:6] + digits[2:4] + digits[:2] if len(digits) == 6 else "BBGGRR"
            yield seen.fault(
                f"{wire(seen.node, name)} {shown(value)} begins with #, and comes out black",
                field=name,
                fix=f"write {turned!r}: blue, green, red, without #",
            )


@rule("ai.asr-scroll", on=(ASRClip, ASREffect))
def recognised_subtitles_do_not_scroll(seen: Seen, context: Context) -> Fault | None:
    """Scrolling is ignored on AI_ASR."""
    node = seen.node
    given = [name for name in _SCROLLS if getattr(node, name) is not None]
    if not given:
        return None
    verb = "is" if len(given) == 1 else "are"
    return seen.fault(
        f"{', '.join(wire(node, name) for name in given)} {verb} ignored on AI_ASR",
        field=given[0],
        fix="scroll a Text clip instead",
    )
