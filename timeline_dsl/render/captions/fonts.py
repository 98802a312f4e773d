"""Fonts: which file is used for which name, how large its letters are, and which signs it has."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.errors import MissingExtra, RenderError

SUFFIXES = frozenset((".ttf", ".otf", ".ttc", ".otc"))

FAMILIES = {"serif": ("Noto Serif CJK SC", "Source Han Serif SC"), "script": ("Noto Serif CJK SC",)}
"""What is looked for, by the family of a service font, before the fonts for everything."""

FOR_EVERYTHING = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans", "DejaVu Sans", "Arial", "Helvetica")
"""What stands in for any font, best first; the first comes with the extra `render`."""

FOR_SIGNS = ("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "Noto Emoji", "Noto Sans Arabic", "Noto Naskh Arabic", "DejaVu Sans",
             "Arial Unicode MS", "Segoe UI", "Geeza Pro")
"""Where signs are looked for that a text's own font lacks."""


@attrs.frozen(kw_only=True)
class Face:
    """One font. `cell` is what libass takes for its size: the height of a line over the height of an em."""

    family: str
    file: Path
    index: int
    cell: Fraction

    def has(self, sign: str) -> bool:
        """Whether the font draws a sign."""
        return ord(sign) in _signs(self.file, self.index)

    def width(self, text: str) -> float:
        """The width of a line of text over the height of an em; a sign that the font lacks counts as a full one."""
        widths = _widths(self.file, self.index)
        return sum(widths.get(ord(sign), 1.0) for sign in text)


@attrs.frozen(kw_only=True)
class Chosen:
    """The font used for a name; `exact` is False for a stand-in."""

    asked: str
    face: Face
    exact: bool


def _tools() -> Any:
    if importlib.util.find_spec("fontTools") is None:
        raise MissingExtra("fonttools, which reads fonts,", "render")
    from fontTools import ttLib

    return ttLib


def folders() -> Iterator[Path]:
    """The folders in which fonts lie on this machine: the one of the installation first."""
    spec = importlib.util.find_spec("noto_cjk_sans_otc")
    if spec is not None and spec.origin:
        yield Path(spec.origin).parent
    home = Path.home()
    if sys.platform == "darwin":
        places = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    elif sys.platform == "win32":
        places = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts"]
    else:
        places = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts"]
    yield from (place for place in places if place.is_dir())


@functools.cache
def installed() -> dict[str, Face]:
    """Every font of this machine by its family name in lower case; upright and regular ones win."""
    found: dict[str, tuple[bool, Face]] = {}
    for folder in folders():
        for file in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
            for regular, names, face in _faces(file):
                for name in names:
                    before = found.get(name.lower())
                    if before is None or (regular and not before[0]):
                        found[name.lower()] = (regular, attrs.evolve(face, family=names[0]))
    return {name: face for name, (_, face) in found.items()}


def of_file(file: Path) -> Face:
    """The first font in a file. Raises `RenderError` when there is none."""
    for _, _, face in _faces(file):
        return face
    raise RenderError(f"{file} holds no font that can be read.", fix="use a ttf, otf or ttc file")


def _faces(file: Path) -> Iterator[tuple[bool, list[str], Face]]:
    tools = _tools()
    try:
        collection = tools.TTCollection(file, lazy=True) if file.suffix.lower() in (".ttc", ".otc") else None
        fonts = collection.fonts if collection is not None else [tools.TTFont(file, lazy=True)]
        for index, font in enumerate(fonts):
            names = _names(font)
            if names:
                style = str(font["name"].getDebugName(2) or "Regular")
                yield style in ("Regular", "Book", "Normal"), names, Face(family=names[0], file=file, index=index, cell=_cell(font))
    except (tools.TTLibError, KeyError, OSError, AssertionError, ValueError):
        return  # not every file in a font folder is whole; a font that cannot be read cannot be used


def _names(font: Any) -> list[str]:
    names = [str(record.toUnicode()) for number in (1, 16) for record in font["name"].names if record.nameID == number]
    return list(dict.fromkeys(name for name in names if name))


def _cell(font: Any) -> Fraction:
    metrics = font["OS/2"] if "OS/2" in font else None
    height = metrics.usWinAscent + metrics.usWinDescent if metrics is not None else 0
    if not height:
        height = font["hhea"].ascent - font["hhea"].descent
    return Fraction(height, font["head"].unitsPerEm)


def _opened(file: Path, index: int) -> Any:
    tools = _tools()
    return tools.TTCollection(file, lazy=True).fonts[index] if file.suffix.lower() in (".ttc", ".otc") else tools.TTFont(file, lazy=True)


@functools.lru_cache(maxsize=64)
def _signs(file: Path, index: int) -> frozenset[int]:
    return frozenset(_opened(file, index).getBestCmap() or ())


@functools.lru_cache(maxsize=16)
def _widths(file: Path, index: int) -> dict[int, float]:
    font = _opened(file, index)
    em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
    return {sign: widths[glyph][0] / em for sign, glyph in (font.getBestCmap() or {}).items() if glyph in widths}


def choose(asked: str | None, file: Path | None = None) -> Chosen:
    """The font for a name of the service (`SimSun` when not said), or the one in `file`.

    Raises `RenderError` when this machine has no font at all: libass would draw boxes and say nothing.
    """
    if file is not None:
        return Chosen(asked=asked or file.name, face=of_file(file), exact=True)
    fonts = table("fonts")
    name = asked or "SimSun"
    at_hand = installed()
    if face := at_hand.get(name.lower()):
        return Chosen(asked=name, face=face, exact=True)
    row = fonts.rows.get(name)
    wanted = (*FAMILIES.get(row.family if row else "", ()), *FOR_EVERYTHING)
    for family in wanted:
        if face := at_hand.get(family.lower()):
            return Chosen(asked=name, face=face, exact=False)
    for face in at_hand.values():
        return Chosen(asked=name, face=face, exact=False)
    raise RenderError("This machine has no font, so no text can be drawn.", fix="pip install 'timeline-dsl[render]' brings one")


def fallbacks(signs: Iterable[str]) -> tuple[tuple[Face, ...], tuple[str, ...]]:
    """Fonts that draw the signs a text's own font lacks, and the signs that none of them has."""
    missing = list(dict.fromkeys(signs))
    used: list[Face] = []
    at_hand = installed()
    for family in (*FOR_EVERYTHING, *FOR_SIGNS):
        face = at_hand.get(family.lower())
        if face is not None and missing and (drawn := [sign for sign in missing if face.has(sign)]):
            used.append(face)
            missing = [sign for sign in missing if sign not in drawn]
    for face in dict.fromkeys(at_hand.values()) if missing else ():
        if drawn := [sign for sign in missing if face.has(sign)]:
            used.append(face)
            missing = [sign for sign in missing if sign not in drawn]
    return tuple(used), tuple(missing)


def gathered(faces: Iterable[Face], folder: Path) -> Path:
    """A folder that holds the files of `faces` and nothing else, for libass to read."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in dict.fromkeys(face.file for face in faces):
        link = folder / file.name
        if not link.exists():
            try:
                link.symlink_to(file.absolute())
            except OSError:  # Windows lets only some users make links
                shutil.copyfile(file, link)
    return folder
