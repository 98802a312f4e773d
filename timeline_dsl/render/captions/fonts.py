"""Fonts: which file is used for which name, and which font draws a sign that another one lacks."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.errors import RenderError
from timeline_dsl.render.captions.fontfile import BadFont, FontFile, fonts_in, signs_in

SUFFIXES = frozenset((".ttf", ".otf", ".ttc", ".otc"))

STANDARD_FONT = "SimSun"
"""What the service takes when no font is named."""

ALSO_CALLED = {
    "AlibabaPuHuiTi": ("Alibaba PuHuiTi", "Alibaba PuHuiTi 2.0", "Alibaba PuHuiTi 3.0"),
    "Alibaba PuHuiTi": ("AlibabaPuHuiTi", "Alibaba PuHuiTi 2.0", "Alibaba PuHuiTi 3.0"),
    "HappyZcool-2016": ("ZCOOL KuaiLe",),
    "SiYuan Heiti": ("Source Han Sans SC", "Source Han Sans CN", "Noto Sans CJK SC", "Noto Sans SC"),
    "SiYuan SimSun": ("Source Han Serif SC", "Source Han Serif CN", "Noto Serif CJK SC", "Noto Serif SC"),
    "Yuanti SC Regular": ("Yuanti SC",),
}
"""Other names of the same typefaces."""

FAMILIES = {
    "serif": ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun"),
    "script": ("KaiTi", "Kaiti SC", "Noto Serif CJK SC", "Source Han Serif SC"),
    "rounded": ("Yuanti SC",),
}
"""What is looked for first, by the family of a service font."""

FOR_EVERYTHING = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans",
    "DejaVu Sans",
    "Arial",
    "Helvetica",
)
"""What stands in for any font, best first; the first comes with the extra `render`."""

FOR_SIGNS = (
    "Noto Emoji",
    "Segoe UI Emoji",
    "Noto Sans Arabic",
    "Noto Naskh Arabic",
    "DejaVu Sans",
    "Arial Unicode MS",
    "Segoe UI",
    "Geeza Pro",
    "Noto Sans Symbols",
    "Noto Sans Symbols 2",
)
"""Where signs are looked for that a text's own font lacks."""

NO_FONT = "This machine has no font, so no text can be drawn."

_HEAVY = frozenset(("bold", "heavy", "black", "extrabold", "semibold"))
_UNWRITABLE = frozenset(",{}\\\r\n\0")
_UNSEEN = frozenset(("Cf", "Cc", "Zl", "Zp"))


@attrs.frozen(kw_only=True)
class Face:
    """One font. `ascent` and `descent` are shares of an em: what libass makes of the height of its lines."""

    family: str
    file: Path
    index: int
    ascent: float
    descent: float
    bold: bool = False
    italic: bool = False

    @property
    def cell(self) -> float:
        """The height of a line in ems; libass takes a font size to mean this height."""
        return self.ascent + self.descent

    def has(self, sign: str) -> bool:
        """Whether the font draws a sign; what is never seen needs no font."""
        return signs_in(self.file, self.index).width(ord(sign)) is not None or is_unseen(sign)

    def width(self, sign: str) -> float:
        """The width of one sign in ems, 0 for what is never seen or stands over another; 1 for what is lacking."""
        width = signs_in(self.file, self.index).width(ord(sign))
        if is_unseen(sign) or (width is None and unicodedata.combining(sign)):
            return 0.0
        return 1.0 if width is None else width


@lru_cache(maxsize=8192)
def is_unseen(sign: str) -> bool:
    """Whether a sign only steers others: joiners, marks of direction, selectors of a variant."""
    return unicodedata.category(sign) in _UNSEEN or "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


@attrs.frozen(kw_only=True)
class Chosen:
    """The font used for a name. `exact` is False for a stand-in, which `thickened` makes bold where the name is."""

    asked: str
    face: Face
    exact: bool
    thickened: bool = False

    def to_dict(self) -> dict[str, object]:
        """The choice as plain JSON values."""
        return {"asked": self.asked, "used": self.face.family, "file": str(self.face.file), "exact": self.exact}


