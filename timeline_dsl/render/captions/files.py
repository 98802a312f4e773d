"""Subtitle files as they are found: text in whatever encoding it is, and the cues of an srt with their markup."""

from __future__ import annotations

import re
import warnings
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.encodings import Written, decoded
from timeline_dsl.errors import MissingExtra, RenderError
from timeline_dsl.render.captions.words import tokens
from timeline_dsl.units import Time

SLOPPY = Fraction(1, 10)
"""Seconds by which a cue may reach into the next one; it then ends where the other begins."""

COLOURS = {
    "aqua": "00FFFF",
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "fuchsia": "FF00FF",
    "gray": "808080",
    "green": "008000",
    "grey": "808080",
    "lime": "00FF00",
    "magenta": "FF00FF",
    "maroon": "800000",
    "navy": "000080",
    "olive": "808000",
    "orange": "FFA500",
    "purple": "800080",
    "red": "FF0000",
    "silver": "C0C0C0",
    "teal": "008080",
    "white": "FFFFFF",
    "yellow": "FFFF00",
}
"""Colours by the names that HTML has for them."""

_MARKUP = re.compile(r"<(/?)([a-zA-Z][\w.]*)([^<>]*)>|\{(\\[^{}]*)\}")
_COLOUR = re.compile(r"""\bcolou?r\s*=\s*["']?\s*(#?\w+)""", re.IGNORECASE)
_ALIGNED = re.compile(r"\\an([1-9])|\\a(1[01]|[1-9])(?!\w)")
_OLD_WAY = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&apos;": "'", "&nbsp;": "\u00a0", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))


@attrs.frozen(kw_only=True, slots=True)
class FileCue:
    """One cue: its times in the file, its text with override codes, and where it wants to stand (ASS numpad)."""

    start: Time
    end: Time
    content: str
    numpad: int | None = None


def read(file: Path, kind: str) -> Written:
    """The text of a subtitle file in UTF-8, UTF-16, GB18030 or Windows-1252. Raises `RenderError` for anything else."""
    try:
        data = file.read_bytes()
        written = decoded(data)
    except (OSError, UnicodeError) as error:
        raise _unreadable(file, error, kind) from error
    if "\0" in written.text:
        raise _unreadable(file, ValueError("it is no text"), kind)
    return attrs.evolve(written, text=written.text.replace("\r\n", "\n").replace("\r", "\n"))


def _unreadable(file: Path, error: Exception, kind: str) -> RenderError:
    return RenderError(f"{file} cannot be read as subtitles: {error}.", fix=f"save it as {kind} in UTF-8")


def parsed(written: Written, file: Path, kind: str) -> Any:
    """The file as pysubs2 reads it. Raises `MissingExtra` without that, and `RenderError` for what it cannot read."""
    try:
        import pysubs2
    except ModuleNotFoundError:
        raise MissingExtra("pysubs2, which reads subtitle files,", "render") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of fields that are taken for their usual value
            return pysubs2.SSAFile.from_string(written.text, format_=kind, **_OPTIONS.get(kind, {}))
    except (pysubs2.Pysubs2Error, ValueError, LookupError) as error:
        raise _unreadable(file, error, kind) from error


_OPTIONS: dict[str, dict[str, bool]] = {"srt": {"keep_html_tags": True}}


def cues(written: Written, file: Path) -> tuple[FileCue, ...]:
    """The cues of an srt file in the order of their starts."""
    read_cues = sorted(parsed(written, file, "srt"), key=lambda cue: (cue.start, cue.end))
    found: list[FileCue] = []
    for cue in read_cues:
        content, numpad = marked_up(cue.text)
        start, end = Fraction(cue.start, 1000), Fraction(cue.end, 1000)
        if content.strip() and end > start:
            if found and start < found[-1].end <= start + SLOPPY and found[-1].start < start:
                found[-1] = attrs.evolve(found[-1], end=start)
            found.append(FileCue(start=start, end=end, content=content, numpad=numpad))
    return tuple(found)


def marked_up(text: str) -> tuple[str, int | None]:
    """The text of a cue with its tags as override codes, and where it wants to stand."""
    made: list[str] = []
    colors: list[str] = []
    numpad: int | None = None
    at = 0
    for tag in _MARKUP.finditer(text):
        made.append(_plain(text[at : tag.start()]))
        at = tag.end()
        if tag[4] is not None:
            numpad = _aligned(tag[4]) or numpad
            made.append(_codes(tag[0]))
        else:
            made.append(_tag(tag[2].lower(), tag[3], bool(tag[1]), colors))
    made.append(_plain(text[at:]))
    return "".join(made).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u00a0").strip(), numpad


def _plain(text: str) -> str:
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[0]], text)


def _tag(name: str, rest: str, closes: bool, colors: list[str]) -> str:
    """The codes for a tag of HTML; one that is not known changes nothing."""
    if name in ("b", "i", "u", "s"):
        return f"{{\\{name}{0 if closes else 1}}}"
    if name == "br":
        return "\n"
    if name != "font":
        return ""
    if closes:
        if colors:
            colors.pop()
        return f"{{\\1c{colors[-1] if colors else ''}}}"
    found = _COLOUR.search(rest)
    digits = COLOURS.get(found[1].lower(), found[1].removeprefix("#")) if found else ""
    known = len(digits) == 6 and all(sign in "0123456789abcdefABCDEF" for sign in digits)
    colors.append(f"&H{digits[4:6]}{digits[2:4]}{digits[:2]}&".upper() if known else colors[-1] if colors else "")
    return f"{{\\1c{colors[-1]}}}"


def _aligned(codes: str) -> int | None:
    found = _ALIGNED.search(codes)
    if found is None:
        return None
    return int(found[1]) if found[1] else _OLD_WAY.get(int(found[2]))


def _codes(block: str) -> str:
    """A block of override codes, if the service knows them; players leave others out."""
    return "" if any(isinstance(part, str) for part in tokens(block)) else block
