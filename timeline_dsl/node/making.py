"""How values come to be: constructors, copies and fillers, written out per class when the class is first used.

A frozen class refuses assignment, and storing past that refusal costs a call for every field. So each class has an open
twin: a subclass of the same layout that takes plain assignments. A value is filled as a twin and becomes its class at
the end; nobody sees it before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import attrs

from timeline_dsl.errors import DOOR, INNER, UsageError, readers_line
from timeline_dsl.node.facts import ABSENT, FACT
from timeline_dsl.node.limits import Fits, fits, fits_if, settle

become: Callable[[Any, type], None] = object.__dict__["__class__"].__set__


class _Twins(dict[type, type]):
    """The open twin of each class."""

    def __missing__(self, kind: type) -> type:
        assigned = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
        self[kind] = twin = type(kind)(kind.__name__, (kind,), {"__slots__": (), **assigned})
        return twin


_TWINS = _Twins()


def constructor(kind: type) -> Callable[..., None]:
    """The constructor of a class as straight-line code: store, note the maker, refuse what does not fit.

    Raises `FieldError` at the first value that does not fit, `UsageError` for a name that the class does not have and
    for a value without a name.
    """
    from timeline_dsl.node.base import facts_of

    facts = facts_of(kind)
    names: dict[str, Any] = {"settle": settle, "refuse": refuse}
    names |= {"made_by_reader": made_by_reader, "getframe": sys._getframe, "LINES": _LINES}
    names |= {"become": become, "TWIN": _TWINS[kind], "KIND": kind}
    # parameters with a place are filled in faster than keyword-only ones; `_` catches values that are given by place
    params = ["_=None"]
    lines = ["if _ is not None or unknown: refuse(self, unknown)", "become(self, TWIN)"]
    lines += ["frame = getframe(1)", "noted = LINES.get(frame.f_code.co_filename)"]
    lines.append("self.made_at = noted and noted.get(frame.f_lineno) or made_by_reader()")
    for index, field in enumerate(attrs.fields(kind)):
        if not field.init:
            continue
        name, fact = field.name, facts.get(field.name)
        names[f"d{index}"], names[f"f{index}"] = field.default, fact
        params.append(f"{name}=d{index}")
        lines.append(f"self.{name} = {name}")
        if fact is not None:
            absent = f"d{index}" if fact.kind == "nodes" else "None"
            fitting = fits_if(fact, name, f"c{index}", names)
            lines.append(f"if {name} is not {absent} and not ({fitting}): settle(self, f{index}, {name})")
            if fact.required:
                lines.append(f"if {name} is None: settle(self, f{index}, None)")
    return _written(kind, f"made(self, {', '.join(params)}, **unknown)", [*lines, "become(self, KIND)"], names)


def copier(kind: type) -> Callable[[Any], Any]:
    """What makes a bare copy of a value of class `kind`, field by field, without a maker."""
    lines = [f"new.{field.name} = self.{field.name}" for field in attrs.fields(kind) if field.name != "made_at"]
    return _filling(kind, "made(self)", lines, {})


def filler(kind: type) -> Callable[[dict[str, Any]], Any]:
    """What makes a value of class `kind` from its fields by name, unchecked; the rest is as in `{}`."""
    names: dict[str, Any] = {}
    lines = ["get = values.get"]
    for index, field in enumerate(attrs.fields(kind)):
        names[f"d{index}"] = _unsaid(kind, field)
        lines.append(f"new.{field.name} = get({field.name!r}, d{index})")
    return _filling(kind, "made(values)", lines, names)


def _unsaid(kind: Any, field: Any) -> Any:
    """What a field holds that a document leaves out."""
    if field.name == "says_type":
        return kind.TYPE is None  # a class without a Type has nothing to leave out
    if field.name == "made_at":
        return None
    fact = field.metadata.get(FACT)
    return ABSENT if fact is not None and fact.kind == "nodes" else field.default


def _filling(kind: type, head: str, lines: list[str], names: dict[str, Any]) -> Callable[..., Any]:
    names |= {"create": object.__new__, "become": become, "TWIN": _TWINS[kind], "KIND": kind}
    return _written(kind, head, ["new = create(TWIN)", *lines, "become(new, KIND)", "return new"], names)


def _written(kind: type, head: str, lines: list[str], names: dict[str, Any]) -> Callable[..., Any]:
    code = f"def {head}:\n    " + "\n    ".join(lines)
    exec(compile(code, f"<timeline_dsl {kind.__name__}>", "exec"), names)
    made: Callable[..., Any] = names["made"]
    return made


class Changes(dict[str, tuple[Fits, Callable[[Any, Any], None]]]):
    """How each field of a class gets another value: what fits as it is, and what stores it into a frozen value."""

    def __init__(self, kind: type) -> None:
        from timeline_dsl.node.base import facts_of

        super().__init__((name, (fits(fact), getattr(kind, name).__set__)) for name, fact in facts_of(kind).items())


def refuse(node: Any, unknown: dict[str, Any]) -> None:
    """Refuse a name that a class does not have, or a value without a name."""
    from timeline_dsl.node.base import facts_of, unknown_name

    kind = type(node)
    if not unknown:
        raise UsageError(
            f"{kind.__name__} takes its fields by name only",
            where=readers_line(2),
            fix=f"{kind.__name__}({next(iter(facts_of(kind)))}=…)",
        )
    raise unknown_name(kind.__name__, next(iter(unknown)), facts_of(kind))


_LINES: dict[str, dict[int, tuple[str, int]] | None] = {}
"""By source file: the noted places of the reader's lines, one value each; None for the package's own files."""


def made_by_reader(depth: int = 2) -> tuple[str, int] | None:
    """File name and line of the innermost caller outside the package, `depth` frames up or further."""
    frame: FrameType | None = sys._getframe(depth)
    while frame is not None:
        file = frame.f_code.co_filename
        try:
            lines = _LINES[file]
        except KeyError:
            name = frame.f_globals.get("__name__", "")
            if name.startswith(DOOR):
                return None
            own = name in INNER or name.startswith("timeline_dsl.")
            lines = None if own else {}
            if not file.startswith("<"):  # generated code and typed lines share their names
                _LINES[file] = lines
        if lines is not None:
            line = frame.f_lineno
            place = lines.get(line)
            if place is None:
                place = lines[line] = (file, line)
            return place
        frame = frame.f_back
    return None
