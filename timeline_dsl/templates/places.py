"""What is known of the fields in which the blanks of a Config stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from timeline_dsl.node import Fact, facts_of
from timeline_dsl.node.blanks import is_param, split
from timeline_dsl.templates.expansion import ARRAY_KINDS
from timeline_dsl.timeline import Timeline

Place = tuple[str, str]
"""The name of a blank, after the array whose items it belongs to ("" for none)."""


def facts_of_blanks(config: Mapping[str, Any]) -> dict[Place, Fact]:
    """The field of each blank of a Config, at its first place; blanks outside the model are left out."""
    found: dict[Place, Fact] = {}
    for place, fact in _in_node(config, Timeline, ""):
        found.setdefault(place, fact)
    return found


def _in_node(node: Mapping[str, Any], kind: type, array: str) -> Iterator[tuple[Place, Fact]]:
    by_wire = {name: fact for fact in facts_of(kind).values() for name in (fact.wire, *fact.also)}
    for key, value in node.items():
        fact = by_wire.get(key)
        if fact is None:
            continue
        if is_param(value):
            yield (array, split(value).name), fact
        elif fact.kind in ("node", "nodes"):
            yield from _in_items(value if isinstance(value, list) else [value], fact, array)


def _in_items(items: list[Any], fact: Fact, array: str) -> Iterator[tuple[Place, Fact]]:
    for item in items:
        if not isinstance(item, Mapping):
            if is_param(item):
                yield (array, split(item).name), fact
            continue
        if item.get("Sys_Type") in ARRAY_KINDS:
            name = item.get("Sys_ArrayObject")
            yield from _in_items([item.get("Sys_Template")], fact, split(name).name if is_param(name) else array)  # type: ignore[arg-type]
            continue
        table = fact.kinds_by_type()
        wire_type = item.get("Type", "")
        kind = table.get(wire_type) if isinstance(wire_type, str) else None
        if kind is not None or "" in table:
            yield from _in_node(item, kind or table[""], array)
