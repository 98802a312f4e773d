"""Texts to events, one after the other; texts of the same look share what is worked out for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from timeline_dsl.effects.text import TextLook
from timeline_dsl.materials import Materials
from timeline_dsl.render.captions.avatars import Cover, level, openings, panel, place_of, words
from timeline_dsl.render.captions.block import Block, Rect, laid
from timeline_dsl.render.captions.bubbles import placed_in
from timeline_dsl.render.captions.carriers import board_of
from timeline_dsl.render.captions.fidelity import verdict
from timeline_dsl.render.captions.fonts import Chosen
from timeline_dsl.render.captions.ink import Case, Line, Pen
from timeline_dsl.render.captions.layers import frame_of, layers_of
from timeline_dsl.render.captions.lines import broken, shrinking
from timeline_dsl.render.captions.look import Canvas, Place, Style, corner_of, em_of, room_for, standing, style_of
from timeline_dsl.render.captions.player import Layer, Player
from timeline_dsl.render.captions.scrolling import cues_of, path_of, pieces, starting
from timeline_dsl.render.captions.sheet import Sheet
from timeline_dsl.render.captions.speaking import marking
from timeline_dsl.render.captions.staging import moves_of, staged
from timeline_dsl.render.captions.texts import Avatar, Shown
from timeline_dsl.render.effects import Fidelity
from timeline_dsl.render.rendered import FidelityLine
from timeline_dsl.units import Span


@attrs.frozen(kw_only=True, slots=True)
class Setting:
    """What all texts of one look share: the board they are laid on, the font, the em in pixels, style and place."""

    board: Canvas
    chosen: Chosen
    em: float
    style: Style
    place: Place
    pen: Pen
    lost_font: bool = False


@attrs.frozen(kw_only=True, slots=True)
class Laid:
    """A text as it will be drawn."""

    setting: Setting
    block: Block
    under: tuple[Layer, ...] = ()


class Writer:
    """Writes texts onto a sheet."""

    def __init__(self, sheet: Sheet, materials: Materials, covers: Sequence[Cover] = ()) -> None:
        self.sheet, self.materials, self.covers = sheet, materials, covers
        self.case = Case()
        self.report: dict[str, FidelityLine] = {}
        self.unseen: dict[str, set[str]] = {}
        self._standing: dict[str, list[tuple[Span, Rect]]] = {}
        self._pens: dict[tuple[object, ...], Pen] = {}
        self._settings: dict[tuple[object, ...], tuple[TextLook, Setting]] = {}

    def add(self, shown: Shown) -> None:
        """Write one text."""
        laid_out = self._laid(shown)
        setting, look = laid_out.setting, shown.look
        layers = layers_of(look, setting.style, laid_out.block, setting.board, em=setting.em, under=laid_out.under)
        if shown.codes:
            layers = tuple(attrs.evolve(layer, codes=shown.codes + layer.codes) for layer in layers)
        whole = self._drawn(shown, laid_out, layers)
        if self.case.unseen:
            self._note_unseen(shown)
        if shown.path not in self.report and not shown.card:  # what a card stands for is told with its clip
            self._note(shown, setting, whole)

    def add_avatar(self, item: Avatar) -> None:
        """Draw the card of a digital human, wherever no picture above it lies over it."""
        rect = place_of(item.node, self.sheet.canvas)
        for opening in openings(item.span, rect, self.covers, level(item.path)):
            panel(self.sheet, opening, rect)
            for shown in words(item, self.sheet.canvas, rect, opening):
                self.add(shown)

    def told(self, path: str, effect: str, fidelity: Fidelity, why: str) -> None:
        """Put on record how near a text comes."""
        self.report[path] = FidelityLine(path=path, effect=effect, fidelity=fidelity, why=why)

    def _drawn(self, shown: Shown, laid_out: Laid, layers: tuple[Layer, ...]) -> bool:
        """Write the events of a text; False when a motion of it had to be left out."""
        look, block, canvas, clock = shown.look, laid_out.block, self.sheet.canvas, self.sheet.clock
        angle, length = look.angle or 0.0, float(shown.span.length)
        if path_of(look, canvas, length, block.rect.width) is not None:
            self._scroll(shown, block, layers, angle)
            return True
        marks = (
            None
            if shown.spoken is None
            else marking(shown.spoken, next(layer.style for layer in layers if layer.main), block, canvas, length)
        )
        player = Player(self.sheet, block, layers, angle=angle, marking=marks)
        moves = moves_of(look, length)
        if moves.any:
            start = float(shown.span.start)
            return staged(player, moves, canvas, laid_out.setting.em, start, start + length)
        player.still(clock.stamp(shown.span.start), clock.stamp(shown.span.end))
        return True

    def _scroll(self, shown: Shown, block: Block, layers: tuple[Layer, ...], angle: float) -> None:
        length, start, canvas = float(shown.span.length), float(shown.span.start), self.sheet.canvas
        path = path_of(shown.look, canvas, length, block.rect.width)
        if path is None:
            return
        stop = self.sheet.clock.stamp(shown.span.end)
        shapes = tuple(layer for layer in layers if layer.shape is not None)
        frame = frame_of(block, layers)
        if shapes:
            Player(self.sheet, block, shapes, angle=angle).play(list(cues_of(path, frame, canvas, length)), start, stop)
        margin = max(frame.height - block.rect.height, frame.width - block.rect.width)
        letters = tuple(layer for layer in layers if layer.shape is None)
        for piece in pieces(block):
            rect = piece.rows[0].rect.around(piece.rows[-1].rect)
            for row in piece.rows:
                rect = rect.around(row.rect)
            if angle:
                rect = frame.grown(frame.width, frame.width)
            cues = list(cues_of(path, rect.grown(margin, margin), canvas, length))
            Player(self.sheet, piece, letters, angle=angle).play(cues, start, stop)

    def _laid(self, shown: Shown) -> Laid:
        look, setting = shown.look, self._setting(shown)
        canvas = setting.board
        if look.bubble_style_id:
            filling = placed_in(
                look.bubble_style_id,
                look,
                canvas,
                corner_of(look, canvas),
                lambda factor: self._setting(shown, factor).pen,
                shown.content,
                setting.style,
            )
            return Laid(setting=self._setting(shown, filling.factor), block=filling.block, under=(filling.layer,))
        lines: Sequence[Line] = setting.pen.lines(shown.content)
        if look.adapt_mode is not None or shown.caption or look.text_width:
            room = room_for(look, canvas, setting.place, caption=shown.caption)
            if look.adapt_mode == "AutoScale":
                setting = self._setting(shown, shrinking(lines, room))
                lines = setting.pen.lines(shown.content)
            else:
                strict = look.adapt_mode == "AutoWrapAtSpacesStrict"
                lines = broken(
                    lines, room, only_at_spaces=strict or look.adapt_mode == "AutoWrapAtSpaces", strict=strict
                )
        gap = canvas.text_pixels(look.line_spacing)
        block = laid(lines, setting.pen.base, setting.place, gap=gap)
        if shown.caption and (away := self._away(shown, block.rect)):
            place = attrs.evolve(setting.place, y=setting.place.y + away)
            block = laid(lines, setting.pen.base, place, gap=gap)
        path = path_of(look, canvas, float(shown.span.length), block.rect.width)
        if path is not None:
            block = laid(lines, setting.pen.base, starting(path, setting.place), gap=gap)
        return Laid(setting=setting, block=block)

    def _away(self, shown: Shown, rect: Rect) -> float:
        """How far down (or up) a caption moves so that it hides no other of its file that is still there."""
        others = [known for known in self._standing.get(shown.path, ()) if known[0].end > shown.span.start]
        upwards = rect.middle[1] > self.sheet.canvas.height / 2
        moved = rect
        for _ in others:
            hidden = [other for _, other in others if other.meets(moved)]
            if not hidden:
                break
            up, down = min(other.top for other in hidden), max(other.bottom for other in hidden)
            moved = moved.moved(0, up - moved.bottom if upwards else down - moved.top)
        self._standing[shown.path] = [*others, (shown.span, moved)]
        return moved.top - rect.top

    def _setting(self, shown: Shown, factor: float = 1.0) -> Setting:
        """The setting of a text, its font size multiplied by `factor`."""
        key = (id(shown.look), shown.caption, shown.numpad, shown.carrier, factor)
        known = self._settings.get(key)
        if known is None:
            known = self._settings[key] = (shown.look, self._new_setting(shown, factor))
        return known[1]

    def _new_setting(self, shown: Shown, factor: float) -> Setting:
        look = shown.look
        canvas = board_of(look, self.sheet.canvas, shown.carrier)
        marks = look.font_face
        file = None if look.font_url is None else self.materials.find(look.font_url)
        chosen = self.case.choose(look.font, file, bool(marks and marks.bold), bool(marks and marks.italic))
        em = shown.card * canvas.height if shown.card else em_of(look, canvas, chosen.face)
        style = style_of(look, chosen, em * factor, canvas)
        return Setting(
            board=canvas,
            chosen=chosen,
            em=em * factor,
            style=style,
            pen=self._pen(chosen, em * factor, style, file, canvas.font_scale),
            place=standing(look, canvas, caption=shown.caption, numpad=shown.numpad),
            lost_font=look.font_url is not None and file is None,
        )

    def _pen(self, chosen: Chosen, em: float, style: Style, file: Path | None, scale: float) -> Pen:
        """The pen of a style; texts of equal looks share one, and with it the signs that it has written."""
        key = (id(chosen), em, style.spacing, style.bold, style.italic, scale)
        if key not in self._pens:
            self._pens[key] = Pen(
                self.case,
                chosen,
                em=em,
                spacing=style.spacing,
                scale=scale,
                bold=style.bold,
                italic=style.italic,
                file=file,
            )
        return self._pens[key]

    def _note(self, shown: Shown, setting: Setting, whole: bool) -> None:
        told = verdict(shown, setting.chosen, lost_font=setting.lost_font, whole=whole)
        self.told(shown.path, type(shown.look).TYPE or "Text", told.fidelity, told.why)

    def _note_unseen(self, shown: Shown) -> None:
        """Which of the signs that no font draws stand in a text."""
        lacking = {sign for sign in shown.content if sign in self.case.unseen}
        if lacking:
            self.unseen.setdefault(shown.path, set()).update(lacking)
