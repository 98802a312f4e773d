"""The blanks of a template: the grammar of `$Name:default`, and where blanks stand in a document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from timeline_dsl.errors import DocumentError
from timeline_dsl.node.wire import DEEPEST


class _Drop:
    """The value of a blank whose field is taken out."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "DROP"

    def __reduce__(self) -> str:
        return "DROP"


DROP: Final = _Drop()
"""What a blank `$Name:NULL` stands for when nothing is supplied: the field, or the list item, is left out."""


class Blank(NamedTuple):
    """One blank: its name without `$`, whether it has a default, and that default as a JSON value or `DROP`."""

    name: str
    has_default: bool
    default: Any


def is_param(value: object) -> bool:
    """Whether a JSON value is a blank: text that begins with `$`. A `$` further inside is literal."""
    return isinstance(value, str) and value.startswith("$")


def split(text: str) -> Blank:
    """The parts of a blank; the first colon ends the name. `text` begins with `$`."""
    name, colon, default = text[1:].partition(":")
    return Blank(name, bool(colon), default_value(default) if colon else None)


def default_value(text: str) -> Any:
    """What the default of a blank says: `DROP` for `NULL`, else its JSON value, else the text itself."""
    if text == "NULL":
        return DROP
    try:
        return json.loads(text, parse_constant=_no_json)
    except (ValueError, RecursionError):
        return text


def _no_json(constant: str) -> Any:
    raise ValueError(constant)  # NaN and Infinity are no JSON, so they are text


def blanks(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every blank in a JSON value in document order, as its JSON Pointer (after `path`) and its text.

    Keys are no blanks. Raises `DocumentError` for nesting deeper than 60 levels.
    """
    waiting: list[tuple[str, Any, int]] = [(path, tree, 0)]
    while waiting:
        place, value, depth = waiting.pop()
        if isinstance(value, str):
            if value.startswith("$"):
                yield place, value
            continue
        if isinstance(value, Mapping):
            inner = [(f"{place}/{_step(key)}", item, depth + 1) for key, item in value.items()]
        elif isinstance(value, list | tuple):
            inner = [(f"{place}/{index}", item, depth + 1) for index, item in enumerate(value)]
        else:
            continue
        if depth > DEEPEST:
            raise DocumentError(
                f"the document is nested deeper than {DEEPEST} levels",
                fix="a timeline needs seven; look for a structure inside itself",
            )
        waiting += reversed(inner)


def _step(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def params(tree: Any) -> tuple[str, ...]:
    """The names of all blanks in a JSON value, each once, in the order of their first place."""
    return tuple(dict.fromkeys(text[1:].partition(":")[0] for _, text in blanks(tree)))
