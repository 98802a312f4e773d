"""What the JSON Schema refuses, as doubts about fields.

The fast validator, where it is installed, says whether the whole document is valid; the structures that may be refused
are then asked about one by one. So the doubts are the same with and without it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import islice
from typing import Any

from timeline_dsl.check.doubts import stands_for_value
from timeline_dsl.check.found import MOST, Found
from timeline_dsl.check.rule import Seen
from timeline_dsl.check.seeing import Nodes
from timeline_dsl.check.suspects import list_of, own_document, suspects_of
from timeline_dsl.check.wording import Doubt, fault_of, of_field, of_item
from timeline_dsl.node import Foreign, Node, Unknown, facts_of
from timeline_dsl.node.blanks import is_param
from timeline_dsl.node.facts import Fact

Holds = Callable[[Any], bool]


def misfits(schema: str, document: Any, nodes: Nodes, found: Found, *, fast: bool | None = None) -> None:
    """Tell the doubts that the schema called `schema` raises about `document`, the plain form of the `nodes`.

    `fast` asks for the one way or the other; None takes the fast validator if it is there.
    """
    holds = _fast(schema) if fast is not False else None
    assert holds is not None or not fast, "jsonschema-rs is not installed"
    if holds is not None and holds(document):
        nodes = _inside_templates(nodes)  # to the schema of the whole they are unknown keys
    for kind, seens in nodes.items():
        suspected = suspects_of(kind)(seens)
        if len(suspected) > MOST and kind not in (Unknown, Foreign):
            message = f"{len(suspected)} structures of class {kind.__name__} are broken"
            found.add(Doubt("timeline.too-many-faults", "", message, f"mend the first {MOST}, and check again", None))
        for seen in islice(suspected, MOST) if kind not in (Unknown, Foreign) else suspected:
            _ask(seen, found)
            if found.cut and found.hopeless:
                return


def _ask(seen: Seen, found: Found) -> None:
    fact = list_of(seen)
    if fact is None:
        kind: type = type(seen.node)
        for error in _own(kind).iter_errors(_sayable(own_document(seen))):
            doubt = _doubt(seen.node, error.absolute_path[0], seen.path) if error.absolute_path else None
            if doubt is not None:
                found.add(doubt)
    elif (
        not found.full(fact.rule if isinstance(seen.node, Foreign) else fact.items_rule)
        and not _is_blank(seen.node)
        and not _type(fact).is_valid(_sayable(own_document(seen)))
    ):
        found.add(of_item(fact, seen.node, seen.path))


def _inside_templates(nodes: Nodes) -> Nodes:
    """The nodes inside a template's arrays."""
    for seens in nodes.values():
        if any(seen.index is None and seen.wire.endswith("/Sys_Template") for seen in seens):
            return {kind: [seen for seen in seens if "/Sys_Template" in seen.path] for kind, seens in nodes.items()}
    return {}


@cache
def _own(kind: type) -> Any:
    from jsonschema import Draft202012Validator

    from timeline_dsl.schema.build import own_schema

    return Draft202012Validator(own_schema(kind))


@cache
def _type(fact: Fact) -> Any:
    from jsonschema import Draft202012Validator

    from timeline_dsl.schema.build import type_schema

    return Draft202012Validator(type_schema(fact))


@cache
def _fast(schema: str) -> Holds | None:
    try:
        import jsonschema_rs
    except ImportError:
        return None
    from timeline_dsl.schema import build

    validator = jsonschema_rs.Draft202012Validator(build(schema))

    def holds(document: Any) -> bool:
        try:
            return bool(validator.is_valid(document))
        except (UnicodeError, ValueError):  # text and numbers that the validator cannot take in
            return bool(validator.is_valid(_sayable(document)))

    return holds


def _sayable(value: Any) -> Any:
    """A JSON value without lone surrogates and numbers that are none; their places stay."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {_sayable(key): _sayable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_sayable(inner) for inner in value]
    return value


def _doubt(node: Node, key: str | int, path: str) -> Doubt | None:
    """The doubt about a field of `node`, or None where a template's blank stands or a rule is to tell."""
    fact = next((fact for fact in facts_of(type(node)).values() if key in (fact.wire, *fact.also)), None)
    if fact is None:
        return None
    value = getattr(node, fact.name)
    if value in (None, ()) and key in node.extra:
        value = node.extra[str(key)]
    if stands_for_value(fact, value) or (value == "" and fact.kind in ("node", "json")):
        return None
    fault = fault_of(fact, value)
    if fault == "form" and key not in node.extra and type(value) in (int, float):
        return None  # the field takes it by itself: it is a matter between fields, and so of a rule
    return of_field(fact, value, f"{path}/{key}", node, fault)


def _is_blank(item: Node) -> bool:
    if isinstance(item, Foreign):
        return is_param(item.value)
    return is_param(item.extra.get("Type")) or "Sys_Type" in item.extra
