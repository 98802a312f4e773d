"""JSON values, times, positions and numbers as Python literals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from timeline_dsl.code.layout import Atom, Code, Items, Text, call, listed
from timeline_dsl.errors import UsageError
from timeline_dsl.node import Param
from timeline_dsl.units import Px, Ratio, length
from timeline_dsl.units import gain as gain_of


def literal(value: Any) -> Code:
    """The value of a field: a number, whole ones without a point, a text, a position, or a blank of a template."""
    if isinstance(value, Ratio | Px):
        return position(value)
    if isinstance(value, Param):
        return call("td.Param", Text(str(value)))
    if isinstance(value, float) and value.is_integer():
        return Atom(repr(int(value)))
    return kept(value)


def kept(value: Any) -> Code:
    """A JSON value exactly as it is."""
    if isinstance(value, str):
        return Text(str(value))
    if isinstance(value, Mapping):
        return Items("{}", tuple((Text(str(key)), kept(inner)) for key, inner in value.items()))
    if isinstance(value, list | tuple):
        return listed([kept(inner) for inner in value])
    if isinstance(value, float) and not math.isfinite(value):
        return call("float", Text(repr(value)))
    return Atom(repr(value).replace("e+", "e"))


def gain(value: Any) -> Code:
    """A volume: as decibels where these say it in fewer digits, else as a factor."""
    if isinstance(value, float) and 0 < value < 10 and round(value, 2) != value:
        text = f"{round(20 * math.log10(value), 1):g}dB"
        if gain_of(text) == value:
            return Text(text)
    return literal(value)


def position(value: Ratio | Px) -> Code:
    """A position or size as a field takes it: `td.pct(65)`, `td.px(640)`."""
    text = position_text(value)
    if text is None:
        return call("td.Ratio" if isinstance(value, Ratio) else "td.Px", Atom(repr(float(value))))
    if text.endswith("%"):
        return call("td.pct", Atom(text[:-1]))
    return call("td.px", Atom(text[:-2]))


def position_text(value: Any) -> str | None:
    """The text that verbs take for a position or size, or None where none gives exactly this one."""
    if not isinstance(value, Ratio | Px):
        return None
    amount = round(float(value) * 100, 6) if isinstance(value, Ratio) else float(value)
    text = f"{amount:.6f}".rstrip("0").rstrip(".") + ("%" if isinstance(value, Ratio) else "px")
    try:
        same = length(text)
    except UsageError:
        return None
    return text if type(same) is type(value) and same == value else None
