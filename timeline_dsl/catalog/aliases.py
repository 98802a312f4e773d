"""Writes `ids.py`: the catalogue's ids as type aliases, so that editors complete them.

python -m timeline_dsl.catalog.aliases
"""

from __future__ import annotations

import json
from pathlib import Path

from timeline_dsl.catalog import table

OPEN = {
    "transitions": "TransitionId",
    "filters": "FilterId",
    "vfx": "VFXId",
    "fonts": "FontName",
    "voices": "VoiceId",
    "avatars": "AvatarId",
    "effect_color_styles": "EffectColorStyleId",
    "bubble_styles": "BubbleStyleId",
    "regions": "RegionId",
}
"""Lists to which the service adds: any text fits, the known ids are completed."""

FAMILIES = {"subtitle_motions": {"in": "InMotionId", "out": "OutMotionId", "loop": "LoopMotionId"}}
CLOSED = {"alignments": "Alignment"}
CLOSED_FAMILIES = {"adapt_modes": {"picture": "PictureAdaptMode", "text": "TextAdaptMode"}}


def text() -> str:
    """The whole of `ids.py`."""
    blocks = [
        '"""The catalogue\'s ids as type aliases. Written by `python -m timeline_dsl.catalog.aliases`."""\n',
        "from typing import Literal\n",
    ]
    for name, alias in OPEN.items():
        blocks.append(_alias(alias, list(table(name).rows), open_list=True))
    for name, families in FAMILIES.items():
        for family, alias in families.items():
            blocks.append(_alias(alias, [row.id for row in table(name) if row.family == family], open_list=True))
    for name, alias in CLOSED.items():
        blocks.append(_alias(alias, list(table(name).rows), open_list=False))
    for name, families in CLOSED_FAMILIES.items():
        for family, alias in families.items():
            blocks.append(_alias(alias, [row.id for row in table(name) if row.family == family], open_list=False))
    return "\n".join(blocks)


def _alias(alias: str, ids: list[str], *, open_list: bool) -> str:
    lines, line = [], "   "
    for name in ids:
        word = f" {json.dumps(name, ensure_ascii=False)},"
        if len(line) + len(word) > 118:
            lines.append(line)
            line = "   "
        line += word
    lines.append(line)
    return f"{alias} = Literal[\n" + "\n".join(lines) + "\n]" + (" | str" if open_list else "") + "\n"


def main() -> None:
    """Write `ids.py` beside this file."""
    (Path(__file__).parent / "ids.py").write_text(text(), encoding="utf8")


if __name__ == "__main__":
    main()
