"""Scripts whose signs change with their neighbours: which they are, and how wide Arabic letters are when joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

Forms = Mapping[str, Mapping[str, str]]

_JOINING = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_SHAPED = re.compile("[\u0590-\u0dff\u0f00-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
_TRANSPARENT = frozenset(("Mn", "Me", "Cf"))


@cache
def forms() -> Forms:
    """For every letter that joins: the sign that Unicode has for its form (`initial`, `medial`, `final`)."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE70, 0xFF00)):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if kind in ("<initial>", "<medial>", "<final>") and " " not in letters and letters:
            found.setdefault(chr(int(letters, 16)), {}).setdefault(kind.strip("<>"), chr(code))
    return found


def is_joined(text: str) -> bool:
    """Whether a text has letters that join."""
    return not text.isascii() and _JOINING.search(text) is not None


def is_shaped(text: str) -> bool:
    """Whether the signs of a text change or move with their neighbours, so that a line of it must stay whole."""
    return not text.isascii() and _SHAPED.search(text) is not None


def runs_left(text: str) -> bool:
    """Whether a text is read from right to left: by its first letter that has a direction."""
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((direction for direction in directions if direction in ("L", "R", "AL")), "L") != "L"


def in_context(text: Sequence[str]) -> list[str]:
    """Each sign of `text` in the form in which it stands there, where Unicode has a sign for the form."""
    letters = [index for index, sign in enumerate(text) if unicodedata.category(sign[0]) not in _TRANSPARENT]
    known = forms()
    made = list(text)
    for place, index in enumerate(letters):
        own = known.get(text[index], {})
        before = known.get(text[letters[place - 1]], {}) if place else {}
        after = known.get(text[letters[place + 1]], {}) if place + 1 < len(letters) else {}
        backward = "initial" in before and "final" in own
        forward = "initial" in own and "final" in after
        form = "medial" if backward and forward else "final" if backward else "initial" if forward else ""
        made[index] = own.get(form, text[index])
    return made
