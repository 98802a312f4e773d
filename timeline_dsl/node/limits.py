"""Constructors: one function per class, written out from the field facts when the class is first used."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import attrs

from timeline_dsl.errors import DOOR, INNER, FieldError, UsageError, readers_line
from timeline_dsl.node.facts import Fact
from timeline_dsl.units import COLOR, Param, Px, Ratio

HUGE = 1e12
"""Numbers of this size and above mean nothing in a timeline; nothing is computed with them."""

_NUMBERS = frozenset((int, float))


def constructor(kind: type) -> Callable[..., None]:
    """The constructor of a class as straight-line code: store, note the maker, refuse what does not fit.

    A field that is not given costs one comparison and one store. Raises `FieldError` at the first value that does not
    fit, `UsageError` for a name that the class does not have and for a value without a name.
    """
    from timeline_dsl.node.base import facts_of

    facts = facts_of(kind)
    names: dict[str, Any] = {
        "settle": settle,
        "HUGE": HUGE,
        "NUMBERS": _NUMBERS,
        "lengths": (Ratio, Px),
        "typeof": type,
        "refuse": refuse,
        "made_by_reader": made_by_reader,
        "put_made_at": slot_of(kind, "made_at"),
    }
    # parameters with a place are filled in faster than keyword-only ones; `_` catches values that are given by place
    params, lines = (
        ["_=None"],
        ["    if _ is not None or unknown: refuse(self, unknown)", "    put_made_at(self, made_by_reader())"],
    )
    for index, field in enumerate(attrs.fields(kind)):
        if not field.init:
            continue
        name, fact = field.name, facts.get(field.name)
        names[f"put{index}"], names[f"d{index}"], names[f"f{index}"] = slot_of(kind, name), field.default, fact
        params.append(f"{name}=d{index}")
        lines.append(f"    put{index}(self, {name})")
        if fact is not None:
            absent = f"d{index}" if fact.kind == "nodes" else "None"
            fits = _quick(fact, index, names, name)
            lines.append(f"    if {name} is not {absent} and not ({fits}): settle(self, f{index}, {name})")
            if fact.required:
                lines.append(f"    if {name} is None: settle(self, f{index}, None)")
    code = f"def __init__(self, {', '.join(params)}, **unknown):\n" + "\n".join(lines)
    exec(compile(code, f"<timeline_dsl {kind.__name__}>", "exec"), names)
    made: Callable[..., None] = names["__init__"]
    return made


def slot_of(kind: type, name: str) -> Callable[[Any, Any], None]:
    """What stores a value into a slot of a frozen value."""
    store: Callable[[Any, Any], None] = getattr(kind, name).__set__
    return store


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


def copier(kind: type) -> Callable[[Any], Any]:
    """What makes a bare copy of a value of class `kind`, slot by slot."""
    names: dict[str, Any] = {"new": object.__new__, "kind": kind}
    lines = ["def copied(self):", "    made = new(kind)"]
    for index, field in enumerate(attrs.fields(kind)):
        if field.name != "made_at":
            names[f"put{index}"] = slot_of(kind, field.name)
            lines.append(f"    put{index}(made, self.{field.name})")
    exec(compile("\n".join([*lines, "    return made"]), f"<timeline_dsl {kind.__name__}>", "exec"), names)
    made: Callable[[Any], Any] = names["copied"]
    return made


def made_by_reader(depth: int = 2) -> tuple[str, int] | None:
    """File name and line of the innermost caller outside the package, `depth` frames up or further."""
    frame: FrameType | None = sys._getframe(depth)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name not in INNER and not name.startswith("timeline_dsl."):
            return frame.f_code.co_filename, frame.f_lineno
        if name.startswith(DOOR):
            return None
        frame = frame.f_back
    return None


def _quick(fact: Fact, index: int, names: dict[str, Any], v: str) -> str:
    """A cheap condition under which the value called `v` certainly fits as it is; anything else goes to `settle`."""
    if fact.kind in ("time", "number", "integer"):
        low = (
            f"{fact.ge!r} <= {v}"
            if fact.ge is not None
            else f"{fact.gt!r} < {v}"
            if fact.gt is not None
            else f"-HUGE < {v}"
        )
        high = f"{v} <= {fact.le!r}" if fact.le is not None else f"{v} < HUGE"
        kind = f"typeof({v}) is int" if fact.kind == "integer" else f"typeof({v}) in NUMBERS"
        exact = f" and (typeof({v}) is int or ({v} * 10000).is_integer())" if fact.kind == "time" else ""
        return f"{kind} and {low} and {high}{exact}"
    if fact.kind == "text" and not (fact.max_bytes or fact.pattern):
        return f"typeof({v}) is str"
    if fact.kind == "id" or (fact.kind == "color" and not fact.firm):
        return f"typeof({v}) is str"
    if fact.kind == "flag":
        return f"{v} is True or {v} is False"
    if fact.kind == "choice":
        names[f"c{index}"] = frozenset(fact.choices)
        return f"typeof({v}) in (str, int) and {v} in c{index}"
    if fact.kind == "length":
        return f"typeof({v}) in lengths"
    if fact.kind == "json":
        return "True"
    if fact.kind in ("node", "nodes"):
        names[f"k{index}"] = frozenset(fact.kinds_by_type().values())
        if fact.kind == "node":
            return f"typeof({v}) in k{index}"
        few = f" and len({v}) <= {fact.max_items}" if fact.max_items is not None else ""
        return f"{v} == () or typeof({v}) is tuple and k{index}.issuperset(map(typeof, {v})){few}"
    return "False"


def settle(node: Any, fact: Fact, value: Any) -> None:
    """Accept `value`, put its normal form in its place, or raise `FieldError`."""
    if isinstance(value, Param):
        return
    if value is None:
        raise FieldError(type(node).__name__, fact.name, value, fact.expected, where=node.where)
    normal = _SETTLERS.get(fact.kind, _settle_text)(fact, value)
    if normal is REFUSED:
        raise FieldError(type(node).__name__, fact.name, value, fact.expected, where=node.where)
    if normal is not value:
        object.__setattr__(node, fact.name, normal)


REFUSED = object()


def _settle_number(fact: Fact, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) >= HUGE:
        return REFUSED
    if fact.kind == "integer" and value != int(value):
        return REFUSED
    normal: float = int(value) if isinstance(value, int) or fact.kind == "integer" else float(value)
    if fact.kind == "time" and isinstance(normal, float):
        normal = round(normal, 4)
    return normal if within(fact, value) or not fact.firm else REFUSED


def within(fact: Fact, value: float) -> bool:
    """Whether a number is inside the limits of a field."""
    return not (
        (fact.ge is not None and value < fact.ge)
        or (fact.gt is not None and value <= fact.gt)
        or (fact.le is not None and value > fact.le)
    )


def _settle_text(fact: Fact, value: Any) -> Any:
    if not isinstance(value, str):
        return REFUSED
    if fact.firm and fact.max_bytes is not None and len(value.encode("utf-8", "surrogatepass")) > fact.max_bytes:
        return REFUSED
    return value


def _settle_choice(fact: Fact, value: Any) -> Any:
    if not isinstance(value, type(fact.choices[0])) or isinstance(value, bool):
        return REFUSED
    return value if not fact.firm or value in fact.choices else REFUSED


def _settle_length(fact: Fact, value: Any) -> Any:
    if isinstance(value, Ratio | Px):
        return value
    return REFUSED


def _settle_color(fact: Fact, value: Any) -> Any:
    return value if isinstance(value, str) and (not fact.firm or COLOR.fullmatch(value)) else REFUSED


def _settle_node(fact: Fact, value: Any) -> Any:
    from timeline_dsl.node.base import Unknown

    return value if isinstance(value, (*fact.kinds_by_type().values(), Unknown)) else REFUSED


def _settle_nodes(fact: Fact, value: Any) -> Any:
    from timeline_dsl.node.base import Foreign, Unknown

    if isinstance(value, str | bytes | dict) or not hasattr(value, "__iter__"):
        return REFUSED
    items = tuple(value)
    allowed = (*fact.kinds_by_type().values(), Unknown, Foreign, Param)
    for item in items:
        if not isinstance(item, allowed):
            return REFUSED
    if fact.max_items is not None and len(items) > fact.max_items:
        return REFUSED
    return items if type(value) is not tuple else value


def _settle_flag(fact: Fact, value: Any) -> Any:
    return value if isinstance(value, bool) else REFUSED


def _settle_json(fact: Fact, value: Any) -> Any:
    return value


_SETTLERS: dict[str, Callable[[Fact, Any], Any]] = {
    "time": _settle_number,
    "number": _settle_number,
    "integer": _settle_number,
    "text": _settle_text,
    "id": _settle_text,
    "flag": _settle_flag,
    "choice": _settle_choice,
    "length": _settle_length,
    "color": _settle_color,
    "node": _settle_node,
    "nodes": _settle_nodes,
    "json": _settle_json,
}
