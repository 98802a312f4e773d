"""The constructor and an independent JSON Schema validator give the same verdict around every edge of every field."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from timeline_dsl.check.explanation import _all_fields
from timeline_dsl.errors import UsageError
from timeline_dsl.node import Foreign, Unknown
from timeline_dsl.node.facts import ABSENT
from timeline_dsl.node.limits import HUGE
from timeline_dsl.node.wire import load
from timeline_dsl.request import Request
from timeline_dsl.schema import build
from timeline_dsl.units import number_of

FIELDS = [(kind, fact) for kind, fact in _all_fields()]
WRONG_TYPES = (None, True, False, [], [1], {}, {"a": 1}, "", "abc", "1 2", 1, 1.5, -1, 0)
NUMERIC_TEXTS = (
    "5",
    "0",
    "0.5",
    "-3",
    "1e-05",
    "1e5",
    "5.",
    ".5",
    "+5",
    " 5",
    "0x10",
    "١",
    "1" * 13,
    "nan",
    "Infinity",
    "true",
)


def of_class(kind: type) -> Draft202012Validator:
    request = build("request")
    schema = request if kind is Request else {"$ref": f"#/$defs/{kind.__name__}", "$defs": request["$defs"]}
    return Draft202012Validator(schema)


def edges(fact: Any) -> Iterator[Any]:
    """Values just inside, on and outside of every limit of a field, and of every wrong type."""
    yield from WRONG_TYPES
    yield from NUMERIC_TEXTS
    for limit in {edge for edge in (fact.ge, fact.gt, fact.le, HUGE, -HUGE, 0, 1) if edge is not None}:
        for step in (0, 1, 0.5, 1e-4):
            yield limit - step
            yield limit + step
    yield from fact.choices
    yield from (str(choice) for choice in fact.choices)
    yield from (str(choice).lower() for choice in fact.choices)
    if fact.kind == "flag":
        yield from ("true", "false", "True", "1")
    if fact.max_items is not None:
        yield from ([{}] * fact.max_items, [{}] * (fact.max_items + 1))


def constructor_takes(kind: type, fact: Any, value: Any) -> bool:
    """Whether the reader can read a value of a field, and the constructor takes what was read."""
    node = load(kind, {fact.wire: value})
    if fact.wire in node.extra:
        return False
    read = getattr(node, fact.name)
    if fact.kind == "nodes" and any(isinstance(item, Foreign) or unknown_in(fact, item) for item in read):
        return False
    try:
        kind(**{fact.name: read if read is not ABSENT else ()})
    except UsageError:
        return False
    return True


def unknown_in(fact: Any, item: Any) -> bool:
    """An item of an unknown Type is kept by the reader; the schema refuses it where the list of Types is closed."""
    open_list = fact.items_rule == "effect.type-known"
    return isinstance(item, Unknown) and not (open_list and isinstance(item.extra.get("Type", ""), str))


def called(pair: Any) -> str:
    return f"{pair[0].__name__}.{pair[1].wire}"


@pytest.mark.parametrize("field", FIELDS, ids=called)
def test_the_schema_and_the_constructor_agree_around_every_edge(field):
    kind, fact = field
    validator = of_class(kind)
    differing = [
        value
        for value in edges(fact)
        if not beyond_the_law(kind, fact, value)
        and validator.is_valid({fact.wire: value}) != constructor_takes(kind, fact, value)
    ]
    assert not differing


@pytest.mark.parametrize("field", FIELDS, ids=called)
def test_the_schema_never_refuses_numeric_text_that_is_read(field):
    kind, fact = field
    validator = of_class(kind)
    refused = [
        value
        for value in NUMERIC_TEXTS
        if constructor_takes(kind, fact, value) and not validator.is_valid({fact.wire: value})
    ]
    assert not refused


def beyond_the_law(kind: type, fact: Any, value: Any) -> bool:
    """Values of which the schema does not speak: the size of a number inside text, JSON inside text, a kept null."""
    if isinstance(value, str):
        number = number_of(value)
        return (number is not None and number >= 0) or (kind is Request and fact.kind in ("node", "json"))
    return value is None and fact.kind == "json"


@pytest.mark.parametrize("field", [pair for pair in FIELDS if pair[1].also], ids=called)
def test_other_spellings_are_held_to_the_same_limits(field):
    kind, fact = field
    validator = of_class(kind)
    for value in edges(fact):
        for other in fact.also:
            assert validator.is_valid({other: value}) == validator.is_valid({fact.wire: value})
