"""Templates: timelines with named blanks, written in Python or given as the Config of a regular template."""

from __future__ import annotations

import abc
import functools
import inspect
import sys
import warnings
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, overload

from timeline_dsl.documents import parse, read_object
from timeline_dsl.errors import Finding, TemplateError, TimelineWarning, UsageError, readers_line
from timeline_dsl.node import Document, thawed
from timeline_dsl.node.blanks import params
from timeline_dsl.templates.config_contract import parameters_in
from timeline_dsl.templates.contract import Parameter, Unfit, accepted
from timeline_dsl.templates.expansion import expand, misfit_error, misfits
from timeline_dsl.templates.signature import parameters_of
from timeline_dsl.templates.translation import Translation, called, translated
from timeline_dsl.timeline import Timeline

if TYPE_CHECKING:
    from timeline_dsl.check import Report

P = ParamSpec("P")


class Template(abc.ABC):
    """A timeline with named blanks: `params` is its contract, `expand` fills it in.

    `Template.from_config` reads the Config of a regular template; `@td.template` makes one of a Python function.
    """

    name: str
    params: tuple[Parameter, ...]

    @staticmethod
    def from_config(config: Mapping[str, Any] | str | Path) -> ConfigTemplate:
        """The template that a Config describes: an object, its JSON text, or a file of it. Raises `DocumentError`."""
        value = config if isinstance(config, Mapping) else parse(config).value
        return ConfigTemplate(read_object(value, "template"))

    @abc.abstractmethod
    def to_config(self) -> Document:
        """The Config of the regular template, as the service stores it."""

    @abc.abstractmethod
    def expand(self, params: Mapping[str, Any]) -> Timeline:
        """The timeline for the values of the parameters. Raises `TemplateError`, whose findings tell what misfits."""

    @abc.abstractmethod
    def misfits(self, params: Mapping[str, Any]) -> tuple[Finding, ...]:
        """What does not fit between the template and the values of its parameters."""

    def expand_document(self, params: Mapping[str, Any]) -> Document:
        """The Timeline JSON for the values of the parameters, as plain dicts. Raises `TemplateError`."""
        return self.expand(params).to_dict(check=False)

    def check(self, params: Mapping[str, Any], region: str | None = None, media: object = None) -> Report:
        """What is wrong with the values of the parameters, and with the timeline that they give. Never raises."""
        from timeline_dsl.check import Report

        found = self.misfits(params)
        try:
            made = self.expand(params)
        except TemplateError as error:
            return Report(kind="template", findings=tuple(dict.fromkeys((*error.findings, *found))))
        return Report(kind="template", findings=(*found, *made.check(region=region, media=media).findings))


class ConfigTemplate(Template):
    """A template given as the Config of a regular template of the service."""

    def __init__(self, config: Mapping[str, Any], name: str = "template") -> None:
        self.name = name
        self._config = thawed(config)
        self.params = parameters_in(self._config)
        self._names = frozenset(params(self._config))

    def to_config(self) -> Document:
        """The Config, as it was given."""
        made: Document = thawed(self._config)
        return made

    def expand_document(self, params: Mapping[str, Any]) -> Document:
        """The Timeline JSON for the values of the parameters, exactly as the service expands it.

        Raises `TemplateError` when they do not fit; a value that no blank takes is warned of.
        """
        document = expand(self._config, params)
        if params.keys() - self._names:
            for finding in self.misfits(params):
                if finding.severity == "warning":
                    warnings.warn(TimelineWarning(str(finding)), stacklevel=2)
        return document

    def expand(self, params: Mapping[str, Any]) -> Timeline:
        """The timeline for the values of the parameters. Raises `TemplateError`, whose findings tell what misfits."""
        return Timeline.from_dict(self.expand_document(params))

    def misfits(self, params: Mapping[str, Any]) -> tuple[Finding, ...]:
        """What does not fit between the template and the values of its parameters."""
        return misfits(self._config, params)

    def __repr__(self) -> str:
        return f"<template ({', '.join(map(str, self.params))})>"


