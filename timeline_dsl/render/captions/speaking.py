"""The word being spoken, marked while it is: which sign belongs to which word, and the codes before it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from timeline_dsl.effects.text import HighlightingStyle
from timeline_dsl.render.captions.block import Block
from timeline_dsl.render.captions.look import Canvas, Style, short
from timeline_dsl.render.captions.player import Marking

SYLLABLE = 3
"""A Chinese, Japanese or Korean sign takes as long as so many letters."""

USUAL = "00FFFF"
"""Yellow, blue first: the colour of the word being spoken where the timeline names none."""


def marking(style: HighlightingStyle, base: Style, block: Block, canvas: Canvas, length: float) -> Marking:
    """The codes for each sign of a text that takes `length` seconds to speak, in letters of the style `base`."""
    words = [(word[0][0], sum(weight for _, weight in word)) for word in _words(block)]
    total = sum(weight for _, weight in words)
    begun: dict[int, tuple[int, int]] = {}
    done = 0
    for first, weight in words:
        begun[first] = round(length * 1000 * done / total), round(length * 1000 * (done + weight) / total)
        done += weight
    usual = f"\\1c&H{base.color[4:]}&\\3c&H{base.outline_color[4:]}&\\bord{short(base.outline)}"
    width = base.outline if style.outline is None else max(canvas.text_pixels(style.outline), 0.0)
    edge = base.outline_color[4:] if style.outline_colour is None else blue_first(style.outline_colour)
    color = (
        USUAL
        if style.font_color is None and style.outline_colour is None
        else base.color[4:]
        if style.font_color is None
        else blue_first(style.font_color)
    )
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


def _words(block: Block) -> Iterator[list[tuple[int, int]]]:
    """Every word as the numbers of its signs, each with the time that it takes, letters taking 1.

    In scripts without spaces every sign is a word, with the punctuation after it.
    """
    number = 0
    for row in block.rows:
        word: list[tuple[int, int]] = []
        was_wide = False
        for sign in row.line:
            if not sign.is_drawn:
                if word and sign.is_space:
                    yield word
                    word = []
                continue
            wide = unicodedata.east_asian_width(sign.text[0]) in ("W", "F")
            mark = unicodedata.category(sign.text[0]).startswith("P")
            if word and (wide or was_wide) and not mark:
                yield word
                word = []
            word.append((number, SYLLABLE if wide and not mark else 1))
            was_wide = wide
            number += 1
        if word:
            yield word
