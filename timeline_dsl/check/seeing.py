"""Every node of a document at its place, gathered in one walk and sorted by class."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from timeline_dsl.check.found import MOST
from timeline_dsl.check.rule import Seen
from timeline_dsl.node import Foreign, Node, Param, facts_of
from timeline_dsl.node.blanks import is_param
from timeline_dsl.node.facts import Fact
from timeline_dsl.node.wire import load

Nodes = dict[type, list[Seen]]


class _Children(dict[type, tuple[tuple[str, str, bool], ...]]):
    """Of each class the fields that hold nodes: Python name, wire name, whether it is a list."""

    def __missing__(self, kind: type) -> tuple[tuple[str, str, bool], ...]:
        self[kind] = found = tuple(
            (fact.name, fact.wire, fact.kind == "nodes")
            for fact in facts_of(kind).values()
            if fact.kind in ("node", "nodes")
        )
        return found


_CHILDREN = _Children()


def see(root: Node, path: str = "") -> Nodes:
    """The nodes of `root`, which stands at `path`, by class; each list is in document order.

    A template's array is no node: what stands in its Sys_Template is seen in its place.
    """
    nodes: Nodes = defaultdict(list)
    _see(Seen(root, None, path, None), nodes)
    return nodes


def _see(seen: Seen, nodes: Nodes) -> None:
    node = seen.node
    kind = type(node)
    nodes[kind].append(seen)
    for name, wire, many in _CHILDREN[kind]:
        value = getattr(node, name)
        if not value:
            continue
        if not many:
            if type(value) is not Param:
                _see(Seen(value, seen, wire, None), nodes)
            continue
        before: Any = None
        again = 0
        enough = False
        for index, item in enumerate(value):
            if item is not before and not (_is_foreign(item) and _is_foreign(before)):
                before, again, enough = item, 0, False
            elif enough:
                continue  # what is wrong with it was told
            else:
                again += 1
                enough = again > MOST and _holds_nothing(item)
            if type(item) is Param:
                continue
            if item.extra and "Sys_Type" in item.extra:
                _see_template(item.extra, seen, name, f"{wire}/{index}", nodes)
            else:
                _see(Seen(item, seen, wire, index), nodes)
    if node.extra and kind is not Foreign:
        _see_field_arrays(seen, nodes)


def _is_foreign(item: Any) -> bool:
    """Whether an item is no object, nor the blank for one: all of a list are told alike."""
    return type(item) is Foreign and not is_param(item.value)


def _holds_nothing(item: Node) -> bool:
    """Whether a node holds no other nodes, so that every place of it looks the same."""
    return not any(getattr(item, name) for name, _, _ in _CHILDREN[type(item)])


def _see_field_arrays(seen: Seen, nodes: Nodes) -> None:
    for name, wire, many in _CHILDREN[type(seen.node)]:
        value = seen.node.extra.get(wire) if many else None
        if isinstance(value, dict) and "Sys_Type" in value:
            _see_template(value, seen, name, wire, nodes)


def _see_template(array: Any, parent: Seen, name: str, step: str, nodes: Nodes) -> None:
    """What one item of a template's array will be. Its place is inside the array, its parent the node of the list."""
    inner = array.get("Sys_Template")
    if isinstance(inner, dict):
        fact = facts_of(type(parent.node))[name]
        item = _loaded(fact, inner)
        if item is not None and "Sys_Type" not in item.extra:
            _see(Seen(item, parent, f"{step}/Sys_Template", None), nodes)


def _loaded(fact: Fact, document: dict[str, Any]) -> Node | None:
    kinds = fact.kinds_by_type()
    kind = kinds.get(document.get("Type", "")) if isinstance(document.get("Type", ""), str) else None
    return None if kind is None else load(kind, document)
