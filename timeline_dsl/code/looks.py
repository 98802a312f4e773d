"""Looks of text: which fields make one, how a style writes them, and which texts share one."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import attrs

from timeline_dsl.code.layout import Atom, Code, Text, call, listed
from timeline_dsl.code.literals import literal, position_text
from timeline_dsl.effects.text import FontFace, TextEffect, TextLook
from timeline_dsl.errors import TimelineError
from timeline_dsl.node import Node, dump, facts_of
from timeline_dsl.style import SHORT, TextStyle

_LONG_TO_SHORT = {field: short for short, field in SHORT.items()}
_FACES = ("bold", "italic", "underline")
_WITH_COLOUR = {"outline": "outline_colour", "shadow": "back_colour"}


@attrs.frozen
class Look:
    """The look of a text: the style that gives it, the arguments that make the style, and its identity."""

    style: TextStyle
    arguments: Mapping[str, Code] = attrs.field(hash=False, eq=False)
    key: str

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields that the style sets, by their Python names."""
        return self.style.look


def look_of(node: TextLook, written: Mapping[str, Code]) -> Look | None:
    """The look of a text as far as a style can give it, or None. `written` holds the code of nodes inside."""
    fields: dict[str, Any] = {}
    for name in facts_of(type(node)):
        value = getattr(node, name)
        if name in _STYLED and value not in (None, ()) and _gives(name, value):
            fields[name] = value
    if not fields:
        return None
    style = TextStyle(**fields)
    key = repr(sorted((name, _plain(value)) for name, value in fields.items()))
    return Look(style, _arguments(fields, written), key)


_STYLED = frozenset(facts_of(TextEffect)) - {"content", "timeline_in", "timeline_out"}


def _gives(name: str, value: Any) -> bool:
    """Whether a style that is made with a value gives exactly this value."""
    try:
        made = TextStyle(**{name: value}).look
    except TimelineError:
        return False
    return list(made) == [name] and _plain(made[name]) == _plain(value) and type(made[name]) is type(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Node):
        return dump(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _arguments(fields: Mapping[str, Any], written: Mapping[str, Code]) -> dict[str, Code]:
    made: dict[str, Code] = {}
    rest = dict(fields)
    while rest:
        name, value = next(iter(rest.items()))
        del rest[name]
        colour = rest.pop(_WITH_COLOUR[name], None) if name in _WITH_COLOUR else None
        if colour is not None:
            made[name] = listed([literal(value), literal(colour)], "()")
        elif name == "font_face" and _flags(value):
            made.update({flag: Atom(repr(given)) for flag, given in _flags(value).items()})
        elif name in written:
            made[name] = written[name]
        else:
            made[_LONG_TO_SHORT.get(name, name)] = _value(value)
    return {name: made[name] for name in sorted(made, key=_place)}


_ORDER = list(inspect.signature(TextStyle).parameters)


def _place(argument: str) -> int:
    """Where an argument of a style stands among the others: as the style itself names them, the rest after these."""
    return _ORDER.index(argument) if argument in _ORDER else len(_ORDER)


def _value(value: Any) -> Code:
    text = position_text(value)
    return literal(value) if text is None else Text(text)


def _flags(face: Any) -> dict[str, bool]:
    """The flags of a font face, or nothing when it holds more than these."""
    if not isinstance(face, FontFace) or face.extra:
        return {}
    given = {flag: getattr(face, flag) for flag in _FACES if getattr(face, flag) is not None}
    return given if all(isinstance(one, bool) for one in given.values()) else {}


def changed(base: Look, look: Look) -> dict[str, Code] | None:
    """The arguments with which `base.but(…)` gives `look`, or None when it cannot, or when they are many."""
    lost = [_LONG_TO_SHORT.get(name, name) for name in base.fields if name not in look.fields]
    differing = [name for name, value in look.fields.items() if _plain(base.fields.get(name)) != _plain(value)]
    if len(lost) + len(differing) > 2 or len(base.fields) < 4:
        return None
    changes = {
        _LONG_TO_SHORT.get(name, name): _value(look.fields[name])
        for name in differing
        if not isinstance(look.fields[name], Node | tuple)
    }
    if len(changes) != len(differing):
        return None
    try:
        made = base.style.but(**{**{name: look.fields[name] for name in differing}, **dict.fromkeys(lost)})
    except TimelineError:
        return None
    if made.look != look.style.look:
        return None
    return {**changes, **dict.fromkeys(lost, Atom("None"))}


def style_call(look: Look) -> Code:
    """The code that makes the style of a look."""
    return call("td.TextStyle", **look.arguments)
