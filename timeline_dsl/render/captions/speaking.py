"""The word being spoken, marked while it is: which sign belongs to which word, and the codes before it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from timeline_dsl.effects.text import HighlightingStyle
from timeline_dsl.render.captions.block import Block
from timeline_dsl.render.captions.look import Canvas, Style, short
from timeline_dsl.render.captions.player import Marking

USUAL = "00FFFF"
"""Yellow, blue first: the colour of the word being spoken where the timeline names none."""


def marking(style: HighlightingStyle, base: Style, block: Block, canvas: Canvas, length: float) -> Marking:
    """The codes for each sign of a text that takes `length` seconds to speak, in letters of the style `base`."""
    words = list(_words(block))
    total = sum(len(word) for word in words)
    begun: dict[int, tuple[int, int]] = {}
    for word in words:
        begun[word[0]] = (round(length * 1000 * word[0] / total), round(length * 1000 * (word[-1] + 1) / total))
    usual = (f"\\1c&H{base.color[4:]}&\\3c&H{base.outline_color[4:]}&\\bord{short(base.outline)}")
    width = base.outline if style.outline is None else max(style.outline * canvas.font_scale, 0.0)
    edge = base.outline_color[4:] if style.outline_colour is None else blue_first(style.outline_colour)
    color = USUAL if style.font_color is None and style.outline_colour is None else \
        base.color[4:] if style.font_color is None else blue_first(style.font_color)
    marked = f"\\1c&H{color}&\\3c&H{edge}&\\bord{short(width)}"

    def codes(number: int, since: int) -> str:
        if number not in begun:
            return ""
        start, end = (time - since for time in begun[number])
        if end <= 0:
            return usual
        if start <= 0:
            return f"{marked}\\t({end},{end + 1},{usual})"
        return f"{usual}\\t({start},{start + 1},{marked})\\t({end},{end + 1},{usual})"

    return codes


def blue_first(color: str) -> str:
    """A colour BBGGRR as the service reads it; anything else, also one with a hash, is black to it."""
    plain = len(color) == 6 and all(sign in "0123456789abcdefABCDEF" for sign in color)
    return color.upper() if plain else "000000"


def _words(block: Block) -> Iterator[list[int]]:
    """The numbers of the signs of every word; in scripts without spaces every sign is one, with its punctuation."""
    number = 0
    for row in block.rows:
        word: list[int] = []
        was_wide = False
        for sign in row.line:
            if sign.is_space:
                if word:
                    yield word
                word = []
                continue
            wide = unicodedata.east_asian_width(sign.text[0]) in ("W", "F")
            if word and (wide or was_wide) and not unicodedata.category(sign.text[0]).startswith("P"):
                yield word
                word = []
            word.append(number)
            was_wide = wide
            number += 1
        if word:
            yield word
