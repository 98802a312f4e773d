"""`Node`: what every model class is made of, and the tables of effect and clip classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self, TypeVar, cast, dataclass_transform

import attrs

from timeline_dsl.errors import Evidence, FieldError, UsageError
from timeline_dsl.node import facts as makers
from timeline_dsl.node.facts import ABSENT, FACT, Fact, wire_name
from timeline_dsl.node.limits import settle
from timeline_dsl.node.making import Changes, constructor, copier, made_by_reader
from timeline_dsl.units import Param as Param

NodeT = TypeVar("NodeT", bound="Node")

_put = object.__setattr__
_CONSTRUCTORS: dict[type, Callable[..., None]] = {}
_CHANGERS: dict[type, tuple[Callable[[Any], Any], Changes]] = {}
_STORED = frozenset(("extra", "says_type"))

NOTHING_EXTRA: Mapping[str, Any] = {}


@dataclass_transform(
    kw_only_default=True,
    frozen_default=True,
    field_specifiers=(
        makers.time,
        makers.number,
        makers.integer,
        makers.text,
        makers.flag,
        makers.choice,
        makers.listed,
        makers.position,
        makers.colour,
        makers.part,
        makers.parts,
        makers.anything,
        attrs.field,
    ),
)
class Modelled:
    """Tells type checkers what the fields of model classes mean."""

    __slots__ = ()


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False, init=False)
class Node(Modelled):
    """A structure of the Timeline: frozen, compared by value, able to keep what it does not know.

    `extra` holds unknown keys and values that no field can read, verbatim, under their wire names.
    """

    PAGE: ClassVar[str] = ""
    MARK: ClassVar[Evidence] = "types"
    TYPE: ClassVar[str | None] = None

    extra: Mapping[str, Any] = attrs.field(default=NOTHING_EXTRA, hash=False)
    made_at: tuple[str, int] | None = attrs.field(eq=False, init=False)

    def __init__(self, *misplaced: Any, **given: Any) -> None:
        kind = type(self)
        made = _CONSTRUCTORS.get(kind)
        if made is None:
            made = _CONSTRUCTORS[kind] = constructor(kind)
            if kind.__init__ is Node.__init__:
                type.__setattr__(kind, "__init__", made)  # from now on the class has its own
        made(self, *misplaced, **given)

    def __repr__(self) -> str:
        given = [
            f"{name}={getattr(self, name)!r}" for name in facts_of(type(self)) if getattr(self, name) not in (None, ())
        ]
        if self.extra:
            given.append(f"extra={dict(self.extra)!r}")
        return f"{type(self).__name__}({', '.join(given)})"

    @property
    def where(self) -> str | None:
        """`file:line` of the code or document that made this value."""
        if self.made_at is None:
            return None
        return f"{self.made_at[0].replace(chr(92), '/').rpartition('/')[2]}:{self.made_at[1]}"

    def but(self, **changes: Any) -> Self:
        """A copy with some fields changed; the names are those of the class. `None` takes a field back."""
        kind = type(self)
        changer = _CHANGERS.get(kind)
        if changer is None:
            changer = _CHANGERS[kind] = copier(kind), Changes(kind)
        copied, fields = changer
        made: Self = copied(self)
        _put(made, "made_at", made_by_reader(2))
        for name, value in changes.items():
            if name in fields:
                fits, put = fields[name]
                put(made, value)
                if value is None or not fits(value):
                    self._settled(made, facts_of(kind)[name], value)
            elif name in _STORED or name in _other_fields(kind):
                _put(made, name, value)
            else:
                raise unknown_name(kind.__name__, name, facts_of(kind))
        return made

    @staticmethod
    def _settled(made: Node, fact: Fact, value: Any) -> None:
        if value is None and fact.kind == "nodes":
            _put(made, fact.name, ABSENT)
        if value is not None or fact.required:
            settle(made, fact, value)

    def given(self, name: str) -> bool:
        """Whether a field is in the document, readable or not (a template's `$Name` counts)."""
        value = getattr(self, name)
        if value is not None and value is not ABSENT:
            return True
        fact = facts_of(type(self))[name]
        return bool(self.extra) and (fact.wire in self.extra or any(key in self.extra for key in fact.also))


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False, init=False)
class TypedNode(Node):
    """A structure whose `Type` tells its class. `says_type` is False where the document leaves the Type out."""

    says_type: bool = attrs.field(default=True)


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False, init=False)
class Unknown(TypedNode):
    """A clip or effect of a Type that this version does not know; all of it is in `extra`, and written back."""

    @property
    def type(self) -> str:
        """The Type as the document spells it."""
        return str(self.extra.get("Type", ""))


@attrs.define(frozen=True, slots=True, kw_only=True, repr=False, init=False)
class Foreign(Node):
    """A list item that is no JSON object (`null`, a number …), kept and written back."""

    value: Any = attrs.field(default=None, hash=False)


