"""The contract that a Python function declares by its annotations, defaults and docstring."""

from __future__ import annotations

import collections.abc
import dataclasses
import inspect
import re
import types
from collections.abc import Callable, Mapping
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import attrs

from timeline_dsl.errors import UsageError
from timeline_dsl.node import Node
from timeline_dsl.templates.contract import Kind, Marker, Parameter, is_record_class

_PLAIN: dict[Any, Kind] = {str: "text", float: "number", int: "integer", bool: "flag", Any: "any", object: "any"}
_LISTS = (list, tuple, collections.abc.Sequence, collections.abc.Iterable)


def parameters_of(function: Callable[..., Any], names: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """The parameters of a template function, in order. `names` are those known where the function was written.

    Raises `UsageError` for a parameter without a type, for `*args` and `**kwargs`.
    """
    try:
        hints = get_type_hints(function, localns=dict(names), include_extras=True)
    except (NameError, TypeError, SyntaxError, AttributeError) as error:
        raise UsageError(
            f"the annotations of {function.__name__} cannot be read: {error}",
            where=_line(function),
            fix="annotate with types that are known where the template is written",
        ) from error
    docs = _docs_in(inspect.getdoc(function) or "", list(hints))
    found = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise UsageError(
                f"a template has named parameters, not *{name}",
                where=_line(function),
                fix="name each parameter, or take a list: clips: list[Media]",
            )
        if name not in hints:
            raise UsageError(
                f"the parameter {name!r} of {function.__name__} has no type",
                where=_line(function),
                fix=f"annotate it, for example {name}: str",
            )
        required = parameter.default is parameter.empty
        made = typed(name, hints[name])
        found.append(
            attrs.evolve(
                made,
                required=required,
                default=None if required else parameter.default,
                optional=made.optional or (not required and parameter.default is None),
                doc=made.doc or docs.get(name, ""),
            )
        )
    return tuple(found)


def typed(name: str, annotation: Any) -> Parameter:
    """The parameter that an annotation describes."""
    base, doc, marker = _stripped(annotation)
    union = [part for part in get_args(base) if part is not type(None)] if _is_union(base) else [base]
    optional = _is_union(base) and type(None) in get_args(base)
    if len(union) == 1 and base is not union[0]:
        return attrs.evolve(typed(name, union[0]), optional=optional, doc=doc or typed(name, union[0]).doc)
    if marker is not None:
        return Parameter(name=name, kind=marker.kind, doc=doc, optional=optional)
    if len(union) > 1:
        return Parameter(name=name, kind=_kind_of_union(union), doc=doc, optional=optional)
    origin = get_origin(base)
    if origin is Literal:
        return Parameter(name=name, kind="choice", choices=get_args(base), doc=doc)
    if base in _PLAIN:
        return Parameter(name=name, kind=_PLAIN[base], doc=doc)
    if origin in _LISTS or base in _LISTS:
        return _listed(name, base, doc)
    return Parameter(name=name, kind="value", doc=doc)


def _listed(name: str, base: Any, doc: str) -> Parameter:
    """A list of what its items are; a list of lists, or of mixed tuples, is a Python value."""
    items = [part for part in get_args(base) if part is not Ellipsis]
    item = typed(name, items[0]) if len(items) == 1 else Parameter(name=name, kind="any" if not items else "value")
    fields = _fields(items[0]) if len(items) == 1 else ()
    if fields:
        item = Parameter(name=name, kind="record", fields=fields, factory=items[0])
    elif len(items) == 1 and (get_origin(items[0]) or items[0]) in (dict, collections.abc.Mapping):
        item = Parameter(name=name, kind="record")
    if item.many:
        return Parameter(name=name, kind="value", many=True, doc=doc)
    return attrs.evolve(item, many=True, doc=doc, optional=False)


def _stripped(annotation: Any) -> tuple[Any, str, Marker | None]:
    """An annotation without what `Annotated` adds to it: its type, the text and the marker."""
    if get_origin(annotation) is not Annotated:
        return annotation, "", None
    base, *more = get_args(annotation)
    doc = next((one for one in more if isinstance(one, str)), "")
    return base, doc, next((one for one in more if isinstance(one, Marker)), None)


def _is_union(base: Any) -> bool:
    return get_origin(base) in (Union, types.UnionType)


def _kind_of_union(union: list[Any]) -> Kind:
    if all(part in (int, float) for part in union):
        return "number"
    if all(get_origin(part) is Literal or _stripped(part)[0] in _PLAIN for part in union):
        texts = all(
            isinstance(one, str) for part in union if get_origin(part) is Literal for one in get_args(part)
        ) and all(_stripped(part)[0] is str for part in union if get_origin(part) is not Literal)
        return "text" if texts else "any"
    return "value"


def _fields(kind: Any) -> tuple[Parameter, ...]:
    """The parts of a record class, or none when `kind` is no record of JSON values."""
    if not is_record_class(kind) or issubclass(kind, Node):
        return ()
    try:
        hints = get_type_hints(kind, include_extras=True)
    except (NameError, TypeError):
        return ()
    hints = {
        name: get_args(hint)[0] if get_origin(hint) in (Required, NotRequired) else hint for name, hint in hints.items()
    }
    fields = []
    for name, default in _defaults(kind).items():
        part = typed(name, hints.get(name, Any))
        if part.kind == "value" or part.many:
            return ()
        required = default is inspect.Parameter.empty
        fields.append(
            attrs.evolve(
                part,
                required=required,
                default=None if required else default,
                optional=part.optional or (not required and default is None),
            )
        )
    return tuple(fields)


def _defaults(kind: Any) -> dict[str, Any]:
    """The names that make a record, each with its default or `Parameter.empty`."""
    nothing = inspect.Parameter.empty
    if is_typeddict(kind):
        return {name: nothing if name in kind.__required_keys__ else None for name in kind.__annotations__}
    if dataclasses.is_dataclass(kind):
        return {
            one.name: nothing
            if one.default is dataclasses.MISSING is one.default_factory
            else one.default
            if one.default_factory is dataclasses.MISSING
            else one.default_factory()
            for one in dataclasses.fields(kind)
            if one.init
        }
    if attrs.has(kind):
        return {
            one.alias: nothing
            if one.default is attrs.NOTHING
            else one.default
            if not hasattr(one.default, "takes_self")
            else one.default.factory()
            for one in attrs.fields(kind)
            if one.init
        }
    return {name: kind._field_defaults.get(name, inspect.Parameter.empty) for name in kind._fields}


_LINE = re.compile(r"\s*(?::param\s+)?(\w+)\s*(?:\([^)]*\))?\s*:\s+(\S.*)")


def _docs_in(text: str, names: list[str]) -> dict[str, str]:
    """What a docstring says of each parameter, in lines such as `title: What the card says.`"""
    found = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match and match[1] in names:
            found[match[1]] = match[2].strip()
    return found


def _line(function: Callable[..., Any]) -> str | None:
    code = getattr(function, "__code__", None)
    if code is None:
        return None
    return f"{code.co_filename.replace(chr(92), '/').rpartition('/')[2]}:{code.co_firstlineno}"
