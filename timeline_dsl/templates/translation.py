"""A template function as the Config of a regular template: run with blanks, then held against runs with values."""

from __future__ import annotations

import ast
import inspect
import textwrap
import warnings
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

import attrs

from timeline_dsl.errors import TemplateError, TimelineError, TimelineWarning
from timeline_dsl.materials import is_url
from timeline_dsl.node import Document, Node, Param, children, dump, walk
from timeline_dsl.node.blanks import DROP, params
from timeline_dsl.templates.contract import Parameter
from timeline_dsl.templates.expansion import expand
from timeline_dsl.templates.pattern import Names, NoPattern, Repeat, Values, holes_in, pattern_of, values_in, written
from timeline_dsl.templates.places import facts_of_blanks
from timeline_dsl.templates.samples import ROUNDS, Facts, items, sample
from timeline_dsl.templates.symbols import (
    ITEM,
    Hole,
    Inexpressible,
    Watch,
    blanks_shown,
    inexpressible,
    symbol_of,
    without_marks,
)
from timeline_dsl.timeline import Timeline

Function = Callable[..., Timeline]


@attrs.frozen
class Translation:
    """A template function as a pattern, and how its holes are called."""

    function: Function
    parameters: tuple[Parameter, ...]
    pattern: Any
    names: Names

    @property
    def config(self) -> Document:
        """The Config of the regular template."""
        document: Document = written(self.pattern, self.names)
        return document

    def clips_param(self, values: Mapping[str, Any], document: Document) -> Document:
        """The ClipsParam from which the Config makes `document`, which the function made of `values`.

        Raises `Inexpressible` when there is none.
        """
        try:
            return self._clips_param(values, document)
        except NoPattern as misfit:
            for one in self.parameters:
                if one.kind == "media" and (given := _ids_among(values[one.name])):
                    deed = f"its blank takes an address, and {given[0]!r} is a MediaId; annotate it as MediaId"
                    where = line_of(self.function, one.name)
                    raise inexpressible(self.function.__name__, (one.name,), deed, where) from None
            raise told(self.function, misfit, None, self.parameters) from None

    def _clips_param(self, values: Mapping[str, Any], document: Document) -> Document:
        found = values_in(document, self.pattern, _counts(self.parameters, values))
        made: Document = {}
        for parameter in self.parameters:
            if parameter.many:
                if any(hole.many == parameter.name for hole in holes_in(self.pattern)):
                    made[parameter.name] = self._items(parameter.name, len(values[parameter.name]), found)
            elif Hole(parameter.name) in found:
                value = found[Hole(parameter.name)]
                if self._says(Hole(parameter.name), value):
                    made[parameter.name] = value
        if expand(self.config, made) != document:
            raise NoPattern((), "", "it works out the timeline from it")
        return made

    def _says(self, hole: Hole, value: Any) -> bool:
        """Whether a hole's value is to be sent; without it the Config's default makes the same."""
        default = self.names.defaults.get(attrs.evolve(hole, index=None), None)
        if value is DROP and default is not DROP:
            raise NoPattern(
                (hole.parameter,),
                "",
                "the value leaves its field out, which only a blank without another default can do",
            )
        return value is not DROP

    def _items(self, many: str, count: int, found: Values) -> list[Any]:
        parts = dict.fromkeys(hole for hole in holes_in(self.pattern) if hole.many == many)
        made: list[Any] = []
        for index in range(count):
            filled = {
                self.names.local(hole): found[attrs.evolve(hole, index=index)]
                for hole in parts
                if self._says(hole, found[attrs.evolve(hole, index=index)])
            }
            made.append(filled)
        alone = all(len(params(written(repeat.template, self.names))) == 1 for repeat in _repeats(self.pattern, many))
        if alone and all(len(one) == 1 and not isinstance(next(iter(one.values())), dict) for one in made):
            return [next(iter(one.values())) for one in made]
        return made


