"""Subtitle files of the timeline's own in the ASS format: their cues moved, fonts that are not here replaced."""

from __future__ import annotations

import re
from pathlib import Path

from timeline_dsl.render.captions.files import parsed
from timeline_dsl.render.captions.ink import Case
from timeline_dsl.render.captions.texts import AssFile

_FONT = re.compile(r"(\\fn)([^\\})]+)")
_UPRIGHT = "@"  # before the name of a font that is written from top to bottom


def moved(file: AssFile, copy: Path, case: Case) -> dict[str, str] | None:
    """Write the file with its cues at their place on the output, cut to their span, into `copy`.

    Returns the fonts in use by the names that the file asks for, where they are others; None for a file without cues.
    """
    script = parsed(file.written, file.file, "ass")
    if not script.events:
        return None
    script.shift(ms=round(file.shift * 1000))
    start, end = round(file.span.start * 1000), round(file.span.end * 1000)
    script.events = [cue for cue in script.events if cue.start < end and cue.end > start]
    for cue in script.events:
        cue.start, cue.end = max(cue.start, start), min(cue.end, end)
    # of a file that does not say how its colours were meant, newer builds of FFmpeg would change them
    script.info.setdefault("YCbCr Matrix", "None")
    replaced: dict[str, str] = {}

    def font(name: str, bold: bool = False, italic: bool = False) -> str:
        if not name.strip() or name.startswith(_UPRIGHT):
            return name
        chosen = case.choose(name.strip(), None, bold, italic)
        if chosen.exact:
            return name
        replaced[name.strip()] = chosen.face.family
        return chosen.face.family

    for style in script.styles.values():
        style.fontname = font(style.fontname, style.bold, style.italic)
    for cue in script.events:
        cue.text = _FONT.sub(lambda found: found[1] + font(found[2]), cue.text)
    script.save(str(copy), format_="ass")
    return replaced
