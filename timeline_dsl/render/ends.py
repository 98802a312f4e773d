"""When picture and sound of a finished file end, to the packet."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import attrs

from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.process import capture
from timeline_dsl.units import Time

AAC_FRAME = Time(1024, 48_000)
"""Seconds of sound in one packet of the standard output: sound ends within one of them."""


@attrs.frozen(kw_only=True, slots=True)
class Ends:
    """When the last picture and the last sound end, in seconds; None for a stream that is not there.

    `frames` is the number of pictures.
    """

    picture: Time | None
    sound: Time | None
    frames: int


def ends(path: Path) -> Ends:
    """Where the last packets of the picture and of the sound of a file end; raises `RenderError` for an unread one."""
    words = ["-i", f"file:{path}", "-map", "0:V:0?", "-map", "0:a:0?", "-c", "copy", "-f", "framecrc", "-"]
    listing = capture(find(), words).decode()
    kinds = dict(re.findall(r"^#media_type (\d): (\w+)", listing, re.MULTILINE))
    bases = {
        stream: Fraction(int(top), int(bottom))
        for stream, top, bottom in re.findall(r"^#tb (\d): (\d+)/(\d+)", listing, re.MULTILINE)
    }
    last: dict[str, Time] = {}
    frames = 0
    for stream, start, length in re.findall(r"^(\d),\s*-?\d+,\s*(-?\d+),\s*(\d+),", listing, re.MULTILINE):
        kind = kinds[stream]
        last[kind] = max(last.get(kind, Fraction(0)), (int(start) + int(length)) * bases[stream])
        frames += kind == "video"
    return Ends(picture=last.get("video"), sound=last.get("audio"), frames=frames)