def _other_fields(kind: type) -> frozenset[str]:
    """The fields of a class that are no part of the document."""
    return frozenset(field.name for field in attrs.fields(kind) if field.init) - facts_of(kind).keys()


def unknown_name(kind: str, name: str, known: Mapping[str, Any]) -> UsageError:
    """The refusal of a field name that a class does not have, with the nearest one it has."""
    from difflib import get_close_matches

    from timeline_dsl.errors import readers_line

    near = get_close_matches(name, known, n=1)
    fix = f"did you mean {near[0]!r}?" if near else "its fields: " + ", ".join(known)
    return UsageError(f"{kind} has no field {name!r}", fix=fix, where=readers_line(2))


_FACTS: dict[type, Mapping[str, Fact]] = {}


def facts_of(kind: type) -> Mapping[str, Fact]:
    """The facts of every wire field of a model class, by Python name, in document order."""
    if kind in _FACTS:
        return _FACTS[kind]
    found: dict[str, Fact] = {}
    for attribute in attrs.fields(kind):
        fact = attribute.metadata.get(FACT)
        if fact is not None:
            found[attribute.name] = attrs.evolve(fact, name=attribute.name, wire=fact.wire or wire_name(attribute.name))
    _FACTS[kind] = found
    return found


def trait(kind: type[NodeT]) -> type[NodeT]:
    """Make a set of fields and verbs that several structures share. It stores nothing itself, so traits combine."""
    namespace = {name: value for name, value in vars(kind).items() if name not in ("__dict__", "__weakref__")}
    fields = {name: namespace.pop(name) for name, value in list(namespace.items()) if isinstance(value, _FIELD)}
    made: Any = type(kind.__name__, kind.__bases__, {**namespace, "__slots__": (), "_FIELDS": fields})
    return cast("type[NodeT]", made)


_FIELD = type(attrs.field())


def _defined(kind: Any) -> Any:
    """`kind` as an attrs class with its traits' fields before its own."""
    fields: dict[str, Any] = {}
    for base in reversed(kind.__mro__[1:]):
        fields.update(vars(base).get("_FIELDS", {}))
    for name, value in list(vars(kind).items()):
        if isinstance(value, _FIELD):
            fields[name] = value
            delattr(kind, name)
    return attrs.define(these=fields, frozen=True, slots=True, kw_only=True, repr=False, init=False)(kind)


def node(*, page: str, mark: Evidence = "types") -> Callable[[type[NodeT]], type[NodeT]]:
    """Make a frozen, slotted, keyword-only structure; `page` names the service's page, `mark` how sure it is."""

    def make(kind: type[NodeT]) -> type[NodeT]:
        kind.PAGE, kind.MARK = page, mark
        made: type[NodeT] = _defined(kind)
        return made

    return make


EFFECTS: dict[str, type[TypedNode]] = {}
"""Every effect class by its wire Type."""

CLIPS: dict[str, type[TypedNode]] = {}
"""Every clip class by its wire Type."""


def effect(wire_type: str, *, page: str, mark: Evidence = "doc") -> Callable[[type[NodeT]], type[NodeT]]:
    """Make a class the model of the effects whose `Type` is `wire_type`."""
    return cast("Callable[[type[NodeT]], type[NodeT]]", _typed(wire_type, EFFECTS, page, mark))


def clip(wire_type: str, *, page: str, mark: Evidence = "types") -> Callable[[type[NodeT]], type[NodeT]]:
    """Make a class the model of the clips whose `Type` is `wire_type`."""
    return cast("Callable[[type[NodeT]], type[NodeT]]", _typed(wire_type, CLIPS, page, mark))


def _typed(wire_type: str, table: dict[str, type[TypedNode]], page: str, mark: Evidence) -> Any:
    def make(kind: Any) -> Any:
        kind.PAGE, kind.MARK, kind.TYPE = page, mark, wire_type
        made = _defined(kind)
        table[wire_type] = made
        return made

    return make


def children(node: Node) -> Iterator[tuple[str, Node]]:
    """Every structure directly inside `node` with its relative JSON Pointer, in document order."""
    for fact in facts_of(type(node)).values():
        if fact.kind == "nodes":
            for index, item in enumerate(getattr(node, fact.name) or ()):
                yield f"/{fact.wire}/{index}", item
        elif fact.kind == "node" and (inner := getattr(node, fact.name)) is not None:
            yield f"/{fact.wire}", inner


def walk(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """`node` and every structure below it with its JSON Pointer, in document order."""
    yield path, node
    for step, inner in children(node):
        yield from walk(inner, path + step)


def field_error(node: Node, fact: Fact, value: object, fix: str | None = None) -> FieldError:
    """The refusal of `value` for a field of `node`."""
    return FieldError(type(node).__name__, fact.name, value, fact.expected, fix=fix, where=node.where)
