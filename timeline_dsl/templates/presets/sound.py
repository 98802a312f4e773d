"""Presets of sound: a bed of music, and a spoken text with pictures that follow it."""

from __future__ import annotations

from typing import NamedTuple

from timeline_dsl.catalog.ids import VoiceId
from timeline_dsl.nouns import audio, tts, video
from timeline_dsl.templates.contract import Media, Seconds
from timeline_dsl.templates.kinds import template
from timeline_dsl.templates.presets.pictures import SAMPLES
from timeline_dsl.timeline import Timeline


class Line(NamedTuple):
    """One spoken line, and the video that is seen while it is heard. `name` is its own among the lines."""

    name: str
    text: str
    clip: Media


@template(example={"clips": [SAMPLES + "a.mp4", SAMPLES + "b.mp4"], "music": SAMPLES + "bgm.mp3", "end": 12})
def music_bed(
    clips: list[Media], music: Media, volume: float | str = "-18dB", fade_out: Seconds = 2, end: Seconds | None = None
) -> Timeline:
    """Videos one after another over music that repeats to their end.

    clips: The videos, in order.
    music: The music.
    volume: A factor, or decibels as text.
    fade_out: How long the music fades at the end.
    end: When the music ends; with the videos when it is not said.
    """
    bed = audio(music).gain(volume).fade_out(fade_out).but(loop_mode=True).at(0, end)
    return Timeline().video(*(video(clip) for clip in clips), main=True).audio(bed)


@template(
    example={
        "lines": [
            Line("l1", "Welcome to the workshop.", SAMPLES + "door.mp4"),
            Line("l2", "Here the clocks are made.", SAMPLES + "clocks.mp4"),
        ]
    }
)
def voice_over(lines: list[Line], voice: VoiceId = "ava") -> Timeline:
    """Spoken lines one after another, each with a silent video that lasts as long as its line.

    lines: What is said, in order, with what is seen.
    voice: Id of the voice.
    """
    speech = [tts(line.text, voice).named(line.name) for line in lines]
    pictures = [video(line.clip).mute().along(line.name) for line in lines]
    return Timeline().video(*pictures).audio(*speech, main=True)
