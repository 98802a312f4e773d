"""Blanks that stand in for values while a template function runs: they may be put somewhere, and nothing else."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from types import CodeType, FrameType
from typing import Any

import attrs

from timeline_dsl.errors import INNER, TemplateError
from timeline_dsl.node import Param
from timeline_dsl.templates.contract import BlankList, Parameter, Unfit, made_record

_MARK = "~blank7q2vx9~"
"""What the text of every symbol carries, so that a text that was built from one is recognised."""

_TOKEN = re.compile(rf"\$([^~]+){_MARK}")
_TRACE = re.compile(re.escape(_MARK.strip("~")), re.IGNORECASE)

ITEM = "item"
"""The blank of a list's items, where these are no records."""


@attrs.frozen
class Hole:
    """A place that a value fills: a parameter, or a part of the items of a list (`index` tells them apart)."""

    name: str
    many: str = ""
    index: int | None = None

    @property
    def parameter(self) -> str:
        """The parameter whose value fills the place."""
        return self.many or self.name


class Inexpressible(TemplateError, TypeError):
    """A template function does with a parameter what a regular template cannot say.

    It is a TypeError too, so that asking a list of blanks for its length while unpacking it is no failure.
    """

    def __init__(self, message: str, *, fix: str, where: str | None) -> None:
        super().__init__(message, fix=fix)
        self.where = where


@attrs.define
class Watch:
    """One run of a template function with symbols: whether it is under way, and the code that is running."""

    function: str
    code: CodeType
    on: bool = True
    refused: Inexpressible | None = None

    def refuse(self, parameter: str, deed: str) -> Inexpressible:
        """The refusal of what the function does with a parameter; kept, so that nobody can swallow it."""
        made = inexpressible(self.function, (parameter,), deed, where=self._line())
        self.refused = self.refused or made
        return made

    def _line(self) -> str | None:
        """The reader's line that is running, or the template's own line where the template is part of the package."""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            name = frame.f_globals.get("__name__", "")
            outside = name not in INNER and not name.startswith("timeline_dsl.")
            if outside or frame.f_code is self.code:
                return f"{frame.f_code.co_filename.replace(chr(92), '/').rpartition('/')[2]}:{frame.f_lineno}"
            frame = frame.f_back
        return None


def inexpressible(function: str, parameters: tuple[str, ...], deed: str, where: str | None) -> Inexpressible:
    """The one sentence in which it is said that a regular template cannot express something."""
    parameter = " and ".join(map(repr, parameters))
    return Inexpressible(
        f"a regular template cannot express what {function}() does with {parameter}: {deed}",
        fix="let the parameter go into the timeline as it is, or decide it beforehand: "
        f"{function}.fixed({parameters[0]}=…)",
        where=where,
    )


class Symbol(Param):
    """A blank that stands for one value. Whatever would look at the value is refused while the watch is on."""

    __slots__ = ("_hole", "_watch")
    _hole: Hole
    _watch: Watch

    def __new__(cls, hole: Hole, watch: Watch) -> Symbol:
        index = "" if hole.index is None else f"|{hole.index}"
        made = super().__new__(cls, f"${hole.many}|{hole.name}{index}{_MARK}")
        made._hole, made._watch = hole, watch
        return made

    def __repr__(self) -> str:
        return f"<blank {self._hole.parameter}{_MARK}>" if self._watch.on else str.__repr__(self)

    def __eq__(self, other: object) -> bool:
        if self._watch.on and other is not None and other != ():
            raise self._watch.refuse(self._hole.parameter, "it compares it")
        return str.__eq__(self, other) if isinstance(other, str) else False


_DEEDS = {
    "__bool__": "it branches on it",
    "__lt__": "it compares it",
    "__le__": "it compares it",
    "__gt__": "it compares it",
    "__ge__": "it compares it",
    "__ne__": "it compares it",
    "__hash__": "it looks it up in a table",
    "__format__": "it builds a longer text from it",
    "__str__": "it turns it into text",
    "__len__": "it asks for its length",
    "__getitem__": "it takes a part of it",
    "__iter__": "it walks through it",
    "__contains__": "it searches in it",
    "__int__": "it turns it into a whole number",
    "__float__": "it turns it into a number",
    "__index__": "it counts with it",
    "__round__": "it rounds it",
    "__mod__": "it builds a longer text from it",
    "__rmod__": "it builds a longer text from it",
}
_SUMS = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "divmod",
    "pow",
    "matmul",
    "lshift",
    "rshift",
    "and",
    "or",
    "xor",
)
_ALONE = (
    "neg",
    "pos",
    "abs",
    "invert",
    "round",
    "trunc",
    "floor",
    "ceil",
    "int",
    "float",
    "complex",
    "index",
    "bool",
    "hash",
)
_UNTOUCHED = frozenset(
    (
        "__class__",
        "__new__",
        "__init__",
        "__getattribute__",
        "__setattr__",
        "__delattr__",
        "__repr__",
        "__eq__",
        "__reduce__",
        "__reduce_ex__",
        "__sizeof__",
        "__init_subclass__",
        "__subclasshook__",
        "__doc__",
        "__dir__",
        "__getnewargs__",
        "__getstate__",
        "__module__",
        "__slots__",
    )
)