def _ids_among(value: Any) -> list[str]:
    """The texts in a value of materials that are no addresses."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and not is_url(one)]


def _repeats(pattern: Any, many: str) -> list[Repeat]:
    if isinstance(pattern, Repeat):
        return ([pattern] if pattern.many == many else []) + _repeats(pattern.template, many)
    inner = pattern.values() if isinstance(pattern, dict) else pattern if isinstance(pattern, list) else ()
    return [repeat for value in inner for repeat in _repeats(value, many)]


def _counts(parameters: tuple[Parameter, ...], values: Mapping[str, Any]) -> dict[str, int]:
    return {one.name: len(values.get(one.name) or ()) for one in parameters if one.many}


def translated(function: Function, parameters: tuple[Parameter, ...], example: Mapping[str, Any]) -> Translation:
    """The translation of a template function. Raises `Inexpressible` naming the parameter and the line at fault."""
    timeline = _run_with_blanks(function, parameters)
    try:
        pattern = pattern_of(dump(timeline), _id_holes(parameters))
    except NoPattern as misfit:
        raise told(function, misfit, timeline, parameters) from None
    names = Names(globals=frozenset(one.name for one in parameters), defaults=_said_defaults(parameters))
    trial = Translation(function, parameters, pattern, names)
    return _held_against_values(trial, example)


def _id_holes(parameters: tuple[Parameter, ...]) -> frozenset[Hole]:
    """The holes that stand for MediaIds."""
    plain = {Hole(one.name) for one in parameters if one.kind == "media id" and not one.many}
    items = {Hole(ITEM, one.name) for one in parameters if one.kind == "media id" and one.many}
    parts = {Hole(part.name, one.name) for one in parameters for part in one.fields if part.kind == "media id"}
    return frozenset(plain | items | parts)


def _said_defaults(parameters: tuple[Parameter, ...]) -> dict[Hole, Any]:
    """The defaults as the function declares them."""
    made: dict[Hole, Any] = {}
    for one in parameters:
        parts = one.fields if one.many else (one,)
        for part in parts:
            if not part.required and one.kind != "value":
                hole = Hole(part.name, one.name) if one.many else Hole(part.name)
                made[hole] = DROP if part.default is None else part.default
    return made


def _run_with_blanks(function: Function, parameters: tuple[Parameter, ...]) -> Timeline:
    watch = Watch(function.__name__, _code(function))
    given: dict[str, Any] = {}
    for one in parameters:
        if one.kind == "value":
            if one.required:
                raise inexpressible(
                    function.__name__,
                    (one.name,),
                    "it takes a Python value that no JSON can say",
                    line_of(function, one.name),
                )
            given[one.name] = one.default
        else:
            given[one.name] = symbol_of(one, watch)
    try:
        timeline = called(function, given)
        _no_blank_items(timeline, function)
    except Inexpressible:
        raise
    except Exception as error:  # the function is the reader's own, and may fail on blanks in any way
        if watch.refused is not None:
            raise watch.refused from None
        raise _failed_on_blanks(function, error) from error
    finally:
        watch.on = False
    if watch.refused is not None:
        raise watch.refused
    return timeline


def _failed_on_blanks(function: Function, error: Exception) -> TemplateError:
    """What is said of a function that fails with blanks, where it may well work with values."""
    names = blanks_shown(str(error))
    message = error.message if isinstance(error, TimelineError) else f"{type(error).__name__}: {error}"
    if not names:
        return TemplateError(
            f"{function.__name__}() fails when its parameters are blanks, as in a regular template: {message}",
            fix="let the parameters go into the timeline as they are",
        )
    told_itself = isinstance(error, TimelineError) and not function.__module__.startswith("timeline_dsl.")
    where = error.where if told_itself and isinstance(error, TimelineError) else None
    return inexpressible(
        function.__name__, names, f"it needs its value ({without_marks(message)})", where or line_of(function, *names)
    )


def called(function: Function, values: Mapping[str, Any]) -> Timeline:
    """What a template function makes of the values of its parameters. Raises `TemplateError` for no Timeline."""
    made = function(**values)
    if not isinstance(made, Timeline):
        raise TemplateError(
            f"the template {function.__name__} must return a Timeline (got {type(made).__name__})",
            fix="end it with return timeline",
        )
    return made


def _no_blank_items(node: Node, function: Function) -> None:
    for _, inner in children(node):
        if isinstance(inner, Param):
            raise TemplateError(
                f"{function.__name__}() puts a parameter where a clip, an effect or a track belongs",
                fix="make a clip of it: td.video(address)",
            )
        _no_blank_items(inner, function)


# -- held against values -----------------------------------------------------------------------------------------------


def _held_against_values(trial: Translation, example: Mapping[str, Any]) -> Translation:
    """The translation with defaults as the function writes them, after a comparison with what values give."""
    facts = facts_of_blanks(trial.config)
    base = _first_that_works(trial, facts, example)
    if base is None:
        return trial
    values, document, turn = base
    try:
        found = values_in(document, trial.pattern, _counts(trial.parameters, values))
    except NoPattern as misfit:
        raise told(trial.function, misfit, None, trial.parameters) from None
    trial = attrs.evolve(trial, names=attrs.evolve(trial.names, defaults=_real_defaults(trial, values, found)))
    for one in trial.parameters:
        for value in _others(one, _facts_for(one, facts), turn):
            made = _made(trial.function, {**values, one.name: value})
            if made is None:
                continue
            try:
                trial._clips_param({**values, one.name: value}, made)
            except NoPattern as misfit:
                raise told(trial.function, misfit, None, (one,)) from None
    return trial


def _facts_for(parameter: Parameter, facts: Mapping[tuple[str, str], Any]) -> Facts:
    array = parameter.name if parameter.many else ""
    return {name: fact for (many, name), fact in facts.items() if many == array}


def _first_that_works(
    trial: Translation, facts: Mapping[tuple[str, str], Any], example: Mapping[str, Any]
) -> tuple[dict[str, Any], Document, int] | None:
    """Values of which the function makes a timeline, with that timeline; optional parameters at their defaults."""
    for turn in range(ROUNDS):
        values: dict[str, Any] = {}
        for ordinal, one in enumerate(trial.parameters):
            if not one.required:
                values[one.name] = one.default
            elif one.name in example and turn == 0:
                values[one.name] = example[one.name]
            else:
                values[one.name] = sample(one, _facts_for(one, facts), ordinal, turn)
        made = _made(trial.function, values)
        if made is not None:
            return values, made, turn
    return None


def _others(parameter: Parameter, facts: Facts, turn: int) -> list[Any]:
    """Other values of one parameter to hold the translation against."""
    if parameter.kind == "value":
        return []
    if parameter.many:
        # no items at all may well leave a track out; that is told of the values themselves, by clips_param
        return [items(parameter, facts, count, turn, other) for count, other in ((1, True), (3, False))]
    return [sample(parameter, facts, 0, turn), sample(parameter, facts, 0, turn, other=True)]


def _made(function: Function, values: Mapping[str, Any]) -> Document | None:
    """The document that the function makes of values, or None where it refuses them: samples need not fit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", TimelineWarning)  # nobody asked for these values
            return called(function, values).to_dict(check=False)
    except (TimelineError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError):
        return None


