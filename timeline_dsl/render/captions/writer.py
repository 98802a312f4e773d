"""Texts to events, one after the other; texts of the same look share what is worked out for it."""

from __future__ import annotations

from pathlib import Path

import attrs

from timeline_dsl.effects.text import RecognisedLook, TextLook
from timeline_dsl.materials import Materials
from timeline_dsl.render.captions.block import Block, laid
from timeline_dsl.render.captions.fonts import Chosen
from timeline_dsl.render.captions.ink import Case, Line, Pen
from timeline_dsl.render.captions.layers import layers_of
from timeline_dsl.render.captions.lines import broken, shrinking
from timeline_dsl.render.captions.look import Place, Style, em_of, place_of, room_for, style_of
from timeline_dsl.render.captions.player import Player
from timeline_dsl.render.captions.sheet import Sheet
from timeline_dsl.render.captions.texts import Shown
from timeline_dsl.render.effects import Fidelity
from timeline_dsl.render.rendered import FidelityLine


@attrs.frozen(kw_only=True, slots=True)
class Setting:
    """What all texts of one look share."""

    chosen: Chosen
    em: float
    style: Style
    place: Place
    pen: Pen


class Writer:
    """Writes texts onto a sheet."""

    def __init__(self, sheet: Sheet, materials: Materials) -> None:
        self.sheet, self.materials = sheet, materials
        self.case = Case()
        self.report: dict[str, FidelityLine] = {}
        self.unseen: dict[str, set[str]] = {}
        self._settings: dict[tuple[int, bool], tuple[TextLook, Setting]] = {}

    def add(self, shown: Shown) -> None:
        """Write one text."""
        setting = self._setting(shown.look, shown.caption)
        block = self._block(shown, setting)
        layers = layers_of(shown.look, setting.style, block, self.sheet.canvas, em=setting.em)
        player = Player(self.sheet, block, layers, angle=shown.look.angle or 0.0)
        clock = self.sheet.clock
        player.still(clock.stamp(shown.span.start), clock.stamp(shown.span.end))
        if shown.path not in self.report:
            kind = type(shown.look).TYPE or "Text"
            if isinstance(shown.look, RecognisedLook):
                self.told(shown.path, kind, "stand-in", "the known text is spread evenly; nothing listens to the sound")
            elif not setting.chosen.exact:
                self.told(shown.path, kind, "close",
                          f"{setting.chosen.face.family} stands in for the font {setting.chosen.asked}")
            else:
                self.told(shown.path, kind, "close", "drawn by libass")

    def told(self, path: str, effect: str, fidelity: Fidelity, why: str) -> None:
        """Put on record how near a text comes."""
        self.report[path] = FidelityLine(path=path, effect=effect, fidelity=fidelity, why=why)

    def _setting(self, look: TextLook, caption: bool) -> Setting:
        known = self._settings.get((id(look), caption))
        if known is None:
            known = self._settings[id(look), caption] = (look, self._new_setting(look, caption))
        return known[1]

    def _new_setting(self, look: TextLook, caption: bool, factor: float = 1.0) -> Setting:
        marks, canvas = look.font_face, self.sheet.canvas
        bold, italic = bool(marks and marks.bold), bool(marks and marks.italic)
        file = self._file(look.font_url)
        chosen = self.case.choose(look.font, file, bold, italic)
        em = em_of(look, canvas, chosen.face) * factor
        style = style_of(look, chosen, em, canvas)
        pen = Pen(self.case, chosen, em=em, spacing=style.spacing, scale=canvas.font_scale, bold=style.bold,
                  italic=style.italic, file=file)
        return Setting(chosen=chosen, em=em, style=style, place=place_of(look, canvas, caption=caption), pen=pen)

    def _file(self, url: str | None) -> Path | None:
        return None if url is None else self.materials.find(url)

    def _block(self, shown: Shown, setting: Setting) -> Block:
        look, canvas = shown.look, self.sheet.canvas
        lines: list[Line] = setting.pen.lines(shown.content)
        if look.adapt_mode is not None or shown.caption or look.text_width:
            room = room_for(look, canvas, setting.place, caption=shown.caption)
            if look.adapt_mode == "AutoScale":
                factor = shrinking(lines, room)
                if factor < 1:
                    setting = self._new_setting(look, shown.caption, factor)
                    lines = setting.pen.lines(shown.content)
            else:
                lines = broken(lines, room, only_at_spaces=look.adapt_mode in ("AutoWrapAtSpaces", "AutoWrapAtSpacesStrict"),
                               strict=look.adapt_mode == "AutoWrapAtSpacesStrict")
        return laid(lines, setting.pen.base, setting.place, gap=(look.line_spacing or 0) * canvas.font_scale)
