"""Every text that a timeline shows: whose look it has, what it says, and from when to when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import attrs

from timeline_dsl.clips import ASRClip, AvatarClip, SubtitleClip, TextClip, TTSClip
from timeline_dsl.effects.text import ASREffect, HighlightingStyle, RecognisedLook, SubtitleEffect, TextEffect, TextLook
from timeline_dsl.encodings import Written
from timeline_dsl.materials import Materials, extension
from timeline_dsl.render.captions.files import cues, read
from timeline_dsl.schedule import ClipPlan, Schedule, effect_span
from timeline_dsl.schedule.speech import speech_length
from timeline_dsl.units import Ratio, Span, Time

LONGEST_LINE = 44
"""Sentences with more signs (a Chinese one counts twice) are divided at their commas."""

CARD_SIZE = 0.042
"""The letters of a card, as a share of the height of the picture."""

CARD = TextClip(
    content="",
    alignment="TopCenter",
    y=Ratio(0.05),
    adapt_mode="AutoWrap",
    text_width=Ratio(0.84),
    font_color="#F0F0F0",
    subtitle_effects=(SubtitleEffect(type="Box", color="#202020", opacity=0.7, bord=0.45, radius=8.0),),
)
"""The look of a text that nobody speaks here."""

_SENTENCE = re.compile(r"(?<=[。！？；])(?![。！？；”’」』）])|(?<=[.!?;])(?=\s)|\n")
_COMMA = re.compile(r"(?<=[，、：])|(?<=[,:])(?=\s)")
_TAG = re.compile(r"<[^<>]*>")
NO_CUE = "no cue of the file can be read"
_UNHEARD = "nothing listens to the sound here; AlignmentText would be shown"


@attrs.frozen(kw_only=True, slots=True)
class Carrier:
    """A picture on which a text is laid: where it lies, in pixels of what is drawn.

    `across` and `down` are how many of them one pixel of the material takes there.
    """

    left: int
    top: int
    width: int
    height: int
    across: float
    down: float


@attrs.frozen(kw_only=True)
class Shown:
    """A text on the picture. `path` is the JSON Pointer of the node whose `look` it has; `caption`: a cue of a file.

    `numpad` is where such a cue wants to stand, `spoken` the look of the word being spoken. A `card` stands for speech
    that is not heard: the em of its letters, as a share of the height of the picture. `codes` stand at the start of
    each of its events. `carrier` is the picture that the text goes with; without one that is the whole output.
    """

    path: str
    look: TextLook
    content: str
    span: Span
    caption: bool = False
    spoken: HighlightingStyle | None = None
    card: float = 0.0
    numpad: int | None = None
    codes: str = ""
    carrier: Carrier | None = None


@attrs.frozen(kw_only=True)
class AssFile:
    """An external ass file, which keeps its own style: its cues moved by `shift` and cut to `span`."""

    path: str
    file: Path
    written: Written
    shift: Time
    span: Span


@attrs.frozen(kw_only=True)
class Recoded:
    """A file that is not in UTF-8."""

    path: str
    file: Path
    encoding: str


@attrs.frozen(kw_only=True)
class Unheard:
    """A recognition whose text nobody knows, or a file without cues."""

    path: str
    effect: str
    why: str = _UNHEARD


@attrs.frozen(kw_only=True)
class Avatar:
    """A digital human, for which a card stands in; what it `says` is None where it is heard."""

    path: str
    node: AvatarClip
    span: Span
    says: str | None = None


Item = Shown | AssFile | Recoded | Unheard | Avatar


def texts(schedule: Schedule, materials: Materials, heard: frozenset[str] = frozenset()) -> Iterator[Item]:
    """Every text of a schedule, in drawing order: banner texts of clips first, then the subtitle tracks.

    What the clips at the paths in `heard` say is not shown.
    """
    for track in schedule.tracks:
        if track.kind in ("video", "audio"):
            for clip in track.clips:
                if clip.visible:
                    yield from _of_clip(schedule, clip, heard=clip.path in heard)
    for track in schedule.tracks:
        if track.kind == "subtitle":
            for clip in track.clips:
                if clip.visible:
                    yield from _of_subtitle(clip, materials)


def _of_clip(schedule: Schedule, clip: ClipPlan, *, heard: bool) -> Iterator[Item]:
    span, node = clip.span, clip.node
    if span is not None and isinstance(node, ASRClip):
        yield from _recognised(clip.path, node, span, highlighted=True)
    if span is not None and isinstance(node, AvatarClip):
        yield Avatar(path=clip.path, node=node, span=span, says=None if heard else node.content)
    if span is not None and isinstance(node, TTSClip) and node.content and not heard:
        for line, part in spoken(node.content, span):
            yield Shown(path=clip.path, look=CARD, content=f"AI_TTS: {line}", span=part, card=CARD_SIZE)
    for index, effect in enumerate(getattr(node, "effects", ())):
        if isinstance(effect, TextEffect | ASREffect) and (shown := effect_span(schedule, clip, effect)) is not None:
            path = f"{clip.path}/Effects/{index}"
            if isinstance(effect, ASREffect):
                yield from _recognised(path, effect, shown, highlighted=True)
            elif effect.content:
                yield Shown(path=path, look=effect, content=effect.content, span=shown)


def _of_subtitle(clip: ClipPlan, materials: Materials) -> Iterator[Item]:
    span, node = clip.span, clip.node
    if span is None:
        return
    if isinstance(node, TextClip):
        if node.content:
            yield Shown(path=clip.path, look=node, content=node.content, span=span)
    elif isinstance(node, ASRClip):
        yield from _recognised(clip.path, node, span, highlighted=False)
    elif isinstance(node, SubtitleClip) and node.file_url:
        yield from _of_file(clip.path, node, node.file_url, span, materials)


def _of_file(path: str, node: SubtitleClip, url: str, span: Span, materials: Materials) -> Iterator[Item]:
    file = materials.need(url)
    kind = "ass" if (node.sub_type or extension(url)) == "ass" else "srt"
    written = read(file, kind)
    if written.encoding != "UTF-8":
        yield Recoded(path=path, file=file, encoding=written.encoding)
    if kind == "ass":
        yield AssFile(path=path, file=file, written=written, shift=span.start, span=span)
        return
    found = cues(written, file)
    if not found:
        yield Unheard(path=path, effect="Subtitle srt", why=NO_CUE)
    for cue in found:
        if (shown := Span(cue.start + span.start, cue.end + span.start).overlap(span)) is not None:
            yield Shown(path=path, look=node, content=cue.content, span=shown, caption=True, numpad=cue.numpad)


def _recognised(path: str, look: RecognisedLook, span: Span, *, highlighted: bool) -> Iterator[Item]:
    """The known text of a recognition, line by line."""
    if not (look.alignment_text or "").strip():
        yield Unheard(path=path, effect=type(look).TYPE or "AI_ASR")
        return
    spoken = None
    if highlighted and look.need_highlighting is not False and (look.need_highlighting or look.highlighting_style):
        spoken = look.highlighting_style or HighlightingStyle()
    for content, part in shared(look.alignment_text or "", span):
        yield Shown(path=path, look=look, content=content, span=part, caption=True, spoken=spoken)


def spoken(content: str, span: Span) -> Iterator[tuple[str, Span]]:
    """The lines of a text for a voice, plain or as SSML, each with the time in which it would be spoken."""
    return shared(_TAG.sub(" ", content) if content.lstrip().startswith("<") else content, span)


def shared(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    """The lines of a text, each with its share of `span`: as much as it takes to speak it."""
    lines = [(line, max(speech_length(line, None), 1)) for line in spoken_lines(text)]
    total = sum(length for _, length in lines)
    done = 0
    for line, length in lines:
        start, done = done, done + length
        yield line, Span(span.start + span.length * start / total, span.start + span.length * done / total)


def spoken_lines(text: str) -> Iterator[str]:
    """A text as it is shown while it is spoken: sentence by sentence, long ones divided at their commas."""
    for sentence in _SENTENCE.split(text):
        line = ""
        for part in _COMMA.split(" ".join(sentence.split())):
            if line and _columns(line + part) > LONGEST_LINE:
                yield line.strip()
                line = ""
            line += part
        if line.strip():
            yield line.strip()


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1 for sign in text)