class FunctionTemplate(Template, Generic[P]):
    """A template written as a Python function. Calling it gives the timeline."""

    def __init__(
        self,
        function: Callable[P, Timeline],
        parameters: tuple[Parameter, ...],
        example: Mapping[str, Any],
        fixed: Mapping[str, Any],
    ) -> None:
        functools.update_wrapper(self, function)
        self.name = function.__name__
        self.params = tuple(one for one in parameters if one.name not in fixed)
        self.example = {name: value for name, value in example.items() if name not in fixed}
        self._all = (function, parameters, example, fixed)
        self._function = _by_name(function, fixed)
        self._signature = _without(inspect.signature(function), fixed)
        self._translation: Translation | None = None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Timeline:
        """The timeline for these values. Raises `TemplateError` for a value that its parameter does not take."""
        return called(self._function, self._values(self._bound(args, kwargs)))

    def fixed(self, **values: Any) -> FunctionTemplate[...]:
        """The template with some parameters decided: the rest is its contract, and its Config holds what they make.

        So a regular template can be had of a function that branches on a parameter, one for each of its values.
        """
        function, parameters, example, before = self._all
        findings = tuple(one for one in self.misfits(values) if one.rule != "template.param-missing")
        if findings:
            raise misfit_error(findings)
        known = {one.name: one for one in self.params}
        decided = {name: accepted(known[name], value) for name, value in values.items()}
        return FunctionTemplate(function, parameters, example, {**before, **decided})

    def to_config(self) -> Document:
        """The Config of the regular template that makes the same timelines.

        Raises `TemplateError`, naming the parameter and the line, where the function works something out from a
        parameter: a regular template can only put it somewhere.
        """
        return self._translated().config

    def clips_param(self, *args: P.args, **kwargs: P.kwargs) -> Document:
        """The ClipsParam with which the Config makes the timeline that these values give. Raises `TemplateError`."""
        values = self._values(self._bound(args, kwargs))
        return self._translated().clips_param(values, called(self._function, values).to_dict(check=False))

    def expand(self, params: Mapping[str, Any]) -> Timeline:
        """The timeline for the values of the parameters, given by name; records may be objects."""
        findings = self.misfits(params)
        if findings:
            raise misfit_error(findings)
        defaults = {one.name: one.default for one in self.params}
        return called(self._function, self._values({**defaults, **params}))

    def misfits(self, params: Mapping[str, Any]) -> tuple[Finding, ...]:
        """What does not fit between the contract and the values of the parameters."""
        known = {one.name: one for one in self.params}
        found = [
            _finding("template.param-missing", name, "it is missing", f"supply {name!r} ({one.type})")
            for name, one in known.items()
            if one.required and name not in params
        ]
        for name, value in params.items():
            if name not in known:
                found.append(
                    _finding(
                        "template.unused-key",
                        name,
                        f"{self.name}() has no parameter {name!r}",
                        f"its parameters: {', '.join(known)}",
                    )
                )
                continue
            try:
                if value is not known[name].default or known[name].required:
                    accepted(known[name], value)
            except Unfit as unfit:
                fix = f"it takes {known[name].type}"
                found.append(_finding("template.param-type", name + unfit.at, str(unfit), fix))
        return tuple(found)

    def _translated(self) -> Translation:
        if self._translation is None:
            self._translation = translated(self._function, self.params, self.example)
        return self._translation

    def _bound(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        try:
            bound = self._signature.bind(*args, **kwargs)
        except TypeError as error:
            contract = ", ".join(f"{one.name}: {one.type}" for one in self.params)
            raise TemplateError(f"{self.name}(): {error}", fix=f"its parameters: {contract}") from None
        bound.apply_defaults()
        return dict(bound.arguments)

    def _values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values as the function takes them. Raises `TemplateError` for the first that does not fit."""
        made: dict[str, Any] = {}
        for one in self.params:
            value = given[one.name]
            try:
                made[one.name] = value if value is one.default and not one.required else accepted(one, value)
            except Unfit as unfit:
                raise TemplateError(f"{self.name}({one.name + unfit.at}) {unfit}", fix=f"it takes {one.type}") from None
        return made

    def __repr__(self) -> str:
        return f"<template {self.name}({', '.join(f'{one.name}: {one.type}' for one in self.params)})>"


def _by_name(function: Callable[..., Timeline], fixed: Mapping[str, Any]) -> Callable[..., Timeline]:
    """The function as one that takes every parameter by its name, some of them decided."""
    first = function.__code__.co_posonlyargcount
    names = function.__code__.co_varnames[:first]

    @functools.wraps(function)
    def call(**values: Any) -> Timeline:
        given = {**values, **fixed}
        in_order = [given.pop(name) for name in names]
        return function(*in_order, **given)

    return call


def _without(signature: inspect.Signature, names: Collection[str]) -> inspect.Signature:
    """A signature without some parameters; what follows them is then given by name where it has to be."""
    kept: list[inspect.Parameter] = []
    for one in signature.parameters.values():
        if one.name in names:
            continue
        after_gap = any(before.default is not before.empty for before in kept) and one.default is one.empty
        kept.append(one.replace(kind=one.KEYWORD_ONLY) if after_gap else one)
    return signature.replace(parameters=sorted(kept, key=lambda one: one.kind))


def _finding(rule: str, path: str, message: str, fix: str) -> Finding:
    return Finding(rule=rule, severity="error", path=f"/{path}", message=message, fix=fix, evidence="doc")


@overload
def template(function: Callable[P, Timeline], /) -> FunctionTemplate[P]: ...


@overload
def template(*, example: Mapping[str, Any] | None = None) -> Callable[[Callable[P, Timeline]], FunctionTemplate[P]]: ...


def template(function: Callable[..., Timeline] | None = None, /, *, example: Mapping[str, Any] | None = None) -> Any:
    """Make a template of a function whose parameters are typed and which returns a timeline.

    The types are `str`, `float`, `int`, `bool`, `Literal[...]`, the markers `Media`, `MediaId`, `Seconds` and
    `Position`, lists of these, lists of records (NamedTuple, dataclass, attrs), each perhaps `| None`, with defaults.
    `example` holds values that the template can be tried with.
    """
    names = sys._getframe(1).f_locals

    def make(wrapped: Callable[..., Timeline]) -> FunctionTemplate[Any]:
        if not callable(wrapped) or not hasattr(wrapped, "__code__"):
            raise UsageError(
                "a template is made of a function",
                where=readers_line(),
                fix="@td.template above def card(title: str) -> td.Timeline: …",
            )
        return FunctionTemplate(wrapped, parameters_of(wrapped, names), dict(example or {}), {})

    return make if function is None else make(function)
