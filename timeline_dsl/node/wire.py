"""Model to document and back, driven by the field facts alone: nothing is computed, so that it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, TypeVar

from timeline_dsl.errors import DocumentError
from timeline_dsl.node.base import NOTHING_EXTRA, Foreign, Node, Param, TypedNode, Unknown, facts_of
from timeline_dsl.node.facts import ABSENT, Fact
from timeline_dsl.node.limits import HUGE
from timeline_dsl.node.making import filler
from timeline_dsl.units import Px, Ratio, number_of

DEEPEST = 60
"""Documents nested deeper than this are refused; the service's own forms need seven levels."""

NodeT = TypeVar("NodeT", bound=Node)
Document = dict[str, Any]


# -- writing ----------------------------------------------------------------------------------------------------------


class _Writers(dict[type, Callable[[Any], Any]]):
    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        self[kind] = made = _written_out(kind)
        return made


_WRITE: dict[type, Callable[[Any], Any]] = _Writers()


def dump(node: Node) -> Document:
    """The document of `node`: plain dicts, lists, text and numbers; a new one at every call."""
    document: Document = _WRITE[type(node)](node)
    return document


def _written_out(kind: type) -> Callable[[Any], Any]:
    """The writer of `kind` as straight-line code."""
    if kind is Foreign:
        return lambda node: thawed(node.value)
    names: dict[str, Any] = {
        "WRITE": _WRITE,
        "thawed": thawed,
        "plain": plain,
        "ABSENT": ABSENT,
        "Param": Param,
        "TYPE": getattr(kind, "TYPE", None),
    }
    lines = ["def write(self):", "    d = {}"]
    if issubclass(kind, TypedNode) and kind.TYPE is not None:
        lines.append("    if self.says_type: d['Type'] = TYPE")
    for fact in facts_of(kind).values():
        lines += [f"    v = self.{fact.name}"]
        if fact.kind in ("time", "number", "length"):
            lines.append(f"    if v is not None: d[{fact.wire!r}] = v if type(v) is int else plain(v)")
        elif fact.kind == "nodes":
            each = "[WRITE[type(n)](n) for n in v] if type(v) is not Param else str(v)"
            lines.append(f"    if v is not ABSENT: d[{fact.wire!r}] = {each}")
        elif fact.kind == "node":
            lines.append(f"    if v is not None: d[{fact.wire!r}] = WRITE[type(v)](v)")
        elif fact.kind == "json":
            lines.append(f"    if v is not None: d[{fact.wire!r}] = thawed(v)")
        else:
            lines.append(f"    if v is not None: d[{fact.wire!r}] = v")
    lines += ["    if self.extra: d.update(thawed(self.extra))", "    return d"]
    exec(compile("\n".join(lines), f"<timeline_dsl {kind.__name__}>", "exec"), names)
    made: Callable[[Any], Any] = names["write"]
    return made


def plain(value: Any) -> Any:
    """A number as a document writes it: whole numbers without a point, no subclass of float; text stays text."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else float(value)
    return str(value) if isinstance(value, str) else value


_WRITE[Param] = str


def thawed(value: Any) -> Any:
    """A deep copy of a kept JSON value."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list or isinstance(value, list | tuple):
        return [thawed(inner) for inner in value]
    if kind is dict or isinstance(value, Mapping):
        return {key: thawed(inner) for key, inner in value.items()}
    return value


# -- reading ----------------------------------------------------------------------------------------------------------

UNREADABLE = object()


def load(kind: type[NodeT], document: Any, depth: int = 0) -> NodeT:
    """The value of class `kind` that `document` (a JSON object) describes.

    Nothing is lost: unknown keys and values that no field can read are kept in `extra`. Limits are not checked here;
    `check` tells them with their place. Raises `DocumentError` for nesting deeper than 60 levels.
    """
    if depth > DEEPEST:
        raise DocumentError(
            f"the document is nested deeper than {DEEPEST} levels",
            fix="a timeline needs seven; look for a structure inside itself",
        )
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    readers = _readers(kind)
    for key, given in document.items():
        fact = readers.get(key)
        if fact is not None and fact.name not in values:
            value = _READ[fact.kind](fact, given, depth)
            if value is not UNREADABLE:
                values[fact.name] = value
                continue
        elif key == "Type" and given == kind.TYPE and kind.TYPE is not None:
            values["says_type"] = True
            continue
        extra[_key(key)] = kept(given, depth)
    values["extra"] = extra or NOTHING_EXTRA
    return _filled(kind, values)


class _Fillers(dict[type, Callable[[dict[str, Any]], Any]]):
    def __missing__(self, kind: type) -> Callable[[dict[str, Any]], Any]:
        self[kind] = made = filler(kind)
        return made


