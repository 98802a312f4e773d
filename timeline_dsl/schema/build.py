"""The eight schemas: the classes that a document holds, each once, and how a `Type` tells the class."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import getdoc
from typing import Any

from timeline_dsl.errors import UsageError
from timeline_dsl.node import Node, facts_of
from timeline_dsl.node.facts import Fact
from timeline_dsl.request import (
    MOST_SHORT_SIDE,
    MOST_SIDE,
    EditingProduceConfig,
    MediaMetadata,
    OutputMediaConfig,
    ProjectMetadata,
    Request,
    UserData,
)
from timeline_dsl.schema.fields import Schema, alias_schema, field_schema, item_name, list_name, list_schema
from timeline_dsl.timeline import Timeline

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FACTS_OF = "2026-11-22"
"""The day on which the facts of the service were collected."""

_ROOTS: Mapping[str, tuple[type[Node], str]] = {
    "timeline": (Timeline, "Timeline of Alibaba Cloud IMS"),
    "output-media-config": (OutputMediaConfig, "OutputMediaConfig of Alibaba Cloud IMS"),
    "editing-produce-config": (EditingProduceConfig, "EditingProduceConfig of Alibaba Cloud IMS"),
    "media-metadata": (MediaMetadata, "MediaMetadata of Alibaba Cloud IMS"),
    "project-metadata": (ProjectMetadata, "ProjectMetadata of Alibaba Cloud IMS"),
    "user-data": (UserData, "UserData of Alibaba Cloud IMS"),
    "template": (Timeline, "Regular template (Config of Type Timeline) of Alibaba Cloud IMS"),
    "request": (Request, "Parameters of SubmitMediaProducingJob of Alibaba Cloud IMS"),
}

NAMES = tuple(_ROOTS)
"""The names of the schemas; each is the file `<name>.schema.json`."""


def build(name: str) -> Schema:
    """The schema called `name` as a new JSON value. Raises `UsageError` for a name that is none of `NAMES`."""
    return copy.deepcopy(_built(known(name)))


def known(name: str) -> str:
    """`name` if a schema is called so; raises `UsageError` with the nearest name otherwise."""
    from difflib import get_close_matches

    short = name.removesuffix(".schema.json")
    if short not in _ROOTS:
        near = get_close_matches(short, NAMES, n=1)
        fix = f"did you mean {near[0]!r}?" if near else "schemas: " + ", ".join(NAMES)
        raise UsageError(f"there is no schema {name!r}", fix=fix)
    return short


@cache
def _built(name: str) -> Schema:
    from timeline_dsl.schema.variants import as_call, as_template

    root, title = _ROOTS[name]
    body = class_schema(root)
    made = {
        "$schema": DRAFT,
        "$id": f"urn:timeline-dsl:schema:{name}",
        "title": title,
        "$comment": f"Generated from the model of timeline-dsl; facts of {FACTS_OF}.",
        **{key: value for key, value in body.items() if key != "title"},
    }
    if definitions := _definitions(root):
        made["$defs"] = definitions
    if name == "template":
        return as_template(made)
    return as_call(made) if name == "request" else made


def class_schema(kind: type[Node]) -> Schema:
    """The schema of a class: its fields, and their other spellings."""
    properties: Schema = {}
    for fact in facts_of(kind).values():
        properties[fact.wire] = field_schema(fact)
        for other in fact.also:
            properties[other] = alias_schema(fact)
    said = " ".join((getdoc(kind) or "").split())
    made: Schema = {
        "title": kind.__name__,
        "description": f"{said} Page: {kind.PAGE}. Evidence: {kind.MARK}.",
        "type": "object",
        "properties": properties,
    }
    return {**made, **_SHORTER_SIDE} if kind is OutputMediaConfig else made


_LONG: Schema = {"type": "number", "exclusiveMinimum": MOST_SHORT_SIDE, "maximum": MOST_SIDE}
_SHORTER_SIDE: Schema = {
    "if": {"required": ["Width"], "properties": {"Width": _LONG}},
    "then": {
        "properties": {"Height": {"description": f"The shorter side is at most {MOST_SHORT_SIDE} px.", "not": _LONG}}
    },
}
"""The one limit between two fields: told at Height, and only where both sides are legal by themselves."""


@cache
def own_schema(kind: type) -> Schema:
    """The schema of a class's own fields: of a structure or a list inside it no more than that it is one."""
    properties: Schema = {}
    for fact in facts_of(kind).values():
        form = field_schema(fact)
        if fact.kind == "node":
            form = {"type": ["object", "string"] if kind is Request else "object"}
        elif fact.kind == "id":
            form = {"type": "string"}
        form.pop("items", None)
        properties.update(dict.fromkeys((fact.wire, *fact.also), form))
    return {"$schema": DRAFT, "type": "object", "properties": properties}


@cache
def type_schema(fact: Fact) -> Schema:
    """The schema of an item of a list, as far as its Type goes."""
    if set(fact.kinds_by_type()) == {""}:
        return {"$schema": DRAFT, "type": "object"}
    return {"$schema": DRAFT, **{key: value for key, value in items_schema(fact).items() if key != "allOf"}}


def items_schema(fact: Fact) -> Schema:
    """The items of a list whose `Type` tells the class: each class where its Type stands, so a fault is told once."""
    kinds = fact.kinds_by_type()
    types = [name for name in kinds if name]
    schema: Schema = {"type": "object"}
    if "" not in kinds and not takes_any_type(fact):
        schema["required"] = ["Type"]
    choices: Schema = {"enum": types}
    if takes_any_type(fact):
        choices = {"anyOf": [choices, {"type": "string"}]}
    schema["properties"] = {"Type": {"description": _types_said(fact, types), **choices}}
    schema["allOf"] = [_branch(name, kinds[name], default=kinds.get("") is kinds[name]) for name in types]
    return schema


def takes_any_type(fact: Fact) -> bool:
    """Whether a list is open: an item of a Type that nobody knows yet is kept, and only warned of."""
    return fact.items_rule == "effect.type-known"


def _types_said(fact: Fact, types: list[str]) -> str:
    kinds = fact.kinds_by_type()
    said = f" Left out, it is {next(name for name in types if kinds[name] is kinds[''])}." if "" in kinds else ""
    return f"What the item is: {', '.join(types)}.{said}"


def _branch(wire_type: str, kind: type, default: bool) -> Schema:
    condition: Schema = {"type": "object", "properties": {"Type": {"const": wire_type}}}
    if not default:
        condition["required"] = ["Type"]
    return {"if": condition, "then": {"$ref": f"#/$defs/{kind.__name__}"}}


def _definitions(root: type[Node]) -> Schema:
    """Everything that the schema of `root` refers to, by name."""
    found: Schema = {}
    waiting: list[type[Node]] = [root]
    done: set[type[Node]] = set()
    while waiting:
        kind = waiting.pop()
        if kind in done:
            continue
        done.add(kind)
        if kind is not root:
            found[kind.__name__] = class_schema(kind)
        for fact in facts_of(kind).values():
            found.update(_referred(fact))
            waiting.extend(_classes(fact))
    return dict(sorted(found.items()))


def _referred(fact: Fact) -> Schema:
    if fact.kind == "id":
        return {list_name(fact): list_schema(fact)}
    if fact.kind == "nodes" and set(fact.kinds_by_type()) != {""}:
        return {item_name(fact): items_schema(fact)}
    return {}


def _classes(fact: Fact) -> Iterator[type[Any]]:
    if fact.kind in ("node", "nodes"):
        yield from dict.fromkeys(fact.kinds_by_type().values())