def _refusing(name: str) -> Callable[..., Any]:
    plain = getattr(str, name, None)

    def refuse(self: Symbol, *args: Any, **options: Any) -> Any:
        if self._watch.on:
            deed = _DEEDS.get(name) or ("it reckons with it" if name.startswith("__") else f"it calls .{name}() on it")
            raise self._watch.refuse(self._hole.parameter, deed)
        return NotImplemented if plain is None else plain(self, *args, **options)

    refuse.__name__ = name
    return refuse


def _arm(kind: type[Symbol]) -> None:
    names = {f"__{side}{name}__" for name in _SUMS for side in ("", "r")} | {f"__{name}__" for name in _ALONE}
    for name in sorted((names | set(dir(str))) - _UNTOUCHED):
        setattr(kind, name, _refusing(name))


_arm(Symbol)


class SymbolList(BlankList):
    """A blank that stands for a list: walking through it gives two items, from which the pattern of all is read."""

    def __init__(self, parameter: Parameter, watch: Watch) -> None:
        self._parameter, self._watch = parameter, watch

    def __iter__(self) -> Iterator[Any]:
        if self._watch.on:
            return iter([self._item(index) for index in (0, 1)])
        return iter(())

    def _item(self, index: int) -> Any:
        parameter = self._parameter
        if parameter.kind == "record" and not parameter.fields:
            return SymbolRecord(parameter.name, index, self._watch)
        if parameter.kind != "record":
            return Symbol(Hole(ITEM, parameter.name, index), self._watch)
        parts = {part.name: Symbol(Hole(part.name, parameter.name, index), self._watch) for part in parameter.fields}
        try:
            return made_record(parameter, parts)
        except Unfit:
            raise self._watch.refuse(parameter.name, f"a {parameter.factory.__name__} looks at its values") from None

    def __len__(self) -> int:
        before = self._watch.refused
        refusal = self._watch.refuse(self._parameter.name, "it asks how many there are")
        self._watch.refused = before  # list(clips) asks too, and does without an answer
        raise refusal

    def __bool__(self) -> bool:
        raise self._watch.refuse(self._parameter.name, "it branches on whether there are any")

    def __getitem__(self, index: object) -> Any:
        raise self._watch.refuse(self._parameter.name, "it picks single items")

    def __contains__(self, item: object) -> bool:
        raise self._watch.refuse(self._parameter.name, "it searches in it")

    def __reversed__(self) -> Any:
        raise self._watch.refuse(self._parameter.name, "it turns its order round")

    def __add__(self, other: object) -> Any:
        raise self._watch.refuse(self._parameter.name, "it adds items to it")

    __radd__ = __mul__ = __rmul__ = __add__


class SymbolRecord:
    """A blank that stands for an object: each of its keys gives a blank."""

    def __init__(self, many: str, index: int, watch: Watch) -> None:
        self._many, self._index, self._watch = many, index, watch

    def __getitem__(self, key: str) -> Symbol:
        return Symbol(Hole(key, self._many, self._index), self._watch)

    def __getattr__(self, name: str) -> Any:
        raise self._watch.refuse(self._many, f"it calls .{name} on an item, where a blank has only item[key]")

    def __iter__(self) -> Any:
        raise self._watch.refuse(self._many, "it walks through the keys of an item")

    def __contains__(self, key: object) -> bool:
        raise self._watch.refuse(self._many, "it asks whether an item has a key")

    def __bool__(self) -> bool:
        raise self._watch.refuse(self._many, "it branches on an item")

    def __len__(self) -> int:
        raise self._watch.refuse(self._many, "it counts the keys of an item")


def symbol_of(parameter: Parameter, watch: Watch) -> Any:
    """What a template function gets for a parameter when it runs with blanks."""
    return SymbolList(parameter, watch) if parameter.many else Symbol(Hole(parameter.name), watch)


def hole_in(text: str) -> Hole | None:
    """The hole that a text of the document stands for, or None when it is an ordinary text."""
    match = _TOKEN.fullmatch(text)
    if match is None:
        return None
    many, name, *index = match[1].split("|")
    return Hole(name, many, int(index[0]) if index else None)


def carries_blank(text: str) -> bool:
    """Whether a text was built from a blank and something else."""
    return _TRACE.search(text) is not None


def blank_inside(text: str) -> str:
    """The parameter whose blank is inside a longer text, or `?` where the text no longer tells."""
    match = re.search(rf"\$([^~$]+){_MARK}", text, re.IGNORECASE)
    if match is None:
        return "?"
    many, name, *_ = match[1].split("|")
    return many or name


def blanks_shown(message: str) -> tuple[str, ...]:
    """The parameters whose blanks a message shows."""
    return tuple(dict.fromkeys(re.findall(rf"<blank (\w+){_MARK}>", message)))


def without_marks(message: str) -> str:
    """A message with blanks shown as people read them: `<blank title>`."""
    return message.replace(_MARK, "")