_FILL = _Fillers()


def _filled(kind: type[NodeT], values: dict[str, Any]) -> NodeT:
    made: NodeT = _FILL[kind](values)
    return made


_BY_WIRE: dict[type, dict[str, Fact]] = {}


def _readers(kind: type) -> dict[str, Fact]:
    if kind not in _BY_WIRE:
        facts = facts_of(kind).values()
        _BY_WIRE[kind] = {name: fact for fact in facts for name in (fact.wire, *fact.also)}
    return _BY_WIRE[kind]


_PLAIN = frozenset((str, int, float, bool, type(None)))


def kept(value: Any, depth: int) -> Any:
    """A deep copy of any JSON value; refuses endless nesting and what JSON cannot hold."""
    if depth > DEEPEST:
        raise DocumentError(
            f"the document is nested deeper than {DEEPEST} levels",
            fix="a timeline needs seven; look for a structure inside itself",
        )
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list or isinstance(value, list | tuple):
        return [kept(inner, depth + 1) for inner in value]
    if kind is dict or isinstance(value, Mapping):
        return {_key(key): kept(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, str | int | float):
        return value
    raise DocumentError(f"a document holds JSON values only, not {type(value).__name__}")


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    raise DocumentError(f"the keys of a document are text, not {type(key).__name__}")


def _number(fact: Fact, given: Any, depth: int) -> Any:
    if type(given) is int or type(given) is float:
        return given if -HUGE < given < HUGE else UNREADABLE
    value = number_of(given)
    return value if value is not None and -HUGE < value < HUGE else UNREADABLE


def _integer(fact: Fact, given: Any, depth: int) -> Any:
    value = _number(fact, given, depth)
    if value is UNREADABLE or (type(given) is str and type(value) is not int):
        return UNREADABLE
    return int(value) if value == int(value) else UNREADABLE


def _length(fact: Fact, given: Any, depth: int) -> Any:
    value = _number(fact, given, depth)
    if value is UNREADABLE:
        return value
    return Ratio(value) if -1 <= value <= 1 else Px(value)


def _text(fact: Fact, given: Any, depth: int) -> Any:
    return given if isinstance(given, str) else UNREADABLE


def _flag(fact: Fact, given: Any, depth: int) -> Any:
    if isinstance(given, bool):
        return given
    return {"true": True, "false": False}.get(given, UNREADABLE) if isinstance(given, str) else UNREADABLE


def _choice(fact: Fact, given: Any, depth: int) -> Any:
    if isinstance(fact.choices[0], str):
        return given if isinstance(given, str) else UNREADABLE
    return _integer(fact, given, depth)


def _node(fact: Fact, given: Any, depth: int) -> Any:
    return _item(fact.kinds_by_type(), given, depth) if isinstance(given, Mapping) else UNREADABLE


def _nodes(fact: Fact, given: Any, depth: int) -> Any:
    if not isinstance(given, list | tuple):
        return UNREADABLE
    table = fact.kinds_by_type()
    return tuple([_item(table, item, depth) for item in given])


def _item(table: Mapping[str, type], given: Any, depth: int) -> Node:
    if not isinstance(given, Mapping):
        if given is None or isinstance(given, str | int):
            return _foreign(given)
        return _filled(Foreign, {"value": kept(given, depth + 1), "extra": NOTHING_EXTRA})
    wire_type = given.get("Type", "")
    kind = table.get(wire_type) if isinstance(wire_type, str) else None
    if kind is None and "" in table and ("Type" not in given or len(table) == 1):
        kind = table[""]
    if not given:
        return _empty(kind or Unknown)
    if kind is None:
        return _filled(Unknown, {"extra": kept(given, depth + 1)})
    return load(kind, given, depth + 1)


@cache
def _empty(kind: type[Node]) -> Node:
    """What `{}` describes: values do not change, so that one serves all places."""
    return load(kind, {})


@lru_cache(maxsize=256, typed=True)
def _foreign(value: str | int | None) -> Node:
    return _filled(Foreign, {"value": value, "extra": NOTHING_EXTRA})


def _json(fact: Fact, given: Any, depth: int) -> Any:
    return kept(given, depth + 1) if given is not None else UNREADABLE


_READ: dict[str, Callable[[Fact, Any, int], Any]] = {
    "time": _number,
    "number": _number,
    "integer": _integer,
    "text": _text,
    "id": _text,
    "color": _text,
    "flag": _flag,
    "choice": _choice,
    "length": _length,
    "node": _node,
    "nodes": _nodes,
    "json": _json,
}