def _real_defaults(trial: Translation, values: Mapping[str, Any], found: Values) -> dict[Hole, Any]:
    """The defaults as the function writes them into the timeline: `"50%"` as 0.5."""
    made = dict(trial.names.defaults)
    for hole in made:
        if not hole.many and hole in found:
            made[hole] = found[hole]
        last = attrs.evolve(hole, index=len(values[hole.many]) - 1) if hole.many and values.get(hole.many) else None
        if last in found:
            made[hole] = found[last]
    return made


# -- said where it goes wrong ------------------------------------------------------------------------------------------


def told(
    function: Function, misfit: NoPattern, timeline: Timeline | None, suspects: tuple[Parameter, ...]
) -> Inexpressible:
    """The refusal for a misfit, with the parameter and the line as well as they can be known."""
    names = misfit.parameters
    line = _made_where(timeline, misfit.path) if timeline is not None else None
    if not names or names == ("?",):
        looked_at = [one for one in _looked_at(function) if any(suspect.name == one[0] for suspect in suspects)]
        names = (looked_at[0][0],) if looked_at else tuple(one.name for one in suspects)
        line = line or (looked_at[0][1] if looked_at else None)
    deed = f"{misfit.deed} ({misfit.path})" if misfit.path else misfit.deed
    return inexpressible(function.__name__, names, deed, line or line_of(function, *names))


def _made_where(timeline: Timeline, path: str) -> str | None:
    """The reader's line that made the innermost structure around a place of the document."""
    around = {place: node.where for place, node in walk(timeline) if path == place or path.startswith(place + "/")}
    return around[max(around, key=len)] if around else None


def line_of(function: Function, *names: str) -> str | None:
    """The line in which a template function first uses one of its parameters."""
    tree = _source(function)
    uses = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in names] if tree else []
    return _place(function, min(uses)) if uses else None


_LOOKERS = ("isinstance", "type", "join", "id", "bytes")


def _looked_at(function: Function) -> list[tuple[str, str | None]]:
    """The names that a function tests by identity or class, joins or matches, with their lines."""
    tree = _source(function)
    found: list[tuple[str, str | None]] = []
    for node in ast.walk(tree) if tree else ():
        looks: list[ast.expr] = []
        if isinstance(node, ast.Compare) and any(isinstance(one, ast.Is | ast.IsNot) for one in node.ops):
            looks = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _LOOKERS:
            looks = [inner for one in node.args for inner in ast.walk(one) if isinstance(inner, ast.expr)]
        elif isinstance(node, ast.Match):
            looks = [node.subject]
        found += [(one.id, _place(function, one.lineno)) for one in looks if isinstance(one, ast.Name)]
    return found


def _source(function: Function) -> ast.AST | None:
    try:
        lines, first = inspect.getsourcelines(function)
        return ast.increment_lineno(ast.parse(textwrap.dedent("".join(lines))), first - 1)
    except (OSError, TypeError, SyntaxError):
        return None


def _place(function: Function, line: int) -> str:
    return f"{_code(function).co_filename.replace(chr(92), '/').rpartition('/')[2]}:{line}"


def _code(function: Function) -> CodeType:
    code: CodeType = inspect.unwrap(function).__code__
    return code
