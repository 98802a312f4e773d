"""Text as signs that are ready to be drawn: each with its font, its size, its codes and its width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import attrs

from timeline_dsl.render.captions import fonts
from timeline_dsl.render.captions.fonts import Chosen, Face
from timeline_dsl.render.captions.joining import in_context, is_joined, is_shaped
from timeline_dsl.render.captions.look import fitting_em
from timeline_dsl.render.captions.words import Code, Kind, clusters, lines_of, safe, tokens

WIDEST_BORDER = 400.0
"""Pixels of a border in an override code."""

MOST_SIGNS = 4000
"""So many signs of a line are drawn; no picture is wide enough for more."""

_LEADING = re.compile(r"^[ \t]+")
COLOURS: frozenset[Kind] = frozenset(("1c", "3c", "4c"))
BORDERS: frozenset[Kind] = frozenset(("bord", "xbord", "ybord"))


@attrs.frozen(eq=False, slots=False)
class Ink:
    """What signs that look alike share: the codes in force, the font, and the height of its em in pixels."""

    codes: Mapping[Kind, str]
    face: Face
    em: float

    @cached_property
    def ascent(self) -> float:
        """From the top of the line to its baseline, in pixels."""
        return self.face.ascent * self.em

    @cached_property
    def descent(self) -> float:
        """From the baseline to the bottom of the line, in pixels."""
        return self.face.descent * self.em


class Sign(NamedTuple):
    """One sign with the marks on it: `text` as written, `safe` as it stands in an ASS file, `width` in pixels."""

    text: str
    safe: str
    ink: Ink
    width: float

    @property
    def is_space(self) -> bool:
        """Whether it is a space."""
        return self.text.isspace()

    @property
    def is_drawn(self) -> bool:
        """Whether anything of it is seen."""
        return bool(self.safe) and not self.text.isspace()


Line = Sequence[Sign]


def width_of(line: Iterable[Sign]) -> float:
    """The width of signs side by side, in pixels."""
    return sum(sign.width for sign in line)


def written(line: Line, base: Ink, without: frozenset[Kind] = frozenset()) -> str:
    """A line as it stands in an event whose style is `base`; `without` leaves out kinds of codes."""
    made: list[str] = []
    before = base
    for ink, signs in groupby(line, key=attrgetter("ink")):
        if ink is not before and (codes := changed(before, ink, without)):
            made.append(f"{{{codes}}}")
        before = ink
        made += [sign.safe for sign in signs]
    return "".join(made)


def changed(before: Ink, after: Ink, without: frozenset[Kind] = frozenset()) -> str:
    """The codes that lead from one ink to another."""
    gone = [f"\\{kind}" for kind in before.codes if kind not in after.codes and kind not in without]
    new = [
        f"\\{kind}{value}"
        for kind, value in after.codes.items()
        if before.codes.get(kind) != value and kind not in without
    ]
    return "".join(gone + new)


class Case:
    """The fonts of one script: what was asked for, what is used, and which signs none of them draws."""

    def __init__(self) -> None:
        self.chosen: dict[tuple[str | None, Path | None, bool, bool], Chosen] = {}
        self.faces: dict[Face, None] = {}
        self.unseen: set[str] = set()
        self._drawn: dict[tuple[Face, str, bool, bool], Face] = {}

    def choose(self, name: str | None, file: Path | None, bold: bool, italic: bool) -> Chosen:
        """The font for a name, or the one in a file."""
        key = (name, file, bold, italic)
        if key not in self.chosen:
            self.chosen[key] = fonts.choose(name, file, bold=bold, italic=italic)
            self.faces.setdefault(self.chosen[key].face)
        return self.chosen[key]

    def drawing(self, cluster: str, face: Face, bold: bool, italic: bool) -> Face:
        """The font that draws a sign: `face` itself where it can."""
        key = (face, cluster, bold, italic)
        if key not in self._drawn:
            self._drawn[key] = self._find(cluster, face, bold, italic)
        return self._drawn[key]

    def _find(self, cluster: str, face: Face, bold: bool, italic: bool) -> Face:
        lacking = [sign for sign in cluster if not sign.isspace() and safe(sign) and not face.has(sign)]
        if not lacking:
            return face
        other = fonts.spare(lacking[0], bold, italic)
        if other is None:
            self.unseen.add(lacking[0])
            return face
        self.unseen.update(sign for sign in lacking if not other.has(sign))
        self.faces.setdefault(other)
        return other


class Pen:
    """Writes the texts of one look.

    `em` and `spacing` are in pixels, `scale` sizes the pixels in override codes, `file` is the font file asked for.
    """

    def __init__(
        self,
        case: Case,
        chosen: Chosen,
        *,
        em: float,
        spacing: float = 0.0,
        scale: float = 1.0,
        bold: bool = False,
        italic: bool = False,
        file: Path | None = None,
    ) -> None:
        self.case, self.chosen, self.file = case, chosen, file
        self.spacing, self.scale, self.bold, self.italic = spacing, scale, bold, italic
        self.base = Ink({}, chosen.face, em)
        self._inks: dict[tuple[object, ...], Ink] = {}
        self._signs: dict[tuple[Ink, str, str], Sign] = {}
        self._plain: dict[str, Sign] = {}

    def lines(self, content: str) -> list[Line]:
        """The lines of a text; codes hold on until they are taken back, in the lines that follow as well."""
        state: dict[Kind, str] = {}
        return [self._line(_LEADING.sub(_kept, line), state) for line in lines_of(content)]

    def _line(self, line: str, state: dict[Kind, str]) -> Line:
        made: list[Sign] = []
        for token in tokens(line) if "{" in line else (line,):
            if isinstance(token, Code):
                if token.value is None:
                    state.pop(token.kind, None)
                else:
                    state[token.kind] = token.value
            else:
                made += self._written(token, state)
        return made[:MOST_SIGNS]

    def _written(self, text: str, state: Mapping[Kind, str]) -> list[Sign]:
        parts = clusters(text)
        if is_shaped(text):
            forms = in_context(parts) if is_joined(text) else parts
            face = self._for_all(parts, state)
            return [self._sign(part, form, state, face) for part, form in zip(parts, forms, strict=True)]
        if state:
            return [self._sign(part, part, state) for part in parts]
        plain = self._plain
        try:
            return [plain[part] for part in parts]
        except KeyError:
            plain.update((part, self._sign(part, part, state)) for part in parts)
            return [plain[part] for part in parts]

    def _for_all(self, parts: Sequence[str], state: Mapping[Kind, str]) -> Face | None:
        """One font for all of a text of which the one asked for lacks some: a change of fonts would break its order."""
        lacking = next((part for part in parts if part.strip() and self._face(part, state) != self._asked(state)), None)
        if lacking is None:
            return None
        face = self._face(lacking, state)
        return face if all(face.has(sign) for part in parts for sign in part if safe(sign)) else None

    def _sign(self, part: str, form: str, state: Mapping[Kind, str], face: Face | None = None) -> Sign:
        ink = self._ink(face or self._face(part, state), state)
        key = (ink, part, form)
        if key not in self._signs:
            width = sum(map(ink.face.width, form)) * ink.em + self.spacing if safe(part) else 0.0
            self._signs[key] = Sign(part, safe(part), ink, width)
        return self._signs[key]

    def _style(self, state: Mapping[Kind, str]) -> tuple[bool, bool]:
        """Whether letters are bold, and italic."""
        return (state["b"] == "1" if "b" in state else self.bold), (state["i"] == "1" if "i" in state else self.italic)

    def _asked(self, state: Mapping[Kind, str]) -> Face:
        """The font that the text asks for."""
        if "fn" in state:
            return self.case.choose(state["fn"], None, *self._style(state)).face
        if "b" in state or "i" in state:
            return self.case.choose(self.chosen.asked, self.file, *self._style(state)).face
        return self.chosen.face

    def _face(self, part: str, state: Mapping[Kind, str]) -> Face:
        """The font that draws a sign."""
        return self.case.drawing(part, self._asked(state), *self._style(state))

    def _ink(self, face: Face, state: Mapping[Kind, str]) -> Ink:
        key = (face, *state.items())
        if key not in self._inks:
            self._inks[key] = self._new(face, state)
        return self._inks[key]

    def _new(self, face: Face, state: Mapping[Kind, str]) -> Ink:
        if not state and face == self.base.face:
            return self.base
        codes: dict[Kind, str] = {}
        em = self.base.em
        for kind, value in state.items():
            if kind in COLOURS:
                codes[kind] = f"&H{value}&"
            elif kind in BORDERS:
                codes[kind] = f"{min(float(value) * self.scale, WIDEST_BORDER):.4g}"
            elif kind == "fs":
                em = fitting_em(float(value) * self.scale)
            elif kind != "fn":
                codes[kind] = value
        if face.family != self.base.face.family:
            codes["fn"] = face.family
        size = em * face.cell
        if abs(size - self.base.em * self.base.face.cell) > 0.001:
            codes["fs"] = f"{size:.3f}"
        return Ink(codes, face, em)


def _kept(spaces: re.Match[str]) -> str:
    return "\u00a0" * len(spaces[0])  # libass leaves out the spaces at the start of a line
