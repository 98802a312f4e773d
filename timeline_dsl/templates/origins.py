"""Which parameter a place of an expanded document came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from timeline_dsl.errors import TemplateError
from timeline_dsl.node.blanks import DROP, is_param, split
from timeline_dsl.templates.expansion import ARRAY_KINDS


def origins(config: Any, values: Mapping[str, Any]) -> dict[str, str]:
    """The parameter behind each place (JSON Pointer) of the document that a Config makes of `values`."""
    return dict(_origins(config, values, "", {}, ""))


def parameter_at(path: str, config: Any, values: Mapping[str, Any]) -> str | None:
    """The parameter that filled the place `path` of the document, or the one behind all that stands there."""
    try:
        found = origins(config, values)
    except TemplateError:
        return None
    place = path
    while place:
        if place in found:
            return found[place]
        place = place.rpartition("/")[0]
    below = {name for inner, name in found.items() if inner.startswith(path + "/")}
    return below.pop() if len(below) == 1 else None


def _origins(
    value: Any, values: Mapping[str, Any], path: str, local: Mapping[str, Any], array: str
) -> Iterator[tuple[str, str]]:
    if is_param(value):
        blank = split(value)
        yield path, array if blank.name in local else blank.name
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _origins(inner, values, f"{path}/{key}", local, array)
    elif isinstance(value, list | tuple):
        at = 0
        for item in value:
            if isinstance(item, Mapping) and item.get("Sys_Type") in ARRAY_KINDS:
                for filled in _filled(item, values):
                    name = split(item["Sys_ArrayObject"]).name
                    yield from _origins(item.get("Sys_Template"), values, f"{path}/{at}", filled, name)
                    at += 1
            elif not (is_param(item) and _dropped(item, values)):
                yield from _origins(item, values, f"{path}/{at}", local, array)
                at += 1


def _filled(node: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The local values of each copy of an array's template; all its blanks where the item is no object."""
    items = values.get(split(node["Sys_ArrayObject"]).name)
    for item in items if isinstance(items, list | tuple) else ():
        yield item if isinstance(item, Mapping) else _Any()


class _Any(dict[str, Any]):
    """Local values that have every name: those of an item that is one plain value."""

    def __contains__(self, name: object) -> bool:
        return True


def _dropped(text: str, values: Mapping[str, Any]) -> bool:
    blank = split(text)
    return blank.name not in values and blank.default is DROP
