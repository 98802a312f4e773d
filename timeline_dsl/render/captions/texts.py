"""Every text that a timeline shows: whose look it has, what it says, and from when to when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import attrs

from timeline_dsl.clips import ASRClip, SubtitleClip, TextClip
from timeline_dsl.effects.text import ASREffect, RecognisedLook, TextEffect, TextLook
from timeline_dsl.errors import MissingExtra, RenderError
from timeline_dsl.materials import Materials, extension
from timeline_dsl.schedule import ClipPlan, Schedule
from timeline_dsl.units import Span, Time, exact

_SENTENCE = re.compile(r"[^。！？；.!?;\n]+[。！？；.!?;]*")


@attrs.frozen(kw_only=True)
class Shown:
    """A text on the picture. `path` is the JSON Pointer of the node whose `look` it has; `caption`: a cue of a file."""

    path: str
    look: TextLook
    content: str
    span: Span
    caption: bool = False


@attrs.frozen(kw_only=True)
class AssFile:
    """An external ass file, which keeps its own style: its cues moved by `shift` and cut to `span`."""

    path: str
    file: Path
    shift: Time
    span: Span


@attrs.frozen(kw_only=True)
class Unheard:
    """A recognition whose text nobody knows."""

    path: str
    effect: str
    why: str


def texts(schedule: Schedule, materials: Materials) -> Iterator[Shown | AssFile | Unheard]:
    """Every text of a schedule, in drawing order: banner texts of clips first, then the subtitle tracks."""
    for track in schedule.tracks:
        if track.kind in ("video", "audio"):
            for clip in track.clips:
                yield from _of_clip(clip)
    for track in schedule.tracks:
        if track.kind == "subtitle":
            for clip in track.clips:
                yield from _of_subtitle(clip, materials)


def _of_clip(clip: ClipPlan) -> Iterator[Shown]:
    span = clip.span
    if span is None or not clip.visible:
        return
    node = clip.node
    if isinstance(node, ASRClip):
        yield from _recognised(clip.path, node, span)
    for index, effect in enumerate(getattr(node, "effects", ())):
        path = f"{clip.path}/Effects/{index}"
        if isinstance(effect, TextEffect):
            shown = window(span, effect.timeline_in, effect.timeline_out)
            if shown is not None and effect.content:
                yield Shown(path=path, look=effect, content=effect.content, span=shown)
        elif isinstance(effect, ASREffect):
            yield from _recognised(path, effect, span)


def window(span: Span, start: float | None, end: float | None) -> Span | None:
    """The part of a clip's span during which an effect works, its own times being times of the output."""
    return span.overlap(Span(span.start if start is None else exact(start), span.end if end is None else exact(end)))


def _of_subtitle(clip: ClipPlan, materials: Materials) -> Iterator[Shown | AssFile]:
    span = clip.span
    if span is None or not clip.visible:
        return
    if isinstance(clip.node, TextClip):
        if clip.node.content:
            yield Shown(path=clip.path, look=clip.node, content=clip.node.content, span=span)
    elif isinstance(clip.node, ASRClip):
        yield from _recognised(clip.path, clip.node, span)
    elif isinstance(clip.node, SubtitleClip) and clip.node.file_url:
        yield from _of_file(clip, clip.node, span, materials)


def _of_file(clip: ClipPlan, node: SubtitleClip, span: Span, materials: Materials) -> Iterator[Shown | AssFile]:
    file = materials.need(node.file_url or "")
    shift = exact(node.timeline_in) if node.timeline_in is not None else Fraction(0)
    if (node.sub_type or extension(node.file_url or "")) == "ass":
        yield AssFile(path=clip.path, file=file, shift=shift, span=span)
        return
    for start, end, content in cues(file):
        shown = Span(start + shift, end + shift).overlap(span) if end > start else None
        if shown is not None and content:
            yield Shown(path=clip.path, look=node, content=content, span=shown, caption=True)


def cues(file: Path) -> Iterator[tuple[Time, Time, str]]:
    """Start, end and text of every cue of an srt file. Raises `RenderError` when it cannot be read."""
    try:
        import pysubs2
    except ModuleNotFoundError:
        raise MissingExtra("pysubs2, which reads subtitle files,", "render") from None
    try:
        read = pysubs2.SSAFile.from_string(file.read_bytes().decode("utf-8-sig"), format_="srt")
    except (UnicodeDecodeError, pysubs2.Pysubs2Error, ValueError) as error:
        raise RenderError(f"{file} cannot be read as subtitles: {error}.", fix="save it as srt in UTF-8") from error
    for cue in read:
        yield Fraction(cue.start, 1000), Fraction(cue.end, 1000), cue.plaintext.strip()


def _recognised(path: str, look: RecognisedLook, span: Span) -> Iterator[Shown]:
    """The known text of a recognition, sentence by sentence, each as long as its share of the signs."""
    sentences = [match[0].strip() for match in _SENTENCE.finditer(look.alignment_text or "") if match[0].strip()]
    signs = sum(map(len, sentences))
    start = span.start
    for sentence in sentences:
        end = start + span.length * len(sentence) / signs
        yield Shown(path=path, look=look, content=sentence, span=Span(start, end), caption=True)
        start = end
