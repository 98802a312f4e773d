"""A text for a voice, plain or as SSML: what is said, where the voice pauses, and what the root asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import attrs

from timeline_dsl.units import TICKS

LONGEST_BREAK = 10 * TICKS

_NAME = re.compile(r"\s{0,9}(/?)\s{0,9}([A-Za-z]{1,40})")
_FIELD = re.compile(r"""([A-Za-z]{1,40})\s*=\s*(?:"([^"]{0,1000})"|'([^']{0,1000})')""")
_BREAK = re.compile(r"""\btime\s*=\s*["']?([0-9]{1,6}(?:\.[0-9]{1,6})?)(ms|s)""")
_LINES = ("s", "p")
"""Elements whose end is the end of a sentence."""


@attrs.frozen(slots=True)
class Script:
    """What a voice says: `pieces` are texts and, as numbers of ticks, pauses; `root` holds the attributes of `speak`.

    `others` are the names of the elements that are passed over, whose text is said as it stands.
    """

    pieces: tuple[str | int, ...]
    root: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    others: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All that is said."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    @property
    def pauses(self) -> int:
        """The ticks of all pauses together."""
        return sum(piece for piece in self.pieces if isinstance(piece, int))

    def number(self, name: str) -> int | None:
        """The whole number that the root has under `name`, if it has one."""
        said = self.root.get(name, "").strip()
        return int(said) if re.fullmatch(r"[+-]?[0-9]{1,6}", said) else None


def read(content: str) -> Script:
    """The script of a Content. What is no markup at its beginning is plain text; broken markup is read as far as it
    goes."""
    if not content.lstrip().startswith("<"):
        return Script((content,))
    first, *rest = content.split("<")
    pieces: list[str | int] = [unescape(first)]
    root: dict[str, str] = {}
    others: dict[str, None] = {}
    replaced = False  # inside of <sub>, whose alias was said
    for part in filter(None, rest):
        tag, _, after = part.partition(">")
        match = _NAME.match(tag)
        closing, name = (bool(match[1]), match[2]) if match else (False, "")
        if name == "sub":
            alias = None if closing else _fields(tag).get("alias")
            replaced = alias is not None
            if alias is not None:
                pieces.append(alias)
        elif name == "speak":
            root = root or ({} if closing else _fields(tag))
        elif name == "break":
            pieces.append(_pause(tag))
        elif name in _LINES:
            pieces.append("\n" if closing else "")
        elif name:
            others[name] = None
        if not replaced:
            pieces.append(unescape(after))
    return Script(tuple(piece for piece in pieces if piece), root, tuple(others))


def _fields(tag: str) -> dict[str, str]:
    """The attributes of a tag."""
    return {match[1]: unescape(match[2] if match[2] is not None else match[3]) for match in _FIELD.finditer(tag[:4000])}


def _pause(tag: str) -> int:
    """The ticks that a `<break>` asks for."""
    match = _BREAK.search(tag[:200])
    if match is None:
        return 0
    asked = float(match[1]) * TICKS
    return min(int(asked / 1000 if match[2] == "ms" else asked), LONGEST_BREAK)
