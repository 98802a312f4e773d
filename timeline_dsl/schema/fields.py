"""The schema of one field, from its fact alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from timeline_dsl.catalog import table
from timeline_dsl.node.facts import Fact
from timeline_dsl.node.limits import HUGE
from timeline_dsl.units import INTEGER_TEXT, NUMERIC_TEXT

Schema = dict[str, Any]

_OPEN = {"type": "string"}
_BOUNDS = {"exclusiveMinimum": -int(HUGE), "exclusiveMaximum": int(HUGE)}


def field_schema(fact: Fact) -> Schema:
    """What a document may hold in a field, with the description that an editor shows."""
    return {"description": description(fact), **_FORMS[fact.kind](fact)}


def alias_schema(fact: Fact) -> Schema:
    """Another spelling of a field, read but never written."""
    said = f"Another spelling of {fact.wire}. {description(fact)}"
    return {**field_schema(fact), "description": said, "deprecated": True}


def description(fact: Fact) -> str:
    """Meaning, unit and range, the service's default and the evidence of a field."""
    sentences = [fact.doc.rstrip(".")]
    if limits := _limits(fact):
        sentences.append(limits)
    if fact.default:
        sentences.append(f"The service's default: {fact.default}")
    sentences.append(f"Evidence: {fact.mark}")
    return ". ".join(sentences) + "."


def _limits(fact: Fact) -> str:
    if fact.kind in ("time", "number", "integer"):
        noun = "Whole number" if fact.kind == "integer" else "Number"
        unit = {"s": "seconds"}.get(fact.unit, fact.unit)
        said = " ".join(filter(None, [noun, f"of {unit}" if unit else "", fact.range_text]))
        return said + (", at most 4 decimals" if fact.kind == "time" else "")
    if fact.kind == "length":
        return "Share of the output from 0 to 0.9999 (1 is the whole), or whole pixels from 2"
    if fact.kind == "color":
        return "Colour #RRGGBB"
    if fact.kind == "id":
        return f"One of the {len(table(fact.catalog))} known ids; the service adds new ones"
    if fact.kind == "choice" and not fact.firm:
        return "One of " + ", ".join(map(str, fact.choices))
    if fact.max_bytes is not None:
        return f"At most {fact.max_bytes} bytes of UTF-8"
    if fact.max_items is not None:
        return f"At most {fact.max_items}"
    return ""


def _number(fact: Fact) -> Schema:
    """A number, or text that spells one: real documents carry both. Limits that are not firm are only told.

    Of text the schema sees the form and the sign; `check` reads the number and holds it to the limits.
    """
    whole = fact.kind == "integer"
    firm = fact.firm
    low = fact.ge if fact.ge is not None else fact.gt
    spelled = INTEGER_TEXT if whole else NUMERIC_TEXT
    if firm and low is not None and low >= 0:
        spelled = spelled.removeprefix("-?")
    form: Schema = {"type": ["integer" if whole else "number", "string"], "pattern": f"^{spelled}$"}
    if firm and fact.ge is not None:
        form["minimum"] = fact.ge
    elif firm and fact.gt is not None:
        form["exclusiveMinimum"] = fact.gt
    else:
        form["exclusiveMinimum"] = _BOUNDS["exclusiveMinimum"]
    if firm and fact.le is not None:
        form["maximum"] = fact.le
    else:
        form["exclusiveMaximum"] = _BOUNDS["exclusiveMaximum"]
    return form


def _length(fact: Fact) -> Schema:
    return _number(fact)


def _text(fact: Fact) -> Schema:
    return {"type": "string", "pattern": fact.pattern} if fact.pattern and fact.firm else dict(_OPEN)


def _flag(fact: Fact) -> Schema:
    return {"enum": [True, False, "true", "false"]}


def _choice(fact: Fact) -> Schema:
    choices = {"enum": list(fact.choices)}
    if fact.firm:
        return choices
    if isinstance(fact.choices[0], str):
        return {"anyOf": [choices, dict(_OPEN)]}
    return {"anyOf": [choices, {"type": ["integer", "string"], "pattern": f"^{INTEGER_TEXT}$", **_BOUNDS}]}


def _id(fact: Fact) -> Schema:
    return {"anyOf": [{"$ref": f"#/$defs/{list_name(fact)}"}, dict(_OPEN)]}


def list_name(fact: Fact) -> str:
    """The name of the definition that lists the ids of a field."""
    return f"ids.{fact.catalog}{'.several' if fact.several else ''}"


def list_schema(fact: Fact) -> Schema:
    """The known ids of a field's list."""
    rows = table(fact.catalog)
    ids = [*rows.rows, *(rows.special if fact.several else ())]
    return {"description": f"{rows.title}. Source: {rows.source}.", "enum": ids}


def _node(fact: Fact) -> Schema:
    (kind,) = fact.kinds_by_type().values()
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _nodes(fact: Fact) -> Schema:
    form: Schema = {"type": "array", "items": {"$ref": f"#/$defs/{item_name(fact)}"}}
    if fact.max_items is not None:
        form["maxItems"] = fact.max_items
    return form


def item_name(fact: Fact) -> str:
    """The name of the definition of a list's items: the class, or the list's name where the Type tells the class."""
    kinds = fact.kinds_by_type()
    return next(iter(kinds.values())).__name__ if set(kinds) == {""} else f"items.{fact.wire}"


def _json(fact: Fact) -> Schema:
    return {}


_FORMS: dict[str, Callable[[Fact], Schema]] = {
    "time": _number,
    "number": _number,
    "integer": _number,
    "text": _text,
    "flag": _flag,
    "choice": _choice,
    "id": _id,
    "length": _length,
    "color": _text,
    "node": _node,
    "nodes": _nodes,
    "json": _json,
}
