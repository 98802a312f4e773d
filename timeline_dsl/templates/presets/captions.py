"""Presets of text over a video: lower third, captions, countdown."""

from __future__ import annotations

from timeline_dsl.errors import UsageError, readers_line
from timeline_dsl.nouns import image, video
from timeline_dsl.nouns import text as text_noun
from timeline_dsl.style import TextStyle
from timeline_dsl.templates.contract import Media, Seconds
from timeline_dsl.templates.kinds import template
from timeline_dsl.templates.presets.pictures import SAMPLES
from timeline_dsl.timeline import Timeline
from timeline_dsl.tracks import SubtitleTrack
from timeline_dsl.units import exact_seconds, wire_seconds

CANVAS = (1280, 720)
"""The canvas to which the font sizes of the presets refer."""

NAME = TextStyle(size=44, color="#FFFFFF", outline=(2, "#000000"), bold=True, align="TopCenter", y="76%")
ROLE = TextStyle(size=30, color="#FFD54A", outline=(2, "#000000"), align="TopCenter", y="84%")
CAPTION = TextStyle(size=40, color="#FFFFFF", outline=(2, "#000000"), align="TopCenter", y="84%")
FIGURE = TextStyle(size=240, color="#FFFFFF", outline=(4, "#000000"), align="TopCenter", y="30%")


@template(example={"clip": SAMPLES + "talk.mp4", "name": "Ada Lovelace", "role": "Mathematician"})
def lower_third(
    clip: Media,
    name: str,
    role: str,
    start: Seconds = 1,
    end: Seconds = 5,
    name_style: TextStyle = NAME,
    role_style: TextStyle = ROLE,
) -> Timeline:
    """A video with a name, and below it a line about that person, in the lower third.

    clip: The video.
    name: Who is seen.
    role: What that person is.
    start: When the texts appear.
    end: When they go.
    name_style: Look of the name.
    role_style: Look of the line below.
    """
    texts = [text_noun(name, style=name_style).at(start, end), text_noun(role, style=role_style).at(start, end)]
    edit = Timeline(size=CANVAS).video(video(clip), main=True)
    return edit.but(subtitle_tracks=tuple(SubtitleTrack(clips=(text,)) for text in texts))


@template(example={"clip": SAMPLES + "talk.mp4", "captions": SAMPLES + "talk.srt"})
def caption_reel(clip: Media, captions: str, style: TextStyle = CAPTION) -> Timeline:
    """A video with the captions of an srt file.

    clip: The video.
    captions: OSS address of the srt file; a file on this machine becomes one text for each cue.
    style: Look of the captions.
    """
    return Timeline(size=CANVAS).video(video(clip), main=True).subtitles(captions, style=style)


@template(example={"backdrop": SAMPLES + "sky.jpg", "start": 5})
def countdown(backdrop: Media, start: int = 5, each: Seconds = 1, style: TextStyle = FIGURE) -> Timeline:
    """Figures that count down to 1 over a picture.

    backdrop: The picture.
    start: The first figure.
    each: How long each figure stands, in seconds.
    style: Look of the figures.
    """
    if start < 1:
        raise UsageError(f"a countdown starts at 1 or more (got {start})", fix="start=5", where=readers_line())
    step = exact_seconds(each)
    texts = [
        text_noun(str(start - place), style=style).at(wire_seconds(step * place), wire_seconds(step * (place + 1)))
        for place in range(start)
    ]
    return Timeline(size=CANVAS).video(image(backdrop, wire_seconds(step * start)), main=True).subtitles(texts)
