"""The contract that the Config of a regular template declares by its blanks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from timeline_dsl.node import Fact
from timeline_dsl.node.blanks import DROP, is_param, split
from timeline_dsl.templates.contract import Kind, Parameter
from timeline_dsl.templates.expansion import ARRAY_KINDS
from timeline_dsl.templates.places import facts_of_blanks

_KINDS: dict[str, Kind] = {
    "time": "time",
    "number": "number",
    "integer": "integer",
    "text": "text",
    "id": "text",
    "color": "text",
    "flag": "flag",
    "length": "position",
    "choice": "choice",
}
_MATERIALS: dict[str, Kind] = {"MediaURL": "media", "FileURL": "media", "MediaId": "media id", "ImageId": "media id"}


@attrs.frozen
class _Use:
    """One place of a blank: the array whose items it belongs to ("" for none), its name, its default or None."""

    array: str
    name: str
    has_default: bool
    default: Any = None


def parameters_in(config: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """The parameters of a Config in the order of their first places.

    What a Config does not tell is read from the field in which a blank stands: a blank in MediaURL is a material.
    """
    uses = list(_uses(config, ""))
    facts = facts_of_blanks(config)
    arrays = dict.fromkeys(one.array for one in uses if one.array)
    plain = {one.name for one in uses if not one.array} | set(arrays)
    made: dict[str, Parameter] = {}
    for use in uses:
        name = use.array or use.name
        if name in made:
            continue
        made[name] = _array(name, uses, facts, plain) if name in arrays else _plain(use.name, "", uses, facts)
    return tuple(made.values())


def _uses(value: Any, array: str) -> Iterator[_Use]:
    if is_param(value):
        blank = split(value)
        yield _Use(array, blank.name, blank.has_default, blank.default)
    elif isinstance(value, Mapping):
        if value.get("Sys_Type") in ARRAY_KINDS and is_param(value.get("Sys_ArrayObject")):
            name = split(value["Sys_ArrayObject"]).name
            inner = list(_uses(value.get("Sys_Template"), name))
            yield from inner or [_Use(name, "", True)]
        else:
            for item in value.values():
                yield from _uses(item, array)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _uses(item, array)


def _plain(name: str, array: str, uses: list[_Use], facts: Mapping[tuple[str, str], Fact]) -> Parameter:
    own = [one for one in uses if one.array == array and one.name == name]
    required = any(not one.has_default for one in own)
    default = None if required or own[0].default is DROP else own[0].default
    fact = facts.get((array, name))
    kind, choices = _kind(fact)
    return Parameter(
        name=name,
        kind=kind,
        choices=choices,
        required=required,
        default=default,
        optional=not required and default is None,
        doc=fact.doc if fact is not None else "",
    )


def _kind(fact: Fact | None) -> tuple[Kind, tuple[Any, ...]]:
    if fact is None:
        return "any", ()
    if fact.wire in _MATERIALS:
        return _MATERIALS[fact.wire], ()
    kind = _KINDS.get(fact.kind, "any")
    return kind, fact.choices if kind == "choice" else ()


def _array(name: str, uses: list[_Use], facts: Mapping[tuple[str, str], Fact], plain: set[str]) -> Parameter:
    """A list parameter: of scalars when its items have one open blank, else of records."""
    names = dict.fromkeys(one.name for one in uses if one.array == name and one.name)
    own = [one for one in names if one not in plain] or list(names)
    if len(own) == 1:
        item = _plain(own[0], name, uses, facts)
        return attrs.evolve(item, name=name, many=True, required=True, default=None, optional=False)
    fields = tuple(_plain(one, name, uses, facts) for one in own)
    return Parameter(name=name, kind="record" if fields else "any", many=True, fields=fields)
