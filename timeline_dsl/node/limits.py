"""What a field takes: a cheap first look, then the value settled in its normal form, or refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from timeline_dsl.errors import FieldError
from timeline_dsl.node.facts import Fact
from timeline_dsl.units import COLOR, Param, Px, Ratio

HUGE = 1e12
"""Numbers of this size and above mean nothing in a timeline; nothing is computed with them."""

Fits = Callable[[Any], bool]


def fits_if(fact: Fact, v: str, choices: str, names: dict[str, Any]) -> str:
    """A cheap condition under which the value called `v` certainly fits as it is; anything else goes to `settle`.

    What the condition needs is added to `names`, its set of allowed values under the name `choices`.
    """
    names.update(_KNOWN)
    if fact.kind in ("time", "number", "integer"):
        low = f"{fact.ge!r} <=" if fact.ge is not None else f"{fact.gt!r} <" if fact.gt is not None else "-HUGE <"
        high = f"<= {fact.le!r}" if fact.le is not None else "< HUGE"
        if fact.kind == "integer":
            return f"typeof({v}) is int and {low} {v} {high}"
        exact = f" and ({v} * 10000).is_integer()" if fact.kind == "time" else ""
        return f"(typeof({v}) is int or typeof({v}) is float{exact}) and {low} {v} {high}"
    if fact.kind == "text" and not (fact.max_bytes or fact.pattern):
        return f"typeof({v}) is str"
    if fact.kind == "id" or (fact.kind == "color" and not fact.firm):
        return f"typeof({v}) is str"
    if fact.kind == "flag":
        return f"{v} is True or {v} is False"
    if fact.kind == "choice":
        names[choices] = frozenset(fact.choices)
        return f"typeof({v}) in (str, int) and {v} in {choices}"
    if fact.kind == "length":
        return f"typeof({v}) in lengths"
    if fact.kind == "json":
        return "True"
    if fact.kind in ("node", "nodes"):
        names[choices] = frozenset(fact.kinds_by_type().values())
        if fact.kind == "node":
            return f"typeof({v}) in {choices}"
        few = f" and len({v}) <= {fact.max_items}" if fact.max_items is not None else ""
        return f"{v} == () or typeof({v}) is tuple and {choices}.issuperset(map(typeof, {v})){few}"
    return "False"


_KNOWN = {"HUGE": HUGE, "typeof": type, "lengths": (Ratio, Px)}


def fits(fact: Fact) -> Fits:
    """Whether a value certainly fits a field as it is, as a function."""
    names: dict[str, Any] = {}
    made: Fits = eval(f"lambda v: {fits_if(fact, 'v', 'choices', names)}", names)
    return made


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
