"""A text of the service as ASS takes it: its override codes kept, everything else drawn as written."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"\{(?:\\{1,2}[^\\{}]+)+\}")
_CODE = re.compile(r"\\{1,2}([^\\{}]+)")
_BREAK = re.compile(r"\r\n|\r|\n|\\{1,2}[Nn]")
_COLOUR = re.compile(r"([134])c(?:&H?([0-9A-Fa-f]{1,6})&)?")
_NUMBER = re.compile(r"(bord|xbord|ybord|fs)(\d+(?:\.\d+)?)?")
_SWITCH = re.compile(r"([bius])([01])?")
_FONT = re.compile(r"fn([^&(),]{0,60})")

BREAK = "\\N"


def lines_of(content: str) -> list[str]:
    """The lines of a text: newlines, `\\N`, and a written-out backslash with n break it."""
    return _BREAK.split(content)


def plain(line: str) -> str:
    """A line without its override codes."""
    return _BLOCK.sub(lambda block: "" if _known(block[0]) else block[0], line)


def spoken(content: str) -> str:
    """All signs of a text that are drawn."""
    return "".join(plain(line) for line in lines_of(content))


def escaped(line: str, scale: float = 1.0) -> str:
    """A line for an event of an ASS file; `scale` sizes the pixels in its override codes."""
    made, at = [], 0
    for block in _BLOCK.finditer(line):
        known = _known(block[0], scale)
        if known:
            made += [_drawn(line[at:block.start()]), "{" + known + "}"]
            at = block.end()
    return "".join([*made, _drawn(line[at:])])


def _drawn(text: str) -> str:
    """Text that draws exactly itself: libass takes braces as codes and a backslash before some letters as a break."""
    return text.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")


def _known(block: str, scale: float = 1.0) -> str:
    """The codes of a block in ASS's notation, or nothing when one of them is none of the service's."""
    codes = []
    for code in _CODE.findall(block):
        read = _read(code.strip(), scale)
        if read is None:
            return ""
        codes.append(read)
    return "".join(codes)


def _read(code: str, scale: float) -> str | None:
    if match := _COLOUR.fullmatch(code):
        return f"\\{match[1]}c" + (f"&H{match[2].zfill(6).upper()}&" if match[2] else "")
    if match := _NUMBER.fullmatch(code):
        return f"\\{match[1]}" + (f"{float(match[2]) * scale:.4g}" if match[2] else "")
    if match := _SWITCH.fullmatch(code):
        return f"\\{match[1]}{match[2] or ''}"
    if match := _FONT.fullmatch(code):
        return f"\\fn{match[1]}"
    return None
