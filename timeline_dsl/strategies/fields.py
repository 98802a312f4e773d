"""A strategy for every field and every model class, from the field facts."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

from timeline_dsl.catalog import table
from timeline_dsl.node import Fact, Node, facts_of
from timeline_dsl.units import Px, Ratio

NodeT = TypeVar("NodeT", bound=Node)

BUCKET = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

MOST_FIELDS = 5
"""How many fields a value of a class carries at most: few, as real ones do, so that samples can be read."""

_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="${}\\")


@functools.cache
def values(fact: Fact) -> st.SearchStrategy[Any]:
    """Values that a field takes: inside its limits, and what people write more often than the edges."""
    return _VALUES[fact.kind](fact)


_MADE: dict[type, st.SearchStrategy[Any]] = {}


def _made(kind: type[Node]) -> st.SearchStrategy[Any]:
    facts = facts_of(kind)
    required = [fact for fact in facts.values() if fact.required]
    optional = [name for name, fact in facts.items() if not fact.required]

    @st.composite
    def value(draw: st.DrawFn) -> Any:
        names = draw(st.lists(st.sampled_from(optional), unique=True, max_size=MOST_FIELDS)) if optional else []
        chosen = [*required, *(facts[name] for name in names)]
        return kind(**{fact.name: draw(values(fact)) for fact in chosen})

    return value()


def of(kind: type[NodeT]) -> st.SearchStrategy[NodeT]:
    """Values of a model class: each field valid by itself, a few fields at a time."""
    if kind not in _MADE:
        _MADE[kind] = _made(kind)
    return _MADE[kind]


def _time(fact: Fact) -> st.SearchStrategy[float]:
    low = 0 if fact.gt is None else round(fact.gt * 10_000) + 1
    high = round(fact.le * 10_000) if fact.le is not None else 600 * 10_000
    tenths = st.integers(-(-low // 1000), high // 1000).map(lambda tenth: _plain(tenth / 10))
    return st.one_of(tenths, tenths, tenths, st.integers(low, high).map(lambda tick: _plain(tick / 10_000)))


def _plain(number: float) -> float:
    return int(number) if float(number).is_integer() else number


def _number(fact: Fact) -> st.SearchStrategy[float]:
    low = fact.ge if fact.ge is not None else fact.gt if fact.gt is not None else -200
    high = fact.le if fact.le is not None else max(low, 0) + 400
    fine = st.integers(round(low * 1000) + (1 if fact.gt is not None else 0), round(high * 1000)).map(
        lambda number: _plain(number / 1000)
    )
    first, last = -int(-low // 1) + (1 if fact.gt == low else 0), int(high // 1)
    return st.one_of(st.integers(first, last), fine) if first <= last else fine


def _integer(fact: Fact) -> st.SearchStrategy[int]:
    low = int(fact.ge) if fact.ge is not None else int(fact.gt) + 1 if fact.gt is not None else -1000
    return st.integers(low, int(fact.le) if fact.le is not None else low + 4000)


def _text(fact: Fact) -> st.SearchStrategy[str]:
    if fact.wire.lower().endswith("url"):
        return st.sampled_from(["a", "b", "c"]).map(lambda name: f"{BUCKET}{name}.{_extension(fact.wire)}")
    if fact.max_bytes is not None:
        return st.text(_LETTERS, max_size=fact.max_bytes // 4)
    return st.text(_LETTERS, min_size=1, max_size=12)


def _extension(wire: str) -> str:
    return {"FontURL": "ttf", "FileURL": "srt", "ImageUrl": "png", "ImageURL": "png", "CoverURL": "jpg"}.get(
        wire, "mp4"
    )


def _id(fact: Fact) -> st.SearchStrategy[str]:
    rows = [row.id for row in table(fact.catalog) if row.facts.get("field", fact.wire) == fact.wire]
    one = st.sampled_from(rows)
    if not fact.several:
        return one
    return st.one_of(
        one, one, one, one, st.just("random"), st.lists(one, min_size=2, max_size=3, unique=True).map(",".join)
    )


def _length(fact: Fact) -> st.SearchStrategy[float]:
    shares = st.integers(0, 100).map(lambda percent: Ratio(percent / 100))
    return st.one_of(
        shares,
        shares,
        st.integers(0, 10_000).map(lambda part: Ratio(part / 10_000)),
        st.integers(2, 2000).map(lambda side: Px(side)),
    )


def _color(fact: Fact) -> st.SearchStrategy[str]:
    return st.one_of(
        st.sampled_from(["#FFFFFF", "#000000", "#FF8800"]),
        st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}"),
    )


def _node(fact: Fact) -> st.SearchStrategy[Any]:
    kinds = dict.fromkeys(fact.kinds_by_type().values())
    return st.one_of(*(of(kind) for kind in kinds))


def _nodes(fact: Fact) -> st.SearchStrategy[Any]:
    return st.lists(st.deferred(lambda: _node(fact)), max_size=2).map(tuple)


_JSON = st.one_of(st.integers(-1000, 1000), st.text(_LETTERS, max_size=5), st.booleans())

_VALUES: dict[str, Callable[[Fact], st.SearchStrategy[Any]]] = {
    "time": _time,
    "number": _number,
    "integer": _integer,
    "text": _text,
    "id": _id,
    "length": _length,
    "color": _color,
    "node": _node,
    "nodes": _nodes,
    "flag": lambda fact: st.booleans(),
    "choice": lambda fact: st.sampled_from(fact.choices),
    "json": lambda fact: _JSON,
}
