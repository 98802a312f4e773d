"""The structures that the schema may refuse, so that a slow validator is asked about those alone.

A structure whose every value its class's constructor would take is certainly valid: schema and constructor agree around
every edge of every field. What is left is held against the schema of its own fields, without what it contains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from timeline_dsl.check.rule import Seen
from timeline_dsl.node import Foreign, Unknown, facts_of
from timeline_dsl.node.facts import Fact
from timeline_dsl.node.limits import HUGE
from timeline_dsl.node.wire import plain, thawed

Suspects = Callable[[Iterable[Seen]], list[Seen]]


def own_document(seen: Seen) -> Any:
    """What a suspect says itself: its own values, its lists by their lengths alone; all of an item of unknown class."""
    node = seen.node
    if isinstance(node, Foreign):
        return node.value
    if isinstance(node, Unknown):
        return thawed(node.extra)
    said: dict[str, Any] = {}
    for fact in facts_of(type(node)).values():
        value = getattr(node, fact.name)
        if fact.kind == "nodes" and fact.max_items is not None and len(value) > fact.max_items:
            said[fact.wire] = [{}] * (fact.max_items + 1)
        elif fact.kind not in ("node", "nodes", "json") and value is not None:
            said[fact.wire] = plain(value)
    return {**said, **thawed(node.extra)}


def list_of(seen: Seen) -> Fact | None:
    """The fact of the list in which a node is an item of unknown class."""
    if seen.parent is None or not isinstance(seen.node, Unknown | Foreign):
        return None
    kind: type = type(seen.parent.node)
    return _list_called(kind, seen.wire.partition("/")[0])


@cache
def _list_called(kind: type, wire: str) -> Fact | None:
    return next((fact for fact in facts_of(kind).values() if fact.wire == wire), None)


def _items(seens: Iterable[Seen]) -> list[Seen]:
    """The items of unknown class, without those of a Type that an open list takes."""
    from timeline_dsl.schema.build import takes_any_type

    return [
        seen
        for seen in seens
        if not (
            isinstance(seen.node, Unknown)
            and isinstance(seen.node.extra.get("Type", ""), str)
            and (fact := list_of(seen)) is not None
            and takes_any_type(fact)
        )
    ]


@cache
def suspects_of(kind: type) -> Suspects:
    """What finds the suspects among the nodes of a class, as straight-line code."""
    if kind in (Unknown, Foreign):
        return _items
    names: dict[str, Any] = {"HUGE": HUGE, "keys": frozenset(_keys(kind))}
    conditions = []
    for index, fact in enumerate(facts_of(kind).values()):
        condition = _condition(fact, index, names)
        if condition is not None:
            conditions += [
                f"        v = self.{fact.name}",
                f"        if v is not None and ({condition}): found.append(seen); continue",
            ]
    lines = [
        "def find(seens):",
        "    found = []",
        "    for seen in seens:",
        "        self = seen.node",
        "        if self.extra and not keys.isdisjoint(self.extra): found.append(seen); continue",
        *conditions,
        "    return found",
    ]
    exec(compile("\n".join(lines), f"<timeline_dsl suspects of {kind.__name__}>", "exec"), names)
    made: Suspects = names["find"]
    return made


def _keys(kind: type) -> Iterator[str]:
    for fact in facts_of(kind).values():
        yield fact.wire
        yield from fact.also


def _condition(fact: Fact, index: int, names: dict[str, Any]) -> str | None:
    """What makes a value suspect; None for fields that hold whatever could be read."""
    if fact.kind in ("time", "number", "integer", "length"):
        low, high = "-HUGE < v", "v < HUGE"
        if fact.firm and fact.ge is not None:
            low = f"{fact.ge!r} <= v"
        elif fact.firm and fact.gt is not None:
            low = f"{fact.gt!r} < v"
        if fact.firm and fact.le is not None:
            high = f"v <= {fact.le!r}"
        return f"isinstance(v, str) or not ({low} and {high})"
    if fact.kind == "choice" and fact.firm:
        names[f"c{index}"] = frozenset(fact.choices)
        return f"v not in c{index}"
    if fact.kind == "nodes" and fact.max_items is not None:
        return f"len(v) > {fact.max_items}"
    return None
