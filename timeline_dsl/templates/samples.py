"""Values to try a template with, chosen by what its parameters take and where their blanks stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline_dsl.catalog import table
from timeline_dsl.node import Fact
from timeline_dsl.templates.contract import Parameter, made_record

ADDRESS = "https://bucket.oss-cn-shanghai.aliyuncs.com/{}.mp4"

ROUNDS = 4
"""How many sets of values there are: times rising from 1 s, falling, small, and large."""

Facts = Mapping[str, Fact]


def sample(parameter: Parameter, facts: Facts, ordinal: int, turn: int = 0, other: bool = False) -> Any:
    """A value for a parameter; `ordinal` keeps those of one template apart, `other` asks for a second one.

    Lists have two items: of the records the first has all fields, the second only the required ones.
    """
    if not parameter.many:
        return _one(parameter, facts.get(parameter.name), ordinal, turn, other)
    return items(parameter, facts, 2, turn, other)


def items(parameter: Parameter, facts: Facts, count: int, turn: int = 0, other: bool = False) -> list[Any]:
    """`count` items for a list parameter."""
    if parameter.kind != "record":
        fact = facts.get("item")
        return [_one(parameter, fact, 3 * index + 1, turn, other) for index in range(count)]
    if not parameter.fields:
        return [
            {
                name: _one(Parameter(name=name, kind="any"), fact, 3 * index + place, turn, other)
                for place, (name, fact) in enumerate(facts.items())
            }
            for index in range(count)
        ]
    made = []
    for index in range(count):
        given = {
            part.name: _one(part, facts.get(part.name), 3 * index + place, turn, other)
            for place, part in enumerate(parameter.fields)
            if index % 2 == 0 or part.required
        }
        made.append(made_record(parameter, given))
    return made


def _one(parameter: Parameter, fact: Fact | None, ordinal: int, turn: int, other: bool) -> Any:
    kind, step = parameter.kind, int(other)
    if kind == "choice":
        return parameter.choices[step % len(parameter.choices)]
    if kind == "media":
        return ADDRESS.format(f"{parameter.name}-{ordinal}-{step}")
    if kind == "media id":
        return f"{parameter.name}{ordinal}{step}"
    if kind == "flag":
        return not other
    if kind == "position":
        return f"{20 + 7 * ordinal % 40 + 10 * step}%"
    if kind == "time":
        return _time(ordinal, turn, step)
    if kind in ("number", "integer"):
        value = _number(fact, ordinal, turn, step)
        return int(value) if kind == "integer" else value
    if kind == "any" and fact is not None and fact.kind in ("time", "number", "integer"):
        return _time(ordinal, turn, step) if fact.kind == "time" else _number(fact, ordinal, turn, step)
    return _text(parameter, fact, ordinal, turn, step)


def _time(ordinal: int, turn: int, step: int) -> float:
    place = 1 + 2 * ordinal + step
    return (place, 40 - place, place / 8, 10 * place)[turn % ROUNDS]


def _number(fact: Fact | None, ordinal: int, turn: int, step: int) -> float:
    """A number within the limits of its field, whole where there is room."""
    if fact is None or fact.kind == "time":
        return _time(ordinal, turn, step)
    low = fact.ge if fact.ge is not None else fact.gt if fact.gt is not None else 0
    if fact.le is None:
        return low + _time(ordinal, turn, step)
    room = fact.le - low
    whole = low + 1 + step + ordinal % max(1, int(room) - 2) if room >= 4 else None
    return whole if whole is not None and whole <= fact.le else low + room * (0.25 + 0.5 * step)


def _text(parameter: Parameter, fact: Fact | None, ordinal: int, turn: int, step: int) -> str:
    kind = fact.kind if fact is not None else "text"
    if fact is not None and kind == "choice":
        return str(fact.choices[step % len(fact.choices)])
    if fact is not None and kind == "id" and fact.catalog:
        return [row.id for row in table(fact.catalog)][ordinal % 20 + step]
    if kind == "color":
        return f"#{10 + ordinal:02d}{20 + step:02d}30"
    if kind == "length":
        return f"{20 + 7 * ordinal % 40 + 10 * step}%"
    if kind == "time":
        return f"{_time(ordinal, turn, step)}s"
    if kind in ("number", "integer"):
        return f"-{6 + ordinal + step}dB"
    if fact is not None and fact.wire in ("MediaURL", "FileURL"):
        return ADDRESS.format(f"{parameter.name}-{ordinal}-{step}")
    return f"Text {parameter.name} {ordinal} {step}"
