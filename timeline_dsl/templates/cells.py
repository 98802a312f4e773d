"""Cells of a table as values of parameters: text, converted by what the contract says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from timeline_dsl import units
from timeline_dsl.documents import parse_text
from timeline_dsl.errors import DocumentError, UsageError
from timeline_dsl.node.wire import plain
from timeline_dsl.templates.contract import Parameter, Unfit, accepted

SEPARATOR = "|"
"""What stands between the items of a list in one cell, unless the cell is a JSON array."""

_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def from_cell(parameter: Parameter, cell: str, *, wire: bool) -> Any:
    """The value of a parameter that the text of a cell says. Raises `Unfit`.

    Lists are JSON arrays or items separated by `|`. With `wire`, times and positions become the numbers of a document.
    """
    text = cell.strip()
    if parameter.many:
        items = _json(text, parameter) if text.startswith("[") else [item.strip() for item in text.split(SEPARATOR)]
        if not isinstance(items, list):
            raise Unfit(f"a {parameter.type}", cell)
        return [_item(parameter, item, index, wire) for index, item in enumerate(items)]
    return _one(parameter, text if parameter.kind not in ("text", "any") else cell, wire)


def _item(parameter: Parameter, item: Any, index: int, wire: bool) -> Any:
    try:
        if isinstance(item, str):
            return _one(parameter, item, wire)
        if parameter.kind == "record" and isinstance(item, dict):
            known = {part.name: part for part in parameter.fields}
            return {
                name: _one(known[name], value, wire) if isinstance(value, str) and name in known else value
                for name, value in item.items()
            }
        return item
    except Unfit as unfit:
        raise Unfit(unfit.expected, unfit.value, f"/{index}{unfit.at}") from None


def _json(text: str, parameter: Parameter) -> Any:
    try:
        return parse_text(text, "the cell")
    except DocumentError as error:
        raise Unfit(f"a {parameter.type} as JSON ({error.message})", text) from None


def _one(parameter: Parameter, text: str, wire: bool) -> Any:
    convert = _CONVERSIONS.get(parameter.kind)
    if parameter.kind == "value":
        raise Unfit("left out of a table: no text can say it", text)
    if parameter.kind == "record" or (parameter.kind == "any" and text.lstrip()[:1] in ("[", "{")):
        return _json(text, parameter)
    if parameter.kind == "choice":
        value: Any = next((choice for choice in parameter.choices if str(choice) == text), text)
    else:
        value = text if convert is None else convert(text)
    accepted(_alone(parameter), value)
    return _wired(parameter, value) if wire else value


def _alone(parameter: Parameter) -> Parameter:
    return attrs.evolve(parameter, many=False)


def _wired(parameter: Parameter, value: Any) -> Any:
    """A time or position as a document writes it."""
    try:
        if parameter.kind == "time":
            return units.seconds(value)
        if parameter.kind == "position":
            return plain(units.length(value))
    except UsageError:
        raise Unfit(f"a {parameter.kind}", value) from None
    return value


def _number(text: str) -> Any:
    value = units.number_of(text)
    return text if value is None else value


def _integer(text: str) -> Any:
    value = units.number_of(text)
    return int(value) if value is not None and value == int(value) else text


_CONVERSIONS: dict[str, Callable[[str], Any]] = {
    "number": _number,
    "integer": _integer,
    "time": _number,
    "flag": lambda text: _FLAGS.get(text.lower(), text),
}