def folders() -> Iterator[Path]:
    """The folders in which fonts lie on this machine: the one of the installation first."""
    spec = importlib.util.find_spec("noto_cjk_sans_otc")
    if spec is not None and spec.origin:
        yield Path(spec.origin).parent
    home = Path.home()
    if sys.platform == "darwin":
        places = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    elif sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        places = [windows / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts"]
    else:
        shared = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        places = [*shared, home / ".fonts", home / ".local/share/fonts"]
    yield from (place for place in places if place.is_dir())


@cache
def installed() -> Mapping[str, tuple[Face, ...]]:
    """The fonts of this machine that can be drawn, by each of their names as `_key` writes it."""
    found: dict[str, list[Face]] = {}
    also: dict[str, list[Face]] = {}
    for folder in folders():
        for file in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
            for font in _readable(file):
                if (face := _face(font)) is None:
                    continue
                found.setdefault(_key(face.family), []).append(face)
                for name in (*font.families, *font.names):
                    also.setdefault(_key(name), []).append(face)
    return {name: tuple(dict.fromkeys(faces)) for name, faces in (also | found).items()}


def _readable(file: Path) -> tuple[FontFile, ...]:
    try:
        return fonts_in(file)
    except BadFont:
        return ()  # not every file in a font folder is whole; a font that cannot be read cannot be used


def _face(font: FontFile) -> Face | None:
    """The font as libass can draw it: with outlines, and a family name that can be written in its files."""
    family = next((name for name in font.families if name.isprintable() and not _UNWRITABLE.intersection(name)), None)
    if family is None or not font.has_outlines:
        return None
    return Face(
        family=family,
        file=font.file,
        index=font.index,
        ascent=font.ascent,
        descent=font.descent,
        bold=font.bold,
        italic=font.italic,
    )


def _key(name: str) -> str:
    return name.lower().replace(" ", "").replace("-", "")


def of_file(file: Path) -> Face:
    """The first font in a file. Raises `BadFont` when there is none, or none that libass can draw."""
    for font in fonts_in(file):
        if (face := _face(font)) is not None:
            return face
    raise BadFont(file, "it has no outlines, or a name that cannot be written")


def choose(asked: str | None, file: Path | None = None, *, bold: bool = False, italic: bool = False) -> Chosen:
    """The font for a name of the service (`SimSun` when not said), or the one in `file`, in the style wished.

    Raises `RenderError` when this machine has no font at all: libass would draw boxes and say nothing.
    """
    if file is not None:
        return Chosen(asked=asked or file.name, face=of_file(file), exact=True)
    name = asked or STANDARD_FONT
    at_hand = installed()
    for known in (name, *ALSO_CALLED.get(name, ())):
        if faces := at_hand.get(_key(known)):
            return Chosen(asked=name, face=_styled(faces, bold, italic), exact=True)
    row = table("fonts").rows.get(name)
    heavy = not _HEAVY.isdisjoint(name.lower().replace("-", " ").split())
    for family in (*FAMILIES.get(row.family if row else "", ()), *FOR_EVERYTHING):
        if faces := at_hand.get(_key(family)):
            face = _styled(faces, bold or heavy, italic)
            return Chosen(asked=name, face=face, exact=False, thickened=heavy)
    for faces in at_hand.values():
        return Chosen(asked=name, face=_styled(faces, bold or heavy, italic), exact=False, thickened=heavy)
    raise RenderError(NO_FONT, fix="pip install 'timeline-dsl[render]' brings one")


def _styled(faces: tuple[Face, ...], bold: bool, italic: bool) -> Face:
    """The font of a family that comes nearest to a style, as libass will choose it."""
    family = faces[0].family
    same = [face for face in faces if face.family == family]
    return min(same, key=lambda face: (face.italic != italic) + 2 * (face.bold != bold))


@lru_cache(maxsize=8192)
def spare(sign: str, bold: bool = False, italic: bool = False) -> Face | None:
    """A font that draws a sign which a text's own font lacks, in the style nearest to the one wished, or None."""
    at_hand = installed()
    first = (at_hand[key] for family in (*FOR_EVERYTHING, *FOR_SIGNS) if (key := _key(family)) in at_hand)
    for faces in (*first, *at_hand.values()):
        if _draws(face := _styled(faces, bold, italic), sign):
            return face
    return None


def _draws(face: Face, sign: str) -> bool:
    try:
        return face.has(sign)
    except BadFont:
        return False  # its names could be read, its signs cannot


def gathered(faces: Iterable[Face], folder: Path) -> Path:
    """A folder that holds the files of `faces` and nothing else, for libass to read."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(dict.fromkeys(face.file for face in faces)):
        link = folder / f"font{number}{file.suffix.lower()}"
        if not link.exists():
            try:
                link.symlink_to(file.absolute())
            except OSError:  # Windows lets only some users make links
                shutil.copyfile(file, link)
    return folder
