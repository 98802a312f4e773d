"""Whether a document says a thing at all: nothing, an empty text, a template's blank, or something."""

from __future__ import annotations

from typing import Any

from timeline_dsl.node import Node, facts_of


def raw(node: Node, name: str) -> Any:
    """What the document says in a field: the value that was read, else the one that could not be, else None."""
    value = getattr(node, name)
    if value is not None or not node.extra:
        return value
    fact = facts_of(type(node))[name]
    for key in (fact.wire, *fact.also):
        if key in node.extra:
            return node.extra[key]
    return None


def filled(node: Node, name: str) -> bool:
    """Whether a field says something: neither left out nor null nor empty text."""
    value = raw(node, name)
    return value is not None and value != ""


def missing(node: Node, name: str) -> bool:
    """Whether a field is left out, null or empty text."""
    value = raw(node, name)
    return value is None or value == ""


def null(node: Node, *names: str) -> str:
    """The first of some fields that the document gives as null, or nothing.

    What is said of a missing field stands there, instead of a word about the null.
    """
    return next((name for name in names if node.given(name) and raw(node, name) is None), "")


def is_blank(value: object) -> bool:
    """Whether a template's `$Name` stands for the value."""
    return isinstance(value, str) and value.startswith("$")


def wire(node: Node, name: str) -> str:
    """The service's name of a field."""
    return facts_of(type(node))[name].wire
