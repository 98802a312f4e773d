"""The contract of a template: its parameters, and the values that fit them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, is_typeddict

import attrs

from timeline_dsl import units
from timeline_dsl.errors import TimelineError, UsageError, shown
from timeline_dsl.materials import is_url
from timeline_dsl.node import Param

Kind = Literal[
    "text", "media", "media id", "number", "integer", "flag", "time", "position", "choice", "record", "any", "value"
]
"""What a parameter takes. `any` is any JSON value; `value` a Python value that no JSON can say (a style, a font)."""


@attrs.frozen
class Marker:
    """What an annotation says beyond its Python type."""

    kind: Kind


Media = Annotated[str, Marker("media")]
"""A parameter that names a material: an OSS address. Its blank stands in MediaURL."""

MediaId = Annotated[str, Marker("media id")]
"""A parameter that names a media asset by its id. Its blank stands in MediaId."""

Seconds = Annotated[units.TimeLike, Marker("time")]
"""A parameter that is a time: seconds, `"500ms"`, `"00:01:02.5"`."""

Position = Annotated[units.LengthLike, Marker("position")]
"""A parameter that is a position or size on the output: `"65%"`, `"640px"`."""


@attrs.frozen(kw_only=True)
class Parameter:
    """One parameter of a template. `many` takes a list of what `kind` says; the parts of a record are `fields`.

    A record without fields is an object whose keys only the template knows.
    """

    name: str
    kind: Kind
    many: bool = False
    required: bool = True
    default: Any = attrs.field(default=None, hash=False)
    doc: str = ""
    choices: tuple[Any, ...] = ()
    fields: tuple[Parameter, ...] = ()
    optional: bool = False
    factory: Any = attrs.field(default=None, eq=False, repr=False)

    @property
    def type(self) -> str:
        """The type in words: `text`, `list of media`, `one of left, right`."""
        one = "one of " + ", ".join(map(str, self.choices)) if self.kind == "choice" else self.kind
        if self.kind == "record":
            parts = ", ".join(f"{part.name}: {part.type}" for part in self.fields)
            one = f"{{{parts}}}" if parts else "objects"
        return f"list of {one}" if self.many else one

    def to_dict(self) -> dict[str, Any]:
        """The parameter as plain JSON values."""
        made: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "required": self.required,
            "default": self.default if is_json(self.default) else shown(self.default),
            "doc": self.doc,
        }
        if self.fields:
            made["fields"] = [part.to_dict() for part in self.fields]
        if self.choices:
            made["choices"] = list(self.choices)
        return made

    def __str__(self) -> str:
        need = "required" if self.required else "optional" if self.default is None else f"default {shown(self.default)}"
        return f"{self.name}: {self.type}, {need}" + (f" – {self.doc}" if self.doc else "")


def is_json(value: object) -> bool:
    """Whether a Python value is a JSON value as it stands."""
    if isinstance(value, list | tuple):
        return all(is_json(item) for item in value)
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and is_json(item) for key, item in value.items())
    return value is None or isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))


class BlankList:
    """What stands for a list of values while a template runs with blanks."""


class Unfit(Exception):
    """A value that does not fit its parameter: `at` says which part of the value, `expected` what would fit."""

    def __init__(self, expected: str, value: object, at: str = "") -> None:
        super().__init__(f"must be {expected} (got {shown(value)})")
        self.expected, self.value, self.at = expected, value, at


_WORDS = {
    "text": "text",
    "media": "an OSS address or a MediaId",
    "media id": "a MediaId",
    "number": "a number",
    "integer": "a whole number",
    "flag": "True or False",
    "time": 'a time: 2.5, "500ms", "00:01:02.5"',
    "position": 'a position or size: "65%" or "640px"',
    "record": "an object",
    "any": "a JSON value",
}


def accepted(parameter: Parameter, value: Any) -> Any:
    """`value` as the template takes it: records made of objects, lists made of any sequence. Raises `Unfit`."""
    if isinstance(value, Param | BlankList):
        return value
    if value is None:
        if parameter.optional:
            return None
        raise Unfit(_expected(parameter), value)
    if not parameter.many:
        return _one(parameter, value)
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Sequence):
        if hasattr(value, "__next__"):
            return accepted(parameter, list(value))
        raise Unfit(f"a {parameter.type}", value)
    made = []
    for index, item in enumerate(value):
        try:
            made.append(_one(parameter, item))
        except Unfit as unfit:
            raise Unfit(unfit.expected, unfit.value, f"/{index}{unfit.at}") from None
    return made


def _expected(parameter: Parameter) -> str:
    if parameter.many:
        return f"a {parameter.type}"
    return parameter.type if parameter.kind in ("choice", "value") else _WORDS[parameter.kind]


def _one(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, Param) or parameter.kind == "value":
        return value
    if parameter.kind == "record":
        return _record(parameter, value)
    if parameter.kind == "choice":
        fits = any(value == choice and type(value) is type(choice) for choice in parameter.choices)
    else:
        fits = _FITS[parameter.kind](value)
    if not fits:
        raise Unfit(parameter.type if parameter.kind == "choice" else _WORDS[parameter.kind], value)
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_time(value: Any) -> bool:
    return _converts(units.seconds, value)


def _is_position(value: Any) -> bool:
    return _converts(units.length, value)


def _is_material(value: Any) -> bool:
    return isinstance(value, str) and value != "" and (is_url(value) or not set("/\\.") & set(value))


def _converts(convert: Any, value: Any) -> bool:
    try:
        convert(value)
    except UsageError:
        return False
    return True


_FITS = {
    "text": lambda value: isinstance(value, str),
    "media": _is_material,
    "media id": lambda value: isinstance(value, str) and value != "" and not is_url(value),
    "number": _is_number,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
    "time": _is_time,
    "position": _is_position,
    "any": is_json,
}


def _record(parameter: Parameter, value: Any) -> Any:
    if parameter.factory is not None and not is_typeddict(parameter.factory) and isinstance(value, parameter.factory):
        value = {part.name: getattr(value, part.name) for part in parameter.fields}
    if not isinstance(value, Mapping):
        raise Unfit(f"an object with {', '.join(part.name for part in parameter.fields) or 'the values'}", value)
    if not parameter.fields:
        if not is_json(value):
            raise Unfit("an object of JSON values", value)
        return dict(value)
    known = {part.name: part for part in parameter.fields}
    for key in value:
        if key not in known:
            raise Unfit(f"an object of {', '.join(known)} without {key!r}", value)
    made = {}
    for name, part in known.items():
        if name not in value:
            if part.required:
                raise Unfit(f"an object with {name!r}", value)
            continue
        try:
            made[name] = accepted(part, value[name])
        except Unfit as unfit:
            raise Unfit(unfit.expected, unfit.value, f"/{name}{unfit.at}") from None
    return made if parameter.factory is None else made_record(parameter, made)


def made_record(parameter: Parameter, values: Mapping[str, Any]) -> Any:
    """The record of a parameter's own class from the values of its fields. Raises `Unfit` where the class refuses."""
    try:
        return parameter.factory(**values)
    except (TypeError, ValueError, TimelineError) as error:
        raise Unfit(f"a {parameter.factory.__name__} ({error})", dict(values)) from error


def is_record_class(kind: Any) -> bool:
    """Whether a class is made of named parts: a NamedTuple, a TypedDict, a dataclass or an attrs class."""
    return is_typeddict(kind) or (
        isinstance(kind, type)
        and (
            dataclasses.is_dataclass(kind) or attrs.has(kind) or (issubclass(kind, tuple) and hasattr(kind, "_fields"))
        )
    )
