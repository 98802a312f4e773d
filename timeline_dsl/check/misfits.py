"""What the JSON Schema refuses, as doubts about fields: the same ones whichever validator is installed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from typing import Any

from timeline_dsl.check.doubts import stands_for_value
from timeline_dsl.check.rule import Seen
from timeline_dsl.check.seeing import Nodes
from timeline_dsl.check.suspects import list_of, own_document, suspects
from timeline_dsl.check.wording import Doubt, fault_of, of_field, of_item
from timeline_dsl.node import Foreign, Node, Unknown, facts_of
from timeline_dsl.node.blanks import is_param
from timeline_dsl.node.facts import Fact

Place = tuple[str | int, ...]
Validate = Callable[[Any], Iterator[Place]]


def misfits(schema: str, document: Any, root: Node, nodes: Nodes, *, fast: bool | None = None) -> list[Doubt]:
    """The doubts that the schema called `schema` raises about `document`, the plain form of `root` with its `nodes`.

    The fast validator goes over the whole document, the other one over the structures that may be refused. `fast` asks
    for one of the two; None takes the fast one if it is there.
    """
    validate = _fast(schema) if fast is not False else None
    assert validate is not None or not fast, "jsonschema-rs is not installed"
    inside = dict(_inside_templates(nodes))
    found: dict[str, Doubt] = {}
    if validate is not None:
        doubts = (_doubt(root, place, "") for place in validate(document))
        nodes = inside
    else:
        doubts = iter(())
    for doubt in chain(doubts, _of_suspects(nodes)):
        if doubt is not None:
            found.setdefault(doubt.path, doubt)
    return list(found.values())


def _inside_templates(nodes: Nodes) -> Iterator[tuple[type[Any], list[Seen]]]:
    """The nodes inside a template's arrays: to the schema of the whole they are unknown keys."""
    roots = [seen for seens in nodes.values() for seen in seens if seen.index is None and seen.wire.endswith("/Sys_Template")]
    if roots:
        for kind, seens in nodes.items():
            yield kind, [seen for seen in seens if "/Sys_Template" in seen.path]


def _of_suspects(nodes: Nodes) -> Iterator[Doubt | None]:
    for seen in suspects(nodes):
        fact = list_of(seen)
        if fact is not None:
            blank = _is_blank(seen.node) or _of_type(fact).is_valid(_sayable(own_document(seen)))
            yield None if blank else of_item(fact, seen.node, seen.path)
        else:
            for error in _of_class(type(seen.node)).iter_errors(_sayable(own_document(seen))):
                yield _doubt(seen.node, tuple(error.absolute_path), seen.path)


@cache
def _of_class(kind: type[Node]) -> Any:
    from jsonschema import Draft202012Validator

    from timeline_dsl.schema.build import own_schema

    return Draft202012Validator(own_schema(kind))


@cache
def _of_type(fact: Fact) -> Any:
    from jsonschema import Draft202012Validator

    from timeline_dsl.schema.build import type_schema

    return Draft202012Validator(type_schema(fact))


@cache
def _fast(schema: str) -> Validate | None:
    try:
        import jsonschema_rs
    except ImportError:
        return None
    from timeline_dsl.schema import build

    validator = jsonschema_rs.Draft202012Validator(build(schema), mask="…")

    def validate(document: Any) -> Iterator[Place]:
        try:
            fits = validator.is_valid(document)
        except (UnicodeError, ValueError):
            document = _sayable(document)  # text and numbers that the validator cannot take in
            fits = validator.is_valid(document)
        if not fits:
            for error in validator.iter_errors(document):
                yield tuple(error.instance_path)

    return validate


def _sayable(value: Any) -> Any:
    """A JSON value without lone surrogates and numbers that are none; their places stay."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {_sayable(key): _sayable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_sayable(inner) for inner in value]
    return value


def _doubt(node: Node, place: Place, path: str) -> Doubt | None:
    """The doubt about the value at `place` below `node`, or None where a template's blank stands."""
    steps = list(place)
    while steps:
        fact = _fact(node, steps[0])
        if fact is None:
            return None
        here = f"{path}/{steps[0]}"
        value = getattr(node, fact.name)
        if fact.kind == "nodes" and len(steps) > 1 and isinstance(steps[1], int) and steps[1] < len(value or ()):
            inner = value[steps[1]]
            here = f"{here}/{steps[1]}"
            if isinstance(inner, Unknown | Foreign):
                return None if _is_blank(inner) else of_item(fact, inner, here)
            node, path, steps = inner, here, steps[2:]
        elif fact.kind == "node" and len(steps) > 1 and isinstance(value, Node):
            node, path, steps = value, here, steps[1:]
        else:
            return _of_value(fact, node, here)
    return None


def _of_value(fact: Fact, node: Node, path: str) -> Doubt | None:
    value = getattr(node, fact.name)
    if value in (None, ()) and fact.wire in node.extra:
        value = node.extra[fact.wire]
    if stands_for_value(fact, value) or (isinstance(value, str) and value == "" and fact.kind in ("node", "json")):
        return None
    fault = fault_of(fact, value)
    if fault == "form" and node.extra.get(fact.wire) is not value and type(value) in (int, float):
        return None  # the field takes it by itself: it is a matter between fields, and so of a rule
    return of_field(fact, value, path, node, fault)


def _fact(node: Node, key: str | int) -> Fact | None:
    return next((fact for fact in facts_of(type(node)).values() if fact.wire == key), None)


def _is_blank(item: Node) -> bool:
    if isinstance(item, Foreign):
        return is_param(item.value)
    return is_param(item.extra.get("Type")) or "Sys_Type" in item.extra
